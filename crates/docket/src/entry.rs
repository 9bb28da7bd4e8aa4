//! Entries (案卷日志条目) and the text whose hash is their leaf. Nothing is stored or sealed here.

use std::borrow::Cow;

use law::day::Moment;
use law::ids::{CourtId, Stream};

use crate::canonical::{write_int, write_string};
use crate::digest::{self, Digest};

/// An act not yet sealed: it has no position and no leaf.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The matter it belongs to; `None` opens a new one at the entry's own position.
    pub stream: Option<Stream>,
    /// Place of the entry in its stream, from 1.
    pub version: i32,
    /// Kind and version of the body, as `case.accepted.v1`.
    pub kind: Cow<'static, str>,
    /// When the act happened.
    pub occurred_at: Moment,
    /// When it was entered.
    pub recorded_at: Moment,
    /// Who acted, as the office names them.
    pub actor: Cow<'static, str>,
    /// For whom, where the actor stands in for another (代理).
    pub on_behalf_of: Option<String>,
    /// Body: a JSON object in canonical form.
    pub body: String,
}

/// A sealed act in a court's log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The court whose log it is in.
    pub court: CourtId,
    /// Place in the log, from 1; the leaf index is one less.
    pub position: i64,
    /// The matter it belongs to: the position of the entry that opened it.
    pub stream: Stream,
    /// Place of the entry in its stream, from 1.
    pub version: i32,
    /// Kind and version of the body, as `case.accepted.v1`.
    pub kind: Cow<'static, str>,
    /// When the act happened.
    pub occurred_at: Moment,
    /// When it was entered.
    pub recorded_at: Moment,
    /// Who acted, as the office names them.
    pub actor: Cow<'static, str>,
    /// For whom, where the actor stands in for another (代理).
    pub on_behalf_of: Option<String>,
    /// Body: a JSON object in canonical form.
    pub body: String,
    /// Hash of the entry's text, see [`preimage`].
    pub leaf: Digest,
}

impl Entry {
    /// The leaf the entry's own fields give; differs from `leaf` if the entry was altered.
    ///
    /// `buffer` is scratch space, so that a run over a log allocates once.
    pub fn computed_leaf(&self, court_code: &str, buffer: &mut Vec<u8>) -> Digest {
        buffer.clear();
        preimage(self, court_code, buffer);
        digest::leaf_hash(buffer)
    }
}

/// Appends the text that is hashed into the leaf: the canonical JSON (RFC 8785) of an object
/// with the entry's fields, `court` being the code (`辽0102`) and moments milliseconds.
///
/// The body is copied as it stands: it must be canonical already.
pub fn preimage(entry: &Entry, court_code: &str, out: &mut Vec<u8>) {
    out.reserve(entry.body.len().saturating_add(256));
    out.extend_from_slice(br#"{"actor":"#);
    write_string(out, &entry.actor);
    out.extend_from_slice(br#","body":"#);
    out.extend_from_slice(entry.body.as_bytes());
    out.extend_from_slice(br#","court":"#);
    write_string(out, court_code);
    out.extend_from_slice(br#","kind":"#);
    write_string(out, &entry.kind);
    out.extend_from_slice(br#","occurred_at":"#);
    write_int(out, entry.occurred_at.0);
    out.extend_from_slice(br#","on_behalf_of":"#);
    match &entry.on_behalf_of {
        Some(who) => write_string(out, who),
        None => out.extend_from_slice(b"null"),
    }
    out.extend_from_slice(br#","position":"#);
    write_int(out, entry.position);
    out.extend_from_slice(br#","recorded_at":"#);
    write_int(out, entry.recorded_at.0);
    out.extend_from_slice(br#","stream":"#);
    write_int(out, entry.stream.0);
    out.extend_from_slice(br#","version":"#);
    write_int(out, i64::from(entry.version));
    out.push(b'}');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canonical::MAX_EXACT;
    use proptest::prelude::*;
    use serde_json::json;

    fn entry() -> Entry {
        Entry {
            court: CourtId(3),
            position: 7,
            stream: Stream(5),
            version: 2,
            kind: "case.accepted.v1".into(),
            occurred_at: Moment(1_577_840_400_000),
            recorded_at: Moment(1_577_840_460_000),
            actor: "clerk:12".into(),
            on_behalf_of: None,
            body: r#"{"serial":1}"#.into(),
            leaf: [0; 32],
        }
    }

    #[test]
    fn the_text_is_what_the_format_says() {
        let mut out = Vec::new();
        preimage(&entry(), "辽0102", &mut out);
        assert_eq!(
            String::from_utf8(out).unwrap(),
            r#"{"actor":"clerk:12","body":{"serial":1},"court":"辽0102","kind":"case.accepted.v1","occurred_at":1577840400000,"on_behalf_of":null,"position":7,"recorded_at":1577840460000,"stream":5,"version":2}"#
        );
    }

    #[test]
    fn every_field_moves_the_leaf() {
        let mut buffer = Vec::new();
        let base = entry();
        let leaf = base.computed_leaf("辽0102", &mut buffer);
        assert_eq!(leaf, base.computed_leaf("辽0102", &mut buffer));
        assert_ne!(leaf, base.computed_leaf("辽0103", &mut buffer));
        let changed = [
            Entry { position: 8, ..base.clone() },
            Entry { stream: Stream(6), ..base.clone() },
            Entry { version: 3, ..base.clone() },
            Entry { kind: "case.accepted.v2".into(), ..base.clone() },
            Entry { occurred_at: Moment(0), ..base.clone() },
            Entry { recorded_at: Moment(0), ..base.clone() },
            Entry { actor: "clerk:13".into(), ..base.clone() },
            Entry { on_behalf_of: Some(String::new()), ..base.clone() },
            Entry { body: r#"{"serial":2}"#.into(), ..base.clone() },
        ];
        for other in changed {
            assert_ne!(leaf, other.computed_leaf("辽0102", &mut buffer), "{other:?}");
        }
    }

    proptest! {
        #[test]
        fn the_text_is_canonical_json(
            actor in any::<String>(), kind in any::<String>(), code in any::<String>(),
            other in proptest::option::of(any::<String>()), word in any::<String>(),
            numbers in proptest::array::uniform4(-MAX_EXACT..=MAX_EXACT), version in any::<i32>(),
        ) {
            let [position, stream, occurred, recorded] = numbers;
            let body = json!({ "word": word, "n": position, "a": [null, true, { "z": 1, "é": 2 }] });
            let object = json!({
                "actor": actor, "body": body, "court": code, "kind": kind, "occurred_at": occurred,
                "on_behalf_of": other, "position": position, "recorded_at": recorded,
                "stream": stream, "version": version,
            });
            let entry = Entry {
                position, stream: Stream(stream), version, kind: kind.into(),
                occurred_at: Moment(occurred), recorded_at: Moment(recorded),
                actor: actor.into(), on_behalf_of: other,
                body: serde_json_canonicalizer::to_string(&body).unwrap(), ..entry()
            };
            let mut out = Vec::new();
            preimage(&entry, &code, &mut out);
            prop_assert_eq!(String::from_utf8(out).unwrap(), serde_json_canonicalizer::to_string(&object).unwrap());
        }
    }
}
