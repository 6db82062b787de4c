//! Lessons, debriefs, visits and lines of the log on two computers: whatever is done without a network and in whatever
//! order it meets, each stands somewhere legal, on both computers alike, and a state that somebody chose and that lost is
//! listed. Action steps have a test of their own.

use actions::{
    capture::{self, Start},
    debrief::{self, DebriefTimes},
    log::{self, SaveLogLine},
    person, record,
    session::{self, Begin},
    visit::{self, Plan},
};
use domain::{RowId, clock::Reading, schema};
use proptest::prelude::*;
use store::{
    exchange::{Met, conflicts},
    setting, undo,
};

use crate::support::{
    desk::{DAY_MS, MONDAY_MS},
    service::{Device, Service, settle},
};

const DAY: &str = "2026-10-05";

/// What a person does.
#[derive(Debug, Clone, Copy)]
enum Done {
    Finish,
    Reopen,
    Pause,
    GoOn,
    HoldDebrief(u32),
    MoveVisit(u32),
    HoldVisit,
    CancelVisit,
    PlanAgain,
    Write { starts: u32, minutes: u32 },
    TakeAway,
    Undo,
    Wait,
}

fn done() -> impl Strategy<Value = Done> {
    prop_oneof![
        3 => Just(Done::Finish),
        2 => Just(Done::Reopen),
        1 => Just(Done::Pause),
        1 => Just(Done::GoOn),
        2 => (1..60_u32).prop_map(Done::HoldDebrief),
        2 => (1..28_u32).prop_map(Done::MoveVisit),
        2 => Just(Done::HoldVisit),
        2 => Just(Done::CancelVisit),
        1 => Just(Done::PlanAgain),
        3 => (480..700_u32, 1..90_u32).prop_map(|(starts, minutes)| Done::Write { starts, minutes }),
        1 => Just(Done::TakeAway),
        2 => Just(Done::Undo),
        1 => Just(Done::Wait),
    ]
}

struct Pair {
    devices: [Device; 2],
    service: Service,
    teacher: RowId,
    me: RowId,
    /// A lesson that is written, another that is over, its debrief, and a visit.
    lesson: RowId,
    debrief: RowId,
    visit: RowId,
}

/// Both computers began at the same moment, each by a clock of its own.
fn reading(now_ms: i64) -> Reading {
    let boot_ms = now_ms - MONDAY_MS + DAY_MS;
    Reading { wall_ms: now_ms, boot_ms, awake_ms: boot_ms, boot: "a boot".into() }
}

impl Pair {
    fn new() -> Self {
        let mut devices = [Device::new(0, 0), Device::new(1, 1_000)];
        let mut service = Service::new();
        let begin = Begin {
            given: "Dana".into(),
            family: "Whitfield".into(),
            organisation: "Riverbend".into(),
            school: String::new(),
            zone: "America/New_York".into(),
        };
        let writer = &mut devices[0].writer;
        let me = session::begin(writer, &begin).unwrap();
        let teacher = person::add_teacher(writer, "Amir Haddad").unwrap();
        let start = Start { visit: None, teacher: Some(teacher) };
        let over = capture::start(writer, &reading(MONDAY_MS), &start).unwrap();
        capture::finish(writer, &reading(MONDAY_MS + 1), over).unwrap();
        let debrief = debrief::prepare(writer, over).unwrap();
        let lesson = capture::start(writer, &reading(MONDAY_MS + 2), &start).unwrap();
        let visit = visit::plan(writer, &plan(teacher, 5)).unwrap();
        for document in [store::workspace(), debrief, lesson] {
            while undo::pass(writer, document).unwrap().is_some() {}
        }
        setting::save(&mut devices[1].writer, "me", &me.me.to_string()).unwrap();
        setting::save(&mut devices[1].writer, "organisation", &me.organisation.to_string()).unwrap();
        settle(&mut devices, &mut service);
        Self { devices, service, teacher, me: me.me, lesson, debrief, visit }
    }

    /// Does something, or nothing where it is refused.
    fn act(&mut self, device: usize, done: Done) {
        let (lesson, debrief, visit, teacher) = (self.lesson, self.debrief, self.visit, self.teacher);
        let device = &mut self.devices[device];
        let writer = &mut device.writer;
        let now = reading(writer.now_ms());
        let refused = match done {
            Done::Finish => capture::finish(writer, &now, lesson).err(),
            Done::Reopen => capture::reopen(writer, &now, lesson).err(),
            Done::Pause => capture::pause(writer, &now, lesson).err(),
            Done::GoOn => capture::resume(writer, &now, lesson).err(),
            Done::HoldDebrief(minutes) => {
                let times = DebriefTimes { date: DAY.into(), starts_minute: 600, minutes, practice_minutes: 0 };
                debrief::set_times(writer, debrief, &times).err()
            }
            Done::MoveVisit(day) => visit::change(writer, visit, &plan(teacher, day), "testing").err(),
            Done::HoldVisit => visit::hold(writer, visit).err(),
            Done::CancelVisit => visit::cancel_for(writer, visit, "testing").err(),
            Done::PlanAgain => visit::plan_again(writer, visit).err(),
            Done::Write { starts, minutes } => log::save(writer, &line(starts, minutes)).err(),
            Done::TakeAway => {
                let last = store::log::between(writer.reader(), self.me, day(), day()).unwrap().pop();
                last.and_then(|entry| log::remove(writer, entry.id).err())
            }
            Done::Undo => [store::workspace(), lesson, debrief].into_iter().find_map(|document| {
                let undone = record::undo(writer, Some(document));
                undone.err()
            }),
            Done::Wait => {
                device.clock.pass(60_000);
                None
            }
        };
        if let Some(error) = refused {
            assert!(
                matches!(error, actions::Error::Refused(_) | actions::Error::Store(store::Error::NotFound { .. })),
                "{error:?}"
            );
        }
    }

    /// The states on a device: of the lesson, the debrief and the visit.
    fn states(&self, device: usize) -> [String; 3] {
        let reader = self.devices[device].writer.reader();
        [
            store::observation::load(reader, self.lesson).unwrap().state,
            store::debrief::load(reader, self.debrief).unwrap().state,
            store::visit::load(reader, self.visit).unwrap().state,
        ]
    }
}

fn day() -> chrono::NaiveDate {
    DAY.parse().unwrap()
}

fn plan(teacher: RowId, day: u32) -> Plan {
    Plan {
        teacher: Some(teacher),
        team: None,
        coach: None,
        section: None,
        date: format!("2026-10-{day:02}"),
        starts_minute: Some(600),
        period: String::new(),
        minutes: Some(45),
        purpose: String::new(),
        kind: String::new(),
    }
}

fn line(starts: u32, minutes: u32) -> SaveLogLine {
    SaveLogLine {
        key: None,
        date: DAY.into(),
        starts_minute: Some(starts),
        minutes,
        activity: "coplan".into(),
        teacher: None,
        school: None,
        travel_from: None,
        note: String::new(),
        grant: String::new(),
        grant_percent: None,
        grant_ends: String::new(),
    }
}

/// The rules once more, in other words than the domain's.
fn assert_legal(pair: &Pair) {
    let reader = pair.devices[0].writer.reader();
    let lesson = store::observation::load(reader, pair.lesson).unwrap();
    match lesson.state.as_str() {
        "capturing" => {}
        "captured" => assert!(lesson.ended_offset_ms.is_some_and(|ended| ended >= 0), "{lesson:?}"),
        other => panic!("a lesson is {other}"),
    }
    let held = store::debrief::load(reader, pair.debrief).unwrap();
    match held.state.as_str() {
        "planned" => {}
        "held" => assert!(held.minutes.is_some_and(|minutes| minutes > 0) && !held.date.is_empty(), "{held:?}"),
        other => panic!("a debrief is {other}"),
    }
    let planned = store::visit::load(reader, pair.visit).unwrap();
    assert!(["planned", "moved", "held", "cancelled"].contains(&planned.state.as_str()), "{planned:?}");
    assert!(planned.date.starts_with("2026-10-"), "{planned:?}");
}

/// INV-9: lines that two computers wrote over each other are both there, and are shown as overlapping.
fn assert_overlaps_are_shown(pair: &Pair) {
    let reader = pair.devices[0].writer.reader();
    let entries = store::log::between(reader, pair.me, day(), day()).unwrap();
    let spans: Vec<(u32, u32)> =
        entries.iter().filter_map(|entry| Some((entry.starts_minute?, entry.starts_minute? + entry.minutes))).collect();
    let pairs = spans.iter().enumerate().flat_map(|(at, one)| spans[at + 1..].iter().map(move |other| (one, other)));
    let overlapping = pairs.filter(|(one, other)| one.0 < other.1 && other.0 < one.1).count();
    let shown = log::day(reader, MONDAY_MS + DAY_MS, Some(DAY)).unwrap().overlaps.len();
    assert!(shown >= overlapping, "{overlapping} overlap and {shown} are shown");
}

fn is_listed(pair: &Pair, row: RowId, field: u16, state: &str) -> bool {
    conflicts(pair.devices[0].writer.reader()).unwrap().iter().any(|conflict| {
        conflict.row == row
            && conflict.field == field
            && matches!(&conflict.met, Met::Values { standing, others }
                if std::iter::once(standing).chain(others).any(|one| one.value.text() == Some(state)))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn whatever_two_computers_do_lessons_debriefs_visits_and_the_log_stand_somewhere_legal_and_what_lost_is_listed(
        rounds in prop::collection::vec(prop::collection::vec((0..2_usize, done()), 0..8), 1..4)
    ) {
        let mut pair = Pair::new();
        let rows = [
            (pair.lesson, schema::observation::STATE),
            (pair.debrief, schema::debrief::STATE),
            (pair.visit, schema::visit::STATE),
        ];
        for round in rounds {
            let mut moved = [[false; 3]; 2];
            for (device, done) in round {
                let before = pair.states(device);
                pair.act(device, done);
                let after = pair.states(device);
                (0..3).for_each(|at| moved[device][at] |= before[at] != after[at]);
            }
            let alone = [pair.states(0), pair.states(1)];

            settle(&mut pair.devices, &mut pair.service);

            let stand = pair.states(0);
            prop_assert_eq!(&stand, &pair.states(1));
            assert_legal(&pair);
            assert_overlaps_are_shown(&pair);
            for (at, (row, field)) in rows.into_iter().enumerate() {
                let said: Vec<&String> = [0, 1].into_iter().filter(|who| moved[*who][at]).map(|who| &alone[who][at]).collect();
                prop_assert!(said.is_empty() || said.contains(&&stand[at]), "{said:?} became {}", stand[at]);
                for lost in said.iter().filter(|state| ***state != stand[at]) {
                    prop_assert!(is_listed(&pair, row, field, lost), "{lost} was lost to {} and is not listed", stand[at]);
                }
            }
        }
    }
}
