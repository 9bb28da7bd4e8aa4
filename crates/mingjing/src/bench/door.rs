//! What stands between somebody and an act: a question to the policies, a draw with its proof and its replay.

use docket::vrf::{VrfKey, verify};
use law::assignment::draw::{Asked, alpha};
use law::assignment::{Candidate, Draw, Lot};
use law::ids::JudgeId;
use permit::Permit;

use super::{Watch, at_share, print};
use crate::run::Failure;

/// Judges in the pool of a large division.
const POOL: u32 = 40;
const DRAWS: u32 = 500;
const QUESTIONS: usize = 20_000;

/// Decisions and draws.
pub fn door() -> Result<(), Failure> {
    let mut deciding = Vec::new();
    let asks: Vec<permit::Ask> = permit::cells().map(|(ask, _)| ask).step_by(3).take(QUESTIONS).collect();
    for ask in &asks {
        let watch = Watch::start();
        let verdict = Permit::embedded().may(ask);
        deciding.push(watch.read().as_secs_f64() * 1e6);
        drop(verdict);
    }
    let (mut drawing, mut again) = (Vec::new(), Vec::new());
    let key = VrfKey::from_seed(b"bench");
    let public_key = key.public().map_or_else(Vec::new, |key| key.to_vec());
    for n in 0..DRAWS {
        let watch = Watch::start();
        let leaf = n.to_be_bytes().repeat(8);
        let proven = key.prove(&alpha(&leaf, Some("8848"), 1)).ok_or_else(|| Failure::Check("没有证明".to_owned()))?;
        let lot = Lot { beta: proven.beta, proof: proven.proof, public_key: public_key.clone() };
        let judges = (1..=POOL).map(|judge| Candidate {
            failing: Vec::new(),
            judge: JudgeId(judge),
            load: i64::from(judge % 7) * 30,
        });
        let asked = Asked {
            matter: format!("辽0102/{n}"),
            leaf,
            number: Some("8848".to_owned()),
            round: 1,
            weight: 60,
            median_weight: 100,
            judges: judges.collect(),
            chair: true,
            members: 2,
            assessors: Vec::new(),
            jury: 0,
        };
        let draw = Draw::make(asked, &lot).map_err(|_| Failure::Check("没有抽出".to_owned()))?;
        drawing.push(watch.read().as_secs_f64() * 1e3);
        let watch = Watch::start();
        if draw.replay(verify).iter().any(|check| !check.sound) {
            return Err(Failure::Check("抽签不能重现".to_owned()));
        }
        again.push(watch.read().as_secs_f64() * 1e3);
    }
    for (metric, list, unit, limit) in [
        ("decision", &mut deciding, "us", "at most 50"),
        ("draw and proof of 40", &mut drawing, "ms", "at most 2"),
        ("replay", &mut again, "ms", "-"),
    ] {
        list.sort_by(f64::total_cmp);
        print("door", &format!("{metric}, median"), at_share(list, 500), unit, limit);
        print("door", &format!("{metric}, p99"), at_share(list, 990), unit, "-");
    }
    Ok(())
}
