//! ST-6, the evaluator firewall, on the service's answers: what Ruth's device is given, byte for byte.

use domain::{
    RowId,
    access::{Consent, Link, Record, Refusal, Role},
    schema::{line, observation, step, visit},
    scope::Scope,
};
use server::{
    audit,
    facts::Fact,
    sharing::{self, Seen},
};
use sync::body::Body;

use crate::{
    on_both,
    sharing::{LINE, OBSERVATION, row, said, share},
    support::{Change, Device, Had, World, id, rewrite},
};

on_both! {
    of_amir_she_has_activity_and_of_bea_what_the_agreement_allows
    one_record_arrives_by_consent_and_later_changes_stop_when_it_is_withdrawn
}

const RUTH: u8 = 11;
const DANA: u8 = 12;
const AMIR: u8 = 13;
const BEA: u8 = 14;
const SCHOOL: u8 = 15;
const STEP: u16 = step::ENTITY.number;
const VISIT: u16 = visit::ENTITY.number;
const MINUTE_MS: i64 = 60_000;

/// Ruth is principal, evaluator of Amir, said not to be Bea's, and supervises Dana while Monique is away. Both teachers
/// agreed that Dana's supervisor may read evidence and steps.
fn people(world: &World) -> (Device, Device) {
    for teacher in [AMIR, BEA] {
        world.say(Fact::Pair(id(DANA), id(teacher)));
        world.say(Fact::School(id(teacher), id(SCHOOL)));
        world.say(Fact::Agreed(id(DANA), id(teacher), Record::Script));
        world.say(Fact::Agreed(id(DANA), id(teacher), Record::Step));
    }
    world.say(Fact::Role(id(RUTH), Role::Principal, id(SCHOOL)));
    world.say(Fact::Role(id(RUTH), Role::Supervisor, id(SCHOOL)));
    world.say(Fact::Supervises(id(RUTH), id(DANA)));
    world.say(Fact::Link(id(RUTH), id(AMIR), Link::Evaluator));
    world.say(Fact::Link(id(RUTH), id(BEA), Link::NotEvaluator));
    (world.device(id(DANA)), world.device(id(RUTH)))
}

fn activity(teacher: u8) -> Scope {
    Scope::Activity { author: id(DANA), teacher: id(teacher) }
}

fn programme(teacher: u8, record: Record) -> Scope {
    Scope::Programme { author: id(DANA), about: Some(id(teacher)), record }
}

fn pair(teacher: u8) -> Scope {
    Scope::Pair { coach: id(DANA), teacher: id(teacher) }
}

/// An observation of so many minutes, with one line.
fn lesson(number: u8, teacher: u8, minutes: i64, words: &str) -> Vec<Change> {
    let root = row(number);
    let fields = vec![
        (observation::TEACHER, id(teacher).into()),
        (observation::KIND, "scripted".into()),
        (observation::STATE, "captured".into()),
        (observation::STARTED_MS, 1_791_205_624_000_i64.into()),
        (observation::ENDED_OFFSET_MS, (minutes * MINUTE_MS).into()),
        (observation::FOCUS, "focus".into()),
    ];
    vec![(OBSERVATION, root, Body::Create(fields)), said(row(number + 1), root, words)]
}

fn debrief(number: u8, teacher: u8, minutes: i64) -> Change {
    let fields = vec![
        (visit::TEACHER, id(teacher).into()),
        (visit::DATE, "2026-11-03".into()),
        (visit::MINUTES, minutes.into()),
        (visit::STATE, "held".into()),
        (visit::PURPOSE, "private purpose".into()),
    ];
    (VISIT, row(number), Body::Create(fields))
}

fn agreed(number: u8, teacher: u8, words: &str) -> Change {
    let fields = vec![
        (step::TEACHER, id(teacher).into()),
        (step::COACH, id(DANA).into()),
        (step::TEXT, words.into()),
        (step::STATE, "practising".into()),
    ];
    (STEP, row(number), Body::Create(fields))
}

/// Of Amir three observations and two debriefs, 106 minutes together; of Bea one observation. Each with a step, and all
/// of it shared as far as Dana can.
fn work(world: &World, dana: &mut Device) {
    let lessons = [lesson(1, AMIR, 43, "amir one"), lesson(3, AMIR, 20, "amir two"), lesson(5, AMIR, 13, "amir three")];
    let mut written = lessons.concat();
    written.extend([debrief(7, AMIR, 20), debrief(8, AMIR, 10), agreed(9, AMIR, "amir waits"), debrief(30, BEA, 5)]);
    written.extend(lesson(21, BEA, 40, "bea first wording"));
    written.extend([said(row(23), row(21), "bea deleted"), agreed(24, BEA, "bea calls on rows")]);
    dana.says(world, &written);
    let own = world.stored(dana.own()).folded();
    dana.says(
        world,
        &[
            (LINE, row(22), rewrite(&own[&(LINE, row(22))], line::TEXT, "bea what stands")),
            (LINE, row(23), Body::Remove { seen: Vec::new() }),
        ],
    );
    let mut shares = Vec::new();
    for (entity, number, teacher) in [
        (OBSERVATION, 1, AMIR),
        (OBSERVATION, 3, AMIR),
        (OBSERVATION, 5, AMIR),
        (VISIT, 7, AMIR),
        (VISIT, 8, AMIR),
        (OBSERVATION, 21, BEA),
        (VISIT, 30, BEA),
    ] {
        shares.push(share(entity, row(number), activity(teacher)));
        if entity == OBSERVATION {
            shares.push(share(entity, row(number), pair(teacher)));
            shares.push(share(entity, row(number), programme(teacher, Record::Script)));
        }
    }
    for (number, teacher) in [(9, AMIR), (24, BEA)] {
        shares.push(share(STEP, row(number), pair(teacher)));
        shares.push(share(STEP, row(number), programme(teacher, Record::Step)));
    }
    dana.says(world, &shares);
}

fn of_amir_she_has_activity_and_of_bea_what_the_agreement_allows(world: &World) {
    let (mut dana, mut ruth) = people(world);
    work(world, &mut dana);
    let mut had = Had::default();
    ruth.receive(world, &mut had);

    let mut expected =
        vec![activity(AMIR), activity(BEA), programme(BEA, Record::Script), programme(BEA, Record::Step)];
    expected.sort();
    assert_eq!(had.scopes(), expected, "0 rows of pair or programme on Amir");

    let facts = had.of(activity(AMIR));
    let count = |entity: u16| facts.rows().keys().filter(|(number, _)| *number == entity).count();
    assert_eq!((count(OBSERVATION), count(VISIT), facts.rows().len()), (3, 2, 5));
    let minutes = facts.rows().into_iter().map(|((entity, _), values)| match entity {
        OBSERVATION => number(&values[&observation::ENDED_OFFSET_MS]) / MINUTE_MS,
        _ => number(&values[&visit::MINUTES]),
    });
    assert_eq!(minutes.sum::<i64>(), 106);
    for words in ["amir", "focus", "purpose", "practising"] {
        assert!(!facts.holds(words) && (words == "focus" || words == "practising" || !had.holds(words)), "{words}");
    }
    assert!(had.of(programme(BEA, Record::Script)).holds("bea what stands"), "the search finds what is allowed");
    assert!(had.of(programme(BEA, Record::Step)).holds("bea calls on rows"));
    for words in ["first wording", "deleted"] {
        assert!(!had.holds(words), "{words}");
    }
    for (teacher, words) in [(AMIR, "amir one"), (BEA, "bea what stands")] {
        let (mut device, mut had) = (world.device(id(teacher)), Had::default());
        device.receive(world, &mut had);
        assert!(had.of(pair(teacher)).holds(words), "the teacher reads her own");
        assert!(!had.holds(if teacher == AMIR { "bea" } else { "amir" }), "and nobody else's");
    }
}

fn number(value: &domain::Value) -> i64 {
    match value {
        domain::Value::Integer(number) => *number,
        other => panic!("{other:?}"),
    }
}

fn consented(root: RowId) -> (Fact, Scope) {
    let consent = Consent { teacher: id(AMIR), reader: id(RUTH), root };
    (Fact::Consent(consent), Scope::Consented { teacher: id(AMIR), reader: id(RUTH), root })
}

fn one_record_arrives_by_consent_and_later_changes_stop_when_it_is_withdrawn(world: &World) {
    let (mut dana, mut ruth) = people(world);
    work(world, &mut dana);
    let mut had = Had::default();
    ruth.receive(world, &mut had);
    let (consent, shown) = consented(row(9));
    let blocks = had.blocks.len();
    dana.says(world, &[share(STEP, row(9), shown)]);
    ruth.receive(world, &mut had);
    assert_eq!(had.blocks.len(), blocks, "not before he agrees");

    world.say(consent);
    dana.says(world, &[share(STEP, row(9), shown)]);
    ruth.receive(world, &mut had);
    assert_eq!(had.of(shown).rows().into_keys().collect::<Vec<_>>(), [(STEP, row(9))], "exactly that record");
    assert_eq!(had.blocks.len(), blocks + 1);
    assert!(had.of(shown).holds("amir waits"));
    assert!(!had.holds("amir one"));
    let seen = world.act(|tx| sharing::seen_by(tx, world.org, id(AMIR)));
    let &[Seen { root, reader, at_ms }] = seen.as_slice() else { panic!("{seen:?}") };
    assert_eq!((root, reader), (row(9), id(RUTH)));
    assert!(at_ms > had.of(shown).blocks[0].received_ms, "when it was first sent, and not when it was shared");
    assert_eq!(world.act(|tx| audit::verify(tx, world.org)), 1);
    world.device(id(RUTH)).receive(world, &mut Had::default());
    assert_eq!(world.act(|tx| sharing::seen_by(tx, world.org, id(AMIR))), seen, "once");

    world.unsay(consent);
    let text = Body::Set { field: step::TEXT, value: "amir waits longer".into(), over: Vec::new() };
    let stored = world.stored(shown).blocks.len();
    dana.says(world, &[(STEP, row(9), text)]);
    assert_eq!(world.stored(shown).blocks.len(), stored, "nothing new is written for her");
    ruth.receive(world, &mut had);
    assert!(had.of(shown).blocks.is_empty() && !had.holds("amir waits"), "and what she had leaves her device");
    assert_eq!(world.act(|tx| sharing::seen_by(tx, world.org, id(AMIR))), seen, "he sees that it was seen");
    let mut told = Had::default();
    dana.receive(world, &mut told);
    let last = told.ops().pop().unwrap().0.body().unwrap().unwrap();
    assert_eq!(last, Body::Withheld { scope: shown.bytes(), reason: Refusal::NoConsent.number() });
}
