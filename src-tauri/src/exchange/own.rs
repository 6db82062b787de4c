//! What this device asks the service about itself and its person's other devices.

use domain::{Code, Problem};
use ed25519_dalek::{Signer, SigningKey};
use reqwest::{StatusCode, header};
use serde::Deserialize;
use store::exchange::Membership;
use sync::{
    engine::Failure,
    enrol::{Own, OwnAnswer, OwnQuestion, Renew, Renewed, renewal},
    exchange::{VERSION, decode, encode},
};

use super::{
    Service,
    http::{BYTES, hex, is_bytes, not_the_service, unreachable},
};
use crate::clock;

impl Service {
    /// Proves this device's key and gets another token for it. Where the service's clock is another one, its own is taken.
    ///
    /// # Errors
    /// [`Failure::Unknown`] when the device was ended, otherwise why there was no answer.
    pub fn renew(&self, membership: &Membership, key: &SigningKey) -> Result<[u8; 32], Failure> {
        match self.renew_at(membership, key, clock::read().wall_ms) {
            Err(Refused::Clock { now_ms }) => self.renew_at(membership, key, now_ms),
            other => other,
        }
        .map_err(|refused| match refused {
            Refused::Failed(failure) => failure,
            Refused::Clock { .. } => Failure::Busy,
        })
    }

    fn renew_at(&self, membership: &Membership, key: &SigningKey, at_ms: i64) -> Result<[u8; 32], Refused> {
        let Membership { organisation, device, .. } = *membership;
        let signature = key.sign(&renewal(organisation, device, at_ms)).to_bytes();
        let renew = Renew { version: VERSION, organisation, device, at_ms, signature };
        let url = self.url("v1/renew").map_err(|_| Refused::Failed(Failure::Link))?;
        let request = self.client.post(url).header(header::CONTENT_TYPE, BYTES).body(encode(&renew));
        let response = request.send().map_err(|_| Refused::Failed(Failure::Link))?;
        let (status, is_bytes) = (response.status(), is_bytes(&response));
        let bytes = response.bytes().map_err(|_| Refused::Failed(Failure::Link))?;
        match status {
            StatusCode::OK if is_bytes => {
                decode(&bytes).map(|Renewed { token }| token).map_err(|_| Refused::Failed(Failure::Link))
            }
            StatusCode::UNAUTHORIZED => Err(Refused::Failed(Failure::Unknown)),
            StatusCode::BAD_REQUEST => Err(clock_of(&bytes)),
            StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => Err(Refused::Failed(Failure::Busy)),
            _ => Err(Refused::Failed(Failure::Link)),
        }
    }

    /// Asks about the person's own devices.
    ///
    /// # Errors
    /// When the service could not be reached, or does not know this device.
    pub fn own(&self, token: &[u8; 32], ask: Own) -> Result<OwnAnswer, Problem> {
        let request = self.client.post(self.url("v1/devices")?).bearer_auth(hex(token));
        let question = encode(&OwnQuestion { version: VERSION, ask });
        let response = request.header(header::CONTENT_TYPE, BYTES).body(question).send().map_err(|_| unreachable())?;
        let (status, is_bytes) = (response.status(), is_bytes(&response));
        let bytes = response.bytes().map_err(|_| unreachable())?;
        match status {
            StatusCode::OK if is_bytes => decode(&bytes).map_err(|_| not_the_service()),
            StatusCode::UNAUTHORIZED => Err(unknown()),
            StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => Err(busy()),
            _ => Err(not_the_service()),
        }
    }
}

enum Refused {
    Failed(Failure),
    /// The service's clock says another time.
    Clock {
        now_ms: i64,
    },
}

/// Reads the service's clock out of a refusal.
fn clock_of(bytes: &[u8]) -> Refused {
    #[derive(Deserialize)]
    struct Said {
        now_ms: Option<i64>,
    }
    let said: Option<Said> = serde_json::from_slice(bytes).ok();
    match said.and_then(|said| said.now_ms) {
        Some(now_ms) => Refused::Clock { now_ms },
        None => Refused::Failed(Failure::Link),
    }
}

fn unknown() -> Problem {
    Problem::new(Code::Link, "The service does not know this computer, or no longer. What is on it is safe.")
        .hint("Ask the person who runs Coachlight in your organisation for a new invitation.")
}

fn busy() -> Problem {
    Problem::new(Code::Link, "The service cannot answer at the moment. Nothing was changed.")
        .hint("Try again in a while.")
}
