//! Files on a stick: a device's work goes to the service by hand, and the answers come back by hand. On the way a file
//! is cut, comes twice, or is overtaken by a later one.

use std::{fs, path::PathBuf};

use bundle::{
    Limits,
    conversation::Conversation,
    key::Key,
    message::{Answered, Asked, Asking, ToDevice, ToService},
    progress,
    read::Reader,
    write::{self, Envelope},
};
use ed25519_dalek::Signer;
use server::session::Session;
use sync::{
    engine::{Engine, Failure},
    exchange::{Answer, Hub, Question, Taken},
};

use super::{Event, World};
use crate::{
    central::{Central, Health},
    check,
    clock::DAY_MS,
    fault::Fault,
    violation::{Kept, Violation, must},
};

/// How much a device puts into a file, in bytes.
const MOST_BYTES: u32 = 64 << 10;
/// How often a file's talk with the service asks for news at most.
const MOST_QUESTIONS: usize = 20;

/// The keys to which files are written.
pub(super) struct Keys {
    service: Key,
    device: Key,
}

impl Keys {
    pub(super) fn draw() -> Self {
        Self { service: Key::draw(), device: Key::draw() }
    }
}

/// A file on its way.
#[derive(Debug, Clone)]
pub(super) struct Stick {
    device: usize,
    /// Its number among all files: it has the same on the way back.
    number: u64,
    /// Whether it comes a second time.
    is_again: bool,
}

/// The service as one device's file meets it.
struct Direct<'a> {
    central: &'a Central,
    session: Session,
    now_ms: i64,
}

impl Hub for Direct<'_> {
    fn exchange(&mut self, question: &Question) -> Result<Answer, Failure> {
        let node = usize::from(question.brought.is_empty());
        self.central.answer(node, &self.session, self.now_ms, question, Health::Well).map_err(|_| Failure::Busy)
    }
}

fn failed(error: impl std::fmt::Debug) -> Violation {
    Violation::new("a file on a stick", format!("{error:?}"))
}

impl World {
    /// A device writes what waits into a file, and somebody sets out with it.
    pub(super) fn stick_leaves(&mut self, device: usize) -> Kept {
        self.sticks += 1;
        let stick = Stick { device, number: self.sticks, is_again: false };
        self.devices[device].tick(self.now_ms);
        let standing = self.devices[device].standing(MOST_BYTES)?;
        let identity = &self.devices[device].identity;
        let asking = Asking::new(identity.device, &standing, &self.keys.device);
        let signature = identity.signing.sign(&asking.signed(identity.organisation)).to_bytes();
        let (opening, recipient) = (Asked { asking, signature }, self.keys.service.recipient());
        let envelope =
            Envelope::<ToService> { organisation: identity.organisation, recipient: &recipient, opening: &opening };
        let frames = standing.brought.into_iter().map(Ok);
        write::write(&self.path_of(&stick, "out"), &envelope, frames, Limits::default(), &mut progress::always)
            .map_err(failed)?;
        self.fault(Fault::StickLate, device);
        let delay = self.random.between(DAY_MS / 24, 4 * DAY_MS);
        self.plan(delay, Event::StickArrives(stick));
        Ok(())
    }

    fn path_of(&self, stick: &Stick, way: &str) -> PathBuf {
        self.folder.path().join(format!("stick {} {way}", stick.number))
    }

    /// A file reaches the service, which answers into another.
    pub(super) fn stick_arrives(&mut self, stick: Stick) -> Kept {
        if !self.is_overdue(&stick, 0) {
            self.fault(Fault::StickTurned, stick.device);
        }
        let bytes = self.carried(&stick, "out")?;
        let identity = self.devices[stick.device].identity.clone();
        let mut answers = Vec::new();
        if let Ok(reader) =
            Reader::<ToService, _>::open(&bytes[..], identity.organisation, &self.keys.service, Limits::default())
        {
            answers = self.talk(&stick, reader)?;
        }
        for answered in &answers {
            self.judge(identity.person, &answered.answer)?;
        }
        self.say(format_args!("file {} of {} is answered {} times", stick.number, stick.device, answers.len()));
        let (proof, recipient) = (self.keys.device.proof(), self.keys.device.recipient());
        let envelope =
            Envelope::<ToDevice> { organisation: identity.organisation, recipient: &recipient, opening: &proof };
        let frames = answers.into_iter().map(Ok);
        write::write(&self.path_of(&stick, "back"), &envelope, frames, Limits::default(), &mut progress::always)
            .map_err(failed)?;
        self.go_on(stick, Event::StickArrives, Event::StickReturns);
        Ok(())
    }

    fn talk(&self, stick: &Stick, reader: Reader<ToService, &[u8]>) -> Kept<Vec<Answered>> {
        let session = self.devices[stick.device].identity.session();
        let mut hub = Direct { central: &self.central, session, now_ms: self.now_ms };
        let mut talk = Conversation::new(&mut hub, &reader.opening().asking.clone());
        let mut answers = Vec::new();
        for frame in reader.map_while(Result::ok) {
            answers.push(talk.bring(frame).map_err(failed)?);
        }
        for _ in 0..MOST_QUESTIONS {
            answers.push(talk.news(MOST_BYTES).map_err(failed)?);
            if !answers.last().is_some_and(|answered| answered.answer.more) {
                break;
            }
        }
        Ok(answers)
    }

    /// Plans what becomes of a file, and once in a while that the same comes again.
    fn go_on(&mut self, stick: Stick, again: impl Fn(Stick) -> Event, next: impl Fn(Stick) -> Event) {
        if !stick.is_again && self.random.percent(30) {
            let delay = self.random.between(DAY_MS / 24, 4 * DAY_MS);
            self.plan(delay, again(Stick { is_again: true, ..stick.clone() }));
            self.fault(Fault::StickTwice, stick.device);
        }
        let delay = self.random.between(DAY_MS / 24, 2 * DAY_MS);
        self.plan(delay, next(stick));
    }

    /// Returns what is on a stick when it arrives.
    fn carried(&mut self, stick: &Stick, way: &str) -> Kept<Vec<u8>> {
        let mut bytes = fs::read(self.path_of(stick, way)).map_err(failed)?;
        if self.random.percent(25) {
            let left = bytes.len() * self.random.place(100) / 100;
            bytes.truncate(left);
            self.fault(Fault::StickCut, stick.device);
        }
        Ok(bytes)
    }

    /// Returns whether a file comes in its turn, and takes note of it.
    fn is_overdue(&mut self, stick: &Stick, way: usize) -> bool {
        let last = self.last_stick.entry((stick.device, way)).or_default();
        let is_in_turn = stick.number >= *last;
        *last = stick.number.max(*last);
        is_in_turn
    }

    /// A device reads the answers that somebody brought back.
    pub(super) fn stick_returns(&mut self, stick: Stick) -> Kept {
        if !self.is_overdue(&stick, 1) {
            self.fault(Fault::StickTurned, stick.device);
        }
        let (number, bytes) = (stick.device, self.carried(&stick, "back")?);
        let organisation = self.devices[number].identity.organisation;
        let reader = Reader::<ToDevice, _>::open(&bytes[..], organisation, &self.keys.device, Limits::default());
        if self.devices[number].is_full {
            return Ok(());
        }
        self.devices[number].tick(self.now_ms);
        for answered in reader.into_iter().flatten().map_while(Result::ok) {
            self.hear(number, answered)?;
        }
        self.say(format_args!("{number} has read file {}", stick.number));
        // What was asked over the network meanwhile is asked again from where the device stands now.
        self.devices[number].engine = Engine::default();
        self.devices[number].asks = None;
        if !stick.is_again && self.random.percent(30) {
            let delay = self.random.between(DAY_MS / 24, 4 * DAY_MS);
            self.plan(delay, Event::StickReturns(Stick { is_again: true, ..stick }));
            self.fault(Fault::StickTwice, number);
        }
        Ok(())
    }

    fn hear(&mut self, number: usize, answered: Answered) -> Kept {
        let device = &mut self.devices[number];
        let before = check::cursor(device.reader())?;
        let Some(answer) = answered.fitting(&device.standing(0)?) else { return Ok(()) };
        let program = device.program();
        store::exchange::apply(device.writer(), &answer)?;
        drop(program);
        let after = check::cursor(device.reader())?;
        must("I5 a cursor never goes back", after.0 != before.0 || after.1 >= before.1, || {
            format!("device {number} went from {before:?} to {after:?} by a file")
        })?;
        if answer.taken.contains(&Taken::Forked) {
            device.rename()?;
        }
        Ok(())
    }
}
