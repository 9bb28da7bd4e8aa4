//! Something found in the folded text that must go; its way into an edit of the original.

use crate::edit::{Class, Edit, Rule};
use crate::fold::Folded;

/// Six crosses: what stands for a number whose length would tell (O-042).
pub(crate) const SIX: &str = "××××××";

/// A stretch of the folded text that must go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Find {
    pub start: usize,
    pub end: usize,
    pub class: Class,
    pub rule: Rule,
    pub replacement: String,
    pub confidence: u8,
}

impl Find {
    pub(crate) fn new(start: usize, end: usize, class: Class, replacement: &str, confidence: u8) -> Self {
        Find { start, end, class, rule: Rule::O040, replacement: replacement.to_owned(), confidence }
    }

    /// A phrase of the party block, deleted with its label and one separator.
    pub(crate) fn deletion(start: usize, end: usize, class: Class, confidence: u8) -> Self {
        Find { start, end, class, rule: Rule::O042, replacement: String::new(), confidence }
    }

    pub(crate) fn edit(&self, folded: &Folded<'_>) -> Edit {
        let (start, end) = folded.span(self.start, self.end);
        Edit {
            start,
            end,
            class: self.class,
            rule: self.rule,
            replacement: self.replacement.clone(),
            confidence: self.confidence,
        }
    }
}

/// As many crosses as characters go, six at most (O-042).
pub(crate) fn crosses(phrase: &str) -> String {
    "×".repeat(phrase.chars().count().clamp(1, 6))
}

/// The bytes from a label's first to where the number begins, if one of the labels stands right before it.
pub(crate) fn label_before(back: &str, labels: &[&str]) -> Option<usize> {
    let rest = back.trim_end_matches([
        '：', ':', '为', '是', '系', '即', '号', '码', '（', '(', '“', '"', '\'', '「', '.', '。', '#',
    ]);
    let label = labels.iter().filter(|label| rest.ends_with(**label)).max_by_key(|label| label.len())?;
    Some(back.len() - rest.len() + label.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn o_042_labels_stand_before_their_numbers() {
        assert_eq!(label_before("告，身份证号码：", &["身份", "身份证"]), Some("身份证号码：".len()));
        assert_eq!(label_before("合同编", &["身份证"]), None);
    }

    #[test]
    fn o_042_six_crosses_at_most() {
        assert_eq!(crosses("大明"), "××");
        assert_eq!(crosses("一二三四五六七八"), SIX);
    }
}
