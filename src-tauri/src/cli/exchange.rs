//! Joining an organisation and exchanging with its service, on the command line.

use actions::coaching_request;
use serde_json::{Value, json};
use store::{System, Writer, exchange as stored, exchange::Membership, profile::Home};
use sync::engine::{Engine, Failure, Rest};

use super::Answered;
use crate::{
    clock,
    commands::secrets,
    exchange::{
        self, Exchanged, Service,
        attachments::{self, Carried},
        join::{self, Invitation},
        own_device,
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

/// Exchanges until nothing waits on either side; without `once` again and again, until it is ended or no longer known.
/// `code` makes a profile that the service does not know, or no longer, a device again.
pub fn sync(home: &Home, once: bool, code: Option<&str>) -> Answer<Value> {
    let (profile, _key, mut writer) = super::open(home)?;
    join::finish(&profile, &mut writer)?;
    if let Some(code) = code {
        let service = Service::of(&joined(&writer)?.service, writer.reader())?;
        stored::keep_code(&mut writer, code).map_err(problem)?;
        own_device::settle(&mut writer, &service, false)?;
    }
    let mut engine = Engine::default();
    loop {
        // Read in each round: the service may have given another token in the one before.
        let membership = joined(&writer)?;
        let service = Service::of(&membership.service, writer.reader())?;
        let (moved, rest, for_ms) = exchange::run(&mut writer, &service, &membership, &mut engine).map_err(problem)?;
        let files = if rest == Rest::Done { beside(&mut writer, &service)? } else { Carried::default() };
        // What may go only now, by what was just told.
        if rest == Rest::Done && coaching_request::send(&mut writer)? {
            continue;
        }
        match own_device::settle(&mut writer, &service, rest == Rest::Done) {
            Ok(true) => continue,
            Err(problem) if once => return Err(problem),
            // Without `once` it is tried again in the next round.
            Ok(false) | Err(_) => {}
        }
        if once || rest == Rest::Failed(Failure::Unknown) {
            join::settled(rest)?;
            return Ok(said(&moved, &files));
        }
        std::thread::sleep(exchange::rest(for_ms, &mut System));
    }
}

/// What is asked beside the records, when they rest: what the service tells, and the parts of files.
fn beside(writer: &mut Writer, service: &Service) -> Answer<Carried> {
    exchange::ask_what_is_told(&mut *writer, service).map_err(problem)?;
    let token = joined(writer)?.token;
    attachments::carry(writer, service, &token, &|| true).map_err(problem)
}

fn said(moved: &Exchanged, files: &Carried) -> Value {
    let refused: Vec<String> = files.refused.iter().map(ToString::to_string).collect();
    json!({
        "partsSent": files.sent,
        "partsReceived": files.received,
        "filesRefused": refused,
        "sent": moved.sent,
        "received": moved.received,
        "inCustody": moved.in_custody,
        "questions": moved.questions,
    })
}

/// Says what waits, without a network.
pub fn status(home: &Home) -> Answer<Value> {
    let (_profile, _key, writer) = super::open(home)?;
    let membership = joined(&writer)?;
    let counts = stored::counts(writer.reader()).map_err(problem)?;
    let others = store::lease::lease(writer.reader(), clock::read().wall_ms).map_err(problem)?;
    Ok(json!({
        "othersLeftMs": others.map(|lease| lease.left_ms),
        "service": membership.service,
        "waiting": counts.waiting,
        "inCustody": counts.custody,
        "conflicts": counts.conflicts,
        "receivedMs": counts.received_ms,
    }))
}

pub(super) fn joined(writer: &Writer) -> Answer<Membership> {
    stored::membership(writer.reader()).map_err(problem)?.ok_or_else(crate::carried::alone)
}
