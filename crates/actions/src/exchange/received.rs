//! What the service has: receipts, and whether this computer may leave the network.

use domain::schema::{content_cycle, look_for_set, observation, person, step, visit};
use serde::Serialize;
use store::{
    Connection,
    exchange::{self as stored, Receipt},
};

use super::words;
use crate::{Error, Result, observation::small, session};

/// How many receipts are listed; older ones are found by their hash.
const MOST: usize = 30;

/// The latest receipts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct ReceiptsView {
    /// The latest first.
    pub receipts: Vec<ReceiptView>,
    /// Whether there are older ones.
    pub has_more: bool,
}

/// What the service received together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct ReceiptView {
    /// When, by the service's clock.
    pub when: String,
    /// How many changes.
    pub changes: u32,
    /// The hash of these changes and all before them, in hexadecimal digits.
    pub hash: String,
    /// The place of the last of them in the organisation's order.
    pub place: String,
}

/// Lists the latest receipts.
///
/// # Errors
/// When the database fails.
pub fn receipts(reader: &Connection, now_ms: i64) -> Result<ReceiptsView> {
    let zone = session::load(reader)?.zone;
    let found = stored::receipts(reader, MOST + 1)?;
    let has_more = found.len() > MOST;
    let receipts = found.iter().take(MOST).map(|receipt| view(receipt, now_ms, zone)).collect();
    Ok(ReceiptsView { receipts, has_more })
}

/// Finds the receipt of a hash.
///
/// # Errors
/// When the words are no hash.
pub fn find_receipt(reader: &Connection, hash: &str, now_ms: i64) -> Result<Option<ReceiptView>> {
    let bytes = unhex(hash.trim()).ok_or_else(|| {
        Error::invalid("hash", "This is not the hash of a receipt. It has 32 digits, from 0 to 9 and a to f.")
    })?;
    let zone = session::load(reader)?.zone;
    Ok(stored::receipt(reader, &bytes)?.map(|receipt| view(&receipt, now_ms, zone)))
}

fn view(receipt: &Receipt, now_ms: i64, zone: chrono_tz::Tz) -> ReceiptView {
    ReceiptView {
        when: words::moment(receipt.received_ms, now_ms, zone),
        changes: small(receipt.last_ctr - receipt.first_ctr + 1),
        hash: receipt.hash.iter().map(|byte| format!("{byte:02x}")).collect(),
        place: receipt.last_seq.to_string(),
    }
}

fn unhex(digits: &str) -> Option<[u8; 16]> {
    let is_hash = digits.len() == 32 && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    is_hash.then(|| u128::from_str_radix(digits, 16).ok().map(u128::to_be_bytes)).flatten()
}

/// What a computer has before it leaves the network.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct ReadyView {
    /// Observations on this computer.
    pub observations: u32,
    /// Planned visits.
    pub visits: u32,
    /// Action steps.
    pub steps: u32,
    /// Content cycles.
    pub content_cycles: u32,
    /// Sets of look-fors.
    pub look_for_sets: u32,
    /// People.
    pub people: u32,
    /// Changes that are still on their way.
    pub waiting: u32,
    /// When the service last answered; nothing when it never did.
    pub received: Option<String>,
}

/// Counts what is on this computer.
///
/// # Errors
/// When the database fails.
pub fn ready(reader: &Connection, now_ms: i64) -> Result<ReadyView> {
    let kinds =
        [observation::ENTITY, visit::ENTITY, step::ENTITY, content_cycle::ENTITY, look_for_set::ENTITY, person::ENTITY];
    let owned = stored::owned(reader, &kinds)?;
    let counts = stored::counts(reader)?;
    let zone = session::load(reader)?.zone;
    let count = |at: usize| small(owned[at]);
    Ok(ReadyView {
        observations: count(0),
        visits: count(1),
        steps: count(2),
        content_cycles: count(3),
        look_for_sets: count(4),
        people: count(5),
        waiting: small(counts.waiting),
        received: counts.received_ms.map(|at_ms| words::moment(at_ms, now_ms, zone)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_32_hexadecimal_digits_are_a_hash() {
        let hash = "00112233445566778899aabbccddeeFF";

        assert_eq!(unhex(hash).map(|bytes| (bytes[0], bytes[15])), Some((0, 0xff)));
        for wrong in
            ["", "00", "+0112233445566778899aabbccddeeff", "g0112233445566778899aabbccddeeff", &format!("{hash}0")]
        {
            assert_eq!(unhex(wrong), None, "{wrong}");
        }
    }
}
