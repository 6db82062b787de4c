use proptest::prelude::*;

use super::*;
use crate::calendar::{Calendar, DayKind};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn check(found: Found, date: &str, attempt: u32) -> Check {
    Check { date: day(date), found, attempt }
}

fn rows<'a>(state: &'a str, checks: &'a [Check]) -> Rows<'a> {
    Rows { state, assigned: Some(day("2026-10-05")), has_reason: false, is_followed: false, checks }
}

/// Riverbend's autumn: Friday 9 October is a professional-learning day, Thanksgiving begins on the 26th of November.
fn riverbend() -> Calendar {
    Calendar {
        year: Some((day("2026-08-24"), day("2027-06-04"))),
        days: [
            (day("2026-10-09"), DayKind::Learning),
            (day("2026-11-26"), DayKind::Holiday),
            (day("2026-11-27"), DayKind::Closed),
        ]
        .into(),
        letters: Vec::new(),
    }
}

#[test]
fn a_step_goes_from_proposed_to_part_of_practice_by_agreement_and_a_check() {
    let agreed = State::Proposed.after(Act::Agree).unwrap();
    let practising = agreed.after(Act::Practise).unwrap();
    assert_eq!((agreed, practising), (State::Agreed, State::Practising));
    assert_eq!(practising.after(Act::Check(Found::Seen)), Ok(State::Mastered));
    assert_eq!(agreed.after(Act::Check(Found::Seen)), Ok(State::Mastered));
}

#[test]
fn partly_and_not_seen_bring_a_step_back_to_practising_and_not_observed_leaves_it() {
    for state in [State::Agreed, State::Practising] {
        for found in [Found::Partly, Found::NotSeen] {
            assert_eq!(state.after(Act::Check(found)), Ok(State::Practising));
        }
        assert_eq!(state.after(Act::Check(Found::NotObserved)), Ok(state));
    }
}

#[test]
fn what_is_over_stays_over_and_what_nobody_agreed_on_is_not_checked() {
    let acts = [Act::Agree, Act::Practise, Act::Check(Found::Seen), Act::Retire, Act::Supersede];
    for state in [State::Mastered, State::Retired, State::Superseded] {
        assert!(acts.iter().all(|act| state.after(*act) == Err(Refusal::Over)), "{state:?}");
    }
    assert_eq!(State::Proposed.after(Act::Check(Found::Partly)), Err(Refusal::NotAgreed));
    assert_eq!(State::Agreed.after(Act::Agree), Err(Refusal::Agreed));
}

#[test]
fn st_2_a_check_that_finds_a_step_partly_leads_to_attempt_2() {
    let checks = [check(Found::Partly, "2026-10-06", 1)];
    assert_eq!((attempt(&[]), attempt(&checks)), (1, 2));
    assert_eq!(rows("practising", &checks).state(), Ok(State::Practising));
}

#[test]
fn two_computers_that_check_the_same_attempt_make_one_attempt_more_and_not_two() {
    let checks = [check(Found::Partly, "2026-10-06", 1), check(Found::NotSeen, "2026-10-07", 1)];
    assert_eq!(attempt(&checks), 2);
}

#[test]
fn inv_7_mastered_needs_a_check_that_saw_it_on_a_day_after_it_was_assigned() {
    let same_day = [check(Found::Seen, "2026-10-05", 1)];
    let next_day = [check(Found::Seen, "2026-10-06", 1)];
    let without_a_day = Rows { assigned: None, ..rows("mastered", &next_day) };
    assert_eq!(rows("mastered", &[]).state(), Err(Attention::NotSeen));
    assert_eq!(rows("mastered", &same_day).state(), Err(Attention::NotSeen));
    assert_eq!(without_a_day.state(), Err(Attention::NotSeen));
    assert_eq!(rows("mastered", &next_day).state(), Ok(State::Mastered));
}

#[test]
fn a_check_that_saw_a_step_and_one_that_did_not_need_attention_until_somebody_checks_again() {
    let mut checks = vec![check(Found::Seen, "2026-10-06", 1), check(Found::Partly, "2026-10-06", 1)];
    assert_eq!(rows("mastered", &checks).state(), Err(Attention::ChecksDisagree));
    assert_eq!(rows("mastered", &checks).after(Act::Check(Found::Seen)), Ok(State::Mastered));

    checks.push(check(Found::Seen, "2026-10-13", 2));

    assert_eq!(rows("mastered", &checks).state(), Ok(State::Mastered));
}

#[test]
fn a_dropped_step_has_a_reason_and_a_replaced_one_a_step_in_its_place() {
    assert_eq!(rows("retired", &[]).state(), Err(Attention::NoReason));
    assert_eq!(rows("superseded", &[]).state(), Err(Attention::NotFollowed));
    assert_eq!(Rows { has_reason: true, ..rows("retired", &[]) }.state(), Ok(State::Retired));
    assert_eq!(Rows { is_followed: true, ..rows("superseded", &[]) }.state(), Ok(State::Superseded));
}

#[test]
fn a_state_of_a_newer_version_is_not_guessed_at() {
    assert_eq!(rows("rehearsing", &[]).state(), Err(Attention::Newer));
    assert_eq!(rows("rehearsing", &[]).after(Act::Retire), Err(Refusal::Over));
}

#[test]
fn codes_are_read_back() {
    assert!(State::ALL.into_iter().all(|state| State::from_code(state.code()) == Some(state)));
    assert!(Found::ALL.into_iter().all(|found| Found::from_code(found.code()) == Some(found)));
}

#[test]
fn st_2_the_check_of_a_step_of_monday_5_october_is_proposed_for_tuesday_13_october() {
    assert_eq!(proposed_check_date(&riverbend(), day("2026-10-05")), Some(day("2026-10-13")));
    assert_eq!(proposed_check_date(&riverbend(), day("2027-06-02")), None);
}

#[test]
fn a_check_lies_on_a_school_day_after_the_step_and_the_nearest_one_is_offered() {
    let on = |date: &str| check_date(&riverbend(), day("2026-10-05"), day("2026-10-05"), day(date));
    assert_eq!(on("2026-10-13"), Ok(()));
    assert_eq!(on("2026-10-09"), Err(NotADay::NoSchool(Some(day("2026-10-08")))));
    assert_eq!(on("2026-10-11"), Err(NotADay::NoSchool(Some(day("2026-10-12")))));
    assert_eq!(on("2026-11-26"), Err(NotADay::NoSchool(Some(day("2026-11-25")))));
    assert_eq!(on("2026-10-05"), Err(NotADay::NotAfter(Some(day("2026-10-06")))));
    assert_eq!(on("2025-10-06"), Err(NotADay::NotAfter(Some(day("2026-10-06")))));
    assert_eq!(on("2030-10-07"), Err(NotADay::NoSchool(None)));
}

#[test]
fn a_day_that_is_over_is_no_day_for_a_check_of_an_older_step() {
    let wrong = check_date(&riverbend(), day("2026-10-05"), day("2026-10-12"), day("2026-10-08"));
    assert_eq!(wrong, Err(NotADay::NotAfter(Some(day("2026-10-12")))));
}

#[test]
fn three_to_fifteen_days_are_usual() {
    let size = |check| Size::between(day("2026-10-05"), day(check));
    assert_eq!(["2026-10-07", "2026-10-08"].map(size), [Size::Short, Size::Usual]);
    assert_eq!(["2026-10-20", "2026-10-21"].map(size), [Size::Usual, Size::Long]);
}

proptest! {
    #[test]
    fn no_day_is_refused_with_an_offer_that_would_be_refused(from in 0..700_i64, to in -40..700_i64) {
        let assigned = day("2026-08-01") + chrono::TimeDelta::days(from);
        let wanted = assigned + chrono::TimeDelta::days(to);
        match check_date(&riverbend(), assigned, assigned, wanted) {
            Err(NotADay::NotAfter(Some(offer)) | NotADay::NoSchool(Some(offer))) => {
                prop_assert_eq!(check_date(&riverbend(), assigned, assigned, offer), Ok(()));
            }
            Ok(()) => prop_assert!(wanted > assigned && riverbend().is_instructional(wanted)),
            Err(NotADay::NotAfter(None) | NotADay::NoSchool(None)) => {}
        }
    }
}
