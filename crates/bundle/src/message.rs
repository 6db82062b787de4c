//! What lies in a file: which way, what stands at its beginning, and what each frame is.

use domain::RowId;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use sync::{
    engine::Standing,
    exchange::{Answer, Brought, Cursor, Taken, signature},
};

use crate::{
    error::Error,
    header::Kind,
    key::{Key, Proof, Recipient},
};

/// A way that files go.
pub trait Direction {
    /// What the header says.
    const KIND: Kind;
    /// What stands first in every file.
    type Opening: Serialize + DeserializeOwned;
    /// What each frame is.
    type Frame: Serialize + DeserializeOwned;

    /// Whether a file with this opening is for the owner of the key.
    fn admits(opening: &Self::Opening, key: &Key) -> bool;
}

/// From a device to the service: batches, each signed by the device.
#[derive(Debug)]
pub enum ToService {}

/// From the service to one device: answers.
#[derive(Debug)]
pub enum ToDevice {}

impl Direction for ToService {
    const KIND: Kind = Kind::ToService;
    type Opening = Asked;
    type Frame = Brought;

    /// Who asks is shown by [`Asked::signature`], which the service checks: only it knows its devices' keys.
    fn admits(_: &Asked, _: &Key) -> bool {
        true
    }
}

impl Direction for ToDevice {
    const KIND: Kind = Kind::ToDevice;
    type Opening = Proof;
    type Frame = Answered;

    fn admits(opening: &Proof, key: &Key) -> bool {
        *opening == key.proof()
    }
}

/// Who sends a file to the service, where the device stands, and where the answer goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asking {
    /// The device.
    pub device: RowId,
    /// See `sync::exchange::Question`.
    pub epoch: i64,
    /// The replica that writes on this device.
    pub replica: i64,
    /// How far the device has come.
    pub cursor: Cursor,
    /// The address of the answer.
    pub recipient: String,
    /// What the answer has to say.
    pub proof: Proof,
}

/// A device's asking with its signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// What is asked.
    pub asking: Asking,
    /// The device's signature over [`Asking::signed`]. Without it anybody could have another's news sent to themselves.
    #[serde(with = "signature")]
    pub signature: [u8; 64],
}

impl Asking {
    /// Makes the asking of a device that stands there.
    #[must_use]
    pub fn new(device: RowId, standing: &Standing, key: &Key) -> Self {
        Self {
            device,
            epoch: standing.epoch,
            replica: standing.replica,
            cursor: standing.cursor,
            recipient: key.recipient().to_string(),
            proof: key.proof(),
        }
    }

    /// Returns the bytes that the device signs.
    #[must_use]
    pub fn signed(&self, organisation: RowId) -> Vec<u8> {
        let mut bytes = b"coachlight bundle 1 asked".to_vec();
        bytes.extend(organisation.bytes());
        bytes.extend(sync::exchange::encode(self));
        bytes
    }

    /// Reads the address of the answer.
    ///
    /// # Errors
    /// [`Error::Key`] when it is none.
    pub fn recipient(&self) -> Result<Recipient, Error> {
        Recipient::parse(&self.recipient)
    }
}

/// One answer of the service on its way back, with the standing that it answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    /// The replica that asked.
    pub replica: i64,
    /// The epoch that it knew.
    pub epoch: i64,
    /// Where it stood.
    pub cursor: Cursor,
    /// The answer. Its `now_ms` is when it was given, not now.
    pub answer: Answer,
}

impl Answered {
    /// Returns what a device that stands there may apply, just as an answer from the network; nothing where the answer
    /// is of another time.
    ///
    /// What became of batches stays true within an epoch. News belong to the very place where the device stood: later
    /// they could close what was opened since, and earlier ones would be missing before them. Nothing is lost by
    /// leaving them, because the cursor stays and they come again.
    #[must_use]
    pub fn fitting(self, standing: &Standing) -> Option<Answer> {
        let is_there = self.cursor == standing.cursor;
        let is_restored = self.answer.epoch != self.epoch;
        if self.replica != standing.replica || self.epoch != standing.epoch || (is_restored && !is_there) {
            return None;
        }
        let mut answer = self.answer;
        // Over the network a gap says that the service lost what it had. Here only that an earlier file comes later.
        answer.taken.retain(|taken| *taken != Taken::Gap);
        if answer.head.ctr > standing.written {
            // As with `Question::written`: what this device did not write under its own name was written in a copy.
            answer.taken = vec![Taken::Forked];
        }
        if !is_there || answer.taken.contains(&Taken::Forked) {
            answer.more |= !answer.news.is_empty();
            answer.news.clear();
            if !sync::planted!(StickPastCursor) {
                answer.cursor = standing.cursor;
            }
        }
        Some(answer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sync::exchange::{Head, News};

    const THERE: Cursor = Cursor { place: 3, seq: 3 };
    const NEXT: Cursor = Cursor { place: 8, seq: 8 };

    fn standing() -> Standing {
        Standing { epoch: 1, replica: 5, written: 10, cursor: THERE, brought: Vec::new(), more: false }
    }

    fn answered() -> Answered {
        let answer = Answer {
            epoch: 1,
            epoch_began: 0,
            now_ms: 0,
            head: Head { ctr: 10, chain: [1; 16] },
            taken: vec![Taken::Settled(Vec::new())],
            news: vec![News::Closed { scope: vec![7] }],
            cursor: NEXT,
            more: false,
        };
        Answered { replica: 5, epoch: 1, cursor: THERE, answer }
    }

    #[test]
    fn an_answer_is_applied_as_it_is_where_the_device_still_stands() {
        assert_eq!(answered().fitting(&standing()), Some(answered().answer));
    }

    #[test]
    fn elsewhere_what_became_of_work_is_applied_and_news_come_again() {
        for cursor in [Cursor::default(), NEXT] {
            let moved = Standing { cursor, ..standing() };

            let answer = answered().fitting(&moved).unwrap();

            let expected = Answer { news: Vec::new(), cursor, more: true, ..answered().answer };
            assert_eq!(answer, expected);
        }
    }

    #[test]
    fn an_answer_of_another_epoch_or_to_another_replica_is_left() {
        let restored = Standing { epoch: 2, ..standing() };
        let renamed = Standing { replica: 6, ..standing() };

        assert_eq!(answered().fitting(&restored), None);
        assert_eq!(answered().fitting(&renamed), None);
    }

    #[test]
    fn a_new_epoch_is_learned_only_where_the_device_still_stands() {
        let mut restored = answered();
        restored.answer.epoch = 2;

        assert_eq!(restored.clone().fitting(&standing()), Some(restored.answer.clone()));
        assert_eq!(restored.fitting(&Standing { cursor: NEXT, ..standing() }), None);
    }

    #[test]
    fn a_gap_that_an_earlier_file_will_close_takes_nothing_back() {
        let mut early = answered();
        early.answer.taken.insert(0, Taken::Gap);

        assert_eq!(early.fitting(&standing()).unwrap().taken, answered().answer.taken);
    }

    #[test]
    fn a_copy_gets_no_news_and_its_cursor_stays() {
        let copy = Standing { written: 9, ..standing() };

        let answer = answered().fitting(&copy).unwrap();

        assert_eq!((answer.taken, answer.news, answer.cursor), (vec![Taken::Forked], Vec::new(), THERE));
    }

    #[test]
    fn what_the_device_signs_differs_with_the_organisation_and_with_every_field() {
        let key = Key::draw();
        let asking = Asking::new(RowId::from_bytes([1; 16]), &standing(), &key);
        let signed = |asking: &Asking| asking.signed(RowId::from_bytes([7; 16]));

        assert_ne!(signed(&asking), asking.signed(RowId::from_bytes([8; 16])));
        assert_ne!(signed(&asking), signed(&Asking { cursor: NEXT, ..asking.clone() }));
        assert_ne!(
            signed(&asking),
            signed(&Asking { recipient: Key::draw().recipient().to_string(), ..asking.clone() })
        );
        assert_ne!(signed(&asking), signed(&Asking { proof: Key::draw().proof(), ..asking.clone() }));
    }
}
