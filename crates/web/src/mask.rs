//! Names on public pages: a person's given name becomes 某, an organisation keeps its name (openness O-030, O-031).
//! It only hides; it never opens a sealed field.

const COMPOUND: &[&str] = &[
    "欧阳", "司马", "上官", "诸葛", "司徒", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "长孙", "宇文", "夏侯",
    "轩辕", "端木", "呼延", "南宫", "独孤", "闻人", "申屠", "太史", "澹台", "赫连", "百里", "钟离", "淳于", "单于",
];

const ORGANISATIONS: &[&str] = &[
    "公司",
    "厂",
    "局",
    "院",
    "部",
    "会",
    "所",
    "社",
    "站",
    "店",
    "行",
    "中心",
    "政府",
    "学校",
    "大学",
    "集团",
    "机关",
    "委员会",
    "合作社",
    "检察院",
    "银行",
    "支行",
    "分公司",
    "事务所",
    "大队",
    "支队",
    "街道办事处",
    "村",
    "队",
];

/// Whether a name is an organisation's, by its ending.
fn is_organisation(name: &str) -> bool {
    name.chars().count() > 4 && ORGANISATIONS.iter().any(|ending| name.ends_with(ending))
}

/// A name and whether it is a person's; none when the record does not say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The name.
    pub name: String,
    /// A person, an organisation, or not said.
    pub person: Option<bool>,
}

/// The surname of a person; none for an organisation, whose name is shown whole.
fn seen(named: &Named) -> Option<String> {
    let name: String = named.name.chars().filter(|c| !c.is_whitespace()).collect();
    let person = named.person.unwrap_or_else(|| !is_organisation(&name));
    if name.is_empty() || !person {
        return None;
    }
    let compound = COMPOUND.iter().find(|surname| name.starts_with(*surname) && name.chars().count() > 2);
    Some(match compound {
        Some(surname) => (*surname).to_owned(),
        None => name.chars().take(1).collect(),
    })
}

/// Masks the names of one matter. Several persons of one surname are told apart by digits in order of appearance
/// (张某1, 张某2); a person alone has none.
pub fn mask_all(names: &[Named]) -> Vec<String> {
    let surnames: Vec<Option<String>> = names.iter().map(seen).collect();
    let mut masked = Vec::with_capacity(names.len());
    for (place, (named, surname)) in names.iter().zip(&surnames).enumerate() {
        let Some(surname) = surname else {
            masked.push(named.name.trim().to_owned());
            continue;
        };
        let same = surnames.iter().filter(|other| other.as_ref() == Some(surname)).count();
        let before = surnames.iter().take(place).filter(|other| other.as_ref() == Some(surname)).count();
        masked.push(if same > 1 { format!("{surname}某{}", before + 1) } else { format!("{surname}某") });
    }
    masked
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masked(names: &[&str]) -> Vec<String> {
        let names: Vec<Named> = names.iter().map(|name| Named { name: (*name).to_owned(), person: None }).collect();
        mask_all(&names)
    }

    #[test]
    fn o_031_a_given_name_becomes_one_mou() {
        assert_eq!(masked(&["李明", "王芳芳"]), ["李某", "王某"]);
        assert_eq!(masked(&["张　伟"]), ["张某"]);
    }

    #[test]
    fn o_030_persons_of_one_surname_are_told_apart() {
        assert_eq!(masked(&["张建国", "李明", "张建民"]), ["张某1", "李某", "张某2"]);
    }

    #[test]
    fn compound_surnames_stay_whole() {
        assert_eq!(masked(&["欧阳晓兰", "欧阳"]), ["欧阳某", "欧某"]);
    }

    #[test]
    fn organisations_keep_their_names() {
        assert_eq!(
            masked(&["沈阳合成机械有限公司", "大连某某银行股份有限公司西岗支行"]),
            ["沈阳合成机械有限公司", "大连某某银行股份有限公司西岗支行"]
        );
        assert_eq!(masked(&["高会", "张村"]), ["高某", "张某"]);
    }

    #[test]
    fn what_the_record_says_goes_before_the_ending() {
        let named = |name: &str, person| Named { name: name.to_owned(), person: Some(person) };
        assert_eq!(
            mask_all(&[named("沈阳恒泰供热有限公司（合成）", false), named("欧阳大会", true)]),
            ["沈阳恒泰供热有限公司（合成）", "欧阳某"]
        );
    }
}
