//! `bundle take`: an operator with a stick.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
};

use bundle::{
    header::{Header, Kind},
    name,
};
use clap::{Args, Subcommand};
use domain::Problem;
use serde::Serialize;
use server::{carried, storage::Storage};

use crate::command::{Place, now_ms};

#[derive(Args)]
pub struct BundleLine {
    #[command(flatten)]
    place: Place,
    /// Answers as JSON.
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    act: Act,
}

#[derive(Subcommand)]
enum Act {
    /// Reads one file, or every file of a folder that is for the service, and writes the answers to another folder.
    Take {
        from: PathBuf,
        /// Where the answers go, such as the stick. Each file's name ends with `.coachlight`.
        #[arg(long)]
        out: PathBuf,
    },
}

/// What became of one file.
#[derive(Serialize)]
struct Taken {
    file: PathBuf,
    batches: u64,
    answer: Vec<PathBuf>,
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<Problem>,
}

/// Takes the files, and returns what to print and whether every file was taken whole.
pub fn run(line: &BundleLine) -> Result<(String, Result<(), String>), String> {
    let Act::Take { from, out } = &line.act;
    let files = files(from).map_err(|error| format!("{} cannot be read: {error}", from.display()))?;
    fs::create_dir_all(out).map_err(|error| format!("{} cannot be made: {error}", out.display()))?;
    let storage = line.place.open(1)?;
    let taken: Vec<Taken> = files.into_iter().map(|file| take(&*storage, file, out)).collect();
    let whole = taken.iter().filter(|taken| taken.problem.is_none()).count();
    let done = if whole == taken.len() {
        Ok(())
    } else {
        Err(format!("{} of {} files could not be taken whole", taken.len() - whole, taken.len()))
    };
    let said = if line.json {
        serde_json::to_string(&taken).map_err(|error| error.to_string())?
    } else {
        taken.iter().map(words).collect::<Vec<_>>().join("\n")
    };
    Ok((said, done))
}

/// The file, or those of a folder that are on their way to a service, earlier parts first.
fn files(from: &Path) -> std::io::Result<Vec<PathBuf>> {
    if !from.is_dir() {
        return Ok(vec![from.to_path_buf()]);
    }
    let mut files = Vec::new();
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        let is_ours = path.extension().is_some_and(|ending| ending == name::EXTENSION) && path.is_file();
        if is_ours && Header::read(&mut File::open(&path)?).is_ok_and(|header| header.kind == Kind::ToService) {
            files.push(path);
        }
    }
    files.sort_by_key(|path| path.file_stem().map(ToOwned::to_owned));
    Ok(files)
}

fn take(storage: &dyn Storage, file: PathBuf, out: &Path) -> Taken {
    let today = chrono::DateTime::from_timestamp_millis(now_ms()).unwrap_or_default().date_naive();
    let path = name::free(out, Kind::ToDevice, today);
    let opened = File::open(&file).map_err(|error| Problem::from(bundle::error::Error::Read(error)));
    let taken = opened.and_then(|source| carried::take(storage, source, &path, now_ms).map_err(Problem::from));
    match taken {
        Ok(told) => {
            let problem = told.end.problem(told.batches);
            Taken { file, batches: told.batches, answer: told.files, problem }
        }
        Err(problem) => Taken { file, batches: 0, answer: Vec::new(), problem: Some(problem) },
    }
}

fn words(taken: &Taken) -> String {
    let mut words = format!("{}: {} batches were read.", taken.file.display(), taken.batches);
    for answer in &taken.answer {
        words += &format!(" The answer is {}.", answer.display());
    }
    if let Some(problem) = &taken.problem {
        words += &format!(" {} {}", problem.message, problem.hint.as_deref().unwrap_or_default());
    }
    words
}
