//! The way between device and service: what the engine wants is done, and on the way it may be lost, doubled or late.

use domain::{access::may_read, scope::Scope};
use sync::{
    engine::{Action, Event as Step, Failure},
    exchange::{Answer, News, Question, Taken},
};

use super::{Event, Letter, World};
use crate::{
    central::Health,
    check,
    clock::DAY_MS,
    fault::Fault,
    log,
    violation::{Kept, Violation, must},
};

/// How long a device waits for an answer.
const PATIENCE_MS: i64 = 60_000;
/// How many questions are kept to be asked again.
const KEPT: usize = 40;

impl World {
    /// Tells a device's engine that there is something to do.
    pub(super) fn wake(&mut self, number: usize) -> Kept {
        let action = self.devices[number].engine.step(Step::Wake);
        self.carry_out(number, action)
    }

    /// Carries out what the engine wants until it waits for the network or for time.
    pub(super) fn carry_out(&mut self, number: usize, mut action: Option<Action>) -> Kept {
        while let Some(next) = action.take() {
            self.devices[number].tick(self.now_ms);
            let step = match next {
                Action::Read { most_bytes } => Step::Found(self.devices[number].standing(most_bytes)?),
                Action::Send(question) => return self.send(number, question),
                Action::Apply(answer) => match self.apply(number, &answer)? {
                    true => Step::Applied,
                    false => return Ok(()),
                },
                Action::Rename => match self.devices[number].rename() {
                    Ok(()) => Step::Renamed,
                    Err(error) => return self.failed(number, error),
                },
                Action::Rest { for_ms, .. } => return self.rest(number, for_ms),
            };
            self.say(format_args!("{number} {}", told(&step)));
            action = self.devices[number].engine.step(step);
        }
        Ok(())
    }

    fn rest(&mut self, number: usize, for_ms: u64) -> Kept {
        let life = self.devices[number].life;
        // Who is not reached for minutes is tried again when the person next comes to a network.
        if for_ms < 60_000 {
            self.plan(i64::try_from(for_ms).expect("minutes"), Event::Wake { device: number, life });
        }
        Ok(())
    }

    /// Applies an answer; false when the device lost power just behind it, or could not.
    pub(super) fn apply(&mut self, number: usize, answer: &Answer) -> Kept<bool> {
        let device = &mut self.devices[number];
        let program = device.program();
        let applied = store::exchange::apply(device.writer(), answer);
        drop(program);
        if let Err(error) = applied {
            self.failed(number, error)?;
            return Ok(false);
        }
        if std::mem::take(&mut self.crashes_next[number]) {
            self.fault(Fault::DeviceCrash, number);
            self.devices[number].crash()?;
            return Ok(false);
        }
        Ok(true)
    }

    /// What a device could not do on a full disk it does again later; nothing else may fail.
    pub(super) fn failed(&mut self, number: usize, error: store::Error) -> Kept {
        let device = &mut self.devices[number];
        if !(device.is_full && matches!(error, store::Error::Disk { .. })) {
            return Err(error.into());
        }
        device.engine = sync::engine::Engine::default();
        device.asks = None;
        self.say(format_args!("{number} could not apply"));
        Ok(())
    }

    fn send(&mut self, device: usize, question: Question) -> Kept {
        self.letters += 1;
        let letter = Letter { device, life: self.devices[device].life, number: self.letters };
        self.devices[device].asks = Some(letter.number);
        self.say(format_args!(
            "{device} asks {} with {} batches at {:?} epoch {}",
            letter.number,
            question.brought.len(),
            question.cursor,
            question.epoch % 1_000
        ));
        self.plan(PATIENCE_MS, Event::Timeout(letter));
        if self.devices[device].cut_until > self.now_ms {
            return Ok(());
        }
        if self.random.percent(self.rates.question_lost) {
            self.fault(Fault::QuestionLost, device);
            return Ok(());
        }
        if self.random.percent(self.rates.twice) {
            self.fault(Fault::Twice, device);
            let (node, delay) = (self.random.place(2), self.random.between(10, DAY_MS / 4));
            self.plan(delay, Event::Arrives { node, letter, question: question.clone() });
        }
        let (node, delay) = (self.random.place(2), self.delay(device));
        self.plan(delay, Event::Arrives { node, letter, question });
        Ok(())
    }

    fn delay(&mut self, device: usize) -> i64 {
        if self.random.percent(self.rates.late) {
            self.fault(Fault::Late, device);
            return self.random.between(PATIENCE_MS / 2, DAY_MS);
        }
        self.random.between(20, 3_000)
    }

    /// A node gets a question.
    pub(super) fn arrives(&mut self, node: usize, letter: Letter, question: Question) -> Kept {
        if self.random.percent(self.rates.node_stalled) {
            self.fault(Fault::NodeStalled, node);
            let delay = self.random.between(10_000, 600_000);
            self.plan(delay, Event::Arrives { node, letter, question });
            return Ok(());
        }
        let ends = self.random.percent(self.rates.node_crash);
        let health = if ends { Health::EndsBeforeCommit } else { Health::Well };
        let session = self.devices[letter.device].identity.session();
        let answer = self.central.answer(node, &session, self.now_ms, &question, health);
        if ends {
            self.fault(Fault::NodeCrash, node);
        }
        if answer.is_ok() {
            self.keep(letter.device, &question);
        }
        let answer = match answer {
            Ok(answer) => Ok(self.judged(letter.device, answer)?),
            Err(server::error::Error::Busy) if ends => Err(Failure::Link),
            Err(server::error::Error::Unknown) => Err(Failure::Unknown),
            Err(error) => return Err(error.into()),
        };
        if self.random.percent(self.rates.answer_lost) {
            self.fault(Fault::AnswerLost, letter.device);
            return Ok(());
        }
        let delay = self.delay(letter.device);
        self.plan(delay, Event::Answered { letter, answer });
        Ok(())
    }

    fn keep(&mut self, device: usize, question: &Question) {
        if self.asked.len() == KEPT {
            self.asked.remove(0);
        }
        self.asked.push((self.devices[device].identity.clone(), question.clone()));
    }

    /// Looks at an answer before it leaves the service: nobody gets what they may not read at this moment.
    pub(super) fn judged(&mut self, device: usize, answer: Answer) -> Kept<Answer> {
        let person = self.devices[device].identity.person;
        self.judge(person, &answer)?;
        self.say(format_args!("{device} is answered {}", told_answer(&answer)));
        Ok(answer)
    }

    /// The oracle of access: the world's own facts, asked at the moment at which a block leaves.
    pub(super) fn judge(&mut self, person: domain::RowId, answer: &Answer) -> Kept {
        let facts = self.people.of(person);
        let authors = [self.people.everybody[0], self.people.signing];
        for news in &answer.news {
            let News::Block(block) = news else { continue };
            let scope = Scope::from_bytes(&block.scope)
                .map_err(|error| Violation::new("I6 nobody receives what is not theirs", error))?;
            must("I6 nobody receives what is not theirs", may_read(&facts, &scope).is_ok(), || {
                format!("{person} is sent {scope:?}")
            })?;
            self.shares.judge(self.central.storage(0), &authors, person, block)?;
        }
        Ok(())
    }

    /// An answer reaches its device, if it still waits for it.
    pub(super) fn answered(&mut self, letter: Letter, answer: Result<Answer, Failure>) -> Kept {
        let device = &mut self.devices[letter.device];
        if device.life != letter.life || device.asks != Some(letter.number) {
            return Ok(());
        }
        device.asks = None;
        let (name, _) = log::written(device.reader())?;
        let before = check::cursor(device.reader())?;
        let step = match answer {
            Ok(answer) => Step::Answered(answer),
            Err(failure) => Step::Failed(failure),
        };
        let action = device.engine.step(step);
        self.carry_out(letter.device, action)?;
        let device = &self.devices[letter.device];
        let after = check::cursor(device.reader())?;
        // Who takes another name asks from the beginning.
        let is_renamed = log::written(device.reader())?.0 != name;
        must("I5 a cursor never goes back", is_renamed || after.0 != before.0 || after.1 >= before.1, || {
            format!("device {} went from {before:?} to {after:?}", letter.device)
        })
    }
}

fn told(step: &Step) -> String {
    match step {
        Step::Found(standing) => format!("found {} batches, more: {}", standing.brought.len(), standing.more),
        Step::Applied => "applied".to_owned(),
        Step::Renamed => "took another name".to_owned(),
        Step::Wake | Step::Answered(_) | Step::Failed(_) => String::new(),
    }
}

fn told_answer(answer: &Answer) -> String {
    let taken: Vec<String> = answer
        .taken
        .iter()
        .map(|taken| match taken {
            Taken::Settled(runs) => {
                runs.iter().map(|run| format!("{}+{}@{}", run.first_ctr, run.count, run.first_seq)).collect()
            }
            Taken::Custody { first_ctr, count, reason, .. } => format!("custody {first_ctr}+{count} {reason:?}"),
            other => format!("{other:?}"),
        })
        .collect();
    let news: Vec<String> = answer
        .news
        .iter()
        .map(|news| match news {
            News::Block(block) => format!("{}:{}", block.scope[0], block.first_seq),
            News::Closed { scope } => format!("closed {}", scope[0]),
            News::Only { scopes } => format!("only {} scopes", scopes.len()),
        })
        .collect();
    format!("{taken:?} news {news:?} to {:?} head {} more {}", answer.cursor, answer.head.ctr, answer.more)
}
