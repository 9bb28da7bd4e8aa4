//! Who sits on a matter, sat on it, and is asked to leave: folded in, and told. Nothing is refused here.

use super::Case;
use crate::assignment::SeatKind;
use crate::day::Day;
use crate::ids::JudgeId;
use crate::life::codes::Wait;
use crate::life::event::{Assigned, Event};
use crate::life::papers::{Change, ChangeProposed, RecusalDecided, Seated};
use crate::life::track::Track;

/// The bench of a matter; there is none before a draw or a proposal.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Bench {
    pub seated: Vec<Seated>,
    pub sat: Vec<Sat>,
    pub left: Vec<JudgeId>,
    pub leaving: Vec<JudgeId>,
    pub asked: Option<ChangeProposed>,
    pub changes: Vec<Change>,
    pub nobody: Option<Day>,
    pub assessors_drawn: Option<Day>,
    pub refused: Option<JudgeId>,
    pub reconsidering: Option<(JudgeId, Day)>,
}

/// A time somebody sat (任期): from when until when, by which entry, and the weight the judge in charge carries for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sat {
    /// Who.
    pub judge: JudgeId,
    /// As what.
    pub seat: SeatKind,
    /// First day.
    pub from: Day,
    /// Last day, once they left.
    pub until: Option<Day>,
    /// Weight of the case for the judge in charge, in hundredths; 0 for the others.
    pub weight: i64,
    /// Version of the entry that seated them.
    pub version: i32,
}

impl Assigned {
    /// Who sits by this entry; nobody is known of one that was neither drawn nor linked.
    pub fn bench(&self) -> Vec<Seated> {
        match &self.draw {
            _ if !self.seated.is_empty() => self.seated.clone(),
            Some(draw) => super::super::bench::first_seated(self.judge, Some(draw), self.assessors),
            None => Vec::new(),
        }
    }
}

impl Case {
    /// Track; none of a word the house does not know.
    pub const fn track(&self) -> Option<Track> {
        self.track
    }

    /// Who sits, the judge in charge first and substitutes last; empty where it is not known beyond the judge in charge.
    pub fn seated(&self) -> &[Seated] {
        self.bench().map_or(&[], |bench| &bench.seated)
    }

    /// Who sat and sits, in the order they were seated.
    pub fn sittings(&self) -> &[Sat] {
        self.bench().map_or(&[], |bench| &bench.sat)
    }

    /// Everybody who ever sat on it, the judge in charge among them.
    pub fn ever_sat(&self) -> impl Iterator<Item = JudgeId> {
        self.sittings().iter().map(|one| one.judge).chain(self.facts.judge)
    }

    /// Those who left the bench for another reason than recusal.
    pub fn left(&self) -> &[JudgeId] {
        self.bench().map_or(&[], |bench| &bench.left)
    }

    /// Whose places are to be drawn for anew.
    pub fn leaving(&self) -> &[JudgeId] {
        self.bench().map_or(&[], |bench| &bench.leaving)
    }

    /// A change of the bench that waits for its decision.
    pub fn change_asked(&self) -> Option<&ChangeProposed> {
        self.bench().and_then(|bench| bench.asked.as_ref())
    }

    /// The change that was granted for somebody who leaves; none where a recusal was upheld.
    pub fn change_granted(&self, of: JudgeId) -> Option<&Change> {
        self.bench().and_then(|bench| bench.changes.iter().find(|change| change.of == Some(of)))
    }

    /// Since when nobody could be drawn.
    pub fn nobody_since(&self) -> Option<Day> {
        self.bench().and_then(|bench| bench.nobody)
    }

    /// The judge whose recusal was not granted, while it may be asked to be reconsidered.
    pub fn recusal_refused(&self) -> Option<JudgeId> {
        self.bench().and_then(|bench| bench.refused)
    }

    /// A reconsideration that waits for its decision: of which judge, and by when.
    pub fn reconsidering(&self) -> Option<(JudgeId, Day)> {
        self.bench().and_then(|bench| bench.reconsidering)
    }

    pub(crate) fn bench(&self) -> Option<&Bench> {
        self.guards.bench.as_deref()
    }

    fn bench_mut(&mut self) -> &mut Bench {
        self.guards.bench.get_or_insert_default()
    }

    /// What of the bench waits for somebody, a bit each.
    pub(super) fn waits(&self) -> u8 {
        let bench = self.bench();
        let has = |of: fn(&Bench) -> bool| bench.is_some_and(of);
        let all = [
            (Wait::Naming, self.guards.proposed.is_some()),
            (Wait::Change, has(|bench| bench.asked.is_some())),
            (Wait::Recusal, self.guards.recusal.is_some()),
            (Wait::Reconsideration, has(|bench| bench.reconsidering.is_some())),
            (Wait::Nobody, has(|bench| bench.nobody.is_some())),
            (Wait::Places, self.guards.vacant || has(|bench| !bench.leaving.is_empty())),
        ];
        all.into_iter().filter(|(_, holds)| *holds).fold(0, |bits, (wait, _)| bits | wait.code())
    }

    /// Folds an assignment into the bench.
    pub(super) fn seat(&mut self, today: Day, body: &Assigned) {
        let now = body.bench();
        if now.is_empty() && self.guards.bench.is_none() {
            return;
        }
        let version = self.facts.version;
        let weight = body.draw.as_ref().map(|draw| draw.weight).or(body.linked.as_ref().map(|linked| linked.weight));
        let bench = self.bench_mut();
        bench.nobody = None;
        let jury = body.draw.as_ref().is_some_and(|draw| !draw.outcome(SeatKind::Assessor).is_empty());
        if jury {
            bench.assessors_drawn = Some(today);
        }
        // a draw fills every empty place
        bench.leaving.clear();
        bench.changes.clear();
        bench.take_seats(now, today, weight.unwrap_or(0), version);
    }

    /// Somebody leaves: a substitute steps in for an assessor at once (PA 18), any other place is drawn for anew.
    fn leaves(&mut self, today: Day, judge: JudgeId) {
        self.guards.vacant |= self.facts.judge == Some(judge);
        let version = self.facts.version;
        let bench = self.bench_mut();
        let mut now = bench.seated.clone();
        let assessor = now.iter().any(|one| one.judge == judge && one.seat == SeatKind::Assessor);
        let waits = now.iter().any(|one| one.judge == judge && one.substitute);
        now.retain(|one| one.judge != judge);
        match now.iter_mut().find(|one| one.substitute).filter(|_| assessor && !waits) {
            Some(next) => next.substitute = false,
            None if waits => {}
            None => bench.leaving.push(judge),
        }
        now.sort_by_key(|one| (one.substitute, one.seat));
        bench.take_seats(now, today, 0, version);
    }

    pub(super) fn fold_bench(&mut self, today: Day, event: &Event) -> bool {
        match event {
            Event::NamingDeclined(_) => self.guards.proposed = None,
            Event::ChangeProposed(body) => self.bench_mut().asked = Some(body.clone()),
            Event::ChangeDecided(body) => {
                let asked = self.bench_mut().asked.take();
                if let Some(asked) = asked.filter(|_| body.granted) {
                    let change = Change {
                        asked_by: asked.proposer,
                        by: body.by,
                        ground: asked.ground,
                        of: Some(asked.of),
                        reason: asked.reason,
                    };
                    let bench = self.bench_mut();
                    bench.changes.push(change);
                    bench.left.push(asked.of);
                    self.leaves(today, asked.of);
                }
            }
            Event::NobodyLeft(_) => {
                let bench = self.bench_mut();
                bench.nobody = bench.nobody.or(Some(today));
            }
            Event::ReconsiderationAsked(body) => {
                let bench = self.bench_mut();
                bench.reconsidering = bench.refused.take().map(|judge| (judge, body.due));
            }
            Event::Reconsidered(body) => {
                self.bench_mut().reconsidering = None;
                self.recused(today, body);
            }
            _ => return false,
        }
        true
    }

    /// Folds a decision on a recusal.
    pub(super) fn recused(&mut self, today: Day, body: &RecusalDecided) {
        if body.upheld {
            self.guards.barred.push(body.judge);
            self.leaves(today, body.judge);
        }
    }

    /// A recusal that was not granted may be reconsidered once.
    pub(super) fn recusal_not_granted(&mut self, judge: JudgeId) {
        self.bench_mut().refused = Some(judge);
    }
}

impl Bench {
    /// Those who sit from now on; who sat before and no longer does has left today.
    fn take_seats(&mut self, now: Vec<Seated>, today: Day, weight: i64, version: i32) {
        let sits =
            |one: &Sat| now.iter().any(|other| !other.substitute && (other.judge, other.seat) == (one.judge, one.seat));
        for one in self.sat.iter_mut().filter(|one| one.until.is_none()) {
            if !sits(one) {
                one.until = Some(today);
            }
        }
        let known: Vec<(JudgeId, SeatKind)> =
            self.sat.iter().filter(|one| one.until.is_none()).map(|one| (one.judge, one.seat)).collect();
        for one in now.iter().filter(|one| !one.substitute && !known.contains(&(one.judge, one.seat))) {
            let weight = if one.seat == SeatKind::Judge { weight } else { 0 };
            let seated = Sat { judge: one.judge, seat: one.seat, from: today, until: None, weight, version };
            self.sat.push(seated);
        }
        self.seated = now;
    }
}
