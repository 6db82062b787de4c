//! A few observations of the kinds besides the script, on the last school days: what each of their screens shows.

use actions::{Error, person, session};
use chrono::{Datelike, NaiveDate, Weekday};
use domain::{
    RowId, Value,
    kind::{CodeLetter, Kind, Purpose},
    observation::State,
    schema::{code, interval_mark, observation, sweep, talk_span, tally, walk_item, walk_room},
    time,
    walk::{ItemValue, SeatGroup},
};
use store::{Result, Writer};

use crate::{random::Random, rows::Rows};

const MINUTE: i64 = 60_000;
/// The letters of twenty intervals; `-` was missed.
const INTERVALS: &str = "TTTTSSTTISS-TTGGTTSI";

/// Adds one observation of each kind, and a calibration. Nothing of it can be undone.
///
/// # Errors
/// When the disk refuses.
pub fn kinds(writer: &mut Writer, seed: u64, today: NaiveDate) -> Result<(), Error> {
    let session = session::load(writer.reader())?;
    let noon = time::instant(today, 12 * 60, session.zone);
    let teachers = person::teachers(writer.reader(), noon)?;
    let sets = store::observation::look_for_sets(writer.reader())?;
    let Some(set) = sets.first().map(|set| set.id) else { return Ok(()) };
    let items = store::observation::look_fors(writer.reader(), set)?;
    let mut days = today.pred_opt();
    let plan = [
        (Kind::Walkthrough, Purpose::Coaching),
        (Kind::Interval, Purpose::Coaching),
        (Kind::Interval, Purpose::Calibration),
        (Kind::TalkTimer, Purpose::Coaching),
        (Kind::Scan, Purpose::Coaching),
        (Kind::Tally, Purpose::Coaching),
        (Kind::LearningWalk, Purpose::LearningWalk),
    ];
    let mut random = Random::new(seed);
    writer.transact(|tx| {
        let mut rows = Rows { tx, random: &mut random };
        for ((kind, purpose), teacher) in plan.into_iter().zip(teachers.iter().cycle()) {
            let date = school_day(&mut days).unwrap_or(today);
            let started_ms = time::instant(date, 14 * 60 + 35, session.zone);
            let id = rows.id(started_ms);
            // A learning walk is about no teacher.
            let teacher = Some(teacher).filter(|_| kind != Kind::LearningWalk);
            let fields = vec![
                (observation::TEACHER, teacher.map(|teacher| teacher.id).into()),
                (observation::SCHOOL, teacher.and_then(|teacher| teacher.school_id).into()),
                (observation::LOOK_FOR_SET, set.into()),
                (observation::KIND, kind.code().into()),
                (observation::PURPOSE, purpose.code().into()),
                (observation::METHOD, (kind == Kind::Interval).then_some("momentary").into()),
                (observation::INTERVAL_SECONDS, (kind == Kind::Interval).then_some(60_u32).into()),
                (observation::STATE, State::Captured.code().into()),
                (observation::STARTED_MS, started_ms.into()),
                (observation::ENDED_OFFSET_MS, (20 * MINUTE + 2_000).into()),
                (observation::ZONE, session.zone.name().into()),
                (observation::PLANNED_MINUTES, 20_u32.into()),
                (observation::OBSERVER, session.me.into()),
            ];
            rows.tx.create(observation::ENTITY, id, fields)?;
            let mut lesson = Lesson { rows: &mut rows, id, started_ms };
            lesson.letters(&actions::kind::starting(lesson.rows.tx.reader(), kind)?.codes)?;
            match kind {
                Kind::Interval => lesson.intervals()?,
                Kind::TalkTimer => lesson.talk()?,
                Kind::Scan => lesson.sweeps()?,
                Kind::Tally => lesson.events()?,
                Kind::Walkthrough => lesson.items(items.iter().map(|item| item.id))?,
                Kind::LearningWalk => lesson.rooms(items.iter().map(|item| item.id))?,
                Kind::Scripted => {}
            }
        }
        Ok::<_, Error>(())
    })?;
    crate::rubric::rubric(writer, seed, today)
}

/// Returns the school day before the last one that was taken.
fn school_day(days: &mut Option<NaiveDate>) -> Option<NaiveDate> {
    let mut date = (*days)?;
    while matches!(date.weekday(), Weekday::Sat | Weekday::Sun) {
        date = date.pred_opt()?;
    }
    *days = date.pred_opt();
    Some(date)
}

/// An observation that is being filled.
struct Lesson<'a, 'b, 'tx> {
    rows: &'a mut Rows<'b, 'tx>,
    id: RowId,
    started_ms: i64,
}

impl Lesson<'_, '_, '_> {
    fn add(&mut self, entity: &'static domain::schema::Entity, at_ms: i64, fields: Vec<(u16, Value)>) -> Result<RowId> {
        self.rows.create(entity, self.started_ms + at_ms, fields)
    }

    fn letters(&mut self, codes: &[CodeLetter]) -> Result<()> {
        for (position, one) in (0_u32..).zip(codes) {
            let fields = vec![
                (code::OBSERVATION, self.id.into()),
                (code::POSITION, position.into()),
                (code::LETTER, one.letter.as_str().into()),
                (code::LABEL, one.label.as_str().into()),
            ];
            self.add(code::ENTITY, 0, fields)?;
        }
        Ok(())
    }

    fn intervals(&mut self) -> Result<()> {
        for (number, letter) in (1_u32..).zip(INTERVALS.chars()).filter(|(_, letter)| *letter != '-') {
            let at_ms = i64::from(number - 1) * MINUTE + self.rows.random.between(800, 9_000);
            // The id that the action derives, so that coding again finds the row.
            let row = RowId::derived(&[b"interval", &self.id.bytes(), &number.to_be_bytes()]);
            let fields = vec![
                (interval_mark::OBSERVATION, self.id.into()),
                (interval_mark::NUMBER, number.into()),
                (interval_mark::MARKED_MS, at_ms.into()),
                (interval_mark::LETTERS, letter.to_string().into()),
            ];
            self.rows.tx.create(interval_mark::ENTITY, row, fields)?;
        }
        Ok(())
    }

    fn talk(&mut self) -> Result<()> {
        let mut at_ms = 0;
        for letter in ["T", "S", "T", "P", "T", "S", "N", "T", "P"] {
            let to_ms = at_ms + self.rows.random.between(40, 180) * 1_000;
            let fields = vec![
                (talk_span::OBSERVATION, self.id.into()),
                (talk_span::LETTER, letter.into()),
                (talk_span::FROM_MS, at_ms.into()),
                (talk_span::TO_MS, to_ms.into()),
            ];
            self.add(talk_span::ENTITY, at_ms, fields)?;
            at_ms = to_ms;
        }
        Ok(())
    }

    fn sweeps(&mut self) -> Result<()> {
        for (number, on_task) in (1_u32..).zip([20_u32, 18, 19, 17, 21]) {
            let at_ms = i64::from(number) * 4 * MINUTE - 30_000;
            let fields = vec![
                (sweep::OBSERVATION, self.id.into()),
                (sweep::NUMBER, number.into()),
                (sweep::AT_MS, at_ms.into()),
                (sweep::SEEN, 24_u32.into()),
                (sweep::ON_TASK, on_task.into()),
            ];
            self.add(sweep::ENTITY, at_ms, fields)?;
        }
        Ok(())
    }

    fn events(&mut self) -> Result<()> {
        let mut at_ms = 0;
        for _ in 0..26 {
            at_ms += self.rows.random.between(5, 70) * 1_000;
            let letter = *self.rows.random.pick(&["Q", "Q", "R", "H", "H", "A"]);
            let seat = *self.rows.random.pick(&SeatGroup::ALL);
            let fields = vec![
                (tally::OBSERVATION, self.id.into()),
                (tally::LETTER, letter.into()),
                (tally::AT_MS, at_ms.into()),
                (tally::SEAT_GROUP, seat.code().into()),
            ];
            self.add(tally::ENTITY, at_ms, fields)?;
        }
        Ok(())
    }

    /// Five rooms by subject and grade, each with what was seen there.
    fn rooms(&mut self, look_fors: impl Iterator<Item = RowId> + Clone) -> Result<()> {
        use ItemValue::{NotApplicable, NotSeen, Partial, Seen};
        let mut values = [Seen, Partial, Seen, NotSeen, Seen, NotApplicable, Seen].into_iter().cycle();
        let rooms = [("Math", "7"), ("Math", "6"), ("English", "7"), ("Science", "8"), ("English", "6")];
        for (position, (subject, grade)) in (0_u32..).zip(rooms) {
            let fields = vec![
                (walk_room::OBSERVATION, self.id.into()),
                (walk_room::POSITION, position.into()),
                (walk_room::SUBJECT, subject.into()),
                (walk_room::GRADE, grade.into()),
            ];
            let room = self.add(walk_room::ENTITY, i64::from(position) * 4 * MINUTE, fields)?;
            for (look_for, value) in look_fors.clone().zip(values.by_ref()) {
                let row = RowId::derived(&[b"room item", &room.bytes(), &look_for.bytes()]);
                let fields = vec![
                    (walk_item::OBSERVATION, self.id.into()),
                    (walk_item::ROOM, room.into()),
                    (walk_item::LOOK_FOR, look_for.into()),
                    (walk_item::VALUE, value.code().into()),
                ];
                self.rows.tx.create(walk_item::ENTITY, row, fields)?;
            }
        }
        Ok(())
    }

    fn items(&mut self, look_fors: impl Iterator<Item = RowId>) -> Result<()> {
        use ItemValue::{NotApplicable, NotSeen, Partial, Seen};
        let values = [Seen, Seen, Partial, NotSeen, Seen, NotApplicable];
        for (look_for, value) in look_fors.zip(values.into_iter().cycle()) {
            let row = RowId::derived(&[b"item", &self.id.bytes(), &look_for.bytes()]);
            let fields = vec![
                (walk_item::OBSERVATION, self.id.into()),
                (walk_item::LOOK_FOR, look_for.into()),
                (walk_item::VALUE, value.code().into()),
            ];
            self.rows.tx.create(walk_item::ENTITY, row, fields)?;
        }
        Ok(())
    }
}
