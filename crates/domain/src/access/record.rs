//! Kinds of record: what the rules of access tell apart.

use crate::schema::{self, Entity};

/// A kind of record, as the table of access names it. The number is carried by scopes and never changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Record {
    /// The script of a lesson, and what in it is evidence.
    Script = 1,
    /// The words of a debrief.
    Debrief = 2,
    /// The wording of a step.
    Step = 3,
    /// Facts of the work without any words.
    Activity = 4,
    /// A team's plans, sessions and attendance.
    SessionPlan = 5,
    /// What a coach writes about their own moves, for their supervisor.
    CoachNote = 6,
    /// What a team learned from data or student work.
    DataReview = 7,
    /// Sets of look-fors.
    LookFors = 8,
    /// People, schools, roles, teams and the calendar.
    Roster = 9,
    /// Figures over enough people.
    Figures = 10,
    /// What a supervisor says to a coach about a coach note, and what the coach answers.
    Remark = 11,
    /// The words of a coaching cycle, of its goal, and of what a teacher asks a coach for.
    Cycle = 12,
    /// What a coach and a teacher agree about who reads what, and who accepted it.
    Agreement = 13,
    /// What a supervisor writes while observing a coach at work: for those two and nobody else.
    CoachObservation = 14,
    /// That somebody has read what was shared with them.
    Acknowledgement = 15,
}

impl Record {
    /// Every kind, in the order of their numbers.
    pub const ALL: [Self; 15] = [
        Self::Script,
        Self::Debrief,
        Self::Step,
        Self::Activity,
        Self::SessionPlan,
        Self::CoachNote,
        Self::DataReview,
        Self::LookFors,
        Self::Roster,
        Self::Figures,
        Self::Remark,
        Self::Cycle,
        Self::Agreement,
        Self::CoachObservation,
        Self::Acknowledgement,
    ];

    /// Returns the number by which scopes carry the kind.
    #[must_use]
    pub fn number(self) -> u8 {
        self as u8
    }

    /// Returns the place in [`Self::ALL`]: a number may be left out there.
    pub(super) fn position(self) -> usize {
        Self::ALL.iter().position(|record| *record == self).expect("every kind is in the list")
    }

    /// Returns the kind with this number.
    #[must_use]
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|record| record.number() == number)
    }

    /// Returns the kind of record that an entity of [`schema`] belongs to. An observation of a coach is made of the rows
    /// of a script, and told from one by whom it is about: see [`crate::document::subject`].
    ///
    /// Nothing for entities of the private log, which are for nobody else, and for entities of a newer version, of
    /// which this one cannot say who may read them. Neither can be shared.
    #[must_use]
    pub fn of(entity: u16) -> Option<Self> {
        RECORDS.iter().find(|(known, _)| known.number == entity).map(|(_, record)| *record)
    }
}

/// The kind of record of each entity whose rows may be shared.
const RECORDS: [(&Entity, Record); 58] = [
    (schema::organisation::ENTITY, Record::Roster),
    (schema::person::ENTITY, Record::Roster),
    (schema::role::ENTITY, Record::Roster),
    (schema::relationship::ENTITY, Record::Activity),
    (schema::team::ENTITY, Record::Roster),
    (schema::membership::ENTITY, Record::Roster),
    (schema::section::ENTITY, Record::Roster),
    (schema::school_year::ENTITY, Record::Roster),
    (schema::term::ENTITY, Record::Roster),
    (schema::calendar_day::ENTITY, Record::Roster),
    (schema::period::ENTITY, Record::Roster),
    (schema::visit::ENTITY, Record::Activity),
    (schema::look_for_set::ENTITY, Record::LookFors),
    (schema::look_for::ENTITY, Record::LookFors),
    (schema::observation::ENTITY, Record::Script),
    (schema::line::ENTITY, Record::Script),
    (schema::tag::ENTITY, Record::Script),
    (schema::gap::ENTITY, Record::Script),
    (schema::attachment::ENTITY, Record::Script),
    (schema::step::ENTITY, Record::Step),
    (schema::content_cycle::ENTITY, Record::SessionPlan),
    (schema::team_goal::ENTITY, Record::SessionPlan),
    (schema::team_goal_member::ENTITY, Record::SessionPlan),
    (schema::team_measure::ENTITY, Record::SessionPlan),
    (schema::debrief::ENTITY, Record::Debrief),
    (schema::praise_line::ENTITY, Record::Debrief),
    (schema::step_line::ENTITY, Record::Step),
    (schema::step_check::ENTITY, Record::Step),
    (schema::step_check_line::ENTITY, Record::Step),
    (schema::step_result::ENTITY, Record::Step),
    (schema::log_entry::ENTITY, Record::Activity),
    (schema::coach_note::ENTITY, Record::CoachNote),
    (schema::note_fact::ENTITY, Record::CoachNote),
    (schema::remark::ENTITY, Record::Remark),
    (schema::code::ENTITY, Record::Script),
    (schema::interval_mark::ENTITY, Record::Script),
    (schema::talk_span::ENTITY, Record::Script),
    (schema::sweep::ENTITY, Record::Script),
    (schema::tally::ENTITY, Record::Script),
    (schema::walk_item::ENTITY, Record::Script),
    (schema::coaching_cycle::ENTITY, Record::Cycle),
    (schema::cycle_stage::ENTITY, Record::Cycle),
    (schema::goal::ENTITY, Record::Cycle),
    (schema::goal_measure::ENTITY, Record::Cycle),
    (schema::coaching_request::ENTITY, Record::Cycle),
    (schema::request_answer::ENTITY, Record::Cycle),
    (schema::sharing_agreement::ENTITY, Record::Agreement),
    (schema::agreement_item::ENTITY, Record::Agreement),
    (schema::acceptance::ENTITY, Record::Agreement),
    (schema::coaching_consent::ENTITY, Record::Agreement),
    (schema::acknowledgement::ENTITY, Record::Acknowledgement),
    // What the two say to each other about a lesson.
    (schema::handover_item::ENTITY, Record::Debrief),
    (schema::lesson_prep::ENTITY, Record::Debrief),
    (schema::rubric::ENTITY, Record::LookFors),
    (schema::indicator::ENTITY, Record::LookFors),
    (schema::score::ENTITY, Record::Script),
    (schema::walk_room::ENTITY, Record::Script),
    (schema::score_line::ENTITY, Record::Script),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{ENTITIES, Log};

    #[test]
    fn every_entity_of_the_shared_log_belongs_to_a_kind_and_none_of_the_private_log_does() {
        for entity in ENTITIES {
            assert_eq!(Record::of(entity.number).is_some(), entity.log == Log::Shared, "{}", entity.table);
        }
        assert_eq!(RECORDS.len(), ENTITIES.iter().filter(|entity| entity.log == Log::Shared).count());
        assert_eq!(Record::of(u16::MAX), None);
    }

    #[test]
    fn numbers_are_read_back() {
        assert_eq!(Record::ALL.map(Record::number), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
        assert!(Record::ALL.into_iter().all(|record| Record::from_number(record.number()) == Some(record)));
        assert_eq!((Record::from_number(0), Record::from_number(99)), (None, None));
    }
}
