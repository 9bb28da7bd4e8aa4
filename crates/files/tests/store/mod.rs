//! A real server of S3 in a process of its own.

use std::path::Path;
use std::process::Stdio;

use files::Bucket;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, ChildStdin, Command};

/// The server; it ends with this.
pub struct Store {
    endpoint: String,
    _input: ChildStdin,
    _child: Child,
}

impl Store {
    /// Starts it.
    pub async fn start() -> Store {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/s3/store.mjs");
        let mut child = Command::new("node")
            .arg(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).await.unwrap();
        assert!(line.starts_with("http://127.0.0.1:"), "the store did not start: run scripts/web.sh; it said {line:?}");
        Store { endpoint: line.trim().to_owned(), _input: child.stdin.take().unwrap(), _child: child }
    }

    /// How its one bucket is asked, under a prefix.
    pub fn bucket(&self, prefix: &str) -> Bucket {
        let known = "S3RVER".to_owned();
        Bucket {
            endpoint: self.endpoint.clone(),
            region: "us-east-1".to_owned(),
            bucket: "court".to_owned(),
            prefix: prefix.to_owned(),
            key: known.clone(),
            secret: known,
        }
    }
}
