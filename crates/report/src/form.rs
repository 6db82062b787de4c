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
    /// Stretches of talk with their two times.
    TalkTimer,
    /// Sweeps of an on-task scan.
    Scan,
    /// A tally by groups of seats.
    Tally,
    /// Rooms of a learning walk, by subject and grade.
    LearningWalk,
    /// The levels of a rubric, each with the lines that show it.
    Rubric,
    /// A debrief.
    Debrief,
}

impl FormKind {
    /// Every form, in the order in which they are offered.
    pub const ALL: [Self; 9] = [
        Self::Script,
        Self::Walkthrough,
        Self::Interval,
        Self::TalkTimer,
        Self::Scan,
        Self::Tally,
        Self::LearningWalk,
        Self::Rubric,
        Self::Debrief,
    ];
}

/// One of the organisation's look-fors.
#[derive(Clone, Serialize)]
pub struct FormLookFor {
    /// Its letter.
    pub code: String,
    /// Its words.
    pub text: String,
}

/// A rubric of the organisation, with its indicators.
#[derive(Clone, Serialize)]
pub struct FormRubric {
    /// What it is called, with its version.
    pub name: String,
    /// Under which licence its words may be used; empty where none was said.
    pub licence: String,
    /// What it describes.
    pub indicators: Vec<FormIndicator>,
}

/// One indicator.
#[derive(Clone, Serialize)]
pub struct FormIndicator {
    /// The words.
    pub text: String,
    /// The words of each level, the first one first.
    pub levels: Vec<String>,
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
    /// The rubric that is printed on it; nothing leaves lines to write one on.
    pub rubric: Option<FormRubric>,
}

/// Returns a blank form as a PDF file.
///
/// # Errors
///
/// When pages do not speak the language, or the page could not be laid out or written.
pub fn form(page: &FormPage) -> Result<Vec<u8>, ReportError> {
    render::pdf(Template::Form, page, &page.sheet)
}
