//! The rare faults: power, clocks, files, rights, versions and the service's own backup.

use domain::{RowId, Value, schema, scope::Scope};
use sync::body::Body;

use super::{Event, World, share::COACH};
use crate::{
    central::Health,
    check,
    clock::{Clock, DAY_MS},
    device::Device,
    fault::Fault,
    ghost::Change,
    random::Random,
    violation::Kept,
};

/// The most devices of a world, copies included.
const MOST_DEVICES: usize = 10;

impl World {
    /// Lets one of the rare faults happen, or prepares it.
    pub(super) fn rare(&mut self, fault: Fault) -> Kept {
        let number = self.random.place(self.devices.len());
        match fault {
            Fault::Cut => {
                self.devices[number].cut_until = self.now_ms + self.random.between(DAY_MS, 6 * DAY_MS);
                self.fault(fault, number);
            }
            Fault::DeviceCrash if self.random.percent(50) => self.crashes_next[number] = true,
            Fault::DeviceCrash => {
                self.fault(fault, number);
                self.devices[number].crash()?;
            }
            Fault::ClockJump => {
                self.devices[number].clock = Clock::jump(&mut self.random, self.now_ms);
                self.fault(fault, number);
            }
            Fault::FileRestored => {
                self.devices[number].copy_to(&self.copy_of(number, self.now_ms))?;
                let delay = self.random.between(DAY_MS / 8, 4 * DAY_MS);
                self.plan(delay, Event::Returns { device: number, copied_ms: self.now_ms });
            }
            Fault::FolderCopied => self.folder_copied(number)?,
            Fault::ServiceRestored => {
                let people = self.people.clone();
                self.central.back_up(&people).map_err(|error| crate::Violation::new("service", error))?;
                let delay = self.random.between(DAY_MS / 8, 4 * DAY_MS);
                self.plan(delay, Event::ServiceReturns);
                self.forgets(delay);
            }
            Fault::RightEnded | Fault::RightOpened => self.right(fault)?,
            Fault::WordTakenBack | Fault::Evaluator => self.her_word(fault)?,
            Fault::StickLate => {
                self.stick_leaves(number)?;
                // Who waits long for an answer sends another file, which may overtake the first.
                if self.random.percent(40) {
                    let delay = self.random.between(DAY_MS / 24, DAY_MS);
                    self.plan(delay, Event::StickLeaves(number));
                }
            }
            Fault::NewerSchema => self.newer()?,
            Fault::DiskFull => {
                self.devices[number].fill_disk(true)?;
                self.fault(fault, number);
                let delay = self.random.between(DAY_MS / 24, 2 * DAY_MS);
                self.plan(delay, Event::Room(number));
            }
            Fault::QuestionLost
            | Fault::AnswerLost
            | Fault::Twice
            | Fault::Late
            | Fault::NodeCrash
            | Fault::Upgraded
            | Fault::StickTwice
            | Fault::StickCut
            | Fault::StickTurned
            | Fault::NodeStalled => {}
        }
        Ok(())
    }

    fn copy_of(&self, number: usize, at_ms: i64) -> std::path::PathBuf {
        self.folder.path().join(format!("copy {number} {at_ms}"))
    }

    /// A device goes on with the file that was copied then.
    pub(super) fn file_returns(&mut self, number: usize, copied_ms: i64) -> Kept {
        let copy = self.copy_of(number, copied_ms);
        self.ledger.file_replaced(number, copied_ms);
        self.heads.forget();
        self.devices[number].take_files(&copy)?;
        self.fault(Fault::FileRestored, number);
        Ok(())
    }

    /// A device gets the present version of the program.
    pub(super) fn upgrade(&mut self, number: usize) -> Kept {
        if self.devices[number].is_earlier {
            self.devices[number].upgrade()?;
            // Later changes of the same rows would hide that something was not made.
            check::rebuilds(number, &mut self.devices[number])?;
            self.fault(Fault::Upgraded, number);
        }
        Ok(())
    }

    fn folder_copied(&mut self, number: usize) -> Kept {
        if self.devices.len() >= MOST_DEVICES {
            return Ok(());
        }
        let copy = self.copy_of(number, self.now_ms);
        self.devices[number].copy_to(&copy)?;
        let identity = self.devices[number].identity.clone();
        let folder = self.folder.path().join(format!("device {}", self.devices.len()));
        let random = Random::new(self.random.next(), 7);
        let is_earlier = self.devices[number].is_earlier;
        self.devices.push(Device::of_copy(&folder, &copy, (identity, is_earlier), random)?);
        self.crashes_next.push(false);
        self.fault(Fault::FolderCopied, number);
        // It is used as often as the others.
        let at = self.devices.len() - 1;
        for _ in 0..40 {
            let in_ms = self.random.between(0, 10 * DAY_MS);
            self.plan(in_ms, Event::Connect(at));
        }
        Ok(())
    }

    /// The service's backup comes back, and its administrator says again what changed since then of rights.
    pub(super) fn service_returns(&mut self) -> Kept {
        if self.central.restore(&self.people, &mut self.random)? {
            // What was asked of a life that did not happen would change something, if it came again.
            self.asked.clear();
            self.shares.forget();
            self.heads.forget();
            self.fault(Fault::ServiceRestored, 0);
            return self.agree_again();
        }
        Ok(())
    }

    /// Between its backup and its return the service opens something and closes it again, and will know of neither; and
    /// somebody shares what their other computer goes on with, which may come again before the beginning does.
    fn forgets(&mut self, delay: i64) {
        for part in 1..=4 {
            self.plan(delay * part / 5, Event::Ghost(COACH));
        }
        for _ in 0..24 {
            let (at, device) = (self.random.between(delay / 4, delay + DAY_MS), self.random.place(2));
            self.plan(at, Event::Act(device));
        }
        if let Some(fact) = self.people.opening(&mut self.random) {
            self.plan(delay / 4, Event::Right(fact, true));
            self.plan(delay - 1, Event::Right(fact, false));
        }
    }

    fn right(&mut self, fault: Fault) -> Kept {
        let opens = fault == Fault::RightOpened;
        let fact = if opens { self.people.opening(&mut self.random) } else { self.people.ending(&mut self.random) };
        if let Some(fact) = fact {
            self.people.set(fact, opens);
            self.central.set(&self.people, fact, opens)?;
            self.fault(fault, 0);
            self.say(format_args!("{fact:?} holds: {opens}"));
        }
        Ok(())
    }

    /// A newer program writes a field, an entity or a kind of change that this version does not know.
    fn newer(&mut self) -> Kept {
        let ghost = &self.ghosts[0];
        let own = Scope::Own { author: ghost.identity.person };
        let team = Scope::Team { team: self.people.teams[0] };
        self.words += 1;
        let word: Value = format!("word{}", self.words).into();
        let cycle = self.cycle(0);
        let change = match self.random.below(4) {
            0 => (own, 9_000, self.random_row(), Body::Create(vec![(1, word)])),
            1 => (own, schema::visit::ENTITY.number, self.random_row(), Body::Create(vec![(90, word)])),
            2 => {
                (team, schema::content_cycle::ENTITY.number, cycle, Body::Set { field: 90, value: word, over: vec![] })
            }
            _ => (
                team,
                schema::content_cycle::ENTITY.number,
                self.random_row(),
                Body::Create(vec![(1, self.people.teams[0].into()), (2, word.clone()), (91, word)]),
            ),
        };
        self.fault(Fault::NewerSchema, 0);
        let (scope, entity, row, body) = change;
        self.write_as(0, Change { scope, entity, row, body })
    }

    /// What a colleague with a newer program does in shared scopes: a leader plans, an administrator keeps the calendar.
    pub(super) fn ghost(&mut self, number: usize) -> Kept {
        match number {
            0 | 1 => self.common(number),
            COACH => self.share(),
            _ => self.bring(number),
        }
    }

    fn common(&mut self, number: usize) -> Kept {
        self.words += 1;
        let word: Value = format!("word{}", self.words).into();
        let change = if number == 0 {
            let at = self.random.place(3);
            let (row, entity) = (self.cycle(at), schema::content_cycle::ENTITY.number);
            let team = self.people.teams[at % 2];
            let body = if self.random.percent(50) {
                let fields = vec![
                    (schema::content_cycle::TEAM, team.into()),
                    (schema::content_cycle::TOPIC, word.clone()),
                    (schema::content_cycle::FOCUS, "We look at talk.".into()),
                ];
                Body::Create(fields)
            } else {
                Body::Set { field: schema::content_cycle::TOPIC, value: word, over: Vec::new() }
            };
            Change { scope: Scope::Team { team }, entity, row, body }
        } else {
            let date = format!("2026-11-{:02}", self.random.between(2, 6));
            let row = RowId::derived(&[b"day", date.as_bytes()]);
            let body = Body::Create(vec![
                (schema::calendar_day::ORGANISATION, self.people.school().into()),
                (schema::calendar_day::DATE, date.as_str().into()),
                (schema::calendar_day::LABEL, word),
            ]);
            Change { scope: Scope::Organisation, entity: schema::calendar_day::ENTITY.number, row, body }
        };
        self.write_as(number, change)
    }

    /// Writes as a colleague, and brings it: their network is good.
    pub(super) fn write_as(&mut self, number: usize, change: Change) -> Kept {
        self.ghosts[number].write(change, self.now_ms);
        self.bring(number)
    }

    /// Brings everything that a colleague's computer has.
    pub(super) fn bring(&mut self, number: usize) -> Kept {
        for _ in 0..20 {
            let question = self.ghosts[number].question();
            let identity = self.ghosts[number].identity.clone();
            let answer = self.central.answer(number, &identity.session(), self.now_ms, &question, Health::Well)?;
            self.judge(identity.person, &answer)?;
            self.ghosts[number].hear(&answer);
            if self.ghosts[number].is_done() && !answer.more {
                break;
            }
        }
        Ok(())
    }

    /// One of the few rows that a team's members write together.
    fn cycle(&self, number: usize) -> RowId {
        RowId::derived(&[b"cycle", &[u8::try_from(number).expect("few")]])
    }

    pub(super) fn random_row(&mut self) -> RowId {
        let mut bytes = [0; 16];
        self.random.fill(&mut bytes);
        RowId::from_bytes(bytes)
    }
}
