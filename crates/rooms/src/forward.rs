//! Frames from those who may send to those who may receive, and requests for key frames the other way.

use std::sync::Arc;
use std::time::{Duration, Instant};

use str0m::media::{MediaData, Mid};

use crate::clock::Report;
use crate::event::{Event, Refused};
use crate::names::{Codec, Medium, SessionId, Source};
use crate::room::Room;
use crate::session::{Frame, Wrote, codec};
use crate::slots;

impl Room {
    /// Passes a frame on, if it may be.
    pub(crate) fn forward(&mut self, id: SessionId, data: MediaData, now: Instant) {
        let Some(frame) = self.admit(id, data, now) else { return };
        let mut wants_key = false;
        let mut written = Vec::new();
        for viewer in self.sessions.values_mut().filter(|viewer| viewer.connected) {
            if !self.rights.may_receive(viewer.person, frame.source) {
                continue;
            }
            match viewer.write(&frame, now) {
                Wrote::Yes => written.push(viewer.id),
                Wrote::No => {}
                Wrote::WantsKey => wants_key = true,
            }
        }
        written.into_iter().for_each(|viewer| self.stir(viewer));
        if wants_key || (!frame.whole && frame.source.1.medium() == Medium::Video) {
            self.want_key(frame.source, frame.layer, now);
        }
    }

    /// Holds a frame to the offer and to the rights, and places it in time.
    fn admit(&mut self, id: SessionId, data: MediaData, now: Instant) -> Option<Frame> {
        let session = self.sessions.get_mut(&id)?;
        let known = session.upload_of(data.mid).zip(codec(data.params));
        let layer = known.and_then(|(at, _)| session.uploads.get(at)?.layer_of(data.rid));
        let (Some((at, codec)), Some(layer)) = (known, layer) else {
            session.count(Refused::Unpromised);
            return None;
        };
        let upload = session.uploads.get_mut(at)?;
        let source = (session.person, upload.track);
        if !self.rights.may_send(source) {
            session.count(Refused::NoRight(source.1));
            return None;
        }
        session.gatherer.frame_up();
        let key = codec == Codec::Opus || data.is_keyframe();
        if let Some(layer) = upload.layers.get_mut(layer) {
            layer.meter.add(data.data.len(), now);
        }
        if key {
            upload.key_came(layer);
        }
        let rate = data.time.frequency();
        let ticks = data.time.numer();
        let report =
            data.last_sender_info.map(|sender| Report { ntp: sender.ntp_time, ticks: sender.rtp_time.numer() });
        let arrival = micros(data.network_time.saturating_duration_since(self.opened));
        let track = at * 4 + layer;
        let time_us = session.clock.place(track, ticks, rate.get(), report, arrival);
        let level = data.ext_vals.audio_level.map(|level| (level, data.ext_vals.voice_activity.unwrap_or(false)));
        let told =
            if codec == Codec::Opus { upload.hear(level.map(|(level, _)| level.unsigned_abs()), now) } else { None };
        let records = self.settings.record && upload.records(layer, key, now);
        let frame = Frame {
            source,
            layer,
            codec,
            params: data.params,
            ticks,
            rate,
            taken: self.opened + Duration::from_micros(time_us),
            key,
            whole: data.contiguous,
            level,
            data: data.data,
        };
        if let Some(level) = told {
            self.say(Event::Speaking { person: source.0, level });
        }
        if records {
            let data = Arc::clone(&frame.data);
            self.say(Event::Frame { person: source.0, track: source.1, codec, time_us, key, data });
        }
        Some(frame)
    }

    /// A viewer asks for a key frame of what a line shows.
    pub(crate) fn pass_key_request(&mut self, id: SessionId, mid: Mid, now: Instant) {
        let Some(session) = self.sessions.get_mut(&id) else { return };
        let Some(line) = session.lines.iter().find(|line| line.mid == mid) else { return };
        if let (Some(source), Some(layer)) = (line.shows, line.layer.or(line.target)) {
            self.want_key(source, layer, now);
        }
    }

    /// Asks for key frames of everything that is seen of a session, and by it: it was away for a while.
    pub(crate) fn welcome(&mut self, id: SessionId, now: Instant) {
        let Some(session) = self.sessions.get(&id) else { return };
        let sent = session.uploads.iter().filter(|upload| upload.track.medium() == Medium::Video);
        let sent =
            sent.flat_map(|upload| (0..upload.layers.len()).map(|layer| ((session.person, upload.track), layer)));
        let seen = session.lines.iter().filter(|line| line.medium == Medium::Video);
        let seen = seen.filter_map(|line| line.shows.zip(line.target));
        let wanted: Vec<(Source, usize)> = sent.chain(seen).collect();
        for (source, layer) in wanted {
            self.want_key(source, layer, now);
        }
    }

    /// Asks a sender for a key frame.
    pub(crate) fn want_key(&mut self, source: Source, layer: usize, now: Instant) {
        let pause = self.settings.key_frame_pause;
        let sends = |upload: &crate::upload::Upload| upload.track == source.1;
        let mut asked = Vec::new();
        for session in self.sessions.values_mut().filter(|session| session.connected && session.person == source.0) {
            let Some(upload) = session.uploads.iter_mut().find(|upload| sends(upload)) else { continue };
            upload.want_key(layer, &mut session.rtc, now, pause);
            asked.push(session.id);
        }
        asked.into_iter().for_each(|session| self.stir(session));
    }

    /// What is there to be shown: every track of every session that is up.
    fn there(&self, source: Source) -> bool {
        let has = |session: &crate::session::Session| session.uploads.iter().any(|upload| upload.track == source.1);
        self.sessions.values().any(|session| session.connected && session.person == source.0 && has(session))
    }

    /// Chooses anew what every spare line shows, after any change of rights or presence.
    pub(crate) fn show(&mut self, now: Instant) {
        let viewers: Vec<SessionId> =
            self.sessions.values().filter(|session| session.connected).map(|session| session.id).collect();
        for id in viewers {
            self.show_to(id, now);
        }
        self.share_all(now);
    }

    fn show_to(&mut self, id: SessionId, now: Instant) {
        let Some(person) = self.sessions.get(&id).map(|session| session.person) else { return };
        let wanted: Vec<Source> = self.rights.wanted(person).into_iter().filter(|source| self.there(*source)).collect();
        let Some(session) = self.sessions.get_mut(&id) else { return };
        let lines: Vec<slots::Line> = session
            .lines
            .iter()
            .map(|line| slots::Line { medium: line.medium, pair: line.pair, shows: line.shows })
            .collect();
        let mut turned = Vec::new();
        for (line, choice) in session.lines.iter_mut().zip(slots::choose(&lines, &wanted)) {
            if line.shows == choice {
                continue;
            }
            line.turn_to(choice, &mut session.rtc, now);
            turned.extend(choice.filter(|(_, track)| track.medium() == Medium::Video));
        }
        self.stir(id);
        for source in turned {
            self.want_key(source, 0, now);
        }
    }
}

fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}
