//! What a teacher lets the coach who follows read: record by record, by a row of her own, and as long as she wants.

use domain::{
    RowId,
    access::Consent,
    ending::{MOST_TIMES, consent_row},
    schema::{debrief, handover_item, praise_line, step, step_check},
    scope::Scope,
};
use server::facts::Fact;
use sync::body::Body;

use super::{COACHING, SIGNING};
use crate::{people::SUCCESSOR, violation::Kept, world::World};

impl World {
    /// A record is shared with her, she agrees, and the coach opens it to whoever follows; or she takes that back.
    pub(super) fn hand_over(&mut self) -> Kept {
        if !self.pair.handed.is_empty() && self.pair.random.percent(40) {
            return self.keep_back();
        }
        let root = self.pair_row();
        let consent = Consent { teacher: self.people.signing, reader: self.people.everybody[SUCCESSOR], root };
        let entity = if self.pair.random.percent(50) { self.debriefed(root) } else { self.stepped(root) };
        self.open_to_pair(COACHING, entity, root);
        self.bring(COACHING)?;
        let row = consent_row(&consent, 0);
        self.agree_to_show(&consent, row)?;
        let scope = Scope::Consented { teacher: consent.teacher, reader: consent.reader, root };
        self.say_as(COACHING, entity, root, Body::Share { scope: scope.bytes() });
        self.pair.handed.push((consent, row));
        self.say(format_args!("she lets the next coach read {root}"));
        self.bring(COACHING)
    }

    fn agree_to_show(&mut self, consent: &Consent, row: RowId) -> Kept {
        let fields = vec![
            (handover_item::TEACHER, consent.teacher.into()),
            (handover_item::COACH, self.people.everybody[0].into()),
            (handover_item::SUCCESSOR, consent.reader.into()),
            (handover_item::DOCUMENT, consent.root.into()),
        ];
        self.people.set(Fact::Consent(*consent), true);
        self.say_as(SIGNING, handover_item::ENTITY.number, row, Body::Create(fields));
        self.open_to_pair(SIGNING, handover_item::ENTITY.number, row);
        self.pair.done.handed += 1;
        self.bring(SIGNING)
    }

    /// She takes it back, and sometimes agrees once more, by a row of another name.
    fn keep_back(&mut self) -> Kept {
        let at = self.pair.random.place(self.pair.handed.len());
        let (consent, row) = self.pair.handed.swap_remove(at);
        self.people.set(Fact::Consent(consent), false);
        self.say_as(SIGNING, handover_item::ENTITY.number, row, Body::Remove { seen: Vec::new() });
        self.pair.done.kept_back += 1;
        self.say(format_args!("she lets nobody read {} any more", consent.root));
        self.bring(SIGNING)?;
        let before = (0..MOST_TIMES).find(|before| consent_row(&consent, *before) == row).expect("it was named so");
        if before + 1 < MOST_TIMES && self.pair.random.percent(50) {
            let row = consent_row(&consent, before + 1);
            self.agree_to_show(&consent, row)?;
            self.pair.handed.push((consent, row));
        }
        Ok(())
    }

    /// What the two said of a lesson, with a line that it praises.
    fn debriefed(&mut self, root: RowId) -> u16 {
        let (line, row, praise) = (self.pair_row(), self.pair_row(), self.pair_word());
        let fields = vec![
            (debrief::TEACHER, self.people.signing.into()),
            (debrief::COACH, self.people.everybody[0].into()),
            (debrief::STATE, "held".into()),
            (debrief::PRAISE, praise),
        ];
        self.say_as(COACHING, debrief::ENTITY.number, root, Body::Create(fields));
        let fields = vec![(praise_line::DEBRIEF, root.into()), (praise_line::LINE, line.into())];
        self.say_as(COACHING, praise_line::ENTITY.number, row, Body::Create(fields));
        debrief::ENTITY.number
    }

    /// What she tries next, and what was seen of it later.
    fn stepped(&mut self, root: RowId) -> u16 {
        let (check, text, note) = (self.pair_row(), self.pair_word(), self.pair_word());
        let fields = vec![
            (step::TEACHER, self.people.signing.into()),
            (step::COACH, self.people.everybody[0].into()),
            (step::TEXT, text),
            (step::STATE, "agreed".into()),
        ];
        self.say_as(COACHING, step::ENTITY.number, root, Body::Create(fields));
        let fields = vec![
            (step_check::STEP, root.into()),
            (step_check::MADE_BY, self.people.everybody[0].into()),
            (step_check::RESULT, "partly".into()),
            (step_check::NOTE, note),
        ];
        self.say_as(COACHING, step_check::ENTITY.number, check, Body::Create(fields));
        step::ENTITY.number
    }
}
