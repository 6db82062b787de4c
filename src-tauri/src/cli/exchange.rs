//! Joining an organisation and exchanging with its service, on the command line.

use domain::{Code, Problem};
use ed25519_dalek::SigningKey;
use serde_json::{Value, json};
use store::{Source, System, exchange as stored, exchange::Membership, profile::Home, setting};
use sync::{
    engine::{Engine, Failure, Rest},
    enrol::Enrol,
    exchange::VERSION,
};

use crate::{
    commands::secrets,
    exchange::{self, Service},
    state::{Answer, problem},
};

/// Becomes a device of an organisation: a new profile with what the service has for its person.
pub fn join(home: &Home, address: &str, code: &str) -> Answer<Value> {
    let service = Service::at(address)?;
    let passphrase = super::ask("A passphrase for the new profile: ")?;
    secrets::check_passphrase("passphrase", &passphrase)?;
    let mut seed = [0; 32];
    System.fill(&mut seed);
    let public_key = SigningKey::from_bytes(&seed).verifying_key().to_bytes();
    let enrol =
        Enrol { version: VERSION, code: code.trim().to_owned(), public_key, system: std::env::consts::OS.into() };
    let enrolled = service.enrol(&enrol)?;
    let membership = Membership {
        service: address.trim().to_owned(),
        organisation: enrolled.organisation,
        person: enrolled.person,
        device: enrolled.device,
        token: enrolled.token,
        signing_key: seed,
    };
    let mut received = 0;
    let (profile, _, recovery, _writer) =
        home.create(&enrolled.name, false, &passphrase, Box::new(System), |writer| {
            stored::join(writer, &membership)?;
            setting::save(writer, "me", &membership.person.to_string())?;
            setting::save(writer, "organisation", &membership.organisation.to_string())?;
            let run = exchange::run(&mut *writer, &service, &membership, &mut Engine::default());
            let (moved, rest, _) = run?;
            received = moved.received;
            // Without its organisation's rows a profile cannot be worked in: it is there whole, or not at all.
            settled(rest).map_err(actions::Error::Refused)?;
            exchange::ask_what_is_told(&mut *writer, &service)?;
            actions::session::load(writer.reader()).map(drop)
        })?;
    Ok(json!({ "profile": profile.id(), "recoveryCode": recovery.groups().join("-"), "received": received }))
}

/// Exchanges until nothing waits on either side; without `once` again and again, until it is ended.
pub fn sync(home: &Home, once: bool) -> Answer<Value> {
    let (_profile, _key, mut writer) = super::open(home)?;
    let membership = joined(&writer)?;
    let service = Service::at(&membership.service)?;
    let mut engine = Engine::default();
    let (moved, rest) = loop {
        let (moved, rest, for_ms) = exchange::run(&mut writer, &service, &membership, &mut engine).map_err(problem)?;
        if once || rest == Rest::Failed(Failure::Unknown) {
            break (moved, rest);
        }
        std::thread::sleep(exchange::rest(for_ms, &mut System));
    };
    settled(rest)?;
    exchange::ask_what_is_told(&mut writer, &service).map_err(problem)?;
    Ok(json!({
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

fn settled(rest: Rest) -> Answer<()> {
    let problem = match rest {
        Rest::Done => return Ok(()),
        Rest::Failed(Failure::Link) => Problem::new(Code::Link, "The service could not be reached.")
            .hint("Everything is saved on this computer, and what waits goes out when there is a network."),
        Rest::Failed(Failure::Stranger) => {
            Problem::new(Code::Link, "Something else answered in the service's place. Nothing was changed.").hint(
                "Some networks ask you to sign in on a web page first. Open any page in a browser, then try again.",
            )
        }
        Rest::Failed(Failure::Proxy) => {
            Problem::new(Code::Link, "This network's proxy did not let the question through. Nothing was changed.")
                .hint("Everything is saved on this computer. Ask who runs the network, or try another one.")
        }
        Rest::Failed(Failure::Certificate) => Problem::new(
            Code::Link,
            "The service's certificate is not one that this computer trusts. Nothing was sent.",
        )
        .hint("The network may read along, or the certificate is over. Tell your administrator."),
        Rest::Failed(Failure::Refused) => {
            Problem::new(Code::Link, "The service could not take what this computer sent. Nothing was changed.").hint(
                "Everything is saved on this computer. It or the service may need an update: tell your administrator.",
            )
        }
        Rest::Failed(Failure::Busy) => Problem::new(Code::Link, "The service cannot take anything at the moment.")
            .hint("Everything is saved on this computer. Try again in a while."),
        Rest::Failed(Failure::Unknown) => Problem::new(Code::Link, "The service no longer knows this device.")
            .hint("Everything is saved on this computer. Ask your administrator for a new invitation."),
    };
    Err(problem)
}
