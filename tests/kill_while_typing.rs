//! The program is killed while somebody types: how much typing is missing afterwards?
//!
//! Keys are sent as X events, each with the moment it left. The program, or its web process alone, is then ended without
//! a warning. What is missing begins with some key; the loss is the time from that key to the kill. The control runs the
//! same rig over a journal that waits for two quiet seconds, and must be found guilty.

use std::time::{Duration, Instant};

use domain::RowId;
use store::{Connection, draft, observation as stored};

use crate::support::{
    process::{self, Process},
    profile, wait_for,
    window::Desk,
};

/// The longest stretch of typing that may be missing.
const MOST_LOST: Duration = Duration::from_millis(300);
const PROGRAM_KILLS: usize = 40;
const WEB_KILLS: usize = 10;
const KEYS_EACH: usize = 104;

#[test]
fn a_kill_while_typing_loses_at_most_300_ms() {
    let mut lesson = Lesson::begin(Desk::new(1366, 768), 1);
    let mut losses = Vec::new();
    for round in 0..PROGRAM_KILLS + WEB_KILLS {
        let victim = if round % 5 == 4 { Victim::WebProcess } else { Victim::Program };
        losses.push(lesson.round(victim));
    }
    let worst = losses.iter().copied().max().unwrap();
    println!(
        "{} kills, {} of them of the web process alone; {} keys; worst loss {} ms, median {} ms",
        losses.len(),
        WEB_KILLS,
        lesson.keys,
        worst.as_millis(),
        median(&mut losses).as_millis(),
    );
    assert!(lesson.keys >= 5_000, "only {} keys were sent", lesson.keys);
    assert!(losses.len() >= 50, "only {} kills", losses.len());
    assert!(worst <= MOST_LOST, "{} ms of typing were lost", worst.as_millis());
}

#[test]
fn the_control_with_a_trailing_debounce_is_found_guilty() {
    let desk = Desk::new(1366, 768).with("COACHLIGHT_TEST_DEBOUNCE_MS", "2000");
    let mut lesson = Lesson::begin(desk, 2);
    let worst = (0..4).map(|_| lesson.round(Victim::Program)).max().unwrap();
    println!("control: worst loss {} ms over 4 kills", worst.as_millis());
    assert!(worst > MOST_LOST, "the rig did not notice a journal that waits");
}

#[derive(Clone, Copy, PartialEq)]
enum Victim {
    Program,
    WebProcess,
}

/// A lesson that is being scripted, over one kill after the other.
struct Lesson {
    desk: Desk,
    program: Process,
    observation: RowId,
    /// How many lines are surely on the disk.
    kept: usize,
    keys: usize,
    random: u64,
}

impl Lesson {
    fn begin(desk: Desk, seed: u64) -> Self {
        profile::make_st_1(&desk.home());
        let desk = desk.with("COACHLIGHT_PASSPHRASE", profile::PASSPHRASE);
        let program = desk.start();
        desk.keyboard.press("Ctrl+n");
        std::thread::sleep(Duration::from_millis(600));
        desk.keyboard.write("ami");
        std::thread::sleep(Duration::from_millis(600));
        desk.keyboard.press("Enter");
        let observation = wait_for("an open observation", Duration::from_secs(10), || {
            stored::capturing(&profile::reader(&desk.home())).unwrap()
        });
        std::thread::sleep(Duration::from_millis(800));
        Self { desk, program, observation, kept: 0, keys: 0, random: seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) }
    }

    /// Types, kills in the middle, looks at the disk, and starts again. Returns the loss.
    fn round(&mut self, victim: Victim) -> Duration {
        let (script, moments) = self.write();
        let killed = self.kill(victim);
        let survived = self.on_the_disk();
        assert!(script.starts_with(&survived), "other words are on the disk:\n{survived:?}\nwritten:\n{script:?}");
        let first_missing = moments.get(survived.chars().count());
        self.go_on(victim);
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

    fn kill(&mut self, victim: Victim) -> Instant {
        let web = process::descendants(self.program.id(), "WebKitWebProces");
        assert_eq!(web.len(), 1, "the window has one web process");
        self.desk.forget_ready();
        let killed = Instant::now();
        match victim {
            Victim::Program => self.program.kill(),
            Victim::WebProcess => process::kill(web[0]),
        }
        killed
    }

    /// Returns what was written since the last round, as far as it is on the disk, and checks that times are in order.
    fn on_the_disk(&mut self) -> String {
        let reader = profile::reader(&self.desk.home());
        let lines = stored::lines(&reader, self.observation).unwrap();
        assert!(lines.is_sorted_by_key(|line| line.offset_ms), "offsets are out of order");
        let mut survived: String = lines[self.kept..].iter().map(|line| format!("{}\n", line.text)).collect();
        survived.push_str(&new_line(&reader, self.observation));
        survived
    }

    /// Gets ready for the next round: what stands in the field is kept as a line.
    fn go_on(&mut self, victim: Victim) {
        match victim {
            Victim::Program => self.program = self.desk.start(),
            Victim::WebProcess => self.desk.wait_until_ready(),
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
