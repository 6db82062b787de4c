//! A computer that had no contact for too long shows nothing that others wrote, and everything of its own.

use domain::{
    RowId,
    schema::{line, person},
    scope::Scope,
};
use store::{Connection, Error, check, exchange, export, lease, sharing};
use sync::{
    batch::Batch,
    body::Body,
    op::{CHAIN_START, Content, Op, OpRef},
    told::{Fact, Told},
};

use crate::support::{
    desk::{DAY_MS, MONDAY_MS},
    look::{found, tables_with},
    service::{Device, Service, person as coach, team},
};

const COLLEAGUE: i64 = 77;

fn row(name: &[u8]) -> RowId {
    RowId::derived(&[name])
}

/// Somebody else's computer, which writes rows of one kind, each in one scope.
fn bring(service: &mut Service, replica: i64, scope: &[u8], entity: u16, rows: &[(RowId, u16, &str)]) {
    let op = |(ctr, (row, field, words)): (i64, &(RowId, u16, &str))| Op {
        reference: OpRef { replica, ctr },
        txn_len: 1,
        hlc: MONDAY_MS << 16,
        schema: 2,
        entity,
        row: *row,
        kind: 1,
        content: Content::Whole { salt: [3; 16], body: Body::Create(vec![(*field, (*words).into())]).encode() },
    };
    let ops = (1..).zip(rows).map(op).collect();
    service.bring(scope, &Batch { replica, previous: CHAIN_START, ops });
}

fn write_here(device: &mut Device, words: &str) -> RowId {
    let act = |tx: &mut store::Tx<'_>| {
        let row = tx.new_id();
        tx.create(line::ENTITY, row, vec![(line::TEXT, words.into())])?;
        Ok::<_, Error>(row)
    };
    device.writer.act(store::workspace(), "line", act).unwrap()
}

/// What the service tells beside its news at this moment of its clock.
fn told(now_ms: i64, days: &str) -> Told {
    let (subject, object) = (coach(), row(b"the district"));
    let lease = Fact { kind: "lease".into(), subject, object, detail: days.into() };
    Told { now_ms, facts: vec![lease], seen: Vec::new() }
}

/// A computer with a line of its own, two of others' and a name of the roster, to which the service spoke on Monday.
fn world(wrong_ms: i64) -> (Device, Service) {
    let (mut device, mut service) = (Device::new(0, wrong_ms), Service::new());
    write_here(&mut device, "quokka of mine");
    let pair = Scope::Pair { coach: row(b"somebody"), teacher: coach() }.bytes();
    bring(
        &mut service,
        COLLEAGUE,
        &team(),
        line::ENTITY.number,
        &[(row(b"in the team"), line::TEXT, "wombat in the team")],
    );
    bring(&mut service, COLLEAGUE + 1, &pair, line::ENTITY.number, &[(row(b"shared"), line::TEXT, "wombat shared")]);
    let organisation = Scope::Organisation.bytes();
    bring(
        &mut service,
        COLLEAGUE + 2,
        &organisation,
        person::ENTITY.number,
        &[(row(b"amir"), person::FAMILY, "Haddad")],
    );
    device.exchange(&mut service);
    sharing::keep_told(&mut device.writer, &told(service.now_ms, "30")).unwrap();
    (device, service)
}

fn pass(device: &mut Device, days: i64) -> bool {
    device.clock.pass(days * DAY_MS);
    let clock_ms = device.writer.now_ms();
    lease::tend(&mut device.writer, clock_ms).unwrap()
}

fn shown(device: &Device) -> (usize, usize, usize) {
    let reader = device.writer.reader();
    (found(reader, "wombat").len(), found(reader, "quokka").len(), found(reader, "haddad").len())
}

/// How many lines an export has.
fn exported(connection: &Connection) -> usize {
    let mut lines = 0;
    export::each(connection, line::ENTITY, |_| {
        lines += 1;
        Ok::<_, Error>(())
    })
    .unwrap();
    lines
}

#[test]
fn what_others_wrote_closes_after_the_last_day_and_one_s_own_and_the_roster_stay() {
    for wrong_ms in [0, -400 * DAY_MS, 4_000 * DAY_MS] {
        let (mut device, _) = world(wrong_ms);
        assert_eq!(shown(&device), (2, 1, 1));
        assert!(!pass(&mut device, 29));
        assert_eq!(shown(&device), (2, 1, 1));

        assert!(pass(&mut device, 1));

        assert_eq!(shown(&device), (0, 1, 1));
        assert_eq!(exported(device.writer.reader()), 1, "nor is it exported");
        let history = exchange::history(device.writer.reader(), row(b"shared"), line::TEXT).unwrap();
        assert_eq!(history, [], "nor in a history");
        check::all(&mut device.writer).unwrap();
        write_here(&mut device, "quokka again");
        assert_eq!((shown(&device), device.waiting()), ((0, 2, 1), 1), "and one's own goes on");
    }
}

#[test]
fn nothing_is_destroyed_and_at_the_next_contact_everything_is_there_again() {
    let (mut device, mut service) = world(0);
    pass(&mut device, 31);
    let tables = tables_with(device.writer.reader(), "wombat");
    assert!(tables.iter().any(|table| table == "op") && !tables.iter().any(|table| table == "line"), "{tables:?}");
    service.now_ms += 31 * DAY_MS;

    let applied = device.exchange(&mut service);

    assert!(applied.tables.contains("line"), "screens are told");
    assert_eq!(shown(&device), (2, 1, 1));
    check::all(&mut device.writer).unwrap();
}

#[test]
fn a_clock_that_is_set_back_gives_no_day_more() {
    let (mut device, _) = world(0);
    pass(&mut device, 20);
    pass(&mut device, -300);
    assert!(!pass(&mut device, 9));
    assert!(pass(&mut device, 1), "thirty days have passed");
}

#[test]
fn a_clock_that_ran_ahead_closes_too_early_and_the_service_s_word_opens_at_once() {
    let (mut device, service) = world(0);
    pass(&mut device, 4_000);
    assert_eq!(shown(&device), (0, 1, 1));
    pass(&mut device, -4_000);
    assert_eq!(shown(&device), (0, 1, 1), "nobody can know how long it was");

    assert!(sharing::keep_told(&mut device.writer, &told(service.now_ms, "30")).unwrap());

    assert_eq!(shown(&device), (2, 1, 1));
}

#[test]
fn an_answer_that_was_carried_here_counts_from_when_it_was_given() {
    let (mut device, mut service) = world(0);
    pass(&mut device, 25);
    service.now_ms += 20 * DAY_MS;
    let carried = service.exchange(&device.question(1 << 20));

    exchange::apply(&mut device.writer, &carried).unwrap();

    assert!(!pass(&mut device, 20), "it was given on the twentieth day");
    assert!(pass(&mut device, 6));
    exchange::apply(&mut device.writer, &carried).unwrap();
    assert_eq!(shown(&device), (0, 1, 1), "the same stick again opens nothing");
}

#[test]
fn what_arrives_while_it_is_closed_is_kept_and_not_shown() {
    let (mut device, mut service) = world(0);
    pass(&mut device, 4_000);
    bring(&mut service, 99, &team(), line::ENTITY.number, &[(row(b"late"), line::TEXT, "wombat, late")]);

    device.exchange(&mut service);

    assert_eq!(shown(&device), (0, 1, 1), "the answer is from long before what this clock counted");
    check::all(&mut device.writer).unwrap();
    sharing::keep_told(&mut device.writer, &told(service.now_ms, "30")).unwrap();
    assert_eq!(shown(&device), (3, 1, 1));
    check::all(&mut device.writer).unwrap();
}

#[test]
fn what_is_erased_while_it_is_closed_never_comes_back() {
    let (mut device, mut service) = world(0);
    pass(&mut device, 4_000);
    let erase = Body::Erase { seen: Vec::new() };
    let op = Op {
        reference: OpRef { replica: 99, ctr: 1 },
        txn_len: 1,
        hlc: MONDAY_MS << 16,
        schema: 2,
        entity: line::ENTITY.number,
        row: row(b"in the team"),
        kind: erase.kind(),
        content: Content::Whole { salt: [3; 16], body: erase.encode() },
    };
    service.bring(&team(), &Batch { replica: 99, previous: CHAIN_START, ops: vec![op] });

    let applied = device.exchange(&mut service);

    assert_eq!(applied.erased, 1, "it goes from the backups, too");
    assert_eq!(tables_with(device.writer.reader(), "wombat in the team"), Vec::<String>::new());
    sharing::keep_told(&mut device.writer, &told(service.now_ms, "30")).unwrap();
    assert_eq!(shown(&device), (1, 1, 1));
}

#[test]
fn a_row_of_others_on_which_this_computer_wrote_stays_whole() {
    let (mut device, _) = world(0);
    let act = |tx: &mut store::Tx<'_>| tx.set(line::ENTITY, row(b"in the team"), line::SPEAKER, "quokka".into());
    device.writer.act(store::workspace(), "set", act).unwrap();

    pass(&mut device, 30);

    assert_eq!(shown(&device), (1, 1, 1), "the next word would otherwise be written over what nobody sees");
}

#[test]
fn a_week_before_it_is_near_and_where_nothing_is_of_others_nobody_need_know() {
    let (mut device, _) = world(0);
    let state = |device: &mut Device| {
        let clock_ms = device.writer.now_ms();
        lease::lease(device.writer.reader(), clock_ms).unwrap().unwrap()
    };
    pass(&mut device, 22);
    assert!(!state(&mut device).is_near());
    pass(&mut device, 1);
    let near = state(&mut device);
    assert_eq!((near.is_near(), near.is_shut, near.has_others, near.left_ms), (true, false, true, 7 * DAY_MS));

    let mut alone = Device::new(1, 0);
    sharing::keep_told(&mut alone.writer, &told(MONDAY_MS, "30")).unwrap();
    assert!(!state(&mut alone).has_others);
}

#[test]
fn fewer_days_count_from_the_same_contact_and_a_service_that_sets_no_end_closes_nothing() {
    let (mut device, service) = world(0);
    sharing::keep_told(&mut device.writer, &told(service.now_ms, "14")).unwrap();
    assert!(pass(&mut device, 14));

    let silent = Told { facts: Vec::new(), ..told(service.now_ms, "") };
    sharing::keep_told(&mut device.writer, &silent).unwrap();

    assert_eq!(shown(&device), (2, 1, 1));
    assert!(!pass(&mut device, 10_000));
    assert_eq!(shown(&device), (2, 1, 1));
}

#[test]
fn a_profile_to_which_no_service_ever_spoke_has_no_end() {
    let mut device = Device::new(0, 0);
    assert_eq!(lease::lease(device.writer.reader(), MONDAY_MS).unwrap(), None);
    assert!(!pass(&mut device, 10_000));
}
