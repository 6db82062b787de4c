//! Fields, values, moments and writers in words.

use chrono_tz::Tz;
use domain::{
    RowId, Value,
    schema::{self, Entity},
    script::Speaker,
    step::Beside,
    time,
};
use serde::Serialize;
use store::exchange::{Author, OpRef, Piece, author, difference};

use super::row::{Rows, capital};
use crate::{Error, Result, sharing, step::beside_words};

const SOMEBODY: &str = "Somebody else";

/// A stretch of two texts that are compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct PieceView {
    /// Where it stands.
    pub kind: PieceKind,
    /// Its words.
    pub text: String,
}

/// Where a stretch stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub enum PieceKind {
    /// In both texts.
    Same,
    /// Only in the one that it is compared with.
    Gone,
    /// Only in this one.
    New,
}

/// One version of a field, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct VersionView {
    /// The operation that gave it, for commands.
    pub id: String,
    /// What it says.
    pub words: String,
    /// Who wrote it, as far as that is known.
    pub who: String,
    /// Where it was written, as far as that is known.
    pub writer: Writer,
    /// When, by the writer's clock.
    pub when: String,
}

/// Where a version was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub enum Writer {
    /// On this computer.
    Here,
    /// On another computer of the same person.
    Elsewhere,
    /// By somebody else, or by nobody who is known.
    Somebody,
}

impl Writer {
    pub(crate) fn of(author: Author) -> Self {
        match author {
            Author::ThisComputer => Self::Here,
            Author::OtherComputer => Self::Elsewhere,
            Author::Other(_) | Author::Somebody => Self::Somebody,
        }
    }
}

/// Compares two texts.
pub(crate) fn pieces(before: &str, after: &str) -> Vec<PieceView> {
    let view = |piece| match piece {
        Piece::Same(text) => PieceView { kind: PieceKind::Same, text },
        Piece::Gone(text) => PieceView { kind: PieceKind::Gone, text },
        Piece::New(text) => PieceView { kind: PieceKind::New, text },
    };
    difference(before, after).into_iter().map(view).collect()
}

/// Returns an operation's name for the page: JavaScript cannot hold a replica's number.
pub(crate) fn named(reference: OpRef) -> String {
    format!("{}-{}", reference.replica, reference.ctr)
}

/// Reads an operation's name again.
///
/// # Errors
/// When it is none.
pub(crate) fn reference(name: &str) -> Result<OpRef> {
    let parts = name.rsplit_once('-');
    let numbers = parts.and_then(|(replica, ctr)| Some((replica.parse().ok()?, ctr.parse().ok()?)));
    let (replica, ctr) = numbers.ok_or_else(|| Error::invalid("version", "This is not the name of a version."))?;
    Ok(OpRef { replica, ctr })
}

/// Returns a moment of today as a time, any other with its day.
pub(crate) fn moment(at_ms: i64, now_ms: i64, zone: Tz) -> String {
    let (at, now) = (time::local(at_ms, zone).date_naive(), time::local(now_ms, zone).date_naive());
    let clock = time::short(at_ms, zone);
    if at == now { clock } else { format!("{}, {clock}", time::brief_day(at)) }
}

impl Rows<'_> {
    /// Says one version of a field in words.
    pub fn version(
        &mut self,
        entity: &'static Entity,
        field: u16,
        version: (OpRef, i64, &Value),
        now_ms: i64,
    ) -> Result<VersionView> {
        let (reference, written_ms, value) = version;
        let author = author(self.reader, reference)?;
        Ok(VersionView {
            id: named(reference),
            words: self.value(entity, field, value)?,
            who: self.who(author)?,
            writer: Writer::of(author),
            when: moment(written_ms, now_ms, self.zone),
        })
    }

    /// Says who wrote something: by name where the person is known here.
    pub fn who(&self, author: Author) -> Result<String> {
        Ok(match author {
            Author::ThisComputer => "You, on this computer".to_owned(),
            Author::OtherComputer => "You, on another computer".to_owned(),
            Author::Other(person) => self.known_name(person)?.unwrap_or_else(|| SOMEBODY.to_owned()),
            Author::Somebody => SOMEBODY.to_owned(),
        })
    }

    /// Says a value in words; of nothing, nothing.
    pub fn value(&mut self, entity: &'static Entity, field: u16, value: &Value) -> Result<String> {
        let column = entity.field(field).map_or("", |field| field.column);
        Ok(match value {
            Value::Null => String::new(),
            Value::Id(id) => self.pointed(entity, column, *id)?,
            Value::Integer(number) => match column {
                "started_ms" => time::short(*number, self.zone),
                "read_ms" | "agreed_ms" => sharing::moment(*number, self.zone),
                column if column.ends_with("_ms") => time::stretch(*number),
                column if column.ends_with("_minute") => time::of_day(u32::try_from(*number).unwrap_or(0)),
                "starred" | "marker" => (if *number == 1 { "yes" } else { "no" }).to_owned(),
                _ => number.to_string(),
            },
            Value::Real(number) => number.to_string(),
            Value::Text(code) if entity.number == schema::step::ENTITY.number && field == schema::step::STATE => {
                crate::step::state_words(code)
            }
            Value::Text(code)
                if entity.number == schema::coaching_cycle::ENTITY.number && field == schema::coaching_cycle::STATE =>
            {
                crate::coaching_cycle::state_words(code)
            }
            Value::Text(code)
                if entity.number == schema::step_result::ENTITY.number && field == schema::step_result::KIND =>
            {
                Beside::from_code(code).map_or_else(|| code.clone(), |beside| beside_words(beside).to_owned())
            }
            Value::Text(text) if entity.field(field).is_some_and(|field| field.words) => text.clone(),
            Value::Text(text) => text.parse().map(time::full_day).unwrap_or_else(|_| coded(column, text)),
        })
    }

    /// Says which row a field points to.
    fn pointed(&mut self, entity: &'static Entity, column: &str, id: RowId) -> Result<String> {
        let pointed = match column {
            "teacher" | "person" | "coach" | "lead" | "made_by" | "author" | "successor" => return self.name(id),
            "school" | "organisation" | "parent" => schema::organisation::ENTITY,
            "section" => schema::section::ENTITY,
            "team" => schema::team::ENTITY,
            "visit" => schema::visit::ENTITY,
            "observation" | "origin_observation" | "seen_in" => schema::observation::ENTITY,
            "look_for" => schema::look_for::ENTITY,
            "line" => schema::line::ENTITY,
            "step" | "followed_by" => schema::step::ENTITY,
            "debrief" => schema::debrief::ENTITY,
            "note" => schema::coach_note::ENTITY,
            "agreement" => schema::sharing_agreement::ENTITY,
            "look_for_set" => schema::look_for_set::ENTITY,
            "coaching_cycle" => schema::coaching_cycle::ENTITY,
            "request" => schema::coaching_request::ENTITY,
            "document" => store::removed::entity_of(self.reader, id)?,
            _ => entity,
        };
        Ok(self.view(Some(pointed), id)?.title)
    }
}

/// A code as a word; an address or an id of a roster stays as it is.
fn coded(column: &str, text: &str) -> String {
    match column {
        "state" | "kind" | "code" | "result" | "activity" | "source" | "reason_code" | "model" | "stage"
        | "direction" | "decision" | "ways" | "audience" | "party" | "said" | "way" | "polarity" => {
            text.replace(['-', '_'], " ")
        }
        "speaker" => match Speaker::from_code(text) {
            Speaker::None => "Nobody".to_owned(),
            Speaker::Teacher => "Teacher".to_owned(),
            Speaker::Student => "Student".to_owned(),
            Speaker::Seat(seat) => format!("Student {seat}"),
            Speaker::Students => "Students".to_owned(),
            Speaker::Activity => "Activity".to_owned(),
        },
        _ => text.to_owned(),
    }
}

/// Returns a field in words, as a heading.
pub(crate) fn field_name(entity: &Entity, field: u16) -> String {
    let column = entity.field(field).map_or("A field of a newer version", |field| field.column);
    match (entity.table, column) {
        (
            "line" | "look_for" | "step" | "wondering" | "remark" | "cycle_stage" | "sharing_agreement"
            | "agreement_item",
            "text",
        ) => "Words".to_owned(),
        ("coach_note", "tried") => "What I tried".to_owned(),
        ("coach_note", "will_try") => "What I will try".to_owned(),
        ("coach_note", "question") => "A question to my supervisors".to_owned(),
        ("observation", "started_ms") => "Start".to_owned(),
        ("observation", "ended_offset_ms") => "Length".to_owned(),
        ("observation", "students") => "Number of students".to_owned(),
        ("visit", "starts_minute") => "Time".to_owned(),
        ("visit" | "observation", "section") => "Class".to_owned(),
        ("content_cycle" | "observation", "focus") => "Focus".to_owned(),
        (_, "look_for_set") => "Look-fors".to_owned(),
        ("tag", "polarity") => "What it shows".to_owned(),
        ("goal" | "team_goal", "statement") => "Goal".to_owned(),
        ("goal", "kind") => "Whose goal".to_owned(),
        ("goal" | "team_goal", "direction") => "It should go".to_owned(),
        ("goal" | "team_goal", "metric") => "What is measured".to_owned(),
        ("goal" | "team_goal", "due") => "Reached by".to_owned(),
        ("step_result", "kind") => "How it stands beside the step".to_owned(),
        ("goal_measure" | "team_measure", "value") => "What was found".to_owned(),
        ("cycle_stage", "locked_text") => "Words when they were locked".to_owned(),
        ("coaching_cycle" | "debrief", "model") => "Way".to_owned(),
        ("coaching_cycle", "curriculum") => "Place in the curriculum".to_owned(),
        ("coaching_cycle", "planned_start") => "Planned to begin".to_owned(),
        ("coaching_cycle", "planned_end") => "Planned to be over".to_owned(),
        ("coaching_request", "slots") => "When it suits".to_owned(),
        ("coaching_cycle", "started") => "Under way since".to_owned(),
        ("debrief", "praise") => "What went well".to_owned(),
        ("debrief", "teacher_words") => "In the teacher’s words".to_owned(),
        ("lesson_prep", "plan") => "What we plan".to_owned(),
        ("lesson_prep", "watch") => "What to watch for".to_owned(),
        ("acknowledgement", "read_ms") => "Read".to_owned(),
        ("step", "practice") => "How it is practised".to_owned(),
        ("step", "followed_by") => "The step in its place".to_owned(),
        (_, "origin_observation") => "From".to_owned(),
        (_, "title") => "Title".to_owned(),
        (_, "given") => "Given name".to_owned(),
        (_, "family") => "Family name".to_owned(),
        (_, "preferred") => "Preferred name".to_owned(),
        (_, "external_id") => "Id in the roster".to_owned(),
        (_, "starts" | "starts_minute") => "Begins".to_owned(),
        (_, "ends" | "ends_minute" | "to_ms") => "Ends".to_owned(),
        (_, column) => capital(&column.replace('_', " ")),
    }
}
