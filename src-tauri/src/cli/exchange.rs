//! Joining an organisation and exchanging with its service, on the command line.

use serde_json::{Value, json};
use store::{System, exchange as stored, exchange::Membership, profile::Home};
use sync::engine::{Engine, Failure, Rest};

use super::Answered;
use crate::{
    commands::secrets,
    exchange::{
        self, Service,
        join::{self, Invitation},
    },
    state::{Answer, problem},
};

/// Becomes a device of an organisation: a new profile with what the service has for its person. Without a network the
/// profile is made and waits, and its recovery code is said all the same.
pub fn join(home: &Home, address: &str, code: &str) -> Answer<Answered> {
    Service::at(address)?;
    let passphrase = super::ask("A passphrase for the new profile: ")?;
    secrets::check_passphrase("passphrase", &passphrase)?;
    let made = join::begin(home, &Invitation { address, code, authority: None }, &passphrase)?;
    let recovery = made.recovery.groups().join("-");
    let result = json!({ "profile": made.profile.id(), "recoveryCode": recovery, "received": made.received });
    let kept = "The invitation is kept in the new profile: `coachlight sync` uses it when there is a network.";
    Ok(Answered { result, problem: made.waits.map(|problem| problem.hint(kept)) })
}

/// Exchanges until nothing waits on either side; without `once` again and again, until it is ended.
pub fn sync(home: &Home, once: bool) -> Answer<Value> {
    let (profile, _key, mut writer) = super::open(home)?;
    join::finish(&profile, &mut writer)?;
    let membership = joined(&writer)?;
    let service = Service::of(&membership.service, writer.reader())?;
    let mut engine = Engine::default();
    let (moved, rest) = loop {
        let (moved, rest, for_ms) = exchange::run(&mut writer, &service, &membership, &mut engine).map_err(problem)?;
        if once || rest == Rest::Failed(Failure::Unknown) {
            break (moved, rest);
        }
        std::thread::sleep(exchange::rest(for_ms, &mut System));
    };
    join::settled(rest)?;
    exchange::ask_what_is_told(&mut writer, &service).map_err(problem)?;
    let token = joined(&writer)?.token;
    let files = exchange::attachments::carry(&mut writer, &service, &token, &|| true).map_err(problem)?;
    Ok(json!({
        "partsSent": files.sent,
        "partsReceived": files.received,
        "sent": moved.sent,
        "received": moved.received,
        "inCustody": moved.in_custody,
        "questions": moved.questions,
    }))
}

/// Says what waits, without a network.
pub fn status(home: &Home) -> Answer<Value> {
    let (_profile, _key, writer) = super::open(home)?;
    let membership = joined(&writer)?;
    let counts = stored::counts(writer.reader()).map_err(problem)?;
    Ok(json!({
        "service": membership.service,
        "waiting": counts.waiting,
        "inCustody": counts.custody,
        "conflicts": counts.conflicts,
        "receivedMs": counts.received_ms,
    }))
}

pub(super) fn joined(writer: &store::Writer) -> Answer<Membership> {
    stored::membership(writer.reader()).map_err(problem)?.ok_or_else(crate::carried::alone)
}
