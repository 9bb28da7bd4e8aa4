//! A client on the same engine: offers, sends marked frames, and keeps what it got.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use str0m::change::{SdpAnswer, SdpPendingOffer};
use str0m::format::Codec as Coding;
use str0m::media::{
    Direction, Frequency, KeyframeRequestKind, MediaKind, MediaTime, Mid, Rid, Simulcast, SimulcastLayer,
};
use str0m::net::{Protocol, Receive, TcpType};
use str0m::{Candidate, Event, Input, Output, Rtc};

use super::{Mark, frame};
use crate::names::{Codec, Track, Wire};

/// How a client codes pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pictures {
    /// Sends H264 and shows both.
    H264,
    /// Sends VP8 and knows nothing else.
    Vp8,
}

/// What a client offers.
#[derive(Debug, Clone)]
pub struct Offers {
    /// The tracks it sends.
    pub sends: Vec<Track>,
    /// Its pairs of spare lines.
    pub slots: usize,
    /// How it codes pictures.
    pub pictures: Pictures,
    /// Whether its camera comes in two sizes.
    pub simulcast: bool,
}

impl Default for Offers {
    fn default() -> Self {
        Offers { sends: vec![Track::Microphone, Track::Camera], slots: 3, pictures: Pictures::H264, simulcast: false }
    }
}

/// What a client got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Got {
    /// On which line.
    pub mid: Mid,
    /// When.
    pub at: Instant,
    /// Whose.
    pub mark: Mark,
    /// Whether it is a key frame.
    pub key: bool,
    /// Whether nothing before it is missing.
    pub whole: bool,
    /// Its time stamp.
    pub ticks: u64,
    /// Its size.
    pub bytes: usize,
}

/// A client.
pub struct Client {
    /// The engine.
    pub rtc: Rtc,
    /// Its own address as it knows it.
    pub addr: SocketAddr,
    /// What it sends, and on which line.
    pub sends: Vec<(Track, Mid)>,
    /// What it got since the last time.
    pub got: Vec<Got>,
    /// Whether it is connected.
    pub connected: bool,
    /// What it was asked a key frame of.
    pub key_asked: Vec<(Mid, Option<Rid>)>,
    /// What is to be sent.
    pub out: VecDeque<(SocketAddr, Vec<u8>)>,
    /// When it wants to be called.
    pub deadline: Instant,
    pending: Option<SdpPendingOffer>,
    wire: Protocol,
}

impl Client {
    /// A client and its offer.
    pub fn new(offers: &Offers, addr: SocketAddr, now: Instant) -> Option<(Client, String)> {
        Client::over(Wire::Udp, offers, addr, now)
    }

    /// A client that sends datagrams, or holds a connection, and its offer.
    pub fn over(wire: Wire, offers: &Offers, addr: SocketAddr, now: Instant) -> Option<(Client, String)> {
        let mut config = Rtc::builder().clear_codecs().enable_opus(true, false);
        if offers.pictures == Pictures::H264 {
            config.codec_config().add_h264(102.into(), Some(103.into()), true, 0x0042_e01f);
        }
        let mut rtc = config.enable_vp8(true).build(now);
        let (wire, candidate) = match wire {
            Wire::Udp => (Protocol::Udp, Candidate::host(addr, "udp")),
            Wire::Tcp => (Protocol::Tcp, Candidate::builder().tcp().host(addr).tcptype(TcpType::Active).build()),
        };
        rtc.add_local_candidate(candidate.ok()?);
        let mut api = rtc.sdp_api();
        let mut sends = Vec::new();
        for track in &offers.sends {
            let kind = if *track == Track::Microphone { MediaKind::Audio } else { MediaKind::Video };
            let layers = (offers.simulcast && *track == Track::Camera).then(two_sizes);
            sends.push((*track, api.add_media(kind, Direction::SendOnly, None, None, layers)));
        }
        for _ in 0..offers.slots {
            api.add_media(MediaKind::Audio, Direction::RecvOnly, None, None, None);
            api.add_media(MediaKind::Video, Direction::RecvOnly, None, None, None);
        }
        let (offer, pending) = api.apply()?;
        let client = Client {
            rtc,
            addr,
            sends,
            got: Vec::new(),
            connected: false,
            key_asked: Vec::new(),
            out: VecDeque::new(),
            deadline: now,
            pending: Some(pending),
            wire,
        };
        Some((client, offer.to_sdp_string()))
    }

    /// Takes the answer.
    pub fn accept(&mut self, answer: &str) -> Option<()> {
        let answer = SdpAnswer::from_sdp_string(answer).ok()?;
        self.rtc.sdp_api().accept_answer(self.pending.take()?, answer).ok()
    }

    /// A new offer of the same client, for another way in.
    pub fn restart(&mut self) -> Option<String> {
        let mut api = self.rtc.sdp_api();
        api.ice_restart(true);
        let (offer, pending) = api.apply()?;
        self.pending = Some(pending);
        Some(offer.to_sdp_string())
    }

    /// Takes a packet.
    pub fn read(&mut self, from: SocketAddr, bytes: &[u8], now: Instant) {
        if let Ok(packet) = Receive::new(self.wire, from, self.addr, bytes) {
            let input = Input::Receive(now, packet);
            if self.rtc.accepts(&input) && self.rtc.handle_input(input).is_err() {
                self.rtc.disconnect();
            }
        }
        self.hear_out(now);
    }

    /// Takes the time.
    pub fn tick(&mut self, now: Instant) {
        if self.rtc.handle_input(Input::Timeout(now)).is_err() {
            self.rtc.disconnect();
        }
        self.hear_out(now);
    }

    /// Sends a frame of a track. `sent_us` is also its place in time.
    pub fn send(
        &mut self,
        track: Track,
        layer: Option<&str>,
        key: bool,
        bytes: usize,
        mark: Mark,
        now: Instant,
    ) -> bool {
        let Some((_, mid)) = self.sends.iter().find(|(sent, _)| *sent == track).copied() else { return false };
        let Some(writer) = self.rtc.writer(mid) else { return false };
        let wanted = |coding: Coding| matches!(coding, Coding::Opus | Coding::H264 | Coding::Vp8);
        let Some(params) = writer.payload_params().find(|params| wanted(params.spec().codec)).copied() else {
            return false;
        };
        let (codec, rate) = match params.spec().codec {
            Coding::Opus => (Codec::Opus, Frequency::FORTY_EIGHT_KHZ),
            Coding::H264 => (Codec::H264, Frequency::NINETY_KHZ),
            _ => (Codec::Vp8, Frequency::NINETY_KHZ),
        };
        let ticks = mark.sent_us.saturating_mul(u64::from(rate.get())) / 1_000_000;
        let writer = if codec == Codec::Opus { writer.audio_level(-30, true) } else { writer };
        let writer = match layer {
            Some(layer) => writer.rid(layer.into()),
            None => writer,
        };
        let data = frame(codec, key, bytes, mark);
        let sent = writer.write(params.pt(), now, MediaTime::new(ticks, rate), data).is_ok();
        self.tick(now);
        sent
    }

    fn hear_out(&mut self, now: Instant) {
        loop {
            match self.rtc.poll_output() {
                Ok(Output::Timeout(at)) => {
                    self.deadline = at;
                    return;
                }
                Ok(Output::Transmit(transmit)) => self.out.push_back((transmit.destination, transmit.contents.into())),
                Ok(Output::Event(event)) => self.take(event, now),
                Err(_) => {
                    self.rtc.disconnect();
                    self.deadline = now + Duration::from_secs(3_600);
                    return;
                }
            }
        }
    }

    fn ask_key(&mut self, mid: Mid) {
        if let Some(mut writer) = self.rtc.writer(mid) {
            // sound has no key frames to ask for
            let _ = writer.request_keyframe(None, KeyframeRequestKind::Pli);
        }
    }

    fn take(&mut self, event: Event, now: Instant) {
        match event {
            Event::Connected => self.connected = true,
            Event::KeyframeRequest(request) => self.key_asked.push((request.mid, request.rid)),
            Event::MediaData(data) => {
                // as browsers do
                if !data.contiguous && !data.is_keyframe() {
                    self.ask_key(data.mid);
                }
                if let Some(mark) = Mark::read(&data.data) {
                    let key = data.is_keyframe();
                    let (mid, whole, ticks) = (data.mid, data.contiguous, data.time.numer());
                    let bytes = data.data.len();
                    self.got.push(Got { mid, at: now, mark, key, whole, ticks, bytes });
                }
            }
            _ => {}
        }
    }
}

fn two_sizes() -> Simulcast {
    let mut simulcast = Simulcast::new();
    simulcast.add_send_layer(SimulcastLayer::new("h"));
    simulcast.add_send_layer(SimulcastLayer::new("l"));
    simulcast
}
