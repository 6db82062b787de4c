//! What the service answers about files of carried work.

use std::{
    fs::File,
    io::{Read, Write},
    time::Duration,
};

use bundle::error::Error;
use domain::{Code, Problem};
use reqwest::{StatusCode, blocking::Response, header};
use sync::engine::Failure;

use super::{BYTES, Said, Service, answer, hex, is_bytes, not_the_service, unreachable};

/// How long a large file may take over a slow link, both ways.
const WHOLE_FILE: Duration = Duration::from_secs(2 * 3_600);
/// The longest address of a service's key.
const LONGEST_ADDRESS: usize = 256;
/// The largest answer to a file: the service puts half as much news into one.
const MOST_ANSWER_BYTES: u64 = 512 << 20;

impl Service {
    /// Asks for whom files for the service are written.
    ///
    /// # Errors
    /// As [`Service::ask`].
    pub fn address(&self, token: &[u8; 32]) -> Result<String, Failure> {
        let url = self.url("v1/bundle").map_err(|_| Failure::Link)?;
        let response = self.client.get(url).bearer_auth(hex(token)).send().map_err(|_| Failure::Link)?;
        match response.status() {
            StatusCode::OK => {
                let bytes = answer::body(response, LONGEST_ADDRESS, self.patience).map_err(|_| Failure::Link)?;
                let text = String::from_utf8(bytes).map_err(|_| Failure::Link)?;
                let is_address = bundle::key::Recipient::parse(&text).is_ok();
                if is_address { Ok(text) } else { Err(Failure::Link) }
            }
            StatusCode::UNAUTHORIZED => Err(Failure::Unknown),
            StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => Err(Failure::Busy),
            _ => Err(Failure::Link),
        }
    }

    /// Brings a file and receives its answer. Returns how many batches the service read, and whether to the file's end.
    ///
    /// # Errors
    /// The service's own words where it refuses; otherwise that it could not be reached.
    pub fn carry(&self, token: &[u8; 32], file: File, answer: &mut File) -> Result<(u64, bool), Problem> {
        let request = self.client.post(self.url("v1/bundle")?).bearer_auth(hex(token)).timeout(WHOLE_FILE);
        let request = request.header(header::CONTENT_TYPE, BYTES).body(file);
        let mut response = request.send().map_err(|_| unreachable())?;
        if !response.status().is_success() {
            return Err(self.refused(response));
        }
        let said = |name: &str| response.headers().get(name).and_then(|value| value.to_str().ok());
        let batches = said("coachlight-batches").and_then(|text| text.parse().ok());
        let is_whole = said("coachlight-end") == Some("whole");
        let Some(batches) = batches.filter(|_| is_bytes(&response)) else { return Err(not_the_service()) };
        copy(&mut response, answer)?;
        Ok((batches, is_whole))
    }

    fn refused(&self, response: Response) -> Problem {
        let Some(said) = self.words(response).ok().and_then(|bytes| serde_json::from_slice::<Said>(&bytes).ok()) else {
            return not_the_service();
        };
        said.hint.into_iter().fold(Problem::new(Code::File, said.message), Problem::hint)
    }
}

/// Copies an answer. A stick that refuses and a link that breaks are told apart.
fn copy(response: &mut Response, answer: &mut File) -> Result<(), Problem> {
    let (mut chunk, mut had) = (vec![0; 64 << 10], 0);
    loop {
        let count = response.read(&mut chunk).map_err(|_| unreachable())?;
        if count == 0 {
            return Ok(());
        }
        had += count as u64;
        if had > MOST_ANSWER_BYTES {
            return Err(not_the_service());
        }
        answer.write_all(&chunk[..count]).map_err(|error| Problem::from(Error::Write(error)))?;
    }
}
