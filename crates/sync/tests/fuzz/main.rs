//! Thousands of damaged messages, the same ones each time. Whatever is fed in, no reader panics, and what is still read
//! says what it says: written again and read again it is the same, and nothing of it was overlooked.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod batches;
mod control;
mod files;
mod messages;
mod mutator;
mod samples;

use mutator::Mutator;

const FLOOR: u32 = 2_000;

/// Five hundred above the floor, or as many as the variable says, for a longer search by hand.
fn case_count() -> u32 {
    std::env::var("SYNC_FUZZ_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(FLOOR + 500)
}

/// Runs the cases, prints how many, and how many of them were still read: a fuzz that only meets refusals tests little,
/// and one that damages nothing tests nothing.
fn run(name: &str, mut case: impl FnMut(&mut Mutator) -> bool) {
    let mut mutator = Mutator::seeded(0x5EED_C0AC);
    let (mut cases, mut still_read) = (0_u32, 0_u32);
    while cases < case_count() {
        still_read += u32::from(case(&mut mutator));
        cases += 1;
    }
    eprintln!("fuzz {name}: {cases} cases, {still_read} still read");
    assert!(cases >= FLOOR, "{name}: {cases} cases");
    assert!(still_read > cases / 10 && still_read < cases, "{name}: {still_read} of {cases} were read");
}
