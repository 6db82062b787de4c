//! The service's side: what a file brings is asked of the same hub as what comes over the network, one batch at a time,
//! and each answer goes into the file back.

use sync::{
    engine::Failure,
    exchange::{Brought, Cursor, Hub, Question, VERSION},
};

use crate::message::{Answered, Asking};

/// One file's talk with the hub. The hub is the asking device's, so the service has checked `Asked::signature` before.
pub struct Conversation<'h, H> {
    hub: &'h mut H,
    replica: i64,
    epoch: i64,
    cursor: Cursor,
}

impl<'h, H: Hub> Conversation<'h, H> {
    /// Begins where the device stood.
    pub fn new(hub: &'h mut H, asking: &Asking) -> Self {
        Self { hub, replica: asking.replica, epoch: asking.epoch, cursor: asking.cursor }
    }

    /// Brings one batch, and no news but what the hub gives in any case.
    ///
    /// # Errors
    /// A [`Failure`] when the hub cannot answer now. The file can be read again from its beginning.
    pub fn bring(&mut self, brought: Brought) -> Result<Answered, Failure> {
        self.ask(vec![brought], 0)
    }

    /// Asks for news, so many bytes at most; `answer.more` says whether to ask again.
    ///
    /// # Errors
    /// As [`Conversation::bring`].
    pub fn news(&mut self, most_bytes: u32) -> Result<Answered, Failure> {
        self.ask(Vec::new(), most_bytes)
    }

    fn ask(&mut self, brought: Vec<Brought>, most_bytes: u32) -> Result<Answered, Failure> {
        let question = Question {
            version: VERSION,
            epoch: self.epoch,
            replica: self.replica,
            // A file does not know how far its device has written by now. Whether this is a copy of a folder is seen
            // when the device reads the answer.
            written: i64::MAX,
            cursor: self.cursor,
            brought,
            most_bytes,
        };
        let answer = self.hub.exchange(&question)?;
        let answered = Answered { replica: self.replica, epoch: self.epoch, cursor: self.cursor, answer };
        (self.epoch, self.cursor) = (answered.answer.epoch, answered.answer.cursor);
        Ok(answered)
    }
}
