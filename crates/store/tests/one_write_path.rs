//! One act is rows and operations in one transaction.

use domain::{
    RowId, Value,
    schema::{line, observation, wondering},
};
use store::{Error, check, rebuild};

use crate::support::{
    Desk,
    acts::{begin_observation, edit_line, keep_line, wonder},
    look::{count, names},
};

#[test]
fn an_act_changes_rows_and_log_together() {
    let mut desk = Desk::new();
    let seen = begin_observation(desk.writer(), "talk");

    keep_line(desk.writer(), seen, "Who has another way?");

    let connection = desk.writer().reader();
    assert_eq!(count(connection, "select count(*) from line where text = 'Who has another way?'"), 1);
    assert_eq!(count(connection, "select count(*) from op"), 2);
}

#[test]
fn an_act_that_fails_half_way_changes_nothing() {
    let mut desk = Desk::new();
    let seen = begin_observation(desk.writer(), "talk");
    let before = rebuild::fingerprint(desk.writer().reader()).unwrap();

    let outcome: store::Result<()> = desk.writer().act(seen, "two things", |tx| {
        let id = tx.new_id();
        tx.create(line::ENTITY, id, vec![(line::TEXT, "half".into())])?;
        tx.set(line::ENTITY, RowId::derived(&[b"nobody"]), line::TEXT, "never".into())
    });

    assert!(matches!(outcome, Err(Error::NotFound { entity: "line" })));
    assert_eq!(rebuild::fingerprint(desk.writer().reader()).unwrap(), before);
    assert_eq!(count(desk.writer().reader(), "select count(*) from op"), 1);
    assert_eq!(count(desk.writer().reader(), "select count(*) from local_undo"), 1);
    check::all(desk.writer()).unwrap();
}

#[test]
fn the_first_operation_of_an_act_says_how_many_belong_to_it_in_each_log() {
    let mut desk = Desk::new();
    desk.writer()
        .act(store::workspace(), "three and two", |tx| {
            for text in ["one", "two", "three"] {
                let id = tx.new_id();
                tx.create(line::ENTITY, id, vec![(line::TEXT, text.into())])?;
                if text != "two" {
                    let id = tx.new_id();
                    tx.create(wondering::ENTITY, id, vec![(wondering::TEXT, text.into())])?;
                }
            }
            Ok::<_, Error>(())
        })
        .unwrap();

    let connection = desk.writer().reader();
    let lengths = |log: i64| {
        let sql = format!(
            "select cast(txn_len as text) from op where replica =
             (select replica from local_replica where log = {log}) order by ctr"
        );
        names(connection, &sql)
    };
    assert_eq!(lengths(0), ["3", "0", "0"]);
    assert_eq!(lengths(1), ["2", "0"]);
}

#[test]
fn private_rows_are_written_to_the_private_log_alone() {
    let mut desk = Desk::new();
    let seen = begin_observation(desk.writer(), "talk");
    let kept = keep_line(desk.writer(), seen, "Who has another way?");
    wonder(desk.writer(), seen, kept, "Did she plan the pause?");

    let connection = desk.writer().reader();
    let of = |log: i64, rule: &str| {
        let sql = format!(
            "select count(*) from op join local_replica using (replica) where log = {log} and entity {rule} (16, 21, 63)"
        );
        count(connection, &sql)
    };
    assert_eq!((of(0, "in"), of(0, "not in"), of(1, "in"), of(1, "not in")), (0, 2, 1, 0));
}

#[test]
fn each_log_counts_from_one_without_a_gap() {
    let mut desk = Desk::new();
    let seen = begin_observation(desk.writer(), "talk");
    for number in 0..20 {
        let kept = keep_line(desk.writer(), seen, &format!("line {number}"));
        if number % 3 == 0 {
            wonder(desk.writer(), seen, kept, "why?");
            desk.reopen();
        }
    }

    let gaps =
        "select count(*) from (select ctr, row_number() over (partition by replica order by seq) as place from op)
                where ctr <> place";
    assert_eq!(count(desk.writer().reader(), gaps), 0);
    assert_eq!(count(desk.writer().reader(), "select count(distinct replica) from op"), 2);
}

#[test]
fn the_log_s_time_never_goes_back_although_the_clock_does() {
    let mut desk = Desk::new();
    let seen = begin_observation(desk.writer(), "talk");
    for back in [0, -3_600_000, 5, -86_400_000, -2_000_000_000_000] {
        desk.clock.pass(back);
        keep_line(desk.writer(), seen, "a line");
        desk.reopen();
    }

    let backward =
        "select count(*) from (select hlc, lag(hlc) over (order by seq) as before from op) where hlc <= before";
    assert_eq!(count(desk.writer().reader(), backward), 0);
}

#[test]
fn an_edit_is_logged_as_the_words_that_changed_and_the_same_value_again_as_nothing() {
    let mut desk = Desk::new();
    let seen = begin_observation(desk.writer(), "talk");
    let kept = keep_line(desk.writer(), seen, "Who has another way? — שלום");

    edit_line(desk.writer(), seen, kept, "Who has another wáy? — שלום");
    edit_line(desk.writer(), seen, kept, "Who has another wáy? — שלום");

    let connection = desk.writer().reader();
    assert_eq!(count(connection, "select count(*) from op where kind = 3"), 1);
    assert_eq!(count(connection, "select count(*) from op"), 3);
    assert_eq!(count(connection, "select length(body) < 60 from op where kind = 3"), 1);
}

#[test]
fn a_changed_value_names_the_operation_whose_value_was_on_the_screen() {
    let mut desk = Desk::new();
    let seen = begin_observation(desk.writer(), "talk");
    for state in ["finished", "open"] {
        desk.writer()
            .act(seen, "state", |tx| tx.set(observation::ENTITY, seen, observation::STATE, state.into()))
            .unwrap();
    }

    // CBOR ends with the pair of replica and counter: the first change stands over the creation, the second over the first.
    let connection = desk.writer().reader();
    let ends = |ctr: i64| {
        count(
            connection,
            &format!("select cast(substr(body, -1) = x'{:02x}' as integer) from op where ctr = {ctr}", ctr - 1),
        )
    };
    assert_eq!((ends(2), ends(3)), (1, 1));
}

#[test]
fn an_empty_value_is_a_value() {
    let mut desk = Desk::new();
    let seen = begin_observation(desk.writer(), "talk");

    desk.writer().act(seen, "clear", |tx| tx.set(observation::ENTITY, seen, observation::FOCUS, Value::Null)).unwrap();
    desk.writer().act(seen, "refill", |tx| tx.set(observation::ENTITY, seen, observation::FOCUS, "é".into())).unwrap();

    assert_eq!(count(desk.writer().reader(), "select count(*) from observation where focus = 'é'"), 1);
    check::all(desk.writer()).unwrap();
}

#[test]
fn rows_made_in_one_millisecond_have_ids_in_the_order_of_making() {
    let mut desk = Desk::new();
    let mut make =
        || desk.writer().act(store::workspace(), "make", |tx| Ok::<_, Error>([(); 20].map(|()| tx.new_id())));

    let made = [make().unwrap(), make().unwrap()].concat();

    assert!(made.is_sorted_by(|one, next| one < next));
}
