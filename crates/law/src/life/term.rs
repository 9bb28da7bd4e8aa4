//! Trial terms (审限): which rule a matter stands under and where the term ends. Numbers are data (`data/terms.toml`).

use std::sync::LazyLock;

use serde::Deserialize;

use super::codes::Procedure;
use super::track::{Branch, Stage, Track};
use crate::calendar::Calendar;
use crate::data;
use crate::day::Day;
use crate::period::{Period, Roll, Variant, excluded_days, raw_last_day, roll_day};

/// A trial term.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// Id of the rule, such as `D-100`.
    pub id: String,
    /// Chinese name of the procedure.
    pub name: String,
    /// Base term, from the day after docketing (SX00 8).
    pub base: Period,
    /// First extension.
    #[serde(default)]
    pub extension: Option<Period>,
    /// Second extension, by a higher court.
    #[serde(default)]
    pub again: Option<Period>,
    /// Days before the end by which an extension is asked for (deadlines §5).
    #[serde(default)]
    pub ask_before: i32,
    /// Months are counted as criminal procedure does (D-004).
    #[serde(default)]
    pub criminal: bool,
    /// First day of docketing it holds for.
    #[serde(default)]
    pub from: Option<Day>,
    /// Last day of docketing it holds for.
    #[serde(default)]
    pub until: Option<Day>,
    /// Statute.
    pub source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    term: Vec<Term>,
}

static TERMS: LazyLock<Vec<Term>> =
    LazyLock::new(|| data::sound("terms.toml", load(include_str!("../../../../data/terms.toml"))));

fn load(text: &str) -> Result<Vec<Term>, String> {
    toml::from_str::<File>(text).map(|file| file.term).map_err(|error| error.to_string())
}

/// All terms, in the order of the table.
pub fn terms() -> &'static [Term] {
    &TERMS
}

/// The term of a rule in force on a day of docketing.
pub fn term(id: &str, on: Day) -> Option<&'static Term> {
    TERMS.iter().find(|term| {
        term.id == id && term.from.is_none_or(|from| from <= on) && term.until.is_none_or(|until| on <= until)
    })
}

/// Where a trial term stands: its rule, its start and all that moves its end.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Clock {
    /// The rule; none when no term runs.
    pub term: Option<&'static Term>,
    /// Day it is counted from, itself not counted.
    pub start: Day,
    /// Segments that do not count (D-031, D-032).
    pub segments: Vec<(Day, Day)>,
    /// Extensions granted.
    pub extensions: u8,
    /// The accused is in custody: the end never rolls (D-006).
    pub custody: bool,
}

impl Clock {
    /// Days that do not count.
    pub fn excluded(&self) -> i32 {
        if self.segments.is_empty() { 0 } else { excluded_days(&self.segments, self.start) }
    }

    /// End of the base term with excluded days, and of the term with extensions (D-030, D-031).
    pub fn ends(&self, as_of: Day) -> Option<(Day, Day)> {
        let term = self.term?;
        let calendar = Calendar::embedded();
        let variant = if term.criminal { Variant::Criminal } else { Variant::Civil };
        let roll = if self.custody { Roll::Never } else { Roll::Legal };
        let raw = raw_last_day(self.start, term.base, variant, calendar, as_of).plus(self.excluded());
        let base = roll_day(raw, roll, calendar, as_of);
        let granted = [term.extension, term.again.or(term.extension)].into_iter().flatten();
        let last = granted
            .take(usize::from(self.extensions))
            .fold(raw, |end, more| raw_last_day(end, more, variant, calendar, as_of));
        Some((base, if self.extensions == 0 { base } else { roll_day(last, roll, calendar, as_of) }))
    }

    /// Extensions the rule allows in all.
    pub fn allowed(&self) -> u8 {
        self.term.map_or(0, |term| u8::from(term.extension.is_some()) + u8::from(term.again.is_some()))
    }
}

/// The rule of a track under a procedure. `basic` is the court's level, `panel` its composition.
pub fn rule(track: Track, procedure: Procedure, panel: u8, basic: bool) -> Option<&'static str> {
    use Procedure as P;
    Some(match (track.stage, track.branch) {
        (Stage::First, Branch::Criminal) => match procedure {
            P::FastTrack => "D-122",
            // above three years a summary case needs a panel (K18 216)
            P::Summary if panel > 1 => "D-121-2",
            P::Summary => "D-121",
            _ => "D-120",
        },
        (Stage::First, Branch::Administrative) if procedure == P::Summary => "D-131",
        (Stage::First, Branch::Administrative) => "D-130",
        (Stage::First, _) => match procedure {
            P::Summary => "D-101",
            P::SmallClaim => "D-102",
            _ => "D-100",
        },
        (Stage::Second, Branch::Criminal) => "D-124",
        (Stage::Second, Branch::Administrative) => "D-132",
        (Stage::Second, _) => "D-103",
        (Stage::Review, Branch::Criminal) => "D-125",
        (Stage::Review, Branch::Administrative) => "D-133",
        (Stage::Review, _) => "D-110",
        (Stage::Retrial, Branch::Criminal) => "D-126",
        (Stage::Retrial, _) if basic => "D-111-1",
        (Stage::Retrial, _) => "D-111-2",
        (Stage::OwnCompensation, _) => "D-140",
        (Stage::Committee, _) => "D-141",
        (Stage::Enforcement, _) => "D-160",
        (Stage::BankruptcyApplication, _) => "D-150",
        (Stage::Preservation, _) => "D-117",
        (Stage::Mediation, _) => "D-219",
        // the terms of judicial aid are working rules, 破 has none (D-143, D-151), a petition's is not a trial term
        (Stage::Aid | Stage::Bankruptcy | Stage::Petition, _) => return None,
    })
}
