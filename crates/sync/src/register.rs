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
    /// Further names of that operation: a device wrote it again under a new one.
    pub also: Vec<OpRef>,
    /// What decides between it and versions that did not know of it: see [`ord`].
    pub ord: i64,
    /// The value.
    pub value: Value,
}

impl Version {
    fn names(&self) -> impl Iterator<Item = &OpRef> {
        std::iter::once(&self.reference).chain(&self.also)
    }

    fn is_named(&self, name: &OpRef) -> bool {
        self.names().any(|own| own == name)
    }

    /// Returns whether the writer of an operation has gone on since then.
    fn goes_on(&self, from: &OpRef) -> bool {
        self.names().any(|own| own.replica == from.replica && own.ctr > from.ctr)
    }
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
    ///
    /// The same value from two sides is no conflict, and is kept of both: whoever takes back their own leaves the other's.
    pub fn take(&mut self, mut next: Version, over: &[OpRef]) {
        // What was in custody comes late: its writer has gone on since then.
        if self.versions.iter().any(|version| version.goes_on(&next.reference)) {
            return;
        }
        let replaced = self.replaced_already(next.reference);
        let is_here = |seen: &OpRef| self.versions.iter().any(|version| version.is_named(seen));
        let to_come: Vec<OpRef> = over.iter().filter(|seen| !is_here(seen)).copied().collect();
        let by = next.reference;
        self.replaced.extend(to_come.into_iter().map(|reference| Replaced { reference, by }));
        let is_followed = |version: &Version| {
            version.names().any(|name| name.replica == next.reference.replica || over.contains(name))
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
            Some(by) => self.raise(by, next.ord),
            None => self.versions.push(next),
        }
        self.sort();
    }

    /// Takes in a change that is here, or was, under its first name, and comes again under a new one. Whoever writes over
    /// either name writes over both, and what was written over the first stays.
    pub fn take_again(&mut self, first: OpRef, again: OpRef, ord: i64) {
        if self.versions.iter().any(|version| version.goes_on(&again)) {
            return;
        }
        let replaced = self.replaced_already(again);
        let Some(at) = self.versions.iter().position(|version| version.is_named(&first)) else { return };
        if let Some(by) = replaced {
            let version = self.versions.remove(at);
            self.raise(by, version.ord.max(ord));
        } else {
            let version = &mut self.versions[at];
            version.also.push(again);
            version.ord = version.ord.max(ord);
        }
        self.sort();
    }

    /// Returns what was written over a change that comes only now.
    fn replaced_already(&mut self, late: OpRef) -> Option<OpRef> {
        let at = self.replaced.iter().position(|replaced| replaced.reference == late)?;
        Some(self.replaced.swap_remove(at).by)
    }

    fn sort(&mut self) {
        self.versions.sort_by_key(|version| std::cmp::Reverse((version.ord, version.reference)));
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

    /// Returns the values that met the standing one unknowingly, the strongest first, each as its strongest version.
    #[must_use]
    pub fn others(&self) -> Vec<&Version> {
        let is_first = |at: usize, value: &Value| self.versions[..at].iter().all(|version| version.value != *value);
        let versions = self.versions.iter().enumerate();
        versions.filter(|(at, version)| *at > 0 && is_first(*at, &version.value)).map(|(_, version)| version).collect()
    }

    /// Returns the operations whose value stands: what somebody has on the screen who now writes the field.
    #[must_use]
    pub fn shown(&self) -> Vec<OpRef> {
        let stands = self.stands().map(|version| &version.value);
        let shown = self.versions.iter().filter(|version| Some(&version.value) == stands);
        shown.map(|version| version.reference).collect()
    }

    /// Returns the operations behind every value that is here: what somebody saw who chooses between them.
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
        Version { reference: OpRef { replica, ctr }, also: Vec::new(), ord, value: Value::Integer(replica * 100 + ctr) }
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
    fn of_two_who_said_the_same_one_who_takes_it_back_leaves_the_other_s_word() {
        let (one, mut other, back) = (version(1, 1, 9), version(2, 1, 5), version(1, 2, 10));
        other.value = one.value.clone();
        for order in [[&one, &other], [&other, &one]] {
            let [first, second] = order.map(|version| (version.clone(), &[][..]));
            let register = register(&[first, second, (back.clone(), &[one.reference])]);
            let others: Vec<OpRef> = register.others().iter().map(|version| version.reference).collect();
            assert_eq!((register.stands(), others), (Some(&back), vec![other.reference]));
        }
    }

    #[test]
    fn whoever_writes_over_what_two_said_has_both_on_the_screen() {
        let (one, mut other, next) = (version(1, 1, 9), version(2, 1, 5), version(1, 2, 10));
        other.value = one.value.clone();
        let agreed = register(&[(one.clone(), &[]), (other.clone(), &[]), (version(3, 1, 4), &[])]);
        assert_eq!(agreed.shown(), [one.reference, other.reference]);
        assert_eq!(register(&[(one, &[]), (other, &[]), (next.clone(), &agreed.shown())]).seen(), [next.reference]);
    }

    #[test]
    fn what_comes_again_under_another_name_is_one_change_whichever_name_is_written_over() {
        let (first, again) = (OpRef { replica: 1, ctr: 1 }, OpRef { replica: 9, ctr: 1 });
        for over in [first, again] {
            let mut late = register(&[(version(1, 1, 5), &[]), (version(2, 1, 3), &[over])]);
            late.take_again(first, again, 6);
            let mut early = register(&[(version(1, 1, 5), &[])]);
            early.take_again(first, again, 6);
            early.take(version(2, 1, 3), &[over]);
            assert_eq!((early.seen(), late.seen()), (vec![OpRef { replica: 2, ctr: 1 }], early.seen()));
        }
    }

    #[test]
    fn what_was_written_over_a_change_that_comes_later_stands_in_spite_of_that_ones_clock() {
        let (first, seen, last) = (version(1, 1, 5), version(1, 2, 90), version(2, 1, 7));
        let register =
            register(&[(first, &[]), (last.clone(), &[seen.reference]), (seen, &[OpRef { replica: 1, ctr: 1 }])]);
        assert_eq!((register.stands().unwrap().value.clone(), register.others()), (last.value, vec![]));
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
