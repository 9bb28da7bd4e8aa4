//! What an address asks of the laws, all that is wrong with it named at once.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use frame::fault::Fault;
use frame::format::day_text;
use judgment::fold::Folded;
use law::day::Day;
use search::statutes::Filters;
use search::statutes::law::{Kind, Status};
use serde::Deserialize;

/// Hits of a page.
pub const ROWS: usize = 20;
/// Hits that can be passed over at most.
pub const FURTHEST: usize = 10_000;

/// The question and what narrows it, as they were written.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// The question.
    pub q: String,
    /// Title of a law.
    pub law: String,
    /// Kind.
    pub kind: String,
    /// Status.
    pub status: String,
    /// In force on this day.
    pub on: String,
    /// The day of a case, `facts.2020-03-02` or `filing.2020-03-02`.
    pub of: String,
    /// Hits before the page.
    pub from: String,
}

/// Where a case's day comes from (行为时、收到材料之日).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Origin {
    /// The facts happened on it; else it is the day the papers arrived, for want of the other.
    pub facts: bool,
    /// The day.
    pub day: Day,
}

/// The day the law is asked for, and the day of the case it is asked in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct When {
    /// In force on this day.
    pub on: Option<Day>,
    /// The case's own.
    pub of: Option<Origin>,
}

/// What the page says of the day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Which day is taken, and why.
    pub text: String,
    /// The way back to the case's own, where another is taken.
    pub back: Option<Day>,
}

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Asked, Fault> {
        axum::extract::Query::from_request_parts(parts, state)
            .await
            .map(|axum::extract::Query(asked)| asked)
            .map_err(|_| Fault::unclear("地址不能读", "请从查找页重新填写。"))
    }
}

impl Asked {
    /// The filters, the day, and how many hits come before the page.
    ///
    /// # Errors
    /// Everything that cannot be read.
    pub fn read(&self) -> Result<(Filters, When, usize), Fault> {
        let mut wrong = Vec::new();
        let mut no = |what: &str, instead: &str| wrong.push(Fault::unclear(what.to_owned(), instead.to_owned()));
        let kind = named(&self.kind, |word| Kind::ALL.iter().find(|(_, zh)| *zh == word).map(|(kind, _)| *kind));
        let status =
            named(&self.status, |word| Status::ALL.iter().find(|(_, zh)| *zh == word).map(|(status, _)| *status));
        let from = named(&self.from, |text| text.parse::<usize>().ok().filter(|from| *from <= FURTHEST));
        if kind.is_none() {
            no("没有这一种文件", "请从列出的种类里选。");
        }
        if status.is_none() {
            no("没有这一种时效", "请从列出的时效里选。");
        }
        if from.is_none() {
            no("没有这一页", "请从上一页进入下一页。");
        }
        let when = self.when().map_err(|fault| wrong.push(fault)).ok();
        match (kind, status, when, from) {
            (Some(kind), Some(status), Some(when), Some(from)) => {
                let law = Some(self.law.trim().to_owned()).filter(|law| !law.is_empty());
                Ok((Filters { law, kind, status, on: when.on }, when, from.unwrap_or(0)))
            }
            _ => Err(Fault::all(wrong)),
        }
    }

    /// The day alone.
    ///
    /// # Errors
    /// What of it cannot be read.
    pub fn when(&self) -> Result<When, Fault> {
        let mut wrong = Vec::new();
        let on = named(&self.on, day);
        let of = named(&self.of, origin);
        if on.is_none() {
            wrong.push(Fault::unclear("日期不能读", "日期写作 2020-03-02。"));
        }
        if of.is_none() {
            wrong.push(Fault::unclear("案件的日期不能读", "请从案件的页面重新进入。"));
        }
        match (on, of) {
            (Some(on), Some(of)) => Ok(When { on, of }),
            _ => Err(Fault::all(wrong)),
        }
    }

    /// Its address with another place to begin at.
    pub fn at(&self, question: &str, from: usize) -> String {
        let mut address = format!("/laws?q={}", escaped(question));
        let pairs =
            [("law", &self.law), ("kind", &self.kind), ("status", &self.status), ("on", &self.on), ("of", &self.of)];
        for (name, value) in pairs {
            if !value.trim().is_empty() {
                address.push_str(&format!("&{name}={}", escaped(value.trim())));
            }
        }
        if from > 0 {
            address.push_str(&format!("&from={from}"));
        }
        address
    }

    /// Its address with another day.
    pub fn on_day(&self, on: Day) -> String {
        Asked { on: on.to_string(), ..self.clone() }.at(self.q.trim(), 0)
    }
}

impl When {
    /// An address that asks for the same day.
    pub fn with(&self, address: &str) -> String {
        let on = self.on.map(|day| format!("on={day}"));
        let of = self.of.map(|of| format!("of={}.{}", if of.facts { "facts" } else { "filing" }, of.day));
        let asked: Vec<String> = on.into_iter().chain(of).collect();
        if asked.is_empty() {
            return address.to_owned();
        }
        let sign = if address.contains('?') { '&' } else { '?' };
        format!("{address}{sign}{}", asked.join("&"))
    }

    /// Which day is taken and why, for the reader; nothing where no day is asked for.
    pub fn told(&self) -> Option<Told> {
        let told = |text: String, back: Option<Day>| Some(Told { text, back });
        let Some(of) = self.of else {
            return told(format!("只查{}有效的法律。", day_text(self.on?)), None);
        };
        let own = day_text(of.day);
        match (self.on, of.facts) {
            (Some(on), true) if on == of.day => {
                told(format!("按本案事实发生的{own}有效的法律查找（行为时法）。日期不对的，请改“哪天有效”。"), None)
            }
            (Some(on), false) if on == of.day => told(
                format!(
                    "本案没有可用的事实发生日期，先按法院收到材料的{own}有效的法律查找。知道事情发生在哪一天的，请改“哪天有效”。"
                ),
                None,
            ),
            (Some(on), _) => told(format!("按{}有效的法律查找，本案的日期是{own}。", day_text(on)), Some(of.day)),
            (None, _) => told(format!("查找全部法律，不论哪一天有效；本案的日期是{own}。"), Some(of.day)),
        }
    }
}

/// Nothing for an empty word, what it says for a good one, none for a bad one.
#[allow(clippy::option_option, reason = "nothing asked, asked well, asked badly")]
fn named<T>(word: &str, read: impl Fn(&str) -> Option<T>) -> Option<Option<T>> {
    match word.trim() {
        "" => Some(None),
        word => read(word).map(Some),
    }
}

/// A day as people write it: 2020-03-02, 2020.3.2, 2020年3月2日.
fn day(text: &str) -> Option<Day> {
    let folded = Folded::new(text);
    let mut parts = folded.as_str().trim_end_matches('日').split(['-', '/', '.', '年', '月']);
    let mut next = |longest: usize| {
        let part = parts.next()?;
        let digits = (1..=longest).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse::<i16>().ok().filter(|_| digits)
    };
    let (year, month, day) = (next(4)?, next(2)?, next(2)?);
    let whole = parts.next().is_none() && year >= 1000;
    Day::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).filter(|_| whole)
}

fn origin(text: &str) -> Option<Origin> {
    let (from, on) = text.split_once('.')?;
    let facts = match from {
        "facts" => true,
        "filing" => false,
        _ => return None,
    };
    Some(Origin { facts, day: Day::parse(on)? })
}

/// A text as it stands in an address.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_as_people_write_it() {
        for text in ["2020-03-02", "2020.3.2", "2020/03/02", "2020年3月2日", "２０２０年３月２日"] {
            assert_eq!(day(text), Day::new(2020, 3, 2), "{text}");
        }
        for text in ["2020-02-30", "2020-13-01", "20-3-2", "2020-03", "2020-03-02-01", "昨天", "2020--3-2", "-2020-3-2"]
        {
            assert_eq!(day(text), None, "{text}");
        }
    }

    #[test]
    fn the_day_of_a_case_is_said_and_leads_back() {
        let when = |on: &str, of: &str| Asked { on: on.to_owned(), of: of.to_owned(), ..Asked::default() }.when();
        let told = |on: &str, of: &str| when(on, of).unwrap().told();
        assert_eq!(told("", ""), None);
        for (on, of, said, back) in [
            ("2020-03-02", "", "只查2020年3月2日有效", None),
            ("2020-03-02", "facts.2020-03-02", "事实发生的2020年3月2日", None),
            ("2020-03-02", "filing.2020-03-02", "收到材料的2020年3月2日", None),
            ("2021-03-02", "facts.2020-03-02", "本案的日期是2020年3月2日", Day::new(2020, 3, 2)),
            ("", "facts.2020-03-02", "不论哪一天有效", Day::new(2020, 3, 2)),
        ] {
            let told = told(on, of).unwrap();
            assert!(told.text.contains(said), "{}", told.text);
            assert_eq!(told.back, back);
        }
        for (on, of) in [("x", ""), ("", "facts.x"), ("", "elsewhere.2020-03-02"), ("9", "9")] {
            assert!(when(on, of).is_err(), "{on} {of}");
        }
        let both = when("2020-03-02", "facts.2019-01-05").unwrap();
        assert_eq!(both.with("/laws/a"), "/laws/a?on=2020-03-02&of=facts.2019-01-05");
        assert_eq!(both.with("/laws/a?from=9"), "/laws/a?from=9&on=2020-03-02&of=facts.2019-01-05");
        assert_eq!(When::default().with("/laws/a"), "/laws/a");
    }
}
