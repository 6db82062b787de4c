//! The worlds, run: three hundred of them, and some with a defect that was planted to see whether it is found.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test may, and says how much it did")]

#[cfg(debug_assertions)]
mod planted;

use std::{
    collections::BTreeMap,
    env,
    sync::{
        Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use worlds::{Agreed, Fault, Faults, Outcome, run};

/// How many worlds a test run has, unless `WORLDS_SEEDS` says otherwise.
const SEEDS: u64 = 300;
/// One world in so many is run twice.
const TWICE: u64 = 20;
/// Worlds are run on so many threads at once, each world on one.
const THREADS: usize = 2;

#[test]
fn every_promise_is_kept_in_every_world() {
    let number = |name| env::var(name).ok().map(|text| text.parse::<u64>().expect("a number"));
    let seeds: Vec<u64> = match number("WORLDS_SEED") {
        Some(seed) => vec![seed],
        None => (0..number("WORLDS_SEEDS").unwrap_or(SEEDS)).collect(),
    };
    let began = Instant::now();
    let outcomes = outcomes(&seeds);
    let total = Total::of(&outcomes);
    total.print(began.elapsed());
    for outcome in outcomes.iter().filter(|outcome| outcome.violation.is_some()) {
        print_failure(outcome);
    }
    let failed: Vec<u64> =
        outcomes.iter().filter(|outcome| outcome.violation.is_some()).map(|outcome| outcome.seed).collect();
    assert!(failed.is_empty(), "promises were broken in {} of {} worlds: {failed:?}", failed.len(), seeds.len());
    total.is_hard_enough();
    assert_same_again(&outcomes);
}

/// Runs the worlds of these seeds, and returns what became of each in their order.
fn outcomes(seeds: &[u64]) -> Vec<Outcome> {
    let next = AtomicU64::new(0);
    let found = Mutex::new(BTreeMap::new());
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                while let Some(seed) = seeds.get(usize::try_from(next.fetch_add(1, Ordering::Relaxed)).unwrap()) {
                    let outcome = run(*seed);
                    found.lock().unwrap().insert(*seed, outcome);
                }
            });
        }
    });
    found.into_inner().unwrap().into_values().collect()
}

fn assert_same_again(outcomes: &[Outcome]) {
    let again: Vec<u64> = outcomes.iter().map(|outcome| outcome.seed).filter(|seed| seed % TWICE == 0).collect();
    for second in self::outcomes(&again) {
        let first = outcomes.iter().find(|outcome| outcome.seed == second.seed).unwrap();
        assert_eq!(first.hash, second.hash, "seed {} does not run the same way twice", second.seed);
    }
    println!("{} worlds ran the same way twice", again.len());
}

/// What happened in all worlds together.
struct Total {
    worlds: usize,
    actions: u64,
    faults: Faults,
    /// In how many worlds each kind of fault happened.
    worlds_with: BTreeMap<Fault, usize>,
    least_actions: u64,
    least_faults: u64,
    /// In how many worlds something of a shared document was sent.
    worlds_sharing: usize,
    /// What became of sharing agreements and of coaching cycles, in all worlds.
    agreed: Agreed,
    /// How many rows the devices' files hold, by the audience from which they have them, and in how many worlds.
    audiences: BTreeMap<&'static str, (u64, usize)>,
}

impl Total {
    fn of(outcomes: &[Outcome]) -> Self {
        let mut faults = Faults::default();
        outcomes.iter().for_each(|outcome| faults.add(&outcome.faults));
        let with = |fault: Fault| outcomes.iter().filter(|outcome| outcome.faults.of(fault) > 0).count();
        Self {
            worlds: outcomes.len(),
            actions: outcomes.iter().map(|outcome| outcome.actions).sum(),
            faults,
            worlds_with: Fault::ALL.into_iter().map(|fault| (fault, with(fault))).collect(),
            least_actions: outcomes.iter().map(|outcome| outcome.actions).min().unwrap_or_default(),
            least_faults: outcomes.iter().map(|outcome| outcome.faults.total()).min().unwrap_or_default(),
            agreed: agreed(outcomes),
            audiences: audiences(outcomes),
            worlds_sharing: outcomes.iter().filter(|outcome| outcome.shared > 0).count(),
        }
    }

    fn print(&self, took: Duration) {
        println!(
            "{} worlds, {} actions (at least {} in each), {} faults (at least {} in each), {:.1} s",
            self.worlds,
            self.actions,
            self.least_actions,
            self.faults.total(),
            self.least_faults,
            took.as_secs_f64()
        );
        println!("shared documents were sent in {} worlds", self.worlds_sharing);
        println!("{:?}", self.agreed);
        for (audience, (rows, worlds)) in &self.audiences {
            println!("{rows:>9} rows of {audience} in {worlds} worlds");
        }
        for fault in Fault::ALL {
            println!("{:>16?} {:>7} in {:>3} worlds", fault, self.faults.of(fault), self.worlds_with[&fault]);
        }
    }

    /// A storm that is too mild proves nothing. Few worlds, as in a replay, are not counted.
    fn is_hard_enough(&self) {
        assert!(self.least_actions >= 500, "a world had only {} actions", self.least_actions);
        assert!(self.least_faults >= 80, "a world had only {} faults", self.least_faults);
        let needed = self.worlds * 200 / 300;
        assert!(self.worlds_sharing >= needed, "something shared was sent in {} worlds", self.worlds_sharing);
        let Agreed { proposed, accepted, withdrawn, cycles, moved, ended, .. } = self.agreed;
        let Agreed { acknowledged, asked, prepared, handed, kept_back, .. } = self.agreed;
        let worlds = u64::try_from(self.worlds).unwrap();
        for (what, times, least) in [
            ("proposed", proposed, 3),
            ("accepted", accepted, 2),
            ("withdrawn", withdrawn, 1),
            ("cycles", cycles, 3),
            ("moved", moved, 3),
            ("ended", ended, 1),
            ("acknowledged", acknowledged, 2),
            ("asked", asked, 2),
            ("prepared", prepared, 2),
            ("handed", handed, 2),
            ("kept back", kept_back, 1),
        ] {
            assert!(times >= worlds * least, "{what}: {times} times in {worlds} worlds");
        }
        for audience in ["own work", "a programme", "what is said of coach notes", "a team", "a pair", "a consent"] {
            let worlds = self.audiences.get(audience).map_or(0, |(_, worlds)| *worlds);
            assert!(worlds >= self.worlds * 60 / 300, "rows of {audience} are held in {worlds} worlds");
        }
        for (fault, worlds) in &self.worlds_with {
            let needed = self.worlds * 30 / 300;
            assert!(*worlds >= needed, "{fault:?} happened in {worlds} worlds of {}", self.worlds);
        }
    }
}

fn agreed(outcomes: &[Outcome]) -> Agreed {
    outcomes.iter().fold(Agreed::default(), |all, Outcome { agreed, .. }| Agreed {
        proposed: all.proposed + agreed.proposed,
        accepted: all.accepted + agreed.accepted,
        withdrawn: all.withdrawn + agreed.withdrawn,
        cycles: all.cycles + agreed.cycles,
        moved: all.moved + agreed.moved,
        ended: all.ended + agreed.ended,
        acknowledged: all.acknowledged + agreed.acknowledged,
        asked: all.asked + agreed.asked,
        prepared: all.prepared + agreed.prepared,
        handed: all.handed + agreed.handed,
        kept_back: all.kept_back + agreed.kept_back,
    })
}

fn audiences(outcomes: &[Outcome]) -> BTreeMap<&'static str, (u64, usize)> {
    let mut all: BTreeMap<&'static str, (u64, usize)> = BTreeMap::new();
    for (audience, rows) in outcomes.iter().flat_map(|outcome| &outcome.audiences) {
        let (total, worlds) = all.entry(audience).or_default();
        (*total, *worlds) = (*total + rows, *worlds + 1);
    }
    all
}

fn print_failure(outcome: &Outcome) {
    println!("\nseed {}: {}", outcome.seed, outcome.violation.as_ref().unwrap());
    outcome.trace.iter().for_each(|line| println!("  {line}"));
}
