//! A court's judges: what is open and closed under each, in order of their numbers. It ranks nobody.

use law::ids::CourtId;
use stats::{Convention, FigureFilter, NO_JUDGE, Part};

use crate::format::count;
use crate::source::{Judge, Judges};

/// A judge's line, or the whole court's.
pub struct JudgeRow {
    /// Who.
    pub name: String,
    /// Open at the end of the year.
    pub open: String,
    /// These cases.
    pub open_href: String,
    /// Closed in the year.
    pub closed: String,
    /// These cases.
    pub closed_href: String,
    /// Median days.
    pub days: String,
}

/// The lines of the judges, and of the court as a whole.
pub fn rows(year: u16, court: CourtId, judges: &Judges) -> (Vec<JudgeRow>, Option<JudgeRow>) {
    let line = |judge: &Judge, whole: bool| {
        let opens = |indicator: &str| {
            let filter = FigureFilter {
                indicator: indicator.into(),
                year: i16::try_from(year).unwrap_or(0),
                convention: Convention::Natural,
                court: Some(court),
                judge: (!whole).then_some(judge.id),
                ..FigureFilter::default()
            };
            format!("/cases?{}", filter.query(Part::Numerator))
        };
        JudgeRow {
            name: if judge.id == NO_JUDGE { "尚未分案".to_owned() } else { format!("{} 号", judge.id.0) },
            open: count(judge.open),
            open_href: opens("C-004"),
            closed: count(judge.closed),
            closed_href: opens("C-003"),
            days: judge.days.map_or_else(|| "—".to_owned(), days),
        }
    };
    let rows: Vec<JudgeRow> = judges.rows.iter().map(|judge| line(judge, false)).collect();
    let whole = (!rows.is_empty()).then(|| line(&judges.whole, true));
    (rows, whole)
}

/// Half days are told, whole ones have no decimals.
fn days(hundredths: i64) -> String {
    match hundredths % 100 {
        0 => count(hundredths / 100),
        _ => format!("{}.5", count(hundredths / 100)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use law::ids::JudgeId;

    #[test]
    fn every_judge_opens_and_so_does_what_nobody_has() {
        let judge = |id, days| Judge { id: JudgeId(id), open: 3, closed: 1_200, days };
        let judges = Judges { rows: vec![judge(17, Some(4_250)), judge(0, None)], whole: judge(0, Some(4_000)) };
        let (rows, whole) = rows(2020, CourtId(3), &judges);
        assert_eq!((rows[0].name.as_str(), rows[0].closed.as_str(), rows[0].days.as_str()), ("17 号", "1,200", "42.5"));
        assert_eq!(rows[0].open_href, "/cases?figure=C-004&part=num&year=2020&court=3&judge=17");
        assert_eq!((rows[1].name.as_str(), rows[1].days.as_str()), ("尚未分案", "—"));
        assert!(rows[1].closed_href.ends_with("&judge=0"));
        let whole = whole.unwrap();
        assert_eq!((whole.days.as_str(), whole.open_href.contains("judge")), ("40", false));
    }
}
