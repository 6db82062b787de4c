use domain::schema::line;

use super::*;
use crate::op::revision;

const MAKER: OpRef = OpRef { replica: 1, ctr: 1 };

fn op(replica: i64, ctr: i64) -> OpRef {
    OpRef { replica, ctr }
}

fn fold(ops: &[(OpRef, i64, Body)]) -> Row {
    let placed = |(reference, ord, body): &'_ (OpRef, i64, Body)| (*reference, *ord, body.clone());
    let ops: Vec<_> = ops.iter().map(placed).collect();
    Row::fold(
        line::ENTITY,
        ops.iter().map(|(reference, ord, body)| Placed {
            reference: *reference,
            hlc: *ord,
            ord: *ord,
            body: Some(body),
        }),
    )
}

fn made(text: &str) -> (OpRef, i64, Body) {
    (
        MAKER,
        1,
        Body::Create(vec![(line::OFFSET_MS, 5_i64.into()), (line::TEXT, text.into()), (line::STARRED, 0_i64.into())]),
    )
}

fn starred(value: i64, over: &[OpRef]) -> Body {
    Body::Set { field: line::STARRED, value: value.into(), over: over.to_vec() }
}

fn rewritten(parents: &[(&[[u8; 16]], &str)], after: &str) -> Body {
    let names: Vec<_> = parents.iter().map(|(above, text)| revision(above, text)).collect();
    Body::Text {
        field: line::TEXT,
        at: 0,
        deleted: parents[0].1.len(),
        inserted: after.to_owned(),
        result: revision(&names, after),
        parents: names,
        settles: false,
    }
}

#[test]
fn changes_of_different_fields_both_stand() {
    let text = "What do you notice?";
    let row = fold(&[
        made(text),
        (op(2, 1), 2, starred(1, &[MAKER])),
        (op(3, 1), 2, rewritten(&[(&[], text)], "What else?")),
    ]);
    assert_eq!((row.value(line::STARRED), row.value(line::TEXT)), (1_i64.into(), "What else?".into()));
    assert!(row.values.values().all(|register| register.others().is_empty()));
}

#[test]
fn the_value_that_loses_is_kept_beside_the_one_that_stands() {
    let row = fold(&[made("x"), (op(2, 1), 9, starred(1, &[MAKER])), (op(3, 1), 4, starred(2, &[MAKER]))]);
    assert_eq!(row.value(line::STARRED), 1_i64.into());
    assert_eq!(row.values[&line::STARRED].others()[0].value, 2_i64.into());
}

#[test]
fn a_change_that_comes_again_under_another_name_does_not_undo_what_was_written_over_it() {
    let again = (op(9, 1), 1, made("x").2);
    let row = fold(&[made("x"), (op(2, 1), 9, starred(1, &[MAKER])), again.clone()]);
    assert_eq!((row.value(line::STARRED), row.values[&line::STARRED].others()), (1_i64.into(), vec![]));
    let starred_again = (op(9, 2), 9, starred(1, &[op(9, 1)]));
    let unstarred = (op(3, 1), 10, starred(0, &[op(2, 1)]));
    let row = fold(&[made("x"), (op(2, 1), 9, starred(1, &[MAKER])), unstarred, again.clone(), starred_again]);
    assert_eq!((row.value(line::STARRED), row.values[&line::STARRED].others()), (0_i64.into(), vec![]));
    // Whoever knew only the second name writes over the first as well, as long as it stands.
    let row = fold(&[made("x"), again, (op(2, 1), 0, starred(1, &[op(9, 1)]))]);
    assert_eq!((row.value(line::STARRED), row.values[&line::STARRED].others()), (1_i64.into(), vec![]));
}

#[test]
fn a_row_that_one_removed_and_another_changed_stays_and_says_so() {
    let changed = (op(2, 1), 2, starred(1, &[MAKER]));
    let removed = (op(1, 2), 3, Body::Remove { seen: vec![] });
    for order in [[changed.clone(), removed.clone()], [removed.clone(), changed.clone()]] {
        let row = fold(&[vec![made("x")], order.to_vec()].concat());
        assert!(row.is_live() && row.is_contested());
    }
    let knowing = (op(1, 2), 3, Body::Remove { seen: vec![op(2, 1)] });
    assert!(!fold(&[made("x"), changed, knowing]).is_live());
}

#[test]
fn a_row_that_was_brought_back_is_there() {
    let row = fold(&[made("x"), (op(1, 2), 3, Body::Remove { seen: vec![] }), (op(2, 1), 4, Body::Restore)]);
    assert!(row.is_live() && !row.is_contested());
}

#[test]
fn adding_the_same_row_again_wins_over_a_removal_that_did_not_know_of_it() {
    let again = (op(2, 1), 2, made("x").2);
    assert!(fold(&[made("x"), (op(1, 2), 3, Body::Remove { seen: vec![] }), again]).is_live());
}

#[test]
fn two_rewritings_of_one_text_are_both_kept() {
    let base = "Priya asked first. Then the class wrote.";
    let one = rewritten(&[(&[], base)], "Priya asked first, twice. Then the class wrote.");
    let other = rewritten(&[(&[], base)], "Priya asked first. Then the class wrote in pairs.");
    let row = fold(&[made(base), (op(2, 1), 2, one), (op(3, 1), 3, other)]);
    assert_eq!(row.value(line::TEXT), "Priya asked first, twice. Then the class wrote in pairs.".into());
    assert!(row.texts[&line::TEXT].cards.is_empty());
}

#[test]
fn passages_that_meet_leave_a_card_until_somebody_chooses() {
    let base = "Four students answered.";
    let one = rewritten(&[(&[], base)], "Five students answered.");
    let other = rewritten(&[(&[], base)], "Six students answered.");
    let ops = [made(base), (op(2, 1), 2, one), (op(3, 1), 3, other)];
    let row = fold(&ops);
    let prose = &row.texts[&line::TEXT];
    assert_eq!((prose.text(), prose.cards.len()), ("Six students answered.", 1));
    let written_on = |settles, after: &str| {
        let parents = prose.tips();
        let deleted = prose.words(parents[0]).unwrap().len();
        let result = revision(&parents, after);
        Body::Text { field: line::TEXT, parents, at: 0, deleted, inserted: after.into(), result, settles }
    };
    let cards = |body: Body, text: &str| {
        let row = fold(&[ops.to_vec(), vec![(op(1, 2), 4, body)]].concat());
        assert_eq!(row.value(line::TEXT), text.into());
        row.texts[&line::TEXT].cards.len()
    };
    assert_eq!(
        cards(written_on(false, "Six students answered. One did not."), "Six students answered. One did not."),
        1
    );
    assert_eq!(cards(written_on(true, "Five or six students answered."), "Five or six students answered."), 0);
}

#[test]
fn writing_on_over_a_merge_does_not_depend_on_what_else_arrives_between() {
    let base = "One. Two. Three.";
    let one = (op(2, 1), 2, rewritten(&[(&[], base)], "One a. Two. Three."));
    let other = (op(3, 1), 3, rewritten(&[(&[], base)], "One. Two b. Three."));
    let early = fold(&[made(base), one.clone(), other.clone()]);
    let prose = &early.texts[&line::TEXT];
    let parents = prose.tips();
    let on = (
        op(2, 2),
        5,
        Body::Text {
            field: line::TEXT,
            at: 0,
            deleted: prose.words(parents[0]).unwrap().len(),
            inserted: "One a. Two b. Three. Four.".into(),
            result: revision(&parents, "One a. Two b. Three. Four."),
            parents,
            settles: false,
        },
    );
    let between = (op(4, 1), 4, rewritten(&[(&[], base)], "One. Two. Three c."));
    let row = fold(&[made(base), one, other, between, on]);
    assert_eq!(row.value(line::TEXT), "One a. Two b. Three c. Four.".into());
    assert_eq!(row.texts[&line::TEXT].unread(), 0);
}

#[test]
fn a_revision_whose_parent_never_arrived_changes_nothing_and_is_counted() {
    let row = fold(&[made("x"), (op(2, 1), 2, rewritten(&[(&[], "another text")], "y"))]);
    assert_eq!((row.value(line::TEXT), row.texts[&line::TEXT].unread()), ("x".into(), 1));
}

#[test]
fn what_was_erased_stays_a_mark() {
    let row = fold(&[made("x"), (op(1, 2), 2, Body::Erase { seen: Vec::new() }), (op(2, 1), 3, starred(1, &[MAKER]))]);
    assert!(row.erased_ms == Some(0) && !row.is_live() && row.values.is_empty());
}

#[test]
fn what_was_erased_and_made_again_has_its_new_content_alone() {
    let again = Body::Create(vec![(line::TEXT, "new".into())]);
    let row = fold(&[made("old"), (op(1, 2), 2, Body::Erase { seen: Vec::new() }), (op(2, 1), 3, again)]);
    assert!(row.is_live());
    assert_eq!((row.value(line::TEXT), row.value(line::STARRED)), ("new".into(), domain::Value::Null));
}

#[test]
fn a_version_of_the_service_is_all_that_a_reader_has() {
    let first =
        (op(9, 1), 4, Body::Version(vec![(line::TEXT, "Four answered.".into()), (line::STARRED, 1_i64.into())]));
    let next = (op(9, 2), 3, Body::Version(vec![(line::TEXT, "Five answered.".into())]));
    let row = fold(&[first, next]);
    assert_eq!((row.value(line::TEXT), row.value(line::STARRED)), ("Five answered.".into(), Value::Null));
    assert!(row.is_live() && row.values.values().all(|register| register.others().is_empty()));
}

#[test]
fn opening_a_document_to_others_changes_no_row() {
    let shared = (op(1, 2), 2, Body::Share { scope: vec![1] });
    assert_eq!(fold(&[made("x"), shared]), fold(&[made("x")]));
}

#[test]
fn a_text_that_comes_before_what_it_was_written_over_is_read_when_that_comes() {
    let first = (op(1, 2), 2, rewritten(&[(&[], "One.")], "Two."));
    let one = revision(&[], "One.");
    let second = (op(2, 1), 3, rewritten(&[(&[one], "Two.")], "Three."));
    let early = fold(&[second.clone(), first.clone(), made("One.")]);
    assert_eq!((early.value(line::TEXT), early.texts[&line::TEXT].unread()), ("Three.".into(), 0));
    let late = fold(&[made("One."), second, first]);
    assert_eq!((late.value(line::TEXT), late.texts[&line::TEXT].unread()), ("Three.".into(), 0));
}

#[test]
fn what_was_erased_stays_gone_also_where_it_comes_after_the_erasure() {
    let erased = (op(2, 1), 2, Body::Erase { seen: vec![MAKER] });
    let row = fold(&[erased.clone(), made("x"), (op(1, 2), 3, starred(1, &[MAKER]))]);
    assert!(!row.is_live() && row.values.is_empty());
    let again = (op(3, 1), 4, Body::Create(vec![(line::TEXT, "y".into())]));
    let row = fold(&[erased, again, made("x")]);
    assert_eq!((row.is_live(), row.value(line::TEXT)), (true, "y".into()));
}

#[test]
fn a_text_that_was_taken_back_as_a_whole_keeps_what_somebody_else_wrote_on_in_it() {
    let emptied = (op(1, 3), 2, Body::Set { field: line::TEXT, value: Value::Null, over: vec![op(1, 2)] });
    let first = (op(1, 2), 1, rewritten(&[(&[], "One.")], "Two."));
    let one = revision(&[], "One.");
    let other = (op(2, 1), 3, rewritten(&[(&[one], "Two.")], "Two and more."));
    let row = fold(&[made("One."), first.clone(), emptied.clone()]);
    assert_eq!(row.value(line::TEXT), Value::Null);
    let row = fold(&[made("One."), first, emptied, other]);
    assert_eq!((row.value(line::TEXT), row.texts[&line::TEXT].unread()), ("Two and more.".into(), 0));
}

#[test]
fn who_empties_a_text_leaves_what_somebody_wrote_whom_they_did_not_know() {
    let first = (op(1, 2), 1, rewritten(&[(&[], "One.")], "Two."));
    let other = (op(2, 1), 2, rewritten(&[(&[revision(&[], "One.")], "Two.")], "Two and more."));
    let emptied = |over| (op(1, 3), 3, Body::Set { field: line::TEXT, value: Value::Null, over });
    let row = fold(&[made("One."), first.clone(), other.clone(), emptied(vec![op(1, 2)])]);
    assert_eq!((row.value(line::TEXT), row.texts[&line::TEXT].cards.len()), ("Two and more.".into(), 1));
    let row = fold(&[made("One."), first, other, emptied(vec![op(2, 1)])]);
    assert_eq!((row.value(line::TEXT), row.texts[&line::TEXT].cards.len()), (Value::Null, 0));
}

#[test]
fn an_emptied_text_stays_empty_where_what_was_emptied_comes_later() {
    let first = (op(2, 1), 1, rewritten(&[(&[], "One.")], "Two."));
    let emptied = (op(3, 1), 2, Body::Set { field: line::TEXT, value: Value::Null, over: vec![op(2, 1)] });
    let row = fold(&[made("One."), emptied.clone()]);
    assert_eq!((row.value(line::TEXT), row.texts[&line::TEXT].unread()), ("One.".into(), 1));
    let row = fold(&[made("One."), emptied.clone(), first.clone()]);
    assert_eq!((row.value(line::TEXT), row.texts[&line::TEXT].unread()), (Value::Null, 0));
    let row = fold(&[emptied, first, made("One.")]);
    assert_eq!((row.value(line::TEXT), row.texts[&line::TEXT].unread()), (Value::Null, 0));
}

#[test]
fn a_text_that_was_emptied_before_anybody_changed_it_takes_what_was_written_over_its_first_words() {
    let emptied = (op(2, 1), 2, Body::Set { field: line::TEXT, value: Value::Null, over: vec![MAKER] });
    let other = (op(3, 1), 3, rewritten(&[(&[], "One.")], "One and more."));
    let row = fold(&[made("One."), emptied.clone()]);
    assert_eq!(row.value(line::TEXT), Value::Null);
    let row = fold(&[made("One."), emptied, other]);
    assert_eq!((row.value(line::TEXT), row.texts[&line::TEXT].unread()), ("One and more.".into(), 0));
}

#[test]
fn when_a_row_was_erased_does_not_depend_on_what_the_erasing_took() {
    let version = |text: &str| Body::Version(vec![(line::TEXT, text.into())]);
    let of = |ms: i64| (op(9, ms), ms << 16);
    let ops = [
        (of(1), version("what stood")),
        (of(2), Body::Remove { seen: Vec::new() }),
        (of(3), version("there again")),
        (of(4), Body::Erase { seen: Vec::new() }),
    ];
    let fold = |keeps: &dyn Fn(&Body) -> bool| {
        let placed = ops.iter().map(|((reference, hlc), body)| Placed {
            reference: *reference,
            hlc: *hlc,
            ord: *hlc,
            body: Some(body).filter(|body| keeps(body)),
        });
        Row::fold(line::ENTITY, placed)
    };

    let (before, after) = (fold(&|_| true), fold(&|body| !matches!(body, Body::Version(_))));

    assert_eq!((before.erased_ms, after.erased_ms), (Some(4), Some(4)));
    assert_eq!(before.created_ms, after.created_ms);
}
