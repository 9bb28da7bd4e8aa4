//! Assignment (分案): the pool as it is where the act is added, the court's lot over the filing's leaf, one entry.

use std::borrow::Cow;
use std::collections::BTreeMap;

use docket::store::{Beside, Carried, Docket, KeyRing, Place, Posted};
use law::assignment::draw::{Asked, Unassignable, alpha};
use law::assignment::load::{Carries, loads};
use law::assignment::pool::{Assessor, Failing, assessor_failings, failings, share_reached};
use law::assignment::weight::{Circumstances, base, cause_factor, weigh};
use law::assignment::{Candidate, Draw, Lot, Need, Profile, SeatKind};
use law::case_number::Word;
use law::court;
use law::day::Moment;
use law::ids::{CourtId, JudgeId, Stream};
use law::life::codes::{LinkGround, Procedure};
use law::life::command::{Bench, Command, Drawn, Following};
use law::life::event::Origin;
use law::life::office::{DrawKey, OfficeAct};
use law::life::papers::{Change, NobodyLeft};
use law::life::{Case, Refusal, why_not};

use crate::former::former;
use crate::office::{Name, NotDone, Request, act, fold, perform, perform_knowing};

/// A judge who is looked at, and what the post can carry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judge {
    /// As the pool looks at them; how many cases are open, and whether a share is reached, is filled in from the log.
    pub profile: Profile,
    /// What the post carries of a full load, in hundredths.
    pub capacity: i64,
    /// Came to the group this year with nothing before.
    pub new: bool,
    /// What a leader hears of the average, in per cent; none for those who are no leaders.
    pub share: Option<i64>,
}

/// The case whose judge is to be followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    /// That case.
    pub case: Origin,
    /// Its judge in charge.
    pub judge: JudgeId,
    /// Why.
    pub ground: LinkGround,
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
    pub actor: Name,
    /// What the case needs; who had to do with it before is filled in from the log.
    pub need: Need,
    /// Judges of the court.
    pub judges: Vec<Judge>,
    /// People's assessors on the list; what they sat on is filled in from the log.
    pub assessors: Vec<Assessor>,
    /// The bench.
    pub bench: Bench,
    /// What is known of the case for its weight.
    pub circumstances: Circumstances,
    /// Why somebody of the bench changes.
    pub change: Option<Change>,
    /// Who agrees to the judge that was proposed, instead of the outcome of the draw.
    pub approver: Option<u32>,
    /// The case whose judge is followed, unless that judge is barred.
    pub link: Option<Link>,
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

/// Draws the judge, the panel and its assessors, and enters the outcome as the assignment; of a bench that is there
/// already, those alone whose places are empty. Where nobody can be drawn, that is entered with every reason.
///
/// # Errors
/// [`NotDrawn`].
pub async fn draw(docket: &Docket, keys: &dyn KeyRing, asking: &Asking) -> Result<Posted, NotDrawn> {
    let opening = docket.stream(asking.court, asking.stream).await.map_err(NotDone::Store)?;
    let leaf = opening.first().ok_or(NotDone::NotFound)?.leaf;
    let asking = &Asking { need: known(docket, asking, &opening).await?, ..asking.clone() };
    let key =
        keys.vrf(asking.court).ok_or_else(|| NotDone::Unreadable("本进程没有该院的抽签密钥，不能抽签".to_owned()))?;
    let public_key = key.public().map_or_else(Vec::new, |public| public.to_vec());
    let request = request(asking, Command::Return);
    let year = u16::try_from(asking.at.day().year()).unwrap_or(0);
    let mut nobody = None;
    let done = perform_knowing(docket, keys, &request, Some(year), |place, past| {
        let case = past.ok_or(NotDone::NotFound)?;
        nobody = None;
        if let Some(refusal) = against(asking, case) {
            return Err(NotDone::Refused(refusal));
        }
        let pool = pool(asking, case, place, &leaf);
        if let (Some(link), false) = (pool.follows, pool.asked.members + pool.asked.jury > 0) {
            return Ok(follow(asking, link, pool.asked.weight, None));
        }
        let over = alpha(&leaf, case.number_given(), pool.asked.round);
        let proven = key.prove(&over).ok_or_else(|| NotDone::Unreadable("抽签密钥无效".to_owned()))?;
        let lot = Lot { beta: proven.beta, proof: proven.proof, public_key: public_key.clone() };
        let weight = pool.asked.weight;
        match (Draw::make(pool.asked, &lot), pool.follows) {
            (Ok(draw), Some(link)) => Ok(follow(asking, link, weight, Some(draw))),
            (Ok(draw), None) => command(asking, case, draw),
            (Err(unassignable), _) => {
                nobody = Some(unassignable);
                Err(NotDone::NotFound)
            }
        }
    })
    .await;
    let Some(unassignable) = nobody else { return Ok(done?) };
    let body = NobodyLeft { candidates: unassignable.candidates.clone(), seat: unassignable.kind };
    perform(docket, keys, &self::request(asking, Command::NoteNobody(body))).await?;
    Err(NotDrawn::Unassignable(unassignable))
}

/// What stands against the bench itself, before anybody is looked for; of a bench of seven with its ground the draw's own
/// decision says it.
fn against(asking: &Asking, case: &Case) -> Option<Refusal> {
    let Bench { procedure, panel, assessors, seven } = asking.bench;
    let assign = Command::Assign { judge: JudgeId(0), panel, assessors, procedure };
    let all = if seven.is_none() { why_not(Some(case), asking.court, asking.at, &assign) } else { Vec::new() };
    all.into_iter().next()
}

fn request(asking: &Asking, command: Command) -> Request {
    Request {
        court: asking.court,
        stream: Some(asking.stream),
        at: asking.at,
        actor: asking.actor.clone(),
        command,
        field_key: None,
        parties: None,
        complaint: None,
        beside: Beside::default(),
    }
}

/// What the case needs, with those who had to do with it before.
async fn known(docket: &Docket, asking: &Asking, entries: &[docket::entry::Entry]) -> Result<Need, NotDone> {
    let mut need = asking.need.clone();
    let case = fold(entries)?.ok_or(NotDone::NotFound)?;
    let before = former(docket, &case).await?;
    need.sat_before.extend(before.sat);
    need.former_panel.extend(before.panel);
    need.mediators.extend(before.mediators);
    Ok(need)
}

fn follow(asking: &Asking, link: Link, weight: i64, draw: Option<Draw>) -> Command {
    let Link { case, judge, ground } = link;
    Command::Follow(Box::new(Following { bench: asking.bench, case, draw, ground, judge, weight }))
}

fn command(asking: &Asking, case: &Case, draw: Draw) -> Result<Command, NotDone> {
    let judge = draw.first().or(case.facts.judge).ok_or(NotDone::NotFound)?;
    let drawn = Box::new(Drawn { bench: asking.bench, change: asking.change.clone(), draw, judge });
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

/// What a draw is asked, and the case that is followed instead of drawing the judge in charge.
struct Pool {
    asked: Asked,
    follows: Option<Link>,
}

/// The pool with the loads as they stand where the draw is added.
fn pool(asking: &Asking, case: &Case, place: &Place, leaf: &[u8; 32]) -> Pool {
    let code = court::court(asking.court).map_or("", |court| court.code);
    let mut need = asking.need.clone();
    need.recused.extend(case.barred());
    need.left.extend(case.left());
    need.on_bench.extend(case.seated().iter().map(|one| one.judge));
    let judges = candidates(asking, place, &need);
    let barred = |judge: JudgeId| {
        let own = judges.iter().find(|one| one.judge == judge);
        own.is_none_or(|one| one.failing.iter().copied().any(Failing::bars))
    };
    let follows = asking.link.filter(|link| case.facts.judge.is_none() && !barred(link.judge));
    let (chair, members, jury) = places(asking.bench, case);
    if let Some(link) = follows {
        need.on_bench.insert(link.judge);
    }
    let judges = if follows.is_some() { candidates(asking, place, &need) } else { judges };
    let weight = case
        .word()
        .map_or(100, |word| weigh(word, asking.bench.procedure, case.facts.cause, asking.circumstances).hundredths);
    let asked = Asked {
        matter: format!("{code}/{}", asking.stream.0),
        leaf: leaf.to_vec(),
        number: case.number_given().map(str::to_owned),
        round: case.rounds() + 1,
        weight,
        median_weight: median_weight(&place.loads),
        judges,
        chair: chair && follows.is_none(),
        members,
        assessors: asking.assessors.iter().map(|one| assessor(one, place, &need)).collect(),
        jury,
    };
    Pool { asked, follows }
}

/// The places that are empty: whether the judge in charge's, how many members', how many assessors' with a substitute.
fn places(bench: Bench, case: &Case) -> (bool, usize, usize) {
    let kept = case.seated();
    // of a bench that was neither drawn nor linked only the judge in charge is known
    let first = case.facts.judge.is_none() || case.sittings().is_empty();
    let sit = |seat| kept.iter().filter(|one| !first && one.seat == seat && !one.substitute).count();
    let members = usize::from(bench.panel.saturating_sub(bench.assessors).saturating_sub(1));
    let assessors = usize::from(bench.assessors).saturating_sub(sit(SeatKind::Assessor));
    let jury = if assessors > 0 { assessors + usize::from(SUBSTITUTES) } else { 0 };
    (case.facts.judge.is_none() || case.vacant(), members.saturating_sub(sit(SeatKind::Member)), jury)
}

/// Judges with their loads and every reason against them.
fn candidates(asking: &Asking, place: &Place, need: &Need) -> Vec<Candidate> {
    let carried = by_judge(&place.loads);
    let own = |judge: &Judge| carried.get(&judge.profile.judge).copied().unwrap_or_default();
    let carries = |judge: &Judge| Carries {
        judge: judge.profile.judge,
        weights: own(judge).weights,
        capacity: judge.capacity,
        new: judge.new,
    };
    let group: Vec<Carries> = asking.judges.iter().map(carries).collect();
    let others: Vec<i64> =
        asking.judges.iter().filter(|judge| judge.share.is_none()).map(|judge| own(judge).of_year).collect();
    let n = i64::try_from(others.len()).unwrap_or(0);
    let average = if n > 0 { others.iter().sum::<i64>() * 100 / n } else { i64::MAX / 1_000 };
    let with = asking.judges.iter().zip(loads(&group)).map(|(judge, (_, load))| {
        let own = own(judge);
        let reached = judge.share.is_some_and(|share| share_reached(own.of_year, average, share));
        let profile = Profile { open_cases: own.open, share_reached: reached, ..judge.profile.clone() };
        Candidate { failing: failings(&profile, need), judge: profile.judge, load }
    });
    with.collect()
}

/// An assessor with every reason against; the load is what they sat on this year, and does not weigh.
fn assessor(one: &Assessor, place: &Place, need: &Need) -> Candidate {
    let sat = place.sat.iter().find(|(judge, _)| *judge == one.judge).map_or(0, |(_, n)| *n);
    let now = Assessor { sat, ..one.clone() };
    Candidate { failing: assessor_failings(&now, need), judge: one.judge, load: sat * 100 }
}

/// What a judge carries in all.
#[derive(Debug, Clone, Copy, Default)]
struct Own {
    weights: i64,
    open: i64,
    of_year: i64,
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
        // such as have a weight of their own by it, the others by their kind
        own.weights += weight_of(kind) * (kind.n - kind.weighed) + kind.weight;
        own.open += kind.open;
        own.of_year += kind.of_year;
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
