//! Which column of a table means what, and the roster that follows.
//!
//! A mapping goes by header names, so it is good for the next file of the same kind, whatever the order of its columns.

mod apply;
mod links;
mod names;
mod refuse;
pub(crate) mod words;

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::role::{RoleMapping, RosterRole};

pub use apply::{apply, apply_with};
pub use links::{LinkColumn, suggest_links};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum TargetField {
    /// The given name.
    Given,
    /// The family name.
    Family,
    /// The whole name, as `Given Family` or `Family, Given`.
    FullName,
    /// The e-mail address.
    Email,
    /// The id that the sending system gave to the person.
    ExternalId,
    /// The name of the school.
    School,
    /// What the person does.
    Role,
    /// The subject of a class.
    Subject,
    /// The grade or grades of a class.
    Grade,
    /// The period of a class.
    Period,
    /// The room of a class.
    Room,
    /// Not taken.
    Ignore,
}

/// What each column of a kind of file means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ColumnMapping {
    /// The columns by header; a header that is not named is not taken.
    pub columns: Vec<ColumnTarget>,
    /// What the role words mean.
    pub role_mapping: RoleMapping,
    /// The role of a person whose row names none.
    pub default_role: RosterRole,
}

/// A column and what it means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ColumnTarget {
    /// The header; case and spaces around do not matter.
    pub header: String,
    /// What the column holds.
    pub target: TargetField,
}

/// Proposes a mapping from the headers alone; each meaning is given to the first column that seems to have it.
pub fn suggest(headers: &[String]) -> ColumnMapping {
    let mut columns: Vec<ColumnTarget> = Vec::new();
    for header in headers {
        let meaning = words::meaning(header);
        let is_free = !columns.iter().any(|c| c.target == meaning);
        let target = if is_free { meaning } else { TargetField::Ignore };
        columns.push(ColumnTarget { header: header.clone(), target });
    }
    let has = |target| columns.iter().any(|c| c.target == target);
    if has(TargetField::Given) && has(TargetField::Family) {
        for column in columns.iter_mut().filter(|c| c.target == TargetField::FullName) {
            column.target = TargetField::Ignore;
        }
    }
    ColumnMapping { columns, role_mapping: RoleMapping::default(), default_role: RosterRole::Teacher }
}

/// The name under which a mapping is remembered: the same for the same headers in any order, case and spacing.
pub fn fingerprint(headers: &[String]) -> String {
    let mut plain: Vec<String> = headers.iter().map(|h| words::plain(h)).collect();
    plain.sort();
    let hash = blake3::hash(plain.join("\u{1f}").as_bytes());
    hash.to_hex().chars().take(32).collect()
}

impl ColumnMapping {
    /// The place of a meaning among the headers of a table.
    pub(crate) fn place(&self, headers: &[String], target: TargetField) -> Option<usize> {
        let column = self.columns.iter().filter(|c| c.target == target);
        column.filter_map(|c| place_of(headers, &c.header)).next()
    }
}

/// The place of a header; case and spaces around do not matter.
pub(crate) fn place_of(headers: &[String], header: &str) -> Option<usize> {
    headers.iter().position(|h| h.trim().eq_ignore_ascii_case(header.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(names: &[&str]) -> Vec<String> {
        names.iter().map(|n| (*n).to_owned()).collect()
    }

    fn suggested(names: &[&str]) -> Vec<TargetField> {
        suggest(&headers(names)).columns.into_iter().map(|c| c.target).collect()
    }

    #[test]
    fn the_headers_districts_use_are_understood() {
        use TargetField::{Email, ExternalId, Family, Given, Grade, Ignore, Period, Role, Room, School, Subject};
        let names = [
            "Employee ID",
            "Last Name",
            "first_name",
            "E-mail Address",
            "Campus",
            "Job Title",
            "Content Area",
            "GradeLevel",
            "Period",
            "Room #",
            "Shoe size",
        ];

        let expected = [ExternalId, Family, Given, Email, School, Role, Subject, Grade, Period, Room, Ignore];
        assert_eq!(suggested(&names), expected);
    }

    #[test]
    fn a_whole_name_is_only_used_where_its_parts_are_not() {
        assert_eq!(suggested(&["Teacher", "School"]), [TargetField::FullName, TargetField::School]);
        assert_eq!(
            suggested(&["Name", "First", "Last"]),
            [TargetField::Ignore, TargetField::Given, TargetField::Family]
        );
    }

    #[test]
    fn ratings_and_students_are_never_suggested() {
        for header in ["Overall Rating", "Evaluation Score", "evalRating", "Student Name", "studentId"] {
            assert_eq!(suggested(&[header]), [TargetField::Ignore], "{header}");
        }
    }

    #[test]
    fn a_mapping_is_remembered_for_the_same_headers_in_any_order() {
        let one = fingerprint(&headers(&["First Name", "School"]));

        assert_eq!(one, fingerprint(&headers(&["school ", "first name"])));
        assert_ne!(one, fingerprint(&headers(&["First Name", "Campus"])));
        assert_eq!(one, "422141f5799fbf1942fe200b6c9dbf62");
    }
}
