//! Which court a suit belongs to (管辖), as far as amount and address tell: a suggestion for the registry, never a decision.
//! The amounts are data (`data/competence.toml`).

use std::sync::LazyLock;

use serde::Deserialize;

use crate::cause::{self, Cause};
use crate::court::{Court, Level, courts};
use crate::data;
use crate::day::Day;
use crate::fen::Fen;

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
struct Floor {
    within: i64,
    across: i64,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    from: Day,
    source: String,
    intermediate: Floor,
    high: Floor,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Basic {
    source: String,
    causes: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    rule: Vec<Rule>,
    basic: Basic,
}

static FILE: LazyLock<File> =
    LazyLock::new(|| data::sound("competence.toml", load(include_str!("../../../data/competence.toml"))));

fn load(text: &str) -> Result<File, String> {
    let file = toml::from_str::<File>(text).map_err(|error| error.to_string())?;
    if !file.rule.is_sorted_by_key(|rule| rule.from) {
        return Err("the rules do not follow each other".to_owned());
    }
    match file.basic.causes.iter().find(|name| cause::by_name(name).is_none()) {
        Some(name) => Err(format!("{name} is no cause")),
        None => Ok(file),
    }
}

/// The level that hears a suit on a day, and the text that says so; none before the first rule.
pub fn level(cause: Option<&Cause>, amount: Fen, across: bool, on: Day) -> Option<(Level, &'static str)> {
    let file: &'static File = &FILE;
    let rule = file.rule.iter().rev().find(|rule| rule.from <= on)?;
    let heard_below = |name: &String| {
        let head = cause::by_name(name);
        head.zip(cause).is_some_and(|(head, own)| head.covers(own))
    };
    if file.basic.causes.iter().any(heard_below) {
        return Some((Level::Basic, &file.basic.source));
    }
    let reaches = |floor: Floor| {
        let yuan = if across { floor.across } else { floor.within };
        Fen::yuan(yuan).is_some_and(|floor| amount >= floor)
    };
    let level = if reaches(rule.high) {
        Level::High
    } else if reaches(rule.intermediate) {
        Level::Intermediate
    } else {
        Level::Basic
    };
    Some((level, &rule.source))
}

/// Names by which an address says that it lies in another province.
const OTHERS: [&str; 33] = [
    "北京",
    "天津",
    "河北",
    "山西",
    "内蒙古",
    "吉林",
    "黑龙江",
    "上海",
    "江苏",
    "浙江",
    "安徽",
    "福建",
    "江西",
    "山东",
    "河南",
    "湖北",
    "湖南",
    "广东",
    "广西",
    "海南",
    "重庆",
    "四川",
    "贵州",
    "云南",
    "西藏",
    "陕西",
    "甘肃",
    "青海",
    "宁夏",
    "新疆",
    "台湾",
    "香港",
    "澳门",
];

/// Whether an address begins with another province: streets are called after provinces too.
pub fn elsewhere(address: &str) -> bool {
    let address = address.trim().trim_start_matches("中国");
    OTHERS.iter().any(|name| address.starts_with(name))
}

/// The basic courts whose place an address names: the one of the city and district, else of the district alone.
pub fn courts_of(address: &str) -> Vec<&'static Court> {
    if elsewhere(address) {
        return Vec::new();
    }
    let basic = || courts().iter().filter(|court| court.level == Level::Basic);
    let whole: Vec<&Court> = basic().filter(|court| names(address, place(court))).collect();
    if !whole.is_empty() {
        return longest(whole);
    }
    let city = |court: &&Court| !courts().iter().any(|other| names(address, other.city) && other.city != court.city);
    longest(basic().filter(city).filter(|court| names(address, district(court))).collect())
}

fn names(address: &str, place: &str) -> bool {
    (place.chars().count() >= 3 || place.ends_with('县')) && address.contains(place)
}

/// The place a basic court is called after: `沈阳市和平区`.
fn place(court: &Court) -> &str {
    court.name.trim_start_matches("辽宁省").trim_end_matches("人民法院")
}

/// The same without the city: `和平区`.
fn district(court: &Court) -> &str {
    place(court).trim_start_matches(court.city)
}

/// Where one place lies within another, the nearer one.
fn longest(mut found: Vec<&'static Court>) -> Vec<&'static Court> {
    let most = found.iter().map(|court| place(court).chars().count()).max().unwrap_or(0);
    found.retain(|court| place(court).chars().count() == most);
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cause::by_name;

    fn on(day: &str) -> Day {
        Day::parse(day).unwrap()
    }

    #[test]
    fn the_amount_leads_to_the_level_of_its_day() {
        let sale = by_name("买卖合同纠纷");
        let of =
            |yuan, across, day: &str| level(sale, Fen::yuan(yuan).unwrap(), across, on(day)).map(|(level, _)| level);
        for (yuan, across, day, wanted) in [
            (29_999_999, false, "2020-03-02", Level::Basic),
            (30_000_000, false, "2020-03-02", Level::Intermediate),
            (20_000_000, true, "2020-03-02", Level::Intermediate),
            (19_999_999, true, "2020-03-02", Level::Basic),
            (300_000_000, false, "2019-04-30", Level::High),
            (300_000_000, false, "2019-05-01", Level::Intermediate),
            (5_000_000_000, false, "2020-03-02", Level::High),
            (499_999_999, false, "2021-10-01", Level::Basic),
            (100_000_000, true, "2021-10-01", Level::Intermediate),
        ] {
            assert_eq!(of(yuan, across, day), Some(wanted), "{yuan} {across} {day}");
        }
        assert_eq!(of(1, false, "2015-04-30"), None);
        let crash = by_name("机动车交通事故责任纠纷");
        let divorce = by_name("离婚纠纷");
        for own in [crash, divorce] {
            let level = level(own, Fen::yuan(90_000_000).unwrap(), false, on("2020-03-02"));
            assert_eq!(level, Some((Level::Basic, "法发〔2015〕7号第四条")));
        }
    }

    #[test]
    fn an_address_leads_to_the_court_of_its_place() {
        let of = |address: &str| courts_of(address).iter().map(|court| court.code).collect::<Vec<_>>();
        assert_eq!(of("辽宁省沈阳市和平区南京街1号"), ["辽0102"]);
        assert_eq!(of("沈阳市沈河区青年大街2号"), ["辽0103"]);
        assert_eq!(of("和平区南京街1号"), ["辽0102"], "the district alone");
        assert_eq!(of("吉林省长春市朝阳区"), [""; 0]);
        assert_eq!(of("不知道"), [""; 0]);
        assert_eq!(of("沈阳市和平区上海路3号"), ["辽0102"], "a street called after another place");
        let shared = of("铁西区建设大路");
        assert!(shared.len() > 1, "two cities have one: {shared:?}");
        assert!(of("鞍山市铁西区").len() == 1 && of("鞍山市铁西区") != of("沈阳市铁西区"));
    }

    #[test]
    fn an_unsound_table_is_named() {
        let rule = |from: &str| {
            format!(
                "[[rule]]\nfrom = '{from}'\nsource = ''\nintermediate = {{ within = 1, across = 1 }}\nhigh = {{ within = 2, across = 2 }}\n"
            )
        };
        let basic = "[basic]\nsource = ''\ncauses = []";
        assert!(load(&format!("{}{}{basic}", rule("2020-01-01"), rule("2019-01-01"))).is_err());
        let unknown = "[basic]\nsource = ''\ncauses = ['没有']";
        assert_eq!(load(&format!("{}{unknown}", rule("2020-01-01"))).err().unwrap(), "没有 is no cause");
    }
}
