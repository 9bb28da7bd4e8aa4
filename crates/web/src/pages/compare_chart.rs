//! The chart of a comparison: a panel a court over the months, the province behind it, and the table behind the panels.

use law::court::Court;
use law::ids::CourtId;
use stats::Part;

use crate::panels;
use crate::source::{About, Numbers, Ratio};
use crate::trend;

/// The panels and their table.
pub struct Panels {
    /// The answer, as title.
    pub answer: String,
    /// How to read it.
    pub caption: String,
    /// The panels.
    pub panels: Vec<Panel>,
    /// Whether values have two sides.
    pub quotient: bool,
    /// Names of the columns.
    pub names: Vec<&'static str>,
    /// The table, a row a month.
    pub rows: Vec<MonthRow>,
}

/// One court's panel.
pub struct Panel {
    /// Its name.
    pub name: &'static str,
    /// Its value of the year.
    pub value: String,
    /// The drawing.
    pub svg: String,
}

/// A month of the table.
pub struct MonthRow {
    /// Name.
    pub name: String,
    /// A cell a court, and the province last.
    pub cells: Vec<MonthCell>,
}

/// A value of a month.
pub struct MonthCell {
    /// Value.
    pub value: String,
    /// Numerator, or the count itself, with its cases.
    pub num: Option<(String, String)>,
    /// Denominator with its cases.
    pub den: Option<(String, String)>,
}

const MONTHS: std::ops::RangeInclusive<u8> = 1..=12;

/// The panels of an indicator; none for one without months.
pub fn panels(numbers: &Numbers, about: &About, courts: &[&'static Court]) -> Option<Panels> {
    let of = |court: Option<CourtId>| -> Vec<Option<i64>> {
        MONTHS
            .map(|month| numbers.in_month(&about.id, court, month).and_then(|ratio| Numbers::smallest(about, ratio)))
            .collect()
    };
    let quotient = about.form.is_quotient();
    // beside the sum of 128 courts one court's count would be a flat line
    let whole = if quotient { of(None) } else { Vec::new() };
    let own: Vec<Vec<Option<i64>>> = courts.iter().map(|court| of(Some(court.id))).collect();
    let known: Vec<i64> = own.iter().chain([&whole]).flatten().flatten().copied().collect();
    if known.len() < 2 {
        return None;
    }
    let axis = trend::axis(&known, (None, None));
    let write = |value: i64| Numbers::written_smallest(about, value);
    let panel = |(court, months): (&&'static Court, &Vec<Option<i64>>)| Panel {
        name: court.short,
        value: numbers
            .value(&about.id, Some(court.id))
            .map_or_else(|| "—".to_owned(), |ratio| Numbers::written(about, ratio)),
        svg: panels::svg(&format!("{}各月，数据见下表", court.short), (months, &whole), axis, write),
    };
    let mut caption = format!("{} 年各月{}，各图同一纵轴", numbers.year, about.name);
    if quotient {
        caption.push_str("，浅线是全省");
    }
    if axis.0 != 0 {
        caption.push_str("；纵轴不从零起，以看清变化");
    }
    Some(Panels {
        answer: answer(numbers, about, courts),
        caption,
        panels: courts.iter().zip(&own).map(panel).collect(),
        quotient,
        names: courts.iter().map(|court| court.short).chain(["全省"]).collect(),
        rows: MONTHS.map(|month| month_row(numbers, about, courts, month)).collect(),
    })
}

/// How many of the courts lie above the province.
fn answer(numbers: &Numbers, about: &About, courts: &[&'static Court]) -> String {
    let value = |court| numbers.value(&about.id, court).and_then(|ratio| Numbers::smallest(about, ratio));
    let Some(whole) = value(None).filter(|_| about.form.is_quotient()) else {
        return format!("{}：各月", about.name);
    };
    let own: Vec<i64> = courts.iter().filter_map(|court| value(Some(court.id))).collect();
    let above = own.iter().filter(|value| **value > whole).count();
    match own.len() {
        0 => format!("{}：这些法院没有数值", about.name),
        1 if above == 1 => format!("{}高于全省", about.name),
        1 => format!("{}不高于全省", about.name),
        n => format!("{}：{n} 家中 {above} 家高于全省", about.name),
    }
}

fn month_row(numbers: &Numbers, about: &About, courts: &[&'static Court], month: u8) -> MonthRow {
    let cell = |court: Option<CourtId>| {
        let ratio = numbers.in_month(&about.id, court, month);
        let opens = |part| numbers.opens_in(&about.id, court, Some(month), part);
        let side = |n: fn(Ratio) -> i64, part| ratio.map(|ratio| (Numbers::side(about, n(ratio)), opens(part)));
        MonthCell {
            value: ratio.map_or_else(|| "—".to_owned(), |ratio| Numbers::written(about, ratio)),
            num: side(|ratio| ratio.num, Part::Numerator),
            den: side(|ratio| ratio.den, Part::Denominator).filter(|_| about.form.is_quotient()),
        }
    };
    let cells = courts.iter().map(|court| Some(court.id)).chain([None]).map(cell).collect();
    MonthRow { name: format!("{month}月"), cells }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_court_has_a_panel_and_every_month_a_row() {
        let about = About::rate("X");
        let mut numbers = Numbers::empty(2020);
        let courts: Vec<&'static Court> =
            ["辽0102", "辽0103"].into_iter().map(|code| law::court::by_code(code).unwrap()).collect();
        let ids = [None, Some(courts[0].id), Some(courts[1].id)];
        for (place, court) in (0_i64..).zip(ids) {
            numbers.put("X", court, None, Ratio { num: 90 + place, den: 100 });
            for month in MONTHS {
                numbers.put("X", court, Some(month), Ratio { num: i64::from(month) + place, den: 20 });
            }
        }
        let found = panels(&numbers, &about, &courts).unwrap();
        assert_eq!(found.answer, "某率：2 家中 2 家高于全省");
        assert_eq!((found.panels.len(), found.rows.len(), found.rows[0].cells.len()), (2, 12, 3));
        let cell = &found.rows[2].cells[0];
        assert_eq!((cell.value.as_str(), cell.num.as_ref().unwrap().0.as_str()), ("20.00%", "4"));
        assert!(cell.den.as_ref().unwrap().1.contains("part=den") && cell.num.as_ref().unwrap().1.contains("month=3"));
        assert!(panels(&Numbers::empty(2020), &about, &courts).is_none());
    }
}
