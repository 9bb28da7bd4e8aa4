//! A folder with a database, and the binary run in it as a person would.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use docket::digest::Digest;
use docket::store::Docket;
use docket::testing::Scratch;
use law::court::courts;

/// A place to run commands in.
pub struct Place {
    scratch: Scratch,
}

/// How a command ended.
#[derive(Debug)]
pub struct Ended {
    /// Exit code.
    pub code: Option<i32>,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Ended {
    /// The command did what was asked.
    #[track_caller]
    pub fn done(self) -> Ended {
        assert_eq!(self.code, Some(0), "{}{}", self.out, self.err);
        self
    }

    /// It ended with a code and a Chinese sentence on standard error that has these words, and printed no result.
    #[track_caller]
    pub fn says(&self, code: i32, words: &[&str]) {
        assert_eq!(self.code, Some(code), "{}{}", self.out, self.err);
        for word in words {
            assert!(self.err.contains(word), "no `{word}` in: {}", self.err);
        }
        assert!(self.err.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)), "{}", self.err);
        for word in ["panicked", "RUST_BACKTRACE", "Err(", "Some("] {
            assert!(!self.err.contains(word), "{}", self.err);
        }
        assert_eq!(self.out, "");
    }

    /// It ended with a code and a Chinese sentence on standard error that has these words, whatever else it printed.
    #[track_caller]
    pub fn says_among(&self, code: i32, words: &[&str]) {
        Ended { code: self.code, out: String::new(), err: self.err.clone() }.says(code, words);
    }

    /// Standard output as JSON.
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e}: {}", self.out))
    }
}

impl Place {
    /// With a SQLite file that is not there yet.
    pub fn sqlite() -> Place {
        Place { scratch: docket::testing::sqlite().unwrap() }
    }

    /// With an empty database on a private PostgreSQL server.
    pub fn postgres() -> Place {
        Place { scratch: docket::testing::postgres().unwrap() }
    }

    /// The database's address.
    pub fn url(&self) -> &str {
        &self.scratch.url
    }

    /// A file of the place.
    pub fn path(&self, name: &str) -> PathBuf {
        self.scratch.path(name)
    }

    /// The SQLite file.
    pub fn file(&self) -> PathBuf {
        self.path("docket.db")
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mingjing"));
        command
            .args(arguments)
            .env("MINGJING_DB", self.url())
            .env("MINGJING_DATA", self.path("var"))
            .current_dir(self.path("."))
            .stdin(Stdio::null());
        command
    }

    /// Runs a command to its end.
    pub fn run(&self, arguments: &[&str]) -> Ended {
        let output = self.command(arguments).output().unwrap();
        Ended {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// A command to be started, silent on standard error.
    pub fn piped(&self, arguments: &[&str]) -> Command {
        let mut command = self.command(arguments);
        command.stderr(Stdio::null());
        command
    }

    /// Starts a command and leaves it running.
    pub fn start(&self, arguments: &[&str]) -> Child {
        self.command(arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    }

    /// Names in the folder, in order.
    pub fn names(&self) -> Vec<String> {
        let list = std::fs::read_dir(self.path(".")).unwrap();
        let mut names: Vec<String> = list.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// A copy of the SQLite database in a place of its own.
    pub fn copy(&self) -> Place {
        let copy = Place::sqlite();
        std::fs::copy(self.file(), copy.file()).unwrap();
        copy
    }

    /// Size and root of every court's log.
    pub fn roots(&self) -> Vec<(i64, Option<Digest>)> {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let docket = Docket::open(self.url()).await.unwrap();
            let mut roots = Vec::new();
            for court in courts() {
                let size = docket.size(court.id).await.unwrap();
                roots.push((size, docket.latest_head(court.id).await.unwrap().map(|head| head.root)));
            }
            docket.close().await;
            roots
        })
    }
}
