//! `admin import-roster`: the command line of the organisation's roster.

use std::{fmt::Write, path::PathBuf};

use clap::Args;
use domain::RowId;
use exchange::problem::FileProblem;
use server::{
    error::Result,
    roster::{self, Answers, Mapping, NotUndone, Outcome, Reading, Refusal, Told},
    storage::Storage,
};

use super::Said;

#[derive(Args)]
pub(super) struct RosterOptions {
    /// A OneRoster export (zip or folder), or a table of staff (CSV or workbook).
    #[arg(required_unless_present_any = ["undo", "list"])]
    file: Option<PathBuf>,
    /// What the columns of a table mean, as a dry run with --json prints it under `mapping`.
    #[arg(long)]
    mapping: Option<PathBuf>,
    /// The table names everybody: who is missing has left.
    #[arg(long)]
    complete: bool,
    /// Says what would change, and changes nothing.
    #[arg(long)]
    dry_run: bool,
    /// A person of the file is somebody who is here: PERSON=EXTERNAL, the id here and the sender's. May be said several times.
    #[arg(long, value_name = "PERSON=EXTERNAL", value_parser = merge)]
    merge: Vec<(RowId, String)>,
    /// A person of the file only shares the name of somebody who is here. May be said several times.
    #[arg(long, value_name = "EXTERNAL")]
    apart: Vec<String>,
    /// Everybody else of the file who shares the name of somebody is somebody new.
    #[arg(long)]
    others_are_new: bool,
    /// Who is missing ends, though they are more than a tenth.
    #[arg(long)]
    end_missing: bool,
    /// Takes an import back.
    #[arg(long, value_name = "ID", conflicts_with_all = ["file", "list"])]
    undo: Option<RowId>,
    /// Lists the imports that were made.
    #[arg(long, conflicts_with = "file")]
    list: bool,
}

fn merge(said: &str) -> std::result::Result<(RowId, String), String> {
    let (person, external) = said.split_once('=').ok_or("say PERSON=EXTERNAL")?;
    let person = person.parse().map_err(|_| "the part before = is no id of a person here")?;
    Ok((person, external.to_owned()))
}

/// Does what was asked, and returns what to print.
pub(super) fn run(
    storage: &dyn Storage,
    org: RowId,
    options: &RosterOptions,
    (now_ms, said): (i64, Said),
) -> Result<std::result::Result<String, String>> {
    if options.list {
        return Ok(said.all(&roster::imports(storage, org)?));
    }
    if let Some(import) = options.undo {
        return Ok(match roster::undo(storage, org, import, now_ms)? {
            Ok(operations) => said.one(&serde_json::json!({ "undone": import, "operations": operations })),
            Err(why) => Err(not_undone(why).to_owned()),
        });
    }
    let known = roster::known_people(storage, org, now_ms)?;
    let reading = match read(options, known) {
        Ok(reading) => reading,
        Err(words) => return Ok(Err(words)),
    };
    let answers = Answers {
        merges: options.merge.iter().map(|(person, external)| (external.clone(), *person)).collect(),
        apart: options.apart.iter().cloned().collect(),
        others_are_new: options.others_are_new,
        end_missing: options.end_missing,
    };
    if options.dry_run {
        let told = roster::preview(storage, org, &reading, &answers, now_ms)?;
        return Ok(if said.json { said.one(&told) } else { Ok(words(&told)) });
    }
    Ok(match roster::import(storage, org, &reading, &answers, now_ms)? {
        Outcome::Done(done) => said.one(&done),
        Outcome::Refused(refusal) => Err(refused(&refusal)),
    })
}

fn read(
    options: &RosterOptions,
    known: std::collections::HashSet<exchange::draft::ExternalId>,
) -> std::result::Result<Reading, String> {
    let Some(file) = &options.file else { return Err("name a file".into()) };
    let mapping = match &options.mapping {
        Some(path) => {
            let text = std::fs::read(path).map_err(|error| format!("the mapping cannot be read: {error}"))?;
            let mapping: Mapping =
                serde_json::from_slice(&text).map_err(|error| format!("the mapping cannot be understood: {error}"))?;
            Some(mapping)
        }
        None => None,
    };
    roster::read(file, known, mapping, options.complete)
        .map_err(|problems| problems.iter().map(problem).collect::<Vec<_>>().join("\n"))
}

/// What a dry run says, for a person.
fn words(told: &Told) -> String {
    let mut text =
        format!("{}\n", if told.summary == "Nothing was changed." { "Nothing would change." } else { &told.summary });
    let mut line = |words: String| writeln!(text, "{words}").expect("a text takes all");
    line(format!("Access: {} facts would hold, {} would end.", told.facts.added, told.facts.ended));
    for change in &told.changes {
        line(format!("  {:?} {}: {} ({})", change.change, change.entity, change.label, change.detail));
    }
    for left in &told.left_out {
        line(format!("Left out: {}", problem(left)));
    }
    for left in &told.links_left_out {
        line(format!("Left out: row {}, \"{}\": {}.", left.row, left.cell, left.reason));
    }
    for notice in &told.notices {
        line(format!("Note: {}", problem(notice)));
    }
    for offer in &told.offers {
        let why = if offer.same_email { "same e-mail address" } else { "same name" };
        line(format!(
            "Is {} of the file {} who is here ({why})?  --merge {}={}  or  --apart {}",
            offer.name, offer.known_as, offer.person, offer.external_id, offer.external_id
        ));
    }
    if told.ending.asks {
        line(format!(
            "{} of {} people and classes are missing: more than a tenth. Is the file a part? Otherwise say --end-missing.",
            told.ending.count, told.ending.of
        ));
    }
    if told.roles_later > 0 {
        line(format!("{} roles begin later. Import again then, so that they count.", told.roles_later));
    }
    line("This was a dry run. Nothing was changed.".into());
    text.trim_end().to_owned()
}

fn problem(problem: &FileProblem) -> String {
    let row = problem.row.map(|row| format!(", row {row}")).unwrap_or_default();
    let column = problem.column.as_ref().map(|column| format!(", column {column}")).unwrap_or_default();
    format!("{}{row}{column}: {} {}", problem.file, problem.message, problem.hint).trim().to_owned()
}

fn refused(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Stops(stop) => problem(stop),
        Refusal::Asks(count) => format!(
            "people of the file who could be somebody who is here: {count}. A --dry-run lists them; say --merge or \
             --apart for each, or --others-are-new. Nothing was changed."
        ),
        Refusal::Missing(count, of) => format!(
            "{count} of {of} people and classes are missing from the file, more than a tenth. If they left, say \
             --end-missing. Nothing was changed."
        ),
        Refusal::NoSuchMerge => {
            "a --merge names a person who is not here, or an id that is not in the file. Nothing was changed.".into()
        }
        Refusal::Nothing => "everything is as the file has it. Nothing was changed.".into(),
    }
}

fn not_undone(why: NotUndone) -> &'static str {
    match why {
        NotUndone::Already => "this import was taken back before. Nothing was changed.",
        NotUndone::Changed => {
            "something that this import changed was changed again since. It was not taken back, and nothing is lost. \
             Take later imports back first, or import a corrected file."
        }
        NotUndone::InUse => {
            "a person whom this import added has a device or an invitation. It was not taken back. End their \
             membership with `people revoke`, or import a corrected file."
        }
    }
}
