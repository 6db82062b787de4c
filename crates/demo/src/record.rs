//! What the diary says, as rows: steps, visits, and the observations that came of them.

use domain::{
    RowId,
    schema::{step as step_row, step_check, visit},
    time,
    visit::Reason,
};
use store::Result;

use crate::{
    Summary,
    diary::{self, Entry, Whom},
    district::{Subject, ZONE},
    observation::{self, Observed},
    roster::{Roster, Teaching, midnight},
    rows::Rows,
    span::Span,
    step::{self, Step},
    talk::Talk,
};

/// What is needed to write the diary down.
pub(crate) struct Record<'a> {
    pub roster: &'a Roster,
    pub span: &'a Span,
    talks: [Talk; 2],
    /// Each step with its row, in the order in which they were agreed on.
    steps: Vec<(Step, RowId)>,
}

impl<'a> Record<'a> {
    /// Begins with the steps, because observations point to them.
    pub fn begin(rows: &mut Rows<'_, '_>, roster: &'a Roster, span: &'a Span, steps: Vec<Step>) -> Result<Self> {
        let talks = [Talk::of(Subject::Mathematics), Talk::of(Subject::Literacy)];
        let mut record = Self { roster, span, talks, steps: Vec::new() };
        for step in steps {
            let id = record.step(rows, &step)?;
            record.steps.push((step, id));
        }
        Ok(record)
    }

    /// Writes one entry of the diary down, and returns what was made.
    pub fn enter(&self, rows: &mut Rows<'_, '_>, entry: &Entry) -> Result<Summary> {
        let planned_ms = time::instant(entry.date, entry.starts_minute, ZONE);
        let started_ms = planned_ms + rows.random.between(0, 240) * 1_000;
        // Visit and observation point to each other: the one id is drawn before the other row is made.
        let id = rows.id(started_ms);
        let visit = self.visit(rows, entry, entry.lines.map(|_| id))?;
        let made = Summary { visits: u32::from(visit.is_some()), ..Summary::default() };
        match (entry.lines, entry.whom) {
            (Some(lines), Whom::Lesson { teacher, class }) => {
                let observed = Observed { id, visit, teacher, class, started_ms, lines };
                Ok(made + observation::write(rows, self, entry, &observed)?)
            }
            _ => Ok(made),
        }
    }

    /// Returns who taught a class on the day of an entry.
    pub fn teaching(&self, teacher: usize, entry: &Entry) -> &Teaching {
        self.roster.teaching(teacher, self.span.year_of(entry.date))
    }

    /// Returns what can be said in lessons of a subject.
    pub fn talk(&self, subject: Subject) -> &Talk {
        match subject {
            Subject::Mathematics => &self.talks[0],
            Subject::Literacy => &self.talks[1],
        }
    }

    /// Returns the step that a teacher was trying when a lesson began.
    pub fn step_at(&self, teacher: usize, entry: &Entry) -> Option<RowId> {
        let before = |(step, _): &&(Step, RowId)| step.teacher == teacher && step.assigned < entry.date;
        self.steps.iter().rfind(before).map(|(_, id)| *id)
    }

    /// Returns the row of a teacher's latest step.
    pub fn latest_step(&self, teacher: usize) -> Option<RowId> {
        self.steps.iter().rfind(|(step, _)| step.teacher == teacher).map(|(_, id)| *id)
    }

    fn step(&self, rows: &mut Rows<'_, '_>, found: &Step) -> Result<RowId> {
        let teaching = self.roster.teaching(found.teacher, self.span.year_of(found.assigned));
        let fields = [
            (step_row::TEACHER, teaching.person.into()),
            (step_row::COACH, self.roster.session.me.into()),
            (step_row::TEXT, found.text.into()),
            (step_row::STATE, found.state.into()),
            (step_row::ASSIGNED, found.assigned.into()),
            (step_row::CHECK_DATE, found.check.into()),
            (step_row::REASON, found.reason.into()),
        ];
        let id = rows.create(step_row::ENTITY, midnight(found.assigned), fields)?;
        for (date, result, attempt) in &found.checks {
            let fields = vec![
                (step_check::STEP, id.into()),
                (step_check::MADE_BY, self.roster.session.me.into()),
                (step_check::DATE, (*date).into()),
                (step_check::RESULT, (*result).into()),
                (step_check::ATTEMPT, (*attempt).into()),
            ];
            // Named after its step, so that nothing is drawn for it and all the rest of the district stays as it was.
            let name = RowId::derived(&[b"check", &id.bytes(), date.to_string().as_bytes()]).bytes();
            let random = name[6..].try_into().expect("sixteen bytes less six are ten");
            rows.tx.create(step_check::ENTITY, RowId::new(midnight(*date), random), fields)?;
        }
        Ok(id)
    }

    fn visit(&self, rows: &mut Rows<'_, '_>, entry: &Entry, observation: Option<RowId>) -> Result<Option<RowId>> {
        let Some(plan) = &entry.plan else { return Ok(None) };
        let mut fields = vec![
            (visit::DATE, entry.date.into()),
            (visit::STARTS_MINUTE, entry.starts_minute.into()),
            (visit::MINUTES, entry.minutes.into()),
            (visit::PURPOSE, plan.purpose.into()),
            (visit::STATE, plan.state.code().into()),
            (visit::REASON, plan.reason.into()),
            (visit::REASON_CODE, plan.reason.and_then(step::reason_of).map(Reason::code).into()),
            (visit::OBSERVATION, observation.into()),
            (visit::SCHOOL, self.roster.schools[entry.school].into()),
        ];
        match entry.whom {
            Whom::Team => fields.push((visit::TEAM, self.roster.teams[entry.school].into())),
            Whom::Lesson { teacher, class } => {
                let teaching = self.teaching(teacher, entry);
                fields.push((visit::TEACHER, teaching.person.into()));
                fields.push((visit::SECTION, teaching.sections[class].into()));
                fields.push((visit::PERIOD, diary::bell(teacher, class).0.into()));
            }
        }
        // Visits are planned on the Sunday before.
        let planned_ms = midnight(time::monday(entry.date)) - 5 * 3_600_000;
        rows.create(visit::ENTITY, planned_ms, fields).map(Some)
    }
}
