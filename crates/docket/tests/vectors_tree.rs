//! The tree against RFC 6962 / RFC 9162 (their example of seven leaves) and against a second
//! implementation, `ct-merkle`, in the same digest.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // a test may panic

use ct_merkle::mem_backed_tree::MemoryBackedTree;
use docket::digest::{Digest, empty_root, leaf_hash, node_hash};
use docket::proof::{self, ConsistencyProof, InclusionProof, Prefetched};
use docket::tree::{Node, Tree};
use law::ids::CourtId;
use proptest::prelude::*;
use sm3::Sm3;

type Second = MemoryBackedTree<Sm3, Vec<u8>>;

fn data(n: i64) -> Vec<u8> {
    format!("entry {n}").into_bytes()
}

/// Both trees over the same leaves, and the roots of ours at every size.
struct Pair {
    stored: Prefetched,
    roots: Vec<Digest>,
    second: Second,
}

impl Pair {
    fn new(size: i64) -> Pair {
        let mut tree = Tree::new(CourtId(1));
        let mut pair = Pair { stored: Prefetched::default(), roots: vec![tree.root()], second: Second::new() };
        let mut nodes: Vec<Node> = Vec::new();
        for n in 0..size {
            let leaf = leaf_hash(&data(n));
            tree.append(leaf, &mut nodes);
            pair.stored.insert(0, n, leaf);
            nodes.drain(..).for_each(|node| pair.stored.insert(node.level, node.idx, node.hash));
            pair.roots.push(tree.root());
            pair.second.push(data(n));
        }
        pair
    }

    fn root(&self, size: i64) -> Digest {
        self.roots[usize::try_from(size).unwrap()]
    }

    fn inclusion(&self, index: i64, size: i64) -> InclusionProof {
        proof::inclusion(index, size, &self.stored).unwrap().unwrap()
    }

    fn consistency(&self, from: i64, to: i64) -> ConsistencyProof {
        proof::consistency(from, to, &self.stored).unwrap().unwrap()
    }

    fn check_inclusion(&self, index: i64, size: i64) {
        let proof = self.inclusion(index, size);
        assert!(proof.verify(&leaf_hash(&data(index)), &self.root(size)), "{index} in {size}");
        assert!(!proof.verify(&leaf_hash(&data(index + 1)), &self.root(size)), "{index} in {size}");
    }

    fn check_consistency(&self, from: i64, to: i64) {
        let proof = self.consistency(from, to);
        assert!(proof.verify(&self.root(from), &self.root(to)), "{from} to {to}");
        assert!(!proof.verify(&self.root(from), &leaf_hash(b"")), "{from} to {to}");
        assert!(!proof.verify(&leaf_hash(b""), &self.root(to)), "{from} to {to}");
    }
}

/// The names RFC 9162 section 2.1.5 gives the nodes of its tree of seven leaves.
struct Seven {
    leaves: [Digest; 7],
    pairs: [Digest; 3],
    k: Digest,
    l: Digest,
    root: Digest,
}

fn seven() -> Seven {
    let leaves: [Digest; 7] = std::array::from_fn(|n| leaf_hash(&data(i64::try_from(n).unwrap())));
    let [a, b, c, d, e, f, j] = leaves;
    let pairs = [node_hash(&a, &b), node_hash(&c, &d), node_hash(&e, &f)];
    let k = node_hash(&pairs[0], &pairs[1]);
    let l = node_hash(&pairs[2], &j);
    Seven { leaves, pairs, k, l, root: node_hash(&k, &l) }
}

#[test]
fn rfc_9162_2_1_5_the_tree_of_seven_leaves() {
    let pair = Pair::new(7);
    let Seven { leaves: [a, b, c, d, _, f, j], pairs: [g, h, i], k, l, root } = seven();
    assert_eq!(pair.root(7), root);
    assert_eq!(pair.inclusion(0, 7).path, [b, h, l]);
    assert_eq!(pair.inclusion(3, 7).path, [c, g, l]);
    assert_eq!(pair.inclusion(4, 7).path, [f, j, k]);
    assert_eq!(pair.inclusion(6, 7).path, [i, k]);
    assert_eq!(pair.consistency(3, 7).path, [c, d, g, l]);
    assert_eq!(pair.consistency(4, 7).path, [l]);
    assert_eq!(pair.consistency(6, 7).path, [i, j, k]);
    assert_eq!(pair.root(3), node_hash(&g, &c));
    assert_eq!(pair.root(4), k);
    assert_eq!(pair.root(2), node_hash(&a, &b));
}

#[test]
fn rfc_9162_2_1_3_path_lengths_of_sizes_1_to_8() {
    let table: [&[usize]; 8] = [
        &[0],
        &[1, 1],
        &[2, 2, 1],
        &[2, 2, 2, 2],
        &[3, 3, 3, 3, 1],
        &[3, 3, 3, 3, 2, 2],
        &[3, 3, 3, 3, 3, 3, 2],
        &[3; 8],
    ];
    let pair = Pair::new(8);
    for (size, lengths) in (1..).zip(table) {
        let ours: Vec<usize> = (0..size).map(|n| pair.inclusion(n, size).path.len()).collect();
        assert_eq!(ours, lengths, "size {size}");
    }
}

#[test]
fn a_proof_holds_for_its_own_sizes_only() {
    let pair = Pair::new(8);
    let whole = pair.consistency(4, 8);
    for (from_size, to_size) in [(4, 16), (2, 8), (8, 8), (8, 4), (0, 8), (-4, 8)] {
        let wrong = ConsistencyProof { from_size, to_size, ..whole.clone() };
        assert!(!wrong.verify(&pair.root(4), &pair.root(8)), "{from_size} to {to_size}");
    }
    let whole = pair.inclusion(2, 8);
    for (index, size) in [(2, 16), (2, 4), (3, 8), (10, 16), (2, 2), (-1, 8)] {
        let wrong = InclusionProof { index, size, ..whole.clone() };
        assert!(!wrong.verify(&leaf_hash(&data(2)), &pair.root(8)), "{index} in {size}");
    }
}

#[test]
fn what_is_in_no_tree_has_no_proof() {
    let pair = Pair::new(8);
    for (index, size) in [(-1, 8), (8, 8), (0, 0), (0, -1)] {
        assert_eq!(proof::inclusion(index, size, &pair.stored).unwrap(), None);
    }
    for (from, to) in [(-1, 8), (5, 4)] {
        assert_eq!(proof::consistency(from, to, &pair.stored).unwrap(), None);
    }
    assert!(proof::inclusion(3, 9, &pair.stored).is_err(), "a leaf that is not stored");
    assert!(pair.consistency(0, 8).path.is_empty() && pair.consistency(8, 8).path.is_empty());
    assert!(ConsistencyProof { from_size: 0, to_size: 8, path: vec![] }.verify(&empty_root(), &pair.root(8)));
}

#[test]
fn roots_and_proofs_equal_the_second_implementation_for_sizes_up_to_300() {
    let full = Pair::new(300);
    let mut second = Second::new();
    for size in 0..=300_i64 {
        assert_eq!(full.root(size)[..], second.root().as_bytes()[..], "size {size}");
        let step = usize::try_from(1 + size / 64).unwrap();
        for index in (0..size).step_by(step) {
            let theirs = second.prove_inclusion(usize::try_from(index).unwrap());
            assert_eq!(full.inclusion(index, size).path.concat(), theirs.as_bytes());
            full.check_inclusion(index, size);
        }
        for from in (1..=size).step_by(step) {
            let theirs = second.prove_consistency(usize::try_from(size - from).unwrap());
            assert_eq!(full.consistency(from, size).path.concat(), theirs.as_bytes(), "{from} to {size}");
            full.check_consistency(from, size);
        }
        second.push(data(size));
    }
}

#[test]
fn larger_trees_equal_the_second_implementation() {
    for size in [4095_i64, 4096, 4097, 5000, 9001] {
        let pair = Pair::new(size);
        assert_eq!(pair.root(size)[..], pair.second.root().as_bytes()[..]);
        for index in (0..size).step_by(97).chain([size - 1]) {
            let theirs = pair.second.prove_inclusion(usize::try_from(index).unwrap());
            assert_eq!(pair.inclusion(index, size).path.concat(), theirs.as_bytes());
            pair.check_inclusion(index, size);
            let theirs = pair.second.prove_consistency(usize::try_from(size - index - 1).unwrap());
            assert_eq!(pair.consistency(index + 1, size).path.concat(), theirs.as_bytes());
            pair.check_consistency(index + 1, size);
        }
    }
}

#[test]
fn the_spans_name_all_that_is_read_and_little_more() {
    let size = 9001;
    let pair = Pair::new(size);
    let keep = |spans: Vec<proof::Span>| {
        let mut kept = Prefetched::default();
        for span in &spans {
            assert!(span.to - span.from <= 128, "{span:?}");
            for idx in span.from..span.to {
                let one = idx..idx + 1;
                let hash = match span.level {
                    0 => proof::NodeSource::leaves(&pair.stored, one),
                    level => proof::NodeSource::nodes(&pair.stored, level, one),
                };
                kept.insert(span.level, idx, hash.unwrap()[0]);
            }
        }
        assert!(spans.len() <= 9, "{spans:?}");
        kept
    };
    for index in (0..size).step_by(61) {
        let kept = keep(proof::inclusion_spans(index, size));
        assert_eq!(proof::inclusion(index, size, &kept).unwrap(), Some(pair.inclusion(index, size)));
        let kept = keep(proof::consistency_spans(index, size));
        assert_eq!(proof::consistency(index, size, &kept).unwrap(), Some(pair.consistency(index, size)));
        let kept = keep(proof::frontier_spans(index));
        assert_eq!(proof::root(index, &kept).unwrap(), pair.root(index));
        assert_eq!(Tree::restore(CourtId(1), index, &kept).unwrap().root(), pair.root(index));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn a_proof_altered_anywhere_fails(size in 2_i64..400, pick in any::<u32>(), byte in 0_usize..32) {
        let pair = Pair::new(size);
        let index = i64::from(pick) % size;
        let proof = pair.inclusion(index, size);
        let (leaf, root) = (leaf_hash(&data(index)), pair.root(size));
        for place in 0..proof.path.len() {
            let mut wrong = proof.clone();
            wrong.path[place][byte] ^= 1;
            prop_assert!(!wrong.verify(&leaf, &root));
            let mut short = proof.clone();
            short.path.remove(place);
            prop_assert!(!short.verify(&leaf, &root));
        }
        let mut long = proof.clone();
        long.path.push(root);
        prop_assert!(!long.verify(&leaf, &root));
        let from = index.max(1);
        let proof = pair.consistency(from, size);
        prop_assert!(proof.verify(&pair.root(from), &root));
        for place in 0..proof.path.len() {
            let mut wrong = proof.clone();
            wrong.path[place][byte] ^= 1;
            prop_assert!(!wrong.verify(&pair.root(from), &root));
        }
    }
}
