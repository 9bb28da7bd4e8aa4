//! The filter of a case list: read from an address, told in words. It finds nothing itself.

use std::collections::BTreeMap;

use docket::store::{CaseFilter, Days};
use law::case_number::{Category, Word};
use law::cause;
use law::court;
use law::day::Day;
use law::ids::JudgeId;
use law::life::codes::State;
use law::life::facts::CaseFacts;

use crate::address::{day_of, short};
use crate::fault::Fault;
use crate::format::count;

/// Code of the register of pre-suit mediation (诉前调).
const MEDIATION: u16 = 9001;

/// Classes of type words: word in addresses, name, category.
pub const CLASSES: [(&str, &str, Option<Category>); 6] = [
    ("criminal", "刑事案件", Some(Category::Criminal)),
    ("civil", "民事案件", Some(Category::Civil)),
    ("administrative", "行政案件", Some(Category::Administrative)),
    ("enforcement", "执行案件", Some(Category::Enforcement)),
    ("bankruptcy", "强制清算与破产案件", Some(Category::Bankruptcy)),
    ("mediation", "诉前调解", None),
];

/// A filter and how it reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    /// The filter.
    pub filter: CaseFilter,
    /// Each condition in words, with the names it has in an address.
    pub words: Vec<(Vec<&'static str>, String)>,
}

/// Reads one condition.
type Step = fn(&mut Reader<'_>) -> Result<(), Fault>;

struct Reader<'a> {
    pairs: &'a BTreeMap<String, String>,
    out: Chosen,
    wrong: Vec<Fault>,
}

/// Reads the filter of an address. Unknown names are left alone; known names with values that cannot be read are faults,
/// told all at once.
pub fn read(pairs: &BTreeMap<String, String>, as_of: Day) -> Result<Chosen, Fault> {
    let out = Chosen { filter: CaseFilter::default(), words: Vec::new() };
    let mut reader = Reader { pairs, out, wrong: Vec::new() };
    let steps: [Step; 9] = [
        |reader| reader.court(),
        |reader| reader.word(),
        |reader| reader.state(),
        |reader| reader.class(),
        |reader| reader.cause(),
        |reader| reader.judge(),
        |reader| reader.days("from", "to", "立案"),
        |reader| reader.days("closed_from", "closed_to", "结案"),
        |reader| reader.amount(),
    ];
    for step in steps {
        if let Err(fault) = step(&mut reader) {
            reader.wrong.push(fault);
        }
    }
    reader.standing(as_of);
    reader.columns();
    if reader.wrong.is_empty() { Ok(reader.out) } else { Err(Fault::all(reader.wrong)) }
}

impl Reader<'_> {
    fn get(&self, name: &str) -> Option<&str> {
        self.pairs.get(name).map(|value| value.trim()).filter(|value| !value.is_empty())
    }

    fn say(&mut self, names: &[&'static str], words: impl Into<String>) {
        self.out.words.push((names.to_vec(), words.into()));
    }

    fn court(&mut self) -> Result<(), Fault> {
        let Some(code) = self.get("court") else { return Ok(()) };
        let court = court::by_code(code)
            .ok_or_else(|| Fault::unclear(format!("没有代字为“{}”的法院", short(code)), "请在筛选条件里选择法院。"))?;
        self.out.filter.courts.push(court.id);
        self.say(&["court"], court.name);
        Ok(())
    }

    fn word(&mut self) -> Result<(), Fault> {
        let Some(text) = self.get("word") else { return Ok(()) };
        let word = Word::parse(text)
            .ok_or_else(|| Fault::unclear(format!("没有类型代字“{}”", short(text)), "类型代字如 民初、刑终、执。"))?;
        let codes = law::case_number::case_types().iter().filter(|kind| kind.word == word).map(|kind| kind.code);
        self.out.filter.words.extend(codes);
        self.say(&["word"], format!("“{}”字", word.as_str()));
        Ok(())
    }

    fn state(&mut self) -> Result<(), Fault> {
        let Some(text) = self.get("state") else { return Ok(()) };
        let state = State::ALL
            .iter()
            .find(|state| state.word() == text)
            .ok_or_else(|| Fault::unclear(format!("没有状态“{}”", short(text)), "请在筛选条件里选择状态。"))?;
        self.out.filter.states.push(state.code());
        self.say(&["state"], state.zh());
        Ok(())
    }

    fn judge(&mut self) -> Result<(), Fault> {
        let Some(text) = self.get("judge") else { return Ok(()) };
        let judge = text
            .parse()
            .map_err(|_| Fault::unclear(format!("“{}”不是法官编号", short(text)), "法官编号是一个整数。"))?;
        self.out.filter.judge = Some(JudgeId(judge));
        self.say(&["judge"], format!("承办法官 {judge} 号"));
        Ok(())
    }

    /// Amounts in dispute in yuan: `amount_from=10000&amount_to=50000`.
    fn amount(&mut self) -> Result<(), Fault> {
        let yuan = |text: Option<&str>| match text {
            None => Ok(None),
            Some(text) => {
                text.parse::<i64>().ok().filter(|yuan| (0..=1_000_000_000_000).contains(yuan)).map(Some).ok_or_else(
                    || {
                        Fault::unclear(
                            format!("标的额“{}”不是金额", short(text)),
                            "标的额以元计，写作不带小数的整数，如 500000。",
                        )
                    },
                )
            }
        };
        let (low, high) = (yuan(self.get("amount_from")), yuan(self.get("amount_to")));
        let (low, high) = match (low, high) {
            (Ok(low), Ok(high)) => (low, high),
            (low, high) => return Err(Fault::all(low.err().into_iter().chain(high.err()).collect())),
        };
        let words = match (low, high) {
            (None, None) => return Ok(()),
            (Some(low), Some(high)) if low > high => {
                return Err(Fault::unclear("标的额的上下颠倒", "下限不能高于上限。"));
            }
            (Some(low), Some(high)) => format!("标的额 {} 至 {} 元", count(low), count(high)),
            (Some(low), None) => format!("标的额不少于 {} 元", count(low)),
            (None, Some(high)) => format!("标的额不多于 {} 元", count(high)),
        };
        let fen = |yuan: Option<i64>, open| yuan.map_or(open, |yuan| yuan * 100);
        self.out.filter.between.push(("amount", fen(low, 0), fen(high, i64::MAX)));
        self.say(&["amount_from", "amount_to"], words);
        Ok(())
    }

    /// A whole class of type words: `class=criminal`.
    fn class(&mut self) -> Result<(), Fault> {
        let Some(text) = self.get("class") else { return Ok(()) };
        let (_, name, category) = CLASSES
            .iter()
            .find(|(class, ..)| *class == text)
            .ok_or_else(|| Fault::unclear(format!("没有案件大类“{}”", short(text)), "大类有 criminal、civil 等。"))?;
        let kinds = law::case_number::case_types().iter();
        let codes: Vec<u16> = match category {
            Some(category) => kinds.filter(|kind| kind.word.category() == *category).map(|kind| kind.code).collect(),
            None => vec![MEDIATION],
        };
        self.out.filter.words.extend(codes);
        self.say(&["class"], *name);
        Ok(())
    }

    fn cause(&mut self) -> Result<(), Fault> {
        let Some(text) = self.get("cause") else { return Ok(()) };
        let cause = cause::by_name(text)
            .or_else(|| text.parse().ok().and_then(|id| cause::cause(law::ids::CauseId(id))))
            .ok_or_else(|| {
                Fault::unclear(format!("案由表里没有“{}”", short(text)), "请写完整的案由名称，如 民间借贷纠纷。")
            })?;
        let below = cause::causes(cause.family).iter().filter(|other| other.id == cause.id || cause.covers(other));
        self.out.filter.causes.extend(below.map(|other| other.id));
        self.say(&["cause"], cause.name);
        Ok(())
    }

    fn days(&mut self, from: &'static str, to: &'static str, name: &str) -> Result<(), Fault> {
        let first = day_of(&format!("{name}日"), self.get(from));
        let last = day_of(&format!("{name}日"), self.get(to));
        let (first, last) = match (first, last) {
            (Ok(first), Ok(last)) => (first, last),
            (first, last) => return Err(Fault::all(first.err().into_iter().chain(last.err()).collect())),
        };
        let words = match (first, last) {
            (None, None) => return Ok(()),
            (Some(first), Some(last)) if first == last => format!("{first} {name}"),
            (Some(first), Some(last)) => format!("{first} 至 {last} {name}"),
            (Some(first), None) => format!("{first} 起{name}"),
            (None, Some(last)) => format!("{last} 前{name}"),
        };
        let days = Days { from: first.unwrap_or(Day(0)), to: last.unwrap_or(Day(i32::MAX)) };
        if days.from > days.to {
            return Err(Fault::unclear(format!("{name}日的起止颠倒"), "起日不能晚于止日。"));
        }
        self.say(&[from, to], words);
        if from == "from" {
            self.out.filter.accepted = Some(days);
        } else {
            self.out.filter.closed = Some(days);
        }
        Ok(())
    }

    fn standing(&mut self, as_of: Day) {
        if self.get("overdue").is_some() {
            self.out.filter.overdue_on = Some(as_of);
            self.say(&["overdue"], format!("{as_of} 超期未结"));
        }
        if self.get("open").is_some() {
            self.out.filter.open_on = Some(as_of);
            self.say(&["open"], format!("{as_of} 未结"));
        }
    }

    /// Any column of the facts by its own name: `livelihood=1`, `hearings_online=1..`.
    fn columns(&mut self) {
        const OWN: [&str; 6] = ["court", "word", "state", "cause", "judge", "stream"];
        for (name, label) in CaseFacts::COLUMNS.iter().zip(CaseFacts::LABELS) {
            let Some(text) = self.get(name).filter(|_| !OWN.contains(name)) else { continue };
            let bound = |part: &str, open: i64| if part.is_empty() { Some(open) } else { part.parse::<i64>().ok() };
            let (low, high) = text.split_once("..").unwrap_or((text, text));
            let Some((low, high)) = bound(low, i64::MIN).zip(bound(high, i64::MAX)) else {
                self.wrong.push(Fault::unclear(
                    format!("{label}的条件“{}”不能读", short(text)),
                    "条件写作一个整数，或 1..9 这样的范围。",
                ));
                continue;
            };
            let words = match (low, high) {
                (1, 1) if *name != "version" => (*label).to_owned(),
                (0, 0) => format!("非{label}"),
                (low, high) if low == high => format!("{label} {low}"),
                (low, i64::MAX) => format!("{label}不少于 {low}"),
                (i64::MIN, high) => format!("{label}不多于 {high}"),
                (low, high) => format!("{label} {low} 至 {high}"),
            };
            self.say(&[name], words);
            self.out.filter.between.push((name, low, high));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(pairs: &[(&str, &str)]) -> Result<Chosen, Fault> {
        let pairs = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        read(&pairs, Day::new(2020, 12, 31).unwrap())
    }

    #[test]
    fn a_filter_reads_and_tells_itself() {
        let out = chosen(&[
            ("court", "辽0102"),
            ("word", "民初"),
            ("state", "closed"),
            ("from", "2020-01-01"),
            ("to", "2020-01-31"),
            ("judge", "17"),
            ("overdue", "1"),
            ("livelihood", "1"),
            ("hearings_online", "1.."),
            ("after", "3.9"),
        ])
        .unwrap();
        assert_eq!(out.filter.courts, [law::ids::CourtId(3)]);
        assert_eq!(out.filter.words, [301]);
        assert_eq!(out.filter.between, [("hearings_online", 1, i64::MAX), ("livelihood", 1, 1)]);
        assert_eq!(
            out.words.iter().map(|(_, words)| words.as_str()).collect::<Vec<_>>().join("；"),
            "沈阳市和平区人民法院；“民初”字；已结案；承办法官 17 号；2020-01-01 至 2020-01-31 立案；\
             2020-12-31 超期未结；在线开庭次数不少于 1；民生"
        );
    }

    #[test]
    fn an_empty_form_chooses_everything() {
        let out = chosen(&[("court", ""), ("word", ""), ("from", ""), ("cause", " ")]).unwrap();
        assert_eq!(out.filter, CaseFilter::default());
        assert!(out.words.is_empty());
    }

    #[test]
    fn a_class_takes_in_its_words() {
        let out = chosen(&[("class", "criminal"), ("duty_crime_senior", "1")]).unwrap();
        assert!(out.filter.words.contains(&201) && !out.filter.words.contains(&301));
        assert_eq!(
            out.words,
            [(vec!["class"], "刑事案件".to_owned()), (vec!["duty_crime_senior"], "中管省管干部职务犯罪".to_owned())]
        );
        assert_eq!(chosen(&[("class", "mediation")]).unwrap().filter.words, [9001]);
    }

    #[test]
    fn a_cause_takes_in_those_below_it() {
        let out = chosen(&[("cause", "民间借贷纠纷")]).unwrap();
        assert!(!out.filter.causes.is_empty());
        assert!(chosen(&[("cause", "没有的案由")]).is_err());
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        for pair in [
            ("court", "京01"),
            ("word", "字"),
            ("state", "x"),
            ("judge", "张"),
            ("from", "2020-13-01"),
            ("livelihood", "是"),
            ("class", "其他"),
        ] {
            assert!(matches!(chosen(&[pair]), Err(Fault::Unclear { .. })), "{pair:?}");
        }
        for pairs in [
            [("from", "2020-02-01"), ("to", "2020-01-01")],
            [("amount_from", "9"), ("amount_to", "1")],
            [("amount_from", "一万"), ("amount_to", "-1")],
        ] {
            assert!(chosen(&pairs).is_err(), "{pairs:?}");
        }
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once() {
        let Err(Fault::Several(all)) = chosen(&[("court", "x"), ("from", "y"), ("to", "z"), ("livelihood", "是")])
        else {
            panic!("four faults");
        };
        assert_eq!(all.len(), 4);
    }

    #[test]
    fn amounts_are_given_in_yuan() {
        let out = chosen(&[("amount_from", "10000")]).unwrap();
        assert_eq!(out.filter.between, [("amount", 1_000_000, i64::MAX)]);
        assert_eq!(out.words, [(vec!["amount_from", "amount_to"], "标的额不少于 10,000 元".to_owned())]);
    }
}
