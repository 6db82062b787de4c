//! What coaches and teachers agreed to, read from the documents that stand in their pair's scope: the only way by which a
//! person's device changes what is agreed.
//!
//! Each says their own word, so it counts by whom the block was brought: a teacher's word "on my own device" only from the
//! teacher, and what she said on the coach's screen or on paper only from the coach, recorded as that. Where a document
//! stands, it rules; what an administrator said before it of the same pair no longer counts.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    RowId, Value,
    access::Record,
    agreement::{Party, Said, Version, Way, Word, agreed, digest, is_credible},
    schema::{self, acceptance, agreement_item, sharing_agreement},
    scope::Scope,
};
use sync::{
    batch::Batch,
    body::Body,
    fold::{Placed, Row},
    register::ord,
};

use crate::{
    audit::{self, Act},
    error::{Error, Result},
    facts,
    storage::Tx,
};

const AT_ONCE: usize = 16;
const AGREEMENT: u16 = sharing_agreement::ENTITY.number;
const ITEM: u16 = agreement_item::ENTITY.number;
const KINDS: [u16; 3] = [AGREEMENT, ITEM, acceptance::ENTITY.number];

/// A row by whom it came from, its entity, and itself: nobody changes what another said.
type Rows = BTreeMap<(RowId, u16, RowId), Row>;

/// What was ever said of a pair's agreement. Nobody unsays it by taking a row away: that withdraws.
#[derive(Default)]
struct Document {
    rows: Rows,
    /// At which place each row was made.
    made: BTreeMap<RowId, usize>,
    /// The last place at which something was erased; 0 where nothing was.
    erased: usize,
    /// How many operations there were.
    count: usize,
}

impl Document {
    fn take(&mut self, row: RowId, body: Option<&Body>) {
        self.count += 1;
        match body {
            Some(Body::Erase { .. }) => self.erased = self.count,
            // A creation whose words are gone was erased, wherever that is written.
            None => self.erased = self.erased.max(self.count),
            Some(_) => drop(self.made.entry(row).or_insert(self.count)),
        }
    }
}

/// Counts anew what a pair agreed to, after something of it was written into the pair's scope.
///
/// # Errors
/// The database's.
pub(crate) fn count(tx: &mut dyn Tx, org: RowId, (coach, teacher): (RowId, RowId), now_ms: i64) -> Result<()> {
    let document = document(tx, org, &Scope::Pair { coach, teacher })?;
    let is_version = |(author, kind, _): &(RowId, u16, RowId)| *author == coach && *kind == AGREEMENT;
    if !document.rows.keys().any(is_version) {
        return Ok(());
    }
    let versions = versions(&document, coach);
    let mut opened = agreed(&versions, &words(&document.rows, coach, teacher));
    let stands = stands(tx, org, coach, teacher)?;
    if !is_pair(tx, org, coach, teacher)? {
        // Whoever no longer works together can take back what counts, and open nothing.
        opened.retain(|record| stands.contains(record));
    }
    let mut has_changed = false;
    for record in opened.symmetric_difference(&stands) {
        let number = record.number().to_string();
        has_changed |= facts::put(tx, org, ("agreed", coach, teacher, &number), opened.contains(record))?;
    }
    if !has_changed {
        return Ok(());
    }
    facts::touch(tx, org)?;
    audit::add(tx, org, Act::FactChanged, coach, now_ms)
}

/// Returns what counted until now.
fn stands(tx: &mut dyn Tx, org: RowId, coach: RowId, teacher: RowId) -> Result<BTreeSet<Record>> {
    let rows = tx.query(
        "select detail from fact where org_id = $1 and kind = 'agreed' and subject = $2 and object = $3",
        &[org.into(), coach.into(), teacher.into()],
    )?;
    let record = |detail: String| detail.parse().ok().and_then(Record::from_number);
    rows.iter().map(|row| record(row.text(0)?).ok_or(Error::Damaged { what: "a fact" })).collect()
}

/// Returns whether the two work together.
fn is_pair(tx: &mut dyn Tx, org: RowId, coach: RowId, teacher: RowId) -> Result<bool> {
    let rows = tx.query(
        "select kind from fact where org_id = $1 and kind = 'pair' and subject = $2 and object = $3",
        &[org.into(), coach.into(), teacher.into()],
    )?;
    Ok(!rows.is_empty())
}

/// Reads what was ever written of agreements into a pair's scope, removed or not.
fn document(tx: &mut dyn Tx, org: RowId, scope: &Scope) -> Result<Document> {
    let (bytes, mut after, mut found) = (scope.bytes(), 0, Document::default());
    loop {
        let blocks = tx.query(
            "select last_seq, received_ms, batch, author from block
             where org_id = $1 and scope = $2 and last_seq > $3 order by last_seq limit 16",
            &[org.into(), bytes.as_slice().into(), after.into()],
        )?;
        for block in &blocks {
            after = block.integer(0)?;
            let batch = Batch::decode(block.bytes(2)?).map_err(|_| Error::Damaged { what: "a block" })?;
            let (received_ms, author) = (block.integer(1)?, block.id(3)?);
            for op in batch.ops.iter().filter(|op| KINDS.contains(&op.entity)) {
                let Some(entity) = schema::entity(op.entity) else { continue };
                let body = op.body().map_err(|_| Error::Damaged { what: "a block" })?;
                found.take(op.row, body.as_ref());
                let row = found.rows.entry((author, op.entity, op.row)).or_default();
                let ord = ord(op.hlc, received_ms);
                row.take(entity, &Placed { reference: op.reference, hlc: op.hlc, ord, body: body.as_ref() });
            }
        }
        if blocks.len() < AT_ONCE {
            return Ok(found);
        }
    }
}

/// Returns the versions that the coach wrote, with their items. Of what stood before something was erased nobody can say
/// any more what came after what: none of it counts.
fn versions(document: &Document, coach: RowId) -> Vec<Version> {
    let of =
        |entity: u16| document.rows.iter().filter(move |((author, kind, _), _)| *author == coach && *kind == entity);
    let is_whole = |id: &RowId| document.made.get(id).is_some_and(|made| *made > document.erased);
    let items = |agreement: RowId| {
        let mut items: Vec<_> = of(agreement_item::ENTITY.number)
            .filter(|(_, row)| row.value(agreement_item::AGREEMENT) == Value::Id(agreement))
            .map(|((_, _, id), row)| (integer(row, agreement_item::POSITION), *id, item(row)))
            .collect();
        items.sort();
        items.into_iter().map(|(_, _, item)| item).collect::<Vec<_>>()
    };
    let version = |((_, _, id), row): (&(RowId, u16, RowId), &Row)| {
        let (number, items) = (integer(row, sharing_agreement::VERSION), items(*id));
        let digest = digest(number, &items, &text(row, sharing_agreement::TEXT));
        Version { id: *id, number, digest, items: items.into_iter().map(|(what, whom, _)| (what, whom)).collect() }
    };
    of(AGREEMENT).filter(|((_, _, id), _)| is_whole(id)).map(version).collect()
}

fn item(row: &Row) -> (String, String, String) {
    (text(row, agreement_item::CODE), text(row, agreement_item::AUDIENCE), text(row, agreement_item::TEXT))
}

/// Returns what was said and counts. Whoever takes a version, an item or a word away has withdrawn the version.
fn words(rows: &Rows, coach: RowId, teacher: RowId) -> Vec<Word> {
    let gone = rows.iter().filter(|(_, row)| !row.is_live()).filter_map(|((_, kind, id), row)| {
        let agreement = match *kind {
            AGREEMENT => Value::Id(*id),
            ITEM => row.value(agreement_item::AGREEMENT),
            _ => row.value(acceptance::AGREEMENT),
        };
        let Value::Id(agreement) = agreement else { return None };
        let (party, said, way) = (Party::Coach, Said::Withdrawn, Way::OwnDevice);
        Some(Word { agreement, party, said, way, digest: String::new() })
    });
    let said = rows.iter().filter(|((_, kind, _), _)| *kind == acceptance::ENTITY.number);
    let word = |((author, _, _), row): (&(RowId, u16, RowId), &Row)| {
        let Value::Id(agreement) = row.value(acceptance::AGREEMENT) else { return None };
        let writer = match *author {
            author if author == coach => Party::Coach,
            author if author == teacher => Party::Teacher,
            _ => return None,
        };
        let word = Word {
            agreement,
            party: Party::from_code(&text(row, acceptance::PARTY))?,
            said: Said::from_code(&text(row, acceptance::SAID))?,
            way: Way::from_code(&text(row, acceptance::WAY))?,
            digest: text(row, acceptance::DIGEST),
        };
        is_credible(&word, writer).then_some(word)
    };
    said.filter_map(word).chain(gone).collect()
}

fn text(row: &Row, field: u16) -> String {
    row.value(field).text().unwrap_or_default().to_owned()
}

fn integer(row: &Row, field: u16) -> i64 {
    match row.value(field) {
        Value::Integer(number) => number,
        _ => 0,
    }
}
