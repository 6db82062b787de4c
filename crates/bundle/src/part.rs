//! One file being written, into anything that can be written and sought.

use std::io::{self, Seek, SeekFrom, Write};

use age::{Encryptor, stream::StreamWriter};
use domain::RowId;

use crate::{
    error::Error,
    file::{First, MOST_PREAMBLE},
    frame::{self, Frames, Trailer},
    header::{BYTES, FIXED, Header, Kind},
    key::{Key, Recipient},
};

/// The library encrypts pieces of this size, each with a tag.
const SEGMENT: u64 = 64 << 10;
const TAG: u64 = 16;

/// Who a file is for.
#[derive(Clone, Copy)]
pub(crate) struct Address<'a> {
    pub(crate) organisation: RowId,
    pub(crate) kind: Kind,
    pub(crate) recipient: &'a Recipient,
    /// Opens the file too, until it has been read back.
    pub(crate) verifying: &'a Key,
}

/// A file being written.
pub(crate) struct Part<W: Write> {
    frames: Frames<StreamWriter<W>>,
    /// Bytes in the encrypted part, before encryption.
    content: u64,
    pub(crate) count: u64,
}

impl<W: Write + Seek> Part<W> {
    /// Begins a file.
    pub(crate) fn begin<O: serde::Serialize>(
        mut inner: W,
        address: Address<'_>,
        part: u32,
        opening: &O,
    ) -> Result<Self, Error> {
        let header = Header { organisation: address.organisation, kind: address.kind, length: 0 };
        inner.write_all(&header.fixed()).and_then(|()| inner.write_all(&[0; BYTES - FIXED])).map_err(Error::writing)?;
        let recipients: [&dyn age::Recipient; 2] = [&address.recipient.0, &address.verifying.0.to_public()];
        let encryptor = Encryptor::with_recipients(recipients.into_iter())
            .map_err(|error| Error::Write(io::Error::other(error)))?;
        let stream = encryptor.wrap_output(inner).map_err(Error::writing)?;
        let first = sync::exchange::encode(&First { header: header.fixed(), part, opening });
        let mut frames = Frames::new(stream);
        frames.content(&first).map_err(Error::writing)?;
        Ok(Self { frames, content: frame::size(&first), count: 0 })
    }

    /// Whether the file stays within so many bytes with this frame.
    pub(crate) fn has_room(&self, frame: &[u8], file_bytes: u64) -> bool {
        let content = self.content + frame::size(frame) + frame::LARGEST_TRAILER;
        MOST_PREAMBLE + content + content.div_ceil(SEGMENT) * TAG <= file_bytes
    }

    /// Writes a frame.
    pub(crate) fn push(&mut self, frame: &[u8]) -> Result<(), Error> {
        self.frames.content(frame).map_err(Error::writing)?;
        self.content += frame::size(frame);
        self.count += 1;
        Ok(())
    }

    /// Writes the trailer, and the length into the header.
    pub(crate) fn finish(self, more: bool) -> Result<(W, Trailer, u64), Error> {
        let (stream, trailer) = self.frames.trailer(more).map_err(Error::writing)?;
        let end = |mut inner: W| {
            let length = inner.stream_position()?;
            inner.seek(SeekFrom::Start(FIXED as u64))?;
            inner.write_all(&length.to_be_bytes())?;
            inner.flush()?;
            Ok((inner, length))
        };
        let (inner, length) = stream.finish().and_then(end).map_err(Error::writing)?;
        Ok((inner, trailer, length))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A stick with so much room.
    struct Small {
        inner: io::Cursor<Vec<u8>>,
        room: usize,
    }

    impl Write for Small {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            if bytes.len() > self.room {
                return Err(io::ErrorKind::StorageFull.into());
            }
            self.room -= bytes.len();
            self.inner.write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl Seek for Small {
        fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
            self.inner.seek(to)
        }
    }

    fn write(room: usize) -> Result<u64, Error> {
        let (service, verifying) = (Key::draw(), Key::draw());
        let address = Address {
            organisation: domain::RowId::from_bytes([7; 16]),
            kind: Kind::ToService,
            recipient: &service.recipient(),
            verifying: &verifying,
        };
        let stick = Small { inner: io::Cursor::new(Vec::new()), room };
        let mut part = Part::begin(stick, address, 1, &())?;
        for _ in 0..40 {
            part.push(&[1; 5_000])?;
        }
        part.finish(false).map(|(_, _, length)| length)
    }

    #[test]
    fn wherever_the_room_ends_it_is_said() {
        for room in (0..200_000).step_by(9_973) {
            assert!(matches!(write(room), Err(Error::Full(_))), "{room}");
        }
        assert!(write(300_000).unwrap() > 200_000);
    }
}
