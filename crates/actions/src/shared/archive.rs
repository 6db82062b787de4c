//! Everything about a teacher as one archive (the agreement's promise of a copy): a page for each record, the facts as a
//! table, who can read each, what was agreed about that, and what this person asked for. Only what this person may read is on this computer, and of that only what speaks of them.

mod page;

use std::collections::BTreeSet;

use domain::RowId;
use exchange::{
    pack::Pack,
    writer::{Cell, write_csv},
};
use store::{Connection, visit};

use super::{Found, SharedRecord, documents, record};
use crate::{
    Error, Result,
    agreement::{self, AgreementView},
    coaching_request, session,
};

/// Is told how many of how many records are written, and answers whether to go on.
pub type GoOn<'a> = dyn FnMut(u64, u64) -> bool + 'a;

/// Makes the archive; nothing when it was stopped.
///
/// # Errors
/// When the database fails, or memory is not enough.
pub fn archive(reader: &Connection, now_ms: i64, go_on: &mut GoOn<'_>) -> Result<Option<Vec<u8>>> {
    let session = session::load(reader)?;
    let found = documents(reader, session.me)?;
    let total = u64::try_from(found.len()).unwrap_or(u64::MAX);
    let mut pack = Pack::default();
    let mut records = Vec::new();
    for (at, found) in (0..).zip(found.iter().rev()) {
        if !go_on(at, total) {
            return Ok(None);
        }
        let whole = record::whole(reader, now_ms, found)?;
        let file = format!("records/{:03}-{}.html", at + 1, found.entity.table.replace('_', "-"));
        add(&mut pack, &file, page::record(&whole).as_bytes())?;
        records.push((file, whole));
    }
    let name = store::person::load(reader, session.me)?.name();
    let made = crate::sharing::moment(now_ms, session.zone);
    add(&mut pack, "index.html", page::index(&name, &made, &records).as_bytes())?;
    add(&mut pack, "agreements.html", page::agreements(&agreements(reader, now_ms, session.me)?).as_bytes())?;
    add(&mut pack, "requests.html", page::requests(&coaching_request::list(reader)?.asked).as_bytes())?;
    add(&mut pack, "records.csv", &table(&RECORD_COLUMNS, records.iter().map(record_cells))?)?;
    add(&mut pack, "readers.csv", &table(&READER_COLUMNS, records.iter().flat_map(reader_cells))?)?;
    add(&mut pack, "visits.csv", &table(&VISIT_COLUMNS, visits(reader, session.me)?)?)?;
    Ok(if go_on(total, total) { Some(pack.finish().map_err(|_| unwritten())?) } else { None })
}

/// The agreements of this person with each of their coaches, with every version and what was said of it.
fn agreements(reader: &Connection, now_ms: i64, me: RowId) -> Result<Vec<AgreementView>> {
    let versions = store::agreement::of_person(reader, me)?.into_iter();
    let coaches: BTreeSet<_> = versions.filter(|version| version.teacher == me).map(|version| version.coach).collect();
    let views = coaches.into_iter().map(|coach| agreement::view(reader, now_ms, coach));
    // With somebody whom this person coaches too, the screen shows the agreement of that pair.
    Ok(views.collect::<Result<Vec<_>>>()?.into_iter().filter(|view| view.teacher.id == me).collect())
}

const RECORD_COLUMNS: [&str; 8] = ["file", "kind", "about", "shared_by", "came", "read", "changed", "open_step_check"];
const READER_COLUMNS: [&str; 4] = ["file", "kind", "reader", "why"];
const VISIT_COLUMNS: [&str; 4] = ["date", "kind", "minutes", "state"];

fn record_cells((file, whole): &(String, SharedRecord)) -> Vec<Cell> {
    let row = &whole.row;
    let check = whole.step.as_ref().filter(|step| step.row.is_open).map(|step| step.row.check_date.clone());
    vec![
        text(file),
        text(page::kind(row.kind)),
        text(&row.about),
        text(&row.coach.name),
        text(&row.since),
        text(row.read.as_deref().unwrap_or_default()),
        text(row.changed.as_deref().unwrap_or_default()),
        text(check.as_deref().unwrap_or_default()),
    ]
}

fn reader_cells((file, whole): &(String, SharedRecord)) -> Vec<Vec<Cell>> {
    let kind = page::kind(whole.row.kind);
    let row = |reader| vec![text(file), text(kind), text(&page::reader(reader)), text(page::why(reader))];
    whole.readers.iter().map(row).collect()
}

/// The facts of visits to this person that are on this computer.
fn visits(reader: &Connection, me: RowId) -> Result<Vec<Vec<Cell>>> {
    let visits = visit::about(reader, me)?.into_iter();
    Ok(visits
        .map(|visit| {
            let minutes = visit.minutes.map_or(Cell::Empty, |minutes| Cell::Number(minutes.into()));
            vec![text(&visit.date), text(&visit.kind), minutes, text(&visit.state)]
        })
        .collect())
}

fn table(columns: &[&str], rows: impl IntoIterator<Item = Vec<Cell>>) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    write_csv(&mut bytes, columns, rows).map_err(|_| unwritten())?;
    Ok(bytes)
}

fn add(pack: &mut Pack, name: &str, bytes: &[u8]) -> Result<()> {
    pack.add(name, bytes).map_err(|_| unwritten())
}

fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

fn unwritten() -> Error {
    Error::Refused(
        domain::Problem::new(domain::Code::File, "The archive could not be made. Nothing was written.")
            .hint("Close other programs, so that there is more memory, and try again."),
    )
}

/// Lists the documents that an archive would hold, for a count before it is made.
///
/// # Errors
/// When the database fails.
pub fn count(reader: &Connection) -> Result<u32> {
    let found: Vec<Found> = documents(reader, session::load(reader)?.me)?;
    Ok(crate::observation::small(found.len()))
}
