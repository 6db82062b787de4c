//! What coaches write beside lessons and visits: debriefs, steps with their checks, the log, coach notes, and what the
//! other kinds of observation record.

use domain::{
    RowId, Value,
    schema::{
        Entity, coach_note, code, debrief, line, log_entry, note_fact, observation, praise_line, score, score_line,
        step, step_check, step_check_line, step_line, tally, walk_room,
    },
};
use store::{Result, Tx, Writer};

use crate::act::{Actor, Did};

/// What of it people go on changing, removing and bringing back.
pub const CHANGED: [&Entity; 5] =
    [debrief::ENTITY, step::ENTITY, log_entry::ENTITY, coach_note::ENTITY, walk_room::ENTITY];

impl Actor<'_> {
    /// Writes one record with what belongs to it, in one transaction.
    pub(crate) fn record(&mut self, writer: &mut Writer) -> Result<Did> {
        let lesson = self.choose(writer.reader(), observation::ENTITY, "removed_ms is null")?;
        let evidence = self.choose(writer.reader(), line::ENTITY, "removed_ms is null")?;
        let (Some(lesson), Some(evidence)) = (lesson, evidence) else { return Ok(Did::Nothing) };
        let kind = self.random.below(6);
        let date = format!("2026-10-{:02}", self.random.between(5, 30));
        let word = self.word();
        let about = About { teacher: self.people.teacher, person: self.person, lesson, evidence, date, word };
        let (table, row) = writer.act(store::workspace(), "record", |tx| match kind {
            0 => about.debrief(tx),
            1 | 2 => about.step(tx),
            3 => about.log(tx),
            4 => about.note(tx),
            _ => about.counted(tx),
        })?;
        Ok(Did::Changed(table, row))
    }
}

/// What a record speaks of.
struct About {
    teacher: RowId,
    person: RowId,
    lesson: RowId,
    evidence: RowId,
    date: String,
    word: String,
}

type Made = Result<(&'static str, RowId)>;

impl About {
    fn debrief(&self, tx: &mut Tx<'_>) -> Made {
        let fields = vec![
            (debrief::TEACHER, self.teacher.into()),
            (debrief::COACH, self.person.into()),
            (debrief::OBSERVATION, self.lesson.into()),
            (debrief::STATE, "planned".into()),
            (debrief::DATE, self.date.as_str().into()),
            (debrief::PRAISE, self.word.as_str().into()),
        ];
        let row = make(tx, debrief::ENTITY, fields)?;
        make(
            tx,
            praise_line::ENTITY,
            vec![(praise_line::DEBRIEF, row.into()), (praise_line::LINE, self.evidence.into())],
        )?;
        Ok(("debrief", row))
    }

    fn step(&self, tx: &mut Tx<'_>) -> Made {
        let fields = vec![
            (step::TEACHER, self.teacher.into()),
            (step::COACH, self.person.into()),
            (step::TEXT, self.word.as_str().into()),
            (step::STATE, "agreed".into()),
            (step::ASSIGNED, self.date.as_str().into()),
            (step::CHECK_DATE, "2026-11-05".into()),
            (step::OBSERVATION, self.lesson.into()),
        ];
        let row = make(tx, step::ENTITY, fields)?;
        make(tx, step_line::ENTITY, vec![(step_line::STEP, row.into()), (step_line::LINE, self.evidence.into())])?;
        let fields = vec![
            (step_check::STEP, row.into()),
            (step_check::MADE_BY, self.person.into()),
            (step_check::DATE, "2026-11-05".into()),
            (step_check::RESULT, "partly".into()),
            (step_check::ATTEMPT, 1_i64.into()),
        ];
        let check = make(tx, step_check::ENTITY, fields)?;
        let fields = vec![
            (step_check_line::STEP, row.into()),
            (step_check_line::STEP_CHECK, check.into()),
            (step_check_line::LINE, self.evidence.into()),
        ];
        make(tx, step_check_line::ENTITY, fields)?;
        Ok(("step", row))
    }

    fn log(&self, tx: &mut Tx<'_>) -> Made {
        let fields = vec![
            (log_entry::PERSON, self.person.into()),
            (log_entry::ORIGIN, self.lesson.into()),
            (log_entry::DATE, self.date.as_str().into()),
            (log_entry::MINUTES, 45_i64.into()),
            (log_entry::ACTIVITY, "observe".into()),
            (log_entry::TEACHER, self.teacher.into()),
            (log_entry::NOTE, self.word.as_str().into()),
        ];
        Ok(("log_entry", make(tx, log_entry::ENTITY, fields)?))
    }

    /// One row a week and coach: two computers write the same one.
    fn note(&self, tx: &mut Tx<'_>) -> Made {
        let row = RowId::derived(&[b"coach note", &self.person.bytes(), self.date.as_bytes()]);
        let fields = vec![
            (coach_note::COACH, self.person.into()),
            (coach_note::WEEK, self.date.as_str().into()),
            (coach_note::TRIED, self.word.as_str().into()),
        ];
        tx.create_or_restore(coach_note::ENTITY, row, fields)?;
        let fields = vec![
            (note_fact::NOTE, row.into()),
            (note_fact::KIND, "evidence_lines".into()),
            (note_fact::COUNT, 3_i64.into()),
        ];
        make(tx, note_fact::ENTITY, fields)?;
        Ok(("coach_note", row))
    }

    /// Letters and counts, the level of an indicator with its line, and a room.
    fn counted(&self, tx: &mut Tx<'_>) -> Made {
        let lesson: Value = self.lesson.into();
        let fields = vec![
            (code::OBSERVATION, lesson.clone()),
            (code::LETTER, "Q".into()),
            (code::LABEL, self.word.as_str().into()),
        ];
        make(tx, code::ENTITY, fields)?;
        make(tx, tally::ENTITY, vec![(tally::OBSERVATION, lesson.clone()), (tally::LETTER, "Q".into())])?;
        let indicator = RowId::derived(&[b"indicator"]);
        let level = RowId::derived(&[b"score", &self.lesson.bytes(), &indicator.bytes()]);
        let fields = vec![(score::OBSERVATION, lesson.clone()), (score::INDICATOR, indicator.into())];
        tx.create_or_restore(score::ENTITY, level, fields)?;
        tx.set(score::ENTITY, level, score::LEVEL, 2_i64.into())?;
        let fields = vec![
            (score_line::OBSERVATION, lesson.clone()),
            (score_line::SCORE, level.into()),
            (score_line::LINE, self.evidence.into()),
        ];
        make(tx, score_line::ENTITY, fields)?;
        let fields = vec![(walk_room::OBSERVATION, lesson), (walk_room::SUBJECT, "Math".into())];
        Ok(("walk_room", make(tx, walk_room::ENTITY, fields)?))
    }
}

fn make(tx: &mut Tx<'_>, entity: &'static Entity, fields: Vec<(u16, Value)>) -> Result<RowId> {
    let row = tx.new_id();
    tx.create(entity, row, fields)?;
    Ok(row)
}
