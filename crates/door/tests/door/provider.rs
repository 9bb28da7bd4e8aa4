//! A real OpenID provider in a process of its own, and a browser's way to it and back.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Stdio;

use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};
use vouch::Settings;

/// The provider; it ends with the test.
pub struct Provider {
    pub issuer: String,
    _child: Child,
}

/// A browser as the provider sees it: its cookies there.
pub type Jar = BTreeMap<String, String>;

/// Where the court's site is said to be.
const SITE: &str = "https://court.example";

/// The settings of a house beside a provider.
pub fn settings(issuer: &str) -> Settings {
    Settings {
        issuer: issuer.to_owned(),
        client: "court".to_owned(),
        secret: Some("a-secret-between-the-two".to_owned()),
        back: format!("{SITE}/sign-in/oidc/back"),
        out: format!("{SITE}/sign-in/staff"),
        label: "统一身份".to_owned(),
        second_factor: vec!["mfa".to_owned()],
        skew_ms: 60_000,
    }
}

impl Provider {
    /// Starts it.
    pub async fn start() -> Provider {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/oidc/provider.mjs");
        let own = settings("");
        let mut child = Command::new("node")
            .arg(script)
            .args([own.back, own.out])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).await.unwrap();
        assert!(
            line.starts_with("http://127.0.0.1:"),
            "the provider did not start: run scripts/web.sh; it said {line:?}"
        );
        Provider { issuer: line.trim().to_owned(), _child: child }
    }

    /// Says who stands before it, or how it is to misbehave.
    pub async fn told(&self, what: serde_json::Value) {
        let (status, _, _) = self.ask("POST", "/control", &mut Jar::new(), &what.to_string()).await;
        assert_eq!(status, 200);
    }

    async fn ask(&self, method: &str, path: &str, jar: &mut Jar, body: &str) -> (u16, Option<String>, String) {
        let host = self.issuer.strip_prefix("http://").unwrap();
        let mut stream = TcpStream::connect(host).await.unwrap();
        let cookies: Vec<String> = jar.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: {host}\r\ncookie: {}\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}",
            cookies.join("; "),
            body.len()
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut text = Vec::new();
        stream.read_to_end(&mut text).await.unwrap();
        let text = String::from_utf8_lossy(&text).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        let mut to = None;
        for line in head.lines().skip(1) {
            let (name, value) = line.split_once(':').unwrap();
            match name.to_ascii_lowercase().as_str() {
                "location" => to = Some(value.trim().to_owned()),
                "set-cookie" => {
                    let (name, value) = value.trim().split(';').next().unwrap().split_once('=').unwrap();
                    jar.insert(name.to_owned(), value.to_owned());
                }
                _ => {}
            }
        }
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        (status, to, body.to_owned())
    }

    /// Goes where the court sent the browser, through whatever the provider asks, until it is sent back; gives the path at
    /// the court it comes back to.
    pub async fn follow(&self, address: &str, jar: &mut Jar) -> String {
        let mut at = address.to_owned();
        for _ in 0..12 {
            if let Some(path) = at.strip_prefix(SITE) {
                return path.to_owned();
            }
            let path = at.strip_prefix(&self.issuer).unwrap_or(&at).to_owned();
            let (status, to, body) = self.ask("GET", &path, jar, "").await;
            at = to.unwrap_or_else(|| panic!("{status} at {path}: {body}"));
        }
        panic!("no way back from {address}");
    }

    /// A page of it.
    pub async fn page(&self, address: &str, jar: &mut Jar) -> (u16, String) {
        let (status, _, body) = self.ask("GET", address.strip_prefix(&self.issuer).unwrap(), jar, "").await;
        (status, body)
    }
}
