//! A device: a profile on the disk, and what the app does with it for the exchange.

use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use domain::RowId;
use ed25519_dalek::{Signer, SigningKey};
use reqwest::{StatusCode, blocking::Client, header};
use rustix::time::{ClockId, clock_gettime};
use serde::{Deserialize, Serialize};
use store::{
    Checkpoint, System, Writer,
    exchange::{self as stored, Membership},
    key::Key,
};
use sync::{
    engine::{Action, Engine, Event, Failure, Rest},
    enrol::{Enrol, Enrolled},
    exchange::{self, Answer, Question},
};

use crate::{
    Done,
    clock::{Clock, Seeded},
    words::Words,
    workload::Coach,
};

const BYTES: &str = "application/octet-stream";

/// What one exchange took on the device's side.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Took {
    pub wall_ms: f64,
    pub cpu_ms: f64,
    /// The most memory that the process held, in kilobytes.
    pub peak_kb: u64,
    pub questions: u64,
    pub sent: u64,
    pub received: u64,
    /// How often the link failed.
    pub failures: u64,
}

fn key() -> Key {
    Key::from_bytes([7; 32])
}

fn file(folder: &Path) -> PathBuf {
    folder.join("profile.db")
}

/// Makes a profile with so many years of a coach's work; nothing where it is there.
pub fn make(folder: &Path, coach: u64, years: u64) -> Done {
    if file(folder).exists() {
        return Ok(());
    }
    let partial = folder.with_extension("partial");
    drop(std::fs::remove_dir_all(&partial));
    std::fs::create_dir_all(&partial)?;
    let (clock, words) = (Clock::default(), Words::new());
    let mut writer = Writer::create(&file(&partial), &key(), Box::new(Seeded::new(clock.clone(), coach)))?;
    for year in 0..years {
        Coach::new(&mut writer, clock.clone(), &words, (coach + year, 0)).year()?;
        writer.checkpoint(Checkpoint::Truncate)?;
    }
    writer.close()?;
    std::fs::rename(partial, folder)?;
    Ok(())
}

/// Makes an empty profile.
pub fn empty(folder: &Path) -> Done {
    std::fs::create_dir_all(folder)?;
    Writer::create(&file(folder), &key(), Box::new(System))?.close()?;
    Ok(())
}

/// Writes a day's work on a profile, after one year of the same coach.
pub fn day(folder: &Path, coach: u64, number: u64) -> Done {
    let (clock, words) = (Clock::default(), Words::new());
    let source = Seeded::new(clock.clone(), (coach << 20) + number + 1);
    let mut writer = Writer::open(&file(folder), &key(), Box::new(source))?;
    Coach::new(&mut writer, clock, &words, (coach, number + 1)).day(37 + number as i64)?;
    writer.close()?;
    Ok(())
}

/// Makes a profile a device of a person.
pub fn join(folder: &Path, service: &str, code: &str) -> Done<RowId> {
    let mut signing_key = [0; 32];
    getrandom::fill(&mut signing_key)?;
    let enrol = Enrol {
        version: exchange::VERSION,
        code: code.to_owned(),
        public_key: SigningKey::from_bytes(&signing_key).verifying_key().to_bytes(),
        system: "Linux".into(),
    };
    let request = client()?.post(format!("{service}/v1/enrol")).header(header::CONTENT_TYPE, BYTES);
    let answer = request.body(exchange::encode(&enrol)).send()?.error_for_status()?.bytes()?;
    let enrolled: Enrolled = exchange::decode(&answer).map_err(|_| "no enrolment")?;
    let membership = Membership {
        service: service.to_owned(),
        organisation: enrolled.organisation,
        person: enrolled.person,
        device: enrolled.device,
        token: enrolled.token,
        signing_key,
    };
    let mut writer = Writer::open(&file(folder), &key(), Box::new(System))?;
    stored::join(&mut writer, &membership)?;
    writer.close()?;
    Ok(enrolled.person)
}

/// Exchanges until nothing waits on either side, however often the link fails. `service` is where it is reached.
pub fn run(folder: &Path, service: &str, retry: Duration) -> Done<Took> {
    let mut writer = Writer::open(&file(folder), &key(), Box::new(System))?;
    let membership = stored::membership(writer.reader())?.ok_or("no device of a service")?;
    let (began, spent) = (Instant::now(), cpu_ms());
    let mut took = Took::default();
    let client = client()?;
    let address = format!("{service}/v1/exchange");
    let mut engine = Engine::default();
    while carry_out(&mut writer, &membership, &mut engine, (&client, &address), &mut took)? == Some(Failure::Link) {
        took.failures += 1;
        std::thread::sleep(retry);
    }
    took.cpu_ms = cpu_ms() - spent;
    took.wall_ms = began.elapsed().as_secs_f64() * 1_000.0;
    took.peak_kb = peak_kb("self");
    writer.close()?;
    Ok(took)
}

/// One run of the engine, from a wake to its rest. Returns why it rests.
fn carry_out(
    writer: &mut Writer,
    membership: &Membership,
    engine: &mut Engine,
    (client, address): (&Client, &str),
    took: &mut Took,
) -> Done<Option<Failure>> {
    let key = SigningKey::from_bytes(&membership.signing_key);
    let sign = |bytes: &[u8]| key.sign(bytes).to_bytes();
    let mut event = Event::Wake;
    loop {
        event = match engine.step(event) {
            Some(Action::Read { most_bytes }) => Event::Found(stored::standing(writer.reader(), most_bytes, &sign)?),
            Some(Action::Send(question)) => {
                took.questions += 1;
                ask(client, address, &membership.token, &question).map_or_else(Event::Failed, Event::Answered)
            }
            Some(Action::Apply(answer)) => {
                let applied = stored::apply(writer, &answer)?;
                (took.sent, took.received) = (took.sent + applied.settled, took.received + applied.received);
                Event::Applied
            }
            Some(Action::Rename) => return Err("the device was told that it is a copy".into()),
            Some(Action::Rest { state: Rest::Done, .. }) => return Ok(None),
            Some(Action::Rest { state: Rest::Failed(Failure::Link), .. }) => return Ok(Some(Failure::Link)),
            Some(Action::Rest { state, .. }) => return Err(format!("the service refused: {state:?}").into()),
            None => Event::Wake,
        };
    }
}

/// As `src-tauri/src/exchange/http.rs` does it.
fn ask(client: &Client, address: &str, token: &[u8; 32], question: &Question) -> Result<Answer, Failure> {
    let token: String = token.iter().map(|byte| format!("{byte:02x}")).collect();
    let request = client.post(address).bearer_auth(token).header(header::CONTENT_TYPE, BYTES);
    let response = request.body(exchange::encode(question)).send().map_err(|_| Failure::Link)?;
    match response.status() {
        StatusCode::OK => {
            let bytes = response.bytes().map_err(|_| Failure::Link)?;
            exchange::decode(&bytes).map_err(|_| Failure::Link)
        }
        StatusCode::UNAUTHORIZED => Err(Failure::Unknown),
        _ => Err(Failure::Busy),
    }
}

fn client() -> Done<Client> {
    // The one way to say which cryptography rustls uses; a second call finds it said.
    drop(rustls::crypto::ring::default_provider().install_default());
    Ok(Client::builder().timeout(Duration::from_secs(600)).no_proxy().build()?)
}

/// The processor time of this process, in milliseconds.
fn cpu_ms() -> f64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    time.tv_sec as f64 * 1_000.0 + time.tv_nsec as f64 / 1_000_000.0
}

/// The most memory that a process has held, in kilobytes; 0 where the kernel does not say.
pub fn peak_kb(process: &str) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

/// The bytes of a profile on the disk.
pub fn disk(folder: &Path) -> u64 {
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
    files.filter_map(|file| file.metadata().ok()).map(|about| about.len()).sum()
}
