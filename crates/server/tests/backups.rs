//! Backups, restoring, and finding damage.

use server::storage::transact;
use sync::exchange::Taken;

use crate::{
    served_on_both,
    support::program::{Place, guest},
};

served_on_both! {
    a_backup_goes_into_either_database_and_devices_bring_what_came_after_it
    a_damaged_backup_and_a_place_with_data_are_refused
    verifying_finds_what_was_changed_behind_the_service
}

fn a_backup_goes_into_either_database_and_devices_bring_what_came_after_it(place: &Place) {
    let code = place.organisation();
    let served = place.serve(&[]);
    let mut guest = guest(&served.address, &code, 1);
    let own = guest.device.own();
    let early = guest.device.write(own, 300);
    guest.ask(&served.address, vec![early]);
    let file = place.file("central.backup");
    let told = place.admin(&["backup", &file.display().to_string()]);
    assert!(told["rows"].as_i64().unwrap() > 8, "{told}");
    let (head, epoch) = (guest.device.head, guest.device.epoch);
    let late = guest.device.write(own, 7);
    guest.ask(&served.address, vec![late.clone()]);
    drop(served);

    for other in [Place::sqlite(), Place::postgresql()] {
        other.admin(&["restore", &file.display().to_string()]);
        assert_eq!(other.admin(&["verify"])["operations"], 303, "with the organisation's own rows");
        let served = other.serve(&[]);
        let mut device = guest.device.clone();
        let answer = guest.try_ask(&served.address, &device.question(Vec::new(), 0)).unwrap();
        assert_ne!(answer.epoch, epoch);
        assert_eq!(answer.head, head, "it says from where on the device is to bring again");
        device.epoch = answer.epoch;
        let answer = guest.try_ask(&served.address, &device.question(vec![late.clone()], 0)).unwrap();
        assert!(matches!(&answer.taken[..], [Taken::Settled(runs)] if runs[0].count == 7));
    }
}

fn a_damaged_backup_and_a_place_with_data_are_refused(place: &Place) {
    place.organisation();
    let file = place.file("central.backup");
    place.admin(&["backup", &file.display().to_string()]);
    let whole = std::fs::read(&file).unwrap();
    assert!(place.try_admin(&["restore", &file.display().to_string()]).is_err(), "there is data");

    let empty = Place::sqlite();
    for (damage, bytes) in [
        ("cut", whole[..whole.len() - 1].to_vec()),
        ("changed", whole.iter().enumerate().map(|(at, byte)| if at == 60 { byte ^ 1 } else { *byte }).collect()),
        ("prolonged", [whole.clone(), vec![0]].concat()),
        ("empty", Vec::new()),
        ("another file", b"coachlight".repeat(20)),
    ] {
        let bad = empty.file("bad");
        std::fs::write(&bad, bytes).unwrap();
        assert!(empty.try_admin(&["restore", &bad.display().to_string()]).is_err(), "{damage}");
    }
    empty.admin(&["restore", &file.display().to_string()]);
}

fn verifying_finds_what_was_changed_behind_the_service(place: &Place) {
    let code = place.organisation();
    let served = place.serve(&[]);
    let mut guest = guest(&served.address, &code, 1);
    for _ in 0..3 {
        let brought = guest.device.write(guest.device.own(), 2);
        guest.ask(&served.address, vec![brought]);
    }
    drop(served);
    let whole = place.admin(&["verify"]);
    assert_eq!((&whole["operations"], &whole["replicas"]), (&9.into(), &2.into()), "{whole}");

    for damage in [
        "update block set batch = signature where last_seq = (select max(last_seq) from block)",
        "update block set signature = chain where last_seq = (select max(last_seq) from block)",
        "update block set count = count + 1 where last_seq = (select max(last_seq) from block)",
        "delete from block where last_seq = (select max(last_seq) from block)",
        "update replica set last_ctr = last_ctr + 1",
        "update scope set last_seq = last_seq + 1",
        "update audit set at_ms = at_ms + 1 where number = 2",
        "delete from audit where number = 1",
        "update organisation set head = 1",
    ] {
        let copy = Place::sqlite();
        let file = place.file("copy.backup");
        place.admin(&["backup", &file.display().to_string()]);
        copy.admin(&["restore", &file.display().to_string()]);
        copy.admin(&["verify"]);
        transact(&*copy.storage(), |tx| tx.execute(damage, &[])).unwrap();
        assert!(copy.try_admin(&["verify"]).is_err(), "{damage}");
    }
}
