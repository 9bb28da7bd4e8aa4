//! What a room looks after four times a second: bandwidth, silence, limits, and what is to be told.

use std::time::{Duration, Instant};

use str0m::Event as Engine;
use str0m::bwe::BweKind;

use crate::belief::Second;
use crate::event::{Event, Refused};
use crate::fault::Why;
use crate::layers::{SOUND_BPS, Want, share};
use crate::names::{Medium, SessionId, Source, Track};
use crate::room::Room;
use crate::session::{Session, Shown};
use crate::upload::{LAYER_RESTS, Upload};

/// How often figures and counts are told.
const TELL_EVERY: Duration = Duration::from_secs(1);
/// How long a line that is up may be silent.
const ANSWERS_WITHIN: Duration = Duration::from_millis(250);
/// How long after an outage the client's accounts still speak of it.
const SETTLES_WITHIN: Duration = Duration::from_secs(3);
/// What a picture is held to need before it was measured, in bit/s: largest layer, any other.
const UNSEEN_LARGE_BPS: u64 = 300_000;
const UNSEEN_SMALL_BPS: u64 = 100_000;

impl Room {
    /// Looks after everything.
    pub(crate) fn tend(&mut self, now: Instant) {
        self.end_what_is_over(now);
        self.notice_silence(now);
        let pause = self.settings.key_frame_pause;
        for session in self.sessions.values_mut().filter(|session| session.connected) {
            for upload in &mut session.uploads {
                upload.ask_again(&mut session.rtc, now, pause);
            }
        }
        self.hush(now);
        self.share_all(now);
        if now.saturating_duration_since(self.told_figures) >= TELL_EVERY {
            self.told_figures = now;
            self.tell_refused();
        }
        let all: Vec<SessionId> = self.sessions.keys().copied().collect();
        all.into_iter().for_each(|session| self.stir(session));
    }

    fn end_what_is_over(&mut self, now: Instant) {
        let settings = &self.settings;
        let over = |session: &Session| {
            let since = |at: Instant| now.saturating_duration_since(at);
            if session.bytes > settings.session_bytes {
                Some(Why::TooMuch)
            } else if !session.connected && since(session.born) > settings.connect_within {
                Some(Why::NeverCame)
            } else if session.connected && since(session.consent) > settings.consent {
                Some(Why::Silent)
            } else {
                None
            }
        };
        let ended: Vec<(SessionId, Why)> =
            self.sessions.values().filter_map(|session| over(session).map(|why| (session.id, why))).collect();
        for (session, why) in ended {
            self.end(session, why, now);
        }
    }

    fn notice_silence(&mut self, now: Instant) {
        let mut events = Vec::new();
        for session in self.sessions.values_mut().filter(|session| session.connected) {
            let lost = now.saturating_duration_since(session.heard) >= self.settings.lost_after;
            if lost != session.lost {
                session.lost = lost;
                session.turned_at = now;
                let event = if lost { Event::Lost } else { Event::Back };
                events.push(event(session.id, session.person));
            }
        }
        events.into_iter().for_each(|event| self.say(event));
    }

    fn hush(&mut self, now: Instant) {
        let mut events = Vec::new();
        for session in self.sessions.values_mut() {
            let person = session.person;
            let microphones = session.uploads.iter_mut().filter(|upload| upload.track == Track::Microphone);
            let quiet = microphones.filter_map(|upload| upload.hush(now));
            events.extend(quiet.map(|level| Event::Speaking { person, level }));
        }
        events.into_iter().for_each(|event| self.say(event));
    }

    fn tell_refused(&mut self) {
        let mut events = Vec::new();
        for session in self.sessions.values_mut() {
            for (what, count) in std::mem::take(&mut session.refused) {
                events.push(Event::Refused { session: session.id, person: session.person, what, count });
            }
        }
        events.into_iter().for_each(|event| self.say(event));
    }

    /// Shares every viewer's line out among what it shows, and tells viewers what changed.
    pub(crate) fn share_all(&mut self, now: Instant) {
        let viewers: Vec<SessionId> =
            self.sessions.values().filter(|session| session.connected).map(|session| session.id).collect();
        for id in viewers {
            self.share_of(id, now);
            self.tell_slots(id);
        }
    }

    /// Which lines carry pictures, the most important first, and what each layer of them costs.
    fn pictures(&mut self, id: SessionId, now: Instant) -> Vec<(usize, Vec<(usize, u64)>)> {
        let Some(session) = self.sessions.get(&id) else { return Vec::new() };
        let order = self.rights.wanted(session.person);
        let place = |source: &Source| order.iter().position(|wanted| wanted == source);
        let mut shown: Vec<(usize, Source)> = session
            .lines
            .iter()
            .enumerate()
            .filter(|(_, line)| line.medium == Medium::Video)
            .filter_map(|(at, line)| line.shows.map(|source| (at, source)))
            .collect();
        shown.sort_by_key(|(_, source)| place(source));
        shown.into_iter().map(|(at, source)| (at, self.costs(source, now))).collect()
    }

    /// The layers of a source that live, the largest first, with their bit rates.
    fn costs(&mut self, (person, track): Source, now: Instant) -> Vec<(usize, u64)> {
        let uploads = self.sessions.values_mut().filter(|session| session.connected && session.person == person);
        let upload = uploads.flat_map(|session| &mut session.uploads).find(|upload| upload.track == track);
        upload.map_or_else(Vec::new, |upload| costs(upload, now))
    }

    fn share_of(&mut self, id: SessionId, now: Instant) {
        let pictures = self.pictures(id, now);
        let better_for = self.settings.better_for;
        let Some(session) = self.sessions.get_mut(&id) else { return };
        let sounds = session.lines.iter().filter(|line| line.medium == Medium::Audio && line.shows.is_some()).count();
        let sounds = u64::try_from(sounds).unwrap_or(0);
        let wants: Vec<Want> =
            pictures.iter().map(|(_, layers)| Want { layers: layers.iter().map(|(_, bps)| *bps).collect() }).collect();
        let all: u64 = wants.iter().filter_map(|want| want.layers.first()).sum();
        let line = session.belief.bps();
        let wide = share(line, sounds, &wants);
        let narrow = share(line.map(|bps| bps / 10 * 8), sounds, &wants);
        let present: Vec<Option<usize>> = pictures.iter().map(|(at, layers)| place_of(session, *at, layers)).collect();
        let chosen = session.patience.settle(&present, &wide, &narrow, now, better_for);
        let mut keys = Vec::new();
        for ((at, layers), choice) in pictures.iter().zip(chosen) {
            let target = choice.and_then(|choice| layers.get(choice)).map(|(layer, _)| *layer);
            let Some(line) = session.lines.get_mut(*at).filter(|line| line.target != target) else { continue };
            line.target = target;
            keys.extend(line.shows.zip(target));
        }
        let sound = sounds.saturating_mul(SOUND_BPS);
        // where something is off or small the line is filled up, as it is found wide enough only by trying
        let lacks = pictures.iter().any(|(at, layers)| lacks(session, *at, layers));
        let wanted = sound.saturating_add(all.saturating_mul(3) / 2);
        let ample = session.belief.bps().is_none_or(|bps| bps >= wanted);
        session.aim(if lacks { wanted } else { 0 }, wanted, ample);
        for (source, layer) in keys {
            self.want_key(source, layer, now);
        }
    }

    fn tell_slots(&mut self, id: SessionId) {
        let Some(session) = self.sessions.get_mut(&id) else { return };
        let map = session.lines.iter().map(|line| (line.mid, line.shows)).collect();
        let off = session.lines.iter().filter(|line| line.target.is_none()).filter_map(|line| line.shows).collect();
        let shown: Shown = (map, off);
        if session.told.as_ref() == Some(&shown) {
            return;
        }
        let person = session.person;
        let (map, off) = shown.clone();
        session.told = Some(shown);
        self.say(Event::Slots { session: id, person, map, off });
    }

    /// Takes note of what the engine reports.
    pub(crate) fn note(&mut self, id: SessionId, event: Engine, now: Instant) {
        let Some(session) = self.sessions.get_mut(&id) else { return };
        match event {
            Engine::EgressBitrateEstimate(BweKind::Twcc { estimate, .. } | BweKind::Remb { estimate, .. }) => {
                session.belief.hear(estimate.as_u64());
            }
            Engine::MediaIngressStats(stats) => {
                let at = session.upload_of(stats.mid).and_then(|at| session.uploads.get(at));
                let sound = at.is_some_and(|upload| upload.track == Track::Microphone);
                session.gatherer.ingress(&stats, if sound { 48_000 } else { 90_000 });
            }
            Engine::MediaEgressStats(stats) => session.gatherer.egress(&stats),
            Engine::PeerStats(stats) => {
                session.gatherer.peer(&stats);
                let figures = session.gatherer.now(session.belief.bps());
                // of a second in which nothing came back nothing is known
                let settled = now.saturating_duration_since(session.turned_at) >= SETTLES_WITHIN;
                if settled && !session.lost && now.saturating_duration_since(session.heard) < ANSWERS_WITHIN {
                    let (all_bps, loss) = session.gatherer.sent();
                    let sent_bps = session.written.bps(now);
                    session.belief.see(Second { sent_bps, all_bps, loss, rtt: stats.rtt });
                }
                let person = session.person;
                self.say(Event::Figures { session: id, person, figures });
            }
            Engine::ChannelOpen(..) | Engine::ChannelData(_) => session.count(Refused::Unpromised),
            _ => {}
        }
    }
}

/// The place of a line's target among the layers that live; the smallest where the target itself rests.
fn place_of(session: &Session, at: usize, layers: &[(usize, u64)]) -> Option<usize> {
    let target = session.lines.get(at).and_then(|line| line.target)?;
    layers.iter().position(|(layer, _)| *layer == target).or_else(|| layers.len().checked_sub(1))
}

/// Whether a line has less than the largest layer that lives.
fn lacks(session: &Session, at: usize, layers: &[(usize, u64)]) -> bool {
    let target = session.lines.get(at).and_then(|line| line.target);
    layers.first().is_some_and(|(largest, _)| target != Some(*largest))
}

fn costs(upload: &mut Upload, now: Instant) -> Vec<(usize, u64)> {
    let any = upload.layers.iter().any(|layer| layer.meter.is_alive(now, LAYER_RESTS));
    let mut costs = Vec::new();
    for (at, layer) in upload.layers.iter_mut().enumerate() {
        if any && !layer.meter.is_alive(now, LAYER_RESTS) {
            continue;
        }
        let unseen = if at == 0 { UNSEEN_LARGE_BPS } else { UNSEEN_SMALL_BPS };
        let bps = layer.meter.bps(now);
        costs.push((at, if bps == 0 { unseen } else { bps }));
    }
    costs
}
