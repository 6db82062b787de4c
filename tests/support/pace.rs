//! The pace of a bad mobile network: a delay, a rate, and now and then a segment that is sent again later.

use std::{
    io::Write,
    net::TcpStream,
    sync::mpsc::{SyncSender, sync_channel},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

/// A pace.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// There and back.
    pub round_trip: Duration,
    /// In each direction.
    pub bits_per_second: u32,
    /// The largest piece that travels as one.
    pub segment: usize,
    /// How many of a hundred segments are lost the first time.
    pub lost_percent: u64,
    /// How much later a lost one arrives.
    pub again_after: Duration,
    /// From which it follows which are lost.
    pub seed: u64,
}

impl Pace {
    /// A link of the second generation, as in a valley.
    pub fn second_generation(seed: u64) -> Self {
        Self {
            round_trip: Duration::from_millis(800),
            bits_per_second: 30_000,
            segment: 1_400,
            lost_percent: 3,
            again_after: Duration::from_millis(1_600),
            seed,
        }
    }
}

/// How many segments may be under way before the sender waits, as in a router's buffer.
const UNDER_WAY: usize = 16;

/// Segments under way, each with the moment of its arrival, and the thread that lets them arrive.
type Line = (SyncSender<(Instant, Vec<u8>)>, JoinHandle<()>);

/// One direction of one connection at a pace.
pub struct Pacer {
    pace: Pace,
    random: u64,
    /// When the last bit of what was sent before has left.
    free: Instant,
    /// When what was sent before arrives: nothing overtakes.
    arrives: Instant,
    line: Option<Line>,
}

impl Pacer {
    /// `number` tells directions and connections apart.
    pub fn new(pace: Pace, number: u64) -> Self {
        // Making a connection takes a round trip.
        let begin = Instant::now() + if number.is_multiple_of(2) { pace.round_trip } else { Duration::ZERO };
        let random = (pace.seed + number + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        Self { pace, random, free: begin, arrives: begin, line: None }
    }

    /// Sends a segment on its way; `false` when nobody is at the other end.
    pub fn send(&mut self, to: &TcpStream, segment: &[u8]) -> bool {
        let bits = u32::try_from(segment.len() * 8).expect("a segment is small");
        self.free = self.free.max(Instant::now()) + Duration::from_secs(1) * bits / self.pace.bits_per_second;
        let is_lost = self.next() % 100 < self.pace.lost_percent;
        let again = if is_lost { self.pace.again_after } else { Duration::ZERO };
        self.arrives = self.arrives.max(self.free + self.pace.round_trip / 2 + again);
        let (line, _) = self.line.get_or_insert_with(|| line(to.try_clone().expect("an open connection")));
        line.send((self.arrives, segment.to_vec())).is_ok()
    }

    /// Waits until everything has arrived.
    pub fn finish(mut self) {
        if let Some((line, arriving)) = self.line.take() {
            drop(line);
            arriving.join().expect("it only writes");
        }
    }

    fn next(&mut self) -> u64 {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        self.random >> 32
    }
}

fn line(mut to: TcpStream) -> Line {
    let (line, arriving) = sync_channel::<(Instant, Vec<u8>)>(UNDER_WAY);
    let arrive = move || {
        for (at, segment) in arriving {
            thread::sleep(at.saturating_duration_since(Instant::now()));
            if to.write_all(&segment).is_err() {
                return;
            }
        }
    };
    (line, thread::spawn(arrive))
}
