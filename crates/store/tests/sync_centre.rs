//! What the Sync centre lists: what waits, what was received, and who wrote it.

use domain::{
    RowId,
    schema::{line, observation},
};
use store::{
    Error,
    exchange::{self, Author, Verb},
};

use crate::support::service::{Device, Service, settle};

fn lesson() -> RowId {
    RowId::derived(&[b"a lesson"])
}

fn make_line(device: &mut Device, text: &str) -> RowId {
    let row = device.writer.new_id();
    let fields = vec![(line::OBSERVATION, lesson().into()), (line::TEXT, text.into())];
    device.writer.act::<_, Error>(lesson(), "Keep a line", |tx| tx.create(line::ENTITY, row, fields)).unwrap();
    row
}

fn write(device: &mut Device, row: RowId, text: &str) {
    let act = |tx: &mut store::Tx<'_>| tx.set(line::ENTITY, row, line::TEXT, text.into());
    device.writer.act::<_, Error>(lesson(), "Edit a line", act).unwrap();
}

fn remove(device: &mut Device, row: RowId) {
    device.writer.act::<_, Error>(lesson(), "Remove a line", |tx| tx.remove(line::ENTITY, row)).unwrap();
}

fn waiting(device: &Device, most: u32) -> Vec<(RowId, Verb, u64)> {
    let rows = exchange::waiting(device.writer.reader(), most).unwrap();
    rows.into_iter().map(|row| (row.row, row.verb, row.count)).collect()
}

#[test]
fn what_waits_is_listed_by_row_with_the_latest_change_first_and_no_more_than_is_asked_for() {
    let mut devices = [Device::new(0, 0), Device::new(1, 0)];
    let mut service = Service::new();
    let [old, gone] = ["old", "gone"].map(|text| make_line(&mut devices[0], text));
    settle(&mut devices, &mut service);
    assert_eq!(waiting(&devices[0], 9), []);

    let new = make_line(&mut devices[0], "new");
    write(&mut devices[0], new, "newer");
    remove(&mut devices[0], gone);
    write(&mut devices[0], old, "older");

    let all = [(old, Verb::Changed, 1), (gone, Verb::Removed, 1), (new, Verb::Made, 2)];
    assert_eq!(waiting(&devices[0], 9), all);
    assert_eq!(waiting(&devices[0], 2), all[..2]);
    assert_eq!(waiting(&devices[1], 9), [], "what others wrote is not sent from here");
}

#[test]
fn receipts_cover_everything_that_was_sent_and_each_is_found_by_its_hash() {
    let mut devices = [Device::new(0, 0), Device::new(1, 0)];
    let mut service = Service::new();
    for text in ["one", "two", "three"] {
        let row = make_line(&mut devices[0], text);
        write(&mut devices[0], row, "again");
        settle(&mut devices, &mut service);
    }
    let reader = devices[0].writer.reader();

    let receipts = exchange::receipts(reader, 10).unwrap();

    let numbers: Vec<_> = receipts.iter().map(|receipt| (receipt.first_ctr, receipt.last_ctr)).collect();
    assert_eq!(numbers, [(5, 6), (3, 4), (1, 2)]);
    let newest = &receipts[0];
    assert_eq!(service.head(newest.replica).chain, newest.hash, "the service computes the same hash");
    for receipt in &receipts {
        assert_eq!(exchange::receipt(reader, &receipt.hash).unwrap().as_ref(), Some(receipt));
        assert_eq!(exchange::receipt(devices[1].writer.reader(), &receipt.hash).unwrap(), None, "it is not theirs");
    }
    assert_eq!(exchange::receipts(reader, 2).unwrap(), receipts[..2]);
    assert_eq!(exchange::receipt(reader, &[7; 16]).unwrap(), None);
}

#[test]
fn who_wrote_is_known_of_this_computer_and_of_the_persons_other_one() {
    let mut devices = [Device::new(0, 0), Device::new(1, 0)];
    let mut service = Service::new();
    let row = make_line(&mut devices[0], "one");
    settle(&mut devices, &mut service);
    write(&mut devices[1], row, "other");
    settle(&mut devices, &mut service);

    let author = |device: usize| {
        let reader = devices[device].writer.reader();
        let changes = exchange::history(reader, row, line::TEXT).unwrap();
        changes.iter().map(|change| exchange::author(reader, change.reference).unwrap()).collect::<Vec<_>>()
    };

    assert_eq!(author(0), [Author::ThisComputer, Author::OtherComputer]);
    assert_eq!(author(1), [Author::OtherComputer, Author::ThisComputer]);
}

#[test]
fn what_is_on_this_computer_is_counted_without_what_was_removed() {
    let mut device = Device::new(0, 0);
    let kept = make_line(&mut device, "kept");
    let gone = make_line(&mut device, "gone");
    remove(&mut device, gone);

    let counts = exchange::owned(device.writer.reader(), &[line::ENTITY, observation::ENTITY]).unwrap();

    assert_eq!(counts, [1, 0], "{kept}");
}
