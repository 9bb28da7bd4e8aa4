//! Folding: what happened changes the state. Nothing is refused here; what is told has happened.

use super::attendance::{Incident, Link};
use super::event::Event as E;
use super::kinds::{Absence, Freeze, Interruption, Objected, Room, Sign};
use super::papers::Watcher;
use super::phase::Phase;
use super::seat::{Participant, Person, Seat, Side};
use super::state::{
    Called, Correction, Exhibit, Floor, Focus, Gap, Hearing, Identity, Recording, Recusal, Signature, Stage, Standing,
};
use crate::day::Moment;

impl Hearing {
    /// Takes in what happened.
    pub fn apply(&mut self, at: Moment, event: &E) {
        self.last_at = self.last_at.max(Some(at));
        let taken = self.take_attendance(at, event)
            || self.take_floor(at, event)
            || self.take_phase(event)
            || self.take_trial(event)
            || self.take_record(at, event)
            || self.take_broadcast(event)
            || self.take_transcript(at, event);
        debug_assert!(taken, "every event is taken in by one of these: {}", event.kind());
    }

    fn with(&mut self, person: Person, change: impl FnOnce(&mut Standing)) {
        if let Some(who) = self.people.get_mut(&person) {
            change(who);
        }
    }

    fn take_attendance(&mut self, at: Moment, event: &E) -> bool {
        match event {
            E::Joined { person } => self.join(*person, at),
            E::Lost { person } => self.depart(*person, at, false),
            E::LeftOnPurpose { person } => self.depart(*person, at, true),
            E::IdentityChecked { by, method, person, score } => self.with(*person, |who| {
                who.identity = Some(Identity { at, by: *by, method: *method, score: *score });
                who.recheck = false;
            }),
            E::IdentityFailed { person, .. } => self.with(*person, |who| who.failures = who.failures.saturating_add(1)),
            E::ConsentChanged { given, person, .. } => self.with(*person, |who| who.participant.consent = *given),
            E::DisciplineAcknowledged { person } => self.with(*person, |who| who.acknowledged = true),
            E::Admitted { person } => self.with(*person, |who| {
                who.admitted = true;
                who.absent = false;
            }),
            E::CompanionDeclared { label, person } => {
                self.with(*person, |who| who.companions.push((label.clone(), None)));
            }
            E::CompanionAnswered { permitted, person } => self.with(*person, |who| {
                let open = who.companions.iter_mut().filter(|(_, answer)| answer.is_none());
                open.for_each(|(_, answer)| *answer = Some(*permitted));
            }),
            E::StepTaken { person, step } => {
                if let Some(incident) = self.last_incident(*person) {
                    incident.steps.insert(*step);
                }
            }
            E::SignCollected { person, sign, .. } => self.collect(*person, *sign, at),
            E::Classified { class, person } => {
                if let Some(incident) = self.last_incident(*person) {
                    incident.class = Some(*class);
                }
            }
            E::AbsentCalled { nth, person } => self.with(*person, |who| who.calls = *nth),
            E::AbsentNoted { person } => self.with(*person, |who| who.absent = true),
            E::AbsenceDecided { decision, person, .. } => self.decide_absence(*person, *decision),
            E::SupervisionNoticed { person } => self.with(*person, |who| who.noticed = true),
            E::HelpAsked { .. } => {}
            _ => return false,
        }
        true
    }

    fn join(&mut self, person: Person, at: Moment) {
        self.with(person, |who| {
            who.link = Link::On;
            who.excused = false;
        });
        if let Some(incident) = self.last_incident(person) {
            incident.back.get_or_insert(at);
        }
    }

    fn depart(&mut self, person: Person, at: Moment, left: bool) {
        self.with(person, |who| {
            who.link = if left { Link::Left(at) } else { Link::Lost(at) };
            who.private = None;
        });
        self.silence(person);
        self.hands.retain(|one| *one != person);
        let mut signs = if left { Vec::new() } else { vec![Sign::ServerLog] };
        if self.freeze == Some(Freeze::Server) {
            signs.push(Sign::ServerFault);
        }
        self.open_incident(person, at, left, signs);
    }

    fn open_incident(&mut self, person: Person, at: Moment, left: bool, signs: Vec<Sign>) {
        self.incidents.push(Incident {
            at,
            back: None,
            class: None,
            decided: None,
            left,
            person,
            signs: signs.into_iter().collect(),
            steps: std::collections::BTreeSet::new(),
        });
    }

    fn last_incident(&mut self, person: Person) -> Option<&mut Incident> {
        self.incidents.iter_mut().rev().find(|one| one.person == person)
    }

    /// A covered camera is an incident of its own: the line is there.
    fn collect(&mut self, person: Person, sign: Sign, at: Moment) {
        let known = self.incident(person).is_some_and(|one| one.signs.contains(&sign) && one.decided.is_none());
        if sign == Sign::CameraCovered && self.is_on(person) && !known {
            self.open_incident(person, at, false, vec![sign]);
        } else if let Some(incident) = self.last_incident(person) {
            incident.signs.insert(sign);
        }
    }

    fn decide_absence(&mut self, person: Person, decision: Absence) {
        if let Some(incident) = self.last_incident(person) {
            incident.decided = Some(decision);
        }
        self.with(person, |who| {
            who.decided = Some(decision);
            who.excused |= decision == Absence::Continue;
            who.absent |= matches!(decision, Absence::WalkedOut | Absence::Withdrawn | Absence::Default);
        });
    }

    fn silence(&mut self, person: Person) {
        if self.floor.is_some_and(|floor| floor.person == person) {
            self.floor = None;
        }
        self.screens.remove(&person);
    }

    fn take_floor(&mut self, at: Moment, event: &E) -> bool {
        match event {
            E::HandRaised { person } => {
                if !self.hands.contains(person) {
                    self.hands.push(*person);
                }
            }
            E::HandLowered { person } => self.hands.retain(|one| one != person),
            E::FloorGranted { person, until } => self.grant(*person, *until, at),
            E::FloorRevoked { .. } | E::FloorExpired { .. } => self.floor = None,
            E::ScreenGranted { person } => {
                self.screens.insert(*person);
            }
            E::ScreenRevoked { person } => {
                self.screens.remove(person);
            }
            E::Muted { person, .. } => {
                self.with(*person, |who| who.muted = true);
                self.silence(*person);
            }
            E::Unmuted { person } => self.with(*person, |who| who.muted = false),
            E::Warned { person, rung, .. } => self.with(*person, |who| who.rungs.push((*rung, at))),
            E::Removed { person, .. } => {
                self.with(*person, |who| who.removed = true);
                self.silence(*person);
                self.hands.retain(|one| one != person);
            }
            E::VideoStopped { person } => self.with(*person, |who| who.video_off = true),
            E::VideoReturned { person } => self.with(*person, |who| {
                who.video_off = false;
                who.recheck = true;
            }),
            _ => return false,
        }
        true
    }

    fn grant(&mut self, person: Person, until: Option<Moment>, at: Moment) {
        self.floor = Some(Floor { person, since: at, until });
        self.hands.retain(|one| *one != person);
        if self.phase == Phase::Final {
            // the accused's last word is personal; elsewhere an agent's word is the party's
            let heard = self.speaks_for(person);
            let personal = |party: &Person| self.people.get(party).is_none_or(|who| who.seat() != Seat::Accused);
            let heard: Vec<Person> = heard.into_iter().filter(|party| *party == person || personal(party)).collect();
            self.inquiry.heard.extend(heard);
        }
    }

    /// The court is in another phase; nobody keeps the floor, a screen or, unless the court is away, a private room.
    fn enter(&mut self, to: Phase) {
        self.phase = to;
        self.floor = None;
        self.screens.clear();
        self.inquiry.showing = None;
        let aside = matches!(to, Phase::Recess | Phase::Deliberation);
        for who in self.people.values_mut() {
            who.private = who.private.filter(|(room, _)| aside && *room == Room::Counsel);
        }
    }

    fn aside(&mut self, to: Phase) {
        let back = self.back.unwrap_or(self.phase);
        self.enter(to);
        self.back = Some(back);
    }

    fn come_back(&mut self) {
        if let Some(back) = self.back.take() {
            self.enter(back);
        }
    }

    fn take_phase(&mut self, event: &E) -> bool {
        match event {
            E::PhaseAdvanced { to, .. } => self.enter(*to),
            E::PhaseReturned { to, .. } => {
                self.enter(*to);
                self.inquiry.debate_closed = false;
                self.inquiry.deliberated = false;
                self.inquiry.heard.clear();
            }
            E::RecessStarted { .. } => self.aside(Phase::Recess),
            E::Resumed {} => self.come_back(),
            E::DeliberationStarted {} => self.aside(Phase::Deliberation),
            E::DeliberationEnded {} => {
                self.come_back();
                self.inquiry.deliberated = true;
            }
            E::RoomEntered { of, person, room } => self.with(*person, |who| who.private = Some((*room, *of))),
            E::RoomLeft { person } => self.with(*person, |who| who.private = None),
            E::MediationAnswered { person, willing } => {
                self.talk.answers.insert(*person, *willing);
            }
            E::MediationStarted { recorded } => {
                self.talk.back = Some(self.phase);
                self.enter(Phase::MediationTalk);
                self.talk.recorded = *recorded;
                self.talk.result = None;
            }
            E::MediationEnded { agreed, .. } => {
                self.talk.result = Some(*agreed);
                // of a mediation session, or agreed: nothing follows but the signatures
                let back = self.talk.back.take().filter(|back| !*agreed && *back != Phase::Rights);
                self.enter(back.unwrap_or(Phase::Sign));
            }
            E::Frozen { reason } => {
                self.freeze = Some(*reason);
                self.floor = None;
            }
            E::Unfrozen {} => self.freeze = None,
            E::Pronounced { .. } => self.inquiry.pronounced = true,
            E::Closed {} => self.enter(Phase::Closed),
            E::Adjourned { .. } => self.enter(Phase::Adjourned),
            E::ChangedToOffline { .. } => {
                self.enter(Phase::Adjourned);
                self.offline = true;
            }
            _ => return false,
        }
        true
    }

    fn take_trial(&mut self, event: &E) -> bool {
        match event {
            E::RightsAnswered { person } => self.answer_rights(*person),
            E::RecusalAsked { of, person, .. } => {
                self.answer_rights(*person);
                self.inquiry.recusals.push(Recusal { granted: None, of: *of, replaced: false });
            }
            E::RecusalDecided { granted, of, .. } => {
                let open = self.inquiry.recusals.iter_mut().filter(|one| one.of == *of && one.granted.is_none());
                open.for_each(|one| one.granted = Some(*granted));
            }
            E::JudgeReplaced { left, seated } => self.replace(*left, seated),
            E::OfficialRecorded { .. } => self.inquiry.official = true,
            E::FocusPut { points, ruled } => {
                let answers = std::collections::BTreeMap::new();
                self.inquiry.focus = Some(Focus { answers, points: points.clone(), ruled: *ruled });
            }
            E::FocusAnswered { agrees, person, .. } => {
                let parties = self.speaks_for(*person);
                if let Some(focus) = &mut self.inquiry.focus {
                    focus.answers.extend(parties.into_iter().map(|party| (party, *agrees)));
                }
            }
            E::DebateClosed {} => self.inquiry.debate_closed = true,
            E::WordWaived { person } => {
                let heard = self.speaks_for(*person);
                self.inquiry.heard.extend(heard);
            }
            E::WitnessCalled { person } => self.with(*person, |who| who.called = Called::Now),
            E::UndertakingSigned { person, .. } => self.with(*person, |who| who.undertaking = true),
            E::ConfrontationOrdered { persons } => self.inquiry.confronted.extend(persons),
            E::WitnessDismissed { person } => {
                self.with(*person, |who| who.called = Called::After);
                self.silence(*person);
                self.inquiry.confronted.remove(person);
            }
            evidence => return self.take_evidence(evidence),
        }
        true
    }

    fn answer_rights(&mut self, person: Person) {
        for party in self.speaks_for(person) {
            self.with(party, |who| who.rights = true);
        }
    }

    fn replace(&mut self, left: Person, seated: &Participant) {
        self.with(left, |who| who.removed = true);
        self.silence(left);
        self.people.insert(seated.person, Standing::new(seated.clone()));
        let open = self.inquiry.recusals.iter_mut().filter(|one| one.of == left);
        open.for_each(|one| one.replaced = true);
        // who sits now may be objected to as well
        for who in self.people.values_mut() {
            who.rights = false;
        }
    }

    fn take_evidence(&mut self, event: &E) -> bool {
        let exhibits = &mut self.inquiry.exhibits;
        match event {
            E::EvidenceOffered { item } => {
                let opinions = std::collections::BTreeMap::new();
                exhibits.insert(item.id, Exhibit { closed: false, item: item.clone(), opinions, shown: false });
            }
            E::EvidenceMarkedSecret { id } => {
                if let Some(exhibit) = exhibits.get_mut(id) {
                    exhibit.item.secret = true;
                }
            }
            E::EvidenceShown { id, page } => {
                if let Some(exhibit) = exhibits.get_mut(id) {
                    exhibit.shown = true;
                }
                self.inquiry.showing = Some((*id, *page));
            }
            E::EvidencePutAway { .. } => self.inquiry.showing = None,
            E::OpinionGiven { opinion, person } => {
                if let Some(exhibit) = exhibits.get_mut(&opinion.id) {
                    exhibit.opinions.insert(*person, opinion.clone());
                }
            }
            E::EvidenceClosed { id } => {
                if let Some(exhibit) = exhibits.get_mut(id) {
                    exhibit.closed = true;
                }
                if self.inquiry.showing.is_some_and(|(shown, _)| shown == *id) {
                    self.inquiry.showing = None;
                }
            }
            _ => return false,
        }
        true
    }

    fn take_record(&mut self, at: Moment, event: &E) -> bool {
        match event {
            E::RecordingStarted {} | E::RecordingResumed {} => {
                self.recording = Recording::Running;
                self.end_gap(at);
            }
            E::RecordingStalled { .. } => self.gap(at, Recording::Stalled, None),
            E::RecordingInterrupted { reason, .. } => self.gap(at, Recording::Interrupted(*reason), Some(*reason)),
            _ => return false,
        }
        true
    }

    fn gap(&mut self, at: Moment, state: Recording, reason: Option<Interruption>) {
        self.end_gap(at);
        self.recording = state;
        self.gaps.push(Gap { from: at, reason, to: None });
    }

    fn end_gap(&mut self, at: Moment) {
        if let Some(gap) = self.gaps.last_mut() {
            gap.to.get_or_insert(at);
        }
    }

    fn take_broadcast(&mut self, event: &E) -> bool {
        match event {
            E::BroadcastApproved { delay_s, .. } => {
                self.broadcast.stage = Stage::Approved;
                self.broadcast.delay_s = *delay_s;
            }
            E::BroadcastRefused { .. } => self.broadcast.stage = Stage::Refused,
            E::BroadcastObjected { person, reason } => {
                if reason.is_some() {
                    self.broadcast.objections.insert(*person, false);
                }
            }
            E::ObjectionDecided { items, outcome, person, .. } => {
                self.broadcast.objections.insert(*person, true);
                if *outcome == Objected::Upheld {
                    self.broadcast.stage = Stage::Closed;
                }
                let kept = self.inquiry.exhibits.iter_mut().filter(|(id, _)| items.contains(id));
                kept.for_each(|(_, exhibit)| exhibit.item.secret = true);
            }
            E::BroadcastStarted {} | E::BroadcastResumed {} => self.broadcast.stage = Stage::On,
            E::BroadcastCut { .. } => self.broadcast.stage = Stage::Cut,
            E::BroadcastClosed {} => self.broadcast.stage = Stage::Closed,
            E::SpectatorApplied { watcher } => {
                self.watchers.insert(watcher.person, watcher.clone());
            }
            E::SpectatorAdmitted { person } => {
                if let Some(watcher) = self.watchers.remove(person) {
                    let mut who = Standing::new(onlooker(watcher));
                    who.admitted = true;
                    self.people.insert(*person, who);
                }
            }
            E::SpectatorRefused { person, .. } => {
                self.watchers.remove(person);
            }
            _ => return false,
        }
        true
    }

    fn take_transcript(&mut self, at: Moment, event: &E) -> bool {
        let transcript = &mut self.transcript;
        match event {
            E::TranscriptPut { version } => {
                transcript.version = Some(version.clone());
                transcript.put_at = Some(at);
                transcript.read.clear();
                transcript.unsigned.clear();
                // a signature never outlives the text it stands under
                let others = transcript.signatures.values_mut().filter(|one| one.digest != version.digest);
                others.for_each(|signature| signature.valid = false);
            }
            E::SignaturesVoided {} => transcript.signatures.values_mut().for_each(|signature| signature.valid = false),
            E::CorrectionAsked { page, person, text, .. } => {
                let (page, person, text) = (*page, *person, text.clone());
                transcript.corrections.push(Correction { accepted: None, page, person, text });
            }
            E::CorrectionAnswered { accepted, no, .. } => {
                let at = usize::from(*no).checked_sub(1);
                if let Some(correction) = at.and_then(|at| transcript.corrections.get_mut(at)) {
                    correction.accepted = Some(*accepted);
                }
            }
            E::PageRead { page, person } => {
                let (pages, last) = transcript.read.entry(*person).or_insert_with(|| (Default::default(), at));
                pages.insert(*page);
                *last = at;
            }
            E::Signed { digest, method, person } => {
                let signature = Signature { at, digest: digest.clone(), method: *method, valid: true };
                transcript.signatures.insert(*person, signature);
                transcript.unsigned.remove(person);
            }
            E::SigningNoted { person, why, .. } => {
                transcript.unsigned.insert(*person, *why);
            }
            _ => return false,
        }
        true
    }
}

fn onlooker(watcher: Watcher) -> Participant {
    Participant {
        consent: true,
        for_whom: Vec::new(),
        label: watcher.label,
        online: true,
        person: watcher.person,
        seat: watcher.seat,
        side: Side::None,
    }
}
