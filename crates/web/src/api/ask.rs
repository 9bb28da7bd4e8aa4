//! The parameters of a request, read with all their faults at once. A name that an endpoint does not know is a fault too.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::ops::RangeInclusive;

use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use docket::entry::Entry;
use law::case_number::Word;
use law::court::{self, Court};
use law::day::Day;
use law::ids::CourtId;

use super::problem::{ParameterFault, Problem};
use crate::address::{day_of, short};
use crate::fault::Fault;
use crate::source::WITHHELD;
use crate::state::AppState;

/// Longest value of a parameter, in characters.
pub const LONGEST: usize = 200;

/// The parameters under way.
#[derive(Debug, Default)]
pub struct Ask {
    pairs: BTreeMap<String, String>,
    asked: Vec<String>,
    faults: Vec<ParameterFault>,
}

impl FromRequestParts<AppState> for Ask {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Ask, Infallible> {
        let pairs = Query::<Vec<(String, String)>>::from_request_parts(parts, state).await;
        Ok(match pairs {
            Ok(Query(pairs)) => Ask::of(pairs),
            Err(_) => Ask {
                faults: vec![ParameterFault::new("", "查询部分不能读", "请写作 名称=值，用 & 相连。")],
                ..Ask::default()
            },
        })
    }
}

impl Ask {
    /// The parameters of a query.
    pub fn of(pairs: Vec<(String, String)>) -> Ask {
        let mut ask = Ask::default();
        for (name, value) in pairs {
            let name = short(&name);
            if value.chars().nth(LONGEST).is_some() {
                ask.fault(&name, "参数值过长", format!("每个参数值不超过 {LONGEST} 个字。"));
            } else if ask.pairs.insert(name.clone(), value).is_some() {
                ask.fault(&name, "同一参数给了两次", "每个参数只写一次。");
            }
        }
        ask
    }

    /// Notes a fault.
    pub fn fault(&mut self, name: &str, detail: impl Into<String>, instead: impl Into<String>) {
        self.faults.push(ParameterFault::new(name, detail, instead));
    }

    /// The value of a name; none when absent or empty.
    pub fn text(&mut self, name: &str) -> Option<String> {
        self.asked.push(name.to_owned());
        self.pairs.get(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
    }

    /// A value that must be given.
    pub fn needed<T>(&mut self, name: &str, value: Option<T>) -> Option<T> {
        if value.is_none() && !self.faults.iter().any(|fault| fault.parameter == name) {
            self.fault(name, format!("缺少参数 {name}"), "这个参数必须给出。");
        }
        value
    }

    /// What a page's reader makes of a value; its fault is noted.
    pub fn read<T>(&mut self, name: &str, read: Result<T, Fault>) -> Option<T> {
        read.map_err(|fault| self.faults.push(ParameterFault::of(name, &fault))).ok()
    }

    /// A whole number within bounds.
    pub fn whole(&mut self, name: &str, bounds: RangeInclusive<i64>) -> Option<i64> {
        let text = self.text(name)?;
        let number = text.parse().ok().filter(|n| bounds.contains(n));
        if number.is_none() {
            let (low, high) = (bounds.start(), bounds.end());
            self.fault(name, format!("“{}”不是可用的整数", short(&text)), format!("应为 {low} 至 {high} 的整数。"));
        }
        number
    }

    /// How many rows to answer with.
    pub fn limit(&mut self, most: i64) -> usize {
        let limit = self.whole("limit", 1..=most).unwrap_or(50);
        usize::try_from(limit).unwrap_or(50)
    }

    /// A court by its code.
    pub fn court(&mut self, name: &str) -> Option<&'static Court> {
        let code = self.text(name)?;
        let court = court::by_code(&code);
        if court.is_none() {
            self.fault(name, format!("没有代字为“{}”的法院", short(&code)), "代字见 /api/v1/courts。");
        }
        court
    }

    /// A type word.
    pub fn word(&mut self, name: &str) -> Option<Word> {
        let text = self.text(name)?;
        let word = Word::parse(&text);
        if word.is_none() {
            self.fault(name, format!("没有类型代字“{}”", short(&text)), "类型代字如 民初、刑终、执。");
        }
        word
    }

    /// A day.
    pub fn day(&mut self, name: &str) -> Option<Day> {
        let text = self.text(name)?;
        let day = day_of(name, Some(&text));
        self.read(name, day).flatten()
    }

    /// The pairs but for some names, for a reader of whole queries.
    pub fn others(&mut self, but: &[&str]) -> BTreeMap<String, String> {
        let others: BTreeMap<String, String> = self
            .pairs
            .iter()
            .filter(|(name, value)| !but.contains(&name.as_str()) && !value.trim().is_empty())
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        self.asked.extend(others.keys().cloned());
        others
    }

    /// All faults so far, and every name that was never asked for.
    pub fn done(mut self) -> Result<(), Problem> {
        let unknown: Vec<String> = self.pairs.keys().filter(|name| !self.asked.contains(name)).cloned().collect();
        for name in unknown {
            self.fault(&name, format!("没有名为“{}”的参数", short(&name)), "可用的参数见 /api。");
        }
        if self.faults.is_empty() { Ok(()) } else { Err(Problem::unclear(self.faults)) }
    }
}

/// A court in a path.
pub fn court_in_path(code: &str) -> Result<&'static Court, Problem> {
    crate::address::court_of(code).map_err(Problem::from)
}

/// The code of a court.
pub fn code_of(id: CourtId) -> &'static str {
    court::court(id).map_or("", |court| court.code)
}

/// The text whose hash is an entry's leaf; empty for one of a case that is not open.
pub fn text_of(entry: &Entry) -> String {
    if entry.actor == WITHHELD {
        return String::new();
    }
    let mut text = Vec::new();
    docket::entry::preimage(entry, code_of(entry.court), &mut text);
    String::from_utf8_lossy(&text).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(pairs: &[(&str, &str)]) -> Ask {
        Ask::of(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn all_faults_are_told_at_once() {
        let long = "长".repeat(10_000);
        let mut ask =
            ask(&[("court", "京01"), ("limit", "0"), ("from", "2020-02-30"), ("x", "1"), ("q", &long), ("limit", "9")]);
        ask.court("court");
        ask.limit(500);
        ask.day("from");
        let year = ask.whole("year", 1..=9);
        ask.needed("year", year);
        let problem = serde_json::to_value(ask.done().unwrap_err()).unwrap();
        let names: Vec<&str> =
            problem["faults"].as_array().unwrap().iter().map(|fault| fault["parameter"].as_str().unwrap()).collect();
        assert_eq!(names, ["q", "limit", "court", "from", "year", "x"]);
        assert!(problem["detail"].as_str().unwrap().len() < 2_000);
    }

    #[test]
    fn what_is_asked_properly_has_no_fault() {
        let mut ask = ask(&[("court", "辽0102"), ("limit", "500"), ("from", "2020-02-29"), ("word", "")]);
        assert_eq!(ask.court("court").unwrap().id, CourtId(3));
        assert_eq!(ask.limit(500), 500);
        assert!(ask.day("from").is_some() && ask.text("word").is_none());
        assert!(ask.done().is_ok());
    }
}
