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
pub const SCHEMA: u16 = 6;

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
        7 END_REASON "end_reason" Text Register;
        8 SUCCESSOR "successor" Id Register;
        9 STEP_CATEGORY "step_category" Text Register;
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
        5 DAY_LETTERS "day_letters" Text Register;
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
    /// A planned visit to a teacher or a team, or to a coach by who supervises them.
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
        13 KIND "kind" Text Register;
        14 REASON_CODE "reason_code" Text Register;
        15 COACH "coach" Id Fixed;
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
    /// One observed lesson, or a coach observed by who supervises them.
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
        16 PURPOSE "purpose" Text Fixed;
        17 METHOD "method" Text Fixed;
        18 INTERVAL_SECONDS "interval_seconds" Integer Fixed;
        19 NOTE "note" Text LongText words;
        20 COACHING_CYCLE "coaching_cycle" Id Register;
        21 ENTERED_MS "entered_ms" Integer Fixed;
        22 COACH "coach" Id Fixed;
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
        4 POLARITY "polarity" Text Register;
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
        7 OBSERVATION "origin_observation" Id Fixed;
        8 LOOK_FOR "look_for" Id Register;
        9 CATEGORY "category" Text Register;
        10 REASON "reason" Text Register words;
        11 FOLLOWED_BY "followed_by" Id Register;
        12 PRACTICE "practice" Text LongText words;
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
    /// What a coach and a teacher say to each other after a lesson.
    24 debrief Shared {
        1 TEACHER "teacher" Id Fixed;
        2 COACH "coach" Id Fixed;
        3 OBSERVATION "observation" Id Fixed;
        4 MODEL "model" Text Register;
        5 STATE "state" Text Register;
        6 DATE "date" Text Register;
        7 STARTS_MINUTE "starts_minute" Integer Register;
        8 MINUTES "minutes" Integer Register;
        9 PRACTICE_SECONDS "practice_seconds" Integer Register;
        10 PRAISE "praise" Text LongText words;
        11 QUESTION "question" Text LongText words;
        12 TEACHER_WORDS "teacher_words" Text LongText words;
        13 AGREED_MS "agreed_ms" Integer Register;
    }
    /// A line that a debrief praises.
    25 praise_line Shared {
        1 DEBRIEF "debrief" Id Fixed;
        2 LINE "line" Id Fixed;
    }
    /// A line that shows why a step was chosen.
    26 step_line Shared {
        1 STEP "step" Id Fixed;
        2 LINE "line" Id Fixed;
    }
    /// What was seen of a step in a later lesson.
    27 step_check Shared {
        1 STEP "step" Id Fixed;
        2 MADE_BY "made_by" Id Fixed;
        3 DATE "date" Text Fixed;
        4 RESULT "result" Text Fixed;
        5 ATTEMPT "attempt" Integer Fixed;
        6 SEEN_IN "seen_in" Id Fixed;
        7 NOTE "note" Text LongText words;
    }
    /// A line that a check of a step rests on.
    28 step_check_line Shared {
        1 STEP "step" Id Fixed;
        2 STEP_CHECK "step_check" Id Fixed;
        3 LINE "line" Id Fixed;
    }
    /// Time that a person spent, as they confirmed it.
    29 log_entry Shared {
        1 PERSON "person" Id Fixed;
        2 ORIGIN "origin" Id Fixed;
        3 SOURCE "source" Text Register;
        4 DATE "date" Text Register;
        5 STARTS_MINUTE "starts_minute" Integer Register;
        6 MINUTES "minutes" Integer Register;
        7 ACTIVITY "activity" Text Register;
        8 TEACHER "teacher" Id Register;
        9 TEAM "team" Id Register;
        10 SCHOOL "school" Id Register;
        11 TRAVEL_FROM "travel_from" Id Register;
        12 NOTE "note" Text Register words;
        13 GRANT "grant_code" Text Register;
        14 GRANT_PERCENT "grant_percent" Integer Register;
        15 GRANT_ENDS "grant_ends" Text Register;
        16 ORIGIN_TIME "origin_time" Text Register;
    }
    /// What a coach writes about their own moves, for their supervisors.
    30 coach_note Shared {
        1 COACH "coach" Id Fixed;
        2 TEACHER "teacher" Id Fixed;
        3 WEEK "week" Text Fixed;
        4 TRIED "tried" Text LongText words;
        5 WILL_TRY "will_try" Text LongText words;
        6 QUESTION "question" Text LongText words;
    }
    /// A fact of the week in a coach note, as it was when the note was shared.
    31 note_fact Shared {
        1 NOTE "note" Id Fixed;
        2 POSITION "position" Integer Fixed;
        3 KIND "kind" Text Fixed;
        4 COUNT "count" Integer Fixed;
        5 MINUTES "minutes" Integer Fixed;
        6 LABEL "label" Text Fixed;
    }
    /// What a supervisor says to a coach about a coach note, and what the coach answers. It is said once: nothing of it
    /// changes.
    32 remark Shared {
        1 COACH "coach" Id Fixed;
        2 NOTE "note" Id Fixed;
        3 AUTHOR "author" Id Fixed;
        4 KIND "kind" Text Fixed;
        5 TEXT "text" Text Fixed words;
        6 PASSAGE "passage" Text Fixed words;
        7 ANSWERS "answers" Id Fixed;
        8 TEACHER "teacher" Id Fixed;
    }
    /// What an observation counts or codes: a letter and what it stands for.
    33 code Shared {
        1 OBSERVATION "observation" Id Fixed;
        2 POSITION "position" Integer Fixed;
        3 LETTER "letter" Text Fixed;
        4 LABEL "label" Text Fixed words;
    }
    /// One interval of an observation, with the letters of the codes that were marked in it.
    34 interval_mark Shared {
        1 OBSERVATION "observation" Id Fixed;
        2 NUMBER "number" Integer Fixed;
        3 MARKED_MS "marked_ms" Integer Fixed;
        4 LETTERS "letters" Text Register;
    }
    /// A stretch of talk of one kind.
    35 talk_span Shared {
        1 OBSERVATION "observation" Id Fixed;
        2 LETTER "letter" Text Fixed;
        3 FROM_MS "from_ms" Integer Fixed;
        4 TO_MS "to_ms" Integer Register;
    }
    /// One look around the room: how many were seen, and how many were on task.
    36 sweep Shared {
        1 OBSERVATION "observation" Id Fixed;
        2 NUMBER "number" Integer Fixed;
        3 AT_MS "at_ms" Integer Fixed;
        4 SEEN "seen" Integer Register;
        5 ON_TASK "on_task" Integer Register;
        6 OFF_ACADEMIC "off_academic" Integer Register;
    }
    /// One event that was counted.
    37 tally Shared {
        1 OBSERVATION "observation" Id Fixed;
        2 LETTER "letter" Text Fixed;
        3 AT_MS "at_ms" Integer Fixed;
        4 SEAT_GROUP "seat_group" Text Register;
    }
    /// One item of a walkthrough: a look-for, and whether it was seen.
    38 walk_item Shared {
        1 OBSERVATION "observation" Id Fixed;
        2 LOOK_FOR "look_for" Id Fixed;
        3 VALUE "value" Text Register;
        4 NOTE "note" Text LongText words;
        5 ROOM "room" Id Fixed;
    }
    /// What one coach and one teacher work on for some weeks, by the stages of a model.
    39 coaching_cycle Shared {
        1 COACH "coach" Id Fixed;
        2 TEACHER "teacher" Id Fixed;
        3 MODEL "model" Text Fixed;
        4 TITLE "title" Text LongText words;
        5 SUBJECT "subject" Text LongText words;
        6 STANDARDS "standards" Text LongText words;
        7 CURRICULUM "curriculum" Text LongText words;
        8 STATE "state" Text Register;
        9 STAGE "stage" Text Register;
        10 STARTED "started" Text Register;
        11 ENDED "ended" Text Register;
        12 REASON "reason" Text Register;
        13 REQUEST "request" Id Fixed;
        14 PLANNED_START "planned_start" Text Register;
        15 PLANNED_END "planned_end" Text Register;
    }
    /// One stage of a coaching cycle, with what is written in it.
    40 cycle_stage Shared {
        1 COACHING_CYCLE "coaching_cycle" Id Fixed;
        2 CODE "code" Text Fixed;
        3 POSITION "position" Integer Fixed;
        4 LABEL "label" Text Fixed words;
        5 TEXT "text" Text LongText words;
        6 PLAN "plan" Text LongText words;
        7 DECISION "decision" Text Register;
        8 LOCKED "locked_text" Text Register words;
    }
    /// The goal of a coaching cycle.
    41 goal Shared {
        1 COACHING_CYCLE "coaching_cycle" Id Fixed;
        2 KIND "kind" Text Register;
        3 STATEMENT "statement" Text LongText words;
        4 METRIC "metric" Text LongText words;
        5 DIRECTION "direction" Text Register;
        6 BASELINE "baseline" Real Register;
        7 BASELINE_DATE "baseline_date" Text Register;
        8 BASELINE_COUNT "baseline_count" Integer Register;
        9 TARGET "target" Real Register;
        10 DUE "due" Text Register;
    }
    /// What was found of a goal on a day.
    42 goal_measure Shared {
        1 COACHING_CYCLE "coaching_cycle" Id Fixed;
        2 KIND "kind" Text Fixed;
        3 DATE "date" Text Fixed;
        4 VALUE "value" Real Fixed;
        5 COUNT "count" Integer Fixed;
        6 TASK "task" Text Fixed words;
    }
    /// What a teacher asks a coach for. It is said once: nothing of it changes.
    43 coaching_request Shared {
        1 TEACHER "teacher" Id Fixed;
        2 COACH "coach" Id Fixed;
        3 TOPIC "topic" Text Fixed words;
        4 GOAL "goal" Text Fixed words;
        5 WAYS "ways" Text Fixed;
        6 DATE "date" Text Fixed;
        7 SLOTS "slots" Text Fixed words;
    }
    /// What a coach answers to a request.
    44 request_answer Shared {
        1 TEACHER "teacher" Id Fixed;
        2 COACH "coach" Id Fixed;
        3 REQUEST "request" Id Fixed;
        4 STATE "state" Text Register;
        5 REASON "reason" Text Register words;
        6 COACHING_CYCLE "coaching_cycle" Id Register;
    }
    /// A version of what a coach and a teacher agree about who reads what. A version never changes; an edit makes the next.
    45 sharing_agreement Shared {
        1 COACH "coach" Id Fixed;
        2 TEACHER "teacher" Id Fixed;
        3 VERSION "version" Integer Fixed;
        4 FOLLOWS "follows" Id Fixed;
        5 TEXT "text" Text Fixed words;
    }
    /// One item of a sharing agreement: what, for whom, and the words that were agreed to.
    46 agreement_item Shared {
        1 AGREEMENT "agreement" Id Fixed;
        2 POSITION "position" Integer Fixed;
        3 CODE "code" Text Fixed;
        4 AUDIENCE "audience" Text Fixed;
        5 TEXT "text" Text Fixed words;
    }
    /// What one of the two said of a version of their agreement: accepted, or withdrawn. It is said once.
    47 acceptance Shared {
        1 AGREEMENT "agreement" Id Fixed;
        2 COACH "coach" Id Fixed;
        3 TEACHER "teacher" Id Fixed;
        4 PARTY "party" Text Fixed;
        5 SAID "said" Text Fixed;
        6 WAY "way" Text Fixed;
        7 DATE "date" Text Fixed;
        8 DIGEST "digest" Text Fixed;
    }
    /// That a teacher agreed in writing to be coached by somebody who may evaluate them, or does not any more.
    48 coaching_consent Shared {
        1 COACH "coach" Id Fixed;
        2 TEACHER "teacher" Id Fixed;
        3 DATE "date" Text Fixed;
        4 WITHDRAWS "withdraws" Id Fixed;
    }
    /// That a teacher has read what was shared, and when. The teacher writes it, for the coach.
    50 acknowledgement Shared {
        1 TEACHER "teacher" Id Fixed;
        2 COACH "coach" Id Fixed;
        3 DOCUMENT "document" Id Fixed;
        4 READ_MS "read_ms" Integer Register;
    }
    /// That a teacher consents to show one document to one person: the coach who follows, or anybody. The teacher writes it.
    52 handover_item Shared {
        1 TEACHER "teacher" Id Fixed;
        2 COACH "coach" Id Fixed;
        3 SUCCESSOR "successor" Id Fixed;
        4 DOCUMENT "document" Id Fixed;
    }
    /// A lesson that a coach and a teacher plan together, or that the coach teaches for the teacher to watch.
    53 lesson_prep Shared {
        1 TEACHER "teacher" Id Fixed;
        2 COACH "coach" Id Fixed;
        3 KIND "kind" Text Fixed;
        4 SECTION "section" Id Register;
        5 DATE "date" Text Register;
        6 STARTS_MINUTE "starts_minute" Integer Register;
        7 MINUTES "minutes" Integer Register;
        8 PLAN "plan" Text LongText words;
        9 WATCH "watch" Text LongText words;
        10 HELD "held" Integer Register;
        11 COACHING_CYCLE "coaching_cycle" Id Register;
    }
    /// A version of a rubric. A version never changes; an edit makes the next one.
    55 rubric Shared {
        1 TITLE "title" Text Fixed words;
        2 VERSION "version" Integer Fixed;
        3 FOLLOWS "follows" Id Fixed;
        4 LICENCE "licence" Text Fixed words;
    }
    /// What a rubric describes, with the words of each level.
    56 indicator Shared {
        1 RUBRIC "rubric" Id Fixed;
        2 POSITION "position" Integer Fixed;
        3 TEXT "text" Text Fixed words;
        4 LEVEL_1 "level_1" Text Fixed words;
        5 LEVEL_2 "level_2" Text Fixed words;
        6 LEVEL_3 "level_3" Text Fixed words;
        7 LEVEL_4 "level_4" Text Fixed words;
        8 LEVEL_5 "level_5" Text Fixed words;
    }
    /// Which level of an indicator the evidence of one lesson shows. It is about the lesson and names nobody.
    57 score Shared {
        1 OBSERVATION "observation" Id Fixed;
        2 INDICATOR "indicator" Id Fixed;
        3 LEVEL "level" Integer Register;
    }
    /// A room of a learning walk: what is taught there and to whom, and nobody's name.
    58 walk_room Shared {
        1 OBSERVATION "observation" Id Fixed;
        2 POSITION "position" Integer Fixed;
        3 SUBJECT "subject" Text Register words;
        4 GRADE "grade" Text Register words;
    }
    /// A line of the lesson that shows the level of an indicator.
    59 score_line Shared {
        1 OBSERVATION "observation" Id Fixed;
        2 SCORE "score" Id Fixed;
        3 LINE "line" Id Fixed;
    }
    /// A student result beside an action step: that it is aimed at, or was seen; never that one came of the other.
    60 step_result Shared {
        1 STEP "step" Id Fixed;
        2 GOAL_MEASURE "goal_measure" Id Fixed;
        3 KIND "kind" Text Register;
    }
    /// What a team wants to reach together: where it stands, where it should stand, and by when (SD-19).
    61 team_goal Shared {
        1 TEAM "team" Id Fixed;
        2 STATEMENT "statement" Text LongText words;
        3 METRIC "metric" Text LongText words;
        4 DIRECTION "direction" Text Register;
        5 BASELINE "baseline" Real Register;
        6 BASELINE_DATE "baseline_date" Text Register;
        7 BASELINE_COUNT "baseline_count" Integer Register;
        8 TARGET "target" Real Register;
        9 DUE "due" Text Register;
    }
    /// Somebody whose goal it is. Who leaves the team stays named: the baseline was taken with them.
    62 team_goal_member Shared {
        1 TEAM "team" Id Fixed;
        2 TEAM_GOAL "team_goal" Id Fixed;
        3 PERSON "person" Id Fixed;
    }
    /// A student's name, so that it is found before words are shared. It never leaves this computer in readable form.
    63 student_name Private {
        1 NAME "name" Text Register words;
    }
    /// What was found of a team's goal on a day.
    64 team_measure Shared {
        1 TEAM "team" Id Fixed;
        2 TEAM_GOAL "team_goal" Id Fixed;
        3 DATE "date" Text Register;
        4 VALUE "value" Real Register;
        5 COUNT "count" Integer Register;
        6 TASK "task" Text Register words;
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn entity_numbers_rise_and_field_numbers_are_contiguous() {
        assert!(ENTITIES.windows(2).all(|two| two[0].number < two[1].number));
        for entity in ENTITIES {
            let columns: HashSet<_> = entity.fields.iter().map(|field| field.column).collect();
            assert_eq!(columns.len(), entity.fields.len(), "{}", entity.table);
            for (index, field) in entity.fields.iter().enumerate() {
                assert_eq!(usize::from(field.number), index + 1, "{}.{}", entity.table, field.column);
            }
        }
    }

    #[test]
    fn wonderings_and_students_names_belong_to_the_private_log() {
        assert_eq!(wondering::ENTITY.log, Log::Private);
        assert_eq!(abbreviation::ENTITY.log, Log::Private);
        assert_eq!(student_name::ENTITY.log, Log::Private);
    }

    #[test]
    fn no_field_can_hold_a_rating_of_a_person() {
        for entity in ENTITIES {
            for field in entity.fields {
                let holds =
                    field.column.contains("rating") || (field.column.contains("score") && field.kind != Kind::Id);
                assert!(!holds, "{}", field.column);
            }
        }
    }

    #[test]
    fn inv_11_what_a_version_of_a_rubric_or_a_set_says_is_said_once() {
        for entity in [rubric::ENTITY, indicator::ENTITY, look_for::ENTITY] {
            assert!(entity.fields.iter().all(|field| field.merge == Merge::Fixed), "{}", entity.table);
        }
        let version = look_for_set::ENTITY.field(look_for_set::VERSION).map(|field| field.merge);
        assert_eq!(version, Some(Merge::Fixed));
    }

    #[test]
    fn a_level_stands_by_the_evidence_of_a_lesson_and_names_nobody() {
        let fields: Vec<_> = score::ENTITY.fields.iter().map(|field| field.column).collect();
        assert_eq!(fields, ["observation", "indicator", "level"]);
        for entity in ENTITIES {
            let level = entity.fields.iter().any(|field| field.column == "level");
            assert!(!level || entity.number == score::ENTITY.number, "{} has a level", entity.table);
        }
    }
}
