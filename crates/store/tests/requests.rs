//! A request that a coach answers on two computers without a network: one coaching cycle and one answer come of it.

use actions::{
    coaching_cycle as cycles, coaching_request as requests, person,
    session::{self, Begin},
};
use domain::{RowId, schema::coaching_request as entity};
use store::setting;

use crate::support::service::{Device, Service, settle};

struct Coach {
    devices: [Device; 2],
    service: Service,
    teacher: RowId,
    requests: Vec<RowId>,
}

/// A coach with two computers, and so many requests of one teacher.
fn coach(asked: usize) -> Coach {
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
    let requests: Vec<RowId> = (0..asked).map(|_| ask(writer, me.me, teacher)).collect();
    setting::save(&mut devices[1].writer, "me", &me.me.to_string()).unwrap();
    setting::save(&mut devices[1].writer, "organisation", &me.organisation.to_string()).unwrap();
    settle(&mut devices, &mut service);
    Coach { devices, service, teacher, requests }
}

fn ask(writer: &mut store::Writer, coach: RowId, teacher: RowId) -> RowId {
    let id = writer.new_id();
    let fields = vec![
        (entity::TEACHER, teacher.into()),
        (entity::COACH, coach.into()),
        (entity::TOPIC, "Talk in pairs".into()),
        (entity::GOAL, "Every student explains".into()),
        (entity::DATE, "2026-10-05".into()),
    ];
    writer.transact(|tx| tx.create(entity::ENTITY, id, fields)).unwrap();
    id
}

impl Coach {
    fn accept(&mut self, device: usize, request: usize, model: &str) -> RowId {
        requests::accept(&mut self.devices[device].writer, self.requests[request], model).unwrap()
    }

    /// The coaching cycles with the teacher, as one computer shows them.
    fn cycles(&self, device: usize) -> Vec<cycles::CoachingCycleView> {
        let reader = self.devices[device].writer.reader();
        let rows = store::coaching_cycle::all(reader, Some(self.teacher)).unwrap();
        rows.into_iter().map(|row| cycles::view(reader, 0, row.id).unwrap()).collect()
    }

    fn settle(&mut self) {
        settle(&mut self.devices, &mut self.service);
    }
}

#[test]
fn a_request_that_is_accepted_on_two_computers_makes_one_coaching_cycle_with_one_answer() {
    let mut coach = coach(1);

    let [one, other] = [0, 1].map(|device| coach.accept(device, 0, "partnership"));
    coach.settle();

    assert_eq!(one, other);
    for device in [0, 1] {
        let cycles = coach.cycles(device);
        let [cycle] = cycles.as_slice() else { panic!("one coaching cycle: {}", cycles.len()) };
        assert_eq!(cycle.goal.as_ref().map(|goal| goal.statement.as_str()), Some("Every student explains"));
        let answers = store::coaching_cycle::answers(coach.devices[device].writer.reader()).unwrap();
        assert_eq!(answers.iter().map(|answer| answer.cycle).collect::<Vec<_>>(), [Some(one)]);
    }
}

#[test]
fn of_two_models_the_one_that_stands_has_its_own_stages_and_can_be_begun_on_both_computers() {
    let mut coach = coach(1);
    let expected = |model: &str| {
        let mut alone = self::coach(1);
        alone.accept(0, 0, model);
        alone.cycles(0)[0].stages.iter().map(|stage| stage.label.clone()).collect::<Vec<_>>()
    };

    coach.accept(0, 0, "partnership");
    coach.accept(1, 0, "inquiry");
    coach.settle();

    let shown = [0, 1].map(|device| {
        let cycles = coach.cycles(device);
        assert_eq!(cycles.len(), 1);
        let labels: Vec<_> = cycles[0].stages.iter().map(|stage| stage.label.clone()).collect();
        assert_eq!(labels, expected(&cycles[0].row.model), "no stage of the other model");
        assert!(cycles[0].stages[0].is_current, "what is planned is at its first stage");
        labels
    });
    assert_eq!(shown[0], shown[1]);
}

#[test]
fn two_requests_make_two_coaching_cycles_and_one_that_was_asked_of_another_coach_makes_none() {
    let mut coach = coach(2);

    let [one, other] = [0, 1].map(|request| coach.accept(0, request, "partnership"));
    let colleague = person::add_teacher(&mut coach.devices[0].writer, "Eli Novak").unwrap();
    let asked_of_another = ask(&mut coach.devices[0].writer, colleague, coach.teacher);
    let refused = requests::accept(&mut coach.devices[0].writer, asked_of_another, "partnership");

    assert_ne!(one, other);
    assert_eq!(domain::Problem::from(refused.unwrap_err()).field.as_deref(), Some("request"));
    assert_eq!(coach.cycles(0).len(), 2);
}

#[test]
fn a_coaching_cycle_that_was_taken_back_comes_of_the_same_request_again() {
    let mut coach = coach(1);
    let first = coach.accept(0, 0, "partnership");
    actions::record::undo(&mut coach.devices[0].writer, None).unwrap();
    assert!(coach.cycles(0).is_empty());

    let again = coach.accept(0, 0, "partnership");

    assert_eq!(first, again);
    assert_eq!(coach.cycles(0).len(), 1);
    assert_eq!(coach.cycles(0)[0].goal.as_ref().unwrap().statement, "Every student explains");
}
