//! A blank form, with the look-fors of a set where one was chosen.

use actions::{Result, look_for};
use domain::{RowId, observation::letter};
use report::{FormIndicator, FormKind, FormLookFor, FormPage, FormRubric, PageKind};
use serde::Deserialize;
use store::Connection;

use super::{Language, sheet_in};

/// What a blank form is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, specta::Type, clap::ValueEnum)]
#[serde(rename_all = "camelCase")]
pub enum Form {
    /// A script, lined with a column for times.
    Script,
    /// A walkthrough.
    Walkthrough,
    /// A grid of intervals.
    Interval,
    /// Stretches of talk with their times.
    TalkTimer,
    /// Sweeps of an on-task scan.
    Scan,
    /// A tally by groups of seats.
    Tally,
    /// Rooms of a learning walk.
    LearningWalk,
    /// Levels of a rubric, with what shows them.
    Rubric,
    /// A debrief.
    Debrief,
}

impl From<Form> for FormKind {
    fn from(form: Form) -> Self {
        match form {
            Form::Script => Self::Script,
            Form::Walkthrough => Self::Walkthrough,
            Form::Interval => Self::Interval,
            Form::TalkTimer => Self::TalkTimer,
            Form::Scan => Self::Scan,
            Form::Tally => Self::Tally,
            Form::LearningWalk => Self::LearningWalk,
            Form::Rubric => Self::Rubric,
            Form::Debrief => Self::Debrief,
        }
    }
}

/// What of the organisation's is printed on a form, by its rows; nothing leaves lines to write on.
#[derive(Debug, Clone, Copy, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct FormWords {
    /// A set of look-fors.
    pub look_fors: Option<RowId>,
    /// A rubric.
    pub rubric: Option<RowId>,
}

/// Returns a blank form as a page.
pub fn form(reader: &Connection, form: Form, words: FormWords, now_ms: i64, language: Language) -> Result<FormPage> {
    let look_fors = match words.look_fors {
        Some(id) => look_fors(store::observation::look_fors(reader, id)?.into_iter().map(|look_for| look_for.text)),
        None => Vec::new(),
    };
    let rubric = words.rubric.map(|id| rubric(reader, id)).transpose()?;
    let sheet = sheet_in(reader, now_ms, PageKind::Form, language.into())?;
    Ok(FormPage { sheet, kind: form.into(), look_fors, rubric })
}

fn rubric(reader: &Connection, id: RowId) -> Result<FormRubric> {
    let found = store::rubric::load(reader, id)?;
    let indicators = store::rubric::indicators(reader, id)?.into_iter();
    let indicators = indicators.map(|one| FormIndicator { text: one.text, levels: one.levels });
    Ok(FormRubric {
        name: format!("{} · {}", found.title, found.version),
        licence: found.licence,
        indicators: indicators.collect(),
    })
}

/// Returns the look-fors of the latest set; none where there is no set.
pub fn latest_look_fors(reader: &Connection) -> Result<Vec<FormLookFor>> {
    let latest = look_for::list(reader)?.into_iter().next();
    Ok(latest.map(|set| look_fors(set.look_fors.into_iter())).unwrap_or_default())
}

fn look_fors(words: impl Iterator<Item = String>) -> Vec<FormLookFor> {
    (0..).zip(words).map(|(position, text)| FormLookFor { code: letter(position).to_string(), text }).collect()
}
