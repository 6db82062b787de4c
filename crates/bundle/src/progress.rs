//! Long work: how far it is, and whether the person wants it to go on.

use crate::error::Error;

/// What is being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Frames are being written.
    Writing,
    /// What was written is being read back from the stick.
    Verifying,
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// What is being done.
    pub stage: Stage,
    /// How many frames are done.
    pub done: u64,
    /// How many there are; nothing when that is not known.
    pub total: u64,
}

/// Is told each step, and answers whether the work is to go on.
pub type GoOn<'a> = dyn FnMut(Step) -> bool + 'a;

/// Answers that the work goes on, whatever the step.
pub fn always(_: Step) -> bool {
    true
}

/// Tells a step.
///
/// # Errors
/// [`Error::Stopped`] when the work is not to go on.
pub(crate) fn tell(go_on: &mut GoOn<'_>, stage: Stage, done: u64, total: u64) -> Result<(), Error> {
    if go_on(Step { stage, done, total }) { Ok(()) } else { Err(Error::Stopped) }
}
