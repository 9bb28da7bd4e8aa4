//! The parties of a row: names in order, with their kinds and numbers beside them.

use court::old_cases::OldParty;
use law::case_number::Word;
use law::day::Day;
use law::identity::{CitizenId, CreditCode};

use crate::values::several;

/// Parties of one side at most.
const MOST: usize = 50;
/// Characters of a name at most.
const NAME: usize = 60;

/// What a fault of a side is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The names.
    Names,
    /// The kinds.
    Kinds,
    /// The numbers.
    Ids,
}

/// A side as its three cells tell it.
#[derive(Debug, Clone, Default)]
pub struct Side<'a> {
    /// Names.
    pub names: &'a str,
    /// Kinds.
    pub kinds: &'a str,
    /// Numbers.
    pub ids: &'a str,
}

/// Roles of the two sides under a type word, as the public pages know them.
pub fn roles(word: Word) -> (&'static str, &'static str) {
    match word.as_str() {
        "刑初" => ("prosecutor", "accused"),
        "执" | "执恢" => ("creditor", "debtor"),
        "法赔" | "委赔" => ("claimant", "respondent"),
        word if word.ends_with('终') => ("appellant", "appellee"),
        word if word.ends_with('初') => ("plaintiff", "defendant"),
        _ => ("applicant", "respondent"),
    }
}

/// Reads a side; what is wrong names its cell.
pub fn side(
    side: &Side<'_>,
    role: &'static str,
    today: Day,
) -> Result<Vec<OldParty>, Vec<(Part, String, &'static str)>> {
    let (names, kinds, ids) = (several(side.names), several(side.kinds), several(side.ids));
    let mut wrong = Vec::new();
    if names.len() > MOST {
        wrong.push((Part::Names, format!("一方有 {} 人，至多 {MOST} 人", names.len()), "人数更多的，写诉讼代表人。"));
    }
    for name in &names {
        if name.chars().count() > NAME {
            wrong.push((Part::Names, format!("姓名或者名称超过 {NAME} 个字"), "只写姓名或者登记的名称。"));
        }
        if name.chars().any(odd) {
            wrong.push((Part::Names, "姓名或者名称里有看不见的字符".to_owned(), "请删去后重新填写。"));
        }
    }
    if !matches!(kinds.len(), 1) && kinds.len() != names.len() {
        let told = match kinds.len() {
            0 => "没有写自然人还是单位".to_owned(),
            n => format!("有 {} 个姓名、{n} 个类型，对不上", names.len()),
        };
        wrong.push((Part::Kinds, told, "都一样的写一次；不一样的按次序写，用“；”隔开。"));
    }
    if !ids.is_empty() && ids.len() != names.len() {
        let told = format!("有 {} 个姓名、{} 个证件号，对不上", names.len(), ids.len());
        wrong.push((Part::Ids, told, "按姓名的次序写，不知道的写“-”，用“；”隔开。"));
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let mut parties = Vec::with_capacity(names.len());
    for (at, name) in names.iter().enumerate() {
        let kind = match kinds.get(at).or(kinds.first()).copied() {
            Some("自然人" | "个人") => "person",
            Some("单位" | "法人" | "非法人组织") => "organisation",
            other => {
                let told = format!("“{}”不是当事人的类型", crate::shown(other.unwrap_or("")));
                wrong.push((Part::Kinds, told, "写自然人或者单位。"));
                continue;
            }
        };
        match id(ids.get(at).copied().unwrap_or("-"), kind, today) {
            Ok(id) => parties.push(OldParty { role, kind, name: (*name).to_owned(), id }),
            Err(told) => wrong.push((Part::Ids, told, "请核对证件；不知道的写“-”。")),
        }
    }
    if wrong.is_empty() { Ok(parties) } else { Err(wrong) }
}

/// A number that was given is a right one.
fn id(text: &str, kind: &str, today: Day) -> Result<String, String> {
    match (text, kind) {
        ("-" | "—" | "－" | "无" | "/", _) => Ok(String::new()),
        (text, "person") => CitizenId::parse(text, today)
            .map(|id| id.as_str().to_owned())
            .map_err(|fault| format!("身份证号有误：{fault}")),
        (text, _) => CreditCode::parse(text)
            .map(|code| code.as_str().to_owned())
            .map_err(|fault| format!("统一社会信用代码有误：{fault}")),
    }
}

/// Controls, marks that turn a line round, characters without width.
fn odd(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(names: &str, kinds: &str, ids: &str) -> Result<Vec<OldParty>, Vec<Part>> {
        let today = Day::new(2020, 12, 31).unwrap();
        side(&Side { names, kinds, ids }, "plaintiff", today).map_err(|all| all.into_iter().map(|one| one.0).collect())
    }

    #[test]
    fn names_kinds_and_numbers_go_together() {
        let two = read("张三；某公司", "自然人；单位", "11010519491231002x；91350100M000100Y43").unwrap();
        assert_eq!((two[0].kind, two[0].id.as_str()), ("person", "11010519491231002X"));
        assert_eq!((two[1].kind, two[1].id.as_str()), ("organisation", "91350100M000100Y43"));
        let same = read("张三、李四", "自然人", "").unwrap();
        assert!(same.iter().all(|one| one.kind == "person" && one.id.is_empty()));
        assert_eq!(read("张三；李四", "自然人", "-；11010519491231002X").unwrap()[0].id, "");
    }

    #[test]
    fn what_is_wrong_names_its_cell() {
        assert_eq!(read("张三", "", ""), Err(vec![Part::Kinds]));
        assert_eq!(read("张三", "外星人", ""), Err(vec![Part::Kinds]));
        assert_eq!(read("张三；李四；王五", "自然人；单位", "-"), Err(vec![Part::Kinds, Part::Ids]));
        assert_eq!(read("张三", "自然人", "110105194912310021"), Err(vec![Part::Ids]));
        assert_eq!(read("张三", "单位", "11010519491231002X"), Err(vec![Part::Ids]), "a citizen is no company");
        assert_eq!(read(&"长".repeat(61), "自然人", ""), Err(vec![Part::Names]));
        assert_eq!(read("张\u{202e}三", "自然人", ""), Err(vec![Part::Names]));
        assert_eq!(read(&vec!["甲"; 51].join("；"), "自然人", ""), Err(vec![Part::Names]));
    }
}
