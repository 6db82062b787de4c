//! A coach's year, written through the device's one write path: as many rows, as long, as often as the workload on which
//! the other programs were measured. Its eleven kinds of record are rows of ours of about the same fields:
//!
//! plan: content cycle · segment, feedback, result, log: visit · observation: observation · note: line · rating (for which
//! there is no place here, on purpose): gap, also a code and a number · action step, finding: step · review: look-for set.

use domain::{
    RowId, Value,
    schema::{Entity, content_cycle, gap, line, look_for_set, observation, step, visit},
};
use store::{Error, Writer, export};

use crate::{
    clock::Clock,
    words::{Random, Words},
};

/// A Monday morning in August 2025, in milliseconds since 1970.
const START_MS: i64 = 1_756_108_800_000;
const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 1_440 * MINUTE_MS;

type Done<T = ()> = Result<T, Error>;
type Fields = Vec<(u16, Value)>;

/// A coach who writes.
pub struct Coach<'a> {
    writer: &'a mut Writer,
    clock: Clock,
    random: Random,
    words: &'a Words,
    teachers: Vec<RowId>,
    students: Vec<RowId>,
    /// Rows that were made.
    made: Vec<Made>,
}

/// A row, and the field that a later change is for, with its value.
struct Made {
    entity: &'static Entity,
    row: RowId,
    field: Option<(u16, Value)>,
}

/// Returns which field of a kind of row is changed: prose where it has some, else a number.
fn changed(entity: &Entity, fields: &Fields) -> Option<(u16, Value)> {
    let of = |number: &u16| fields.iter().find(|(field, _)| field == number).cloned();
    let order: &[u16] = match entity.table {
        "content_cycle" => &[content_cycle::FOCUS],
        "visit" => &[visit::PURPOSE, visit::STARTS_MINUTE],
        "line" => &[line::TEXT],
        "step" => &[step::TEXT],
        "observation" => &[observation::STUDENTS],
        "gap" => &[gap::TO_MS],
        _ => &[],
    };
    order.iter().find_map(of)
}

impl<'a> Coach<'a> {
    /// A coach by their number; `day` is 0 for the year, and another number for each school day after it.
    pub fn new(writer: &'a mut Writer, clock: Clock, words: &'a Words, (coach, day): (u64, u64)) -> Self {
        let mut known = Random::new(coach);
        let mut id = || {
            let mut tail = [0; 10];
            known.fill(&mut tail);
            RowId::new(START_MS, tail)
        };
        let teachers = (0..24).map(|_| id()).collect();
        let students = (0..270).map(|_| id()).collect();
        let random = Random::new((coach << 20) + day + 1);
        Self { writer, clock, random, words, teachers, students, made: Vec::new() }
    }

    /// Thirty-six weeks.
    pub fn year(&mut self) -> Done {
        for week in 0..36 {
            for day in 0..3 {
                self.plan(week, day)?;
            }
            for number in 0..12 {
                self.observation(week, number % 5)?;
            }
            for number in 0..2 {
                self.review(week, number * 2)?;
            }
            for number in 0..10 {
                self.log(week, number % 5)?;
            }
        }
        Ok(())
    }

    /// A school day after the year, and changes of what was written in it.
    pub fn day(&mut self, week: i64) -> Done {
        let existing = existing(self.writer)?;
        self.plan(week, 0)?;
        for _ in 0..3 {
            self.observation(week, 0)?;
        }
        self.review(week, 0)?;
        for _ in 0..2 {
            self.log(week, 0)?;
        }
        // A tenth, but only of what has a field that changes.
        let mut left = self.made.len() / 10;
        while left > 0 {
            let made = self.random.pick(&existing);
            if let Some((field, value)) = &made.field {
                self.change(week, made, *field, value)?;
                left -= 1;
            }
        }
        Ok(())
    }

    fn change(&mut self, week: i64, made: &Made, field: u16, value: &Value) -> Done {
        let value: Value = match value.text() {
            Some(text) => format!("{} {}", &text[..text.len() / 2], self.words.text(&mut self.random, 20, 80)).into(),
            None => self.random.between(1, 300).into(),
        };
        self.at(week, 0, 400);
        self.writer.transact(|tx| tx.set(made.entity, made.row, field, value))
    }

    fn at(&mut self, week: i64, day: i64, minute: i64) -> i64 {
        let at_ms = START_MS + (week * 7 + day) * DAY_MS + minute * MINUTE_MS + self.random.between(0, MINUTE_MS);
        self.clock.set(at_ms);
        at_ms
    }

    /// Makes rows in one act, as the app does; the first may be named by the others.
    fn make(&mut self, rows: Vec<(&'static Entity, Fields)>, parent: Option<u16>) -> Done<RowId> {
        let made = self.writer.transact(|tx| {
            let mut made: Vec<Made> = Vec::new();
            for (entity, mut fields) in rows {
                let row = tx.new_id();
                if let (Some(first), Some(field)) = (made.first(), parent) {
                    fields.push((field, first.row.into()));
                }
                made.push(Made { entity, row, field: changed(entity, &fields) });
                tx.create(entity, row, fields)?;
            }
            Ok::<_, Error>(made)
        })?;
        let first = made[0].row;
        self.made.extend(made);
        Ok(first)
    }

    fn text(&mut self, least: i64, most: i64) -> Value {
        self.words.text(&mut self.random, least, most).into()
    }

    fn plan(&mut self, week: i64, day: i64) -> Done {
        let at_ms = self.at(week, day, 0);
        let team = format!("Team {}", self.random.between(1, 8));
        let plan = vec![
            (content_cycle::TEAM, RowId::derived(&[team.as_bytes()]).into()),
            (content_cycle::TOPIC, self.text(20, 60)),
            (content_cycle::STARTS, date(at_ms).into()),
            (content_cycle::FOCUS, self.text(80, 240)),
        ];
        let mut rows = vec![(content_cycle::ENTITY, plan)];
        for place in 0..6_i64 {
            let minutes = *self.random.pick(&[5_i64, 8, 10, 15]);
            let segment = vec![
                (visit::STARTS_MINUTE, Value::from(place)),
                (visit::MINUTES, minutes.into()),
                (visit::REASON, self.text(12, 40)),
                (visit::PURPOSE, self.text(60, 300)),
            ];
            rows.push((visit::ENTITY, segment));
        }
        self.make(rows, Some(visit::TEAM)).map(drop)
    }

    fn observation(&mut self, week: i64, day: i64) -> Done {
        let at_ms = self.at(week, day, 30);
        let fields = vec![
            (observation::TEACHER, (*self.random.pick(&self.teachers)).into()),
            (observation::KIND, (*self.random.pick(&["ELA", "Math", "Science", "History"])).into()),
            (observation::STARTED_MS, at_ms.into()),
            (observation::PLANNED_MINUTES, 40_i64.into()),
            (observation::STUDENTS, self.random.between(100, 340).into()),
        ];
        let row = self.make(vec![(observation::ENTITY, fields)], None)?;
        for minute in 0..40 {
            let offset_ms = self.at(week, day, 30 + minute) - at_ms;
            let fields = vec![
                (line::OBSERVATION, row.into()),
                (line::OFFSET_MS, offset_ms.into()),
                (line::SPEAKER, (*self.random.pick(&["T", "S"])).into()),
                (line::TEXT, self.text(40, 160)),
            ];
            self.make(vec![(line::ENTITY, fields)], None)?;
        }
        for place in 1..=5 {
            let code = format!("{place}{}", self.random.pick(&['a', 'b', 'c', 'd']));
            let number = self.random.between(1, 4);
            let fields =
                vec![(gap::OBSERVATION, row.into()), (gap::TO_MS, number.into()), (gap::CAUSE, code.as_str().into())];
            self.at(week, day, 75 + place);
            self.make(vec![(gap::ENTITY, fields)], None)?;
        }
        self.feedback(week, day, row)
    }

    fn feedback(&mut self, week: i64, day: i64, observation: RowId) -> Done {
        let at_ms = self.at(week, day, 90);
        let fields = vec![
            (visit::OBSERVATION, observation.into()),
            (visit::DATE, date(at_ms).into()),
            (visit::PURPOSE, self.text(600, 1_500)),
            (visit::STATE, "sent".into()),
        ];
        let feedback = self.make(vec![(visit::ENTITY, fields)], None)?;
        for minute in 0..self.random.between(1, 2) {
            let at_ms = self.at(week, day, 92 + minute);
            let fields = vec![
                (step::TEACHER, feedback.into()),
                (step::TEXT, self.text(60, 200)),
                (step::STATE, "open".into()),
                (step::CHECK_DATE, date(at_ms + 7 * DAY_MS).into()),
            ];
            self.make(vec![(step::ENTITY, fields)], None)?;
        }
        Ok(())
    }

    fn review(&mut self, week: i64, day: i64) -> Done {
        self.at(week, day, 200);
        let fields =
            vec![(look_for_set::TITLE, self.text(15, 40)), (look_for_set::VERSION, self.random.between(1, 8).into())];
        let mut rows = vec![(look_for_set::ENTITY, fields)];
        let base = *self.random.pick(&[0_usize, 90, 180]);
        for student in base..base + 90 {
            let fields = vec![
                (visit::TEACHER, self.students[student].into()),
                (visit::STARTS_MINUTE, self.random.between(20, 100).into()),
                (visit::MINUTES, self.random.between(0, (1 << 20) - 1).into()),
            ];
            rows.push((visit::ENTITY, fields));
        }
        let review = self.make(rows, Some(visit::TEAM))?;
        for minute in 0..5 {
            self.at(week, day, 201 + minute);
            let fields = vec![(step::TEACHER, review.into()), (step::TEXT, self.text(80, 300))];
            self.make(vec![(step::ENTITY, fields)], None)?;
        }
        Ok(())
    }

    fn log(&mut self, week: i64, day: i64) -> Done {
        let at_ms = self.at(week, day, 300);
        let fields = vec![
            (visit::TEACHER, (*self.random.pick(&self.teachers)).into()),
            (visit::DATE, date(at_ms).into()),
            (visit::MINUTES, (*self.random.pick(&[15_i64, 30, 45])).into()),
            (visit::STATE, (*self.random.pick(&["conference", "modeling", "co-teach", "planning"])).into()),
            (visit::PURPOSE, self.text(40, 200)),
        ];
        self.make(vec![(visit::ENTITY, fields)], None).map(drop)
    }
}

/// Reads what may be changed: prose, and numbers.
fn existing(writer: &Writer) -> Done<Vec<Made>> {
    let mut existing = Vec::new();
    for entity in [content_cycle::ENTITY, visit::ENTITY, observation::ENTITY, line::ENTITY, gap::ENTITY, step::ENTITY] {
        export::each(writer.reader(), entity, |row| {
            let values = entity.fields.iter().map(|field| field.number).zip(row.values);
            let fields = values.filter(|(_, value)| *value != Value::Null).collect();
            existing.push(Made { entity, row: row.id, field: changed(entity, &fields) });
            Ok::<_, Error>(())
        })?;
    }
    Ok(existing)
}

fn date(at_ms: i64) -> String {
    let days = at_ms.div_euclid(DAY_MS);
    // The civil calendar of the proleptic Gregorian year, from days since 1970.
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}
