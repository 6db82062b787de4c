//! Work on a stick, on the command line.

use std::{
    io::{IsTerminal, Write},
    path::{Path, PathBuf},
};

use bundle::{
    header::Kind,
    progress::{Stage, Step},
};
use clap::Subcommand;
use serde_json::{Value, json};
use store::{Writer, exchange as stored, exchange::Membership, profile::Home};

use super::{Answered, exchange::joined};
use crate::{
    carried,
    state::{Answer, problem},
};

/// What can be done with a stick.
#[derive(Debug, Subcommand)]
pub enum Act {
    /// Write what waits into a file that only the service can open. Any colleague may carry it.
    Write {
        /// A file whose name ends with .coachlight, or a folder such as the stick.
        to: PathBuf,
    },
    /// Read an answer of the service that was carried here.
    Read {
        /// The file, or a folder with answers.
        from: PathBuf,
    },
    /// Bring a colleague's file to the service over the network, and write the answer for them.
    Carry {
        /// The file, or a folder with files.
        from: PathBuf,
        /// Where the answer goes; beside the file when it is left out.
        #[arg(long)]
        out: Option<PathBuf>,
    },
}

/// Does one of them.
pub fn run(home: &Home, act: &Act) -> Answer<Answered> {
    let (_profile, _key, mut writer) = super::open(home)?;
    let membership = joined(&writer)?;
    match act {
        Act::Write { to } => write(&mut writer, &membership, to).map(Answered::from),
        Act::Read { from } => read(&mut writer, &membership, from),
        Act::Carry { from, out } => carry(&membership, from, out.as_deref()),
    }
}

fn write(writer: &mut Writer, membership: &Membership, to: &Path) -> Answer<Value> {
    let key = carried::key(writer)?;
    let work = carried::prepare(writer.reader(), membership, &key)?;
    let waiting = work.changes();
    tell(&format!(
        "{waiting} changes wait. Only the service at {} can open the file; whoever carries it cannot.",
        membership.service
    ));
    let is_watched = std::io::stderr().is_terminal();
    let mut go_on = |step: Step| {
        if is_watched {
            progress(step);
        }
        true
    };
    let written = work.write(to, today(), &mut go_on)?;
    Ok(json!({
        "files": written.files,
        "changes": waiting,
        "batches": written.frames,
        "bytes": written.bytes,
    }))
}

fn read(writer: &mut Writer, membership: &Membership, from: &Path) -> Answer<Answered> {
    let key = carried::key(writer)?;
    let (mut all, mut worst) = (Vec::new(), None);
    for file in carried::files(from, Kind::ToDevice)? {
        let mut apply = |answered| carried::apply(writer, answered);
        match carried::read(&file, membership.organisation, &key, &mut apply) {
            Ok(read) => {
                all.push(json!({
                    "file": file,
                    "settled": read.settled,
                    "inCustody": read.in_custody,
                    "received": read.received,
                    "answers": read.answers,
                    "ofAnotherTime": read.left,
                    "problem": read.problem,
                }));
                worst = worst.or(read.problem);
            }
            // A stick may hold answers to others too: that is no failure unless this very file was named.
            Err(problem) if from.is_dir() => all.push(json!({ "file": file, "problem": problem })),
            Err(problem) => return Err(problem),
        }
    }
    let waiting = stored::counts(writer.reader()).map_err(problem)?.waiting;
    Ok(Answered { result: json!({ "read": all, "waiting": waiting }), problem: worst })
}

fn carry(membership: &Membership, from: &Path, out: Option<&Path>) -> Answer<Answered> {
    let (mut all, mut worst) = (Vec::new(), None);
    let beside = if from.is_dir() { Some(from) } else { from.parent() };
    let out = out.or(beside.filter(|folder| !folder.as_os_str().is_empty())).unwrap_or(Path::new("."));
    for file in carried::files(from, Kind::ToService)? {
        match carried::carry(&file, out, membership, today()) {
            Ok(done) => all.push(json!({
                "file": file,
                "answer": done.answer,
                "batches": done.batches,
                "whole": done.is_whole,
            })),
            Err(problem) => {
                all.push(json!({ "file": file, "problem": problem }));
                worst = worst.or(Some(problem));
            }
        }
    }
    Ok(Answered { result: json!({ "carried": all }), problem: worst })
}

fn today() -> chrono::NaiveDate {
    chrono::Local::now().date_naive()
}

fn progress(step: Step) {
    let doing = match step.stage {
        Stage::Writing => "Writing",
        Stage::Verifying => "Reading back",
    };
    drop(write!(std::io::stderr(), "\r{doing}: {} of {} ", step.done + 1, step.total));
}

/// Says something before the result, which stands alone on standard output.
fn tell(words: &str) {
    drop(writeln!(std::io::stderr(), "{words}"));
}
