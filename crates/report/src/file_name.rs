//! The name suggested for a saved page: what it is and of which day, never of whom.

use chrono::NaiveDate;

/// What a page is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageKind {
    /// One observation.
    Observation,
    /// One week.
    Week,
    /// The sheet with the recovery code.
    RecoverySheet,
    /// What a teacher takes along from a debrief.
    Summary,
    /// A sharing agreement.
    Agreement,
    /// A coaching cycle.
    CoachingCycle,
    /// A blank form.
    Form,
}

/// Returns the file name to suggest, such as `observation-2026-10-05.pdf`.
pub fn file_name(kind: PageKind, date: NaiveDate) -> String {
    let what = match kind {
        PageKind::Observation => "observation",
        PageKind::Week => "week",
        PageKind::RecoverySheet => "recovery-sheet",
        PageKind::Summary => "lesson-summary",
        PageKind::Agreement => "sharing-agreement",
        PageKind::CoachingCycle => "coaching-cycle",
        PageKind::Form => "blank-form",
    };
    format!("{what}-{}.pdf", date.format("%Y-%m-%d"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_carries_the_kind_and_the_day() {
        let day = NaiveDate::from_ymd_opt(2026, 10, 5).unwrap();

        assert_eq!(file_name(PageKind::Observation, day), "observation-2026-10-05.pdf");
        assert_eq!(file_name(PageKind::Week, day), "week-2026-10-05.pdf");
        assert_eq!(file_name(PageKind::RecoverySheet, day), "recovery-sheet-2026-10-05.pdf");
        assert_eq!(file_name(PageKind::Summary, day), "lesson-summary-2026-10-05.pdf");
    }
}
