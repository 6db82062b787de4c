//! Exchanging behind the work: after a person has stopped writing for a moment, when they ask, and now and then.
//!
//! Nothing here keeps a key waiting: what waits is read beside the writer, the network is asked without holding the
//! profile, and an answer is applied as one short transaction. A profile that is closed meanwhile ends the exchange, and
//! an answer that then finds nobody comes again.

use std::{
    sync::{Arc, Condvar, Mutex, Weak},
    time::{Duration, Instant},
};

use actions::coaching_request;
use domain::Problem;
use store::{
    System,
    attachment::Address,
    exchange::{self as stored, Applied, Membership},
};
use sync::{
    engine::{Engine, Failure, Rest, Standing},
    exchange::Answer as Answered,
};
use tauri::{AppHandle, Manager};

use super::{
    Service,
    attachments::{self, Rows},
    driver::{self, Device},
    own_device,
};
use crate::{
    events,
    state::{Answer, AppState, Open, held, problem},
};

/// How long nobody has written before what was written goes out.
const QUIET: Duration = Duration::from_secs(3);
/// Without an open profile that belongs to a service there is nothing to do until something rings.
const LONG: Duration = Duration::from_secs(3_600);

/// What a person may know of the exchange at this moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Now {
    /// Nothing is going on.
    #[default]
    Resting,
    /// Something is on its way.
    Exchanging,
    /// The last try failed; it will be tried again.
    Failed(Failure),
}

/// Wakes the exchange, and says what it is doing.
#[derive(Default)]
pub struct Exchange {
    line: Mutex<Line>,
    bell: Condvar,
    /// The files that could not be carried the last time.
    refused: Mutex<Vec<Address>>,
}

#[derive(Default)]
struct Line {
    written: Option<Instant>,
    is_asked: bool,
    now: Now,
}

impl Exchange {
    /// Tells that something was written: it goes out when writing has paused.
    pub fn written(&self) {
        held(&self.line).written = Some(Instant::now());
        self.bell.notify_all();
    }

    /// Asks for an exchange at once.
    pub fn ask(&self) {
        held(&self.line).is_asked = true;
        self.bell.notify_all();
    }

    /// Returns what the exchange is doing.
    pub fn now(&self) -> Now {
        held(&self.line).now
    }

    /// Returns the files that could not be carried the last time, though the service was there.
    pub fn refused_files(&self) -> Vec<Address> {
        held(&self.refused).clone()
    }

    /// Returns whether nothing waits to be exchanged at this moment.
    fn is_quiet(&self) -> bool {
        let line = held(&self.line);
        !line.is_asked && line.written.is_none()
    }

    /// Waits until somebody asks, writing has paused, or so much time has passed.
    fn wait(&self, rest: Duration) {
        let until = Instant::now() + rest;
        let mut line = held(&self.line);
        loop {
            let due = line.written.map_or(until, |written| until.min(written + QUIET));
            let left = due.saturating_duration_since(Instant::now());
            if line.is_asked || left.is_zero() {
                (line.is_asked, line.written) = (false, None);
                return;
            }
            line = match self.bell.wait_timeout(line, left) {
                Ok((line, _)) => line,
                Err(poisoned) => poisoned.into_inner().0,
            };
        }
    }

    fn set(&self, app: &AppHandle, now: Now) {
        let before = std::mem::replace(&mut held(&self.line).now, now);
        if before != now {
            events::changed(app, &["exchange"]);
        }
    }
}

/// Starts the exchange's thread.
pub fn begin(app: AppHandle) {
    let run = move || {
        let mut engine = Engine::default();
        let mut rest = LONG;
        loop {
            app.state::<AppState>().exchange.wait(rest);
            rest = once(&app, &mut engine).unwrap_or(LONG);
        }
    };
    std::thread::Builder::new().name("exchange".into()).spawn(run).expect("a thread can be started");
}

/// Exchanges once, and returns how long to rest; nothing where no open profile belongs to a service.
fn once(app: &AppHandle, engine: &mut Engine) -> Option<Duration> {
    let state = app.state::<AppState>();
    let (mut device, membership) = joined(&state)?;
    let exchange = &state.exchange;
    exchange.set(app, Now::Exchanging);
    let service = match service(&state, &membership) {
        Ok(service) => service,
        Err(problem) => {
            tracing::error!(code = ?problem.code, "the service's address cannot be used");
            exchange.set(app, Now::Failed(Failure::Link));
            return Some(LONG);
        }
    };
    match driver::run(&mut device, &service, &membership, engine) {
        Ok((moved, rest, for_ms)) => {
            tell(app, &state, &service, rest);
            exchange.set(app, if let Rest::Failed(failure) = rest { Now::Failed(failure) } else { Now::Resting });
            if !moved.tables.is_empty() {
                events::changed(app, &moved.tables);
            }
            if moved.sent + moved.in_custody + moved.received > 0 {
                events::changed(app, &["exchange"]);
            }
            // What others erased is erased from this computer's backups too, behind the work.
            if let (1.., Ok(open)) = (moved.erased, state.open()) {
                open.owe_house();
            }
            if rest == Rest::Done {
                carry(app, &device, &service);
            }
            become_own(app, &device, &service, rest);
            Some(driver::rest(for_ms, &mut System))
        }
        // Closed while it was under way: nothing of it is lost.
        Err(store::Error::Stopped) => {
            *engine = Engine::default();
            exchange.set(app, Now::Resting);
            None
        }
        Err(error) => {
            tracing::error!(code = ?problem(error).code, "the exchange could not be carried out");
            *engine = Engine::default();
            exchange.set(app, Now::Failed(Failure::Busy));
            Some(Duration::from_secs(300))
        }
    }
}

/// Asks what the service says beside its news, where it could be reached.
fn tell(app: &AppHandle, state: &AppState, service: &Service, rest: Rest) {
    let (Rest::Done, Ok(open)) = (rest, state.open()) else { return };
    match super::told::ask(&open.store, service) {
        // What others wrote may be open again.
        Ok(true) => events::changed(app, &["all"]),
        Ok(false) | Err(store::Error::Stopped | store::Error::Closed) => {}
        Err(error) => tracing::error!(code = ?problem(error).code, "what the service told could not be kept"),
    }
    match open.store.write(coaching_request::send) {
        Ok(true) => state.exchange.ask(),
        Ok(false) => {}
        Err(error) => tracing::error!(code = ?Problem::from(error).code, "what could not go before could not be sent"),
    }
}

fn service(state: &AppState, membership: &Membership) -> Answer<Service> {
    let authorities = state.open()?.store.read(stored::authorities).map_err(problem)?;
    Service::trusting(&membership.service, &authorities)
}

/// Carries the parts of files while no record waits: the words go first.
fn carry(app: &AppHandle, device: &Behind, service: &Service) {
    let exchange = &app.state::<AppState>().exchange;
    let token = |reader: &store::Connection| Ok(stored::membership(reader)?.map(|membership| membership.token));
    let carried = device.with(|open| open.store.read(token)).and_then(|token| match token {
        Some(token) => attachments::carry(device, service, &token, &|| exchange.is_quiet()),
        None => Ok(attachments::Carried::default()),
    });
    match carried {
        Ok(carried) => {
            let before = std::mem::replace(&mut *held(&exchange.refused), carried.refused.clone());
            if carried.sent + carried.received > 0 || before != carried.refused {
                events::changed(app, &["attachment"]);
            }
        }
        // Closed while it was under way: what came is kept.
        Err(store::Error::Stopped) => {}
        Err(error) => tracing::error!(code = ?problem(error).code, "a file could not be carried"),
    }
}

/// Makes a profile that came from another computer a device of its own; what it then has goes out at once.
fn become_own(app: &AppHandle, device: &Behind, service: &Service, rest: Rest) {
    match own_device::settle(device, service, rest == Rest::Done) {
        Ok(false) => {}
        Ok(true) => app.state::<AppState>().exchange.ask(),
        // It is tried again after the next exchange.
        Err(problem) => tracing::warn!(code = ?problem.code, "this computer is no device of its own yet"),
    }
}

fn joined(state: &AppState) -> Option<(Behind, Membership)> {
    let open = state.open().ok()?;
    let membership = open.store.read(stored::membership).unwrap_or_else(|error| {
        tracing::error!(code = ?problem(error).code, "the membership could not be read");
        None
    })?;
    Some((Behind(Arc::downgrade(&open)), membership))
}

/// The rows of an open profile, held only while they are used.
struct Behind(Weak<Open>);

impl Behind {
    fn with<T>(&self, work: impl FnOnce(&Open) -> store::Result<T>) -> store::Result<T> {
        self.0.upgrade().map_or(Err(store::Error::Stopped), |open| work(&open))
    }
}

impl Rows for &Behind {
    fn read<T>(&mut self, work: impl FnOnce(&store::Connection) -> store::Result<T>) -> store::Result<T> {
        self.with(|open| open.store.read(work))
    }

    fn write(
        &mut self,
        work: impl FnOnce(&mut store::Writer) -> store::Result<()> + Send + 'static,
    ) -> store::Result<()> {
        self.with(|open| open.store.write(work))
    }
}

impl Device for &mut Behind {
    fn release(&mut self, now_ms: i64) -> store::Result<bool> {
        self.with(|open| (&open.store).release(now_ms))
    }

    fn standing(&mut self, most_bytes: u32, sign: &dyn Fn(&[u8]) -> [u8; 64]) -> store::Result<Standing> {
        self.with(|open| (&open.store).standing(most_bytes, sign))
    }

    fn apply(&mut self, answer: Answered) -> store::Result<Applied> {
        self.with(|open| (&open.store).apply(answer))
    }

    fn rename(&mut self) -> store::Result<()> {
        self.with(|open| (&open.store).rename())
    }

    fn renew(&mut self, membership: Membership) -> store::Result<()> {
        self.with(|open| (&open.store).renew(membership))
    }

    fn is_to_ask(&mut self) -> store::Result<bool> {
        self.with(|open| (&open.store).is_to_ask())
    }

    fn keep_address(&mut self, address: String) -> store::Result<()> {
        self.with(|open| (&open.store).keep_address(address))
    }
}
