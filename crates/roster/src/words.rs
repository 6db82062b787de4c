//! The words of a plan: what changes, in counts and in details.

use chrono::{Datelike, NaiveDate};
use domain::{
    Value,
    schema::{organisation, person, role, school_year, section, term},
    time,
};

use crate::plan::{ChangeKind, Kind, Plan};

/// Returns what an import changes, in one sentence.
#[must_use]
pub fn summary(plan: &Plan, with_endings: bool) -> String {
    let parts: Vec<String> = [ChangeKind::Added, ChangeKind::Changed, ChangeKind::Ended]
        .into_iter()
        .filter_map(|change| part(plan, change, with_endings))
        .collect();
    if parts.is_empty() { "Nothing was changed.".to_owned() } else { format!("{}.", parts.join(", ")) }
}

fn part(plan: &Plan, change: ChangeKind, with_endings: bool) -> Option<String> {
    let mut total = 0;
    let mut counted = Vec::new();
    for kind in Kind::ALL {
        let count = plan.applied(with_endings).filter(|step| step.kind == kind && step.change == change).count();
        if count > 0 {
            total += count;
            let (one, many) = nouns(kind);
            counted.push(format!("{count} {}", if count == 1 { one } else { many }));
        }
    }
    let last = counted.pop()?;
    let things = if counted.is_empty() { last } else { format!("{} and {last}", counted.join(", ")) };
    Some(match (change, total) {
        (ChangeKind::Added, 1) => format!("{things} was added"),
        (ChangeKind::Added, _) => format!("{things} were added"),
        (ChangeKind::Changed, 1) => format!("{things} was changed"),
        (ChangeKind::Changed, _) => format!("{things} were changed"),
        (ChangeKind::Ended, 1) => format!("{things} ends today"),
        (ChangeKind::Ended, _) => format!("{things} end today"),
    })
}

fn nouns(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Organisation => ("school or district", "schools and districts"),
        Kind::Person => ("person", "people"),
        Kind::Role => ("role", "roles"),
        Kind::Section => ("class", "classes"),
        Kind::SchoolYear => ("school year", "school years"),
        Kind::Term => ("term", "terms"),
    }
}

/// Returns what the changed fields of a row are, each once.
pub(crate) fn fields(kind: Kind, changed: &[(u16, Value)]) -> String {
    let mut words: Vec<String> = Vec::new();
    for (field, value) in changed {
        let word = field_word(kind, *field, value);
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words.join(", ")
}

fn field_word(kind: Kind, field: u16, value: &Value) -> String {
    let word = match (kind, field) {
        (Kind::Organisation, organisation::PARENT) => "belongs elsewhere",
        (Kind::Person, person::GIVEN | person::FAMILY | person::PREFERRED) => "name",
        (Kind::Person, person::EMAIL) => "e-mail",
        (Kind::Organisation, organisation::EXTERNAL_ID)
        | (Kind::Person, person::EXTERNAL_ID)
        | (Kind::Section, section::EXTERNAL_ID) => "joined with the roster",
        (Kind::SchoolYear, school_year::LABEL) | (Kind::Term, term::LABEL) => "name",
        (Kind::Role, role::STARTS) | (Kind::SchoolYear, school_year::STARTS) | (Kind::Term, term::STARTS) => {
            "first day"
        }
        (Kind::Role, role::ENDS)
        | (Kind::Section, section::ENDS)
        | (Kind::SchoolYear, school_year::ENDS)
        | (Kind::Term, term::ENDS) => return last_day(value),
        _ => {
            let known = kind.entity().field(field).map_or("", |field| field.column);
            return known.replace('_', " ");
        }
    };
    word.to_owned()
}

fn last_day(value: &Value) -> String {
    let day = value.text().and_then(|text| text.parse::<NaiveDate>().ok());
    day.map_or_else(|| "is back".to_owned(), |day| format!("until {}", time::full_day(day)))
}

/// Returns a day as `Mon 24 Aug 2026`.
#[must_use]
pub fn day_with_year(day: NaiveDate) -> String {
    format!("{} {}", time::brief_day(day), day.year())
}

/// Returns a count as the page has it.
#[must_use]
pub fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
