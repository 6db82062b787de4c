//! What the coach and single teachers have with each other: every screen of it has something to show, and nothing of it
//! needs attention.

use std::collections::BTreeSet;

use actions::{agreement, coaching_cycle, coaching_request, last_time, lesson_prep, log, person, session};
use domain::debrief::Model;
use store::{check, rebuild, undo};

use crate::support::{NOW_MS, Profile, SMALL, day, filled};

fn made(today: &str) -> Profile {
    let mut profile = filled(&SMALL, 1, today);
    demo::together(&mut profile.writer, 3, day(today)).unwrap();
    profile
}

#[test]
fn there_is_a_coaching_cycle_of_each_model_in_every_state_and_none_needs_attention() {
    let profile = made("2026-11-18");

    let cycles = coaching_cycle::list(profile.writer.reader(), 0, None).unwrap();

    let all: Vec<_> = cycles.open.iter().chain(&cycles.over).collect();
    let models: BTreeSet<&str> = all.iter().map(|cycle| cycle.model.as_str()).collect();
    assert_eq!(models, Model::ALL.iter().map(|model| model.code()).collect());
    let standings: BTreeSet<String> = all.iter().map(|cycle| format!("{:?}", cycle.standing)).collect();
    let expected = ["Abandoned", "Active", "Completed", "Draft", "Paused"].map(str::to_owned);
    assert_eq!(standings, expected.into(), "{all:?}");
    assert!(all.iter().all(|cycle| !cycle.title.is_empty() && !cycle.teacher.name.is_empty()));
}

#[test]
fn one_agreement_counts_and_another_waits_for_the_teacher() {
    let profile = made("2026-11-18");
    let reader = profile.writer.reader();

    let people = person::list(reader, NOW_MS).unwrap().people;
    let views = people.iter().filter_map(|found| agreement::view(reader, NOW_MS, found.id).ok());
    let versions: Vec<_> = views.flat_map(|view| view.versions).collect();

    let standings: Vec<_> =
        versions.iter().map(|version| (version.standing.as_str(), version.waits_for.len())).collect();
    assert_eq!(standings, [("in_force", 0), ("proposed", 1)]);
}

#[test]
fn two_requests_wait_and_a_third_one_led_to_a_coaching_cycle() {
    let profile = made("2026-11-18");
    let reader = profile.writer.reader();

    let requests = coaching_request::list(reader).unwrap();

    assert_eq!((requests.waiting.len(), requests.asked.len()), (2, 0));
    let answers = store::coaching_cycle::answers(reader).unwrap();
    assert!(answers.len() == 1 && answers[0].state == "accepted" && answers[0].cycle.is_some());
}

#[test]
fn a_lesson_is_planned_together_and_one_was_taught_to_be_watched_and_is_in_the_log() {
    let profile = made("2026-11-18");
    let reader = profile.writer.reader();

    let people = person::list(reader, NOW_MS).unwrap().people;
    let preps: Vec<_> = people.iter().flat_map(|found| lesson_prep::list(reader, found.id).unwrap()).collect();

    assert_eq!(preps.iter().map(|prep| prep.kind.as_str()).collect::<BTreeSet<_>>(), ["coplan", "model"].into());
    let held = preps.iter().find(|prep| prep.is_held).unwrap();
    let entries = log::day(reader, NOW_MS, Some(&held.date)).unwrap().lines;
    assert!(entries.iter().any(|line| line.activity == "model" && !line.is_proposed), "{entries:?}");
    assert!(preps.iter().any(|prep| !prep.is_held && prep.date > held.date));
}

#[test]
fn the_card_before_a_visit_says_where_the_last_debrief_ended() {
    let profile = made("2026-11-18");
    let reader = profile.writer.reader();

    let people = person::list(reader, NOW_MS).unwrap().people;
    let cards: Vec<_> = people.iter().filter_map(|found| last_time::of(reader, NOW_MS, found.id).unwrap()).collect();

    assert!(cards.iter().filter(|card| !card.left_off.is_empty()).count() >= 3, "{cards:?}");
}

#[test]
fn the_same_seed_gives_the_same_rows_the_log_verifies_and_nothing_can_be_taken_back() {
    let (mut one, other) = (made("2026-11-18"), made("2026-11-18"));

    let fingerprints = [&one, &other].map(|profile| rebuild::fingerprint(profile.writer.reader()).unwrap());
    assert_eq!(fingerprints[0], fingerprints[1]);
    assert!(check::all(&mut one.writer).unwrap().operations > 1_000);
    assert_eq!(undo::undo(&mut one.writer, store::workspace()).unwrap(), None);
}

#[test]
fn it_can_be_added_on_any_day_of_the_year_and_to_a_profile_of_any_size() {
    for today in ["2026-10-09", "2026-11-26", "2026-12-25", "2027-03-10", "2027-07-14", "2027-08-22"] {
        let profile = made(today);
        let cycles = coaching_cycle::list(profile.writer.reader(), 0, None).unwrap();
        assert_eq!(cycles.open.len() + cycles.over.len(), 7, "{today}");
    }
    let mut small = filled(&demo::Size { observations: 0, lines_each: 0, years: 0 }, 1, "2026-11-18");
    demo::together(&mut small.writer, 3, day("2026-11-18")).unwrap();
    assert!(session::load(small.writer.reader()).is_ok());
}
