//! Two changes of one value meet: which one stands, and which is kept as another.
//!
//! A change names the changes that its writer had on the screen, and follows them, whatever the clocks say. Only changes
//! that did not know of each other are decided by the clocks, and there a clock that runs ahead is held to the moment at
//! which the service received the change. The one that does not stand is kept beside the other until somebody who saw
//! both writes again.

use domain::Value;

use crate::op::OpRef;

/// How far a writer's clock may be ahead of the service's and still count, in milliseconds.
pub const MOST_AHEAD_MS: i64 = 120_000;

/// Returns what decides between concurrent changes: the writer's clock, held to the service's.
///
/// `hlc` has 48 bits of milliseconds and 16 of count; so has the result.
#[must_use]
pub fn ord(hlc: i64, received_ms: i64) -> i64 {
    hlc.min(received_ms.saturating_add(MOST_AHEAD_MS).saturating_mul(1 << 16))
}

/// A value that somebody gave a field, and that nobody who saw it has replaced.
#[derive(Debug, Clone, PartialEq)]
pub struct Version {
    /// The operation that gave it.
    pub reference: OpRef,
    /// What decides between it and versions that did not know of it: see [`ord`].
    pub ord: i64,
    /// The value.
    pub value: Value,
}

/// One value with everything that still speaks for it: the version that stands, and those that met it unknowingly.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Register {
    /// The first stands; the others are kept and shown. Never two of one replica.
    versions: Vec<Version>,
    /// Changes that somebody saw and replaced, and that have not come: after the service was restored, what was written
    /// over a change may be offered again before it.
    replaced: Vec<Replaced>,
}

/// A change that is to come, and is replaced already.
#[derive(Debug, Clone, PartialEq)]
struct Replaced {
    reference: OpRef,
    by: OpRef,
}

impl Register {
    /// Takes in the next change in the service's order. `over` names the versions that its writer had on the screen.
    pub fn take(&mut self, mut next: Version, over: &[OpRef]) {
        // What was in custody comes late: its writer has gone on since then.
        let goes_on = |version: &Version| {
            version.reference.replica == next.reference.replica && version.reference.ctr > next.reference.ctr
        };
        if self.versions.iter().any(goes_on) {
            return;
        }
        let replaced = self.replaced.iter().position(|replaced| replaced.reference == next.reference);
        let replaced = replaced.map(|at| self.replaced.swap_remove(at));
        let is_here = |seen: &OpRef| self.versions.iter().any(|version| version.reference == *seen);
        let to_come: Vec<OpRef> = over.iter().filter(|seen| !is_here(seen)).copied().collect();
        let by = next.reference;
        self.replaced.extend(to_come.into_iter().map(|reference| Replaced { reference, by }));
        let is_followed = |version: &Version| {
            version.reference.replica == next.reference.replica || over.contains(&version.reference)
        };
        // What follows a change stands where that one stood, though its clock be behind.
        next.ord = self
            .versions
            .iter()
            .filter(|version| is_followed(version))
            .map(|version| version.ord)
            .fold(next.ord, i64::max);
        self.versions.retain(|version| !is_followed(version));
        match replaced {
            Some(replaced) => self.raise(replaced.by, next.ord),
            None => self.stand(next),
        }
        self.versions.sort_by_key(|version| std::cmp::Reverse((version.ord, version.reference)));
    }

    fn stand(&mut self, next: Version) {
        // The same value from two sides is no conflict; the earlier one's place in the order decides alone.
        self.versions.retain(|version| version.value != next.value || version.ord > next.ord);
        if !self.versions.iter().any(|version| version.value == next.value) {
            self.versions.push(next);
        }
    }

    /// What follows a change stands at least where that one would have stood.
    fn raise(&mut self, by: OpRef, ord: i64) {
        for version in self.versions.iter_mut().filter(|version| version.reference == by) {
            version.ord = version.ord.max(ord);
        }
    }

    /// Returns the version that stands; nothing where the field was never written.
    #[must_use]
    pub fn stands(&self) -> Option<&Version> {
        self.versions.first()
    }

    /// Returns whether a value stands, or is kept beside the one that does.
    #[must_use]
    pub fn holds(&self, value: &Value) -> bool {
        self.versions.iter().any(|version| version.value == *value)
    }

    /// Returns the versions that met the standing one unknowingly, the strongest first.
    #[must_use]
    pub fn others(&self) -> &[Version] {
        self.versions.get(1..).unwrap_or_default()
    }

    /// Returns the operations that somebody who now writes the field has on the screen.
    #[must_use]
    pub fn seen(&self) -> Vec<OpRef> {
        self.versions.iter().map(|version| version.reference).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn version(replica: i64, ctr: i64, ord: i64) -> Version {
        Version { reference: OpRef { replica, ctr }, ord, value: Value::Integer(replica * 100 + ctr) }
    }

    fn register(versions: &[(Version, &[OpRef])]) -> Register {
        let mut register = Register::default();
        for (version, over) in versions {
            register.take(version.clone(), over);
        }
        register
    }

    #[test]
    fn what_was_written_over_the_current_value_follows_it_in_spite_of_a_clock_in_the_past() {
        let current = version(1, 7, ord(2_000_000_000_000 << 16, 1_800_000_000_000));
        let next = version(2, 1, ord(1_000 << 16, 1_800_000_000_000));
        let register = register(&[(current.clone(), &[]), (next.clone(), &[current.reference])]);
        assert_eq!(register.seen(), [next.reference]);
    }

    #[test]
    fn a_person_who_goes_on_follows_themselves() {
        let register = register(&[(version(1, 7, 5), &[]), (version(1, 8, 4), &[])]);
        assert_eq!(register.seen(), [OpRef { replica: 1, ctr: 8 }]);
    }

    #[test]
    fn what_a_person_wrote_before_changes_nothing_when_it_comes_late() {
        let register = register(&[(version(1, 8, 4), &[]), (version(1, 7, 5), &[])]);
        assert_eq!(register.seen(), [OpRef { replica: 1, ctr: 8 }]);
    }

    #[test]
    fn a_clock_in_2035_wins_over_nothing_that_is_received_later() {
        let received = 1_791_205_624_000;
        let ahead = version(1, 1, ord(2_051_222_400_000 << 16, received));
        let right = version(2, 1, ord((received + 200_000) << 16, received + 300_000));
        let register = register(&[(ahead.clone(), &[]), (right.clone(), &[])]);
        assert_eq!(register.stands().map(|version| version.reference), Some(right.reference));
        assert_eq!(register.others().len(), 1);
    }

    #[test]
    fn what_follows_a_winner_keeps_standing_against_the_loser() {
        let (winner, loser, next) = (version(1, 1, 9), version(2, 1, 5), version(3, 1, 1));
        let register = register(&[(winner.clone(), &[]), (loser.clone(), &[]), (next.clone(), &[winner.reference])]);
        assert_eq!(register.seen(), [next.reference, loser.reference]);
    }

    #[test]
    fn writing_over_both_settles_the_conflict() {
        let (one, other, choice) = (version(1, 1, 9), version(2, 1, 5), version(1, 2, 1));
        let seen = [one.reference, other.reference];
        assert_eq!(register(&[(one, &[]), (other, &[]), (choice.clone(), &seen)]).seen(), [choice.reference]);
    }

    #[test]
    fn the_same_value_from_two_sides_is_no_conflict() {
        let mut other = version(2, 1, 5);
        other.value = version(1, 1, 9).value;
        assert!(register(&[(version(1, 1, 9), &[]), (other, &[])]).others().is_empty());
    }

    #[test]
    fn what_was_written_over_a_change_that_comes_later_stands_in_spite_of_that_ones_clock() {
        let (first, seen, last) = (version(1, 1, 5), version(1, 2, 90), version(2, 1, 7));
        let register =
            register(&[(first, &[]), (last.clone(), &[seen.reference]), (seen, &[OpRef { replica: 1, ctr: 1 }])]);
        assert_eq!((register.stands().unwrap().value.clone(), register.others()), (last.value, &[][..]));
    }

    proptest! {
        #[test]
        fn of_two_concurrent_changes_the_same_one_stands_in_either_order(one in 0..9_i64, other in 0..9_i64) {
            let (one, other) = (version(1, 3, one), version(2, 4, other));
            let forth = register(&[(one.clone(), &[]), (other.clone(), &[])]);
            prop_assert_eq!(forth, register(&[(other, &[]), (one, &[])]));
        }

        #[test]
        fn no_value_leaves_unless_its_writer_or_somebody_who_saw_it_wrote_again(
            steps in prop::collection::vec((1..4_i64, 0..9_i64, any::<bool>()), 1..20)
        ) {
            let mut register = Register::default();
            for (ctr, (replica, ord, has_seen)) in (1..).zip(steps) {
                let before = register.clone();
                let seen = if has_seen { register.seen() } else { Vec::new() };
                register.take(version(replica, ctr, ord), &seen);
                for version in &before.versions {
                    let is_followed = has_seen || version.reference.replica == replica;
                    prop_assert_eq!(register.versions.iter().any(|kept| kept.reference == version.reference), !is_followed);
                }
            }
        }

        #[test]
        fn no_clock_is_refused(hlc in any::<i64>(), received in any::<i64>()) {
            prop_assert!(ord(hlc, received) <= hlc);
        }
    }
}
