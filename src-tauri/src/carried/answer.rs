//! Reading an answer: each frame as an answer from the network, in a transaction of its own.

use std::{fs::File, path::Path};

use bundle::{
    Limits,
    key::Key,
    message::{Answered, ToDevice},
    read::{End, Reader},
};
use domain::{Problem, RowId};
use store::{
    Writer,
    exchange::{self as stored, Applied},
};
use sync::exchange::Taken;

use super::reading;
use crate::state::{Answer, problem};

/// What a file brought.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Read {
    /// How many of this device's operations the service has now acknowledged.
    pub settled: u64,
    /// How many of them it keeps in custody.
    pub in_custody: u64,
    /// How many rows others' operations changed.
    pub received: u64,
    /// How many rows were erased for good.
    pub erased: u64,
    /// How many answers were read.
    pub answers: u64,
    /// How many of them are of another time, so that nothing of them was applied.
    pub left: u64,
    /// Why it was not read to its end, where it was not. What came before is applied.
    pub problem: Option<Problem>,
    /// The tables whose rows changed.
    pub tables: Vec<&'static str>,
}

/// Reads a file. `apply` applies one answer of it, as [`apply`] does.
///
/// # Errors
/// When it is no answer for this device, or nothing of it can be read; nothing is changed then. Also when an answer
/// cannot be applied: those before it are.
pub fn read(
    path: &Path,
    organisation: RowId,
    key: &Key,
    apply: &mut dyn FnMut(Answered) -> store::Result<Option<Applied>>,
) -> Answer<Read> {
    let source = File::open(path).map_err(reading)?;
    let mut reader = Reader::<ToDevice, _>::open(source, organisation, key, Limits::default())?;
    let mut read = Read::default();
    for answered in reader.by_ref() {
        match answered {
            Ok(answered) => read.add(apply(answered).map_err(problem)?),
            Err(error) => read.problem = Some(error.into()),
        }
    }
    let cut = reader.end().and_then(|end: End| end.problem(read.answers));
    read.problem = read.problem.or(cut);
    Ok(read)
}

/// Applies what fits of one answer, in one hold of the writer, so that nothing comes between; nothing when it is of
/// another time.
///
/// # Errors
/// As [`stored::apply`].
pub fn apply(writer: &mut Writer, answered: Answered) -> store::Result<Option<Applied>> {
    let standing = stored::position(writer.reader())?;
    let Some(answer) = answered.fitting(&standing) else { return Ok(None) };
    let applied = stored::apply(writer, &answer)?;
    if answer.taken.contains(&Taken::Forked) {
        stored::rename(writer)?;
    }
    Ok(Some(applied))
}

impl Read {
    fn add(&mut self, applied: Option<Applied>) {
        self.answers += 1;
        let Some(applied) = applied else {
            self.left += 1;
            return;
        };
        self.settled += applied.settled;
        self.in_custody += applied.custody;
        self.received += applied.received;
        self.erased += applied.erased;
        for table in applied.tables {
            if !self.tables.contains(&table) {
                self.tables.push(table);
            }
        }
    }
}
