//! The state of one reading, and the walk over the rows of a file that every part shares.

use std::collections::{HashMap, HashSet};

use super::Options;
use super::header::Header;
use super::manifest::Manifest;
use super::row::{Row, Status};
use crate::draft::{ExternalId, FileCount, Mode, RecordKind, RecordRef, Removed, RosterDraft};
use crate::problem::{FileProblem, FileProblemCode, ProblemList, Severity};
use crate::role::RoleWord;
use crate::rows::CsvRows;
use crate::source::{Source, SourceFile};
use crate::text;

/// Everything that is known while the files are read.
pub(super) struct Reading<'a> {
    pub(super) source: &'a Source,
    pub(super) options: &'a Options,
    pub(super) manifest: Manifest,
    pub(super) problems: ProblemList,
    pub(super) draft: RosterDraft,
    /// The orgs met, to check references.
    pub(super) orgs: HashSet<ExternalId>,
    /// Users whom a role or an enrolment calls staff.
    pub(super) staff: HashSet<ExternalId>,
    /// Users whom a role or an enrolment calls students. Staff wins: an adult may also take a course.
    pub(super) students: HashSet<ExternalId>,
    /// Parents, guardians, relatives.
    pub(super) family: HashSet<ExternalId>,
    /// Role words met: how often.
    pub(super) role_words: HashMap<String, u32>,
}

/// A cell longer than this is not a roster's cell.
const LONGEST_CELL: usize = 32_767;
/// Line ends in one cell from which a quotation mark must have been forgotten.
const MOST_LINE_ENDS: usize = 20;

impl<'a> Reading<'a> {
    pub(super) fn new(source: &'a Source, options: &'a Options) -> Self {
        let mut problems = ProblemList::default();
        problems.extend(source.problems.iter().cloned());
        let manifest = Manifest::read(source, &mut problems);
        let draft = RosterDraft::empty(manifest.source_mode(source));
        Self {
            source,
            options,
            manifest,
            problems,
            draft,
            orgs: HashSet::new(),
            staff: HashSet::new(),
            students: HashSet::new(),
            family: HashSet::new(),
            role_words: HashMap::new(),
        }
    }

    pub(super) fn is_delta(&self) -> bool {
        self.draft.mode == Mode::Delta
    }

    /// Says whether a reference into this file can be checked: it is there and complete.
    pub(super) fn is_complete(&self, file: &str) -> bool {
        self.source.file(file).is_some() && self.manifest.mode(file) == Mode::Bulk
    }

    /// Gives every living row of a file to `take`; a problem that `take` returns leaves only that row out.
    /// Rows that a delta calls gone are noted as removed.
    pub(super) fn each_row(
        &mut self,
        name: &str,
        kind: Option<RecordKind>,
        needed: &[&str],
        mut take: impl FnMut(&mut Self, &Row) -> Result<(), FileProblem>,
    ) {
        let source: &'a Source = self.source;
        let Some(file) = source.file(name) else {
            return;
        };
        self.note_case(file, name);
        let text = match text::decode(&file.name, &file.bytes) {
            Ok(text) => text,
            Err(problem) => return self.problems.push(problem),
        };
        self.problems.extend(text.problem);
        let mut rows = CsvRows::new(&text.text, b',');
        let header_row = rows.next().map(|(_, record)| record).unwrap_or_default();
        let header = Header::read(&file.name, header_row.iter(), &mut self.problems);
        if !header.has_all(&file.name, needed, &mut self.problems) {
            return;
        }
        let (mut count, mut last) = (0_u32, 1_u32);
        for (number, record) in rows.by_ref() {
            if record.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            count = count.saturating_add(1);
            last = number;
            let row = Row { file: &file.name, number, header: &header, record: &record };
            if let Err(problem) = self.one_row(&row, name, kind, &mut take) {
                self.note_left_out(&row, kind);
                self.problems.push(problem);
            }
        }
        if rows.ends_inside_quotation() {
            self.problems.push(open_quotation(&file.name, last, Severity::Stops));
        }
        self.draft.files.push(FileCount { name: file.name.clone(), rows: count });
    }

    fn one_row(
        &mut self,
        row: &Row,
        name: &str,
        kind: Option<RecordKind>,
        take: &mut impl FnMut(&mut Self, &Row) -> Result<(), FileProblem>,
    ) -> Result<(), FileProblem> {
        self.check_shape(row)?;
        let mode = self.manifest.mode(name);
        match (row.status(mode)?, mode) {
            (Status::Gone, Mode::Delta) => self.note_removed(row, kind),
            (Status::Gone, Mode::Bulk) => {}
            (Status::Active, _) => take(self, row)?,
            (Status::Missing, _) => {
                self.problems.push(row.notice(
                    FileProblemCode::ValueMissing,
                    "status",
                    format!("Row {} has no status although the file is a delta. It was read as active.", row.number),
                    "Ask the sender whether this row should be removed.",
                ));
                take(self, row)?;
            }
        }
        Ok(())
    }

    /// Short rows are common and harmless; a longer row has its cells in the wrong columns.
    fn check_shape(&mut self, row: &Row) -> Result<(), FileProblem> {
        let width = row.header.width;
        if let Some(cell) = row.record.iter().find(|cell| cell.len() > LONGEST_CELL || line_ends(cell) > MOST_LINE_ENDS)
        {
            let severity = if line_ends(cell) > MOST_LINE_ENDS { Severity::Stops } else { Severity::LeftOut };
            return Err(open_quotation(row.file, row.number, severity));
        }
        if row.record.iter().skip(width).any(|cell| !cell.trim().is_empty()) {
            return Err(FileProblem::new(
                row.file,
                Severity::LeftOut,
                FileProblemCode::RowLength,
                format!("Row {} has more cells than the header and was left out.", row.number),
                "A cell with a comma in it needs quotation marks around it.",
            )
            .at_row(row.number));
        }
        if row.record.len() < width {
            self.problems.push(
                FileProblem::new(
                    row.file,
                    Severity::Notice,
                    FileProblemCode::RowLength,
                    format!("Row {} has fewer cells than the header. The missing ones were read as empty.", row.number),
                    "Nothing to do if the counts look right.",
                )
                .at_row(row.number),
            );
        }
        Ok(())
    }

    fn note_case(&mut self, file: &SourceFile, name: &str) {
        if file.name != name {
            self.problems.push(FileProblem::new(
                file.name.clone(),
                Severity::Notice,
                FileProblemCode::HeaderOdd,
                format!("{} was read as {name}: capital and small letters differ.", file.name),
                "Nothing to do.",
            ));
        }
    }

    /// Notes what a delta removes, unless it is about a student: not even an id of a student enters a draft.
    fn note_removed(&mut self, row: &Row, kind: Option<RecordKind>) {
        let (Some(kind), Some(external_id)) = (kind, row.reference("sourcedId")) else {
            return;
        };
        let person = row.reference("userSourcedId");
        let is_taken = match kind {
            RecordKind::Person => self.is_staff(&external_id),
            RecordKind::Role | RecordKind::Teaching => match row.filled("role") {
                Some(word) => matches!(self.options.role_mapping.read(&word), RoleWord::Staff { .. }),
                None => person.as_ref().is_some_and(|person| self.is_staff(person)),
            },
            RecordKind::Org | RecordKind::Section | RecordKind::Term => true,
        };
        if is_taken {
            let place = row.reference("classSourcedId").or_else(|| row.reference("orgSourcedId"));
            self.draft.removed.push(Removed { kind, external_id, person, place });
        }
    }

    fn note_left_out(&mut self, row: &Row, kind: Option<RecordKind>) {
        if let (Some(kind), Some(external_id)) = (kind, row.reference("sourcedId"))
            && (kind != RecordKind::Person || self.is_staff(&external_id))
        {
            self.draft.left_out.push(RecordRef { kind, external_id });
        }
    }

    pub(super) fn is_staff(&self, person: &ExternalId) -> bool {
        self.staff.contains(person) || self.options.known_people.contains(person)
    }
}

fn line_ends(cell: &str) -> usize {
    cell.bytes().filter(|b| *b == b'\n').count()
}

pub(crate) fn open_quotation(file: &str, row: u32, severity: Severity) -> FileProblem {
    let what = match severity {
        Severity::Stops => "Nothing was changed: the rows after it cannot be told apart.",
        Severity::LeftOut | Severity::Notice => "The row was left out.",
    };
    FileProblem::new(
        file,
        severity,
        FileProblemCode::CellTooLong,
        format!("A cell on row {} is far too long; most likely a quotation mark is not closed. {what}", row),
        "Open the file in a text editor and look for a single quotation mark on this row.",
    )
    .at_row(row)
}
