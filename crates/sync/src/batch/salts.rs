//! Salts that need not be sent one by one.
//!
//! A device draws one seed for [`SPAN`] operations and derives their salts as the leaves of a tree: each seed gives two, and
//! none can be computed from what it gave. A batch carries the few seeds that cover just its own operations. Where one of
//! them was erased, or was salted otherwise, the others' salts are carried one by one, and the seed is gone: what was
//! erased cannot be guessed from what is left.

use super::numbers::Reader;
use crate::{
    Malformed,
    op::{Content, Op},
};

/// How many operations of a replica share a seed.
pub const SPAN: i64 = 1 << DEPTH;
const DEPTH: u32 = 10;

/// The seed of a span, a node below it, or a salt.
pub type Seed = [u8; 16];

/// Returns the salt of an operation, from the seed of its span: the operations whose numbers divided by [`SPAN`] are the
/// same.
#[must_use]
pub fn salt(seed: &Seed, ctr: i64) -> Seed {
    descend(seed, ctr, DEPTH, 0)
}

/// Returns the node at a height that leads to an operation.
#[cfg(test)]
pub(super) fn node(seed: &Seed, ctr: i64, height: u32) -> Seed {
    descend(seed, ctr, DEPTH, height)
}

/// Goes down from a node at one height to the one at another that leads to an operation.
fn descend(seed: &Seed, ctr: i64, from: u32, to: u32) -> Seed {
    (to..from).rev().fold(*seed, |seed, height| child(&seed, (ctr >> height & 1) as u8))
}

fn child(seed: &Seed, side: u8) -> Seed {
    let mut bytes = [0; 16];
    blake3::Hasher::new().update(b"salt").update(seed).update(&[side]).finalize_xof().fill(&mut bytes);
    bytes
}

/// The operations that one node covers: `2 ^ height` of them from `first` on.
#[derive(Clone, Copy)]
struct Node {
    first: i64,
    height: u32,
}

/// Returns the fewest nodes that cover a run of operations and nothing else.
fn cover(first: i64, count: usize) -> impl Iterator<Item = Node> {
    let end = first + count as i64;
    let mut at = first;
    std::iter::from_fn(move || {
        let left = end - at;
        (left > 0).then(|| {
            let height = at.trailing_zeros().min(left.ilog2()).min(DEPTH);
            let node = Node { first: at, height };
            at += 1 << height;
            node
        })
    })
}

impl Node {
    fn salts(self, seed: &Seed) -> Vec<Seed> {
        let mut salts = vec![*seed];
        for _ in 0..self.height {
            salts = salts.iter().flat_map(|seed| [child(seed, 0), child(seed, 1)]).collect();
        }
        salts
    }

    fn of(self, ops: &[Op], first: i64) -> &[Op] {
        let start = (self.first - first) as usize;
        &ops[start..start + (1 << self.height)]
    }
}

/// Writes the salts of a run of operations. `seeds` knows the seeds of spans.
pub(super) fn put(out: &mut Vec<u8>, ops: &[Op], seeds: &dyn Fn(i64) -> Option<Seed>) {
    let first = ops[0].reference.ctr;
    let nodes: Vec<_> = cover(first, ops.len())
        .map(|node| {
            let span = seeds(node.first / SPAN);
            let seed = span.map(|span| descend(&span, node.first, DEPTH, node.height));
            (node, seed.filter(|seed| is_seed(node, seed, node.of(ops, first))))
        })
        .collect();
    out.extend(nodes.iter().map(|(_, seed)| u8::from(seed.is_some())));
    for (node, seed) in nodes {
        match seed {
            Some(seed) => out.extend_from_slice(&seed),
            None => node.of(ops, first).iter().filter_map(own).for_each(|salt| out.extend_from_slice(salt)),
        }
    }
}

fn own(op: &Op) -> Option<&Seed> {
    match &op.content {
        Content::Whole { salt, .. } => Some(salt),
        Content::Erased { .. } => None,
    }
}

fn is_seed(node: Node, seed: &Seed, ops: &[Op]) -> bool {
    node.salts(seed).iter().zip(ops).all(|(salt, op)| own(op) == Some(salt))
}

/// Reads the salts of a run of operations, nothing for those that are erased.
pub(super) fn read(bytes: &mut Reader<'_>, first: i64, erased: &[bool]) -> Result<Vec<Option<Seed>>, Malformed> {
    let nodes: Vec<_> = cover(first, erased.len()).collect();
    let kinds = bytes.bytes(nodes.len())?;
    let mut salts = Vec::with_capacity(erased.len());
    for (node, kind) in nodes.into_iter().zip(kinds) {
        let erased = &erased[salts.len()..salts.len() + (1 << node.height)];
        match kind {
            0 => {
                for erased in erased {
                    salts.push(if *erased { None } else { Some(bytes.array()?) });
                }
            }
            1 if !erased.contains(&true) => salts.extend(node.salts(&bytes.array()?).into_iter().map(Some)),
            _ => return Err(Malformed),
        }
    }
    Ok(salts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_covered_without_a_hole_and_by_few_nodes() {
        for first in [1, 2, 3, 64, 1_000, 1_023, 1_024, 1_025] {
            for count in [1, 2, 3, 63, 276, 1_024, 5_000] {
                let mut at = first;
                let mut nodes = 0;
                for node in cover(first, count) {
                    assert_eq!((node.first, node.first % (1 << node.height)), (at, 0));
                    at += 1 << node.height;
                    nodes += 1;
                }
                assert_eq!(at, first + count as i64);
                assert!(nodes <= 2 * DEPTH as usize + count / SPAN as usize, "{nodes} for {count} from {first}");
            }
        }
    }

    #[test]
    fn a_node_gives_the_salts_of_its_operations() {
        let span = [7; 16];
        for node in cover(1_024 + 24, 200) {
            let seed = descend(&span, node.first, DEPTH, node.height);
            for (ctr, given) in (node.first..).zip(node.salts(&seed)) {
                assert_eq!(given, salt(&span, ctr));
            }
        }
        assert_ne!(salt(&span, 1_024), salt(&span, 1_025));
    }
}
