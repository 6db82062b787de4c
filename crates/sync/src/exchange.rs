//! What a device and the central service say to each other: one question, one answer.
//!
//! The question carries what the device has and what it brings; the answer what was taken, what is new, and how far the
//! device has come. Both are complete in themselves: either may be lost or come twice without harm.

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{Malformed, engine::Failure};

/// The version of these messages. Questions of every version ever released are answered.
pub const VERSION: u16 = 1;
/// The largest question or answer, in bytes.
pub const MOST_BYTES: usize = 4 << 20;

/// The service as a device sees it: over a network, in the same process, or in a simulation.
pub trait Hub {
    /// Asks one question. Whatever it brought is durable when the answer says so, and only then.
    ///
    /// # Errors
    /// A [`Failure`] when there is no answer that can be used; the service may still have taken what was brought.
    fn exchange(&mut self, question: &Question) -> Result<Answer, Failure>;
}

/// Where a device stands in the stream of what is meant for it.
///
/// A block's place is its own number, or, where its scope was opened to the reader later, the number of that opening:
/// what is older in such a scope comes after it, in its own order. So one pair of numbers says what a device has, and a
/// scope that opens late brings all that it held before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Cursor {
    /// The organisation's number at which the last delivery was placed.
    pub place: i64,
    /// The number of the last operation of that delivery.
    pub seq: i64,
}

impl Cursor {
    /// Where a device stands that was ended and took its leave: beyond every number that there will be.
    pub const GONE: Self = Self { place: i64::MAX, seq: i64::MAX };
}

/// What a device asks, and brings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// See [`VERSION`].
    pub version: u16,
    /// The epoch of the service that the device knows; 0 before the first answer.
    pub epoch: i64,
    /// The replica that writes on this device: the only one whose blocks it is never given, but for those that come out
    /// of custody.
    pub replica: i64,
    /// The last operation of this replica that the device has, waiting or settled; 0 before the first. Where the service
    /// has more, this is a copy of a folder that was written on elsewhere: the answer is [`Taken::Forked`] and no news.
    pub written: i64,
    /// How far the device has come.
    pub cursor: Cursor,
    /// Operations that wait, in their order.
    pub brought: Vec<Brought>,
    /// The most bytes of news that the device wants in the answer.
    pub most_bytes: u32,
}

/// A batch on its way to the service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Brought {
    /// The scope that all its operations belong to, as `domain::scope` writes it.
    pub scope: Vec<u8>,
    /// A [`crate::batch::Batch`].
    pub batch: Vec<u8>,
    /// The device's signature over [`signed`]: whoever carries a batch cannot change it.
    #[serde(with = "signature")]
    pub signature: [u8; 64],
}

/// What the service answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Another number than the device knows says that the service was restored from a backup.
    pub epoch: i64,
    /// The organisation's last number that this epoch has in common with the question's: beyond it the service may not
    /// know what the device was given, and may have given the numbers again. The news begin there when the device had
    /// come further. For a question of the same epoch, where this epoch began.
    pub epoch_began: i64,
    /// The service's clock in milliseconds since 1970.
    pub now_ms: i64,
    /// The last operation of the device's replica that the service has.
    pub head: Head,
    /// What became of each batch that was brought, in their order; shorter when one stopped the rest. One entry where
    /// none was brought only says [`Taken::Forked`]: see [`Question::written`].
    pub taken: Vec<Taken>,
    /// What is new for the device, in the order of the cursor.
    pub news: Vec<News>,
    /// How far the device has come with these news.
    pub cursor: Cursor,
    /// Whether more news wait.
    pub more: bool,
}

/// The end of a replica's operations as the service knows them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Head {
    /// The last operation's number; 0 before the first.
    pub ctr: i64,
    /// The chain value after it.
    pub chain: [u8; 16],
}

/// What became of a batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Taken {
    /// It is durable. The same answer comes when it is brought again. Operations of the batch that no run names are not
    /// decided yet, as when a batch was cut otherwise the first time: the device brings them again.
    Settled(Vec<Settled>),
    /// It is durable, but in custody: it may not be applied. Its author sees why.
    Custody {
        /// The replica that they are of.
        replica: i64,
        /// The first operation's number.
        first_ctr: i64,
        /// How many.
        count: i64,
        /// Why.
        reason: Refused,
    },
    /// The service has other operations under these numbers: a copied folder or a restored backup writes under the same
    /// name. The device draws a new replica and brings its own again under it.
    Forked,
    /// Operations before these are missing: [`Answer::head`] says where to begin.
    Gap,
    /// Not what it claims to be, or larger than allowed. Nothing was kept.
    Malformed,
}

/// A run of a replica's operations with their places in the organisation's order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settled {
    /// The replica that they are of: a file that was restored also brings what it wrote before under another one.
    pub replica: i64,
    /// The first operation's number.
    pub first_ctr: i64,
    /// How many.
    pub count: i64,
    /// The first one's place; the others follow without a gap.
    pub first_seq: i64,
    /// When the service received them, in milliseconds since 1970.
    pub received_ms: i64,
}

/// Why operations are in custody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Refused {
    /// The author may not write in this scope, or no longer.
    NotYours,
    /// A newer version wrote it, and it must not be passed on without being understood.
    Unknown,
}

/// Something that a device did not have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum News {
    /// Operations of another replica, or of one's own that were in custody until now.
    Block(Block),
    /// A scope is closed to this person: what came from it leaves the device.
    Closed {
        /// The scope.
        scope: Vec<u8>,
    },
    /// The service was restored and does not know what it gave since its backup. Of what came from others only these
    /// scopes are open; what came from any other leaves the device. It comes first in the answer that tells the epoch.
    Only {
        /// The scopes.
        scopes: Vec<Vec<u8>>,
    },
}

/// Operations of one replica in one scope, as they were brought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// The scope.
    pub scope: Vec<u8>,
    /// The first operation's place; the others follow without a gap.
    pub first_seq: i64,
    /// When the service received them, in milliseconds since 1970.
    pub received_ms: i64,
    /// A [`crate::batch::Batch`].
    pub batch: Vec<u8>,
}

/// Returns the bytes that a device signs for a batch.
#[must_use]
pub fn signed(scope: &[u8], batch: &[u8]) -> Vec<u8> {
    [b"coachlight batch 1".as_slice(), &[u8::try_from(scope.len()).unwrap_or(u8::MAX)], scope, batch].concat()
}

/// Returns a message's bytes.
///
/// # Panics
/// Never: every message can be written.
#[must_use]
pub fn encode<T: Serialize>(message: &T) -> Vec<u8> {
    postcard::to_allocvec(message).expect("every message can be written")
}

/// Reads a message.
///
/// # Errors
/// [`Malformed`] when the bytes are no such message, or more than one.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Malformed> {
    match postcard::take_from_bytes(bytes) {
        Ok((message, [])) => Ok(message),
        Ok(_) | Err(_) => Err(Malformed),
    }
}

/// How a signature is written: sixty-four bytes, which serde knows only as two halves.
pub mod signature {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    /// Writes a signature.
    ///
    /// # Errors
    /// The writer's.
    pub fn serialize<S: Serializer>(bytes: &[u8; 64], serializer: S) -> Result<S::Ok, S::Error> {
        let (first, second) = bytes.split_at(32);
        let halves: ([u8; 32], [u8; 32]) =
            (first.try_into().expect("half of 64 bytes"), second.try_into().expect("half of 64 bytes"));
        halves.serialize(serializer)
    }

    /// Reads a signature.
    ///
    /// # Errors
    /// The reader's.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<[u8; 64], D::Error> {
        let (first, second) = <([u8; 32], [u8; 32])>::deserialize(deserializer)?;
        let mut bytes = [0; 64];
        bytes[..32].copy_from_slice(&first);
        bytes[32..].copy_from_slice(&second);
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question() -> Question {
        let brought = Brought { scope: vec![1; 17], batch: vec![2; 40], signature: [3; 64] };
        Question {
            version: VERSION,
            epoch: 7,
            replica: i64::MAX,
            written: 12,
            cursor: Cursor { place: 9, seq: 4 },
            brought: vec![brought],
            most_bytes: 60_000,
        }
    }

    #[test]
    fn a_question_reads_back_and_one_cut_short_or_prolonged_does_not() {
        let bytes = encode(&question());
        assert_eq!(decode::<Question>(&bytes), Ok(question()));
        for length in 0..bytes.len() {
            assert_eq!(decode::<Question>(&bytes[..length]), Err(Malformed));
        }
        assert_eq!(decode::<Question>(&[bytes, vec![0]].concat()), Err(Malformed));
    }

    #[test]
    fn a_question_with_nothing_new_is_small() {
        assert!(encode(&Question { brought: Vec::new(), ..question() }).len() < 32);
    }

    #[test]
    fn another_scope_or_another_batch_needs_another_signature() {
        assert_ne!(signed(b"ab", b"c"), signed(b"a", b"bc"));
    }
}
