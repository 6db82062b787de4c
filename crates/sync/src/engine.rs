//! The device's side of the exchange: what to do next, after each thing that happened.
//!
//! No socket, clock or database: a driver carries out each [`Action`] and brings its result back as an [`Event`]. What
//! the device has lies in its store, in the same transaction as the rows; the engine may be thrown away at any moment.

use crate::exchange::{Answer, Brought, Cursor, Question, Taken, VERSION};

/// The first batch is small, so that a bad link gets something through.
const FIRST_BYTES: u32 = 16 << 10;
const LEAST_BYTES: u32 = 1 << 10;
const MOST_BYTES: u32 = 1 << 20;
/// How long to rest when there is nothing to do, in milliseconds.
const IDLE_MS: u64 = 60_000;
const FIRST_PAUSE_MS: u64 = 2_000;
const LONGEST_PAUSE_MS: u64 = 300_000;
/// How often in a row a question that moved nothing is followed by another at once. The service may need one to open
/// scopes to a person, and says that more waits.
const MOST_IDLE: u32 = 3;

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// There is new work, a person asked, or the rest is over.
    Wake,
    /// What was read for [`Action::Read`].
    Found(Standing),
    /// The service answered the last question.
    Answered(Answer),
    /// The last question got no answer that can be used.
    Failed(Failure),
    /// The last answer is applied and durable.
    Applied,
    /// The device writes under a new replica now.
    Renamed,
}

/// What the device has, and what it can bring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// See [`Question::epoch`].
    pub epoch: i64,
    /// See [`Question::replica`].
    pub replica: i64,
    /// See [`Question::written`].
    pub written: i64,
    /// See [`Question::cursor`].
    pub cursor: Cursor,
    /// What waits, up to the size that was asked for.
    pub brought: Vec<Brought>,
    /// Whether more waits behind it.
    pub more: bool,
}

/// Why a question got no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// The link broke, or nobody answered.
    Link,
    /// What answered was not the service, such as the sign-in page of a network, or what it said was altered.
    Stranger,
    /// A proxy on the way wants a sign-in of its own, or did not reach the service.
    Proxy,
    /// Nobody whom this computer trusts vouches for the service's certificate.
    Certificate,
    /// The service is there and does not take what was asked: one side is older, or something alters what is sent.
    Refused,
    /// The service is there and cannot take anything now.
    Busy,
    /// The service no longer knows this device: a person has to do something.
    Unknown,
}

/// What to do.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// Read where the device stands, and what waits, up to this many bytes but at least one batch.
    Read {
        /// Bytes of batches.
        most_bytes: u32,
    },
    /// Send a question, and bring back the answer or the failure.
    Send(Question),
    /// Apply an answer, whole or not at all, in one transaction.
    Apply(Answer),
    /// Draw a new replica, and write what waits again under it.
    Rename,
    /// Do nothing until so much time has passed or something new is there.
    Rest {
        /// Milliseconds; a driver adds some of its own, so that a school's computers do not come all at once.
        for_ms: u64,
        /// Why.
        state: Rest,
    },
}

/// Why the engine rests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rest {
    /// Everything is exchanged.
    Done,
    /// The last try failed, and it will try again.
    Failed(Failure),
}

/// The engine.
#[derive(Debug, Clone)]
pub struct Engine {
    waits_for: WaitsFor,
    bytes: u32,
    pause_ms: u64,
    is_more: bool,
    /// Whether the last question took long.
    is_slow: bool,
    /// How many questions in a row moved nothing.
    idle: u32,
    woken: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum WaitsFor {
    Wake,
    Found,
    Answer,
    Applied { forked: bool, moved: bool },
    Renamed,
}

impl Default for Engine {
    fn default() -> Self {
        Self {
            waits_for: WaitsFor::Wake,
            bytes: FIRST_BYTES,
            pause_ms: FIRST_PAUSE_MS,
            is_more: false,
            is_slow: false,
            idle: 0,
            woken: false,
        }
    }
}

impl Engine {
    /// Says what to do after an event. Events that belong to no open action change nothing.
    pub fn step(&mut self, event: Event) -> Option<Action> {
        match (self.waits_for, event) {
            (WaitsFor::Wake, Event::Wake) => self.read(),
            (_, Event::Wake) => {
                self.woken = true;
                None
            }
            (WaitsFor::Found, Event::Found(standing)) => self.ask(standing),
            (WaitsFor::Answer, Event::Answered(answer)) => self.apply(answer),
            (WaitsFor::Answer, Event::Failed(failure)) => self.fail(failure),
            (WaitsFor::Applied { forked: true, .. }, Event::Applied) => {
                self.waits_for = WaitsFor::Renamed;
                Some(Action::Rename)
            }
            (WaitsFor::Applied { moved, .. }, Event::Applied) => self.go_on(moved),
            (WaitsFor::Renamed, Event::Renamed) => self.read(),
            _ => None,
        }
    }

    /// Notes that the question under way takes long: were it cut, all of it would be lost, so the next ones are smaller.
    pub fn slow(&mut self) {
        self.is_slow = true;
    }

    fn read(&mut self) -> Option<Action> {
        self.woken = false;
        self.waits_for = WaitsFor::Found;
        Some(Action::Read { most_bytes: self.bytes })
    }

    fn ask(&mut self, standing: Standing) -> Option<Action> {
        self.waits_for = WaitsFor::Answer;
        self.is_more = standing.more;
        Some(Action::Send(Question {
            version: VERSION,
            epoch: standing.epoch,
            replica: standing.replica,
            written: standing.written,
            cursor: standing.cursor,
            brought: standing.brought,
            most_bytes: self.bytes,
        }))
    }

    fn apply(&mut self, answer: Answer) -> Option<Action> {
        let forked = answer.taken.contains(&Taken::Forked);
        let moved = !answer.news.is_empty()
            || answer.taken.iter().any(|taken| matches!(taken, Taken::Settled(_) | Taken::Custody { .. }));
        self.is_more |= answer.more || answer.taken.contains(&Taken::Gap);
        self.waits_for = WaitsFor::Applied { forked, moved };
        let is_slow = std::mem::take(&mut self.is_slow);
        self.bytes = if is_slow { self.bytes / 2 } else { self.bytes * 2 }.clamp(LEAST_BYTES, MOST_BYTES);
        self.pause_ms = FIRST_PAUSE_MS;
        Some(Action::Apply(answer))
    }

    /// After exchanges that moved nothing, going on at once would go on for ever.
    fn go_on(&mut self, moved: bool) -> Option<Action> {
        self.idle = if moved { 0 } else { self.idle + 1 };
        if self.woken || (self.is_more && self.idle < MOST_IDLE) {
            return self.read();
        }
        self.waits_for = WaitsFor::Wake;
        self.idle = 0;
        let for_ms = if self.is_more { FIRST_PAUSE_MS } else { IDLE_MS };
        Some(Action::Rest { for_ms, state: Rest::Done })
    }

    fn fail(&mut self, failure: Failure) -> Option<Action> {
        self.waits_for = WaitsFor::Wake;
        self.is_slow = false;
        self.bytes = (self.bytes / 2).max(LEAST_BYTES);
        let for_ms = self.pause_ms;
        self.pause_ms = (self.pause_ms * 2).min(LONGEST_PAUSE_MS);
        Some(Action::Rest { for_ms, state: Rest::Failed(failure) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::{Head, Settled};

    fn standing(more: bool) -> Standing {
        Standing { epoch: 1, replica: 5, written: 1, cursor: Cursor::default(), brought: Vec::new(), more }
    }

    fn answer(taken: Vec<Taken>, more: bool) -> Answer {
        Answer {
            epoch: 1,
            epoch_began: 0,
            now_ms: 0,
            head: Head::default(),
            taken,
            news: Vec::new(),
            cursor: Cursor::default(),
            more,
        }
    }

    fn settled() -> Taken {
        Taken::Settled(vec![Settled { replica: 5, first_ctr: 1, count: 1, first_seq: 1, received_ms: 0 }])
    }

    /// Takes the engine through one exchange and returns what it does then.
    fn exchange(engine: &mut Engine, more: bool, answer: Answer) -> Option<Action> {
        assert!(matches!(engine.step(Event::Found(standing(more))), Some(Action::Send(_))));
        assert!(matches!(engine.step(Event::Answered(answer)), Some(Action::Apply(_))));
        engine.step(Event::Applied)
    }

    fn woken() -> Engine {
        let mut engine = Engine::default();
        assert_eq!(engine.step(Event::Wake), Some(Action::Read { most_bytes: FIRST_BYTES }));
        engine
    }

    #[test]
    fn what_waits_goes_out_batch_after_batch_and_each_may_be_larger() {
        let mut engine = woken();
        let next = exchange(&mut engine, true, answer(vec![settled()], false));
        assert_eq!(next, Some(Action::Read { most_bytes: 2 * FIRST_BYTES }));
        let last = exchange(&mut engine, false, answer(vec![settled()], false));
        assert_eq!(last, Some(Action::Rest { for_ms: IDLE_MS, state: Rest::Done }));
    }

    #[test]
    fn over_a_slow_link_batches_stay_small_enough_to_get_through_soon() {
        let mut engine = woken();
        engine.step(Event::Found(standing(true)));
        engine.slow();
        engine.step(Event::Answered(answer(vec![settled()], false)));
        assert_eq!(engine.step(Event::Applied), Some(Action::Read { most_bytes: FIRST_BYTES / 2 }));
        let next = exchange(&mut engine, true, answer(vec![settled()], false));
        assert_eq!(next, Some(Action::Read { most_bytes: FIRST_BYTES }), "and larger again when it is quicker");
    }

    #[test]
    fn after_failures_it_brings_less_and_waits_longer_but_never_gives_up() {
        let mut engine = woken();
        let mut pauses = Vec::new();
        for _ in 0..12 {
            engine.step(Event::Found(standing(true)));
            let Some(Action::Rest { for_ms, .. }) = engine.step(Event::Failed(Failure::Link)) else {
                panic!("no rest")
            };
            pauses.push(for_ms);
            let read = engine.step(Event::Wake);
            assert!(matches!(read, Some(Action::Read { most_bytes }) if most_bytes >= LEAST_BYTES), "{read:?}");
        }
        assert_eq!((pauses[0], pauses[1], pauses[11]), (FIRST_PAUSE_MS, 2 * FIRST_PAUSE_MS, LONGEST_PAUSE_MS));
    }

    #[test]
    fn an_exchange_that_moves_nothing_is_not_repeated_for_ever() {
        let mut engine = woken();
        let nothing = || answer(vec![Taken::Malformed], true);
        for _ in 1..MOST_IDLE {
            assert!(matches!(exchange(&mut engine, true, nothing()), Some(Action::Read { .. })));
        }
        let next = exchange(&mut engine, true, nothing());
        assert_eq!(next, Some(Action::Rest { for_ms: FIRST_PAUSE_MS, state: Rest::Done }));
    }

    #[test]
    fn a_service_that_only_opens_scopes_is_asked_again_at_once() {
        let mut engine = woken();
        assert!(matches!(exchange(&mut engine, false, answer(Vec::new(), true)), Some(Action::Read { .. })));
    }

    #[test]
    fn a_fork_gives_the_device_a_new_name_before_anything_else_goes_out() {
        let mut engine = woken();
        assert_eq!(exchange(&mut engine, true, answer(vec![Taken::Forked], false)), Some(Action::Rename));
        assert!(matches!(engine.step(Event::Renamed), Some(Action::Read { .. })));
    }

    #[test]
    fn work_that_came_in_between_goes_out_next() {
        let mut engine = woken();
        engine.step(Event::Found(standing(false)));
        assert_eq!(engine.step(Event::Wake), None);
        engine.step(Event::Answered(answer(vec![settled()], false)));
        assert!(matches!(engine.step(Event::Applied), Some(Action::Read { .. })));
    }

    #[test]
    fn a_late_answer_changes_nothing() {
        let mut engine = woken();
        engine.step(Event::Found(standing(true)));
        engine.step(Event::Failed(Failure::Link));
        assert_eq!(engine.step(Event::Answered(answer(vec![settled()], false))), None);
    }
}
