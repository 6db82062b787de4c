//! What came back over the network: the service's own words, or something that stands in its place.
//!
//! Nothing that answers is trusted to be whole, short, quick, or the service. What cannot be used changes nothing here.

use std::{
    error::Error,
    io::{self, Read},
    time::{Duration, Instant},
};

use reqwest::{StatusCode, blocking::Response, header};
use sync::{
    batch::Batch,
    engine::Failure,
    exchange::{self, Answer, MOST_BYTES, News},
};

/// How long a link may be silent, or the service may think.
const SILENCE: Duration = Duration::from_secs(60);
/// A link that moves less than this, in bytes a second over all, is none. The worst that we know moves ten times as much.
const SLOWEST: u64 = 400;
/// The longest answer that is no news: a token, a list of a person's computers, a refusal in words.
pub(super) const MOST_WORDS_BYTES: usize = 64 << 10;
const BYTES: &str = "application/octet-stream";
const PROBLEM: &str = "application/problem+json";

/// How long an answer is waited for. What counts is that something moves: a slow link is not cut for being slow.
#[derive(Debug, Clone, Copy)]
pub(super) struct Patience {
    silence: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { silence: SILENCE }
    }
}

impl Patience {
    pub(super) fn of(silence: Duration) -> Self {
        Self { silence }
    }

    /// Returns how long so many bytes may take.
    pub(super) fn for_bytes(self, bytes: usize) -> Duration {
        self.silence + Duration::from_secs(bytes as u64 / SLOWEST)
    }
}

/// Reads the answer to a question.
///
/// # Errors
/// Why there is none.
pub(super) fn read(response: Response, patience: Patience) -> Result<Answer, Failure> {
    let (status, kind) = (response.status(), kind(&response));
    match status {
        StatusCode::OK if kind == BYTES => {
            let answer = exchange::decode(&body(response, MOST_BYTES, patience)?).map_err(|_| Failure::Stranger)?;
            if is_sound(&answer) { Ok(answer) } else { Err(Failure::Stranger) }
        }
        _ if is_service_s(&response) => Err(refused(status)),
        _ => Err(from_elsewhere(status)),
    }
}

/// Returns whether a refusal is the service's own, and not that of something on the way.
pub(super) fn is_service_s(response: &Response) -> bool {
    kind(response) == PROBLEM
}

fn kind(response: &Response) -> String {
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.unwrap_or_default().to_owned()
}

/// Reads a body to its end, as long as it comes at all, and no longer than what was asked for may be.
///
/// # Errors
/// [`Failure::Stranger`] when it is longer: the service says no such thing. [`Failure::Link`] when it breaks off.
pub(super) fn body(mut response: Response, most: usize, patience: Patience) -> Result<Vec<u8>, Failure> {
    let began = Instant::now();
    let (mut body, mut part) = (Vec::new(), [0; 16 << 10]);
    loop {
        let count = response.read(&mut part).map_err(|_| Failure::Link)?;
        if count == 0 {
            return Ok(body);
        }
        body.extend_from_slice(&part[..count]);
        if body.len() > most {
            return Err(Failure::Stranger);
        }
        if began.elapsed() > patience.for_bytes(body.len()) {
            return Err(Failure::Link);
        }
    }
}

/// Whether every block can be read within the bounds of a batch, before anything of the answer is applied.
fn is_sound(answer: &Answer) -> bool {
    answer.news.iter().all(|news| match news {
        News::Block(block) => Batch::decode(&block.batch).is_ok(),
        News::Closed { .. } | News::Only { .. } => true,
    })
}

/// What the service's own refusal means.
fn refused(status: StatusCode) -> Failure {
    match status {
        StatusCode::UNAUTHORIZED => Failure::Unknown,
        // What was sent stood still on its way.
        StatusCode::REQUEST_TIMEOUT => Failure::Link,
        StatusCode::TOO_MANY_REQUESTS => Failure::Busy,
        status if status.is_server_error() => Failure::Busy,
        _ => Failure::Refused,
    }
}

/// What it means that something answers and is not the service.
fn from_elsewhere(status: StatusCode) -> Failure {
    match status {
        StatusCode::PROXY_AUTHENTICATION_REQUIRED
        | StatusCode::BAD_GATEWAY
        | StatusCode::SERVICE_UNAVAILABLE
        | StatusCode::GATEWAY_TIMEOUT => Failure::Proxy,
        _ => Failure::Stranger,
    }
}

/// What it means that a question got no answer.
pub(super) fn unanswered(error: &reqwest::Error) -> Failure {
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if let Some(failure) = why(error) {
            return failure;
        }
        cause = error.source();
    }
    Failure::Link
}

fn why(cause: &(dyn Error + 'static)) -> Option<Failure> {
    // An error of input and output does not count what it wraps among its sources.
    if let Some(wrapped) = cause.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
        return why(wrapped);
    }
    match cause.downcast_ref::<rustls::Error>() {
        Some(rustls::Error::InvalidCertificate(_)) => Some(Failure::Certificate),
        Some(_) => Some(Failure::Stranger),
        // A proxy's refusal of a tunnel has no type that could be asked for.
        None => cause.to_string().starts_with("tunnel error").then_some(Failure::Proxy),
    }
}
