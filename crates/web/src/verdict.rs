//! The verdict on a receipt: each thing that was checked, in words, whether it came from this site or not.
//! It asks no database; what the log says today is asked by the page.

use docket::receipt::{self, CheckedReceipt, ConsistencyReceipt, Receipt, ReceiptFault};

/// What was handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HandedIn {
    /// An entry's receipt.
    Entry(Box<Receipt>),
    /// A receipt of two heads.
    Heads(Box<ConsistencyReceipt>),
}

/// One thing that was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What it is about.
    pub what: &'static str,
    /// Whether it holds; none when an earlier one failed.
    pub holds: Option<bool>,
}

/// Steps of a receipt's check in their order, each by the code of the fault that ends it there, with its words.
pub const STEPS: [(&str, &str); 8] = [
    ("receipt.form", "文件是一份完整的回执"),
    ("receipt.entry", "记录原文是规范写法，没有多字少字"),
    ("receipt.court", "记录所载法院就是回执所载法院"),
    ("receipt.position", "记录在日志里的序号与包含证明一致"),
    ("receipt.size", "包含证明与树头说的是同样长的日志"),
    ("receipt.path", "由记录原文算出的 SM3 哈希，沿证明合并得到树头里的树根"),
    ("receipt.signature", "树头的 SM2 签名由回执所载公钥作出，签名有效"),
    ("receipt.rewritten", "后一个树头是前一个的延续，中间没有改写"),
];

/// Codes of the steps of each form of receipt, in order.
const ENTRY: [&str; 7] = [
    "receipt.form",
    "receipt.entry",
    "receipt.court",
    "receipt.position",
    "receipt.size",
    "receipt.path",
    "receipt.signature",
];
const HEADS: [&str; 3] = ["receipt.form", "receipt.signature", "receipt.rewritten"];

fn what(code: &str) -> &'static str {
    STEPS.iter().find(|(known, _)| *known == code).map_or("", |(_, what)| what)
}

/// The step at which a fault ends the check: a key that is none can have signed nothing.
const fn ends_at(fault: ReceiptFault) -> &'static str {
    match fault {
        ReceiptFault::Key => ReceiptFault::Signature.code(),
        other => other.code(),
    }
}

/// The steps with a fault at one of them, or with none.
fn steps(codes: &[&str], fault: Option<ReceiptFault>) -> Vec<Step> {
    let failed = fault.and_then(|fault| codes.iter().position(|code| *code == ends_at(fault)));
    let holds = |at: usize| match failed {
        Some(failed) if at == failed => Some(false),
        Some(failed) if at > failed => None,
        _ => Some(true),
    };
    codes.iter().enumerate().map(|(at, code)| Step { what: what(code), holds: holds(at) }).collect()
}

/// Reads a receipt of any form.
///
/// # Errors
/// The steps, failed at the first, when the text is none.
pub fn read(text: &str) -> Result<HandedIn, Vec<Step>> {
    if let Ok(receipt) = Receipt::read(text) {
        return Ok(HandedIn::Entry(Box::new(receipt)));
    }
    match ConsistencyReceipt::read(text.trim()) {
        Ok(receipt) => Ok(HandedIn::Heads(Box::new(receipt))),
        Err(fault) => Err(steps(&ENTRY, Some(fault))),
    }
}

/// Checks an entry's receipt.
pub fn of_entry(receipt: &Receipt) -> (Vec<Step>, Result<CheckedReceipt, ReceiptFault>) {
    let checked = receipt::check(receipt);
    (steps(&ENTRY, checked.as_ref().err().copied()), checked)
}

/// Checks a receipt of two heads.
pub fn of_heads(receipt: &ConsistencyReceipt) -> (Vec<Step>, Option<ReceiptFault>) {
    let fault = receipt::check_consistency(receipt).err();
    (steps(&HEADS, fault), fault)
}

/// The words of every step as JSON, for the check in the browser.
pub fn words() -> String {
    let words: serde_json::Map<String, serde_json::Value> =
        STEPS.iter().map(|(code, what)| ((*code).to_owned(), (*what).into())).collect();
    serde_json::Value::Object(words).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_ends_the_check_where_it_lies() {
        let shown = |fault| steps(&ENTRY, fault).iter().map(|step| step.holds).collect::<Vec<_>>();
        assert_eq!(shown(None), [Some(true); 7]);
        let path = shown(Some(ReceiptFault::Path));
        assert_eq!(path, [Some(true), Some(true), Some(true), Some(true), Some(true), Some(false), None]);
        assert_eq!(shown(Some(ReceiptFault::Key)), shown(Some(ReceiptFault::Signature)));
        assert_eq!(read("{}").unwrap_err().first().and_then(|step| step.holds), Some(false));
    }

    #[test]
    fn every_step_has_its_words() {
        for code in ENTRY.iter().chain(&HEADS) {
            assert!(!what(code).is_empty(), "{code}");
            assert!(words().contains(code));
        }
    }
}
