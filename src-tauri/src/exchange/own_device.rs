//! A profile that came here as a backup or a copied folder becomes a device of its own, and keeps its rows.
//!
//! It has the key of the computer that it came from. As long as that one is known, it asks with it for a code, as a person
//! does who adds a computer; afterwards the person gives it one. Then it enrols like a new computer, with a key that it drew.

use domain::{Code, Problem};
use ed25519_dalek::SigningKey;
use store::exchange::{self as stored, Membership, OwnDevice, Ticket};
use sync::{
    enrol::{Enrol, Enrolled, Own},
    exchange::VERSION,
};

use super::{Service, attachments::Rows, http::not_the_service};
use crate::state::{Answer, problem};

/// Makes this profile a device of its own, where it is none yet and has or gets a code. Returns whether it became one.
/// `is_known` says whether the service just answered the key that it has.
///
/// # Errors
/// The service's own words where it refuses the code, which is forgotten then; or that it could not be reached.
pub fn settle(mut rows: impl Rows, service: &Service, is_known: bool) -> Answer<bool> {
    let Some(membership) = rows.read(stored::membership).map_err(problem)? else { return Ok(false) };
    let ticket = match rows.read(stored::own_device).map_err(problem)? {
        OwnDevice::Under(ticket) => ticket,
        OwnDevice::Wanted if is_known => {
            let answer = service.own(&membership.token, Own::Invite)?;
            let code = answer.invitation.ok_or_else(not_the_service)?.code;
            rows.write(move |writer| stored::keep_code(writer, &code)).map_err(problem)?;
            let OwnDevice::Under(ticket) = rows.read(stored::own_device).map_err(problem)? else { return Ok(false) };
            ticket
        }
        OwnDevice::Wanted | OwnDevice::Is => return Ok(false),
    };
    match enrol(service, &ticket, &membership) {
        Ok(membership) => {
            rows.write(move |writer| stored::become_own_device(writer, &membership)).map_err(problem)?;
            Ok(true)
        }
        Err(refused) => {
            if refused.code == Code::Invalid {
                rows.write(stored::forget_code).map_err(problem)?;
            }
            Err(refused)
        }
    }
}

fn enrol(service: &Service, ticket: &Ticket, membership: &Membership) -> Answer<Membership> {
    let public_key = SigningKey::from_bytes(&ticket.signing_key).verifying_key().to_bytes();
    let code = ticket.code.clone();
    let enrol = Enrol { version: VERSION, code, public_key, system: std::env::consts::OS.into() };
    let Enrolled { organisation, person, device, token, .. } = service.enrol(&enrol)?;
    if (organisation, person) != (membership.organisation, membership.person) {
        return Err(Problem::invalid(
            "code",
            "This code is for somebody else’s computer. This profile stays as it is.",
        )
        .hint("Ask the person who runs Coachlight in your organisation for a code of your own."));
    }
    Ok(Membership { device, token, signing_key: ticket.signing_key, ..membership.clone() })
}
