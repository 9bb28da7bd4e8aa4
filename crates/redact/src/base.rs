//! What is left of a name (O-030, O-031): the surname and 某, the first character and 某, or the first letter.

use crate::case::{Nature, Person, Style};
use crate::words::{is_compound_surname, is_han};

/// A token without its digit: what stands before the digit, and what after.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Base {
    /// 张某, 欧阳某, J; of a unit its place and 某.
    pub head: String,
    /// Of a unit its trade and form; of a person nothing.
    pub tail: String,
}

impl Base {
    /// The token with a digit, or without.
    #[must_use]
    pub fn token(&self, digit: Option<u32>) -> String {
        match digit {
            Some(digit) => format!("{}{digit}{}", self.head, self.tail),
            None => format!("{}{}", self.head, self.tail),
        }
    }
}

/// The surname, or what is kept in its place.
#[must_use]
pub fn kept(person: &Person) -> String {
    let name = person.name.trim();
    let first: String = name.chars().take(1).collect();
    if name.chars().next().is_some_and(|c| c.is_alphabetic() && !is_han(c)) {
        return first.to_uppercase();
    }
    let surname = person.surname.as_deref().map(str::trim);
    if let Some(surname) = surname.filter(|surname| !surname.is_empty() && name.starts_with(*surname)) {
        return surname.to_owned();
    }
    let minority = person.ethnicity.as_deref().is_some_and(|group| !group.is_empty() && !group.starts_with('汉'));
    if minority || person.foreign || name.contains(['·', '•', '‧', '.', '．', '・']) {
        return first;
    }
    let two: String = name.chars().filter(|c| !c.is_whitespace()).take(2).collect();
    if name.chars().filter(|c| !c.is_whitespace()).count() > 2 && is_compound_surname(&two) { two } else { first }
}

/// The base of somebody's token.
#[must_use]
pub fn base(person: &Person, style: Style) -> Base {
    if person.nature == Nature::Unit {
        return unit_base(&person.name);
    }
    let kept = kept(person);
    if kept.chars().all(|c| !is_han(c)) {
        return Base { head: kept, tail: String::new() };
    }
    let given = person.name.chars().filter(|c| !c.is_whitespace()).count().saturating_sub(kept.chars().count()).max(1);
    let many = match style {
        Style::Mou => 1,
        Style::MouPerChar => given.min(4),
    };
    Base { head: kept + &"某".repeat(many), tail: String::new() }
}

/// A unit keeps its place, its trade and its form; the trade name (字号) goes.
fn unit_base(name: &str) -> Base {
    const TRADES: &[&str] = &[
        "商贸",
        "贸易",
        "建筑",
        "工程",
        "科技",
        "物业",
        "食品",
        "房地产",
        "置业",
        "运输",
        "物流",
        "餐饮",
        "农业",
        "机械",
        "电子",
        "网络",
        "信息",
        "文化",
        "传媒",
        "投资",
        "担保",
        "劳务",
        "装饰",
        "服装",
        "化工",
        "医药",
        "汽车",
        "保险",
        "租赁",
        "实业",
        "集团",
        "有限",
        "股份",
        "制造",
        "咨询",
        "管理",
        "服务",
        "材料",
        "家具",
        "教育",
        "旅游",
        "酒店",
        "超市",
        "医院",
        "学校",
    ];
    let place = place_end(name);
    let (head, rest) = name.split_at_checked(place).unwrap_or(("", name));
    // a trade name has two characters at least
    let from = rest.char_indices().nth(1).map_or(rest.len(), |(at, _)| at);
    let cut =
        TRADES.iter().filter_map(|trade| rest.get(from..).and_then(|rest| rest.find(trade))).min().map(|at| at + from);
    let cut = cut.or_else(|| rest.char_indices().nth(2).map(|(at, _)| at)).unwrap_or(rest.len());
    Base { head: format!("{head}某"), tail: rest.get(cut..).unwrap_or("").to_owned() }
}

/// Where the place at the beginning of a unit's name ends.
fn place_end(name: &str) -> usize {
    const PLACES: &[&str] = &[
        "沈阳",
        "大连",
        "鞍山",
        "抚顺",
        "本溪",
        "丹东",
        "锦州",
        "营口",
        "阜新",
        "辽阳",
        "盘锦",
        "铁岭",
        "朝阳",
        "葫芦岛",
        "北京",
        "上海",
        "天津",
        "重庆",
        "辽宁",
        "吉林",
        "黑龙江",
        "河北",
        "山东",
        "江苏",
        "浙江",
        "广东",
        "中国",
    ];
    let marked = name.char_indices().take(9).filter(|(_, c)| matches!(c, '省' | '市' | '县' | '区')).last();
    if let Some((at, c)) = marked {
        return at + c.len_utf8();
    }
    PLACES.iter().find(|place| name.starts_with(**place)).map_or(0, |place| place.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::Role;

    fn token(name: &str) -> String {
        base(&Person::new(name, Role::Party), Style::Mou).token(None)
    }

    #[test]
    fn o_030_han_compound_translated_and_latin_names() {
        for (name, is) in [
            ("张建国", "张某"),
            ("欧阳晓兰", "欧阳某"),
            ("东方", "东某"),
            ("约翰·史密斯", "约某"),
            ("John Smith", "J"),
            ("张　伟", "张某"),
        ] {
            assert_eq!(token(name), is, "{name}");
        }
    }

    #[test]
    fn o_030_the_registered_surname_decides() {
        let person = Person { surname: Some("第五".into()), ..Person::new("第五伦", Role::Party) };
        assert_eq!(kept(&person), "第五");
        let person = Person { surname: Some("欧".into()), ..Person::new("欧阳春", Role::Party) };
        assert_eq!(kept(&person), "欧");
        let person = Person { ethnicity: Some("蒙古族".into()), ..Person::new("呼延图雅", Role::Party) };
        assert_eq!(kept(&person), "呼");
        let person = Person { ethnicity: Some("汉族".into()), ..Person::new("呼延图雅", Role::Party) };
        assert_eq!(kept(&person), "呼延");
    }

    #[test]
    fn o_031_one_mou_or_one_for_each_character() {
        let person = Person::new("张建国", Role::Party);
        assert_eq!(base(&person, Style::MouPerChar).token(Some(2)), "张某某2");
    }

    #[test]
    fn practice_of_2024_keeps_place_and_trade_of_a_unit() {
        let unit = |name| base(&Person::unit(name, Role::Party), Style::Mou);
        assert_eq!(unit("沈阳李明商贸有限公司").token(Some(1)), "沈阳某1商贸有限公司");
        assert_eq!(unit("大连市甲乙有限公司").token(None), "大连市某有限公司");
    }
}
