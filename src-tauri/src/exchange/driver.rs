//! One run of the engine: from a wake to its rest.

use std::time::{Duration, Instant};

use ed25519_dalek::{Signer, SigningKey};
use store::{
    Source, Store, Writer,
    exchange::{self, Applied, Membership},
};
use sync::{
    engine::{Action, Engine, Event, Failure, Rest, Standing},
    exchange::{Answer, Question},
};

use super::Service;
use crate::clock;

/// A question that took longer should have been smaller: a cut would cost all of it.
const SLOW: Duration = Duration::from_secs(15);

/// What one run moved.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Exchanged {
    /// How many of this device's operations the service has now acknowledged.
    pub sent: u64,
    /// How many of them it keeps in custody.
    pub in_custody: u64,
    /// How many rows others' operations changed.
    pub received: u64,
    /// How many rows were erased for good.
    pub erased: u64,
    /// How many questions it took.
    pub questions: u64,
    /// The tables whose rows changed.
    pub tables: Vec<&'static str>,
}

/// Where a device's rows are: behind the writer's thread of an open profile, or in one hand.
pub trait Device {
    /// Lets go what was held for some time and can no longer be taken back. Returns whether anything goes.
    fn release(&mut self, now_ms: i64) -> store::Result<bool>;
    /// Reads where the device stands, and what waits.
    fn standing(&mut self, most_bytes: u32, sign: &dyn Fn(&[u8]) -> [u8; 64]) -> store::Result<Standing>;
    /// Applies an answer in one transaction.
    fn apply(&mut self, answer: Answer) -> store::Result<Applied>;
    /// Draws a new replica.
    fn rename(&mut self) -> store::Result<()>;
    /// Keeps the token that the device shows from now on.
    fn renew(&mut self, membership: Membership) -> store::Result<()>;
    /// Returns whether the service is to be asked for whom files on a stick are written.
    fn is_to_ask(&mut self) -> store::Result<bool>;
    /// Keeps what it said to that.
    fn keep_address(&mut self, address: String) -> store::Result<()>;
}

impl Device for &Store {
    fn release(&mut self, now_ms: i64) -> store::Result<bool> {
        self.write(move |writer| Ok(store::remark::release(writer, now_ms)? > 0))
    }

    fn standing(&mut self, most_bytes: u32, sign: &dyn Fn(&[u8]) -> [u8; 64]) -> store::Result<Standing> {
        self.read(|reader| exchange::standing(reader, most_bytes, sign))
    }

    fn apply(&mut self, answer: Answer) -> store::Result<Applied> {
        self.write(move |writer| exchange::apply(writer, &answer))
    }

    fn rename(&mut self) -> store::Result<()> {
        self.write(exchange::rename)
    }

    fn renew(&mut self, membership: Membership) -> store::Result<()> {
        self.write(move |writer| exchange::join(writer, &membership))
    }

    fn is_to_ask(&mut self) -> store::Result<bool> {
        self.read(|reader| Ok(exchange::carrying(reader)?.is_to_ask))
    }

    fn keep_address(&mut self, address: String) -> store::Result<()> {
        self.write(move |writer| exchange::keep_address(writer, &address))
    }
}

impl Device for &mut Writer {
    fn release(&mut self, now_ms: i64) -> store::Result<bool> {
        Ok(store::remark::release(self, now_ms)? > 0)
    }

    fn standing(&mut self, most_bytes: u32, sign: &dyn Fn(&[u8]) -> [u8; 64]) -> store::Result<Standing> {
        exchange::standing(self.reader(), most_bytes, sign)
    }

    fn apply(&mut self, answer: Answer) -> store::Result<Applied> {
        exchange::apply(self, &answer)
    }

    fn rename(&mut self) -> store::Result<()> {
        exchange::rename(self)
    }

    fn renew(&mut self, membership: Membership) -> store::Result<()> {
        exchange::join(self, &membership)
    }

    fn is_to_ask(&mut self) -> store::Result<bool> {
        Ok(exchange::carrying(self.reader())?.is_to_ask)
    }

    fn keep_address(&mut self, address: String) -> store::Result<()> {
        exchange::keep_address(self, &address)
    }
}

/// Exchanges until nothing waits on either side, or the link fails; what was moved before a failure stays moved. Returns
/// what was moved, why it rests now, and for how many milliseconds.
///
/// # Errors
/// Only when the store fails; a link that fails is how the engine rests.
pub fn run(
    mut device: impl Device,
    service: &Service,
    membership: &Membership,
    engine: &mut Engine,
) -> store::Result<(Exchanged, Rest, u64)> {
    let key = SigningKey::from_bytes(&membership.signing_key);
    let sign = |bytes: &[u8]| key.sign(bytes).to_bytes();
    let mut token = membership.token;
    let mut may_renew = true;
    let mut moved = Exchanged::default();
    if device.release(clock::read().wall_ms)? {
        moved.tables.push("remark");
    }
    let mut event = Event::Wake;
    loop {
        event = match engine.step(event) {
            Some(Action::Read { most_bytes }) => Event::Found(device.standing(most_bytes, &sign)?),
            Some(Action::Send(question)) => {
                moved.questions += 1;
                let asked = Instant::now();
                let said = service.ask(&token, &question);
                if asked.elapsed() > SLOW {
                    engine.slow();
                }
                match said {
                    Ok((answer, next)) => {
                        if let Some(next) = next {
                            token = next;
                            device.renew(Membership { token, ..membership.clone() })?;
                        }
                        Event::Answered(answer)
                    }
                    // A token that is lost, as with a service that was restored from a backup: the key still is what it was.
                    Err(Failure::Unknown) if may_renew => {
                        may_renew = false;
                        match service.renew(membership, &key) {
                            Ok(next) => {
                                token = next;
                                device.renew(Membership { token, ..membership.clone() })?;
                                ask(service, &token, &question)
                            }
                            Err(failure) => Event::Failed(failure),
                        }
                    }
                    Err(failure) => Event::Failed(failure),
                }
            }
            Some(Action::Apply(answer)) => {
                moved.add(device.apply(answer)?);
                Event::Applied
            }
            Some(Action::Rename) => {
                device.rename()?;
                Event::Renamed
            }
            Some(Action::Rest { for_ms, state }) => {
                if state == Rest::Done {
                    ask_address(&mut device, service, &token)?;
                }
                return Ok((moved, state, for_ms));
            }
            // No action is open that would bring an event: the next wake begins anew.
            None => Event::Wake,
        };
    }
}

/// Returns how long to rest: a little longer than the engine says, so that a school's computers do not come all at once.
pub fn rest(for_ms: u64, source: &mut dyn Source) -> Duration {
    let mut drawn = [0];
    source.fill(&mut drawn);
    Duration::from_millis(for_ms + for_ms * u64::from(drawn[0]) / 1_024)
}

/// Learns once in each life of the service for whom files on a stick are written. Without an answer it is asked next time.
fn ask_address(device: &mut impl Device, service: &Service, token: &[u8; 32]) -> store::Result<()> {
    if !device.is_to_ask()? {
        return Ok(());
    }
    match service.address(token) {
        Ok(address) => device.keep_address(address),
        Err(failure) => {
            tracing::warn!(?failure, "the service did not say for whom files are written");
            Ok(())
        }
    }
}

/// Asks once more with a token that was just given.
fn ask(service: &Service, token: &[u8; 32], question: &Question) -> Event {
    service.ask(token, question).map_or_else(Event::Failed, |(answer, _)| Event::Answered(answer))
}

impl Exchanged {
    fn add(&mut self, applied: Applied) {
        self.sent += applied.settled;
        self.in_custody += applied.custody;
        self.received += applied.received;
        self.erased += applied.erased;
        for table in applied.tables {
            if !self.tables.contains(&table) {
                self.tables.push(table);
            }
        }
    }
}
