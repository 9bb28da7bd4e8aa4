//! Bodies that a command and its event share: a piece of evidence, an opinion, a version of the transcript.

use serde::{Deserialize, Serialize};

use super::kinds::{Unfit, View};
use super::seat::{Person, Seat, Side};

/// A piece of evidence (§6). It does not change once shown: a new version is a new piece.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Digest of the file.
    pub digest: String,
    /// Number within the hearing.
    pub id: u16,
    /// Pages.
    pub pages: u16,
    /// Secret or private: not for onlookers, recorded apart.
    pub secret: bool,
    /// Whose evidence it is.
    pub side: Side,
    /// Title.
    pub title: String,
}

/// What a side says of a piece of evidence (§6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opinion {
    /// 真实性.
    pub authentic: View,
    /// The piece.
    pub id: u16,
    /// 合法性.
    pub lawful: View,
    /// 关联性.
    pub relevant: View,
    /// In words; may be empty.
    pub text: String,
}

/// The pages of the transcript that are somebody's own part (witnesses and experts sign only these).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// First page.
    pub from: u16,
    /// Whose.
    pub person: Person,
    /// Last page.
    pub to: u16,
}

/// A version of the transcript (§7).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// Digest of the text.
    pub digest: String,
    /// Number, from 1.
    pub no: u16,
    /// Pages.
    pub pages: u16,
    /// Parts of witnesses and experts.
    pub parts: Vec<Part>,
}

/// Somebody who asks to watch (H-110).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Watcher {
    /// Real name.
    pub label: String,
    /// Number within the hearing; nobody else's.
    pub person: Person,
    /// What for.
    pub purpose: String,
    /// The participant of this hearing who has the same account, if one has (H-111).
    pub same_as: Option<Person>,
    /// Seat: spectator, media or invited.
    pub seat: Seat,
    /// Why unfit to watch, if so.
    pub unfit: Option<Unfit>,
}
