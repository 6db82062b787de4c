//! A device that the running service knows, every address that it describes, and what is whole for each of them.

use std::{cmp::Reverse, collections::BTreeMap};

use bundle::key::{Key, Recipient};
use domain::scope::Scope;
use ed25519_dalek::Signer;
use sync::{
    attachment::{List, seal},
    enrol::{Enrol, Own, OwnQuestion, Renew, renewal},
    exchange::{self, Brought, Question, VERSION},
    told::Ask,
};

use super::program::{Guest, Place, Said, get, guest, refused, send};
use crate::{attachments::record, carried};

/// One address, as the service describes it.
pub(crate) struct Address {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) needs_token: bool,
    pub(crate) takes_body: bool,
}

pub(crate) fn addresses(address: &str) -> Vec<Address> {
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
pub(crate) struct Known {
    pub(crate) guest: Guest,
    list: List,
    pub(crate) code: String,
    pub(crate) to: Recipient,
}

impl Known {
    pub(crate) fn new(place: &Place) -> Self {
        let code = place.organisation();
        let served = place.serve(&[]);
        let mut guest = guest(&served.address, &code, 1);
        guest.device.session.device = guest.enrolled.device;
        let list = List::of([seal(&[7; 32], 0, b"the end").as_slice()]);
        let named = guest.device.put(guest.device.own(), &[record(20, list.address())]);
        guest.ask(&served.address, vec![named]);
        // Where its news end is known to the service from here on.
        guest.ask(&served.address, Vec::new());
        let told = send(&served.address, "GET /v1/bundle", &bearer(&guest.token), b"").unwrap();
        let to = Recipient::parse(&String::from_utf8(told.body).unwrap()).unwrap();
        Self { guest, list, code: place.invite("Ben", &[]), to }
    }

    /// What an address takes. A new one has to be said here.
    pub(crate) fn body(&self, address: &Address) -> Vec<u8> {
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

    pub(crate) fn file(&self, brought: Brought) -> Vec<u8> {
        carried::file(&self.guest.device, self.guest.enrolled.organisation, &self.to, &[brought], &Key::draw())
    }

    /// Sends this to an address.
    pub(crate) fn send(&self, served: &str, address: &Address, token: Option<&str>, body: &[u8]) -> Said {
        let path = address.path.replace("{address}", &self.list.address().to_string()).replace("{piece}", "list");
        let headers = token.map(bearer).unwrap_or_default();
        send(served, &format!("{} {path}", address.method), &headers, body).unwrap()
    }
}

pub(crate) fn own(guest: &Guest) -> Scope {
    guest.device.own()
}

pub(crate) fn bearer(token: &str) -> String {
    format!("authorization: Bearer {token}\r\n")
}

pub(crate) fn bring(guest: &Guest, brought: Brought) -> Question {
    guest.device.question(vec![brought], 0)
}

/// Checks that it is a problem as RFC 9457 has it.
pub(crate) fn assert_problem(said: &Said, status: u16, code: &str, what: &str) {
    assert_eq!((said.status, said.code().as_str()), (status, code), "{what}");
    assert_eq!(said.header("content-type"), Some("application/problem+json"), "{what}");
    let problem: serde_json::Value = serde_json::from_slice(&said.body).unwrap();
    assert_eq!((&problem["type"], &problem["status"]), (&"about:blank".into(), &status.into()), "{what}");
    assert!(problem["title"].as_str().is_some_and(|title| !title.is_empty()), "{what}");
}

/// What was counted, and what has to be.
pub(crate) struct Count {
    pub(crate) expected: BTreeMap<String, u64>,
    pub(crate) cases: usize,
}

impl Count {
    pub(crate) fn new(address: &str) -> Self {
        Self { expected: refused(address), cases: 0 }
    }

    pub(crate) fn one(&mut self, code: &str) {
        *self.expected.get_mut(code).unwrap_or_else(|| panic!("{code} is not counted")) += 1;
        self.cases += 1;
    }

    pub(crate) fn holds(&self, address: &str) {
        assert_eq!(refused(address), self.expected);
    }
}
