//! Whatever an author does, in whatever order: what the readers fold is what the author folds, as far as it may enter.

use std::cell::Cell;

use domain::{
    RowId, Value,
    access::ACTIVITY_FACTS,
    schema::{line, observation, tag},
    scope::Scope,
};
use proptest::{
    prelude::*,
    test_runner::{TestRng, TestRunner},
};
use server::facts::Fact;
use sync::body::Body;

use crate::{
    on_both,
    sharing::{LINE, OBSERVATION, said, share},
    support::{Change, Device, Had, Rows, World, rewrite},
};

on_both! { the_readers_have_what_the_author_has_and_nothing_that_was_not_shared }

const LINES: u8 = 4;
const TAG: u16 = tag::ENTITY.number;

#[derive(Debug, Clone)]
enum Step {
    Say { line: u8 },
    Reword { line: u8, text: String },
    Star { line: u8, value: i64 },
    Remove { line: u8, knowing: bool },
    Restore { line: u8 },
    Erase { line: u8 },
    Tag { line: u8 },
    Untag { line: u8 },
    Focus { text: String },
    Minutes { value: i64 },
    Share { activity: bool },
    EndPair,
    BeginPair,
}

fn step() -> impl Strategy<Value = Step> {
    let line = 0..LINES;
    prop_oneof![
        4 => line.clone().prop_map(|line| Step::Say { line }),
        4 => (line.clone(), "[a-z]{1,9}").prop_map(|(line, text)| Step::Reword { line, text }),
        2 => (line.clone(), 0..3_i64).prop_map(|(line, value)| Step::Star { line, value }),
        2 => (line.clone(), any::<bool>()).prop_map(|(line, knowing)| Step::Remove { line, knowing }),
        2 => line.clone().prop_map(|line| Step::Restore { line }),
        1 => line.clone().prop_map(|line| Step::Erase { line }),
        2 => line.clone().prop_map(|line| Step::Tag { line }),
        1 => line.prop_map(|line| Step::Untag { line }),
        1 => "[a-z]{1,9}".prop_map(|text| Step::Focus { text }),
        1 => (0..90_i64).prop_map(|value| Step::Minutes { value }),
        2 => any::<bool>().prop_map(|activity| Step::Share { activity }),
        1 => Just(Step::EndPair),
        1 => Just(Step::BeginPair),
    ]
}

fn the_readers_have_what_the_author_has_and_nothing_that_was_not_shared(world: &World) {
    let cases = Cell::new(0_u32);
    let config = ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() };
    // Which of the author's computers writes, what, and whether it goes with the next.
    let life = prop::collection::vec((any::<bool>(), step(), any::<bool>()), 1..40);
    let ran = TestRunner::new_with_rng(config, TestRng::deterministic_rng(Default::default())).run(&life, |steps| {
        cases.set(cases.get() + 1);
        Life::new(world, cases.get()).live(&steps)
    });
    if let Err(failure) = ran {
        panic!("{failure}");
    }
}

/// A coach with two computers, a teacher, and a document of four lines.
struct Life<'a> {
    world: &'a World,
    number: u32,
    devices: [Device; 2],
    waiting: [Vec<Change>; 2],
    teacher: Device,
    had: Had,
    shared: [bool; 2],
}

impl<'a> Life<'a> {
    fn new(world: &'a World, number: u32) -> Self {
        let person = |name: &[u8]| RowId::derived(&[name, &number.to_be_bytes()]);
        let (coach, teacher) = (person(b"coach"), person(b"teacher"));
        world.say(Fact::Pair(coach, teacher));
        let devices = [world.device(coach), world.device(coach)];
        let teacher = world.device(teacher);
        let waiting = [Vec::new(), Vec::new()];
        Self { world, number, devices, waiting, teacher, had: Had::default(), shared: [false; 2] }
    }

    fn row(&self, number: u8) -> RowId {
        let number = u64::from(self.number) << 8 | u64::from(number);
        RowId::new(1_791_205_624_000, [[0; 2].as_slice(), &number.to_be_bytes()].concat().try_into().unwrap())
    }

    fn scopes(&self) -> [Scope; 2] {
        let (coach, teacher) = (self.devices[0].session.person, self.teacher.session.person);
        [Scope::Pair { coach, teacher }, Scope::Activity { author: coach, teacher }]
    }

    fn live(mut self, steps: &[(bool, Step, bool)]) -> Result<(), TestCaseError> {
        let fields = vec![
            (observation::TEACHER, self.teacher.session.person.into()),
            (observation::KIND, "scripted".into()),
            (observation::FOCUS, "begun".into()),
        ];
        let root = (OBSERVATION, self.row(100), Body::Create(fields));
        self.devices[0].says(self.world, &[root]);
        for (second, step, waits) in steps {
            let at = usize::from(*second);
            match step {
                Step::EndPair | Step::BeginPair => self.pair(matches!(step, Step::BeginPair)),
                _ => {
                    let change = self.change(step);
                    self.waiting[at].extend(change);
                    if !waits {
                        self.bring(at);
                    }
                }
            }
        }
        for at in [0, 1] {
            self.bring(at);
        }
        self.pair(true);
        self.devices[0].ask(self.world, 0);
        let mut had = std::mem::take(&mut self.had);
        self.teacher.receive(self.world, &mut had);
        for (scope, is_shared) in self.scopes().into_iter().zip(self.shared) {
            let expected = if is_shared { self.expected(scope) } else { Rows::new() };
            prop_assert_eq!(had.of(scope).rows(), expected, "{:?}", scope);
        }
        Ok(())
    }

    fn pair(&mut self, holds: bool) {
        let Scope::Pair { coach, teacher } = self.scopes()[0] else { unreachable!() };
        let fact = Fact::Pair(coach, teacher);
        if holds { self.world.say(fact) } else { self.world.unsay(fact) }
    }

    fn bring(&mut self, at: usize) {
        let changes = std::mem::take(&mut self.waiting[at]);
        if changes.is_empty() {
            return;
        }
        // Those that were asked for and may be, whoever asked.
        let may_pair = self.world.act(|tx| {
            let facts = server::facts::read(tx, self.world.org, self.devices[0].session.person)?;
            Ok(!facts.pairs.is_empty())
        });
        for (_, _, body) in &changes {
            if let Body::Share { scope } = body {
                let activity = *scope == self.scopes()[1].bytes();
                self.shared[usize::from(activity)] |= activity || may_pair;
            }
        }
        self.devices[at].says(self.world, &changes);
    }

    /// What a step writes, by somebody who knows all that was brought.
    fn change(&self, step: &Step) -> Option<Change> {
        let root = self.row(100);
        let own = self.world.stored(self.devices[0].own()).folded();
        let row = |line: u8| (LINE, self.row(line));
        let known = |line: u8| own.get(&row(line));
        let set = |field: u16, value: Value| Body::Set { field, value, over: Vec::new() };
        let of_line = |line: u8, body: Body| known(line).map(|_| (LINE, self.row(line), body));
        match step {
            Step::Say { line } if known(*line).is_none_or(|row| row.erased_ms.is_some()) => {
                Some(said(self.row(*line), root, "said"))
            }
            Step::Say { .. } | Step::EndPair | Step::BeginPair => None,
            Step::Reword { line, text } => {
                known(*line).map(|known| (LINE, self.row(*line), rewrite(known, line::TEXT, text)))
            }
            Step::Star { line, value } => of_line(*line, set(line::STARRED, (*value).into())),
            Step::Remove { line, knowing } => {
                let last = |device: &Device| sync::op::OpRef { replica: device.replica, ctr: device.head.ctr };
                let seen = if *knowing { self.devices.iter().map(last).collect() } else { Vec::new() };
                of_line(*line, Body::Remove { seen })
            }
            Step::Restore { line } => of_line(*line, Body::Restore),
            Step::Erase { line } => of_line(*line, Body::Erase { seen: Vec::new() }),
            Step::Tag { line } => {
                let fields = vec![(tag::LINE, self.row(*line).into()), (tag::OBSERVATION, root.into())];
                Some((TAG, self.tag(*line), Body::Create(fields)))
            }
            Step::Untag { line } => own
                .contains_key(&(TAG, self.tag(*line)))
                .then(|| (TAG, self.tag(*line), Body::Remove { seen: Vec::new() })),
            Step::Focus { text } => Some((OBSERVATION, root, set(observation::FOCUS, text.as_str().into()))),
            Step::Minutes { value } => Some((OBSERVATION, root, set(observation::ENDED_OFFSET_MS, (*value).into()))),
            Step::Share { activity } => Some(share(OBSERVATION, root, self.scopes()[usize::from(*activity)])),
        }
    }

    fn tag(&self, line: u8) -> RowId {
        RowId::derived(&[b"tag", &self.row(line).bytes()])
    }

    /// The author's living rows, as far as they may enter.
    fn expected(&self, scope: Scope) -> Rows {
        let own = self.world.stored(self.devices[0].own()).rows();
        let Scope::Activity { .. } = scope else { return own };
        let is_fact = |entity: u16, field: u16| {
            ACTIVITY_FACTS.iter().any(|(known, number, _)| (known.number, *number) == (entity, field))
        };
        let facts = own.into_iter().filter(|((entity, _), _)| *entity == OBSERVATION);
        facts
            .map(|((entity, row), mut values)| {
                values.retain(|field, _| is_fact(entity, *field));
                ((entity, row), values)
            })
            .collect()
    }
}
