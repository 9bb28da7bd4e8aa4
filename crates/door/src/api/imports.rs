//! Importing old cases as JSON: the same dry run and the same run as on the page.

use std::sync::atomic::Ordering;

use axum::Json;
use axum::body::to_bytes;
use axum::extract::{Path, Request, State};
use axum::http::{StatusCode, header};
use frame::fault::Fault;
use frame::problem::{ActProblems, BodyProblems, CallerProblems, Problem, Problems};
use import::{Checked, Gap, RowFault};
use serde::Serialize;
use sheet::read::Limits;
use utoipa::ToSchema;

use super::Caller;
use super::caller::too_large;
use hall::gate::Who;
use hall::imports::{Job, Standing, begin, find, may_import, run};
use hall::state::Door;

/// Faults an answer lists; the list of all has an address of its own.
const LISTED: usize = 100;

/// 一处错误
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportFault {
    /// 行，与表格软件的行号相同
    row: u32,
    /// 列的字母和名称
    column: String,
    /// 读到的内容
    read: String,
    /// 哪里不对
    wrong: String,
    /// 应当怎样
    instead: String,
}

impl From<&RowFault> for ImportFault {
    fn from(fault: &RowFault) -> ImportFault {
        let RowFault { row, column, read, wrong, instead } = fault.clone();
        ImportFault { row, column, read, wrong, instead }
    }
}

/// 对一个年度和类型的案号的影响
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportSeries {
    /// 年度
    year: u16,
    /// 类型代字
    word: &'static str,
    /// 现在编到
    last: u32,
    /// 导入后编到
    raised: u32,
    /// 其间的空号有几个
    missing: u32,
    /// 最先的几个空号
    first_missing: Vec<u32>,
}

impl From<&Gap> for ImportSeries {
    fn from(gap: &Gap) -> ImportSeries {
        ImportSeries {
            year: gap.year,
            word: gap.word.as_str(),
            last: gap.last,
            raised: gap.raised,
            missing: gap.missing,
            first_missing: gap.first.clone(),
        }
    }
}

/// 核对的结果
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportFindings {
    /// 文件的杂凑值（SM3）
    digest: String,
    /// 读到的行数
    rows: usize,
    /// 可以导入的件数
    good: usize,
    /// 有误的行数；不为零时不能导入
    bad: usize,
    /// 这份文件已经导入过
    twice: bool,
    /// 将写入的记录条数
    entries: usize,
    /// 最先的一百处错误
    faults: Vec<ImportFault>,
    /// 错误共有几处
    fault_count: usize,
    /// 对案号的影响
    series: Vec<ImportSeries>,
    /// 没有读取的内容
    notes: Vec<String>,
}

impl ImportFindings {
    fn of(checked: &Checked) -> ImportFindings {
        ImportFindings {
            digest: checked.digest.clone(),
            rows: checked.rows,
            good: checked.good.len(),
            bad: checked.bad,
            twice: checked.twice,
            entries: checked.entries(),
            faults: checked.faults.iter().take(LISTED).map(ImportFault::from).collect(),
            fault_count: checked.faults.len() + checked.more,
            series: checked.gaps.iter().map(ImportSeries::from).collect(),
            notes: checked.notes.clone(),
        }
    }
}

/// 一份旧案文件办到哪一步
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportSheet {
    /// 编号，一小时内有效
    id: String,
    /// reading、unreadable、checked、entering、entered 或 stopped
    state: &'static str,
    /// 已经核对的行数
    done: u64,
    /// 总行数；文件还在打开时为零
    total: u64,
    /// 核对的结果
    findings: Option<ImportFindings>,
    /// 不能核对或者没有导入的原因和办法
    told: Option<String>,
    /// 导入在本院日志里的记录的序号
    position: Option<i64>,
}

impl ImportSheet {
    fn of(id: String, job: &Job) -> ImportSheet {
        let empty = ImportSheet {
            id,
            state: "reading",
            done: job.progress.done.load(Ordering::Relaxed),
            total: job.progress.total.load(Ordering::Relaxed),
            findings: None,
            told: None,
            position: None,
        };
        let found = |checked: &Checked| Some(ImportFindings::of(checked));
        match job.standing() {
            Standing::Reading => empty,
            Standing::Unreadable(wrong, instead) => {
                ImportSheet { state: "unreadable", told: Some(format!("{wrong}。{instead}")), ..empty }
            }
            Standing::Checked(checked) => ImportSheet { state: "checked", findings: found(&checked), ..empty },
            Standing::Entering(checked) => ImportSheet { state: "entering", findings: found(&checked), ..empty },
            Standing::Entered(entered) => ImportSheet { state: "entered", position: Some(entered.position), ..empty },
            Standing::Stopped(checked, why) => {
                ImportSheet { state: "stopped", findings: found(&checked), told: Some(format!("{why}。")), ..empty }
            }
        }
    }
}

/// A table sent as it is.
async fn table(request: Request) -> Result<Vec<u8>, Problem> {
    const KINDS: [&str; 3] =
        ["application/octet-stream", "text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"];
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("");
    let kind = kind.split(';').next().unwrap_or("").trim();
    if !KINDS.iter().any(|known| known.eq_ignore_ascii_case(kind)) {
        let told = format!("正文应当是表格文件，类型写作 {}。", KINDS.join("、"));
        return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, told));
    }
    let most = Limits::default().bytes;
    let bytes = to_bytes(request.into_body(), most).await.map_err(|_| too_large(most))?;
    Ok(bytes.to_vec())
}

fn sheet(id: String, who: &Who, door: &Door) -> Result<Json<ImportSheet>, Fault> {
    let job = find(door, who, &id)?;
    Ok(Json(ImportSheet::of(id, &job)))
}

/// Hands in a file and begins to check it.
#[utoipa::path(post, path = "/api/v1/desk/imports", tag = "立案工作台", operation_id = "import_check",
    summary = "上传并核对一份旧案表格", description = "只核对，不导入。XLSX 或者 CSV，不超过 20 MB、20000 行；核对超过一秒的，用答复里的编号再取结果。",
    security(("session" = [])),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 201, description = "已经开始核对", body = ImportSheet), Problems, CallerProblems, BodyProblems, ActProblems))]
pub async fn check(
    State(door): State<Door>,
    Caller(who): Caller,
    request: Request,
) -> Result<(StatusCode, Json<ImportSheet>), Problem> {
    may_import(&who)?;
    let id = begin(&door, &who, table(request).await?).await?;
    Ok((StatusCode::CREATED, sheet(id, &who, &door)?))
}

/// How far a file is.
#[utoipa::path(get, path = "/api/v1/desk/imports/{id}", tag = "立案工作台", operation_id = "import_state",
    summary = "一份旧案表格的核对结果和进度", security(("session" = [])),
    params(("id" = String, Path, description = "上传时的编号")),
    responses((status = 200, description = "现在的情况", body = ImportSheet), Problems, CallerProblems))]
pub async fn one(
    State(door): State<Door>,
    Caller(who): Caller,
    Path(id): Path<String>,
) -> Result<Json<ImportSheet>, Fault> {
    sheet(id, &who, &door)
}

/// Everything wrong with a file.
#[utoipa::path(get, path = "/api/v1/desk/imports/{id}/faults", tag = "立案工作台", operation_id = "import_faults",
    summary = "一份旧案表格的全部错误", security(("session" = [])),
    params(("id" = String, Path, description = "上传时的编号")),
    responses((status = 200, description = "全部错误，按行排列", body = Vec<ImportFault>), Problems, CallerProblems))]
pub async fn faults(
    State(door): State<Door>,
    Caller(who): Caller,
    Path(id): Path<String>,
) -> Result<Json<Vec<ImportFault>>, Fault> {
    match find(&door, &who, &id)?.standing() {
        Standing::Checked(checked) | Standing::Entering(checked) | Standing::Stopped(checked, _) => {
            Ok(Json(checked.faults.iter().map(ImportFault::from).collect()))
        }
        _ => Ok(Json(Vec::new())),
    }
}

/// Enters a file that was checked: all of it or nothing.
#[utoipa::path(post, path = "/api/v1/desk/imports/{id}/run", tag = "立案工作台", operation_id = "import_run",
    summary = "导入一份核对无误的旧案表格", description = "全部案件一次写入，或者一件也不写入；写入后不能撤回。",
    security(("session" = [])), params(("id" = String, Path, description = "上传时的编号")),
    responses((status = 200, description = "现在的情况", body = ImportSheet), Problems, CallerProblems, ActProblems))]
pub async fn enter(
    State(door): State<Door>,
    Caller(who): Caller,
    Path(id): Path<String>,
) -> Result<Json<ImportSheet>, Fault> {
    let job = run(&door, &who, &id).await?;
    Ok(Json(ImportSheet::of(id, &job)))
}
