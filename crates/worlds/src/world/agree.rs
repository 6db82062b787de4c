//! A coach and a teacher agree, she takes it back, and coaching cycles go by what stands: each on a computer of their own.
//!
//! It has a source of chance of its own, so that the rest of a world is what it was before.

use domain::{
    RowId, Value,
    agreement::{Item, Reach, digest},
    schema::{acceptance, agreement_item, coaching_cycle, cycle_stage, goal, sharing_agreement},
    scope::Scope,
};
use sync::body::Body;

use super::{World, share::COACH};
use crate::{ghost::Change, random::Random, violation::Kept};

/// Which of the colleagues is the teacher who signs.
pub(super) const SIGNING: usize = 6;

/// How often something of this happens in a world.
pub(super) const TIMES: u64 = 36;

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
    /// The coaching cycles that are under way, each with its goal and the place of its stage.
    cycles: Vec<(RowId, RowId, usize)>,
    pub(super) done: Agreed,
}

/// The stages of these coaching cycles.
const STAGES: [&str; 3] = ["observe", "plan", "look_back"];

impl Pair {
    pub(super) fn new(random: Random) -> Self {
        let done = Agreed::default();
        Self { random, versions: 0, waiting: None, standing: None, cycles: Vec::new(), done }
    }
}

impl World {
    /// One of the two does something.
    pub(super) fn agree(&mut self) -> Kept {
        match self.pair.random.below(6) {
            0 | 1 => match self.pair.waiting.take() {
                None => self.propose(),
                Some(waiting) => self.accept(waiting),
            },
            2 => self.withdraw(),
            3 | 4 if self.pair.cycles.len() < 6 => self.begin_cycle(),
            _ => self.move_cycle(),
        }
    }

    /// After the service came back from a backup, both bring what it forgot before anybody is sent by it.
    pub(super) fn agree_again(&mut self) -> Kept {
        self.bring(COACH)?;
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
        self.say_as(COACH, sharing_agreement::ENTITY.number, root, Body::Create(fields));
        for (position, (code, audience, words)) in (1_i64..).zip(&items) {
            let fields = vec![
                (agreement_item::AGREEMENT, root.into()),
                (agreement_item::POSITION, position.into()),
                (agreement_item::CODE, code.as_str().into()),
                (agreement_item::AUDIENCE, audience.as_str().into()),
                (agreement_item::TEXT, words.as_str().into()),
            ];
            let row = self.pair_row();
            self.say_as(COACH, agreement_item::ENTITY.number, row, Body::Create(fields));
        }
        self.open_to_pair(COACH, sharing_agreement::ENTITY.number, root);
        let digest = digest(version, &items, "");
        self.word_of(COACH, root, ("coach", "accepted"), &digest)?;
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
        let (who, party) = if self.pair.random.percent(70) { (SIGNING, "teacher") } else { (COACH, "coach") };
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
        self.say_as(COACH, coaching_cycle::ENTITY.number, root, Body::Create(fields));
        for (position, code) in (0_i64..).zip(STAGES) {
            let (row, text) = (self.pair_row(), self.pair_word());
            let fields = vec![
                (cycle_stage::COACHING_CYCLE, root.into()),
                (cycle_stage::CODE, code.into()),
                (cycle_stage::POSITION, position.into()),
                (cycle_stage::TEXT, text),
            ];
            self.say_as(COACH, cycle_stage::ENTITY.number, row, Body::Create(fields));
        }
        let fields = vec![(goal::COACHING_CYCLE, root.into()), (goal::STATEMENT, statement)];
        self.say_as(COACH, goal::ENTITY.number, aim, Body::Create(fields));
        if self.pair.random.percent(50) {
            self.open_to_pair(COACH, coaching_cycle::ENTITY.number, root);
        } else {
            let scope = Scope::Programme { author: coach, about: Some(teacher), record };
            self.say_as(COACH, coaching_cycle::ENTITY.number, root, Body::Share { scope: scope.bytes() });
        }
        self.pair.cycles.push((root, aim, 0));
        self.pair.done.cycles += 1;
        self.say(format_args!("the coach begins and shares coaching cycle {root}"));
        self.bring(COACH)
    }

    /// A coaching cycle comes to its next stage with its goal reworded, and ends behind the last one.
    fn move_cycle(&mut self) -> Kept {
        if self.pair.cycles.is_empty() {
            return Ok(());
        }
        let at = self.pair.random.place(self.pair.cycles.len());
        let (root, aim, place) = self.pair.cycles[at];
        let Some(stage) = STAGES.get(place + 1) else {
            self.pair.cycles.swap_remove(at);
            self.set(coaching_cycle::ENTITY.number, root, (coaching_cycle::STATE, "completed".into()));
            self.set(coaching_cycle::ENTITY.number, root, (coaching_cycle::ENDED, "2026-10-30".into()));
            self.pair.done.ended += 1;
            return self.bring(COACH);
        };
        let statement = self.pair_word();
        self.set(coaching_cycle::ENTITY.number, root, (coaching_cycle::STAGE, (*stage).into()));
        self.set(goal::ENTITY.number, aim, (goal::STATEMENT, statement));
        self.pair.cycles[at].2 += 1;
        self.pair.done.moved += 1;
        self.bring(COACH)
    }

    fn set(&mut self, entity: u16, row: RowId, (field, value): (u16, Value)) {
        self.say_as(COACH, entity, row, Body::Set { field, value, over: Vec::new() });
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
