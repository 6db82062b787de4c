//! What goes wrong, and how often: drawn for each seed, so that some worlds are mild and some are not.

use std::collections::BTreeMap;

use crate::random::Random;

/// A kind of fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// A question never reaches the service.
    QuestionLost,
    /// The service did what it was asked, and its answer is lost.
    AnswerLost,
    /// A question reaches the service twice.
    Twice,
    /// A question or answer comes so late that later ones overtake it.
    Late,
    /// A device has no network for days.
    Cut,
    /// A device loses power; its files stay as they are.
    DeviceCrash,
    /// A node ends in the middle of a transaction.
    NodeCrash,
    /// A node stands still with a question in hand.
    NodeStalled,
    /// A device's clock jumps, by years, or stands still.
    ClockJump,
    /// A device's file is replaced by an earlier copy of it.
    FileRestored,
    /// A copy of a device's folder is opened on another computer, and both go on.
    FolderCopied,
    /// The service is restored from a backup.
    ServiceRestored,
    /// A person may no longer read or write something.
    RightEnded,
    /// A person may read or write something more.
    RightOpened,
    /// A teacher takes back what she agreed to show, or agrees again.
    WordTakenBack,
    /// Somebody is said to evaluate a teacher whose records they read, or no longer.
    Evaluator,
    /// A device's work goes to the service in a file on a stick, and the answer comes back in one.
    StickLate,
    /// A file comes twice.
    StickTwice,
    /// Only the beginning of a file arrives.
    StickCut,
    /// A file is overtaken by a later one.
    StickTurned,
    /// A device with a newer version writes what the others do not know.
    NewerSchema,
    /// A device that had an earlier version is upgraded.
    Upgraded,
    /// A device's disk is full.
    DiskFull,
}

impl Fault {
    /// Every kind.
    pub const ALL: [Self; 23] = [
        Self::QuestionLost,
        Self::AnswerLost,
        Self::Twice,
        Self::Late,
        Self::Cut,
        Self::DeviceCrash,
        Self::NodeCrash,
        Self::NodeStalled,
        Self::ClockJump,
        Self::FileRestored,
        Self::FolderCopied,
        Self::ServiceRestored,
        Self::RightEnded,
        Self::RightOpened,
        Self::WordTakenBack,
        Self::Evaluator,
        Self::StickLate,
        Self::StickTwice,
        Self::StickCut,
        Self::StickTurned,
        Self::NewerSchema,
        Self::Upgraded,
        Self::DiskFull,
    ];
}

/// How often each fault happened.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Faults(BTreeMap<Fault, u64>);

impl Faults {
    /// Counts one.
    pub fn count(&mut self, fault: Fault) {
        *self.0.entry(fault).or_default() += 1;
    }

    /// Adds another world's.
    pub fn add(&mut self, other: &Self) {
        for (fault, count) in &other.0 {
            *self.0.entry(*fault).or_default() += count;
        }
    }

    /// Returns how often this one happened.
    #[must_use]
    pub fn of(&self, fault: Fault) -> u64 {
        self.0.get(&fault).copied().unwrap_or_default()
    }

    /// Returns how many there were in all.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.0.values().sum()
    }
}

/// How likely each fault of the network and of the nodes is, in percent of messages.
#[derive(Debug, Clone)]
pub struct Rates {
    /// See [`Fault::QuestionLost`].
    pub question_lost: u64,
    /// See [`Fault::AnswerLost`].
    pub answer_lost: u64,
    /// See [`Fault::Twice`].
    pub twice: u64,
    /// See [`Fault::Late`].
    pub late: u64,
    /// See [`Fault::NodeCrash`].
    pub node_crash: u64,
    /// See [`Fault::NodeStalled`].
    pub node_stalled: u64,
}

impl Rates {
    /// Draws the rates of a seed.
    pub fn draw(random: &mut Random) -> Self {
        let mut rate = |least: u64, most: u64| least + random.below(most - least + 1);
        Self {
            question_lost: rate(2, 20),
            answer_lost: rate(2, 20),
            twice: rate(2, 25),
            late: rate(2, 25),
            node_crash: rate(1, 10),
            node_stalled: rate(1, 10),
        }
    }

    /// Returns a network and nodes without fault: what comes after the storm.
    #[must_use]
    pub fn calm() -> Self {
        Self { question_lost: 0, answer_lost: 0, twice: 0, late: 0, node_crash: 0, node_stalled: 0 }
    }
}

/// Draws on which of the world's moments the rare faults happen: in milliseconds after its beginning.
pub fn rare(random: &mut Random, length_ms: i64) -> Vec<(i64, Fault)> {
    // The kind, in how many of a hundred worlds it happens, and how often then.
    let kinds = [
        (Fault::Cut, 80, 5),
        (Fault::DeviceCrash, 100, 12),
        (Fault::ClockJump, 80, 8),
        (Fault::FileRestored, 45, 2),
        (Fault::FolderCopied, 30, 1),
        (Fault::ServiceRestored, 35, 1),
        (Fault::RightEnded, 70, 3),
        (Fault::RightOpened, 70, 3),
        (Fault::WordTakenBack, 45, 4),
        (Fault::Evaluator, 45, 4),
        (Fault::StickLate, 60, 6),
        (Fault::NewerSchema, 40, 6),
        (Fault::DiskFull, 70, 5),
    ];
    let mut planned = Vec::new();
    for (fault, of_hundred, most) in kinds {
        if random.percent(of_hundred) {
            let count = 1 + random.below(most);
            planned.extend((0..count).map(|_| (random.between(length_ms / 50, length_ms), fault)));
        }
    }
    planned
}
