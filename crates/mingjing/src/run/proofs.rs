//! `mingjing verify` and `mingjing receipt`: what can be proved, and checked.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use court::replay::ReplayFault;
use docket::receipt::{self, Receipt, ReceiptFault};
use docket::store::{Finding, VerifyProgress, VerifyReport};

use crate::args::{DrawAction, Global, ReceiptAction};
use crate::output::{self, Bar};
use crate::run::{Failure, court_of, grouped, input, open_existing};

/// Findings printed before the rest is only counted.
const SHOWN: usize = 50;

/// Recomputes everything from the entries.
pub async fn verify(global: &Global, court: Option<&str>) -> Result<(), Failure> {
    let only = court.map(court_of).transpose()?.map(|court| court.id);
    let docket = open_existing(&global.db).await?;
    let progress = Arc::new(VerifyProgress::default());
    let watched = Arc::clone(&progress);
    let show = tokio::spawn(async move {
        let mut bar = None;
        loop {
            tokio::time::sleep(Duration::from_millis(500)).await;
            let (done, total) = (watched.done.load(Ordering::Relaxed), watched.total.load(Ordering::Relaxed));
            bar.get_or_insert_with(|| Bar::new("核对", total)).at(done, &format!("{} 条", grouped(done)));
        }
    });
    let report = docket.verify(only, progress).await;
    show.abort();
    let report = report?;
    if global.json {
        output::result(&as_json(&report));
    }
    if report.findings.is_empty() {
        output::say(&format!(
            "核对通过：{} 个法院，{} 条，{} 个日志头",
            report.courts,
            grouped(report.entries),
            grouped(report.heads)
        ));
        return Ok(());
    }
    let mut lines: Vec<String> = report.findings.iter().take(SHOWN).map(sentence).collect();
    if report.findings.len() > SHOWN {
        lines.push(format!("……共 {} 处", report.findings.len()));
    }
    Err(Failure::Check(format!("核对未通过：\n{}", lines.join("\n"))))
}

/// A finding in words: which court, which entry, what.
pub fn sentence(finding: &Finding) -> String {
    let court = law::court::court(finding.court).map_or("未登记的法院", |court| court.name);
    match finding.position {
        Some(position) => format!("{court} 第 {position} 条：{}", finding.what),
        None => format!("{court}：{}", finding.what),
    }
}

fn as_json(report: &VerifyReport) -> String {
    let finding = |finding: &Finding| {
        serde_json::json!({
            "court": law::court::court(finding.court).map(|court| court.code.to_string()),
            "position": finding.position,
            "what": finding.what,
        })
    };
    let findings: Vec<serde_json::Value> = report.findings.iter().map(finding).collect();
    serde_json::json!({
        "passed": report.passed(), "courts": report.courts, "entries": report.entries, "heads": report.heads,
        "findings": findings,
    })
    .to_string()
}

/// Makes or checks a receipt.
pub async fn receipt(global: &Global, action: ReceiptAction) -> Result<(), Failure> {
    match action {
        ReceiptAction::Make { court, position } => {
            let court = court_of(&court)?;
            let docket = open_existing(&global.db).await?;
            let receipt = docket.receipt(court.id, position).await?;
            output::result(&receipt.to_json());
            Ok(())
        }
        ReceiptAction::Check { file } => check(global, &file),
    }
}

fn handed_in(file: &Path) -> Result<String, Failure> {
    let text = std::fs::read(file).map_err(|e| Failure::Input(format!("回执文件 {} 无法读取：{e}", file.display())))?;
    String::from_utf8(text).map_err(|_| Failure::Input("回执文件不是 UTF-8 文本".to_owned()))
}

/// Makes a draw again from a receipt.
pub fn draw(global: &Global, action: &DrawAction) -> Result<(), Failure> {
    let DrawAction::Replay { file } = action;
    let replayed = match court::replay::replay(&handed_in(file)?) {
        Ok(replayed) => replayed,
        Err(fault @ ReplayFault::Receipt(ReceiptFault::Form)) => return Err(input(fault)),
        Err(fault) => return Err(Failure::Check(fault.to_string())),
    };
    if global.json {
        let checks: Vec<serde_json::Value> = replayed
            .checks
            .iter()
            .map(|one| serde_json::json!({ "what": one.what, "sound": one.sound, "found": one.found }))
            .collect();
        let judge = replayed.assigned.judge.0;
        output::result(&serde_json::json!({ "sound": replayed.sound(), "judge": judge, "checks": checks }).to_string());
    } else {
        for one in &replayed.checks {
            output::result(&format!("{} {}：{}", if one.sound { "✓" } else { "✗" }, one.what, one.found));
        }
    }
    if replayed.sound() {
        output::say(&format!("抽签可以重现：承办法官 {} 号", replayed.assigned.judge.0));
        return Ok(());
    }
    let wrong = replayed.checks.iter().filter(|one| !one.sound).count();
    Err(Failure::Check(format!("抽签不能重现：有 {wrong} 处与记录不符")))
}

fn check(global: &Global, file: &Path) -> Result<(), Failure> {
    let text = handed_in(file)?;
    let receipt = Receipt::read(&text).map_err(input)?;
    match receipt::check(&receipt) {
        Ok(checked) => {
            if global.json {
                output::result(&serde_json::json!({ "valid": true, "court": receipt.court_name, "size": checked.size, "position": checked.entry.position }).to_string());
            }
            output::say(&format!(
                "回执有效：{} 日志第 {} 条，日志头含 {} 条",
                receipt.court_name, checked.entry.position, checked.size
            ));
            Ok(())
        }
        Err(fault) => Err(Failure::Check(format!("回执无效：{fault}"))),
    }
}
