//! The node's process as the load sees it: started, asked, measured, stopped.

use std::io::{self, BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// Keeps a process on one core, where the tool for it is there.
pub fn pin(pid: u32, core: usize) {
    let arguments = ["-acp".to_owned(), core.to_string(), pid.to_string()];
    // without it the figures are less steady, not wrong
    let _ = Command::new("taskset").args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).status();
}

/// The node's process.
pub struct Server {
    child: Child,
    asks: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Server {
    /// Starts it.
    pub fn start(workers: usize) -> io::Result<Server> {
        let mut command = Command::new(std::env::current_exe()?);
        command.args(["--serve", "--workers", &workers.to_string()]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let missing = || io::Error::other("no pipe to the node");
        let asks = child.stdin.take().ok_or_else(missing)?;
        let answers = BufReader::new(child.stdout.take().ok_or_else(missing)?);
        let mut server = Server { child, asks: Some(asks), answers };
        // it answers once its threads are there
        server.health()?;
        Ok(server)
    }

    /// Its number.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    fn ask(&mut self, line: &str) -> io::Result<String> {
        let asks = self.asks.as_mut().ok_or_else(|| io::Error::other("the node was stopped"))?;
        writeln!(asks, "{line}")?;
        asks.flush()?;
        let mut answer = String::new();
        self.answers.read_line(&mut answer)?;
        Ok(answer.trim_end().to_owned())
    }

    /// Lets somebody in.
    pub fn enter(&mut self, room: u64, person: u32, offer: &str) -> io::Result<String> {
        let answer = self.ask(&format!("{room} {person} {}", offer.replace("\r\n", "|")))?;
        Ok(answer.replace('|', "\r\n"))
    }

    /// How it does.
    pub fn health(&mut self) -> io::Result<String> {
        self.ask("health")
    }

    /// The time it used, in hundredths of a second.
    pub fn cpu_ticks(&self) -> io::Result<u64> {
        let text = std::fs::read_to_string(format!("/proc/{}/stat", self.pid()))?;
        // the name may hold spaces; after it come state and numbers, the 12th and 13th of which are the times
        let rest = text.rsplit_once(')').map_or("", |(_, rest)| rest);
        Ok(rest.split_ascii_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<u64>().ok()).sum())
    }

    /// The memory it holds.
    pub fn memory_kb(&self) -> io::Result<u64> {
        let text = std::fs::read_to_string(format!("/proc/{}/status", self.pid()))?;
        let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        Ok(line.and_then(|line| line.split_ascii_whitespace().next()?.parse().ok()).unwrap_or(0))
    }

    /// Stops it.
    pub fn stop(&mut self) -> io::Result<()> {
        self.asks = None;
        self.child.wait().map(|_| ())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.asks = None;
        // it ends with its input; a node that hangs must not outlive the load
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
