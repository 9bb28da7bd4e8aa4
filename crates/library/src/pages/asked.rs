//! What an address asks of the laws, all that is wrong with it named at once.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use frame::fault::Fault;
use law::day::Day;
use search::statutes::Filters;
use search::statutes::law::{Kind, Status};
use serde::Deserialize;

/// Hits of a page.
pub const ROWS: usize = 20;
/// Hits that can be passed over at most.
const FURTHEST: usize = 10_000;

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
    /// Hits before the page.
    pub from: String,
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
    /// The filters, and how many hits come before the page.
    ///
    /// # Errors
    /// Everything that cannot be read.
    pub fn read(&self) -> Result<(Filters, usize), Fault> {
        let mut wrong = Vec::new();
        let mut no = |what: &str, instead: &str| wrong.push(Fault::unclear(what.to_owned(), instead.to_owned()));
        let kind = named(&self.kind, |word| Kind::ALL.iter().find(|(_, zh)| *zh == word).map(|(kind, _)| *kind));
        let status =
            named(&self.status, |word| Status::ALL.iter().find(|(_, zh)| *zh == word).map(|(status, _)| *status));
        let on = named(&self.on, Day::parse);
        let from = named(&self.from, |text| text.parse::<usize>().ok().filter(|from| *from <= FURTHEST));
        if kind.is_none() {
            no("没有这一种文件", "请从列出的种类里选。");
        }
        if status.is_none() {
            no("没有这一种时效", "请从列出的时效里选。");
        }
        if on.is_none() {
            no("日期不能读", "日期写作 2020-03-02。");
        }
        if from.is_none() {
            no("没有这一页", "请从上一页进入下一页。");
        }
        match (kind, status, on, from) {
            (Some(kind), Some(status), Some(on), Some(from)) => {
                let law = Some(self.law.trim().to_owned()).filter(|law| !law.is_empty());
                Ok((Filters { law, kind, status, on }, from.unwrap_or(0)))
            }
            _ => Err(Fault::all(wrong)),
        }
    }

    /// Its address with another place to begin at.
    pub fn at(&self, question: &str, from: usize) -> String {
        let mut address = format!("/laws?q={}", escaped(question));
        for (name, value) in [("law", &self.law), ("kind", &self.kind), ("status", &self.status), ("on", &self.on)] {
            if !value.trim().is_empty() {
                address.push_str(&format!("&{name}={}", escaped(value.trim())));
            }
        }
        if from > 0 {
            address.push_str(&format!("&from={from}"));
        }
        address
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
