//! One box for everything: what is named alone is gone to, else all that it may mean is listed.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use law::case_number::{CaseNumber, Parsed, parse};

use crate::address::{self, short};
use crate::fault::Fault;
use crate::found::{self, Group, LONGEST};
use crate::shell::{Frame, Shell, render};
use crate::state::AppState;
use crate::visible::plain;

const HOW: &str = "案号写作 （2020）辽0102民初1234号，括号全角半角均可。";

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage {
    shell: Shell,
    asked: String,
    too_long: bool,
    understood: Option<String>,
    total: usize,
    more: bool,
    groups: Vec<Group>,
}

/// `/search?q=`.
pub async fn search(
    State(state): State<AppState>,
    frame: Frame,
    Query(query): Query<BTreeMap<String, String>>,
) -> Result<Response, Fault> {
    let text = plain(query.get("q").map_or("", |text| text.trim()));
    let found = found::find(state.source(), &text).await?;
    if let Some(hit) = found.only() {
        return Ok(Redirect::to(&encoded(&hit.href)).into_response());
    }
    let mut shell = frame.shell("查找");
    let too_long = text.chars().count() > LONGEST;
    shell.query = if too_long { short(&text) } else { text.clone() };
    let page = SearchPage {
        shell,
        asked: short(&text),
        too_long,
        more: found.more(),
        understood: found.understood,
        total: found.groups.iter().map(|group| group.total).sum(),
        groups: found.groups,
    };
    Ok(render(&page)?.into_response())
}

/// The number in a reader's text.
pub(crate) fn read(text: &str) -> Result<CaseNumber, Fault> {
    match parse(text) {
        Ok(Parsed::Case(number)) => Ok(number.of_case()),
        Ok(_) => Err(Fault::unclear(format!("“{}”不是辽宁法院的案号", short(text)), HOW)),
        Err(fault) => Err(Fault::unclear(format!("“{}”不是完整的案号：{fault}", short(text)), HOW)),
    }
}

/// An address for a header: a header holds ASCII only.
fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for c in path.chars() {
        if c.is_ascii() {
            out.push(c);
        } else {
            let one = c.to_string();
            out.push_str(address::query("", [("", one.as_str())]).trim_start_matches("?="));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_in_any_writing() {
        for text in ["（2020）辽0102民初1234号", "(2020)辽0102民初1234号"] {
            assert_eq!(read(text).unwrap().to_string(), "（2020）辽0102民初1234号", "{text}");
        }
    }

    #[test]
    fn what_is_no_number_is_answered_with_how_to_write_one() {
        for text in ["张三", "2020", "（2020）京01民初1号"] {
            let Err(Fault::Unclear { what, instead }) = read(text) else { panic!("{text}") };
            assert!(what.contains(text) && instead == HOW);
        }
    }

    #[test]
    fn a_redirect_is_ascii() {
        assert_eq!(encoded("/cases/辽0102/9"), "/cases/%E8%BE%BD0102/9");
        assert_eq!(encoded("/cases?court=%E8%BE%BD01&word=x"), "/cases?court=%E8%BE%BD01&word=x");
        assert_eq!(encoded("/glossary#树根"), "/glossary#%E6%A0%91%E6%A0%B9");
    }
}
