//! One file a page: its address, what it shows, its template's context. Handlers ask `source` and render.

pub mod aged;
pub mod aged_page;
pub mod bulletin;
pub mod case;
pub mod cases;
pub mod compare;
pub mod compare_chart;
pub mod court;
pub mod docket;
pub mod entries;
pub mod entry;
pub mod figure;
pub mod glossary;
pub mod indicator;
pub mod indicators;
pub mod judges;
pub mod lately;
pub mod live;
pub mod movers;
pub mod options;
pub mod overview;
pub mod overview_rows;
pub mod plain;
pub mod receipt_paper;
pub mod reports;
pub mod search;
pub mod verify;

/// A name and a value on a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// Name.
    pub name: String,
    /// Value.
    pub value: String,
    /// What it opens.
    pub href: Option<String>,
    /// Whether it tells of something overdue.
    pub late: bool,
}

impl Pair {
    /// A pair, when there is a value.
    pub fn maybe(name: &str, value: Option<String>) -> Option<Pair> {
        value.map(|value| Pair { name: name.to_owned(), value, href: None, late: false })
    }

    /// The pair as a link.
    #[must_use]
    pub fn to(self, href: String) -> Pair {
        Pair { href: Some(href), ..self }
    }
}
