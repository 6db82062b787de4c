//! The answers to one file, made one by one while they are written.

use std::io::Read;

use bundle::{
    conversation::Conversation,
    error::Error,
    message::{Answered, Asking, ToService},
    read::{End, Reader},
};
use domain::Problem;
use sync::exchange::{Cursor, Hub, News, Taken};

/// How much news one answer holds, in bytes.
const NEWS_BYTES: u32 = 1 << 20;
/// How much news one file holds, in bytes. The rest comes with the next one.
const MOST_NEWS_BYTES: usize = 256 << 20;
/// How often in a row an answer may bring nothing and say that more waits, as while scopes are opened.
const MOST_IDLE: u32 = 3;

/// Reads a file's batches and asks for news afterwards, as its device would over the network.
pub(super) struct Answers<'h, R: Read, H> {
    reader: Reader<ToService, R>,
    conversation: Conversation<'h, H>,
    cursor: Cursor,
    room: usize,
    idle: u32,
    taken: Vec<Taken>,
    is_over: bool,
}

impl<'h, R: Read, H: Hub> Answers<'h, R, H> {
    pub(super) fn new(reader: Reader<ToService, R>, hub: &'h mut H, asking: &Asking) -> Self {
        let conversation = Conversation::new(hub, asking);
        let (cursor, room) = (asking.cursor, MOST_NEWS_BYTES);
        Self { reader, conversation, cursor, room, idle: 0, taken: Vec::new(), is_over: false }
    }

    /// How many batches were read.
    pub(super) fn batches(&self) -> u64 {
        self.reader.frames()
    }

    /// What became of them.
    pub(super) fn taken(self) -> Vec<Taken> {
        self.taken
    }

    /// How the file ended.
    pub(super) fn end(&self) -> End {
        self.reader.end().unwrap_or(End::Damaged)
    }

    fn bring(&mut self) -> Option<Result<Answered, Error>> {
        let brought = self.reader.next()?;
        Some(brought.and_then(|brought| self.conversation.bring(brought).map_err(Error::Service)))
    }

    fn news(&mut self) -> Result<Answered, Error> {
        let answered = self.conversation.news(NEWS_BYTES).map_err(Error::Service)?;
        let answer = &answered.answer;
        let is_still = answer.news.is_empty() && answer.cursor == self.cursor;
        self.idle = if is_still { self.idle + 1 } else { 0 };
        self.room = self.room.saturating_sub(answer.news.iter().map(size).sum());
        self.is_over = !answer.more || self.idle >= MOST_IDLE || self.room == 0;
        Ok(answered)
    }
}

fn size(news: &News) -> usize {
    match news {
        News::Block(block) => block.batch.len() + block.scope.len(),
        News::Closed { scope } => scope.len(),
        News::Only { scopes } => scopes.iter().map(Vec::len).sum(),
    }
}

impl<R: Read, H: Hub> Iterator for Answers<'_, R, H> {
    type Item = Result<Answered, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        let answered = self.bring().unwrap_or_else(|| self.news());
        match &answered {
            Ok(Answered { answer, .. }) => {
                self.cursor = answer.cursor;
                self.taken.extend_from_slice(&answer.taken);
            }
            Err(_) => self.is_over = true,
        }
        Some(answered.map_err(Problem::from))
    }
}
