//! Causes (案由): what a civil case is about, what a criminal case charges, what an administrative
//! case contests.
//!
//! The registers are data. They know names and their tree, not rules.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::data;
pub use crate::ids::CauseId;

/// Which list a cause stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// 民事案件案由, in force since 2026-01-01; older names are aliases.
    Civil,
    /// 罪名: the charges of the Criminal Law (刑法).
    Criminal,
    /// 行政案件案由.
    Administrative,
}

/// All lists.
pub const FAMILIES: [Family; 3] = [Family::Civil, Family::Criminal, Family::Administrative];

/// A cause (案由) or charge (罪名).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause {
    /// Stable number, never reused: civil from 10001, criminal from 20001, administrative from 30001.
    pub id: CauseId,
    /// Name in force.
    pub name: &'static str,
    /// The list it stands on.
    pub family: Family,
    /// Place in the list: `第一部分`, `十九`, `205`, `205.3`; digits for charges and
    /// administrative causes.
    pub code: &'static str,
    /// Depth in the tree, 1 at the top.
    pub level: u8,
    /// The cause it is part of.
    pub parent: Option<CauseId>,
    /// Names it had on older lists. A name that was split leads to the nearest cause that covers
    /// all its parts.
    pub aliases: Vec<&'static str>,
    /// Whether it counts among people's livelihood (民生领域): education, employment, medical
    /// care, housing, consumption, social insurance. Civil causes only.
    pub livelihood: bool,
}

struct Register {
    lists: [Vec<Cause>; 3],
    by_name: HashMap<&'static str, CauseId>,
}

static REGISTER: LazyLock<Register> = LazyLock::new(|| data::sound("causes_*.tsv", load()));

const TABLES: [(Family, &str); 3] = [
    (Family::Civil, include_str!("../../../data/causes_civil.tsv")),
    (Family::Criminal, include_str!("../../../data/causes_criminal.tsv")),
    (Family::Administrative, include_str!("../../../data/causes_administrative.tsv")),
];

const fn first_id(family: Family) -> u32 {
    match family {
        Family::Civil => 10_001,
        Family::Criminal => 20_001,
        Family::Administrative => 30_001,
    }
}

fn load() -> Result<Register, String> {
    let [civil, criminal, administrative] = TABLES.map(|(family, table)| list(family, table));
    let lists = [civil?, criminal?, administrative?];
    let mut by_name = HashMap::new();
    for cause in lists.iter().flatten() {
        // A part and its only section may share a name; the deeper one, on a later row, is meant.
        if let Some(other) = by_name.insert(cause.name, cause.id)
            && !is_within(&lists, cause, other)
        {
            return Err(format!("{} names two causes", cause.name));
        }
    }
    for cause in lists.iter().flatten() {
        for alias in &cause.aliases {
            if by_name.insert(alias, cause.id).is_some() {
                return Err(format!("{alias} names two causes"));
            }
        }
    }
    Ok(Register { lists, by_name })
}

fn list(family: Family, table: &'static str) -> Result<Vec<Cause>, String> {
    let first = first_id(family);
    let mut causes: Vec<Cause> = Vec::new();
    for [id, parent, level, code, name, aliases, livelihood] in data::rows::<7>(table)? {
        let number = |cell: &str| cell.parse::<u32>().map_err(|_| format!("{name}: `{cell}`"));
        let id = number(id)?;
        if usize::try_from(id - first) != Ok(causes.len()) {
            return Err(format!("{name}: id {id} is not its row"));
        }
        let parent = if parent.is_empty() { None } else { Some(number(parent)?) };
        if parent.is_some_and(|parent| parent >= id || parent < first) {
            return Err(format!("{name}: its parent does not come before it"));
        }
        causes.push(Cause {
            id: CauseId(id),
            name,
            family,
            code,
            level: level.parse().map_err(|_| format!("{name}: level `{level}`"))?,
            parent: parent.map(CauseId),
            aliases: data::list(aliases),
            livelihood: livelihood == "1",
        });
    }
    Ok(causes)
}

fn is_within(lists: &[Vec<Cause>; 3], cause: &Cause, other: CauseId) -> bool {
    let mut above = cause.parent;
    while let Some(id) = above {
        if id == other {
            return true;
        }
        above = find(lists, id).and_then(|cause| cause.parent);
    }
    false
}

fn find(lists: &[Vec<Cause>; 3], id: CauseId) -> Option<&Cause> {
    let [civil, criminal, administrative] = lists;
    let (list, family) = match id.0 {
        10_001..20_001 => (civil, Family::Civil),
        20_001..30_001 => (criminal, Family::Criminal),
        _ => (administrative, Family::Administrative),
    };
    let row = id.0.checked_sub(first_id(family))?;
    list.get(usize::try_from(row).ok()?)
}

/// The cause of a number.
pub fn cause(id: CauseId) -> Option<&'static Cause> {
    find(&REGISTER.lists, id)
}

/// The cause of a name in force or of an older name; [`Cause::family`] tells the list.
pub fn by_name(name: &str) -> Option<&'static Cause> {
    REGISTER.by_name.get(name).and_then(|id| cause(*id))
}

/// All causes of a list, in its order: a cause comes after the one it is part of.
pub fn causes(family: Family) -> &'static [Cause] {
    let [civil, criminal, administrative] = &REGISTER.lists;
    match family {
        Family::Civil => civil,
        Family::Criminal => criminal,
        Family::Administrative => administrative,
    }
}

impl Cause {
    /// The causes it is part of, nearest first.
    pub fn ancestors(&self) -> impl Iterator<Item = &'static Cause> + use<> {
        std::iter::successors(self.parent.and_then(cause), |above| above.parent.and_then(cause))
    }

    /// The causes that are directly part of it.
    pub fn children(&self) -> impl Iterator<Item = &'static Cause> + use<> {
        let id = self.id;
        causes(self.family).iter().filter(move |cause| cause.parent == Some(id))
    }

    /// Whether `other` is this cause or part of it.
    pub fn covers(&self, other: &Cause) -> bool {
        self.id == other.id || other.ancestors().any(|above| above.id == self.id)
    }

    /// Whether a case may be filed under it: headings of parts and sections only order the list.
    pub fn is_fileable(&self) -> bool {
        match self.family {
            Family::Civil | Family::Administrative => self.level >= 2,
            Family::Criminal => self.level >= 3,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_names_lead_to_the_cause() {
        for family in FAMILIES {
            for one in causes(family) {
                assert_eq!(cause(one.id), Some(one));
                let named = by_name(one.name).unwrap();
                assert!(one.covers(named), "{}", one.name);
                for alias in &one.aliases {
                    assert_eq!(by_name(alias), Some(one), "{alias}");
                }
            }
        }
        for id in [0, 10_000, 19_999, 20_000, 29_999, 30_000, 40_000] {
            assert_eq!(cause(CauseId(id)), None, "{id}");
        }
        assert_eq!(by_name("劳务"), None);
    }

    #[test]
    fn the_civil_list_has_twelve_parts_and_59_sections() {
        let level = |level| causes(Family::Civil).iter().filter(|one| one.level == level).count();
        assert_eq!([1, 2, 3, 4].map(level), [12, 59, 514, 470]);
        let loan = by_name("民间借贷纠纷").unwrap();
        assert_eq!((loan.code, loan.family), ("108.3", Family::Civil));
        let above: Vec<&str> = loan.ancestors().map(|one| one.name).collect();
        assert_eq!(above, ["借款合同纠纷", "合同纠纷", "合同、准合同纠纷"]);
    }

    #[test]
    fn the_criminal_law_knows_483_charges() {
        let charges = causes(Family::Criminal);
        assert_eq!(charges.iter().filter(|one| one.is_fileable()).count(), 483);
        assert_eq!(charges.iter().filter(|one| one.level == 1).count(), 10);
        let theft = by_name("盗窃罪").unwrap();
        assert_eq!(theft.ancestors().next().unwrap().name, "侵犯财产罪");
        assert!(!by_name("侵犯财产罪").unwrap().is_fileable());
    }

    #[test]
    fn administrative_acts_are_of_22_kinds() {
        let kinds = causes(Family::Administrative).iter().filter(|one| one.level == 2).count();
        assert_eq!(kinds, 22);
        assert_eq!(by_name("行政裁决").unwrap().children().count(), 14);
        assert_eq!(by_name("行政拘留").unwrap().family, Family::Administrative);
    }

    #[test]
    fn older_names_lead_to_the_cause_in_force() {
        for (old, new) in [
            ("生命权、健康权、身体权纠纷", "生命权、身体权、健康权纠纷"),
            ("居间合同纠纷", "中介合同纠纷"),
            ("网络购物合同纠纷", "信息网络买卖合同纠纷"),
            ("专利代理合同纠纷", "知识产权合同纠纷"),
            ("生产、销售假药罪", "生产、销售、提供假药罪"),
            ("非法猎捕、杀害珍贵、濒危野生动物罪", "危害珍贵、濒危野生动物罪"),
        ] {
            assert_eq!(by_name(old).unwrap().name, new);
        }
    }

    #[test]
    fn a_name_given_twice_means_the_deeper_cause() {
        let unjust = by_name("不当得利纠纷").unwrap();
        assert_eq!((unjust.level, unjust.code), (3, "148"));
        assert_eq!(by_name("第三人撤销之诉").unwrap().code, "511");
    }

    #[test]
    fn livelihood_covers_its_six_fields() {
        for name in [
            "教育培训合同纠纷",
            "追索劳动报酬纠纷",
            "医疗损害责任纠纷",
            "商品房销售合同纠纷",
            "物业服务合同纠纷",
            "旅游合同纠纷",
            "养老保险待遇纠纷",
        ] {
            assert!(by_name(name).unwrap().livelihood, "{name}");
        }
        for name in ["民间借贷纠纷", "股权转让纠纷", "盗窃罪", "工伤认定"] {
            assert!(!by_name(name).is_some_and(|one| one.livelihood), "{name}");
        }
        let part = causes(Family::Civil).iter().find(|one| one.code == "第七部分").unwrap();
        let labour = causes(Family::Civil).iter().filter(|one| part.covers(one));
        assert!(labour.clone().count() > 20 && labour.clone().all(|one| one.livelihood));
    }

    #[test]
    fn a_table_that_contradicts_itself_is_refused() {
        let refused = |rows: &str| {
            let table: &'static str = Box::leak(format!("head\n{rows}").into_boxed_str());
            list(Family::Civil, table).err().unwrap()
        };
        assert!(refused("10002\t\t1\t一\t甲\t\t\n").contains("not its row"));
        assert!(refused("10001\t10001\t1\t一\t甲\t\t\n").contains("parent"));
        assert!(refused("10001\t\tx\t一\t甲\t\t\n").contains("level"));
        assert!(refused("10001\t\t1\t一\t甲\t\n").contains("6 cells"));
    }
}
