//! Where rows begin: with their author, in the common work of a team, or in what is said of a coach's notes.
//!
//! Devices ask when they write a new row, and the service when one is brought into a scope that several write in.

use crate::{
    RowId, Value,
    schema::{Entity, content_cycle, remark, team_goal, team_goal_member, team_measure},
    scope::Scope,
};

/// The entities that are a team's from their beginning, with the field by which a row names its team. Everything else
/// begins with its author: lessons and what is agreed in them until they are shared; people, schools, classes and calendar
/// because the organisation's own come from its roster; look-fors until an administrator opens them to everyone.
const OF_A_TEAM: [(&Entity, u16); 4] = [
    (content_cycle::ENTITY, content_cycle::TEAM),
    (team_goal::ENTITY, team_goal::TEAM),
    (team_goal_member::ENTITY, team_goal_member::TEAM),
    (team_measure::ENTITY, team_measure::TEAM),
];

/// Returns the common scope in which a new row with these fields begins, should its author work there.
#[must_use]
pub fn common(entity: &Entity, fields: &[(u16, Value)]) -> Option<Scope> {
    team(entity, fields).map(|team| Scope::Team { team }).or_else(|| review(entity, fields))
}

/// Returns whether a new row with these fields may begin in this scope: a team's row in its own team, a remark where the
/// coach's notes are spoken of, and in the name of whoever writes it.
#[must_use]
pub fn fits(scope: &Scope, entity: &Entity, fields: &[(u16, Value)], writer: RowId) -> bool {
    match scope {
        Scope::Team { .. } => common(entity, fields) == Some(*scope),
        Scope::Review { .. } => common(entity, fields) == Some(*scope) && id_in(fields, remark::AUTHOR) == Some(writer),
        _ => true,
    }
}

fn team(entity: &Entity, fields: &[(u16, Value)]) -> Option<RowId> {
    let (_, field) = OF_A_TEAM.iter().find(|(known, _)| known.number == entity.number)?;
    id_in(fields, *field)
}

fn review(entity: &Entity, fields: &[(u16, Value)]) -> Option<Scope> {
    if entity.number != remark::ENTITY.number {
        return None;
    }
    let coach = id_in(fields, remark::COACH)?;
    Some(Scope::Review { coach, about: id_in(fields, remark::TEACHER) })
}

fn id_in(fields: &[(u16, Value)], field: u16) -> Option<RowId> {
    fields.iter().find_map(|(number, value)| match value {
        Value::Id(id) if *number == field => Some(*id),
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
    fn only_a_teams_own_work_begins_in_a_team_and_only_a_remark_with_the_coach_of_whom_it_speaks() {
        for entity in ENTITIES {
            let fields: Vec<_> = entity.fields.iter().map(|field| (field.number, Value::Id(id(7)))).collect();
            let begins = common(entity, &fields);
            let expected = match entity.table {
                "content_cycle" | "team_goal" | "team_goal_member" | "team_measure" => {
                    Some(Scope::Team { team: id(7) })
                }
                "remark" => Some(Scope::Review { coach: id(7), about: Some(id(7)) }),
                _ => None,
            };
            assert_eq!(begins, expected, "{}", entity.table);
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
        let writer = id(1);
        assert!(fits(&scope, entity, &[(content_cycle::TEAM, id(7).into())], writer));
        assert!(!fits(&scope, entity, &[(content_cycle::TEAM, id(8).into())], writer));
        assert!(!fits(&scope, entity, &[], writer));
        assert!(fits(&Scope::Own { author: id(1) }, entity, &[(content_cycle::TEAM, id(8).into())], writer));
    }

    #[test]
    fn a_remark_begins_in_its_writers_name_and_with_its_coach_and_teacher() {
        let (coach, writer, teacher) = (id(2), id(3), id(4));
        let fields = vec![(remark::COACH, coach.into()), (remark::AUTHOR, writer.into())];
        let about = [fields.clone(), vec![(remark::TEACHER, teacher.into())]].concat();
        let of = |coach, about| Scope::Review { coach, about };

        assert!(fits(&of(coach, None), remark::ENTITY, &fields, writer));
        assert!(fits(&of(coach, Some(teacher)), remark::ENTITY, &about, writer));
        assert!(!fits(&of(coach, None), remark::ENTITY, &about, writer), "it speaks of a teacher");
        assert!(!fits(&of(coach, Some(teacher)), remark::ENTITY, &fields, writer));
        assert!(!fits(&of(id(9), None), remark::ENTITY, &fields, writer), "another coach");
        assert!(!fits(&of(coach, None), remark::ENTITY, &fields, id(9)), "in another's name");
        assert!(!fits(&of(coach, None), content_cycle::ENTITY, &fields, writer));
    }
}
