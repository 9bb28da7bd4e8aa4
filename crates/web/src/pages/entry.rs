//! One sealed entry: what it says, and the proof that it is in its court's log, checked anew for every reader.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{Html, IntoResponse};
use docket::digest::to_hex;
use docket::entry::Entry;
use docket::receipt::Receipt;
use law::court::Court;

use super::{Pair, case};
use crate::address;
use crate::fault::Fault;
use crate::format::{count, moment};
use crate::narrate;
use crate::qr;
use crate::shell::{Frame, Shell, render};
use crate::state::AppState;
use crate::visible::{brief, visible};

/// Characters of an actor that are shown.
const LONGEST: usize = 60;

#[derive(Template)]
#[template(path = "entry.html")]
struct EntryPage {
    shell: Shell,
    court: &'static str,
    court_code: &'static str,
    case: Option<(String, String)>,
    kind: String,
    position: i64,
    sentence: Option<String>,
    sound: bool,
    checks: Vec<Check>,
    file_name: String,
    qr: bool,
    facts: Vec<Pair>,
    body: String,
    leaf: String,
    proof: Option<Proof>,
    previous: Option<String>,
    next: Option<String>,
}

/// The proof as the page shows it.
struct Proof {
    head_size: String,
    head_at: String,
    root: String,
    path: Vec<String>,
}

/// One thing that was checked.
struct Check {
    ok: bool,
    what: String,
    fault: String,
}

/// `/entries/{court}/{position}`.
pub async fn entry(
    State(state): State<AppState>,
    frame: Frame,
    Path((code, position)): Path<(String, String)>,
) -> Result<Html<String>, Fault> {
    let court = address::court_of(&code)?;
    let position = address::position_of(&position)?;
    let source = state.source();
    let entry = source.entry(court.id, position).await?.ok_or_else(|| missing(court, position))?;
    let receipt = source.receipt(court.id, position).await?;
    let size = source.size(court.id).await?;
    let case = source
        .facts(court.id, entry.stream)
        .await?
        .map(|facts| (case::number_of(&facts), address::case(court.id, entry.stream)));
    render(&page(&frame, court, &entry, receipt.as_ref(), size, case))
}

/// `/entries/{court}/{position}/receipt.json`.
pub async fn receipt(
    State(state): State<AppState>,
    Path((code, position)): Path<(String, String)>,
) -> Result<impl IntoResponse, Fault> {
    let (court, entry, receipt) = proven(&state, &code, &position).await?;
    let position = entry.position;
    let text = receipt.to_json();
    let disposition = format!("attachment; filename=\"{}\"", file_name(court, position, "json"));
    Ok(([(header::CONTENT_TYPE, "application/json".to_owned()), (header::CONTENT_DISPOSITION, disposition)], text))
}

/// `/entries/{court}/{position}/receipt.svg`: the receipt as a QR code; the address for a receipt too long for one.
pub async fn qr(
    State(state): State<AppState>,
    Path((code, position)): Path<(String, String)>,
) -> Result<impl IntoResponse, Fault> {
    let (_, entry, receipt) = proven(&state, &code, &position).await?;
    let too_long = || Fault::NotFound(format!("第 {} 条记录太长，二维码装不下，请下载回执文件", count(entry.position)));
    let text = receipt.to_compact().ok_or_else(too_long)?;
    let drawn = qr::svg(&text).ok_or(Fault::Unavailable)?;
    Ok(([(header::CONTENT_TYPE, "image/svg+xml"), (header::CACHE_CONTROL, "private, max-age=3600")], drawn))
}

/// The court, the entry and the receipt that an address names.
pub async fn proven(state: &AppState, code: &str, position: &str) -> Result<(&'static Court, Entry, Receipt), Fault> {
    let court = address::court_of(code)?;
    let position = address::position_of(position)?;
    let source = state.source();
    let entry = source.entry(court.id, position).await?.ok_or_else(|| missing(court, position))?;
    let receipt = source.receipt(court.id, position).await?.ok_or_else(|| {
        Fault::NotFound(format!("第 {} 条记录还没有被签名的树头覆盖，回执稍后可以下载", count(position)))
    })?;
    Ok((court, entry, receipt))
}

fn missing(court: &Court, position: i64) -> Fault {
    Fault::NotFound(format!("{}的日志里没有第 {} 条记录", court.name, count(position)))
}

/// ASCII only: the province's character in a court code is left out.
pub fn file_name(court: &Court, position: i64, end: &str) -> String {
    let digits: String = court.code.chars().filter(char::is_ascii_digit).collect();
    let digits = if digits.is_empty() { "00".to_owned() } else { digits };
    format!("receipt-{digits}-{position}.{end}")
}

fn page(
    frame: &Frame,
    court: &'static Court,
    entry: &Entry,
    receipt: Option<&Receipt>,
    size: i64,
    case: Option<(String, String)>,
) -> EntryPage {
    let checks = checks(court, entry, receipt);
    let neighbour = |position: i64| (1..=size).contains(&position).then(|| address::entry(court.id, position));
    EntryPage {
        shell: frame.shell(format!("{}第 {} 条", court.short, entry.position)),
        court: court.name,
        court_code: court.code,
        case,
        kind: narrate::kind_zh(&entry.kind).to_owned(),
        position: entry.position,
        sentence: narrate::sentence(&entry.kind, &entry.body),
        sound: checks.iter().all(|check| check.ok),
        checks,
        file_name: file_name(court, entry.position, "json"),
        qr: receipt.is_some_and(|receipt| receipt.to_compact().is_some()),
        facts: facts(entry),
        body: pretty(&entry.body),
        leaf: to_hex(&entry.leaf),
        proof: receipt.map(|receipt| Proof {
            head_size: count(receipt.head.size),
            head_at: moment(receipt.head.signed_at),
            root: to_hex(&receipt.head.root),
            path: receipt.proof.path.iter().map(to_hex).collect(),
        }),
        previous: neighbour(entry.position - 1),
        next: neighbour(entry.position + 1),
    }
}

fn checks(court: &Court, entry: &Entry, receipt: Option<&Receipt>) -> Vec<Check> {
    let computed = entry.computed_leaf(court.code, &mut Vec::new());
    let leaf = Check {
        ok: computed == entry.leaf,
        what: "由记录原文重新计算的 SM3 哈希，与封存时的叶子哈希相同".to_owned(),
        fault: format!("重新计算得到 {}", to_hex(&computed)),
    };
    let Some(receipt) = receipt else { return vec![leaf] };
    let checked = docket::receipt::check(receipt);
    let proof = Check {
        ok: checked.is_ok(),
        what: format!(
            "沿 {} 个兄弟哈希合并得到的树根，与法院以 SM2 签名的树头相同，签名有效",
            receipt.proof.path.len()
        ),
        fault: checked.err().map_or_else(String::new, |fault| fault.to_string()),
    };
    vec![leaf, proof]
}

fn facts(entry: &Entry) -> Vec<Pair> {
    let mut pairs = vec![
        Pair::maybe("种类", Some(format!("{}　{}", narrate::kind_zh(&entry.kind), entry.kind))),
        Pair::maybe("发生时间", Some(moment(entry.occurred_at))),
        Pair::maybe("记录时间", Some(moment(entry.recorded_at))),
        Pair::maybe("经办", Some(actor_zh(&entry.actor))),
    ];
    pairs.push(Pair::maybe("代表", entry.on_behalf_of.as_deref().map(actor_zh)));
    pairs.push(Pair::maybe("卷宗流", Some(format!("{}，第 {} 版", entry.stream.0, entry.version))));
    pairs.push(Pair::maybe("序号", Some(count(entry.position))));
    pairs.into_iter().flatten().collect()
}

/// An actor such as `judge:17` in Chinese; unknown forms as they stand.
fn actor_zh(actor: &str) -> String {
    let (role, number) = actor.split_once([':', '/', '-']).unwrap_or((actor, ""));
    let role = match role {
        "judge" => "法官",
        "clerk" => "书记员",
        "registry" => "立案庭",
        "system" => "系统",
        "office" => "办公室",
        "president" => "院长",
        "enforcement" | "officer" | "enforcer" => "执行人员",
        "mediator" => "调解员",
        "party" | "litigant" => "当事人",
        "procuratorate" => "检察机关",
        "court" => "法院",
        other => match law::role::Role::parse(other) {
            Some(role) => role.zh(),
            None => return brief(actor, LONGEST),
        },
    };
    // a registry and its clerks carry the number of their court, which the page already names
    if number.is_empty() || matches!(role, "立案庭" | "书记员") {
        role.to_owned()
    } else {
        format!("{role} {} 号", brief(number, LONGEST))
    }
}

fn pretty(body: &str) -> String {
    serde_json::from_str::<serde_json::Value>(body)
        .and_then(|value| serde_json::to_string_pretty(&value))
        .map_or_else(|_| visible(body), |text| visible(&text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receipt_is_named_in_ascii() {
        let name = |code| file_name(law::court::by_code(code).unwrap(), 12, "json");
        assert_eq!(name("辽0102"), "receipt-0102-12.json");
        assert_eq!(name("辽"), "receipt-00-12.json");
    }

    #[test]
    fn actors_are_named_in_chinese() {
        assert_eq!(actor_zh("judge:17"), "法官 17 号");
        assert_eq!(actor_zh("registry:3"), "立案庭");
        assert_eq!(actor_zh("system"), "系统");
        assert_eq!(actor_zh("registrar:35"), "立案人员 35 号");
        assert_eq!(actor_zh("王五"), "王五");
    }

    #[test]
    fn a_body_is_broken_into_lines_and_kept_when_it_cannot() {
        assert_eq!(pretty("{\"a\":1}"), "{\n  \"a\": 1\n}");
        assert_eq!(pretty("{oops"), "{oops");
    }
}
