//! Offers as browsers make them, and offers that none does.

use super::{read, with_pairs};
use crate::fault::JoinFault;
use crate::names::{Medium, Track, Way};
use crate::settings::Settings;

/// An offer of these lines, as a browser words it.
fn offer(lines: &[&str]) -> String {
    let mut text = String::from(
        "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=ice-ufrag:abcd\r\na=ice-pwd:abcdefghijklmnopqrstuvwx\r\n\
         a=fingerprint:sha-256 00:11\r\na=setup:actpass\r\n",
    );
    for (mid, line) in lines.iter().enumerate() {
        let (medium, rest) = line.split_once(' ').unwrap();
        let codes = match medium {
            "audio" => "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=rtpmap:111 opus/48000/2\r\n",
            "video" => {
                "m=video 9 UDP/TLS/RTP/SAVPF 96 102 103 108\r\na=rtpmap:96 VP8/90000\r\na=rtpmap:102 H264/90000\r\n\
                 a=fmtp:102 packetization-mode=0;profile-level-id=42e01f\r\na=rtpmap:103 rtx/90000\r\n\
                 a=rtpmap:108 H264/90000\r\na=fmtp:108 packetization-mode=1;profile-level-id=42e01f\r\n"
            }
            "vp9" => "m=video 9 UDP/TLS/RTP/SAVPF 98\r\na=rtpmap:98 VP9/90000\r\n",
            other => other,
        };
        text.push_str(&format!("{codes}a=mid:{mid}\r\na={}\r\n", rest.replace(',', "\r\na=")));
    }
    text
}

fn plan(lines: &[&str], way: Way) -> Result<super::Plan, JoinFault> {
    read(&offer(lines), way, &Settings::default())
}

#[test]
fn lines_are_told_apart() {
    let lines =
        ["audio sendonly", "video sendonly", "video sendonly", "audio recvonly", "video recvonly", "video recvonly"];
    let plan = plan(&lines, Way::Both).unwrap();
    let sends: Vec<Track> = plan.sends.iter().map(|line| line.track).collect();
    assert_eq!(sends, [Track::Microphone, Track::Camera, Track::Screen]);
    let spare: Vec<(Medium, usize)> = plan.spare.iter().map(|line| (line.medium, line.pair)).collect();
    assert_eq!(spare, [(Medium::Audio, 0), (Medium::Video, 0), (Medium::Video, 1)]);
    assert_eq!(plan.payloads & (1 << 111 | 1 << 108 | 1 << 40), 1 << 111 | 1 << 108);
}

#[test]
fn h264_that_everybody_shows_is_sent_first_and_only_where_the_client_sends() {
    let plan = plan(&["video sendonly", "video recvonly"], Way::Both).unwrap();
    let heads: Vec<&str> = plan.text.lines().filter(|line| line.starts_with("m=")).collect();
    assert_eq!(heads, ["m=video 9 UDP/TLS/RTP/SAVPF 108 96 102 103", "m=video 9 UDP/TLS/RTP/SAVPF 96 102 103 108"]);
}

#[test]
fn sizes_of_a_picture_are_read() {
    let plan = plan(&["video sendonly,rid:h send,rid:l send,simulcast:send h;l"], Way::In).unwrap();
    assert_eq!(plan.sends[0].rids, ["h", "l"]);
}

#[test]
fn what_a_room_does_not_serve_is_refused_by_name() {
    let many: Vec<&str> = std::iter::repeat_n("video recvonly", 17).collect();
    let table: [(&[&str], Way, JoinFault); 9] = [
        (&[], Way::Both, JoinFault::NoMedia),
        (&["audio inactive"], Way::Both, JoinFault::NoMedia),
        (&["audio sendrecv"], Way::Both, JoinFault::WrongWay),
        (&["audio sendonly"], Way::Out, JoinFault::WrongWay),
        (&["audio recvonly"], Way::In, JoinFault::WrongWay),
        (&["audio sendonly", "audio sendonly"], Way::Both, JoinFault::TooManyTracks),
        (&["vp9 sendonly"], Way::Both, JoinFault::NoCodec),
        (&["m=text recvonly"], Way::Both, JoinFault::Malformed),
        (&many, Way::Both, JoinFault::TooManySlots),
    ];
    for (lines, way, expected) in table {
        assert_eq!(plan(lines, way), Err(expected), "{lines:?}");
    }
    let with_data =
        format!("{}m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:9\r\n", offer(&["audio sendonly"]));
    assert_eq!(read(&with_data, Way::Both, &Settings::default()), Err(JoinFault::DataChannel));
    let long = format!("v=0\r\n{}", "a=x\r\n".repeat(30_000));
    assert_eq!(read(&long, Way::Both, &Settings::default()), Err(JoinFault::TooLong));
    assert_eq!(read("hello", Way::Both, &Settings::default()), Err(JoinFault::Malformed));
}

#[test]
fn a_restart_has_other_credentials_and_the_same_lines_and_key() {
    let text = offer(&["audio sendonly", "video recvonly"]);
    let read = |text: &str| read(text, Way::Both, &Settings::default()).unwrap();
    let (before, again) = (read(&text), read(&text.replace("ufrag:abcd", "ufrag:efgh")));
    assert!(again.is_restart_of(&before));
    assert!(!before.is_restart_of(&before), "the same credentials again");
    assert!(!read(&text.replace("abcd", "efgh").replace("00:11", "00:12")).is_restart_of(&before), "another client");
    let other = offer(&["audio sendonly"]).replace("ufrag:abcd", "ufrag:efgh");
    assert!(!read(&other).is_restart_of(&before), "other lines");
}

#[test]
fn sound_and_picture_of_a_pair_are_one_stream() {
    let plan = plan(&["audio sendonly", "audio recvonly", "video recvonly"], Way::Both).unwrap();
    let answer = "v=0\r\nm=audio 9 X 111\r\na=mid:0\r\na=msid:own a\r\nm=audio 9 X 111\r\na=mid:1\r\na=msid:x y\r\n\
                  a=ssrc:5 msid:x y\r\nm=video 9 X 96\r\na=mid:2\r\na=msid:z w\r\n";
    let paired = with_pairs(answer, &plan);
    let streams: Vec<&str> = paired.lines().filter(|line| line.contains("msid:")).collect();
    assert_eq!(streams, ["a=msid:own a", "a=msid:pair-0 y", "a=ssrc:5 msid:pair-0 y", "a=msid:pair-0 w"]);
}
