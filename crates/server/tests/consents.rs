//! A teacher's consent to show one document to one person: before, during and after, and as her rows of it stand.

use domain::{
    RowId, Value,
    access::{Consent, Refusal},
    ending::consent_row,
    schema::{coaching_cycle, debrief, handover_item, step},
    scope::Scope,
};
use server::facts::{self, Fact};
use sync::body::Body;

use crate::{
    on_both,
    sharing::{COACH, OBSERVATION, TEACHER, observed, pair, row, share, told},
    support::{Change, Device, Had, World, id},
};

on_both! {
    the_expiry_of_a_withdrawn_consent_leaves_the_later_one
    a_consent_that_is_made_again_under_the_name_of_an_erased_one_stands_until_it_is_withdrawn
    a_withdrawal_that_is_taken_back_gives_the_consent_again
    a_debrief_is_read_by_the_person_whom_the_teacher_named_while_she_consents
    a_step_is_read_by_the_person_whom_the_teacher_named_while_she_consents
    a_coaching_cycle_is_read_by_the_person_whom_the_teacher_named_while_she_consents
    no_consent_opens_a_script
    nobody_consents_for_the_teacher
}

const READER: u8 = 7;
const OTHER: u8 = 8;
const CONSENT: u16 = handover_item::ENTITY.number;

fn consent() -> Consent {
    Consent { teacher: id(TEACHER), reader: id(READER), root: row(1) }
}

fn shown() -> Scope {
    Scope::Consented { teacher: id(TEACHER), reader: id(READER), root: row(1) }
}

fn gives(before: u32) -> Change {
    let fields = vec![
        (handover_item::TEACHER, id(TEACHER).into()),
        (handover_item::COACH, id(COACH).into()),
        (handover_item::SUCCESSOR, id(READER).into()),
        (handover_item::DOCUMENT, row(1).into()),
    ];
    (CONSENT, consent_row(&consent(), before), Body::Create(fields))
}

fn withdraws(before: u32) -> Change {
    (CONSENT, consent_row(&consent(), before), Body::Remove { seen: Vec::new() })
}

fn erases(before: u32) -> Change {
    (CONSENT, consent_row(&consent(), before), Body::Erase { seen: Vec::new() })
}

fn stands(world: &World) -> bool {
    world.act(|tx| facts::read(tx, world.org, id(TEACHER))).consents.contains(&consent())
}

fn pair_of(world: &World) -> (Device, Device) {
    world.say(Fact::Pair(id(COACH), id(TEACHER)));
    (world.device(id(COACH)), world.device(id(TEACHER)))
}

fn the_expiry_of_a_withdrawn_consent_leaves_the_later_one(world: &World) {
    let (_, mut teacher) = pair_of(world);
    for change in [gives(0), withdraws(0), gives(1)] {
        teacher.says(world, &[change]);
    }
    assert!(stands(world), "the control");

    teacher.says(world, &[erases(0)]);

    assert!(stands(world), "the screen says yes");
    teacher.says(world, &[withdraws(1)]);
    assert!(!stands(world));
    teacher.says(world, &[erases(1)]);
    assert!(!stands(world));
}

fn a_consent_that_is_made_again_under_the_name_of_an_erased_one_stands_until_it_is_withdrawn(world: &World) {
    let (_, mut teacher) = pair_of(world);
    for change in [gives(0), withdraws(0), erases(0)] {
        teacher.says(world, &[change]);
    }
    assert!(!stands(world));

    teacher.says(world, &[gives(0)]);
    assert!(stands(world));

    teacher.says(world, &[erases(0)]);
    assert!(!stands(world), "found by its name, though its words are gone");
}

fn a_withdrawal_that_is_taken_back_gives_the_consent_again(world: &World) {
    let (_, mut teacher) = pair_of(world);
    teacher.says(world, &[gives(0), withdraws(0)]);
    assert!(!stands(world));

    teacher.says(world, &[(CONSENT, consent_row(&consent(), 0), Body::Restore)]);

    assert!(stands(world));
}

/// A document of the coach's about the teacher, with a word.
fn document(entity: u16, fields: [u16; 3], words: &str) -> Change {
    let [coach, teacher, field] = fields;
    let fields = vec![(coach, id(COACH).into()), (teacher, id(TEACHER).into()), (field, words.into())];
    (entity, row(1), Body::Create(fields))
}

fn a_debrief_is_read_by_the_person_whom_the_teacher_named_while_she_consents(world: &World) {
    let fields = [debrief::COACH, debrief::TEACHER, debrief::PRAISE];
    one_person_reads_one_document_while_she_consents(world, debrief::ENTITY.number, fields);
}

fn a_step_is_read_by_the_person_whom_the_teacher_named_while_she_consents(world: &World) {
    let fields = [step::COACH, step::TEACHER, step::TEXT];
    one_person_reads_one_document_while_she_consents(world, step::ENTITY.number, fields);
}

fn a_coaching_cycle_is_read_by_the_person_whom_the_teacher_named_while_she_consents(world: &World) {
    let fields = [coaching_cycle::COACH, coaching_cycle::TEACHER, coaching_cycle::TITLE];
    one_person_reads_one_document_while_she_consents(world, coaching_cycle::ENTITY.number, fields);
}

fn one_person_reads_one_document_while_she_consents(world: &World, entity: u16, fields: [u16; 3]) {
    let (mut coach, mut teacher) = pair_of(world);
    let (mut reader, mut other) = (world.device(id(READER)), world.device(id(OTHER)));
    let (mut had, mut others) = (Had::default(), Had::default());
    coach.says(world, &[document(entity, fields, "numbat"), share(entity, row(1), pair(TEACHER))]);
    coach.says(world, &[share(entity, row(1), shown())]);
    assert_eq!(told(&mut coach, world), [(shown().bytes(), Refusal::NoConsent.number())], "before");
    reader.receive(world, &mut had);
    assert!(had.blocks.is_empty());

    teacher.says(world, &[gives(0)]);
    reader.receive(world, &mut had);
    assert!(had.blocks.is_empty(), "her consent opens nothing by itself: the author shares");
    coach.says(world, &[share(entity, row(1), shown())]);
    reader.receive(world, &mut had);
    assert_eq!(had.scopes(), [shown()], "during");
    assert!(had.holds("numbat"));
    other.receive(world, &mut others);
    assert!(others.blocks.is_empty(), "it names one person");

    teacher.says(world, &[withdraws(0)]);
    let text = Body::Set { field: fields[2], value: Value::from("quokka"), over: Vec::new() };
    coach.says(world, &[(entity, row(1), text)]);
    reader.receive(world, &mut had);
    assert!(had.of(shown()).blocks.is_empty() && !had.holds("quokka"), "after: it leaves, and nothing new comes");
    assert_eq!(told(&mut coach, world).last(), Some(&(shown().bytes(), Refusal::NoConsent.number())));
}

fn no_consent_opens_a_script(world: &World) {
    let (mut coach, mut teacher) = pair_of(world);
    teacher.says(world, &[gives(0)]);

    coach.says(world, &[observed(row(1), TEACHER, "wait time"), share(OBSERVATION, row(1), shown())]);

    assert_eq!(told(&mut coach, world), [(shown().bytes(), Refusal::WrongAudience.number())]);
}

fn nobody_consents_for_the_teacher(world: &World) {
    let (mut coach, _) = pair_of(world);
    let (mut reader, mut had) = (world.device(id(READER)), Had::default());
    let root: RowId = row(1);
    let fields = [step::COACH, step::TEACHER, step::TEXT];

    coach.says(world, &[gives(0), document(step::ENTITY.number, fields, "numbat")]);
    coach.says(world, &[share(step::ENTITY.number, root, shown())]);

    reader.receive(world, &mut had);
    assert!(had.blocks.is_empty() && !stands(world));
}
