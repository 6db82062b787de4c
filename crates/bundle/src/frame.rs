//! Frames: what lies in the encrypted part, one after the other, each with its length; and the trailer, which says that
//! this is all.

use std::io::{self, Read, Write};

use serde::{Deserialize, Serialize};

use crate::Limits;

const CONTENT: u8 = 1;
const TRAILER: u8 = 2;
/// Before each frame: what it is, and its length.
const HEAD: usize = 5;
/// The largest trailer, in bytes: two numbers of ten bytes at most, and a hash.
pub(crate) const LARGEST_TRAILER: u64 = HEAD as u64 + 10 + 32 + 1;

/// The last frame.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Trailer {
    /// How many frames came before, the opening with them.
    pub(crate) frames: u64,
    /// The BLAKE3 of all of them with their lengths.
    pub(crate) hash: [u8; 32],
    /// Whether a further file continues this one.
    pub(crate) more: bool,
}

/// Returns how many bytes a frame takes.
pub(crate) fn size(content: &[u8]) -> u64 {
    (HEAD + content.len()) as u64
}

/// Writes frames.
pub(crate) struct Frames<W> {
    pub(crate) inner: W,
    hasher: blake3::Hasher,
    frames: u64,
}

impl<W: Write> Frames<W> {
    pub(crate) fn new(inner: W) -> Self {
        Self { inner, hasher: blake3::Hasher::new(), frames: 0 }
    }

    pub(crate) fn content(&mut self, content: &[u8]) -> io::Result<()> {
        let head = head(CONTENT, content)?;
        self.hasher.update(&head).update(content);
        self.frames += 1;
        self.inner.write_all(&head)?;
        self.inner.write_all(content)
    }

    pub(crate) fn trailer(mut self, more: bool) -> io::Result<(W, Trailer)> {
        let trailer = Trailer { frames: self.frames, hash: *self.hasher.finalize().as_bytes(), more };
        let bytes = sync::exchange::encode(&trailer);
        self.inner.write_all(&head(TRAILER, &bytes)?)?;
        self.inner.write_all(&bytes)?;
        Ok((self.inner, trailer))
    }
}

fn head(kind: u8, content: &[u8]) -> io::Result<[u8; HEAD]> {
    let length = u32::try_from(content.len()).map_err(io::Error::other)?;
    let mut head = [kind; HEAD];
    head[1..].copy_from_slice(&length.to_be_bytes());
    Ok(head)
}

/// What comes next.
#[derive(Debug)]
pub(crate) enum Next {
    /// A frame's content.
    Content(Vec<u8>),
    /// All frames were there, as they were written.
    Trailer(Trailer),
    /// It ended between two frames.
    Nothing,
    /// It is not as it was written, or larger than allowed.
    Malformed,
}

/// Reads frames.
pub(crate) struct Reading<R> {
    inner: R,
    limits: Limits,
    hasher: blake3::Hasher,
    frames: u64,
}

impl<R: Read> Reading<R> {
    pub(crate) fn new(inner: R, limits: Limits) -> Self {
        Self { inner, limits, hasher: blake3::Hasher::new(), frames: 0 }
    }

    /// Reads the next frame.
    ///
    /// # Errors
    /// What the inner reader says, also where it ends within a frame.
    pub(crate) fn next(&mut self) -> io::Result<Next> {
        let head = self.upto(HEAD as u64)?;
        let Some((&kind, length)) = head.split_first() else { return Ok(Next::Nothing) };
        let length = u32::from_be_bytes(length.try_into().map_err(|_| io::ErrorKind::UnexpectedEof)?);
        if length > self.limits.frame_bytes || (kind == CONTENT && self.frames >= self.limits.frames) {
            return Ok(Next::Malformed);
        }
        let content = self.upto(length.into())?;
        if content.len() < length as usize {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        match kind {
            CONTENT => {
                self.hasher.update(&head).update(&content);
                self.frames += 1;
                Ok(Next::Content(content))
            }
            TRAILER => self.trailer(&content),
            _ => Ok(Next::Malformed),
        }
    }

    /// Nothing may follow a trailer.
    fn trailer(&mut self, content: &[u8]) -> io::Result<Next> {
        let Ok(trailer) = sync::exchange::decode::<Trailer>(content) else { return Ok(Next::Malformed) };
        let agrees = trailer.frames == self.frames && self.hasher.finalize() == trailer.hash;
        let is_last = self.upto(1)?.is_empty();
        Ok(if agrees && is_last { Next::Trailer(trailer) } else { Next::Malformed })
    }

    /// Reads so many bytes, or fewer at the end. The buffer grows with what is there, not with what is claimed.
    fn upto(&mut self, count: u64) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.inner.by_ref().take(count).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(contents: &[Vec<u8>]) -> Vec<u8> {
        let mut frames = Frames::new(Vec::new());
        contents.iter().for_each(|content| frames.content(content).unwrap());
        frames.trailer(false).unwrap().0
    }

    /// Reads until there is no more content, and returns that and what came then.
    fn read(bytes: &[u8], limits: Limits) -> (Vec<Vec<u8>>, io::Result<Next>) {
        let mut reading = Reading::new(bytes, limits);
        let mut contents = Vec::new();
        loop {
            match reading.next() {
                Ok(Next::Content(content)) => contents.push(content),
                other => return (contents, other),
            }
        }
    }

    fn contents() -> impl Strategy<Value = Vec<Vec<u8>>> {
        proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..60), 0..8)
    }

    proptest! {
        #[test]
        fn frames_read_back_and_are_said_to_be_all(contents in contents()) {
            let (read, last) = read(&written(&contents), Limits::default());
            prop_assert_eq!(read, contents);
            prop_assert!(matches!(last, Ok(Next::Trailer(_))));
        }

        #[test]
        fn a_cut_costs_only_what_was_not_whole(contents in contents(), at in any::<proptest::sample::Index>()) {
            let bytes = written(&contents);
            let (read, last) = read(&bytes[..at.index(bytes.len())], Limits::default());
            prop_assert_eq!(&read[..], &contents[..read.len()]);
            prop_assert!(matches!(last, Ok(Next::Nothing) | Err(_)), "{:?}", last);
        }

        #[test]
        fn no_bytes_make_the_reader_panic_or_say_that_this_is_all(bytes in proptest::collection::vec(0..6_u8, 0..200)) {
            let (_, last) = read(&bytes, Limits::default());
            prop_assert!(!matches!(last, Ok(Next::Trailer(_))));
        }
    }

    #[test]
    fn a_frame_that_was_left_out_or_came_twice_is_noticed() {
        let (one, two) = (vec![1; 9], vec![2; 9]);
        let all = written(&[one.clone(), two.clone()]);
        let frame = size(&one) as usize;

        let without = [&all[..frame], &all[2 * frame..]].concat();
        let twice = [&all[..frame], &all[..]].concat();
        let prolonged = [&all[..], &[0]].concat();

        for bytes in [without, twice, prolonged] {
            assert!(matches!(read(&bytes, Limits::default()).1, Ok(Next::Malformed)));
        }
    }

    #[test]
    fn a_claimed_length_and_too_many_frames_are_refused() {
        let limits = Limits { frame_bytes: 8, frames: 2, ..Limits::default() };

        let (_, long) = read(&[1, 0xff, 0xff, 0xff, 0xff], limits);
        let (few, many) = read(&written(&[vec![], vec![], vec![]]), limits);

        assert!(matches!(long, Ok(Next::Malformed)));
        assert!(matches!(many, Ok(Next::Malformed)));
        assert_eq!(few.len(), 2);
    }
}
