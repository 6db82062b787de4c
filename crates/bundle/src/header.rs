//! The clear beginning of a file: what it is, of which organisation, which way it goes, and how long it is. Nothing
//! about a person. It is repeated inside the encrypted part, except the length, which only serves the words about a cut.

use std::io::Read;

use domain::RowId;

use crate::error::Error;

/// The form that this program writes, and the newest that it reads.
pub const VERSION: u16 = 1;
/// The header's length in bytes.
pub(crate) const BYTES: usize = FIXED + 8;
/// What is known before anything is written: all but the length.
pub(crate) const FIXED: usize = 31;
const MAGIC: [u8; 12] = *b"coachlight\0\x1a";

/// Which way a file goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// From a device to the service.
    ToService,
    /// From the service back to one device.
    ToDevice,
}

/// What anybody can read of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// The organisation.
    pub organisation: RowId,
    /// Which way it goes.
    pub kind: Kind,
    /// How many bytes the whole file has.
    pub length: u64,
}

impl Header {
    /// Reads the beginning of a file, as its carrier does to know where to bring it.
    ///
    /// # Errors
    /// [`Error::Unknown`] when it is no such file, [`Error::Newer`] when a later version wrote it.
    pub fn read(source: &mut impl Read) -> Result<Self, Error> {
        let mut bytes = [0; BYTES];
        match source.read_exact(&mut bytes) {
            Ok(()) => Self::from_bytes(&bytes),
            Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => Err(Error::Unknown),
            Err(error) => Err(Error::Read(error)),
        }
    }

    fn from_bytes(bytes: &[u8; BYTES]) -> Result<Self, Error> {
        let (magic, rest) = bytes.split_first_chunk::<12>().expect("the header is longer");
        let (version, rest) = rest.split_first_chunk::<2>().expect("the header is longer");
        let (kind, rest) = rest.split_first_chunk::<1>().expect("the header is longer");
        let (organisation, length) = rest.split_first_chunk::<16>().expect("the header is longer");
        if *magic != MAGIC {
            return Err(Error::Unknown);
        }
        match u16::from_be_bytes(*version) {
            VERSION => {}
            0 => return Err(Error::Unknown),
            _ => return Err(Error::Newer),
        }
        let kind = match kind {
            [1] => Kind::ToService,
            [2] => Kind::ToDevice,
            _ => return Err(Error::Unknown),
        };
        let length = u64::from_be_bytes(length.try_into().expect("the last eight bytes"));
        Ok(Self { organisation: RowId::from_bytes(*organisation), kind, length })
    }

    /// Returns the bytes of all but the length.
    pub(crate) fn fixed(&self) -> [u8; FIXED] {
        let kind = match self.kind {
            Kind::ToService => 1,
            Kind::ToDevice => 2,
        };
        let mut bytes = [0; FIXED];
        bytes[..12].copy_from_slice(&MAGIC);
        bytes[12..14].copy_from_slice(&VERSION.to_be_bytes());
        bytes[14] = kind;
        bytes[15..].copy_from_slice(&self.organisation.bytes());
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes() -> Vec<u8> {
        let header = Header { organisation: RowId::from_bytes([7; 16]), kind: Kind::ToDevice, length: 0 };
        [header.fixed().as_slice(), &1_234_u64.to_be_bytes()].concat()
    }

    #[test]
    fn the_beginning_says_organisation_and_way_and_nothing_else() {
        let read = Header::read(&mut bytes().as_slice()).unwrap();

        let written = Header { organisation: RowId::from_bytes([7; 16]), kind: Kind::ToDevice, length: 1_234 };
        assert_eq!(read, written);
        assert_eq!(bytes().len(), BYTES);
    }

    #[test]
    fn another_file_a_later_form_and_an_unknown_way_are_told_apart() {
        let with = |at: usize, byte: u8| {
            let mut bytes = bytes();
            bytes[at] = byte;
            Header::read(&mut bytes.as_slice())
        };

        assert!(matches!(with(0, b'C'), Err(Error::Unknown)));
        assert!(matches!(with(13, 2), Err(Error::Newer)));
        assert!(matches!(with(13, 0), Err(Error::Unknown)));
        assert!(matches!(with(14, 3), Err(Error::Unknown)));
        assert!(matches!(Header::read(&mut &bytes()[..BYTES - 1]), Err(Error::Unknown)));
    }
}
