//! What the coach writes on another computer and shares at once: a document with a past.

use domain::{
    RowId, Value,
    access::{Consent, Record},
    schema::{line, observation, step},
    scope::Scope,
};
use server::facts::Fact;
use sync::{body::Body, op::OpRef};

use super::World;
use crate::{fault::Fault, ghost::Change, people::PRINCIPAL, violation::Kept};

/// Which of the colleagues is the coach.
pub(super) const COACH: usize = 2;

impl World {
    /// Writes a document, then rewords it, takes something out of it and shares it.
    pub(super) fn share(&mut self) -> Kept {
        let (coach, teacher) = (self.people.everybody[0], self.people.teacher);
        match self.random.below(3) {
            0 => self.share_step(coach, teacher),
            kind => {
                let record = Record::Script;
                let scope = match kind {
                    1 => Scope::Pair { coach, teacher },
                    _ => Scope::Programme { author: coach, about: Some(teacher), record },
                };
                self.share_observation(teacher, scope)
            }
        }
    }

    fn share_observation(&mut self, teacher: RowId, scope: Scope) -> Kept {
        let root = self.random_row();
        let [first, second, stays, stays_too, goes] = [(); 5].map(|()| self.word());
        let fields = vec![
            (observation::TEACHER, teacher.into()),
            (observation::KIND, "scripted".into()),
            (observation::STATE, "captured".into()),
            (observation::FOCUS, first),
        ];
        let made = self.write(observation::ENTITY.number, root, Body::Create(fields));
        for (word, is_removed) in [(stays, false), (stays_too, false), (goes, true)] {
            let row = self.random_row();
            let fields = vec![(line::OBSERVATION, root.into()), (line::TEXT, word)];
            self.write(line::ENTITY.number, row, Body::Create(fields));
            if is_removed {
                self.write(line::ENTITY.number, row, Body::Remove { seen: Vec::new() });
            }
        }
        self.bring(COACH)?;
        let reworded = Body::Set { field: observation::FOCUS, value: second, over: vec![made] };
        self.write(observation::ENTITY.number, root, reworded);
        self.open(observation::ENTITY.number, root, scope)
    }

    fn share_step(&mut self, coach: RowId, teacher: RowId) -> Kept {
        let root = self.random_row();
        let [first, second] = [(); 2].map(|()| self.word());
        let fields = vec![(step::TEACHER, teacher.into()), (step::COACH, coach.into()), (step::TEXT, first)];
        let made = self.write(step::ENTITY.number, root, Body::Create(fields));
        self.bring(COACH)?;
        let consent = Consent { teacher, reader: self.people.everybody[PRINCIPAL], root };
        self.say_fact(Fact::Consent(consent), true)?;
        self.write(step::ENTITY.number, root, Body::Set { field: step::TEXT, value: second, over: vec![made] });
        self.open(step::ENTITY.number, root, Scope::Consented { teacher, reader: consent.reader, root })
    }

    fn open(&mut self, entity: u16, root: RowId, scope: Scope) -> Kept {
        self.say(format_args!("the coach shares {root}"));
        self.write(entity, root, Body::Share { scope: scope.bytes() });
        self.bring(COACH)
    }

    fn write(&mut self, entity: u16, row: RowId, body: Body) -> OpRef {
        let scope = Scope::Own { author: self.ghosts[COACH].identity.person };
        self.ghosts[COACH].write(Change { scope, entity, row, body }, self.now_ms).reference
    }

    fn word(&mut self) -> Value {
        self.words += 1;
        format!("word{}", self.words).into()
    }

    /// A teacher takes her word back, or gives it again; or somebody is said to evaluate her, or no longer.
    pub(super) fn her_word(&mut self, fault: Fault) -> Kept {
        let facts = match fault {
            Fault::Evaluator => vec![self.people.evaluator()],
            _ => self.people.words(),
        };
        let fact = *self.random.pick(&facts);
        let holds = !self.people.holds(fact);
        self.say_fact(fact, holds)?;
        self.fault(fault, 0);
        self.say(format_args!("{fact:?} holds: {holds}"));
        Ok(())
    }

    pub(super) fn say_fact(&mut self, fact: Fact, holds: bool) -> Kept {
        self.people.set(fact, holds);
        Ok(self.central.set(&self.people, fact, holds)?)
    }
}
