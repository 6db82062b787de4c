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
    http::{BYTES, hex, is_bytes, no_answer, not_the_service, unreachable},
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
        let bytes = self.words(response).map_err(Refused::Failed)?;
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
        let bytes = self.words(response).map_err(|failure| no_answer(&failure))?;
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

#[cfg(test)]
mod tests {
    use std::{
        io::{BufRead, BufReader, Read, Write},
        net::TcpListener,
        thread,
    };

    use domain::RowId;

    use super::*;

    /// Answers as many questions as there are answers, and returns the moments that the questions named.
    fn serve(listener: &TcpListener, answers: &[(&str, &str, Vec<u8>)]) -> Vec<i64> {
        let mut moments = Vec::new();
        for (status, kind, body) in answers {
            let (stream, _) = listener.accept().unwrap();
            let mut reader = BufReader::new(stream);
            let mut length = 0;
            loop {
                let mut line = String::new();
                reader.read_line(&mut line).unwrap();
                if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
                    length = value.trim().parse().unwrap();
                }
                if line.trim().is_empty() {
                    break;
                }
            }
            let mut asked = vec![0; length];
            reader.read_exact(&mut asked).unwrap();
            moments.push(decode::<Renew>(&asked).unwrap().at_ms);
            let head = format!(
                "HTTP/1.1 {status}\r\ncontent-type: {kind}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
                body.len()
            );
            let stream = reader.get_mut();
            stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body)).unwrap();
        }
        moments
    }

    fn membership(service: &str) -> Membership {
        let id = |byte| RowId::new(0, [byte; 10]);
        Membership {
            service: service.to_owned(),
            organisation: id(1),
            person: id(2),
            device: id(3),
            token: [0; 32],
            signing_key: [4; 32],
        }
    }

    fn renewed(answers: &[(&str, &str, Vec<u8>)]) -> (Result<[u8; 32], Failure>, Vec<i64>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        thread::scope(|scope| {
            let served = scope.spawn(|| serve(&listener, answers));
            let key = SigningKey::from_bytes(&[4; 32]);
            let renewed = Service::at(&address).unwrap().renew(&membership(&address), &key);
            (renewed, served.join().unwrap())
        })
    }

    #[test]
    fn where_the_clocks_differ_the_service_s_own_is_taken_and_the_key_gets_another_token() {
        let clock = br#"{"code":"clock","message":"","now_ms":86400000}"#.to_vec();
        let token = encode(&Renewed { token: [9; 32] });

        let (renewed, moments) = renewed(&[("400 Bad Request", "application/json", clock), ("200 OK", BYTES, token)]);

        assert_eq!((renewed, moments[1]), (Ok([9; 32]), 86_400_000));
    }

    #[test]
    fn a_device_that_was_ended_is_told_and_does_not_ask_for_ever() {
        let (renewed, moments) = renewed(&[("401 Unauthorized", "application/json", b"{}".to_vec())]);

        assert_eq!((renewed, moments.len()), (Err(Failure::Unknown), 1));
    }

    #[test]
    fn a_page_of_the_network_is_not_taken_for_the_service() {
        let (renewed, _) = renewed(&[("200 OK", "text/html", b"<html>Sign in</html>".to_vec())]);

        assert_eq!(renewed, Err(Failure::Link));
    }
}
