//! A receipt on paper: what the entry says, the proof in words, and the whole receipt as a code that anybody can check.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::IntoResponse;
use docket::digest::to_hex;
use docket::entry::Entry;
use docket::receipt::Receipt;
use law::court::Court;
use print::{Block, Chart, Code, Document, Table};

use super::entry::{file_name, proven};
use crate::fault::Fault;
use crate::format::{count, day_text, moment};
use crate::narrate;
use crate::qr;
use crate::state::AppState;

/// `/entries/{court}/{position}/receipt.pdf`.
pub async fn pdf(
    State(state): State<AppState>,
    Path((code, position)): Path<(String, String)>,
) -> Result<impl IntoResponse, Fault> {
    let (court, entry, receipt) = proven(&state, &code, &position).await?;
    let document = document(court, &entry, &receipt);
    let made = tokio::task::spawn_blocking(move || print::pdf(&document)).await;
    let file = made.map_err(|cause| Fault::unavailable(&cause))?.map_err(|cause| Fault::unavailable(&cause))?;
    let name = format!("inline; filename=\"{}\"", file_name(court, entry.position, "pdf"));
    Ok(([(header::CONTENT_TYPE, "application/pdf".to_owned()), (header::CONTENT_DISPOSITION, name)], file))
}

fn document(court: &Court, entry: &Entry, receipt: &Receipt) -> Document {
    let mut blocks = vec![
        Block::paragraph(format!(
            "{}的日志里有下面这条记录。任何人都可以凭本回执核对它存在、没有改动，不需要登录，也不需要相信本院。",
            court.name
        )),
        Block::Table(Table {
            caption: "记录".to_owned(),
            headings: vec!["项目".to_owned(), "内容".to_owned()],
            words: 2,
            rows: [
                ("法院", court.name.to_owned()),
                ("事项", narrate::kind_zh(&entry.kind).to_owned()),
                ("在日志中的序号", count(entry.position)),
                ("记录时刻", moment(entry.recorded_at)),
                ("记录摘要（SM3）", grouped(&to_hex(&entry.leaf))),
                ("签名覆盖的条数", count(receipt.head.size)),
                ("签名时刻", moment(receipt.head.signed_at)),
                ("签名覆盖的树根", grouped(&to_hex(&receipt.head.root))),
            ]
            .map(|(name, told)| vec![name.to_owned(), told])
            .to_vec(),
        }),
    ];
    match receipt.to_compact().as_deref().and_then(qr::code) {
        Some(code) => {
            let number = |n: usize| i64::try_from(n).unwrap_or(0);
            let runs = code.runs.iter().map(|(row, from, length)| (number(*row), number(*from), number(*length)));
            blocks.push(Block::Chart(Chart::Code(Code {
                caption: "完整的回执：扫描后在“核对”页粘贴，或者用 mingjing receipt check 离线核对".to_owned(),
                side: number(code.side),
                runs: runs.collect(),
            })));
        }
        None => blocks.push(Block::paragraph("这条记录较长，二维码装不下；完整的回执请下载回执文件。")),
    }
    Document {
        issuer: court.name.to_owned(),
        title: "日志回执".to_owned(),
        number: None,
        date: day_text(entry.recorded_at.day()),
        blocks,
        notes: vec![
            "核对分三步：由记录算出摘要；由摘要和路径算出树根；用该院公布的公钥验证签名。三步都相符，记录就在日志里。"
                .to_owned(),
            "当事人的姓名等个人信息在记录里是封存的，回执不透露。".to_owned(),
        ],
    }
}

/// A digest in groups of eight, so that it can be read aloud and breaks across lines.
fn grouped(hex: &str) -> String {
    let letters: Vec<char> = hex.chars().collect();
    letters.chunks(8).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}
