//! School years and their terms. A year that a person wrote keeps its words and its days: they know when lessons begin.

use std::collections::HashSet;

use chrono::{NaiveDate, TimeDelta};
use domain::schema::{school_year, term};
use exchange::draft::{ExternalId, RosterDraft, TermDraft, TermKind};

use crate::{
    endings::is_made_by_roster,
    matching::fold,
    plan::{Kind, Planning},
    stored::{Row, Stored},
};

/// Plans the years of the draft, then their terms.
pub(crate) fn plan(planning: &mut Planning<'_>) {
    let (stored, draft) = (planning.stored, planning.draft);
    let mut taken: Vec<Span> = Vec::new();
    for year in years(draft) {
        // Many systems send the same year once for each school.
        if taken.iter().any(|other| other.is_mostly(year.span)) {
            continue;
        }
        taken.push(year.span);
        plan_year(planning, stored, &year);
    }
    let mut met = HashSet::new();
    for drafted in draft.terms.iter().filter(|drafted| drafted.kind != TermKind::SchoolYear) {
        if met.insert((fold(&drafted.title), drafted.start, drafted.end_exclusive)) {
            plan_term(planning, stored, drafted);
        }
    }
}

/// Returns the last day of a class whose terms the file names, all of them.
pub(crate) fn last_day(draft: &RosterDraft, terms: &[ExternalId]) -> Option<NaiveDate> {
    let span = |id: &ExternalId| draft.terms.iter().find(|drafted| drafted.external_id == *id).map(Span::of);
    let spans: Option<Vec<Span>> = terms.iter().map(span).collect();
    spans?.into_iter().map(|span| span.last).max()
}

/// The first and the last day of something.
#[derive(Debug, Clone, Copy)]
struct Span {
    first: NaiveDate,
    last: NaiveDate,
}

struct Year {
    /// What makes it the same year in the next file.
    key: String,
    label: String,
    span: Span,
}

impl Span {
    fn of(drafted: &TermDraft) -> Self {
        let last = drafted.end_exclusive - TimeDelta::days(1);
        Self { first: drafted.start, last: last.max(drafted.start) }
    }

    fn of_row(row: &Row) -> Option<Self> {
        let day = |field| row.text(field).parse().ok();
        Some(Self { first: day(school_year::STARTS)?, last: day(school_year::ENDS)? })
    }

    /// Returns whether more than half of the shorter one lies in the other.
    fn is_mostly(self, other: Self) -> bool {
        let shared = (self.last.min(other.last) - self.first.max(other.first)).num_days();
        let shorter = (self.last - self.first).min(other.last - other.first).num_days();
        shared * 2 > shorter
    }

    fn joined(self, other: Self) -> Self {
        Self { first: self.first.min(other.first), last: self.last.max(other.last) }
    }
}

/// The years that the file names, and those that only its terms tell of.
fn years(draft: &RosterDraft) -> Vec<Year> {
    let mut years = Vec::new();
    for drafted in draft.terms.iter().filter(|drafted| drafted.kind == TermKind::SchoolYear) {
        let key = drafted.external_id.as_str().to_owned();
        years.push(Year { key, label: drafted.title.trim().to_owned(), span: Span::of(drafted) });
    }
    let mut told: Vec<(u16, Span)> = Vec::new();
    for drafted in &draft.terms {
        let Some(number) = drafted.school_year else { continue };
        match told.iter_mut().find(|(known, _)| *known == number) {
            Some((_, span)) => *span = span.joined(Span::of(drafted)),
            None => told.push((number, Span::of(drafted))),
        }
    }
    for (number, span) in told {
        let label = format!("{}–{:02}", number - 1, number % 100);
        years.push(Year { key: format!("year:{number}"), label, span });
    }
    years
}

fn plan_year(planning: &mut Planning<'_>, stored: &Stored, year: &Year) {
    let id = stored.derived("school year", &[year.key.as_bytes()]);
    let fields = vec![
        (school_year::ORGANISATION, stored.root.into()),
        (school_year::LABEL, year.label.clone().into()),
        (school_year::STARTS, year.span.first.into()),
        (school_year::ENDS, year.span.last.into()),
    ];
    let is_same = |row: &&Row| row.id == id || Span::of_row(row).is_some_and(|span| span.is_mostly(year.span));
    let own: Vec<&Row> =
        stored.school_years.iter().filter(|row| row.id_in(school_year::ORGANISATION) == Some(stored.root)).collect();
    let found = own.iter().find(|row| row.id == id).or_else(|| own.iter().find(|row| is_same(row)));
    match found {
        Some(row) if is_made_by_roster(row.id) => planning.meet(Kind::SchoolYear, row, fields, year.label.clone()),
        Some(row) => planning.meet(Kind::SchoolYear, row, Vec::new(), year.label.clone()),
        None => planning.add(Kind::SchoolYear, id, fields, year.label.clone(), words_of(year.span)),
    }
}

fn plan_term(planning: &mut Planning<'_>, stored: &Stored, drafted: &TermDraft) {
    let id = stored.derived("term", &[drafted.external_id.as_str().as_bytes()]);
    let span = Span::of(drafted);
    let label = drafted.title.trim().to_owned();
    let fields = vec![
        (term::ORGANISATION, stored.root.into()),
        (term::LABEL, label.clone().into()),
        (term::KIND, code(drafted.kind).into()),
        (term::STARTS, span.first.into()),
        (term::ENDS, span.last.into()),
    ];
    match stored.terms.iter().find(|row| row.id == id) {
        Some(row) => planning.meet(Kind::Term, row, fields, label),
        None => planning.add(Kind::Term, id, fields, label, words_of(span)),
    }
}

fn words_of(span: Span) -> String {
    format!("{} to {}", span.first, span.last)
}

fn code(kind: TermKind) -> &'static str {
    match kind {
        TermKind::SchoolYear => "school_year",
        TermKind::Semester => "semester",
        TermKind::Term => "term",
        TermKind::GradingPeriod => "grading_period",
        TermKind::Other => "other",
    }
}
