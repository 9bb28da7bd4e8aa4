//! The Merkle tree of one court's log (默克尔树), RFC 6962 section 2.1, grown a leaf at a time.
//!
//! Only the frontier is held: the roots of the perfect subtrees the leaves so far make up.

use law::ids::CourtId;

use crate::digest::{self, Digest};
use crate::proof::{self, NodeSource};

/// Stored levels lie this far apart: nodes of levels 6, 12, 18 … are kept, those between computed.
pub const BAND: u8 = 6;

/// A completed node that is kept beside the entries: the root of 2^`level` leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Node {
    /// The court whose tree it is in.
    pub court: CourtId,
    /// Level above the leaves: 6, 12, 18 …
    pub level: u8,
    /// Place in its level, from 0.
    pub idx: i64,
    /// Its hash.
    pub hash: Digest,
}

/// A log's tree, as far as is needed to go on appending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tree {
    court: CourtId,
    size: i64,
    frontier: Vec<Digest>,
}

impl Tree {
    /// The tree of a log without entries.
    pub const fn new(court: CourtId) -> Tree {
        Tree { court, size: 0, frontier: Vec::new() }
    }

    /// The tree of a stored log of `size` entries.
    ///
    /// # Errors
    /// Whatever the source answers when it lacks a hash.
    pub fn restore<S: NodeSource>(court: CourtId, size: i64, source: &S) -> Result<Tree, S::Error> {
        let frontier = proof::perfect_parts(0..size.max(0))
            .into_iter()
            .map(|part| proof::perfect_root(part, source))
            .collect::<Result<_, _>>()?;
        Ok(Tree { court, size: size.max(0), frontier })
    }

    /// Number of leaves.
    pub const fn size(&self) -> i64 {
        self.size
    }

    /// The court whose log it is.
    pub const fn court(&self) -> CourtId {
        self.court
    }

    /// Appends a leaf; nodes it completes at kept levels are pushed to `completed`.
    pub fn append(&mut self, leaf: Digest, completed: &mut Vec<Node>) {
        let mut hash = leaf;
        let mut idx = self.size;
        let mut level = 0_u8;
        while idx & 1 == 1 {
            let Some(left) = self.frontier.pop() else {
                break;
            };
            hash = digest::node_hash(&left, &hash);
            idx >>= 1;
            level += 1;
            if level.is_multiple_of(BAND) {
                completed.push(Node { court: self.court, level, idx, hash });
            }
        }
        self.frontier.push(hash);
        self.size += 1;
    }

    /// The root over all leaves so far.
    pub fn root(&self) -> Digest {
        proof::fold_right(&self.frontier)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proof::Prefetched;

    #[test]
    fn a_restored_tree_goes_on_as_the_first_would() {
        let mut tree = Tree::new(CourtId(1));
        let mut stored = Prefetched::default();
        let mut completed = Vec::new();
        for n in 0..5000_i64 {
            if n < 200 || n % 487 == 0 || n % 64 < 2 {
                assert_eq!(Tree::restore(CourtId(1), n, &stored).unwrap(), tree, "size {n}");
            }
            let leaf = digest::leaf_hash(&n.to_be_bytes());
            stored.insert(0, n, leaf);
            tree.append(leaf, &mut completed);
            for node in completed.drain(..) {
                stored.insert(node.level, node.idx, node.hash);
            }
        }
    }

    #[test]
    fn nodes_are_kept_at_levels_6_and_12() {
        let mut tree = Tree::new(CourtId(9));
        let mut completed = Vec::new();
        (0..4096_i64).for_each(|n| tree.append(digest::leaf_hash(&n.to_be_bytes()), &mut completed));
        let of_level = |level| completed.iter().filter(|node| node.level == level).count();
        assert_eq!((of_level(6), of_level(12), completed.len()), (64, 1, 65));
        assert_eq!(completed.last().unwrap().hash, tree.root());
        assert!(completed.iter().filter(|node| node.level == 6).map(|node| node.idx).eq(0..64));
    }

    #[test]
    fn an_empty_tree_has_the_hash_of_nothing() {
        assert_eq!(Tree::new(CourtId(1)).root(), digest::sm3(b""));
    }
}
