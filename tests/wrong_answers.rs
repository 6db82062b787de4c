//! What answers is not the service, or the service means harm: it is said as what it is, nothing changes on the device,
//! and the next try goes on.

use std::time::Duration;

use coachlight_app::exchange::{self as link, Service as Link};
use ed25519_dalek::SigningKey;
use sync::{
    engine::{Engine, Failure, Rest},
    enrol::{Enrol, Own},
    exchange::{self, Answer, Block, Cursor, Head, MOST_BYTES, News, Question, VERSION},
    told::Ask,
};

use crate::support::{computer::Computer, pretender::Pretender, service::Service};

/// For what answers at once, however busy the machine is.
const PATIENT: Duration = Duration::from_secs(120);
/// For what will not answer.
const BRIEF: Duration = Duration::from_secs(1);
/// What the engine rests at most after failures, in milliseconds.
const LONGEST_REST_MS: u64 = 300_000;

/// A service, and a computer with work that waits.
fn world() -> (Service, Computer) {
    let service = Service::start();
    let (_, code) = service.invite("Dana", "Whitfield");
    let mut laptop = Computer::join(&service.address, &code, 1);
    laptop.settle(&service.address).unwrap();
    laptop.script(5);
    (service, laptop)
}

/// Everything that an exchange could change.
#[derive(Debug, PartialEq)]
struct State {
    log: Vec<(i64, i64)>,
    rows: [u8; 32],
    waiting: u64,
    /// Where the device stands with its service.
    stands: [i64; 4],
}

fn state(laptop: &Computer) -> State {
    let sql = "select epoch, place, seq, answered_ms from local_exchange";
    let reader = laptop.writer.reader();
    let stands = reader.query_row(sql, [], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?]));
    State { log: laptop.log(), rows: laptop.rows(), waiting: laptop.waiting(), stands: stands.unwrap() }
}

/// Asks at an address that answers wrongly; returns why there is no answer, and how long the engine rests.
fn try_at(laptop: &mut Computer, address: &str, silence: Duration) -> (Failure, u64) {
    let service = Link::at(address).unwrap().patient(silence);
    let run = link::run(&mut laptop.writer, &service, &laptop.membership, &mut laptop.engine);
    let (moved, rest, for_ms) = run.expect("what comes from outside is no failure of the database");
    assert_eq!((moved.sent, moved.received), (0, 0));
    match rest {
        Rest::Failed(failure) => (failure, for_ms),
        Rest::Done => panic!("it took the answer for the service's"),
    }
}

fn head(status: &str, kind: &str, length: usize) -> String {
    format!("HTTP/1.1 {status}\r\ncontent-type: {kind}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n")
}

fn page(status: &str) -> Vec<u8> {
    let page = "<html><body><h1>Welcome to Guest Wi-Fi</h1></body></html>";
    (head(status, "text/html", page.len()) + page).into_bytes()
}

fn bytes(body: &[u8]) -> Vec<u8> {
    [head("200 OK", "application/octet-stream", body.len()).as_bytes(), body].concat()
}

/// An answer with one block.
fn with_block(batch: Vec<u8>) -> Vec<u8> {
    let block = Block { scope: vec![1; 17], first_seq: 1, received_ms: 0, batch };
    exchange::encode(&Answer {
        epoch: 1,
        epoch_began: 0,
        now_ms: 1,
        head: Head::default(),
        taken: Vec::new(),
        news: vec![News::Block(block)],
        cursor: Cursor { place: 1, seq: 1 },
        more: false,
    })
}

/// A hundred megabytes of zeros in three kilobytes: a Zstandard frame of blocks that each say "128 KiB of the same".
fn bomb() -> Vec<u8> {
    const BLOCKS: u32 = 800;
    let mut frame = vec![0x28, 0xB5, 0x2F, 0xFD, 0x00, 0x58];
    for block in 1..=BLOCKS {
        let header = u32::from(block == BLOCKS) | 1 << 1 | (128 << 10) << 3;
        frame.extend_from_slice(&header.to_le_bytes()[..3]);
        frame.push(0);
    }
    frame
}

#[test]
fn whatever_answers_in_the_service_s_place_is_said_as_what_it_is_and_changes_nothing() {
    let (service, mut laptop) = world();
    let redirect = "HTTP/1.1 302 Found\r\nlocation: http://portal.example/\r\ncontent-length: 0\r\n\r\n";
    let whole = with_block(vec![1, 2, 3]);
    let cut_short = [head("200 OK", "application/octet-stream", 4_000).as_bytes(), &whole].concat();
    let unavailable = "HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    let cases: [(&str, Vec<u8>, Failure); 15] = [
        ("a sign-in page", page("200 OK"), Failure::Stranger),
        ("a redirect to one", redirect.into(), Failure::Stranger),
        ("a page that says so", page("511 Network Authentication Required"), Failure::Stranger),
        ("a page that forbids", page("403 Forbidden"), Failure::Stranger),
        ("another server", page("404 Not Found"), Failure::Stranger),
        ("a proxy that wants a name", page("407 Proxy Authentication Required"), Failure::Proxy),
        ("a proxy whose service is gone", page("502 Bad Gateway"), Failure::Proxy),
        ("a proxy that is full", unavailable.into(), Failure::Proxy),
        ("garbage", bytes(&[0xA5; 3_000]), Failure::Stranger),
        ("nothing in it", bytes(&[]), Failure::Stranger),
        ("no protocol at all", b"220 mail.example ESMTP\r\n".to_vec(), Failure::Link),
        ("cut short", cut_short, Failure::Link),
        ("a block that is none", bytes(&whole), Failure::Stranger),
        ("a bomb", bytes(&with_block(bomb())), Failure::Stranger),
        ("without end", bytes(&vec![0; 3 * MOST_BYTES]), Failure::Stranger),
    ];
    let before = state(&laptop);
    let mut rests = Vec::new();

    for (what, answer, failure) in cases {
        let pretender = Pretender::saying(answer);
        let (said, rest_ms) = try_at(&mut laptop, &format!("http://{}", pretender.here), PATIENT);
        assert_eq!(said, failure, "{what}");
        assert_eq!(state(&laptop), before, "{what}");
        rests.push(rest_ms);
    }

    assert!(rests.is_sorted() && rests[0] < 5_000 && rests.last() == Some(&LONGEST_REST_MS), "{rests:?}");
    laptop.settle(&service.address).expect("the next try goes on");
    println!("{} wrong answers; rests of {rests:?} ms", rests.len());
}

#[test]
fn who_says_nothing_or_one_byte_at_a_time_is_not_waited_for_for_ever() {
    let (service, mut laptop) = world();
    let before = state(&laptop);
    let silent = Pretender::dripping(b"HTTP".to_vec(), Duration::from_secs(5));
    let drip = Pretender::dripping(bytes(&with_block(vec![0; 8_000])), Duration::from_millis(10));

    for pretender in [silent, drip] {
        assert_eq!(try_at(&mut laptop, &format!("http://{}", pretender.here), BRIEF).0, Failure::Link);
        assert_eq!(state(&laptop), before);
    }

    laptop.settle(&service.address).expect("the next try goes on");
}

/// Every question that a device asks, with why it got no answer.
fn every_question(laptop: &Computer, service: &Link) -> Vec<(&'static str, bool)> {
    let (known, token) = (&laptop.membership, &laptop.membership.token);
    let key = SigningKey::from_bytes(&known.signing_key);
    let enrol = Enrol { version: VERSION, code: "any".into(), public_key: [1; 32], system: "Linux".into() };
    let ask = Ask { version: VERSION, since_ms: 0 };
    let question = Question {
        version: VERSION,
        epoch: 0,
        replica: 1,
        written: 0,
        cursor: Cursor::default(),
        brought: Vec::new(),
        most_bytes: 0,
    };
    vec![
        ("exchange", service.ask(token, &question).is_err()),
        ("enrol", service.enrol(&enrol).is_err()),
        ("renew", service.renew(known, &key).is_err()),
        ("told", service.told(token, &ask).is_err()),
        ("devices", service.own(token, Own::List).is_err()),
        ("a part", service.piece(token, &"ab".repeat(32), "0", None).is_err()),
        ("a part that is brought", service.piece(token, &"ab".repeat(32), "0", Some(b"a")).is_err()),
        ("the key for files", service.address(token).is_err()),
    ]
}

#[test]
fn no_answer_is_read_further_than_what_was_asked_for_may_be() {
    let (service, mut laptop) = world();
    let before = state(&laptop);
    let endless = |status: &str, kind: &str| {
        let head = format!("HTTP/1.1 {status}\r\ncontent-type: {kind}\r\nconnection: close\r\n\r\n");
        Pretender::endless(head.into_bytes())
    };

    for (status, kind) in [
        ("200 OK", "application/octet-stream"),
        ("200 OK", "text/html"),
        ("400 Bad Request", "application/problem+json"),
        ("404 Not Found", "application/octet-stream"),
    ] {
        let pretender = endless(status, kind);
        let link = Link::at(&format!("http://{}", pretender.here)).unwrap();
        for (what, is_refused) in every_question(&laptop, &link) {
            let is_nothing = status.starts_with("404") && what.starts_with("a part");
            assert_eq!(is_refused, !is_nothing, "{what} {status} {kind}");
        }
    }

    assert_eq!(state(&laptop), before);
    laptop.settle(&service.address).expect("the next try goes on");
}

#[test]
fn a_certificate_that_nobody_vouches_for_is_said_and_no_word_is_sent() {
    let (service, mut laptop) = world();
    let impostor = Service::encrypted();
    let plain = Pretender::saying(page("400 Bad Request"));
    let before = state(&laptop);

    assert_eq!(try_at(&mut laptop, &impostor.address, PATIENT).0, Failure::Certificate);
    assert_eq!(try_at(&mut laptop, &format!("https://{}", plain.here), PATIENT).0, Failure::Stranger);

    assert_eq!(state(&laptop), before);
    laptop.settle(&service.address).expect("the next try goes on");
}

#[test]
fn what_the_service_itself_refuses_is_told_apart_from_a_stranger() {
    let (service, mut laptop) = world();
    let problem = |status: &str, code: &str| {
        let body = format!("{{\"code\":\"{code}\",\"message\":\"No.\"}}");
        (head(status, "application/problem+json", body.len()) + &body).into_bytes()
    };
    for (answer, failure) in [
        (problem("503 Service Unavailable", "busy"), Failure::Busy),
        (problem("429 Too Many Requests", "too-many"), Failure::Busy),
        (problem("400 Bad Request", "newer"), Failure::Refused),
        (problem("413 Payload Too Large", "too-large"), Failure::Refused),
    ] {
        let pretender = Pretender::saying(answer);
        assert_eq!(try_at(&mut laptop, &format!("http://{}", pretender.here), PATIENT).0, failure);
    }
    // A token that is lost is renewed by the key; who has neither is nobody.
    let known = laptop.membership.clone();
    (laptop.membership.token, laptop.membership.signing_key) = ([9; 32], [9; 32]);
    assert_eq!(try_at(&mut laptop, &service.address, PATIENT).0, Failure::Unknown);

    (laptop.membership, laptop.engine) = (known, Engine::default());
    laptop.settle(&service.address).expect("the next try goes on");
}
