//! A link between a device and its service that a test cuts at a byte, or makes as slow as a bad mobile network.
//!
//! It passes bytes on and reads none of them. Once cut it stays down until it is healed.

use std::{
    io::{Read, Write},
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex, MutexGuard,
        atomic::{AtomicBool, Ordering::SeqCst},
    },
    thread,
};

use super::pace::{Pace, Pacer};

/// A direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// From the device to the service.
    Up,
    /// From the service to the device.
    Down,
}

/// A link. Dropping it closes it.
pub struct Proxy {
    /// Where a device finds it.
    pub address: String,
    here: SocketAddr,
    link: Arc<Link>,
}

struct Link {
    there: SocketAddr,
    pace: Option<Pace>,
    state: Mutex<State>,
    is_over: AtomicBool,
}

#[derive(Default)]
struct State {
    /// Bytes that were passed on, up and down.
    passed: [u64; 2],
    /// Where it will be cut.
    cut: Option<(Way, u64)>,
    is_down: bool,
    /// How many connections were made.
    connections: u64,
    open: Vec<TcpStream>,
}

impl Proxy {
    /// Begins to pass on what comes, to the service at this address (`http://127.0.0.1:…`).
    pub fn to(service: &str) -> Self {
        Self::paced(service, None)
    }

    /// The same at a pace.
    pub fn paced(service: &str, pace: Option<Pace>) -> Self {
        let there = service.trim_start_matches("http://").parse().expect("an address with a port");
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let here = listener.local_addr().expect("it listens");
        let link = Arc::new(Link { there, pace, state: Mutex::default(), is_over: AtomicBool::new(false) });
        let passing = Arc::clone(&link);
        thread::spawn(move || passing.accept(&listener));
        Self { address: format!("http://{here}"), here, link }
    }

    /// Will cut after so many further bytes in this direction.
    pub fn cut_after(&self, way: Way, bytes: u64) {
        let mut state = self.link.state();
        state.cut = Some((way, state.passed[way as usize] + bytes));
    }

    /// Returns whether it was cut.
    pub fn is_down(&self) -> bool {
        self.link.state().is_down
    }

    /// Lets everything through again.
    pub fn heal(&self) {
        let mut state = self.link.state();
        (state.cut, state.is_down) = (None, false);
    }

    /// Returns how many bytes were passed on so far.
    pub fn passed(&self, way: Way) -> u64 {
        self.link.state().passed[way as usize]
    }

    /// Returns how many connections were made so far.
    pub fn connections(&self) -> u64 {
        self.link.state().connections
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.link.is_over.store(true, SeqCst);
        // Whoever waits for the next connection gets one, and sees that it is over.
        drop(TcpStream::connect(self.here));
        self.link.state().close();
    }
}

impl Link {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("nobody fails while holding it")
    }

    fn accept(self: &Arc<Self>, listener: &TcpListener) {
        for device in listener.incoming() {
            if self.is_over.load(SeqCst) {
                return;
            }
            let Ok(device) = device else { continue };
            let mut state = self.state();
            if state.is_down {
                continue;
            }
            let Ok(service) = TcpStream::connect(self.there) else { continue };
            state.connections += 1;
            let number = state.connections;
            for stream in [&device, &service] {
                stream.set_nodelay(true).expect("a new connection");
                state.open.push(stream.try_clone().expect("a connection has two ends"));
            }
            drop(state);
            for (way, from, to) in [(Way::Up, &device, &service), (Way::Down, &service, &device)] {
                let (from, to) = (from.try_clone(), to.try_clone());
                let (from, to) = (from.expect("a new connection"), to.expect("a new connection"));
                let link = Arc::clone(self);
                thread::spawn(move || link.pass(way, number, from, to));
            }
        }
    }

    /// Passes bytes on until either end closes or the link is cut.
    fn pass(&self, way: Way, connection: u64, mut from: TcpStream, to: TcpStream) {
        let pacer = self.pace.map(|pace| Pacer::new(pace, connection * 2 + way as u64));
        let most = self.pace.map_or(16 << 10, |pace| pace.segment);
        let mut out = Out { pacer, to };
        let mut buffer = vec![0; most];
        while let Ok(count @ 1..) = from.read(&mut buffer) {
            let allowed = self.allow(way, count);
            if !out.write(&buffer[..allowed]) || allowed < count || self.is_down() {
                break;
            }
        }
        out.finish();
        if self.is_down() {
            self.state().close();
        }
        // It may be closed already.
        drop(from.shutdown(Shutdown::Both));
    }

    fn is_down(&self) -> bool {
        self.state().is_down
    }

    /// Returns how many of these bytes may pass, and notes the cut when it is reached.
    fn allow(&self, way: Way, count: usize) -> usize {
        let mut state = self.state();
        if state.is_down {
            return 0;
        }
        let passed = state.passed[way as usize];
        let left = match state.cut {
            Some((at, end)) if at == way => end.saturating_sub(passed),
            _ => u64::MAX,
        };
        let allowed = left.min(count as u64);
        state.passed[way as usize] += allowed;
        state.is_down |= allowed == left;
        usize::try_from(allowed).expect("no more than came")
    }
}

impl State {
    fn close(&mut self) {
        for stream in self.open.drain(..) {
            // It may be closed already.
            drop(stream.shutdown(Shutdown::Both));
        }
    }
}

/// Where a direction ends: at once, or at a pace.
struct Out {
    pacer: Option<Pacer>,
    to: TcpStream,
}

impl Out {
    fn write(&mut self, bytes: &[u8]) -> bool {
        match &mut self.pacer {
            Some(pacer) => pacer.send(&self.to, bytes),
            None => self.to.write_all(bytes).is_ok(),
        }
    }

    /// What is under way arrives, then the end.
    fn finish(mut self) {
        if let Some(pacer) = self.pacer.take() {
            pacer.finish();
        }
        drop(self.to.shutdown(Shutdown::Write));
    }
}
