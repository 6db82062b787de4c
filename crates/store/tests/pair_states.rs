//! What a coach and a teacher have between them, on two computers of the coach: a coaching cycle, a request, a planned
//! lesson, a line of the log, a visit, the end of the coaching and the agreement. Whatever is done without a network and
//! in whatever order it meets, each stands somewhere legal, on both computers alike, and what somebody said and what lost
//! is listed.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
};

use actions::{
    agreement::{self, Accept, ItemChoice, NextAgreement},
    coaching_cycle::{self, BeginCycle},
    coaching_request,
    ending::{self, EndCoaching},
    lesson_prep::{self, SaveLessonPrep},
    log::{self, LogKey, SaveLogLine},
    person, record,
    session::{self, Begin},
    visit::{self, Plan},
};
use domain::{
    RowId,
    schema::{
        Entity, coaching_cycle as cycle, coaching_request as request, lesson_prep as prep, log_entry, relationship,
        request_answer, visit as visits,
    },
};
use proptest::{prelude::*, test_runner::TestRunner};
use store::{
    Error, Writer,
    exchange::{Met, conflicts},
    setting, undo,
};

use crate::support::{
    desk::MONDAY_MS,
    service::{Device, Service, settle},
};

const DAY: &str = "2026-10-05";

/// How many worlds of two computers there are, and how often each kind of act must have changed something in all of them.
/// The place of the teacher's request's answer: the only one whose row both can make.
const ANSWER: usize = 2;
const CASES: u32 = 24;
const LEAST: u32 = 2;
const LEAST_OF: [&str; 15] = [
    "Pause",
    "Forward",
    "Complete",
    "Abandon",
    "Answer",
    "Hold",
    "Minutes",
    "HoldVisit",
    "PlanAgain",
    "End",
    "Propose",
    "Accept",
    "Undo",
    "UndoCycle",
    "Withdraw",
];
const LEAST_IN_ALL: u32 = 240;

/// What a person does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Done {
    Pause,
    Resume,
    Forward,
    Back,
    Complete,
    Abandon,
    Answer { accepts: bool },
    Hold { is_held: bool },
    Minutes(u32),
    HoldVisit,
    CancelVisit,
    PlanAgain,
    End(u32),
    Propose { is_wide: bool },
    Accept { by_teacher: bool },
    Withdraw { by_teacher: bool },
    UndoCycle,
    Undo,
    Wait,
}

fn done() -> impl Strategy<Value = Done> {
    prop_oneof![
        2 => Just(Done::Pause),
        3 => Just(Done::Resume),
        6 => Just(Done::Forward),
        1 => Just(Done::Back),
        8 => Just(Done::Complete),
        1 => Just(Done::Abandon),
        2 => any::<bool>().prop_map(|accepts| Done::Answer { accepts }),
        3 => any::<bool>().prop_map(|is_held| Done::Hold { is_held }),
        3 => (1..60_u32).prop_map(Done::Minutes),
        1 => Just(Done::HoldVisit),
        2 => Just(Done::CancelVisit),
        4 => Just(Done::PlanAgain),
        1 => (6..20_u32).prop_map(Done::End),
        2 => any::<bool>().prop_map(|is_wide| Done::Propose { is_wide }),
        5 => any::<bool>().prop_map(|by_teacher| Done::Accept { by_teacher }),
        2 => any::<bool>().prop_map(|by_teacher| Done::Withdraw { by_teacher }),
        2 => Just(Done::UndoCycle),
        2 => Just(Done::Undo),
        1 => Just(Done::Wait),
    ]
}

impl Done {
    /// The kind of act, without what it says.
    fn kind(self) -> String {
        format!("{self:?}").split([' ', '(']).next().unwrap_or_default().to_owned()
    }
}

/// Where something stands: a field of a row.
struct Place {
    entity: &'static Entity,
    field: u16,
    row: RowId,
}

struct Pair {
    devices: [Device; 2],
    service: Service,
    teacher: RowId,
    request: RowId,
    /// Cycle, stage, answer, lesson, line, visit, end of the coaching.
    places: [Place; 7],
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
        let (request, places) = make(writer, me.me, teacher);
        agreement::propose(writer, &next(teacher, false)).unwrap();
        [false, true].into_iter().for_each(|by_teacher| accept(writer, teacher, by_teacher).unwrap());
        for document in [store::workspace(), places[0].row] {
            while undo::pass(writer, document).unwrap().is_some() {}
        }
        for (name, id) in [("me", me.me), ("organisation", me.organisation)] {
            setting::save(&mut devices[1].writer, name, &id.to_string()).unwrap();
        }
        settle(&mut devices, &mut service);
        Self { devices, service, teacher, request, places }
    }

    /// Does something, or nothing where it is refused.
    fn act(&mut self, device: usize, done: Done) {
        let Self { teacher, request, .. } = *self;
        let [cycle, _, _, prep, line, visit, _] = [0, 1, 2, 3, 4, 5, 6].map(|at: usize| self.places[at].row);
        let device = &mut self.devices[device];
        let writer = &mut device.writer;
        let now = writer.now_ms();
        let refused = match done {
            Done::Pause => coaching_cycle::pause(writer, now, cycle).err(),
            Done::Resume => coaching_cycle::resume(writer, now, cycle).err(),
            Done::Forward => coaching_cycle::forward(writer, cycle).err(),
            Done::Back => coaching_cycle::back(writer, cycle).err(),
            Done::Complete => coaching_cycle::complete(writer, now, cycle).err(),
            Done::Abandon => coaching_cycle::abandon(writer, now, cycle, "schedule").err(),
            Done::Answer { accepts: true } => coaching_request::accept(writer, request, "partnership").err(),
            Done::Answer { accepts: false } => coaching_request::decline(writer, request, "In spring").err(),
            Done::Hold { is_held } => lesson_prep::hold(writer, prep, is_held).err(),
            Done::Minutes(minutes) => log::save(writer, &log_line(Some(line), minutes)).err(),
            Done::HoldVisit => visit::hold(writer, visit).err(),
            Done::CancelVisit => visit::cancel_for(writer, visit, "testing").err(),
            Done::PlanAgain => visit::plan_again(writer, visit).err(),
            Done::End(day) => ending::end(writer, &end(teacher, day)).err(),
            Done::Propose { is_wide } => agreement::propose(writer, &next(teacher, is_wide)).err(),
            Done::Accept { by_teacher } => accept(writer, teacher, by_teacher).err(),
            Done::Withdraw { by_teacher } => withdraw(writer, teacher, by_teacher).err(),
            Done::UndoCycle => record::undo(writer, Some(cycle)).err(),
            Done::Undo => record::undo(writer, Some(store::workspace())).err(),
            Done::Wait => {
                device.clock.pass(60_000);
                None
            }
        };
        if let Some(error) = refused {
            assert!(
                matches!(error, actions::Error::Refused(_) | actions::Error::Store(Error::NotFound { .. })),
                "{done:?}: {error:?}"
            );
        }
    }

    /// What each place says on a device; nothing where it was not said, or was taken away.
    fn says(&self, device: usize) -> Vec<String> {
        let reader = self.devices[device].writer.reader();
        let said = |place: &Place| {
            let column = place.entity.field(place.field).unwrap().column;
            let table = place.entity.table;
            let sql = format!("select cast({column} as text) from {table} where id = ?1 and removed_ms is null");
            let found: Option<Option<String>> = reader.query_row(&sql, [place.row.bytes()], |row| row.get(0)).ok();
            found.flatten().unwrap_or_default()
        };
        self.places.iter().map(said).collect()
    }

    /// How each version of the agreement stands on a device, and what was said of it, in an order of its own.
    fn agreed(&self, device: usize) -> BTreeMap<RowId, (String, Vec<String>)> {
        let view = agreement::view(self.devices[device].writer.reader(), MONDAY_MS, self.teacher).unwrap();
        let words = |said: &agreement::SaidView| format!("{} {} {}", said.party, said.said, said.way);
        let versions = view.versions.into_iter().map(|version| {
            let mut said: Vec<String> = version.said.iter().map(words).collect();
            said.sort();
            (version.id, (version.standing, said))
        });
        versions.collect()
    }

    /// The rules once more, in other words than the domain's.
    fn assert_legal(&self) {
        let said = self.says(0);
        let allowed: [&[&str]; 7] = [
            &["draft", "active", "paused", "completed", "abandoned"],
            &["own_1", "own_2", "own_3"],
            &["", "accepted", "declined"],
            &["", "0", "1"],
            &[],
            &["planned", "held", "cancelled"],
            &[],
        ];
        for (at, allowed) in allowed.into_iter().enumerate().filter(|(_, allowed)| !allowed.is_empty()) {
            assert!(allowed.contains(&said[at].as_str()), "{at} says {}", said[at]);
        }
        assert!(said[4].parse::<u32>().is_ok_and(|minutes| (1..60).contains(&minutes)), "{said:?}");
        assert!(said[6].is_empty() || said[6].starts_with("2026-10-"), "{said:?}");
        self.assert_cycle_is_whole(&said);
        let in_force = self.agreed(0).into_values().filter(|(standing, _)| standing == "in_force").count();
        assert!(in_force <= 1, "{in_force} versions are in force");
    }

    /// A coaching cycle that is over says since when, and one that is completed is in its last stage; where two computers
    /// said what does not fit together, that is said.
    fn assert_cycle_is_whole(&self, said: &[String]) {
        let (reader, row) = (self.devices[0].writer.reader(), self.places[0].row);
        let kept = store::coaching_cycle::load(reader, row).unwrap();
        let is_over = ["completed", "abandoned"].contains(&said[0].as_str());
        let fits = is_over != kept.ended.is_empty() && (said[0] != "completed" || said[1] == "own_3");
        let shown = coaching_cycle::view(reader, 0, row).unwrap();
        let is_said = shown.row.standing == coaching_cycle::CycleStanding::NeedsAttention;
        assert!(fits || is_said, "{kept:?} is shown as {:?}", shown.row.standing);
    }

    fn is_listed(&self, at: usize, lost: &str) -> bool {
        let Place { row, field, .. } = self.places[at];
        conflicts(self.devices[0].writer.reader()).unwrap().iter().any(|conflict| match &conflict.met {
            Met::Values { standing, others } if (conflict.row, conflict.field) == (row, field) => {
                std::iter::once(standing).chain(others).any(|one| said_of(&one.value) == lost)
            }
            Met::Removal { .. } => conflict.row == row,
            _ => false,
        })
    }
}

fn said_of(value: &domain::Value) -> String {
    match value {
        domain::Value::Integer(number) => number.to_string(),
        other => other.text().unwrap_or_default().to_owned(),
    }
}

/// Makes what the two have between them.
fn make(writer: &mut Writer, me: RowId, teacher: RowId) -> (RowId, [Place; 7]) {
    let begin = BeginCycle {
        teacher,
        model: "blank".into(),
        title: "Wait time".into(),
        stages: ["Look", "Try", "Look back"].map(str::to_owned).to_vec(),
    };
    let planned = coaching_cycle::begin(writer, &begin).unwrap();
    fill(writer, planned);
    coaching_cycle::start(writer, MONDAY_MS, planned).unwrap();
    let asked = writer.new_id();
    let fields = vec![
        (request::TEACHER, teacher.into()),
        (request::COACH, me.into()),
        (request::TOPIC, "Discussion".into()),
        (request::DATE, DAY.into()),
    ];
    writer.transact::<_, Error>(|tx| tx.create(request::ENTITY, asked, fields)).unwrap();
    let answer = RowId::derived(&[b"request answer", &asked.bytes()]);
    let lesson = SaveLessonPrep {
        id: None,
        teacher,
        kind: "coplan".into(),
        section: None,
        date: DAY.into(),
        starts_minute: None,
        minutes: None,
        coaching_cycle: None,
    };
    let lesson = lesson_prep::save(writer, &lesson).unwrap();
    let line = log::save(writer, &log_line(None, 30)).unwrap().id;
    let plan = Plan {
        teacher: Some(teacher),
        team: None,
        coach: None,
        section: None,
        date: DAY.into(),
        starts_minute: Some(600),
        period: String::new(),
        minutes: Some(45),
        purpose: String::new(),
        kind: String::new(),
    };
    let visit = visit::plan(writer, &plan).unwrap();
    let coaching = store::handover::coachings(writer.reader(), teacher).unwrap()[0].id;
    let place = |entity, field, row| Place { entity, field, row };
    let places = [
        place(cycle::ENTITY, cycle::STATE, planned),
        place(cycle::ENTITY, cycle::STAGE, planned),
        place(request_answer::ENTITY, request_answer::STATE, answer),
        place(prep::ENTITY, prep::HELD, lesson),
        place(log_entry::ENTITY, log_entry::MINUTES, line),
        place(visits::ENTITY, visits::STATE, visit),
        place(relationship::ENTITY, relationship::ENDS, coaching),
    ];
    (asked, places)
}

/// Writes what the stages of a coaching cycle need before they are left.
fn fill(writer: &mut Writer, planned: RowId) {
    let fill = |tx: &mut store::Tx<'_>| {
        let place = [cycle::SUBJECT, cycle::STANDARDS, cycle::CURRICULUM];
        place.into_iter().try_for_each(|field| tx.set(cycle::ENTITY, planned, field, "Mathematics, unit 3".into()))
    };
    writer.transact::<_, Error>(fill).unwrap();
}

fn log_line(line: Option<RowId>, minutes: u32) -> SaveLogLine {
    SaveLogLine {
        key: line.map(LogKey::Entry),
        date: DAY.into(),
        starts_minute: Some(480),
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

fn end(teacher: RowId, day: u32) -> EndCoaching {
    EndCoaching {
        teacher,
        date: format!("2026-10-{day:02}"),
        reason: "reassigned".into(),
        successor: None,
        category: String::new(),
    }
}

fn next(teacher: RowId, is_wide: bool) -> NextAgreement {
    let wide = ItemChoice { code: "coaching_cycle".into(), audience: "supervisors".into() };
    NextAgreement { teacher, choices: is_wide.then_some(wide).into_iter().collect(), text: String::new() }
}

fn accept(writer: &mut Writer, teacher: RowId, by_teacher: bool) -> actions::Result<()> {
    let view = agreement::view(writer.reader(), MONDAY_MS, teacher)?;
    let Some(waiting) = view.versions.into_iter().find(|version| version.standing == "proposed") else { return Ok(()) };
    let (party, way) = if by_teacher { ("teacher", "coach_screen") } else { ("coach", "own_device") };
    let word = Accept {
        agreement: waiting.id,
        party: party.into(),
        way: way.into(),
        signed: String::new(),
        digest: waiting.digest,
    };
    agreement::accept(writer, &word)
}

fn withdraw(writer: &mut Writer, teacher: RowId, by_teacher: bool) -> actions::Result<()> {
    let view = agreement::view(writer.reader(), MONDAY_MS, teacher)?;
    let Some(counts) = view.versions.into_iter().find(|version| version.standing == "in_force") else { return Ok(()) };
    agreement::withdraw(writer, counts.id, if by_teacher { "teacher" } else { "coach" })
}

/// Lets the two do something alone, each on a computer, and then meet.
fn round(
    pair: &mut Pair,
    acts: &[(usize, Done)],
    changed: &RefCell<BTreeMap<String, u32>>,
) -> Result<(), TestCaseError> {
    let mut moved = [[false; 7]; 2];
    for (device, done) in acts {
        let before = (pair.says(*device), pair.agreed(*device));
        pair.act(*device, *done);
        let after = (pair.says(*device), pair.agreed(*device));
        (0..7).for_each(|at| moved[*device][at] |= before.0[at] != after.0[at]);
        *changed.borrow_mut().entry(done.kind()).or_default() += u32::from(before != after);
    }
    let alone = [pair.says(0), pair.says(1)];
    let agreed = [pair.agreed(0), pair.agreed(1)];

    settle(&mut pair.devices, &mut pair.service);

    let stand = pair.says(0);
    prop_assert_eq!(&stand, &pair.says(1));
    prop_assert_eq!(pair.agreed(0), pair.agreed(1));
    pair.assert_legal();
    for at in 0..7 {
        let said: Vec<&String> = [0, 1].into_iter().filter(|who| moved[*who][at]).map(|who| &alone[who][at]).collect();
        // Where one took back the answer that the other gave anew, the row stays, and which of the two counts is asked.
        let is_asked = at == ANSWER && said.iter().any(|said| said.is_empty()) && pair.is_listed(at, "");
        let stands = said.is_empty() || said.contains(&&stand[at]) || is_asked;
        prop_assert!(stands, "{said:?} became {} at {at}", stand[at]);
        // Of an answer that was taken back nothing is left to be lost.
        for lost in said.into_iter().filter(|lost| **lost != stand[at] && !(at == ANSWER && lost.is_empty())) {
            prop_assert!(pair.is_listed(at, lost), "{lost} was lost to {} at {at} and is not listed", stand[at]);
        }
    }
    is_all_said(&agreed, &pair.agreed(0))
}

/// Every version and every word of an agreement is still there, and what one of the two took back does not count.
fn is_all_said(
    alone: &[BTreeMap<RowId, (String, Vec<String>)>; 2],
    together: &BTreeMap<RowId, (String, Vec<String>)>,
) -> Result<(), TestCaseError> {
    for (version, (standing, said)) in alone.iter().flatten() {
        let (stands, all) = together.get(version).ok_or_else(|| TestCaseError::fail(format!("{version} is gone")))?;
        prop_assert!(said.iter().all(|word| all.contains(word)), "{said:?} became {all:?}");
        prop_assert!(standing != "withdrawn" || stands != "in_force", "what was taken back is in force");
    }
    Ok(())
}

#[test]
fn whatever_two_computers_do_what_a_coach_and_a_teacher_have_stands_somewhere_legal_and_what_lost_is_listed() {
    let changed = RefCell::new(BTreeMap::new());
    let met = Cell::new(0_u32);
    let config = ProptestConfig { cases: CASES, max_shrink_iters: 20, ..ProptestConfig::default() };
    let rounds = prop::collection::vec(prop::collection::vec((0..2_usize, done()), 8..24), 2..4);

    let outcome = TestRunner::new(config).run(&rounds, |rounds| {
        let mut pair = Pair::new();
        met.set(met.get() + u32::try_from(rounds.len()).unwrap());
        rounds.iter().try_for_each(|acts| round(&mut pair, acts, &changed))
    });

    outcome.unwrap();
    let changed = changed.into_inner();
    println!("{changed:?} changed something, in {} meetings", met.get());
    let in_all: u32 = changed.values().sum();
    assert!(in_all >= LEAST_IN_ALL, "only {in_all} acts changed something");
    for kind in LEAST_OF {
        let times = changed.get(kind).copied().unwrap_or_default();
        assert!(times >= LEAST, "{kind} changed something only {times} times");
    }
}
