//! The monthly bulletin (审判质效通报): a month beside the one before and beside the year so far, against the reference
//! intervals. It names courts outside an interval in the order of the register; it never ranks.

use law::court::{self, Court};
use law::day::Day;
use stats::{By, Indicator, Interval, Kind, Part, Scope, Stats, StatsError, Value};

use crate::address;
use crate::chart::Month;
use crate::format::{percent, points, rate_bp};
use crate::interval::bounds;
use crate::pages::figure::days_of;

/// Intake, closings and stock.
const LOADS: [&str; 6] = ["C-002", "C-003", "C-001", "C-004", "I-020", "I-021"];
/// Quality, effect and time.
const QUALITY: [&str; 11] =
    ["I-031", "I-040", "I-050", "I-053", "I-060", "I-062", "I-065", "I-067", "I-069", "I-080", "I-085"];
/// What shows that figures were made and not earned.
const GUARDS: &str = "I-19";

/// Where a value lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Position {
    /// Within the interval.
    Inside,
    /// Below its lower bound.
    Below,
    /// Above its upper bound.
    Above,
}

impl Position {
    /// The position of a value; none of a value that is none.
    fn of(value: &Value, interval: Interval) -> Option<Position> {
        Some(Position::at(value.hundredths()?, (interval.low, interval.high)))
    }

    /// The position of a number between the ends that there are.
    pub fn at(n: i64, (low, high): (Option<i64>, Option<i64>)) -> Position {
        match (low, high) {
            (Some(low), _) if n < low => Position::Below,
            (_, Some(high)) if n > high => Position::Above,
            _ => Position::Inside,
        }
    }

    /// Whether it lies within.
    pub fn is_inside(self) -> bool {
        self == Position::Inside
    }

    /// A shape beside the word, so that neither colour nor reading alone tells them apart.
    pub const fn shape(self) -> &'static str {
        match self {
            Position::Inside => "●",
            Position::Below => "▽",
            Position::Above => "△",
        }
    }

    /// In words.
    pub const fn word(self) -> &'static str {
        match self {
            Position::Inside => "区间内",
            Position::Below => "低于区间",
            Position::Above => "高于区间",
        }
    }
}

/// An indicator's line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Id.
    pub id: String,
    /// Name with unit.
    pub name: String,
    /// This month.
    pub month: String,
    /// The month before.
    pub before: String,
    /// From that to this.
    pub change: String,
    /// From January to this month.
    pub to_date: String,
    /// What this month's value counts, listed.
    pub opens: Option<String>,
    /// What the month before counted.
    pub opens_before: Option<String>,
    /// What the value so far counts.
    pub opens_to_date: Option<String>,
}

/// An indicator that has a reference interval.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// Its line.
    pub line: Line,
    /// The interval in words.
    pub interval: String,
    /// Its bounds.
    pub bounds: (Option<i64>, Option<i64>),
    /// Where the province lies, from January to this month.
    pub position: Option<Position>,
    /// Courts that have a value.
    pub courts: usize,
    /// Courts outside, in the order of the register.
    pub outside: Vec<Outside>,
}

/// A court outside an interval.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outside {
    /// The court.
    pub court: &'static Court,
    /// Its value in hundredths.
    pub hundredths: i64,
    /// Its value as printed.
    pub value: String,
    /// 分子.
    pub num: i64,
    /// 分母.
    pub den: i64,
    /// What the numerator and the denominator count, listed.
    pub opens: [Option<String>; 2],
    /// Where it lies.
    pub position: Position,
}

/// A month's bulletin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bulletin {
    /// Year.
    pub year: i16,
    /// Month.
    pub month: u8,
    /// Last day counted.
    pub as_of: Day,
    /// New and closed of each month so far.
    pub months: Vec<Month>,
    /// Intake, closings, stock.
    pub loads: Vec<Line>,
    /// Indicators with an interval.
    pub judged: Vec<Judged>,
    /// Quality, effect and time.
    pub quality: Vec<Line>,
    /// What to read beside them (反管理).
    pub guards: Vec<Line>,
}

/// The values a bulletin is made of.
struct Values {
    by_month: Vec<Value>,
    to_date: Vec<Value>,
    courts: Vec<Value>,
    month: u8,
}

impl Values {
    fn month(&self, id: &str, month: u8) -> Option<&Value> {
        self.by_month.iter().find(|value| value.filter.month == Some(month) && &*value.filter.indicator == id)
    }

    fn so_far(&self, id: &str) -> Option<&Value> {
        self.to_date.iter().find(|value| &*value.filter.indicator == id)
    }

    fn line(&self, indicator: &Indicator) -> Option<Line> {
        let (this, so_far) = (self.month(&indicator.id, self.month), self.so_far(&indicator.id));
        let before = self.month.checked_sub(1).and_then(|month| self.month(&indicator.id, month));
        let written = |value: Option<&Value>| value.map_or_else(|| "—".to_owned(), Value::printed);
        if [this, so_far].into_iter().flatten().all(|value| value.hundredths().is_none()) {
            return None;
        }
        let opened = |value: Option<&Value>| value.and_then(|value| opens(indicator, value, Part::Numerator));
        Some(Line {
            id: indicator.id.to_string(),
            name: match &indicator.unit {
                Some(unit) if indicator.kind != Kind::Rate => format!("{}（{unit}）", indicator.name),
                _ => indicator.name.clone(),
            },
            month: written(this),
            before: written(before),
            change: this.zip(before).and_then(|(this, before)| change(this, before)).unwrap_or_else(|| "—".to_owned()),
            to_date: written(so_far),
            opens: opened(this),
            opens_before: opened(before),
            opens_to_date: opened(so_far),
        })
    }

    fn judged(&self, indicator: &Indicator) -> Option<Judged> {
        let interval = indicator.interval?;
        let line = self.line(indicator)?;
        let mut courts = 0;
        let mut outside = Vec::new();
        for court in court::courts() {
            let of = |value: &&Value| value.filter.court == Some(court.id) && value.filter.indicator == indicator.id;
            let Some(value) = self.courts.iter().find(of) else { continue };
            let (Some(position), Some(hundredths)) = (Position::of(value, interval), value.hundredths()) else {
                continue;
            };
            courts += 1;
            if position != Position::Inside {
                let (num, den) = (value.num, value.den.unwrap_or(0));
                let opens = [Part::Numerator, Part::Denominator].map(|part| opens(indicator, value, part));
                outside.push(Outside { court, hundredths, value: value.printed(), num, den, opens, position });
            }
        }
        Some(Judged {
            line,
            interval: bounds(indicator.kind, interval),
            bounds: (interval.low, interval.high),
            position: self.so_far(&indicator.id).and_then(|value| Position::of(value, interval)),
            courts,
            outside,
        })
    }
}

/// The list of what a part of a value counts: cases, or entries of its months; none for evenness, which counts nothing.
fn opens(indicator: &Indicator, value: &Value, part: Part) -> Option<String> {
    if indicator.kind == Kind::Evenness || value.hundredths().is_none() {
        return None;
    }
    let filter = &value.filter;
    let Some(of) = indicator.entries() else { return Some(format!("/cases?{}", filter.query(part))) };
    let (first, last) = filter.month.map_or((1, filter.through.unwrap_or(12)), |month| (month, month));
    let year = u16::try_from(filter.year).ok()?;
    let ((from, _), (_, to)) = (days_of(year, first)?, days_of(year, last)?);
    let code = filter.court.and_then(court::court).map_or("", |court| court.code);
    Some(address::entries_of(of, code, (&from.to_string(), &to.to_string())))
}

/// From a value to another: points for rates, a share for counts, a difference for means.
fn change(this: &Value, before: &Value) -> Option<String> {
    let (now, then) = (this.hundredths()?, before.hundredths()?);
    let arrow = |by: i64| if by > 0 { "↑" } else { "↓" };
    match this.kind {
        _ if now == then => Some("持平".to_owned()),
        Kind::Rate => Some(points(now - then)),
        Kind::Count | Kind::Amount => {
            let share = rate_bp((this.num - before.num).abs(), before.num)?;
            Some(format!("{}{}", arrow(this.num - before.num), percent(Some(share))))
        }
        Kind::Mean | Kind::Ratio => Some(format!("{}{}", arrow(now - then), stats::printed((now - then).abs()))),
        Kind::Evenness => None,
    }
}

/// The bulletin of a month; none when the month has no cases.
///
/// # Errors
/// When the figures cannot be computed.
pub async fn of(stats: &Stats, month: u8) -> Result<Option<Bulletin>, StatsError> {
    let whole = Scope::default();
    let values = Values {
        by_month: stats.compute(By::Month, &whole).await?,
        to_date: stats.compute_through(month, By::Province, &whole).await?,
        courts: stats.compute_through(month, By::Court, &whole).await?,
        month,
    };
    let count = |id: &str, month: u8| values.month(id, month).map_or(0, |value| value.num);
    if count("C-001", month) == 0 {
        return Ok(None);
    }
    let indicators = || stats.indicators().all().iter().filter(|one| one.applies_to(stats.period().year));
    let named = |ids: &[&str]| ids.iter().filter_map(|id| values.line(stats.indicators().get(id)?)).collect::<Vec<_>>();
    let judged: Vec<Judged> = indicators().filter_map(|one| values.judged(one)).collect();
    let (loads, quality) = (named(&LOADS), named(&QUALITY));
    let shown =
        |id: &str| loads.iter().chain(&quality).chain(judged.iter().map(|one| &one.line)).any(|line| line.id == id);
    let beside =
        |id: &str| indicators().any(|one| shown(&one.id) && one.companion.iter().any(|companion| companion == id));
    let is_guard = |one: &&Indicator| !shown(&one.id) && (one.id.starts_with(GUARDS) || beside(&one.id));
    let guards = indicators().filter(is_guard).filter_map(|one| values.line(one)).collect();
    Ok(Some(Bulletin {
        year: stats.period().year,
        month,
        as_of: stats.period().through(month).as_of(),
        months: (1..=month)
            .map(|month| Month { month, intake: count("C-002", month), closing: count("C-003", month) })
            .collect(),
        loads,
        judged,
        quality,
        guards,
    }))
}

impl Bulletin {
    /// The title.
    pub fn title(&self) -> String {
        format!("辽宁省法院{}年{}月审判质效通报", self.year, self.month)
    }

    /// The months so far, in words.
    pub fn so_far(&self) -> String {
        if self.month == 1 { "1月".to_owned() } else { format!("1至{}月", self.month) }
    }

    /// What the month brought, in sentences.
    pub fn headline(&self) -> String {
        let line = |id: &str| self.loads.iter().find(|line| line.id == id);
        let mut out = String::new();
        if let (Some(filed), Some(closed), Some(open)) = (line("C-002"), line("C-003"), line("C-004")) {
            let beside =
                |line: &Line| if line.change == "—" { String::new() } else { format!("，环比{}", line.change) };
            out.push_str(&format!(
                "{}月，全省法院新收案件{}件{}；审结{}件{}；月末未结{}件。",
                self.month,
                filed.month,
                beside(filed),
                closed.month,
                beside(closed),
                open.month
            ));
        }
        if let (Some(accepted), Some(closed), Some(rate)) = (line("C-001"), line("C-003"), line("I-020")) {
            out.push_str(&format!(
                "{}，受理{}件，审结{}件，结案率{}。",
                self.so_far(),
                accepted.to_date,
                closed.to_date,
                rate.to_date
            ));
        }
        let inside = self.judged.iter().filter(|one| one.position == Some(Position::Inside)).count();
        if !self.judged.is_empty() {
            out.push_str(&format!("有参考区间的指标{}项，全省在区间内的{inside}项。", self.judged.len()));
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use stats::{Convention, FigureFilter};

    fn value(kind: Kind, num: i64, den: Option<i64>) -> Value {
        let filter = FigureFilter {
            indicator: "X".into(),
            year: 2020,
            convention: Convention::Natural,
            month: Some(2),
            ..FigureFilter::default()
        };
        Value { filter, kind, num, den }
    }

    #[test]
    fn a_change_is_said_in_the_measure_of_its_indicator() {
        let of = |kind, now: (i64, i64), then: (i64, i64)| {
            let den = |n| (n > 0).then_some(n);
            change(&value(kind, now.0, den(now.1)), &value(kind, then.0, den(then.1)))
        };
        assert_eq!(of(Kind::Rate, (9, 10), (8, 10)).as_deref(), Some("↑10.00 个百分点"));
        assert_eq!(of(Kind::Count, (90, 0), (120, 0)).as_deref(), Some("↓25.00%"));
        assert_eq!(of(Kind::Mean, (30, 10), (25, 10)).as_deref(), Some("↑0.50"));
        assert_eq!(of(Kind::Rate, (8, 10), (4, 5)).as_deref(), Some("持平"));
        assert_eq!(of(Kind::Count, (5, 0), (0, 0)), None, "nothing to compare with");
    }

    #[test]
    fn a_bound_belongs_to_the_interval() {
        let interval = Interval { low: Some(9000), high: None };
        let at = |num| Position::of(&value(Kind::Rate, num, Some(10_000)), interval);
        assert_eq!(
            (at(9000), at(8999), at(10_000)),
            (Some(Position::Inside), Some(Position::Below), Some(Position::Inside))
        );
        let high = Interval { low: None, high: Some(500) };
        assert_eq!(Position::of(&value(Kind::Rate, 6, Some(100)), high), Some(Position::Above));
        assert_eq!(Position::of(&value(Kind::Rate, 0, Some(0)), interval), None);
    }
}
