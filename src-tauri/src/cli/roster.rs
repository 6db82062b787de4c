//! `import-roster`: the dry run and the import of a roster file.

use std::path::Path;

use actions::roster::{self, Ask};
use domain::{Code, Problem};
use exchange::problem::Severity;
use serde_json::{Value as Json, json};
use store::{backup, profile::Home};

use crate::state::{Answer, problem};

/// Reads a roster file and imports it, after a backup. A dry run only says what would change.
pub fn run(home: &Home, file: &Path, dry_run: bool, end_many: bool) -> Answer<Json> {
    let (profile, key, mut writer) = super::open(home)?;
    let now_ms = writer.now_ms();
    let ask = Ask { path: file.to_owned(), mapping: None, roles: Vec::new() };
    let reading = roster::read(writer.reader(), now_ms, &ask, &mut |_, _| Ok(()))?;
    let preview = reading.view("");
    if dry_run {
        return Ok(json!({
            "dryRun": true,
            "kind": preview.kind,
            "canImport": preview.can_import,
            "would": reading.summary(),
            "counts": preview.counts,
            "missing": preview.ending,
            "problems": preview.problems,
            "studentsLeftOut": preview.students_left_out,
        }));
    }
    if let Some(stop) = preview.problems.iter().find(|found| found.severity == Severity::Stops) {
        return Err(Problem::new(Code::File, stop.message.clone()).hint(stop.hint.clone()));
    }
    if reading.asks() && !end_many {
        let (count, of) = (preview.ending.count, preview.ending.of);
        return Err(Problem::new(
            Code::Invalid,
            format!("{count} of {of} people and classes are not in this file. Nothing was imported."),
        )
        .hint("If it is the whole roster, end them with --end-many. Look first with --dry-run."));
    }
    if reading.changes_something() {
        backup::make(&profile, &mut writer, &key, backup::Reason::Import).map_err(problem)?;
    }
    let imported = roster::import(&mut writer, &reading, end_many, &mut |_, _| Ok(()))?;
    Ok(json!({ "import": imported.id, "summary": imported.summary, "problems": preview.problems }))
}
