//! Search by case number, in any writing. It finds one case or says why it cannot.

use std::collections::BTreeMap;

use axum::extract::{Query, State};
use axum::response::Redirect;
use law::case_number::{CaseNumber, Parsed, parse};

use crate::address::{self, short};
use crate::fault::Fault;
use crate::state::AppState;

const HOW: &str = "案号写作 （2020）辽0102民初1234号，括号全角半角均可。";

/// `/search?q=`.
pub async fn search(
    State(state): State<AppState>,
    Query(query): Query<BTreeMap<String, String>>,
) -> Result<Redirect, Fault> {
    let text = query.get("q").map_or("", |text| text.trim());
    if text.is_empty() {
        return Err(Fault::unclear("没有输入案号", HOW));
    }
    let number = read(text)?;
    let found = state.source().find_number(&number).await?;
    match found {
        Some((court, stream)) => Ok(Redirect::to(&encoded(&address::case(court, stream)))),
        None => Err(Fault::NotFound(format!("没有案号为{number}的案件"))),
    }
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
    path.split('/').map(|part| address::query("", [("", part)]).replacen("?=", "", 1)).collect::<Vec<_>>().join("/")
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
    }
}
