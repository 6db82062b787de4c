//! Defects that can be planted on purpose, so that the simulation shows that it would find them.
//!
//! They exist with debug assertions only: a release has neither the names nor the places. A test plants at most one at a
//! time, for its own thread.

#[cfg(debug_assertions)]
mod here {
    use std::cell::Cell;

    /// A defect of sync engines as they are met in the world.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    #[non_exhaustive]
    pub enum Planted {
        /// The cursor is kept before the news that it stands for.
        CursorBeforeData,
        /// The service acknowledges although its commit failed.
        AcknowledgedBeforeCommit,
        /// What has a known number is taken for what was sent before.
        DuplicateNotCompared,
        /// A clock that is wrong makes the service refuse.
        DriftRefused,
        /// The row with the larger clock stands whole, and the other's fields are lost.
        WholeRowLastWriter,
        /// A closed scope takes with it what was not acknowledged yet.
        PurgedBeforeAcknowledged,
        /// What may not enter a scope is acknowledged and thrown away.
        RefusalDiscards,
        /// What a newer version wrote is not kept.
        UnknownNotKept,
        /// A device does not look at the service's epoch.
        EpochIgnored,
        /// A removal wins over a change that it did not know of.
        RemovalWins,
        /// A device's operations follow its clock when that is set back.
        ClockStepsBack,
        /// The service asks who may read only when it opens a scope, not when it sends.
        RightsNotAskedAtSending,
        /// A batch that comes again is stamped with the moment at which it came again.
        ReplayedAnew,
        /// What came from a scope stays on the device when the scope is closed.
        ClosedScopeStays,
        /// After a fork a device draws a new name and forgets what waited.
        ForkDiscards,
        /// A change does not say what its writer had on the screen.
        NothingSeen,
        /// A scope that opens late brings only what is written from then on.
        OpenedWithoutPast,
        /// A service takes operations although those before them are missing.
        GapTaken,
        /// A service writes what it read of a shared document, although its author's other computer changed it since.
        ShareNotLookedAtAgain,
        /// With a share goes what stood in the document before.
        ShareSendsHistory,
        /// The service does not hear that sharing ends: what is written later goes on to its readers.
        UnshareIgnored,
        /// Whether the reader evaluates the teacher is asked when somebody shares, not when it is sent.
        FirewallAtShareOnly,
        /// What a restored service no longer knows to have given stays where it is.
        ForgottenStays,
        /// After a restore, what comes before its row does not count for what is shared.
        EarlyOverlooked,
        /// What is shown by consent is not written down.
        ShownNotNoted,
        /// The cursor follows a file on a stick although its news do not fit where the device stands by now.
        StickPastCursor,
        /// After an upgrade, what an earlier version did not understand stays as it is.
        UpgradeMakesNothing,
    }

    std::thread_local! {
        static PLANTED: Cell<Option<Planted>> = const { Cell::new(None) };
    }

    /// Plants a defect for this thread, or takes it out.
    pub fn plant(defect: Option<Planted>) {
        PLANTED.set(defect);
    }

    /// Returns whether this defect is planted.
    #[must_use]
    pub fn is_planted(defect: Planted) -> bool {
        PLANTED.get() == Some(defect)
    }
}

#[cfg(debug_assertions)]
pub use here::{Planted, is_planted, plant};

/// Asks whether a defect is planted: `sync::planted!(RemovalWins)`. In a release the answer is `false`, and nothing else
/// is there.
#[cfg(debug_assertions)]
#[macro_export]
macro_rules! planted {
    ($defect:ident) => {
        $crate::planted::is_planted($crate::planted::Planted::$defect)
    };
}

/// In a release no defect can be planted.
#[cfg(not(debug_assertions))]
#[macro_export]
macro_rules! planted {
    ($defect:ident) => {
        false
    };
}
