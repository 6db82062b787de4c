//! The link between device and service: counts, is slow, is cut.

use std::{
    io::{Read, Write},
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        mpsc::{Receiver, channel},
    },
    thread,
    time::{Duration, Instant},
};

/// How much goes at once over a slow link: about one packet.
const PACKET: usize = 1_400;

/// How the link is.
#[derive(Debug, Clone, Copy, Default)]
pub struct Conditions {
    pub bits_per_second: Option<f64>,
    /// From one end to the other.
    pub delay: Duration,
    /// It breaks once, after so many bytes upwards, and stays broken for a while.
    pub cut_after: Option<(u64, Duration)>,
}

/// What went over it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Counted {
    pub up: u64,
    pub down: u64,
    /// Changes from sending to receiving on a connection.
    pub turns: u64,
    /// Bytes upwards before the cut.
    pub before_cut: u64,
}

/// A link that listens on a port of its own.
pub struct Link {
    pub address: String,
    state: Arc<State>,
}

struct State {
    conditions: Conditions,
    held: Mutex<Held>,
}

struct Held {
    counted: Counted,
    broken_until: Option<Instant>,
    /// When the last packet will have left, upwards and downwards.
    busy: [Option<Instant>; 2],
}

impl Link {
    /// Opens a link to an address.
    pub fn open(to: SocketAddr, conditions: Conditions) -> std::io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = format!("http://{}", listener.local_addr()?);
        let held = Held { counted: Counted::default(), broken_until: None, busy: [None; 2] };
        let state = Arc::new(State { conditions, held: Mutex::new(held) });
        let shared = Arc::clone(&state);
        thread::spawn(move || {
            for device in listener.incoming().flatten() {
                let state = Arc::clone(&shared);
                thread::spawn(move || state.connect(&device, to));
            }
        });
        Ok(Self { address, state })
    }

    pub fn counted(&self) -> Counted {
        self.state.held().counted
    }
}

impl State {
    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn connect(self: &Arc<Self>, device: &TcpStream, to: SocketAddr) {
        if self.held().broken_until.is_some_and(|until| Instant::now() < until) {
            return;
        }
        // The handshake has gone over the link once in each direction.
        thread::sleep(self.conditions.delay * 2);
        let Ok(service) = TcpStream::connect(to) else { return };
        drop((device.set_nodelay(true), service.set_nodelay(true)));
        let last = Arc::new(Mutex::new(1));
        let (Ok(from), Ok(into)) = (device.try_clone(), service.try_clone()) else { return };
        let (state, turn) = (Arc::clone(self), Arc::clone(&last));
        let up = thread::spawn(move || state.pump(from, into, 0, &turn));
        let (Ok(from), Ok(into)) = (service.try_clone(), device.try_clone()) else { return };
        self.pump(from, into, 1, &last);
        drop(up.join());
    }

    /// Carries one direction until it ends.
    fn pump(self: &Arc<Self>, mut from: TcpStream, into: TcpStream, direction: usize, last: &Mutex<usize>) {
        let (sender, receiver) = channel();
        let Ok(ends) = into.try_clone() else { return };
        let carrier = thread::spawn(move || carry(&receiver, into));
        let mut buffer = vec![0; if self.conditions.bits_per_second.is_some() { PACKET } else { 64 << 10 }];
        while let Ok(length @ 1..) = from.read(&mut buffer) {
            let Some(due) = self.count(length as u64, direction, last) else {
                drop((from.shutdown(Shutdown::Both), ends.shutdown(Shutdown::Both)));
                return;
            };
            if sender.send((due, buffer[..length].to_vec())).is_err() {
                break;
            }
        }
        drop(sender);
        drop(carrier.join());
        drop(ends.shutdown(Shutdown::Write));
    }

    /// Returns when the bytes arrive; nothing where the link breaks.
    fn count(&self, length: u64, direction: usize, last: &Mutex<usize>) -> Option<Instant> {
        let mut held = self.held();
        let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
        if direction == 0 {
            held.counted.up += length;
        } else {
            held.counted.down += length;
            held.counted.turns += u64::from(*last == 0);
        }
        *last = direction;
        if let Some((after, outage)) = self.conditions.cut_after
            && held.counted.before_cut == 0
            && held.counted.up >= after
        {
            held.counted.before_cut = held.counted.up;
            held.broken_until = Some(Instant::now() + outage);
            return None;
        }
        let now = Instant::now();
        let seconds = self.conditions.bits_per_second.map_or(0.0, |rate| length as f64 * 8.0 / rate);
        let left = held.busy[direction].map_or(now, |busy| busy.max(now)) + Duration::from_secs_f64(seconds);
        held.busy[direction] = Some(left);
        Some(left + self.conditions.delay)
    }
}

fn carry(receiver: &Receiver<(Instant, Vec<u8>)>, mut into: TcpStream) {
    for (due, bytes) in receiver {
        thread::sleep(due.saturating_duration_since(Instant::now()));
        if into.write_all(&bytes).is_err() {
            return;
        }
    }
}
