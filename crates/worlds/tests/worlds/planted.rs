//! A check that cannot fail is no check: each of these defects is planted, and a world must find it.

use sync::planted::{Planted, plant};
use worlds::run;

/// In how many worlds a defect must be found.
const SEEDS: u64 = 50;

/// Runs worlds with a defect until one breaks a promise.
fn is_found(defect: Planted) {
    plant(Some(defect));
    let found = (0..SEEDS).map(run).find_map(|outcome| Some((outcome.seed, outcome.violation?)));
    plant(None);
    let (seed, violation) = found.unwrap_or_else(|| panic!("{defect:?} was not found in {SEEDS} worlds"));
    println!("{defect:?} is found by seed {seed}: {}", violation.to_string().chars().take(160).collect::<String>());
}

macro_rules! planted {
    ($($name:ident $defect:ident)*) => {
        $(#[test]
        fn $name() {
            is_found(Planted::$defect);
        })*
    };
}

planted! {
    planted_a_cursor_that_is_kept_before_its_data_is_found CursorBeforeData
    planted_an_acknowledgement_before_the_commit_is_found AcknowledgedBeforeCommit
    planted_a_duplicate_that_is_not_compared_is_found DuplicateNotCompared
    planted_a_refusal_of_wrong_clocks_is_found DriftRefused
    planted_a_row_whose_last_writer_wins_whole_is_found WholeRowLastWriter
    planted_a_purge_before_the_acknowledgement_is_found PurgedBeforeAcknowledged
    planted_a_refusal_that_discards_is_found RefusalDiscards
    planted_a_newer_version_s_words_thrown_away_are_found UnknownNotKept
    planted_a_restored_service_that_is_not_noticed_is_found EpochIgnored
    planted_a_removal_that_wins_over_an_edit_is_found RemovalWins
    planted_a_clock_that_steps_back_is_found ClockStepsBack
    planted_rights_that_are_not_asked_at_sending_are_found RightsNotAskedAtSending
    planted_a_replay_that_is_stamped_anew_is_found ReplayedAnew
    planted_rows_of_a_closed_scope_that_stay_are_found ClosedScopeStays
    planted_a_fork_that_forgets_what_waits_is_found ForkDiscards
    planted_changes_that_say_nothing_was_seen_are_found NothingSeen
    planted_a_scope_that_opens_without_its_past_is_found OpenedWithoutPast
    planted_a_gap_that_is_taken_is_found GapTaken
    planted_a_share_that_sends_the_history_is_found ShareSendsHistory
    planted_an_end_of_sharing_that_is_not_heard_is_found UnshareIgnored
    planted_a_firewall_that_is_asked_at_the_share_only_is_found FirewallAtShareOnly
    planted_what_a_restored_service_forgot_and_stays_is_found ForgottenStays
    planted_a_change_before_its_row_that_is_overlooked_is_found EarlyOverlooked
    planted_a_consent_whose_showing_is_not_noted_is_found ShownNotNoted
    planted_a_stick_that_is_applied_past_its_cursor_is_found StickPastCursor
    planted_an_upgrade_that_makes_nothing_is_found UpgradeMakesNothing
}
