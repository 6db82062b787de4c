//! After the storm: the faults stop, everybody meets, and the world is judged.

use sync::engine::{Action, Engine, Event as Step};

use super::World;
use crate::{
    audience,
    central::Health,
    check, expect,
    fault::Rates,
    log::{self, Central},
    tables,
    violation::{Kept, must},
};

/// In how many exchanges everybody must have everything.
const MOST_EXCHANGES: usize = 5;

impl World {
    /// Ends every fault, lets everybody exchange a few times, and checks what was promised.
    pub(super) fn calm(&mut self) -> Kept {
        self.rates = Rates::calm();
        for number in 0..self.devices.len() {
            self.upgrade(number)?;
            let device = &mut self.devices[number];
            device.cut_until = 0;
            if device.is_full {
                device.fill_disk(false)?;
            }
            device.engine = Engine::default();
            device.asks = None;
            self.crashes_next[number] = false;
        }
        self.say(format_args!("calm"));
        let rounds = self.meet()?;
        must("I9 a few exchanges are enough", rounds <= MOST_EXCHANGES, || format!("it took {rounds}"))?;
        self.check()?;
        self.twice()
    }

    /// Lets every device exchange, round by round, until nobody has anything to bring or to get.
    fn meet(&mut self) -> Kept<usize> {
        let mut actions: Vec<Option<Action>> = self.devices.iter().map(|_| None).collect();
        for round in 0..=2 * MOST_EXCHANGES {
            for ghost in 0..self.ghosts.len() {
                self.bring(ghost)?;
            }
            let mut moved = false;
            for (number, pending) in actions.iter_mut().enumerate() {
                let action = pending.take().or_else(|| self.devices[number].engine.step(Step::Wake));
                let (next, has_moved) = self.exchange_once(number, action)?;
                *pending = next;
                moved |= has_moved;
            }
            self.now_ms += 1_000;
            if !moved {
                return Ok(round);
            }
        }
        Ok(2 * MOST_EXCHANGES + 1)
    }

    /// Takes one device through one question and its answer, and returns what it wants next and whether anything moved.
    fn exchange_once(&mut self, number: usize, mut action: Option<Action>) -> Kept<(Option<Action>, bool)> {
        let mut moved = false;
        let mut asked = false;
        while let Some(next) = action.take() {
            self.devices[number].tick(self.now_ms);
            let step = match next {
                Action::Read { .. } if asked => return Ok((Some(next), moved)),
                Action::Read { most_bytes } => Step::Found(self.devices[number].standing(most_bytes)?),
                Action::Send(question) => {
                    asked = true;
                    let session = self.devices[number].identity.session();
                    let answer = self.central.answer(number, &session, self.now_ms, &question, Health::Well)?;
                    moved |= !answer.taken.is_empty()
                        || !answer.news.is_empty()
                        || answer.more
                        || answer.epoch != question.epoch;
                    Step::Answered(self.judged(number, answer)?)
                }
                Action::Apply(answer) => {
                    store::exchange::apply(self.devices[number].writer(), &answer)?;
                    Step::Applied
                }
                Action::Rename => {
                    store::exchange::rename(self.devices[number].writer())?;
                    moved = true;
                    Step::Renamed
                }
                Action::Rest { .. } => break,
            };
            action = self.devices[number].engine.step(step);
        }
        Ok((None, moved))
    }

    fn check(&mut self) -> Kept {
        let (log, custody) = log::of_service(self.central.storage(0))?;
        let written: Vec<Central> = log.iter().filter(|central| !central.by_service).cloned().collect();
        let expected = expect::rows(&written);
        self.say(format_args!("{} operations in the log, {} in custody", log.len(), custody.len()));
        check::log_is_whole(&log, &custody)?;
        check::nothing_is_lost(&self.ledger, &log, &custody, &self.devices)?;
        // What was written over something in custody is readable when an administrator lets that in.
        let all = [written.as_slice(), custody.as_slice()].concat();
        let kept = all.iter().filter_map(|central| log::key(&central.op)).collect();
        check::texts_are_reachable(&self.ledger, &expect::rows(&all), &kept)?;
        let unsure = self.ledger.erasings_lost_with_a_disk(&kept);
        check::order_follows_sight(&self.ledger, &written, &expected)?;
        check::removals_know(&self.ledger, &written, &expected)?;
        for (number, device) in self.devices.iter().enumerate() {
            audience::count(number, device, &self.people, &mut self.audiences)?;
        }
        for (number, device) in self.devices.iter_mut().enumerate() {
            let facts = self.people.of(device.identity.person);
            check::nothing_waits(number, device)?;
            check::nothing_foreign_stays(number, device, &facts)?;
            check::log_has_what_is_readable(number, device, &facts, &log)?;
            let theirs: Vec<Central> = log.iter().filter(|central| central.is_for(&facts)).cloned().collect();
            check::rows_are_as_expected(number, device, (&expect::rows(&theirs), &unsure))?;
            check::rebuilds(number, device)?;
        }
        let teachers = [self.people.teacher, self.people.signing];
        self.shares.are_noted(self.central.storage(0), self.people.organisation, &teachers)?;
        check::equal_readers_have_equal_rows(&self.devices, &unsure)?;
        let mut hasher = blake3::Hasher::new();
        for device in &self.devices {
            hasher.update(format!("{:?}", tables::rows(device.reader())?).as_bytes());
        }
        let hash = hasher.finalize().to_hex();
        self.say(format_args!("in the end {hash}"));
        Ok(())
    }

    /// Everything that was asked is asked again, and every device hears its last answer twice: nothing changes.
    fn twice(&mut self) -> Kept {
        let before = check::fingerprints(self.central.storage(0), &self.devices)?;
        for (identity, question) in std::mem::take(&mut self.asked) {
            // What cannot be answered any more is refused; that changes nothing either.
            drop(self.central.answer(1, &identity.session(), self.now_ms, &question, Health::Well));
        }
        for number in 0..self.devices.len() {
            let standing = self.devices[number].standing(1 << 20)?;
            let session = self.devices[number].identity.session();
            let mut engine = Engine::default();
            engine.step(Step::Wake);
            let Some(Action::Send(question)) = engine.step(Step::Found(standing)) else { continue };
            let answer = self.central.answer(0, &session, self.now_ms, &question, Health::Well)?;
            for _ in 0..2 {
                store::exchange::apply(self.devices[number].writer(), &answer)?;
            }
        }
        let after = check::fingerprints(self.central.storage(0), &self.devices)?;
        must("I7 what comes again changes nothing", before == after, || "something changed".to_owned())
    }
}
