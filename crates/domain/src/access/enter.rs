//! What of a shared document may stand in a further scope, row by row and field by field.

use crate::{
    Value,
    access::{ACTIVITY_FACTS, Grant, Record, Refusal, may_be_a_fact, table::holds},
    schema::{self, Log},
    scope::Scope,
};

/// Decides whether rows of an entity may be among what the service writes into a scope out of a share.
///
/// # Errors
/// A [`Refusal`] that says why not.
pub fn may_enter(scope: &Scope, entity: u16) -> Result<Grant, Refusal> {
    let known = schema::entity(entity).ok_or(Refusal::WrongAudience)?;
    if known.log == Log::Private {
        return Err(Refusal::Private);
    }
    // The dialog that shares shows words, and nothing goes that it did not show.
    if known.number == schema::attachment::ENTITY.number {
        return Err(Refusal::WrongAudience);
    }
    let fits = match scope {
        // What others work on together is written there, not copied there.
        Scope::Own { .. } | Scope::Team { .. } | Scope::Aggregate { .. } | Scope::Review { .. } => false,
        Scope::Activity { .. } => ACTIVITY_FACTS.iter().any(|(fact, _, _)| fact.number == entity),
        Scope::Pair { .. } | Scope::Programme { .. } | Scope::Organisation | Scope::Consented { .. } => {
            Record::of(entity).is_some_and(|record| holds(scope, record))
        }
    };
    if fits { Ok(Grant::Shares) } else { Err(Refusal::WrongAudience) }
}

/// Decides whether a field of such a row, with this value, may go with it.
///
/// # Errors
/// A [`Refusal`] that says why not. A field of a newer version goes nowhere that it did not come from.
pub fn may_enter_with(scope: &Scope, entity: u16, field: u16, value: &Value) -> Result<Grant, Refusal> {
    may_enter(scope, entity)?;
    if schema::entity(entity).and_then(|known| known.field(field)).is_none() {
        return Err(Refusal::WrongAudience);
    }
    match scope {
        Scope::Activity { .. } => may_be_a_fact(entity, field, value),
        _ => Ok(Grant::Shares),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        RowId,
        schema::{ENTITIES, attachment, line, observation, step, visit, wondering},
        scope::Audience,
    };

    fn id(number: u8) -> RowId {
        RowId::from_bytes([number; 16])
    }

    fn further_scopes() -> Vec<Scope> {
        let (coach, teacher) = (id(1), id(2));
        let programmes = Record::ALL.map(|record| Scope::Programme { author: coach, about: Some(teacher), record });
        let others = [
            Scope::Pair { coach, teacher },
            Scope::Activity { author: coach, teacher },
            Scope::Consented { teacher, reader: id(3), root: id(4) },
            Scope::Organisation,
        ];
        [&programmes[..], &others].concat()
    }

    #[test]
    fn a_row_of_the_private_log_enters_nothing() {
        for scope in further_scopes() {
            assert_eq!(may_enter(&scope, wondering::ENTITY.number), Err(Refusal::Private));
        }
    }

    #[test]
    fn a_row_enters_only_where_the_table_lets_somebody_read_its_kind() {
        for scope in further_scopes().into_iter().filter(|scope| scope.audience() != Audience::Activity) {
            for entity in ENTITIES.iter().filter(|entity| entity.log == Log::Shared) {
                let is_words = entity.number != attachment::ENTITY.number;
                let holds = is_words && Record::of(entity.number).is_some_and(|record| holds(&scope, record));
                assert_eq!(may_enter(&scope, entity.number).is_ok(), holds, "{scope:?} {}", entity.table);
            }
        }
        let consented = Scope::Consented { teacher: id(2), reader: id(3), root: id(4) };
        assert!(may_enter(&consented, step::ENTITY.number).is_ok());
        assert!(may_enter(&consented, line::ENTITY.number).is_err());
    }

    #[test]
    fn nothing_is_copied_into_own_work_a_teams_figures_or_what_is_said_of_a_note() {
        let organisation = id(1);
        let (own, team) = (Scope::Own { author: id(1) }, Scope::Team { team: id(1) });
        let review = Scope::Review { coach: id(1), about: None };
        for scope in [own, team, Scope::Aggregate { organisation }, review] {
            assert!(ENTITIES.iter().all(|entity| may_enter(&scope, entity.number).is_err()));
        }
    }

    #[test]
    fn of_an_observation_only_facts_enter_activity_and_no_field_of_a_newer_version_enters_anything() {
        let activity = Scope::Activity { author: id(1), teacher: id(2) };
        let entity = observation::ENTITY.number;
        assert!(may_enter_with(&activity, entity, observation::STARTED_MS, &5_i64.into()).is_ok());
        assert!(may_enter_with(&activity, entity, observation::FOCUS, &"wait time".into()).is_err());
        assert!(may_enter_with(&activity, visit::ENTITY.number, visit::REASON, &"ill".into()).is_err());
        assert!(may_enter(&activity, line::ENTITY.number).is_err());
        for scope in further_scopes() {
            assert!(may_enter_with(&scope, entity, 60_000, &1_i64.into()).is_err());
            assert!(may_enter(&scope, 60_000).is_err());
        }
    }
}
