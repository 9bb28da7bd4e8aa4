//! A draw as it is sealed: everything it was made of, so that anybody can make it again.
//!
//! Fields stand in the order of their names, so that the plain JSON writer already writes RFC 8785.

use serde::{Deserialize, Serialize};

use super::index::{band, index, several};
use super::pool::{Failing, relax};
use crate::ids::JudgeId;

/// Name of the way of drawing; a change of it gets a new name.
pub const ALGORITHM: &str = "mingjing-draw-1";

/// A draw.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draw {
    /// The way of drawing.
    pub algorithm: String,
    /// Output of the verifiable random function, in hexadecimal.
    pub beta: String,
    /// Leaf of the filing in the court's log, in hexadecimal.
    pub leaf: String,
    /// The matter: court code and stream, as `辽0102/17`.
    pub matter: String,
    /// Median weight of the group's cases, in hundredths.
    pub median_weight: i64,
    /// The number a litigant gave after the filing was sealed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub number: Option<String>,
    /// Proof of the output, in hexadecimal.
    pub proof: String,
    /// Public key of the court's verifiable random function, in hexadecimal.
    pub public_key: String,
    /// Nobody was left but for their load, which was let pass (E8).
    pub relaxed: bool,
    /// 1 for the first draw of the matter, 2 for the next.
    pub round: u32,
    /// What was drawn for, in order: first the judge in charge.
    pub seats: Vec<Seat>,
    /// Weight of the case, in hundredths.
    pub weight: i64,
}

/// What was drawn for and from whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seat {
    /// Width of the band above the least load, in ten-thousandths; none where loads do not matter.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub band: Option<i64>,
    /// Everybody who was looked at, in ascending order.
    pub candidates: Vec<Candidate>,
    /// What for.
    pub kind: SeatKind,
    /// Who was drawn, in order.
    pub outcome: Vec<JudgeId>,
}

/// What is drawn for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SeatKind {
    /// 承办法官: within the band.
    Judge,
    /// 合议庭成员: every eligible judge alike.
    Member,
    /// 人民陪审员, and then substitutes in order: everybody on the list alike.
    Assessor,
}

impl SeatKind {
    /// The word in the messages drawn by.
    pub const fn word(self) -> &'static str {
        match self {
            SeatKind::Judge => "judge",
            SeatKind::Member => "member",
            SeatKind::Assessor => "assessor",
        }
    }

    /// Its code in columns.
    pub const fn code(self) -> i64 {
        match self {
            SeatKind::Judge => 1,
            SeatKind::Member => 2,
            SeatKind::Assessor => 3,
        }
    }

    /// The kind of a code.
    pub const fn from_code(code: i64) -> Option<SeatKind> {
        match code {
            1 => Some(SeatKind::Judge),
            2 => Some(SeatKind::Member),
            3 => Some(SeatKind::Assessor),
            _ => None,
        }
    }

    /// Chinese name.
    pub const fn zh(self) -> &'static str {
        match self {
            SeatKind::Judge => "承办法官",
            SeatKind::Member => "合议庭成员",
            SeatKind::Assessor => "人民陪审员",
        }
    }
}

/// Somebody who was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// Every reason against; none for those eligible.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub failing: Vec<Failing>,
    /// Who.
    pub judge: JudgeId,
    /// Load in hundredths.
    pub load: i64,
}

/// The lot: what the verifiable random function gave for the filing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lot {
    /// Output.
    pub beta: Vec<u8>,
    /// Proof.
    pub proof: Vec<u8>,
    /// Public key.
    pub public_key: Vec<u8>,
}

/// What is drawn over: the filing's leaf, and the number a litigant gave after it was sealed. Neither who sealed nor who
/// gave the number could know the other's part. Each round has a lot of its own, so that nobody outside the court knows it
/// before it is drawn.
pub fn alpha(leaf: &[u8], number: Option<&str>, round: u32) -> Vec<u8> {
    let mut out = b"mingjing draw 1".to_vec();
    for part in [leaf, number.unwrap_or("").as_bytes(), &round.to_be_bytes()] {
        out.extend_from_slice(&u32::try_from(part.len()).unwrap_or(u32::MAX).to_be_bytes());
        out.extend_from_slice(part);
    }
    out
}

/// Nobody can be drawn: everybody and every reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unassignable {
    /// What could not be drawn for.
    pub kind: SeatKind,
    /// Everybody who was looked at.
    pub candidates: Vec<Candidate>,
}

/// What a draw is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The matter, as `辽0102/17`.
    pub matter: String,
    /// Leaf of the filing.
    pub leaf: Vec<u8>,
    /// The litigant's number.
    pub number: Option<String>,
    /// Which draw of the matter.
    pub round: u32,
    /// Weight of the case, in hundredths.
    pub weight: i64,
    /// Median weight of the group's cases, in hundredths.
    pub median_weight: i64,
    /// Judges with their loads and the reasons against them.
    pub judges: Vec<Candidate>,
    /// The judge in charge is drawn; not where one stays or is known already, and others of the bench are drawn alone.
    pub chair: bool,
    /// Judges on the panel to draw besides the one in charge.
    pub members: usize,
    /// Assessors with the reasons against them.
    pub assessors: Vec<Candidate>,
    /// Assessors and substitutes to draw.
    pub jury: usize,
}

impl Draw {
    /// Draws.
    ///
    /// # Errors
    /// [`Unassignable`] naming everybody and every reason, when a seat cannot be filled.
    pub fn make(asked: Asked, lot: &Lot) -> Result<Draw, Unassignable> {
        let (mut judges, mut assessors) = (asked.judges, asked.assessors);
        judges.sort_by_key(|one| one.judge);
        assessors.sort_by_key(|one| one.judge);
        let mut failing: Vec<Vec<Failing>> = judges.iter().map(|one| one.failing.clone()).collect();
        let relaxed = relax(&mut failing);
        for (one, failing) in judges.iter_mut().zip(failing) {
            one.failing = failing;
        }
        let by = By { seed: &lot.beta, matter: &asked.matter, round: asked.round };
        let mut seats = Vec::new();
        if asked.chair {
            seats.push(by.judge(judges.clone(), asked.median_weight)?);
        }
        if asked.members > 0 {
            let rest = without(judges, seats.iter().flat_map(|seat| &seat.outcome));
            seats.push(by.alike(SeatKind::Member, rest, asked.members)?);
        }
        if asked.jury > 0 {
            seats.push(by.alike(SeatKind::Assessor, assessors, asked.jury)?);
        }
        Ok(Draw {
            algorithm: ALGORITHM.to_owned(),
            beta: hex(&lot.beta),
            leaf: hex(&asked.leaf),
            matter: asked.matter,
            median_weight: asked.median_weight,
            number: asked.number,
            proof: hex(&lot.proof),
            public_key: hex(&lot.public_key),
            relaxed,
            round: asked.round,
            seats,
            weight: asked.weight,
        })
    }

    /// The judge in charge, where one was drawn for.
    pub fn first(&self) -> Option<JudgeId> {
        self.seat(SeatKind::Judge).and_then(|seat| seat.outcome.first()).copied()
    }

    /// Who was drawn for the seats of a kind, in order.
    pub fn outcome(&self, kind: SeatKind) -> &[JudgeId] {
        self.seat(kind).map_or(&[], |seat| seat.outcome.as_slice())
    }

    /// The seats of a kind.
    pub fn seat(&self, kind: SeatKind) -> Option<&Seat> {
        self.seats.iter().find(|seat| seat.kind == kind)
    }
}

fn without<'a>(mut all: Vec<Candidate>, drawn: impl Iterator<Item = &'a JudgeId>) -> Vec<Candidate> {
    let drawn: Vec<JudgeId> = drawn.copied().collect();
    all.retain(|one| !drawn.contains(&one.judge));
    all
}

/// What a seat is drawn by.
#[derive(Clone, Copy)]
pub(super) struct By<'a> {
    pub(super) seed: &'a [u8],
    pub(super) matter: &'a str,
    pub(super) round: u32,
}

impl By<'_> {
    fn text(&self, kind: SeatKind) -> String {
        format!("{}|{}|{}", self.matter, kind.word(), self.round)
    }

    /// The judge in charge, within the band.
    pub(super) fn judge(&self, candidates: Vec<Candidate>, median_weight: i64) -> Result<Seat, Unassignable> {
        let eligible: Vec<&Candidate> = candidates.iter().filter(|one| one.failing.is_empty()).collect();
        let loads: Vec<i64> = eligible.iter().map(|one| one.load).collect();
        let band = band(&loads, median_weight);
        let at = index(self.seed, &self.text(SeatKind::Judge), band.members.len());
        let drawn = at.and_then(|at| band.members.get(at)).and_then(|place| eligible.get(*place)).map(|one| one.judge);
        match drawn {
            Some(judge) => Ok(Seat { band: Some(band.width), candidates, kind: SeatKind::Judge, outcome: vec![judge] }),
            None => Err(Unassignable { kind: SeatKind::Judge, candidates }),
        }
    }

    /// So many of those eligible, each as likely as any other.
    pub(super) fn alike(&self, kind: SeatKind, candidates: Vec<Candidate>, most: usize) -> Result<Seat, Unassignable> {
        let eligible: Vec<JudgeId> =
            candidates.iter().filter(|one| one.failing.is_empty()).map(|one| one.judge).collect();
        let places = several(self.seed, &self.text(kind), eligible.len(), most);
        let outcome: Vec<JudgeId> = places.iter().filter_map(|place| eligible.get(*place)).copied().collect();
        if outcome.len() < most {
            return Err(Unassignable { kind, candidates });
        }
        Ok(Seat { band: None, candidates, kind, outcome })
    }
}

/// Bytes in lower hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Bytes from hexadecimal.
pub(super) fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> =
        text.chars().map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok())).collect();
    let digits = digits.filter(|digits| digits.len().is_multiple_of(2))?;
    Some(digits.chunks_exact(2).map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit)).collect())
}
