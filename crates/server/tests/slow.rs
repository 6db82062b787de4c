//! Whoever says nothing, drips, never reads or opens many connections holds up nobody. No test here waits for a time: it
//! waits for what must come of it, however long the machine takes.

use std::{
    io::{Read, Write},
    net::TcpStream,
    thread,
    time::Duration,
};

use sync::attachment::{List, seal};

use crate::{
    attachments::record,
    served_on_both,
    support::{
        pem,
        program::{Guest, Place, Said, connect, guest, post, read, refused, send, until},
    },
};

served_on_both! {
    a_head_that_does_not_come_is_not_waited_for
    a_body_that_does_not_come_gets_a_problem_and_is_counted
    an_answer_that_nobody_takes_is_given_up_and_counted
    a_network_that_has_its_connections_gets_no_more_until_one_ends
    when_all_connections_are_taken_the_next_is_answered_after_one_ended
    a_device_brings_one_file_at_a_time_and_keeps_no_other_from_it
}

/// Sends a byte now and then, as long as anybody takes it; the pause is no part of what is tested.
fn drip(mut stream: TcpStream) {
    while stream.write_all(b"a").is_ok() {
        thread::sleep(Duration::from_millis(10));
    }
}

/// Waits until the other end closes without an answer.
fn is_closed(mut stream: TcpStream) -> bool {
    let mut said = Vec::new();
    match stream.read_to_end(&mut said) {
        Ok(_) => said.is_empty(),
        Err(error) => said.is_empty() && error.kind() == std::io::ErrorKind::ConnectionReset,
    }
}

fn begun(address: &str) -> TcpStream {
    let mut stream = connect(address).unwrap();
    stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: a\r\nx-more: ").unwrap();
    stream
}

fn is_alive(address: &str) -> bool {
    send(address, "GET /healthz", "", b"").is_ok_and(|said| said.status == 200)
}

fn a_head_that_does_not_come_is_not_waited_for(place: &Place) {
    place.organisation();
    let served = place.serve(&["--head-seconds", "1"]);
    let address = &served.address;

    assert!(is_closed(connect(address).unwrap()), "who says nothing");
    assert!(is_closed(begun(address)), "who says half");
    drip(begun(address));
    let mut kept = connect(address).unwrap();
    kept.write_all(b"GET /healthz HTTP/1.1\r\nhost: a\r\n\r\n").unwrap();
    assert_eq!(read(kept).unwrap().status, 200, "who rests after an answer is closed, too");

    until(|| refused(address)["too-slow"] == 2);
    assert!(is_alive(address));
}

/// Sends the beginning of a body; returns the answer to it, in the meantime dripping or not.
fn half(address: &str, route: &str, headers: &str, drips: bool) -> Said {
    let mut stream = connect(address).unwrap();
    let head = format!("{route} HTTP/1.1\r\nhost: a\r\ncontent-length: 4000\r\n{headers}\r\nabc");
    stream.write_all(head.as_bytes()).unwrap();
    let reading = stream.try_clone().unwrap();
    thread::scope(|scope| {
        if drips {
            scope.spawn(|| drip(stream));
        }
        read(reading).unwrap()
    })
}

fn a_body_that_does_not_come_gets_a_problem_and_is_counted(place: &Place) {
    let code = place.organisation();
    let guest = known(place, &code);
    let served = place.serve(&["--silence-seconds", "1"]);
    let bearer = format!("authorization: Bearer {}\r\n", guest.token);
    let mut count = 0;

    for (route, headers) in [("POST /v1/exchange", &*bearer), ("POST /v1/bundle", &bearer), ("POST /v1/enrol", "")] {
        for drips in [false, true] {
            let said = half(&served.address, route, headers, drips);
            assert_eq!((said.status, said.code().as_str()), (408, "too-slow"), "{route}, dripping: {drips}");
            assert_eq!(said.header("content-type"), Some("application/problem+json"));
            count += 1;
            assert_eq!(refused(&served.address)["too-slow"], count);
        }
    }
}

/// A device that came in while the service had its ordinary patience.
fn known(place: &Place, code: &str) -> Guest {
    guest(&place.serve(&[]).address, code, 1)
}

fn an_answer_that_nobody_takes_is_given_up_and_counted(place: &Place) {
    // More than the system keeps for a connection that nobody reads.
    const TIMES: usize = 1_000;
    let code = place.organisation();
    let (part, guest, path) = {
        let served = place.serve(&[]);
        let mut guest = guest(&served.address, &code, 1);
        let part = seal(&[7; 32], 0, &[1; 64 << 10]);
        let list = List::of([part.as_slice()]);
        let named = guest.device.put(guest.device.own(), &[record(20, list.address())]);
        guest.ask(&served.address, vec![named]);
        let path = format!("/v1/attachments/{}", list.address());
        let bearer = format!("authorization: Bearer {}\r\n", guest.token);
        for (piece, bytes) in [("list", &list.to_bytes()), ("0", &part)] {
            let said = send(&served.address, &format!("PUT {path}/{piece}"), &bearer, bytes).unwrap();
            assert_eq!(said.status, 200);
        }
        (part, guest, path)
    };
    let served = place.serve(&["--silence-seconds", "1"]);
    let mut stream = connect(&served.address).unwrap();

    let ask = format!("GET {path}/0 HTTP/1.1\r\nhost: a\r\nauthorization: Bearer {}\r\n\r\n", guest.token);
    // It may be given up before everything was asked.
    drop(stream.write_all(ask.repeat(TIMES).as_bytes()));

    until(|| refused(&served.address)["too-slow"] == 1);
    let mut had = Vec::new();
    drop(stream.read_to_end(&mut had));
    assert!(had.len() > part.len() && had.len() < TIMES * part.len(), "{} bytes", had.len());
}

fn a_network_that_has_its_connections_gets_no_more_until_one_ends(place: &Place) {
    place.organisation();
    let served = place.serve(&["--most-of-network", "3", "--head-seconds", "3600"]);
    let mut held: Vec<TcpStream> = (0..3).map(|_| begun(&served.address)).collect();

    for _ in 0..20 {
        assert!(is_closed(connect(&served.address).unwrap()));
    }
    held.pop();
    let mut figures = None;
    until(|| {
        figures = send(&served.address, "GET /metrics", "", b"").ok();
        figures.is_some()
    });

    let text = String::from_utf8(figures.unwrap().body).unwrap();
    let turned_away = text.lines().find_map(|line| line.strip_prefix("coachlight_connections_turned_away_total "));
    assert!(turned_away.unwrap().parse::<u32>().unwrap() >= 20, "{text}");
    assert!(text.contains("\ncoachlight_connections 3\n"), "{text}");
}

fn when_all_connections_are_taken_the_next_is_answered_after_one_ended(place: &Place) {
    place.organisation();
    let served = place.serve(&["--most-connections", "2", "--head-seconds", "3600"]);
    let mut held: Vec<TcpStream> = (0..2).map(|_| begun(&served.address)).collect();
    let mut next = connect(&served.address).unwrap();
    next.write_all(b"GET /healthz HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").unwrap();

    held.pop();

    assert_eq!(read(next).unwrap().status, 200);
}

fn a_device_brings_one_file_at_a_time_and_keeps_no_other_from_it(place: &Place) {
    let code = place.organisation();
    let second = place.invite("Ben", &[]);
    let served = place.serve(&["--silence-seconds", "3600"]);
    let (slow, other) = (guest(&served.address, &code, 1), guest(&served.address, &second, 2));
    let bring = |guest: &Guest| {
        let said = post(&served.address, "/v1/bundle", &guest.token, b"no such file").unwrap();
        (said.status, said.code())
    };
    let mut held = connect(&served.address).unwrap();
    let head = format!(
        "POST /v1/bundle HTTP/1.1\r\nhost: a\r\nexpect: 100-continue\r\ncontent-length: 4000\r\nauthorization: Bearer {}\r\n\r\n",
        slow.token
    );
    held.write_all(head.as_bytes()).unwrap();
    // It is asked to go on once it has its place.
    let mut told = [0; 21];
    held.read_exact(&mut told).unwrap();
    assert_eq!(&told, b"HTTP/1.1 100 Continue");

    assert_eq!(bring(&slow), (503, "busy".into()));
    assert_eq!(bring(&other), (400, "malformed".into()), "it is read");

    drop(held);
    until(|| bring(&slow).0 != 503);
}

#[test]
fn a_handshake_that_does_not_come_is_not_waited_for() {
    let place = Place::sqlite();
    let (certificate, key) = (pem("certificate.pem"), pem("key.pem"));
    let encrypted = ["--certificate", certificate.to_str().unwrap(), "--key", key.to_str().unwrap()];
    let served = place.serve(&[&encrypted[..], &["--head-seconds", "1"]].concat());

    assert!(is_closed(connect(&served.address).unwrap()));
    drip(connect(&served.address).unwrap());
}

#[test]
fn what_says_that_it_is_too_long_is_refused_before_it_comes() {
    let place = Place::sqlite();
    let code = place.organisation();
    let served = place.serve(&[]);
    let guest = guest(&served.address, &code, 1);
    for route in ["/v1/exchange", "/v1/bundle", "/v1/told", "/v1/devices"] {
        let mut stream = connect(&served.address).unwrap();
        let head = format!(
            "POST {route} HTTP/1.1\r\nhost: a\r\ncontent-length: 1099511627776\r\nauthorization: Bearer {}\r\n\r\n",
            guest.token
        );
        stream.write_all(head.as_bytes()).unwrap();
        let said = read(stream).unwrap();
        assert_eq!((said.status, said.code().as_str()), (413, "too-large"), "{route}");
    }
    assert_eq!(post(&served.address, "/v1/told", &guest.token, &[0; 9_000]).unwrap().status, 413);
}
