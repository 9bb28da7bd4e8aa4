//! The mail server and the gateway of `post.mjs` as a process, and what it was asked.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde_json::{Value, json};

/// A certificate for 127.0.0.1 and its key, made once for the process.
pub struct Certificate {
    pub key: PathBuf,
    pub cert: PathBuf,
}

impl Certificate {
    pub fn make(folder: &Path) -> Certificate {
        let (key, cert) = (folder.join("key.pem"), folder.join("cert.pem"));
        let made = Command::new("openssl")
            .args([
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-days",
                "30",
            ])
            .args(["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"])
            .args(["-addext", "basicConstraints=critical,CA:FALSE", "-keyout"])
            .arg(&key)
            .arg("-out")
            .arg(&cert)
            .output()
            .expect("openssl makes a certificate; `make test` installs it");
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        Certificate { key, cert }
    }
}

/// The servers; they end when this is dropped, for their input ends.
pub struct Server {
    child: Child,
    told: Receiver<Value>,
    pub mail: u16,
    pub http: u16,
}

impl Server {
    /// Servers in the clear.
    pub fn plain() -> Server {
        Server::start(&json!({ "security": "none" }))
    }

    pub fn start(asked: &Value) -> Server {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/post/post.mjs");
        let mut child = Command::new("node")
            .args([script, &asked.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("node runs the servers; `make test` installs it");
        let out = BufReader::new(child.stdout.take().unwrap());
        let (put, told) = channel();
        std::thread::spawn(move || {
            for line in out.lines().map_while(Result::ok) {
                if put.send(serde_json::from_str(&line).unwrap()).is_err() {
                    return;
                }
            }
        });
        let ports: Value = told.recv_timeout(Duration::from_secs(20)).expect("the servers say their ports");
        let port = |name: &str| u16::try_from(ports[name].as_u64().unwrap()).unwrap();
        Server { mail: port("mail"), http: port("http"), child, told }
    }

    /// What it was asked since.
    pub fn told(&self) -> Vec<Value> {
        let mut all = Vec::new();
        while let Ok(one) = self.told.recv_timeout(Duration::from_millis(150)) {
            all.push(one);
        }
        all
    }

    /// The mail it took since.
    pub fn mails(&self) -> Vec<Value> {
        self.told().iter().filter_map(|one| one.get("mail").cloned()).collect()
    }

    /// Waits for the next thing it is asked.
    pub fn next(&self) -> Value {
        self.told.recv_timeout(Duration::from_secs(10)).expect("the server is asked something")
    }

    /// Waits for its end; it ends by itself.
    pub fn ended(&mut self) {
        self.child.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        drop(self.child.wait());
    }
}
