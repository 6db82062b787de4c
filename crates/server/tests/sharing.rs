//! What a share brings to its readers, and what it never does.

use domain::{
    RowId, Value,
    access::{Record, Refusal},
    schema::{gap, indicator, line, look_for, look_for_set, observation, relationship, rubric, step, tag, visit},
    scope::Scope,
};
use server::facts::Fact;
use sync::{body::Body, exchange::Taken, op::Content};

use crate::{
    on_both,
    support::{Change, Device, Had, World, id, rewrite},
};

on_both! {
    the_teacher_receives_what_stands_and_no_word_from_before
    facts_of_the_work_go_without_a_word
    what_the_author_changes_later_follows_and_the_earlier_words_stay_readable
    a_removed_row_leaves_and_comes_back
    erased_words_are_nowhere_any_more
    a_share_that_may_not_be_is_said_to_its_author_and_changes_nothing
    a_share_in_the_name_of_another_goes_into_custody
    nobody_but_the_service_writes_versions_or_refusals
    an_authors_other_computer_has_it_where_it_was_written
    a_document_that_speaks_of_another_teacher_now_leaves_the_first
    what_is_withheld_goes_on_when_it_may_again
    an_old_document_is_found_among_much_other_work
    an_administrator_opens_look_fors_to_everyone
    a_coach_opens_a_rubric_to_the_own_pair_and_to_no_other
    two_computers_of_an_author_share_and_write_on
    two_computers_that_write_at_the_same_moment_leave_the_readers_with_what_both_wrote
    a_row_that_was_erased_and_made_again_is_there_with_its_new_words_only
    a_restored_service_goes_on_sharing_under_another_name
    a_share_that_its_author_ends_leaves_its_reader_and_can_begin_again
    an_author_is_told_when_a_reader_was_first_sent_what_they_shared
}

pub(crate) const COACH: u8 = 1;
pub(crate) const TEACHER: u8 = 2;
const OTHER_TEACHER: u8 = 3;

pub(crate) fn pair(teacher: u8) -> Scope {
    Scope::Pair { coach: id(COACH), teacher: id(teacher) }
}

pub(crate) fn share(entity: u16, root: RowId, scope: Scope) -> Change {
    (entity, root, Body::Share { scope: scope.bytes() })
}

/// A row's id as a device makes it.
pub(crate) fn row(number: u8) -> RowId {
    RowId::new(1_791_205_624_000 + i64::from(number), [number; 10])
}

pub(crate) const OBSERVATION: u16 = observation::ENTITY.number;
pub(crate) const LINE: u16 = line::ENTITY.number;

pub(crate) fn observed(root: RowId, teacher: u8, focus: &str) -> Change {
    let fields = vec![
        (observation::TEACHER, id(teacher).into()),
        (observation::KIND, "scripted".into()),
        (observation::STATE, "captured".into()),
        (observation::STARTED_MS, 1_000_i64.into()),
        (observation::ENDED_OFFSET_MS, 2_580_000_i64.into()),
        (observation::FOCUS, focus.into()),
    ];
    (OBSERVATION, root, Body::Create(fields))
}

pub(crate) fn said(line: RowId, root: RowId, text: &str) -> Change {
    (LINE, line, Body::Create(vec![(line::OBSERVATION, root.into()), (line::TEXT, text.into())]))
}

/// A coach and two teachers of theirs.
pub(crate) fn coach(world: &World) -> Device {
    for teacher in [TEACHER, OTHER_TEACHER] {
        world.say(Fact::Pair(id(COACH), id(teacher)));
    }
    world.device(id(COACH))
}

fn teacher(world: &World) -> (Device, Had) {
    (world.device(id(TEACHER)), Had::default())
}

fn text(had: &Had, entity: u16, row: RowId, field: u16) -> Option<Value> {
    had.rows().get(&(entity, row)).and_then(|values| values.get(&field).cloned())
}

/// What was said to an author of their shares: the scope and the reason, 0 for none.
pub(crate) fn told(device: &mut Device, world: &World) -> Vec<(Vec<u8>, u8)> {
    let mut had = Had::default();
    device.receive(world, &mut had);
    let bodies = had.ops().into_iter().map(|(op, _)| op.body().unwrap().unwrap());
    let told = bodies.map(|body| match body {
        Body::Withheld { scope, reason } => (scope, reason),
        other => panic!("{other:?}"),
    });
    told.collect()
}

/// A document with a past: a focus and a line that were reworded, a line that was removed, a tag that was taken off.
fn with_a_past(world: &World, coach: &mut Device) {
    let root = row(1);
    let tagged = vec![(tag::LINE, row(2).into()), (tag::LOOK_FOR, row(9).into()), (tag::OBSERVATION, root.into())];
    let changes = [
        observed(root, TEACHER, "hasty focus"),
        said(row(2), root, "first wording"),
        said(row(3), root, "regretted"),
        (tag::ENTITY.number, row(4), Body::Create(tagged)),
        (tag::ENTITY.number, row(4), Body::Remove { seen: Vec::new() }),
        (LINE, row(3), Body::Remove { seen: Vec::new() }),
    ];
    coach.says(world, &changes);
    let own = world.stored(coach.own()).folded();
    let changes = [
        (LINE, row(2), rewrite(&own[&(LINE, row(2))], line::TEXT, "what stands")),
        (OBSERVATION, root, Body::Set { field: observation::FOCUS, value: "calm focus".into(), over: Vec::new() }),
    ];
    coach.says(world, &changes);
}

fn the_teacher_receives_what_stands_and_no_word_from_before(world: &World) {
    let (mut coach, (mut teacher, mut had)) = (coach(world), teacher(world));
    with_a_past(world, &mut coach);
    teacher.receive(world, &mut had);
    assert!(had.blocks.is_empty(), "nothing before it is shared");

    coach.says(world, &[share(OBSERVATION, row(1), pair(TEACHER))]);
    teacher.receive(world, &mut had);

    assert_eq!(had.scopes(), [pair(TEACHER)]);
    let rows: Vec<_> = had.rows().into_keys().collect();
    assert_eq!(rows, [(OBSERVATION, row(1)), (LINE, row(2))]);
    assert!(had.holds("what stands") && had.holds("calm focus"), "the search finds what was shared");
    for words in ["hasty", "first wording", "regretted"] {
        assert!(!had.holds(words), "{words}");
        assert!(world.stored(coach.own()).holds(words), "the search finds it where it was written: {words}");
    }
    assert!(had.ops().iter().all(|(op, _)| matches!(op.body(), Ok(Some(Body::Version(_))))));
    assert!(!had.ops().iter().any(|(op, _)| op.row == row(3) || op.row == row(4)), "nor what was removed");
}

fn facts_of_the_work_go_without_a_word(world: &World) {
    let (mut coach, (mut teacher, mut had)) = (coach(world), teacher(world));
    with_a_past(world, &mut coach);
    let planned = vec![
        (visit::TEACHER, id(TEACHER).into()),
        (visit::DATE, "2026-10-05".into()),
        (visit::PURPOSE, "watch the quiet row".into()),
        (visit::STATE, "held: and she was late".into()),
    ];
    let works = vec![(relationship::COACH, id(COACH).into()), (relationship::TEACHER, id(TEACHER).into())];
    let activity = Scope::Activity { author: id(COACH), teacher: id(TEACHER) };
    let changes = [
        (visit::ENTITY.number, row(7), Body::Create(planned)),
        (relationship::ENTITY.number, row(8), Body::Create(works)),
        share(visit::ENTITY.number, row(7), activity),
        share(relationship::ENTITY.number, row(8), activity),
        share(OBSERVATION, row(1), activity),
    ];
    coach.says(world, &changes);
    teacher.receive(world, &mut had);

    assert_eq!(had.scopes(), [activity]);
    assert_eq!(had.rows().len(), 3, "the lines are no facts");
    let held = &had.rows()[&(visit::ENTITY.number, row(7))];
    assert_eq!(held.keys().copied().collect::<Vec<_>>(), [visit::TEACHER, visit::DATE]);
    for words in ["focus", "what stands", "quiet", "late"] {
        assert!(!had.holds(words), "{words}");
    }
    assert!(had.holds("2026-10-05"));
}

fn what_the_author_changes_later_follows_and_the_earlier_words_stay_readable(world: &World) {
    let (mut coach, (mut teacher, mut had)) = (coach(world), teacher(world));
    with_a_past(world, &mut coach);
    coach.says(world, &[share(OBSERVATION, row(1), pair(TEACHER))]);
    let own = world.stored(coach.own()).folded();
    let gap = vec![(gap::OBSERVATION, row(1).into()), (gap::FROM_MS, 5_i64.into())];
    let changes = [
        (LINE, row(2), rewrite(&own[&(LINE, row(2))], line::TEXT, "said better")),
        said(row(5), row(1), "one more line"),
        (gap::ENTITY.number, row(6), Body::Create(gap)),
        said(row(11), row(10), "of another lesson"),
    ];
    coach.says(world, &changes);
    teacher.receive(world, &mut had);

    assert_eq!(text(&had, LINE, row(2), line::TEXT), Some("said better".into()));
    assert_eq!(text(&had, LINE, row(5), line::TEXT), Some("one more line".into()));
    assert_eq!(had.rows().len(), 4);
    assert!(had.holds("what stands"), "as an earlier version");
    assert!(!had.holds("of another lesson"));
    assert_eq!(had.ops().len(), 2 + 3, "only what changed goes again");

    coach.says(world, &[(LINE, row(2), Body::Set { field: 60_000, value: "newer".into(), over: Vec::new() })]);
    teacher.receive(world, &mut had);
    assert_eq!(had.ops().len(), 5, "a field that this version does not know goes nowhere");
}

fn a_removed_row_leaves_and_comes_back(world: &World) {
    let (mut coach, (mut teacher, mut had)) = (coach(world), teacher(world));
    with_a_past(world, &mut coach);
    coach.says(world, &[share(OBSERVATION, row(1), pair(TEACHER))]);
    coach.says(world, &[(LINE, row(2), Body::Remove { seen: Vec::new() })]);
    teacher.receive(world, &mut had);
    assert_eq!(had.rows().len(), 1);

    coach.says(world, &[(LINE, row(2), Body::Restore), (LINE, row(3), Body::Restore)]);
    teacher.receive(world, &mut had);
    assert_eq!(text(&had, LINE, row(2), line::TEXT), Some("what stands".into()));
    assert_eq!(text(&had, LINE, row(3), line::TEXT), Some("regretted".into()), "its author brought it back");
}

fn erased_words_are_nowhere_any_more(world: &World) {
    let (mut coach, (mut teacher, mut had)) = (coach(world), teacher(world));
    let (before, mut late) = (world.device(id(TEACHER)), Had::default());
    with_a_past(world, &mut coach);
    coach.says(world, &[share(OBSERVATION, row(1), pair(TEACHER))]);
    teacher.receive(world, &mut had);

    coach.says(
        world,
        &[(LINE, row(2), Body::Erase { seen: Vec::new() }), (LINE, row(3), Body::Erase { seen: Vec::new() })],
    );
    teacher.receive(world, &mut had);
    { before }.receive(world, &mut late);

    for reader in [&had, &late] {
        assert_eq!(reader.rows().into_keys().collect::<Vec<_>>(), [(OBSERVATION, row(1))]);
    }
    for words in ["what stands", "first wording", "regretted"] {
        assert!(!late.holds(words), "{words}");
        assert!([coach.own(), pair(TEACHER)].iter().all(|scope| !world.stored(*scope).holds(words)), "{words}");
    }
    assert!(late.holds("calm focus"), "and nothing else is lost");
    assert!(late.ops().iter().any(|(op, _)| matches!(op.content, Content::Erased { .. })));
    assert_eq!(coach.bring(world, &[]).head, coach.head, "the chain goes on");
    let whole = server::verify::organisation(world.storage(), world.org).unwrap();
    assert_eq!(whole.replicas, 2, "and the log holds against itself");
}

fn a_share_that_may_not_be_is_said_to_its_author_and_changes_nothing(world: &World) {
    let mut coach = coach(world);
    let mut other = world.device(id(50));
    other.says(world, &[observed(row(60), TEACHER, "of somebody else")]);
    with_a_past(world, &mut coach);
    let nobody = (OBSERVATION, row(20), Body::Create(vec![(observation::FOCUS, "of whom".into())]));
    let removed = (OBSERVATION, row(21), Body::Remove { seen: Vec::new() });
    coach.says(world, &[nobody, observed(row(21), TEACHER, "gone"), removed]);
    let programme = Scope::Programme { author: id(COACH), about: Some(id(TEACHER)), record: Record::Script };
    let consented = Scope::Consented { teacher: id(TEACHER), reader: id(9), root: row(1) };
    let foreign = Scope::Pair { coach: id(50), teacher: id(TEACHER) };
    let asked = [
        (share(OBSERVATION, row(20), pair(TEACHER)), Refusal::WrongTeacher),
        (share(OBSERVATION, row(21), pair(TEACHER)), Refusal::NoDocument),
        (share(OBSERVATION, row(60), pair(TEACHER)), Refusal::NoDocument),
        (share(OBSERVATION, row(1), pair(OTHER_TEACHER)), Refusal::WrongTeacher),
        (share(OBSERVATION, row(1), foreign), Refusal::NotInPair),
        (share(OBSERVATION, row(1), programme), Refusal::NotAgreed),
        (share(OBSERVATION, row(1), consented), Refusal::WrongAudience),
        (share(OBSERVATION, row(1), Scope::Team { team: id(8) }), Refusal::WrongAudience),
        (share(OBSERVATION, row(1), Scope::Organisation), Refusal::WrongAudience),
        (share(LINE, row(2), pair(TEACHER)), Refusal::NoDocument),
        ((OBSERVATION, row(1), Body::Share { scope: vec![2, 1] }), Refusal::WrongAudience),
    ];

    for (asked, refusal) in asked {
        let Body::Share { scope } = asked.2.clone() else { panic!() };
        let before = world.scopes();
        coach.says(world, &[asked]);
        assert_eq!(told(&mut coach, world), [(scope, refusal.number())], "{refusal:?}");
        assert_eq!(world.scopes(), before, "{refusal:?}");
    }
    assert!(world.contents().ends_with("[]\n"), "nothing counts as shared");
}

fn a_share_in_the_name_of_another_goes_into_custody(world: &World) {
    let mut coach = coach(world);
    with_a_past(world, &mut coach);
    world.say(Fact::Pair(id(50), id(TEACHER)));
    world.say(Fact::Team(id(50), id(8)));
    let mut thief = world.device(id(50));
    let foreign = Scope::Pair { coach: id(50), teacher: id(TEACHER) };
    let brought = [
        thief.put(coach.own(), &[share(OBSERVATION, row(1), foreign)]),
        thief.put(foreign, &[share(OBSERVATION, row(1), foreign)]),
    ];
    let before = world.scopes();
    assert!(thief.bring(world, &brought).taken.iter().all(|taken| matches!(taken, Taken::Custody { .. })));
    assert_eq!(world.scopes(), before);

    let cycle = domain::schema::content_cycle::ENTITY.number;
    let team = thief.put(Scope::Team { team: id(8) }, &[share(cycle, row(1), foreign)]);
    thief.bring(world, &[team]);
    assert_eq!(told(&mut thief, world), [(foreign.bytes(), Refusal::NotAuthor.number())]);
    assert!(!world.scopes().contains(&foreign));
}

fn nobody_but_the_service_writes_versions_or_refusals(world: &World) {
    let coach = coach(world);
    for body in [Body::Version(Vec::new()), Body::Withheld { scope: Vec::new(), reason: 1 }] {
        let mut device = coach.clone();
        let brought = device.put(device.own(), &[(OBSERVATION, row(1), body)]);
        assert_eq!(device.bring(world, &[brought]).taken, [Taken::Malformed]);
    }
}

fn an_authors_other_computer_has_it_where_it_was_written(world: &World) {
    let (mut coach, mut second) = (coach(world), world.device(id(COACH)));
    with_a_past(world, &mut coach);
    coach.says(world, &[share(OBSERVATION, row(1), pair(TEACHER))]);
    let mut third = world.device(id(COACH));
    for device in [&mut coach, &mut second, &mut third] {
        let mut had = Had::default();
        device.receive(world, &mut had);
        assert!(!had.scopes().contains(&pair(TEACHER)));
    }
    coach.says(world, &[said(row(5), row(1), "one more line")]);
    let mut had = Had::default();
    second.receive(world, &mut had);
    assert_eq!(had.scopes(), [second.own()]);
}

fn a_document_that_speaks_of_another_teacher_now_leaves_the_first(world: &World) {
    let (mut coach, (mut teacher, mut had)) = (coach(world), teacher(world));
    with_a_past(world, &mut coach);
    coach.says(world, &[share(OBSERVATION, row(1), pair(TEACHER))]);
    let teacher_is =
        |teacher: u8| Body::Set { field: observation::TEACHER, value: id(teacher).into(), over: Vec::new() };

    coach.says(world, &[(OBSERVATION, row(1), teacher_is(OTHER_TEACHER)), said(row(5), row(1), "about her")]);
    teacher.receive(world, &mut had);

    assert!(had.rows().is_empty() && !had.holds("about her"));
    assert_eq!(told(&mut coach, world), [(pair(TEACHER).bytes(), Refusal::WrongTeacher.number())]);
    coach.says(world, &[(OBSERVATION, row(1), teacher_is(TEACHER))]);
    teacher.receive(world, &mut had);
    assert!(had.rows().is_empty(), "until it is shared again");
    coach.says(world, &[share(OBSERVATION, row(1), pair(TEACHER))]);
    teacher.receive(world, &mut had);
    assert_eq!(had.rows().len(), 3);
}

fn what_is_withheld_goes_on_when_it_may_again(world: &World) {
    let (mut coach, (mut teacher, mut had)) = (coach(world), teacher(world));
    with_a_past(world, &mut coach);
    coach.says(world, &[share(OBSERVATION, row(1), pair(TEACHER))]);
    world.unsay(Fact::Pair(id(COACH), id(TEACHER)));

    coach.says(world, &[said(row(5), row(1), "after the end"), (LINE, row(2), Body::Erase { seen: Vec::new() })]);
    teacher.receive(world, &mut had);
    assert!(!had.holds("after the end") && !had.holds("what stands"), "what takes away needs no leave");
    assert_eq!(had.rows().len(), 1, "she keeps what she had");
    assert_eq!(told(&mut coach, world), [(pair(TEACHER).bytes(), Refusal::NotInPair.number())]);

    world.say(Fact::Pair(id(COACH), id(TEACHER)));
    coach.ask(world, 0);
    teacher.receive(world, &mut had);
    assert_eq!(text(&had, LINE, row(5), line::TEXT), Some("after the end".into()));
    let said = told(&mut coach, world);
    assert_eq!(said, [(pair(TEACHER).bytes(), 0)]);
}

fn an_old_document_is_found_among_much_other_work(world: &World) {
    let (mut coach, (mut teacher, mut had)) = (coach(world), teacher(world));
    with_a_past(world, &mut coach);
    for number in 0..70 {
        coach.says(world, &[observed(row(100 + number), OTHER_TEACHER, "something else")]);
    }
    coach.says(world, &[said(row(5), row(1), "late line"), share(OBSERVATION, row(1), pair(TEACHER))]);
    teacher.receive(world, &mut had);
    assert_eq!(had.rows().len(), 3);
    assert!(!had.holds("something else"));
}

fn an_administrator_opens_look_fors_to_everyone(world: &World) {
    let mut admin = world.device(id(40));
    let set = (look_for_set::ENTITY.number, row(1), Body::Create(vec![(look_for_set::TITLE, "Talk".into())]));
    let one = vec![(look_for::SET, row(1).into()), (look_for::TEXT, "waits three seconds".into())];
    let changes = [set, (look_for::ENTITY.number, row(2), Body::Create(one))];
    admin.says(world, &changes);
    let asked = [share(look_for_set::ENTITY.number, row(1), Scope::Organisation)];
    admin.says(world, &asked);
    assert_eq!(told(&mut admin, world), [(Scope::Organisation.bytes(), Refusal::NotAdministrator.number())]);

    world.say(Fact::Role(id(40), domain::access::Role::Administrator, id(30)));
    admin.says(world, &asked);
    let (mut anybody, mut had) = (world.device(id(41)), Had::default());
    anybody.receive(world, &mut had);
    assert_eq!(had.rows().len(), 2);
    assert!(had.holds("waits three seconds"));
}

fn a_coach_opens_a_rubric_to_the_own_pair_and_to_no_other(world: &World) {
    let (mut coach, (mut teacher, mut had)) = (coach(world), teacher(world));
    let one = vec![(indicator::RUBRIC, row(1).into()), (indicator::TEXT, "asks for reasons".into())];
    let stranger = pair(9);
    coach.says(
        world,
        &[
            (rubric::ENTITY.number, row(1), Body::Create(vec![(rubric::TITLE, "Reasons".into())])),
            (indicator::ENTITY.number, row(2), Body::Create(one)),
            share(rubric::ENTITY.number, row(1), pair(TEACHER)),
            share(rubric::ENTITY.number, row(1), stranger),
        ],
    );

    teacher.receive(world, &mut had);

    assert_eq!(had.rows().len(), 2);
    assert!(had.holds("asks for reasons"));
    assert_eq!(told(&mut coach, world), [(stranger.bytes(), Refusal::NotInPair.number())]);
    let (mut other, mut others) = (world.device(id(OTHER_TEACHER)), Had::default());
    other.receive(world, &mut others);
    assert!(!others.holds("asks for reasons"));
}

fn two_computers_of_an_author_share_and_write_on(world: &World) {
    let (mut first, (mut teacher, mut had)) = (coach(world), teacher(world));
    let mut second = world.device(id(COACH));
    with_a_past(world, &mut first);
    first.says(world, &[share(OBSERVATION, row(1), pair(TEACHER))]);
    second.says(world, &[(LINE, row(2), Body::Set { field: line::STARRED, value: 1_i64.into(), over: Vec::new() })]);
    let wording = vec![(step::TEACHER, id(TEACHER).into()), (step::TEXT, "wait three seconds".into())];
    let step = step::ENTITY.number;
    second.says(world, &[(step, row(30), Body::Create(wording)), share(step, row(30), pair(TEACHER))]);
    teacher.receive(world, &mut had);

    assert_eq!(text(&had, LINE, row(2), line::STARRED), Some(1_i64.into()));
    assert_eq!(text(&had, step, row(30), step::TEXT), Some("wait three seconds".into()));
    assert_eq!(had.rows().len(), 3);
}

fn two_computers_that_write_at_the_same_moment_leave_the_readers_with_what_both_wrote(world: &World) {
    let (mut first, (mut teacher, mut had)) = (coach(world), teacher(world));
    let mut second = world.device(id(COACH));
    with_a_past(world, &mut first);
    first.says(world, &[share(OBSERVATION, row(1), pair(TEACHER))]);

    let lines: Vec<_> = (100..130).map(row).collect();
    first.says(world, &lines.iter().map(|line| said(*line, row(1), "said")).collect::<Vec<_>>());
    let together = std::sync::Barrier::new(2);

    // One change of each line by each computer: nothing later mends what one of them did not see.
    std::thread::scope(|scope| {
        for (device, field) in [(&mut first, line::STARRED), (&mut second, line::SPEAKER)] {
            let (lines, together) = (&lines, &together);
            scope.spawn(move || {
                for line in lines {
                    let value = if field == line::STARRED { 1_i64.into() } else { "S3".into() };
                    together.wait();
                    device.says(world, &[(LINE, *line, Body::Set { field, value, over: Vec::new() })]);
                }
            });
        }
    });

    teacher.receive(world, &mut had);
    let rows = had.rows();
    assert!(lines.iter().all(|line| rows[&(LINE, *line)].len() == 4), "of both");
    assert_eq!(rows, world.stored(first.own()).rows());
}

fn a_row_that_was_erased_and_made_again_is_there_with_its_new_words_only(world: &World) {
    let (mut coach, (mut teacher, mut had)) = (coach(world), teacher(world));
    with_a_past(world, &mut coach);
    coach.says(world, &[share(OBSERVATION, row(1), pair(TEACHER))]);
    coach.says(world, &[(LINE, row(2), Body::Erase { seen: Vec::new() }), said(row(2), row(1), "made again")]);
    teacher.receive(world, &mut had);
    assert_eq!(text(&had, LINE, row(2), line::TEXT), Some("made again".into()));
    assert!(!had.holds("what stands") && !world.stored(coach.own()).holds("first wording"));
}

fn a_restored_service_goes_on_sharing_under_another_name(world: &World) {
    let mut coach = coach(world);
    with_a_past(world, &mut coach);
    coach.says(world, &[share(OBSERVATION, row(1), pair(TEACHER))]);
    let world = &world.restored();

    coach.says(world, &[said(row(5), row(1), "one more line"), (LINE, row(2), Body::Remove { seen: Vec::new() })]);

    let (mut teacher, mut had) = teacher(world);
    teacher.receive(world, &mut had);
    assert_eq!(had.rows().into_keys().collect::<Vec<_>>(), [(OBSERVATION, row(1)), (LINE, row(5))]);
    let mut replicas: Vec<_> = had.ops().iter().map(|(op, _)| op.reference.replica).collect();
    replicas.dedup();
    assert_eq!(replicas.len(), 2, "what it wrote before it was restored may be with its readers");
    let mut other = Had::default();
    world.device(id(COACH)).receive(world, &mut other);
    assert_eq!(other.scopes(), [coach.own()]);
    assert!(server::verify::organisation(world.storage(), world.org).is_ok());
}

fn unshare(root: RowId, scope: Scope) -> Change {
    (OBSERVATION, root, Body::Unshare { scope: scope.bytes() })
}

fn a_share_that_its_author_ends_leaves_its_reader_and_can_begin_again(world: &World) {
    let (mut coach, (mut teacher, mut had)) = (coach(world), teacher(world));
    let root = row(1);
    let documents = [observed(root, TEACHER, "wait time"), said(row(2), root, "first")];
    coach.says(world, &[&documents[..], &[share(OBSERVATION, root, pair(TEACHER))]].concat());
    teacher.receive(world, &mut had);
    assert!(had.rows().contains_key(&(LINE, row(2))));

    coach.says(world, &[unshare(root, pair(TEACHER)), said(row(3), root, "unsaid")]);
    teacher.receive(world, &mut had);
    assert!(had.rows().is_empty(), "it leaves");
    coach.says(world, &[said(row(4), root, "later")]);
    teacher.receive(world, &mut had);
    assert!(!had.holds("unsaid") && !had.holds("later"), "nothing more goes");

    coach.says(world, &[share(OBSERVATION, root, pair(TEACHER))]);
    teacher.receive(world, &mut had);
    assert_eq!(had.rows().len(), 4, "all of it is there again");
    coach.says(world, &[share(OBSERVATION, root, pair(OTHER_TEACHER)), unshare(root, pair(OTHER_TEACHER))]);
    assert!(!told(&mut coach, world).iter().any(|(scope, _)| *scope == pair(OTHER_TEACHER).bytes()));
}

fn an_author_is_told_when_a_reader_was_first_sent_what_they_shared(world: &World) {
    let (mut coach, (mut teacher, mut had)) = (coach(world), teacher(world));
    let root = row(1);
    let told = |since_ms| world.act(|tx| server::sharing::told(tx, world.org, id(COACH), since_ms, world.now_ms()));
    coach.says(world, &[observed(root, TEACHER, "wait time"), share(OBSERVATION, root, pair(TEACHER))]);
    assert_eq!(told(0).seen, [], "nobody asked yet");

    teacher.receive(world, &mut had);
    let seen = told(0).seen;
    coach.says(world, &[said(row(2), root, "more")]);
    teacher.receive(world, &mut had);

    assert_eq!(seen.len(), 1);
    assert_eq!((seen[0].root, seen[0].reader, &seen[0].scope), (root, id(TEACHER), &pair(TEACHER).bytes()));
    assert_eq!(told(0).seen, seen, "the first time counts");
    assert_eq!(told(seen[0].at_ms + 1).seen, []);
    let kinds: Vec<_> = told(0).facts.into_iter().map(|fact| (fact.kind, fact.object)).collect();
    assert!(kinds.contains(&("active".into(), id(COACH))) && kinds.contains(&("pair".into(), id(TEACHER))));
    let hers = world.act(|tx| server::sharing::told(tx, world.org, id(TEACHER), 0, world.now_ms()));
    assert!(hers.seen.is_empty() && hers.facts.iter().all(|fact| fact.object != id(OTHER_TEACHER)));
}
