//! Any row in words: what it is, what it belongs to, and where it opens.

use std::collections::HashMap;

use chrono_tz::Tz;
use domain::{
    RowId, Value, document,
    kind::Kind,
    schema::{self, Entity},
    time,
};
use serde::Serialize;
use store::{Connection, field};

use crate::{Result, observation, session};

/// A row in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct RowView {
    /// The row.
    pub id: RowId,
    /// What it is and what it belongs to: "Line in the observation of Amir Haddad, Thu 12 Nov, 9:14".
    pub title: String,
    /// What it is within what it belongs to: "Line, 9:14".
    pub short: String,
    /// The observation that opens, when there is one.
    pub observation: Option<RowId>,
    /// The person who opens, when no observation does.
    pub person: Option<RowId>,
    /// The day whose week opens, when neither is there: `2026-10-05`.
    pub date: Option<String>,
}

/// Says rows in words, and reads nothing twice.
pub(crate) struct Rows<'a> {
    pub reader: &'a Connection,
    pub zone: Tz,
    observations: HashMap<RowId, Lesson>,
}

#[derive(Clone)]
struct Lesson {
    /// "the observation of Amir Haddad, Thu 12 Nov"
    words: String,
    started_ms: i64,
    zone: Tz,
}

impl<'a> Rows<'a> {
    pub fn new(reader: &'a Connection) -> Result<Self> {
        Ok(Self { reader, zone: session::load(reader)?.zone, observations: HashMap::new() })
    }

    /// Says a row in words. One that this file does not have, or whose kind it does not know, is said to be so.
    pub fn view(&mut self, entity: Option<&'static Entity>, row: RowId) -> Result<RowView> {
        let Some(entity) = entity else { return Ok(plain(row, "Something of a newer version")) };
        match self.known(entity, row) {
            Err(crate::Error::Store(store::Error::NotFound { .. })) => {
                Ok(plain(row, &format!("{} that is no longer here", capital(noun(entity)))))
            }
            other => other,
        }
    }

    /// Returns the row of the document that a row is part of.
    pub fn root(&self, entity: &'static Entity, row: RowId) -> Result<RowId> {
        match document::root_field(entity) {
            Some(number) => Ok(self.id(entity, row, number)?.unwrap_or(row)),
            None => Ok(row),
        }
    }

    fn known(&mut self, entity: &'static Entity, row: RowId) -> Result<RowView> {
        use schema::{gap, line, observation as lesson, section, step, tag, visit, wondering};
        let number = entity.number;
        if number == lesson::ENTITY.number {
            let words = self.lesson(row)?.words;
            return Ok(RowView { observation: Some(row), ..plain(row, &capital(words.trim_start_matches("the "))) });
        }
        if number == line::ENTITY.number || number == wondering::ENTITY.number {
            let (root, offset) = (self.must(entity, row, line::OBSERVATION)?, line::OFFSET_MS);
            return self.inside(entity, row, root, Some(offset));
        }
        if number == tag::ENTITY.number {
            let root = self.must(entity, row, tag::OBSERVATION)?;
            return self.inside(entity, row, root, None);
        }
        if number == gap::ENTITY.number {
            let root = self.must(entity, row, gap::OBSERVATION)?;
            return self.inside(entity, row, root, Some(gap::FROM_MS));
        }
        if let Some(moment) = recorded(entity) {
            let root = document::root_field(entity).expect("what is recorded is part of an observation");
            let root = self.must(entity, row, root)?;
            return self.inside(entity, row, root, moment);
        }
        if number == visit::ENTITY.number {
            return self.visit(row);
        }
        if let Some(of) = step_field(entity) {
            let step = self.must(entity, row, of)?;
            let person = self.id(step::ENTITY, step, step::TEACHER)?;
            let about = person.map(|person| self.name(person)).transpose()?.unwrap_or_default();
            return Ok(RowView { person, ..plain(row, &format!("{} of {about}", capital(noun(entity)))) });
        }
        if number == schema::log_entry::ENTITY.number {
            return Ok(plain(row, &self.log_entry(row)?));
        }
        if let Some(cycle) = document::root_field(entity).filter(|_| is_of_coaching_cycle(entity)) {
            let cycle = self.must(entity, row, cycle)?;
            let person = self.id(schema::coaching_cycle::ENTITY, cycle, schema::coaching_cycle::TEACHER)?;
            let about = person.map(|person| self.name(person)).transpose()?.unwrap_or_default();
            return Ok(RowView { person, ..plain(row, &format!("{} with {about}", capital(noun(entity)))) });
        }
        let teacher = match number {
            number if number == section::ENTITY.number => Some(section::TEACHER),
            number if number == step::ENTITY.number => Some(step::TEACHER),
            number if number == schema::coaching_cycle::ENTITY.number => Some(schema::coaching_cycle::TEACHER),
            number if number == schema::coaching_request::ENTITY.number => Some(schema::coaching_request::TEACHER),
            number if number == schema::request_answer::ENTITY.number => Some(schema::request_answer::TEACHER),
            _ => person_field(entity),
        };
        let person = teacher.map(|field| self.id(entity, row, field)).transpose()?.flatten();
        let person = if number == schema::person::ENTITY.number { Some(row) } else { person };
        let said = self.said(entity, row, person)?;
        Ok(RowView { person, ..plain(row, &said) })
    }

    /// What is neither a lesson nor a visit: its kind, its own words, and whom it is about.
    fn said(&self, entity: &'static Entity, row: RowId, person: Option<RowId>) -> Result<String> {
        let noun = capital(noun(entity));
        if entity.number == schema::person::ENTITY.number {
            return Ok(format!("{noun}: {}", self.name(row)?));
        }
        let own = entity.fields.iter().find(|field| field.words);
        let own = own.map(|own| field::value(self.reader, entity, row, own.number)).transpose()?;
        let own = own.as_ref().and_then(Value::text).map(beginning).filter(|own| !own.is_empty());
        let about = person.map(|person| self.name(person)).transpose()?;
        Ok(match (own, about) {
            (Some(own), Some(about)) => format!("{noun} of {about}: “{own}”"),
            (Some(own), None) => format!("{noun}: “{own}”"),
            (None, Some(about)) => format!("{noun} of {about}"),
            (None, None) => noun,
        })
    }

    fn inside(&mut self, entity: &'static Entity, row: RowId, root: RowId, offset: Option<u16>) -> Result<RowView> {
        let lesson = self.lesson(root)?;
        let offset = offset.map(|number| field::value(self.reader, entity, row, number)).transpose()?;
        let at = match offset {
            Some(Value::Integer(ms)) => format!(", {}", time::short(lesson.started_ms + ms, lesson.zone)),
            _ => String::new(),
        };
        let noun = capital(noun(entity));
        Ok(RowView {
            short: format!("{noun}{at}"),
            observation: Some(root),
            ..plain(row, &format!("{noun} in {}{at}", lesson.words))
        })
    }

    fn visit(&self, row: RowId) -> Result<RowView> {
        let visit = store::visit::load(self.reader, row)?;
        let who = match (visit.teacher.or(visit.coach), visit.team) {
            (Some(person), _) => format!(" to {}", self.name(person)?),
            (None, Some(team)) => format!(" to {}", store::person::team_title(self.reader, team)?),
            (None, None) => String::new(),
        };
        let day = visit.date.parse().map(|day| format!(", {}", time::brief_day(day))).unwrap_or_default();
        let date = (!visit.date.is_empty()).then_some(visit.date);
        Ok(RowView { observation: visit.observation, date, ..plain(row, &format!("Visit{who}{day}")) })
    }

    /// A line of the log by what it was and its day; the few words beside it are not its name.
    fn log_entry(&self, row: RowId) -> Result<String> {
        use schema::log_entry::{ACTIVITY, DATE, ENTITY, TEACHER};
        let text = |number| field::value(self.reader, ENTITY, row, number).map(|value| value.text().map(str::to_owned));
        let activity = text(ACTIVITY)?.map_or_else(String::new, |code| format!(", {}", code.replace('_', " ")));
        let with = self.id(ENTITY, row, TEACHER)?.map(|teacher| self.name(teacher)).transpose()?;
        let with = with.map_or_else(String::new, |name| format!(" with {name}"));
        let day = text(DATE)?
            .and_then(|date| date.parse().ok())
            .map_or_else(String::new, |day| format!(", {}", time::brief_day(day)));
        Ok(format!("Line of the log{activity}{with}{day}"))
    }

    fn lesson(&mut self, id: RowId) -> Result<Lesson> {
        if let Some(lesson) = self.observations.get(&id) {
            return Ok(lesson.clone());
        }
        let stored = store::observation::load(self.reader, id)?;
        let zone = observation::zone(&stored);
        let day = time::brief_day(time::local(stored.started_ms, zone).date_naive());
        let words = match stored.teacher.or(stored.coach) {
            Some(teacher) => format!("the observation of {}, {day}", self.name(teacher)?),
            None if stored.kind == Kind::LearningWalk.code() => format!("the learning walk of {day}"),
            None => format!("the observation of {day}"),
        };
        let lesson = Lesson { words, started_ms: stored.started_ms, zone };
        self.observations.insert(id, lesson.clone());
        Ok(lesson)
    }

    /// Returns a person's name; somebody whose row never came is somebody.
    pub fn name(&self, person: RowId) -> Result<String> {
        Ok(self.known_name(person)?.unwrap_or_else(|| "somebody".to_owned()))
    }

    /// Returns a person's name as the roster here has it.
    pub fn known_name(&self, person: RowId) -> Result<Option<String>> {
        match store::person::load(self.reader, person) {
            Ok(person) => Ok(Some(person.name()).filter(|name| !name.is_empty())),
            Err(store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    fn id(&self, entity: &'static Entity, row: RowId, number: u16) -> Result<Option<RowId>> {
        Ok(match field::value(self.reader, entity, row, number)? {
            Value::Id(id) => Some(id),
            Value::Null | Value::Integer(_) | Value::Real(_) | Value::Text(_) => None,
        })
    }

    fn must(&self, entity: &'static Entity, row: RowId, number: u16) -> Result<RowId> {
        Ok(self.id(entity, row, number)?.ok_or(store::Error::NotFound { entity: entity.table })?)
    }
}

fn plain(id: RowId, words: &str) -> RowView {
    RowView { id, title: words.to_owned(), short: words.to_owned(), observation: None, person: None, date: None }
}

/// Returns the field by which rows of this kind name the person they are about.
fn person_field(entity: &Entity) -> Option<u16> {
    match entity.number {
        number if number == schema::role::ENTITY.number => Some(schema::role::PERSON),
        number if number == schema::team_goal_member::ENTITY.number => Some(schema::team_goal_member::PERSON),
        number if number == schema::membership::ENTITY.number => Some(schema::membership::PERSON),
        number if number == schema::relationship::ENTITY.number => Some(schema::relationship::TEACHER),
        number if number == schema::sharing_agreement::ENTITY.number => Some(schema::sharing_agreement::TEACHER),
        number if number == schema::acceptance::ENTITY.number => Some(schema::acceptance::TEACHER),
        number if number == schema::coaching_consent::ENTITY.number => Some(schema::coaching_consent::TEACHER),
        number if number == schema::acknowledgement::ENTITY.number => Some(schema::acknowledgement::TEACHER),
        number if number == schema::handover_item::ENTITY.number => Some(schema::handover_item::TEACHER),
        number if number == schema::lesson_prep::ENTITY.number => Some(schema::lesson_prep::TEACHER),
        _ => None,
    }
}

/// Whether a row is part of a coaching cycle.
fn is_of_coaching_cycle(entity: &Entity) -> bool {
    [schema::cycle_stage::ENTITY, schema::goal::ENTITY, schema::goal_measure::ENTITY]
        .iter()
        .any(|part| part.number == entity.number)
}

/// Returns the field by which what belongs to a step names it.
fn step_field(entity: &Entity) -> Option<u16> {
    use schema::{step_check, step_check_line, step_line, step_result};
    let is_part = [step_check::ENTITY, step_line::ENTITY, step_check_line::ENTITY, step_result::ENTITY];
    document::root_field(entity).filter(|_| is_part.iter().any(|part| part.number == entity.number))
}

/// Returns, for what the kinds of observation besides the script record, the field of its moment; it may have none.
fn recorded(entity: &Entity) -> Option<Option<u16>> {
    use schema::{code, interval_mark, score, score_line, sweep, talk_span, tally, walk_item, walk_room};
    let without_moment = [code::ENTITY, walk_item::ENTITY, walk_room::ENTITY, score::ENTITY, score_line::ENTITY];
    if without_moment.iter().any(|one| one.number == entity.number) {
        return Some(None);
    }
    match entity.number {
        number if number == interval_mark::ENTITY.number => Some(Some(interval_mark::MARKED_MS)),
        number if number == talk_span::ENTITY.number => Some(Some(talk_span::FROM_MS)),
        number if number == sweep::ENTITY.number => Some(Some(sweep::AT_MS)),
        number if number == tally::ENTITY.number => Some(Some(tally::AT_MS)),
        _ => None,
    }
}

/// Returns the word for one row of a kind, as it stands within a sentence.
pub(crate) fn noun(entity: &Entity) -> &'static str {
    match entity.table {
        "membership" => "team member",
        "relationship" => "coaching",
        "section" => "class",
        "school_year" => "school year",
        "calendar_day" => "day of the school calendar",
        "period" => "lesson time",
        "look_for_set" => "look-for set",
        "look_for" => "look-for",
        "gap" => "pause",
        "interval_mark" => "interval",
        "talk_span" => "stretch of talk",
        "tally" => "counted event",
        "walk_item" => "item",
        "walk_room" => "room",
        "indicator" => "indicator of a rubric",
        "score" => "level of an indicator",
        "score_line" => "evidence of a level",
        "student_name" => "name to look for",
        "step" => "action step",
        "praise_line" => "praised line",
        "step_line" => "evidence of an action step",
        "step_check" => "check of an action step",
        "step_check_line" => "evidence of a check",
        "step_result" => "student result beside an action step",
        "content_cycle" => "content cycle",
        "team_goal" => "goal of a team",
        "team_goal_member" => "person with a goal of the team",
        "team_measure" => "measure of a goal of a team",
        "coach_note" => "coach note",
        "note_fact" => "figure of a coach note",
        "coaching_cycle" => "coaching cycle",
        "cycle_stage" => "stage of a coaching cycle",
        "goal" => "goal of a coaching cycle",
        "goal_measure" => "measure of a goal",
        "coaching_request" => "request for coaching",
        "request_answer" => "answer to a request",
        "log_entry" => "line of the log",
        "sharing_agreement" => "sharing agreement",
        "agreement_item" => "item of a sharing agreement",
        "acceptance" => "word on a sharing agreement",
        "coaching_consent" => "consent to be coached",
        "acknowledgement" => "word that it was read",
        "handover_item" => "agreement to hand over",
        "lesson_prep" => "planned lesson",
        "organisation" => "school or organisation",
        table => table,
    }
}

pub(crate) fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Returns the first words of a text, for a list.
pub(crate) fn beginning(text: &str) -> String {
    const MOST: usize = 60;
    let line = text.lines().next().unwrap_or_default().trim();
    match line.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_row_has_a_word_of_the_language_and_none_shares_it() {
        let nouns: Vec<_> = schema::ENTITIES.iter().map(|entity| noun(entity)).collect();
        for noun in &nouns {
            assert!(noun.chars().all(|letter| letter.is_ascii_lowercase() || " -".contains(letter)), "{noun}");
        }
        let different: std::collections::HashSet<_> = nouns.iter().collect();
        assert_eq!(different.len(), nouns.len());
    }
}
