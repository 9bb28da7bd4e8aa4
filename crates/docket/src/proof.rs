//! Inclusion and consistency proofs (RFC 9162 sections 2.1.3 and 2.1.4): made from stored hashes,
//! checked from nothing but the proof.
//!
//! Nothing here waits for a database: [`inclusion_spans`] and [`consistency_spans`] tell which
//! hashes a proof reads, so that storage can fetch them into [`Prefetched`] first.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

use crate::digest::{self, Digest};
use crate::tree::BAND;

/// Where the hashes a proof is made of come from.
pub trait NodeSource {
    /// What it answers when it lacks a hash.
    type Error;
    /// Leaf hashes of the entries with these indices (position − 1).
    fn leaves(&self, range: Range<i64>) -> Result<Vec<Digest>, Self::Error>;
    /// Hashes of completed nodes of a kept level.
    fn nodes(&self, level: u8, range: Range<i64>) -> Result<Vec<Digest>, Self::Error>;
}

/// Hashes read in one go: leaves when `level` is 0, else nodes of that kept level.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// 0, 6, 12, 18 …
    pub level: u8,
    /// First index.
    pub from: i64,
    /// Index after the last.
    pub to: i64,
}

/// Proof that a leaf is in a tree (包含证明).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InclusionProof {
    /// Index of the leaf, from 0.
    pub index: i64,
    /// Size of the tree.
    pub size: i64,
    /// Sibling hashes from the leaf upwards.
    pub path: Vec<Digest>,
}

/// Proof that a tree only grew (一致性证明).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsistencyProof {
    /// Size of the earlier tree.
    pub from_size: i64,
    /// Size of the later tree.
    pub to_size: i64,
    /// Hashes as RFC 9162 orders them.
    pub path: Vec<Digest>,
}

/// Proof about a tree of `size` that the leaf `index` is in it; `Ok(None)` if there is no such leaf.
///
/// # Errors
/// Whatever the source answers when it lacks a hash.
pub fn inclusion<S: NodeSource>(index: i64, size: i64, source: &S) -> Result<Option<InclusionProof>, S::Error> {
    let Some(ranges) = inclusion_ranges(index, size) else {
        return Ok(None);
    };
    let path = ranges.into_iter().map(|range| range_root(range, source)).collect::<Result<_, _>>()?;
    Ok(Some(InclusionProof { index, size, path }))
}

/// Proof that the tree of `to_size` continues that of `from_size`; `Ok(None)` if it cannot.
///
/// # Errors
/// Whatever the source answers when it lacks a hash.
pub fn consistency<S: NodeSource>(
    from_size: i64,
    to_size: i64,
    source: &S,
) -> Result<Option<ConsistencyProof>, S::Error> {
    let Some(ranges) = consistency_ranges(from_size, to_size) else {
        return Ok(None);
    };
    let path = ranges.into_iter().map(|range| range_root(range, source)).collect::<Result<_, _>>()?;
    Ok(Some(ConsistencyProof { from_size, to_size, path }))
}

/// Root over the first `size` leaves.
///
/// # Errors
/// Whatever the source answers when it lacks a hash.
pub fn root<S: NodeSource>(size: i64, source: &S) -> Result<Digest, S::Error> {
    range_root(0..size.max(0), source)
}

/// What [`inclusion`] will read.
pub fn inclusion_spans(index: i64, size: i64) -> Vec<Span> {
    spans(inclusion_ranges(index, size).unwrap_or_default())
}

/// What [`consistency`] will read.
pub fn consistency_spans(from_size: i64, to_size: i64) -> Vec<Span> {
    spans(consistency_ranges(from_size, to_size).unwrap_or_default())
}

/// What [`root`] and [`crate::tree::Tree::restore`] will read.
pub fn frontier_spans(size: i64) -> Vec<Span> {
    spans(std::iter::once(0..size.max(0)).collect())
}

/// Leaf ranges whose roots make up the path, RFC 9162 section 2.1.3.1, leaf upwards.
fn inclusion_ranges(index: i64, size: i64) -> Option<Vec<Range<i64>>> {
    if index < 0 || index >= size {
        return None;
    }
    let mut ranges = Vec::new();
    let (mut start, mut end) = (0, size);
    while end - start > 1 {
        let middle = start + split(end - start);
        if index < middle {
            ranges.push(middle..end);
            end = middle;
        } else {
            ranges.push(start..middle);
            start = middle;
        }
    }
    ranges.reverse();
    Some(ranges)
}

/// Leaf ranges whose roots make up the path, RFC 9162 section 2.1.4.1.
fn consistency_ranges(from_size: i64, to_size: i64) -> Option<Vec<Range<i64>>> {
    if from_size < 0 || from_size > to_size {
        return None;
    }
    let mut ranges = Vec::new();
    let (mut start, mut end) = (0, to_size);
    while from_size > 0 && from_size < end {
        let middle = start + split(end - start);
        if from_size <= middle {
            ranges.push(middle..end);
            end = middle;
        } else {
            ranges.push(start..middle);
            start = middle;
        }
    }
    if start > 0 {
        ranges.push(start..end);
    }
    ranges.reverse();
    Some(ranges)
}

/// Largest power of two smaller than `n`, for `n` of at least 2.
fn split(n: i64) -> i64 {
    let mut k = 1_i64;
    while k < n - k {
        k <<= 1;
    }
    k
}

/// A perfect subtree: the leaves `idx·2^level .. (idx+1)·2^level`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Perfect {
    level: u8,
    idx: i64,
}

impl Perfect {
    fn span(self) -> Span {
        let above = self.level % BAND;
        Span { level: self.level - above, from: self.idx << above, to: (self.idx + 1) << above }
    }
}

/// Perfect subtrees of a range that begins where one of its greatest size may begin, left to right.
pub(crate) fn perfect_parts(range: Range<i64>) -> Vec<Perfect> {
    let length = range.end - range.start;
    let mut start = range.start;
    let mut parts = Vec::new();
    for level in (0..63_u8).rev() {
        if (length >> level) & 1 == 1 {
            parts.push(Perfect { level, idx: start >> level });
            start += 1_i64 << level;
        }
    }
    parts
}

/// Root of a perfect subtree, folded up from the kept level below it.
pub(crate) fn perfect_root<S: NodeSource>(part: Perfect, source: &S) -> Result<Digest, S::Error> {
    let span = part.span();
    let mut hashes = match span.level {
        0 => source.leaves(span.from..span.to)?,
        level => source.nodes(level, span.from..span.to)?,
    };
    while hashes.len() > 1 {
        let (pairs, _) = hashes.as_chunks::<2>();
        hashes = pairs.iter().map(|[left, right]| digest::node_hash(left, right)).collect();
    }
    Ok(fold_right(&hashes))
}

fn range_root<S: NodeSource>(range: Range<i64>, source: &S) -> Result<Digest, S::Error> {
    let parts: Vec<Digest> =
        perfect_parts(range).into_iter().map(|part| perfect_root(part, source)).collect::<Result<_, _>>()?;
    Ok(fold_right(&parts))
}

/// Root over subtrees given from the largest, at the left, to the smallest.
pub(crate) fn fold_right(parts: &[Digest]) -> Digest {
    let mut rest = parts.iter().rev();
    let Some(last) = rest.next() else {
        return digest::empty_root();
    };
    rest.fold(*last, |root, left| digest::node_hash(left, &root))
}

/// Ranges as reads: by level, those that lie within a band of each other in one.
fn spans(ranges: Vec<Range<i64>>) -> Vec<Span> {
    let mut reads: Vec<Span> = ranges.into_iter().flat_map(perfect_parts).map(Perfect::span).collect();
    reads.sort();
    let mut merged: Vec<Span> = Vec::new();
    for read in reads {
        match merged.last_mut() {
            Some(last) if last.level == read.level && read.from - last.to <= 1 => {
                last.to = last.to.max(read.to);
            }
            _ => merged.push(read),
        }
    }
    merged
}

impl InclusionProof {
    /// Whether the proof leads from the leaf to the root (RFC 9162 section 2.1.3.2).
    pub fn verify(&self, leaf: &Digest, root: &Digest) -> bool {
        if self.index < 0 || self.index >= self.size {
            return false;
        }
        let mut walk = Walk { node: self.index, last: self.size - 1 };
        let mut hash = *leaf;
        for sibling in &self.path {
            if walk.last == 0 {
                return false;
            }
            hash = match walk.step() {
                Side::Left => digest::node_hash(sibling, &hash),
                Side::Right => digest::node_hash(&hash, sibling),
            };
        }
        walk.last == 0 && hash == *root
    }
}

impl ConsistencyProof {
    /// Whether the tree with the root `to` continues the one with the root `from`
    /// (RFC 9162 section 2.1.4.2).
    pub fn verify(&self, from: &Digest, to: &Digest) -> bool {
        if self.from_size < 0 || self.from_size > self.to_size {
            return false;
        }
        if self.from_size == self.to_size {
            return self.path.is_empty() && from == to;
        }
        if self.from_size == 0 {
            return self.path.is_empty() && *from == digest::empty_root();
        }
        let mut path = self.path.iter();
        let whole = self.from_size & (self.from_size - 1) == 0;
        let Some(first) = (if whole { Some(from) } else { path.next() }) else {
            return false;
        };
        let skip = (self.from_size - 1).trailing_ones();
        let mut walk = Walk { node: (self.from_size - 1) >> skip, last: (self.to_size - 1) >> skip };
        let (mut old, mut new) = (*first, *first);
        for sibling in path {
            if walk.last == 0 {
                return false;
            }
            match walk.step() {
                Side::Left => {
                    old = digest::node_hash(sibling, &old);
                    new = digest::node_hash(sibling, &new);
                }
                Side::Right => new = digest::node_hash(&new, sibling),
            }
        }
        walk.last == 0 && old == *from && new == *to
    }
}

enum Side {
    Left,
    Right,
}

/// The climb of RFC 9162's verification: a node and the last node of its level.
struct Walk {
    node: i64,
    last: i64,
}

impl Walk {
    /// On which side the next sibling stands; goes up past it.
    fn step(&mut self) -> Side {
        let side = if self.node & 1 == 1 || self.node == self.last {
            while self.node & 1 == 0 && self.node != 0 {
                self.up();
            }
            Side::Left
        } else {
            Side::Right
        };
        self.up();
        side
    }

    const fn up(&mut self) {
        self.node >>= 1;
        self.last >>= 1;
    }
}

/// Hashes fetched beforehand.
#[derive(Debug, Clone, Default)]
pub struct Prefetched {
    hashes: BTreeMap<(u8, i64), Digest>,
}

/// A hash the proof needs is not stored: the log is shorter or damaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MissingHash {
    /// 0 for a leaf, else the level of the node.
    pub level: u8,
    /// Its index.
    pub idx: i64,
}

impl fmt::Display for MissingHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "日志缺少第 {} 层第 {} 个杂凑值", self.level, self.idx)
    }
}

impl std::error::Error for MissingHash {}

impl Prefetched {
    /// Adds a leaf hash (level 0) or a node's.
    pub fn insert(&mut self, level: u8, idx: i64, hash: Digest) {
        self.hashes.insert((level, idx), hash);
    }

    fn read(&self, level: u8, range: Range<i64>) -> Result<Vec<Digest>, MissingHash> {
        let find = |idx| self.hashes.get(&(level, idx)).copied().ok_or(MissingHash { level, idx });
        range.map(find).collect()
    }
}

impl NodeSource for Prefetched {
    type Error = MissingHash;
    fn leaves(&self, range: Range<i64>) -> Result<Vec<Digest>, MissingHash> {
        self.read(0, range)
    }
    fn nodes(&self, level: u8, range: Range<i64>) -> Result<Vec<Digest>, MissingHash> {
        self.read(level, range)
    }
}
