//! Blank forms for a dead battery: what is written on them by hand is typed in afterwards. Black on white and nothing
//! else, a contrast of 21 to 1, so that a form is the same from any printer and any copier.

use serde::Serialize;

use crate::render::{self, ReportError, Template};
use crate::sheet::Sheet;

/// What a form is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FormKind {
    /// A script, with a column for times.
    Script,
    /// A walkthrough: a few look-fors, each answered.
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

impl FormKind {
    /// Every form, in the order in which they are offered.
    pub const ALL: [Self; 6] =
        [Self::Script, Self::Walkthrough, Self::Interval, Self::Scan, Self::Tally, Self::Debrief];
}

/// One of the organisation's look-fors.
#[derive(Clone, Serialize)]
pub struct FormLookFor {
    /// Its letter.
    pub code: String,
    /// Its words.
    pub text: String,
}

/// A blank form.
#[derive(Clone, Serialize)]
pub struct FormPage {
    /// Paper, language, footer and date.
    #[serde(flatten)]
    pub sheet: Sheet,
    /// What it is for.
    pub kind: FormKind,
    /// Look-fors that are printed on it; none leaves lines to write them on.
    pub look_fors: Vec<FormLookFor>,
}

/// Returns a blank form as a PDF file.
///
/// # Errors
///
/// When pages do not speak the language, or the page could not be laid out or written.
pub fn form(page: &FormPage) -> Result<Vec<u8>, ReportError> {
    render::pdf(Template::Form, page, &page.sheet)
}
