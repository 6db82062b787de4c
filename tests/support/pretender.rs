//! Something that answers in the service's place: a network's sign-in page, a proxy, or somebody who means harm.

use std::{
    io::{Read, Write},
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::SeqCst},
    },
    thread,
    time::Duration,
};

const ANY_PORT: &str = "127.0.0.1:0";

/// It answers every request alike. Dropping it ends it.
pub struct Pretender {
    /// Where it is met: `127.0.0.1:…`.
    pub here: SocketAddr,
    is_over: Arc<AtomicBool>,
}

impl Pretender {
    /// Answers with these bytes, and closes.
    pub fn saying(answer: Vec<u8>) -> Self {
        Self::start(ANY_PORT, answer, Manner::Whole)
    }

    /// Answers so where the service was met until now.
    pub fn in_place_of(service: &str, answer: Vec<u8>) -> Self {
        Self::start(service.trim_start_matches("http://"), answer, Manner::Whole)
    }

    /// A network's sign-in page.
    pub fn sign_in_page() -> Vec<u8> {
        let page = "<html><body><h1>Welcome to Guest Wi-Fi</h1></body></html>";
        let length = page.len();
        format!(
            "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{page}"
        )
        .into_bytes()
    }

    /// Answers byte by byte, each so long after the one before.
    pub fn dripping(answer: Vec<u8>, pause: Duration) -> Self {
        Self::start(ANY_PORT, answer, Manner::Dripping(pause))
    }

    /// Answers with this head and then with a body that never ends.
    pub fn endless(head: Vec<u8>) -> Self {
        Self::start(ANY_PORT, head, Manner::Endless)
    }

    fn start(at: &str, answer: Vec<u8>, manner: Manner) -> Self {
        let listener = TcpListener::bind(at).expect("a port is free");
        let here = listener.local_addr().expect("it listens");
        let is_over = Arc::new(AtomicBool::new(false));
        let over = Arc::clone(&is_over);
        thread::spawn(move || {
            for device in listener.incoming().flatten() {
                if over.load(SeqCst) {
                    return;
                }
                let (answer, over) = (answer.clone(), Arc::clone(&over));
                thread::spawn(move || say(device, &answer, manner, &over));
            }
        });
        Self { here, is_over }
    }
}

impl Drop for Pretender {
    fn drop(&mut self) {
        self.is_over.store(true, SeqCst);
        // Whoever waits for the next connection gets one, and sees that it is over.
        drop(TcpStream::connect(self.here));
    }
}

#[derive(Clone, Copy)]
enum Manner {
    Whole,
    Dripping(Duration),
    Endless,
}

/// Whoever asked may go away in the middle: that is no failure here.
fn say(mut device: TcpStream, answer: &[u8], manner: Manner, over: &AtomicBool) {
    listen(&mut device);
    match manner {
        Manner::Whole => {
            drop(device.write_all(answer));
            drop(device.shutdown(Shutdown::Write));
            // Closed at once, with something unread, it would take back what it said.
            drop(device.read_to_end(&mut Vec::new()));
        }
        Manner::Dripping(pause) => {
            for byte in answer {
                if over.load(SeqCst) || device.write_all(&[*byte]).is_err() {
                    return;
                }
                thread::sleep(pause);
            }
        }
        Manner::Endless => {
            drop(device.write_all(answer));
            while !over.load(SeqCst) && device.write_all(&[0; 16 << 10]).is_ok() {}
        }
    }
}

/// Reads a request with its body; of what is no request, what came first.
fn listen(device: &mut TcpStream) {
    let (mut heard, mut part) = (Vec::new(), [0; 4096]);
    while let Ok(count @ 1..) = device.read(&mut part) {
        heard.extend_from_slice(&part[..count]);
        let head = heard.windows(4).position(|four| four == b"\r\n\r\n");
        let is_whole = head.is_some_and(|end| heard.len() >= end + 4 + length(&heard[..end]));
        if is_whole || !heard.starts_with(b"POST") {
            return;
        }
    }
}

fn length(head: &[u8]) -> usize {
    let head = String::from_utf8_lossy(head).to_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok());
    length.unwrap_or(0)
}
