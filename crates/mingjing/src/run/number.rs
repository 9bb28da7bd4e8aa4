//! `mingjing case-number`: reads a case number in any writing.

use law::case_number::{self, Parsed};

use crate::args::{CaseNumberAction, Global};
use crate::output;
use crate::run::Failure;

/// Parses and explains a number.
pub fn number(global: &Global, action: &CaseNumberAction) -> Result<(), Failure> {
    let CaseNumberAction::Parse { text } = action;
    let parsed = case_number::parse(text).map_err(|e| Failure::Input(format!("{e}\n{}", mark(text, e.at))))?;
    let value = match &parsed {
        Parsed::Case(number) => {
            let court = law::court::court(number.court);
            serde_json::json!({
                "kind": "case", "number": number.to_string(), "year": number.year, "word": number.word.as_str(),
                "serial": number.serial, "court": court.map(|court| court.name), "code": court.map(|court| court.code),
            })
        }
        Parsed::Elsewhere(reference) => serde_json::json!({ "kind": "elsewhere", "number": reference.to_string() }),
        Parsed::Legacy(legacy) => serde_json::json!({ "kind": "legacy", "number": legacy.to_string() }),
    };
    if global.json {
        output::result(&value.to_string());
        return Ok(());
    }
    let line = |key: &str, name: &str| {
        let found = value.get(key)?;
        Some(format!("{name}：{}\n", found.as_str().map_or_else(|| found.to_string(), ToOwned::to_owned)))
    };
    let names = [
        ("number", "案号"),
        ("court", "法院"),
        ("code", "代字"),
        ("year", "收案年度"),
        ("word", "类型代字"),
        ("serial", "编号"),
    ];
    output::result(&names.iter().filter_map(|(key, name)| line(key, name)).collect::<String>());
    Ok(())
}

/// The text with a mark under the character that is wrong.
fn mark(text: &str, at: usize) -> String {
    let width = |c: char| if c.is_ascii() { 1 } else { 2 };
    let before: usize = text.chars().take(at).map(width).sum();
    format!("{text}\n{}^", " ".repeat(before))
}
