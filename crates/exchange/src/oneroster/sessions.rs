//! `academicSessions.csv`: school years, semesters, terms, grading periods.

use std::collections::HashSet;

use super::reading::Reading;
use crate::draft::{RecordKind, TermDraft, TermKind};
use crate::problem::FileProblemCode;

pub(super) fn read(reading: &mut Reading) {
    let needed = ["sourcedId", "title", "type", "startDate", "endDate"];
    let mut met = HashSet::new();
    reading.each_row("academicSessions.csv", Some(RecordKind::Term), &needed, |reading, row| {
        let external_id = row.id()?;
        let title = row.needed("title")?;
        let start = row.needed_date("startDate")?;
        let end_exclusive = row.needed_date("endDate")?;
        if end_exclusive < start {
            return Err(row.left_out(
                FileProblemCode::ValueUnknown,
                "endDate",
                format!("The term on row {} ends before it starts and was left out.", row.number),
                "Correct its dates where the file was made.",
            ));
        }
        if !met.insert(external_id.clone()) {
            return Err(row.twice(&external_id));
        }
        reading.draft.terms.push(TermDraft {
            kind: kind(&row.value("type")),
            parent: row.reference("parentSourcedId").filter(|parent| *parent != external_id),
            school_year: row.value("schoolYear").parse().ok().filter(|year| (1900..2200).contains(year)),
            external_id,
            title,
            start,
            end_exclusive,
        });
        Ok(())
    });
}

fn kind(word: &str) -> TermKind {
    match word.to_ascii_lowercase().as_str() {
        "schoolyear" => TermKind::SchoolYear,
        "semester" => TermKind::Semester,
        "term" => TermKind::Term,
        "gradingperiod" => TermKind::GradingPeriod,
        _ => TermKind::Other,
    }
}
