//! Bad input at every route: no address, however forged, long or hostile, is answered with a fault of the server, and what
//! it holds is shown safely and shortly.

use std::time::Duration;

use axum::Router;
use axum::http::StatusCode;

use crate::{Answer, fixture, get, sound_page};

/// Every route that is read, with a part of its path or query that is good for each place in braces.
const ROUTES: [(&str, &[&str]); 59] = [
    ("/", &["year"]),
    ("/aged", &["year", "court", "bar", "by"]),
    ("/compare", &["year", "courts", "court", "of", "indicator", "by"]),
    ("/courts/{code}", &["year"]),
    ("/courts/{code}/docket", &["from", "to"]),
    ("/courts/{code}/docket/consistency.json", &["from", "to"]),
    ("/courts/{code}/docket/log.jsonl", &["from", "to"]),
    ("/cases", LIST),
    ("/cases/{code}/{stream}", &[]),
    ("/entries", &["kind", "court", "from", "to", "broadcast", "after", "trail", "at"]),
    ("/entries/{code}/{position}", &[]),
    ("/entries/{code}/{position}/receipt.json", &[]),
    ("/entries/{code}/{position}/receipt.svg", &[]),
    ("/entries/{code}/{position}/receipt.pdf", &[]),
    ("/verify", &["receipt", "text", "court", "position"]),
    ("/indicators", &["year", "group", "q"]),
    ("/reports", &["year", "court"]),
    ("/reports/{file}", &[]),
    ("/reports/{year}/{file}", &[]),
    ("/bulletins/{year}/{month}", &[]),
    ("/indicators/{id}", &["year", "court", "by", "month"]),
    ("/cases.csv", LIST),
    ("/cases.xlsx", LIST),
    ("/entries.csv", &["kind", "court", "from", "to", "broadcast"]),
    ("/courts.csv", &["year"]),
    ("/courts.xlsx", &["year"]),
    ("/aged.csv", &["year", "court", "bar"]),
    ("/aged.xlsx", &["year", "court", "bar"]),
    ("/compare.csv", &["year", "courts", "court", "of"]),
    ("/compare.xlsx", &["year", "courts", "court", "of"]),
    ("/indicators.csv", &["year"]),
    ("/indicators.xlsx", &["year"]),
    ("/exports/{id}", &[]),
    ("/exports/{id}/file", &[]),
    ("/glossary", &["q"]),
    ("/search", &["q"]),
    ("/healthz", &[]),
    ("/metrics", &[]),
    ("/assets/{*path}", &[]),
    ("/favicon.svg", &[]),
    ("/api/v1/courts", &["year"]),
    ("/api/v1/courts/{code}", &[]),
    ("/api/v1/courts/{code}/heads", &["limit", "after"]),
    ("/api/v1/courts/{code}/consistency", &["from", "to"]),
    ("/api/v1/courts/{code}/changes", &["after", "limit", "wait"]),
    ("/api/v1/indicators", &["year"]),
    ("/api/v1/indicators/{id}", &["year", "court"]),
    ("/api/v1/figures", &["year", "by", "court", "indicator", "month", "cause", "judge"]),
    ("/api/v1/cases", LIST),
    ("/api/v1/cases/{court}/{stream}", &[]),
    ("/api/v1/search", &["q", "number"]),
    ("/api/v1/find", &["q"]),
    ("/api/v1/entries", &["kind", "court", "from", "to", "broadcast", "after", "limit", "actor"]),
    ("/api/v1/entries/counts", &["court", "from", "to", "kind", "by"]),
    ("/api/v1/entries/{court}/{position}", &[]),
    ("/api/v1/entries/{court}/{position}/receipt", &[]),
    ("/api/v1/health", &[]),
    ("/api/openapi.json", &[]),
    ("/api", &[]),
];

/// What a case list may be asked for.
const LIST: &[&str] = &[
    "court",
    "word",
    "state",
    "class",
    "cause",
    "judge",
    "from",
    "to",
    "closed_from",
    "closed_to",
    "amount_from",
    "amount_to",
    "overdue",
    "open",
    "sort",
    "after",
    "trail",
    "at",
    "figure",
    "part",
    "year",
    "month",
    "through",
    "period",
    "counts",
    "channel",
    "livelihood",
    "limit",
];

/// Routes that a reader only writes to, or that never end.
const NOT_READ: [&str; 3] = ["/look", "/events", "/receipts/check"];

const SCRIPT: &str = "<script>alert(1)</script>'\"><img src=x onerror=alert(2)>";
const TURNED: &str = "\u{202e}123号";

/// What is put into every place.
fn hostile() -> Vec<String> {
    let mut all: Vec<String> = [
        "",
        " ",
        "0",
        "-1",
        "1",
        "2020",
        "13",
        "1e9",
        "9223372036854775807",
        "9223372036854775808",
        "99999999999999999999",
        "-9223372036854775808",
        "1.1",
        "1.0.0",
        "3.-1",
        "999.1",
        "x.1.1",
        "辽0102",
        "辽9999",
        "京01",
        "2020-02-30",
        "0000-00-00",
        "9999-12-31",
        "-0001-01-01",
        "2020-13-45",
        "I-020",
        "I-999",
        "2020.pdf",
        "1999.docx",
        "x.md",
        "../../etc/passwd",
        "..",
        "%2e%2e%2f",
        "'; DROP TABLE entries; --",
        "1 OR 1=1",
        "（2020）辽0102民初99999999999号",
        "(2020)",
        "null",
        "true",
        "[]",
        "{}",
        "-amount",
        "--",
        "num",
        "\u{0}",
        "\u{fffd}",
        "甲\u{200b}乙",
        "👩‍⚖️",
        "A&B=C#D",
        "a+b",
    ]
    .map(str::to_owned)
    .to_vec();
    all.extend([SCRIPT.to_owned(), TURNED.to_owned(), "长".repeat(7_000), "9".repeat(10_000), "a,".repeat(5_000)]);
    all
}

/// Everything in a path or query but letters and digits as bytes.
fn encoded(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}

/// The addresses of a route that hold a text: in each place of the path, in each name of the query, and in all at once.
fn addresses(route: &str, names: &[&str], text: &str) -> Vec<String> {
    let parts: Vec<&str> = route.split('/').collect();
    let good = |part: &str| match part {
        "{code}" | "{court}" => encoded("辽0102"),
        "{stream}" | "{position}" | "{month}" => "1".to_owned(),
        "{year}" => "2020".to_owned(),
        "{file}" => "2020.md".to_owned(),
        "{id}" => "I-020".to_owned(),
        "{*path}" => "main.css".to_owned(),
        part => part.to_owned(),
    };
    let plain: Vec<String> = parts.iter().map(|part| good(part)).collect();
    let mut out = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        if part.starts_with('{') {
            let mut path = plain.clone();
            path.splice(at..=at, [encoded(text)]);
            out.push(path.join("/"));
        }
    }
    let path = plain.join("/");
    let value = encoded(text);
    out.extend(names.iter().map(|name| format!("{path}?{name}={value}")));
    let all: Vec<String> = names.iter().map(|name| format!("{name}={value}")).collect();
    if text.len() < 100 {
        out.push(format!("{path}?{}&{value}={value}&{value}", all.join("&")));
    }
    out
}

/// Asks again while so many workbooks are being made that the server asks to wait.
async fn patiently(router: &Router, address: &str) -> Answer {
    loop {
        let answer = get(router, address).await;
        if answer.status != StatusCode::SERVICE_UNAVAILABLE || !address.contains(".xlsx") {
            return answer;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_address_is_answered_with_a_fault_of_the_server() {
    let (state, _folder) = fixture::state().await;
    let router = web::router(state);
    let (mut refused, mut faults) = (0, Vec::new());
    for text in hostile() {
        for (route, names) in ROUTES {
            for address in addresses(route, names, &text) {
                let answer = patiently(&router, &address).await;
                let told = address.chars().take(120).collect::<String>();
                let kinds =
                    [answer.status.is_success(), answer.status.is_redirection(), answer.status.is_client_error()];
                if !kinds.contains(&true) {
                    faults.push(format!("{} {told}", answer.status));
                    continue;
                }
                refused += usize::from(answer.status == StatusCode::BAD_REQUEST);
                let is_page = answer.header("content-type").starts_with("text/html");
                if is_page {
                    sound_page(&told, &answer);
                }
                if is_page || answer.status.is_client_error() {
                    faults.extend(shown_badly(&answer.text, is_page).map(|what| format!("{what}: {told}")));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{} faults: {:#?}", faults.len(), faults.iter().take(60).collect::<Vec<_>>());
    assert!(refused > 1_000, "{refused}");
}

/// What is wrong with how a reader's text is shown: it is markup on a page, turns the line, or never ends.
fn shown_badly(shown: &str, is_page: bool) -> Option<String> {
    let markup: &[&str] = if is_page { &["<script>alert", "onerror=alert(2)>"] } else { &[] };
    let bad = markup.iter().copied().chain(["\u{202e}", "\u{0}"]).find(|bad| shown.contains(bad));
    // addresses and fields keep what was asked
    let outside = |start: &str, text: &str| -> String {
        text.split(start).map(|part| part.split_once('"').map_or(part, |(_, rest)| rest)).collect()
    };
    let seen = outside("href=\"", &outside("value=\"", shown));
    let endless = ["长", "9", "a,"].into_iter().find(|unit| seen.contains(&unit.repeat(200)));
    bad.map(|bad| format!("{bad:?} is shown")).or_else(|| endless.map(|unit| format!("{unit} without end")))
}

/// The routes as they are written where they are made.
#[test]
fn every_route_is_tried() {
    let pages = include_str!("../../src/routes.rs");
    let api = include_str!("../../src/api/mod.rs");
    let written = |text: &'static str| text.split(".route(\"").skip(1).map(|rest| rest.split('"').next().unwrap());
    for route in written(pages).chain(written(api)) {
        let known = NOT_READ.contains(&route)
            || ROUTES.iter().any(|(one, _)| *one == route || one.strip_prefix("/api/v1") == Some(route));
        assert!(known, "{route} is not tried");
    }
}
