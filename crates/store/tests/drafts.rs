//! The journal of what is being typed: numbers decide, and what was chosen for a line is part of its draft.

use store::draft::{self, Draft};

use crate::support::{
    Desk,
    acts::{begin_observation, draft_of},
};

#[test]
fn keeping_a_line_leaves_the_next_lines_first_keys_where_they_were_quicker() {
    let mut desk = Desk::new();
    let seen = begin_observation(desk.writer(), "talk");
    draft::save(desk.writer(), &draft_of(seen, 1, "the line that is kept")).unwrap();
    draft::save(desk.writer(), &draft_of(seen, 3, "the next one")).unwrap();

    desk.writer().act(seen, "keep", |tx| draft::clear(tx, seen, seen, 2)).unwrap();

    let left = draft::of(desk.writer().reader(), seen).unwrap();
    assert_eq!((left[0].evidence.as_str(), left[0].number), ("the next one", 3));
}

#[test]
fn keeping_a_line_empties_its_own_words_and_lets_no_earlier_state_bring_them_back() {
    let mut desk = Desk::new();
    let seen = begin_observation(desk.writer(), "talk");
    draft::save(desk.writer(), &Draft { tags: vec![1], ..draft_of(seen, 1, "kept") }).unwrap();

    desk.writer().act(seen, "keep", |tx| draft::clear(tx, seen, seen, 3)).unwrap();
    let written = draft::save(desk.writer(), &draft_of(seen, 2, "kept")).unwrap();

    let left = draft::of(desk.writer().reader(), seen).unwrap();
    assert!(!written);
    assert_eq!((left[0].evidence.as_str(), left[0].number, left[0].tags.len()), ("", 3, 0));
}

#[test]
fn tags_chosen_for_a_line_that_is_not_kept_are_there_after_a_restart() {
    let mut desk = Desk::new();
    let seen = begin_observation(desk.writer(), "talk");

    draft::save(desk.writer(), &Draft { tags: vec![0, 2], ..draft_of(seen, 1, "waits four seconds") }).unwrap();
    desk.reopen();

    assert_eq!(draft::of(desk.writer().reader(), seen).unwrap()[0].tags, [0, 2]);
}
