//! Cross-region filing (跨域立案): which courts take in for which, and for what kinds of cases, by date. Data
//! (`data/cross_region.toml`, services §3).

use std::sync::LazyLock;

use serde::Deserialize;

use crate::case_number::Word;
use crate::court::{Court, Level};
use crate::data;
use crate::day::Day;

/// What holds from a day on.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Stage {
    from: Day,
    levels: Vec<Level>,
    words: Vec<Word>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    stage: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    from: Day,
    levels: Vec<String>,
    words: Vec<String>,
    #[serde(rename = "source")]
    _source: String,
}

static STAGES: LazyLock<Vec<Stage>> =
    LazyLock::new(|| data::sound("cross_region.toml", load(include_str!("../../../data/cross_region.toml"))));

fn load(text: &str) -> Result<Vec<Stage>, String> {
    let file: File = toml::from_str(text).map_err(|error| error.to_string())?;
    let stage = |row: Row| {
        let level = |name: &String| match name.as_str() {
            "high" => Ok(Level::High),
            "intermediate" => Ok(Level::Intermediate),
            "basic" => Ok(Level::Basic),
            other => Err(format!("no level {other}")),
        };
        let word = |text: &String| Word::parse(text).ok_or_else(|| format!("no type word {text}"));
        Ok(Stage {
            from: row.from,
            levels: row.levels.iter().map(level).collect::<Result<_, String>>()?,
            words: row.words.iter().map(word).collect::<Result<_, String>>()?,
        })
    };
    let stages: Vec<Stage> = file.stage.into_iter().map(stage).collect::<Result<_, String>>()?;
    if stages.is_sorted_by_key(|stage| stage.from) { Ok(stages) } else { Err("stages out of order".to_owned()) }
}

/// Why a court may not take in a case of a kind for another on a day; none when it may.
pub fn against(word: Word, takes: &Court, decides: &Court, on: Day) -> Option<String> {
    if takes.id == decides.id {
        return Some("向本院提交的不是跨域立案，请按窗口收件办理".to_owned());
    }
    let Some(stage) = STAGES.iter().rev().find(|stage| stage.from <= on) else {
        return Some("2019年12月25日以前还没有跨域立案；请当事人直接向管辖法院提交".to_owned());
    };
    if let Some(court) = [takes, decides].into_iter().find(|court| !stage.levels.contains(&court.level)) {
        return Some(format!("{}现在还不办理跨域立案；请当事人直接向管辖法院提交", court.name));
    }
    let fits = stage.words.contains(&word);
    (!fits).then(|| format!("“{word}”案件现在还不能跨域立案；请当事人直接向管辖法院提交"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::court::by_code;

    fn refused(word: &str, takes: &str, decides: &str, on: &str) -> bool {
        let (takes, decides) = (by_code(takes).unwrap(), by_code(decides).unwrap());
        against(Word::parse(word).unwrap(), takes, decides, Day::parse(on).unwrap()).is_some()
    }

    #[test]
    fn services_3_kinds_and_levels_follow_the_date() {
        for (word, takes, decides, on, no) in [
            ("民初", "辽0102", "辽0103", "2019-12-24", true),
            ("民初", "辽0102", "辽0103", "2019-12-25", false),
            ("行初", "辽01", "辽0202", "2020-03-02", false),
            ("执", "辽0102", "辽0103", "2020-03-02", false),
            ("民申", "辽0102", "辽01", "2020-03-02", true),
            ("民申", "辽0102", "辽01", "2021-02-01", false),
            ("法赔", "辽0102", "辽0103", "2021-01-31", true),
            ("法赔", "辽0102", "辽0103", "2021-02-01", false),
            ("民初", "辽0102", "辽", "2021-01-31", true),
            ("民初", "辽", "辽0102", "2021-02-01", false),
            ("民终", "辽0102", "辽01", "2021-02-01", true),
            ("民初", "辽0102", "辽0102", "2020-03-02", true),
        ] {
            assert_eq!(refused(word, takes, decides, on), no, "{word} {takes} {decides} {on}");
        }
    }

    #[test]
    fn a_table_out_of_order_or_of_no_word_is_refused() {
        let row = |from: &str, word: &str| {
            format!("[[stage]]\nfrom = \"{from}\"\nlevels = [\"basic\"]\nwords = [\"{word}\"]\nsource = \"x\"\n")
        };
        assert!(load(&row("2020-01-01", "民初")).is_ok());
        assert!(load(&row("2020-01-01", "民末")).is_err());
        assert!(load(&(row("2021-01-01", "民初") + &row("2020-01-01", "民初"))).is_err());
    }
}
