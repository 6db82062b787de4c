//! What the service answers, as OpenAPI: the addresses from a table that a test holds against the router, the refusals
//! from the list of all refusals, and the messages from messages.

mod shape;

use std::sync::LazyLock;

use domain::RowId;
use serde_json::{Value, json};
use sync::{
    enrol::{Enrol, Enrolled, Own, OwnAnswer, OwnDevice, OwnInvitation, OwnQuestion, Renew, Renewed},
    exchange::{Answer, Block, Brought, Cursor, Head, News, Question, Refused, Settled, Taken, VERSION},
    told::{Ask, Fact, Seen, Told},
};

use super::answer::Refusal;

/// The description, as it is served.
pub(super) static TEXT: LazyLock<String> = LazyLock::new(|| format!("{:#}\n", description()));

/// One address.
struct Address {
    path: &'static str,
    method: &'static str,
    summary: &'static str,
    /// The names of the question and of the answer, where they are messages; otherwise the answer's kind of text.
    messages: Result<(&'static str, &'static str), &'static str>,
    needs_token: bool,
    refusals: &'static [Refusal],
}

const EVERYBODY: [Refusal; 1] = [Refusal::TooMany];

#[rustfmt::skip]
const ADDRESSES: &[Address] = &[
    Address {
        path: "/v1/exchange", method: "post", messages: Ok(("Question", "Answer")), needs_token: true,
        summary: "Brings what a device wrote, and gives it what is new for it.",
        refusals: &[Refusal::Malformed, Refusal::TooLarge, Refusal::TooSlow, Refusal::Unknown, Refusal::TooMany, Refusal::Newer, Refusal::Busy, Refusal::Internal],
    },
    Address {
        path: "/v1/enrol", method: "post", messages: Ok(("Enrol", "Enrolled")), needs_token: false,
        summary: "Makes a computer a device of the person whom an invitation names.",
        refusals: &[Refusal::Malformed, Refusal::TooLarge, Refusal::TooSlow, Refusal::NoInvite, Refusal::TooMany, Refusal::Newer, Refusal::Busy, Refusal::Internal],
    },
    Address {
        path: "/v1/renew", method: "post", messages: Ok(("Renew", "Renewed")), needs_token: false,
        summary: "Gives a device that proves its key another token.",
        refusals: &[Refusal::Malformed, Refusal::TooLarge, Refusal::TooSlow, Refusal::Unknown, Refusal::TooMany, Refusal::Clock, Refusal::Newer, Refusal::Busy, Refusal::Internal],
    },
    Address {
        path: "/v1/told", method: "post", messages: Ok(("Ask", "Told")), needs_token: true,
        summary: "Tells a device what is true of its person, and who received what they shared.",
        refusals: &[Refusal::Malformed, Refusal::TooLarge, Refusal::TooSlow, Refusal::Unknown, Refusal::TooMany, Refusal::Newer, Refusal::Busy, Refusal::Internal],
    },
    Address {
        path: "/v1/devices", method: "post", messages: Ok(("OwnQuestion", "OwnAnswer")), needs_token: true,
        summary: "Lists the devices of the asking device's person, retires one, or gives a code for another.",
        refusals: &[Refusal::Malformed, Refusal::TooLarge, Refusal::TooSlow, Refusal::Unknown, Refusal::TooMany, Refusal::Newer, Refusal::Busy, Refusal::Internal],
    },
    Address {
        path: "/v1/bundle", method: "get", messages: Err("text/plain"), needs_token: true,
        summary: "Says to whom carried files for this service are encrypted.",
        refusals: &[Refusal::Unknown, Refusal::TooMany, Refusal::Busy, Refusal::Internal],
    },
    Address {
        path: "/v1/bundle", method: "post", messages: Err("application/octet-stream"), needs_token: true,
        summary: "Takes a carried file of the organisation, and answers with the file that goes back.",
        refusals: &[Refusal::Malformed, Refusal::TooLarge, Refusal::TooSlow, Refusal::Unknown, Refusal::TooMany, Refusal::Busy, Refusal::Internal],
    },
    Address {
        path: "/v1/attachments/{address}", method: "get", messages: Err("application/octet-stream"), needs_token: true,
        summary: "Says how many parts a file has, in four bytes, and which are here, one bit each; nothing while its list is not.",
        refusals: &[Refusal::Unknown, Refusal::TooMany, Refusal::NoSuchAddress, Refusal::Busy, Refusal::Internal],
    },
    Address {
        path: "/v1/attachments/{address}/{piece}", method: "get", messages: Err("application/octet-stream"), needs_token: true,
        summary: "Gives an encrypted part of a file by its number, or the list of their hashes as `list`.",
        refusals: &[Refusal::Unknown, Refusal::TooMany, Refusal::NoSuchAddress, Refusal::Busy, Refusal::Internal],
    },
    Address {
        path: "/v1/attachments/{address}/{piece}", method: "put", messages: Err("application/octet-stream"), needs_token: true,
        summary: "Keeps an encrypted part of a file, or the list. What does not fit the address is not kept.",
        refusals: &[Refusal::Malformed, Refusal::TooLarge, Refusal::TooSlow, Refusal::Unknown, Refusal::TooMany, Refusal::NoSuchAddress, Refusal::Busy, Refusal::Internal],
    },
    Address {
        path: "/healthz", method: "get", messages: Err("text/plain"), needs_token: false,
        summary: "Says that the process lives.", refusals: &EVERYBODY,
    },
    Address {
        path: "/readyz", method: "get", messages: Err("text/plain"), needs_token: false,
        summary: "Says that the service reaches its database.", refusals: &[Refusal::TooMany, Refusal::Busy, Refusal::Internal],
    },
    Address {
        path: "/metrics", method: "get", messages: Err("text/plain"), needs_token: false,
        summary: "Counts, in the text format of Prometheus: how often and how much, never who.", refusals: &EVERYBODY,
    },
    Address {
        path: "/openapi.json", method: "get", messages: Err("application/json"), needs_token: false,
        summary: "This description.", refusals: &EVERYBODY,
    },
];

fn description() -> Value {
    let mut paths = serde_json::Map::new();
    for address in ADDRESSES {
        let path = paths.entry(address.path).or_insert_with(|| json!({}));
        path[address.method] = address.operation();
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Coachlight central service",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Questions and answers are binary: postcard (https://postcard.jamesmunns.com/wire-format) \
                            of the fields in the order of `x-fields`, the variants of a `oneOf` numbered from 0. An \
                            array of fixed length and an id are their bytes. What is refused is a Problem in JSON.",
        },
        "paths": paths,
        "components": {
            "securitySchemes": { "token": {
                "type": "http", "scheme": "bearer",
                "description": "64 hexadecimal digits. An answer may carry the next one in the header coachlight-token.",
            } },
            "schemas": schemas(),
        },
    })
}

impl Address {
    fn operation(&self) -> Value {
        let mut responses = serde_json::Map::new();
        let content = match self.messages {
            Ok((_, answer)) => binary(answer),
            Err(kind) => json!({ kind: { "schema": { "type": "string" } } }),
        };
        responses.insert("200".into(), json!({ "description": "It was done.", "content": content }));
        for refusal in self.refusals {
            let status = refusal.status().as_u16().to_string();
            let problem = json!({ "$ref": "#/components/schemas/Problem" });
            let entry = responses.entry(status).or_insert_with(
                || json!({ "description": "", "content": { "application/problem+json": { "schema": problem } } }),
            );
            let told = entry["description"].as_str().unwrap_or_default();
            let told = [told, if told.is_empty() { "" } else { ", " }, refusal.code()].concat();
            entry["description"] = told.into();
        }
        let mut operation = json!({ "summary": self.summary, "responses": responses });
        if let Ok((question, _)) = self.messages {
            operation["requestBody"] = json!({ "required": true, "content": binary(question) });
        }
        if self.messages.is_err() && self.method != "get" {
            operation["requestBody"] = json!({ "required": true, "content": { "application/octet-stream": {} } });
        }
        let parameters: Vec<_> = ["address", "piece"]
            .into_iter()
            .filter(|name| self.path.contains(&format!("{{{name}}}")))
            .map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }))
            .collect();
        if !parameters.is_empty() {
            operation["parameters"] = parameters.into();
        }
        if self.needs_token {
            operation["security"] = json!([{ "token": [] }]);
        }
        operation
    }
}

fn binary(message: &str) -> Value {
    json!({ "application/octet-stream": { "schema": { "$ref": format!("#/components/schemas/{message}") } } })
}

fn schemas() -> Value {
    let id = RowId::from_bytes([0; 16]);
    let codes: Vec<_> = Refusal::ALL.into_iter().map(Refusal::code).collect();
    json!({
        "Problem": {
            "type": "object", "required": ["type", "title", "status", "code", "message"],
            "properties": {
                "type": { "type": "string" },
                "title": { "type": "string" },
                "status": { "type": "integer" },
                "code": { "type": "string", "enum": codes },
                "message": { "type": "string" },
                "hint": { "type": "string" },
                "now_ms": { "type": "integer", "description": "The service's clock, where the caller's is off." },
            },
        },
        "Question": shape::of(&question()),
        "Answer": shape::of(&answer()),
        "Enrol": shape::of(&Enrol { version: VERSION, code: String::new(), public_key: [0; 32], system: String::new() }),
        "Enrolled": shape::of(&Enrolled { organisation: id, name: String::new(), person: id, device: id, token: [0; 32] }),
        "Renew": shape::of(&Renew { version: VERSION, organisation: id, device: id, at_ms: 0, signature: [0; 64] }),
        "Renewed": shape::of(&Renewed { token: [0; 32] }),
        "OwnQuestion": shape::of(&[Own::List, Own::Retire(id), Own::Invite].map(|ask| OwnQuestion { version: VERSION, ask }))["items"],
        "OwnAnswer": shape::of(&own_answer()),
        "Ask": shape::of(&Ask { version: VERSION, since_ms: 0 }),
        "Told": shape::of(&told()),
    })
}

fn own_answer() -> OwnAnswer {
    let id = RowId::from_bytes([0; 16]);
    let device = OwnDevice { device: id, system: String::new(), enrolled_ms: 0, brought_ms: Some(0) };
    let invitation = OwnInvitation { code: String::new(), expires_ms: 0 };
    OwnAnswer { this: id, devices: vec![device], invitation: Some(invitation) }
}

fn told() -> Told {
    let id = RowId::from_bytes([0; 16]);
    let fact = Fact { kind: String::new(), subject: id, object: id, detail: String::new() };
    let seen = Seen { root: id, scope: Vec::new(), reader: id, at_ms: 0 };
    Told { now_ms: 0, facts: vec![fact], seen: vec![seen] }
}

fn question() -> Question {
    Question {
        version: VERSION,
        epoch: 0,
        replica: 1,
        written: 0,
        cursor: Cursor { place: 0, seq: 0 },
        brought: vec![Brought { scope: vec![0], batch: vec![0], signature: [0; 64] }],
        most_bytes: 0,
    }
}

fn answer() -> Answer {
    let settled = Settled { replica: 1, first_ctr: 1, count: 1, first_seq: 1, received_ms: 0 };
    let custody = |reason| Taken::Custody { replica: 1, first_ctr: 1, count: 1, reason };
    Answer {
        epoch: 0,
        epoch_began: 0,
        now_ms: 0,
        head: Head { ctr: 0, chain: [0; 16] },
        taken: vec![
            Taken::Settled(vec![settled]),
            custody(Refused::NotYours),
            custody(Refused::Unknown),
            Taken::Forked,
            Taken::Gap,
            Taken::Malformed,
        ],
        news: vec![
            News::Block(Block { scope: vec![0], first_seq: 1, received_ms: 0, batch: vec![0] }),
            News::Closed { scope: vec![0] },
            News::Only { scopes: vec![vec![0]] },
        ],
        cursor: Cursor { place: 0, seq: 0 },
        more: false,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_address_of_the_router_is_described_and_no_other() {
        let router = include_str!("../http.rs").split_once(".fallback(").unwrap().0;
        let routed: BTreeSet<(String, String)> = router
            .split(".route(")
            .skip(1)
            .flat_map(|route| {
                let mut parts = route.splitn(3, '"');
                let (path, rest) = (parts.nth(1).unwrap(), parts.next().unwrap());
                let methods = ["get", "post", "put", "delete", "patch"].into_iter();
                let methods = methods.filter(move |method| rest.contains(&format!("{method}(")));
                methods.map(move |method| (path.to_owned(), method.to_owned()))
            })
            .collect();

        let described = ADDRESSES.iter().map(|address| (address.path.to_owned(), address.method.to_owned()));

        assert!(routed.len() >= 14, "{routed:?}");
        assert_eq!(routed, described.collect());
    }

    #[test]
    fn a_message_is_described_by_its_fields_in_their_order_and_by_each_of_its_variants() {
        let schemas = schemas();
        let fields = &schemas["Question"]["x-fields"];
        assert_eq!(fields, &json!(["version", "epoch", "replica", "written", "cursor", "brought", "most_bytes"]));
        let taken = schemas["Answer"]["properties"]["taken"]["items"]["oneOf"].as_array().unwrap();
        assert_eq!(taken.len(), 5, "{taken:?}");
        let reason = &taken[1]["properties"]["Custody"]["properties"]["reason"];
        assert_eq!(reason["oneOf"], json!([{ "const": "NotYours" }, { "const": "Unknown" }]));
        assert_eq!(schemas["Answer"]["properties"]["more"]["type"], "boolean");
    }
}
