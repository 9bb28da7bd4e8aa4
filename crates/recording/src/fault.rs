//! Why a recording cannot be opened, read or closed.

use std::{fmt, io};

/// What went wrong, for the log of whoever runs the room.
#[derive(Debug)]
pub enum Fault {
    /// The system refused.
    Io(io::Error),
    /// Boxes could not be made or read.
    Boxes(String),
    /// A line of the chain does not follow from the line before it.
    Broken {
        /// The number of the line, from 1.
        line: u64,
    },
    /// The recording was closed; nothing is added to it.
    Closed,
    /// Another process writes here.
    Held,
    /// The folder belongs to another hearing.
    Other(String),
    /// There is no recording.
    Absent,
    /// A setting out of its range.
    Setting(&'static str),
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Io(error) => write!(out, "{error}"),
            Fault::Boxes(what) => write!(out, "mp4: {what}"),
            Fault::Broken { line } => write!(out, "line {line} of the chain is broken"),
            Fault::Closed => out.write_str("the recording is closed"),
            Fault::Held => out.write_str("another process records here"),
            Fault::Other(hearing) => write!(out, "the folder belongs to hearing {hearing}"),
            Fault::Absent => out.write_str("there is no recording here"),
            Fault::Setting(what) => write!(out, "out of range: {what}"),
        }
    }
}

impl std::error::Error for Fault {}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Fault {
        Fault::Io(error)
    }
}

impl From<mp4_atom::Error> for Fault {
    fn from(error: mp4_atom::Error) -> Fault {
        Fault::Boxes(error.to_string())
    }
}
