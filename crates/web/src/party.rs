//! The parties of a matter as the public may see them. The sealed field is opened in memory, masked, and forgotten.

use serde_json::Value;

use crate::mask::{Named, mask_all};
use crate::visible::brief;

/// Characters of a role or a name that are shown.
const LONGEST: usize = 80;

/// Parties on a case page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Parties {
    /// Role and masked name.
    Known(Vec<(String, String)>),
    /// The key was destroyed.
    Erased,
    /// The sealed text does not open with its key.
    Broken,
    /// Nothing was sealed.
    None,
}

const ROLES: [(&str, &str); 14] = [
    ("plaintiff", "原告"),
    ("defendant", "被告"),
    ("third_party", "第三人"),
    ("appellant", "上诉人"),
    ("appellee", "被上诉人"),
    ("applicant", "申请人"),
    ("respondent", "被申请人"),
    ("accused", "被告人"),
    ("prosecutor", "公诉机关"),
    ("debtor", "被执行人"),
    ("creditor", "申请执行人"),
    ("claimant", "请求人"),
    ("petitioner", "信访人"),
    ("victim", "被害人"),
];

impl Parties {
    /// Reads the opened text: a list of parties, or an object that holds one.
    pub fn read(opened: &str) -> Parties {
        let Ok(value) = serde_json::from_str::<Value>(opened) else {
            return Parties::None;
        };
        let list = match &value {
            Value::Array(list) => list.as_slice(),
            Value::Object(object) => {
                object.values().find_map(Value::as_array).map_or(std::slice::from_ref(&value), Vec::as_slice)
            }
            _ => &[],
        };
        let pairs: Vec<(String, Named)> = list.iter().filter_map(role_and_name).collect();
        if pairs.is_empty() {
            return Parties::None;
        }
        let (roles, names): (Vec<String>, Vec<Named>) = pairs.into_iter().unzip();
        let shown = |text: String| brief(&text, LONGEST);
        Parties::Known(roles.into_iter().map(shown).zip(mask_all(&names).into_iter().map(shown)).collect())
    }
}

fn role_and_name(party: &Value) -> Option<(String, Named)> {
    let name = party.get("name").and_then(Value::as_str)?;
    let role = ["role", "side"].iter().find_map(|key| party.get(key)).and_then(Value::as_str).unwrap_or("");
    let role = ROLES.iter().find(|(word, _)| *word == role).map_or(role, |(_, zh)| zh);
    let role = if role.is_empty() || role.is_ascii() { "当事人" } else { role };
    let person = party.get("kind").and_then(Value::as_str).map(|kind| kind == "person");
    Some((role.to_owned(), Named { name: name.to_owned(), person }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_masked_and_numbers_and_addresses_left_out() {
        let opened = r#"[{"address":"沈阳市","id":"210102199001010011","name":"张建国","role":"plaintiff"},
            {"name":"张建民","role":"被告"},{"name":"李四","side":"x"}]"#;
        let known = Parties::read(opened);
        let Parties::Known(pairs) = &known else { panic!("{known:?}") };
        let shown: Vec<String> = pairs.iter().map(|(role, name)| format!("{role}{name}")).collect();
        assert_eq!(shown, ["原告张某1", "被告张某2", "当事人李某"]);
        assert!(!format!("{known:?}").contains("2101021990"));
    }

    #[test]
    fn an_object_with_a_list_is_read_too() {
        let known = Parties::read(r#"{"parties":[{"name":"欧阳晓兰","role":"applicant"}],"v":1}"#);
        assert_eq!(known, Parties::Known(vec![("申请人".to_owned(), "欧阳某".to_owned())]));
    }

    #[test]
    fn what_is_no_list_of_parties_shows_nothing() {
        for opened in ["", "{}", "[]", "[1]", "秘密"] {
            assert_eq!(Parties::read(opened), Parties::None, "{opened}");
        }
    }
}
