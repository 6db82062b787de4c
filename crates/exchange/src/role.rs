//! What a person does, and how the words of a file become it.
//!
//! Files say `teacher`, `siteAdministrator`, `ext:coach` or "Instr. Coach"; no two districts agree. The defaults here
//! are guesses for the mapping screen; the caller's mapping always goes first. No mapping makes a student a person.

use serde::{Deserialize, Serialize};
use specta::Type;

/// A role in an organisation.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum RosterRole {
    /// Coaches teachers.
    Coach,
    /// Teaches and leads a content team.
    TeacherLeader,
    /// Teaches.
    Teacher,
    /// Looks after coaches and teacher leaders.
    Supervisor,
    /// Leads a school.
    Principal,
    /// Helps to lead a school.
    AssistantPrincipal,
    /// Looks after data.
    DataLead,
    /// Administers.
    Admin,
    /// Works with the organisation from outside.
    Partner,
    /// Something else, in the file's own word.
    Other(String),
}

/// The caller's answers: the file's word and the role it means. Case, spaces and `ext:` do not matter.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct RoleMapping(pub Vec<(String, RosterRole)>);

/// A role word met in a file, for the mapping screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RoleFound {
    /// The file's own word.
    pub source_role: String,
    /// How many times it was met on rows that were taken.
    pub count: u32,
    /// What it was read as.
    pub role: RosterRole,
    /// False when the word says too little, so that the screen should ask.
    pub is_certain: bool,
}

/// What a role word of a file says about a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum RoleWord {
    /// An adult who works there.
    Staff { role: RosterRole, is_certain: bool },
    /// Never taken.
    Student,
    /// Parents, guardians, relatives: never taken.
    Family,
}

impl RoleMapping {
    /// Reads a role word. Students and families are decided before the mapping is asked.
    pub(crate) fn read(&self, word: &str) -> RoleWord {
        let plain = plain(word);
        match plain.as_str() {
            "student" | "students" | "pupil" | "learner" => return RoleWord::Student,
            "parent" | "guardian" | "relative" | "contact" => return RoleWord::Family,
            _ => {}
        }
        if let Some((_, role)) = self.0.iter().find(|(source, _)| self::plain(source) == plain) {
            return RoleWord::Staff { role: role.clone(), is_certain: true };
        }
        let (role, is_certain) = guess(&plain).unwrap_or_else(|| (RosterRole::Other(word.trim().to_owned()), false));
        RoleWord::Staff { role, is_certain }
    }
}

/// A role word without `ext:`, case, spaces and marks.
fn plain(word: &str) -> String {
    let word = word.trim();
    let word = match word.get(..4) {
        Some(prefix) if prefix.eq_ignore_ascii_case("ext:") => &word[4..],
        _ => word,
    };
    word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The meaning of a word we know, and whether the word alone is enough.
fn guess(plain: &str) -> Option<(RosterRole, bool)> {
    use RosterRole::{Admin, AssistantPrincipal, Coach, DataLead, Other, Partner, Principal, Supervisor};
    use RosterRole::{Teacher, TeacherLeader};
    Some(match plain {
        "coach" | "instructionalcoach" | "literacycoach" | "mathcoach" | "mathscoach" | "academiccoach" => {
            (Coach, true)
        }
        "teacherleader" | "leadteacher" | "contentlead" | "contentteamleader" => (TeacherLeader, true),
        "teacher" | "classroomteacher" | "educator" => (Teacher, true),
        "supervisor" | "coachsupervisor" | "coachingsupervisor" => (Supervisor, true),
        "principal" | "headteacher" => (Principal, true),
        "assistantprincipal" | "viceprincipal" | "deputyprincipal" => (AssistantPrincipal, true),
        "datalead" | "datacoach" | "datacoordinator" => (DataLead, true),
        "partner" => (Partner, true),
        "admin" | "administrator" | "siteadministrator" | "districtadministrator" | "systemadministrator" => {
            (Admin, false)
        }
        "aide" => (Other("aide".to_owned()), true),
        "counselor" | "counsellor" => (Other("counselor".to_owned()), true),
        "proctor" => (Other("proctor".to_owned()), true),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn staff(role: RosterRole, is_certain: bool) -> RoleWord {
        RoleWord::Staff { role, is_certain }
    }

    #[test]
    fn the_words_districts_use_for_a_coach_mean_a_coach() {
        let mapping = RoleMapping::default();

        for word in ["ext:coach", "EXT:Coach", "Instructional Coach", "ext:instructionalCoach", " coach "] {
            assert_eq!(mapping.read(word), staff(RosterRole::Coach, true), "{word}");
        }
    }

    #[test]
    fn the_callers_mapping_goes_before_the_guess() {
        let mapping = RoleMapping(vec![("siteadministrator".to_owned(), RosterRole::Principal)]);

        assert_eq!(mapping.read("siteAdministrator"), staff(RosterRole::Principal, true));
        assert_eq!(mapping.read("districtAdministrator"), staff(RosterRole::Admin, false));
    }

    #[test]
    fn no_mapping_makes_a_student_a_person() {
        let mapping =
            RoleMapping(vec![("student".to_owned(), RosterRole::Coach), ("parent".to_owned(), RosterRole::Partner)]);

        assert_eq!(mapping.read("student"), RoleWord::Student);
        assert_eq!(mapping.read("ext:Student"), RoleWord::Student);
        assert_eq!(mapping.read("parent"), RoleWord::Family);
    }

    #[test]
    fn an_unknown_word_is_kept_and_marked_for_the_question() {
        let word = RoleMapping::default().read("ext:mtssSpecialist");

        assert_eq!(word, staff(RosterRole::Other("ext:mtssSpecialist".to_owned()), false));
    }
}
