//! The service, as this device reaches it: one question, one answer, over HTTP.

mod carried;

use std::time::Duration;

use domain::{Code, Problem};
use reqwest::{
    StatusCode, Url,
    blocking::{Client, Response},
    header,
};
use serde::Deserialize;
use store::{Connection, exchange::Authority};
use sync::{
    attachment::{MOST_LIST_BYTES, MOST_PART_BYTES},
    engine::Failure,
    enrol::{Enrol, Enrolled},
    exchange::{self, Answer, Question},
    told::{Ask, Told},
};

use super::{
    answer::{self, MOST_WORDS_BYTES, Patience},
    trust,
};
use crate::state::problem;

/// Longer than the slowest link needs for the answer to an enrolment.
const WHOLE: Duration = Duration::from_secs(600);
const CONNECT: Duration = Duration::from_secs(20);
/// The service closes a connection that rests for half a minute; one that may be closed already is not used.
const REST: Duration = Duration::from_secs(20);
/// The longest part of a file. The list of its parts is shorter.
const MOST_PIECE_BYTES: usize = MOST_PART_BYTES;
const _: () = assert!(MOST_LIST_BYTES <= MOST_PIECE_BYTES);
pub(super) const BYTES: &str = "application/octet-stream";
/// The header in which the service gives a device its next token.
const NEXT_TOKEN: &str = "coachlight-token";

/// The central service at one address.
pub struct Service {
    pub(super) client: Client,
    base: Url,
    patience: Patience,
}

impl Service {
    /// Prepares to speak with the service at an address; nothing is sent yet.
    ///
    /// # Errors
    /// When the address is none, or would send what people wrote over a link that anybody can read.
    pub fn at(address: &str) -> Result<Self, Problem> {
        Self::trusting(address, &[])
    }

    /// Prepares to speak with the service at an address, whose certificate may come from one of these authorities.
    ///
    /// # Errors
    /// As [`Service::at`].
    pub fn trusting(address: &str, authorities: &[Authority]) -> Result<Self, Problem> {
        let base = Url::parse(address.trim()).map_err(|_| not_an_address())?;
        let is_this_computer = matches!(base.host_str(), Some("127.0.0.1" | "[::1]" | "localhost"));
        match base.scheme() {
            "https" => {}
            "http" if is_this_computer => {}
            "http" => return Err(not_protected()),
            _ => return Err(not_an_address()),
        }
        let client = trust::client(authorities)?
            .timeout(WHOLE)
            .connect_timeout(CONNECT)
            .pool_idle_timeout(REST)
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(|_| no_client())?;
        Ok(Self { client, base, patience: Patience::default() })
    }

    /// Waits no longer than this for something that does not move.
    #[must_use]
    pub fn patient(self, silence: Duration) -> Self {
        Self { patience: Patience::of(silence), ..self }
    }

    /// Prepares to speak with the service at an address, with what a profile trusts.
    ///
    /// # Errors
    /// As [`Service::at`].
    pub fn of(address: &str, reader: &Connection) -> Result<Self, Problem> {
        Self::trusting(address, &store::exchange::authorities(reader).map_err(problem)?)
    }

    /// Shows a code and becomes a device.
    ///
    /// # Errors
    /// The service's own words where it refuses; otherwise that it could not be reached.
    pub fn enrol(&self, enrol: &Enrol) -> Result<Enrolled, Problem> {
        let request = self.client.post(self.url("v1/enrol")?).header(header::CONTENT_TYPE, BYTES);
        let response = request.body(exchange::encode(enrol)).send().map_err(|_| unreachable())?;
        let (status, is_bytes) = (response.status(), is_bytes(&response));
        let bytes = self.words(response).map_err(|failure| no_answer(&failure))?;
        if status.is_success() && is_bytes {
            return exchange::decode(&bytes).map_err(|_| not_the_service());
        }
        let said: Said = serde_json::from_slice(&bytes).map_err(|_| not_the_service())?;
        // Only a code that is none, or no longer, is refused for good.
        let problem = match status {
            StatusCode::FORBIDDEN => {
                Problem { field: Some("code".into()), ..Problem::new(Code::Invalid, said.message) }
            }
            _ => Problem::new(Code::Link, said.message),
        };
        Err(said.hint.into_iter().fold(problem, Problem::hint))
    }

    /// Asks a question. Returns the answer, and the token that the device shows from now on when it gets another.
    ///
    /// # Errors
    /// Why there is no answer; whatever answers in the service's place is told apart from a link that fails.
    pub fn ask(&self, token: &[u8; 32], question: &Question) -> Result<(Answer, Option<[u8; 32]>), Failure> {
        let url = self.url("v1/exchange").map_err(|_| Failure::Link)?;
        let request = self.client.post(url).bearer_auth(hex(token)).header(header::CONTENT_TYPE, BYTES);
        let question = exchange::encode(question);
        let request = request.timeout(self.patience.for_bytes(question.len()));
        let response = request.body(question).send().map_err(|error| answer::unanswered(&error))?;
        let next = response.headers().get(NEXT_TOKEN).and_then(|text| unhex(text.as_bytes()));
        answer::read(response, self.patience).map(|answer| (answer, next))
    }

    /// Asks what the service says beside its news.
    ///
    /// # Errors
    /// As [`Service::ask`].
    pub fn told(&self, token: &[u8; 32], ask: &Ask) -> Result<Told, Failure> {
        let url = self.url("v1/told").map_err(|_| Failure::Link)?;
        let request = self.client.post(url).bearer_auth(hex(token)).header(header::CONTENT_TYPE, BYTES);
        let response = request.body(exchange::encode(ask)).send().map_err(|_| Failure::Link)?;
        if response.status() != StatusCode::OK || !is_bytes(&response) {
            return Err(Failure::Link);
        }
        let bytes = answer::body(response, exchange::MOST_BYTES, self.patience)?;
        exchange::decode(&bytes).map_err(|_| Failure::Link)
    }

    /// Asks for a piece of a file, or brings it. Nothing where the service has no such thing for this person.
    ///
    /// # Errors
    /// As [`Service::ask`]; [`Failure::Refused`] where the service does not take these bytes for that piece.
    pub fn piece(
        &self,
        token: &[u8; 32],
        address: &str,
        piece: &str,
        bytes: Option<&[u8]>,
    ) -> Result<Option<Vec<u8>>, Failure> {
        let path = if piece.is_empty() { address.to_owned() } else { format!("{address}/{piece}") };
        let url = self.url(&format!("v1/attachments/{path}")).map_err(|_| Failure::Link)?;
        let request = match bytes {
            Some(bytes) => self.client.put(url).body(bytes.to_vec()),
            None => self.client.get(url),
        };
        let response = request.bearer_auth(hex(token)).send().map_err(|_| Failure::Link)?;
        match response.status() {
            StatusCode::OK if bytes.is_some() || is_bytes(&response) => {
                answer::body(response, MOST_PIECE_BYTES, self.patience).map(Some)
            }
            StatusCode::NOT_FOUND => Ok(None),
            StatusCode::UNAUTHORIZED => Err(Failure::Unknown),
            StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => Err(Failure::Busy),
            StatusCode::BAD_REQUEST | StatusCode::PAYLOAD_TOO_LARGE if answer::is_service_s(&response) => {
                Err(Failure::Refused)
            }
            _ => Err(Failure::Link),
        }
    }

    /// Reads an answer that is no news.
    pub(super) fn words(&self, response: Response) -> Result<Vec<u8>, Failure> {
        answer::body(response, MOST_WORDS_BYTES, self.patience)
    }

    pub(super) fn url(&self, path: &str) -> Result<Url, Problem> {
        self.base.join(path).map_err(|_| not_an_address())
    }
}

/// A refusal in the service's words.
#[derive(Deserialize)]
struct Said {
    message: String,
    hint: Option<String>,
}

pub(super) fn is_bytes(response: &Response) -> bool {
    response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind == BYTES)
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(digits: &[u8]) -> Option<[u8; 32]> {
    let (pairs, rest) = digits.as_chunks::<2>();
    let byte = |pair: &[u8; 2]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    let bytes = pairs.iter().map(byte).collect::<Option<Vec<_>>>()?;
    rest.is_empty().then(|| bytes.try_into().ok())?
}

fn not_an_address() -> Problem {
    Problem::new(Code::Invalid, "This is not the address of a service. Nothing was sent.")
        .hint("It begins with https:// and stands in the invitation.")
}

fn not_protected() -> Problem {
    Problem::new(Code::Invalid, "This address begins with http://, where others could read along. Nothing was sent.")
        .hint("Ask your administrator for the address that begins with https://.")
}

fn no_client() -> Problem {
    Problem::new(Code::Internal, "This computer's certificates or proxy settings could not be read. Nothing was sent.")
}

pub(super) fn unreachable() -> Problem {
    Problem::new(Code::Link, "The service could not be reached. Nothing was changed.")
        .hint("Everything you write stays saved on this computer. Try again when there is a network.")
}

/// Says why an answer did not come whole.
pub(super) fn no_answer(failure: &Failure) -> Problem {
    match failure {
        Failure::Stranger => not_the_service(),
        _ => unreachable(),
    }
}

pub(super) fn not_the_service() -> Problem {
    Problem::new(Code::Link, "Something else answered in the service's place. Nothing was changed.")
        .hint("Some networks ask you to sign in on a web page first. Open any page in a browser, then try again.")
}
