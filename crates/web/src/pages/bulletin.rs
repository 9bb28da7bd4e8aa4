//! The monthly bulletin: its page and its files.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};

use super::reports::{FileLink, download, links, named};
use crate::address::query;
use crate::fault::Fault;
use crate::format::{count, day_text};
use crate::report::Format;
use crate::report::bulletin::{Bulletin, Judged, Line, Outside, Position};
use crate::shell::{Frame, Shell, render};
use crate::state::AppState;

#[derive(Template)]
#[template(path = "bulletin.html")]
struct BulletinPage {
    shell: Shell,
    title: String,
    as_of: String,
    headline: String,
    so_far: String,
    previous: Option<String>,
    next: Option<String>,
    files: Vec<FileLink>,
    groups: Vec<Group>,
    judged: Vec<JudgedRow>,
}

/// Lines under a heading.
struct Group {
    name: &'static str,
    lead: &'static str,
    lines: Vec<Row>,
}

/// A line as the page shows it.
struct Row {
    href: String,
    name: String,
    month: String,
    opens: Option<String>,
    before: String,
    opens_before: Option<String>,
    change: String,
    to_date: String,
    opens_to_date: Option<String>,
}

/// An indicator with its interval.
struct JudgedRow {
    row: Row,
    interval: String,
    position: &'static str,
    inside: bool,
    tally: String,
    courts: Vec<CourtRow>,
}

/// A court outside.
struct CourtRow {
    href: String,
    name: &'static str,
    value: String,
    key: i64,
    num: (String, Option<String>),
    den: (String, Option<String>),
    position: &'static str,
}

/// `/bulletins/{year}/{month}`, or with the end of a file.
pub async fn bulletin(
    State(state): State<AppState>,
    frame: Frame,
    Path((year, month)): Path<(String, String)>,
) -> Result<Response, Fault> {
    let source = state.source();
    let year = source.year_of(Some(&year)).await?;
    if month.contains('.') {
        let (month, format) = named(&month)?;
        let month = month_of(month)?;
        let file = source.bulletin_file(year, month, format).await?;
        return Ok(download(&format!("辽宁省法院{year}年{month}月审判质效通报"), format, file));
    }
    let bulletin = source.bulletin(year, month_of(&month)?).await?;
    Ok(render(&page(&frame, &bulletin))?.into_response())
}

fn month_of(text: &str) -> Result<u8, Fault> {
    let month = text.parse::<u8>().ok().filter(|month| (1..=12).contains(month) && !text.starts_with(['0', '+']));
    month.ok_or_else(|| Fault::unclear("月份写错", "月份写作 1 至 12，如 /bulletins/2020/9。"))
}

fn page(frame: &Frame, bulletin: &Bulletin) -> BulletinPage {
    let (year, month) = (bulletin.year, bulletin.month);
    let at = |month: u8| format!("/bulletins/{year}/{month}");
    let row = |line: &Line| row(year, line);
    let group = |name, lead, lines: &[Line]| Group { name, lead, lines: lines.iter().map(row).collect() };
    let groups = vec![
        group("收结存", "", &bulletin.loads),
        group("质量、效率、效果", "", &bulletin.quality),
        group(
            "对照指标",
            "与上面的指标一起读，防止数字失真：收得少、结得突击、终本多，都会让比率好看。",
            &bulletin.guards,
        ),
    ];
    BulletinPage {
        shell: frame.shell(bulletin.title()),
        title: bulletin.title(),
        as_of: day_text(bulletin.as_of),
        headline: bulletin.headline(),
        so_far: bulletin.so_far(),
        previous: (month > 1).then(|| at(month - 1)),
        next: (month < 12).then(|| at(month + 1)),
        files: links(&at(month), |format| format != Format::Json),
        groups: groups.into_iter().filter(|group| !group.lines.is_empty()).collect(),
        judged: bulletin.judged.iter().map(|one| judged(year, one)).collect(),
    }
}

fn row(year: i16, line: &Line) -> Row {
    Row {
        href: query(&format!("/indicators/{}", line.id), [("year", year.to_string().as_str())]),
        name: line.name.clone(),
        month: line.month.clone(),
        opens: line.opens.clone(),
        before: line.before.clone(),
        opens_before: line.opens_before.clone(),
        change: line.change.clone(),
        to_date: line.to_date.clone(),
        opens_to_date: line.opens_to_date.clone(),
    }
}

fn judged(year: i16, one: &Judged) -> JudgedRow {
    let court = |outside: &Outside| {
        let [num, den] = outside.opens.clone();
        CourtRow {
            href: query(&format!("/courts/{}", outside.court.code), [("year", year.to_string().as_str())]),
            name: outside.court.short,
            value: outside.value.clone(),
            key: outside.hundredths,
            num: (count(outside.num), num),
            den: (count(outside.den), den),
            position: outside.position.word(),
        }
    };
    JudgedRow {
        row: row(year, &one.line),
        interval: one.interval.clone(),
        position: one.position.map_or("—", Position::word),
        inside: one.position == Some(Position::Inside),
        tally: format!("{} / {}", one.outside.len(), one.courts),
        courts: one.outside.iter().map(court).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_written_one_way() {
        assert_eq!(month_of("1").unwrap(), 1);
        assert_eq!(month_of("12").unwrap(), 12);
        for wrong in ["0", "13", "09", "+9", "", "x", "999"] {
            assert!(month_of(wrong).is_err(), "{wrong}");
        }
    }
}
