//! What was changed and why: spans of the original, their class, rule and confidence; and what a person must look at.

use serde::{Deserialize, Serialize};

/// What a span is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// The name of somebody hidden.
    Name,
    /// Another name of somebody hidden (曾用名, 绰号).
    Alias,
    /// A surname with a form of address, or a given name alone.
    Title,
    /// A token that stood in the original already, such as 李某.
    Token,
    /// The name of a unit.
    Unit,
    /// A home address.
    Address,
    /// A number of an identity paper.
    Identity,
    /// A telephone number.
    Phone,
    /// Another contact: mail, WeChat, QQ.
    Contact,
    /// A bank account or card.
    Account,
    /// A vehicle's plate.
    Plate,
    /// The number of a certificate of movables or immovables.
    Certificate,
    /// A date of birth, or an age.
    Birth,
    /// Occupation, education, native place, work unit.
    Occupation,
    /// Health.
    Health,
    /// A trade secret.
    Secret,
    /// Private facts.
    Privacy,
    /// Measures of technical investigation.
    Investigation,
}

/// The rule an edit follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Rule {
    /// How a name is hidden.
    #[serde(rename = "O-030")]
    O030,
    /// How the text is searched for it.
    #[serde(rename = "O-032")]
    O032,
    /// Tokens of the original.
    #[serde(rename = "O-033")]
    O033,
    /// What else is deleted.
    #[serde(rename = "O-040")]
    O040,
    /// What is kept of a person, and so what is not.
    #[serde(rename = "O-041")]
    O041,
    /// Deletion by phrase in the party block.
    #[serde(rename = "O-042")]
    O042,
    /// Names of units and their representatives, practice of 2024.
    #[serde(rename = "P-2024")]
    P2024,
}

/// One change of the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// First byte in the original.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
    /// What the span is.
    pub class: Class,
    /// The rule.
    pub rule: Rule,
    /// What stands there now; empty where the phrase is deleted.
    pub replacement: String,
    /// How sure it is, in percent.
    pub confidence: u8,
}

/// Why a person must look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// A defendant who is also protected is shown (O-022).
    AccusedAndProtected,
    /// Somebody hidden would be shown in another role (O-022).
    HiddenAndShown,
    /// Somebody hidden and somebody shown have the same name.
    SameName,
    /// The name stands inside the name of a unit, which stays.
    InsideUnit,
    /// The name is also a word, and stands where a word may stand.
    CommonWord,
    /// The characters may belong to the words around them.
    WordBoundary,
    /// A form of address or a given name fits more than one person.
    Ambiguous,
    /// The number has the shape of an identity number but not its check digit.
    CheckDigit,
}

impl Reason {
    /// The reason in words.
    #[must_use]
    pub const fn zh(self) -> &'static str {
        match self {
            Reason::AccusedAndProtected => "既是被告人又受保护",
            Reason::HiddenAndShown => "既应隐名又应显名",
            Reason::SameName => "不同的人同名",
            Reason::InsideUnit => "姓名在单位名称里",
            Reason::CommonWord => "姓名也是常用词",
            Reason::WordBoundary => "可能是别的词的一部分",
            Reason::Ambiguous => "称呼不能确定是谁",
            Reason::CheckDigit => "号码的校验位不对",
        }
    }
}

/// Something a person must look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flag {
    /// First byte in the original; 0..0 where it concerns the whole document.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
    /// Why.
    pub reason: Reason,
}

/// Brings edits into order and takes out what lies under a longer one.
pub(crate) fn settle(mut edits: Vec<Edit>) -> Vec<Edit> {
    edits.sort_by(|a, b| a.start.cmp(&b.start).then(b.end.cmp(&a.end)));
    let mut settled: Vec<Edit> = Vec::with_capacity(edits.len());
    for mut edit in edits {
        let reached = settled.last().map_or(0, |last| last.end);
        if edit.end <= reached {
            continue;
        }
        // the rest of an edit that begins inside another goes with it
        if edit.start < reached {
            edit.start = reached;
            edit.replacement.clear();
        }
        if edit.start < edit.end {
            settled.push(edit);
        }
    }
    settled
}

/// The text with its edits applied; edits are in order and do not overlap.
#[must_use]
pub fn apply(text: &str, edits: &[Edit]) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        masked.push_str(text.get(at..edit.start).unwrap_or(""));
        masked.push_str(&edit.replacement);
        at = edit.end.max(at);
    }
    masked.push_str(text.get(at..).unwrap_or(""));
    masked
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(start: usize, end: usize, replacement: &str) -> Edit {
        Edit { start, end, class: Class::Name, rule: Rule::O030, replacement: replacement.into(), confidence: 99 }
    }

    #[test]
    fn o_042_a_longer_edit_takes_what_lies_under_it() {
        let edits = settle(vec![edit(2, 4, "b"), edit(1, 6, "a"), edit(5, 8, "c"), edit(9, 9, "d")]);
        let spans: Vec<_> = edits.iter().map(|edit| (edit.start, edit.end, edit.replacement.as_str())).collect();
        assert_eq!(spans, [(1, 6, "a"), (6, 8, "")]);
        assert_eq!(apply("0123456789", &edits), "0a89");
    }

    #[test]
    fn rules_are_written_as_they_are_cited() {
        assert_eq!(serde_json::to_string(&Rule::O040).unwrap(), "\"O-040\"");
    }
}
