//! What has been open for long, on a day: figures that open exactly their cases, and how old the stock is. It ranks nobody.

use law::day::Day;
use law::ids::CourtId;
use stats::Part;

use super::figure::{Figure, days_of};
use crate::address::query;
use crate::format::{count, day_text, percent, rate_bp};
use crate::source::{Numbers, Texts};

/// The aged stock of the province or a court.
pub struct Aged {
    /// The answer, as title.
    pub answer: String,
    /// The day on which it is so.
    pub as_of: String,
    /// What is long open.
    pub large: Vec<Figure>,
    /// The stock by age.
    pub bands: Vec<Band>,
    /// All of it.
    pub whole: Band,
    /// The page of its parts.
    pub parts: String,
}

/// What is open of an age.
pub struct Band {
    /// Key of its texts.
    pub key: String,
    /// Age.
    pub name: &'static str,
    /// Number.
    pub n: String,
    /// Its cases.
    pub href: String,
    /// Share of all that is open.
    pub share: String,
    /// Length of its bar, of 1,000.
    pub length: i64,
}

const OPEN: &str = "C-004";
/// What is open longer than, each with how it is told.
const LARGE: [(&str, &str, &str); 4] = [
    ("I-080", "一年以上未结", "立案超过 12 个月仍未结。"),
    ("I-080D", "一年半以上未结", "立案超过 18 个月仍未结，也计入一年以上。"),
    ("I-080C", "三年以上未结", "立案超过 36 个月仍未结，也计入前两项。"),
    ("I-033P", "超审限未结", "有法定审限、已过期限（含延长和扣除）仍未结。"),
];
const BANDS: [(&str, &str); 6] = [
    ("I-082A", "不满半年"),
    ("I-082B", "半年到一年"),
    ("I-082C", "一年到一年半"),
    ("I-082D", "一年半到二年"),
    ("I-080B", "二年到三年"),
    ("I-080C", "三年以上"),
];

impl Aged {
    /// The aged stock as of a day or the end of the year; none for a year without these figures or without open cases.
    pub fn new(numbers: &Numbers, court: Option<CourtId>, as_of: Day) -> Option<Aged> {
        let n = |id: &str| numbers.value(id, court).map(|ratio| ratio.num);
        let open = n(OPEN).filter(|open| *open > 0)?;
        let opens = |id: &str| numbers.opens(id, court, Part::Numerator);
        let found: Option<Vec<(&str, &'static str, i64)>> =
            BANDS.iter().map(|(id, name)| Some((*id, *name, n(id)?))).collect();
        let found = found?;
        let most = found.iter().map(|(_, _, n)| *n).max().unwrap_or(0).max(1);
        let band = |id: &str, name: &'static str, n: i64, length: i64| Band {
            key: format!("aged.band.{id}"),
            name,
            n: count(n),
            href: opens(id),
            share: percent(rate_bp(n, open)),
            length,
        };
        let figure = |(id, label, formula): &(&str, &str, &str)| {
            Some(Figure {
                key: format!("aged.{id}"),
                label: (*label).to_owned(),
                value: count(n(id)?),
                unit: "件",
                href: opens(id),
                formula: (*formula).to_owned(),
                change: None,
            })
        };
        let long = n("I-080").unwrap_or(0);
        let day = days_of(numbers.year, 12).map_or(as_of, |(_, last)| last.min(as_of));
        Some(Aged {
            answer: if long == 0 {
                "没有一年以上未结的案件".to_owned()
            } else {
                format!("未结案件中 {} 已超过一年", percent(rate_bp(long, open)))
            },
            as_of: day_text(day),
            large: LARGE.iter().filter_map(figure).collect(),
            bands: found.iter().map(|(id, name, n)| band(id, name, *n, n * 1_000 / most)).collect(),
            whole: band(OPEN, "全部未结", open, 0),
            parts: address(numbers.year, court),
        })
    }
}

impl Aged {
    /// Its texts, by key.
    pub fn texts(&self, texts: &mut Texts) {
        self.large.iter().for_each(|figure| figure.texts(texts));
        let mut put = |key: String, text: &str| texts.figures.insert(key, text.to_owned());
        put("aged.answer".to_owned(), &self.answer);
        put("aged.as_of".to_owned(), &self.as_of);
        for band in &self.bands {
            put(format!("{}.n", band.key), &band.n);
            put(format!("{}.share", band.key), &band.share);
            put(format!("{}.length", band.key), &band.length.to_string());
        }
        // of the whole no share is shown
        put(format!("{}.n", self.whole.key), &self.whole.n);
    }
}

fn address(year: u16, court: Option<CourtId>) -> String {
    let code = court.and_then(law::court::court).map_or("", |court| court.code);
    query("/aged", [("court", code), ("year", year.to_string().as_str())])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Ratio;

    fn numbers(values: &[(&str, i64)]) -> Numbers {
        let mut numbers = Numbers::empty(2020);
        for (id, num) in values {
            numbers.put(id, None, None, Ratio { num: *num, den: 0 });
        }
        numbers
    }

    #[test]
    fn bars_are_as_long_as_their_share_of_the_longest() {
        let day = Day::new(2020, 6, 15).unwrap();
        let mut values: Vec<(&str, i64)> = BANDS.iter().map(|(id, _)| (*id, 10)).collect();
        values[0].1 = 40;
        values.extend([("C-004", 90), ("I-080", 40), ("I-080D", 30), ("I-033P", 7)]);
        let aged = Aged::new(&numbers(&values), None, day).unwrap();
        assert_eq!(aged.bands.iter().map(|band| band.length).collect::<Vec<_>>(), [1_000, 250, 250, 250, 250, 250]);
        assert_eq!((aged.answer.as_str(), aged.as_of.as_str()), ("未结案件中 44.44% 已超过一年", "2020年6月15日"));
        assert!(aged.bands[5].href.contains("figure=I-080C") && aged.whole.n == "90");
        assert_eq!(aged.large.len(), 4);
    }

    #[test]
    fn without_open_cases_or_without_the_figures_there_is_nothing_to_show() {
        let day = Day::new(2020, 12, 31).unwrap();
        assert!(Aged::new(&numbers(&[("C-004", 0)]), None, day).is_none());
        assert!(Aged::new(&numbers(&[("C-004", 5)]), None, day).is_none());
    }
}
