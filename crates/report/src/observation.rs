//! One observation on paper: the head, counts per look-for, the script, and private lines if the coach asked for them.

use serde::Serialize;

use crate::render::{self, ReportError, Template};
use crate::rubric::PrintedRubric;
use crate::sheet::Sheet;

/// What a printed line of a script is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    /// Something seen or heard.
    #[default]
    Evidence,
    /// A time in which nothing was recorded.
    Gap,
    /// A stamped mark between parts of the lesson.
    Marker,
}

/// One row of the ledger.
#[derive(Clone, Default, Serialize)]
pub struct PrintedLine {
    /// The time in words of the school's zone, such as `9:14:22`.
    pub time: String,
    /// Who spoke: `T`, `S`, `Ss`, or nothing.
    pub speaker: String,
    /// What was written.
    pub text: String,
    /// Codes of the look-fors this line is evidence for.
    pub tags: Vec<String>,
    /// Whether the coach starred it.
    pub starred: bool,
    /// What the row is.
    pub kind: LineKind,
}

/// How many lines are evidence for one look-for.
#[derive(Clone, Serialize)]
pub struct LookForCount {
    /// The short code the lines carry.
    pub code: String,
    /// The look-for in its own words.
    pub text: String,
    /// Number of lines.
    pub count: usize,
}

/// Everything that stands on a printed observation.
#[derive(Clone, Serialize)]
pub struct ObservationPage {
    /// Paper, language, footer and date.
    #[serde(flatten)]
    pub sheet: Sheet,
    /// Who and what was observed; also the document's title.
    pub title: String,
    /// Room, purpose or question; may be empty.
    pub subtitle: String,
    /// The school's name.
    pub school: String,
    /// The day in words.
    pub date_long: String,
    /// When it began.
    pub started: String,
    /// When it ended; empty while it is open.
    pub ended: String,
    /// How long it took, in words.
    pub duration: String,
    /// The day on which it was typed in from paper, in words; empty where it was recorded while the lesson lasted.
    pub entered: String,
    /// Counts in the order of the look-for set.
    pub look_fors: Vec<LookForCount>,
    /// One sentence for each time in which nothing was recorded.
    pub gaps: Vec<String>,
    /// The script in the order of its times.
    pub lines: Vec<PrintedLine>,
    /// The rubric with what its indicators show in these lines; nothing where none was used.
    pub rubric: Option<PrintedRubric>,
    /// Lines that are the coach's alone. Filled only for a copy she asked for; every page then says so.
    pub private_lines: Vec<PrintedLine>,
}

/// Returns the observation as a PDF file.
///
/// # Errors
///
/// When the language is not a language tag, or the page could not be laid out or written.
pub fn observation(page: &ObservationPage) -> Result<Vec<u8>, ReportError> {
    render::pdf(Template::Observation, page, &page.sheet)
}
