//! Showing one record to one person, on the coach's computer: only the teacher's word offers it.

use actions::{
    ending, person, record,
    sharing::{Barrier, ShareState, consented},
};
use domain::{
    RowId,
    access::Consent,
    ending::consent_row,
    schema::{coaching_cycle, debrief, handover_item, observation, step},
    scope::Scope,
};
use store::Writer;

use crate::support::{Profile, begun, join, tell};

/// Monday 5 October 2026, 10:30 in New York.
const NOW_MS: i64 = 1_791_210_600_000;

struct Desk {
    writer: Writer,
    me: RowId,
    teacher: RowId,
    ruth: RowId,
    _folder: tempfile::TempDir,
}

/// A coach and a teacher who work together, as the service says, and somebody else.
fn desk() -> Desk {
    let Profile { mut writer, me, folder } = begun(1, NOW_MS, "Dana Whitfield", "Riverbend", "Juniper");
    let teacher = person::add_teacher(&mut writer, "Amir Haddad").unwrap();
    let ruth = person::add_teacher(&mut writer, "Ruth Alvarez").unwrap();
    join(&mut writer, me);
    tell(&mut writer, NOW_MS, &[("active", me, me, ""), ("pair", me, teacher, "")]);
    Desk { writer, me, teacher, ruth, _folder: folder }
}

impl Desk {
    /// One record of each kind that can be shown, with a word.
    fn records(&mut self) -> [RowId; 3] {
        let (me, teacher) = (self.me, self.teacher);
        let kinds = [
            (debrief::ENTITY, debrief::COACH, debrief::TEACHER, debrief::PRAISE),
            (step::ENTITY, step::COACH, step::TEACHER, step::TEXT),
            (coaching_cycle::ENTITY, coaching_cycle::COACH, coaching_cycle::TEACHER, coaching_cycle::TITLE),
        ];
        kinds.map(|(entity, coach, about, words)| {
            let row = self.writer.new_id();
            let fields = vec![(coach, me.into()), (about, teacher.into()), (words, "numbat".into())];
            self.writer.transact(|tx| tx.create(entity, row, fields)).unwrap();
            row
        })
    }

    /// What the teacher's row says once it has come.
    fn consents(&mut self, root: RowId) -> RowId {
        let (teacher, reader) = (self.teacher, self.ruth);
        let row = consent_row(&Consent { teacher, reader, root }, 0);
        let fields = vec![
            (handover_item::TEACHER, teacher.into()),
            (handover_item::COACH, self.me.into()),
            (handover_item::SUCCESSOR, reader.into()),
            (handover_item::DOCUMENT, root.into()),
        ];
        self.writer.transact(|tx| tx.create(handover_item::ENTITY, row, fields)).unwrap();
        row
    }

    fn view(&self, row: RowId) -> consented::ConsentedView {
        consented::view(self.writer.reader(), row).unwrap()
    }
}

#[test]
fn inv_3_a_record_is_shown_to_the_person_whom_the_teacher_named_and_by_the_coach_s_own_act_only() {
    let mut desk = desk();
    for row in desk.records() {
        assert!(desk.view(row).people.is_empty(), "nobody is offered before the teacher's word");
        assert!(consented::share(&mut desk.writer, row, desk.ruth).is_err());

        let consent = desk.consents(row);
        let view = desk.view(row);
        assert!(view.people.len() == 1 && view.people[0].is_offered && view.people[0].state.is_none(), "{view:?}");
        assert!(view.goes.iter().any(|words| words.text == "numbat"), "it is shown before it goes: {view:?}");
        assert!(consented::share(&mut desk.writer, row, desk.teacher).is_err(), "the word names one person");
        consented::share(&mut desk.writer, row, desk.ruth).unwrap();

        let shares = store::sharing::shares(desk.writer.reader(), row).unwrap();
        let scope = Scope::Consented { teacher: desk.teacher, reader: desk.ruth, root: row };
        assert_eq!(shares.iter().map(|share| share.scope).collect::<Vec<_>>(), [scope]);
        assert_eq!(desk.view(row).people[0].state, Some(ShareState::Waiting));
        desk.writer.transact(|tx| tx.remove(handover_item::ENTITY, consent)).unwrap();
        let person = desk.view(row).people[0].clone();
        assert!(!person.is_consented && !person.is_offered, "{person:?}");
        consented::stop(&mut desk.writer, row, desk.ruth).unwrap();
        assert!(consented::stop(&mut desk.writer, row, desk.ruth).is_err(), "there is nothing to stop");
    }
}

#[test]
fn a_lesson_is_never_shown_this_way_and_without_a_service_nothing_is() {
    let mut desk = desk();
    let lesson = desk.writer.new_id();
    let fields = vec![(observation::TEACHER, desk.teacher.into())];
    desk.writer.transact(|tx| tx.create(observation::ENTITY, lesson, fields)).unwrap();
    desk.consents(lesson);
    assert!(consented::view(desk.writer.reader(), lesson).is_err());
    assert!(consented::share(&mut desk.writer, lesson, desk.ruth).is_err());

    let Profile { mut writer, me, .. } = begun(2, NOW_MS, "Dana Whitfield", "Riverbend", "Juniper");
    let row = writer.new_id();
    let fields = vec![(debrief::COACH, me.into()), (debrief::TEACHER, me.into())];
    writer.transact(|tx| tx.create(debrief::ENTITY, row, fields)).unwrap();
    assert_eq!(consented::view(writer.reader(), row).unwrap().barrier, Some(Barrier::Alone));
}

#[test]
fn the_end_of_coaching_hands_over_to_whoever_follows_and_to_nobody_whom_the_teacher_named_besides() {
    let mut desk = desk();
    let [row, ..] = desk.records();
    person::coach(&mut desk.writer, desk.teacher, true, Some(7)).unwrap();
    let pair = Scope::Pair { coach: desk.me, teacher: desk.teacher };
    desk.writer.transact(|tx| tx.share(debrief::ENTITY, row, &pair)).unwrap();
    desk.consents(row);

    let handed = ending::hand_over(&mut desk.writer, desk.teacher).unwrap();

    assert_eq!(handed, 0, "nobody follows, and this person was named for something else");
    assert!(!ending::view(desk.writer.reader(), NOW_MS, desk.teacher).unwrap().texts[0].is_agreed);
    assert!(record::undo(&mut desk.writer, Some(row)).unwrap().is_none());
}
