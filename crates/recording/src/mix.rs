//! Many voices as one: Opus decoded, summed, held below the ceiling, encoded again, 20 ms at a time.

use std::collections::btree_map::Entry as Slot;
use std::collections::{BTreeMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use opus_rs::{Application, OpusDecoder, OpusEncoder};

use crate::clock::Clock;
use crate::fault::Fault;
use crate::frame::{Codec, Frame, PROGRAM, Track};
use crate::measure::SECOND;
use crate::picture::opus_us;

const RATE: i32 = 48_000;
/// One slot of the mix.
const SLOT_US: i64 = 20_000;
const SLOT: usize = 960;
/// The longest packet there is.
const LONGEST: usize = 5_760;
/// How far a packet may lie from where the last one ended and still follow it: 40 ms.
const LOOSE: i64 = 1_920;
/// How long the mix waits for voices that come late.
const WAIT_US: i64 = 200_000;
/// Sound further ahead than this is not kept: 2 s.
const AHEAD: i64 = 96_000;
/// A voice not heard for so long gives its decoder back.
const FORGET_US: i64 = 30 * SECOND;
/// Beyond this the mix does not catch up slot by slot.
const BEHIND_US: i64 = 5 * SECOND;

struct Voice {
    decoder: OpusDecoder,
    /// Sound not mixed yet, and the sample it begins at.
    waiting: VecDeque<f32>,
    at: i64,
    heard_us: i64,
    clock: Clock,
}

/// The mix.
pub struct Mixer {
    voices: BTreeMap<u32, Voice>,
    encoder: OpusEncoder,
    /// The beginning of the next slot; samples are counted from `base_us`.
    next_us: i64,
    base_us: i64,
    now_us: i64,
}

/// The sample at a moment.
const fn sample_at(us: i64) -> i64 {
    us.saturating_mul(48) / 1000
}

impl Mixer {
    /// A mix that begins at a moment.
    pub fn new(now_us: i64) -> Result<Mixer, Fault> {
        let mut encoder = OpusEncoder::new(RATE, 1, Application::Voip).map_err(|what| Fault::Boxes(what.into()))?;
        encoder.bitrate_bps = 40_000;
        encoder.complexity = 5;
        Ok(Mixer { voices: BTreeMap::new(), encoder, next_us: now_us, base_us: now_us, now_us })
    }

    /// Hears a packet of a voice.
    pub fn push(&mut self, frame: &Frame) {
        if frame.codec != Codec::Opus || opus_us(&frame.data).is_none() {
            return;
        }
        let mixed = sample_at(self.next_us - self.base_us);
        let voice = match self.voices.entry(frame.source) {
            Slot::Occupied(known) => known.into_mut(),
            Slot::Vacant(free) => {
                let Ok(decoder) = OpusDecoder::new(RATE, 1) else { return };
                free.insert(Voice {
                    decoder,
                    waiting: VecDeque::new(),
                    at: mixed,
                    heard_us: self.now_us,
                    clock: Clock::default(),
                })
            }
        };
        let Some(sound) = voice.decode(&frame.data) else {
            // a packet that upsets the decoder costs the voice its state, nobody else anything
            self.voices.remove(&frame.source);
            return;
        };
        voice.heard_us = self.now_us;
        let (time_us, _) = voice.clock.place(frame.time_us, self.now_us, SLOT_US);
        voice.place(&sound, sample_at(time_us - self.base_us), mixed);
    }

    /// Up to when sound was mixed.
    #[cfg(test)]
    pub const fn next_us(&self) -> i64 {
        self.next_us
    }

    /// A voice is heard no more.
    pub fn forget(&mut self, source: u32) {
        self.voices.remove(&source);
    }

    /// The rest of the sound up to a moment, without waiting for voices that come late.
    pub fn finish(&mut self, now_us: i64) -> Vec<Frame> {
        self.mix(now_us.saturating_add(WAIT_US))
    }

    /// The sound that is due.
    pub fn mix(&mut self, now_us: i64) -> Vec<Frame> {
        self.now_us = self.now_us.max(now_us);
        let due = now_us.saturating_sub(WAIT_US);
        if due.saturating_sub(self.next_us) > BEHIND_US {
            self.next_us = due;
        }
        let mut frames = Vec::new();
        while self.next_us.saturating_add(SLOT_US) <= due {
            frames.extend(self.slot());
            self.next_us = self.next_us.saturating_add(SLOT_US);
        }
        self.voices.retain(|_, voice| now_us.saturating_sub(voice.heard_us) < FORGET_US);
        frames
    }

    fn slot(&mut self) -> Option<Frame> {
        let at = sample_at(self.next_us - self.base_us);
        let mut sum = [0.0_f32; SLOT];
        for voice in self.voices.values_mut() {
            voice.add(at, &mut sum);
        }
        sum.iter_mut().for_each(|sample| *sample = held(*sample));
        let mut packet = [0; 1276];
        let len = self.encoder.encode(&sum, SLOT, &mut packet).ok()?;
        let data: Arc<[u8]> = packet.get(..len)?.into();
        let (source, track, codec) = (PROGRAM, Track::Microphone, Codec::Opus);
        Some(Frame { source, track, codec, time_us: self.next_us, key: true, data })
    }
}

impl Voice {
    fn decode(&mut self, packet: &[u8]) -> Option<Vec<f32>> {
        let mut sound = vec![0.0; LONGEST];
        let decode = || self.decoder.decode(packet, LONGEST, &mut sound);
        let len = catch_unwind(AssertUnwindSafe(decode)).ok()?.ok()?;
        sound.truncate(len);
        Some(sound)
    }

    /// Puts sound where it belongs: behind the last if it nearly follows it, else where its moment says.
    fn place(&mut self, sound: &[f32], at: i64, mixed: i64) {
        let end = self.end();
        let off = at.saturating_sub(end);
        if self.waiting.is_empty() && off.abs() > LOOSE {
            self.at = at.max(mixed);
        } else if !(-LOOSE..=AHEAD).contains(&off) {
            return;
        } else if off > LOOSE {
            self.waiting.extend((0..off).map(|_| 0.0));
        }
        self.waiting.extend(sound);
    }

    fn end(&self) -> i64 {
        self.at.saturating_add(i64::try_from(self.waiting.len()).unwrap_or(i64::MAX))
    }

    /// Adds what lies in the slot that begins at a sample, and leaves what comes after it.
    fn add(&mut self, slot: i64, sum: &mut [f32; SLOT]) {
        while self.at < slot && self.waiting.pop_front().is_some() {
            self.at = self.at.saturating_add(1);
        }
        self.at = self.at.max(if self.waiting.is_empty() { slot } else { self.at });
        let from = usize::try_from(self.at.saturating_sub(slot)).unwrap_or(0);
        for sample in sum.iter_mut().skip(from) {
            let Some(own) = self.waiting.pop_front() else { break };
            *sample += own;
            self.at = self.at.saturating_add(1);
        }
    }
}

/// Loud sums bend towards the ceiling instead of breaking at it.
fn held(sample: f32) -> f32 {
    const KNEE: f32 = 0.7;
    let over = sample.abs() - KNEE;
    if over <= 0.0 {
        return sample;
    }
    let bent = KNEE + (1.0 - KNEE) * (over / (1.0 - KNEE)).tanh();
    bent.copysign(sample)
}

#[cfg(test)]
#[path = "mix_tests.rs"]
mod tests;
