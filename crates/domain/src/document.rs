//! Documents: which rows are one piece of work, so that they are opened to others together.

use crate::{
    RowId, Value,
    access::Record,
    agreement::Party,
    kind::{Kind, Purpose},
    schema::{
        ENTITIES, Entity, acceptance, acknowledgement, agreement_item, attachment, coach_note, coaching_consent,
        coaching_cycle, coaching_request, code, cycle_stage, debrief, gap, goal, goal_measure, handover_item,
        indicator, interval_mark, lesson_prep, line, log_entry, look_for, look_for_set, note_fact, observation,
        praise_line, relationship, request_answer, score, score_line, sharing_agreement, step, step_check,
        step_check_line, step_line, step_result, sweep, tag, talk_span, tally, visit, walk_item, walk_room,
    },
};

/// Returns the field by which a row of this entity names the root of its document; nothing where the row is a document
/// by itself.
#[must_use]
pub fn root_field(entity: &Entity) -> Option<u16> {
    match entity.number {
        number if number == line::ENTITY.number => Some(line::OBSERVATION),
        number if number == tag::ENTITY.number => Some(tag::OBSERVATION),
        number if number == gap::ENTITY.number => Some(gap::OBSERVATION),
        number if number == attachment::ENTITY.number => Some(attachment::OBSERVATION),
        number if number == code::ENTITY.number => Some(code::OBSERVATION),
        number if number == interval_mark::ENTITY.number => Some(interval_mark::OBSERVATION),
        number if number == talk_span::ENTITY.number => Some(talk_span::OBSERVATION),
        number if number == sweep::ENTITY.number => Some(sweep::OBSERVATION),
        number if number == tally::ENTITY.number => Some(tally::OBSERVATION),
        number if number == walk_item::ENTITY.number => Some(walk_item::OBSERVATION),
        number if number == walk_room::ENTITY.number => Some(walk_room::OBSERVATION),
        number if number == score::ENTITY.number => Some(score::OBSERVATION),
        number if number == score_line::ENTITY.number => Some(score_line::OBSERVATION),
        number if number == look_for::ENTITY.number => Some(look_for::SET),
        number if number == indicator::ENTITY.number => Some(indicator::RUBRIC),
        number if number == praise_line::ENTITY.number => Some(praise_line::DEBRIEF),
        number if number == step_line::ENTITY.number => Some(step_line::STEP),
        number if number == step_check::ENTITY.number => Some(step_check::STEP),
        number if number == step_check_line::ENTITY.number => Some(step_check_line::STEP),
        number if number == step_result::ENTITY.number => Some(step_result::STEP),
        number if number == note_fact::ENTITY.number => Some(note_fact::NOTE),
        number if number == cycle_stage::ENTITY.number => Some(cycle_stage::COACHING_CYCLE),
        number if number == goal::ENTITY.number => Some(goal::COACHING_CYCLE),
        number if number == goal_measure::ENTITY.number => Some(goal_measure::COACHING_CYCLE),
        number if number == agreement_item::ENTITY.number => Some(agreement_item::AGREEMENT),
        _ => None,
    }
}

/// Returns the kind of document that rows of this entity are part of; nothing where they are documents by themselves.
#[must_use]
pub fn root_of(part: &Entity) -> Option<&'static Entity> {
    let field = part.field(root_field(part)?)?;
    match field.column {
        "set_id" => Some(look_for_set::ENTITY),
        "note" => Some(coach_note::ENTITY),
        "agreement" => Some(sharing_agreement::ENTITY),
        // Every other field is called after the root's table.
        table => ENTITIES.iter().copied().find(|entity| entity.table == table),
    }
}

/// Returns the field of a root that names the teacher whom the document is about. The service reads her from the rows,
/// never from a request: a document that says it is about nobody would pass the firewall.
#[must_use]
pub fn teacher_field(root: &Entity) -> Option<u16> {
    match root.number {
        number if number == observation::ENTITY.number => Some(observation::TEACHER),
        number if number == relationship::ENTITY.number => Some(relationship::TEACHER),
        number if number == step::ENTITY.number => Some(step::TEACHER),
        number if number == visit::ENTITY.number => Some(visit::TEACHER),
        number if number == debrief::ENTITY.number => Some(debrief::TEACHER),
        number if number == coach_note::ENTITY.number => Some(coach_note::TEACHER),
        number if number == log_entry::ENTITY.number => Some(log_entry::TEACHER),
        number if number == coaching_cycle::ENTITY.number => Some(coaching_cycle::TEACHER),
        number if number == coaching_request::ENTITY.number => Some(coaching_request::TEACHER),
        number if number == request_answer::ENTITY.number => Some(request_answer::TEACHER),
        number if number == sharing_agreement::ENTITY.number => Some(sharing_agreement::TEACHER),
        number if number == acceptance::ENTITY.number => Some(acceptance::TEACHER),
        number if number == coaching_consent::ENTITY.number => Some(coaching_consent::TEACHER),
        number if number == acknowledgement::ENTITY.number => Some(acknowledgement::TEACHER),
        number if number == handover_item::ENTITY.number => Some(handover_item::TEACHER),
        number if number == lesson_prep::ENTITY.number => Some(lesson_prep::TEACHER),
        _ => None,
    }
}

/// Returns who of a pair writes documents of this root; nothing where either of the two does. What stands before a pair is
/// read as this one's words, so the service takes it there from nobody else.
#[must_use]
pub fn writer_in_pair(root: &Entity) -> Option<Party> {
    let teachers = [acknowledgement::ENTITY.number, handover_item::ENTITY.number, coaching_request::ENTITY.number];
    let of_either = [acceptance::ENTITY.number, coaching_consent::ENTITY.number];
    if of_either.contains(&root.number) {
        return None;
    }
    Some(if teachers.contains(&root.number) { Party::Teacher } else { Party::Coach })
}

/// Whether documents of this root are for the pair alone, whatever an agreement opens of their kind to supervisors.
#[must_use]
pub fn is_for_pair_alone(root: &Entity) -> bool {
    [lesson_prep::ENTITY.number, handover_item::ENTITY.number].contains(&root.number)
}

/// Whom a document is about, and the kind of record that it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subject {
    /// The teacher; of an observation of a coach, the coach.
    pub person: Option<RowId>,
    /// The kind of record; nothing for what can be shared with nobody.
    pub record: Option<Record>,
}

/// Returns whom a document is about and what kind of record it is, as the fields of its root say.
///
/// A calibration compares two observers and a learning walk is about several rooms: neither is a record of anybody, whomever
/// it names. What names a coach is an observation of that coach, whatever else it says. One that names a teacher beside the coach is
/// about nobody, so that no scope of the two takes it.
#[must_use]
pub fn subject(root: &Entity, value: impl Fn(u16) -> Value) -> Subject {
    let named = |field: u16| match value(field) {
        Value::Id(person) => Some(person),
        _ => None,
    };
    let teacher = teacher_field(root).and_then(named);
    let coach = coach_field(root).and_then(named);
    if is_of_nobody(root, &value) {
        return Subject { person: None, record: None };
    }
    match coach {
        Some(_) => Subject { person: coach.filter(|_| teacher.is_none()), record: Some(Record::CoachObservation) },
        None => Subject { person: teacher, record: Record::of(root.number) },
    }
}

/// Returns whether an observation is for its author alone: a calibration or a learning walk, by its purpose or its kind.
fn is_of_nobody(root: &Entity, value: impl Fn(u16) -> Value) -> bool {
    let is = |field: u16, codes: &[&str]| value(field).text().is_some_and(|code| codes.contains(&code));
    let purposes = [Purpose::Calibration.code(), Purpose::LearningWalk.code()];
    root.number == observation::ENTITY.number
        && (is(observation::PURPOSE, &purposes) || is(observation::KIND, &[Kind::LearningWalk.code()]))
}

/// Returns the field of a root that names the coach whom a supervisor observed, or means to.
#[must_use]
pub fn coach_field(root: &Entity) -> Option<u16> {
    match root.number {
        number if number == observation::ENTITY.number => Some(observation::COACH),
        number if number == visit::ENTITY.number => Some(visit::COACH),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{self, Log, Merge};

    #[test]
    fn a_row_names_its_document_once_and_for_ever() {
        for entity in ENTITIES {
            let Some(field) = root_field(entity).and_then(|number| entity.field(number)) else { continue };
            assert_eq!(
                (field.kind, field.merge, entity.log),
                (schema::Kind::Id, Merge::Fixed, Log::Shared),
                "{}",
                entity.table
            );
        }
    }

    #[test]
    fn whatever_is_part_of_a_document_is_part_of_one_kind_of_document() {
        for entity in ENTITIES {
            let root = root_of(entity);
            assert_eq!(root.is_some(), root_field(entity).is_some(), "{}", entity.table);
            assert!(root.is_none_or(|root| root_field(root).is_none()), "{}", entity.table);
        }
        assert_eq!(root_of(line::ENTITY).map(|root| root.table), Some("observation"));
    }

    #[test]
    fn of_a_pair_the_coach_writes_everything_but_what_is_the_teachers_to_say() {
        let of = |party| {
            let is_it = |entity: &&&Entity| entity.log == Log::Shared && writer_in_pair(entity) == party;
            ENTITIES.iter().filter(is_it).map(|entity| entity.table).collect::<Vec<_>>()
        };
        assert_eq!(of(Some(Party::Teacher)), ["coaching_request", "acknowledgement", "handover_item"]);
        assert_eq!(of(None), ["acceptance", "coaching_consent"]);
    }

    #[test]
    fn what_names_a_coach_is_an_observation_of_that_coach_and_never_a_teachers_script() {
        let (teacher, coach) = (RowId::from_bytes([1; 16]), RowId::from_bytes([2; 16]));
        let of = |teacher: Option<RowId>, coach: Option<RowId>| {
            subject(observation::ENTITY, |field| match field {
                observation::TEACHER => teacher.into(),
                observation::COACH => coach.into(),
                _ => Value::Null,
            })
        };

        let script = Some(Record::Script);
        let of_coach = Some(Record::CoachObservation);
        assert_eq!(of(Some(teacher), None), Subject { person: Some(teacher), record: script });
        assert_eq!(of(None, None), Subject { person: None, record: script });
        assert_eq!(of(None, Some(coach)), Subject { person: Some(coach), record: of_coach });
        assert_eq!(of(Some(teacher), Some(coach)), Subject { person: None, record: of_coach });
        let planned = subject(visit::ENTITY, |field| if field == visit::COACH { coach.into() } else { Value::Null });
        assert_eq!(
            planned,
            Subject { person: Some(coach), record: of_coach },
            "nor is a visit to one a fact of teaching"
        );
        let debrief = subject(debrief::ENTITY, |_| teacher.into());
        assert_eq!(debrief, Subject { person: Some(teacher), record: Some(Record::Debrief) });
    }

    #[test]
    fn a_calibration_and_a_learning_walk_are_of_nobody_whomever_they_name() {
        let person = RowId::from_bytes([1; 16]);
        for (field, code) in [
            (observation::PURPOSE, "calibration"),
            (observation::PURPOSE, "learning_walk"),
            (observation::KIND, "learning_walk"),
        ] {
            for named in [observation::TEACHER, observation::COACH] {
                let subject = subject(observation::ENTITY, |asked| match asked {
                    asked if asked == field => code.into(),
                    asked if asked == named => person.into(),
                    _ => Value::Null,
                });

                assert_eq!(subject, Subject { person: None, record: None }, "{code}");
            }
        }
    }

    #[test]
    fn every_shared_row_that_points_to_an_observation_is_part_of_it() {
        // A visit is activity, and the words of a debrief are another kind of record than the script: an agreement can
        // open one and not the other.
        let of_their_own = ["visit", "debrief"];
        for entity in
            ENTITIES.iter().filter(|entity| entity.log == Log::Shared && !of_their_own.contains(&entity.table))
        {
            let points = entity.fields.iter().find(|field| field.column == "observation").map(|field| field.number);
            assert_eq!(points, root_field(entity).filter(|_| points.is_some()), "{}", entity.table);
        }
    }
}
