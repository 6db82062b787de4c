//! Entity and field numbers: the vocabulary of the operation log.
//!
//! A number is never used twice and never changes its meaning; entities and fields are only added. Each entity has one
//! typed table in `migrations/device`, with a column for each field, and the log carries the numbers.

/// Which of a device's two logs an entity's operations belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Log {
    /// Goes to the central service, to those who may see it.
    Shared,
    /// Stays on this computer and in its encrypted backups.
    Private,
}

/// How a field's column is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Words, dates, codes.
    Text,
    /// Whole numbers, and yes or no as 1 or 0.
    Integer,
    /// Numbers with a fraction.
    Real,
    /// The id of another row.
    Id,
}

/// How two changes of one field meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Merge {
    /// Set once by the row's creation.
    Fixed,
    /// The newest value stands; the other is kept and listed.
    Register,
    /// Prose: merged by passages, both kept where they overlap.
    LongText,
}

/// One field of an entity.
#[derive(Debug)]
pub struct Field {
    /// The field's number in the log.
    pub number: u16,
    /// The column's name.
    pub column: &'static str,
    /// The column's type.
    pub kind: Kind,
    /// How concurrent changes meet.
    pub merge: Merge,
    /// Whether a person wrote it, so that search finds it and erasing removes it.
    pub words: bool,
}

/// One kind of row.
#[derive(Debug)]
pub struct Entity {
    /// The entity's number in the log.
    pub number: u16,
    /// The table's name, which is also the entity's word in the interface and in exports.
    pub table: &'static str,
    /// The log that carries its operations.
    pub log: Log,
    /// Its fields, in the order of their numbers.
    pub fields: &'static [Field],
}

impl Entity {
    /// Returns the field with this number.
    #[must_use]
    pub fn field(&self, number: u16) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.number == number)
    }
}

/// Returns the entity with this number.
#[must_use]
pub fn entity(number: u16) -> Option<&'static Entity> {
    if cfg!(debug_assertions) && earlier::is_unknown(number) {
        return None;
    }
    ENTITIES.iter().copied().find(|entity| entity.number == number)
}

/// A program of an earlier version, for a simulation: on this thread it does not know one of the entities. It counts with
/// debug assertions only.
pub mod earlier {
    use std::cell::Cell;

    std::thread_local! {
        static UNKNOWN: Cell<Option<u16>> = const { Cell::new(None) };
    }

    /// Lets this thread not know an entity until what is returned is dropped.
    #[must_use]
    pub fn without(number: Option<u16>) -> Known {
        Known(UNKNOWN.replace(number))
    }

    /// Knows again what was known before.
    pub struct Known(Option<u16>);

    impl Drop for Known {
        fn drop(&mut self) {
            UNKNOWN.set(self.0);
        }
    }

    pub(super) fn is_unknown(number: u16) -> bool {
        UNKNOWN.get() == Some(number)
    }
}

/// The number of this vocabulary, carried by every operation: raised whenever an entity, a field or a
/// kind of body is added.
pub const SCHEMA: u16 = 3;

/// Declares one entity: a module of field numbers, and the table that the write path reads.
///
/// A macro because number, column and constant must not drift apart: each is written once, here.
macro_rules! entities {
    ($($(#[$doc:meta])* $number:literal $module:ident $log:ident {
        $($field_number:literal $name:ident $column:literal $kind:ident $merge:ident $($words:ident)?;)*
    })*) => {
        $(
            $(#[$doc])*
            pub mod $module {
                use super::{Entity, Field, Kind, Log, Merge};
                $(#[doc = concat!("The field `", $column, "`.")] pub const $name: u16 = $field_number;)*
                /// The entity.
                pub const ENTITY: &Entity = &Entity {
                    number: $number,
                    table: stringify!($module),
                    log: Log::$log,
                    fields: &[$(Field {
                        number: $field_number,
                        column: $column,
                        kind: Kind::$kind,
                        merge: Merge::$merge,
                        words: entities!(@words $($words)?),
                    }),*],
                };
            }
        )*
        /// Every entity, in the order of their numbers.
        pub const ENTITIES: &[&Entity] = &[$($module::ENTITY),*];
    };
    (@words words) => { true };
    (@words) => { false };
}

entities! {
    /// A district, a school or another employer.
    1 organisation Shared {
        1 NAME "name" Text Register words;
        2 KIND "kind" Text Register;
        3 PARENT "parent" Id Register;
        4 ZONE "zone" Text Register;
        5 EXTERNAL_ID "external_id" Text Register;
        6 IDENTIFIER "identifier" Text Register;
    }
    /// An adult who works in a school or with one.
    2 person Shared {
        1 GIVEN "given" Text Register words;
        2 FAMILY "family" Text Register words;
        3 PREFERRED "preferred" Text Register words;
        4 PRONOUNS "pronouns" Text Register;
        5 EMAIL "email" Text Register;
        6 EXTERNAL_ID "external_id" Text Register;
    }
    /// What a person does where, and from when to when.
    3 role Shared {
        1 PERSON "person" Id Fixed;
        2 ORGANISATION "organisation" Id Fixed;
        3 CODE "code" Text Register;
        4 TEACHING "teaching" Real Register;
        5 LEADING "leading" Real Register;
        6 STARTS "starts" Text Register;
        7 ENDS "ends" Text Register;
    }
    /// Who coaches whom.
    4 relationship Shared {
        1 COACH "coach" Id Fixed;
        2 TEACHER "teacher" Id Fixed;
        3 KIND "kind" Text Register;
        4 STARTS "starts" Text Register;
        5 ENDS "ends" Text Register;
        6 CADENCE_DAYS "cadence_days" Integer Register;
    }
    /// A team of teachers who meet over one subject.
    5 team Shared {
        1 SCHOOL "school" Id Register;
        2 TITLE "title" Text Register words;
        3 SUBJECT "subject" Text Register;
        4 GRADES "grades" Text Register;
        5 LEAD "lead" Id Register;
    }
    /// Who belongs to a team, and from when to when.
    6 membership Shared {
        1 TEAM "team" Id Fixed;
        2 PERSON "person" Id Fixed;
        3 STARTS "starts" Text Register;
        4 ENDS "ends" Text Register;
    }
    /// A class: one teacher, one subject, one period.
    7 section Shared {
        1 SCHOOL "school" Id Register;
        2 TEACHER "teacher" Id Register;
        3 TITLE "title" Text Register words;
        4 SUBJECT "subject" Text Register;
        5 GRADE "grade" Text Register;
        6 PERIOD "period" Text Register;
        7 ROOM "room" Text Register;
        8 EXTERNAL_ID "external_id" Text Register;
        9 ENDS "ends" Text Register;
    }
    /// A school year.
    8 school_year Shared {
        1 ORGANISATION "organisation" Id Fixed;
        2 LABEL "label" Text Register words;
        3 STARTS "starts" Text Register;
        4 ENDS "ends" Text Register;
    }
    /// A day of the school calendar that is not an ordinary school day.
    9 calendar_day Shared {
        1 ORGANISATION "organisation" Id Fixed;
        2 DATE "date" Text Fixed;
        3 KIND "kind" Text Register;
        4 LABEL "label" Text Register words;
    }
    /// One lesson time of a school's bell schedule, in minutes after midnight in the school's zone.
    10 period Shared {
        1 ORGANISATION "organisation" Id Fixed;
        2 CODE "code" Text Register;
        3 STARTS_MINUTE "starts_minute" Integer Register;
        4 ENDS_MINUTE "ends_minute" Integer Register;
    }
    /// A planned visit to a teacher or a team.
    11 visit Shared {
        1 TEACHER "teacher" Id Register;
        2 TEAM "team" Id Register;
        3 SECTION "section" Id Register;
        4 DATE "date" Text Register;
        5 STARTS_MINUTE "starts_minute" Integer Register;
        6 PERIOD "period" Text Register;
        7 MINUTES "minutes" Integer Register;
        8 PURPOSE "purpose" Text LongText words;
        9 STATE "state" Text Register;
        10 REASON "reason" Text Register words;
        11 OBSERVATION "observation" Id Register;
        12 SCHOOL "school" Id Register;
    }
    /// A version of a set of look-fors. A set in use never changes; an edit makes the next version.
    12 look_for_set Shared {
        1 TITLE "title" Text Register words;
        2 VERSION "version" Integer Fixed;
        3 FOLLOWS "follows" Id Fixed;
    }
    /// Something that can be seen or heard in a lesson.
    13 look_for Shared {
        1 SET "set_id" Id Fixed;
        2 POSITION "position" Integer Fixed;
        3 TEXT "text" Text Fixed words;
    }
    /// One observed lesson.
    14 observation Shared {
        1 TEACHER "teacher" Id Register;
        2 SECTION "section" Id Register;
        3 VISIT "visit" Id Register;
        4 LOOK_FOR_SET "look_for_set" Id Register;
        5 KIND "kind" Text Fixed;
        6 STATE "state" Text Register;
        7 STARTED_MS "started_ms" Integer Register;
        8 ENDED_OFFSET_MS "ended_offset_ms" Integer Register;
        9 ZONE "zone" Text Fixed;
        10 PLANNED_MINUTES "planned_minutes" Integer Register;
        11 STUDENTS "students" Integer Register;
        12 FOCUS "focus" Text LongText words;
        13 SCHOOL "school" Id Register;
        14 OBSERVER "observer" Id Fixed;
        15 OPEN_STEP "open_step" Id Fixed;
    }
    /// One line of a script: what was said or done, and when.
    15 line Shared {
        1 OBSERVATION "observation" Id Fixed;
        2 OFFSET_MS "offset_ms" Integer Fixed;
        3 WALL_MS "wall_ms" Integer Fixed;
        4 BOOT "boot" Text Fixed;
        5 SPEAKER "speaker" Text Register;
        6 TEXT "text" Text LongText words;
        7 STARRED "starred" Integer Register;
        8 MARKER "marker" Integer Fixed;
    }
    /// A private wondering of the observer. It never leaves this computer in readable form.
    16 wondering Private {
        1 OBSERVATION "observation" Id Fixed;
        2 OFFSET_MS "offset_ms" Integer Fixed;
        3 WALL_MS "wall_ms" Integer Fixed;
        4 TEXT "text" Text LongText words;
        5 LINE "line" Id Fixed;
    }
    /// A line as evidence for a look-for.
    17 tag Shared {
        1 LINE "line" Id Fixed;
        2 LOOK_FOR "look_for" Id Fixed;
        3 OBSERVATION "observation" Id Fixed;
    }
    /// A stretch of an observation in which nothing could be written: pause, sleep, restart.
    18 gap Shared {
        1 OBSERVATION "observation" Id Fixed;
        2 FROM_MS "from_ms" Integer Fixed;
        3 TO_MS "to_ms" Integer Register;
        4 CAUSE "cause" Text Fixed;
    }
    /// A step that a teacher and a coach agreed on.
    19 step Shared {
        1 TEACHER "teacher" Id Fixed;
        2 COACH "coach" Id Fixed;
        3 TEXT "text" Text LongText words;
        4 STATE "state" Text Register;
        5 ASSIGNED "assigned" Text Register;
        6 CHECK_DATE "check_date" Text Register;
    }
    /// A team's 9 to 12 weeks on one topic.
    20 content_cycle Shared {
        1 TEAM "team" Id Fixed;
        2 TOPIC "topic" Text Register words;
        3 FOCUS "focus" Text LongText words;
        4 STARTS "starts" Text Register;
        5 WEEKS "weeks" Integer Register;
    }
    /// A personal abbreviation that expands in the script.
    21 abbreviation Private {
        1 SHORT "short" Text Register words;
        2 LONG "long" Text Register words;
    }
    /// A part of a school year: a semester, a term, a grading period.
    22 term Shared {
        1 ORGANISATION "organisation" Id Fixed;
        2 LABEL "label" Text Register words;
        3 KIND "kind" Text Register;
        4 STARTS "starts" Text Register;
        5 ENDS "ends" Text Register;
    }
    /// A file beside an observation: a photograph of the board, a handout. Its bytes travel apart from the record.
    23 attachment Shared {
        1 OBSERVATION "observation" Id Fixed;
        2 NAME "name" Text Register words;
        3 MEDIA_TYPE "media_type" Text Fixed;
        4 BYTES "bytes" Integer Fixed;
        5 ADDRESS "address" Text Fixed;
        6 KEY "key" Text Fixed;
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn entity_and_field_numbers_are_unique_and_contiguous() {
        for (index, entity) in ENTITIES.iter().enumerate() {
            assert_eq!(usize::from(entity.number), index + 1, "{}", entity.table);
            let columns: HashSet<_> = entity.fields.iter().map(|field| field.column).collect();
            assert_eq!(columns.len(), entity.fields.len(), "{}", entity.table);
            for (index, field) in entity.fields.iter().enumerate() {
                assert_eq!(usize::from(field.number), index + 1, "{}.{}", entity.table, field.column);
            }
        }
    }

    #[test]
    fn wonderings_belong_to_the_private_log() {
        assert_eq!(wondering::ENTITY.log, Log::Private);
        assert_eq!(abbreviation::ENTITY.log, Log::Private);
    }

    #[test]
    fn no_field_can_hold_a_rating_of_a_person() {
        for entity in ENTITIES {
            for field in entity.fields {
                assert!(!field.column.contains("rating") && !field.column.contains("score"), "{}", field.column);
            }
        }
    }
}
