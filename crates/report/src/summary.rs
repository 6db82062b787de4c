//! What a teacher takes along from a debrief: the lesson, what went well with its lines, the next step, and the
//! teacher's own words. On paper, and as a copy for e-mail that says the same.

mod copy;

use serde::Serialize;

use crate::render::{self, ReportError, Template};
use crate::sheet::Sheet;

pub use copy::{Copied, summary_copy};

/// A line of the lesson on which something rests.
#[derive(Clone, Default, Serialize)]
pub struct SummaryLine {
    /// The time in words of the school's zone, such as `9:14:22`.
    pub time: String,
    /// Who spoke: `T`, `S`, `Ss`, or nothing.
    pub speaker: String,
    /// What was written.
    pub text: String,
}

/// One step that came of the lesson.
#[derive(Clone, Default, Serialize)]
pub struct SummaryStep {
    /// The step in its own words.
    pub text: String,
    /// How it is practised; may be empty.
    pub practice: String,
    /// The day of its check in words of the page's language; may be empty.
    pub check: String,
    /// The lines that show why.
    pub lines: Vec<SummaryLine>,
}

/// Everything that stands in a teacher summary. It holds what is shared and nothing else: there is no place for a
/// private line.
#[derive(Clone, Serialize)]
pub struct SummaryPage {
    /// Paper, language, footer and date.
    #[serde(flatten)]
    pub sheet: Sheet,
    /// The teacher's name; may be empty.
    pub teacher: String,
    /// The coach's name; may be empty.
    pub coach: String,
    /// The class in words; may be empty.
    pub context: String,
    /// The day of the lesson in words of the page's language; may be empty.
    pub lesson_day: String,
    /// When the lesson began, such as `8:07`.
    pub lesson_time: String,
    /// The day on which it was talked about; empty where it was not yet.
    pub talked_day: String,
    /// What went well, in words.
    pub praise: String,
    /// The lines that are praised.
    pub praised: Vec<SummaryLine>,
    /// A question to think about.
    pub question: String,
    /// What the teacher said.
    pub teacher_words: String,
    /// The steps that came of it.
    pub steps: Vec<SummaryStep>,
}

/// Returns the summary as a PDF file.
///
/// # Errors
///
/// When pages do not speak the language, or the page could not be laid out or written.
pub fn summary(page: &SummaryPage) -> Result<Vec<u8>, ReportError> {
    render::pdf(Template::Summary, page, &page.sheet)
}
