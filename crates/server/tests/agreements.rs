//! Sharing agreements at the service: what both accepted is what it sends by, before, during and after (INV-3).

use domain::{
    access::{Record, Refusal},
    agreement::{Item, Reach, digest},
    schema::{acceptance, agreement_item, coaching_cycle, debrief, goal, sharing_agreement, step},
    scope::Scope,
};
use server::facts::Fact;
use sync::body::Body;

use crate::{
    on_both,
    sharing::{COACH, OBSERVATION, TEACHER, observed, pair, row, said, share},
    support::{Change, Device, Had, World, id},
};

on_both! {
    supervisors_are_sent_evidence_from_when_both_accepted_until_one_withdraws
    supervisors_are_sent_debriefs_and_no_other_kind_while_the_agreement_lists_them
    supervisors_are_sent_steps_and_no_other_kind_while_the_agreement_lists_them
    supervisors_are_sent_coaching_cycles_and_no_other_kind_while_the_agreement_lists_them
    a_teacher_without_an_account_is_recorded_by_the_coach_and_as_such
    nobody_accepts_for_another_and_no_acceptance_covers_other_words
    a_document_rules_over_what_an_administrator_said_of_the_pair
    whoever_takes_a_version_or_a_word_away_brings_no_earlier_version_back
    a_version_that_is_taken_away_is_closed_and_what_she_says_later_is_heard
    whoever_no_longer_works_together_takes_back_and_opens_nothing
}

const SUPERVISOR: u8 = 7;
const AGREEMENT: u16 = sharing_agreement::ENTITY.number;
const ACCEPTANCE: u16 = acceptance::ENTITY.number;

/// A coach of a teacher, and the coach's supervisor.
fn three(world: &World) -> (Device, Device, Device) {
    world.say(Fact::Pair(id(COACH), id(TEACHER)));
    world.say(Fact::Supervises(id(SUPERVISOR), id(COACH)));
    (world.device(id(COACH)), world.device(id(TEACHER)), world.device(id(SUPERVISOR)))
}

fn programme() -> Scope {
    Scope::Programme { author: id(COACH), about: Some(id(TEACHER)), record: Record::Script }
}

fn items(evidence: Reach) -> Vec<(String, String, String)> {
    items_with(Item::Evidence, evidence)
}

/// Every item as it is by default, but one.
fn items_with(one: Item, wide: Reach) -> Vec<(String, String, String)> {
    let reach = |item: Item| if item == one { wide } else { item.choices()[0] };
    let written =
        |item: Item| (item.code().to_owned(), reach(item).code().to_owned(), item.words(reach(item)).to_owned());
    Item::ALL.map(written).to_vec()
}

/// A version that opens evidence to supervisors, shared with the pair.
fn proposed(number: u8) -> Vec<Change> {
    version(number, Reach::Supervisors)
}

fn version(number: u8, evidence: Reach) -> Vec<Change> {
    version_of(number, items(evidence))
}

fn version_of(number: u8, items: Vec<(String, String, String)>) -> Vec<Change> {
    let root = row(100 + number);
    let fields = vec![
        (sharing_agreement::COACH, id(COACH).into()),
        (sharing_agreement::TEACHER, id(TEACHER).into()),
        (sharing_agreement::VERSION, i64::from(number).into()),
    ];
    let mut changes = vec![(AGREEMENT, root, Body::Create(fields))];
    for (position, (code, audience, words)) in (0..).zip(items) {
        let fields = vec![
            (agreement_item::AGREEMENT, root.into()),
            (agreement_item::POSITION, i64::from(position).into()),
            (agreement_item::CODE, code.into()),
            (agreement_item::AUDIENCE, audience.into()),
            (agreement_item::TEXT, words.into()),
        ];
        changes.push((agreement_item::ENTITY.number, row(110 + 20 * number + position), Body::Create(fields)));
    }
    changes.push(share(AGREEMENT, root, pair(TEACHER)));
    changes
}

fn word(at: u8, party: &str, said: &str, way: &str, digest: String) -> Vec<Change> {
    word_of(1, at, (party, said, way), digest)
}

fn word_of(number: u8, at: u8, (party, said, way): (&str, &str, &str), digest: String) -> Vec<Change> {
    let fields = vec![
        (acceptance::AGREEMENT, row(100 + number).into()),
        (acceptance::COACH, id(COACH).into()),
        (acceptance::TEACHER, id(TEACHER).into()),
        (acceptance::PARTY, party.into()),
        (acceptance::SAID, said.into()),
        (acceptance::WAY, way.into()),
        (acceptance::DATE, "2026-10-05".into()),
        (acceptance::DIGEST, digest.into()),
    ];
    vec![(ACCEPTANCE, row(at), Body::Create(fields)), share(ACCEPTANCE, row(at), pair(TEACHER))]
}

fn accepts(at: u8, party: &str, way: &str) -> Vec<Change> {
    word(at, party, "accepted", way, digest(1, &items(Reach::Supervisors), ""))
}

/// Whether the service lets the coach share evidence with supervisors now. It asks with an observation of its own.
fn opens(world: &World, coach: &mut Device, at: u8) -> bool {
    coach.says(world, &[observed(row(at), TEACHER, "wait time"), share(OBSERVATION, row(at), programme())]);
    !is_refused(world, coach)
}

/// Whether the service told the coach that something is not agreed.
fn is_refused(world: &World, coach: &mut Device) -> bool {
    let mut told = Had::default();
    coach.receive(world, &mut told);
    let mut bodies = told.ops().into_iter().map(|(op, _)| op.body().unwrap().unwrap());
    bodies.any(|body| matches!(body, Body::Withheld { reason, .. } if reason == Refusal::NotAgreed.number()))
}

fn supervisors_are_sent_evidence_from_when_both_accepted_until_one_withdraws(world: &World) {
    let (mut coach, mut teacher, mut supervisor) = three(world);
    let (mut had, mut hers) = (Had::default(), Had::default());
    coach.says(world, &proposed(1));
    coach.says(world, &accepts(80, "coach", "own_device"));
    teacher.receive(world, &mut hers);
    assert!(hers.holds("and the coach's supervisors"), "the teacher reads what she is asked");
    assert!(!opens(world, &mut coach, 1), "before: she has not accepted");
    supervisor.receive(world, &mut had);
    assert!(had.blocks.is_empty());

    teacher.says(world, &accepts(90, "teacher", "own_device"));
    assert!(opens(world, &mut coach, 2), "during");
    coach.says(world, &[said(row(3), row(2), "What do you notice?")]);
    supervisor.receive(world, &mut had);
    assert_eq!(had.scopes(), [programme()], "the kind that the agreement lists, and nothing of the pair");
    assert!(had.holds("What do you notice?"));

    teacher.says(world, &word(91, "teacher", "withdrawn", "own_device", String::new()));
    supervisor.receive(world, &mut had);
    assert!(had.blocks.is_empty(), "after: it closed with the next question");
    coach.says(world, &[said(row(4), row(2), "Who can say it another way?")]);
    supervisor.receive(world, &mut had);
    assert!(had.blocks.is_empty());
    assert!(!opens(world, &mut coach, 5));
}

fn supervisors_are_sent_debriefs_and_no_other_kind_while_the_agreement_lists_them(world: &World) {
    only_its_kind_is_sent_from_when_both_accepted_until_one_withdraws(world, Item::Debrief);
}

fn supervisors_are_sent_steps_and_no_other_kind_while_the_agreement_lists_them(world: &World) {
    only_its_kind_is_sent_from_when_both_accepted_until_one_withdraws(world, Item::Step);
}

fn supervisors_are_sent_coaching_cycles_and_no_other_kind_while_the_agreement_lists_them(world: &World) {
    only_its_kind_is_sent_from_when_both_accepted_until_one_withdraws(world, Item::CoachingCycle);
}

/// The kinds whose words an agreement can open to supervisors.
const KINDS: [Item; 4] = [Item::Evidence, Item::Debrief, Item::Step, Item::CoachingCycle];

fn only_its_kind_is_sent_from_when_both_accepted_until_one_withdraws(world: &World, item: Item) {
    let (mut coach, mut teacher, mut supervisor) = three(world);
    let mut had = Had::default();
    let record = item.record().unwrap();
    let wide = || items_with(item, Reach::Supervisors);
    let accepted = |party| (party, "accepted", "own_device");
    coach.says(world, &version_of(1, wide()));
    coach.says(world, &word_of(1, 80, accepted("coach"), digest(1, &wide(), "")));
    coach.says(world, &written(item, 1, "numbat"));
    assert!(is_refused(world, &mut coach), "before: she has not accepted");
    supervisor.receive(world, &mut had);
    assert!(had.blocks.is_empty());

    teacher.says(world, &word_of(1, 90, accepted("teacher"), digest(1, &wide(), "")));
    for (at, other) in (10..).step_by(10).zip(KINDS.into_iter().filter(|other| *other != item)) {
        coach.says(world, &written(other, at, "bilby"));
        assert!(is_refused(world, &mut coach), "{other:?} is not listed");
    }
    coach.says(world, &written(item, 3, "quokka"));
    assert!(!is_refused(world, &mut coach), "during");
    supervisor.receive(world, &mut had);
    let programme = Scope::Programme { author: id(COACH), about: Some(id(TEACHER)), record };
    assert_eq!(had.scopes(), [programme], "the kind that the agreement lists, and no other");
    assert!(had.holds("quokka"), "what is shared now goes at once");
    assert!(!had.holds("numbat"), "what was refused before goes only by another act of its author");
    assert!(!had.holds("bilby"));

    teacher.says(world, &word_of(1, 91, ("teacher", "withdrawn", "own_device"), String::new()));
    supervisor.receive(world, &mut had);
    assert!(had.blocks.is_empty(), "after: it closed with the next question");
    coach.says(world, &written(item, 5, "dingo"));
    assert!(is_refused(world, &mut coach));
    supervisor.receive(world, &mut had);
    assert!(had.blocks.is_empty());
}

/// A document of the kind that an item speaks of, with a word, shared with the supervisors of its coach.
fn written(item: Item, at: u8, words: &str) -> Vec<Change> {
    let root = row(at);
    let about = |coach: u16, teacher: u16| vec![(coach, id(COACH).into()), (teacher, id(TEACHER).into())];
    let with = |mut fields: Vec<(u16, domain::Value)>, field: u16| {
        fields.push((field, words.into()));
        Body::Create(fields)
    };
    let mut changes = match item {
        Item::Evidence => vec![observed(root, TEACHER, words)],
        Item::Debrief => {
            vec![(debrief::ENTITY.number, root, with(about(debrief::COACH, debrief::TEACHER), debrief::PRAISE))]
        }
        Item::Step => vec![(step::ENTITY.number, root, with(about(step::COACH, step::TEACHER), step::TEXT))],
        // The goal is a row of its own in the same document.
        Item::CoachingCycle => vec![
            (coaching_cycle::ENTITY.number, root, Body::Create(about(coaching_cycle::COACH, coaching_cycle::TEACHER))),
            (goal::ENTITY.number, row(at + 1), with(vec![(goal::COACHING_CYCLE, root.into())], goal::STATEMENT)),
        ],
        other => panic!("{other:?} opens no document"),
    };
    let record = item.record().unwrap();
    let scope = Scope::Programme { author: id(COACH), about: Some(id(TEACHER)), record };
    changes.push(share(changes[0].0, root, scope));
    changes
}

fn a_teacher_without_an_account_is_recorded_by_the_coach_and_as_such(world: &World) {
    let (mut coach, ..) = three(world);
    coach.says(world, &proposed(1));
    coach.says(world, &accepts(80, "coach", "own_device"));
    coach.says(world, &accepts(81, "teacher", "paper"));
    assert!(opens(world, &mut coach, 1));

    coach.says(world, &word(82, "coach", "withdrawn", "own_device", String::new()));

    assert!(!opens(world, &mut coach, 2));
}

fn nobody_accepts_for_another_and_no_acceptance_covers_other_words(world: &World) {
    let (mut coach, mut teacher, _) = three(world);
    coach.says(world, &proposed(1));
    coach.says(world, &accepts(80, "coach", "own_device"));
    coach.says(world, &accepts(81, "teacher", "own_device"));
    assert!(!opens(world, &mut coach, 1), "the coach says that the teacher did, on a device of hers");
    teacher.says(world, &word(90, "teacher", "accepted", "own_device", digest(1, &items(Reach::Pair), "")));
    assert!(!opens(world, &mut coach, 2), "she accepted other words");
    teacher.says(world, &accepts(91, "teacher", "own_device"));
    assert!(opens(world, &mut coach, 3), "the control");

    let more = vec![
        (agreement_item::AGREEMENT, row(101).into()),
        (agreement_item::POSITION, 99_i64.into()),
        (agreement_item::CODE, "debrief".into()),
        (agreement_item::AUDIENCE, "supervisors".into()),
    ];
    coach.says(world, &[(agreement_item::ENTITY.number, row(200), Body::Create(more))]);
    assert!(!opens(world, &mut coach, 4), "an accepted version that is changed is accepted by nobody");
}

fn a_document_rules_over_what_an_administrator_said_of_the_pair(world: &World) {
    let (mut coach, mut teacher, _) = three(world);
    world.say(Fact::Agreed(id(COACH), id(TEACHER), Record::Script));
    assert!(opens(world, &mut coach, 1), "there is no document yet");

    coach.says(world, &proposed(1));
    assert!(!opens(world, &mut coach, 2));

    coach.says(world, &accepts(80, "coach", "own_device"));
    teacher.says(world, &accepts(90, "teacher", "own_device"));
    assert!(opens(world, &mut coach, 3));
}

/// Both accepted a wide version, and then one that is for the two alone.
fn narrowed(world: &World) -> (Device, Device, Device) {
    let (mut coach, mut teacher, supervisor) = three(world);
    coach.says(world, &proposed(1));
    coach.says(world, &accepts(80, "coach", "own_device"));
    teacher.says(world, &accepts(90, "teacher", "own_device"));
    assert!(opens(world, &mut coach, 1), "the control");
    coach.says(world, &version(2, Reach::Pair));
    let narrow = || digest(2, &items(Reach::Pair), "");
    coach.says(world, &word_of(2, 81, ("coach", "accepted", "own_device"), narrow()));
    coach.says(world, &word_of(2, 82, ("teacher", "accepted", "paper"), narrow()));
    assert!(!opens(world, &mut coach, 2));
    (coach, teacher, supervisor)
}

fn whoever_takes_a_version_or_a_word_away_brings_no_earlier_version_back(world: &World) {
    let (mut coach, ..) = narrowed(world);
    let gone = || Body::Remove { seen: Vec::new() };
    let unshared = Body::Unshare { scope: pair(TEACHER).bytes() };
    let takings = [
        (AGREEMENT, row(102), unshared),
        (AGREEMENT, row(102), gone()),
        (agreement_item::ENTITY.number, row(150), gone()),
        (ACCEPTANCE, row(82), gone()),
        (AGREEMENT, row(102), Body::Erase { seen: Vec::new() }),
        (ACCEPTANCE, row(82), Body::Erase { seen: Vec::new() }),
    ];
    for (at, taking) in (3..).zip(takings) {
        let what = format!("{taking:?}");
        coach.says(world, &[taking]);
        assert!(!opens(world, &mut coach, at), "{what}");
    }
}

fn a_version_that_is_taken_away_is_closed_and_what_she_says_later_is_heard(world: &World) {
    let (mut coach, mut teacher, _) = three(world);
    coach.says(world, &proposed(1));
    coach.says(world, &accepts(80, "coach", "own_device"));
    teacher.says(world, &accepts(90, "teacher", "own_device"));
    assert!(opens(world, &mut coach, 1));

    coach.says(world, &[(AGREEMENT, row(101), Body::Unshare { scope: pair(TEACHER).bytes() })]);
    assert!(!opens(world, &mut coach, 2), "she could not withdraw what she no longer has");
    teacher.says(world, &word(91, "teacher", "withdrawn", "own_device", String::new()));
    coach.says(world, &[share(AGREEMENT, row(101), pair(TEACHER))]);
    assert!(!opens(world, &mut coach, 3));
}

fn whoever_no_longer_works_together_takes_back_and_opens_nothing(world: &World) {
    let (mut coach, mut teacher, mut supervisor) = three(world);
    let mut had = Had::default();
    coach.says(world, &proposed(1));
    coach.says(world, &accepts(80, "coach", "own_device"));
    teacher.says(world, &accepts(90, "teacher", "own_device"));
    assert!(opens(world, &mut coach, 1));
    supervisor.receive(world, &mut had);
    assert!(!had.blocks.is_empty());

    world.unsay(Fact::Pair(id(COACH), id(TEACHER)));
    teacher.says(world, &word(91, "teacher", "withdrawn", "own_device", String::new()));

    supervisor.receive(world, &mut had);
    assert!(had.blocks.is_empty(), "her word arrives although they no longer work together");
}
