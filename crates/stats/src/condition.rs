//! Conditions and expressions of the indicator file: sets are put in, every name is checked. Nothing else reaches the query.

use std::collections::BTreeMap;

/// Named conditions.
pub(crate) type Sets = BTreeMap<String, String>;

const WORDS: &[&str] = &["AND", "OR", "NOT", "IN", "IS", "NULL", "BETWEEN"];
const MARKS: &[&str] = &["<=", ">=", "<>", "=", "<", ">", "+", "-", "*", "(", ")", ","];
/// Sets may name sets, this deep.
const DEPTH: usize = 8;

/// Days that stand for the period asked for.
pub(crate) const PLACES: &[&str] = &["{from}", "{as_of}"];

/// Puts the sets in and checks every name; the error says what is wrong with the text.
pub(crate) fn expand(text: &str, sets: &Sets, columns: &[&str]) -> Result<String, String> {
    expand_within(text, sets, columns, DEPTH)
}

fn expand_within(text: &str, sets: &Sets, columns: &[&str], depth: usize) -> Result<String, String> {
    let mut out: Vec<String> = Vec::new();
    let mut open = 0_i32;
    for token in tokens(text)? {
        match token {
            "(" => open += 1,
            ")" => open -= 1,
            _ => {}
        }
        if open < 0 {
            return Err(format!("“{text}”的括号不配对"));
        }
        out.push(one(token, sets, columns, depth)?);
    }
    if open != 0 {
        return Err(format!("“{text}”的括号不配对"));
    }
    if out.is_empty() {
        return Err("条件为空".to_owned());
    }
    Ok(out.join(" "))
}

fn one(token: &str, sets: &Sets, columns: &[&str], depth: usize) -> Result<String, String> {
    let plain = MARKS.contains(&token) || WORDS.contains(&token) || PLACES.contains(&token) || columns.contains(&token);
    if plain || token.bytes().all(|b| b.is_ascii_digit()) {
        return Ok(token.to_owned());
    }
    let Some(meaning) = sets.get(token) else {
        return Err(format!("既没有“{token}”这个要素列，也没有这个集合"));
    };
    if depth == 0 {
        return Err(format!("集合“{token}”引用了它自己"));
    }
    Ok(format!("({})", expand_within(meaning, sets, columns, depth - 1)?))
}

fn tokens(text: &str) -> Result<Vec<&str>, String> {
    let mut rest = text.trim_start();
    let mut found = Vec::new();
    while !rest.is_empty() {
        let length = token_length(rest).ok_or_else(|| format!("“{text}”里有不认识的符号：{rest}"))?;
        let (token, after) = rest.split_at_checked(length).ok_or_else(|| format!("“{text}”无法读取"))?;
        found.push(token);
        rest = after.trim_start();
    }
    Ok(found)
}

fn token_length(rest: &str) -> Option<usize> {
    if let Some(mark) = MARKS.iter().chain(PLACES).find(|mark| rest.starts_with(**mark)) {
        return Some(mark.len());
    }
    let name = rest.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count();
    (name > 0).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sets(pairs: &[(&str, &str)]) -> Sets {
        pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
    }

    #[test]
    fn sets_are_put_in_with_brackets() {
        let sets = sets(&[("civil", "word BETWEEN 301 AND 333"), ("old", "civil OR NOT day<={as_of}")]);
        let out = expand("old AND day <> 3", &sets, &["word", "day"]).unwrap();
        assert_eq!(out, "((word BETWEEN 301 AND 333) OR NOT day <= {as_of}) AND day <> 3");
    }

    #[test]
    fn a_name_that_means_nothing_is_refused() {
        let sets = sets(&[("loop", "loop OR word = 1")]);
        for (text, says) in [
            ("wrod = 3", "wrod"),
            ("loop", "引用了它自己"),
            ("word = 'x'", "不认识的符号"),
            ("(word = 3", "括号"),
            ("word = 3)(", "括号"),
            ("word = 3; DROP", "不认识的符号"),
            ("", "条件为空"),
            ("word = {now}", "不认识的符号"),
        ] {
            assert!(expand(text, &sets, &["word"]).unwrap_err().contains(says), "{text}");
        }
    }
}
