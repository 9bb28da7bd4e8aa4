//! Rust source as `tidy` sees it: its words without comments and literals, its functions and its
//! test code. A reader, not a parser: right on formatted code that compiles.

/// A word or a sign of the code, with the line it stands on (from 1).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Token<'a> {
    /// A whole word, or one sign.
    pub text: &'a str,
    /// Its line, counted from 1.
    pub line: usize,
}

/// A function that has a body.
#[derive(PartialEq, Eq, Debug)]
pub struct Function {
    /// Its name.
    pub name: String,
    /// The line of `fn`.
    pub first: usize,
    /// The line of its closing brace.
    pub last: usize,
    /// Whether it is, or stands in, test code.
    pub test: bool,
}

/// What a file is made of.
#[derive(Default)]
pub struct Outline {
    /// Every function with a body, in the order in which they end.
    pub functions: Vec<Function>,
    /// First and last lines of test code.
    tests: Vec<(usize, usize)>,
}

impl Outline {
    /// Whether a line is test code.
    pub fn in_test(&self, line: usize) -> bool {
        self.tests.iter().any(|&(first, last)| (first..=last).contains(&line))
    }
}

/// The source with comments and literals blanked; offsets and lines stay where they were.
pub fn mask(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut rest = text;
    let mut before = ' ';
    while let Some(next) = rest.chars().next() {
        let blank = blank_length(rest, before);
        let (piece, after) = rest.split_at(blank.max(next.len_utf8()));
        if blank == 0 {
            masked.push(next);
        } else {
            for hidden in piece.chars() {
                let cover = if hidden == '\n' { "\n" } else { " " };
                masked.push_str(&cover.repeat(hidden.len_utf8()));
            }
        }
        before = if blank == 0 { next } else { ' ' };
        rest = after;
    }
    masked
}

/// How many bytes at the start of `rest` are a comment or a literal; 0 if it begins with code.
fn blank_length(rest: &str, before: char) -> usize {
    if rest.starts_with("//") {
        return rest.find('\n').unwrap_or(rest.len());
    }
    if rest.starts_with("/*") {
        return block_comment_length(rest);
    }
    if rest.starts_with('"') {
        return quoted_length(rest, '"');
    }
    if let Some(inside) = rest.strip_prefix('\'') {
        let mut chars = inside.chars();
        let escaped = chars.next() == Some('\\');
        // anything else is a lifetime
        return if escaped || chars.next() == Some('\'') { quoted_length(rest, '\'') } else { 0 };
    }
    if is_word(before) { 0 } else { raw_string_length(rest) }
}

fn block_comment_length(rest: &str) -> usize {
    let mut depth = 0_usize;
    for (at, _) in rest.char_indices() {
        let here = rest.get(at..).unwrap_or("");
        if here.starts_with("/*") {
            depth += 1;
        }
        if here.starts_with("*/") {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return at + 2;
            }
        }
    }
    rest.len()
}

fn quoted_length(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, next) in rest.char_indices().skip(1) {
        if !escaped && next == quote {
            return at + 1;
        }
        escaped = !escaped && next == '\\';
    }
    rest.len()
}

/// The length of `r"…"`, `r#"…"#`, `br"…"` and so on; 0 if there is none here.
fn raw_string_length(rest: &str) -> usize {
    let Some(prefix) = ["r", "br", "cr"]
        .into_iter()
        .find(|prefix| rest.strip_prefix(prefix).is_some_and(|after| after.trim_start_matches('#').starts_with('"')))
    else {
        return 0;
    };
    let after = rest.get(prefix.len()..).unwrap_or("");
    let hashes = after.len() - after.trim_start_matches('#').len();
    let opening = prefix.len() + hashes + 1;
    let closing = format!("\"{}", "#".repeat(hashes));
    let body = rest.get(opening..).unwrap_or("");
    body.find(&closing).map_or(rest.len(), |at| opening + at + closing.len())
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// The words and signs of masked source.
pub fn tokens(masked: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    for (number, line) in masked.lines().enumerate() {
        let mut rest = line.trim_start();
        while let Some(next) = rest.chars().next() {
            let end = if is_word(next) { rest.find(|c| !is_word(c)).unwrap_or(rest.len()) } else { next.len_utf8() };
            let (text, after) = rest.split_at(end);
            tokens.push(Token { text, line: number + 1 });
            rest = after.trim_start();
        }
    }
    tokens
}

/// What an opening bracket belongs to.
struct Open {
    /// The function whose body it is.
    function: Option<(String, usize)>,
    /// Whether it opens test code.
    test: bool,
    line: usize,
}

/// The functions and the test code of a file.
pub fn outline(tokens: &[Token<'_>]) -> Outline {
    let mut outline = Outline::default();
    let mut open: Vec<Open> = Vec::new();
    // a function named, its body not yet seen, and how deep it was named
    let mut named: Option<(String, usize, usize)> = None;
    let mut marked = false;
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let next = tokens.get(at + 1).map_or("", |token| token.text);
        match token.text {
            "#" if next == "[" || next == "!" => {
                let (is_test, end) = attribute(tokens, at);
                if is_test && next == "!" {
                    outline.tests.push((1, usize::MAX));
                }
                marked |= is_test;
                at = end;
                continue;
            }
            "fn" if next.chars().next().is_some_and(is_word) => {
                named = Some((next.to_owned(), token.line, open.len()));
            }
            "(" | "[" => open.push(Open { function: None, test: false, line: token.line }),
            "{" => {
                let body = named.take_if(|(_, _, depth)| *depth == open.len());
                let function = body.map(|(name, first, _)| (name, first));
                open.push(Open { function, test: marked, line: token.line });
                marked = false;
            }
            ")" | "]" | "}" => {
                if let Some(closed) = open.pop() {
                    close(&mut outline, &open, closed, token.line);
                }
            }
            ";" => {
                named.take_if(|(_, _, depth)| *depth == open.len());
                marked = false;
            }
            _ => {}
        }
        at += 1;
    }
    outline
}

/// Notes down what a closing bracket ends.
fn close(outline: &mut Outline, open: &[Open], closed: Open, last: usize) {
    let inside = open.iter().any(|outer| outer.test) || outline.in_test(closed.line);
    if closed.test {
        let first = closed.function.as_ref().map_or(closed.line, |(_, first)| *first);
        outline.tests.push((first, last));
    }
    if let Some((name, first)) = closed.function {
        outline.functions.push(Function { name, first, last, test: closed.test || inside });
    }
}

/// Whether the attribute at `at` marks test code, and the place after it.
fn attribute(tokens: &[Token<'_>], at: usize) -> (bool, usize) {
    let mut depth = 0_usize;
    let mut words = Vec::new();
    let mut end = at + 1;
    while let Some(token) = tokens.get(end) {
        match token.text {
            "[" => depth += 1,
            "]" => depth = depth.saturating_sub(1),
            word if word.chars().next().is_some_and(is_word) => words.push(word),
            _ => {}
        }
        end += 1;
        if depth == 0 && token.text == "]" {
            break;
        }
    }
    let is_test = match words.as_slice() {
        ["cfg", rest @ ..] => rest.contains(&"test") && !rest.contains(&"not"),
        ["cfg_attr", ..] => false,
        ["test", ..] | [_, "test", ..] => true,
        _ => false,
    };
    (is_test, end)
}

#[cfg(test)]
mod tests {
    use super::{mask, outline, tokens};

    fn spans(text: &str) -> Vec<(String, usize, usize, bool)> {
        let masked = mask(text);
        let found = outline(&tokens(&masked)).functions;
        found.into_iter().map(|f| (f.name, f.first, f.last, f.test)).collect()
    }

    #[test]
    fn comments_and_literals_are_blank_and_lines_stay() {
        let text = "a // fn {\n/* { /* } */ { */ b \"}\\\"{\" '{' '\\'' c r#\"\"{\"# 'x 案\n";
        let masked = mask(text);
        assert_eq!(masked.len(), text.len());
        assert_eq!(masked.lines().count(), 2);
        let words: Vec<String> = tokens(&masked).iter().map(|t| t.text.to_owned()).collect();
        assert_eq!(words, ["a", "b", "c", "'", "x", "案"]);
    }

    #[test]
    fn a_word_that_ends_in_r_opens_no_raw_string() {
        let words = mask("for \"x\" var\"y\" r\"z\" b'{' br\"{\"");
        assert_eq!(words.split_whitespace().collect::<Vec<_>>(), ["for", "var", "b"]);
    }

    #[test]
    fn functions_are_measured_from_fn_to_brace() {
        let text = "/// doc\npub fn one(x: [u8; 3]) -> [u8; { 1 + 2 }]\nwhere\n    T: X,\n{\n    if x {}\n}\n\
                    trait T {\n    fn none(&self);\n    fn some(&self) {}\n}\ntype F = fn(u8) -> u8;\n";
        assert_eq!(spans(text), [("one".to_owned(), 2, 7, false), ("some".to_owned(), 10, 10, false)]);
    }

    #[test]
    fn test_code_is_known() {
        let text = "fn a() {}\n#[cfg(test)]\nmod tests {\n    fn b() {}\n}\n#[tokio::test]\nasync fn c() {\n}\n\
                    #[cfg(not(test))]\nfn d() {}\n#[cfg_attr(test, inline)]\nfn e() {}\n#[cfg(test)]\nuse x;\nfn f() {}\n";
        let found: Vec<(String, bool)> = spans(text).into_iter().map(|f| (f.0, f.3)).collect();
        let expected = [("a", false), ("b", true), ("c", true), ("d", false), ("e", false), ("f", false)];
        let expected: Vec<(String, bool)> = expected.into_iter().map(|(name, test)| (name.to_owned(), test)).collect();
        assert_eq!(found, expected);
        let masked = mask(text);
        let outline = outline(&tokens(&masked));
        assert!(outline.in_test(4) && outline.in_test(7) && !outline.in_test(1));
    }

    #[test]
    fn a_whole_file_can_be_test_code() {
        let text = "#![cfg(test)]\nfn a() {}\n";
        assert!(spans(text).first().unwrap().3);
    }

    #[test]
    fn this_very_file_is_read_right() {
        let found = spans(include_str!("source.rs"));
        let names: Vec<&str> = found.iter().filter(|f| !f.3).map(|f| f.0.as_str()).collect();
        assert_eq!(names.first(), Some(&"in_test"));
        assert_eq!(names.last(), Some(&"attribute"));
        assert_eq!(names.len(), 11);
    }
}
