//! One world: a queue of moments, and what happens at each. One thread, one seed, no clock but its own.

mod agree;
mod calm;
mod exchange;
mod share;
mod stick;
mod storm;

use std::{collections::BTreeMap, fmt, path::Path};

pub use agree::Agreed;
use server::facts::Fact;
use sync::engine::Failure;
use sync::exchange::{Answer, Question};

use crate::{
    act::{Actor, Did},
    central::Central,
    check::Heads,
    clock::{BEGINNING_MS, DAY_MS},
    device::{Device, Identity},
    fault::{self, Fault, Faults, Rates},
    ghost::Ghost,
    ledger::Ledger,
    log,
    people::{ADMINISTRATOR, PRINCIPAL, People, SUPERVISOR},
    random::Random,
    shares::Shares,
    trace::Trace,
    violation::{Kept, Violation},
};

/// How long a world goes on before it becomes calm.
const LENGTH_MS: i64 = 30 * DAY_MS;
/// The fewest acts of people in a world.
const LEAST_ACTIONS: u64 = 520;
/// How often the devices of a world come to the network, all together.
const CONNECTIONS: i64 = 420;

/// The number of a removal among the kinds of change.
const REMOVE: i64 = 4;

/// What became of a world.
#[derive(Debug)]
pub struct Outcome {
    /// Its seed.
    pub seed: u64,
    /// What people did.
    pub actions: u64,
    /// What went wrong on purpose.
    pub faults: Faults,
    /// How many blocks of shared documents left the service.
    pub shared: u64,
    /// What became of the sharing agreement and of the coaching cycles.
    pub agreed: Agreed,
    /// How many rows the devices' files hold in the end, by the audience from which they have them.
    pub audiences: BTreeMap<&'static str, u64>,
    /// The hash of its trace.
    pub hash: [u8; 32],
    /// What must not have happened, if it did.
    pub violation: Option<Violation>,
    /// Its last lines.
    pub trace: Vec<String>,
}

/// Something that happens at a moment.
enum Event {
    /// Somebody does something at a device.
    Act(usize),
    /// A colleague's newer program writes.
    Ghost(usize),
    /// A coach or a teacher agrees, or goes on with a coaching cycle.
    Agree,
    /// A device comes to the network.
    Connect(usize),
    /// A device's rest is over.
    Wake { device: usize, life: u64 },
    /// A question reaches a node.
    Arrives { node: usize, letter: Letter, question: Question },
    /// An answer, or the word that there is none, reaches its device.
    Answered { letter: Letter, answer: Result<Answer, Failure> },
    /// A device waits no longer for an answer.
    Timeout(Letter),
    /// One of the rare faults.
    Rare(Fault),
    /// A device goes on with the file that was copied aside then.
    Returns { device: usize, copied_ms: i64 },
    /// The service's backup comes back.
    ServiceReturns,
    /// Something decides access now, or no longer.
    Right(Fact, bool),
    /// A device gets the present version of the program.
    Upgrade(usize),
    /// A device's disk has room again.
    Room(usize),
    /// A device writes a file, and somebody sets out with it.
    StickLeaves(usize),
    /// A file on a stick reaches the service.
    StickArrives(stick::Stick),
    /// The answer to a file reaches its device.
    StickReturns(stick::Stick),
}

/// What an answer must carry to be one to an open question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Letter {
    device: usize,
    life: u64,
    number: u64,
}

/// A world.
pub struct World {
    folder: tempfile::TempDir,
    now_ms: i64,
    queue: BTreeMap<(i64, u64), Event>,
    queued: u64,
    people: People,
    central: Central,
    devices: Vec<Device>,
    /// Whether a device loses power when its next answer is applied.
    crashes_next: Vec<bool>,
    ghosts: Vec<Ghost>,
    ledger: Ledger,
    shares: Shares,
    /// What the coach shares at present, from the computer that shares: the document and to whom.
    opened: Vec<(u16, domain::RowId, domain::scope::Scope)>,
    /// How many rows the devices hold in the end, by the audience from which they have them.
    audiences: BTreeMap<&'static str, u64>,
    /// The coach and the teacher who sign an agreement.
    pair: agree::Pair,
    keys: stick::Keys,
    /// How many files set out.
    sticks: u64,
    /// The last file of each device on each way.
    last_stick: BTreeMap<(usize, usize), u64>,
    heads: Heads,
    trace: Trace,
    faults: Faults,
    rates: Rates,
    random: Random,
    actions: u64,
    words: u64,
    letters: u64,
    /// The last questions, to be asked again at the end.
    asked: Vec<(Identity, Question)>,
}

/// Runs the world of a seed to its end, and judges it.
#[must_use]
pub fn run(seed: u64) -> Outcome {
    let mut world = match World::make(seed) {
        Ok(world) => world,
        Err(violation) => return Outcome::of_nothing(seed, violation),
    };
    // A panic is as much a failure as a promise that was broken, and needs its trace as much.
    let lived = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| world.live()));
    let violation = match lived {
        Ok(kept) => kept.err(),
        Err(panic) => Some(Violation::new("panic", words_of(&*panic))),
    };
    Outcome {
        seed,
        actions: world.actions,
        shared: world.shares.sent,
        agreed: world.pair.done,
        audiences: world.audiences,
        hash: world.trace.hash(),
        violation,
        trace: world.trace.last(if std::env::var_os("WORLDS_TRACE").is_some() { usize::MAX } else { 60 }).to_vec(),
        faults: world.faults,
    }
}

fn words_of(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    text.unwrap_or("without words").to_owned()
}

impl Outcome {
    fn of_nothing(seed: u64, violation: Violation) -> Self {
        let faults = Faults::default();
        let audiences = BTreeMap::new();
        Self {
            seed,
            actions: 0,
            shared: 0,
            agreed: Agreed::default(),
            audiences,
            faults,
            hash: [0; 32],
            violation: Some(violation),
            trace: Vec::new(),
        }
    }
}

impl World {
    fn make(seed: u64) -> Kept<Self> {
        let folder = folder().map_err(|error| Violation::new("making a world", error))?;
        let people = People::new();
        let mut random = Random::new(seed, 1);
        let central = Central::make(&folder.path().join("central"), &people, &mut random)?;
        let rates = Rates::draw(&mut random);
        let mut world = Self {
            folder,
            now_ms: BEGINNING_MS,
            queue: BTreeMap::new(),
            queued: 0,
            people,
            central,
            devices: Vec::new(),
            crashes_next: Vec::new(),
            ghosts: Vec::new(),
            ledger: Ledger::default(),
            shares: Shares::default(),
            opened: Vec::new(),
            audiences: BTreeMap::new(),
            pair: agree::Pair::new(Random::new(seed, 2_000)),
            keys: stick::Keys::draw(),
            sticks: 0,
            last_stick: BTreeMap::new(),
            heads: Heads::default(),
            trace: Trace::default(),
            faults: Faults::default(),
            rates,
            random,
            actions: 0,
            words: 0,
            letters: 0,
            asked: Vec::new(),
        };
        world.begin(seed)?;
        Ok(world)
    }

    /// Places the devices and plans the thirty days.
    fn begin(&mut self, seed: u64) -> Kept {
        // Most people have one computer, the first has two or three.
        let owners = [0, 0, 1, 2, 0, 5, 4, 3];
        let count = usize::try_from(self.random.between(3, 8)).expect("few");
        for person in &owners[..count] {
            self.add_device(seed, self.people.everybody[*person])?;
        }
        // Two who write what is common, the coach's other computer, and three who only read.
        let colleagues = [1, ADMINISTRATOR, 0, SUPERVISOR, PRINCIPAL].map(|person| self.people.everybody[person]);
        for (number, person) in (1_000..).zip(colleagues.into_iter().chain([self.people.teacher])) {
            let identity = Identity::draw(self.people.organisation, person, &mut self.random);
            self.central.enrol(&identity)?;
            self.ghosts.push(Ghost::new(identity, Random::new(seed, number)));
        }
        let colleagues = self.ghosts.len();
        for _ in 0..LEAST_ACTIONS + self.random.below(200) {
            let (at, device) = (self.random.between(0, LENGTH_MS), self.random.place(count));
            self.plan(at, Event::Act(device));
        }
        for number in 0..CONNECTIONS {
            let (at, device) =
                (LENGTH_MS * number / CONNECTIONS + self.random.between(0, DAY_MS), self.random.place(count));
            self.plan(at, Event::Connect(device));
        }
        for _ in 0..60 {
            let (at, ghost) = (self.random.between(0, LENGTH_MS), self.random.place(colleagues));
            self.plan(at, Event::Ghost(ghost));
        }
        // So that there is common work from the first day.
        (0..3).for_each(|at| self.plan(at, Event::Ghost(0)));
        self.begin_to_agree(seed)?;
        for (at, fault) in fault::rare(&mut self.random, LENGTH_MS) {
            self.plan(at, Event::Rare(fault));
        }
        Ok(())
    }

    /// Plans what a coach and a teacher agree, by chance of its own.
    fn begin_to_agree(&mut self, seed: u64) -> Kept {
        let mut random = Random::new(seed, 2_001);
        for (number, person) in (2_002..).zip([self.people.signing, self.people.everybody[0]]) {
            let identity = Identity::draw(self.people.organisation, person, &mut random);
            self.central.enrol(&identity)?;
            self.ghosts.push(Ghost::new(identity, Random::new(seed, number)));
        }
        for _ in 0..agree::TIMES {
            self.plan(random.between(0, LENGTH_MS), Event::Agree);
        }
        Ok(())
    }

    fn add_device(&mut self, seed: u64, person: domain::RowId) -> Kept {
        let number = self.devices.len();
        let identity = Identity::draw(self.people.organisation, person, &mut self.random);
        self.central.enrol(&identity)?;
        let folder = self.folder.path().join(format!("device {number}"));
        let device = Device::make(&folder, identity, Random::new(seed, 100 + number as u64))?;
        self.devices.push(device);
        self.crashes_next.push(false);
        if self.random.percent(15) {
            self.devices[number].downgrade()?;
            let at = self.random.between(DAY_MS, LENGTH_MS);
            self.plan(at, Event::Upgrade(number));
        }
        Ok(())
    }

    /// Plans an event for so many milliseconds from now.
    fn plan(&mut self, in_ms: i64, event: Event) {
        self.queued += 1;
        self.queue.insert((self.now_ms + in_ms, self.queued), event);
    }

    fn say(&mut self, what: fmt::Arguments<'_>) {
        self.trace.say(self.now_ms, what);
    }

    fn fault(&mut self, fault: Fault, of: usize) {
        self.faults.count(fault);
        self.say(format_args!("fault {fault:?} {of}"));
    }

    fn live(&mut self) -> Kept {
        while let Some(((at, _), event)) = self.queue.pop_first() {
            self.now_ms = self.now_ms.max(at);
            self.step(event)?;
        }
        self.calm()
    }

    fn step(&mut self, event: Event) -> Kept {
        match event {
            Event::Act(device) => self.act(device),
            Event::Ghost(ghost) => self.ghost(ghost),
            Event::Agree => self.agree(),
            Event::Connect(device) => self.wake(device),
            Event::Wake { device, life } if self.devices[device].life == life => self.wake(device),
            Event::Wake { .. } => Ok(()),
            Event::Arrives { node, letter, question } => self.arrives(node, letter, question),
            Event::Answered { letter, answer } => self.answered(letter, answer),
            Event::Timeout(letter) => self.answered(letter, Err(Failure::Link)),
            Event::Rare(fault) => self.rare(fault),
            Event::Returns { device, copied_ms } => self.file_returns(device, copied_ms),
            Event::ServiceReturns => self.service_returns(),
            Event::Right(fact, holds) => self.say_fact(fact, holds),
            Event::Upgrade(device) => self.upgrade(device),
            Event::StickLeaves(device) => self.stick_leaves(device),
            Event::StickArrives(stick) => self.stick_arrives(stick),
            Event::StickReturns(stick) => self.stick_returns(stick),
            Event::Room(device) => Ok(self.devices[device].fill_disk(false)?),
        }
    }

    /// Somebody does something, and the ledger takes down what they were told is saved.
    fn act(&mut self, number: usize) -> Kept {
        // A copied folder is used like the one that it was copied from.
        let number = if self.random.percent(30) { self.random.place(self.devices.len()) } else { number };
        let device = &mut self.devices[number];
        device.tick(self.now_ms);
        let (replica, before) = log::written(device.reader())?;
        let person = device.identity.person;
        let _program = device.program();
        let mut actor = Actor { people: &self.people, person, random: &mut self.random, words: &mut self.words };
        let did = match actor.act(device.writer()) {
            Ok(did) => did,
            // The screen says so, and the words are still in their field.
            Err(store::Error::Disk { .. }) if device.is_full => {
                self.say(format_args!("{number} could not save"));
                return Ok(());
            }
            Err(error) => return Err(error.into()),
        };
        let ops = log::after(device.reader(), replica, before)?;
        self.actions += 1;
        self.ledger.take(number, self.now_ms, &ops, matches!(did, Did::Undid));
        if let Did::Set { row, field, before, after, .. } = &did {
            self.ledger.follow(*row, *field, before.clone(), after.clone());
        }
        for removal in ops.iter().filter(|logged| logged.op.kind == REMOVE) {
            let device = &self.devices[number];
            let knew =
                log::of_row(device.reader(), removal.op.row)?.iter().filter_map(|known| log::key(&known.op)).collect();
            self.ledger.remove(log::key(&removal.op).expect("not erased"), knew);
        }
        self.say(format_args!("{number} did {did} in {} operations", ops.len()));
        self.heads.written(number, &ops)?;
        if self.random.percent(15) {
            self.plan(1, Event::Connect(number));
        }
        Ok(())
    }
}

/// Where the worlds' files lie: in memory where that is offered.
fn folder() -> std::io::Result<tempfile::TempDir> {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }
}
