//! The only place that prints: results to standard output, sentences and progress to standard error.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "this is the command line's output module")]

use std::io::{IsTerminal as _, Write as _};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// Prints a result.
pub fn result(text: &str) {
    let mut out = std::io::stdout().lock();
    // a reader that went away is no fault of ours
    let _ = out.write_all(text.as_bytes());
    if !text.ends_with('\n') {
        let _ = out.write_all(b"\n");
    }
    let _ = out.flush();
}

/// Writes a file's bytes as a result.
pub fn bytes(file: &[u8]) {
    let mut out = std::io::stdout().lock();
    // a reader that went away is no fault of ours
    let _ = out.write_all(file);
    let _ = out.flush();
}

/// Whether results go to a terminal.
pub fn is_terminal() -> bool {
    std::io::stdout().is_terminal()
}

/// Prints a sentence for the person at the terminal.
pub fn say(text: &str) {
    eprintln!("{text}");
}

/// Steps between two lines of a count without an end.
const LINE_EVERY: u64 = 100;

/// A progress bar on a terminal, plain lines elsewhere.
pub struct Bar {
    bar: Option<ProgressBar>,
    total: u64,
    next: u64,
    title: &'static str,
}

impl Bar {
    /// A bar of `total` steps.
    pub fn new(title: &'static str, total: u64) -> Bar {
        let bar = std::io::stderr().is_terminal().then(|| {
            let bar = ProgressBar::new(total);
            if let Ok(style) = ProgressStyle::with_template("{prefix} {bar:36} {percent}% {msg} 剩余 {eta}") {
                bar.set_style(style);
            }
            bar.set_prefix(title);
            bar.enable_steady_tick(Duration::from_millis(200));
            bar
        });
        Bar { bar, total, next: 0, title }
    }

    /// A bar that counts towards a number, or without an end.
    pub fn counting(title: &'static str, total: Option<u64>) -> Bar {
        let Some(total) = total else {
            let bar = std::io::stderr().is_terminal().then(|| {
                let bar = ProgressBar::new_spinner();
                if let Ok(style) = ProgressStyle::with_template("{spinner} {prefix} {pos} 条 {per_sec} {msg}") {
                    bar.set_style(style);
                }
                bar.set_prefix(title);
                bar.enable_steady_tick(Duration::from_millis(200));
                bar
            });
            return Bar { bar, total: 0, next: LINE_EVERY, title };
        };
        Bar::new(title, total)
    }

    /// Moves to a step; `note` says what is being done.
    pub fn at(&mut self, step: u64, note: &str) {
        if let Some(bar) = &self.bar {
            bar.set_position(step);
            bar.set_message(note.to_owned());
        } else if self.total == 0 {
            if step >= self.next {
                say(&format!("{} {step} 条 {note}", self.title));
                self.next = step + LINE_EVERY;
            }
        } else if step * 10 >= self.next * self.total.max(1) {
            say(&format!("{} {:>3}% {note}", self.title, step * 100 / self.total.max(1)));
            self.next = step * 10 / self.total.max(1) + 1;
        }
    }

    /// Takes the bar away.
    pub fn done(self) {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
    }
}
