//! Documents: which rows are one piece of work, so that they are opened to others together.

use crate::schema::{Entity, attachment, gap, line, look_for, observation, relationship, step, tag, visit};

/// Returns the field by which a row of this entity names the root of its document; nothing where the row is a document
/// by itself.
#[must_use]
pub fn root_field(entity: &Entity) -> Option<u16> {
    match entity.number {
        number if number == line::ENTITY.number => Some(line::OBSERVATION),
        number if number == tag::ENTITY.number => Some(tag::OBSERVATION),
        number if number == gap::ENTITY.number => Some(gap::OBSERVATION),
        number if number == attachment::ENTITY.number => Some(attachment::OBSERVATION),
        number if number == look_for::ENTITY.number => Some(look_for::SET),
        _ => None,
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
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{ENTITIES, Kind, Log, Merge};

    #[test]
    fn a_row_names_its_document_once_and_for_ever() {
        for entity in ENTITIES {
            let Some(field) = root_field(entity).and_then(|number| entity.field(number)) else { continue };
            assert_eq!(
                (field.kind, field.merge, entity.log),
                (Kind::Id, Merge::Fixed, Log::Shared),
                "{}",
                entity.table
            );
        }
    }

    #[test]
    fn every_shared_row_that_points_to_an_observation_is_part_of_it() {
        for entity in ENTITIES.iter().filter(|entity| entity.log == Log::Shared && entity.table != "visit") {
            let points = entity.fields.iter().find(|field| field.column == "observation").map(|field| field.number);
            assert_eq!(points, root_field(entity).filter(|_| points.is_some()), "{}", entity.table);
        }
    }
}
