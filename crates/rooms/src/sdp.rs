//! Reads what a client offers before the engine does: which lines send, which are spare, and what is not taken.
//!
//! It also brings H264 to the front of what a client sends, and ties the sound and the picture of a spare pair.

use crate::fault::JoinFault;
use crate::names::{Medium, Track, Way};
use crate::settings::Settings;

/// Lines of text that no honest client exceeds.
const MOST_LINES: usize = 4_000;

/// What a client offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Plan {
    /// The lines the client sends on.
    pub sends: Vec<Sending>,
    /// The spare lines it receives on, in their order.
    pub spare: Vec<Spare>,
    /// Its credentials, `ufrag:pwd`.
    pub credentials: String,
    /// The fingerprint of its key.
    pub fingerprint: String,
    /// The payload types it may use, as a set of bits.
    pub payloads: u128,
    /// The offer as the engine gets it.
    pub text: String,
}

/// A line the client sends on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sending {
    pub mid: String,
    pub track: Track,
    /// Its layers, the largest first; none where it sends one only.
    pub rids: Vec<String>,
}

/// A spare line. Sound and picture with the same pair belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Spare {
    pub mid: String,
    pub medium: Medium,
    pub pair: usize,
}

/// One `m=` line and the lines below it.
struct Section<'a> {
    head: &'a str,
    lines: Vec<&'a str>,
}

impl<'a> Section<'a> {
    /// The value of the first line `a=name:value`.
    fn value(&self, name: &str) -> Option<&'a str> {
        value(&self.lines, name)
    }

    fn has(&self, flag: &str) -> bool {
        self.lines.iter().any(|line| line.strip_prefix("a=") == Some(flag))
    }

    fn payloads(&self) -> impl Iterator<Item = &'a str> {
        self.head.split_ascii_whitespace().skip(3)
    }

    fn medium(&self) -> Option<Medium> {
        if self.head.starts_with("m=audio ") {
            Some(Medium::Audio)
        } else if self.head.starts_with("m=video ") {
            Some(Medium::Video)
        } else {
            None
        }
    }

    /// Rejected by the client itself.
    fn is_off(&self) -> bool {
        self.head.split_ascii_whitespace().nth(1) == Some("0") || self.has("inactive")
    }

    /// The payload types whose `rtpmap` names this coding.
    fn coded(&self, name: &str) -> Vec<&'a str> {
        let named = |line: &&'a str| {
            let (payload, coding) = line.strip_prefix("a=rtpmap:")?.split_once(' ')?;
            coding.split('/').next()?.eq_ignore_ascii_case(name).then_some(payload)
        };
        self.lines.iter().filter_map(named).collect()
    }

    /// The payload types of H264 that every browser understands: constrained baseline, more packets a frame.
    fn plain_h264(&self) -> Vec<&'a str> {
        let fits = |payload: &&str| {
            let prefix = format!("a=fmtp:{payload} ");
            self.lines.iter().filter_map(|line| line.strip_prefix(prefix.as_str())).any(|parameters| {
                let parameters = parameters.to_ascii_lowercase();
                parameters.contains("packetization-mode=1") && parameters.contains("profile-level-id=42e0")
            })
        };
        self.coded("H264").into_iter().filter(fits).collect()
    }
}

fn value<'a>(lines: &[&'a str], name: &str) -> Option<&'a str> {
    lines.iter().find_map(|line| line.strip_prefix("a=")?.strip_prefix(name)?.strip_prefix(':'))
}

fn sections(text: &str) -> (Vec<&str>, Vec<Section<'_>>) {
    let mut session = Vec::new();
    let mut sections: Vec<Section<'_>> = Vec::new();
    for line in text.lines() {
        if line.starts_with("m=") {
            sections.push(Section { head: line, lines: Vec::new() });
        } else if let Some(section) = sections.last_mut() {
            section.lines.push(line);
        } else {
            session.push(line);
        }
    }
    (session, sections)
}

/// Reads an offer and holds it to what a room serves.
pub(crate) fn read(offer: &str, way: Way, settings: &Settings) -> Result<Plan, JoinFault> {
    if offer.len() > settings.offer_bytes || offer.lines().count() > MOST_LINES {
        return Err(JoinFault::TooLong);
    }
    let (session, sections) = sections(offer);
    if !offer.starts_with("v=0") || sections.is_empty() {
        return Err(if sections.is_empty() && offer.starts_with("v=0") {
            JoinFault::NoMedia
        } else {
            JoinFault::Malformed
        });
    }
    let all = |name: &str| sections.iter().find_map(|section| section.value(name)).or_else(|| value(&session, name));
    let (Some(ufrag), Some(pwd), Some(fingerprint)) = (all("ice-ufrag"), all("ice-pwd"), all("fingerprint")) else {
        return Err(JoinFault::Malformed);
    };
    let mut plan = Plan {
        sends: Vec::new(),
        spare: Vec::new(),
        credentials: format!("{ufrag}:{pwd}"),
        fingerprint: fingerprint.to_owned(),
        payloads: 0,
        text: String::new(),
    };
    for section in &sections {
        plan.take(section, way, settings)?;
    }
    if plan.sends.is_empty() && plan.spare.is_empty() {
        return Err(JoinFault::NoMedia);
    }
    plan.text = with_h264_first(&session, &sections);
    Ok(plan)
}

impl Plan {
    fn take(&mut self, section: &Section<'_>, way: Way, settings: &Settings) -> Result<(), JoinFault> {
        if section.is_off() {
            return Ok(());
        }
        let Some(medium) = section.medium() else {
            return Err(if section.head.starts_with("m=application") {
                JoinFault::DataChannel
            } else {
                JoinFault::Malformed
            });
        };
        let mid = section.value("mid").filter(|mid| !mid.is_empty() && mid.len() <= 16).ok_or(JoinFault::Malformed)?;
        if self.sends.iter().any(|line| line.mid == mid) || self.spare.iter().any(|line| line.mid == mid) {
            return Err(JoinFault::Malformed);
        }
        let codes = match medium {
            Medium::Audio => !section.coded("opus").is_empty(),
            Medium::Video => !section.plain_h264().is_empty() || !section.coded("VP8").is_empty(),
        };
        if !codes {
            return Err(JoinFault::NoCodec);
        }
        if section.has("sendonly") && way != Way::Out {
            self.send(mid, medium, section)
        } else if section.has("recvonly") && way != Way::In {
            self.receive(mid, medium, settings)
        } else {
            Err(JoinFault::WrongWay)
        }
    }

    fn send(&mut self, mid: &str, medium: Medium, section: &Section<'_>) -> Result<(), JoinFault> {
        let taken = |track: Track| self.sends.iter().any(|line| line.track == track);
        let track = match medium {
            Medium::Audio if !taken(Track::Microphone) => Track::Microphone,
            Medium::Video if !taken(Track::Camera) => Track::Camera,
            Medium::Video if !taken(Track::Screen) => Track::Screen,
            _ => return Err(JoinFault::TooManyTracks),
        };
        let rids = section.value("simulcast").and_then(|layers| layers.strip_prefix("send ")).unwrap_or("");
        let rids: Vec<String> = rids
            .split(' ')
            .next()
            .unwrap_or("")
            .split(';')
            .map(|rid| rid.split(',').next().unwrap_or("").trim_start_matches('~').to_owned())
            .filter(|rid| !rid.is_empty())
            .collect();
        if rids.len() > 3 || rids.iter().any(|rid| rid.len() > 8) {
            return Err(JoinFault::TooManyTracks);
        }
        for payload in
            section.payloads().filter_map(|payload| payload.parse::<u32>().ok()).filter(|payload| *payload < 128)
        {
            self.payloads |= 1_u128 << payload;
        }
        self.sends.push(Sending { mid: mid.to_owned(), track, rids });
        Ok(())
    }

    fn receive(&mut self, mid: &str, medium: Medium, settings: &Settings) -> Result<(), JoinFault> {
        let pair = self.spare.iter().filter(|line| line.medium == medium).count();
        if pair >= settings.slots {
            return Err(JoinFault::TooManySlots);
        }
        self.spare.push(Spare { mid: mid.to_owned(), medium, pair });
        Ok(())
    }

    /// Whether another offer of the same client has the same lines and another way in.
    pub(crate) fn is_restart_of(&self, before: &Plan) -> bool {
        self.sends == before.sends
            && self.spare == before.spare
            && self.fingerprint == before.fingerprint
            && self.credentials != before.credentials
    }
}

/// The offer with plain H264 before all other codings wherever the client sends pictures, as it sends what comes first.
fn with_h264_first(session: &[&str], sections: &[Section<'_>]) -> String {
    let mut text = String::new();
    let mut line = |line: &str| {
        text.push_str(line);
        text.push_str("\r\n");
    };
    session.iter().for_each(|text| line(text));
    for section in sections {
        let plain = section.plain_h264();
        if section.medium() == Some(Medium::Video) && section.has("sendonly") && !plain.is_empty() {
            let head: Vec<&str> = section.head.split_ascii_whitespace().take(3).collect();
            let rest = section.payloads().filter(|payload| !plain.contains(payload));
            let all: Vec<&str> = head.into_iter().chain(plain.iter().copied()).chain(rest).collect();
            line(&all.join(" "));
        } else {
            line(section.head);
        }
        section.lines.iter().for_each(|text| line(text));
    }
    text
}

/// The answer with each spare pair named as one stream, so that the client keeps lips and voice together.
pub(crate) fn with_pairs(answer: &str, plan: &Plan) -> String {
    let mut mid = "";
    let (session, sections) = sections(answer);
    let mut text = String::new();
    let mut line = |line: &str| {
        text.push_str(line);
        text.push_str("\r\n");
    };
    session.iter().for_each(|text| line(text));
    for section in &sections {
        mid = section.value("mid").unwrap_or(mid);
        let pair = plan.spare.iter().find(|spare| spare.mid == mid).map(|spare| spare.pair);
        line(section.head);
        for one in &section.lines {
            match (pair, one.split_once("msid:")) {
                (Some(pair), Some((before, ids))) => {
                    let track = ids.split_once(' ').map_or(ids, |(_, track)| track);
                    line(&format!("{before}msid:pair-{pair} {track}"));
                }
                _ => line(one),
            }
        }
    }
    text
}

#[cfg(test)]
mod tests;
