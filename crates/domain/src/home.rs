//! Where rows begin: with their author, or in the common work of a team.
//!
//! Devices ask when they write a new row, and the service when one is brought into a scope that several write in.

use crate::{
    RowId, Value,
    schema::{Entity, content_cycle},
    scope::Scope,
};

/// The entities that are a team's from their beginning, with the field by which a row names its team. Everything else
/// begins with its author: lessons and what is agreed in them until they are shared; people, schools, classes and calendar
/// because the organisation's own come from its roster; look-fors until an administrator opens them to everyone.
const OF_A_TEAM: [(&Entity, u16); 1] = [(content_cycle::ENTITY, content_cycle::TEAM)];

/// Returns the common scope in which a new row with these fields begins, should its author work there.
#[must_use]
pub fn common(entity: &Entity, fields: &[(u16, Value)]) -> Option<Scope> {
    team(entity, fields).map(|team| Scope::Team { team })
}

/// Returns whether a new row with these fields may begin in this scope, whoever writes it: a team's row in its own team.
#[must_use]
pub fn fits(scope: &Scope, entity: &Entity, fields: &[(u16, Value)]) -> bool {
    match scope {
        Scope::Team { .. } => common(entity, fields) == Some(*scope),
        _ => true,
    }
}

fn team(entity: &Entity, fields: &[(u16, Value)]) -> Option<RowId> {
    let (_, field) = OF_A_TEAM.iter().find(|(known, _)| known.number == entity.number)?;
    fields.iter().find_map(|(number, value)| match value {
        Value::Id(team) if number == field => Some(*team),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        access::{Facts, Record, Standing, may_write},
        schema::{ENTITIES, Kind, Merge},
    };

    fn id(number: u8) -> RowId {
        RowId::from_bytes([number; 16])
    }

    #[test]
    fn only_a_content_cycle_begins_in_a_team_and_in_the_one_it_names() {
        for entity in ENTITIES {
            let fields: Vec<_> = entity.fields.iter().map(|field| (field.number, Value::Id(id(7)))).collect();
            let begins = common(entity, &fields);
            assert_eq!(begins.is_some(), entity.table == "content_cycle", "{}", entity.table);
            assert!(begins.is_none_or(|scope| scope == Scope::Team { team: id(7) }));
        }
        assert_eq!(common(content_cycle::ENTITY, &[(content_cycle::TOPIC, "fractions".into())]), None);
    }

    #[test]
    fn the_team_is_named_once_and_for_ever_and_may_hold_the_row() {
        let mut facts = Facts::unknown(id(1));
        facts.standing = Standing::Active;
        facts.teams.insert(id(7));
        for (entity, field) in OF_A_TEAM {
            let field = entity.field(field).expect("the field is in the schema");
            assert_eq!((field.kind, field.merge), (Kind::Id, Merge::Fixed));
            assert!(Record::of(entity.number).is_some());
            assert!(may_write(&facts, &Scope::Team { team: id(7) }, entity.number).is_ok());
        }
    }

    #[test]
    fn a_row_that_names_another_team_or_none_does_not_begin_in_a_team() {
        let (scope, entity) = (Scope::Team { team: id(7) }, content_cycle::ENTITY);
        assert!(fits(&scope, entity, &[(content_cycle::TEAM, id(7).into())]));
        assert!(!fits(&scope, entity, &[(content_cycle::TEAM, id(8).into())]));
        assert!(!fits(&scope, entity, &[]));
        assert!(fits(&Scope::Own { author: id(1) }, entity, &[(content_cycle::TEAM, id(8).into())]));
    }
}
