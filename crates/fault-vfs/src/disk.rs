//! A running disk: what SQLite asks of it, and when it fails.

use std::{
    collections::BTreeMap,
    path::PathBuf,
    sync::{Mutex, MutexGuard, PoisonError},
};

use crate::{
    image::{Chance, Change, File, Image, SECTOR},
    vfs,
};

/// A disk in memory. Dropping it takes it from under SQLite; close its databases first.
#[derive(Debug)]
pub struct Disk {
    number: u64,
}

/// Every path on a disk of ours begins with this, and then the disk's number.
const ROOT: &str = "/fault-disk/";

static DISKS: Mutex<Disks> = Mutex::new(Disks { made: 0, running: BTreeMap::new() });

struct Disks {
    made: u64,
    running: BTreeMap<u64, State>,
}

#[derive(Debug, Default)]
struct State {
    files: BTreeMap<String, File>,
    /// Files whose removal is not certain to be on the disk.
    removed: BTreeMap<String, File>,
    steps: u64,
    /// The step at which the power goes.
    last_step: Option<u64>,
    capacity: Option<usize>,
}

/// Why the disk did not do what was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    PowerIsOff,
    IsFull,
    NoSuchFile,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Power {
    On,
    /// This is the step that the power loss cuts off.
    Going,
    Off,
}

impl Default for Disk {
    fn default() -> Self {
        Self::new(&Image::default())
    }
}

impl Disk {
    /// Starts a disk with what lies on it.
    #[must_use]
    pub fn new(image: &Image) -> Self {
        vfs::register();
        let mut disks = disks();
        disks.made += 1;
        let number = disks.made;
        let files = image.0.iter().map(|(name, bytes)| (name.clone(), File::at_rest(bytes))).collect();
        disks.running.insert(number, State { files, ..State::default() });
        Self { number }
    }

    /// Returns the path by which SQLite opens a file of this disk.
    #[must_use]
    pub fn path(&self, name: &str) -> PathBuf {
        PathBuf::from(format!("{ROOT}{}/{name}", self.number))
    }

    /// Lets the power go at a step from now, counted from 1: each write, sync, truncation and removal is one.
    pub fn lose_power_at(&self, step: u64) {
        self.state(|state| state.last_step = Some(state.steps + step));
    }

    /// Returns whether the power has gone.
    #[must_use]
    pub fn is_off(&self) -> bool {
        self.state(|state| state.last_step.is_some_and(|last| state.steps >= last))
    }

    /// Gives the disk so much room and no more, counted over all its files in bytes; nothing means no end of room.
    pub fn set_capacity(&self, bytes: Option<usize>) {
        self.state(|state| state.capacity = bytes);
    }

    /// Returns how many bytes the files take.
    #[must_use]
    pub fn used(&self) -> usize {
        self.state(|state| state.used())
    }

    /// Returns everything that was written, as after an orderly end.
    #[must_use]
    pub fn image(&self) -> Image {
        self.state(|state| Image(state.files.iter().map(|(name, file)| (name.clone(), file.now.clone())).collect()))
    }

    /// Returns what the disk holds after a power loss: what was synced, and of the rest what the seed says.
    #[must_use]
    pub fn after_power_loss(&self, seed: u64) -> Image {
        let mut chance = Chance::new(seed);
        self.state(|state| {
            let mut left = BTreeMap::new();
            for (name, file) in &state.removed {
                if chance.keeps_all() != Some(true) {
                    left.extend(file.after_power_loss(&mut chance).map(|bytes| (name.clone(), bytes)));
                }
            }
            for (name, file) in &state.files {
                left.extend(file.after_power_loss(&mut chance).map(|bytes| (name.clone(), bytes)));
            }
            Image(left)
        })
    }

    fn state<T>(&self, work: impl FnOnce(&mut State) -> T) -> T {
        work(disks().running.get_mut(&self.number).expect("a disk runs until it is dropped"))
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        disks().running.remove(&self.number);
    }
}

fn disks() -> MutexGuard<'static, Disks> {
    // A failed assertion elsewhere does not harm the disks.
    DISKS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One file on one disk, as SQLite names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    disk: u64,
    name: String,
}

impl Place {
    /// Reads a path; nothing when it does not lead to a disk of ours.
    pub fn parse(path: &str) -> Option<Self> {
        let (disk, name) = path.strip_prefix(ROOT)?.split_once('/')?;
        Some(Self { disk: disk.parse().ok()?, name: name.to_owned() })
    }

    pub fn open(&self, may_create: bool) -> Result<(), Refusal> {
        self.state(|state| match state.files.contains_key(&self.name) {
            true => Ok(()),
            false if may_create && state.step() == Power::On => {
                state.files.insert(self.name.clone(), File::default());
                Ok(())
            }
            false => Err(Refusal::NoSuchFile),
        })
    }

    pub fn exists(&self) -> bool {
        self.state(|state| Ok(state.files.contains_key(&self.name))).unwrap_or(false)
    }

    /// Fills the buffer from a position on, and returns how many bytes there were.
    pub fn read(&self, at: usize, buffer: &mut [u8]) -> Result<usize, Refusal> {
        self.file(|file| {
            let there = file.now.get(at..).unwrap_or_default();
            let count = there.len().min(buffer.len());
            buffer[..count].copy_from_slice(&there[..count]);
            buffer[count..].fill(0);
            count
        })
    }

    pub fn length(&self) -> Result<usize, Refusal> {
        self.file(|file| file.now.len())
    }

    pub fn write(&self, at: usize, bytes: &[u8]) -> Result<(), Refusal> {
        self.state(|state| {
            let power = state.step();
            let grown = (at + bytes.len()).saturating_sub(state.files.get(&self.name).map_or(0, |file| file.now.len()));
            if state.capacity.is_some_and(|capacity| state.used() + grown > capacity) {
                return Err(Refusal::IsFull);
            }
            let file = state.files.get_mut(&self.name).ok_or(Refusal::NoSuchFile)?;
            match power {
                Power::On => file.change(Change::Write { at, bytes: bytes.to_vec() }),
                // Half of it, in whole sectors, was on its way.
                Power::Going => {
                    let torn = &bytes[..(bytes.len() / 2).next_multiple_of(SECTOR).min(bytes.len())];
                    file.change(Change::Write { at, bytes: torn.to_vec() });
                }
                Power::Off => {}
            }
            power.then_goes_on()
        })
    }

    pub fn truncate(&self, length: usize) -> Result<(), Refusal> {
        self.step(|file| file.change(Change::Truncate { length }))
    }

    pub fn sync(&self) -> Result<(), Refusal> {
        self.state(|state| {
            let power = state.step();
            if power == Power::On {
                state.files.get_mut(&self.name).ok_or(Refusal::NoSuchFile)?.sync();
                state.removed.remove(&self.name);
            }
            power.then_goes_on()
        })
    }

    pub fn remove(&self, is_certain: bool) -> Result<(), Refusal> {
        self.state(|state| {
            let power = state.step();
            if power == Power::On {
                let file = state.files.remove(&self.name).ok_or(Refusal::NoSuchFile)?;
                if !is_certain {
                    state.removed.insert(self.name.clone(), file);
                }
            }
            power.then_goes_on()
        })
    }

    fn step(&self, work: impl FnOnce(&mut File)) -> Result<(), Refusal> {
        self.state(|state| {
            let power = state.step();
            if power == Power::On {
                work(state.files.get_mut(&self.name).ok_or(Refusal::NoSuchFile)?);
            }
            power.then_goes_on()
        })
    }

    fn file<T>(&self, work: impl FnOnce(&mut File) -> T) -> Result<T, Refusal> {
        self.state(|state| state.files.get_mut(&self.name).map(work).ok_or(Refusal::NoSuchFile))
    }

    fn state<T>(&self, work: impl FnOnce(&mut State) -> Result<T, Refusal>) -> Result<T, Refusal> {
        work(disks().running.get_mut(&self.disk).ok_or(Refusal::NoSuchFile)?)
    }
}

impl State {
    fn step(&mut self) -> Power {
        self.steps += 1;
        match self.last_step {
            Some(last) if self.steps == last => Power::Going,
            Some(last) if self.steps > last => Power::Off,
            Some(_) | None => Power::On,
        }
    }

    fn used(&self) -> usize {
        self.files.values().map(|file| file.now.len()).sum()
    }
}

impl Power {
    fn then_goes_on(self) -> Result<(), Refusal> {
        if self == Self::On { Ok(()) } else { Err(Refusal::PowerIsOff) }
    }
}
