//! From the plan's rows to fates: how many matters each court has, when each begins and ends.

use law::case_number::Word;
use law::court::{self, Court, Level};
use law::day::Day;
use law::ids::{CauseId, CourtId};
use law::life::codes::{ClosingForm, Procedure};

use crate::chance::{Chance, apportion};
use crate::fate::{Fate, Marks, Year, working};
use crate::plan::{Plan, PlanRefused, Row};

/// Numbers of one row at one court.
#[derive(Debug, Clone, Copy)]
pub struct Load {
    /// Court.
    pub court: CourtId,
    /// Accepted.
    pub accepted: u64,
    /// Concluded.
    pub concluded: u64,
    /// Carried over.
    pub carried: u64,
}

/// What every builder of fates reads.
pub struct Making<'a> {
    /// The plan, scaled.
    pub plan: &'a Plan,
    /// The year.
    pub year: Year,
    /// The seed.
    pub seed: u64,
    /// Causes by group.
    pub causes: Causes,
}

/// Causes by group with weights, looked up once.
#[derive(Debug)]
pub struct Causes(Vec<(String, Vec<(CauseId, u64)>)>);

impl Causes {
    /// Looks the plan's causes up.
    pub fn of(plan: &Plan) -> Causes {
        let group = |list: &std::collections::BTreeMap<String, u64>| {
            list.iter().filter_map(|(name, weight)| Some((law::cause::by_name(name)?.id, *weight))).collect()
        };
        Causes(plan.causes.iter().map(|(name, list)| (name.clone(), group(list))).collect())
    }

    /// Draws a cause of a group.
    pub fn draw(&self, group: &str, chance: &mut Chance) -> CauseId {
        let list = self.0.iter().find(|(name, _)| name == group).map(|(_, list)| list);
        let list = list.map_or(&[][..], Vec::as_slice);
        let index = chance.weighted(list.iter().map(|(_, weight)| *weight));
        list.get(index).map_or(CauseId(1), |(id, _)| *id)
    }
}

/// The group of causes of a type word.
pub fn cause_group(word: Word) -> &'static str {
    let text = word.as_str();
    match text.chars().next() {
        Some('刑') => "criminal",
        Some('行') => "administrative",
        Some('法' | '委') => "compensation",
        Some('破') => "bankruptcy",
        _ if text == "财保" => "preservation",
        _ => "civil",
    }
}

/// Whether a court takes cases of a word at all.
fn takes(court: &Court, word: &str) -> bool {
    let code = court.code;
    if code == "辽72" {
        return matches!(word, "民初" | "执" | "财保");
    }
    if code.starts_with("辽71") {
        return !matches!(word, "破" | "破申" | "委赔" | "法赔");
    }
    true
}

/// Railway, maritime and oil-field courts (专门法院).
pub fn is_special(court: &Court) -> bool {
    court.code.starts_with("辽7")
}

/// The court's weight: its city's, varied by a draw fixed to its number and by what kind of court it is.
fn weight(making: &Making<'_>, court: &Court) -> u64 {
    let mut chance = Chance::new(0, &[11, u64::from(court.id.0)]);
    let draw = 60 + chance.below(120);
    if is_special(court) {
        return making.plan.weights.get("special").copied().unwrap_or(1) * draw;
    }
    let city = making.plan.weights.get(court.city).copied().unwrap_or(40);
    let alike = |other: &&Court| other.city == court.city && other.level == court.level && !is_special(other);
    let count = u64::try_from(court::courts().iter().filter(alike).count()).unwrap_or(1).max(1);
    let zone = if court.name.contains("开发区") || court.name.contains("园区") { 60 } else { 100 };
    (city * draw * zone / 100 / count).max(1)
}

/// Splits a row over the courts of its level.
pub fn split(making: &Making<'_>, row: &Row, weights: Option<&[(CourtId, u64)]>) -> Vec<Load> {
    let own: Vec<(CourtId, u64)> = court::courts()
        .iter()
        .filter(|court| Some(court.level) == row.court_level() && takes(court, &row.word))
        .map(|court| (court.id, weight(making, court)))
        .collect();
    let list = weights.unwrap_or(&own);
    let by: Vec<u64> = list.iter().map(|(_, weight)| *weight).collect();
    let accepted = apportion(row.accepted, &by);
    let concluded = apportion(row.concluded, &accepted);
    let carried = apportion(row.carried, &accepted);
    list.iter()
        .zip(accepted.iter().zip(concluded.iter().zip(&carried)))
        .map(|((court, _), (accepted, (concluded, carried)))| Load {
            court: *court,
            accepted: *accepted,
            concluded: (*concluded).min(*accepted),
            carried: (*carried).min(*accepted),
        })
        .collect()
}

/// Draws a filing day by season, a working day.
pub fn filing_day(making: &Making<'_>, chance: &mut Chance) -> Day {
    let month = chance.weighted(making.plan.season.months.iter().copied());
    let month = i8::try_from(month + 1).unwrap_or(1);
    let year = making.year.first.year();
    let first = Day::new(year, month, 1).unwrap_or(making.year.first);
    let next =
        if month == 12 { making.year.last.plus(1) } else { Day::new(year, month + 1, 1).unwrap_or(making.year.last) };
    working(first.plus(chance.between(0, first.until(next) - 1)), next.plus(-1)).max(making.year.first)
}

/// A matter's two dates before it is known whether it ends within the year.
#[derive(Debug, Clone, Copy)]
pub struct Span {
    /// Acceptance.
    pub filed: Day,
    /// Closing, perhaps after the year.
    pub closing: Day,
    /// Carried over.
    pub carried: bool,
    /// Where it comes from.
    pub origin: Option<u32>,
}

/// Draws the span of a carried or a new matter.
pub fn span(making: &Making<'_>, row: &Row, carried: bool, chance: &mut Chance) -> Span {
    let days = i32::try_from(chance.quantile(&row.days)).unwrap_or(1);
    if carried {
        let age = chance.between(0, days);
        let filed = working(making.year.first.plus(-1 - age), making.year.first.plus(-1));
        return Span { filed, closing: making.year.first.plus(days - age + 1), carried, origin: None };
    }
    let filed = filing_day(making, chance);
    Span { filed, closing: filed.plus(days), carried, origin: None }
}

/// Makes exactly `concluded` of the spans end within the year: the latest stay open, the rest are drawn in.
pub fn settle(
    making: &Making<'_>,
    row: &Row,
    spans: &mut [Span],
    concluded: u64,
    chance: &mut Chance,
) -> Vec<Option<Day>> {
    let last = making.year.last;
    let shortest = i32::try_from(row.days.first().copied().unwrap_or(0)).unwrap_or(0);
    let quick = i32::try_from(row.days.get(2).copied().unwrap_or(0)).unwrap_or(shortest);
    let mut order: Vec<usize> = (0..spans.len()).collect();
    order.sort_by_key(|index| spans.get(*index).map(|span| (span.closing, span.filed)));
    let concluded = usize::try_from(concluded).unwrap_or(usize::MAX);
    let mut closings = vec![None; spans.len()];
    for index in order.into_iter().take(concluded) {
        let Some(span) = spans.get_mut(index) else { continue };
        if span.closing > last {
            let room = span.filed.until(last);
            if room < shortest && !span.carried && span.origin.is_none() {
                span.filed = working(last.plus(-chance.between(shortest, quick.max(shortest))), last);
            }
            let room = span.filed.until(last);
            span.closing = span.filed.plus(chance.between(shortest.min(room), room.max(0)));
        }
        let mut day = working(span.closing.max(making.year.first), last);
        if day < span.filed.plus(shortest) {
            day = span.filed.plus(shortest).min(last);
        }
        if let Some(closing) = closings.get_mut(index) {
            *closing = Some(day.max(span.filed));
        }
    }
    closings
}

/// The procedure that fits a duration.
pub fn procedure(word: Word, level: Level, days: i32, chance: &mut Chance) -> Procedure {
    match (word.as_str(), level) {
        ("民初", Level::Basic) if days <= 80 => {
            if days <= 60 && chance.one_in(30, 100) {
                Procedure::SmallClaim
            } else {
                Procedure::Summary
            }
        }
        ("刑初", Level::Basic) if days <= 9 => Procedure::FastTrack,
        ("刑初", Level::Basic) if days <= 19 => Procedure::Summary,
        ("行初", Level::Basic) if days <= 40 && chance.one_in(30, 100) => Procedure::Summary,
        ("民初" | "刑初" | "行初" | "民终" | "刑终" | "行终" | "民再" | "刑再" | "行再", _) => {
            Procedure::Ordinary
        }
        _ => Procedure::None,
    }
}

/// Draws the form of closing.
pub fn form(
    making: &Making<'_>,
    row: &Row,
    forms: &[(ClosingForm, u64)],
    days: i32,
    chance: &mut Chance,
) -> ClosingForm {
    let enforcement = matches!(row.word.as_str(), "执" | "执恢");
    if enforcement && days >= 100 && chance.one_in(making.plan.assumed.round_ended_share, 100) {
        return ClosingForm::RoundEnded;
    }
    let index = chance.weighted(forms.iter().map(|(_, weight)| *weight));
    forms.get(index).map_or(ClosingForm::OtherForm, |(form, _)| *form)
}

/// Hearings held before a closing of that form.
fn hearings(word: Word, form: ClosingForm, days: i32, chance: &mut Chance) -> u8 {
    use ClosingForm as F;
    if days < crate::fate::HEARING_AFTER + 1 {
        return 0;
    }
    let per_cent = match (word.as_str(), form) {
        ("民初" | "刑初" | "行初" | "民再" | "刑再" | "行再", F::Judged | F::Acquitted | F::Upheld | F::Changed) => {
            100
        }
        ("民初", F::DismissedSuit) => 50,
        ("行初", F::DismissedSuit) => 60,
        ("民初", F::Mediated) => 66,
        ("民初", F::WithdrawalAllowed) => 24,
        ("民终", F::Upheld | F::Changed | F::Mediated) => 45,
        ("刑终" | "行终", F::Upheld | F::Changed) => 34,
        _ => 0,
    };
    if !chance.one_in(per_cent, 100) {
        return 0;
    }
    if days > 45 && chance.one_in(22, 100) { 2 } else { 1 }
}

/// Makes the fates of one row at one court from its spans.
pub fn fates(
    making: &Making<'_>,
    row_index: usize,
    row: &Row,
    load: Load,
    mut spans: Vec<Span>,
) -> Result<Vec<Fate>, PlanRefused> {
    let word = Word::parse(&row.word).ok_or_else(|| PlanRefused(vec![format!("没有“{}”这个类型代字", row.word)]))?;
    let level = row.court_level().unwrap_or(Level::Basic);
    let path = [21, u64::try_from(row_index).unwrap_or(0), u64::from(load.court.0)];
    let mut chance = Chance::new(making.seed, &path);
    let closings = settle(making, row, &mut spans, load.concluded, &mut chance);
    let forms = row.closing_forms();
    let fate = |(span, closed): (&Span, Option<Day>)| {
        let days = span.filed.until(closed.unwrap_or(making.year.last));
        let form = form(making, row, &forms, days, &mut chance);
        let procedure = procedure(word, level, days, &mut chance);
        let mut hearings = hearings(word, form, days, &mut chance);
        let mut form = form;
        if hearings == 0 && form == ClosingForm::Judged {
            form =
                if word.as_str() == "刑初" { ClosingForm::TransferredCourt } else { ClosingForm::WithdrawalAllowed };
        }
        if closed.is_none() {
            hearings = 0;
        }
        Fate {
            court: load.court,
            word,
            row: u8::try_from(row_index).unwrap_or(0),
            filed: span.filed,
            closed,
            form,
            procedure,
            cause: making.causes.draw(cause_group(word), &mut chance),
            origin: span.origin,
            above: None,
            hearings,
            documents: 0,
            marks: Marks { carried: span.carried, ..Marks::default() },
        }
    };
    Ok(spans.iter().zip(closings).map(fate).collect())
}

/// The spans of a row at a court: carried first, then new.
pub fn spans(making: &Making<'_>, row_index: usize, row: &Row, load: Load) -> Vec<Span> {
    let path = [22, u64::try_from(row_index).unwrap_or(0), u64::from(load.court.0)];
    let mut chance = Chance::new(making.seed, &path);
    (0..load.accepted).map(|n| span(making, row, n < load.carried, &mut chance)).collect()
}
