//! One connection of a person: the engine behind it, what it sends, and the spare lines it is shown others on.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use str0m::bwe::Bitrate;
use str0m::change::{SdpAnswer, SdpOffer};
use str0m::format::{Codec as Coding, PayloadParams};
use str0m::media::{Frequency, MediaTime, Mid, Pt};
use str0m::net::{Protocol, Receive, TcpType};
use str0m::{Candidate, Input, Rtc};

use crate::belief::Belief;
use crate::clock::SenderClock;
use crate::event::Refused;
use crate::fault::JoinFault;
use crate::figures::Gatherer;
use crate::layers::{Meter, Patience};
use crate::line::{Line, media_header};
use crate::names::{Codec, Medium, Peer, Person, SessionId, Source, Way, Wire};
use crate::sdp::{self, Plan};
use crate::settings::{Certificate, Settings};
use crate::upload::Upload;

/// Addresses one session is known under.
const MOST_PEERS: usize = 8;
/// What goes before and behind a frame in its packets, about.
const HEAD_BYTES: usize = 40;
/// Frames that may come before what is missing of an earlier one is given up: time to ask for it once or twice.
const WAITS_FRAMES: usize = 10;
/// How long one address must be silent while another is heard, before the client is held to have moved.
const MOVED_AFTER: Duration = Duration::from_millis(1_000);

/// A connection of a person.
pub(crate) struct Session {
    pub id: SessionId,
    pub person: Person,
    pub way: Way,
    pub rtc: Rtc,
    pub plan: Plan,
    pub ufrag: String,
    pub uploads: Vec<Upload>,
    pub lines: Vec<Line>,
    /// Its addresses, and when each was last heard.
    pub peers: Vec<(Peer, Instant)>,
    /// When the engine wants to be called.
    pub deadline: Instant,
    pub born: Instant,
    pub consent: Instant,
    pub heard: Instant,
    pub bytes: u64,
    pub connected: bool,
    pub lost: bool,
    /// When it was last lost or back.
    pub turned_at: Instant,
    pub belief: Belief,
    /// Frames handed to the engine.
    pub written: Meter,
    unpaced: bool,
    pub patience: Patience,
    pub refused: BTreeMap<Refused, u64>,
    pub gatherer: Gatherer,
    pub clock: SenderClock,
    /// What the client was told its lines show.
    pub told: Option<Shown>,
}

/// What each line shows, and what is off.
pub(crate) type Shown = (Vec<(Mid, Option<Source>)>, Vec<Source>);

/// A frame on its way to those who may have it.
pub(crate) struct Frame {
    pub source: Source,
    pub layer: usize,
    pub codec: Codec,
    pub params: PayloadParams,
    pub ticks: u64,
    pub rate: Frequency,
    pub taken: Instant,
    pub key: bool,
    pub whole: bool,
    pub level: Option<(i8, bool)>,
    pub data: Arc<[u8]>,
}

/// What became of a frame on a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wrote {
    Yes,
    No,
    /// Not before a key frame of its layer.
    WantsKey,
}

impl Session {
    /// Accepts an offer.
    pub(crate) fn open(
        id: SessionId,
        person: Person,
        way: Way,
        plan: Plan,
        certificate: &Certificate,
        settings: &Settings,
        now: Instant,
    ) -> Result<(Session, String), JoinFault> {
        let mut rtc = engine(certificate, settings, now);
        for host in candidates(settings) {
            rtc.add_local_candidate(host);
        }
        let answer = answer(&mut rtc, &plan)?;
        let line = |spare: &sdp::Spare| Line::new(Mid::from(spare.mid.as_str()), spare.medium, spare.pair);
        let session = Session {
            id,
            person,
            way,
            ufrag: rtc.direct_api().local_ice_credentials().ufrag,
            rtc,
            uploads: plan.sends.iter().map(Upload::new).collect(),
            lines: plan.spare.iter().map(line).collect(),
            plan,
            peers: Vec::new(),
            deadline: now,
            born: now,
            consent: now,
            heard: now,
            bytes: 0,
            connected: false,
            lost: false,
            turned_at: now,
            belief: Belief::new(settings.estimate_bps),
            written: Meter::default(),
            unpaced: false,
            patience: Patience::default(),
            refused: BTreeMap::new(),
            gatherer: Gatherer::default(),
            clock: SenderClock::default(),
            told: None,
        };
        Ok((session, answer))
    }

    /// Takes a new way in for the same client (ICE restart).
    pub(crate) fn restart(&mut self, plan: Plan, now: Instant) -> Result<String, JoinFault> {
        if !plan.is_restart_of(&self.plan) {
            return Err(JoinFault::NotRestart);
        }
        let answer = answer(&mut self.rtc, &plan)?;
        self.ufrag = self.rtc.direct_api().local_ice_credentials().ufrag;
        self.plan = plan;
        self.consent = now;
        Ok(answer)
    }

    pub(crate) fn count(&mut self, what: Refused) {
        let count = self.refused.entry(what).or_insert(0);
        *count = count.saturating_add(1);
    }

    /// Reads a packet. Says whether it was a proof that the client is there and wants this session.
    pub(crate) fn read(&mut self, from: Peer, to: std::net::SocketAddr, bytes: &[u8], now: Instant) -> bool {
        self.bytes = self.bytes.saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        if let Some((payload, _, _)) = media_header(bytes)
            && self.plan.payloads & (1_u128 << payload) == 0
        {
            self.count(Refused::Unpromised);
            return false;
        }
        let proto = match from.wire {
            Wire::Udp => Protocol::Udp,
            Wire::Tcp => Protocol::Tcp,
        };
        let Ok(packet) = Receive::new(proto, from.addr, to, bytes) else {
            self.count(Refused::Malformed);
            return false;
        };
        let proof = is_stun(bytes);
        let input = Input::Receive(now, packet);
        if proof && !self.rtc.accepts(&input) {
            return false;
        }
        if self.rtc.handle_input(input).is_err() {
            self.count(Refused::Malformed);
            return false;
        }
        self.heard = now;
        if let Some((_, heard)) = self.peers.iter_mut().find(|(peer, _)| *peer == from) {
            *heard = now;
        }
        proof
    }

    /// Remembers an address that was proved; the one longest unheard goes where there are too many.
    pub(crate) fn know(&mut self, peer: Peer, now: Instant) -> Option<Peer> {
        if self.peers.iter().any(|(known, _)| *known == peer) {
            return None;
        }
        self.peers.push((peer, now));
        if self.peers.len() <= MOST_PEERS {
            return None;
        }
        let (at, _) = self.peers.iter().enumerate().min_by_key(|(_, (_, heard))| *heard)?;
        Some(self.peers.remove(at).0)
    }

    /// Where a packet for an address goes: there, or to the address the client moved to without a word.
    ///
    /// The engine stays with an address until it was unheard for long. Checks are answered where they came from.
    pub(crate) fn way_to(&self, to: Peer, bytes: &[u8]) -> Peer {
        let heard = |peer: Peer| self.peers.iter().find(|(known, _)| *known == peer).map(|(_, heard)| *heard);
        let Some((latest, at)) = self.peers.iter().max_by_key(|(_, heard)| *heard) else { return to };
        let moved = heard(to).is_some_and(|heard| at.saturating_duration_since(heard) > MOVED_AFTER);
        if moved && !is_stun(bytes) { *latest } else { to }
    }

    /// Whether a packet may go out: nothing that was queued of a source taken away does.
    pub(crate) fn lets_out(&mut self, bytes: &[u8], now: Instant) -> bool {
        if !self.lines.iter().any(Line::has_barrier) {
            return true;
        }
        media_header(bytes)
            .is_none_or(|(_, ssrc, stamp)| !self.lines.iter_mut().any(|line| line.holds_back(ssrc, stamp, now)))
    }

    pub(crate) fn upload_of(&self, mid: Mid) -> Option<usize> {
        self.uploads.iter().position(|upload| upload.mid == mid)
    }

    /// Writes a frame to the line that shows its source.
    pub(crate) fn write(&mut self, frame: &Frame, now: Instant) -> Wrote {
        let Some(line) = self.lines.iter_mut().find(|line| line.shows == Some(frame.source)) else { return Wrote::No };
        let fresh = match passes(line, frame) {
            Pass::Yes { fresh } => fresh,
            Pass::No => return Wrote::No,
            Pass::AfterKey => return Wrote::WantsKey,
        };
        let Some(writer) = self.rtc.writer(line.mid) else { return Wrote::No };
        // known to the engine is not yet agreed with the client
        let agreed = |pt: &Pt| writer.payload_params().any(|params| params.pt() == *pt);
        let Some(pt) = writer.match_params(frame.params).filter(agreed) else {
            line.layer = None;
            self.count(Refused::UnknownToViewer(frame.codec));
            return Wrote::No;
        };
        let stamp = line.stamp(frame.ticks, frame.rate.get(), fresh, now);
        let writer = match frame.level {
            Some((level, voice)) => writer.audio_level(level, voice),
            None => writer,
        };
        let written = writer.write(pt, frame.taken, MediaTime::new(stamp, frame.rate), Arc::clone(&frame.data));
        // the engine sends nothing of it before it is told the time
        if written.is_err() || self.rtc.handle_input(Input::Timeout(now)).is_err() {
            return Wrote::No;
        }
        self.gatherer.frame_down();
        // every packet has a head of its own, sound as much head as sound
        self.written.add(frame.data.len().saturating_add(HEAD_BYTES), now);
        Wrote::Yes
    }

    /// Tells the engine how much it may look for. It spreads pictures out where the line is neither ample nor believed
    /// to carry more than the engine thinks.
    pub(crate) fn aim(&mut self, least_bps: u64, wanted_bps: u64, ample: bool) {
        let unpaced = ample || self.belief.overrules();
        if unpaced != self.unpaced {
            self.unpaced = unpaced;
            for line in self.lines.iter().filter(|line| line.medium == Medium::Video) {
                if let Some(stream) = self.rtc.direct_api().stream_tx_by_mid(line.mid, None) {
                    stream.set_unpaced(unpaced);
                }
            }
        }
        self.rtc.bwe().set_bitrate(Bitrate::bps(least_bps), Bitrate::bps(wanted_bps));
    }
}

/// Whether a line takes a frame now.
enum Pass {
    Yes { fresh: bool },
    No,
    AfterKey,
}

fn passes(line: &mut Line, frame: &Frame) -> Pass {
    if line.medium == Medium::Audio {
        let fresh = line.layer.is_none();
        line.layer = Some(frame.layer);
        return Pass::Yes { fresh };
    }
    let Some(target) = line.target else {
        line.layer = None;
        return Pass::No;
    };
    if line.layer != Some(frame.layer) {
        if frame.layer != target {
            return Pass::No;
        }
        if !frame.key {
            return Pass::AfterKey;
        }
        line.layer = Some(frame.layer);
        line.awaits_key = false;
        return Pass::Yes { fresh: true };
    }
    line.awaits_key = !frame.key && (line.awaits_key || !frame.whole);
    if line.awaits_key { Pass::AfterKey } else { Pass::Yes { fresh: false } }
}

/// The first bytes of a STUN message.
pub(crate) fn is_stun(bytes: &[u8]) -> bool {
    bytes.len() >= 20 && bytes.first().is_some_and(|first| *first < 2)
}

/// How a frame is coded; nothing where rooms do not carry it.
pub(crate) fn codec(params: PayloadParams) -> Option<Codec> {
    match params.spec().codec {
        Coding::Opus => Some(Codec::Opus),
        Coding::H264 => Some(Codec::H264),
        Coding::Vp8 => Some(Codec::Vp8),
        _ => None,
    }
}

fn engine(certificate: &Certificate, settings: &Settings, now: Instant) -> Rtc {
    let mut config = Rtc::builder()
        .clear_codecs()
        .enable_opus(true, false)
        .set_ice_lite(true)
        .set_dtls_cert(certificate.0.clone())
        .set_stats_interval(Some(Duration::from_secs(1)))
        .set_reordering_size_video(WAITS_FRAMES)
        .enable_bwe(Some(Bitrate::bps(settings.estimate_bps)));
    // constrained baseline with more packets a frame: what every browser both makes and shows
    config.codec_config().add_h264(108.into(), Some(109.into()), true, 0x0042_e01f);
    config.enable_vp8(true).build(now)
}

fn candidates(settings: &Settings) -> Vec<Candidate> {
    let udp = settings.hosts.iter().filter_map(|host| Candidate::host(*host, Protocol::Udp).ok());
    let passive =
        |host: &std::net::SocketAddr| Candidate::builder().tcp().host(*host).tcptype(TcpType::Passive).build();
    let tcp = settings.hosts.iter().filter(|_| settings.tcp).filter_map(|host| passive(host).ok());
    udp.chain(tcp).collect()
}

fn answer(rtc: &mut Rtc, plan: &Plan) -> Result<String, JoinFault> {
    let refused = |error: &dyn std::fmt::Display| JoinFault::Engine(error.to_string());
    let offer = SdpOffer::from_sdp_string(&plan.text).map_err(|error| refused(&error))?;
    let answer: SdpAnswer = rtc.sdp_api().accept_offer(offer).map_err(|error| refused(&error))?;
    Ok(sdp::with_pairs(&answer.to_sdp_string(), plan))
}
