//! Assignment (分案): the pool as it is where the act is added, the court's lot over the filing's leaf, one entry.

use std::borrow::Cow;
use std::collections::BTreeMap;

use docket::store::{Carried, Docket, KeyRing, Place, Posted};
use law::assignment::draw::{Asked, Unassignable, alpha};
use law::assignment::load::{Carries, loads};
use law::assignment::pool::failings;
use law::assignment::weight::{Circumstances, base, cause_factor, weigh};
use law::assignment::{Candidate, Draw, Lot, Need, Profile};
use law::case_number::Word;
use law::court;
use law::day::Moment;
use law::ids::{CourtId, JudgeId, Stream};
use law::life::Case;
use law::life::codes::Procedure;
use law::life::command::{Command, Drawn};
use law::life::office::{DrawKey, OfficeAct};
use law::life::papers::Change;

use crate::office::{NotDone, Request, act, perform_knowing};

/// A judge who is looked at, and what the post can carry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judge {
    /// As the pool looks at them; how many cases are open is filled in from the log.
    pub profile: Profile,
    /// What the post carries of a full load, in hundredths.
    pub capacity: i64,
    /// Came to the group this year with nothing before.
    pub new: bool,
}

/// The bench that is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bench {
    /// Procedure.
    pub procedure: Procedure,
    /// Members of the panel, assessors among them.
    pub panel: u8,
    /// Assessors among them.
    pub assessors: u8,
}

/// A draw asked for.
#[derive(Debug, Clone)]
pub struct Asking {
    /// The court.
    pub court: CourtId,
    /// The matter.
    pub stream: Stream,
    /// When.
    pub at: Moment,
    /// Who asks for it.
    pub actor: Cow<'static, str>,
    /// What the case needs.
    pub need: Need,
    /// Judges of the court.
    pub judges: Vec<Judge>,
    /// People's assessors on the list with the reasons against them.
    pub assessors: Vec<Candidate>,
    /// The bench.
    pub bench: Bench,
    /// What is known of the case for its weight.
    pub circumstances: Circumstances,
    /// Why the judge changes.
    pub change: Option<Change>,
    /// Who agrees to the judge that was proposed, instead of the outcome of the draw.
    pub approver: Option<u32>,
}

/// Why nothing was drawn.
#[derive(Debug)]
pub enum NotDrawn {
    /// Nobody can be drawn: everybody and every reason.
    Unassignable(Unassignable),
    /// The act was not done.
    NotDone(NotDone),
}

impl From<NotDone> for NotDrawn {
    fn from(cause: NotDone) -> NotDrawn {
        NotDrawn::NotDone(cause)
    }
}

/// Substitutes drawn beside the assessors who are to sit.
const SUBSTITUTES: u8 = 1;

/// Draws the judge, the panel and its assessors, and enters the outcome as the assignment.
///
/// # Errors
/// [`NotDrawn`]; nothing is entered then.
pub async fn draw(docket: &Docket, keys: &dyn KeyRing, asking: &Asking) -> Result<Posted, NotDrawn> {
    let opening = docket.stream(asking.court, asking.stream).await.map_err(NotDone::Store)?;
    let leaf = opening.first().ok_or(NotDone::NotFound)?.leaf;
    let key =
        keys.vrf(asking.court).ok_or_else(|| NotDone::Unreadable("本进程没有该院的抽签密钥，不能抽签".to_owned()))?;
    let public_key = key.public().map_or_else(Vec::new, |public| public.to_vec());
    let request = Request {
        court: asking.court,
        stream: Some(asking.stream),
        at: asking.at,
        actor: asking.actor.clone(),
        command: Command::Return,
        field_key: None,
        parties: None,
        complaint: None,
        draft: None,
    };
    let year = u16::try_from(asking.at.day().year()).unwrap_or(0);
    let mut nobody = None;
    let done = perform_knowing(docket, keys, &request, Some(year), |place, past| {
        let case = past.ok_or(NotDone::NotFound)?;
        let round = case.rounds() + 1;
        let over = alpha(&leaf, case.number_given(), round);
        let proven = key.prove(&over).ok_or_else(|| NotDone::Unreadable("抽签密钥无效".to_owned()))?;
        let lot = Lot { beta: proven.beta, proof: proven.proof, public_key: public_key.clone() };
        match Draw::make(asked(asking, case, place, &leaf), &lot) {
            Ok(draw) => command(asking, draw),
            Err(unassignable) => {
                nobody = Some(unassignable);
                Err(NotDone::NotFound)
            }
        }
    })
    .await;
    match nobody {
        Some(unassignable) => Err(NotDrawn::Unassignable(unassignable)),
        None => Ok(done?),
    }
}

fn command(asking: &Asking, draw: Draw) -> Result<Command, NotDone> {
    let judge = draw.first().ok_or(NotDone::NotFound)?;
    let Bench { procedure, panel, assessors } = asking.bench;
    let drawn = Box::new(Drawn { assessors, change: asking.change.clone(), draw, judge, panel, procedure });
    Ok(match asking.approver {
        Some(approver) => Command::ApproveNaming { approver, drawn },
        None => Command::Draw(drawn),
    })
}

/// Enters the public key of the court's draws, once and before the first of them; a key that changed is entered again.
///
/// # Errors
/// When storage fails or this process does not hold the key.
pub async fn publish_key(docket: &Docket, keys: &dyn KeyRing, court: CourtId, at: Moment) -> Result<(), NotDone> {
    let key = keys.vrf(court).and_then(|key| key.public());
    let key = key.ok_or_else(|| NotDone::Unreadable("本进程没有该院的抽签密钥，不能抽签".to_owned()))?;
    let own = OfficeAct::DrawKeyPublished(DrawKey { public_key: hex(&key), suite: SUITE.to_owned() });
    let known = docket.latest_of_kind(court, own.kind()).await.map_err(NotDone::Store)?;
    if known.is_some_and(|entry| own.body().is_ok_and(|body| body == entry.body)) {
        return Ok(());
    }
    act(docket, keys, court, at, Cow::Borrowed("court"), &own).await.map(drop)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The suite of RFC 9381 that draws are proven by.
const SUITE: &str = "ECVRF-EDWARDS25519-SHA512-TAI";

/// What the draw is asked, with the loads as they stand where it is added.
fn asked(asking: &Asking, case: &Case, place: &Place, leaf: &[u8; 32]) -> Asked {
    let code = court::court(asking.court).map_or("", |court| court.code);
    let carried = by_judge(&place.loads);
    let mut need = asking.need.clone();
    need.recused.extend(case.barred());
    let carries = |judge: &Judge| {
        let own = carried.get(&judge.profile.judge).copied().unwrap_or_default();
        Carries { judge: judge.profile.judge, weights: own.weights, capacity: judge.capacity, new: judge.new }
    };
    let group: Vec<Carries> = asking.judges.iter().map(carries).collect();
    let judges = asking.judges.iter().zip(loads(&group)).map(|(judge, (_, load))| {
        let open_cases = carried.get(&judge.profile.judge).map_or(0, |own| own.open);
        let profile = Profile { open_cases, ..judge.profile.clone() };
        Candidate { failing: failings(&profile, &need), judge: profile.judge, load }
    });
    let Bench { procedure, panel, assessors } = asking.bench;
    let weight =
        case.word().map_or(100, |word| weigh(word, procedure, case.facts.cause, asking.circumstances).hundredths);
    let jury = if assessors > 0 { assessors + SUBSTITUTES } else { 0 };
    Asked {
        matter: format!("{code}/{}", asking.stream.0),
        leaf: leaf.to_vec(),
        number: case.number_given().map(str::to_owned),
        round: case.rounds() + 1,
        weight,
        median_weight: median_weight(&place.loads),
        judges: judges.collect(),
        members: usize::from(panel.saturating_sub(assessors).saturating_sub(1)),
        assessors: asking.assessors.clone(),
        jury: usize::from(jury),
    }
}

/// What a judge carries in all.
#[derive(Debug, Clone, Copy, Default)]
struct Own {
    weights: i64,
    open: i64,
}

/// What a case of a kind weighs.
fn weight_of(kind: &Carried) -> i64 {
    let procedure = Procedure::from_code(kind.procedure).unwrap_or(Procedure::None);
    let base = Word::by_code(kind.word).map_or(100, |word| base(word, procedure));
    (base * kind.cause.map_or(100, cause_factor) + 50).div_euclid(100)
}

fn by_judge(carried: &[Carried]) -> BTreeMap<JudgeId, Own> {
    let mut all: BTreeMap<JudgeId, Own> = BTreeMap::new();
    for kind in carried {
        let own = all.entry(kind.judge).or_default();
        own.weights += weight_of(kind) * kind.n;
        own.open += kind.open;
    }
    all
}

/// The weight of the case in the middle of all; a full case's where there is none yet.
fn median_weight(carried: &[Carried]) -> i64 {
    let mut kinds: Vec<(i64, i64)> = carried.iter().map(|kind| (weight_of(kind), kind.n)).collect();
    kinds.sort_unstable();
    let middle = kinds.iter().map(|(_, n)| n).sum::<i64>() / 2;
    let mut passed = 0;
    for (weight, n) in kinds {
        passed += n;
        if passed > middle {
            return weight;
        }
    }
    100
}
