//! The program is killed while somebody types: how much typing is missing afterwards?
//!
//! Keys are sent as X events, each with the moment it left. The program, or its web process alone, is then ended without
//! a warning. What is missing begins with some key; the loss is the time from that key to the kill. In two rounds of five
//! the screen is read just before the kill: the lines that it calls saved must be on the disk. The control runs the same
//! rig over a journal that waits for two quiet seconds, and must be found guilty.

use std::time::{Duration, Instant};

use domain::RowId;
use store::{Connection, draft, observation as stored};

use crate::support::{
    driver::Driver,
    lesson,
    process::{self, Process},
    profile, wait_for,
    window::Desk,
};

/// The longest stretch of typing that may be missing.
const MOST_LOST: Duration = Duration::from_millis(300);
const KILLS: usize = 50;
const KEYS_EACH: usize = 104;

#[test]
fn a_kill_while_typing_loses_at_most_300_ms() {
    let mut lesson = Lesson::begin(Desk::new(1366, 768), 1);
    let mut losses = Vec::new();
    for round in 0..KILLS {
        losses.push(lesson.round(Victim::of(round), Victim::of(round + 1)));
    }
    let worst = losses.iter().copied().max().unwrap();
    println!(
        "{} kills, {} of them of the web process alone; {} keys; {} lines called saved by {} screens; worst loss {} ms, \
         median {} ms",
        losses.len(),
        lesson.web_kills,
        lesson.keys,
        lesson.called_saved,
        lesson.screens,
        worst.as_millis(),
        median(&mut losses).as_millis(),
    );
    assert!(lesson.keys >= 5_000, "only {} keys were sent", lesson.keys);
    assert!(losses.len() >= 50 && lesson.web_kills >= 10, "only {} kills", losses.len());
    assert!(lesson.screens >= 20 && lesson.called_saved >= 500, "only {} lines were read", lesson.called_saved);
    assert!(worst <= MOST_LOST, "{} ms of typing were lost", worst.as_millis());
}

#[test]
fn the_control_with_a_trailing_debounce_is_found_guilty() {
    let desk = Desk::new(1366, 768).with("COACHLIGHT_TEST_DEBOUNCE_MS", "2000");
    let mut lesson = Lesson::begin(desk, 2);
    let worst = (0..4).map(|_| lesson.round(Victim::Program, Victim::Program)).max().unwrap();
    println!("control: worst loss {} ms over 4 kills", worst.as_millis());
    assert!(worst > MOST_LOST, "the rig did not notice a journal that waits");
}

/// What is killed in a round, and whether the screen is read before.
#[derive(Clone, Copy, PartialEq)]
enum Victim {
    Program,
    ProgramWhoseScreenIsRead,
    WebProcess,
}

impl Victim {
    fn of(round: usize) -> Self {
        match round % 5 {
            0 | 2 => Self::Program,
            1 | 3 => Self::ProgramWhoseScreenIsRead,
            _ => Self::WebProcess,
        }
    }
}

/// The program, with or without somebody who looks into its page.
enum Program {
    Alone(Process),
    Read(Driver),
}

impl Program {
    fn start(desk: &Desk, victim: Victim) -> Self {
        match victim {
            Victim::ProgramWhoseScreenIsRead => Self::Read(desk.drive()),
            _ => Self::Alone(desk.start()),
        }
    }

    /// Ends it, or its web process alone, and returns when.
    fn kill(&mut self, victim: Victim) -> Instant {
        let id = match (self, victim) {
            (Self::Alone(program), Victim::WebProcess) => web_process(program),
            (Self::Alone(program), _) => program.id(),
            (Self::Read(driver), _) => driver.program(),
        };
        let killed = Instant::now();
        process::kill(id);
        killed
    }
}

fn web_process(program: &Process) -> u32 {
    let web = process::descendants(program.id(), "WebKitWebProces");
    assert_eq!(web.len(), 1, "the window has one web process");
    web[0]
}

/// A lesson that is being scripted, over one kill after the other.
struct Lesson {
    desk: Desk,
    program: Program,
    observation: RowId,
    /// How many lines are surely on the disk.
    kept: usize,
    keys: usize,
    web_kills: usize,
    screens: usize,
    called_saved: usize,
    random: u64,
}

impl Lesson {
    fn begin(desk: Desk, seed: u64) -> Self {
        profile::make_st_1(&desk.home());
        let desk = desk.with("COACHLIGHT_PASSPHRASE", profile::PASSPHRASE);
        lesson::begin(&desk, "ami", "Amir Haddad");
        let program = Program::start(&desk, Victim::Program);
        let observation = lesson::wait_for_keys(&desk, &profile::reader(&desk.home()));
        let random = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        Self { desk, program, observation, kept: 1, keys: 0, web_kills: 0, screens: 0, called_saved: 0, random }
    }

    /// Types, kills in the middle, looks at the disk, and starts again. Returns the loss.
    fn round(&mut self, victim: Victim, next: Victim) -> Duration {
        let (script, moments) = self.write();
        let called_saved = self.read_screen();
        self.desk.forget_ready();
        let killed = self.program.kill(victim);
        let survived = self.on_the_disk(called_saved);
        assert!(script.starts_with(&survived), "other words are on the disk:\n{survived:?}\nwritten:\n{script:?}");
        let first_missing = moments.get(survived.chars().count());
        self.go_on(victim, next);
        first_missing.map_or(Duration::ZERO, |moment| killed.duration_since(*moment))
    }

    /// Writes for a while at an uneven pace, and returns the keys with their moments.
    fn write(&mut self) -> (String, Vec<Instant>) {
        let (mut script, mut moments) = (String::new(), Vec::new());
        let length = KEYS_EACH + self.below(40);
        let mut in_line = 0;
        while script.len() < length {
            let may_break = !script.ends_with(' ') && in_line > 12;
            let letter = match self.below(24) {
                0 if may_break => '\n',
                1..=3 if may_break => ' ',
                // No sign of the grammar: only letters that begin no speaker.
                _ => char::from(b"bcdefghijklmnopqruvwxyz"[self.below(23)]),
            };
            in_line = if letter == '\n' { 0 } else { in_line + 1 };
            moments.push(self.desk.keyboard.letter(letter));
            script.push(letter);
            // About 270 words a minute, three times what a fast coach types.
            let pause = 25 + self.below(40);
            std::thread::sleep(Duration::from_millis(pause as u64));
        }
        self.keys += script.len();
        (script, moments)
    }

    /// Returns how many lines the screen calls saved; none where nobody can read it.
    fn read_screen(&mut self) -> usize {
        let Program::Read(driver) = &self.program else { return 0 };
        let screen = driver.screen();
        let (before, _) = screen.split_once(" saved on this computer, last").expect("the screen says what is saved");
        let count = before.split_whitespace().rev().nth(1).and_then(|count| count.replace(',', "").parse().ok());
        let called_saved = count.unwrap_or_else(|| panic!("no count of lines on the screen:\n{screen}"));
        self.screens += 1;
        self.called_saved += called_saved;
        called_saved
    }

    /// Returns what was written since the last round, as far as it is on the disk, and checks that times are in order
    /// and that every line is there that the screen called saved.
    fn on_the_disk(&mut self, called_saved: usize) -> String {
        let reader = profile::reader(&self.desk.home());
        let lines = stored::lines(&reader, self.observation).unwrap();
        assert!(lines.is_sorted_by_key(|line| line.offset_ms), "offsets are out of order");
        assert!(lines.len() >= called_saved, "{called_saved} lines were called saved, {} are on the disk", lines.len());
        let mut survived: String = lines[self.kept..].iter().map(|line| format!("{}\n", line.text)).collect();
        survived.push_str(&new_line(&reader, self.observation));
        survived
    }

    /// Gets ready for the next round: what stands in the field is kept as a line.
    fn go_on(&mut self, victim: Victim, next: Victim) {
        if victim == Victim::WebProcess {
            self.desk.wait_until_ready();
            self.web_kills += 1;
        } else {
            self.program = Program::start(&self.desk, next);
        }
        let reader = profile::reader(&self.desk.home());
        let lines = stored::lines(&reader, self.observation).unwrap().len();
        let is_open_line = !new_line(&reader, self.observation).is_empty();
        self.kept = lines + usize::from(is_open_line);
        self.desk.keyboard.focus_program();
        std::thread::sleep(Duration::from_millis(500));
        wait_for("the draft in its field again", Duration::from_secs(10), || {
            if new_line(&reader, self.observation).is_empty() {
                return Some(());
            }
            self.desk.keyboard.press("Enter");
            std::thread::sleep(Duration::from_millis(400));
            None
        });
        assert_eq!(stored::lines(&reader, self.observation).unwrap().len(), self.kept);
    }

    /// A small random number that follows from the seed.
    fn below(&mut self, bound: usize) -> usize {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        usize::try_from(self.random % bound as u64).unwrap()
    }
}

fn new_line(reader: &Connection, observation: RowId) -> String {
    let drafts = draft::of(reader, observation).unwrap();
    drafts.into_iter().find(|draft| draft.target == observation).map_or(String::new(), |draft| draft.evidence)
}

fn median(losses: &mut [Duration]) -> Duration {
    losses.sort_unstable();
    losses[losses.len() / 2]
}
