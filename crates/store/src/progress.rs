//! Long work: how far it is, and whether the person wants it to go on. Nothing here knows what the work is.

use crate::error::{Error, Result};

/// What a long piece of work is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// A backup is being read, in bytes.
    Unpacking,
    /// A database is being copied, in bytes.
    Copying,
    /// The pages of a database are being checked; how many is not known.
    Pages,
    /// The operations of the log are being verified, in operations.
    Log,
    /// The rows are being compared with the log, in operations.
    Rows,
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// What is being done.
    pub stage: Stage,
    /// How much of it is done, in the unit of the stage.
    pub done: u64,
    /// How much there is; nothing when that is not known.
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
pub(crate) fn tell(go_on: &mut GoOn<'_>, stage: Stage, done: u64, total: u64) -> Result<()> {
    if go_on(Step { stage, done, total }) { Ok(()) } else { Err(Error::Stopped) }
}
