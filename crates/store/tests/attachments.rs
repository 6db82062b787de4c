//! Files beside observations: whole or not there, and gone when they are erased.

use domain::{RowId, schema::attachment as entity};
use store::{
    Error,
    attachment::{self, New},
    erase, rebuild,
};
use sync::attachment::{MOST_BYTES, Named, PART_BYTES};

use crate::support::{Desk, acts::begin_observation, look::count};

/// A file of two whole parts and a short one.
fn photograph() -> Vec<u8> {
    (0..2 * PART_BYTES + 100).map(|at| (at % 251) as u8).collect()
}

fn add(desk: &mut Desk, observation: RowId, content: &[u8]) -> Result<RowId, Error> {
    let new = New { observation, name: "board.jpg", media_type: "image/jpeg", content };
    desk.writer().act(observation, "Add a file", |tx| attachment::add(tx, &new))
}

fn stored(desk: &mut Desk) -> (i64, i64) {
    let mut count = |table: &str| count(desk.writer().reader(), &format!("select count(*) from {table}"));
    (count("local_attachment"), count("local_attachment_part"))
}

#[test]
fn a_file_comes_back_byte_for_byte_also_on_the_next_day_and_after_a_rebuild() {
    for content in [Vec::new(), b"short".to_vec(), vec![1; PART_BYTES], photograph()] {
        let mut desk = Desk::new();
        let seen = begin_observation(desk.writer(), "fractions");
        let id = add(&mut desk, seen, &content).unwrap();

        desk.reopen();
        rebuild::rebuild(desk.writer()).unwrap();

        assert_eq!(attachment::content(desk.writer().reader(), id).unwrap(), content);
        let listed = attachment::of(desk.writer().reader(), seen).unwrap();
        let parts = content.len().div_ceil(PART_BYTES).max(1) as u32;
        assert_eq!((listed[0].bytes, listed[0].here), (content.len() as u64, (parts, parts)));
        assert_eq!((listed[0].name.as_str(), listed[0].is_sent), ("board.jpg", false));
    }
}

#[test]
fn a_file_that_is_too_large_is_refused_whole() {
    let mut desk = Desk::new();
    let seen = begin_observation(desk.writer(), "fractions");

    let added = add(&mut desk, seen, &vec![0; usize::try_from(MOST_BYTES).unwrap() + 1]);

    assert!(matches!(added, Err(Error::TooLarge { .. })), "{added:?}");
    assert_eq!((stored(&mut desk), attachment::of(desk.writer().reader(), seen).unwrap()), ((0, 0), Vec::new()));
}

#[test]
fn a_removed_file_can_come_back_and_an_erased_one_leaves_nothing() {
    let mut desk = Desk::new();
    let seen = begin_observation(desk.writer(), "fractions");
    let id = add(&mut desk, seen, &photograph()).unwrap();

    store::undo::undo(desk.writer(), seen).unwrap();
    assert_eq!(attachment::of(desk.writer().reader(), seen).unwrap(), Vec::new());
    store::undo::redo(desk.writer(), seen).unwrap();
    assert_eq!(attachment::content(desk.writer().reader(), id).unwrap(), photograph());

    erase::erase(desk.writer(), seen).unwrap();
    assert_eq!(stored(&mut desk), (0, 0));
    assert!(matches!(attachment::content(desk.writer().reader(), id), Err(Error::NotFound { .. })));
}

/// What the record says of a file, and its parts, as they would travel.
fn on_its_way(desk: &mut Desk) -> (Named, Vec<u8>, Vec<Vec<u8>>) {
    let reader = desk.writer().reader();
    let named = attachment::unfinished(reader).unwrap().remove(0);
    let (list, held) = attachment::held(reader, &named).unwrap().unwrap();
    assert_eq!(held.missing().count(), 0);
    let parts = (0..list.count()).map(|number| attachment::part(reader, named.address, number).unwrap().unwrap());
    (named.clone(), list.to_bytes(), parts.collect())
}

#[test]
fn on_another_computer_parts_come_in_any_order_and_only_the_right_ones() {
    let (mut first, mut second) = (Desk::new(), Desk::new());
    let seen = begin_observation(first.writer(), "fractions");
    add(&mut first, seen, &photograph()).unwrap();
    let (named, list, parts) = on_its_way(&mut first);
    // The record comes by the exchange; here it is written as it is.
    let id = second.writer().new_id();
    let fields = vec![
        (entity::OBSERVATION, domain::Value::Id(seen)),
        (entity::BYTES, domain::Value::Integer(named.bytes as i64)),
        (entity::ADDRESS, named.address.to_string().as_str().into()),
        (entity::KEY, sync::attachment::Address(named.key).to_string().as_str().into()),
    ];
    second.writer().act(seen, "Add", |tx| tx.create(entity::ENTITY, id, fields)).unwrap();
    let content = |desk: &mut Desk| attachment::content(desk.writer().reader(), id);
    assert!(matches!(content(&mut second), Err(Error::Incomplete)));
    assert_eq!(attachment::unfinished(second.writer().reader()).unwrap(), std::slice::from_ref(&named));

    let early = attachment::take_part(second.writer(), &named, 0, &parts[0]);
    assert!(matches!(early, Err(Error::Damaged { .. })), "before the list");
    assert!(attachment::take_list(second.writer(), &named, &list[32..]).is_err());
    attachment::take_list(second.writer(), &named, &list).unwrap();
    assert!(attachment::take_part(second.writer(), &named, 0, &parts[1]).is_err(), "a part at another place");
    for number in [2_u32, 0, 0] {
        attachment::take_part(second.writer(), &named, number, &parts[number as usize]).unwrap();
    }

    assert!(matches!(content(&mut second), Err(Error::Incomplete)));
    assert_eq!(attachment::of(second.writer().reader(), seen).unwrap()[0].here, (2, 3));
    attachment::take_part(second.writer(), &named, 1, &parts[1]).unwrap();
    assert_eq!(content(&mut second).unwrap(), photograph());
    attachment::note_sent(second.writer(), named.address).unwrap();
    assert_eq!(attachment::unfinished(second.writer().reader()).unwrap(), []);
}
