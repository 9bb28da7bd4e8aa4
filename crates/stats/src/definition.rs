//! Indicators as data: reading `data/indicators.toml` and refusing a file that contradicts itself.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Deserialize;

use crate::columns;
use crate::condition::{self, Sets};
use crate::error::StatsError;
use crate::term::{self, Counted, Term};

/// The indicators that ship with the project.
const SHIPPED: &str = include_str!("../../../data/indicators.toml");

/// How a value is made from numerator and denominator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Per cent with two decimals.
    Rate,
    /// Mean with two decimals.
    Mean,
    /// Quotient with two decimals.
    Ratio,
    /// Number of matters or entries.
    Count,
    /// Money in fen.
    Amount,
    /// 1 − σ/μ of the months, in ten-thousandths.
    Evenness,
}

impl Kind {
    /// Whether a denominator belongs to it.
    pub const fn is_quotient(self) -> bool {
        matches!(self, Kind::Rate | Kind::Mean | Kind::Ratio)
    }
}

/// Which way is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// More is better.
    Up,
    /// Less is better.
    Down,
    /// Neither: a value is judged by its interval.
    Interval,
}

/// Reference interval (参考区间), hundredths of a per cent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Interval {
    /// Lowest good value.
    pub low: Option<i64>,
    /// Highest good value.
    pub high: Option<i64>,
}

/// An indicator (指标).
#[derive(Debug, Clone)]
pub struct Indicator {
    /// Its id, such as `I-020`.
    pub id: Arc<str>,
    /// Its Chinese name.
    pub name: String,
    /// How its value is made.
    pub kind: Kind,
    /// Unit of a mean or ratio.
    pub unit: Option<String>,
    /// Set that all its matters meet (统计口径).
    pub profile: Option<String>,
    /// Which way is better.
    pub direction: Direction,
    /// Reference interval.
    pub interval: Option<Interval>,
    /// Legal source.
    pub legal: String,
    /// Formula in words.
    pub formula: String,
    /// Indicators to read beside it, lest it be gamed (反管理).
    pub companion: Vec<String>,
    /// Version of the formula.
    pub version: u16,
    /// First year it applies to.
    pub from: i16,
    /// Last year it applies to.
    pub to: Option<i16>,
    pub(crate) numerator: Vec<Term>,
    pub(crate) denominator: Vec<Term>,
    pub(crate) texts: Texts,
}

/// The terms as the file has them, for the reader.
#[derive(Debug, Clone, Default)]
pub(crate) struct Texts {
    pub(crate) numerator: Vec<String>,
    pub(crate) denominator: Vec<String>,
}

impl Indicator {
    /// Whether it is counted from tallies alone, which know neither cause nor judge.
    pub fn is_of_entries(&self) -> bool {
        self.numerator.iter().all(|term| matches!(term.counted, Counted::Entries { .. }))
    }

    /// Whether the formula applies to a year.
    pub fn applies_to(&self, year: i16) -> bool {
        self.from <= year && self.to.is_none_or(|to| year <= to)
    }
}

/// All indicators, in the order of the file.
#[derive(Debug, Clone)]
pub struct Indicators {
    list: Vec<Indicator>,
    conventions: BTreeMap<String, String>,
    sets: Sets,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    conventions: BTreeMap<String, String>,
    sets: Sets,
    indicator: Vec<Written>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    id: String,
    name: String,
    kind: Kind,
    unit: Option<String>,
    profile: Option<String>,
    numerator: Vec<String>,
    #[serde(default)]
    denominator: Vec<String>,
    direction: Direction,
    interval: Option<Interval>,
    legal: String,
    formula: String,
    #[serde(default)]
    companion: Vec<String>,
    version: u16,
    from: i16,
    to: Option<i16>,
}

impl Indicators {
    /// The indicators that ship with the project.
    pub fn load() -> Result<Indicators, StatsError> {
        Indicators::read(SHIPPED)
    }

    /// Reads an indicator file; all its faults are listed at once.
    pub fn read(text: &str) -> Result<Indicators, StatsError> {
        let file: File = toml::from_str(text)
            .map_err(|e| StatsError::Definition(vec![format!("格式有误：{}", e.to_string().trim())]))?;
        let mut faults = Vec::new();
        for (name, meaning) in &file.sets {
            if let Err(fault) = condition::expand(meaning, &file.sets, columns::names()) {
                faults.push(format!("集合 {name}：{fault}"));
            }
        }
        for name in file.conventions.keys().filter(|name| crate::Convention::from_word(name).is_none()) {
            faults.push(format!("没有“{name}”这种统计周期"));
        }
        faults.extend(faults_of_ids(&file.indicator));
        let mut list = Vec::new();
        for written in file.indicator {
            let id = written.id.clone();
            match indicator(written, &file.sets) {
                Ok(one) => list.push(one),
                Err(found) => faults.extend(found.into_iter().map(|fault| format!("{id}：{fault}"))),
            }
        }
        if faults.is_empty() {
            Ok(Indicators { list, conventions: file.conventions, sets: file.sets })
        } else {
            Err(StatsError::Definition(faults))
        }
    }

    /// All of them, in the order of the file.
    pub fn all(&self) -> &[Indicator] {
        &self.list
    }

    /// The indicator of an id.
    pub fn get(&self, id: &str) -> Option<&Indicator> {
        self.list.iter().find(|one| &*one.id == id)
    }

    /// The named sets, as written.
    pub fn sets(&self) -> impl Iterator<Item = (&str, &str)> {
        self.sets.iter().map(|(name, text)| (name.as_str(), text.as_str()))
    }

    /// Ways to cut a statistical year, with their Chinese names.
    pub fn conventions(&self) -> impl Iterator<Item = (&str, &str)> {
        self.conventions.iter().map(|(name, text)| (name.as_str(), text.as_str()))
    }
}

fn faults_of_ids(written: &[Written]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut seen = BTreeSet::new();
    for one in written {
        if !seen.insert(one.id.as_str()) {
            faults.push(format!("{}：编号重复", one.id));
        }
    }
    for one in written {
        for other in one.companion.iter().filter(|other| !seen.contains(other.as_str())) {
            faults.push(format!("{}：参照指标 {other} 不存在", one.id));
        }
    }
    faults
}

fn indicator(written: Written, sets: &Sets) -> Result<Indicator, Vec<String>> {
    let mut faults = Vec::new();
    if written.id.is_empty() || !written.id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
        faults.push("编号只能由字母、数字和连字符组成".to_owned());
    }
    let profile = match &written.profile {
        None => None,
        Some(name) if !sets.contains_key(name) => {
            faults.push(format!("没有“{name}”这个集合可作统计口径"));
            None
        }
        Some(name) => condition::expand(name, sets, columns::names()).ok(),
    };
    if written.numerator.is_empty() {
        faults.push("缺少分子".to_owned());
    }
    if written.kind.is_quotient() && written.denominator.is_empty() {
        faults.push("缺少分母".to_owned());
    }
    if !written.kind.is_quotient() && !written.denominator.is_empty() {
        faults.push("计数、金额和均衡度没有分母".to_owned());
    }
    if written.to.is_some_and(|to| to < written.from) {
        faults.push(format!("适用年度止于 {}，早于起始的 {}", written.to.unwrap_or_default(), written.from));
    }
    let mut terms = |texts: &[String]| -> Vec<Term> {
        let read = texts.iter().map(|text| term::read(text, profile.as_deref(), sets, columns::names()));
        read.filter_map(|term| term.map_err(|fault| faults.push(fault)).ok()).collect()
    };
    let numerator = terms(&written.numerator);
    let denominator = terms(&written.denominator);
    if !faults.is_empty() {
        return Err(faults);
    }
    Ok(Indicator {
        id: written.id.into(),
        name: written.name,
        kind: written.kind,
        unit: written.unit,
        profile: written.profile,
        direction: written.direction,
        interval: written.interval,
        legal: written.legal,
        formula: written.formula,
        companion: written.companion,
        version: written.version,
        from: written.from,
        to: written.to,
        numerator,
        denominator,
        texts: Texts { numerator: written.numerator, denominator: written.denominator },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_file_is_sound() {
        let indicators = Indicators::load().unwrap_or_else(|e| panic!("{e}"));
        assert!(indicators.all().len() >= 45, "{}", indicators.all().len());
        assert_eq!(indicators.get("I-020").unwrap().name, "结案率");
        assert_eq!(indicators.conventions().count(), 3);
        assert!(indicators.all().iter().filter(|one| one.applies_to(2020)).count() >= 45);
    }

    fn faults(text: &str) -> Vec<String> {
        match Indicators::read(text) {
            Err(StatsError::Definition(faults)) => faults,
            other => panic!("{other:?}"),
        }
    }

    const HEAD: &str = "[conventions]\nnatural = '自然年'\n[sets]\nciv = 'word = 301'\n";
    const TAIL: &str = "direction = 'up'\nlegal = ''\nformula = ''\nversion = 1\nfrom = 2020\n";

    #[test]
    fn every_fault_is_listed_at_once() {
        let text = format!(
            "[conventions]\nlunar = '农历'\n[sets]\nciv = 'wrod = 301'\n\
             [[indicator]]\nid = 'A'\nname = ''\nkind = 'rate'\nnumerator = ['closed where x']\n{TAIL}\
             [[indicator]]\nid = 'A'\nname = ''\nkind = 'count'\nnumerator = []\ndenominator = ['open']\nprofile = 'all'\ncompanion = ['Z']\nto = 2019\n{TAIL}"
        );
        let faults = faults(&text);
        for says in
            ["civ：", "lunar", "编号重复", "参照指标 Z", "缺少分母", "“x”", "缺少分子", "没有分母", "“all”", "2019"]
        {
            assert!(faults.iter().any(|fault| fault.contains(says)), "{says}: {faults:#?}");
        }
    }

    #[test]
    fn an_indicator_needs_no_code() {
        let text = format!(
            "{HEAD}[[indicator]]\nid = 'X-1'\nname = '新'\nkind = 'rate'\nnumerator = ['closed where civ']\ndenominator = ['closed']\n{TAIL}"
        );
        let indicators = Indicators::read(&text).unwrap();
        assert_eq!(indicators.get("X-1").unwrap().numerator.len(), 1);
    }

    #[test]
    fn what_is_no_indicator_file_is_refused() {
        assert!(faults("colour = 3").iter().any(|fault| fault.contains("格式有误")));
        let unknown = format!("{HEAD}[[indicator]]\nid='X'\nname=''\nkind='median'\nnumerator=[]\n{TAIL}");
        assert!(faults(&unknown).iter().any(|fault| fault.contains("median")));
    }
}
