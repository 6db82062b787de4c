//! Somebody who would coach and evaluate the same teacher: found before anything is stored, said in words, and settled by a
//! choice. Until it is settled nothing of coaching is written about that teacher here.
//!
//! Whether somebody evaluates is asked of [`Facts::evaluates`], as the central service asks: what is not known counts as yes.

use chrono::NaiveDate;
use domain::{
    RowId,
    access::{Evaluates, Facts, Role},
    schema::{coaching_consent, relationship},
};
use serde::{Deserialize, Serialize};
use store::{Connection, Tx, Writer, person as stored};

use crate::{
    Error, Result,
    observation::{Named, named},
    person::SaveRole,
    session,
    who::facts,
};

/// A person who would coach and evaluate the same teacher.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct CoachingConflict {
    /// The person.
    pub coach: Named,
    /// The teacher.
    pub teacher: Named,
    /// Whether it is only presumed: the role may evaluate, and nobody said whether it does.
    pub is_presumed: bool,
    /// The coaches who could take the coaching over: they do not evaluate the teacher.
    pub others: Vec<Named>,
}

/// What somebody chooses about one conflict.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Settle {
    /// The person.
    pub coach: RowId,
    /// The teacher.
    pub teacher: RowId,
    /// Who coaches the teacher from now on; nothing where the teacher consented in writing.
    pub moves_to: Option<RowId>,
    /// The day on which the teacher signed the consent; empty where the coaching moves.
    pub signed: String,
}

/// Returns the conflicts that a role would bring.
///
/// # Errors
/// When the database fails.
pub fn of_role(reader: &Connection, now_ms: i64, save: &SaveRole) -> Result<Vec<CoachingConflict>> {
    let today = session::today(reader, now_ms)?;
    let is_over = save.ends.trim().parse::<NaiveDate>().is_ok_and(|ends| ends < today);
    let role = Role::from_code(&save.code);
    if is_over || !role.may_evaluate() {
        return Ok(Vec::new());
    }
    let place = save.school.unwrap_or(session::load(reader)?.organisation);
    let mut facts = facts::of(reader, today, save.person)?;
    facts.roles.insert((role, place));
    of_facts(reader, today, &facts)
}

/// Returns the conflict that my coaching of a teacher would bring, or brings.
///
/// # Errors
/// When the database fails.
pub fn of_coaching(reader: &Connection, now_ms: i64, teacher: RowId) -> Result<Vec<CoachingConflict>> {
    let today = session::today(reader, now_ms)?;
    let me = session::load(reader)?.me;
    let mut facts = facts::of(reader, today, me)?;
    facts.pairs = [(me, teacher)].into();
    of_facts(reader, today, &facts)
}

/// Returns the conflicts of somebody with these facts, besides those to which the teacher consented.
fn of_facts(reader: &Connection, today: NaiveDate, facts: &Facts) -> Result<Vec<CoachingConflict>> {
    let mut found = Vec::new();
    for (coach, teacher) in facts.pairs.iter().filter(|(coach, _)| *coach == facts.person) {
        let evaluates = facts.evaluates(*teacher);
        if evaluates == Evaluates::No || !store::agreement::consents(reader, *coach, *teacher)?.is_empty() {
            continue;
        }
        found.push(CoachingConflict {
            coach: named(reader, *coach)?,
            teacher: named(reader, *teacher)?,
            is_presumed: evaluates == Evaluates::Presumed,
            others: others(reader, today, *coach, *teacher)?,
        });
    }
    Ok(found)
}

fn others(reader: &Connection, today: NaiveDate, coach: RowId, teacher: RowId) -> Result<Vec<Named>> {
    let mut found = Vec::new();
    for facts in facts::everybody(reader, today)? {
        let is_coach = facts.roles.iter().any(|(role, _)| matches!(role, Role::Coach | Role::TeacherLeader));
        let is_another = facts.person != coach && facts.person != teacher;
        if is_coach && is_another && facts.evaluates(teacher) == Evaluates::No {
            found.push(named(reader, facts.person)?);
        }
    }
    found.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(found)
}

/// Returns whether a role of mine may evaluate whoever works at this school. Of somebody without a school, any may.
pub(crate) fn may_evaluate_at(reader: &Connection, now_ms: i64, school: Option<RowId>) -> Result<bool> {
    let me = session::load(reader)?.me;
    let mut facts = facts::of(reader, session::today(reader, now_ms)?, me)?;
    // Somebody who is not there yet, and works there.
    let somebody = RowId::derived(&[b"somebody who is added"]);
    let above = facts.schools.values().find(|schools| school.is_some_and(|school| schools.contains(&school))).cloned();
    facts.schools.insert(somebody, above.unwrap_or_else(|| school.into_iter().collect()));
    Ok(facts.evaluates(somebody) != Evaluates::No)
}

/// Refuses new content of coaching about a teacher whom this person coaches and evaluates, until that is settled.
pub(crate) fn refuse(reader: &Connection, now_ms: i64, teacher: RowId) -> Result<()> {
    let me = session::load(reader)?.me;
    let facts = facts::of(reader, session::today(reader, now_ms)?, me)?;
    if !facts.pairs.contains(&(me, teacher)) || of_coaching(reader, now_ms, teacher)?.is_empty() {
        return Ok(());
    }
    let message = "You coach this teacher and may evaluate them. Nothing new of coaching is written until that is settled; \
                   what is there stays. On the teacher's page, move the coaching to another coach or record the \
                   teacher's written consent.";
    Err(Error::invalid("teacher", message))
}

/// Checks that each conflict has a choice, and that the choices are possible. Nothing was stored yet.
pub(crate) fn check(
    reader: &Connection,
    today: NaiveDate,
    found: &[CoachingConflict],
    chosen: &[Settle],
) -> Result<()> {
    for conflict in found {
        let choice = chosen.iter().find(|choice| is_of(choice, conflict));
        let Some(choice) = choice else {
            let message = format!(
                "{} would coach and evaluate {}. Choose first what becomes of the coaching. Nothing was stored.",
                conflict.coach.name, conflict.teacher.name
            );
            return Err(Error::invalid("settle", &message));
        };
        match choice.moves_to {
            Some(to) => check_move(reader, today, choice, to)?,
            None => drop(signed(choice, today)?),
        }
    }
    Ok(())
}

/// Settles what was chosen, in the act that brings the conflict.
pub(crate) fn settle(tx: &mut Tx<'_>, today: NaiveDate, found: &[CoachingConflict], chosen: &[Settle]) -> Result<()> {
    for choice in chosen.iter().filter(|choice| found.iter().any(|conflict| is_of(choice, conflict))) {
        match choice.moves_to {
            Some(to) => move_to(tx, today, choice, to)?,
            None => consent(tx, today, choice)?,
        }
    }
    Ok(())
}

/// Settles the conflict of a coaching that is there already.
///
/// # Errors
/// When there is no such conflict, or the choice is not possible.
pub fn settle_coaching(writer: &mut Writer, choice: &Settle) -> Result<()> {
    let now_ms = writer.now_ms();
    let today = session::today(writer.reader(), now_ms)?;
    let found = of_coaching(writer.reader(), now_ms, choice.teacher)?;
    if !found.iter().any(|conflict| is_of(choice, conflict)) {
        return Err(Error::invalid("settle", "There is no such conflict any more. Nothing was changed."));
    }
    let chosen = std::slice::from_ref(choice);
    check(writer.reader(), today, &found, chosen)?;
    writer.act(store::workspace(), "Settle who coaches", |tx| settle(tx, today, &found, chosen))
}

fn is_of(choice: &Settle, conflict: &CoachingConflict) -> bool {
    choice.coach == conflict.coach.id && choice.teacher == conflict.teacher.id
}

fn check_move(reader: &Connection, today: NaiveDate, choice: &Settle, to: RowId) -> Result<()> {
    let other = stored::load(reader, to)?;
    let facts = facts::of(reader, today, to)?;
    if to == choice.coach || to == choice.teacher || facts.evaluates(choice.teacher) != Evaluates::No {
        let message = format!("{} cannot take over: choose a coach who does not evaluate this teacher.", other.name());
        return Err(Error::invalid("movesTo", &message));
    }
    Ok(())
}

/// Ends the coaching, and begins it with the other coach.
fn move_to(tx: &mut Tx<'_>, today: NaiveDate, choice: &Settle, to: RowId) -> Result<()> {
    let all = stored::relationships(tx.reader())?;
    let of_teacher = |one: &&stored::Relationship| one.teacher == choice.teacher && one.ends.is_empty();
    let ending: Vec<_> = all.iter().filter(of_teacher).filter(|one| one.coach == choice.coach).collect();
    for one in &ending {
        tx.set(relationship::ENTITY, one.id, relationship::ENDS, today.into())?;
    }
    if all.iter().filter(of_teacher).any(|one| one.coach == to) {
        return Ok(());
    }
    let id = tx.new_id();
    let cadence = ending.first().and_then(|one| one.cadence_days);
    let fields = vec![
        (relationship::COACH, to.into()),
        (relationship::TEACHER, choice.teacher.into()),
        (relationship::KIND, "one_to_one".into()),
        (relationship::STARTS, today.into()),
        (relationship::CADENCE_DAYS, cadence.into()),
    ];
    Ok(tx.create(relationship::ENTITY, id, fields)?)
}

fn consent(tx: &mut Tx<'_>, today: NaiveDate, choice: &Settle) -> Result<()> {
    let date = signed(choice, today)?;
    let id = tx.new_id();
    let fields = vec![
        (coaching_consent::COACH, choice.coach.into()),
        (coaching_consent::TEACHER, choice.teacher.into()),
        (coaching_consent::DATE, date.into()),
    ];
    tx.create(coaching_consent::ENTITY, id, fields)?;
    crate::agreement::tell_pair(tx, choice.coach, choice.teacher)
}

fn signed(choice: &Settle, today: NaiveDate) -> Result<NaiveDate> {
    let date: NaiveDate = choice
        .signed
        .trim()
        .parse()
        .map_err(|_| Error::invalid("signed", "This day does not exist. Write it as 2026-10-05."))?;
    if date > today {
        return Err(Error::invalid("signed", "This day lies ahead. Write the day of the signature."));
    }
    Ok(date)
}
