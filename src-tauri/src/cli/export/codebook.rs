//! What the columns of an export mean, and in which unit they are.

use domain::schema::{Entity, Field, Kind};
use exchange::writer::Codebook;

/// Explains every column of an entity's file, and says how many rows are not in it.
pub fn describe(codebook: &mut Codebook, entity: &Entity, removed: u32) {
    let file = format!("{}.csv", entity.table);
    let left_out = match removed {
        0 => "Every row is in this file; none was removed".to_owned(),
        1 => "1 row is left out: it was removed, or belongs to something that was".to_owned(),
        many => format!("{many} rows are left out: they were removed, or belong to something that was"),
    };
    codebook.explain(&file, "", &left_out, "");
    codebook.explain(&file, "id", "The row", "UUID");
    codebook.explain(&file, "created_ms", "When it was made", "milliseconds since 1970, UTC");
    for field in entity.fields {
        codebook.explain(&file, field.column, &meaning(entity, field), unit(entity, field));
    }
}

fn meaning(entity: &Entity, field: &Field) -> String {
    if field.column == "document" {
        return "The record that it is about: an observation, a debrief, a step or a planned lesson".to_owned();
    }
    if field.kind == Kind::Id {
        return format!("The row of {}.csv", named(entity, field.column));
    }
    let known = match (entity.table, field.column) {
        (_, "offset_ms") => "When its first key was pressed, from the beginning of the observation",
        (_, "wall_ms") => "The same moment by the computer's clock",
        (_, "boot") => "The run of the operating system in which it was written",
        (_, "from_ms") => "Its beginning, from the beginning of the observation",
        (_, "to_ms") => "Its end, from the beginning of the observation",
        ("observation", "started_ms") => "When it began",
        ("observation", "ended_offset_ms") => "When it ended, from its beginning",
        ("observation", "zone") => "The school's time zone, in which its times are shown",
        ("observation", "entered_ms") => {
            "When it was entered afterwards from paper; empty where it was recorded while the lesson lasted"
        }
        ("observation", "students") => "How many students were there",
        ("line", "speaker") => "Who spoke: T the teacher, S a student, S3 student 3, Ss several, A another adult",
        ("line", "starred") => "Whether it is starred",
        ("line", "marker") => "Whether it marks a moment and has no words",
        ("role", "teaching") => "The part of a full post that is teaching",
        ("role", "leading") => "The part of a full post that is leading",
        ("relationship", "cadence_days") => "How often a visit is due",
        (_, "external_id") => "The id in the roster that it came from",
        (_, "identifier") => "The public identifier, in the United States of the NCES",
        (_, "starts") => "The first day",
        (_, "ends") => "The last day, empty while it lasts or when it is not known",
        (_, "starts_minute") => "When it begins, in the school's zone",
        (_, "ends_minute") => "When it ends, in the school's zone",
        ("step", "assigned") => "The day on which it was proposed",
        ("step_check", "attempt") => "The attempt that it looked at, from 1",
        ("step", "check_date") => "The day on which it is checked",
        ("cycle_stage", "locked_text") => "Its words when they were locked",
        ("goal", "baseline_count" | "count") => "Over how many it was counted",
        ("look_for", "position") => "Its place in the set",
        _ => return field.column.replace('_', " "),
    };
    known.to_owned()
}

/// The file of the rows that a column names.
fn named<'a>(entity: &Entity, column: &'a str) -> &'a str {
    match (entity.table, column) {
        (_, "teacher" | "coach" | "observer" | "lead" | "made_by" | "successor") => "person",
        (_, "school" | "parent") => "organisation",
        ("sharing_agreement", "follows") => "sharing_agreement",
        (_, "set_id" | "follows") => "look_for_set",
        (_, "open_step" | "followed_by") => "step",
        (_, "origin_observation" | "seen_in") => "observation",
        (_, "note") => "coach_note",
        (_, "author") => "person",
        (_, "request") => "coaching_request",
        ("remark", "answers") => "remark",
        (_, "agreement") => "sharing_agreement",
        (_, other) => other,
    }
}

fn unit(entity: &Entity, field: &Field) -> &'static str {
    match (entity.table, field.column) {
        _ if field.kind == Kind::Id => "UUID",
        (_, "wall_ms" | "started_ms" | "entered_ms" | "read_ms") => "milliseconds since 1970, UTC",
        (_, "starts_minute" | "ends_minute") => "minutes after midnight",
        (_, "minutes" | "planned_minutes") => "minutes",
        (_, "cadence_days") => "days",
        (_, "weeks") => "weeks",
        (_, "starred" | "marker" | "held") => "1 yes, 0 or empty no",
        (_, "starts" | "ends" | "date" | "assigned" | "check_date" | "baseline_date" | "due" | "started" | "ended") => {
            "YYYY-MM-DD"
        }
        (_, "zone") => "IANA time zone",
        (_, column) if column.ends_with("_ms") => "milliseconds",
        _ => "",
    }
}
