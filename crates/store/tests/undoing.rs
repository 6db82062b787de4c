//! Undo of every act: a hundred steps, kept over a restart, never over somebody else's change.

use domain::{
    RowId,
    schema::{line, person},
};
use store::{Error, check, undo};

use crate::support::{
    Desk,
    acts::{begin_observation, edit_line, keep_line, remove_line},
    look::{count, texts_in_order},
};

fn text_of(desk: &mut Desk, line: RowId) -> String {
    store::observation::line(desk.writer().reader(), line).unwrap().1.text
}

fn live_lines(desk: &mut Desk) -> i64 {
    count(desk.writer().reader(), "select count(*) from line where removed_ms is null")
}

#[test]
fn a_hundred_acts_are_undone_after_a_restart_and_the_one_before_them_is_not() {
    let mut desk = Desk::new();
    let seen = begin_observation(desk.writer(), "talk");
    let kept = keep_line(desk.writer(), seen, "0");
    for number in 1..=undo::STEPS {
        edit_line(desk.writer(), seen, kept, &number.to_string());
    }
    desk.reopen();

    for number in (0..undo::STEPS).rev() {
        assert_eq!(undo::undo(desk.writer(), seen).unwrap().as_deref(), Some("edit line"));
        assert_eq!(text_of(&mut desk, kept), number.to_string());
    }

    assert_eq!(undo::undo(desk.writer(), seen).unwrap(), None, "the keeping of the line is the 101st");
    assert_eq!(live_lines(&mut desk), 1);
}

#[test]
fn what_was_undone_can_be_done_again_in_its_order_after_a_restart() {
    let mut desk = Desk::new();
    let seen = begin_observation(desk.writer(), "talk");
    let kept = keep_line(desk.writer(), seen, "first");
    edit_line(desk.writer(), seen, kept, "second — é");
    remove_line(desk.writer(), seen, kept);
    for _ in 0..3 {
        undo::undo(desk.writer(), seen).unwrap();
        desk.reopen();
    }
    assert_eq!(live_lines(&mut desk), 0);

    let names: Vec<_> = (0..4)
        .map(|_| {
            desk.reopen();
            undo::redo(desk.writer(), seen).unwrap()
        })
        .collect();

    let expected = ["keep line", "edit line", "remove line"].map(|name| Some(name.to_owned()));
    assert_eq!(names[..3], expected);
    assert_eq!(names[3], None);
    assert_eq!(live_lines(&mut desk), 0);
    undo::undo(desk.writer(), seen).unwrap();
    assert_eq!(text_of(&mut desk, kept), "second — é");
    check::all(desk.writer()).unwrap();
}

#[test]
fn a_new_act_leaves_nothing_to_do_again() {
    let mut desk = Desk::new();
    let seen = begin_observation(desk.writer(), "talk");
    let kept = keep_line(desk.writer(), seen, "first");
    edit_line(desk.writer(), seen, kept, "second");
    undo::undo(desk.writer(), seen).unwrap();

    edit_line(desk.writer(), seen, kept, "third");

    assert_eq!(undo::redo(desk.writer(), seen).unwrap(), None);
    undo::undo(desk.writer(), seen).unwrap();
    assert_eq!(text_of(&mut desk, kept), "first");
}

#[test]
fn an_undo_over_somebody_else_s_change_does_nothing_and_says_so() {
    let mut desk = Desk::new();
    let seen = begin_observation(desk.writer(), "talk");
    let kept = keep_line(desk.writer(), seen, "first");
    desk.writer()
        .act(seen, "two changes", |tx| {
            tx.set(line::ENTITY, kept, line::SPEAKER, "S".into())?;
            tx.set(line::ENTITY, kept, line::TEXT, "mine".into())
        })
        .unwrap();
    edit_line(desk.writer(), store::workspace(), kept, "theirs");
    let operations = count(desk.writer().reader(), "select count(*) from op");

    let outcome = undo::undo(desk.writer(), seen);

    assert!(matches!(outcome, Err(Error::Changed)));
    assert_eq!(text_of(&mut desk, kept), "theirs");
    assert_eq!(count(desk.writer().reader(), "select count(*) from op"), operations);
    assert_eq!(count(desk.writer().reader(), "select count(*) from line where speaker = 'S'"), 1);
}

#[test]
fn the_acts_of_one_document_are_undone_apart_from_those_of_another() {
    let mut desk = Desk::new();
    let one = begin_observation(desk.writer(), "talk");
    let other = begin_observation(desk.writer(), "talk");
    keep_line(desk.writer(), one, "in the one");
    keep_line(desk.writer(), other, "in the other");

    undo::undo(desk.writer(), one).unwrap();

    assert_eq!(live_lines(&mut desk), 1);
    assert_eq!(texts_in_order(desk.writer().reader(), "line"), ["in the one", "in the other"], "removed, not gone");
    assert_eq!(undo::undo(desk.writer(), one).unwrap(), None);
}

#[test]
fn an_import_of_a_thousand_people_is_undone_in_one_act() {
    let mut desk = Desk::new();
    let import = RowId::derived(&[b"an import"]);
    desk.writer()
        .act(import, "import roster", |tx| {
            for number in 0..1_000 {
                let id = tx.new_id();
                tx.create(person::ENTITY, id, vec![(person::FAMILY, format!("Person {number}").into())])?;
            }
            Ok::<_, Error>(())
        })
        .unwrap();

    assert_eq!(undo::undo(desk.writer(), import).unwrap().as_deref(), Some("import roster"));

    assert_eq!(count(desk.writer().reader(), "select count(*) from person where removed_ms is null"), 0);
    assert_eq!(count(desk.writer().reader(), "select txn_len from op where seq = 1001"), 1_000);
    undo::redo(desk.writer(), import).unwrap();
    assert_eq!(count(desk.writer().reader(), "select count(*) from person where removed_ms is null"), 1_000);
    check::all(desk.writer()).unwrap();
}
