//! Action steps on two computers: whatever is done without a network and in whatever order it meets, a step stands
//! somewhere legal or needs attention, on both computers alike, and a step taken that lost is listed.

use actions::{
    person, record,
    session::{self, Begin},
    step::{self, CheckResult, CheckStep, Propose, Standing},
};
use domain::{RowId, schema};
use proptest::prelude::*;
use store::{
    exchange::{Met, conflicts},
    setting, step as stored, undo,
};

use crate::support::{
    desk::{DAY_MS, MONDAY_MS},
    service::{Device, Service, settle},
};

/// What a person does with one of two steps of a teacher.
#[derive(Debug, Clone, Copy)]
enum Done {
    Agree,
    Practise,
    Check(CheckResult),
    Drop,
    Replace,
    RemoveCheck,
    Undo,
    Sleep,
}

fn done() -> impl Strategy<Value = Done> {
    prop_oneof![
        2 => Just(Done::Agree),
        2 => Just(Done::Practise),
        3 => Just(Done::Check(CheckResult::Seen)),
        2 => Just(Done::Check(CheckResult::Partly)),
        1 => Just(Done::Check(CheckResult::NotSeen)),
        1 => Just(Done::Check(CheckResult::NotObserved)),
        1 => Just(Done::Drop),
        1 => Just(Done::Replace),
        1 => Just(Done::RemoveCheck),
        1 => Just(Done::Undo),
        2 => Just(Done::Sleep),
    ]
}

struct Pair {
    devices: [Device; 2],
    service: Service,
    steps: [RowId; 2],
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
        let me = session::begin(&mut devices[0].writer, &begin).unwrap();
        let teacher = person::add_teacher(&mut devices[0].writer, "Amir Haddad").unwrap();
        let steps = ["Wait 3 s", "Plan 4 names"].map(|text| {
            let new = Propose {
                observation: None,
                teacher: Some(teacher),
                text: text.into(),
                look_for: None,
                practice: String::new(),
                check_date: None,
                lines: Vec::new(),
            };
            step::propose(&mut devices[0].writer, MONDAY_MS, &new).unwrap()
        });
        // Undo goes back to here and not further.
        while undo::pass(&mut devices[0].writer, store::workspace()).unwrap().is_some() {}
        setting::save(&mut devices[1].writer, "me", &me.me.to_string()).unwrap();
        setting::save(&mut devices[1].writer, "organisation", &me.organisation.to_string()).unwrap();
        settle(&mut devices, &mut service);
        Self { devices, service, steps }
    }

    /// Does something, or nothing where it is refused.
    fn act(&mut self, device: usize, which: usize, done: Done) {
        let id = self.steps[which];
        let device = &mut self.devices[device];
        let writer = &mut device.writer;
        let refused = match done {
            Done::Agree => step::agree(writer, None, id).err(),
            Done::Practise => step::practise(writer, None, id).err(),
            Done::Check(found) => {
                let (date, lines, note) = (None, Vec::new(), String::new());
                let now_ms = writer.now_ms();
                step::check(writer, now_ms, &CheckStep { step: id, observation: None, found, date, lines, note }).err()
            }
            Done::Drop => step::retire(writer, None, id, "the unit is over").err(),
            Done::Replace => step::supersede(writer, None, id, self.steps[1 - which]).err(),
            Done::RemoveCheck => {
                let latest = stored::checks(writer.reader(), Some(id)).unwrap().pop();
                latest.and_then(|check| step::remove_check(writer, None, id, check.id).err())
            }
            Done::Undo => record::undo(writer, None).err(),
            Done::Sleep => {
                device.clock.pass(DAY_MS);
                None
            }
        };
        if let Some(error) = refused {
            assert!(matches!(error, actions::Error::Refused(_)), "{error:?}");
        }
    }

    fn state(&self, device: usize, which: usize) -> String {
        stored::load(self.devices[device].writer.reader(), self.steps[which]).unwrap().state
    }

    fn view(&self, device: usize, which: usize) -> step::StepDetail {
        step::view(self.devices[device].writer.reader(), store_now(), self.steps[which]).unwrap()
    }
}

/// A day after everything: both computers' clocks are wrong in their own way.
fn store_now() -> i64 {
    MONDAY_MS + 400 * DAY_MS
}

/// The rules once more, in other words than the domain's.
fn assert_supported(pair: &Pair, which: usize) {
    let reader = pair.devices[0].writer.reader();
    let (view, row) = (pair.view(0, which), stored::load(reader, pair.steps[which]).unwrap());
    let checks = stored::checks(reader, Some(row.id)).unwrap();
    let not_yet = |check: &&stored::Check| matches!(check.found.as_str(), "partly" | "not_seen");
    let last_not_yet = checks.iter().filter(not_yet).map(|check| check.attempt).max().unwrap_or(0);
    match view.row.standing {
        Standing::Mastered => assert!(
            checks
                .iter()
                .any(|check| { check.found == "seen" && check.date > row.assigned && check.attempt > last_not_yet })
        ),
        Standing::Retired => assert!(!row.reason.is_empty()),
        Standing::Superseded => {
            let later = stored::load(reader, row.followed_by.unwrap()).unwrap();
            assert_ne!(later.state, "superseded", "the other one stands in this one's place");
        }
        Standing::Proposed | Standing::Agreed | Standing::Practising => assert!(view.row.is_open),
        Standing::NeedsAttention => assert!(view.row.standing_words.starts_with("Needs attention")),
    }
    assert!(view.row.attempt > last_not_yet);
}

/// Whether the list of what met shows this state beside the one that stands.
fn is_listed(pair: &Pair, which: usize, state: &str) -> bool {
    conflicts(pair.devices[0].writer.reader()).unwrap().iter().any(|conflict| {
        conflict.row == pair.steps[which]
            && conflict.field == schema::step::STATE
            && matches!(&conflict.met, Met::Values { standing, others }
                if std::iter::once(standing).chain(others).any(|one| one.value.text() == Some(state)))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn whatever_two_computers_do_with_a_step_it_stands_somewhere_legal_and_what_lost_is_listed(
        rounds in prop::collection::vec(prop::collection::vec((0..2_usize, 0..2_usize, done()), 0..7), 1..5)
    ) {
        let mut pair = Pair::new();
        for round in rounds {
            let mut moved = [[false; 2]; 2];
            for (device, which, done) in round {
                let before = [0, 1].map(|which| pair.state(device, which));
                pair.act(device, which, done);
                for which in [0, 1] {
                    moved[device][which] |= pair.state(device, which) != before[which];
                }
            }
            let alone = [0, 1].map(|device| [0, 1].map(|which| pair.state(device, which)));

            settle(&mut pair.devices, &mut pair.service);

            for which in [0, 1] {
                let stands = pair.state(0, which);
                prop_assert_eq!(pair.view(0, which).row, pair.view(1, which).row);
                prop_assert_eq!(&stands, &pair.state(1, which));
                assert_supported(&pair, which);
                let said: Vec<&String> = [0, 1].iter().filter(|at| moved[**at][which]).map(|at| &alone[*at][which]).collect();
                prop_assert!(said.is_empty() || said.contains(&&stands), "{said:?} became {stands}");
                for lost in said.iter().filter(|state| ***state != stands) {
                    prop_assert!(is_listed(&pair, which, lost), "{lost} was lost to {stands} and is not listed");
                }
            }
        }
    }
}

#[test]
fn a_step_dropped_here_and_part_of_practice_there_shows_one_and_lists_the_other() {
    let mut pair = Pair::new();
    pair.act(0, 0, Done::Agree);
    settle(&mut pair.devices, &mut pair.service);
    pair.devices.iter().for_each(|device| device.clock.pass(DAY_MS));

    pair.act(0, 0, Done::Drop);
    pair.act(1, 0, Done::Check(CheckResult::Seen));
    settle(&mut pair.devices, &mut pair.service);

    let stands = pair.state(0, 0);
    let lost = if stands == "retired" { "mastered" } else { "retired" };
    assert!(is_listed(&pair, 0, lost), "{stands}");
    assert_eq!(pair.view(1, 0).checks.len(), 1);
}

#[test]
fn a_check_that_saw_a_step_here_and_one_that_did_not_there_need_attention() {
    let mut pair = Pair::new();
    pair.act(0, 0, Done::Agree);
    pair.act(0, 0, Done::Practise);
    settle(&mut pair.devices, &mut pair.service);
    pair.devices.iter().for_each(|device| device.clock.pass(DAY_MS));

    pair.act(0, 0, Done::Check(CheckResult::Partly));
    pair.act(1, 0, Done::Check(CheckResult::Seen));
    settle(&mut pair.devices, &mut pair.service);

    assert_eq!(pair.view(0, 0).row.standing, Standing::NeedsAttention);
    assert_eq!(pair.view(0, 0).checks.len(), 2);
}

#[test]
fn two_steps_that_took_each_other_s_place_on_two_computers_need_attention() {
    let mut pair = Pair::new();

    pair.act(0, 0, Done::Replace);
    pair.act(1, 1, Done::Replace);
    settle(&mut pair.devices, &mut pair.service);

    assert_eq!([0, 1].map(|which| pair.view(0, which).row.standing), [Standing::NeedsAttention; 2]);
}
