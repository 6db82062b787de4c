//! What coaches write beside lessons and visits: debriefs, steps with their checks, the log, coach notes, coaching cycles
//! with what is asked and planned in them, and what the other kinds of observation record.

use domain::{
    RowId, Value,
    schema::{
        Entity, coach_note, coaching_cycle, code, cycle_stage, debrief, goal, goal_measure, interval_mark, lesson_prep,
        line, log_entry, note_fact, observation, praise_line, request_answer, score, score_line, step, step_check,
        step_check_line, step_line, step_result, tally, team_goal, team_goal_member, team_measure, walk_room,
    },
};
use store::{Result, Tx, Writer};

use crate::act::{Actor, Did};

/// What of it people go on changing, removing and bringing back.
pub const CHANGED: [&Entity; 13] = [
    debrief::ENTITY,
    step::ENTITY,
    log_entry::ENTITY,
    coach_note::ENTITY,
    walk_room::ENTITY,
    coaching_cycle::ENTITY,
    cycle_stage::ENTITY,
    goal::ENTITY,
    request_answer::ENTITY,
    lesson_prep::ENTITY,
    team_goal::ENTITY,
    interval_mark::ENTITY,
    score::ENTITY,
];

impl Actor<'_> {
    /// Writes one record with what belongs to it, in one transaction.
    pub(crate) fn record(&mut self, writer: &mut Writer) -> Result<Did> {
        let lesson = self.choose(writer.reader(), observation::ENTITY, "removed_ms is null")?;
        let evidence = self.choose(writer.reader(), line::ENTITY, "removed_ms is null")?;
        let (Some(lesson), Some(evidence)) = (lesson, evidence) else { return Ok(Did::Nothing) };
        let kind = self.random.below(10);
        let date = format!("2026-10-{:02}", self.random.between(5, 30));
        let (word, number) = (self.word(), self.number());
        let (teacher, team, person) = (self.people.teacher, self.people.teams[0], self.person);
        let about = About { teacher, team, person, lesson, evidence, date, word, number };
        let (table, row) = writer.act(store::workspace(), "record", |tx| match kind {
            0 => about.debrief(tx),
            1 | 2 => about.step(tx),
            3 => about.log(tx),
            4 => about.note(tx),
            5 | 6 => about.cycle(tx),
            7 if number % 2 == 0 => about.team_goal(tx),
            7 => about.prep(tx),
            8 => about.interval(tx),
            _ => about.counted(tx),
        })?;
        Ok(Did::Changed(table, row))
    }
}

/// What a record speaks of.
struct About {
    teacher: RowId,
    team: RowId,
    person: RowId,
    lesson: RowId,
    evidence: RowId,
    date: String,
    word: String,
    number: i64,
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
        let fields = vec![
            (step_result::STEP, row.into()),
            (step_result::GOAL_MEASURE, self.lesson.into()),
            (step_result::KIND, "observed".into()),
        ];
        make(tx, step_result::ENTITY, fields)?;
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

    /// What a teacher asked for begins a coaching cycle, with two stages, a goal and what was found of it.
    fn cycle(&self, tx: &mut Tx<'_>) -> Made {
        let request = tx.new_id();
        let fields = vec![
            (coaching_cycle::COACH, self.person.into()),
            (coaching_cycle::TEACHER, self.teacher.into()),
            (coaching_cycle::MODEL, "blank".into()),
            (coaching_cycle::TITLE, self.word.as_str().into()),
            (coaching_cycle::STATE, "active".into()),
            (coaching_cycle::STAGE, "observe".into()),
            (coaching_cycle::REQUEST, request.into()),
        ];
        let row = make(tx, coaching_cycle::ENTITY, fields)?;
        for (position, code) in (0_i64..).zip(["observe", "plan"]) {
            let fields = vec![
                (cycle_stage::COACHING_CYCLE, row.into()),
                (cycle_stage::CODE, code.into()),
                (cycle_stage::POSITION, position.into()),
            ];
            make(tx, cycle_stage::ENTITY, fields)?;
        }
        make(tx, goal::ENTITY, vec![(goal::COACHING_CYCLE, row.into()), (goal::STATEMENT, self.word.as_str().into())])?;
        let fields = vec![
            (goal_measure::COACHING_CYCLE, row.into()),
            (goal_measure::KIND, "interim".into()),
            (goal_measure::DATE, self.date.as_str().into()),
            (goal_measure::VALUE, Value::Real(0.5)),
        ];
        make(tx, goal_measure::ENTITY, fields)?;
        let fields = vec![
            (request_answer::TEACHER, self.teacher.into()),
            (request_answer::COACH, self.person.into()),
            (request_answer::REQUEST, request.into()),
            (request_answer::STATE, "accepted".into()),
            (request_answer::COACHING_CYCLE, row.into()),
        ];
        make(tx, request_answer::ENTITY, fields)?;
        Ok(("coaching_cycle", row))
    }

    fn prep(&self, tx: &mut Tx<'_>) -> Made {
        let fields = vec![
            (lesson_prep::TEACHER, self.teacher.into()),
            (lesson_prep::COACH, self.person.into()),
            (lesson_prep::KIND, "coplan".into()),
            (lesson_prep::DATE, self.date.as_str().into()),
            (lesson_prep::PLAN, self.word.as_str().into()),
        ];
        Ok(("lesson_prep", make(tx, lesson_prep::ENTITY, fields)?))
    }

    /// What a team wants to reach: in its common scope where the writer belongs to it, in their own otherwise.
    fn team_goal(&self, tx: &mut Tx<'_>) -> Made {
        let team: Value = self.team.into();
        let fields = vec![
            (team_goal::TEAM, team.clone()),
            (team_goal::STATEMENT, self.word.as_str().into()),
            (team_goal::BASELINE, Value::Real(0.55)),
            (team_goal::TARGET, Value::Real(0.7)),
        ];
        let row = make(tx, team_goal::ENTITY, fields)?;
        let fields = vec![
            (team_goal_member::TEAM, team.clone()),
            (team_goal_member::TEAM_GOAL, row.into()),
            (team_goal_member::PERSON, self.teacher.into()),
        ];
        make(tx, team_goal_member::ENTITY, fields)?;
        let fields = vec![
            (team_measure::TEAM, team),
            (team_measure::TEAM_GOAL, row.into()),
            (team_measure::DATE, self.date.as_str().into()),
            (team_measure::VALUE, Value::Real(0.63)),
        ];
        make(tx, team_measure::ENTITY, fields)?;
        Ok(("team_goal", row))
    }

    /// One row an interval: two computers mark the same one.
    fn interval(&self, tx: &mut Tx<'_>) -> Made {
        let number = 3_i64;
        let row = RowId::derived(&[b"interval", &self.lesson.bytes(), &number.to_be_bytes()]);
        let fields = vec![
            (interval_mark::OBSERVATION, self.lesson.into()),
            (interval_mark::NUMBER, number.into()),
            (interval_mark::MARKED_MS, 600_000_i64.into()),
            (interval_mark::LETTERS, "Q".into()),
        ];
        tx.create_or_restore(interval_mark::ENTITY, row, fields)?;
        tx.set(interval_mark::ENTITY, row, interval_mark::LETTERS, self.word.as_str().into())?;
        Ok(("interval_mark", row))
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
        tx.set(score::ENTITY, level, score::LEVEL, self.number.into())?;
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
