//! Students' names stay on this computer: nothing of them is handed to an exchange, and a backup keeps them unreadable.

use std::fs;

use domain::schema::{line, student_name};
use store::{Writer, backup, student_name as students};
use sync::batch::{Batch, unpacked};

use crate::support::{
    Desk,
    acts::{begin_observation, keep_line},
    desk::PASSPHRASE,
    look::{count, has},
    service::{Device, Service},
};

const MARKER: &str = "Quizzaciously";

fn name(writer: &mut Writer, name: &str) {
    let made = writer.act(store::workspace(), "Add students’ names", |tx| {
        let id = tx.new_id();
        tx.create(student_name::ENTITY, id, vec![(student_name::NAME, name.into())])
    });
    made.unwrap();
}

#[test]
fn nothing_of_the_list_is_handed_to_an_exchange() {
    let mut device = Device::new(0, 0);
    let mut service = Service::new();
    let seen = begin_observation(&mut device.writer, "talk");
    for number in 0..30 {
        name(&mut device.writer, &format!("{MARKER} {number}"));
    }
    students::mark(&mut device.writer, "quizzaciously", true).unwrap();
    keep_line(&mut device.writer, seen, "Who has another way?");

    let question = device.question(1 << 20);
    let ops = question.brought.iter().flat_map(|brought| Batch::decode(&brought.batch).unwrap().ops);
    let entities: Vec<u16> = ops.map(|op| op.entity).collect();
    let handed: Vec<u8> = question.brought.iter().flat_map(|brought| unpacked(&brought.batch).unwrap()).collect();
    device.exchange(&mut service);

    assert!(entities.contains(&line::ENTITY.number), "what is shared is handed over: {entities:?}");
    assert!(!entities.contains(&student_name::ENTITY.number), "{entities:?}");
    assert!(has(&handed, "another way") && !has(&handed, MARKER) && !has(&handed, "quizz"));
    assert_eq!(device.waiting(), 0, "nothing of it waits for a later exchange");
    let private = "select count(*) from op join local_replica using (replica) where entity = 63 and log = 1";
    assert_eq!(count(device.writer.reader(), private), 30);
    assert_eq!(students::all(device.writer.reader()).unwrap().len(), 30);
}

#[test]
fn a_backup_keeps_the_list_and_nobody_reads_it_without_the_key() {
    let mut desk = Desk::new();
    name(desk.writer(), MARKER);
    students::mark(desk.writer(), "rembrandt", true).unwrap();
    let path = desk.back_up();

    let bytes = fs::read(&path).unwrap();
    let opened = backup::open(&path).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let home = store::profile::Home::hold(folder.path()).unwrap();
    let (_, writer) = opened.restore(&home, &opened.key_file.open(PASSPHRASE).unwrap(), desk.clock.source(1)).unwrap();

    assert!(!has(&bytes, MARKER) && !has(&bytes, "rembrandt"));
    let restored = students::all(writer.reader()).unwrap();
    assert_eq!(restored.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>(), [MARKER]);
    assert!(students::no_names(writer.reader()).unwrap().contains("rembrandt"));
}
