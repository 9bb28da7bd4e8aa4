//! A register with known persons, and randomness and moments that are the same on every run.

use docket::sealed::StreamKey;
use docket::store::Docket;
use law::day::{Day, Moment};
use law::identity::CitizenId;
use law::ids::CourtId;
use law::role::Role;
use people::account::{AccountId, Draft, Kind};
use people::session::Device;
use people::terms::Terms;
use people::{Draw, Fault, People, PostDraft};

/// Randomness from a seed: a counter hashed.
pub struct Seeded(pub u64);

impl Draw for Seeded {
    fn fill(&mut self, into: &mut [u8]) -> Result<(), Fault> {
        for chunk in into.chunks_mut(32) {
            self.0 += 1;
            let digest = docket::digest::sm3(&self.0.to_be_bytes());
            chunk.copy_from_slice(&digest[..chunk.len()]);
        }
        Ok(())
    }
}

/// The register with quick hashes.
pub async fn people(url: &str) -> People {
    let docket = Docket::open(url).await.unwrap();
    let mut terms = Terms::default();
    (terms.passwords.memory_kib, terms.passwords.passes) = (64, 1);
    People::with_terms(docket, StreamKey::from_seed(b"people"), terms)
}

/// 2021-06-01, nine o'clock, and so many ms.
pub fn at(ms: i64) -> Moment {
    Moment(today().at_minute(9 * 60).0 + ms)
}

pub fn today() -> Day {
    Day::new(2021, 6, 1).unwrap()
}

pub fn device(agent: &str) -> Device {
    Device { agent: agent.to_owned(), address: "203.0.113.7".parse().ok(), known: None }
}

/// A citizen's number that checks: born on a day, with three digits of one's own.
pub fn number(born: &str, serial: u16) -> String {
    let first = format!("210102{born}{serial:03}");
    let all = "0123456789X".chars().map(|check| format!("{first}{check}"));
    all.into_iter().find(|number| CitizenId::parse(number, Day::new(2030, 1, 1).unwrap()).is_ok()).unwrap()
}

pub fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

/// A grown litigant; `n` makes them another person.
pub fn litigant(n: u16) -> Draft {
    Draft { name: format!("张{n}"), phone: Some(phone(n)), id_number: Some(number("19900101", n)), ..Draft::default() }
}

pub fn phone(n: u16) -> String {
    format!("138{n:08}")
}

pub fn staff(login: &str) -> Draft {
    Draft { kind: Kind::Staff, name: format!("员{login}"), login: some(login), ..Draft::default() }
}

pub fn post(account: AccountId, role: Role, court: u16) -> PostDraft {
    PostDraft {
        account,
        role,
        court: CourtId(court),
        from: today().plus(-100),
        until: None,
        capacity_hundredths: 100,
        groups: vec!["civil".to_owned()],
    }
}

pub async fn make(people: &People, draft: &Draft) -> AccountId {
    people.create(draft, AccountId::SYSTEM, at(0)).await.unwrap()
}

/// Fields that were refused.
pub fn fields<T: std::fmt::Debug>(result: Result<T, Fault>) -> Vec<&'static str> {
    match result {
        Err(Fault::Refused(all)) => {
            assert!(all.iter().all(|fault| fault.sentence.ends_with('。')), "{all:?}");
            all.iter().map(|fault| fault.field).collect()
        }
        other => panic!("{other:?}"),
    }
}
