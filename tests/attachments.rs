//! A file beside an observation, from one computer of a coach to the other, through the service's real process.

use std::cell::Cell;

use coachlight_app::exchange::{
    Service as Link,
    attachments::{self, Carried},
};
use domain::RowId;
use store::attachment::{self, New};

use crate::support::{computer::Computer, service::Service};

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
    assert_eq!(carry(&mut laptop, &service.address, 4), Carried { sent: 2, received: 0 });
    assert_eq!(carry(&mut desktop, &service.address, 100), Carried { sent: 0, received: 2 });
    assert!(matches!(content(&desktop, id), Err(store::Error::Incomplete)));
    assert_eq!(carry(&mut laptop, &service.address, 100), Carried { sent: 2, received: 0 }, "only what was missing");
    assert_eq!(carry(&mut desktop, &service.address, 100), Carried { sent: 0, received: 2 });

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
