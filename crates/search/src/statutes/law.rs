//! A law and its articles as they are read from a source (法律、条文), one wording each.

use std::fmt;

use judgment::numeral::{parse_prefix, to_chinese};
use law::day::Day;
use serde::{Deserialize, Serialize};

/// Kind of a text of law (文种).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 宪法
    Constitution,
    /// 法律
    Law,
    /// 立法解释
    Interpretation,
    /// 修正案
    Amendment,
    /// 决定
    Decision,
    /// 行政法规
    Regulation,
    /// 司法解释
    JudicialInterpretation,
    /// 地方性法规
    LocalRegulation,
    /// 其他
    Other,
}

impl Kind {
    /// Every kind with the words that name it.
    pub const ALL: [(Self, &'static str); 9] = [
        (Self::Constitution, "宪法"),
        (Self::Law, "法律"),
        (Self::Interpretation, "立法解释"),
        (Self::Amendment, "修正案"),
        (Self::Decision, "决定"),
        (Self::Regulation, "行政法规"),
        (Self::JudicialInterpretation, "司法解释"),
        (Self::LocalRegulation, "地方性法规"),
        (Self::Other, "其他"),
    ];

    /// The kind a source names; 修改决定 is a decision, an unknown word another kind.
    #[must_use]
    pub fn parse(word: &str) -> Self {
        let word = word.trim();
        let named = Self::ALL.iter().find(|(_, name)| *name == word).map(|(kind, _)| *kind);
        named.unwrap_or(if word.ends_with("决定") { Self::Decision } else { Self::Other })
    }

    /// Its name.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(kind, _)| *kind == self).map_or("其他", |(_, word)| word)
    }

    /// The kind a title shows, for sources that name none.
    #[must_use]
    pub fn of_title(title: &str) -> Self {
        let court = title.starts_with("最高人民法院") || title.starts_with("最高人民检察院");
        if title.contains("修正案") && !court {
            Self::Amendment
        } else if court {
            Self::JudicialInterpretation
        } else if title.starts_with("全国人民代表大会常务委员会关于") && title.ends_with("解释") {
            Self::Interpretation
        } else if title.ends_with("决定") {
            Self::Decision
        } else if title.ends_with("宪法") {
            Self::Constitution
        } else if title.ends_with('法') || title.ends_with("法典") {
            Self::Law
        } else if ["条例", "规定", "办法", "细则"].iter().any(|end| title.ends_with(end)) {
            Self::Regulation
        } else {
            Self::Other
        }
    }
}

/// Whether a wording is in force (时效性).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// 现行有效
    InForce,
    /// 已被修改
    Amended,
    /// 历史版本
    Historical,
    /// 已废止
    Repealed,
    /// 尚未施行
    Coming,
}

impl Status {
    /// Every status with its word.
    pub const ALL: [(Self, &'static str); 5] = [
        (Self::InForce, "现行有效"),
        (Self::Amended, "已被修改"),
        (Self::Historical, "历史版本"),
        (Self::Repealed, "已废止"),
        (Self::Coming, "尚未施行"),
    ];

    /// The status a source names; 尚未生效 and 未施行 are coming ones. Nothing for another word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        let word = word.trim();
        let named = Self::ALL.iter().find(|(_, name)| *name == word).map(|(status, _)| *status);
        named.or(match word {
            "有效" | "现行" => Some(Self::InForce),
            "失效" | "废止" => Some(Self::Repealed),
            "尚未生效" | "未施行" => Some(Self::Coming),
            _ => None,
        })
    }

    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(status, _)| *status == self).map_or("", |(_, word)| word)
    }
}

/// Number of an article (条号): 第一百三十三条之一 is 133 and 1. Zero where the text has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Number {
    /// Article.
    pub article: u32,
    /// 之一, 之二 …, or zero.
    pub suffix: u32,
}

impl Number {
    /// An article without a suffix.
    #[must_use]
    pub const fn new(article: u32) -> Self {
        Self { article, suffix: 0 }
    }

    /// Reads 第一百三十三条之一 at the start of the text: the number and how many bytes it takes.
    #[must_use]
    pub fn prefix(text: &str) -> Option<(Self, usize)> {
        let rest = text.strip_prefix('第')?;
        let (value, length) = parse_prefix(rest)?;
        let after = rest.get(length..)?.strip_prefix('条')?;
        let article = u32::try_from(value).ok()?;
        let head = text.len() - after.len();
        if let Some(rest) = after.strip_prefix('之')
            && let Some((value, length)) = parse_prefix(rest)
            && let Ok(suffix) = u32::try_from(value)
        {
            return Some((Self { article, suffix }, head + '之'.len_utf8() + length));
        }
        Some((Self::new(article), head))
    }

    /// Whether there is a number at all.
    #[must_use]
    pub const fn is_some(self) -> bool {
        self.article > 0
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.is_some() {
            return Ok(());
        }
        write!(f, "第{}条", to_chinese(u64::from(self.article)))?;
        if self.suffix > 0 {
            write!(f, "之{}", to_chinese(u64::from(self.suffix)))?;
        }
        Ok(())
    }
}

/// One article (条).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// Its id in the source.
    pub id: String,
    /// Its number.
    pub number: Number,
    /// Part, chapter and section above it (编、章、节), from the outermost, joined by a space.
    pub chapter: String,
    /// Its text without its number, one paragraph (款) a line.
    pub text: String,
}

/// One wording of a law.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Law {
    /// Its id in the source.
    pub id: String,
    /// Title as it is published: 中华人民共和国民法典.
    pub title: String,
    /// Kind.
    pub kind: Kind,
    /// Branch of the law it is filed under (法律部门), if the source says.
    pub branch: String,
    /// Who made it (制定机关), if the source says.
    pub issuer: String,
    /// Day this wording was made public (公布日期).
    pub published: Option<Day>,
    /// Day the law came into force (施行日期), often that of its first wording.
    pub effective: Option<Day>,
    /// What the source says of it.
    pub status: Status,
    /// Its articles in order.
    pub articles: Vec<Article>,
}

impl Law {
    /// The title without the State's name: 民法典.
    #[must_use]
    pub fn short_title(&self) -> &str {
        short_title(&self.title)
    }

    /// First day on which this wording can have bound anyone: in force and already published.
    #[must_use]
    pub fn since(&self) -> Option<Day> {
        self.effective.max(self.published)
    }
}

/// A title without the State's name.
#[must_use]
pub fn short_title(title: &str) -> &str {
    title.strip_prefix("中华人民共和国").filter(|rest| !rest.is_empty()).unwrap_or(title)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_and_written() {
        for (text, article, suffix, length) in [
            ("第一百三十三条之一 在道路上", 133, 1, "第一百三十三条之一".len()),
            ("第一千一百六十五条", 1165, 0, "第一千一百六十五条".len()),
            ("第20条之", 20, 0, "第20条".len()),
        ] {
            assert_eq!(Number::prefix(text), Some((Number { article, suffix }, length)), "{text}");
        }
        for text in ["第条", "一条", "第一章", "", "第99999999999999条"] {
            assert_eq!(Number::prefix(text), None, "{text}");
        }
        assert_eq!(Number { article: 133, suffix: 1 }.to_string(), "第一百三十三条之一");
        assert_eq!(Number::default().to_string(), "");
    }

    #[test]
    fn words_of_sources_are_kinds_and_statuses() {
        assert!(Kind::ALL.iter().all(|(kind, word)| Kind::parse(word) == *kind && kind.word() == *word));
        assert_eq!((Kind::parse("修改决定"), Kind::parse("通知")), (Kind::Decision, Kind::Other));
        assert!(
            Status::ALL.iter().all(|(status, word)| Status::parse(word) == Some(*status) && status.word() == *word)
        );
        assert_eq!((Status::parse("失效"), Status::parse("?")), (Some(Status::Repealed), None));
    }

    #[test]
    fn titles_show_their_kind() {
        for (title, kind) in [
            ("中华人民共和国刑法修正案（十一）", Kind::Amendment),
            ("最高人民法院关于民事诉讼证据的若干规定", Kind::JudicialInterpretation),
            ("全国人民代表大会常务委员会关于《中华人民共和国刑法》第三十条的解释", Kind::Interpretation),
            ("中华人民共和国民法典", Kind::Law),
            ("中华人民共和国宪法", Kind::Constitution),
            ("物业管理条例", Kind::Regulation),
            ("关于某事的通知", Kind::Other),
        ] {
            assert_eq!(Kind::of_title(title), kind, "{title}");
        }
    }

    #[test]
    fn a_wording_binds_once_it_is_both_in_force_and_public() {
        let day = |year| Day::new(year, 3, 1);
        let mut law = Law {
            id: "1".into(),
            title: "中华人民共和国甲法".into(),
            kind: Kind::Law,
            branch: String::new(),
            issuer: String::new(),
            published: day(2020),
            effective: day(1985),
            status: Status::InForce,
            articles: Vec::new(),
        };
        assert_eq!((law.short_title(), law.since()), ("甲法", day(2020)));
        law.effective = day(2021);
        assert_eq!(law.since(), day(2021));
    }
}
