//! A year brought forward from any prefix of the logs to any later one, in any steps, is that year read anew.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test may fail loudly")]

mod made;

use std::borrow::Cow;
use std::path::Path;

use docket::entry::Draft;
use docket::key::CourtKey;
use docket::store::{Beside, CourtRow, Decision, Docket, KeyRing, Place, Posting, StoreError};
use law::day::{Day, Moment};
use law::ids::{CourtId, Stream};
use made::{Draw, random};
use proptest::prelude::*;
use stats::{By, Convention, Following, Period, Scope};

const COURTS: u16 = 4;

struct Keys;

impl KeyRing for Keys {
    fn key(&self, court: CourtId) -> Option<CourtKey> {
        Some(CourtKey::from_seed(&court.0.to_be_bytes()))
    }
}

fn period() -> Period {
    Period::new(2020, Convention::Natural).unwrap()
}

async fn new_docket(folder: &Path) -> Docket {
    let docket = Docket::open(&format!("sqlite://{}", folder.join("docket.db").display())).await.unwrap();
    let row = |n: u16| CourtRow {
        court: CourtId(n),
        code: law::court::court(CourtId(n)).unwrap().code.to_owned(),
        name: format!("第{n}法院"),
        public_key: Keys.key(CourtId(n)).unwrap().public().to_bytes().to_vec(),
    };
    docket.register(&(1..=COURTS).map(row).collect::<Vec<_>>()).await.unwrap();
    docket
}

/// A writer of acts whose facts are made at random: what the figures make of them is asked here, not what the law does.
struct Writer {
    docket: Docket,
    draw: Draw,
    matters: Vec<(CourtId, Stream, i32)>,
    /// Acts so far; each is recorded a minute after the one before.
    acts: i64,
}

impl Writer {
    /// An act of a court itself, a new matter, or one more act upon a matter. It may be dated long before it is written.
    async fn write(&mut self) {
        let back = if self.draw.one_in(9) { self.draw.below(420) } else { self.draw.below(20) };
        let day = Day::new(2020, 12, 28).unwrap().plus(-i32::try_from(back).unwrap());
        let at = day.at_minute(9 * 60 + i64::try_from(self.draw.below(400)).unwrap());
        let court = CourtId(1 + u16::try_from(self.draw.below(COURTS.into())).unwrap());
        let upon = usize::try_from(self.draw.below(1 + u64::try_from(self.matters.len()).unwrap() * 2)).unwrap();
        if self.draw.one_in(5) {
            let (kind, body) = if self.draw.one_in(2) {
                ("office.liaison_held.v1", format!(r#"{{"participants":{}}}"#, self.draw.below(9)))
            } else {
                let bp = 9_000 + self.draw.below(900);
                let body = format!(r#"{{"figures":{{"caseload.province.rate_bp":{bp}}},"source":"报告","year":2019}}"#);
                ("office.statement_imported.v1", body)
            };
            self.append(court, None, 0, at, (kind, body)).await;
            return;
        }
        let act = ("hearing.held.v1", r#"{"broadcast":true,"minutes":9,"online":true,"public":true,"recorded":true}"#);
        match self.matters.get(upon).copied() {
            Some((court, stream, version)) => {
                self.append(court, Some(stream), version, at, (act.0, act.1.to_owned())).await;
                self.matters[upon].2 += 1;
            }
            None => {
                let stream = self.append(court, None, 0, at, ("case.archived.v1", "{}".to_owned())).await;
                self.matters.push((court, stream, 1));
            }
        }
    }

    async fn append(
        &mut self,
        court: CourtId,
        stream: Option<Stream>,
        expected: i32,
        at: Moment,
        (kind, body): (&'static str, String),
    ) -> Stream {
        self.acts += 1;
        let recorded_at = Day::new(2020, 12, 29).unwrap().at_minute(self.acts);
        let posting =
            Posting { court, stream, expected, number: None, at: recorded_at, loads: None, beside: Beside::default() };
        let draw = &mut self.draw;
        let decide = |place: Place| {
            let of_court = kind.starts_with("office.");
            let draft = Draft {
                stream: None,
                version: expected + 1,
                kind: Cow::Borrowed(kind),
                occurred_at: at,
                recorded_at,
                actor: Cow::Borrowed("clerk:7"),
                on_behalf_of: None,
                body: body.clone(),
            };
            let mut facts = random(draw, court.0, place.stream.0);
            facts.version = expected + 1;
            // numbers are the store's concern, and unique there
            (facts.year, facts.serial) = (None, None);
            Ok(Decision {
                drafts: vec![draft],
                facts: (!of_court).then_some(facts),
                field_key: None,
                sittings: Vec::new(),
            })
        };
        let posted = self.docket.append::<StoreError, _>(&posting, &Keys, decide).await.unwrap();
        posted.entries[0].stream
    }
}

/// The year that was brought forward and the same read anew, in a folder where nothing was kept.
async fn same(docket: &Docket, brought: &Following) -> Result<(), TestCaseError> {
    let fresh = tempfile::tempdir().unwrap();
    let anew = Following::open(docket, fresh.path(), period()).await.unwrap();
    prop_assert_eq!(brought.entries(), anew.entries());
    prop_assert_eq!(brought.as_of(), anew.as_of());
    let (brought, anew) = (brought.stats().unwrap(), anew.stats().unwrap());
    prop_assert_eq!(brought.books(), anew.books());
    prop_assert_eq!(brought.rows(), anew.rows());
    for by in [By::Province, By::CourtMonth, By::Judge] {
        let scope = Scope::default();
        prop_assert_eq!(brought.compute(by, &scope).await.unwrap(), anew.compute(by, &scope).await.unwrap());
    }
    let told = |days: Vec<stats::DayCount>| -> Vec<_> {
        days.iter().map(|day| (day.day, day.accepted, day.closed, day.entries)).collect()
    };
    prop_assert_eq!(told(brought.lately().await.unwrap()), told(anew.lately().await.unwrap()));
    Ok(())
}

async fn brought_forward(seed: u64, first: usize, steps: &[usize]) -> Result<(), TestCaseError> {
    let folder = tempfile::tempdir().unwrap();
    let docket = new_docket(folder.path()).await;
    let mut writer = Writer { docket: docket.clone(), draw: Draw(seed), matters: Vec::new(), acts: 0 };
    for _ in 0..first {
        writer.write().await;
    }
    let mut following = Following::open(&docket, folder.path(), period()).await.unwrap();
    for step in steps {
        for _ in 0..*step {
            writer.write().await;
        }
        let newer = following.advance(&docket).await.unwrap();
        prop_assert_eq!(newer.is_some(), *step > 0, "there is something newer when something was written");
        following = newer.unwrap_or(following);
        same(&docket, &following).await?;
    }
    docket.close().await;
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 20, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_prefix_brought_forward_is_the_year_read_anew(
        seed: u64,
        first in 0_usize..60,
        steps in prop::collection::vec(prop_oneof![Just(0), Just(1), 2_usize..30], 1..5),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(brought_forward(seed, first, &steps))?;
    }
}
