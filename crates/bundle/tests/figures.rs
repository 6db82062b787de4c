//! What a file costs: bytes over what the batches have anyway, and time. Printed, and held to generous bounds.

use std::{fs, time::Instant};

use bundle::{Limits, key::Key, message::ToService};
use sync::{exchange::Brought, op::CHAIN_START};

use crate::support::{brought, following, read, write_to_service};

/// So many records in batches of so many.
fn records(count: i64, each: i64) -> Vec<Brought> {
    let next = |chain: &mut [u8; 16], first: i64| {
        let batch = following(5, first, each.min(count + 1 - first), *chain);
        *chain = *batch.chain().last().unwrap();
        Some(brought(&batch))
    };
    (1..=count).step_by(each as usize).scan(CHAIN_START, next).collect()
}

fn measure(name: &str, work: &[Brought]) -> (u64, u64) {
    let (folder, service, device) = (tempfile::tempdir().unwrap(), Key::draw(), Key::draw());
    let path = folder.path().join("a.coachlight");
    let carried: usize = work.iter().map(|brought| brought.batch.len()).sum();

    let start = Instant::now();
    let written = write_to_service(&path, (&service.recipient(), &device), work, Limits::default()).unwrap();
    let writing = start.elapsed();
    let start = Instant::now();
    let bytes = fs::read(&path).unwrap();
    let (frames, _) = read::<ToService>(&bytes, &service).unwrap();
    let reading = start.elapsed();

    assert_eq!(frames, work);
    eprintln!(
        "{name}: {} bytes for {carried} bytes of batches; written and read back in {writing:?}, read in {reading:?}",
        written.bytes
    );
    (written.bytes, carried as u64)
}

#[test]
fn a_coach_s_day_costs_less_than_two_kilobytes_more_than_its_batch() {
    let (bytes, carried) = measure("a day of 276 records", &records(276, 276));
    assert!(bytes - carried < 2_000, "{bytes} for {carried}");
}

#[test]
fn thirty_thousand_records_cost_less_than_a_hundredth_more() {
    let (bytes, carried) = measure("30,000 records", &records(30_000, 1_000));
    assert!(bytes - carried < carried / 100, "{bytes} for {carried}");
}
