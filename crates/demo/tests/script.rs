//! Scripts keep the rules of the ones that are typed (INV-6, look-fors of the set, wonderings apart).

use std::collections::{HashMap, HashSet};

use domain::{
    RowId,
    schema::{gap, line, look_for, observation, tag, wondering},
    script::Speaker,
};

use crate::support::{Row, rows, small};

fn by_observation(rows: Vec<Row>) -> HashMap<RowId, Vec<Row>> {
    let mut by: HashMap<RowId, Vec<Row>> = HashMap::new();
    for row in rows {
        by.entry(row.link("observation").unwrap()).or_default().push(row);
    }
    by
}

#[test]
fn offsets_rise_in_the_order_of_writing_and_end_within_the_observation() {
    let profile = small();
    let reader = profile.writer.reader();
    let lines = by_observation(rows(reader, line::ENTITY));

    for observation in rows(reader, observation::ENTITY) {
        // Rows come in the order of their ids, which is the order in which they were made.
        let own = &lines[&observation.id];
        let offsets: Vec<i64> = own.iter().map(|row| row.number("offset_ms").unwrap()).collect();
        assert!(offsets.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(*offsets.last().unwrap() <= observation.number("ended_offset_ms").unwrap());
        let started = observation.number("started_ms").unwrap();
        assert!(own.iter().all(|row| row.number("wall_ms").unwrap() == started + row.number("offset_ms").unwrap()));
        assert_eq!(own.iter().map(|row| row.text("boot")).collect::<HashSet<_>>().len(), 1);
    }
}

#[test]
fn tags_point_to_live_lines_and_to_look_fors_of_the_observation_s_own_set() {
    let profile = small();
    let reader = profile.writer.reader();
    let lines: HashMap<RowId, Option<RowId>> =
        rows(reader, line::ENTITY).iter().map(|row| (row.id, row.link("observation"))).collect();
    let look_fors: HashMap<RowId, Option<RowId>> =
        rows(reader, look_for::ENTITY).iter().map(|row| (row.id, row.link("set_id"))).collect();
    let sets: HashMap<RowId, Option<RowId>> =
        rows(reader, observation::ENTITY).iter().map(|row| (row.id, row.link("look_for_set"))).collect();

    for tag in rows(reader, tag::ENTITY) {
        let observation = tag.link("observation").unwrap();
        assert_eq!(lines[&tag.link("line").unwrap()], Some(observation));
        assert_eq!(look_fors[&tag.link("look_for").unwrap()], sets[&observation]);
    }
    assert!(sets.values().collect::<HashSet<_>>().len() >= 3, "old and new versions are in use");
}

#[test]
fn every_kind_of_speaker_stars_and_gaps_are_there() {
    let profile = small();
    let reader = profile.writer.reader();
    let lines = rows(reader, line::ENTITY);
    let speakers: HashSet<Speaker> = lines.iter().map(|row| Speaker::from_code(row.text("speaker"))).collect();

    for speaker in [Speaker::None, Speaker::Teacher, Speaker::Student, Speaker::Students, Speaker::Activity] {
        assert!(speakers.contains(&speaker), "{speaker:?}");
    }
    assert!(speakers.iter().filter(|speaker| matches!(speaker, Speaker::Seat(_))).count() > 10);
    assert!(lines.iter().any(|row| row.number("starred") == Some(1)));
    let gaps = rows(reader, gap::ENTITY);
    assert!(!gaps.is_empty());
    assert!(gaps.iter().all(|row| row.number("to_ms") > row.number("from_ms")));
}

#[test]
fn no_sign_of_the_grammar_and_no_open_gap_is_left_in_a_line() {
    let profile = small();
    let reader = profile.writer.reader();

    for row in rows(reader, line::ENTITY).iter().chain(&rows(reader, wondering::ENTITY)) {
        let text = row.text("text");
        assert!(!text.is_empty() && text.trim() == text, "{text:?}");
        for sign in ["//", "#", "{", "}", "*", "  "] {
            assert!(!text.contains(sign), "{text:?}");
        }
    }
}

#[test]
fn wonderings_belong_to_a_line_of_their_observation_or_stand_alone() {
    let profile = small();
    let reader = profile.writer.reader();
    let lines: HashMap<RowId, Row> = rows(reader, line::ENTITY).into_iter().map(|row| (row.id, row)).collect();
    let wonderings = rows(reader, wondering::ENTITY);

    for row in wonderings.iter().filter(|row| row.link("line").is_some()) {
        let line = &lines[&row.link("line").unwrap()];
        assert_eq!(line.link("observation"), row.link("observation"));
        assert_eq!(line.number("offset_ms"), row.number("offset_ms"));
    }
    assert!(wonderings.iter().any(|row| row.link("line").is_none()));
}
