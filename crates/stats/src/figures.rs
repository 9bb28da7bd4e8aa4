//! The counted figures of a year's work report, by dotted key. A figure without data is left out.

use std::collections::BTreeMap;

use law::court::Level;
use law::ids::CourtId;
use serde::{Serialize, Serializer};

use crate::compute::{Stats, Value};
use crate::error::StatsError;
use crate::filter::{By, FigureFilter, Scope};
use crate::rate;

/// A figure as the report prints it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FigureValue {
    /// A number of things.
    Count(i64),
    /// Hundredths of a per cent, or of a percentage point.
    Hundredths(i64),
    /// Tenths of a per cent.
    Tenths(i64),
}

impl FigureValue {
    /// As text, with the decimals of its kind.
    pub fn printed(self) -> String {
        match self {
            FigureValue::Count(n) => n.to_string(),
            FigureValue::Hundredths(n) => rate::printed(n),
            FigureValue::Tenths(n) => format!("{}{}.{}", if n < 0 { "-" } else { "" }, n.abs() / 10, n.abs() % 10),
        }
    }
}

impl Serialize for FigureValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match *self {
            FigureValue::Count(n) => serializer.serialize_i64(n),
            FigureValue::Hundredths(n) => serializer.serialize_f64(quotient(n, 100.0)),
            FigureValue::Tenths(n) => serializer.serialize_f64(quotient(n, 10.0)),
        }
    }
}

fn quotient(n: i64, by: f64) -> f64 {
    i32::try_from(n).map_or(f64::NAN, |n| f64::from(n) / by)
}

/// Figures by dotted key.
pub type Figures = BTreeMap<String, FigureValue>;

/// Counts of indicators: dotted key and id.
const COUNTS: &[(&str, &str)] = &[
    ("concluded_by_kind.criminal", "C-010"),
    ("concluded_by_kind.duty_crime_senior", "C-011"),
    ("concluded_by_kind.civil_livelihood", "C-012"),
    ("concluded_by_kind.property_rights_corrected", "C-013"),
    ("hearing_cloud.cases", "C-014"),
    ("openness.judgments_online", "O-001"),
    ("openness.trials_broadcast", "O-002"),
];

/// Rates of indicators: dotted key and id.
const RATES: &[(&str, &str)] = &[
    ("openness.process_disclosure", "I-102"),
    ("openness.effective_disclosure", "I-103"),
    ("enforcement.concluded_in_time_with_assets", "K1"),
    ("enforcement.terminated_compliant", "K2"),
    ("enforcement.petitions_resolved", "K3"),
    ("enforcement.concluded_overall", "K4"),
];

/// Counts of entries: dotted key, kind of entry, quantities instead of numbers.
const ENTRIES: &[(&str, &str, bool)] = &[
    ("liaison.witness_activities", "office.liaison_held.v1", false),
    ("liaison.participants", "office.liaison_held.v1", true),
    ("liaison.proposals", "office.proposal_answered.v1", false),
    ("other.business_environment_cases_published", "office.exemplar_published.v1", false),
];

impl Stats {
    /// The figures of the province's work report.
    pub async fn figures(&self) -> Result<Figures, StatsError> {
        Ok(self.figures_with_filters().await?.into_iter().map(|(key, (value, _))| (key, value)).collect())
    }

    /// The same, each with the filter that opens it, where it counts matters.
    pub async fn figures_with_filters(
        &self,
    ) -> Result<BTreeMap<String, (FigureValue, Option<FigureFilter>)>, StatsError> {
        let whole = self.compute(By::Province, &Scope::default()).await?;
        let courts = self.compute(By::Court, &Scope::default()).await?;
        Ok(self.figures_from(&whole, &courts))
    }

    /// The figures of the province's work report, from the indicators of the province and of its courts.
    pub(crate) fn figures_from(
        &self,
        whole: &[Value],
        courts: &[Value],
    ) -> BTreeMap<String, (FigureValue, Option<FigureFilter>)> {
        let mut out = BTreeMap::new();
        let with_cases = courts.iter().filter(|value| &*value.filter.indicator == "C-001" && value.num > 0).count();
        let cloud = courts.iter().filter(|value| &*value.filter.indicator == "C-014" && value.num > 0).count();
        for (key, n) in [("courts", with_cases), ("hearing_cloud.courts", cloud)] {
            if let (true, Ok(n)) = (n > 0, i64::try_from(n)) {
                out.insert(key.to_owned(), (FigureValue::Count(n), None));
            }
        }
        self.of_values(whole, &mut out);
        self.caseload("caseload.province", whole, &mut out);
        if let Some(high) = high_court() {
            let own: Vec<Value> = courts.iter().filter(|value| value.filter.court == Some(high)).cloned().collect();
            self.caseload("caseload.high_court", &own, &mut out);
        }
        for (key, kind, total) in ENTRIES {
            let n = self.books().entries(kind, *total, None, None);
            if n > 0 {
                out.insert((*key).to_owned(), (FigureValue::Count(n), None));
            }
        }
        out
    }

    /// The figures of one court's own work report, from its indicators.
    pub(crate) fn figures_of_court(&self, own: &[Value]) -> BTreeMap<String, (FigureValue, Option<FigureFilter>)> {
        let mut out = BTreeMap::new();
        self.of_values(own, &mut out);
        self.caseload("caseload.court", own, &mut out);
        out
    }

    fn of_values(&self, values: &[Value], out: &mut BTreeMap<String, (FigureValue, Option<FigureFilter>)>) {
        for (key, id) in COUNTS {
            if let Some(value) = find(values, id).filter(|value| value.num > 0) {
                out.insert((*key).to_owned(), (FigureValue::Count(value.num), Some(value.filter.clone())));
            }
        }
        for (key, id) in RATES {
            let found = find(values, id).and_then(|value| Some((value, value.hundredths()?)));
            if let Some((value, bp)) = found {
                out.insert((*key).to_owned(), (FigureValue::Hundredths(bp), Some(value.filter.clone())));
            }
        }
        if let Some(value) = find(values, "S-014")
            && let Some(share) = value.den.and_then(|den| rate::per_mille(value.num, den))
        {
            let filter = Some(value.filter.clone());
            out.insert("mediation.online_av_cases".to_owned(), (FigureValue::Count(value.num), filter.clone()));
            out.insert("mediation.share_of_mediated".to_owned(), (FigureValue::Tenths(share), filter));
        }
    }

    fn caseload(&self, under: &str, values: &[Value], out: &mut BTreeMap<String, (FigureValue, Option<FigureFilter>)>) {
        let mut add = |name: &str, figure: FigureValue, value: &Value| {
            out.insert(format!("{under}.{name}"), (figure, Some(value.filter.clone())));
        };
        for (name, id) in [("accepted", "C-001"), ("concluded", "C-003")] {
            if let Some(value) = find(values, id).filter(|value| value.num > 0) {
                add(name, FigureValue::Count(value.num), value);
            }
        }
        let found = find(values, "I-020").and_then(|value| Some((value, value.hundredths()?)));
        let Some((value, bp)) = found else { return };
        add("rate", FigureValue::Hundredths(bp), value);
        let former = self.books().statement(self.period().year.saturating_sub(1), &format!("{under}.rate_bp"));
        if let Some(change) = rate::points(Some(bp), former) {
            add("rate_change_points", FigureValue::Hundredths(change), value);
        }
    }
}

pub(crate) fn find<'a>(values: &'a [Value], id: &str) -> Option<&'a Value> {
    values.iter().find(|value| &*value.filter.indicator == id)
}

/// The high court of the register.
fn high_court() -> Option<CourtId> {
    law::court::courts().iter().find(|court| court.level == Level::High).map(|court| court.id)
}
