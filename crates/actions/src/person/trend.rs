//! What was tagged in a teacher's lessons, look-for by look-for: how often, and how often in ten observed minutes (measure
//! M-30).

use domain::{
    RowId,
    kind::{Kind, Purpose},
    measure, time,
};
use serde::Serialize;
use store::{Connection, observation as stored};

use crate::{
    Result,
    observation::{self, small},
};

/// How many lessons are shown beside each other.
const LESSONS: usize = 6;

/// Among how many of the latest observations they are looked for: between two scripts lie walkthroughs and scans.
const AMONG: u32 = 60;

/// What was tagged in the latest scripted lessons of a teacher, the earliest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct LookForTrend {
    /// The lessons.
    pub lessons: Vec<TrendLesson>,
    /// The look-for that is tagged most often first.
    pub look_fors: Vec<TrendRow>,
}

/// A lesson of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct TrendLesson {
    /// The row.
    pub id: RowId,
    /// The day in words: `Mon 5 Oct`.
    pub day: String,
    /// How long it was observed, in whole minutes; stretches in which nothing could be written are left out.
    pub minutes: u32,
}

/// A look-for in these lessons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct TrendRow {
    /// The look-for.
    pub id: RowId,
    /// Its words.
    pub text: String,
    /// One for each lesson; nothing where the lesson was observed with other look-fors: it was not looked for there.
    pub points: Vec<Option<TrendPoint>>,
}

/// A look-for in one lesson.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct TrendPoint {
    /// How many lines are tagged to it.
    pub count: u32,
    /// How many in ten minutes: `1.4`; nothing where less than a minute was observed.
    pub rate: Option<String>,
}

/// Returns what was tagged in the latest lessons of a teacher that were scripted on this profile's devices.
///
/// # Errors
/// When the database fails.
pub fn look_for_trend(reader: &Connection, teacher: RowId) -> Result<LookForTrend> {
    let mut lessons = lessons(reader, teacher)?;
    lessons.reverse();
    let mut rows: Vec<TrendRow> = Vec::new();
    let mut views = Vec::new();
    for (at, lesson) in lessons.iter().enumerate() {
        let observed_ms = observed_ms(reader, lesson)?;
        views.push(lesson_view(lesson, observed_ms));
        let counts = stored::tag_counts(reader, lesson.id)?;
        let Some(set) = lesson.look_for_set else { continue };
        for look_for in stored::look_fors(reader, set)? {
            let count = counts.iter().find(|(id, _)| *id == look_for.id).map_or(0, |(_, count)| *count);
            let point = point(count, observed_ms);
            let known = rows.iter().position(|row| row.text == look_for.text);
            let row = known.unwrap_or_else(|| {
                rows.push(TrendRow { id: look_for.id, text: look_for.text, points: vec![None; lessons.len()] });
                rows.len() - 1
            });
            rows[row].points[at] = Some(point);
        }
    }
    let tagged = |row: &TrendRow| row.points.iter().flatten().map(|point| point.count).sum::<u32>();
    rows.retain(|row| tagged(row) > 0);
    rows.sort_by_key(|row| std::cmp::Reverse(tagged(row)));
    Ok(LookForTrend { lessons: views, look_fors: rows })
}

/// The latest first.
fn lessons(reader: &Connection, teacher: RowId) -> Result<Vec<stored::Observation>> {
    let mut found = Vec::new();
    for lesson in stored::latest(reader, Some(teacher), 0, AMONG)? {
        let is_script = lesson.kind.is_empty() || lesson.kind == Kind::Scripted.code();
        let is_meant =
            is_script && Purpose::from_code(&lesson.purpose) == Purpose::Coaching && lesson.look_for_set.is_some();
        if is_meant && lesson.ended_offset_ms.is_some() && store::sharing::is_own(reader, lesson.id)? {
            found.push(lesson);
        }
        if found.len() == LESSONS {
            break;
        }
    }
    Ok(found)
}

/// How long something could be written.
fn observed_ms(reader: &Connection, lesson: &stored::Observation) -> Result<i64> {
    let whole_ms = lesson.ended_offset_ms.unwrap_or(0);
    let gaps = stored::gaps(reader, lesson.id)?.into_iter();
    let lost_ms: i64 = gaps.filter_map(|gap| Some(gap.to_ms?.min(whole_ms) - gap.from_ms)).filter(|ms| *ms > 0).sum();
    Ok((whole_ms - lost_ms).max(0))
}

fn lesson_view(lesson: &stored::Observation, observed_ms: i64) -> TrendLesson {
    let day = time::local(lesson.started_ms, observation::zone(lesson)).date_naive();
    TrendLesson { id: lesson.id, day: time::brief_day(day), minutes: small(observed_ms / 60_000) }
}

fn point(count: u32, observed_ms: i64) -> TrendPoint {
    TrendPoint { count, rate: measure::in_ten_minutes(count, observed_ms).map(measure::written) }
}
