//! Hostile requests to the running service, at every address that it describes: each gets a problem or a refused batch,
//! is counted, and changes no row. The same requests as they should be do change rows, so that the comparison is known
//! to see it.

use std::io::Write;

use sync::{attachment::MOST_PART_BYTES, exchange};

use crate::{
    served_on_both,
    support::{
        known::{Address, Count, Known, addresses, assert_problem, bearer},
        program::{Place, Said, connect, guest, hex, post, read, refused, send, until},
        rows::{changed, contents, unchanged},
    },
};

served_on_both! {
    whoever_is_not_known_gets_a_problem_at_every_address_and_changes_no_row
    whatever_cannot_be_read_gets_a_problem_at_every_address_and_changes_no_row
    whatever_is_no_address_or_cannot_be_done_there_gets_a_problem_and_is_counted
    what_is_no_request_at_all_is_counted_and_changes_no_row
}

fn whoever_is_not_known_gets_a_problem_at_every_address_and_changes_no_row(place: &Place) {
    let known = Known::new(place);
    let leaver = guest(&place.serve(&[]).address, &place.invite("Cleo", &[]), 2);
    place.admin(&["devices", "revoke", &leaver.enrolled.device.to_string()]);
    // Until it has handed in what it has, an ended device is answered; see `refused.rs`.
    let gone = exchange::Cursor { place: i64::MAX, seq: i64::MAX };
    let after_its_leave =
        exchange::encode(&exchange::Question { cursor: gone, ..leaver.device.question(Vec::new(), 0) });
    let before = contents(place);
    let (forged, strange) = (hex(&[1; 32]), "zz".repeat(32));
    let shortened = &known.guest.token[..62];
    let mut cases = 0;

    for token in [None, Some(&*forged), Some(&*strange), Some(shortened), Some(&*leaver.token)] {
        // A service of its own for each: nobody unknown may try so often at one.
        let served = place.serve(&[]);
        let address = &served.address;
        let mut count = Count::new(address);
        for closed in addresses(address).iter().filter(|address| address.needs_token) {
            let is_leave = token == Some(&*leaver.token) && closed.path == "/v1/exchange";
            let body = if is_leave { after_its_leave.clone() } else { known.body(closed) };
            let said = known.send(address, closed, token, &body);
            assert_problem(&said, 401, "unknown-device", &format!("{} {} {token:?}", closed.method, closed.path));
            count.one("unknown-device");
        }
        count.holds(address);
        cases += count.cases;
    }

    assert!(cases >= 40, "{cases}");
    unchanged(place, &before, "");
    // The control: the same bodies with the right token, and of those that need none.
    let served = place.serve(&[]);
    let (mut last, mut changing) = (before, 0);
    for open in addresses(&served.address).iter().filter(|address| address.takes_body) {
        let said = known.send(&served.address, open, Some(&known.guest.token), &known.body(open));
        assert_eq!(said.status, 200, "{} {}", open.method, open.path);
        let now = contents(place);
        // What is only asked for changes nothing, and a token that was renewed is the one that counts from then on.
        let only_reads = open.path == "/v1/told";
        assert_eq!(changed(&last, &now).is_empty(), only_reads, "{} {}", open.method, open.path);
        changing += usize::from(!only_reads);
        last = now;
    }
    assert!(changing >= 6, "{changing}");
    println!("{cases} requests of nobody: each a problem, each counted, no row changed");
}

/// The longest that each address takes.
fn most_bytes(address: &Address) -> usize {
    match address.path.as_str() {
        "/v1/exchange" => exchange::MOST_BYTES,
        "/v1/attachments/{address}/{piece}" => MOST_PART_BYTES,
        _ => 4 << 10,
    }
}

fn whatever_cannot_be_read_gets_a_problem_at_every_address_and_changes_no_row(place: &Place) {
    let known = Known::new(place);
    let served = place.serve(&[]);
    let address = &served.address;
    let (before, mut count) = (contents(place), Count::new(address));
    for open in addresses(address).iter().filter(|address| address.takes_body && address.path != "/v1/bundle") {
        let whole = known.body(open);
        let newer = [&[9], &whole[1..]].concat();
        let wrong: [(&str, Vec<u8>, u16, &str); 8] = [
            ("nothing", Vec::new(), 400, "malformed"),
            ("half", whole[..whole.len() / 2].to_vec(), 400, "malformed"),
            ("all but the end", whole[..whole.len() - 1].to_vec(), 400, "malformed"),
            ("prolonged", [&whole[..], b"x"].concat(), 400, "malformed"),
            ("garbage", vec![0xA5; 900], 400, "malformed"),
            ("nothing but zeros", vec![0; 900], 400, "malformed"),
            ("numbers without end", vec![0xff; 900], 400, "malformed"),
            ("too long", vec![7; most_bytes(open) + 1], 413, "too-large"),
        ];
        let is_message = open.path != "/v1/attachments/{address}/{piece}";
        let wrong = wrong.into_iter().chain(is_message.then_some(("of a later version", newer, 400, "newer")));
        for (what, body, status, code) in wrong {
            let said = known.send(address, open, Some(&known.guest.token), &body);
            assert_problem(&said, status, code, &format!("{} {what}", open.path));
            count.one(code);
        }
    }
    let exchange = Address { method: "POST".into(), path: "/v1/exchange".into(), needs_token: true, takes_body: true };
    assert_problem(&chunked(address, &known.guest.token, &known.body(&exchange)), 413, "too-large", "in pieces");
    count.one("too-large");

    assert!(count.cases >= 50, "{}", count.cases);
    count.holds(address);
    unchanged(place, &before, "");
    println!("{} bodies that are none: each a problem, each counted, no row changed", count.cases);
}

/// Sends more than is taken without having said how much.
fn chunked(address: &str, token: &str, whole: &[u8]) -> Said {
    let mut stream = connect(address).unwrap();
    let head = format!("POST /v1/exchange HTTP/1.1\r\nhost: a\r\n{}transfer-encoding: chunked\r\n\r\n", bearer(token));
    stream.write_all(head.as_bytes()).unwrap();
    for piece in [whole, &vec![0; exchange::MOST_BYTES]] {
        // It may be refused before all of it is sent.
        drop(stream.write_all(&[format!("{:x}\r\n", piece.len()).as_bytes(), piece, b"\r\n"].concat()));
    }
    read(stream).unwrap()
}

fn whatever_is_no_address_or_cannot_be_done_there_gets_a_problem_and_is_counted(place: &Place) {
    let known = Known::new(place);
    let served = place.serve(&[]);
    let address = &served.address;
    let all = addresses(address);
    let (before, mut count) = (contents(place), Count::new(address));
    let mut paths: Vec<&str> = all.iter().map(|address| address.path.as_str()).collect();
    paths.dedup();

    for path in paths {
        let can = |method: &str| all.iter().any(|address| address.path == path && address.method == method);
        for method in ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "BREW"].iter().filter(|method| !can(method))
        {
            let said = send(address, &format!("{method} {path}"), &bearer(&known.guest.token), b"").unwrap();
            assert_problem(&said, 405, "wrong-method", &format!("{method} {path}"));
            let allowed = said.header("allow").unwrap_or_default();
            assert!(allowed.split(',').any(&can), "{method} {path}: {allowed}");
            count.one("wrong-method");
        }
    }
    let long = format!("/v1/attachments/{}", "ab".repeat(4_000));
    for path in [
        "/",
        "/v1",
        "/v1/",
        "/v1/exchange/",
        "//v1/exchange",
        "/V1/exchange",
        "/v1/%65xchange",
        "/v2/exchange",
        "/v1/../metrics",
        "/v1/attachments/%ff",
        "/v1/attachments/%ff/list",
        "/v1/attachments/a/b/c",
        "/v1/attachments/..%2f..%2fcentral.db",
        &long,
    ] {
        let said = send(address, &format!("GET {path}"), &bearer(&known.guest.token), b"").unwrap();
        assert_problem(&said, 404, "not-found", path);
        count.one("not-found");
    }

    assert!(count.cases >= 80, "{}", count.cases);
    count.holds(address);
    unchanged(place, &before, "");
    println!("{} wrong ways in: each a problem, each counted, no row changed", count.cases);
}

fn what_is_no_request_at_all_is_counted_and_changes_no_row(place: &Place) {
    let known = Known::new(place);
    let served = place.serve(&[]);
    let address = &served.address;
    let (before, mut count) = (contents(place), Count::new(address));
    let headers = |count: usize| (0..count).map(|at| format!("x-{at}: a\r\n")).collect::<String>();
    let two = format!("POST /v1/told HTTP/1.1\r\n{}content-length: 2\r\ncontent-length: 3\r\n\r\n", bearer("a"));

    // Said by what speaks HTTP, before there is a request that could be answered: a status, and no problem.
    for (what, bytes, status, code) in [
        ("another protocol", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".to_vec(), 400, "malformed"),
        ("garbage", vec![0xA5; 400], 400, "malformed"),
        ("two lengths", two.into_bytes(), 400, "malformed"),
        ("a line break within a header", b"GET / HTTP/1.1\r\nx: a\rb\r\n\r\n".to_vec(), 400, "malformed"),
        (
            "a long header",
            format!("GET / HTTP/1.1\r\nx: {}\r\n\r\n", "a".repeat(20_000)).into_bytes(),
            431,
            "too-large",
        ),
        ("many headers", format!("GET / HTTP/1.1\r\n{}\r\n", headers(500)).into_bytes(), 431, "too-large"),
        ("a long address", format!("GET /{} HTTP/1.1\r\n\r\n", "a".repeat(70_000)).into_bytes(), 431, "too-large"),
    ] {
        let mut stream = connect(address).unwrap();
        // It may be refused before all of it is sent.
        drop(stream.write_all(&bytes));
        assert_eq!(read(stream).unwrap().status, status, "{what}");
        count.one(code);
        until(|| refused(address) == count.expected);
    }

    unchanged(place, &before, "");
    assert_eq!(post(address, "/v1/told", &known.guest.token, b"").unwrap().status, 400, "and it goes on");
}
