//! A page as a column of blocks: notes, facts, tables, forms, steps. What they say is the caller's; how they look is here.

use askama::Template;
use axum::response::Html;
use frame::fault::Fault;
use frame::shell::{Frame, Shell, render};

use crate::files::FilesBlock;
use crate::form::{Field, Form, Kind};

/// A text, and where it leads.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text {
    /// What it says.
    pub text: String,
    /// Where it leads; empty for nowhere.
    pub href: String,
    /// How it stands out: `overdue`, `good`, `number`, `hash`, `muted`; empty for plainly.
    pub look: &'static str,
}

impl From<&str> for Text {
    fn from(text: &str) -> Text {
        Text { text: text.to_owned(), ..Text::default() }
    }
}

impl From<String> for Text {
    fn from(text: String) -> Text {
        Text { text, ..Text::default() }
    }
}

impl Text {
    /// A text that leads somewhere.
    pub fn link(text: impl Into<String>, href: impl Into<String>) -> Text {
        Text { text: text.into(), href: href.into(), look: "" }
    }

    /// The same in a look.
    #[must_use]
    pub fn looking(self, look: &'static str) -> Text {
        Text { look, ..self }
    }
}

/// Columns that fit side by side on a phone.
const NARROW: usize = 3;

/// A table.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// Its heading.
    pub title: String,
    /// Headings of the columns; one that begins with `#` is of numbers.
    pub heads: Vec<&'static str>,
    /// Rows.
    pub rows: Vec<Vec<Text>>,
    /// What would stand here and how it comes to.
    pub empty: &'static str,
    /// How many there are in all, in words; empty for none said.
    pub count: String,
    /// Address of the next page.
    pub next: Option<String>,
}

impl Table {
    /// Whether a column is of numbers.
    fn is_number(&self, column: usize) -> bool {
        self.heads.get(column).is_some_and(|head| head.starts_with('#'))
    }

    /// Whether a row becomes a paragraph where the screen is too narrow for its columns.
    pub fn stacks(&self) -> bool {
        self.heads.len() > NARROW
    }

    /// What a column is called.
    pub fn label(&self, column: &usize) -> &str {
        self.heads.get(*column).map_or("", |head| head.trim_start_matches('#'))
    }

    /// The classes of a cell.
    pub fn look(&self, column: &usize, text: &Text) -> &'static str {
        match (self.is_number(*column), column) {
            _ if text.text.is_empty() => "none",
            (true, _) => "n",
            (false, 0) if self.stacks() => "full",
            _ => "",
        }
    }
}

/// A step of a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// When, or by when.
    pub when: String,
    /// What.
    pub what: String,
    /// Why, or what one can do.
    pub more: String,
    /// `done`, `now`, `next` or `late`.
    pub state: &'static str,
}

/// An item of a check list: what the machine finds, and what somebody decides with one key.
#[derive(Debug, Clone, Default)]
pub struct Check {
    /// Its number.
    pub number: String,
    /// What is looked at.
    pub what: String,
    /// What the machine finds.
    pub verdict: Text,
    /// Why.
    pub why: String,
    /// Code it is decided under; empty where there is nothing to decide here.
    pub code: String,
    /// What is said to the litigant if it is decided against.
    pub say: String,
    /// What to do instead where there is nothing to decide here.
    pub instead: &'static str,
    /// The machine finds against it.
    pub against: bool,
}

/// A check list that is sent as a form.
#[derive(Debug, Clone, Default)]
pub struct Checks {
    /// Its heading.
    pub title: String,
    /// Items in order.
    pub rows: Vec<Check>,
    /// What it is sent as; none where nothing can be sent now.
    pub form: Option<Form>,
}

/// A part of a page.
#[derive(Debug, Clone)]
pub enum Block {
    /// A check list.
    Checks(Box<Checks>),
    /// A note: `plain`, `good` or `warn`, and its texts.
    Note(&'static str, Vec<Text>),
    /// Facts by name.
    Facts(String, Vec<(String, Text)>),
    /// A table.
    Table(Table),
    /// A form.
    Form(Box<Form>),
    /// What happened and what comes.
    Steps(String, Vec<Step>),
    /// Paragraphs.
    Prose(String, Vec<String>),
    /// A drawing made here: SVG, what it shows, what stands below.
    Drawing(String, &'static str, String),
    /// A picture: its address, what it shows, what stands below.
    Picture(String, String, String),
    /// Files handed in, and the form that adds more.
    Files(Box<FilesBlock>),
    /// What to show, chosen in the address.
    Ask(Vec<Field>),
    /// Steps of a way, as a line of links.
    Path(Vec<Text>),
    /// Links as buttons; the first is the one most want.
    Links(Vec<Text>),
}

#[derive(Template)]
#[template(path = "page.html")]
struct PageView {
    shell: Shell,
    page: Page,
}

/// A page.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// Title and heading.
    pub title: String,
    /// Where one came from.
    pub crumbs: Vec<Text>,
    /// What it is for, in a sentence.
    pub lede: String,
    /// Its parts.
    pub blocks: Vec<Block>,
    /// Narrow, one question at a time.
    pub narrow: bool,
    /// The list it shows, which follows what is done, and the stamp of what it shows; empty for none.
    pub follows: (&'static str, String),
}

impl Page {
    /// A page of a title.
    pub fn new(title: impl Into<String>, lede: impl Into<String>) -> Page {
        Page { title: title.into(), lede: lede.into(), ..Page::default() }
    }

    /// With a part more.
    #[must_use]
    pub fn with(mut self, block: Block) -> Page {
        self.blocks.push(block);
        self
    }

    /// With parts more.
    #[must_use]
    pub fn and(mut self, blocks: impl IntoIterator<Item = Block>) -> Page {
        self.blocks.extend(blocks);
        self
    }

    /// Under these pages.
    #[must_use]
    pub fn under(mut self, crumbs: impl IntoIterator<Item = Text>) -> Page {
        self.crumbs.extend(crumbs);
        self
    }

    /// Narrow, for a phone and one question at a time.
    #[must_use]
    pub fn narrow(mut self) -> Page {
        self.narrow = true;
        self
    }

    /// Following a list: its name and the stamp of what is shown.
    #[must_use]
    pub fn following(mut self, list: &'static str, stamp: String) -> Page {
        self.follows = (list, stamp);
        self
    }

    /// As HTML.
    ///
    /// # Errors
    /// When it cannot be rendered.
    pub fn render(self, frame: &Frame) -> Result<Html<String>, Fault> {
        let shell = frame.shell(self.title.clone());
        render(&PageView { shell, page: self })
    }
}
