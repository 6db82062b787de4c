//! What an event's words say about a school day. English words, as school calendars use them; a guess to be confirmed.

use super::DayKind;

/// The kind of day that the words name, or nothing.
pub(super) fn guess(summary: &str) -> Option<DayKind> {
    let words: Vec<String> = summary
        .to_lowercase()
        .replace(['\'', '’'], "")
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    // Padded with spaces, so that `act` is not found in `activity`.
    let text = format!(" {} ", words.join(" "));
    RULES
        .iter()
        .find(|(_, phrases)| phrases.iter().any(|phrase| text.contains(&format!(" {phrase} "))))
        .map(|(kind, _)| *kind)
}

/// In the order of asking: "last day before winter break, early release" is a half day, "no school, PD day" is for staff.
const RULES: [(DayKind, &[&str]); 6] = [
    (
        DayKind::Half,
        &[
            "half day",
            "early release",
            "early dismissal",
            "early out",
            "early closing",
            "late start",
            "late arrival",
            "delayed start",
            "delayed opening",
            "minimum day",
            "noon dismissal",
            "half days",
        ],
    ),
    (
        DayKind::Instructional,
        &[
            "first day of school",
            "first day of classes",
            "last day of school",
            "last day of classes",
            "classes begin",
            "classes resume",
            "school resumes",
            "school begins",
            "school reopens",
            "students return",
            "make up day",
            "makeup day",
            "instructional day",
        ],
    ),
    (
        DayKind::Pd,
        &[
            "pd",
            "pd day",
            "professional development",
            "professional learning",
            "professional day",
            "staff development",
            "inservice",
            "in service",
            "teacher workday",
            "teacher work day",
            "workday",
            "work day",
            "institute day",
            "teacher planning",
            "staff day",
            "no students",
            "student holiday",
            "teacher in service",
            "teachers only",
            "record day",
            "records day",
            "convention day",
            "parent teacher conferences no school",
        ],
    ),
    (
        DayKind::Holiday,
        &[
            "holiday",
            "holidays",
            "no school",
            "vacation",
            "recess",
            "winter break",
            "spring break",
            "fall break",
            "autumn break",
            "thanksgiving",
            "mid winter break",
            "midwinter break",
            "christmas",
            "new years day",
            "new years eve",
            "labor day",
            "memorial day",
            "independence day",
            "juneteenth",
            "martin luther king",
            "mlk day",
            "mlk jr day",
            "presidents day",
            "washingtons birthday",
            "columbus day",
            "indigenous peoples day",
            "veterans day",
            "good friday",
            "easter monday",
            "yom kippur",
            "rosh hashanah",
            "eid",
            "eid al fitr",
            "eid al adha",
            "diwali",
            "lunar new year",
            "cesar chavez day",
            "summer break",
            "break",
        ],
    ),
    (
        DayKind::Closed,
        &[
            "closed",
            "closure",
            "school closed",
            "schools closed",
            "snow day",
            "weather day",
            "inclement weather",
            "emergency day",
            "offices closed",
        ],
    ),
    (
        DayKind::Testing,
        &[
            "testing",
            "test",
            "tests",
            "assessment",
            "assessments",
            "exam",
            "exams",
            "finals",
            "staar",
            "sat",
            "psat",
            "act",
            "nwea",
            "map growth",
            "dibels",
            "regents",
            "benchmark",
            "benchmarks",
            "ap exams",
        ],
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_school_calendars_are_understood() {
        for (summary, expected) in [
            ("Labor Day", Some(DayKind::Holiday)),
            ("Winter Break (Schools Closed)", Some(DayKind::Holiday)),
            ("NO SCHOOL – PD Day", Some(DayKind::Pd)),
            ("Teacher Workday: no students", Some(DayKind::Pd)),
            ("In-Service", Some(DayKind::Pd)),
            ("Early Release 12:30", Some(DayKind::Half)),
            ("Last day before winter break - early dismissal", Some(DayKind::Half)),
            ("STAAR Testing Window", Some(DayKind::Testing)),
            ("ACT (Grade 11)", Some(DayKind::Testing)),
            ("Snow Day", Some(DayKind::Closed)),
            ("School resumes after Spring Break", Some(DayKind::Instructional)),
            ("First Day of School!", Some(DayKind::Instructional)),
            ("New Year's Day", Some(DayKind::Holiday)),
            ("Activity night", None),
            ("Band concert", None),
            ("Breakfast with the principal", None),
            ("", None),
        ] {
            assert_eq!(guess(summary), expected, "{summary}");
        }
    }
}
