//! Who moves an indicator: courts, causes and kinds of case, each with what it counts and what the whole would be
//! without it. The lines add up to the whole. It ranks nobody by how well they do, only by how much they weigh.

use std::collections::BTreeMap;

use law::court;
use stats::{By, Convention, FigureFilter, Part, Value};

use crate::address::query;
use crate::contribution::{to_the_change, with_and_without, written};
use crate::format::{percent, rate_bp};
use crate::source::{About, Form, Numbers, Ratio, cause_name, word_name};

/// Lines shown each way unless all are asked for.
const MOVERS: usize = 5;

/// A table of what moves the value.
pub struct Movers {
    /// Anchor, and what is asked for to see all.
    pub key: &'static str,
    /// Title.
    pub title: &'static str,
    /// Heading of the first column.
    pub head: &'static str,
    /// How to read it.
    pub caption: String,
    /// Whether the value is a quotient.
    pub quotient: bool,
    /// Unit of what is moved.
    pub unit: String,
    /// The year before, when the logs hold it.
    pub before: Option<u16>,
    /// The lines.
    pub rows: Vec<Row>,
    /// The others together.
    pub rest: Option<Row>,
    /// All together: the province.
    pub whole: Row,
}

/// A line.
pub struct Row {
    /// Name.
    pub name: String,
    /// What the name opens.
    pub href: Option<String>,
    /// Its own value.
    pub value: String,
    /// Numerator.
    pub num: String,
    /// Its cases.
    pub num_href: Option<String>,
    /// Denominator.
    pub den: String,
    /// Its cases.
    pub den_href: Option<String>,
    /// Share of the whole.
    pub share: String,
    /// What it moves the whole by.
    pub moves: String,
    /// What it adds to the change since the year before.
    pub change: String,
}

/// One that moves the value.
struct One {
    name: String,
    page: Option<String>,
    filter: FigureFilter,
    ratio: Ratio,
    former: Ratio,
    moves: Option<i64>,
}

/// Which table, and how it is told.
struct Kind {
    key: &'static str,
    title: &'static str,
    head: &'static str,
}

/// An indicator of a year, and of the year before where the logs hold it.
pub struct Of<'a> {
    /// The indicator.
    pub about: &'a About,
    /// The year's figures.
    pub numbers: &'a Numbers,
    /// The figures of the year before.
    pub before: Option<&'a Numbers>,
    /// Whether all lines of a table are asked for, by its key.
    pub all: Option<&'a str>,
}

/// Values of one grouping in the year and in the year before.
pub type Grouped<'a> = (&'a [Value], &'a [Value]);

impl Of<'_> {
    /// The courts that move it.
    pub fn courts(&self) -> Option<Movers> {
        let id = &self.about.id;
        let year = self.numbers.year.to_string();
        let value = |numbers: Option<&Numbers>, court| numbers.and_then(|numbers| numbers.value(id, Some(court)));
        let one = |court: &'static court::Court| {
            Some(One {
                name: court.short.to_owned(),
                page: Some(query(&format!("/courts/{}", court.code), [("year", year.as_str())])),
                filter: FigureFilter { court: Some(court.id), ..self.filter() },
                ratio: value(Some(self.numbers), court.id)?,
                former: value(self.before, court.id).unwrap_or_default(),
                moves: None,
            })
        };
        let kind = Kind { key: "movers", title: "哪些法院带动了全省", head: "法院" };
        self.table(kind, court::courts().iter().filter_map(one).collect())
    }

    /// The kinds of case that move it.
    pub fn words(&self, grouped: Grouped<'_>) -> Option<Movers> {
        let name = |value: &Value| value.filter.word.map_or("", word_name).to_owned();
        let kind = Kind { key: "words", title: "哪些类型的案件带动了全省", head: "类型代字" };
        self.table(kind, self.grouped(grouped, By::Word, name))
    }

    /// The causes that move it.
    pub fn causes(&self, grouped: Grouped<'_>) -> Option<Movers> {
        let name = |value: &Value| value.filter.cause.map(cause_name).unwrap_or_default();
        let kind = Kind { key: "causes", title: "哪些案由带动了全省", head: "案由" };
        self.table(kind, self.grouped(grouped, By::Cause, name))
    }

    fn filter(&self) -> FigureFilter {
        FigureFilter {
            indicator: self.about.id.as_str().into(),
            year: i16::try_from(self.numbers.year).unwrap_or(0),
            convention: Convention::Natural,
            ..FigureFilter::default()
        }
    }

    fn grouped(&self, (now, before): Grouped<'_>, by: By, name: impl Fn(&Value) -> String) -> Vec<One> {
        let key = |value: &Value| match by {
            By::Word => value.filter.word.map(u32::from),
            _ => value.filter.cause.map(|cause| cause.0),
        };
        let sides = |value: &Value| Ratio { num: value.num, den: value.den.unwrap_or(0) };
        let mut former: BTreeMap<Option<u32>, &Value> = before.iter().map(|value| (key(value), value)).collect();
        let one = |value: &Value, ratio: Ratio, former: Ratio| One {
            name: name(value),
            page: None,
            filter: FigureFilter { cause: value.filter.cause, word: value.filter.word, ..self.filter() },
            ratio,
            former,
            moves: None,
        };
        let mut all: Vec<One> = now
            .iter()
            .map(|value| one(value, sides(value), former.remove(&key(value)).map(sides).unwrap_or_default()))
            .collect();
        // what is gone this year still changed the whole
        all.extend(former.into_values().map(|value| one(value, Ratio::default(), sides(value))));
        all
    }

    fn table(&self, kind: Kind, mut all: Vec<One>) -> Option<Movers> {
        let (about, form) = (self.about, self.about.form);
        if form == Form::Evenness || about.entries.is_some() {
            return None;
        }
        let quotient = form.is_quotient();
        let whole = self.numbers.value(&about.id, None)?;
        let before = self.before.and_then(|before| Some((before.year, before.value(&about.id, None)?)));
        all.retain(|one| one.ratio != Ratio::default() || (before.is_some() && one.former != Ratio::default()));
        for one in &mut all {
            one.moves = if quotient { with_and_without(form, one.ratio, whole) } else { Some(one.ratio.num) };
        }
        if all.len() < 2 {
            return None;
        }
        all.sort_by_key(|one| (std::cmp::Reverse(one.moves), one.filter.court, one.filter.word, one.filter.cause));
        let shown = if self.all == Some(kind.key) { all.len() } else { 2 * MOVERS };
        let rest = if all.len() <= shown + 1 {
            Vec::new()
        } else if quotient {
            // those that raise it most, and those that lower it most
            all.drain(MOVERS..all.len() - MOVERS).collect()
        } else {
            all.split_off(shown)
        };
        let sum = |pick: fn(&One) -> Ratio| {
            rest.iter()
                .map(pick)
                .fold(Ratio::default(), |sum, one| Ratio { num: sum.num + one.num, den: sum.den + one.den })
        };
        let rest = (!rest.is_empty()).then(|| One {
            name: format!("其余 {} 个", rest.len()),
            page: Some(self.to_all(kind.key)),
            filter: self.filter(),
            moves: with_and_without(form, sum(|one| one.ratio), whole).filter(|_| quotient),
            ratio: sum(|one| one.ratio),
            former: sum(|one| one.former),
        });
        let all_of_it = One {
            name: "全省".to_owned(),
            page: None,
            filter: self.filter(),
            ratio: whole,
            former: before.map(|(_, ratio)| ratio).unwrap_or_default(),
            moves: None,
        };
        let row = |one: &One, opens: bool| self.row(one, whole, before.map(|(_, ratio)| ratio), opens);
        Some(Movers {
            key: kind.key,
            title: kind.title,
            head: kind.head,
            caption: self.caption(before.map(|(year, _)| year)),
            quotient,
            unit: if form == Form::Mean { about.unit.clone() } else { "个百分点".to_owned() },
            before: before.map(|(year, _)| year),
            rows: all.iter().map(|one| row(one, true)).collect(),
            rest: rest.as_ref().map(|one| row(one, false)),
            whole: row(&all_of_it, true),
        })
    }

    fn caption(&self, before: Option<u16>) -> String {
        let mut caption = if self.about.form.is_quotient() {
            "带动是有它与没有它，全省的值相差多少；量大的带动也大。".to_owned()
        } else {
            "按多少排列，占比是占全省的份额。".to_owned()
        };
        if let Some(before) = before {
            caption.push_str(&format!("末列是它对全省比 {before} 年变化的贡献，各行相加就是全省的变化。"));
        }
        caption
    }

    fn to_all(&self, key: &str) -> String {
        let year = self.numbers.year.to_string();
        format!("{}#{key}", query(&format!("/indicators/{}", self.about.id), [("year", year.as_str()), ("all", key)]))
    }

    fn row(&self, one: &One, whole: Ratio, before: Option<Ratio>, opens: bool) -> Row {
        let (about, form) = (self.about, self.about.form);
        let quotient = form.is_quotient();
        let open = |part| opens.then(|| format!("/cases?{}", one.filter.query(part)));
        let share = if quotient { rate_bp(one.ratio.den, whole.den) } else { rate_bp(one.ratio.num, whole.num) };
        let change = before.and_then(|before| to_the_change(form, (one.ratio, whole), (one.former, before)));
        Row {
            name: one.name.clone(),
            href: one.page.clone(),
            value: Numbers::written(about, one.ratio),
            num: Numbers::side(about, one.ratio.num),
            num_href: open(Part::Numerator),
            den: if quotient { Numbers::side(about, one.ratio.den) } else { String::new() },
            den_href: open(Part::Denominator).filter(|_| quotient),
            share: percent(share),
            moves: one.moves.filter(|_| quotient).map_or_else(|| "—".to_owned(), |by| written(form, by)),
            change: change.map_or_else(String::new, |by| written(form, by)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use law::ids::{CauseId, CourtId};
    use stats::Kind as ValueKind;

    fn numbers(year: u16, values: &[(Option<u16>, i64, i64)]) -> Numbers {
        let mut numbers = Numbers::empty(year);
        for (court, num, den) in values {
            numbers.put("X", court.map(CourtId), None, Ratio { num: *num, den: *den });
        }
        numbers
    }

    fn by_cause(values: &[(u32, i64, i64)]) -> Vec<Value> {
        let value = |(cause, num, den): &(u32, i64, i64)| Value {
            filter: FigureFilter { indicator: "X".into(), cause: Some(CauseId(*cause)), ..FigureFilter::default() },
            kind: ValueKind::Rate,
            num: *num,
            den: Some(*den),
        };
        values.iter().map(value).collect()
    }

    #[test]
    fn lines_add_up_to_the_whole_and_open_narrowed() {
        let about = About::rate("X");
        let causes: Vec<(u32, i64, i64)> = (1..=20).map(|n| (10_000 + n, i64::from(n), 20)).collect();
        let numbers = numbers(2020, &[(None, 210, 400)]);
        let of = Of { about: &about, numbers: &numbers, before: None, all: None };
        let table = of.causes((&by_cause(&causes), &[])).unwrap();
        assert_eq!((table.rows.len(), table.before), (10, None));
        let total = |table: &Movers| {
            let n = |row: &Row| row.num.parse::<i64>().unwrap();
            table.rows.iter().map(n).sum::<i64>() + table.rest.as_ref().map_or(0, n)
        };
        assert_eq!((total(&table), table.whole.num.as_str()), (210, "210"));
        assert_eq!(table.rows[0].num_href.as_deref(), Some("/cases?figure=X&part=num&year=2020&cause=10020"));
        assert!(table.rows[0].moves.starts_with('＋') && table.rows[9].moves.starts_with('－'));
        assert_eq!(table.rest.as_ref().unwrap().href.as_deref(), Some("/indicators/X?year=2020&all=causes#causes"));
        let all = Of { all: Some("causes"), ..of }.causes((&by_cause(&causes), &[])).unwrap();
        assert_eq!((all.rows.len(), all.rest.is_none(), total(&all)), (20, true, 210));
    }

    #[test]
    fn against_the_year_before_what_is_gone_counts_too() {
        let about = About { form: Form::Count, ..About::rate("X") };
        let (now, then) = (numbers(2021, &[(None, 30, 0)]), numbers(2020, &[(None, 25, 0)]));
        let of = Of { about: &about, numbers: &now, before: Some(&then), all: None };
        let values = |list: &[(u32, i64)]| by_cause(&list.iter().map(|(cause, n)| (*cause, *n, 0)).collect::<Vec<_>>());
        let table = of.causes((&values(&[(10_001, 20), (10_002, 10)]), &values(&[(10_002, 18), (10_003, 7)]))).unwrap();
        let changes: Vec<(&str, &str)> = table.rows.iter().map(|row| (row.num.as_str(), row.change.as_str())).collect();
        assert_eq!(changes, [("20", "＋20"), ("10", "－8"), ("0", "－7")]);
        assert_eq!((table.whole.change.as_str(), table.before), ("＋5", Some(2020)));
    }

    #[test]
    fn what_has_no_parts_is_moved_by_nobody() {
        let numbers = numbers(2020, &[(None, 9_000, 10_000), (Some(3), 9_000, 10_000), (Some(4), 1, 10_000)]);
        for about in [
            About { form: Form::Evenness, ..About::rate("X") },
            About { entries: Some(("hearing.held.v1".to_owned(), false)), ..About::rate("X") },
        ] {
            assert!(Of { about: &about, numbers: &numbers, before: None, all: None }.courts().is_none());
        }
    }
}
