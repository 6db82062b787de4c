//! Writing a script: drafts, lines, wonderings, tags, gaps. Each line is stamped at its first key.

mod edit;
mod finish;
mod head;
mod keep;
mod kept;
mod mark;
mod moment;
mod pause;
mod start;
mod tag;
mod typing;

use domain::{Code, Problem, RowId, observation::State};
use store::{Connection, observation as stored};

use crate::{Error, Result};

pub use edit::{EditLine, edit_line, remove_entry, star};
pub use finish::{finish, reopen};
pub use head::{HeadChange, set_head};
pub use keep::{KeepLine, keep_line};
pub(crate) use keep::{Typed, check_length, keep_typed};
pub use kept::Kept;
pub use mark::mark;
pub(crate) use moment::{advance, first_key, note_sleep};
pub use moment::{resume_after_restart, tick};
pub(crate) use pause::is_paused;
pub use pause::{pause, resume};
pub(crate) use start::{Form, Place, begin, begin_of_coach, begin_without_teacher};
pub use start::{Start, start};
pub use tag::{Tagged, tag};
pub(crate) use typing::number;
pub use typing::{SaveDraft, save_draft};

/// Returns the observation that a line or a wondering belongs to.
///
/// # Errors
/// When neither is there.
pub fn observation_of(reader: &Connection, id: RowId) -> Result<RowId> {
    match stored::observation_of_wondering(reader, id) {
        Ok(observation) => Ok(observation),
        Err(_) => Ok(stored::line(reader, id)?.0),
    }
}

/// Returns an observation that lines may be written into.
pub(crate) fn open(reader: &Connection, id: RowId) -> Result<stored::Observation> {
    let observation = stored::load(reader, id)?;
    match State::from_code(&observation.state) {
        State::Capturing => Ok(observation),
        State::Captured => Err(Error::Refused(
            Problem::new(Code::Held, "This observation is finished. Every line is saved on this computer.")
                .hint("Reopen it to write more lines."),
        )),
    }
}
