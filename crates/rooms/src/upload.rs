//! What a client sends: its layers, how much each carries, when a key frame was asked for, and how loud it is.

use std::time::{Duration, Instant};

use str0m::Rtc;
use str0m::media::{KeyframeRequestKind, Mid, Rid};

use crate::layers::Meter;
use crate::names::Track;
use crate::sdp::Sending;

/// From this level on somebody is held to speak, in dB below the loudest.
const SPEAKS_DB: u8 = 55;
/// How often the level of a speaker is told.
const TELL_EVERY: Duration = Duration::from_millis(300);
/// How long a pause may be before the speaker has stopped.
const PAUSE: Duration = Duration::from_millis(700);
/// What no level at all is.
const SILENCE_DB: u8 = 127;
/// How long a layer without frames still counts.
pub(crate) const LAYER_RESTS: Duration = Duration::from_secs(1);

/// A track a client sends.
#[derive(Debug)]
pub(crate) struct Upload {
    pub mid: Mid,
    pub track: Track,
    /// The largest first.
    pub layers: Vec<Layer>,
    /// The layer that is recorded.
    pub recorded: Option<usize>,
    voice: Voice,
}

/// One size of a picture, or the only one.
#[derive(Debug, Default)]
pub(crate) struct Layer {
    pub rid: Option<Rid>,
    pub meter: Meter,
    key_wanted: bool,
    asked: Option<Instant>,
}

#[derive(Debug, Default)]
struct Voice {
    told: Option<Instant>,
    loud: Option<Instant>,
    speaks: bool,
}

impl Upload {
    pub(crate) fn new(sending: &Sending) -> Self {
        let layer = |rid: Option<&str>| Layer { rid: rid.map(Rid::from), ..Layer::default() };
        let mut layers: Vec<Layer> = sending.rids.iter().map(|rid| layer(Some(rid))).collect();
        if layers.is_empty() {
            layers.push(layer(None));
        }
        Upload {
            mid: Mid::from(sending.mid.as_str()),
            track: sending.track,
            layers,
            recorded: None,
            voice: Voice::default(),
        }
    }

    /// The place of a layer by its name.
    pub(crate) fn layer_of(&self, rid: Option<Rid>) -> Option<usize> {
        match self.layers.as_slice() {
            [only] if only.rid.is_none() => Some(0),
            layers => layers.iter().position(|layer| layer.rid == rid),
        }
    }

    /// Asks for a key frame of a layer, unless it was asked for just now; then `tend` will.
    pub(crate) fn want_key(&mut self, layer: usize, rtc: &mut Rtc, now: Instant, pause: Duration) {
        if let Some(layer) = self.layers.get_mut(layer) {
            layer.key_wanted = true;
            layer.ask(self.mid, rtc, now, pause);
        }
    }

    /// A key frame came.
    pub(crate) fn key_came(&mut self, layer: usize) {
        if let Some(layer) = self.layers.get_mut(layer) {
            layer.key_wanted = false;
        }
    }

    /// Asks again for the key frames that did not come.
    pub(crate) fn ask_again(&mut self, rtc: &mut Rtc, now: Instant, pause: Duration) {
        for layer in self.layers.iter_mut().filter(|layer| layer.key_wanted) {
            layer.ask(self.mid, rtc, now, pause);
        }
    }

    /// Whether this frame of a layer is the recorded one: the largest that lives, changed on key frames only.
    pub(crate) fn records(&mut self, layer: usize, key: bool, now: Instant) -> bool {
        let best = self.layers.iter().position(|one| one.meter.is_alive(now, LAYER_RESTS)).unwrap_or(layer);
        let rests = |at: usize| self.layers.get(at).is_none_or(|one| !one.meter.is_alive(now, LAYER_RESTS));
        if key && (layer == best || self.recorded.is_none_or(rests)) {
            self.recorded = Some(layer);
        }
        self.recorded == Some(layer)
    }

    /// What is to be told of the level of a piece of sound.
    pub(crate) fn hear(&mut self, level: Option<u8>, now: Instant) -> Option<u8> {
        let level = level.unwrap_or(SILENCE_DB);
        let voice = &mut self.voice;
        if level <= SPEAKS_DB {
            voice.loud = Some(now);
            let due = voice.told.is_none_or(|told| now.saturating_duration_since(told) >= TELL_EVERY);
            if due || !voice.speaks {
                voice.told = Some(now);
                voice.speaks = true;
                return Some(level);
            }
            return None;
        }
        self.hush(now)
    }

    /// Tells that a speaker stopped, once.
    pub(crate) fn hush(&mut self, now: Instant) -> Option<u8> {
        let quiet = self.voice.loud.is_none_or(|loud| now.saturating_duration_since(loud) >= PAUSE);
        if !(quiet && self.voice.speaks) {
            return None;
        }
        self.voice.speaks = false;
        Some(SILENCE_DB)
    }
}

impl Layer {
    fn ask(&mut self, mid: Mid, rtc: &mut Rtc, now: Instant, pause: Duration) {
        if self.asked.is_some_and(|asked| now.saturating_duration_since(asked) < pause) {
            return;
        }
        // before the first packet there is nobody to ask; it is asked again later
        let asked = rtc.writer(mid).map(|mut writer| writer.request_keyframe(self.rid, KeyframeRequestKind::Pli));
        if matches!(asked, Some(Ok(()))) {
            self.asked = Some(now);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Upload;
    use crate::names::Track;
    use crate::sdp::Sending;
    use crate::testing::start;
    use std::time::Duration;

    fn upload(rids: &[&str]) -> Upload {
        let rids = rids.iter().map(|rid| (*rid).to_owned()).collect();
        Upload::new(&Sending { mid: "1".into(), track: Track::Camera, rids })
    }

    #[test]
    fn a_layer_is_found_by_its_name() {
        let two = upload(&["h", "l"]);
        assert_eq!(two.layer_of(Some("l".into())), Some(1));
        assert_eq!(two.layer_of(Some("x".into())), None, "a layer the offer did not promise");
        assert_eq!(two.layer_of(None), None);
        assert_eq!(upload(&[]).layer_of(None), Some(0));
    }

    #[test]
    fn h080_the_recording_takes_the_largest_layer_that_lives() {
        let start = start();
        let mut upload = upload(&["h", "l"]);
        let mut frame = |layer: usize, key: bool, ms: u64| {
            let now = start + Duration::from_millis(ms);
            upload.layers[layer].meter.add(100, now);
            upload.records(layer, key, now)
        };
        assert!(!frame(1, false, 0), "nothing begins without a key frame");
        assert!(frame(1, true, 10));
        assert!(frame(0, true, 20), "the larger one takes over");
        assert!(!frame(1, true, 30));
        assert!(frame(0, false, 40));
        assert!(!frame(1, false, 2_000), "the larger one rests, but this is no key frame");
        assert!(frame(1, true, 2_010));
    }

    #[test]
    fn a_speaker_is_told_at_once_then_now_and_then_and_once_at_the_end() {
        let start = start();
        let mut upload = upload(&[]);
        let mut told = Vec::new();
        for step in 0..100u64 {
            let level = if step < 50 { 30 } else { 90 };
            told.extend(upload.hear(Some(level), start + Duration::from_millis(step * 20)));
        }
        assert_eq!(told, [30, 30, 30, 30, 127]);
        assert_eq!(upload.hush(start + Duration::from_secs(9)), None);
    }
}
