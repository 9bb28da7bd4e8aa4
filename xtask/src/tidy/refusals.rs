//! Every refusal that is declared is given somewhere in `law`, and some test is refused with it.

use std::collections::BTreeSet;

use super::{File, Finding, Tree};
use crate::source::{self, Token};

const DECLARATION: &str = "crates/law/src/life/refusal.rs";
const ENUM: &str = "RefusalCode";
/// The macro that declares the codes as `Variant = "code", "中文";`.
const LIST: &str = "refusals";

/// Finds refusal codes that are never given or never tested.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let Some(declaration) = tree.files.iter().find(|file| file.path == DECLARATION) else {
        return vec![Finding::whole(DECLARATION, format!("`{ENUM}` is declared here; no such file"))];
    };
    let masked = source::mask(&declaration.text);
    let tokens = source::tokens(&masked);
    let mut declared = listed(&tokens);
    if declared.is_empty() {
        declared = variants(&tokens);
    }
    if declared.is_empty() {
        return vec![Finding::whole(DECLARATION, format!("declares no `enum {ENUM}`"))];
    }
    let mut given = BTreeSet::new();
    let mut tested = BTreeSet::new();
    for file in tree.rust().filter(|file| file.path.starts_with("crates/law/")) {
        for (code, in_test) in codes_named(file) {
            if in_test {
                tested.insert(code);
            } else if file.path != DECLARATION {
                given.insert(code);
            }
        }
    }
    let mut findings = Vec::new();
    for (code, line) in declared {
        if !given.contains(&code) {
            findings.push(Finding::at(DECLARATION, line, format!("`{code}` is never given")));
        }
        if !tested.contains(&code) {
            findings.push(Finding::at(DECLARATION, line, format!("no test is refused with `{code}`")));
        }
    }
    findings
}

/// The variants of the declaring macro and their lines: the words before `=` inside `refusals! { … }`.
fn listed(tokens: &[Token<'_>]) -> Vec<(String, usize)> {
    let opens = |window: &[Token<'_>]| matches!(window, [name, bang, brace] if name.text == LIST && bang.text == "!" && brace.text == "{");
    let Some(start) = tokens.windows(3).position(opens) else { return Vec::new() };
    let inside = tokens.iter().skip(start + 3).take_while(|token| token.text != "}");
    let inside: Vec<&Token<'_>> = inside.collect();
    inside
        .windows(2)
        .filter_map(|pair| match pair {
            [name, equals] if equals.text == "=" => Some((name.text.to_owned(), name.line)),
            _ => None,
        })
        .collect()
}

/// The variants of the enum and the lines on which they stand.
fn variants(tokens: &[Token<'_>]) -> Vec<(String, usize)> {
    let is = |at: usize, text: &str| tokens.get(at).is_some_and(|token| token.text == text);
    let Some(start) = (0..tokens.len()).find(|&at| is(at, "enum") && is(at + 1, ENUM)) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut depth = 0_usize;
    let mut fresh = true;
    for token in tokens.iter().skip(start + 2) {
        match token.text {
            "{" | "(" | "[" => depth += 1,
            "}" | ")" | "]" => depth = depth.saturating_sub(1),
            "," if depth == 1 => fresh = true,
            name if depth == 1 && fresh && name.starts_with(char::is_alphabetic) => {
                found.push((name.to_owned(), token.line));
                fresh = false;
            }
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    found
}

/// The codes a file names as `RefusalCode::Name`, or by the short name it gives the enum, and whether in test code.
fn codes_named(file: &File) -> Vec<(String, bool)> {
    let masked = source::mask(&file.text);
    let tokens = source::tokens(&masked);
    let renamed = tokens.windows(3).find_map(|window| match window {
        [name, word, short] if name.text == ENUM && word.text == "as" => Some(short.text.to_owned()),
        _ => None,
    });
    let is_enum = |text: &str| text == ENUM || renamed.as_deref() == Some(text);
    let outline = source::outline(&tokens);
    tokens
        .windows(4)
        .filter_map(|window| match window {
            [name, one, two, code] if is_enum(name.text) && one.text == ":" && two.text == ":" => {
                let in_test = file.is_test() || outline.in_test(code.line);
                Some((code.text.to_owned(), in_test))
            }
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{DECLARATION, check};
    use crate::tidy::files::fixture::tree;

    const ENUM: &str = "//! x\npub enum RefusalCode {\n    /// 已结案\n    #[serde(rename = \"closed\")]\n    AlreadyClosed,\n    TooEarly { days: u8 },\n    NotYours,\n}\n\
                        impl RefusalCode { fn text(self) { match self { RefusalCode::NotYours => {} } } }\n";

    #[test]
    fn a_code_must_be_given_and_tested() {
        let rule = "//! x\nfn decide() { RefusalCode::AlreadyClosed; RefusalCode::TooEarly { days: 1 } }\n";
        let test = "#[cfg(test)]\nmod tests {\n    fn t() { RefusalCode::AlreadyClosed; }\n}\n";
        let rule = format!("{rule}{test}");
        let found = check(&tree(&[(DECLARATION, ENUM), ("crates/law/src/life/civil.rs", &rule)]));
        let told: Vec<(usize, &str)> = found.iter().map(|f| (f.line, f.what.as_str())).collect();
        let expected = [
            (6, "no test is refused with `TooEarly`"),
            (7, "`NotYours` is never given"),
            (7, "no test is refused with `NotYours`"),
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn all_in_order_is_silent() {
        let rule = "//! x\nfn decide() { RefusalCode::A }\n";
        let test = "//! x\nfn t() { RefusalCode::A }\n";
        let declaration = "//! x\npub enum RefusalCode { A }\n";
        let files = [(DECLARATION, declaration), ("crates/law/src/a.rs", rule), ("crates/law/tests/a.rs", test)];
        assert!(check(&tree(&files)).is_empty());
    }

    #[test]
    fn codes_may_be_listed_by_the_macro_and_named_short() {
        let declaration = "//! x\nrefusals! {\n    A = \"a\", \"甲\";\n    B = \"b\", \"乙\";\n}\n";
        let rule = "//! x\nuse super::refusal::{Objections, RefusalCode as R};\nfn decide() { R::A; }\n";
        let test = "//! x\nuse law::RefusalCode as R;\nfn t() { R::A; R::B }\n";
        let files = [(DECLARATION, declaration), ("crates/law/src/a.rs", rule), ("crates/law/tests/a.rs", test)];
        let found = check(&tree(&files));
        let told: Vec<(usize, &str)> = found.iter().map(|f| (f.line, f.what.as_str())).collect();
        assert_eq!(told, [(4, "`B` is never given")]);
    }

    #[test]
    fn a_missing_declaration_is_no_pass() {
        assert_eq!(check(&tree(&[("crates/law/src/a.rs", "//! x\n")])).len(), 1);
        assert_eq!(check(&tree(&[(DECLARATION, "//! x\n")])).len(), 1);
    }
}
