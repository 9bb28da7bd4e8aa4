//! Pages of an import: where a file is handed in, how far it is, what the dry run found, the word that enters it all.

use axum::extract::{Path, State};
use axum::http::{HeaderName, HeaderValue};
use axum::response::{Html, IntoResponse, Redirect, Response};
use frame::fault::Fault;
use frame::format::moment;
use frame::shell::Frame;
use import::{Checked, SHEET, as_book, as_plain, template};
use law::court::court;
use law::ids::CourtId;
use law::life::office::{Import, OfficeAct};

use super::shown;
use super::upload::Handed;
use hall::files::saved;
use hall::form::{Field, Form, Kind};
use hall::gate::{Posted, Who, escaped};
use hall::imports::{Job, Standing, begin, find, may_import, run};
use hall::page::{Block, Page, Table, Text};
use hall::state::Door;

/// Imports of the court that are listed.
const LISTED: i64 = 20;
/// Asks the browser for the page again, with or without script.
const REFRESH: HeaderName = HeaderName::from_static("refresh");
/// The media type of a workbook.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// `GET /desk/import`.
pub async fn form(State(door): State<Door>, frame: Frame, who: Who) -> Result<Html<String>, Fault> {
    let own = may_import(&who)?;
    let name = court(own).map_or("", |court| court.name);
    let form = Form::new("/desk/import", who.csrf(), "上传并核对").titled("第一步：上传").with(
        Field::new("file", "旧案表格", Kind::File(".xlsx,.csv,.txt"))
            .hint("XLSX 或者 CSV，不超过 20 MB、20000 行。只是核对，还不会导入。")
            .needed(),
    );
    Page::new(
        "导入旧案",
        format!("{name}。旧系统里的案件填在表格里，逐行核对无误后一次导入；有一行不对，一件也不导入。"),
    )
    .under([Text::link("立案工作台", "/desk")])
    .with(Block::Links(vec![Text::link("下载模板（XLSX）", "/desk/import/template.xlsx")]))
    .with(Block::Form(Box::new(form)))
    .with(Block::Table(earlier(&door, own).await?))
    .render(&frame)
}

/// Files that were imported before.
async fn earlier(door: &Door, own: CourtId) -> Result<Table, Fault> {
    let known = door.docket().newest_of_kind(own, Import::KIND, i64::MAX, LISTED).await;
    let known = known.map_err(|cause| Fault::unavailable(&cause))?;
    let code = court(own).map_or("", |court| court.code);
    let rows = known.iter().filter_map(|entry| {
        let Some(Ok(OfficeAct::CasesImported(body))) = OfficeAct::read(&entry.kind, &entry.body) else { return None };
        Some(vec![
            Text::link(moment(entry.recorded_at), format!("/entries/{}/{}", escaped(code), entry.position)),
            Text::from(body.cases.to_string()).looking("number"),
            Text::from(body.entries.to_string()).looking("number"),
            Text::from(body.digest.chars().take(16).collect::<String>()).looking("hash"),
        ])
    });
    Ok(Table {
        title: "已经导入的".to_owned(),
        heads: vec!["时间", "#案件", "#记录", "文件杂凑值（前 16 位）"],
        rows: rows.collect(),
        empty: "还没有导入过旧案。每次导入都会列在这里，同一份文件不能导入两次。",
        ..Table::default()
    })
}

/// `GET /desk/import/template.xlsx`.
pub async fn blank(who: Who) -> Result<Response, Fault> {
    may_import(&who)?;
    let bytes = template().map_err(|cause| Fault::unavailable(&cause))?;
    Ok(saved(XLSX, &format!("{SHEET}导入模板.xlsx"), bytes))
}

/// `POST /desk/import`.
pub async fn upload(State(door): State<Door>, who: Who, handed: Handed) -> Result<Redirect, Fault> {
    let bytes = handed.of(&who)?;
    let id = begin(&door, &who, bytes).await?;
    Ok(Redirect::to(&format!("/desk/import/{id}")))
}

/// `POST /desk/import/{id}/run`.
pub async fn enter(
    State(door): State<Door>,
    who: Who,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Redirect, Fault> {
    posted.of(&who)?;
    run(&door, &who, &id).await?;
    Ok(Redirect::to(&format!("/desk/import/{id}")))
}

/// `GET /desk/import/{id}`.
pub async fn show(State(door): State<Door>, frame: Frame, who: Who, Path(id): Path<String>) -> Result<Response, Fault> {
    let job = find(&door, &who, &id)?;
    let standing = job.standing();
    let waits = matches!(standing, Standing::Reading | Standing::Entering(_));
    let page = page(&job, &standing, &who, &id).render(&frame)?;
    let mut response = page.into_response();
    if waits {
        response.headers_mut().insert(REFRESH, HeaderValue::from_static("1"));
    }
    Ok(response)
}

fn page(job: &Job, standing: &Standing, who: &Who, id: &str) -> Page {
    let under = [Text::link("立案工作台", "/desk"), Text::link("导入旧案", "/desk/import")];
    let again = Block::Links(vec![Text::link("换一份文件", "/desk/import")]);
    match standing {
        Standing::Reading => Page::new("正在核对", shown::how_far(&job.progress)).under(under),
        Standing::Entering(checked) => {
            let lede = format!("正在一次写入 {} 件旧案，完成以前其他人看不到其中任何一件。", checked.good.len());
            Page::new("正在导入", lede).under(under)
        }
        Standing::Unreadable(wrong, instead) => Page::new("这份文件不能核对", "什么也没有导入。")
            .under(under)
            .with(Block::Note("warn", vec![Text::from(format!("{wrong}。")), Text::from(instead.as_str())]))
            .with(again),
        Standing::Checked(checked) => found(checked, who, id).under(under),
        Standing::Stopped(checked, why) => {
            let mut page = found(checked, who, id).under(under);
            page.blocks.insert(0, Block::Note("warn", vec![Text::from(format!("{why}。"))]));
            page
        }
        Standing::Entered(entered) => {
            let code = court(job.court).map_or("", |court| court.code);
            let lede = format!("{} 件旧案已经全部导入，共写入 {} 条记录。", entered.cases, entered.entries);
            Page::new("导入完成", lede)
                .under(under)
                .with(Block::Note(
                    "good",
                    vec![
                        Text::from("这次导入在本院日志里有一条记录，证明导入了什么文件、多少件案件。"),
                        Text::link("看这条记录和回执", format!("/entries/{}/{}", escaped(code), entered.position)),
                    ],
                ))
                .with(Block::Links(vec![
                    Text::link("案件列表", format!("/cases?court={}", escaped(code))),
                    Text::link("再导入一份", "/desk/import"),
                ]))
        }
    }
}

/// What the dry run found, and the word that enters it.
fn found(checked: &Checked, who: &Who, id: &str) -> Page {
    let n = checked.good.len();
    let page = Page::new("核对结果", shown::in_short(checked)).and(shown::blocks(checked, id));
    if !checked.sound() {
        return page.with(Block::Links(vec![Text::link("改好后重新上传", "/desk/import")]));
    }
    let form = Form::new(format!("/desk/import/{id}/run"), who.csrf(), format!("导入这 {n} 件旧案"))
        .titled("第二步：导入")
        .warning("全部案件一次写入本院日志，写入后不能撤回；万一中途出错，一件也不会写入。");
    page.with(Block::Form(Box::new(form))).with(Block::Links(vec![Text::link("换一份文件", "/desk/import")]))
}

fn checked_of(job: &Job) -> Result<std::sync::Arc<Checked>, Fault> {
    match job.standing() {
        Standing::Checked(checked) | Standing::Stopped(checked, _) => Ok(checked),
        _ => Err(Fault::NotFound("这份文件没有错误清单".to_owned())),
    }
}

/// `GET /desk/import/{id}/faults.csv`.
pub async fn plain(State(door): State<Door>, who: Who, Path(id): Path<String>) -> Result<Response, Fault> {
    let job = find(&door, &who, &id)?;
    let checked = checked_of(&job)?;
    let mut bytes = Vec::new();
    as_plain(&checked.faults, &mut bytes).map_err(|cause| Fault::unavailable(&cause))?;
    Ok(saved("text/csv; charset=utf-8", "错误清单.csv", bytes))
}

/// `GET /desk/import/{id}/faults.xlsx`.
pub async fn book(State(door): State<Door>, who: Who, Path(id): Path<String>) -> Result<Response, Fault> {
    let job = find(&door, &who, &id)?;
    let checked = checked_of(&job)?;
    let made = tokio::task::spawn_blocking(move || {
        let mut bytes = Vec::new();
        as_book(&checked.faults, &mut bytes).map(|()| bytes)
    });
    let made = made.await.map_err(|cause| Fault::unavailable(&cause))?;
    let bytes = made.map_err(|cause| Fault::unavailable(&cause))?;
    Ok(saved(XLSX, "错误清单.xlsx", bytes))
}
