//! Tables of the report.

use std::collections::BTreeMap;

use datafusion::arrow::array::AsArray;
use datafusion::arrow::datatypes::Int64Type;
use law::court;
use serde_json::{Value as Json, json};

use crate::compute::{Stats, Value, ask};
use crate::definition::{Indicators, Kind};
use crate::error::StatsError;
use crate::figures::find;
use crate::filter::Scope;
use crate::rate;
use crate::sql;

/// A table: headings and rows of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Short name, the same in every year.
    pub key: &'static str,
    /// Title.
    pub title: &'static str,
    /// Headings of the columns; the first is of words, the others of numbers.
    pub headings: Vec<&'static str>,
    /// Rows, each as long as the headings.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    fn new(key: &'static str, title: &'static str, headings: &[&'static str]) -> Table {
        Table { key, title, headings: headings.to_vec(), rows: Vec::new() }
    }

    /// As JSON.
    pub(crate) fn json(&self) -> Json {
        json!({ "title": self.title, "headings": self.headings, "rows": self.rows })
    }

    /// As Markdown.
    pub(crate) fn markdown(&self) -> String {
        let line = |cells: &mut dyn Iterator<Item = &str>| format!("| {} |\n", cells.collect::<Vec<_>>().join(" | "));
        let mut out = format!("**{}**\n\n", self.title);
        out.push_str(&line(&mut self.headings.iter().copied()));
        out.push_str(&line(&mut self.headings.iter().enumerate().map(|(at, _)| if at == 0 { "---" } else { "---:" })));
        for row in &self.rows {
            out.push_str(&line(&mut row.iter().map(String::as_str)));
        }
        out
    }
}

/// 受理, 结案, 未结, 结案率.
#[derive(Default, Clone, Copy)]
struct Load {
    accepted: i64,
    concluded: i64,
}

impl Load {
    fn of(values: &[Value]) -> Load {
        let num = |id| find(values, id).map_or(0, |value| value.num);
        Load { accepted: num("C-001"), concluded: num("C-003") }
    }

    fn row(self, label: &str) -> Vec<String> {
        let rate = rate::basis_points(self.concluded, self.accepted).map_or("—".to_owned(), rate::printed);
        let cells = [self.accepted, self.concluded, self.accepted - self.concluded].map(|n| n.to_string());
        std::iter::once(label.to_owned()).chain(cells).chain([rate]).collect()
    }
}

const LOAD: [&str; 4] = ["受理（件）", "审结（件）", "未结（件）", "结案率（%）"];

fn load_table(key: &'static str, title: &'static str, label: &'static str) -> Table {
    Table::new(key, title, &std::iter::once(label).chain(LOAD).collect::<Vec<_>>())
}

/// Kinds of case by ranges of codes of the national table.
const KINDS: &[(&str, i64, i64)] = &[
    ("刑事", 201, 299),
    ("民事", 301, 399),
    ("行政", 401, 499),
    ("国家赔偿与司法救助", 501, 599),
    ("保全审查", 901, 999),
    ("执行", 1001, 1099),
    ("强制清算与破产", 1101, 1199),
    ("其他", 0, i64::MAX),
];

/// Caseload by kind of case.
pub(crate) async fn kinds(stats: &Stats, scope: &Scope) -> Result<Table, StatsError> {
    let mut wanted = sql::scoped(scope);
    wanted.push("counts = 1 AND accepted_month <= 12 AND left_month >= 1".to_owned());
    let text = format!(
        "SELECT CAST(word AS BIGINT) AS word, COUNT(*) AS accepted, COUNT(*) FILTER (WHERE closed_month BETWEEN 1 AND 12) AS concluded FROM facts WHERE {} GROUP BY word ORDER BY word",
        wanted.join(" AND ")
    );
    let mut sums: BTreeMap<usize, Load> = BTreeMap::new();
    for batch in ask(stats.context(), &text).await? {
        let [word, accepted, concluded] = batch.columns() else { continue };
        let cells = |column: &datafusion::arrow::array::ArrayRef| -> Vec<i64> {
            column.as_primitive::<Int64Type>().iter().map(Option::unwrap_or_default).collect()
        };
        for ((word, accepted), concluded) in cells(word).into_iter().zip(cells(accepted)).zip(cells(concluded)) {
            let kind = KINDS.iter().position(|(_, from, to)| (*from..=*to).contains(&word)).unwrap_or(KINDS.len());
            let load = sums.entry(kind).or_default();
            load.accepted += accepted;
            load.concluded += concluded;
        }
    }
    let mut table = load_table("kinds", "各类案件收结情况", "案件类型");
    let rows = sums.iter().filter_map(|(kind, load)| KINDS.get(*kind).map(|(name, _, _)| load.row(name)));
    table.rows = rows.collect();
    Ok(table)
}

/// Filings and closings by month.
pub(crate) fn months(values: &[Value]) -> Table {
    let mut table = Table::new("months", "各月收结情况", &["月份", "新收（件）", "审结（件）", "月末未结（件）"]);
    for month in 1..=12_u8 {
        let of = |id: &str| {
            values.iter().find(|v| v.filter.month == Some(month) && &*v.filter.indicator == id).map(|v| v.num)
        };
        if let (Some(filed), Some(closed), Some(open)) = (of("C-002"), of("C-003"), of("C-004")) {
            table.rows.push(vec![format!("{month}月"), filed.to_string(), closed.to_string(), open.to_string()]);
        }
    }
    table
}

fn loads(values: &[Value]) -> Vec<(&'static court::Court, Load)> {
    let one = |court: &'static court::Court| {
        let own: Vec<Value> = values.iter().filter(|v| v.filter.court == Some(court.id)).cloned().collect();
        (court, Load::of(&own))
    };
    court::courts().iter().map(one).filter(|(_, load)| load.accepted > 0).collect()
}

/// Caseload by city; the high court stands apart.
pub(crate) fn cities(values: &[Value]) -> Table {
    let mut table = load_table("cities", "各地区法院收结情况", "地区");
    let mut sums: Vec<(&'static str, Load)> = Vec::new();
    for (court, load) in loads(values) {
        let city = if court.level == court::Level::High { court.short } else { court.city };
        let at = sums.iter().position(|(one, _)| *one == city).unwrap_or_else(|| {
            sums.push((city, Load::default()));
            sums.len() - 1
        });
        if let Some((_, sum)) = sums.get_mut(at) {
            sum.accepted += load.accepted;
            sum.concluded += load.concluded;
        }
    }
    table.rows = sums.iter().map(|(city, load)| load.row(city)).collect();
    table
}

/// Caseload by court.
pub(crate) fn courts(values: &[Value]) -> Table {
    let mut table = load_table("courts", "各法院收结情况", "法院");
    table.rows = loads(values).iter().map(|(court, load)| load.row(court.short)).collect();
    table
}

/// The chapters' own tables: key, title and indicators.
const CHAPTERS: &[(&str, &str, &[&str])] = &[
    (
        "quality",
        "审判质效",
        &["I-031", "I-040", "I-050", "I-053", "I-060", "I-062", "I-065", "I-067", "I-069", "I-080", "I-085"],
    ),
    ("enforcement", "执行指标", &["K1", "K2", "K3", "K4", "E-002", "E-003", "E-006", "I-043"]),
    ("openness", "司法公开", &["O-001", "O-002", "O-003", "I-100", "I-101", "I-102", "I-103"]),
    (
        "mediation",
        "诉前调解与诉讼服务",
        &["S-010", "S-011", "S-012", "S-014", "S-025", "S-026", "S-032", "S-033", "S-040"],
    ),
];

/// Indicators by chapter: value, numerator and denominator.
pub(crate) fn chapters(indicators: &Indicators, values: &[Value]) -> Vec<Table> {
    let chapter = |(key, title, ids): &(&'static str, &'static str, &[&str])| {
        let mut table = Table::new(key, title, &["指标", "数值", "分子", "分母"]);
        for id in *ids {
            let (Some(indicator), Some(value)) = (indicators.get(id), find(values, id)) else { continue };
            if value.hundredths().is_none() || (value.den.is_none() && value.num == 0) {
                continue;
            }
            // a count and an amount are their own value: only a quotient has two sides
            let side = |n: Option<i64>| match n.filter(|_| value.kind.is_quotient()) {
                Some(n) => n.to_string(),
                None => "—".to_owned(),
            };
            let unit = match value.kind {
                Kind::Amount => "元",
                _ => indicator.unit.as_deref().unwrap_or(""),
            };
            let printed = format!("{}{unit}", value.printed());
            table.rows.push(vec![indicator.name.clone(), printed, side(Some(value.num)), side(value.den)]);
        }
        table
    };
    CHAPTERS.iter().map(chapter).collect()
}
