//! Files on a page, as the page shows them, and as an answer brings them.

use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::gate::escaped;

/// A file that is made here, to be saved under a name (RFC 6266, RFC 8187).
pub fn saved(kind: &'static str, name: &str, bytes: Vec<u8>) -> Response {
    let disposition = format!("attachment; filename*=UTF-8''{}", escaped(name));
    ([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition)], bytes).into_response()
}

/// A file as a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileLine {
    /// Its name.
    pub name: String,
    /// Where it can be opened; empty for nowhere yet.
    pub href: String,
    /// Kind, pages, length; how far it is.
    pub facts: String,
    /// SM3 digest; empty for none yet.
    pub digest: String,
    /// `coming`, `kept` or `refused`.
    pub state: &'static str,
    /// What is wrong with it.
    pub faults: Vec<String>,
    /// Where its removal is sent.
    pub remove: String,
}

/// Files of a draft or a correction, and the form that adds more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilesBlock {
    /// Heading.
    pub title: &'static str,
    /// What may be added.
    pub hint: String,
    /// The token of the forms.
    pub csrf: String,
    /// Where the plain form is sent.
    pub action: String,
    /// Where script sends pieces, and the place it names.
    pub uploads: &'static str,
    /// The place: `draft ID`, or `court CODE stream NUMBER`.
    pub place: String,
    /// For `accept`.
    pub accept: String,
    /// A whole folder may be chosen, as scanners leave them.
    pub folder: bool,
    /// The files.
    pub files: Vec<FileLine>,
    /// How many there are.
    pub count: String,
}
