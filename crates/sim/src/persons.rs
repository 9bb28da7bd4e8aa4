//! Invented parties. Names are drawn, numbers are no real citizen's (region 999999, wrong check digit), addresses say 合成.

use serde::Serialize;

use crate::chance::Chance;
use law::court::Court;

const SURNAMES: &[&str] = &[
    "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "马", "朱", "胡", "郭", "何", "高", "林",
    "罗", "郑", "梁", "谢", "宋", "唐", "许", "韩", "冯", "邓", "曹", "彭", "曾", "肖", "田", "董", "袁", "潘", "于",
    "蒋", "蔡",
];
const GIVEN: &[&str] = &[
    "伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳", "杰", "娟", "涛", "明", "超", "秀", "霞",
    "平", "刚", "桂", "英", "华", "玉", "红", "志", "建", "春", "海",
];
const TRADES: &[&str] =
    &["商贸", "建筑工程", "物业服务", "供热", "机械制造", "餐饮管理", "运输", "科技", "农业发展", "房地产开发"];
const BRANDS: &[&str] = &["北辰", "东华", "鑫源", "恒泰", "中兴达", "隆盛", "安泰", "宏远", "金桥", "瑞丰"];

/// A party as the sealed field holds it.
#[derive(Debug, Clone, Serialize)]
pub struct Party {
    /// Address, marked 合成.
    pub address: String,
    /// Citizen or enterprise number, invalid on purpose.
    pub id: String,
    /// `person` or `company`.
    pub kind: &'static str,
    /// Name.
    pub name: String,
    /// Role (诉讼地位).
    pub role: &'static str,
}

fn one(list: &[&'static str], chance: &mut Chance) -> &'static str {
    let n = u64::try_from(list.len()).unwrap_or(1);
    let index = usize::try_from(chance.below(n)).unwrap_or(0);
    list.get(index).copied().unwrap_or("")
}

/// Draws a person's name.
pub fn name(chance: &mut Chance) -> String {
    let (surname, first) = (one(SURNAMES, chance), one(GIVEN, chance));
    format!("{surname}{first}{}", if chance.one_in(2, 3) { one(GIVEN, chance) } else { "" })
}

/// Draws a person's or a company's details.
fn party(court: &Court, role: &'static str, company: bool, chance: &mut Chance) -> Party {
    let city = court.city;
    if company {
        let name =
            format!("{}{}{}有限公司（合成）", city.trim_end_matches('市'), one(BRANDS, chance), one(TRADES, chance));
        let id = format!("99999999{:09}X", chance.below(1_000_000_000));
        return Party {
            address: format!("{city}合成路{}号", 1 + chance.below(900)), id, kind: "company", name, role
        };
    }
    let name = name(chance);
    let digits = format!(
        "999999{}{:02}{:02}{:03}",
        1950 + chance.below(52),
        1 + chance.below(12),
        1 + chance.below(28),
        chance.below(1000)
    );
    let id = format!("{digits}{}", wrong_check(&digits));
    Party {
        address: format!("{city}合成小区{}号楼{}室", 1 + chance.below(60), 101 + chance.below(2400)),
        id,
        kind: "person",
        name,
        role,
    }
}

/// A check digit that is not the right one (GB 11643), so that no such number can be anybody's.
fn wrong_check(digits: &str) -> char {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const RIGHT: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];
    let sum: u32 = digits.chars().filter_map(|c| c.to_digit(10)).zip(WEIGHTS).map(|(d, w)| d * w).sum();
    let next = usize::try_from((sum + 1) % 11).unwrap_or(0);
    RIGHT.get(next).copied().unwrap_or('0')
}

/// The parties of a matter of a type word.
pub fn parties(court: &Court, word: &str, chance: &mut Chance) -> Vec<Party> {
    let (first, second) = match word.chars().next() {
        Some('刑') => ("公诉机关", "被告人"),
        Some('执') => ("申请执行人", "被执行人"),
        Some('破') => ("申请人", "被申请人"),
        Some('司' | '法' | '委') => ("申请人", ""),
        Some('诉' | '信' | '财') => ("申请人", "被申请人"),
        _ if word.ends_with('终') => ("上诉人", "被上诉人"),
        _ if word.ends_with(['申', '再']) => ("再审申请人", "被申请人"),
        _ => ("原告", "被告"),
    };
    let mut list = Vec::with_capacity(2);
    if first == "公诉机关" {
        let office = format!("{}人民检察院（合成）", court.city);
        list.push(Party {
            address: court.city.to_owned(),
            id: String::new(),
            kind: "company",
            name: office,
            role: first,
        });
    } else {
        let company = chance.one_in(35, 100);
        list.push(party(court, first, company, chance));
    }
    if word.starts_with('行') {
        let office = format!("{}某行政机关（合成）", court.city);
        list.push(Party {
            address: court.city.to_owned(),
            id: String::new(),
            kind: "company",
            name: office,
            role: second,
        });
    } else if !second.is_empty() {
        let company = word == "破" || word == "破申" || (!word.starts_with('刑') && chance.one_in(25, 100));
        list.push(party(court, second, company, chance));
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_invented_number_has_a_right_check_digit() {
        const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
        let court = law::court::by_code("辽0102").unwrap();
        for n in 0..500 {
            let someone = party(court, "原告", false, &mut Chance::new(n, &[]));
            assert_eq!(someone.id.chars().count(), 18);
            assert!(someone.id.starts_with("999999") && someone.address.contains("合成"));
            let sum: u32 = someone.id.chars().zip(WEIGHTS).map(|(c, w)| c.to_digit(10).unwrap() * w).sum();
            let right = "10X98765432".chars().nth((sum % 11).try_into().unwrap()).unwrap();
            assert_ne!(someone.id.chars().last(), Some(right), "{}", someone.id);
        }
    }

    #[test]
    fn every_track_has_its_parties() {
        let court = law::court::by_code("辽01").unwrap();
        let roles =
            |word| -> Vec<&str> { parties(court, word, &mut Chance::new(1, &[])).iter().map(|p| p.role).collect() };
        assert_eq!(roles("民初"), ["原告", "被告"]);
        assert_eq!(roles("刑初"), ["公诉机关", "被告人"]);
        assert_eq!(roles("民终"), ["上诉人", "被上诉人"]);
        assert_eq!(roles("司救民"), ["申请人"]);
    }
}
