//! Two changes of one value meet: which one stands.
//!
//! What was written over the current value follows it, whatever the clocks say. Only changes that did not know of each
//! other are decided by the clocks, and there a clock that runs ahead is held to the moment at which the service received
//! the change.

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

/// A change of one value, as far as deciding needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// The operation.
    pub reference: OpRef,
    /// The operation whose value the writer had; nothing where that was made in the same act.
    pub over: Option<OpRef>,
    /// See [`ord`].
    pub ord: i64,
}

/// What becomes of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The writer had the current value: the change takes its place, and there is no conflict.
    Follows,
    /// Neither knew of the other: the change stands, and the current one is kept as the other.
    Wins,
    /// Neither knew of the other: the current one goes on standing, and the change is kept as the other.
    Loses,
}

/// Decides between the current change of a value and the next one in the service's order.
#[must_use]
pub fn meet(current: &Change, next: &Change) -> Outcome {
    let is_own = next.reference.replica == current.reference.replica;
    if is_own || next.over == Some(current.reference) {
        Outcome::Follows
    } else if (next.ord, next.reference) > (current.ord, current.reference) {
        Outcome::Wins
    } else {
        Outcome::Loses
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn change(replica: i64, ctr: i64, over: Option<OpRef>, ord: i64) -> Change {
        Change { reference: OpRef { replica, ctr }, over, ord }
    }

    #[test]
    fn what_was_written_over_the_current_value_follows_it_in_spite_of_a_clock_in_the_past() {
        let current = change(1, 7, None, ord(2_000_000_000_000 << 16, 1_800_000_000_000));
        let next = change(2, 1, Some(current.reference), ord(1_000 << 16, 1_800_000_000_000));
        assert_eq!(meet(&current, &next), Outcome::Follows);
    }

    #[test]
    fn a_person_who_goes_on_follows_themselves() {
        assert_eq!(meet(&change(1, 7, None, 5), &change(1, 8, None, 4)), Outcome::Follows);
    }

    #[test]
    fn a_clock_in_2035_wins_over_nothing_that_is_received_later() {
        let received = 1_791_205_624_000;
        let ahead = change(1, 1, None, ord(2_051_222_400_000 << 16, received));
        let right = change(2, 1, None, ord((received + 200_000) << 16, received + 300_000));
        assert_eq!(meet(&ahead, &right), Outcome::Wins);
    }

    proptest! {
        #[test]
        fn of_two_concurrent_changes_the_same_one_stands_in_either_order(one in 0..9_i64, other in 0..9_i64) {
            let (one, other) = (change(1, 3, None, one), change(2, 4, None, other));
            let stands = |current: &Change, next: &Change| match meet(current, next) {
                Outcome::Wins | Outcome::Follows => next.reference,
                Outcome::Loses => current.reference,
            };
            prop_assert_eq!(stands(&one, &other), stands(&other, &one));
        }

        #[test]
        fn no_clock_is_refused(hlc in any::<i64>(), received in any::<i64>()) {
            prop_assert!(ord(hlc, received) <= hlc);
        }
    }
}
