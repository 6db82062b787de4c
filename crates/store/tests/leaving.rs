//! Somebody who left an organisation keeps what they wrote, and the names without which nobody could read it.

use domain::{
    RowId, Value,
    schema::{look_for, look_for_set, observation, organisation, person, section, tag},
    scope::Scope,
};
use store::{check, exchange};
use sync::{
    batch::Batch,
    body::Body,
    exchange::{Cursor, News},
    op::{CHAIN_START, Content, Op, OpRef},
};

use crate::support::{
    acts::begin_observation,
    desk::MONDAY_MS,
    look::{found, names, tables_with},
    service::{Device, Service, membership, own},
};

const ROSTER: i64 = 42;

fn row(name: &str) -> RowId {
    RowId::derived(&[name.as_bytes()])
}

/// A row to make: its entity, its id and its fields.
type Made = (u16, RowId, Vec<(u16, Value)>);

/// What the organisation's roster says: two teachers, each with a class at a school of their own, and two look-fors.
fn roster() -> Vec<Made> {
    let mut rows =
        vec![(organisation::ENTITY.number, row("the district"), vec![(organisation::NAME, "Riverbend".into())])];
    for (teacher, school, class, wanted) in
        [("Haddad", "Cedar", "period 3", "wait time"), ("Novak", "Birch", "period 5", "exit ticket")]
    {
        rows.extend([
            (organisation::ENTITY.number, row(school), vec![(organisation::NAME, school.into())]),
            (person::ENTITY.number, row(teacher), vec![(person::FAMILY, teacher.into())]),
            (
                section::ENTITY.number,
                row(class),
                vec![
                    (section::SCHOOL, row(school).into()),
                    (section::TEACHER, row(teacher).into()),
                    (section::TITLE, class.into()),
                ],
            ),
            (look_for_set::ENTITY.number, row(&format!("set of {wanted}")), vec![(look_for_set::TITLE, wanted.into())]),
            (
                look_for::ENTITY.number,
                row(wanted),
                vec![(look_for::SET, row(&format!("set of {wanted}")).into()), (look_for::TEXT, wanted.into())],
            ),
        ]);
    }
    rows
}

#[test]
fn when_the_organisation_closes_what_one_s_own_work_names_stays_and_the_rest_of_the_roster_goes() {
    let (mut device, mut service) = (Device::new(0, 0), Service::new());
    let op = |(ctr, (entity, row, fields)): (i64, Made)| Op {
        reference: OpRef { replica: ROSTER, ctr },
        txn_len: 1,
        hlc: MONDAY_MS << 16,
        schema: 2,
        entity,
        row,
        kind: 1,
        content: Content::Whole { salt: [3; 16], body: Body::Create(fields).encode() },
    };
    let ops = (1..).zip(roster()).map(op).collect();
    let scope = Scope::Organisation.bytes();
    service.bring(&scope, &Batch { replica: ROSTER, previous: CHAIN_START, ops });
    device.exchange(&mut service);
    device
        .writer
        .act(store::workspace(), "observe", |tx| {
            let (lesson, evidence) = (tx.new_id(), tx.new_id());
            let fields =
                vec![(observation::SECTION, row("period 3").into()), (observation::FOCUS, "how long is waited".into())];
            tx.create(observation::ENTITY, lesson, fields)?;
            let fields = vec![(tag::OBSERVATION, lesson.into()), (tag::LOOK_FOR, row("wait time").into())];
            tx.create(tag::ENTITY, evidence, fields)
        })
        .unwrap();
    let mut answer = service.exchange(&device.question(1 << 20));
    answer.news = vec![News::Closed { scope }];

    exchange::apply(&mut device.writer, &answer).unwrap();

    let reader = device.writer.reader();
    assert_eq!(names(reader, "select family from person"), ["Haddad"]);
    assert_eq!(names(reader, "select name from organisation order by name"), ["Cedar", "Riverbend"]);
    assert_eq!(names(reader, "select title from section"), ["period 3"]);
    assert_eq!(names(reader, "select text from look_for"), ["wait time"]);
    for gone in ["Novak", "Birch", "exit ticket"] {
        assert_eq!(tables_with(reader, gone), Vec::<String>::new(), "{gone}");
    }
    assert_eq!(found(reader, "waited").len(), 1);
    check::all(&mut device.writer).unwrap();
    exchange::apply(&mut device.writer, &answer).unwrap();
    assert_eq!(names(device.writer.reader(), "select family from person"), ["Haddad"], "the same answer again");
}

#[test]
fn who_is_let_in_again_hands_in_anew_what_went_into_custody_and_receives_from_the_beginning() {
    let (mut device, mut service) = (Device::new(0, 0), Service::new());
    service.refused.insert(own());
    let lesson = begin_observation(&mut device.writer, "handed in on leaving");
    let mut answer = service.exchange(&device.question(1 << 20));
    answer.cursor = Cursor::GONE;
    exchange::apply(&mut device.writer, &answer).unwrap();
    let counts = |device: &Device| exchange::counts(device.writer.reader()).unwrap();
    let held = counts(&device).custody;
    assert!(held > 0 && counts(&device).waiting == 0, "the control: it is in custody");
    service.refused.clear();

    exchange::become_own_device(&mut device.writer, &membership(2)).unwrap();

    assert_eq!((counts(&device).waiting, counts(&device).custody), (held, 0));
    assert_eq!(device.question(1 << 20).cursor, Cursor::default());
    device.exchange(&mut service);
    assert_eq!((counts(&device).waiting, counts(&device).custody), (0, 0), "the service takes it under its new name");
    assert_eq!(found(device.writer.reader(), "leaving"), [lesson]);
    check::all(&mut device.writer).unwrap();
}
