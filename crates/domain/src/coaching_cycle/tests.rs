use std::collections::HashSet;

use proptest::prelude::*;

use super::*;
use crate::debrief::Model;

fn day() -> NaiveDate {
    "2026-10-05".parse().unwrap()
}

fn nothing() -> Written<'static> {
    let goal = Goal { kind: "", statement: "", metric: "" };
    Written { subject: "", standards: "", curriculum: "", text: "", plan: "", decision: "", goal, measures: &[] }
}

fn placed() -> Written<'static> {
    Written { subject: "Math", standards: "7.RP.A.2", curriculum: "Unit 2", ..nothing() }
}

fn fields(model: Model, code: &str, written: &Written<'_>, evidence: &Evidence) -> Vec<&'static str> {
    let stage = stages(model).iter().find(|stage| stage.code == code).unwrap();
    missing(stage, written, evidence).into_iter().map(|missing| missing.field).collect()
}

#[test]
fn every_model_but_the_blank_one_has_stages_with_words_and_codes_of_their_own() {
    for model in Model::ALL.into_iter().filter(|model| *model != Model::Blank) {
        let codes: HashSet<_> = stages(model).iter().map(|stage| stage.code).collect();
        assert!(codes.len() >= 4 && codes.len() == stages(model).len(), "{model:?}");
        assert!(stages(model).iter().all(|stage| !stage.label.is_empty() && !stage.text.is_empty()));
    }
    assert!(stages(Model::Blank).is_empty());
    assert_eq!(stage(Model::Blank, 0).map(|stage| stage.needs), Some(&[Need::Place][..]));
    assert_eq!(stage(Model::Blank, 7).map(|stage| stage.needs.len()), Some(0));
}

#[test]
fn sd_46_no_model_leaves_its_first_stage_before_subject_standard_and_curriculum_are_named() {
    for model in Model::ALL {
        let first = stage(model, 0).unwrap();
        let lacks = missing(first, &nothing(), &Evidence::default());
        let fields: Vec<_> = lacks.iter().map(|missing| missing.field).collect();
        assert!(["subject", "standards", "curriculum"].iter().all(|field| fields.contains(field)), "{model:?}");
        assert!(lacks.iter().all(|missing| missing.sentence.ends_with('.')));
    }
}

#[test]
fn identify_needs_how_things_are_a_goal_for_students_with_a_metric_and_a_strategy() {
    let goal = Goal { kind: "teacher", statement: "", metric: "" };
    let none = Evidence::default();
    let lacks = fields(Model::Partnership, "identify", &Written { goal, ..nothing() }, &none);
    assert_eq!(lacks, ["text", "kind", "statement", "metric", "plan"]);

    let goal = Goal { kind: "student", statement: "They explain", metric: "Share of answers with a reason" };
    let whole = Written { text: "Two students answer", plan: "Wait longer", goal, ..nothing() };
    assert_eq!(fields(Model::Partnership, "identify", &whole, &none), [""; 0]);
}

#[test]
fn improve_needs_a_measure_and_learn_what_was_looked_at() {
    let none = Evidence::default();
    let one = [Measure { kind: Some(MeasureKind::Between), task: "" }];
    assert_eq!(fields(Model::Partnership, "improve", &nothing(), &none), ["measures"]);
    assert_eq!(fields(Model::Partnership, "improve", &Written { measures: &one, ..nothing() }, &none), [""; 0]);
    assert_eq!(fields(Model::Partnership, "learn", &nothing(), &none), ["text"]);
}

#[test]
fn what_is_measured_after_is_on_the_same_task_as_what_was_measured_before() {
    let none = Evidence::default();
    let before = Measure { kind: Some(MeasureKind::Before), task: "Exit  ticket 4" };
    let other = Measure { kind: Some(MeasureKind::After), task: "Exit ticket 9" };
    let same = Measure { kind: Some(MeasureKind::After), task: "exit ticket 4" };
    let no_task = [Measure { task: "", ..before }, Measure { task: "", ..same }];
    let after = |measures: &[Measure<'_>]| {
        fields(Model::StudentCentred, "post_assess", &Written { measures, ..nothing() }, &none)
    };

    assert_eq!(fields(Model::StudentCentred, "pre_assess", &nothing(), &none), ["measures"]);
    assert_eq!(after(&[before]), ["measures"]);
    assert_eq!(after(&[before, other]), ["measures"]);
    assert_eq!(after(&no_task), ["measures"]);
    assert_eq!(after(&[before, other, same]), [""; 0]);
}

#[test]
fn the_weekly_way_needs_one_lesson_one_step_a_minute_of_practice_and_a_check() {
    let lacks = |code, evidence: Evidence| fields(Model::ActionStep, code, &placed(), &evidence);
    let of = Evidence::default();

    assert_eq!(lacks("observe", of), ["observations"]);
    assert_eq!(lacks("observe", Evidence { observations: 1, ..of }), [""; 0]);
    assert_eq!(lacks("debrief", of), ["steps"]);
    assert_eq!(lacks("debrief", Evidence { steps: 1, ..of }), [""; 0]);
    assert_eq!(lacks("debrief", Evidence { steps: 2, ..of }), ["steps"]);
    assert_eq!(lacks("practise", Evidence { practised_seconds: 59, ..of }), ["practice"]);
    assert_eq!(lacks("practise", Evidence { practised_seconds: 60, ..of }), [""; 0]);
    assert_eq!(lacks("follow_up", of), ["checks"]);
}

#[test]
fn a_prediction_is_written_before_anything_is_done_and_its_stage_locks_it() {
    let lacks = fields(Model::PlanDoStudyAct, "plan", &placed(), &Evidence::default());
    assert_eq!(lacks, ["text", "plan"]);
    let locking: Vec<_> =
        Model::ALL.into_iter().flat_map(stages).filter(|stage| stage.locks).map(|stage| stage.text).collect();
    assert_eq!(locking, ["Prediction"]);
    assert_eq!(fields(Model::PlanDoStudyAct, "act", &placed(), &Evidence::default()), ["decision"]);
}

#[test]
fn progress_is_the_part_of_the_way_and_says_nothing_where_there_is_no_way() {
    let percent = |from, to, now| progress(from, to, now).map(|part| (part * 100.0).round());
    assert_eq!(percent(55.0, 70.0, 63.0), Some(53.0));
    assert_eq!(percent(12.0, 4.0, 8.0), Some(50.0));
    assert_eq!(percent(55.0, 70.0, 70.0), Some(100.0));
    assert_eq!(percent(55.0, 70.0, 52.0), Some(-20.0));
    assert_eq!(percent(55.0, 70.0, 73.0), Some(120.0));
    assert_eq!(percent(55.0, 55.0, 55.0), None);
    assert_eq!(percent(55.0, f64::INFINITY, f64::INFINITY), None);
}

#[test]
fn a_target_lies_on_the_side_to_which_the_measure_should_go() {
    assert!(Direction::Up.leads(55.0, 70.0) && Direction::Down.leads(12.0, 4.0));
    assert!(!Direction::Up.leads(55.0, 55.0) && !Direction::Down.leads(55.0, 70.0));
}

#[test]
fn a_coaching_cycle_is_begun_rests_goes_on_and_is_completed_or_ended_with_a_reason() {
    let active = State::Draft.after(Act::Begin).unwrap();
    let paused = active.after(Act::Pause).unwrap();
    assert_eq!(paused.after(Act::Resume), Ok(State::Active));
    assert_eq!(active.after(Act::Complete), Ok(State::Completed));
    for state in [State::Draft, State::Active, State::Paused] {
        assert_eq!(state.after(Act::Abandon(Reason::Schedule)), Ok(State::Abandoned));
    }
    assert_eq!(State::Draft.after(Act::Complete), Err(Refusal::NotBegun));
    assert_eq!(paused.after(Act::Complete), Err(Refusal::Paused));
    assert_eq!(active.after(Act::Resume), Err(Refusal::NotPaused));
    for state in [State::Completed, State::Abandoned] {
        for act in [Act::Begin, Act::Pause, Act::Resume, Act::Complete, Act::Abandon(Reason::Other)] {
            assert_eq!(state.after(act), Err(Refusal::Over));
        }
    }
}

/// A field of a row, and the moment at which it was written last.
type Register<T> = (T, u32);

/// The rows of a coaching cycle by the way of a prediction, of which each field goes its own way when two computers meet.
#[derive(Debug, Clone)]
struct Device {
    state: Register<&'static str>,
    stage: Register<usize>,
    started: Register<Option<NaiveDate>>,
    ended: Register<Option<NaiveDate>>,
    reason: Register<&'static str>,
    prediction: Register<u8>,
    locked: Register<Option<u8>>,
}

/// What the rows say, without the moments.
type Plain = (&'static str, usize, bool, bool, bool, u8, Option<u8>);

#[derive(Debug, Clone, Copy)]
enum Step {
    Whole(Act),
    Forward,
    Back,
    Predict(u8),
}

const STAGES: usize = 4;

fn set<T: PartialEq>(register: &mut Register<T>, value: T, at: u32) {
    if register.0 != value {
        *register = (value, at);
    }
}

fn later<T: Clone>(one: &Register<T>, other: &Register<T>) -> Register<T> {
    if one.1 >= other.1 { one.clone() } else { other.clone() }
}

impl Device {
    fn new() -> Self {
        Self {
            state: ("draft", 0),
            stage: (0, 0),
            started: (None, 0),
            ended: (None, 0),
            reason: ("", 0),
            prediction: (0, 0),
            locked: (None, 0),
        }
    }

    fn rows(&self) -> Rows<'_> {
        let is_kept = self.locked.0.is_none_or(|locked| locked == self.prediction.0);
        Rows {
            state: self.state.0,
            stage: Some(self.stage.0),
            stages: STAGES,
            started: self.started.0,
            ended: self.ended.0,
            reason: self.reason.0,
            keeps_locked: is_kept,
            left_too_soon: self.stage.0 > 0 && self.prediction.0 == 0,
        }
    }

    /// Does what the rules allow, as the actions do, and nothing else.
    fn act(&mut self, step: Step, at: u32) {
        match step {
            Step::Whole(Act::Complete) if self.stage.0 + 1 < STAGES => {}
            Step::Whole(act) => {
                let Ok(writes) = self.rows().after(act, day()) else { return };
                set(&mut self.state, writes.state.code(), at);
                set(&mut self.started, writes.started, at);
                set(&mut self.ended, writes.ended, at);
                set(&mut self.reason, writes.reason.map_or("", Reason::code), at);
            }
            Step::Forward if self.rows().may_move().is_ok() && self.stage.0 + 1 < STAGES && self.prediction.0 > 0 => {
                if self.stage.0 == 0 && self.locked.0.is_none() {
                    set(&mut self.locked, Some(self.prediction.0), at);
                }
                let next = self.stage.0 + 1;
                set(&mut self.stage, next, at);
            }
            Step::Back if self.rows().may_move().is_ok() && self.stage.0 > 0 => {
                let before = self.stage.0 - 1;
                set(&mut self.stage, before, at);
            }
            Step::Predict(words) if self.locked.0.is_none() => set(&mut self.prediction, words, at),
            Step::Forward | Step::Back | Step::Predict(_) => {}
        }
    }

    fn merged(&self, other: &Self) -> Self {
        Self {
            state: later(&self.state, &other.state),
            stage: later(&self.stage, &other.stage),
            started: later(&self.started, &other.started),
            ended: later(&self.ended, &other.ended),
            reason: later(&self.reason, &other.reason),
            prediction: later(&self.prediction, &other.prediction),
            locked: later(&self.locked, &other.locked),
        }
    }

    fn plain(&self) -> Plain {
        let has_reason = !self.reason.0.is_empty();
        (
            self.state.0,
            self.stage.0,
            self.started.0.is_some(),
            self.ended.0.is_some(),
            has_reason,
            self.prediction.0,
            self.locked.0,
        )
    }
}

const STEPS: [Step; 10] = [
    Step::Whole(Act::Begin),
    Step::Whole(Act::Pause),
    Step::Whole(Act::Resume),
    Step::Whole(Act::Complete),
    Step::Whole(Act::Abandon(Reason::Schedule)),
    Step::Forward,
    Step::Back,
    Step::Predict(0),
    Step::Predict(1),
    Step::Predict(2),
];

/// Everything that one computer alone can come to.
fn reachable() -> HashSet<Plain> {
    let mut seen = HashSet::new();
    let mut open = vec![Device::new()];
    while let Some(device) = open.pop() {
        if !seen.insert(device.plain()) {
            continue;
        }
        for step in STEPS {
            let mut next = device.clone();
            next.act(step, 1);
            open.push(next);
        }
    }
    seen
}

#[test]
fn what_one_computer_alone_comes_to_never_needs_attention() {
    let mut open = vec![Device::new()];
    let mut seen = HashSet::new();
    while let Some(device) = open.pop() {
        if !seen.insert(device.plain()) {
            continue;
        }
        assert!(device.rows().state().is_ok(), "{device:?}");
        for step in STEPS {
            let mut next = device.clone();
            next.act(step, 1);
            open.push(next);
        }
    }
    assert!(seen.len() > 20);
}

#[test]
fn one_computer_completes_it_and_another_ends_it_with_a_reason_and_one_act_settles_that() {
    let steps = [Step::Predict(1), Step::Whole(Act::Begin), Step::Forward, Step::Forward, Step::Forward];
    let begun: Vec<_> = steps.map(|step| (1, step)).to_vec();
    let base = done(Device::new(), &begun, 0);
    let completed = done(base.clone(), &[(5, Step::Whole(Act::Complete))], 100);
    let ended = done(base, &[(1, Step::Whole(Act::Abandon(Reason::Schedule)))], 100);

    let mut met = completed.merged(&ended);
    assert_eq!(met.rows().state(), Err(Attention::EndedTwice));
    met.act(Step::Whole(Act::Resume), 200);

    assert_eq!(met.rows().state(), Ok(State::Active));
}

fn acts() -> impl Strategy<Value = Vec<(u32, Step)>> {
    prop::collection::vec((1_u32..1_000, prop::sample::select(STEPS.to_vec())), 0..12)
}

fn done(mut device: Device, acts: &[(u32, Step)], base: u32) -> Device {
    let mut at = base;
    for (wait, step) in acts {
        at += wait;
        device.act(*step, at);
    }
    device
}

proptest! {
    #[test]
    fn two_computers_that_meet_are_where_one_could_be_or_say_that_somebody_has_to_look(
        before in acts(), one in acts(), other in acts(),
    ) {
        let legal = reachable();
        let base = done(Device::new(), &before, 0);
        let met = done(base.clone(), &one, 20_000).merged(&done(base, &other, 20_001));

        prop_assert!(met.rows().state().is_err() || legal.contains(&met.plain()), "{:?}", met);
    }
}
