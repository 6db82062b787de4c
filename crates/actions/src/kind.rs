//! The kinds of observation besides the script: beginning one, recording, and what it comes to.
//!
//! Each act is one key: it is stamped by the lesson's clock, kept at once, and can be undone. Nothing here is a rating of
//! anybody.

mod interval;
mod learning_walk;
mod scan;
mod start;
mod summary;
mod talk;
mod tally;
mod view;
mod walkthrough;

use domain::{Code, Problem, RowId, kind::Kind};
use store::{Connection, kind as stored, observation::Observation};

use crate::{Error, Result, capture};

pub(crate) use interval::mark;
pub use interval::{IntervalKey, code_interval};
pub use learning_walk::{
    KeepRoom, LearningWalkView, PatternView, RoomKey, RoomView, answer_in_room, keep_room, remove_room, start_walk,
};
pub(crate) use scan::check as check_sweep;
pub use scan::{KeepSweep, keep_sweep};
pub use start::{StartKind, StartingView, start, starting};
pub use summary::CodeShare;
pub(crate) use talk::end_talk;
pub use talk::{TalkKey, switch_talk};
pub use tally::{TallyKey, count_event};
pub use tally::{TallyTotal, TallyView};
pub use view::{
    IntervalView, KindView, MarkView, Recorded, ScanView, StretchView, SweepView, TalkTotal, TalkView, view,
};
pub(crate) use view::{coding_of, finished};
pub use walkthrough::{ItemKey, WalkItemView, WalkthroughView, answer_item};
pub(crate) use walkthrough::{check_item, set_item};

/// Returns the kind of an observation; nothing where a newer version added it.
///
/// # Errors
/// When it is not there.
pub fn of(reader: &Connection, id: RowId) -> Result<Option<Kind>> {
    Ok(Kind::from_code(&store::observation::load(reader, id)?.kind))
}

/// Returns an observation of this kind that can be written into.
fn open(reader: &Connection, id: RowId, kind: Kind) -> Result<Observation> {
    let observation = capture::open(reader, id)?;
    if Kind::from_code(&observation.kind) == Some(kind) {
        Ok(observation)
    } else {
        Err(Error::Refused(Problem::new(Code::Invalid, "This observation is of another kind. Nothing was changed.")))
    }
}

/// Returns the code with this letter, in its own writing.
pub(crate) fn letter(reader: &Connection, observation: RowId, letter: &str) -> Result<char> {
    let wanted = letter.trim().to_ascii_uppercase();
    let known = stored::codes(reader, observation)?.into_iter().find(|code| code.letter == wanted);
    known
        .and_then(|code| code.letter.chars().next())
        .ok_or_else(|| Error::invalid("letter", "This observation has no code with this letter."))
}
