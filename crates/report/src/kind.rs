//! An observation of one of the other kinds on paper: what was recorded and what it comes to. Where there is no data there
//! is no number, and shares carry their uncertainty where the screen shows it.

use serde::Serialize;

use crate::render::{self, ReportError, Template};
use crate::sheet::Sheet;

/// Everything that stands on a printed observation of another kind than the script.
#[derive(Clone, Serialize)]
pub struct KindPage {
    /// Paper, language, footer and date.
    #[serde(flatten)]
    pub sheet: Sheet,
    /// Whose lesson it was; empty where it is about nobody, then the kind stands there.
    pub title: String,
    /// Room, purpose or question; may be empty.
    pub subtitle: String,
    /// The school's name; may be empty.
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
    /// Whether it was recorded to compare two observers.
    pub is_calibration: bool,
    /// A line of words beside what was recorded; may be empty.
    pub note: String,
    /// What was recorded.
    pub recorded: Recorded,
}

/// What was recorded, by its kind.
#[derive(Clone, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Recorded {
    /// Look-for items, each answered once.
    Walkthrough {
        /// The items in their order.
        items: Vec<PrintedItem>,
        /// How many were seen.
        seen: u32,
        /// How many of the answered ones were applicable.
        applicable: u32,
        /// How many have no answer.
        open: u32,
        /// Seen over applicable, as `66.7`; nothing where there is no data.
        percent: Option<String>,
    },
    /// Letters by interval.
    Interval {
        /// What a letter says, by its code.
        method: String,
        /// How long an interval is.
        seconds: u32,
        /// How many intervals there were.
        held: u32,
        /// How many have an answer.
        answered: u32,
        /// How many have none.
        missed: u32,
        /// Each code's share of the answered intervals.
        shares: Vec<PrintedShare>,
        /// The letters of each interval, the first one first; empty for a missed one.
        marks: Vec<String>,
    },
    /// Stretches of talk.
    TalkTimer {
        /// Each category.
        totals: Vec<PrintedTalk>,
        /// How long two or more ran at once; nothing where none did.
        overlap: Option<String>,
    },
    /// Sweeps of the room.
    Scan {
        /// Each sweep, the first one first.
        sweeps: Vec<PrintedSweep>,
        /// How many were seen in all sweeps.
        seen: u32,
        /// How many of them were on task.
        on_task: u32,
        /// On task over seen; nothing where there is no data.
        percent: Option<String>,
    },
    /// Counted events.
    Tally {
        /// Each code.
        totals: Vec<Counted>,
        /// All events by group of seats, as in [`Counted::by_seat`].
        by_seat: Vec<u32>,
        /// How many events in all.
        count: u32,
    },
    /// Rooms, by subject and grade only.
    LearningWalk {
        /// The rooms in their order.
        rooms: Vec<PrintedRoom>,
        /// Each item over all rooms.
        patterns: Vec<PrintedPattern>,
    },
}

/// One item of a walkthrough.
#[derive(Clone, Default, Serialize)]
pub struct PrintedItem {
    /// Its letter.
    pub letter: String,
    /// Its words.
    pub text: String,
    /// The answer by its code: `seen`, `partial`, `not_seen`, `not_applicable`; empty where there is none.
    pub value: String,
}

/// A share with its uncertainty.
#[derive(Clone, Default, Serialize)]
pub struct PrintedShare {
    /// The letter.
    pub letter: String,
    /// What it stands for.
    pub label: String,
    /// In how many it stands.
    pub of: u32,
    /// Of how many.
    pub among: u32,
    /// The percentage, as `35.0`; nothing where there is no data.
    pub percent: Option<String>,
    /// Wilson's interval of 95 %; nothing where there is no data.
    pub between: Option<(String, String)>,
}

/// How long one category of talk lasted.
#[derive(Clone, Default, Serialize)]
pub struct PrintedTalk {
    /// The letter.
    pub letter: String,
    /// What it stands for.
    pub label: String,
    /// How long it lasted, as `12:30`.
    pub lasted: String,
    /// Its share of the lesson; nothing where no time has passed.
    pub percent: Option<String>,
}

/// One sweep.
#[derive(Clone, Default, Serialize)]
pub struct PrintedSweep {
    /// When.
    pub time: String,
    /// How many were seen.
    pub seen: u32,
    /// How many of them were on task.
    pub on_task: u32,
    /// On task over seen; nothing where there is no data.
    pub percent: Option<String>,
}

/// The counts of one code of a tally.
#[derive(Clone, Default, Serialize)]
pub struct Counted {
    /// The letter.
    pub letter: String,
    /// What it stands for.
    pub label: String,
    /// How often it was seen.
    pub count: u32,
    /// How often in ten minutes; nothing where no time has passed.
    pub rate: Option<String>,
    /// Front left, front right, back left, back right, no group.
    pub by_seat: Vec<u32>,
}

/// One room of a learning walk.
#[derive(Clone, Default, Serialize)]
pub struct PrintedRoom {
    /// Its subject and grade.
    pub name: String,
    /// The answers in the order of the items, by their codes; empty where there is none.
    pub values: Vec<String>,
}

/// One item over all rooms of a learning walk.
#[derive(Clone, Default, Serialize)]
pub struct PrintedPattern {
    /// In how many rooms it was seen, of those in which it was answered and applicable.
    pub seen: PrintedShare,
    /// In how many it was seen in part.
    pub partial: u32,
}

/// Returns the observation as a PDF file.
///
/// # Errors
///
/// When pages do not speak the language, or the page could not be laid out or written.
pub fn kind(page: &KindPage) -> Result<Vec<u8>, ReportError> {
    render::pdf(Template::Kind, page, &page.sheet)
}
