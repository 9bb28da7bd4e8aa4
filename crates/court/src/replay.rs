//! A draw made again from a receipt alone: no database, no network, no trust in who hands it over.

use std::fmt;

use docket::receipt::{self, CheckedReceipt, Receipt, ReceiptFault};
use docket::vrf;
use law::assignment::Draw;
use law::assignment::replay::Check;
use law::ids::{CourtId, JudgeId};
use law::life::event::{Assigned, Event};
use law::life::papers::Seated;

/// A draw made again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replayed {
    /// What the receipt proves.
    pub receipt: CheckedReceipt,
    /// The assignment it proves.
    pub assigned: Assigned,
    /// Every step, in order.
    pub checks: Vec<Check>,
}

impl Replayed {
    /// Whether every step came out as the record says.
    pub fn sound(&self) -> bool {
        self.checks.iter().all(|check| check.sound)
    }
}

/// Why a draw cannot be made again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReplayFault {
    /// The receipt is none, or proves nothing.
    Receipt(ReceiptFault),
    /// It proves an entry that is no draw; holds its kind.
    NoDraw(String),
}

impl fmt::Display for ReplayFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReplayFault::Receipt(fault) => write!(f, "回执无效：{fault}"),
            ReplayFault::NoDraw(kind) => {
                write!(f, "回执有效，但它证明的记录（{kind}）里没有抽签；请使用“分案”记录的回执")
            }
        }
    }
}

impl std::error::Error for ReplayFault {}

/// Reads a receipt, checks it, and makes the draw in it again.
///
/// # Errors
/// [`ReplayFault`] when the receipt does not hold or holds no draw; a draw that comes out otherwise is no error but a
/// check that is not sound.
pub fn replay(text: &str) -> Result<Replayed, ReplayFault> {
    let handed = Receipt::read(text).map_err(ReplayFault::Receipt)?;
    let receipt = receipt::check(&handed).map_err(ReplayFault::Receipt)?;
    let kind = receipt.entry.kind.clone();
    let body = receipt.entry.body.to_string();
    let Ok(Event::Assigned(assigned)) = Event::read(&kind, &body) else {
        return Err(ReplayFault::NoDraw(kind));
    };
    let Some(draw) = assigned.draw.as_deref() else {
        let Some(linked) = &assigned.linked else { return Err(ReplayFault::NoDraw(kind)) };
        let found = format!(
            "{} 号法官随第 {} 号案卷（{}），没有抽签",
            assigned.judge.0,
            linked.case.stream.0,
            linked.ground.zh()
        );
        let checks = vec![Check { what: "承办法官", sound: linked.case.court == receipt_court(&receipt), found }];
        return Ok(Replayed { receipt, checks, assigned });
    };
    let mut checks = draw.replay(vrf::verify);
    checks.push(of_this_matter(&receipt, draw));
    checks.push(judge_follows(&assigned, draw));
    checks.push(seats_follow(&assigned, draw));
    Ok(Replayed { receipt, checks, assigned })
}

fn receipt_court(receipt: &CheckedReceipt) -> CourtId {
    law::court::by_code(&receipt.court_code).map_or(CourtId(0), |court| court.id)
}

/// The draw is of the matter it stands in, and of no other.
fn of_this_matter(receipt: &CheckedReceipt, draw: &Draw) -> Check {
    let own = format!("{}/{}", receipt.court_code, receipt.entry.stream);
    Check {
        what: "所属案卷", sound: draw.matter == own, found: format!("抽签写的是 {}，记录在 {own}", draw.matter)
    }
}

/// Those who sit are those drawn, and those who stayed; nobody else takes a seat that was drawn for.
fn seats_follow(assigned: &Assigned, draw: &Draw) -> Check {
    let seated = assigned.bench();
    let drawn: Vec<JudgeId> = draw.seats.iter().flat_map(|seat| seat.outcome.iter().copied()).collect();
    let missing = drawn.iter().filter(|one| !seated.iter().any(|seated| seated.judge == **one)).count();
    // where a judge was named, the one the draw would have put in charge may be left out
    let allowed = usize::from(assigned.named.is_some());
    let new = |one: &&Seated| !drawn.contains(&one.judge) && one.judge != assigned.judge;
    let strangers = if assigned.change.is_none() { seated.iter().filter(new).count() } else { 0 };
    let list: Vec<String> = seated
        .iter()
        .map(|one| {
            let waits = if one.substitute { "（递补）" } else { "" };
            format!("{} {} 号{waits}", one.seat.zh(), one.judge.0)
        })
        .collect();
    Check { what: "审判组织", sound: missing <= allowed && strangers == 0, found: list.join("，") }
}

/// The judge in charge is the one drawn, or one named with the draw standing beside.
fn judge_follows(assigned: &Assigned, draw: &Draw) -> Check {
    let drawn = draw.first();
    if let (Some(linked), None) = (&assigned.linked, drawn) {
        let found = format!(
            "{} 号法官随第 {} 号案卷（{}），不另抽签",
            assigned.judge.0,
            linked.case.stream.0,
            linked.ground.zh()
        );
        return Check { what: "承办法官", sound: true, found };
    }
    if let (Some(change), None) = (&assigned.change, drawn) {
        let found = format!("{} 号法官不变，因{}补抽合议庭其他成员", assigned.judge.0, change.ground.zh());
        return Check { what: "承办法官", sound: true, found };
    }
    let found = match (&assigned.named, drawn) {
        (Some(named), Some(drawn)) => {
            format!("经批准指定 {} 号法官（{}）；如果抽签，将是 {} 号", assigned.judge.0, named.ground.zh(), drawn.0)
        }
        (None, Some(drawn)) => format!("承办法官 {} 号，抽中 {} 号", assigned.judge.0, drawn.0),
        (_, None) => "没有抽出承办法官".to_owned(),
    };
    let sound = match &assigned.named {
        Some(named) => named.judge == assigned.judge && named.approver.is_some_and(|one| one != named.proposer),
        None => drawn == Some(assigned.judge),
    };
    Check { what: "承办法官", sound, found }
}
