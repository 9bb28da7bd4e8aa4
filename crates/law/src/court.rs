//! The courts of the province (法院): who they are and where their appeals go.
//!
//! The register is data (`data/courts.tsv`). It knows no cases and no judges.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::data;
pub use crate::ids::CourtId;

/// Level of a court (审级).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// High court (高级人民法院).
    High,
    /// Intermediate court (中级人民法院), special ones included.
    Intermediate,
    /// Basic court (基层人民法院).
    Basic,
}

impl Level {
    /// The short Chinese name of the level.
    pub const fn name(self) -> &'static str {
        match self {
            Level::High => "高院",
            Level::Intermediate => "中院",
            Level::Basic => "基层",
        }
    }
}

/// A court of the province.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Court {
    /// Number in the register; row of the table, never reused.
    pub id: CourtId,
    /// Court code (法院代字) such as `辽0102`, in the form that new case numbers carry.
    pub code: &'static str,
    /// Full name.
    pub name: &'static str,
    /// Name short enough for a table; unique in the province.
    pub short: &'static str,
    /// Level.
    pub level: Level,
    /// City of the seat (所在市).
    pub city: &'static str,
    /// The court that hears its appeals (上诉法院); the high court has none in the province.
    pub parent: Option<CourtId>,
    /// Other codes and former names under which it is still found (case-numbers CN-010, CN-054).
    pub aliases: Vec<&'static str>,
    /// How sure the code is.
    pub sure: Sure,
}

/// How a court's code is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sure {
    /// Seen together with the court's name, or fixed by the text of the rule.
    Verified,
    /// Derived from the division code by rule (case-numbers CN-051, CN-052).
    Rule,
    /// Inferred from the order of the national list.
    Inferred,
    /// From memory.
    Memory,
}

struct Register {
    courts: Vec<Court>,
    by_code: HashMap<&'static str, usize>,
    by_name: HashMap<&'static str, usize>,
}

static REGISTER: LazyLock<Register> =
    LazyLock::new(|| data::sound("courts.tsv", load(include_str!("../../../data/courts.tsv"))));

fn load(table: &'static str) -> Result<Register, String> {
    let mut courts: Vec<Court> = Vec::new();
    let mut by_code = HashMap::new();
    let mut by_name = HashMap::new();
    for [id, code, name, short, level, city, parent, aliases, sure] in data::rows::<9>(table)? {
        let row = courts.len();
        let id = CourtId(id.parse().map_err(|_| format!("{name}: id {id}"))?);
        if usize::from(id.0) != row + 1 {
            return Err(format!("{name}: id {} is not its row", id.0));
        }
        let parent = match parent {
            "" => None,
            text => Some(CourtId(text.parse().map_err(|_| format!("{name}: parent {text}"))?)),
        };
        let court = Court {
            id,
            code,
            name,
            short,
            level: level_of(level)?,
            city,
            parent,
            aliases: data::list(aliases),
            sure: sure_of(sure)?,
        };
        for key in [code].iter().chain(&court.aliases) {
            if by_code.insert(*key, row).is_some() {
                return Err(format!("{key} names two courts"));
            }
        }
        for key in [name, short].iter().chain(&court.aliases) {
            if by_name.insert(*key, row).is_some_and(|other| other != row) {
                return Err(format!("{key} names two courts"));
            }
        }
        courts.push(court);
    }
    Ok(Register { courts, by_code, by_name })
}

fn level_of(text: &str) -> Result<Level, String> {
    match text {
        "high" => Ok(Level::High),
        "intermediate" => Ok(Level::Intermediate),
        "basic" => Ok(Level::Basic),
        other => Err(format!("level {other}")),
    }
}

fn sure_of(text: &str) -> Result<Sure, String> {
    match text {
        "V" => Ok(Sure::Verified),
        "R" => Ok(Sure::Rule),
        "I" => Ok(Sure::Inferred),
        "M" => Ok(Sure::Memory),
        other => Err(format!("sure {other}")),
    }
}

/// All courts of the province, in the order of their numbers.
pub fn courts() -> &'static [Court] {
    &REGISTER.courts
}

/// The court of a number.
pub fn court(id: CourtId) -> Option<&'static Court> {
    let row = usize::from(id.0).checked_sub(1)?;
    REGISTER.courts.get(row)
}

/// The court of a code such as `辽0102`; codes it carried before are accepted (case-numbers CN-054).
pub fn by_code(code: &str) -> Option<&'static Court> {
    REGISTER.by_code.get(code).and_then(|row| REGISTER.courts.get(*row))
}

/// The court of a full, short or former name.
pub fn by_name(name: &str) -> Option<&'static Court> {
    REGISTER.by_name.get(name).and_then(|row| REGISTER.courts.get(*row))
}

impl Court {
    /// The courts whose appeals come here.
    pub fn children(&self) -> impl Iterator<Item = &'static Court> + use<> {
        let id = self.id;
        courts().iter().filter(move |court| court.parent == Some(id))
    }

    /// The court that hears its appeals within the province (case-numbers §5).
    pub fn appeals_to(&self) -> Option<&'static Court> {
        self.parent.and_then(court)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_province_has_128_courts() {
        let count = |level| courts().iter().filter(|court| court.level == level).count();
        assert_eq!(courts().len(), 128);
        assert_eq!(count(Level::High), 1);
        assert_eq!(count(Level::Intermediate), 17);
        assert_eq!(count(Level::Basic), 110);
        let sure = |sure| courts().iter().filter(|court| court.sure == sure).count();
        assert_eq!([Sure::Inferred, Sure::Memory, Sure::Rule, Sure::Verified].map(sure), [4, 6, 93, 25]);
    }

    #[test]
    fn a_number_is_the_row_and_names_are_unique() {
        for (row, one) in courts().iter().enumerate() {
            assert_eq!(usize::from(one.id.0), row + 1);
            assert_eq!(court(one.id), Some(one));
            assert_eq!(by_code(one.code), Some(one));
            assert_eq!(by_name(one.name), Some(one));
            assert_eq!(by_name(one.short), Some(one));
        }
        assert_eq!(court(CourtId(0)), None);
        assert_eq!(court(CourtId(129)), None);
        assert_eq!(by_code("辽9999"), None);
    }

    #[test]
    fn cn_010_old_and_new_codes_name_one_court() {
        let liaozhong = by_code("辽0122").unwrap();
        assert_eq!(liaozhong.name, "沈阳市辽中区人民法院");
        assert_eq!(by_code("辽0115"), Some(liaozhong));
        assert_eq!(by_code("辽1121"), by_code("辽1104"));
        assert_eq!(by_name("大洼县人民法院"), by_code("辽1104"));
    }

    #[test]
    fn cn_051_appeals_go_up_by_the_first_two_digits() {
        let high = by_code("辽").unwrap();
        for one in courts() {
            let above = one.appeals_to();
            match one.level {
                Level::High => assert_eq!(above, None),
                Level::Intermediate => assert_eq!(above, Some(high)),
                Level::Basic => {
                    let prefix: String = one.code.chars().take(3).collect();
                    assert_eq!(above.unwrap().code, prefix);
                }
            }
        }
        assert_eq!(high.children().count(), 17);
        assert_eq!(by_code("辽72").unwrap().children().count(), 0);
        assert_eq!(by_code("辽71").unwrap().children().count(), 4);
        assert_eq!(by_code("辽01").unwrap().children().count(), 15);
        assert_eq!(by_code("辽7401").unwrap().appeals_to().unwrap().short, "辽河中院");
    }

    #[test]
    fn a_table_that_contradicts_itself_is_refused() {
        const HEAD: &str = "id\tcode\tname\tshort\tlevel\tcity\tparent\taliases\tsure\n";
        let refused = |rows: &str| {
            let table: &'static str = Box::leak(format!("{HEAD}{rows}").into_boxed_str());
            load(table).err().unwrap()
        };
        assert!(refused("2\t辽\t甲\t甲\thigh\t沈阳市\t\t\tV\n").contains("not its row"));
        assert!(refused("1\t辽\t甲\t甲\ttop\t沈阳市\t\t\tV\n").contains("level top"));
        assert!(refused("1\t辽\t甲\t甲\thigh\t沈阳市\t\t\tX\n").contains("sure X"));
        let twice = "1\t辽\t甲\t甲\thigh\t沈阳市\t\t\tV\n2\t辽\t乙\t乙\tbasic\t沈阳市\t1\t\tV\n";
        assert!(refused(twice).contains("two courts"));
    }
}
