//! Receipts of a log, whole and with one part altered.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // a test may panic

use docket::entry::{Draft, Entry};
use docket::key::CourtKey;
use docket::proof::{self, Prefetched};
use docket::receipt::{ConsistencyReceipt, QR_BYTES, Receipt, ReceiptFault, check, check_consistency, check_with_key};
use docket::sealer::Sealer;
use docket::tree::Tree;
use law::day::Moment;
use law::ids::CourtId;

const CODE: &str = "辽0102";
const NAME: &str = "沈阳市和平区人民法院";

struct Log {
    sealer: Sealer,
    stored: Prefetched,
    entries: Vec<Entry>,
}

fn log(size: i64) -> Log {
    let key = CourtKey::from_seed(b"a court");
    let sealer = Sealer::new(CODE, Tree::new(CourtId(5)), key);
    let mut log = Log { sealer, stored: Prefetched::default(), entries: Vec::new() };
    (0..size).for_each(|n| log.seal(format!(r#"{{"n":{n},"party":"原告\"甲\""}}"#)));
    log
}

impl Log {
    fn seal(&mut self, body: String) {
        let entry = self.sealer.seal(Draft {
            stream: None,
            version: 1,
            kind: "case.filed.v1".into(),
            occurred_at: Moment(1_577_840_400_000),
            recorded_at: Moment(1_577_840_460_000),
            actor: "litigant".into(),
            on_behalf_of: Some("律师乙".into()),
            body,
        });
        self.stored.insert(0, entry.position - 1, entry.leaf);
        for node in self.sealer.take_nodes() {
            self.stored.insert(node.level, node.idx, node.hash);
        }
        self.entries.push(entry);
    }

    fn receipt(&self, place: usize) -> Receipt {
        let entry = &self.entries[place];
        let size = self.sealer.size();
        let proof = proof::inclusion(entry.position - 1, size, &self.stored).unwrap().unwrap();
        let head = self.sealer.head(Moment(1_577_850_000_000)).unwrap();
        Receipt::new(entry, CODE, NAME, proof, &head, self.sealer.key().public())
    }
}

#[test]
fn a_receipt_checks_in_both_its_forms() {
    let log = log(200);
    for place in [0, 63, 64, 150, 199] {
        let receipt = log.receipt(place);
        let checked = check(&receipt).unwrap();
        assert_eq!(checked.entry.position, log.entries[place].position);
        assert_eq!(checked.entry.body["party"], "原告\"甲\"");
        assert_eq!((checked.size, checked.court_code.as_str()), (200, CODE));
        assert_eq!(Receipt::read(&receipt.to_json()).unwrap(), receipt);
        assert_eq!(Receipt::read(&receipt.to_compact().unwrap()).unwrap(), receipt);
        assert!(check_with_key(&receipt, log.sealer.key().public()).is_ok());
    }
}

/// Alters one part of a receipt.
type Alteration<'a> = &'a dyn Fn(&mut Receipt);

#[test]
fn every_altered_part_is_named() {
    let log = log(100);
    let whole = log.receipt(41);
    let other = CourtKey::from_seed(b"another court");
    let alter = |change: Alteration<'_>| {
        let mut receipt = whole.clone();
        change(&mut receipt);
        check(&receipt).unwrap_err()
    };
    let cases: [(ReceiptFault, Alteration<'_>); 11] = [
        (ReceiptFault::Entry, &|r| r.entry.push(' ')),
        (ReceiptFault::Entry, &|r| r.entry = "{}".into()),
        (ReceiptFault::Court, &|r| r.court_code = "辽0103".into()),
        (ReceiptFault::Position, &|r| r.proof.index += 1),
        (ReceiptFault::Position, &|r| r.proof.index = i64::MAX),
        (ReceiptFault::Size, &|r| r.head.size += 1),
        (ReceiptFault::Path, &|r| r.entry = r.entry.replace("\"n\":41", "\"n\":42")),
        (ReceiptFault::Path, &|r| r.proof.path[2][0] ^= 1),
        (ReceiptFault::Key, &|r| r.public_key = [9; 33]),
        (ReceiptFault::Signature, &|r| r.public_key = other.public().to_bytes()),
        (ReceiptFault::Signature, &|r| r.head.signed_at.0 -= 86_400_000),
    ];
    for (number, (fault, change)) in cases.into_iter().enumerate() {
        assert_eq!(alter(change), fault, "case {number}");
    }
    assert_eq!(check_with_key(&whole, other.public()).unwrap_err(), ReceiptFault::ForeignKey);
}

#[test]
fn what_is_no_receipt_is_refused_in_words() {
    let whole = log(3).receipt(1);
    let newer = whole.to_json().replace("receipt.v1", "receipt.v2");
    let more = whole.to_json().replacen("\"court\"", "\"verdict\": 1, \"court\"", 1);
    let coded = whole.to_compact().unwrap();
    let cut = &coded[..coded.len() - 9];
    for text in ["", "{}", "MJR1.", "MJR1.%%", newer.as_str(), more.as_str(), cut] {
        assert_eq!(Receipt::read(text).unwrap_err(), ReceiptFault::Form, "{text}");
    }
    assert_eq!(ReceiptFault::Form.to_string(), "这不是回执，或者是更新版本的回执");
    assert_eq!(ReceiptFault::Form.code(), "receipt.form");
}

#[test]
fn a_receipt_of_a_great_log_fits_a_qr_code() {
    let mut log = log(1);
    log.seal(format!(r#"{{"facts":"{}"}}"#, "x".repeat(488)));
    let mut receipt = log.receipt(1);
    receipt.proof.path = vec![[7; 32]; 23];
    let length = receipt.to_compact().unwrap().len();
    assert!((1_800..2_300).contains(&length), "{length}");
    receipt.entry.push_str(&" ".repeat(QR_BYTES));
    assert_eq!(receipt.to_compact(), None);
}

#[test]
fn a_log_that_grew_proves_it_and_a_rewritten_one_cannot() {
    let (earlier, later) = (log(70), log(130));
    let proof = proof::consistency(70, 130, &later.stored).unwrap().unwrap();
    let whole = ConsistencyReceipt {
        court_code: CODE.into(),
        court_name: NAME.into(),
        from: (&earlier.sealer.head(Moment(1)).unwrap()).into(),
        to: (&later.sealer.head(Moment(2)).unwrap()).into(),
        path: proof.path,
        public_key: later.sealer.key().public().to_bytes(),
    };
    assert_eq!(&check_consistency(&whole).unwrap(), later.sealer.key().public());
    assert_eq!(ConsistencyReceipt::read(&whole.to_json()).unwrap(), whole);
    assert_eq!(ConsistencyReceipt::read("{}").unwrap_err(), ReceiptFault::Form);

    let mut rewritten = log(69);
    rewritten.seal(r#"{"n":"backdated"}"#.into());
    let from = (&rewritten.sealer.head(Moment(1)).unwrap()).into();
    let forged = ConsistencyReceipt { from, ..whole.clone() };
    assert_eq!(check_consistency(&forged).unwrap_err(), ReceiptFault::Rewritten);
    let mut unsigned = whole.clone();
    unsigned.to.size += 1;
    assert_eq!(check_consistency(&unsigned).unwrap_err(), ReceiptFault::Signature);
    let keyless = ConsistencyReceipt { public_key: [0; 33], ..whole };
    assert_eq!(check_consistency(&keyless).unwrap_err(), ReceiptFault::Key);
}
