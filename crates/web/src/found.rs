//! What a reader's words may mean: a case by its number or a part of it, a court, an indicator, a cause, a term, a page.
//! Each hit says how near it is: the very words, words that begin so, words that hold them.

use docket::store::NumberPart;
use law::case_number::{CaseNumber, Parsed, Partial, parse, search_key};
use law::cause::{self, FAMILIES};
use law::court::courts;

use crate::address;
use crate::fault::Fault;
use crate::pages::case::{cause_of, number_of, state_of};
use crate::pages::glossary::TERMS;
use crate::shell::NAV;
use crate::source::Source;

/// Hits of a group that are shown.
const MOST: usize = 20;

/// How near a hit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Near {
    /// The very words.
    Exact,
    /// Begins with them.
    Begins,
    /// Holds them.
    Holds,
}

/// One thing found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// How near.
    pub near: Near,
    /// Its name.
    pub name: String,
    /// What it is, in a few words.
    pub note: String,
    /// Its page.
    pub href: String,
}

/// Things of a kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Name of the kind.
    pub name: &'static str,
    /// The nearest of them.
    pub hits: Vec<Hit>,
    /// How many were found.
    pub total: usize,
    /// Whether there are more that were not looked for.
    pub more: bool,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// How the words were understood, where they were a number.
    pub understood: Option<String>,
    /// Groups that are not empty.
    pub groups: Vec<Group>,
}

impl Found {
    /// The one thing that the words name; none when they name several, or nothing exactly.
    pub fn only(&self) -> Option<&Hit> {
        let mut exact = self.groups.iter().flat_map(|group| &group.hits).filter(|hit| hit.near == Near::Exact);
        exact.next().filter(|_| exact.next().is_none())
    }

    fn put(&mut self, name: &'static str, mut hits: Vec<Hit>) {
        hits.sort_by_key(|hit| hit.near);
        let total = hits.len();
        hits.truncate(MOST);
        if total > 0 {
            self.groups.push(Group { name, hits, total, more: false });
        }
    }

    /// Whether there is more than was counted.
    pub fn more(&self) -> bool {
        self.groups.iter().any(|group| group.more)
    }
}

/// The number in a reader's text, when it is one.
pub fn number(text: &str) -> Option<CaseNumber> {
    match parse(text) {
        Ok(Parsed::Case(number)) => Some(number.of_case()),
        _ => None,
    }
}

/// Looks for what the words may mean.
pub async fn find(source: &Source, text: &str) -> Result<Found, Fault> {
    let mut found = Found::default();
    let wanted = search_key(text).to_lowercase();
    if wanted.is_empty() || text.chars().count() > LONGEST {
        return Ok(found);
    }
    if let Some(number) = number(text) {
        if let Some((court, stream)) = source.find_number(&number).await? {
            let hit = Hit {
                near: Near::Exact,
                name: number.to_string(),
                note: String::new(),
                href: address::case(court, stream),
            };
            found.put("案件", vec![hit]);
        } else {
            found.understood = Some(format!("案号{number}。没有这个案号的案件"));
        }
        return Ok(found);
    }
    if let Some(partial) = Partial::read(text) {
        cases(source, partial, &mut found).await?;
    }
    found.put("法院", of_courts(&wanted));
    found.put("指标", of_indicators(source, &wanted).await?);
    found.put("案由", of_causes(&wanted));
    found.put("名词", named(&wanted, TERMS.iter().map(|(term, told)| (*term, *told, format!("/glossary#{term}")))));
    let pages = NAV.iter().map(|(name, href, _)| (*name, "", (*href).to_owned()));
    let others = PAGES.iter().map(|(name, href)| (*name, "", (*href).to_owned()));
    found.put("页面", named(&wanted, pages.chain(others)));
    Ok(found)
}

/// Longest text that is looked for.
pub const LONGEST: usize = 100;

/// Pages outside the navigation, by the words people use for them.
const PAGES: [(&str, &str); 8] = [
    ("长期未结案件", "/aged"),
    ("法院比较", "/compare"),
    ("工作报告", "/reports"),
    ("质效通报", "/reports"),
    ("回执核对", "/verify"),
    ("超期未结案件", "/cases?overdue=1"),
    ("数据接口 API", "/api"),
    ("全省概览", "/"),
];

fn near(name: &str, wanted: &str) -> Option<Near> {
    let name = search_key(name).to_lowercase();
    if name == wanted {
        Some(Near::Exact)
    } else if name.starts_with(wanted) {
        Some(Near::Begins)
    } else {
        name.contains(wanted).then_some(Near::Holds)
    }
}

fn named<'a>(wanted: &str, all: impl Iterator<Item = (&'a str, &'a str, String)>) -> Vec<Hit> {
    let hit = |(name, note, href): (&str, &str, String)| {
        Some(Hit { near: near(name, wanted)?, name: name.to_owned(), note: note.to_owned(), href })
    };
    all.filter_map(hit).collect()
}

fn of_courts(wanted: &str) -> Vec<Hit> {
    let hit = |court: &'static law::court::Court| {
        let names = [court.name, court.short, court.code].into_iter().chain(court.aliases.iter().copied());
        let near = names.filter_map(|name| near(name, wanted)).min()?;
        let note = format!("{}，代字 {}", court.level.name(), court.code);
        Some(Hit {
            near,
            name: court.name.to_owned(),
            note,
            href: address::query(&format!("/courts/{}", court.code), []),
        })
    };
    courts().iter().filter_map(hit).collect()
}

async fn of_indicators(source: &Source, wanted: &str) -> Result<Vec<Hit>, Fault> {
    let year = source.year_of(None).await?;
    let numbers = source.numbers(year).await?;
    let hit = |about: &crate::source::About| {
        let near = [near(&about.name, wanted), near(&about.id, wanted)].into_iter().flatten().min()?;
        let note = format!("{}，{}", about.id, about.group);
        Some(Hit { near, name: about.name.clone(), note, href: format!("/indicators/{}", about.id) })
    };
    Ok(numbers.indicators.iter().filter_map(hit).collect())
}

fn of_causes(wanted: &str) -> Vec<Hit> {
    let hit = |cause: &'static cause::Cause| {
        let names = std::iter::once(cause.name).chain(cause.aliases.iter().copied());
        let near = names.filter_map(|name| near(name, wanted)).min()?;
        let above = cause.ancestors().map(|above| above.name).next().unwrap_or("");
        let href = address::query("/cases", [("cause", cause.name)]);
        Some(Hit { near, name: cause.name.to_owned(), note: above.to_owned(), href })
    };
    FAMILIES.iter().flat_map(|family| cause::causes(*family)).filter_map(hit).collect()
}

/// Cases of a part of a number: those with its serial, or the list of its court, word and year.
async fn cases(source: &Source, partial: Partial, found: &mut Found) -> Result<(), Fault> {
    let said = [
        partial.year.map(|year| format!("{year}年")),
        partial.court.map(|court| court.name.to_owned()),
        partial.word.map(|word| format!("“{}”字", word.as_str())),
        partial.serial.map(|serial| format!("第 {serial} 号")),
    ];
    let said: Vec<String> = said.into_iter().flatten().collect();
    found.understood = Some(format!("案号的一部分：{}", said.join("，")));
    let Some(serial) = partial.serial else {
        let year = partial.year.map_or_else(String::new, |year| year.to_string());
        let pairs = [
            ("court", partial.court.map_or("", |court| court.code)),
            ("word", partial.word.map_or("", law::case_number::Word::as_str)),
            ("year", &*year),
        ];
        let name = format!("{}的全部案件", said.join(""));
        found.put(
            "案件",
            vec![Hit {
                near: Near::Exact, name, note: "案件列表".to_owned(), href: address::query("/cases", pairs)
            }],
        );
        return Ok(());
    };
    let types = law::case_number::case_types().iter().filter(|kind| Some(kind.word) == partial.word);
    let part = NumberPart {
        courts: partial.court.map(|court| court.id).into_iter().collect(),
        year: partial.year,
        words: types.map(|kind| kind.code).collect(),
        serial: Some(serial),
    };
    let cases = source.numbered(&part, MOST + 1).await?;
    let one = cases.len() == 1;
    let hits: Vec<Hit> = cases
        .iter()
        .map(|facts| Hit {
            near: if one { Near::Exact } else { Near::Holds },
            name: number_of(facts),
            note: format!("{}，{}", cause_of(facts), state_of(facts)),
            href: address::case(facts.court, facts.stream),
        })
        .collect();
    let more = hits.len() > MOST;
    found.put("案件", hits.into_iter().take(MOST).collect());
    if let Some(group) = found.groups.last_mut() {
        group.more = more;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_come_first() {
        let mut found = Found::default();
        found.put("法院", of_courts("沈阳"));
        let hits = &found.groups[0].hits;
        assert!(hits.is_sorted_by_key(|hit| hit.near) && hits.len() == MOST.min(found.groups[0].total));
        assert_eq!(of_courts("辽0102").iter().filter(|hit| hit.near == Near::Exact).count(), 1);
        assert!(
            of_causes("民间借贷纠纷")
                .iter()
                .any(|hit| hit.near == Near::Exact && hit.href.starts_with("/cases?cause="))
        );
        assert!(of_causes("月球").is_empty());
    }

    #[test]
    fn what_is_named_alone_is_gone_to() {
        let mut found = Found::default();
        found.put("法院", of_courts("辽0102"));
        assert_eq!(found.only().map(|hit| hit.name.as_str()), Some("沈阳市和平区人民法院"));
        found.put("页面", named("核对", [("核对", "", "/verify".to_owned())].into_iter()));
        assert_eq!(found.only(), None, "two are named");
    }
}
