//! What stands under the title of a law and of each of its articles: its kind and issuer, whether and when it was in force.

use frame::format::day_text;
use search::statutes::corpus::{Corpus, LawPlace};
use search::statutes::law::Status;

/// The facts of a wording.
pub struct Head {
    pub kind: &'static str,
    pub issuer: String,
    pub status: &'static str,
    pub in_force: bool,
    /// Its first day; empty where it is not known.
    pub since: String,
    /// The first day on which it was so no longer; empty where there is none.
    pub until: String,
}

impl Head {
    /// The facts of the wording at a place.
    pub fn of(corpus: &Corpus, place: LawPlace) -> Option<Head> {
        let law = corpus.law(place)?;
        Some(Head {
            kind: law.kind.word(),
            issuer: law.issuer.clone(),
            status: law.status.word(),
            in_force: law.status == Status::InForce,
            since: law.since().map(day_text).unwrap_or_default(),
            until: corpus.until(place).map(day_text).unwrap_or_default(),
        })
    }
}
