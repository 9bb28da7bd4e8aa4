//! `mingjing report` and `mingjing stats`: figures computed from the logs, never typed in.

use std::path::Path;

use law::ids::CourtId;
use stats::{Convention, Period, Scope, Stats, Value};
use web::report::Format;

use crate::args::{By, Global, ReportFormat, StatsFormat};
use crate::output;
use crate::run::{Failure, catch_up, court_of, input, open_existing};

/// The statistics of a year of a database.
async fn load(db: &str, data: &Path, year: u16) -> Result<Stats, Failure> {
    let docket = open_existing(db).await?;
    catch_up(&docket).await?;
    let year = i16::try_from(year).map_err(|_| Failure::Input(format!("年度 {year} 不正确")))?;
    let period = Period::new(year, Convention::Natural).map_err(input)?;
    Stats::open(&docket, &columns(db, data), period).await.map_err(input)
}

/// Where a database's columns are kept: a folder of its own, so that two databases never share a file.
pub fn columns(db: &str, data: &Path) -> std::path::PathBuf {
    let name: String = db.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    data.join("columns").join(name.trim_matches('-'))
}

fn id_of(court: Option<&str>) -> Result<Option<CourtId>, Failure> {
    Ok(court.map(court_of).transpose()?.map(|court| court.id))
}

/// Writes the statistical part of the work report.
pub async fn report(
    global: &Global,
    year: u16,
    court: Option<&str>,
    format: ReportFormat,
    to: Option<&Path>,
) -> Result<(), Failure> {
    let court = id_of(court)?;
    let format = match format {
        ReportFormat::Md if !global.json => Format::Md,
        ReportFormat::Md | ReportFormat::Json => Format::Json,
        ReportFormat::Pdf => Format::Pdf,
        ReportFormat::Docx => Format::Docx,
    };
    if to.is_none() && matches!(format, Format::Pdf | Format::Docx) && output::is_terminal() {
        return Err(Failure::Input(format!(
            "{0} 文件不能写到终端；请用 --output 报告.{0} 指定文件，或把输出转到文件",
            format.extension()
        )));
    }
    let stats = load(&global.db, &global.data, year).await?;
    let report = stats.report(court).await.map_err(input)?;
    let file = web::report::file(&report, format).await.map_err(Failure::Input)?;
    match to {
        None => output::bytes(&file),
        Some(path) => {
            std::fs::write(path, &file).map_err(|e| Failure::Input(format!("{}：{e}", path.display())))?;
            output::say(&format!("已写入 {}（{} 字节）", path.display(), file.len()));
        }
    }
    Ok(())
}

/// Writes the indicators by a grouping.
pub async fn stats(
    global: &Global,
    year: u16,
    by: By,
    court: Option<&str>,
    format: StatsFormat,
) -> Result<(), Failure> {
    let scope = Scope::of(id_of(court)?);
    let stats = load(&global.db, &global.data, year).await?;
    let values = stats.compute(grouping(by), &scope).await.map_err(input)?;
    let format = if global.json { StatsFormat::Json } else { format };
    let text = match format {
        StatsFormat::Json => json(&stats, &values)?,
        StatsFormat::Csv => csv(&stats, &values),
        StatsFormat::Table => table(&stats, &values),
    };
    output::result(&text);
    Ok(())
}

const fn grouping(by: By) -> stats::By {
    match by {
        By::Province => stats::By::Province,
        By::Court => stats::By::Court,
        By::Month => stats::By::Month,
        By::Cause => stats::By::Cause,
        By::Judge => stats::By::Judge,
        By::Word => stats::By::Word,
    }
}

/// What a value is of: a court, month, cause or judge, in words.
fn subject(value: &Value) -> String {
    let filter = &value.filter;
    let mut parts = Vec::new();
    if let Some(court) = filter.court.and_then(law::court::court) {
        parts.push(court.short.to_string());
    }
    if let Some(month) = filter.month {
        parts.push(format!("{month}月"));
    }
    if let Some(cause) = filter.cause {
        let name = law::cause::cause(cause).map_or_else(|| cause.0.to_string(), |cause| cause.name.to_string());
        parts.push(if cause == stats::NO_CAUSE { "未记案由".to_owned() } else { name });
    }
    if let Some(judge) = filter.judge {
        parts.push(if judge == stats::NO_JUDGE { "尚未分案".to_owned() } else { format!("法官{}", judge.0) });
    }
    if let Some(word) = filter.word.and_then(law::case_number::Word::by_code) {
        parts.push(word.as_str().to_owned());
    }
    if parts.is_empty() { "全省".to_owned() } else { parts.join(" ") }
}

fn name<'a>(stats: &'a Stats, value: &Value) -> &'a str {
    stats.indicators().get(&value.filter.indicator).map_or("", |indicator| indicator.name.as_str())
}

fn json(stats: &Stats, values: &[Value]) -> Result<String, Failure> {
    let row = |value: &Value| {
        serde_json::json!({
            "indicator": &*value.filter.indicator,
            "name": name(stats, value),
            "subject": subject(value),
            "court": value.filter.court.and_then(law::court::court).map(|court| court.code.to_string()),
            "month": value.filter.month,
            "cause": value.filter.cause.map(|cause| cause.0),
            "judge": value.filter.judge.map(|judge| judge.0),
            "word": value.filter.word.and_then(law::case_number::Word::by_code).map(|word| word.as_str()),
            "num": value.num,
            "den": value.den,
            "value": value.printed(),
            "numerator_cases": value.filter.query(stats::Part::Numerator),
            "denominator_cases": value.filter.query(stats::Part::Denominator),
        })
    };
    let rows: Vec<serde_json::Value> = values.iter().map(row).collect();
    serde_json::to_string_pretty(&rows).map_err(input)
}

fn csv(stats: &Stats, values: &[Value]) -> String {
    let mut text = String::from("\u{feff}指标,名称,范围,分子,分母,值\r\n");
    let quoted = |cell: &str| format!("\"{}\"", cell.replace('"', "\"\""));
    for value in values {
        let den = value.den.map(|den| den.to_string()).unwrap_or_default();
        let cells = [
            quoted(&value.filter.indicator),
            quoted(name(stats, value)),
            quoted(&subject(value)),
            value.num.to_string(),
            den,
            quoted(&value.printed()),
        ];
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    text
}

fn table(stats: &Stats, values: &[Value]) -> String {
    let width = |text: &str| text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
    let pad = |text: &str, to: usize| format!("{text}{}", " ".repeat(to.saturating_sub(width(text))));
    let left = |text: &str, to: usize| format!("{}{text}", " ".repeat(to.saturating_sub(width(text))));
    let mut out = format!(
        "{}{}{}{}{}{}\n",
        pad("指标", 8),
        pad("名称", 48),
        pad("范围", 26),
        left("分子", 12),
        left("分母", 12),
        left("值", 14)
    );
    for value in values {
        let den = value.den.map(|den| den.to_string()).unwrap_or_default();
        let line = format!(
            "{}{}{}{}{}{}\n",
            pad(&value.filter.indicator, 8),
            pad(name(stats, value), 48),
            pad(&subject(value), 26),
            left(&value.num.to_string(), 12),
            left(&den, 12),
            left(&value.printed(), 14)
        );
        out.push_str(&line);
    }
    out
}
