//! When a document that a teacher agreed to show was first sent to the person who may read it.

use domain::{RowId, scope::Scope};
use sync::exchange::News;

use crate::{
    audit::{self, Act},
    error::Result,
    storage::Tx,
};

/// A document that a person was shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// The document's root row.
    pub root: RowId,
    /// Who was shown it.
    pub reader: RowId,
    /// When it was first sent, in milliseconds since 1970.
    pub at_ms: i64,
}

/// Returns what of a teacher's was shown to others by consent, the earliest first: also what is withdrawn since.
///
/// # Errors
/// The database's.
pub fn of(tx: &mut dyn Tx, org: RowId, teacher: RowId) -> Result<Vec<Seen>> {
    let rows = tx.query(
        "select root, reader, at_ms from shown where org_id = $1 and teacher = $2 order by at_ms, root, reader",
        &[org.into(), teacher.into()],
    )?;
    rows.iter().map(|row| Ok(Seen { root: row.id(0)?, reader: row.id(1)?, at_ms: row.integer(2)? })).collect()
}

/// Writes down what an answer is about to show by consent. An answer that is lost on the way counts: it was sent.
///
/// # Errors
/// The database's.
pub(crate) fn note(tx: &mut dyn Tx, org: RowId, person: RowId, news: &[News], now_ms: i64) -> Result<()> {
    for news in news {
        let News::Block(block) = news else { continue };
        let Ok(Scope::Consented { teacher, reader, root }) = Scope::from_bytes(&block.scope) else { continue };
        if reader != person {
            continue;
        }
        let changed = tx.execute(
            "insert into shown (org_id, teacher, root, reader, at_ms) values ($1, $2, $3, $4, $5)
             on conflict do nothing",
            &[org.into(), teacher.into(), root.into(), reader.into(), now_ms.into()],
        )?;
        if changed > 0 {
            audit::add(tx, org, Act::Shown, root, now_ms)?;
        }
    }
    Ok(())
}
