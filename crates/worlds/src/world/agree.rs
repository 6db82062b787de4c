//! A coach and a teacher agree, she takes it back, and coaching cycles go by what stands; what they ask, plan and read
//! between them, and what she lets the next coach read. Each is on a computer of their own.
//!
//! The coach's is not the one that shares documents with a past: after the service came back from a backup, this one
//! brings everything at once, so that it is known what is agreed, and that one does not, so that what was written on
//! elsewhere comes before its beginning. Chance has a source of its own here, too.

mod hand;

use domain::{
    RowId, Value,
    access::Consent,
    agreement::{Item, Reach, digest},
    schema::{
        acceptance, acknowledgement, agreement_item, coaching_cycle, coaching_request, cycle_stage, goal, lesson_prep,
        request_answer, sharing_agreement,
    },
    scope::Scope,
};
use sync::body::Body;

use super::World;
use crate::{ghost::Change, random::Random, violation::Kept};

/// Which of the colleagues is the teacher who signs.
pub(super) const SIGNING: usize = 6;

/// Which of them is the coach, on a further computer.
pub(super) const COACHING: usize = 7;

/// How often something of this happens in a world.
pub(super) const TIMES: u64 = 48;

/// How often what was done, in a world.
#[derive(Debug, Clone, Copy, Default)]
pub struct Agreed {
    /// Versions that the coach wrote.
    pub proposed: u64,
    /// Versions that both accepted.
    pub accepted: u64,
    /// Versions that one of the two took back.
    pub withdrawn: u64,
    /// Coaching cycles that were begun and shared, with the pair or with supervisors.
    pub cycles: u64,
    /// Stages that were left, and goals that were reworded, after a coaching cycle was shared.
    pub moved: u64,
    /// Coaching cycles that ended.
    pub ended: u64,
    /// Times that the teacher said that she read something.
    pub acknowledged: u64,
    /// Requests of the teacher that the coach answered.
    pub asked: u64,
    /// Lessons that the two prepared, or whose plan they changed.
    pub prepared: u64,
    /// Records that she let the next coach read.
    pub handed: u64,
    /// Records of which she took that back.
    pub kept_back: u64,
}

/// How the two stand.
#[derive(Debug)]
pub(super) struct Pair {
    random: Random,
    versions: i64,
    /// The version that waits for her, its digest, and whether it opens coaching cycles to supervisors.
    waiting: Option<(RowId, String, bool)>,
    /// The version that counts.
    standing: Option<RowId>,
    /// The coaching cycles that are under way.
    cycles: Vec<Cycle>,
    /// What the two prepared, and did not hold.
    preps: Vec<RowId>,
    /// What she lets the next coach read, with the row by which she does.
    handed: Vec<(Consent, RowId)>,
    pub(super) done: Agreed,
}

/// A coaching cycle that is under way.
#[derive(Debug)]
struct Cycle {
    root: RowId,
    goal: RowId,
    /// The place of its stage.
    place: usize,
    /// The row by which she said that she read it, once she did; nothing where it was not shared with her.
    read: Option<RowId>,
}

/// The stages of these coaching cycles.
const STAGES: [&str; 3] = ["observe", "plan", "look_back"];

impl Pair {
    pub(super) fn new(random: Random) -> Self {
        Self {
            random,
            versions: 0,
            waiting: None,
            standing: None,
            cycles: Vec::new(),
            preps: Vec::new(),
            handed: Vec::new(),
            done: Agreed::default(),
        }
    }
}

impl World {
    /// One of the two does something.
    pub(super) fn agree(&mut self) -> Kept {
        match self.pair.random.below(12) {
            0..=2 => match self.pair.waiting.take() {
                None => self.propose(),
                Some(waiting) => self.accept(waiting),
            },
            3 => self.withdraw(),
            4 | 5 if self.pair.cycles.len() < 6 => self.begin_cycle(),
            6 => self.acknowledge(),
            7 => self.ask(),
            8 => self.prepare(),
            9 => self.hand_over(),
            _ => self.move_cycle(),
        }
    }

    /// After the service came back from a backup, both bring what it forgot before anybody is sent by it.
    pub(super) fn agree_again(&mut self) -> Kept {
        self.bring(COACHING)?;
        self.bring(SIGNING)
    }

    /// The coach writes the next version, and accepts it.
    fn propose(&mut self) -> Kept {
        let (coach, teacher) = (self.people.everybody[0], self.people.signing);
        let is_wide = self.pair.random.percent(75);
        let reach = |item: Item| {
            if item == Item::CoachingCycle && is_wide { Reach::Supervisors } else { item.choices()[0] }
        };
        let items = Item::ALL.map(|item| {
            let words = item.words(reach(item)).to_owned();
            (item.code().to_owned(), reach(item).code().to_owned(), words)
        });
        self.pair.versions += 1;
        let (root, version) = (self.pair_row(), self.pair.versions);
        let fields = vec![
            (sharing_agreement::COACH, coach.into()),
            (sharing_agreement::TEACHER, teacher.into()),
            (sharing_agreement::VERSION, version.into()),
        ];
        self.say_as(COACHING, sharing_agreement::ENTITY.number, root, Body::Create(fields));
        for (position, (code, audience, words)) in (1_i64..).zip(&items) {
            let fields = vec![
                (agreement_item::AGREEMENT, root.into()),
                (agreement_item::POSITION, position.into()),
                (agreement_item::CODE, code.as_str().into()),
                (agreement_item::AUDIENCE, audience.as_str().into()),
                (agreement_item::TEXT, words.as_str().into()),
            ];
            let row = self.pair_row();
            self.say_as(COACHING, agreement_item::ENTITY.number, row, Body::Create(fields));
        }
        self.open_to_pair(COACHING, sharing_agreement::ENTITY.number, root);
        let digest = digest(version, &items, "");
        self.word_of(COACHING, root, ("coach", "accepted"), &digest)?;
        self.pair.waiting = Some((root, digest, is_wide));
        self.pair.done.proposed += 1;
        self.say(format_args!("the coach proposes version {version}, wide: {is_wide}"));
        Ok(())
    }

    /// She accepts what waits for her: from then on it counts.
    fn accept(&mut self, (root, digest, is_wide): (RowId, String, bool)) -> Kept {
        // What a narrower version closes is closed with the word that closes it, and not a moment later.
        self.people.is_agreed = is_wide;
        self.word_of(SIGNING, root, ("teacher", "accepted"), &digest)?;
        self.pair.standing = Some(root);
        self.pair.done.accepted += 1;
        self.say(format_args!("she accepts, wide: {is_wide}"));
        Ok(())
    }

    /// One of the two takes back what counts.
    fn withdraw(&mut self) -> Kept {
        let Some(root) = self.pair.standing.take() else { return Ok(()) };
        self.people.is_agreed = false;
        let (who, party) = if self.pair.random.percent(70) { (SIGNING, "teacher") } else { (COACHING, "coach") };
        self.word_of(who, root, (party, "withdrawn"), "")?;
        self.pair.done.withdrawn += 1;
        self.say(format_args!("the {party} withdraws"));
        Ok(())
    }

    fn word_of(&mut self, who: usize, agreement: RowId, (party, said): (&str, &str), digest: &str) -> Kept {
        let row = self.pair_row();
        let fields = vec![
            (acceptance::AGREEMENT, agreement.into()),
            (acceptance::COACH, self.people.everybody[0].into()),
            (acceptance::TEACHER, self.people.signing.into()),
            (acceptance::PARTY, party.into()),
            (acceptance::SAID, said.into()),
            (acceptance::WAY, "own_device".into()),
            (acceptance::DATE, "2026-10-05".into()),
            (acceptance::DIGEST, if digest.is_empty() { Value::Null } else { digest.into() }),
        ];
        self.say_as(who, acceptance::ENTITY.number, row, Body::Create(fields));
        self.open_to_pair(who, acceptance::ENTITY.number, row);
        self.bring(who)
    }

    /// The coach begins a coaching cycle with her, and opens it to her or to supervisors: where they may not have it, the
    /// service holds it back until they may.
    fn begin_cycle(&mut self) -> Kept {
        let (coach, teacher, record) = self.people.signed();
        let [root, aim] = [(); 2].map(|()| self.pair_row());
        let [title, statement] = [(); 2].map(|()| self.pair_word());
        let fields = vec![
            (coaching_cycle::COACH, coach.into()),
            (coaching_cycle::TEACHER, teacher.into()),
            (coaching_cycle::MODEL, "blank".into()),
            (coaching_cycle::TITLE, title),
            (coaching_cycle::STATE, "active".into()),
            (coaching_cycle::STAGE, STAGES[0].into()),
        ];
        self.say_as(COACHING, coaching_cycle::ENTITY.number, root, Body::Create(fields));
        for (position, code) in (0_i64..).zip(STAGES) {
            let (row, text) = (self.pair_row(), self.pair_word());
            let fields = vec![
                (cycle_stage::COACHING_CYCLE, root.into()),
                (cycle_stage::CODE, code.into()),
                (cycle_stage::POSITION, position.into()),
                (cycle_stage::TEXT, text),
            ];
            self.say_as(COACHING, cycle_stage::ENTITY.number, row, Body::Create(fields));
        }
        let fields = vec![(goal::COACHING_CYCLE, root.into()), (goal::STATEMENT, statement)];
        self.say_as(COACHING, goal::ENTITY.number, aim, Body::Create(fields));
        let read = if self.pair.random.percent(50) {
            self.open_to_pair(COACHING, coaching_cycle::ENTITY.number, root);
            Some(self.pair_row())
        } else {
            let scope = Scope::Programme { author: coach, about: Some(teacher), record };
            self.say_as(COACHING, coaching_cycle::ENTITY.number, root, Body::Share { scope: scope.bytes() });
            None
        };
        self.pair.cycles.push(Cycle { root, goal: aim, place: 0, read });
        self.pair.done.cycles += 1;
        self.say(format_args!("the coach begins and shares coaching cycle {root}"));
        self.bring(COACHING)
    }

    /// A coaching cycle comes to its next stage with its goal reworded, and ends behind the last one.
    fn move_cycle(&mut self) -> Kept {
        if self.pair.cycles.is_empty() {
            return Ok(());
        }
        let at = self.pair.random.place(self.pair.cycles.len());
        let Cycle { root, goal: aim, place, .. } = self.pair.cycles[at];
        let Some(stage) = STAGES.get(place + 1) else {
            self.pair.cycles.swap_remove(at);
            self.set(coaching_cycle::ENTITY.number, root, (coaching_cycle::STATE, "completed".into()));
            self.set(coaching_cycle::ENTITY.number, root, (coaching_cycle::ENDED, "2026-10-30".into()));
            self.pair.done.ended += 1;
            return self.bring(COACHING);
        };
        let statement = self.pair_word();
        self.set(coaching_cycle::ENTITY.number, root, (coaching_cycle::STAGE, (*stage).into()));
        self.set(goal::ENTITY.number, aim, (goal::STATEMENT, statement));
        self.pair.cycles[at].place += 1;
        self.pair.done.moved += 1;
        self.bring(COACHING)
    }

    /// She says that she read a coaching cycle, and says it again when she reads it again.
    fn acknowledge(&mut self) -> Kept {
        let hers: Vec<(RowId, RowId)> =
            self.pair.cycles.iter().filter_map(|cycle| Some((cycle.root, cycle.read?))).collect();
        if hers.is_empty() {
            return self.begin_cycle();
        }
        let (document, row) = *self.pair.random.pick(&hers);
        let fields = vec![
            (acknowledgement::TEACHER, self.people.signing.into()),
            (acknowledgement::COACH, self.people.everybody[0].into()),
            (acknowledgement::DOCUMENT, document.into()),
            (acknowledgement::READ_MS, self.now_ms.into()),
        ];
        self.say_as(SIGNING, acknowledgement::ENTITY.number, row, Body::Create(fields));
        self.open_to_pair(SIGNING, acknowledgement::ENTITY.number, row);
        self.pair.done.acknowledged += 1;
        self.bring(SIGNING)
    }

    /// She asks for something, and the coach answers.
    fn ask(&mut self) -> Kept {
        let (coach, teacher) = (self.people.everybody[0], self.people.signing);
        let [request, answer] = [(); 2].map(|()| self.pair_row());
        let topic = self.pair_word();
        let fields = vec![
            (coaching_request::TEACHER, teacher.into()),
            (coaching_request::COACH, coach.into()),
            (coaching_request::TOPIC, topic),
        ];
        self.say_as(SIGNING, coaching_request::ENTITY.number, request, Body::Create(fields));
        self.open_to_pair(SIGNING, coaching_request::ENTITY.number, request);
        self.bring(SIGNING)?;
        let reason = self.pair_word();
        let fields = vec![
            (request_answer::TEACHER, teacher.into()),
            (request_answer::COACH, coach.into()),
            (request_answer::REQUEST, request.into()),
            (request_answer::STATE, "declined".into()),
            (request_answer::REASON, reason),
        ];
        self.say_as(COACHING, request_answer::ENTITY.number, answer, Body::Create(fields));
        self.open_to_pair(COACHING, request_answer::ENTITY.number, answer);
        self.pair.done.asked += 1;
        self.bring(COACHING)
    }

    /// The coach writes a plan for a lesson and shows it to her, or notes that one was held, with another plan.
    fn prepare(&mut self) -> Kept {
        let plan = self.pair_word();
        self.pair.done.prepared += 1;
        if !self.pair.preps.is_empty() && self.pair.random.percent(50) {
            let at = self.pair.random.place(self.pair.preps.len());
            // Once each: that somebody saw a value and followed it is judged by values that occur once.
            let row = self.pair.preps.swap_remove(at);
            self.set(lesson_prep::ENTITY.number, row, (lesson_prep::PLAN, plan));
            self.set(lesson_prep::ENTITY.number, row, (lesson_prep::HELD, 1_i64.into()));
            return self.bring(COACHING);
        }
        let row = self.pair_row();
        let fields = vec![
            (lesson_prep::TEACHER, self.people.signing.into()),
            (lesson_prep::COACH, self.people.everybody[0].into()),
            (lesson_prep::KIND, "coplan".into()),
            (lesson_prep::DATE, "2026-10-12".into()),
            (lesson_prep::PLAN, plan),
        ];
        self.say_as(COACHING, lesson_prep::ENTITY.number, row, Body::Create(fields));
        self.open_to_pair(COACHING, lesson_prep::ENTITY.number, row);
        self.pair.preps.push(row);
        self.bring(COACHING)
    }

    fn set(&mut self, entity: u16, row: RowId, (field, value): (u16, Value)) {
        self.say_as(COACHING, entity, row, Body::Set { field, value, over: Vec::new() });
    }

    fn open_to_pair(&mut self, who: usize, entity: u16, root: RowId) {
        let scope = Scope::Pair { coach: self.people.everybody[0], teacher: self.people.signing };
        self.say_as(who, entity, root, Body::Share { scope: scope.bytes() });
    }

    fn say_as(&mut self, who: usize, entity: u16, row: RowId, body: Body) {
        let scope = Scope::Own { author: self.ghosts[who].identity.person };
        self.ghosts[who].write(Change { scope, entity, row, body }, self.now_ms);
    }

    fn pair_word(&mut self) -> Value {
        self.words += 1;
        format!("word{}", self.words).into()
    }

    fn pair_row(&mut self) -> RowId {
        let mut bytes = [0; 16];
        self.pair.random.fill(&mut bytes);
        RowId::from_bytes(bytes)
    }
}
