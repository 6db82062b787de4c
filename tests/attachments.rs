//! A file beside an observation, from one computer of a coach to the other, through the service's real process.

use std::{cell::Cell, time::Duration};

use coachlight_app::exchange::{
    Service as Link,
    attachments::{self, Carried},
};
use domain::{RowId, schema::observation};
use store::attachment::{self, New};

use crate::support::{
    computer::Computer,
    profile,
    service::Service,
    wait_for,
    window::{Desk, said},
};

const CANARY: &[u8] = b"a word that stands on the board";

/// Four parts, in which the word stands often.
fn photograph() -> Vec<u8> {
    CANARY.repeat(210_000 / CANARY.len())
}

fn add(computer: &mut Computer, observation: RowId) -> RowId {
    let content = photograph();
    let new = New { observation, name: "board.jpg", media_type: "image/jpeg", content: &content };
    computer.writer.act(observation, "Add a file", |tx| attachment::add(tx, &new)).unwrap()
}

/// Carries what a link lets through that drops after so many requests.
fn carry(computer: &mut Computer, address: &str, requests: u32) -> Carried {
    let left = Cell::new(requests);
    let go_on = || left.replace(left.get().saturating_sub(1)) > 0;
    let token = computer.membership.token;
    attachments::carry(&mut computer.writer, &Link::at(address).unwrap(), &token, &go_on).unwrap()
}

fn content(computer: &Computer, id: RowId) -> Result<Vec<u8>, store::Error> {
    attachment::content(computer.writer.reader(), id)
}

/// Changes a part of a file behind the program's back, and leaves it as long as it was. Returns the file's address.
fn damage(computer: &Computer, id: RowId) -> String {
    let reader = computer.writer.reader();
    let address = "select address from attachment where id = ?1";
    let address: String = reader.query_row(address, [id.bytes()], |row| row.get(0)).unwrap();
    let other = "update local_attachment_part set bytes = randomblob(length(bytes)) where address = ?1 and number = 0";
    assert_eq!(reader.execute(other, [&address]).unwrap(), 1);
    address
}

#[test]
fn a_file_goes_from_one_computer_to_the_other_part_by_part_and_nobody_else_gets_it() {
    let service = Service::start();
    let (person, code) = service.invite("Dana", "Whitfield");
    let mut laptop = Computer::join(&service.address, &code, 1);
    let mut desktop = Computer::join(&service.address, &service.invite_again(&person), 2);
    let mut stranger = Computer::join(&service.address, &service.invite("Ruth", "Amsel").1, 3);
    let seen = laptop.script(3);
    let id = add(&mut laptop, seen);

    // The records go first; a file whose record the service does not know is not taken.
    assert_eq!(carry(&mut laptop, &service.address, 100), Carried::default());
    laptop.settle(&service.address).unwrap();
    desktop.settle(&service.address).unwrap();
    assert!(matches!(content(&desktop, id), Err(store::Error::Incomplete)));

    // What is there, the list, and two of four parts; then the link drops.
    assert_eq!(carry(&mut laptop, &service.address, 4), Carried { sent: 2, ..Carried::default() });
    assert_eq!(carry(&mut desktop, &service.address, 100), Carried { received: 2, ..Carried::default() });
    assert!(matches!(content(&desktop, id), Err(store::Error::Incomplete)));
    assert_eq!(
        carry(&mut laptop, &service.address, 100),
        Carried { sent: 2, ..Carried::default() },
        "only what was missing"
    );
    assert_eq!(carry(&mut desktop, &service.address, 100), Carried { received: 2, ..Carried::default() });

    assert!(content(&desktop, id).unwrap() == photograph(), "byte for byte");
    for computer in [&mut laptop, &mut desktop] {
        assert_eq!(carry(computer, &service.address, 100), Carried::default());
        assert_eq!(attachment::unfinished(computer.writer.reader()).unwrap(), [], "nothing is left to do");
    }
    stranger.settle(&service.address).unwrap();
    let row = laptop.writer.reader().query_row("select address from attachment", [], |row| row.get::<_, String>(0));
    let piece = |computer: &Computer| {
        Link::at(&service.address).unwrap().piece(&computer.membership.token, row.as_ref().unwrap(), "0", None).unwrap()
    };
    assert!(piece(&desktop).is_some(), "the address is right");
    assert_eq!(piece(&stranger), None, "and for somebody else there is nothing there");
}

#[test]
fn a_file_that_the_service_does_not_take_is_named_and_holds_up_no_other() {
    let service = Service::start();
    let (person, code) = service.invite("Dana", "Whitfield");
    let mut laptop = Computer::join(&service.address, &code, 1);
    let mut desktop = Computer::join(&service.address, &service.invite_again(&person), 2);
    let seen = laptop.script(3);
    let (older, later) = (add(&mut laptop, seen), add(&mut laptop, seen));
    let damaged = damage(&laptop, later);
    laptop.settle(&service.address).unwrap();
    desktop.settle(&service.address).unwrap();

    let carried = carry(&mut laptop, &service.address, 100);
    carry(&mut desktop, &service.address, 100);

    assert!(content(&desktop, older).unwrap() == photograph(), "the older file is there");
    let refused: Vec<String> = carried.refused.iter().map(ToString::to_string).collect();
    assert_eq!((carried.sent, refused), (4, vec![damaged]));
    assert!(matches!(content(&desktop, later), Err(store::Error::Incomplete)));
}

#[test]
fn a_program_that_exchanges_on_and_on_carries_files_in_each_round() {
    let service = Service::start();
    let (person, code) = service.invite("Dana", "Whitfield");
    let laptop = Desk::new(320, 200);
    said(&laptop, &["join", &service.address, &code]);
    let mut desktop = Computer::join(&service.address, &service.invite_again(&person), 2);
    let (mut writer, _) = profile::open(&laptop.home());
    let id = writer
        .act(store::workspace(), "A lesson with a file", |tx| {
            let seen = tx.new_id();
            tx.create(observation::ENTITY, seen, vec![(observation::STATE, "open".into())])?;
            let content = photograph();
            attachment::add(tx, &New { observation: seen, name: "b.jpg", media_type: "image/jpeg", content: &content })
        })
        .unwrap();
    drop(writer);

    let _on_and_on = laptop.run(&["sync"]);

    wait_for("the file on the other computer", Duration::from_secs(30), || {
        desktop.settle(&service.address).unwrap();
        carry(&mut desktop, &service.address, 100);
        (content(&desktop, id).ok()? == photograph()).then_some(())
    });
}
