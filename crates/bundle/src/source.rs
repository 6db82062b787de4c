//! Where a file is read from: counted, bounded, and asked afterwards why it ended. The library that decrypts reports a
//! cut, a damage and a pulled stick alike; a person needs to know which.

use std::{
    io::{self, Read},
    sync::{
        Arc,
        atomic::{AtomicU8, AtomicU64, Ordering},
    },
};

use crate::{error::Error, read::End};

/// How reading went, seen from outside.
pub(crate) struct Watch {
    read: AtomicU64,
    most: AtomicU64,
    state: AtomicU8,
}

const OPEN: u8 = 0;
const ENDED: u8 = 1;
const FAILED: u8 = 2;

impl Watch {
    /// From here on, so many bytes in all may be read.
    pub(crate) fn allow(&self, most: u64) {
        self.most.store(most, Ordering::Relaxed);
    }

    /// Sorts what the library reported.
    ///
    /// # Errors
    /// [`Error::Read`] when the file itself could not be read.
    pub(crate) fn why(&self, error: io::Error, length: u64) -> Result<End, Error> {
        match self.state.load(Ordering::Relaxed) {
            FAILED => Err(Error::Read(error)),
            state => Ok(self.end(state, length)),
        }
    }

    /// Says how a file ended that has no more frames and no trailer.
    pub(crate) fn unfinished(&self, length: u64) -> End {
        self.end(self.state.load(Ordering::Relaxed), length)
    }

    fn end(&self, state: u8, length: u64) -> End {
        let had = self.read.load(Ordering::Relaxed);
        if state == ENDED && had < length { End::Cut { had, of: length } } else { End::Damaged }
    }
}

/// A source under watch.
pub(crate) struct Watched<R> {
    inner: R,
    watch: Arc<Watch>,
}

impl<R> Watched<R> {
    /// Allows so many bytes at first; `already` were read before.
    pub(crate) fn new(inner: R, already: u64, most: u64) -> (Self, Arc<Watch>) {
        let watch =
            Arc::new(Watch { read: AtomicU64::new(already), most: AtomicU64::new(most), state: AtomicU8::new(OPEN) });
        (Self { inner, watch: Arc::clone(&watch) }, watch)
    }
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.watch.most.load(Ordering::Relaxed).saturating_sub(self.watch.read.load(Ordering::Relaxed));
        if left == 0 {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "larger than allowed"));
        }
        let fits = usize::try_from(left).unwrap_or(usize::MAX).min(buffer.len());
        match self.inner.read(&mut buffer[..fits]) {
            Ok(count) => {
                self.watch.read.fetch_add(count as u64, Ordering::Relaxed);
                if count == 0 && fits > 0 {
                    self.watch.state.store(ENDED, Ordering::Relaxed);
                }
                Ok(count)
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => Err(error),
            Err(error) => {
                self.watch.state.store(FAILED, Ordering::Relaxed);
                Err(error)
            }
        }
    }
}
