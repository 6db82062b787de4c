//! Who may put operations into a scope.

use crate::{
    access::{Facts, Grant, Record, Refusal, Role, Standing, read::firewall, table::enters},
    schema::{self, Log},
    scope::Scope,
};

/// Decides whether a person may put operations on rows of an entity into a scope.
///
/// Everything begins in its author's own scope. Teams write their plans together, administrators the roster, and a coach
/// and their supervisors what they say of the coach's notes. The other scopes hold only versions that the service writes out of a share: there is no way to put words before somebody
/// but to share them. The facts are those of when the operations were written, as far as their writer could know.
///
/// # Errors
/// A [`Refusal`] that says why not. What is refused goes into custody; nothing is lost.
pub fn may_write(facts: &Facts, scope: &Scope, entity: u16) -> Result<Grant, Refusal> {
    if schema::entity(entity).is_some_and(|entity| entity.log == Log::Private) {
        return Err(Refusal::Private);
    }
    if facts.standing == Standing::Outside {
        return Err(Refusal::Outside);
    }
    match scope {
        // An entity of a newer version is kept as it is: it goes only where it came from.
        Scope::Own { author } if *author == facts.person => Ok(Grant::Writes),
        Scope::Own { .. } => Err(Refusal::NotAuthor),
        Scope::Team { .. } | Scope::Organisation | Scope::Review { .. } => {
            let held = Record::of(entity).is_some_and(|record| enters(record, scope.audience()));
            if held { belongs(facts, scope).map(|()| Grant::Writes) } else { Err(Refusal::WrongAudience) }
        }
        Scope::Pair { .. }
        | Scope::Programme { .. }
        | Scope::Activity { .. }
        | Scope::Aggregate { .. }
        | Scope::Consented { .. } => Err(Refusal::OnlyTheService),
    }
}

/// Returns whether the person works in the team, administers the organisation, or is the coach or a supervisor of the
/// coach whose notes are spoken of.
pub(super) fn belongs(facts: &Facts, scope: &Scope) -> Result<(), Refusal> {
    match scope {
        Scope::Team { team } if facts.teams.contains(team) || facts.leads.contains_key(team) => Ok(()),
        Scope::Team { .. } => Err(Refusal::NotInTeam),
        Scope::Organisation if facts.roles.iter().any(|(role, _)| *role == Role::Administrator) => Ok(()),
        Scope::Review { coach, .. } if *coach == facts.person || facts.supervises.contains(coach) => {
            firewall(facts, scope)
        }
        Scope::Review { .. } => Err(Refusal::NotSupervisor),
        _ => Err(Refusal::NotAdministrator),
    }
}
