//! The serving process killed again and again while a file is sent to it: what it says it received is on the disk, sending
//! goes on from there, and the file ends with the digest it was sent with.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use docket::digest::{sm3, to_hex};
use serde_json::Value;

use crate::door_killed::{Served, Ways, people};
use crate::place::Place;

/// How often it is killed.
const KILLS: u64 = 100;
/// Bytes of each file: so many that few are sent before the next kill.
const SIZE: usize = 40_000_000;

/// Text that repeats nowhere soon, another for each file.
fn text(nth: u64) -> Vec<u8> {
    let mut state = 2020 + nth;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        b'a' + (state >> 60) as u8
    };
    (0..SIZE).map(|_| next()).collect()
}

/// An answer: its status and its head; none when the process died under it.
fn answer(stream: &mut TcpStream) -> Option<(u16, String, String)> {
    let mut all = String::new();
    stream.read_to_string(&mut all).ok()?;
    let (head, body) = all.split_once("\r\n\r\n")?;
    Some((head.split(' ').nth(1)?.parse().ok()?, head.to_ascii_lowercase(), body.to_owned()))
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

/// A client that knows where its upload is.
struct Client<'a> {
    served: &'a Served,
    ways: &'a Ways,
}

impl Client<'_> {
    fn ask(&self, method: &str, path: &str, more: &str, body: &[u8]) -> Option<(u16, String, String)> {
        let mut stream = TcpStream::connect(&self.served.host).ok()?;
        stream.set_read_timeout(Some(Duration::from_secs(60))).ok()?;
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\nauthorization: Bearer {}\r\n\
             tus-resumable: 1.0.0\r\ncontent-length: {}\r\n{more}\r\n",
            self.served.host,
            self.ways.token,
            body.len()
        );
        stream.write_all(head.as_bytes()).ok()?;
        for piece in body.chunks(64 * 1024) {
            stream.write_all(piece).ok()?;
        }
        answer(&mut stream)
    }

    /// Begins an upload; gives its address.
    fn begin(&self) -> Option<String> {
        // 录音.txt
        let said = format!("upload-length: {SIZE}\r\nupload-metadata: filename 5b2V6Z+zLnR4dA==\r\n");
        let (status, head, body) = self.ask("POST", "/api/v1/uploads", &said, b"")?;
        assert_eq!(status, 201, "{body}");
        header(&head, "location").map(str::to_owned)
    }

    /// How much it says it received.
    fn offset(&self, at: &str) -> usize {
        let (status, head, _) = self.ask("HEAD", at, "", b"").expect("it answers");
        assert_eq!(status, 200, "{head}");
        header(&head, "upload-offset").unwrap().parse().unwrap()
    }

    /// Sends the rest; whether it was all taken before the process died.
    fn send(&self, at: &str, from: usize, bytes: &[u8]) -> bool {
        let said = format!("upload-offset: {from}\r\ncontent-type: application/offset+octet-stream\r\n");
        match self.ask("PATCH", at, &said, &bytes[from..]) {
            Some((204, head, _)) => header(&head, "upload-offset") == Some(&SIZE.to_string()),
            Some((status, _, body)) => panic!("{status} {body}"),
            None => false,
        }
    }
}

/// What is on the disk begins with what was received.
fn is_durable(place: &Place, at: &str, offset: usize, bytes: &[u8]) {
    let id = at.rsplit('/').next().unwrap();
    let path = place.path("var").join("files/coming").join(id);
    if offset < SIZE {
        let lies = if offset == 0 { Vec::new() } else { std::fs::read(&path).unwrap() };
        assert!(lies.len() >= offset, "{} on the disk, {offset} told", lies.len());
        assert!(lies[..offset] == bytes[..offset], "what is told is what was sent");
    }
}

#[test]
fn killed_a_hundred_times_while_files_are_sent() {
    let place = Place::sqlite();
    place.run(&["simulate", "--scale", "0.0002"]).done();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let ways = runtime.block_on(people(&place));
    let mut served = Served::start(&place);
    let (mut nth, mut bytes, mut at) = (0, text(0), None::<String>);
    let (mut told, mut resumed, mut whole) = (0, 0, 0);
    let mut state = 2020_u64;
    for _ in 0..KILLS {
        // xorshift: the same moments in each run
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let wait = Duration::from_millis(20 + state % 160);
        let id = served.child.id();
        let killer = std::thread::spawn(move || {
            std::thread::sleep(wait);
            let _ = std::process::Command::new("kill").args(["-9", &id.to_string()]).status();
        });
        let client = Client { served: &served, ways: &ways };
        at = at.or_else(|| client.begin());
        if let Some(at) = &at {
            client.send(at, told, &bytes);
        }
        killer.join().unwrap();
        served.child.wait().unwrap();
        served = Served::start(&place);
        let client = Client { served: &served, ways: &ways };
        let Some(address) = &at else { continue };
        let offset = client.offset(address);
        assert!(offset >= told, "{offset} after {told}: nothing that was told is lost");
        is_durable(&place, address, offset, &bytes);
        resumed += usize::from(offset > told && offset < SIZE);
        told = offset;
        if offset == SIZE {
            let (status, _, body) = client.ask("GET", address, "", b"").unwrap();
            let sheet: Value = serde_json::from_str(&body).unwrap();
            assert_eq!((status, sheet["digest"].as_str()), (200, Some(&*to_hex(&sm3(&bytes)))), "{sheet}");
            whole += 1;
            nth += 1;
            (bytes, at, told) = (text(nth), None, 0);
        }
    }
    // the last one is sent to its end, with nobody in the way
    let client = Client { served: &served, ways: &ways };
    let address = at.or_else(|| client.begin()).unwrap();
    assert!(told == SIZE || client.send(&address, told, &bytes));
    let (_, _, body) = client.ask("GET", &address, "", b"").unwrap();
    let sheet: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(sheet["digest"].as_str(), Some(&*to_hex(&sm3(&bytes))), "{sheet}");
    let _ = served.child.kill();
    served.child.wait().unwrap();
    println!("{resumed} resumed in the middle, {whole} whole under kills");
    assert!(resumed > 20 && whole > 3, "{resumed} resumed in the middle, {whole} whole");
}
