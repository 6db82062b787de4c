//! Files beside records: whoever may read the record may have the file, and nobody else learns that there is one.

use domain::{RowId, Value, schema};
use server::{
    attachment::{self, Brought, Piece},
    error::Error,
};
use sync::{
    attachment::{Address, List, seal},
    body::Body,
};

use crate::{
    on_both, served_on_both,
    support::{
        Change, Device, World,
        program::{Place, guest, hex, send},
    },
};

on_both! {
    the_parts_of_a_file_go_to_whoever_may_read_its_record_and_to_nobody_else
    only_what_the_address_names_is_kept
    an_erased_file_leaves_unless_another_record_names_it
    a_restored_service_has_the_parts
}

mod served {
    use super::*;
    served_on_both! { parts_are_brought_and_fetched_one_by_one }
}

const PERSON: u8 = 3;
const STRANGER: u8 = 4;

/// The encrypted parts of a file, and where they belong.
fn file() -> (Vec<Vec<u8>>, List, Address) {
    let parts = vec![seal(&[7; 32], 0, &[1; 64 << 10]), seal(&[7; 32], 1, b"the end")];
    let list = List::of(parts.iter().map(Vec::as_slice));
    let address = list.address();
    (parts, list, address)
}

pub(crate) fn record(number: u8, address: Address) -> Change {
    let fields = vec![
        (schema::attachment::OBSERVATION, Value::Id(id(90))),
        (schema::attachment::NAME, "board.jpg".into()),
        (schema::attachment::BYTES, Value::Integer((64 << 10) + 7)),
        (schema::attachment::ADDRESS, address.to_string().as_str().into()),
    ];
    (schema::attachment::ENTITY.number, id(number), Body::Create(fields))
}

fn id(number: u8) -> RowId {
    crate::support::id(number)
}

fn put(world: &World, device: &Device, address: Address, piece: Piece, bytes: &[u8]) -> Result<Brought, Error> {
    let (session, bytes) = (device.session.clone(), bytes.to_vec());
    world.try_act(move |tx| attachment::put(tx, &session, address, piece, &bytes))
}

fn get(world: &World, device: &Device, address: Address, piece: Piece) -> Result<Option<Vec<u8>>, Error> {
    let session = device.session.clone();
    world.try_act(move |tx| attachment::get(tx, &session, address, piece))
}

fn bring(world: &World, device: &Device, (parts, list, address): &(Vec<Vec<u8>>, List, Address)) {
    assert_eq!(put(world, device, *address, Piece::List, &list.to_bytes()).unwrap(), Brought::Kept);
    for (number, part) in (0..).zip(parts) {
        assert_eq!(put(world, device, *address, Piece::Part(number), part).unwrap(), Brought::Kept);
    }
}

fn the_parts_of_a_file_go_to_whoever_may_read_its_record_and_to_nobody_else(world: &World) {
    let (mut writer, second, stranger) =
        (world.device(id(PERSON)), world.device(id(PERSON)), world.device(id(STRANGER)));
    let file = file();
    let (parts, list, address) = &file;
    assert!(matches!(put(world, &writer, *address, Piece::List, &list.to_bytes()), Err(Error::NotFound)), "unnamed");

    writer.says(world, &[record(20, *address)]);
    bring(world, &writer, &file);

    assert_eq!(get(world, &second, *address, Piece::List).unwrap(), Some(list.to_bytes()));
    for (number, part) in (0..).zip(parts) {
        assert_eq!(get(world, &second, *address, Piece::Part(number)).unwrap().as_ref(), Some(part));
    }
    assert_eq!(get(world, &second, *address, Piece::Part(2)).unwrap(), None);
    assert!(matches!(get(world, &stranger, *address, Piece::List), Err(Error::NotFound)));
    assert!(matches!(get(world, &stranger, *address, Piece::Part(0)), Err(Error::NotFound)));
    assert!(matches!(put(world, &stranger, *address, Piece::Part(0), &parts[0]), Err(Error::NotFound)));
    let unknown = get(world, &stranger, Address([9; 32]), Piece::List);
    assert!(matches!(unknown, Err(Error::NotFound)), "and it is said as of what does not exist");
}

fn only_what_the_address_names_is_kept(world: &World) {
    let mut writer = world.device(id(PERSON));
    let (parts, list, address) = file();
    writer.says(world, &[record(20, address)]);
    let held = |world: &World, device: &Device| {
        let session = device.session.clone();
        world.act(move |tx| attachment::held(tx, &session, address))
    };
    let put = |piece, bytes: &[u8]| put(world, &writer, address, piece, bytes).unwrap();

    assert_eq!(put(Piece::Part(0), &parts[0]), Brought::Malformed, "before its list");
    assert_eq!(put(Piece::List, &list.to_bytes()[..32]), Brought::Malformed);
    assert_eq!(put(Piece::List, &[0; 64]), Brought::Malformed);
    assert_eq!(held(world, &writer), None);

    assert_eq!(put(Piece::List, &list.to_bytes()), Brought::Kept);
    assert_eq!(put(Piece::Part(1), &parts[0]), Brought::Malformed, "at another place");
    assert_eq!(put(Piece::Part(2), &parts[0]), Brought::Malformed, "a part that the file does not have");
    assert_eq!(put(Piece::Part(1), &parts[1][1..]), Brought::Malformed);
    assert_eq!(held(world, &writer).unwrap().progress(), (0, 2));

    for _ in 0..2 {
        assert_eq!(put(Piece::Part(1), &parts[1]), Brought::Kept, "also when it comes again");
    }
    let held = held(world, &writer).unwrap();
    assert_eq!((held.progress(), held.has(1)), ((1, 2), true));
}

fn an_erased_file_leaves_unless_another_record_names_it(world: &World) {
    let mut writer = world.device(id(PERSON));
    let file = file();
    writer.says(world, &[record(20, file.2), record(21, file.2)]);
    bring(world, &writer, &file);
    let erase = |number| (schema::attachment::ENTITY.number, id(number), Body::Erase { seen: Vec::new() });
    let stored = || world.act(|tx| tx.query("select number from attachment_part", &[])).len();

    writer.says(world, &[erase(20)]);
    assert_eq!(stored(), 3);
    assert!(get(world, &writer, file.2, Piece::Part(1)).unwrap().is_some());

    writer.says(world, &[erase(21)]);
    assert_eq!(stored(), 0);
    assert!(matches!(get(world, &writer, file.2, Piece::Part(1)), Err(Error::NotFound)));
}

fn a_restored_service_has_the_parts(world: &World) {
    let mut writer = world.device(id(PERSON));
    let file = file();
    writer.says(world, &[record(20, file.2)]);
    bring(world, &writer, &file);

    let restored = world.restored();

    assert_eq!(get(&restored, &writer, file.2, Piece::Part(1)).unwrap(), Some(file.0[1].clone()));
}

fn parts_are_brought_and_fetched_one_by_one(place: &Place) {
    let code = place.organisation();
    let served = place.serve(&[]);
    let mut guest = guest(&served.address, &code, 1);
    let (parts, list, address) = file();
    let named = guest.device.put(guest.device.own(), &[record(20, address)]);
    let token = guest.token.clone();
    let ask = |method: &str, piece: &str, body: &[u8]| {
        let line = format!("{method} /v1/attachments/{piece}");
        send(&served.address, &line, &format!("authorization: Bearer {token}\r\n"), body).unwrap()
    };
    let code_of = |method: &str, piece: &str, body: &[u8]| {
        let said = ask(method, piece, body);
        (said.status, said.code())
    };
    let missing = (404, "not-found".to_owned());

    assert_eq!(code_of("GET", &address.to_string(), b""), missing);
    guest.ask(&served.address, vec![named]);
    assert_eq!(ask("GET", &address.to_string(), b"").body, b"", "the record is here, the file is not");
    assert_eq!(code_of("PUT", &format!("{address}/1"), &parts[1]), (400, "malformed".into()));
    assert_eq!(ask("PUT", &format!("{address}/list"), &list.to_bytes()).status, 200);
    assert_eq!(code_of("GET", &format!("{address}/1"), b""), missing);
    assert_eq!(ask("PUT", &format!("{address}/1"), &parts[1]).status, 200);
    assert_eq!(ask("GET", &address.to_string(), b"").body, [0, 0, 0, 2, 0b10]);
    assert_eq!(ask("GET", &format!("{address}/1"), b"").body, parts[1]);

    let longer = vec![0; sync::attachment::MOST_PART_BYTES + 1];
    assert_eq!(code_of("PUT", &format!("{address}/0"), &longer), (413, "too-large".into()));
    for path in ["list", "abc", &format!("{address}/-1"), &format!("{address}/x"), &format!("{}/list", hex(&[9; 32]))] {
        assert_eq!(code_of("GET", path, b""), missing, "{path}");
    }
    let line = format!("GET /v1/attachments/{address}/1");
    assert_eq!(send(&served.address, &line, "", b"").unwrap().status, 401, "and without a token nothing");
}
