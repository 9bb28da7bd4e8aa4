//! The verification page: a receipt is handed in, checked, and laid beside what the log says today. It keeps nothing.

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::response::Html;
use docket::receipt::{CheckedReceipt, ConsistencyReceipt, Receipt};
use law::court;
use serde::Deserialize;

use super::Pair;
use crate::address;
use crate::fault::Fault;
use crate::format::{count, moment};
use crate::narrate;
use crate::shell::{Frame, Shell, render};
use crate::source::{Source, Standing};
use crate::state::AppState;
use crate::verdict::{self, HandedIn, Step};

/// A receipt is a few kilobytes; no more than this is read, three letters a byte as forms are sent.
pub const LARGEST: usize = 192 * 1024;

#[derive(Template)]
#[template(path = "verify.html")]
struct VerifyPage {
    shell: Shell,
    words: String,
    given: String,
    verdict: Option<Verdict>,
}

/// What was found.
#[derive(Template)]
#[template(path = "verdict.html")]
struct Verdict {
    sound: bool,
    heading: &'static str,
    steps: Vec<Step>,
    fault: Option<String>,
    today: Vec<Today>,
    proven: Vec<Pair>,
    not_proven: &'static [&'static str],
}

/// What this site's log says of the receipt.
struct Today {
    holds: Option<bool>,
    what: String,
}

const BEYOND: [&str; 3] = [
    "记录里写的事情本身是否属实：回执只证明法院封存过这条记录，以及封存的内容和时间。",
    "公钥属于谁：请与法院在别处公布的公钥比对，本站一栏只代表本站。",
    "树头签署之后发生的事：之后的记录另有自己的回执。",
];

/// `/verify`.
pub async fn form(frame: Frame) -> Result<Html<String>, Fault> {
    render(&VerifyPage {
        shell: frame.shell("核对回执"), words: verdict::words(), given: String::new(), verdict: None
    })
}

/// What is sent.
#[derive(Deserialize)]
pub struct Sent {
    #[serde(default)]
    receipt: String,
    #[serde(default)]
    part: String,
}

/// The form sent. With `part=verdict` only the verdict is answered.
pub async fn verify(
    State(state): State<AppState>,
    frame: Frame,
    sent: Result<Form<Sent>, FormRejection>,
) -> Result<Html<String>, Fault> {
    let Form(sent) =
        sent.map_err(|_| Fault::unclear("交来的内容不完整或过大", "回执不超过 64 kB，请交来下载的回执原文。"))?;
    if sent.receipt.trim().is_empty() {
        return Err(Fault::unclear("没有收到回执", "请把回执文件的文字粘贴到框里，再核对。"));
    }
    let verdict = judged(state.source(), &sent.receipt).await?;
    if sent.part == "verdict" {
        return render(&verdict);
    }
    let shell = frame.shell("核对回执");
    render(&VerifyPage { shell, words: verdict::words(), given: sent.receipt, verdict: Some(verdict) })
}

async fn judged(source: &Source, text: &str) -> Result<Verdict, Fault> {
    match verdict::read(text) {
        Err(steps) => Ok(Verdict {
            sound: false,
            heading: "不是回执",
            steps,
            fault: Some("请交来下载的回执文件原文，或回执二维码里的文字，一个字也不要改。".to_owned()),
            today: Vec::new(),
            proven: Vec::new(),
            not_proven: &[],
        }),
        Ok(HandedIn::Entry(receipt)) => of_entry(source, &receipt).await,
        Ok(HandedIn::Heads(receipt)) => of_heads(source, &receipt).await,
    }
}

async fn of_entry(source: &Source, receipt: &Receipt) -> Result<Verdict, Fault> {
    let (steps, checked) = verdict::of_entry(receipt);
    let checked = match checked {
        Ok(checked) => checked,
        Err(fault) => return Ok(refused(steps, fault.to_string())),
    };
    let standing = source.standing(&receipt.court_code, &receipt.public_key, &receipt.head).await?;
    Ok(Verdict {
        sound: true,
        heading: "回执成立",
        steps,
        fault: None,
        today: today(&receipt.court_code, &standing),
        proven: proven(&checked),
        not_proven: &BEYOND,
    })
}

async fn of_heads(source: &Source, receipt: &ConsistencyReceipt) -> Result<Verdict, Fault> {
    let (steps, fault) = verdict::of_heads(receipt);
    if let Some(fault) = fault {
        return Ok(refused(steps, fault.to_string()));
    }
    let standing = source.standing(&receipt.court_code, &receipt.public_key, &receipt.to).await?;
    let name = known_name(&receipt.court_code).unwrap_or_else(|| receipt.court_code.clone());
    let head = |size, at| format!("{} 条，签于 {}", count(size), moment(at));
    let proven = [
        Pair::maybe("法院", Some(name)),
        Pair::maybe("前一个树头", Some(head(receipt.from.size, receipt.from.signed_at))),
        Pair::maybe("后一个树头", Some(head(receipt.to.size, receipt.to.signed_at))),
        Pair::maybe("结论", Some("前一个树头里的每一条记录，都原样在后一个树头里。".to_owned())),
    ];
    Ok(Verdict {
        sound: true,
        heading: "两个树头首尾相连",
        steps,
        fault: None,
        today: today(&receipt.court_code, &standing),
        proven: proven.into_iter().flatten().collect(),
        not_proven: &BEYOND,
    })
}

fn refused(steps: Vec<Step>, fault: String) -> Verdict {
    Verdict {
        sound: false,
        heading: "回执不成立",
        steps,
        fault: Some(format!("{fault}。请用原来下载的文件再核对一次；仍不成立时，带着这份文件向法院或其上级法院反映。")),
        today: Vec::new(),
        proven: Vec::new(),
        not_proven: &[],
    }
}

fn known_name(code: &str) -> Option<String> {
    court::by_code(code).map(|court| court.name.to_owned())
}

fn today(code: &str, standing: &Standing) -> Vec<Today> {
    let Some(log) = &standing.log else {
        return vec![Today {
            holds: None, what: format!("本站没有代字为“{}”的法院的日志", address::short(code))
        }];
    };
    let key = Today { holds: Some(log.key_is_known), what: "公钥就是本站公布的该院公钥".to_owned() };
    let continues = match log.continues {
        Some(holds) => Today {
            holds: Some(holds),
            what: format!("本站现在的日志（{} 条）仍是它的延续", count(log.size)),
        },
        None => Today {
            holds: None, what: format!("本站的日志只有 {} 条，短于回执的树头，无从比较", count(log.size))
        },
    };
    vec![key, continues]
}

fn proven(checked: &CheckedReceipt) -> Vec<Pair> {
    let entry = &checked.entry;
    let court = court::by_code(&checked.court_code);
    let name = court.map_or_else(|| checked.court_code.clone(), |court| court.name.to_owned());
    let place = Pair::maybe("位置", Some(format!("日志第 {} 条", count(entry.position)))).map(|pair| match court {
        Some(court) => pair.to(address::entry(court.id, entry.position)),
        None => pair,
    });
    let body = entry.body.to_string();
    [
        Pair::maybe("法院", Some(name)),
        place,
        Pair::maybe("种类", Some(narrate::kind_zh(&entry.kind).to_owned())),
        Pair::maybe("内容", narrate::sentence(&entry.kind, &body)),
        Pair::maybe("发生时间", Some(moment(entry.occurred_at))),
        Pair::maybe("封存时间", Some(moment(entry.recorded_at))),
        Pair::maybe("树头", Some(format!("{} 条，签于 {}", count(checked.size), moment(checked.signed_at)))),
    ]
    .into_iter()
    .flatten()
    .collect()
}
