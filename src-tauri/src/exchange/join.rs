//! Becoming a device of an organisation: the profile first, with the code and the key in it, then the service.

use domain::{Code, Problem, RowId};
use ed25519_dalek::SigningKey;
use store::{
    Source, System, Writer,
    exchange::{self as stored, Joining, Membership},
    key::{Key, RecoveryCode},
    profile::{Home, Profile},
    setting,
};
use sync::{
    engine::{Engine, Failure, Rest},
    enrol::Enrol,
    exchange::VERSION,
};

use super::{Service, apart, driver};
use crate::state::{Answer, problem};

/// An invitation, as a person gives it.
pub struct Invitation<'a> {
    /// The service's address.
    pub address: &'a str,
    /// The one-time code.
    pub code: &'a str,
    /// The district's own certificate authority, where the service has its certificate from one: a name, and PEM.
    pub authority: Option<(String, String)>,
}

/// A profile that was made for an invitation.
pub struct Made {
    /// Where it lies.
    pub profile: Profile,
    /// Its key.
    pub key: Key,
    /// The recovery code, which is shown once.
    pub recovery: RecoveryCode,
    /// Its rows.
    pub writer: Writer,
    /// How many rows the service had for its person.
    pub received: u64,
    /// Why the service was not asked yet; the invitation is kept. Nothing when the profile is ready.
    pub waits: Option<Problem>,
}

/// Makes a profile for an invitation and uses it. Without a network the profile is there and waits.
///
/// # Errors
/// When the service refuses the code for good, or the address is none; then nothing is left behind.
pub fn begin(home: &Home, invitation: &Invitation<'_>, passphrase: &str) -> Answer<Made> {
    let address = invitation.address.trim();
    apart(|| Service::at(address).map(drop))?;
    let mut signing_key = [0; 32];
    System.fill(&mut signing_key);
    let joining = Joining { service: address.to_owned(), code: invitation.code.trim().to_owned(), signing_key };
    let (profile, key, recovery, mut writer) = home
        .create(address, false, passphrase, Box::new(System), |writer| {
            if let Some((name, pem)) = &invitation.authority {
                stored::add_authority(writer, name, pem)?;
            }
            stored::begin_joining(writer, &joining)
        })
        .map_err(problem)?;
    let (received, waits) = match finish(&profile, &mut writer) {
        Ok(received) => (received, None),
        Err(refused) if is_for_good(&refused, &writer) => {
            drop(writer);
            profile.discard().map_err(problem)?;
            return Err(refused);
        }
        Err(refused) => (0, Some(refused)),
    };
    Ok(Made { profile, key, recovery, writer, received, waits })
}

/// Uses the invitation that a profile keeps, if there is one, and receives what its person has. Returns how many rows came.
///
/// # Errors
/// The service's own words where it refuses, or that it could not be reached; then the invitation is still kept.
pub fn finish(profile: &Profile, writer: &mut Writer) -> Answer<u64> {
    let Some(joining) = stored::joining(writer.reader()).map_err(problem)? else { return Ok(0) };
    apart(|| use_up(&joining, profile, writer))
}

fn use_up(joining: &Joining, profile: &Profile, writer: &mut Writer) -> Answer<u64> {
    let service = Service::of(&joining.service, writer.reader())?;
    let membership = match stored::membership(writer.reader()).map_err(problem)? {
        Some(membership) => membership,
        None => enrol(&service, joining, profile, writer)?,
    };
    let run = driver::run(&mut *writer, &service, &membership, &mut Engine::default());
    let (moved, rest, _) = run.map_err(problem)?;
    settled(rest)?;
    super::told::ask(&mut *writer, &service).map_err(problem)?;
    // Without its organisation's rows a profile cannot be worked in.
    actions::session::load(writer.reader()).map_err(Problem::from)?;
    stored::joined(writer).map_err(problem)?;
    Ok(moved.received)
}

/// Returns whether a profile waits for its first connection.
///
/// # Errors
/// When the database fails.
pub fn is_waiting(writer: &Writer) -> Answer<bool> {
    Ok(stored::joining(writer.reader()).map_err(problem)?.is_some())
}

/// Returns whether a refusal ends an invitation, so that the profile, which holds nothing, can go.
pub fn is_for_good(refused: &Problem, writer: &Writer) -> bool {
    refused.code == Code::Invalid && matches!(stored::membership(writer.reader()), Ok(None))
}

fn enrol(service: &Service, joining: &Joining, profile: &Profile, writer: &mut Writer) -> Answer<Membership> {
    let public_key = SigningKey::from_bytes(&joining.signing_key).verifying_key().to_bytes();
    let enrolled = service.enrol(&Enrol {
        version: VERSION,
        code: joining.code.clone(),
        public_key,
        system: std::env::consts::OS.into(),
    })?;
    let membership = Membership {
        service: joining.service.clone(),
        organisation: enrolled.organisation,
        person: enrolled.person,
        device: enrolled.device,
        token: enrolled.token,
        signing_key: joining.signing_key,
    };
    stored::join(writer, &membership).map_err(problem)?;
    let keep = |writer: &mut Writer, name, id: RowId| setting::save(writer, name, &id.to_string()).map_err(problem);
    keep(writer, "me", membership.person)?;
    keep(writer, "organisation", membership.organisation)?;
    // The chooser is readable without a secret: it shows the organisation, as the invitation's address did before.
    let mut file = profile.key_file().map_err(problem)?;
    file.label = enrolled.name;
    file.write(&profile.key_path()).map_err(problem)?;
    Ok(membership)
}

/// Says why an exchange ended before it was done.
pub fn settled(rest: Rest) -> Answer<()> {
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
