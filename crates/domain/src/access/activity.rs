//! The facts of the work that others may know: who, when, how long, of what kind. Never a word that a person wrote.
//!
//! A column without words could still carry words from a device that means harm, so each fact has a shape, and a value
//! of another shape is no fact. A topic is not among them: it would have to come from the programme's list, which does
//! not exist yet, so it is absent. Nor is the state of a step, which would tell how somebody is doing.

use chrono::NaiveDate;
use chrono_tz::Tz;

use crate::{
    Value,
    access::{Grant, Refusal},
    ending::{CATEGORIES, Reason},
    schema::{Entity, observation, relationship, visit},
};

/// What a fact's value must look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// The id of a row.
    Row,
    /// A whole number.
    Number,
    /// A date, `2026-10-05`.
    Date,
    /// The name of a time zone.
    Zone,
    /// One of these codes.
    Code(&'static [&'static str]),
}

/// Every field that may be a fact: the entity, the field's number, and what its value must look like.
pub const ACTIVITY_FACTS: [(&Entity, u16, Shape); 21] = [
    (relationship::ENTITY, relationship::COACH, Shape::Row),
    (relationship::ENTITY, relationship::TEACHER, Shape::Row),
    (relationship::ENTITY, relationship::KIND, Shape::Code(&["one_to_one", "mentor"])),
    (relationship::ENTITY, relationship::STARTS, Shape::Date),
    (relationship::ENTITY, relationship::ENDS, Shape::Date),
    (relationship::ENTITY, relationship::END_REASON, Shape::Code(&Reason::CODES)),
    (relationship::ENTITY, relationship::SUCCESSOR, Shape::Row),
    (relationship::ENTITY, relationship::STEP_CATEGORY, Shape::Code(&CATEGORIES)),
    (visit::ENTITY, visit::TEACHER, Shape::Row),
    (visit::ENTITY, visit::SCHOOL, Shape::Row),
    (visit::ENTITY, visit::DATE, Shape::Date),
    (visit::ENTITY, visit::MINUTES, Shape::Number),
    (visit::ENTITY, visit::STATE, Shape::Code(&["planned", "moved", "held", "cancelled"])),
    (observation::ENTITY, observation::TEACHER, Shape::Row),
    (observation::ENTITY, observation::SCHOOL, Shape::Row),
    (observation::ENTITY, observation::OBSERVER, Shape::Row),
    (observation::ENTITY, observation::KIND, Shape::Code(&crate::observation::KINDS)),
    (observation::ENTITY, observation::STATE, Shape::Code(&["capturing", "captured"])),
    (observation::ENTITY, observation::STARTED_MS, Shape::Number),
    (observation::ENTITY, observation::ENDED_OFFSET_MS, Shape::Number),
    (observation::ENTITY, observation::ZONE, Shape::Zone),
];

/// Decides whether a field of an entity, with this value, may enter an activity scope. Of every fact it may be said that
/// it is not known.
///
/// # Errors
/// [`Refusal::NotAFact`] for every other field, and for a value that is not what the fact looks like.
pub fn may_be_a_fact(entity: u16, field: u16, value: &Value) -> Result<Grant, Refusal> {
    let fact = ACTIVITY_FACTS.iter().find(|(known, number, _)| (known.number, *number) == (entity, field));
    match fact {
        Some((_, _, shape)) if fits(*shape, value) => Ok(Grant::Fact),
        _ => Err(Refusal::NotAFact),
    }
}

fn fits(shape: Shape, value: &Value) -> bool {
    match (shape, value) {
        (_, Value::Null) | (Shape::Row, Value::Id(_)) | (Shape::Number, Value::Integer(_)) => true,
        // Read and written again, so that nothing can stand beside the date.
        (Shape::Date, Value::Text(text)) => text.parse::<NaiveDate>().is_ok_and(|date| date.to_string() == *text),
        (Shape::Zone, Value::Text(text)) => text.parse::<Tz>().is_ok(),
        (Shape::Code(codes), Value::Text(text)) => codes.contains(&text.as_str()),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        RowId,
        access::Record,
        schema::{self, ENTITIES, Kind, Log, Merge},
    };

    #[test]
    fn no_fact_is_a_field_for_words_or_of_the_private_log() {
        for (entity, number, shape) in ACTIVITY_FACTS {
            let field = entity.field(number).expect("the field is in the schema");
            assert!(!field.words && field.merge != Merge::LongText, "{}.{}", entity.table, field.column);
            assert_eq!(entity.log, Log::Shared);
            let kind = match shape {
                Shape::Row => Kind::Id,
                Shape::Number => Kind::Integer,
                Shape::Date | Shape::Zone | Shape::Code(_) => Kind::Text,
            };
            assert_eq!(field.kind, kind, "{}.{}", entity.table, field.column);
        }
    }

    #[test]
    fn every_other_field_is_refused_whatever_it_holds() {
        let facts = ACTIVITY_FACTS.map(|(entity, number, _)| (entity.number, number));
        let values = [Value::Null, 1_i64.into(), "2026-10-05".into(), RowId::from_bytes([1; 16]).into()];
        for entity in ENTITIES {
            for field in entity.fields.iter().filter(|field| !facts.contains(&(entity.number, field.number))) {
                for value in &values {
                    assert_eq!(may_be_a_fact(entity.number, field.number, value), Err(Refusal::NotAFact));
                }
            }
        }
        assert_eq!(may_be_a_fact(99, 1, &Value::Null), Err(Refusal::NotAFact));
    }

    #[test]
    fn words_are_refused_in_every_field() {
        for (entity, field, _) in ACTIVITY_FACTS {
            for words in ["calls on the front row only", "2026-10-05 she is late", "Held", " held", "", "+2026-10-05"] {
                assert_eq!(
                    may_be_a_fact(entity.number, field, &words.into()),
                    Err(Refusal::NotAFact),
                    "{}.{field} {words}",
                    entity.table
                );
            }
        }
    }

    #[test]
    fn every_state_of_a_visit_and_of_an_observation_is_a_fact() {
        for state in crate::visit::State::ALL {
            assert!(may_be_a_fact(visit::ENTITY.number, visit::STATE, &state.code().into()).is_ok());
        }
        for state in [crate::observation::State::Capturing, crate::observation::State::Captured] {
            assert!(may_be_a_fact(observation::ENTITY.number, observation::STATE, &state.code().into()).is_ok());
        }
        let zone = "America/New_York".into();
        assert!(may_be_a_fact(observation::ENTITY.number, observation::ZONE, &zone).is_ok());
    }

    #[test]
    fn a_steps_state_and_a_cycles_topic_are_no_facts() {
        let (step, cycle) = (schema::step::ENTITY.number, schema::content_cycle::ENTITY.number);
        assert_eq!((Record::of(step), Record::of(cycle)), (Some(Record::Step), Some(Record::SessionPlan)));
        assert!(may_be_a_fact(step, schema::step::STATE, &"not_yet".into()).is_err());
        assert!(may_be_a_fact(cycle, schema::content_cycle::TOPIC, &"questioning".into()).is_err());
    }
}
