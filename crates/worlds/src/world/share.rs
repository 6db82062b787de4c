//! What the coach writes on another computer and shares at once: a document with a past.

use domain::{
    RowId, Value,
    access::{Consent, Record},
    schema::{coach_note, debrief, line, note_fact, observation, remark, step},
    scope::Scope,
};
use server::facts::Fact;
use sync::{body::Body, op::OpRef};

use super::World;
use crate::{fault::Fault, ghost::Change, people::PRINCIPAL, violation::Kept};

/// Which of the colleagues is the coach.
pub(super) const COACH: usize = 2;

/// Which of them supervises the coach.
const MONIQUE: usize = 3;

impl World {
    /// Writes a document, then rewords it, takes something out of it and shares it.
    pub(super) fn share(&mut self) -> Kept {
        let (coach, teacher) = (self.people.everybody[0], self.people.teacher);
        if self.random.percent(25) {
            return self.unshare();
        }
        match self.random.below(5) {
            0 => self.share_step(coach, teacher),
            3 => self.share_debrief(coach, teacher),
            4 => self.share_note(coach),
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

    fn share_debrief(&mut self, coach: RowId, teacher: RowId) -> Kept {
        let root = self.random_row();
        let [praise, goes] = [(); 2].map(|()| self.word());
        let fields = vec![
            (debrief::TEACHER, teacher.into()),
            (debrief::COACH, coach.into()),
            (debrief::STATE, "held".into()),
            (debrief::PRAISE, praise),
            (debrief::QUESTION, goes),
        ];
        let made = self.write(debrief::ENTITY.number, root, Body::Create(fields));
        self.bring(COACH)?;
        let taken_out = Body::Set { field: debrief::QUESTION, value: Value::Null, over: vec![made] };
        self.write(debrief::ENTITY.number, root, taken_out);
        self.open(debrief::ENTITY.number, root, Scope::Pair { coach, teacher })
    }

    /// A coach note goes to the supervisors; one of them asks, and the coach answers.
    fn share_note(&mut self, coach: RowId) -> Kept {
        let [root, fact, question, answer] = [(); 4].map(|()| self.random_row());
        let [tried, asked, answered] = [(); 3].map(|()| self.word());
        let fields = vec![
            (coach_note::COACH, coach.into()),
            (coach_note::WEEK, "2026-10-05".into()),
            (coach_note::TRIED, tried),
        ];
        self.write(coach_note::ENTITY.number, root, Body::Create(fields));
        let fields = vec![
            (note_fact::NOTE, root.into()),
            (note_fact::KIND, "evidence_lines".into()),
            (note_fact::COUNT, 0_i64.into()),
        ];
        self.write(note_fact::ENTITY.number, fact, Body::Create(fields));
        self.open(
            coach_note::ENTITY.number,
            root,
            Scope::Programme { author: coach, about: None, record: Record::CoachNote },
        )?;
        let supervisor = self.ghosts[MONIQUE].identity.person;
        self.remark(
            MONIQUE,
            question,
            (coach, root),
            vec![(remark::AUTHOR, supervisor.into()), (remark::KIND, "question".into()), (remark::TEXT, asked)],
        )?;
        let answers = vec![
            (remark::AUTHOR, coach.into()),
            (remark::KIND, "answer".into()),
            (remark::TEXT, answered),
            (remark::ANSWERS, question.into()),
        ];
        self.remark(COACH, answer, (coach, root), answers)
    }

    fn remark(
        &mut self,
        ghost: usize,
        row: RowId,
        (coach, note): (RowId, RowId),
        mut fields: Vec<(u16, Value)>,
    ) -> Kept {
        fields.extend([(remark::COACH, coach.into()), (remark::NOTE, note.into())]);
        fields.sort_by_key(|(number, _)| *number);
        let scope = Scope::Review { coach, about: None };
        self.write_as(ghost, Change { scope, entity: remark::ENTITY.number, row, body: Body::Create(fields) })
    }

    /// Sharing ends, and the coach writes on: nothing of that goes to those who had it.
    fn unshare(&mut self) -> Kept {
        if self.opened.is_empty() {
            return Ok(());
        }
        let at = self.random.place(self.opened.len());
        let (entity, root, scope) = self.opened.swap_remove(at);
        self.say(format_args!("the coach shares {root} no more"));
        self.write(entity, root, Body::Unshare { scope: scope.bytes() });
        self.bring(COACH)?;
        let field = match entity {
            number if number == observation::ENTITY.number => observation::FOCUS,
            number if number == debrief::ENTITY.number => debrief::PRAISE,
            number if number == coach_note::ENTITY.number => coach_note::TRIED,
            _ => step::TEXT,
        };
        let value = self.word();
        self.write(entity, root, Body::Set { field, value, over: Vec::new() });
        self.bring(COACH)
    }

    fn open(&mut self, entity: u16, root: RowId, scope: Scope) -> Kept {
        self.say(format_args!("the coach shares {root}"));
        self.opened.push((entity, root, scope));
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
