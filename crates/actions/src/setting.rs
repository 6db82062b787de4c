//! Settings of this profile on this computer, and personal abbreviations.

use std::collections::BTreeMap;

use domain::{RowId, schema::abbreviation};
use serde::{Deserialize, Serialize};
use store::{Connection, Writer, setting};

use crate::{Error, Result};

/// What a person can set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Settings {
    /// The colours.
    pub theme: Theme,
    /// The size of text, 90 to 200.
    pub text_percent: u32,
    /// Whether single letters are keys outside text fields.
    pub letter_keys: bool,
    /// Keys that the person chose: action to key.
    pub keys: BTreeMap<String, String>,
    /// Whether the script marks unknown words. It never corrects.
    pub spellcheck: bool,
    /// After how many minutes without work the profile locks; 0 is never.
    pub lock_minutes: u32,
    /// Whether reminders of visits are shown. They name nobody.
    pub reminders: bool,
    /// How many minutes before a visit a reminder is shown, 1 to 120.
    pub reminder_minutes: u32,
    /// What is printed on.
    pub paper: Paper,
}

/// The colours of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    /// Light or dark, as the operating system is.
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// A size of paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "lowercase")]
pub enum Paper {
    /// 210 by 297 millimetres.
    A4,
    /// 8.5 by 11 inches.
    Letter,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: Theme::System,
            text_percent: 100,
            letter_keys: true,
            keys: BTreeMap::new(),
            spellcheck: false,
            lock_minutes: 15,
            reminders: false,
            reminder_minutes: 10,
            paper: Paper::Letter,
        }
    }
}

/// A personal abbreviation.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Abbreviation {
    /// What is typed.
    pub short: String,
    /// What it becomes.
    pub long: String,
}

/// Returns the settings.
///
/// # Errors
/// When the database fails.
pub fn load(reader: &Connection) -> Result<Settings> {
    let text = setting::load(reader, "settings")?;
    // Settings that cannot be read are not worth a refusal to open: the defaults hold, and the next change writes them.
    Ok(text.and_then(|text| read(&text)).unwrap_or_default())
}

/// Reads stored settings. One that an older version did not know has its default.
fn read(text: &str) -> Option<Settings> {
    let mut all = serde_json::to_value(Settings::default()).ok()?;
    let stored: serde_json::Map<String, serde_json::Value> = serde_json::from_str(text).ok()?;
    all.as_object_mut()?.extend(stored);
    serde_json::from_value(all).ok()
}

/// Keeps the settings.
///
/// # Errors
/// When one is not possible.
pub fn save(writer: &mut Writer, settings: &Settings) -> Result<()> {
    if !(90..=200).contains(&settings.text_percent) {
        return Err(Error::invalid("textPercent", "Text can be 90 to 200 per cent."));
    }
    if settings.lock_minutes > 240 {
        return Err(Error::invalid("lockMinutes", "Choose at most 240 minutes, or never."));
    }
    if !(1..=120).contains(&settings.reminder_minutes) {
        return Err(Error::invalid("reminderMinutes", "Choose 1 to 120 minutes."));
    }
    let text = serde_json::to_string(settings).expect("settings are plain data");
    Ok(setting::save(writer, "settings", &text)?)
}

/// Lists the personal abbreviations.
///
/// # Errors
/// When the database fails.
pub fn abbreviations(reader: &Connection) -> Result<Vec<Abbreviation>> {
    let rows = store::observation::abbreviations(reader)?;
    Ok(rows.into_iter().map(|(_, short, long)| Abbreviation { short, long }).collect())
}

/// Keeps the list of abbreviations as it stands on the screen.
///
/// # Errors
/// When one is empty, has a space in its short form, or stands there twice.
pub fn save_abbreviations(writer: &mut Writer, list: &[Abbreviation]) -> Result<()> {
    let mut wanted: BTreeMap<String, String> = BTreeMap::new();
    for entry in list {
        let (short, long) = (entry.short.trim().to_owned(), entry.long.trim().to_owned());
        if short.is_empty() || long.is_empty() || short.contains(char::is_whitespace) {
            return Err(Error::invalid("abbreviations", "An abbreviation is one short word and what it stands for."));
        }
        if wanted.insert(short, long).is_some() {
            return Err(Error::invalid("abbreviations", "Each abbreviation can stand there once."));
        }
    }
    let present: Vec<(RowId, String, String)> = store::observation::abbreviations(writer.reader())?;
    Ok(writer.act(store::workspace(), "Change abbreviations", |tx| {
        for (id, short, long) in &present {
            match wanted.remove(short) {
                None => tx.remove(abbreviation::ENTITY, *id)?,
                Some(changed) if changed != *long => {
                    tx.set(abbreviation::ENTITY, *id, abbreviation::LONG, changed.into())?
                }
                Some(_) => {}
            }
        }
        for (short, long) in wanted {
            let id = tx.new_id();
            tx.create(
                abbreviation::ENTITY,
                id,
                vec![(abbreviation::SHORT, short.into()), (abbreviation::LONG, long.into())],
            )?;
        }
        Ok::<_, store::Error>(())
    })?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_that_an_older_version_did_not_know_has_its_default() {
        let read = read(r#"{"theme":"dark","lockMinutes":30}"#).unwrap();

        assert_eq!(read, Settings { theme: Theme::Dark, lock_minutes: 30, ..Settings::default() });
    }
}
