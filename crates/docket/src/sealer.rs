//! The one place where an act becomes an entry of a court's log. Stores nothing, reads no clock.

use std::mem;

use law::day::Moment;
use law::ids::{CourtId, Stream};

use crate::digest;
use crate::entry::{self, Draft, Entry};
use crate::head::Head;
use crate::key::{CourtKey, KeyFault};
use crate::tree::{Node, Tree};

/// Seals the acts of one court, one after the other.
#[derive(Debug, Clone)]
pub struct Sealer {
    code: String,
    tree: Tree,
    key: CourtKey,
    completed: Vec<Node>,
    buffer: Vec<u8>,
}

impl Sealer {
    /// A sealer that goes on after the entries in `tree`, for the court with this code (`辽0102`).
    pub fn new(code: impl Into<String>, tree: Tree, key: CourtKey) -> Sealer {
        Sealer { code: code.into(), tree, key, completed: Vec::new(), buffer: Vec::new() }
    }

    /// The court.
    pub const fn court(&self) -> CourtId {
        self.tree.court()
    }

    /// The court's code.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The court's key.
    pub const fn key(&self) -> &CourtKey {
        &self.key
    }

    /// Entries sealed so far, those before this sealer among them.
    pub const fn size(&self) -> i64 {
        self.tree.size()
    }

    /// The position the next entry gets: also the stream of an act that opens a matter.
    pub const fn next_position(&self) -> i64 {
        self.tree.size() + 1
    }

    /// Root of the log as it stands.
    pub fn root(&self) -> crate::digest::Digest {
        self.tree.root()
    }

    /// Seals an act: gives it its position and leaf and extends the tree.
    ///
    /// The draft's body must be canonical JSON, as the law's own events write it; a body from
    /// outside is checked with [`crate::canonical::is_canonical_object`] before.
    pub fn seal(&mut self, draft: Draft) -> Entry {
        let position = self.next_position();
        let mut entry = Entry {
            court: self.court(),
            position,
            stream: draft.stream.unwrap_or(Stream(position)),
            version: draft.version,
            kind: draft.kind,
            occurred_at: draft.occurred_at,
            recorded_at: draft.recorded_at,
            actor: draft.actor,
            on_behalf_of: draft.on_behalf_of,
            body: draft.body,
            leaf: [0; 32],
        };
        self.buffer.clear();
        entry::preimage(&entry, &self.code, &mut self.buffer);
        entry.leaf = digest::leaf_hash(&self.buffer);
        self.tree.append(entry.leaf, &mut self.completed);
        entry
    }

    /// Nodes completed since they were last taken; they are stored with the entries.
    pub fn take_nodes(&mut self) -> Vec<Node> {
        mem::take(&mut self.completed)
    }

    /// Moves the nodes completed since they were last taken to the end of `nodes`.
    pub fn drain_nodes(&mut self, nodes: &mut Vec<Node>) {
        nodes.append(&mut self.completed);
    }

    /// The signed head of the log as it stands.
    ///
    /// # Errors
    /// [`KeyFault::Sign`], in one case in 2^250.
    pub fn head(&self, signed_at: Moment) -> Result<Head, KeyFault> {
        Head::sign(self.court(), &self.code, self.size(), self.tree.root(), signed_at, &self.key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(stream: Option<Stream>, version: i32) -> Draft {
        Draft {
            stream,
            version,
            kind: "case.accepted.v1".into(),
            occurred_at: Moment(1),
            recorded_at: Moment(2),
            actor: "clerk:1".into(),
            on_behalf_of: None,
            body: "{}".into(),
        }
    }

    #[test]
    fn positions_count_up_and_an_opening_act_names_its_stream() {
        let key = CourtKey::from_seed(b"court");
        let mut sealer = Sealer::new("辽01", Tree::new(CourtId(4)), key.clone());
        let first = sealer.seal(draft(None, 1));
        let second = sealer.seal(draft(None, 1));
        let third = sealer.seal(draft(Some(first.stream), 2));
        assert_eq!([first.position, second.position, third.position], [1, 2, 3]);
        assert_eq!([first.stream, second.stream, third.stream], [Stream(1), Stream(2), Stream(1)]);
        assert_eq!(third.leaf, third.computed_leaf("辽01", &mut Vec::new()));
        let head = sealer.head(Moment(9)).unwrap();
        assert_eq!((head.court, head.size), (CourtId(4), 3));
        assert!(head.verify("辽01", key.public()));
        let left = digest::node_hash(&first.leaf, &second.leaf);
        assert_eq!(head.root, digest::node_hash(&left, &third.leaf));
    }

    #[test]
    fn completed_nodes_are_handed_over_once() {
        let mut sealer = Sealer::new("辽01", Tree::new(CourtId(4)), CourtKey::from_seed(b"court"));
        (0..130).for_each(|_| drop(sealer.seal(draft(None, 1))));
        let mut nodes = sealer.take_nodes();
        assert_eq!(nodes.iter().map(|node| (node.level, node.idx)).collect::<Vec<_>>(), [(6, 0), (6, 1)]);
        (0..62).for_each(|_| drop(sealer.seal(draft(None, 1))));
        sealer.drain_nodes(&mut nodes);
        assert_eq!(nodes.len(), 3);
        assert!(sealer.take_nodes().is_empty());
    }
}
