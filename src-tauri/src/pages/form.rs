//! A blank form, with the look-fors of a set where one was chosen.

use actions::{Result, look_for};
use domain::{RowId, observation::letter};
use report::{FormKind, FormLookFor, FormPage, PageKind};
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
    /// Sweeps of an on-task scan.
    Scan,
    /// A tally by groups of seats.
    Tally,
    /// A debrief.
    Debrief,
}

impl From<Form> for FormKind {
    fn from(form: Form) -> Self {
        match form {
            Form::Script => Self::Script,
            Form::Walkthrough => Self::Walkthrough,
            Form::Interval => Self::Interval,
            Form::Scan => Self::Scan,
            Form::Tally => Self::Tally,
            Form::Debrief => Self::Debrief,
        }
    }
}

/// Returns a blank form as a page.
pub fn form(reader: &Connection, form: Form, set: Option<RowId>, now_ms: i64, language: Language) -> Result<FormPage> {
    let look_fors = match set {
        Some(id) => look_fors(store::observation::look_fors(reader, id)?.into_iter().map(|look_for| look_for.text)),
        None => Vec::new(),
    };
    Ok(FormPage { sheet: sheet_in(reader, now_ms, PageKind::Form, language.into())?, kind: form.into(), look_fors })
}

/// Returns the look-fors of the latest set; none where there is no set.
pub fn latest_look_fors(reader: &Connection) -> Result<Vec<FormLookFor>> {
    let latest = look_for::list(reader)?.into_iter().next();
    Ok(latest.map(|set| look_fors(set.look_fors.into_iter())).unwrap_or_default())
}

fn look_fors(words: impl Iterator<Item = String>) -> Vec<FormLookFor> {
    (0..).zip(words).map(|(position, text)| FormLookFor { code: letter(position).to_string(), text }).collect()
}
