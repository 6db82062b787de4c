//! One observation as rows: its lines, tags, private wonderings and its gap.

use domain::{
    RowId,
    observation::State,
    schema::{gap, line, observation, wondering},
};
use store::Result;

use crate::{
    Summary,
    diary::Entry,
    district::{TEACHERS, ZONE, look_fors_of},
    lesson::{self, Lesson, Said},
    record::Record,
    roster::Set,
    rows::Rows,
};

/// A lesson that was observed.
pub(crate) struct Observed {
    pub id: RowId,
    pub visit: Option<RowId>,
    pub teacher: usize,
    pub class: usize,
    pub started_ms: i64,
    pub lines: u32,
}

/// Writes an observation, and returns what was made.
pub(crate) fn write(
    rows: &mut Rows<'_, '_>,
    record: &Record<'_>,
    entry: &Entry,
    observed: &Observed,
) -> Result<Summary> {
    let subject = TEACHERS[observed.teacher].subject;
    // Coaches leave a little before the bell.
    let length_ms = i64::from(entry.minutes) * 60_000 * rows.random.between(78, 89) / 100;
    let lesson = lesson::write(rows.random, record.talk(subject), observed.lines, length_ms);
    let versions = &record.roster.sets[look_fors_of(subject)];
    let set = &versions[usize::from(entry.date >= record.span.middle()).min(versions.len() - 1)];
    make(rows, record, entry, observed, &lesson, set)?;
    let boot = RowId::derived(&[b"boot", entry.date.to_string().as_bytes()]).to_string();
    let mut script = Script { rows, observed, set, boot, made: Summary { observations: 1, ..Summary::default() } };
    for said in &lesson.said {
        script.keep(said)?;
    }
    Ok(script.made)
}

fn make(
    rows: &mut Rows<'_, '_>,
    record: &Record<'_>,
    entry: &Entry,
    observed: &Observed,
    lesson: &Lesson,
    set: &Set,
) -> Result<()> {
    let teaching = record.teaching(observed.teacher, entry);
    let last_ms = lesson.said.last().map_or(0, |said| said.offset_ms);
    let fields = vec![
        (observation::TEACHER, teaching.person.into()),
        (observation::SECTION, teaching.sections[observed.class].into()),
        (observation::SCHOOL, record.roster.schools[entry.school].into()),
        (observation::VISIT, observed.visit.into()),
        (observation::LOOK_FOR_SET, set.id.into()),
        (observation::KIND, "scripted".into()),
        (observation::STATE, State::Captured.code().into()),
        (observation::STARTED_MS, observed.started_ms.into()),
        (observation::ENDED_OFFSET_MS, (last_ms + rows.random.between(5, 40) * 1_000).into()),
        (observation::ZONE, ZONE.name().into()),
        (observation::PLANNED_MINUTES, entry.plan.as_ref().map(|_| entry.minutes).into()),
        (observation::STUDENTS, lesson.students.into()),
        (observation::FOCUS, entry.plan.as_ref().map(|plan| plan.purpose).into()),
        (observation::OBSERVER, record.roster.session.me.into()),
        (observation::OPEN_STEP, record.step_at(observed.teacher, entry).into()),
    ];
    rows.tx.create(observation::ENTITY, observed.id, fields)?;
    if let Some((from_ms, to_ms, cause)) = lesson.gap {
        let fields = [
            (gap::OBSERVATION, observed.id.into()),
            (gap::FROM_MS, from_ms.into()),
            (gap::TO_MS, to_ms.into()),
            (gap::CAUSE, cause.code().into()),
        ];
        rows.create(gap::ENTITY, observed.started_ms + from_ms, fields)?;
    }
    Ok(())
}

/// The script while it is written.
struct Script<'a, 'b, 'tx> {
    rows: &'a mut Rows<'b, 'tx>,
    observed: &'a Observed,
    set: &'a Set,
    boot: String,
    made: Summary,
}

impl Script<'_, '_, '_> {
    fn keep(&mut self, said: &Said) -> Result<()> {
        let line = said.text.as_deref().map(|text| self.line(said, text)).transpose()?;
        match &said.wondering {
            Some(words) => self.wondering(said, words, line),
            None => Ok(()),
        }
    }

    fn line(&mut self, said: &Said, text: &str) -> Result<RowId> {
        let wall_ms = self.observed.started_ms + said.offset_ms;
        let fields = [
            (line::OBSERVATION, self.observed.id.into()),
            (line::OFFSET_MS, said.offset_ms.into()),
            (line::WALL_MS, wall_ms.into()),
            (line::BOOT, self.boot.as_str().into()),
            (line::SPEAKER, said.speaker.to_string().into()),
            (line::TEXT, text.into()),
            (line::STARRED, said.starred.into()),
        ];
        let id = self.rows.create(line::ENTITY, wall_ms, fields)?;
        self.made.lines += 1;
        for position in &said.look_fors {
            // An earlier version of a set has fewer look-fors.
            if let Some(look_for) = self.set.look_fors.get(*position as usize) {
                self.rows.tag(self.observed.id, id, *look_for)?;
                self.made.tags += 1;
            }
        }
        Ok(id)
    }

    /// Wonderings go to the private log; they stand in their own rows.
    fn wondering(&mut self, said: &Said, words: &str, line: Option<RowId>) -> Result<()> {
        // Typed after the evidence of the same line, so its id comes later.
        let wall_ms = self.observed.started_ms + said.offset_ms;
        let fields = [
            (wondering::OBSERVATION, self.observed.id.into()),
            (wondering::OFFSET_MS, said.offset_ms.into()),
            (wondering::WALL_MS, wall_ms.into()),
            (wondering::TEXT, words.into()),
            (wondering::LINE, line.into()),
        ];
        self.made.wonderings += 1;
        self.rows.create(wondering::ENTITY, wall_ms + 1, fields).map(drop)
    }
}
