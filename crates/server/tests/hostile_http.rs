//! Hostile requests to the running service, at every address that it describes: each gets a problem or a refused batch,
//! is counted, and changes no row. The same requests as they should be do change rows, so that the comparison is known
//! to see it.

use std::{cmp::Reverse, collections::BTreeMap, io::Write};

use bundle::key::{Key, Recipient};
use domain::scope::Scope;
use ed25519_dalek::Signer;
use server::storage::transact;
use sync::{
    attachment::{List, MOST_PART_BYTES, seal},
    batch,
    enrol::{Enrol, Own, OwnQuestion, Renew, renewal},
    exchange::{self, Brought, Question, Taken, VERSION},
    told::Ask,
};

use crate::{
    attachments::record,
    carried, served_on_both,
    support::program::{Guest, Place, Said, connect, get, guest, hex, post, read, refused, send},
};

served_on_both! {
    whoever_is_not_known_gets_a_problem_at_every_address_and_changes_no_row
    whatever_cannot_be_read_gets_a_problem_at_every_address_and_changes_no_row
    whatever_is_no_address_or_cannot_be_done_there_gets_a_problem_and_is_counted
    what_is_no_request_at_all_is_counted_and_changes_no_row
    whatever_batch_is_wrong_is_refused_is_counted_and_changes_no_row
    whatever_file_is_wrong_is_refused_is_counted_and_changes_no_row
}

/// Every row of every table.
fn contents(place: &Place) -> BTreeMap<String, Vec<String>> {
    let tables = tables();
    let all = transact(&*place.storage(), |tx| {
        let mut all = BTreeMap::new();
        for table in &tables {
            let rows = tx.query(&format!("select * from {table}"), &[])?;
            let mut rows: Vec<String> = rows.iter().map(|row| format!("{row:?}")).collect();
            rows.sort();
            all.insert(table.clone(), rows);
        }
        Ok(all)
    });
    all.unwrap()
}

/// The tables whose rows differ.
fn changed(before: &BTreeMap<String, Vec<String>>, after: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    before.iter().filter(|(table, rows)| after[*table] != **rows).map(|(table, _)| table.clone()).collect()
}

fn unchanged(place: &Place, before: &BTreeMap<String, Vec<String>>, what: &str) {
    let changed = changed(before, &contents(place));
    assert!(changed.is_empty(), "{what}: {changed:?}");
}

/// The tables of the migrations.
fn tables() -> Vec<String> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations/central");
    let files = std::fs::read_dir(folder).unwrap().map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap());
    let all = files.collect::<String>();
    let names = all.lines().filter_map(|line| line.strip_prefix("create table ")?.split([' ', '(']).next());
    let names: Vec<String> = names.map(str::to_owned).collect();
    assert!(names.len() >= 24, "{names:?}");
    names
}

/// One address, as the service describes it.
struct Address {
    method: String,
    path: String,
    needs_token: bool,
    takes_body: bool,
}

fn addresses(address: &str) -> Vec<Address> {
    let described: serde_json::Value = serde_json::from_slice(&get(address, "/openapi.json").body).unwrap();
    let mut all = Vec::new();
    for (path, methods) in described["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            all.push(Address {
                method: method.to_uppercase(),
                path: path.clone(),
                needs_token: operation["security"].is_array(),
                takes_body: operation["requestBody"].is_object(),
            });
        }
    }
    assert!(all.len() >= 14, "{}", all.len());
    // What is carried comes after what is sent, and a new token at the end.
    all.sort_by_key(|address| (address.path == "/v1/renew", Reverse(address.path.clone())));
    all
}

/// A device that is known, and what is whole for each address: it changes rows, or reads them.
struct Known {
    guest: Guest,
    list: List,
    code: String,
    to: Recipient,
}

impl Known {
    fn new(place: &Place) -> Self {
        let code = place.organisation();
        let served = place.serve(&[]);
        let mut guest = guest(&served.address, &code, 1);
        guest.device.session.device = guest.enrolled.device;
        let list = List::of([seal(&[7; 32], 0, b"the end").as_slice()].into_iter());
        let named = guest.device.put(guest.device.own(), &[record(20, list.address())]);
        guest.ask(&served.address, vec![named]);
        // Where its news end is known to the service from here on.
        guest.ask(&served.address, Vec::new());
        let told = send(&served.address, "GET /v1/bundle", &bearer(&guest.token), b"").unwrap();
        let to = Recipient::parse(&String::from_utf8(told.body).unwrap()).unwrap();
        Self { guest, list, code: place.invite("Ben", &[]), to }
    }

    /// What an address takes. A new one has to be said here.
    fn body(&self, address: &Address) -> Vec<u8> {
        let guest = &self.guest;
        match (address.method.as_str(), address.path.as_str()) {
            ("GET", _) => Vec::new(),
            ("POST", "/v1/exchange") => exchange::encode(&bring(guest, guest.device.clone().write(own(guest), 2))),
            ("POST", "/v1/enrol") => exchange::encode(&Enrol {
                version: VERSION,
                code: self.code.clone(),
                public_key: [1; 32],
                system: "Linux".into(),
            }),
            ("POST", "/v1/renew") => exchange::encode(&self.renew()),
            ("POST", "/v1/told") => exchange::encode(&Ask { version: VERSION, since_ms: 77_777 }),
            ("POST", "/v1/devices") => exchange::encode(&OwnQuestion { version: VERSION, ask: Own::Invite }),
            ("POST", "/v1/bundle") => {
                let mut device = guest.device.clone();
                device.write(own(guest), 2);
                self.file(device.write(own(guest), 3))
            }
            ("PUT", "/v1/attachments/{address}/{piece}") => self.list.to_bytes(),
            other => panic!("say what is whole for {other:?}"),
        }
    }

    fn renew(&self) -> Renew {
        let (organisation, device) = (self.guest.enrolled.organisation, self.guest.enrolled.device);
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
        let at_ms = i64::try_from(since.as_millis()).unwrap();
        let signature = self.guest.device.key().sign(&renewal(organisation, device, at_ms)).to_bytes();
        Renew { version: VERSION, organisation, device, at_ms, signature }
    }

    fn file(&self, brought: Brought) -> Vec<u8> {
        carried::file(&self.guest.device, self.guest.enrolled.organisation, &self.to, &[brought], &Key::draw())
    }

    /// Sends this to an address.
    fn send(&self, served: &str, address: &Address, token: Option<&str>, body: &[u8]) -> Said {
        let path = address.path.replace("{address}", &self.list.address().to_string()).replace("{piece}", "list");
        let headers = token.map(bearer).unwrap_or_default();
        send(served, &format!("{} {path}", address.method), &headers, body).unwrap()
    }
}

fn own(guest: &Guest) -> Scope {
    guest.device.own()
}

fn bearer(token: &str) -> String {
    format!("authorization: Bearer {token}\r\n")
}

fn bring(guest: &Guest, brought: Brought) -> Question {
    guest.device.question(vec![brought], 0)
}

/// Checks that it is a problem as RFC 9457 has it.
fn assert_problem(said: &Said, status: u16, code: &str, what: &str) {
    assert_eq!((said.status, said.code().as_str()), (status, code), "{what}");
    assert_eq!(said.header("content-type"), Some("application/problem+json"), "{what}");
    let problem: serde_json::Value = serde_json::from_slice(&said.body).unwrap();
    assert_eq!((&problem["type"], &problem["status"]), (&"about:blank".into(), &status.into()), "{what}");
    assert!(problem["title"].as_str().is_some_and(|title| !title.is_empty()), "{what}");
}

/// What was counted, and what has to be.
struct Count {
    expected: BTreeMap<String, u64>,
    cases: usize,
}

impl Count {
    fn new(address: &str) -> Self {
        Self { expected: refused(address), cases: 0 }
    }

    fn one(&mut self, code: &str) {
        *self.expected.get_mut(code).unwrap_or_else(|| panic!("{code} is not counted")) += 1;
        self.cases += 1;
    }

    fn holds(&self, address: &str) {
        assert_eq!(refused(address), self.expected);
    }
}

fn whoever_is_not_known_gets_a_problem_at_every_address_and_changes_no_row(place: &Place) {
    let known = Known::new(place);
    let leaver = guest(&place.serve(&[]).address, &place.invite("Cleo", &[]), 2);
    place.admin(&["devices", "revoke", &leaver.enrolled.device.to_string()]);
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
            let said = known.send(address, closed, token, &known.body(closed));
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
        crate::support::program::until(|| refused(address) == count.expected);
    }

    unchanged(place, &before, "");
    assert_eq!(post(address, "/v1/told", &known.guest.token, b"").unwrap().status, 400, "and it goes on");
}

fn whatever_batch_is_wrong_is_refused_is_counted_and_changes_no_row(place: &Place) {
    let mut known = Known::new(place);
    let served = place.serve(&[]);
    let address = &served.address;
    let mut thief = guest(address, &known.code, 2);
    let brought = known.guest.device.write(own(&known.guest), 3);
    known.guest.ask(address, vec![brought.clone()]);
    known.guest.ask(address, Vec::new());
    thief.ask(address, Vec::new());
    let known = known.guest;
    let next = known.device.clone().write(own(&known), 2);
    let later = {
        let mut device = known.device.clone();
        device.write(own(&known), 1);
        device.write(own(&known), 1)
    };
    let other_past = {
        let mut device = known.device.clone();
        device.head = exchange::Head { ctr: device.head.ctr - 1, chain: [9; 16] };
        device.write(own(&known), 1)
    };
    let scope = own(&known).bytes();
    let sign = |batch: Vec<u8>| known.device.sign(&scope, batch);
    let bomb = zstd::bulk::compress(&vec![0; 20 * batch::MOST_BYTES], 19).unwrap();
    let as_the_other = Question { replica: known.device.replica, ..thief.device.question(Vec::new(), 0) };
    let elsewhere = Brought { scope: Scope::Organisation.bytes(), ..next.clone() };
    let crowd = Question { brought: vec![next.clone(); 65], ..bring(&known, next.clone()) };
    let (before, mut count) = (contents(place), Count::new(address));

    let wrong: [(&str, &Guest, Question, Taken, &str); 12] = [
        ("empty", &known, bring(&known, sign(Vec::new())), Taken::Malformed, "malformed"),
        (
            "cut",
            &known,
            bring(&known, sign(next.batch[..next.batch.len() - 1].to_vec())),
            Taken::Malformed,
            "malformed",
        ),
        ("garbage", &known, bring(&known, sign(vec![0xA5; 3_000])), Taken::Malformed, "malformed"),
        ("enormous", &known, bring(&known, sign(vec![7; 3 << 20])), Taken::Malformed, "malformed"),
        ("a bomb", &known, bring(&known, sign(bomb)), Taken::Malformed, "malformed"),
        (
            "forged",
            &known,
            bring(&known, Brought { signature: [9; 64], ..next.clone() }),
            Taken::Malformed,
            "malformed",
        ),
        ("of another scope", &known, bring(&known, elsewhere), Taken::Malformed, "malformed"),
        ("a crowd", &known, crowd, Taken::Malformed, "malformed"),
        ("another's, again", &thief, bring(&thief, brought.clone()), Taken::Malformed, "malformed"),
        ("another's replica", &thief, Question { brought: vec![next], ..as_the_other }, Taken::Forked, "forked"),
        ("with a gap before", &known, bring(&known, later), Taken::Gap, "gap"),
        ("another past", &known, bring(&known, other_past), Taken::Forked, "forked"),
    ];
    for (what, guest, question, taken, code) in wrong {
        let answer = guest.try_ask(address, &question).unwrap_or_else(|| panic!("{what}: no answer"));
        assert_eq!(answer.taken, [taken], "{what}");
        count.one(code);
        count.holds(address);
        unchanged(place, &before, what);
    }
    let again = known.try_ask(address, &bring(&known, brought)).unwrap();
    assert!(matches!(again.taken.as_slice(), [Taken::Settled(_)]), "one's own again is settled already");
    assert_eq!(changed(&before, &contents(place)), ["replica"], "only when it last brought something");

    let foreign = known.device.clone().write(Scope::Own { author: thief.enrolled.person }, 1);
    let answer = known.try_ask(address, &bring(&known, foreign)).unwrap();
    assert!(matches!(answer.taken.as_slice(), [Taken::Custody { .. }]), "{:?}", answer.taken);
    assert_eq!(
        changed(&before, &contents(place)),
        ["custody", "replica"],
        "what one may not write is kept apart, and reaches nobody"
    );
}

fn whatever_file_is_wrong_is_refused_is_counted_and_changes_no_row(place: &Place) {
    let known = Known::new(place);
    let served = place.serve(&[]);
    let address = &served.address;
    let (org, device) = (known.guest.enrolled.organisation, &known.guest.device);
    let next = device.clone().write(own(&known.guest), 3);
    let whole = known.file(next.clone());
    let mut strange = device.clone();
    strange.session.device = domain::RowId::from_bytes([3; 16]);
    let file = |device, org, to: &Recipient| carried::file(device, org, to, std::slice::from_ref(&next), &Key::draw());
    let bomb = zstd::bulk::compress(&vec![0; 20 * batch::MOST_BYTES], 19).unwrap();
    let (before, mut count) = (contents(place), Count::new(address));

    for (what, bytes, code) in [
        ("nothing", Vec::new(), "malformed"),
        ("no such file", b"no such file".to_vec(), "malformed"),
        ("garbage", vec![0xA5; 70_000], "malformed"),
        ("the beginning", whole[..60].to_vec(), "malformed"),
        ("of another organisation", file(device, domain::RowId::from_bytes([3; 16]), &known.to), "malformed"),
        ("for somebody else", file(device, org, &Key::draw().recipient()), "malformed"),
        ("of a strange device", file(&strange, org, &known.to), "unknown-device"),
    ] {
        let said = post(address, "/v1/bundle", &known.guest.token, &bytes).unwrap();
        assert_problem(&said, 400, code, what);
        count.one(code);
    }
    // Only the batch in it is wrong: the file is answered, and the answer says so to its device.
    for wrong in [device.sign(&own(&known.guest).bytes(), bomb), Brought { signature: [9; 64], ..next.clone() }] {
        let said = post(address, "/v1/bundle", &known.guest.token, &known.file(wrong)).unwrap();
        assert_eq!((said.status, said.header("coachlight-batches")), (200, Some("1")));
        count.one("malformed");
    }

    count.holds(address);
    unchanged(place, &before, "");
    assert_eq!(post(address, "/v1/bundle", &known.guest.token, &whole).unwrap().status, 200);
    assert!(!changed(&before, &contents(place)).is_empty(), "and the whole file is taken");
}
