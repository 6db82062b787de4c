//! What every printed page has, whatever it is about: paper, language, footer and date.

use chrono::{DateTime, FixedOffset};
use serde::Serialize;

/// The size of the paper; always upright.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Paper {
    /// 210 by 297 mm.
    #[default]
    A4,
    /// 8.5 by 11 inches.
    Letter,
}

/// The part of a page that does not depend on what is printed.
#[derive(Clone, Serialize)]
pub struct Sheet {
    /// The paper it will be printed on.
    pub paper: Paper,
    /// The language of the page as a tag of two or three small letters and an optional region: `en`, `en-GB`.
    pub language: String,
    /// The left side of the footer on every page.
    pub footer: String,
    /// The day of printing in words.
    pub made_on: String,
    /// The moment of printing, for the file's own creation date.
    #[serde(skip)]
    pub created: DateTime<FixedOffset>,
}
