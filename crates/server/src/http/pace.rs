//! How slow somebody may be: what is sent here and what is taken from here must move, or it is not waited for.
//!
//! A slow link is not cut for being slow: what counts is that something moves. Who sends one byte now and then, or asks
//! and never reads, has a little more than one silence and no longer.

use std::{
    future::{Future, poll_fn},
    io,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    task::{Context, Poll, ready},
    time::{Duration, Instant},
};

use axum::body::{Body, Bytes, HttpBody};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    time::{Sleep, sleep, timeout_at},
};

use super::answer::Refusal;

/// A link that moves less than this, in bytes a second over all, is none. The worst that we know moves ten times as much.
const SLOWEST: u64 = 400;
/// How long a body may take at the most: four megabytes over the slowest link that we know.
const PATIENCE: Duration = Duration::from_secs(30 * 60);

/// What so many bytes are worth in time.
fn worth(bytes: u64) -> Duration {
    Duration::from_millis(bytes.saturating_mul(1_000) / SLOWEST)
}

/// How long a body may have taken of which so much is here.
fn allowed(silence: Duration, bytes: u64) -> Duration {
    silence.saturating_add(worth(bytes)).min(PATIENCE)
}

/// A body that comes.
pub(super) struct Coming {
    body: Body,
    began: tokio::time::Instant,
    silence: Duration,
    bytes: u64,
}

impl Coming {
    pub(super) fn new(body: Body, silence: Duration) -> Self {
        Self { body, began: tokio::time::Instant::now(), silence, bytes: 0 }
    }

    /// Returns what the body says of its length before it comes.
    pub(super) fn announced(&self) -> Option<u64> {
        self.body.size_hint().exact()
    }

    /// Waits for the next piece of it; nothing at its end.
    ///
    /// # Errors
    /// [`Refusal::TooSlow`] when it is not worth waiting for, [`Refusal::Malformed`] when it breaks off.
    pub(super) async fn next(&mut self) -> Result<Option<Bytes>, Refusal> {
        loop {
            let until = self.began + allowed(self.silence, self.bytes);
            let frame = poll_fn(|cx| Pin::new(&mut self.body).poll_frame(cx));
            let Some(frame) = timeout_at(until, frame).await.map_err(|_| Refusal::TooSlow)? else { return Ok(None) };
            // What is no data stands behind the data, and says nothing to us.
            let Ok(piece) = frame.map_err(|_| Refusal::Malformed)?.into_data() else { continue };
            self.bytes += piece.len() as u64;
            return Ok(Some(piece));
        }
    }
}

/// A connection whose other end must take what it asked for.
pub(super) struct Paced<Io> {
    io: Io,
    silence: Duration,
    /// How long the other end may still take nothing. What it takes gives it more.
    left: Duration,
    blocked: Option<(Instant, Pin<Box<Sleep>>)>,
    unanswered: Arc<AtomicBool>,
}

impl<Io> Paced<Io> {
    /// Watches a connection. `unanswered` says from then on whether something came to which nothing was answered yet.
    pub(super) fn new(io: Io, silence: Duration, unanswered: Arc<AtomicBool>) -> Self {
        Self { io, silence, left: silence, blocked: None, unanswered }
    }

    /// Passes on how a write went, until the other end took nothing for too long.
    fn passed<T>(
        &mut self,
        cx: &mut Context<'_>,
        done: Poll<io::Result<T>>,
        bytes: impl Fn(&T) -> usize,
    ) -> Poll<io::Result<T>> {
        match done {
            Poll::Ready(done) => {
                self.moved(done.as_ref().map_or(0, bytes) as u64);
                Poll::Ready(done)
            }
            Poll::Pending => {
                let left = self.left;
                let (_, over) = self.blocked.get_or_insert_with(|| (Instant::now(), Box::pin(sleep(left))));
                ready!(over.as_mut().poll(cx));
                Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
            }
        }
    }

    fn moved(&mut self, bytes: u64) {
        if bytes > 0 {
            self.unanswered.store(false, Relaxed);
        }
        if let Some((since, _)) = self.blocked.take() {
            self.left = (self.left.saturating_sub(since.elapsed()) + worth(bytes)).min(self.silence);
        }
    }
}

impl<Io: AsyncRead + Unpin> AsyncRead for Paced<Io> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let done = Pin::new(&mut self.io).poll_read(cx, buffer);
        if buffer.filled().len() > before {
            self.unanswered.store(true, Relaxed);
        }
        done
    }
}

impl<Io: AsyncWrite + Unpin> AsyncWrite for Paced<Io> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let done = Pin::new(&mut self.io).poll_write(cx, bytes);
        self.passed(cx, done, |bytes| *bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let done = Pin::new(&mut self.io).poll_write_vectored(cx, parts);
        self.passed(cx, done, |bytes| *bytes)
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let done = Pin::new(&mut self.io).poll_flush(cx);
        self.passed(cx, done, |()| 0)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let done = Pin::new(&mut self.io).poll_shutdown(cx);
        self.passed(cx, done, |()| 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_moves_something_is_waited_for_and_who_drips_is_not() {
        let silence = Duration::from_secs(60);
        // Seconds since the beginning, bytes that are here, and whether that is in time.
        for (seconds, bytes, is_in_time) in [
            (59, 0, true),
            (61, 0, false),
            (70, 70, false),
            (1_000, 3_750_000, true),
            (1_000, 377_000, true),
            (1_000, 375_000, false),
            (1_801, 4 << 20, false),
        ] {
            let in_time = Duration::from_secs(seconds) < allowed(silence, bytes);
            assert_eq!(in_time, is_in_time, "{bytes} bytes in {seconds} seconds");
        }
    }
}
