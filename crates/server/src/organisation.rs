//! An organisation's row: its numbers, its epochs, and the version of what decides access.

use domain::RowId;
use sync::{lease, told};

use crate::{
    error::{Error, Result},
    storage::Tx,
};

/// What an organisation's row says at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organisation {
    /// Its id.
    pub id: RowId,
    /// The last number given.
    pub head: i64,
    /// Rises with every change of what decides access.
    pub facts_version: i64,
    /// Every epoch, the present one last, each with the last number that it has from the one before.
    epochs: Vec<(i64, i64)>,
}

/// A new organisation.
pub struct New<'a> {
    /// Its id, which is also that of its row.
    pub id: RowId,
    /// Its name.
    pub name: &'a str,
    /// Random.
    pub epoch: i64,
    /// Random: the replica under which the service writes.
    pub replica: i64,
}

/// Makes an organisation.
///
/// # Errors
/// The database's.
pub fn create(tx: &mut dyn Tx, new: &New<'_>, now_ms: i64) -> Result<()> {
    tx.execute(
        "insert into organisation (org_id, name, head, facts_version, replica, created_ms)
         values ($1, $2, 0, 1, $3, $4)",
        &[new.id.into(), new.name.into(), new.replica.into(), now_ms.into()],
    )?;
    begin_epoch(tx, new.id, new.epoch)
}

/// Begins another epoch where the numbers now end, as after a restore.
///
/// # Errors
/// The database's.
pub fn begin_epoch(tx: &mut dyn Tx, id: RowId, epoch: i64) -> Result<()> {
    tx.execute(
        "insert into epoch (org_id, number, epoch, began)
         select $1, (select count(*) from epoch where org_id = $1), $2, head from organisation where org_id = $1",
        &[id.into(), epoch.into()],
    )?;
    Ok(())
}

/// Gives the service another replica to write under, as after a restore: what it wrote after the backup may be with its
/// readers, and must not be written over under the same names.
///
/// # Errors
/// The database's.
pub fn write_as(tx: &mut dyn Tx, id: RowId, replica: i64) -> Result<()> {
    tx.execute("update organisation set replica = $2 where org_id = $1", &[id.into(), replica.into()])?;
    Ok(())
}

/// Says for how many days a computer without contact goes on showing what others wrote.
///
/// # Errors
/// The database's.
pub fn set_lease(tx: &mut dyn Tx, id: RowId, days: i64) -> Result<()> {
    tx.execute(
        "insert into lease (org_id, days) values ($1, $2) on conflict (org_id) do update set days = excluded.days",
        &[id.into(), days.into()],
    )?;
    Ok(())
}

/// Returns what a device is told of that.
///
/// # Errors
/// The database's.
pub fn lease(tx: &mut dyn Tx, id: RowId, person: RowId) -> Result<told::Fact> {
    let rows = tx.query("select days from lease where org_id = $1", &[id.into()])?;
    let days = rows.first().map(|row| row.integer(0)).transpose()?.unwrap_or(lease::USUAL_DAYS);
    Ok(told::Fact { kind: lease::KIND.into(), subject: person, object: id, detail: days.to_string() })
}

/// Reads an organisation.
///
/// # Errors
/// [`Error::Unknown`] when there is none.
pub fn read(tx: &mut dyn Tx, id: RowId) -> Result<Organisation> {
    let rows = tx.query("select head, facts_version from organisation where org_id = $1", &[id.into()])?;
    let row = rows.first().ok_or(Error::Unknown)?;
    let epochs = tx.query("select epoch, began from epoch where org_id = $1 order by number", &[id.into()])?;
    let epochs = epochs.iter().map(|row| Ok((row.integer(0)?, row.integer(1)?))).collect::<Result<Vec<_>>>()?;
    if epochs.is_empty() {
        return Err(Error::Damaged { what: "the organisation's epoch" });
    }
    Ok(Organisation { id, head: row.integer(0)?, facts_version: row.integer(1)?, epochs })
}

impl Organisation {
    /// Returns the present epoch.
    #[must_use]
    pub fn epoch(&self) -> i64 {
        self.epochs.last().map_or(0, |(epoch, _)| *epoch)
    }

    /// Returns the last number before the first restore; nothing when there was none.
    #[must_use]
    pub fn restored(&self) -> Option<i64> {
        let later = self.epochs.iter().skip(1).filter(|_| !sync::planted!(EarlyOverlooked));
        later.map(|(_, began)| *began).min()
    }

    /// Returns the last number that the present epoch has in common with this one; for itself, where it began.
    ///
    /// Of an epoch that is not known here nothing is common: the backup was older than it.
    #[must_use]
    pub fn common(&self, epoch: i64) -> i64 {
        let Some(at) = self.epochs.iter().position(|(known, _)| *known == epoch) else { return 0 };
        let later = self.epochs.get(at + 1..).unwrap_or_default();
        let began = later.iter().map(|(_, began)| *began).min();
        began.unwrap_or(self.epochs[at].1)
    }

    /// Takes the next numbers, and returns the first. From here until the commit nobody else of the organisation can:
    /// this comes last in a transaction.
    ///
    /// # Errors
    /// [`Error::Changed`] when what decides access changed since the row was read.
    pub fn take(&self, tx: &mut dyn Tx, count: i64) -> Result<i64> {
        let rows = tx.query(
            "update organisation set head = head + $2 where org_id = $1 returning head, facts_version",
            &[self.id.into(), count.into()],
        )?;
        let row = rows.first().ok_or(Error::Unknown)?;
        self.unchanged(row.integer(1)?)?;
        Ok(row.integer(0)? - count + 1)
    }

    /// Checks that what decides access is still what was read.
    ///
    /// # Errors
    /// [`Error::Changed`] when it is not.
    pub fn check(&self, tx: &mut dyn Tx) -> Result<()> {
        let rows = tx.query("select facts_version from organisation where org_id = $1", &[self.id.into()])?;
        self.unchanged(rows.first().ok_or(Error::Unknown)?.integer(0)?)
    }

    fn unchanged(&self, facts_version: i64) -> Result<()> {
        if facts_version == self.facts_version { Ok(()) } else { Err(Error::Changed) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn restored() -> Organisation {
        let id = RowId::from_bytes([1; 16]);
        Organisation { id, head: 90, facts_version: 1, epochs: vec![(11, 0), (22, 50), (33, 80)] }
    }

    #[test]
    fn a_device_of_an_earlier_epoch_has_only_what_every_restore_since_then_left() {
        assert_eq!((restored().common(11), restored().common(22), restored().common(33)), (50, 80, 80));
    }

    #[test]
    fn the_first_restore_is_where_the_second_epoch_began() {
        assert_eq!(restored().restored(), Some(50));
        assert_eq!(Organisation { epochs: vec![(11, 0)], ..restored() }.restored(), None);
    }

    #[test]
    fn a_device_of_an_epoch_that_the_backup_did_not_know_begins_anew() {
        assert_eq!(restored().common(44), 0);
    }
}
