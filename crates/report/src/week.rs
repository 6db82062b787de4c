//! One week on paper: its days, and what each holds.

use serde::Serialize;

use crate::render::{self, ReportError, Template};
use crate::sheet::Sheet;

/// One thing of a day.
#[derive(Clone, Default, Serialize)]
pub struct WeekEntry {
    /// When it begins; empty if it has no time.
    pub time: String,
    /// What it is.
    pub title: String,
    /// Where, how long, what to bring; may be empty.
    pub detail: String,
    /// Its state in a word or two: `Done`, `Not started`.
    pub state: String,
}

/// One day of the week.
#[derive(Clone, Serialize)]
pub struct WeekDay {
    /// The day in words.
    pub heading: String,
    /// What it holds, in the order of the day.
    pub entries: Vec<WeekEntry>,
}

/// Everything that stands on a printed week.
#[derive(Clone, Serialize)]
pub struct WeekPage {
    /// Paper, language, footer and date.
    #[serde(flatten)]
    pub sheet: Sheet,
    /// What the page is; also the document's title.
    pub title: String,
    /// The days it covers, in words.
    pub range: String,
    /// The school's name; may be empty when the week is spent in several.
    pub school: String,
    /// The days in order.
    pub days: Vec<WeekDay>,
}

/// Returns the week as a PDF file.
///
/// # Errors
///
/// When the language is not a language tag, or the page could not be laid out or written.
pub fn week(page: &WeekPage) -> Result<Vec<u8>, ReportError> {
    render::pdf(Template::Week, page, &page.sheet)
}
