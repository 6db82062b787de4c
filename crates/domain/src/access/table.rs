//! Who receives what: the one table that every decision reads, to be held against the product's own.

use crate::{
    access::Record,
    scope::{Audience, Scope},
};

/// As what somebody meets a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reader {
    /// The author, for a pair the coach.
    Author,
    /// The teacher of whom it speaks; of a supervisor's observation, the coach.
    Teacher,
    /// A member of the team.
    Member,
    /// The lead of the team, or of a team to which the teacher belongs; of facts, also the coach whom she works with now.
    Lead,
    /// A supervisor of the author.
    Supervisor,
    /// A principal or assistant principal of the teacher's school.
    Principal,
    /// Somebody who evaluates the teacher, or is presumed to at a school where the teacher is known to work.
    Evaluator,
    /// A data lead of the organisation.
    DataLead,
    /// A partner of the organisation.
    Partner,
    /// A researcher of the programme.
    Researcher,
    /// The person whom a teacher's consent names.
    Named,
    /// Anybody in the organisation.
    Everyone,
}

impl Reader {
    /// Every reader, in the order of the table's columns.
    pub const ALL: [Self; 12] = [
        Self::Author,
        Self::Teacher,
        Self::Member,
        Self::Lead,
        Self::Supervisor,
        Self::Principal,
        Self::Evaluator,
        Self::DataLead,
        Self::Partner,
        Self::Researcher,
        Self::Named,
        Self::Everyone,
    ];
}

/// What one reader receives of one kind of record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    No,
    /// Nothing, whatever other roles they hold.
    Never,
    /// What they wrote, in every scope that holds it.
    Own,
    /// What was shared with this audience.
    Via(Audience),
    /// What was shared with this audience, when an agreement that teacher and author signed lists the kind.
    IfAgreed(Audience),
    /// No single one: what they receive of it is figures over enough people, which are records of their own.
    AsFigures,
    /// Nothing yet: the product's table grants it, but no scope of today can carry it so far and no further.
    NotYet,
}

use Audience::{Activity, Aggregate, Consented, Organisation, Pair, Programme, Review, Team};
use Cell::{AsFigures, IfAgreed, Never, No, NotYet, Own, Via};

/// The table. A reader is a column, a kind of record is a row, and what is not granted here is denied.
///
/// Everything begins with its author; a record can enter an audience only where a cell of its row names that audience.
///
/// The columns stand in the order of [`Reader::ALL`], the rows in that of [`Record::ALL`].
#[rustfmt::skip]
pub const TABLE: [(Record, [Cell; 12]); 15] = [
    //                     author  teacher        member     lead           supervisor           principal       evaluator       data lead       partner         researcher  named           everyone
    (Record::Script,      [Own,    Via(Pair),     No,        No,            IfAgreed(Programme), No,             Never,          No,             No,             No,         No,             No]),
    (Record::Debrief,     [Own,    Via(Pair),     No,        No,            IfAgreed(Programme), NotYet,         Never,          No,             No,             No,         Via(Consented), No]),
    (Record::Step,        [Own,    Via(Pair),     No,        No,            IfAgreed(Programme), NotYet,         Never,          No,             No,             No,         Via(Consented), No]),
    (Record::Activity,    [Own,    Via(Activity), No,        Via(Activity), Via(Activity),       Via(Activity),  Via(Activity),  AsFigures,      AsFigures,      NotYet,     No,             No]),
    (Record::SessionPlan, [Own,    NotYet,        Via(Team), Via(Team),     Via(Programme),      NotYet,         NotYet,         NotYet,         NotYet,         NotYet,     No,             No]),
    (Record::CoachNote,   [Own,    No,            No,        No,            Via(Programme),      No,             No,             No,             No,             No,         No,             No]),
    (Record::DataReview,  [Own,    NotYet,        Via(Team), Via(Team),     AsFigures,           NotYet,         NotYet,         NotYet,         No,             NotYet,     No,             No]),
    (Record::LookFors,    [Own,    Via(Pair),     No,        No,            No,                  No,             No,             No,             No,             No,         No,             Via(Organisation)]),
    (Record::Roster,      [Own,    No,            No,        No,            No,                  No,             No,             No,             No,             No,         No,             Via(Organisation)]),
    (Record::Figures,     [No,     No,            No,        No,            Via(Aggregate),      Via(Aggregate), Via(Aggregate), Via(Aggregate), Via(Aggregate), No,         No,             No]),
    (Record::Remark,      [Own,    No,            No,        No,            Via(Review),         No,             No,             No,             No,             No,         No,             No]),
    (Record::Cycle,       [Own,    Via(Pair),     No,        No,            IfAgreed(Programme), NotYet,         Never,          No,             No,             No,         Via(Consented), No]),
    (Record::Agreement,   [Own,    Via(Pair),     No,        No,            No,                  No,             No,             No,             No,             No,         No,             No]),
    (Record::CoachObservation, [Own, Via(Pair),   No,        No,            No,                  No,             Never,          No,             No,             No,         No,             No]),
    (Record::Acknowledgement,  [Own, Via(Pair),   No,        No,            No,                  No,             Never,          No,             No,             No,         No,             No]),
];

/// Returns what a reader receives of a kind of record.
pub(super) fn cell(record: Record, reader: Reader) -> Cell {
    let (_, cells) = TABLE[record.position()];
    cells[reader as usize]
}

/// Returns whether a scope can hold records of this kind.
pub(super) fn holds(scope: &Scope, record: Record) -> bool {
    match scope {
        Scope::Own { .. } => cell(record, Reader::Author) == Own,
        Scope::Programme { record: named, .. } => *named == record && enters(record, Programme),
        _ => enters(record, scope.audience()),
    }
}

/// Returns whether records of this kind can be for this audience: whether some reader receives them that way.
pub(super) fn enters(record: Record, audience: Audience) -> bool {
    Reader::ALL.into_iter().any(|reader| match cell(record, reader) {
        Via(granted) | IfAgreed(granted) => granted == audience,
        No | Never | Own | AsFigures | NotYet => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_and_columns_stand_in_the_order_of_their_kinds() {
        assert_eq!(TABLE.map(|(record, _)| record), Record::ALL);
        for (column, reader) in Reader::ALL.into_iter().enumerate() {
            assert_eq!(reader as usize, column);
        }
    }

    #[test]
    fn whoever_reads_one_kind_of_a_scope_reads_every_kind_that_can_be_in_it() {
        // Of a programme, each kind has a scope of its own. Elsewhere one decision covers all kinds.
        for audience in [Pair, Team, Activity, Aggregate, Organisation, Consented, Review] {
            for reader in Reader::ALL.into_iter().filter(|reader| *reader != Reader::Author) {
                let kinds = Record::ALL.into_iter().filter(|record| enters(*record, audience));
                let granted: Vec<_> = kinds.map(|record| cell(record, reader) == Via(audience)).collect();
                assert!(granted.windows(2).all(|pair| pair[0] == pair[1]), "{audience:?} {reader:?}");
            }
        }
    }

    #[test]
    fn nothing_is_granted_through_the_authors_own_audiences() {
        for record in Record::ALL {
            assert!(!enters(record, Audience::Private) && !enters(record, Audience::Author));
        }
    }

    #[test]
    fn beyond_the_pair_its_records_reach_nobody_without_the_teachers_word() {
        let of_the_pair =
            [Record::Script, Record::Debrief, Record::Step, Record::CoachObservation, Record::Acknowledgement];
        for record in of_the_pair {
            for reader in Reader::ALL {
                let cell = cell(record, reader);
                let with_her_word = matches!(cell, IfAgreed(_) | Via(Pair | Consented));
                assert!(with_her_word || matches!(cell, Own | No | Never | NotYet), "{record:?} {reader:?}");
            }
        }
    }

    #[test]
    fn whoever_receives_figures_of_a_kind_is_a_reader_of_figures() {
        for record in Record::ALL {
            for reader in Reader::ALL.into_iter().filter(|reader| cell(record, *reader) == AsFigures) {
                assert_eq!(cell(Record::Figures, reader), Via(Aggregate), "{reader:?}");
            }
        }
    }
}
