//! Who may read a scope.

use crate::{
    access::{
        Cell, Consent, Evaluates, Facts, Grant, Reader, Record, Refusal, Role, Standing,
        table::{cell, holds},
    },
    scope::{Audience, Scope},
};

/// Decides whether a person may be sent the blocks of a scope now.
///
/// The firewall comes before everything else: who evaluates a teacher, or is presumed to, is sent nothing of the
/// records of coaching about them, whatever else they are (INV-2). A role alone opens facts and figures, never words.
///
/// # Errors
/// A [`Refusal`] that says why not.
pub fn may_read(facts: &Facts, scope: &Scope) -> Result<Grant, Refusal> {
    if facts.standing == Standing::Outside {
        return Err(Refusal::Outside);
    }
    firewall(facts, scope)?;
    let mut readers = Reader::ALL.into_iter().filter(|reader| meets(facts, scope, *reader));
    match readers.find(|reader| grants(facts, scope, *reader)) {
        Some(reader) => Ok(Grant::Reads(reader)),
        None => Err(refusal(facts, scope)),
    }
}

/// Closes what speaks of a teacher to whoever evaluates them.
pub(super) fn firewall(facts: &Facts, scope: &Scope) -> Result<(), Refusal> {
    let (Audience::Pair | Audience::Programme | Audience::Review, Some(teacher)) = (scope.audience(), scope.teacher())
    else {
        return Ok(());
    };
    match facts.evaluates(teacher) {
        Evaluates::Yes => Err(Refusal::Evaluator),
        Evaluates::Presumed => Err(Refusal::PresumedEvaluator),
        Evaluates::No => Ok(()),
    }
}

/// Returns whether the person meets the scope as this reader.
fn meets(facts: &Facts, scope: &Scope, reader: Reader) -> bool {
    let person = facts.person;
    match reader {
        Reader::Author => match *scope {
            Scope::Pair { coach, teacher } => {
                let works_with = facts.pairs.contains(&(coach, teacher)) || facts.supervises.contains(&teacher);
                coach == person && works_with
            }
            _ => scope.author() == Some(person),
        },
        Reader::Teacher => scope.teacher() == Some(person),
        Reader::Member => matches!(scope, Scope::Team { team } if facts.teams.contains(team)),
        Reader::Lead => match scope {
            Scope::Team { team } => facts.leads.contains_key(team),
            // Whoever coaches the teacher now reads the facts of the coaching before, never its words.
            Scope::Activity { teacher, .. } => {
                facts.pairs.contains(&(person, *teacher))
                    || facts.leads.values().any(|members| members.contains(teacher))
            }
            _ => false,
        },
        Reader::Supervisor => match scope {
            Scope::Aggregate { organisation } => facts.roles.contains(&(Role::Supervisor, *organisation)),
            _ => scope.author().is_some_and(|author| facts.supervises.contains(&author)),
        },
        Reader::Principal => answers(facts, scope, Role::Principal) || answers(facts, scope, Role::AssistantPrincipal),
        Reader::Evaluator => evaluator(facts, scope),
        Reader::DataLead => answers(facts, scope, Role::DataLead),
        Reader::Partner => answers(facts, scope, Role::Partner),
        Reader::Researcher => answers(facts, scope, Role::Researcher),
        Reader::Named => match *scope {
            Scope::Consented { teacher, reader, root } => {
                reader == person && facts.consents.contains(&Consent { teacher, reader, root })
            }
            _ => false,
        },
        Reader::Everyone => true,
    }
}

/// Returns whether the person holds the role at the teacher's school, or for the organisation that figures are about.
fn answers(facts: &Facts, scope: &Scope, role: Role) -> bool {
    match scope {
        Scope::Aggregate { organisation } => facts.roles.contains(&(role, *organisation)),
        _ => scope.teacher().is_some_and(|teacher| facts.holds_at_school_of(teacher, role)),
    }
}

/// Returns whether the person meets the scope as evaluator. A presumption closes everywhere, but opens only where the
/// teacher is known to work.
fn evaluator(facts: &Facts, scope: &Scope) -> bool {
    let by_role = answers(facts, scope, Role::Evaluator);
    match scope.teacher().map(|teacher| facts.evaluates(teacher)) {
        Some(Evaluates::Yes) => true,
        Some(Evaluates::No) => false,
        Some(Evaluates::Presumed) | None => by_role,
    }
}

/// Returns whether the table grants this reader the kinds of record that the scope holds.
pub(super) fn grants(facts: &Facts, scope: &Scope, reader: Reader) -> bool {
    let mut cells = Record::ALL.into_iter().filter(|record| holds(scope, *record)).map(|record| cell(record, reader));
    // A scope that can hold nothing is nobody's. Otherwise any kind will do: the table's tests say that they are alike.
    cells.next().is_some_and(|cell| opens(facts, scope, cell))
}

/// Returns whether a cell of the table lets its reader into the scope.
pub(super) fn opens(facts: &Facts, scope: &Scope, cell: Cell) -> bool {
    match cell {
        Cell::No | Cell::Never | Cell::AsFigures | Cell::NotYet => false,
        Cell::Own => true,
        Cell::Via(audience) => audience == scope.audience() && agreement(facts, scope) != Agreement::Missing,
        Cell::IfAgreed(audience) => audience == scope.audience() && agreement(facts, scope) == Agreement::Lists,
    }
}

/// What the sharing agreement says to a scope.
#[derive(PartialEq)]
enum Agreement {
    /// Nothing: the scope goes to no supervisor, or speaks of no teacher.
    NotAsked,
    /// It lists this kind of record.
    Lists,
    /// It does not, or there is none.
    Missing,
}

fn agreement(facts: &Facts, scope: &Scope) -> Agreement {
    match *scope {
        Scope::Programme { author, about: Some(teacher), record } => {
            if facts.agreed.contains(&(author, teacher, record)) { Agreement::Lists } else { Agreement::Missing }
        }
        // What is said of a note is read as long as the note.
        Scope::Review { coach, about: Some(teacher) } => {
            if facts.agreed.contains(&(coach, teacher, Record::CoachNote)) {
                Agreement::Lists
            } else {
                Agreement::Missing
            }
        }
        _ => Agreement::NotAsked,
    }
}

fn refusal(facts: &Facts, scope: &Scope) -> Refusal {
    match scope {
        Scope::Own { .. } => Refusal::NotAuthor,
        Scope::Pair { .. } => Refusal::NotInPair,
        Scope::Team { .. } => Refusal::NotInTeam,
        Scope::Programme { record, .. } if !holds(scope, *record) => Refusal::WrongAudience,
        Scope::Programme { author, .. } if facts.supervises.contains(author) => Refusal::NotAgreed,
        Scope::Review { coach, .. } if facts.supervises.contains(coach) => Refusal::NotAgreed,
        Scope::Programme { .. } | Scope::Review { .. } => Refusal::NotSupervisor,
        Scope::Activity { .. } | Scope::Aggregate { .. } | Scope::Organisation => Refusal::NoPart,
        Scope::Consented { .. } => Refusal::NoConsent,
    }
}
