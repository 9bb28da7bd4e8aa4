//! A draw made again from its record alone: every step, and every difference.

use super::draw::{ALGORITHM, By, Draw, Seat, SeatKind, alpha, unhex};
use super::pool::Failing;

/// A step of the replay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// What was looked at.
    pub what: &'static str,
    /// It is as the record says.
    pub sound: bool,
    /// What was found.
    pub found: String,
}

impl Draw {
    /// Makes the draw again. `verify` checks a proof under a public key over a text and gives the output it proves.
    pub fn replay(&self, verify: impl Fn(&[u8], &[u8], &[u8]) -> Option<Vec<u8>>) -> Vec<Check> {
        let mut checks = vec![check("抽签办法", self.algorithm == ALGORITHM, || self.algorithm.clone())];
        let parts = unhex(&self.leaf).zip(unhex(&self.public_key)).zip(unhex(&self.proof)).zip(unhex(&self.beta));
        let Some((((leaf, public_key), proof), beta)) = parts else {
            checks.push(check("记录的格式", false, || "叶、公钥、证明或者输出不是十六进制".to_owned()));
            return checks;
        };
        let over = alpha(&leaf, self.number.as_deref(), self.round);
        let proven = verify(&public_key, &over, &proof);
        checks.push(check("随机数的证明", proven.is_some(), || match (&proven, &self.number) {
            (None, _) => "证明与公钥、立案记录或者当事人的数字不符".to_owned(),
            (Some(_), Some(number)) => format!("由立案记录的叶和当事人的数字 {number} 得出，只有法院的密钥能算出"),
            (Some(_), None) => "由立案记录的叶得出（当事人没有提供数字），只有法院的密钥能算出".to_owned(),
        }));
        checks.push(check("随机数", proven.as_deref() == Some(beta.as_slice()), || {
            let head: String = self.beta.chars().take(16).collect();
            format!("{head}……")
        }));
        let by = By { seed: &beta, matter: &self.matter, round: self.round };
        for seat in &self.seats {
            checks.extend(seat_again(by, seat, self));
        }
        // the judge in charge first, then members, then assessors, each once
        let ordered = self.seats.iter().zip(self.seats.iter().skip(1)).all(|(a, b)| a.kind < b.kind);
        checks.push(check("席位", ordered && !self.seats.is_empty(), || {
            let kinds: Vec<&str> = self.seats.iter().map(|seat| seat.kind.zh()).collect();
            format!("共 {} 组席位：{}", self.seats.len(), kinds.join("、"))
        }));
        checks
    }
}

fn seat_again(by: By<'_>, seat: &Seat, draw: &Draw) -> Vec<Check> {
    let ordered = seat.candidates.iter().zip(seat.candidates.iter().skip(1)).all(|(a, b)| a.judge < b.judge);
    let soft = !draw.relaxed || seat.kind != SeatKind::Judge || seat.candidates.iter().all(kept_out);
    let eligible = seat.candidates.iter().filter(|one| one.failing.is_empty()).count();
    let mut checks = vec![check("候选名单", ordered && soft, || {
        format!("{}：{} 人，其中 {eligible} 人符合条件", seat.kind.zh(), seat.candidates.len())
    })];
    let again = match seat.kind {
        SeatKind::Judge => by.judge(seat.candidates.clone(), draw.median_weight),
        kind => by.alike(kind, seat.candidates.clone(), seat.outcome.len()),
    };
    let Ok(again) = again else {
        checks.push(check("抽签结果", false, || "名单中没有足够的人可抽，记录却有结果".to_owned()));
        return checks;
    };
    if seat.kind == SeatKind::Judge {
        checks.push(check("负荷区间", again.band == seat.band, || {
            let width = again.band.unwrap_or(0);
            format!("最低负荷以上 {}.{:04} 以内", width / 10_000, width % 10_000)
        }));
    }
    checks.push(check("抽签结果", again.outcome == seat.outcome, || {
        let names: Vec<String> = again.outcome.iter().map(|judge| format!("{} 号", judge.0)).collect();
        format!("{}：{}", seat.kind.zh(), names.join("、"))
    }));
    checks
}

/// With relaxed loads nobody may be kept out by the load alone.
fn kept_out(one: &super::draw::Candidate) -> bool {
    one.failing.as_slice() != [Failing::Overloaded]
}

fn check(what: &'static str, sound: bool, found: impl FnOnce() -> String) -> Check {
    Check { what, sound, found: found() }
}

#[cfg(test)]
mod tests {
    use super::super::draw::{Asked, Candidate, Lot};
    use super::*;
    use crate::ids::JudgeId;

    fn candidate(judge: u32, load: i64, failing: &[Failing]) -> Candidate {
        Candidate { judge: JudgeId(judge), load, failing: failing.to_vec() }
    }

    /// The worked draw of A-045 with the published seed in the place of the function's output.
    fn worked() -> Draw {
        let mut beta = vec![0; 32];
        beta[31] = 1;
        let judges = vec![
            candidate(5, 8_100, &[Failing::Related]),
            candidate(1, 8_200, &[]),
            candidate(2, 9_500, &[]),
            candidate(3, 8_400, &[]),
            candidate(4, 8_350, &[]),
        ];
        let asked = Asked {
            matter: "CASE-2020-000003".to_owned(),
            leaf: vec![7; 32],
            number: Some("42".to_owned()),
            round: 1,
            weight: 100,
            median_weight: 100,
            judges,
            chair: true,
            members: 0,
            assessors: Vec::new(),
            jury: 0,
        };
        Draw::make(asked, &Lot { beta, proof: vec![1], public_key: vec![2] }).unwrap()
    }

    fn seed_of(draw: &Draw) -> impl Fn(&[u8], &[u8], &[u8]) -> Option<Vec<u8>> + use<> {
        let (leaf, beta) = (unhex(&draw.leaf).unwrap(), unhex(&draw.beta).unwrap());
        move |_, over, _| (over == alpha(&leaf, Some("42"), 1)).then(|| beta.clone())
    }

    #[test]
    fn a_045_the_worked_draw_names_j4() {
        let draw = worked();
        assert_eq!(draw.first(), Some(JudgeId(4)));
        assert_eq!(draw.seats[0].band, Some(41_875));
        assert!(draw.replay(seed_of(&draw)).iter().all(|check| check.sound));
    }

    #[test]
    fn a_draw_is_canonical_json_and_reads_back() {
        let draw = worked();
        let text = serde_json::to_string(&draw).unwrap();
        let sorted: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(serde_json::to_string(&sorted).unwrap(), text, "keys stand in order");
        assert_eq!(serde_json::from_str::<Draw>(&text).unwrap(), draw);
    }

    #[test]
    fn every_difference_is_found() {
        let draw = worked();
        let wrong = |change: fn(&mut Draw)| {
            let mut other = draw.clone();
            change(&mut other);
            let checks = other.replay(seed_of(&draw));
            checks.into_iter().filter(|check| !check.sound).map(|check| check.what).collect::<Vec<_>>()
        };
        assert_eq!(wrong(|draw| draw.algorithm.push('x')), ["抽签办法"]);
        assert_eq!(wrong(|draw| draw.number = Some("43".to_owned())), ["随机数的证明", "随机数"]);
        assert_eq!(wrong(|draw| draw.leaf = "zz".to_owned()), ["记录的格式"]);
        assert_eq!(wrong(|draw| draw.seats[0].outcome = vec![JudgeId(1)]), ["抽签结果"]);
        assert_eq!(wrong(|draw| draw.seats[0].band = Some(1)), ["负荷区间"]);
        assert_eq!(wrong(|draw| draw.seats[0].candidates.swap(0, 1)), ["候选名单"]);
        assert_eq!(wrong(|draw| draw.seats.clear()), ["席位"]);
        assert!(wrong(|draw| draw.beta = "00".repeat(32)).contains(&"随机数"));
        assert!(wrong(|draw| draw.round = 2).contains(&"随机数的证明"));
    }

    #[test]
    fn a_010_an_empty_pool_names_everybody_and_every_reason() {
        let judges =
            vec![candidate(1, 0, &[Failing::Related, Failing::OtherGroup]), candidate(2, 0, &[Failing::Absent])];
        let asked = Asked {
            matter: "m".to_owned(),
            leaf: vec![1],
            number: None,
            round: 1,
            weight: 100,
            median_weight: 100,
            judges: judges.clone(),
            chair: true,
            members: 0,
            assessors: Vec::new(),
            jury: 0,
        };
        let lot = Lot { beta: vec![9; 64], proof: vec![], public_key: vec![] };
        assert_eq!(Draw::make(asked, &lot).unwrap_err().candidates, judges);
    }

    #[test]
    fn a_panel_and_its_assessors_are_drawn_without_the_judge_in_charge() {
        let asked = Asked {
            matter: "m".to_owned(),
            leaf: vec![1],
            number: None,
            round: 1,
            weight: 100,
            median_weight: 100,
            judges: (1..=6).map(|n| candidate(n, 0, &[])).collect(),
            chair: true,
            members: 1,
            assessors: (101..=105).map(|n| candidate(n, 0, &[])).collect(),
            jury: 3,
        };
        let lot = Lot { beta: vec![9; 64], proof: vec![], public_key: vec![] };
        let draw = Draw::make(asked.clone(), &lot).unwrap();
        let member = draw.seat(SeatKind::Member).unwrap();
        assert!(!member.outcome.contains(&draw.first().unwrap()));
        assert_eq!(draw.seat(SeatKind::Assessor).unwrap().outcome.len(), 3);
        assert_eq!(Draw::make(Asked { jury: 6, ..asked }, &lot).unwrap_err().kind, SeatKind::Assessor);
    }

    #[test]
    fn a_088_two_assessors_and_a_substitute_are_drawn_as_the_vector_says() {
        let mut beta = vec![0; 32];
        beta[31] = 1;
        let asked = Asked {
            matter: "CASE-2020-000001".to_owned(),
            leaf: vec![7; 32],
            number: Some("42".to_owned()),
            round: 1,
            weight: 100,
            median_weight: 100,
            judges: Vec::new(),
            chair: false,
            members: 0,
            // what they sat on does not weigh: the one with the most is as likely as any other
            assessors: [(1, 2), (2, 29), (3, 0), (4, 11), (5, 7)].map(|(n, load)| candidate(n, load, &[])).to_vec(),
            jury: 3,
        };
        let draw = Draw::make(asked, &Lot { beta, proof: vec![1], public_key: vec![2] }).unwrap();
        assert_eq!(draw.outcome(SeatKind::Assessor), [JudgeId(2), JudgeId(1), JudgeId(4)]);
        assert_eq!((draw.first(), draw.seats.len()), (None, 1), "the judge in charge stays");
        assert!(draw.replay(seed_of(&draw)).iter().all(|check| check.sound));
        let mut other = draw.clone();
        other.seats[0].outcome.swap(0, 1);
        assert!(other.replay(seed_of(&draw)).iter().any(|check| !check.sound), "their order is of the draw");
    }

    #[test]
    fn neither_part_of_what_is_drawn_over_can_stand_for_the_other() {
        assert_ne!(alpha(b"ab", Some("1"), 1), alpha(b"a", Some("b1"), 1));
        assert_ne!(alpha(b"ab", None, 1), alpha(b"ab", None, 2));
    }
}
