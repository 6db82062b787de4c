//! Single cases of the exchange that random worlds meet rarely or never.

use actions::{
    person,
    session::{self, Begin},
    step::{self, CheckResult, CheckStep, Replacement, ResultBeside},
};
use domain::{
    Problem, RowId, Value,
    access::Record,
    schema::{calendar_day, line, step as step_row, wondering},
    scope::Scope,
};
use store::{Connection, Error, check, erase, exchange, rebuild, undo};
use sync::{
    batch::Batch,
    body::Body,
    exchange::{News, Refused, Taken},
    op::{CHAIN_START, Content, Op, OpRef},
};

use crate::support::{
    look::{count, found, names, tables_with},
    service::{Device, Service, membership, own, settle, team},
};

/// Somebody else who writes, without a computer.
struct Writer {
    replica: i64,
    ctr: i64,
    chain: [u8; 16],
}

impl Writer {
    fn new(replica: i64) -> Self {
        Self { replica, ctr: 0, chain: CHAIN_START }
    }

    fn batch(&mut self, ops: &[(u16, RowId, Body)]) -> Batch {
        let previous = self.chain;
        let ops = ops.iter().map(|(entity, row, body)| self.op(*entity, *row, body.kind(), body.encode(), 2)).collect();
        Batch { replica: self.replica, previous, ops }
    }

    fn op(&mut self, entity: u16, row: RowId, kind: i64, body: Vec<u8>, schema: i64) -> Op {
        self.ctr += 1;
        let reference = OpRef { replica: self.replica, ctr: self.ctr };
        let content = Content::Whole { salt: [3; 16], body };
        let op = Op { reference, txn_len: 1, hlc: 1_791_205_200_000 << 16, schema, entity, row, kind, content };
        self.chain = op.chained(&self.chain);
        op
    }
}

fn row(name: &[u8]) -> RowId {
    RowId::derived(&[name])
}

fn made(text: &str) -> Body {
    Body::Create(vec![(line::TEXT, text.into())])
}

fn line_number() -> u16 {
    line::ENTITY.number
}

fn make_line(device: &mut Device, text: &str) -> RowId {
    device
        .writer
        .act(store::workspace(), "line", |tx| {
            let row = tx.new_id();
            tx.create(line::ENTITY, row, vec![(line::TEXT, text.into())])?;
            Ok::<_, Error>(row)
        })
        .unwrap()
}

fn set(device: &mut Device, row: RowId, field: u16, value: &str) {
    device.writer.act(store::workspace(), "set", |tx| tx.set(line::ENTITY, row, field, value.into())).unwrap();
}

fn text(connection: &Connection, row: RowId) -> Option<String> {
    let sql = "select text from line where id = ?1 and removed_ms is null";
    connection.query_row(sql, [row.bytes()], |row| row.get(0)).ok()
}

fn two() -> [Device; 2] {
    [Device::new(0, 0), Device::new(1, 3_600_000)]
}

#[test]
fn nothing_private_is_brought() {
    let mut device = Device::new(0, 0);
    make_line(&mut device, "said aloud");
    device
        .writer
        .act(store::workspace(), "wonder", |tx| {
            let row = tx.new_id();
            tx.create(wondering::ENTITY, row, vec![(wondering::TEXT, "only mine".into())])
        })
        .unwrap();

    let brought = device.question(1 << 20).brought;

    let ops: Vec<Op> = brought.iter().flat_map(|brought| Batch::decode(&brought.batch).unwrap().ops).collect();
    assert_eq!(ops.iter().map(|op| op.entity).collect::<Vec<_>>(), [line_number()]);
    assert_eq!(brought[0].scope, own());
}

#[test]
fn a_profile_that_belongs_to_no_service_has_nothing_to_say() {
    let mut desk = crate::support::Desk::new();
    let standing = exchange::standing(desk.writer().reader(), 9, &crate::support::service::sign);
    assert!(matches!(standing, Err(Error::NotFound { .. })));
    assert_eq!(exchange::membership(desk.writer().reader()).unwrap(), None);
    exchange::join(desk.writer(), &membership(3)).unwrap();
    assert_eq!(exchange::membership(desk.writer().reader()).unwrap(), Some(membership(3)));
    assert!(!format!("{:?}", membership(3)).contains("token"));
}

#[test]
fn batches_are_whole_acts_as_far_as_they_fit() {
    let mut device = Device::new(0, 0);
    for number in 0..40 {
        let act = |tx: &mut store::Tx<'_>| {
            for _ in 0..3 {
                let row = tx.new_id();
                tx.create(line::ENTITY, row, vec![(line::TEXT, format!("{number} words").into())])?;
            }
            Ok::<_, Error>(())
        };
        device.writer.act(store::workspace(), "three", act).unwrap();
    }
    let mut service = Service::new();
    let mut sent = 0;
    while device.waiting() > 0 {
        let question = device.question(700);
        for brought in &question.brought {
            let ops = Batch::decode(&brought.batch).unwrap().ops;
            assert_eq!((ops[0].txn_len, ops.len() % 3), (3, 0));
            sent += ops.len();
        }
        let answer = service.exchange(&question);
        exchange::apply(&mut device.writer, &answer).unwrap();
    }
    assert_eq!(sent, 120);
}

#[test]
fn an_answer_that_contradicts_the_log_changes_nothing_at_all() {
    let [mut one, mut other] = two();
    let mut service = Service::new();
    let kept = make_line(&mut one, "mine");
    let theirs = make_line(&mut other, "theirs");
    other.exchange(&mut service);
    let mut forger = Writer::new(77);
    service.bring(&own(), &forger.batch(&[(line_number(), row(b"fine"), made("fine"))]));
    one.exchange(&mut service);
    let mut liar = Writer::new(77);
    let lie = liar.batch(&[(line_number(), row(b"lie"), made("lie"))]);
    set(&mut one, kept, line::SPEAKER, "T");
    service.bring(&own(), &lie);
    let of = |device: &Device| {
        let reader = device.writer.reader();
        let standing = exchange::standing(reader, 1 << 20, &crate::support::service::sign).unwrap();
        (rebuild::fingerprint(reader).unwrap(), standing, count(reader, "select count(*) from op"))
    };
    let before = of(&one);

    let answer = service.exchange(&one.question(1 << 20));
    let outcome = exchange::apply(&mut one.writer, &answer);

    assert!(matches!(outcome, Err(Error::Damaged { .. })));
    assert_eq!(of(&one), before);
    assert_eq!(text(one.writer.reader(), theirs).as_deref(), Some("theirs"));
    check::all(&mut one.writer).unwrap();
}

#[test]
fn what_the_service_refuses_is_kept_shown_and_listed_and_the_rest_goes_on() {
    let mut device = Device::new(0, 0);
    let mut service = Service::new();
    let first = make_line(&mut device, "refused");
    service.refused.insert(own());
    assert_eq!(device.exchange(&mut service).custody, 1);
    service.refused.clear();
    set(&mut device, first, line::SPEAKER, "S");
    make_line(&mut device, "taken");
    assert_eq!(device.exchange(&mut service).settled, 2);

    let custody = exchange::custody(device.writer.reader()).unwrap();

    assert_eq!((custody.len(), custody[0].ctr, custody[0].count), (1, 1, 1));
    assert_eq!((custody[0].reason, custody[0].tables.as_slice()), (Refused::NotYours, &["line"][..]));
    assert_eq!((device.waiting(), text(device.writer.reader(), first).as_deref()), (0, Some("refused")));
    let counts = exchange::counts(device.writer.reader()).unwrap();
    assert_eq!((counts.custody, counts.received_ms), (1, Some(service.now_ms)));
    check::all(&mut device.writer).unwrap();
}

#[test]
fn what_comes_out_of_custody_is_settled_at_the_device_that_wrote_it_and_overrules_nothing_later() {
    let [mut one, mut other] = two();
    let mut service = Service::new();
    let first = make_line(&mut one, "refused");
    service.refused.insert(own());
    one.exchange(&mut service);
    service.refused.clear();
    set(&mut one, first, line::SPEAKER, "later");
    one.exchange(&mut service);

    service.accept();
    one.exchange(&mut service);
    one.exchange(&mut service);
    other.exchange(&mut service);

    assert!(exchange::custody(one.writer.reader()).unwrap().is_empty());
    let counts = exchange::counts(one.writer.reader()).unwrap();
    assert_eq!((counts.custody, counts.waiting), (0, 0));
    for device in [&mut one, &mut other] {
        assert_eq!(names(device.writer.reader(), "select speaker from line"), ["later"]);
        assert_eq!(text(device.writer.reader(), first).as_deref(), Some("refused"));
        check::all(&mut device.writer).unwrap();
    }
}

#[test]
fn a_later_change_of_a_row_stands_over_an_earlier_one_in_custody() {
    let [mut one, mut other] = two();
    let mut service = Service::new();
    let shared = make_line(&mut one, "both have it");
    settle(std::slice::from_mut(&mut one), &mut service);
    other.exchange(&mut service);
    set(&mut other, shared, line::TEXT, "both have it now");
    other.exchange(&mut service);
    one.exchange(&mut service);
    set(&mut one, shared, line::SPEAKER, "early");
    service.refused.insert(own());
    one.exchange(&mut service);
    service.refused.clear();
    set(&mut one, shared, line::SPEAKER, "late");
    one.exchange(&mut service);

    assert_eq!(names(one.writer.reader(), "select speaker from line"), ["late"]);
    check::all(&mut one.writer).unwrap();
}

#[test]
fn a_closed_scope_takes_what_others_wrote_in_it_out_of_every_table_and_leaves_ones_own() {
    let [mut one, mut other] = two();
    let mut service = Service::new();
    let mine = make_line(&mut one, "quokka of my own");
    let mut colleague = Writer::new(8);
    let theirs = row(b"theirs");
    service.bring(&team(), &colleague.batch(&[(line_number(), theirs, made("wombat of the team"))]));
    settle(std::slice::from_mut(&mut one), &mut service);
    assert_eq!(found(one.writer.reader(), "wombat"), [theirs]);
    set(&mut one, theirs, line::SPEAKER, "mine on theirs");
    assert_eq!(one.question(1 << 20).brought[0].scope, team());
    let mut answer = service.exchange(&other.question(9));
    answer.cursor = one.question(9).cursor;
    answer.news = vec![sync::exchange::News::Closed { scope: team() }];

    let applied = exchange::apply(&mut one.writer, &answer).unwrap();

    assert_eq!(applied.closed, 1);
    let reader = one.writer.reader();
    assert_eq!(tables_with(reader, "wombat"), Vec::<String>::new());
    assert!(found(reader, "wombat").is_empty() && found(reader, "quokka") == [mine]);
    assert_eq!(one.waiting(), 1);
    check::all(&mut one.writer).unwrap();
    exchange::apply(&mut other.writer, &answer).unwrap();
}

#[test]
fn a_restored_service_that_names_what_is_open_takes_out_what_came_from_everywhere_else() {
    let (mut service, [mut one, _]) = (Service::new(), two());
    let mine = make_line(&mut one, "quokka of my own");
    let (mut colleague, theirs) = (Writer::new(8), row(b"theirs"));
    service.bring(&team(), &colleague.batch(&[(line_number(), theirs, made("wombat of the team"))]));
    settle(std::slice::from_mut(&mut one), &mut service);
    let mut open = service.exchange(&one.question(1 << 20));
    open.news = vec![News::Only { scopes: vec![team()] }];
    exchange::apply(&mut one.writer, &open).unwrap();
    assert_eq!(found(one.writer.reader(), "wombat"), [theirs], "what is open stays");
    let mut closed = open;
    closed.news = vec![News::Only { scopes: Vec::new() }];

    exchange::apply(&mut one.writer, &closed).unwrap();

    let reader = one.writer.reader();
    assert_eq!(tables_with(reader, "wombat"), Vec::<String>::new());
    assert_eq!(found(reader, "quokka"), [mine], "one's own stays");
    check::all(&mut one.writer).unwrap();
}

#[test]
fn a_copied_folder_writes_what_waits_again_under_a_new_name_and_nothing_counts_twice() {
    let mut one = Device::new(0, 0);
    let mut service = Service::new();
    let settled = make_line(&mut one, "before the copy");
    one.exchange(&mut service);
    // The copy: the same file, written on in two places.
    let mut copy = Device::copy_of(&one, 0);
    set(&mut one, settled, line::TEXT, "before the copy, on the one");
    make_line(&mut one, "on the one");
    one.exchange(&mut service);
    let waiting = make_line(&mut copy, "on the copy");
    set(&mut copy, waiting, line::TEXT, "on the copy, rewritten");
    set(&mut copy, settled, line::SPEAKER, "copy");
    assert!(service.exchange(&copy.question(1 << 20)).taken.contains(&Taken::Forked));
    copy.exchange(&mut service);

    let rebuilt = rebuild::fingerprint(copy.writer.reader()).unwrap();
    check::all(&mut copy.writer).unwrap();
    assert_eq!(copy.waiting(), 3);
    let mut devices = [one, copy];
    settle(&mut devices, &mut service);

    let of = |device: &Device| rebuild::fingerprint(device.writer.reader()).unwrap();
    assert_eq!(of(&devices[0]), of(&devices[1]));
    assert_ne!(of(&devices[1]), rebuilt, "the one's lines came");
    let texts = names(devices[0].writer.reader(), "select text from line order by text");
    assert_eq!(texts, ["before the copy, on the one", "on the copy, rewritten", "on the one"]);
    assert_eq!(exchange::conflicts(devices[0].writer.reader()).unwrap(), []);
    for device in &mut devices {
        check::all(&mut device.writer).unwrap();
    }
}

#[test]
fn a_copy_whose_cursor_passed_what_the_other_wrote_under_the_same_name_is_given_it_once_it_has_another() {
    let mut one = Device::new(0, 0);
    let mut service = Service::new();
    make_line(&mut one, "before the copy");
    one.exchange(&mut service);
    let mut copy = Device::copy_of(&one, 0);
    let kept = service.settled();
    make_line(&mut copy, "first on the copy");
    make_line(&mut copy, "second on the copy");
    copy.exchange(&mut service);
    let mut restored = service.restored(kept);
    make_line(&mut one, "on the one");
    one.exchange(&mut restored);
    // Nothing waits on the copy, and it wrote more than the service has: nobody can know yet that it is one.
    copy.exchange(&mut restored);
    assert_eq!(copy.waiting(), 2, "what the service no longer has is brought again");
    assert!(restored.exchange(&copy.question(1 << 20)).taken.contains(&Taken::Forked));

    let mut devices = [one, copy];
    settle(&mut devices, &mut restored);

    let of = |device: &Device| rebuild::fingerprint(device.writer.reader()).unwrap();
    assert_eq!(of(&devices[0]), of(&devices[1]));
    let texts = names(devices[1].writer.reader(), "select text from line order by text");
    assert_eq!(texts, ["before the copy", "first on the copy", "on the one", "second on the copy"]);
    for device in &mut devices {
        check::all(&mut device.writer).unwrap();
    }
}

#[test]
fn what_waits_behind_something_that_nobody_has_any_more_is_written_again_under_a_new_name() {
    let mut newer_file = Device::new(0, 0);
    let mut service = Service::new();
    make_line(&mut newer_file, "first");
    newer_file.exchange(&mut service);
    let kept = service.settled();
    let mut device = Device::copy_of(&newer_file, 0);
    service.refused.insert(own());
    make_line(&mut newer_file, "in custody");
    newer_file.exchange(&mut service);
    service.refused.clear();
    let third = make_line(&mut newer_file, "third");
    newer_file.exchange(&mut service);
    // That file is lost, and the device goes on with the older one: it is given all but what is in custody.
    drop(newer_file);
    device.exchange(&mut service);
    device.exchange(&mut service);
    set(&mut device, third, line::TEXT, "third, changed");
    device.exchange(&mut service);
    assert_eq!((device.waiting(), text(device.writer.reader(), third).as_deref()), (0, Some("third, changed")));

    let mut restored = service.restored(kept);
    let mut devices = [device, Device::new(1, 0)];
    settle(&mut devices, &mut restored);

    for device in &mut devices {
        let texts = names(device.writer.reader(), "select text from line order by text");
        assert_eq!(texts, ["first", "third, changed"]);
        assert_eq!(exchange::conflicts(device.writer.reader()).unwrap(), []);
        check::all(&mut device.writer).unwrap();
    }
}

#[test]
fn what_a_newer_version_wrote_needs_no_attention_once_it_is_erased() {
    let mut device = Device::new(0, 0);
    let mut service = Service::new();
    let (mut newer, row) = (Writer::new(6), row(b"the newer one's line"));
    let made = Body::Create(vec![(line::TEXT, "a word".into()), (90, "a newer word".into())]);
    let gone = Body::Erase { seen: Vec::new() };
    service.bring(&own(), &newer.batch(&[(line_number(), row, made), (line_number(), row, gone)]));

    device.exchange(&mut service);

    assert_eq!(exchange::conflicts(device.writer.reader()).unwrap(), []);
    check::all(&mut device.writer).unwrap();
}

#[test]
fn a_service_restored_from_a_backup_gets_back_what_it_no_longer_has() {
    let mut devices = two();
    let mut service = Service::new();
    let first = make_line(&mut devices[0], "early");
    settle(&mut devices, &mut service);
    let kept = service.settled();
    set(&mut devices[1], first, line::TEXT, "early, then more");
    make_line(&mut devices[0], "late");
    settle(&mut devices, &mut service);
    let of = |device: &Device| rebuild::fingerprint(device.writer.reader()).unwrap();
    let before = of(&devices[0]);
    let mut restored = service.restored(kept);
    assert_eq!(restored.settled(), kept);

    settle(&mut devices, &mut restored);
    settle(&mut devices, &mut restored);

    assert_eq!((of(&devices[0]), of(&devices[1])), (before, before));
    assert_eq!(restored.settled(), service.settled());
    let offered = "select count(*) from op where offered is not null or settled is null";
    assert_eq!(count(devices[1].writer.reader(), offered), 0);
    for device in &mut devices {
        check::all(&mut device.writer).unwrap();
    }
}

#[test]
fn what_is_erased_on_one_computer_is_in_no_table_of_the_other() {
    let [mut one, mut other] = two();
    let mut service = Service::new();
    let gone = make_line(&mut one, "numbat said aloud");
    one.exchange(&mut service);
    other.exchange(&mut service);
    set(&mut other, gone, line::SPEAKER, "numbat too");
    erase::erase(&mut one.writer, gone).unwrap();
    one.exchange(&mut service);

    let applied = other.exchange(&mut service);

    assert_eq!(applied.erased, 1);
    assert_eq!(tables_with(other.writer.reader(), "numbat"), Vec::<String>::new());
    assert!(erase::unfinished(other.writer.reader()).unwrap().contains(&gone), "its backups come next");
    assert!(undo::undo(&mut other.writer, store::workspace()).unwrap().is_none());
    check::all(&mut other.writer).unwrap();
    let mut devices = [one, other];
    settle(&mut devices, &mut service);
    for device in &mut devices {
        check::all(&mut device.writer).unwrap();
    }
}

/// As an answer on a stick does that was given before the erasing.
#[test]
fn an_answer_from_before_an_erasing_brings_no_word_back() {
    let [mut one, mut other] = two();
    let mut service = Service::new();
    let gone = make_line(&mut one, "numbat said aloud");
    one.exchange(&mut service);
    other.exchange(&mut service);
    set(&mut other, gone, line::SPEAKER, "numbat too");
    other.exchange(&mut service);
    let asked_again = one.question(1 << 20);
    let early = service.exchange(&asked_again);
    erase::erase(&mut one.writer, gone).unwrap();

    for _ in 0..2 {
        exchange::apply(&mut one.writer, &early).unwrap();
        assert_eq!(tables_with(one.writer.reader(), "numbat"), Vec::<String>::new());
    }

    let mut devices = [one, other];
    settle(&mut devices, &mut service);
    for device in &mut devices {
        exchange::apply(&mut device.writer, &early).unwrap_or_default();
        assert_eq!(tables_with(device.writer.reader(), "numbat"), Vec::<String>::new());
        check::all(&mut device.writer).unwrap();
    }
}

#[test]
fn a_row_of_a_newer_version_is_kept_and_listed_and_understood_after_the_upgrade() {
    let mut device = Device::new(0, 0);
    let mut service = Service::new();
    let mut newer = Writer::new(5);
    let (unknown, known) = (row(b"unknown"), row(b"known"));
    let previous = newer.chain;
    let ops = vec![
        newer.op(9_999, unknown, 1, made("?").encode(), 99),
        newer.op(
            line_number(),
            known,
            1,
            Body::Create(vec![(line::TEXT, "seen".into()), (99, "?".into())]).encode(),
            99,
        ),
        newer.op(line_number(), known, 77, vec![0xf6], 99),
    ];
    service.bring(&own(), &Batch { replica: 5, previous, ops });

    device.exchange(&mut service);

    assert_eq!(text(device.writer.reader(), known).as_deref(), Some("seen"));
    assert_eq!(count(device.writer.reader(), "select count(*) from op"), 3);
    let met: Vec<_> =
        exchange::conflicts(device.writer.reader()).unwrap().into_iter().map(|one| (one.row, one.met)).collect();
    assert!(met.contains(&(unknown, exchange::Met::Newer(1))) && met.contains(&(known, exchange::Met::Newer(2))));
    check::all(&mut device.writer).unwrap();
    // As if an earlier version had not known lines either.
    device
        .writer
        .reader()
        .execute_batch(
            "delete from line; delete from search_entry; delete from local_setting where name = 'vocabulary'",
        )
        .unwrap();
    let device = Device::copy_of(&device, 1);
    assert_eq!(text(device.writer.reader(), known).as_deref(), Some("seen"));
}

#[test]
fn an_operation_of_another_scope_than_its_row_is_kept_and_listed_and_counts_for_nothing() {
    let mut device = Device::new(0, 0);
    let mut service = Service::new();
    let kept = make_line(&mut device, "at home");
    device.exchange(&mut service);
    let mut stranger = Writer::new(6);
    let change = Body::Set { field: line::TEXT, value: "from elsewhere".into(), over: Vec::new() };
    service.bring(&team(), &stranger.batch(&[(line_number(), kept, change)]));

    device.exchange(&mut service);

    assert_eq!(text(device.writer.reader(), kept).as_deref(), Some("at home"));
    let met = exchange::conflicts(device.writer.reader()).unwrap();
    assert_eq!(met.iter().map(|one| &one.met).collect::<Vec<_>>(), [&exchange::Met::Elsewhere(1)]);
    check::all(&mut device.writer).unwrap();
}

/// What a reader has from two scopes: all of a line in one, and less in the other.
fn in_two_scopes(reader: &mut Device, service: &mut Service) -> (RowId, Writer, [Vec<u8>; 2]) {
    let (line, mut writer) = (row(b"a line"), Writer::new(77));
    let (coach, teacher) = (row(b"a coach"), row(b"a teacher"));
    let pair = Scope::Pair { coach, teacher }.bytes();
    let programme = Scope::Programme { author: coach, about: Some(teacher), record: Record::Script }.bytes();
    let version = |text: &str| (line_number(), line, Body::Version(vec![(line::TEXT, text.into())]));
    service.bring(&programme, &writer.batch(&[version("for supervisors")]));
    reader.exchange(service);
    service.bring(&pair, &writer.batch(&[version("for the pair")]));
    reader.exchange(service);
    (line, writer, [pair, programme])
}

fn close(device: &mut Device, service: &mut Service, scope: &[u8]) {
    let mut answer = service.exchange(&device.question(1 << 20));
    answer.news.push(News::Closed { scope: scope.to_vec() });
    exchange::apply(&mut device.writer, &answer).unwrap();
}

#[test]
fn whose_words_a_share_carries_is_known_and_of_a_team_s_only_that_they_are_somebody_else_s() {
    let (mut service, [mut reader, _]) = (Service::new(), two());
    let (line, mut writer, _) = in_two_scopes(&mut reader, &mut service);
    let common = row(b"a team's line");
    service.bring(&team(), &writer.batch(&[(line_number(), common, Body::Create(vec![(line::TEXT, "ours".into())]))]));
    reader.exchange(&mut service);

    let authors = |row| {
        let changes = exchange::history(reader.writer.reader(), row, line::TEXT).unwrap();
        let author = |change: &exchange::Change| exchange::author(reader.writer.reader(), change.reference).unwrap();
        changes.iter().map(author).collect::<Vec<_>>()
    };

    assert_eq!(authors(line), [exchange::Author::Other(row(b"a coach"))]);
    assert_eq!(authors(common), [exchange::Author::Somebody]);
}

#[test]
fn a_row_from_two_scopes_shows_the_richer_and_when_that_closes_what_the_other_still_gives() {
    let (mut service, [mut reader, _]) = (Service::new(), two());
    let (line, _, [pair, programme]) = in_two_scopes(&mut reader, &mut service);
    assert_eq!(text(reader.writer.reader(), line).as_deref(), Some("for the pair"));
    assert_eq!(exchange::conflicts(reader.writer.reader()).unwrap(), [], "nothing is wrong with it");

    close(&mut reader, &mut service, &pair);

    assert_eq!(text(reader.writer.reader(), line).as_deref(), Some("for supervisors"));
    assert_eq!(tables_with(reader.writer.reader(), "for the pair"), Vec::<String>::new(), "what closed is gone");
    check::all(&mut reader.writer).unwrap();
    close(&mut reader, &mut service, &programme);
    assert_eq!(count(reader.writer.reader(), "select count(*) from line"), 0);
}

#[test]
fn a_row_that_left_the_richer_scope_shows_as_the_other_gives_it_and_an_erasing_takes_it_out_of_both() {
    let (mut service, [mut reader, _]) = (Service::new(), two());
    let (line, mut writer, [pair, programme]) = in_two_scopes(&mut reader, &mut service);

    service.bring(&pair, &writer.batch(&[(line_number(), line, Body::Remove { seen: Vec::new() })]));
    reader.exchange(&mut service);
    assert_eq!(text(reader.writer.reader(), line).as_deref(), Some("for supervisors"));

    for scope in [&pair, &programme] {
        service.bring(scope, &writer.batch(&[(line_number(), line, Body::Erase { seen: Vec::new() })]));
    }
    reader.exchange(&mut service);
    let kept = "select count(*) from op where row = ?1 and kind = 8 and body is not null";
    let kept: i64 = reader.writer.reader().query_row(kept, [line.bytes()], |row| row.get(0)).unwrap();
    assert_eq!((text(reader.writer.reader(), line), kept), (None, 0));
}

#[test]
fn another_author_s_share_of_the_same_row_changes_nothing() {
    let (mut service, [mut reader, _]) = (Service::new(), two());
    let (line, _, _) = in_two_scopes(&mut reader, &mut service);
    let mut stranger = Writer::new(78);
    let (other, teacher) = (row(b"another coach"), row(b"a teacher"));
    for scope in [Scope::Pair { coach: other, teacher }, Scope::Team { team: other }] {
        let body = Body::Version(vec![(line::TEXT, "planted".into())]);
        service.bring(&scope.bytes(), &stranger.batch(&[(line_number(), line, body)]));
    }

    reader.exchange(&mut service);

    assert_eq!(text(reader.writer.reader(), line).as_deref(), Some("for the pair"));
}

#[test]
fn nobody_plants_a_wondering_or_a_value_of_another_type() {
    let mut device = Device::new(0, 0);
    let mut service = Service::new();
    let mut stranger = Writer::new(6);
    let wrong = Body::Create(vec![(line::TEXT, 5_i64.into()), (line::OFFSET_MS, "no number".into())]);
    let planted = Body::Create(vec![(wondering::TEXT, "planted".into())]);
    let ops = [(line_number(), row(b"wrong"), wrong), (wondering::ENTITY.number, row(b"planted"), planted)];
    service.bring(&own(), &stranger.batch(&ops));

    device.exchange(&mut service);

    let reader = device.writer.reader();
    assert_eq!(count(reader, "select count(*) from line where text is null and offset_ms is null"), 1);
    assert_eq!(count(reader, "select count(*) from wondering"), 0);
    check::all(&mut device.writer).unwrap();
}

#[test]
fn undo_stops_over_a_change_from_another_computer_and_says_whose_it_is() {
    let [mut one, mut other] = two();
    let mut service = Service::new();
    let shared = make_line(&mut one, "mine");
    one.exchange(&mut service);
    other.exchange(&mut service);
    set(&mut other, shared, line::SPEAKER, "S");
    let theirs = other.question(9).replica;
    other.exchange(&mut service);
    one.exchange(&mut service);

    let outcome = undo::undo(&mut one.writer, store::workspace());

    assert!(matches!(outcome, Err(Error::ChangedBy { replica }) if replica == theirs), "{outcome:?}");
    assert_eq!(text(one.writer.reader(), shared).as_deref(), Some("mine"));
}

#[test]
fn a_row_that_one_removed_and_another_changed_stays_until_somebody_chooses() {
    let mut devices = two();
    let mut service = Service::new();
    let shared = make_line(&mut devices[0], "contested");
    settle(&mut devices, &mut service);
    set(&mut devices[0], shared, line::SPEAKER, "S");
    devices[1].writer.act(store::workspace(), "remove", |tx| tx.remove(line::ENTITY, shared)).unwrap();
    settle(&mut devices, &mut service);
    assert_eq!(text(devices[1].writer.reader(), shared).as_deref(), Some("contested"));
    let met = exchange::conflicts(devices[0].writer.reader()).unwrap();
    assert!(matches!(met[0].met, exchange::Met::Removal { .. }));

    exchange::choose(&mut devices[0].writer, store::workspace(), line::ENTITY, shared, 0, &[exchange::Keep::Other])
        .unwrap();
    settle(&mut devices, &mut service);

    for device in &devices {
        assert_eq!(text(device.writer.reader(), shared), None);
        assert_eq!(exchange::conflicts(device.writer.reader()).unwrap(), []);
    }
}

#[test]
fn passages_that_met_are_settled_everywhere_by_one_choice_of_both() {
    let mut devices = two();
    let mut service = Service::new();
    let shared = make_line(&mut devices[0], "Four students answered.");
    settle(&mut devices, &mut service);
    set(&mut devices[0], shared, line::TEXT, "Five students answered.");
    set(&mut devices[1], shared, line::TEXT, "Six students answered.");
    settle(&mut devices, &mut service);
    let met = exchange::conflicts(devices[1].writer.reader()).unwrap();
    assert!(matches!(&met[0].met, exchange::Met::Passages(cards) if cards.len() == 1));

    let keep = [exchange::Keep::Both];
    exchange::choose(&mut devices[1].writer, store::workspace(), line::ENTITY, shared, line::TEXT, &keep).unwrap();
    settle(&mut devices, &mut service);

    for device in &devices {
        let words = text(device.writer.reader(), shared).unwrap();
        assert!(words.contains("Five students answered.") && words.contains("Six students answered."), "{words}");
        assert_eq!(exchange::conflicts(device.writer.reader()).unwrap(), []);
    }
}

#[test]
fn values_that_met_are_listed_with_who_gave_them_and_a_choice_settles_them() {
    let mut devices = two();
    let mut service = Service::new();
    let shared = make_line(&mut devices[0], "a line");
    settle(&mut devices, &mut service);
    set(&mut devices[0], shared, line::SPEAKER, "one");
    set(&mut devices[1], shared, line::SPEAKER, "other");
    settle(&mut devices, &mut service);
    let met = exchange::conflicts(devices[0].writer.reader()).unwrap();
    let [exchange::Conflict { met: exchange::Met::Values { standing, others }, field, .. }] = met.as_slice() else {
        panic!("{met:?}")
    };
    assert_eq!((*field, others.len()), (line::SPEAKER, 1));
    let values = [&standing.value, &others[0].value];
    assert!(values.contains(&&Value::from("one")) && values.contains(&&Value::from("other")));

    let keep = [exchange::Keep::Version(others[0].reference)];
    exchange::choose(&mut devices[0].writer, store::workspace(), line::ENTITY, shared, line::SPEAKER, &keep).unwrap();
    settle(&mut devices, &mut service);

    let chosen = others[0].value.text().unwrap();
    for device in &devices {
        assert_eq!(names(device.writer.reader(), "select speaker from line"), [chosen]);
        assert_eq!(exchange::conflicts(device.writer.reader()).unwrap(), []);
        assert_eq!(exchange::history(device.writer.reader(), shared, line::SPEAKER).unwrap().len(), 3);
    }
}

#[test]
fn the_same_day_made_on_two_computers_is_one_row() {
    let mut devices = two();
    let mut service = Service::new();
    for (device, label) in devices.iter_mut().zip(["snow", "snow day"]) {
        let fields = vec![(calendar_day::LABEL, label.into())];
        let day = |tx: &mut store::Tx<'_>| tx.create_or_restore(calendar_day::ENTITY, row(b"a day"), fields);
        device.writer.act(store::workspace(), "day", day).unwrap();
    }
    settle(&mut devices, &mut service);

    for device in &mut devices {
        assert_eq!(count(device.writer.reader(), "select count(*) from calendar_day"), 1);
        assert!(matches!(exchange::conflicts(device.writer.reader()).unwrap()[0].met, exchange::Met::Values { .. }));
        check::all(&mut device.writer).unwrap();
    }
}

#[test]
fn an_answer_is_applied_whole_or_not_at_all_wherever_the_power_goes() {
    let [mut one, mut other] = two();
    let mut service = Service::new();
    let shared = make_line(&mut one, "Four students answered.");
    one.exchange(&mut service);
    other.exchange(&mut service);
    set(&mut other, shared, line::TEXT, "Five students answered.");
    make_line(&mut other, "another line");
    other.exchange(&mut service);
    set(&mut one, shared, line::TEXT, "Four students answered, twice.");
    let answer = service.exchange(&one.question(1 << 20));
    let of = |device: &Device| {
        let standing = exchange::standing(device.writer.reader(), 1 << 20, &crate::support::service::sign).unwrap();
        (rebuild::fingerprint(device.writer.reader()).unwrap(), standing)
    };
    let before = of(&one);
    let mut done = Device::copy_of(&one, 1);
    exchange::apply(&mut done.writer, &answer).unwrap();
    let after = of(&done);

    let (mut stayed, mut went) = (0, 0);
    for step in 0..400 {
        let mut device = Device::copy_of(&one, 2);
        device.disk.lose_power_at(step);
        let outcome = exchange::apply(&mut device.writer, &answer);
        let mut found = device.after_power_loss(step);
        check::all(&mut found.writer).unwrap();
        let state = of(&found);
        assert!(state == before || state == after, "half an answer after step {step}");
        assert!(outcome.is_err() || state == after, "acknowledged and not there, step {step}");
        if state == after {
            went += 1
        } else {
            stayed += 1
        }
        exchange::apply(&mut found.writer, &answer).unwrap();
        assert_eq!(of(&found), after, "asked again after step {step}");
        if outcome.is_ok() && !device.disk.is_off() {
            break;
        }
    }
    assert!(stayed > 0 && went > 0, "{stayed} {went}");
}

#[test]
fn a_value_that_is_shown_while_it_waits_gives_way_when_it_is_settled_beside_a_stronger_one() {
    let mut devices = [Device::new(0, -86_400_000), Device::new(1, 0)];
    let mut service = Service::new();
    let shared = make_line(&mut devices[0], "a line");
    settle(&mut devices, &mut service);
    let [one, other] = &mut devices;
    set(one, shared, line::SPEAKER, "a day behind");
    set(other, shared, line::SPEAKER, "right");
    other.exchange(&mut service);
    let question = sync::exchange::Question { brought: Vec::new(), ..one.question(9) };
    let answer = service.exchange(&question);
    exchange::apply(&mut one.writer, &answer).unwrap();
    assert_eq!(names(one.writer.reader(), "select speaker from line"), ["a day behind"]);

    one.exchange(&mut service);

    assert_eq!(names(one.writer.reader(), "select speaker from line"), ["right"]);
    check::all(&mut one.writer).unwrap();
}

#[test]
fn a_step_that_somebody_else_wrote_is_only_read() {
    let [mut one, _] = two();
    let mut service = Service::new();
    let begin = Begin {
        given: "Amir".into(),
        family: "Haddad".into(),
        organisation: "Riverbend".into(),
        school: String::new(),
        zone: "America/New_York".into(),
    };
    let me = session::begin(&mut one.writer, &begin).unwrap().me;
    let coach = person::add_teacher(&mut one.writer, "Dana Whitfield").unwrap();
    let (mut colleague, theirs, line) = (Writer::new(8), row(b"their step"), row(b"their line"));
    let fields = vec![
        (step_row::TEACHER, me.into()),
        (step_row::COACH, coach.into()),
        (step_row::TEXT, "Wait three seconds".into()),
        (step_row::STATE, "agreed".into()),
        (step_row::ASSIGNED, "2026-10-05".into()),
        (step_row::CHECK_DATE, "2026-10-13".into()),
    ];
    let pair = Scope::Pair { coach, teacher: me };
    service.bring(&pair.bytes(), &colleague.batch(&[(step_row::ENTITY.number, theirs, Body::Create(fields))]));
    settle(std::slice::from_mut(&mut one), &mut service);
    let (waiting, now) = (one.waiting(), one.writer.now_ms());
    let seen = step::view(one.writer.reader(), now, theirs).unwrap();
    assert!(!seen.is_writable && seen.row.text == "Wait three seconds");

    let check = CheckStep {
        step: theirs,
        observation: None,
        found: CheckResult::Seen,
        date: None,
        lines: Vec::new(),
        note: String::new(),
    };
    let with = Replacement { text: "Plan four names".into(), check_date: None };
    let writer = &mut one.writer;
    let refused = [
        step::agree(writer, None, theirs).err(),
        step::practise(writer, None, theirs).err(),
        step::retire(writer, None, theirs, "the unit is over").err(),
        step::supersede(writer, None, theirs, theirs).err(),
        step::replace(writer, now, theirs, &with).err(),
        step::remove(writer, None, theirs).err(),
        step::set_look_for(writer, None, theirs, None).err(),
        step::set_category(writer, None, theirs, "questioning").err(),
        step::set_check_date(writer, now, None, theirs, "2026-10-14").err(),
        step::set_line(writer, None, theirs, line, true).err(),
        step::set_line(writer, None, theirs, line, false).err(),
        step::set_result(writer, None, theirs, line, Some(ResultBeside::Intended)).err(),
        step::set_result(writer, None, theirs, line, None).err(),
        step::check(writer, now, &check).err(),
        step::set_check_line(writer, None, theirs, line, line, false).err(),
        step::remove_check(writer, None, theirs, line).err(),
    ];

    for (at, refused) in refused.into_iter().enumerate() {
        let problem = Problem::from(refused.unwrap_or_else(|| panic!("act {at} went well")));
        assert!(problem.message.starts_with("Somebody else wrote this step"), "act {at}: {problem:?}");
    }
    assert_eq!(one.waiting(), waiting, "something would have gone out");
}
