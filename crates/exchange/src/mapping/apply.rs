//! A table and a mapping make a roster draft. One row is one person, or one class of a person.

use std::collections::{BTreeMap, HashMap, HashSet};

use unicode_normalization::UnicodeNormalization;

use super::names::{self, Name};
use super::refuse::{refusals, students};
use super::{ColumnMapping, LinkColumn, TargetField, links, place_of};
use crate::draft::{
    ExternalId, FileCount, LinkDraft, LinkKind, Mode, OWN_ORG, OrgDraft, OrgKind, PersonDraft, RoleDraft, RosterDraft,
    SectionDraft, TeachingDraft,
};
use crate::oneroster::is_email;
use crate::problem::{FileProblem, FileProblemCode, ProblemList, Severity, any_stops, shown};
use crate::role::{RoleFound, RoleWord, RosterRole};
use crate::table::{Table, TableRow};

/// Makes a draft of a table. It says nothing about people who are not in it, so its mode is `Delta`; a caller whose
/// person says that the list is complete may set `Bulk`.
///
/// Who has no school is placed in [`OWN_ORG`]. Ratings, students and tables without names stop it.
pub fn apply(table: &Table, mapping: &ColumnMapping) -> RosterDraft {
    apply_with(table, mapping, &[])
}

/// The same, with columns that name who coaches, evaluates or supervises the row's person.
pub fn apply_with(table: &Table, mapping: &ColumnMapping, links: &[LinkColumn]) -> RosterDraft {
    let mut draft = RosterDraft::empty(Mode::Delta);
    draft.files.push(FileCount { name: table.file.clone(), rows: u32::try_from(table.rows.len()).unwrap_or(u32::MAX) });
    let refused = refusals(table, mapping);
    if any_stops(&refused) {
        draft.problems = refused;
        return draft;
    }
    let mut applying = Applying::new(table, mapping, draft);
    applying.links =
        links.iter().filter_map(|link| Some((link.kind, place_of(&table.headers, &link.header)?))).collect();
    for row in &table.rows {
        if let Err(problem) = applying.take(row) {
            applying.problems.push(problem);
        }
    }
    applying.finish()
}

struct Applying<'a> {
    table: &'a Table,
    mapping: &'a ColumnMapping,
    draft: RosterDraft,
    problems: ProblemList,
    /// Where each meaning's column is.
    places: HashMap<TargetField, usize>,
    people: HashMap<ExternalId, usize>,
    roles: HashSet<(ExternalId, ExternalId, RosterRole)>,
    sections: HashSet<ExternalId>,
    role_words: BTreeMap<String, u32>,
    /// What each link's column is, and where.
    links: Vec<(LinkKind, usize)>,
}

impl<'a> Applying<'a> {
    fn new(table: &'a Table, mapping: &'a ColumnMapping, draft: RosterDraft) -> Self {
        let mut problems = ProblemList::default();
        problems.extend(table.problems.iter().cloned());
        let mut places = HashMap::new();
        for column in &mapping.columns {
            if let Some(place) = place_of(&table.headers, &column.header) {
                places.entry(column.target).or_insert(place);
            }
        }
        Self {
            table,
            mapping,
            draft,
            problems,
            places,
            people: HashMap::new(),
            roles: HashSet::new(),
            sections: HashSet::new(),
            role_words: BTreeMap::new(),
            links: Vec::new(),
        }
    }

    fn take(&mut self, row: &TableRow) -> Result<(), FileProblem> {
        let Some((role, source_role)) = self.role(row) else {
            return Ok(());
        };
        let name = self.name(row);
        if name.given.is_empty() && name.family.is_empty() {
            return Err(self.no_name(row));
        }
        let school = self.school(row);
        let person = self.person(row, name, &school)?;
        self.add_role(&person, &school, role.clone(), source_role);
        self.add_links(row, &person);
        if matches!(role, RosterRole::Teacher | RosterRole::TeacherLeader) {
            self.add_section(row, &person, &school);
        }
        Ok(())
    }

    /// The role of the row; `None` where it is a student or relative, who are counted and left out.
    fn role(&mut self, row: &TableRow) -> Option<(RosterRole, String)> {
        let word = self.cell(row, TargetField::Role);
        if word.is_empty() {
            return Some((self.mapping.default_role.clone(), String::new()));
        }
        match self.mapping.role_mapping.read(&word) {
            RoleWord::Staff { role, .. } => {
                let count = self.role_words.entry(word.clone()).or_default();
                *count = count.saturating_add(1);
                Some((role, word))
            }
            RoleWord::Student => {
                self.draft.students_left_out = self.draft.students_left_out.saturating_add(1);
                None
            }
            RoleWord::Family => {
                self.draft.relatives_left_out = self.draft.relatives_left_out.saturating_add(1);
                None
            }
        }
    }

    fn name(&self, row: &TableRow) -> Name {
        let (given, family) = (self.cell(row, TargetField::Given), self.cell(row, TargetField::Family));
        if given.is_empty() && family.is_empty() {
            return names::split(&self.cell(row, TargetField::FullName));
        }
        Name { given, family, preferred: None }
    }

    /// The school of the row, added to the draft when it is met first.
    fn school(&mut self, row: &TableRow) -> ExternalId {
        let name = self.cell(row, TargetField::School);
        if name.is_empty() {
            return ExternalId::from(OWN_ORG);
        }
        let external_id = ExternalId(format!("school:{}", folded(&name)));
        if !self.draft.orgs.iter().any(|org| org.external_id == external_id) {
            let org = OrgDraft {
                external_id: external_id.clone(),
                name,
                kind: OrgKind::School,
                identifier: None,
                parent: None,
            };
            self.draft.orgs.push(org);
        }
        external_id
    }

    /// The person of the row: new, or met on an earlier row that was about another class or school.
    fn person(&mut self, row: &TableRow, name: Name, school: &ExternalId) -> Result<ExternalId, FileProblem> {
        let email = self.email(row);
        let id = match (self.cell(row, TargetField::ExternalId), &email) {
            (id, _) if !id.is_empty() => ExternalId(id),
            (_, Some(email)) => ExternalId(format!("email:{}", email.to_lowercase())),
            (_, None) => {
                ExternalId(format!("name:{}|{}|{}", folded(&name.family), folded(&name.given), school.as_str()))
            }
        };
        if let Some(at) = self.people.get(&id) {
            let earlier = &mut self.draft.people[*at];
            if folded(&earlier.family) != folded(&name.family) || folded(&earlier.given) != folded(&name.given) {
                return Err(two_names(&self.table.file, row, &id));
            }
            if !earlier.org_external_ids.contains(school) {
                earlier.org_external_ids.push(school.clone());
            }
            return Ok(id);
        }
        self.people.insert(id.clone(), self.draft.people.len());
        self.draft.people.push(PersonDraft {
            external_id: id.clone(),
            given: name.given,
            family: name.family,
            preferred_given: name.preferred,
            pronouns: None,
            email,
            org_external_ids: vec![school.clone()],
            is_enabled: true,
        });
        Ok(id)
    }

    fn email(&mut self, row: &TableRow) -> Option<String> {
        let email = Some(self.cell(row, TargetField::Email)).filter(|email| !email.is_empty())?;
        if !is_email(&email) {
            self.problems.push(
                FileProblem::new(
                    &self.table.file,
                    Severity::Notice,
                    FileProblemCode::ValueUnknown,
                    format!("\"{}\" is not an e-mail address. The person was taken without it.", shown(&email)),
                    "Correct it in the file, or add it to the person later.",
                )
                .at_row(row.row)
                .in_column(self.header(TargetField::Email)),
            );
            return None;
        }
        Some(email)
    }

    fn add_role(&mut self, person: &ExternalId, org: &ExternalId, role: RosterRole, source_role: String) {
        if self.roles.insert((person.clone(), org.clone(), role.clone())) {
            let (person, org) = (person.clone(), org.clone());
            self.draft.roles.push(RoleDraft {
                external_id: None,
                person,
                org,
                role,
                source_role,
                from: None,
                to: None,
            });
        }
    }

    fn add_links(&mut self, row: &TableRow, person: &ExternalId) {
        for (kind, place) in &self.links {
            let named = row.cells.get(*place).map(|cell| links::named(cell)).unwrap_or_default();
            self.draft.links.push(LinkDraft { row: row.row, kind: *kind, person: person.clone(), named });
        }
    }

    /// A class, where the row says anything about one.
    fn add_section(&mut self, row: &TableRow, person: &ExternalId, school: &ExternalId) {
        let [subject, period, room] =
            [TargetField::Subject, TargetField::Period, TargetField::Room].map(|t| self.cell(row, t));
        let grades: Vec<String> = self
            .cell(row, TargetField::Grade)
            .split([',', ';', '/', '&'])
            .map(|grade| grade.trim().to_owned())
            .filter(|grade| !grade.is_empty())
            .collect();
        if subject.is_empty() && period.is_empty() && room.is_empty() && grades.is_empty() {
            return;
        }
        let key = [person.as_str(), &folded(&subject), &folded(&period), &folded(&grades.join(","))].join("|");
        let external_id = ExternalId(format!("section:{key}"));
        if !self.sections.insert(external_id.clone()) {
            return;
        }
        let mut title = if subject.is_empty() { "Class".to_owned() } else { subject.clone() };
        if !period.is_empty() {
            title = format!("{title}, period {period}");
        }
        self.draft.sections.push(SectionDraft {
            external_id: external_id.clone(),
            school: school.clone(),
            teachers: vec![person.clone()],
            title,
            subject: Some(subject).filter(|s| !s.is_empty()),
            grades,
            periods: Some(period).filter(|p| !p.is_empty()).into_iter().collect(),
            location: Some(room).filter(|r| !r.is_empty()),
            terms: Vec::new(),
        });
        let teaching = ExternalId(format!("teaching:{key}"));
        self.draft.teachings.push(TeachingDraft {
            external_id: teaching,
            section: external_id,
            person: person.clone(),
            is_primary: true,
            from: None,
            to: None,
        });
    }

    fn cell(&self, row: &TableRow, target: TargetField) -> String {
        let place = self.places.get(&target);
        let cell = place.and_then(|place| row.cells.get(*place)).map(String::as_str).unwrap_or_default();
        cell.trim().chars().filter(|c| !c.is_control()).nfc().collect()
    }

    /// The header of a meaning, for a problem.
    fn header(&self, target: TargetField) -> String {
        let place = self.places.get(&target);
        place.and_then(|place| self.table.headers.get(*place)).cloned().unwrap_or_default()
    }

    fn no_name(&self, row: &TableRow) -> FileProblem {
        let column = [TargetField::FullName, TargetField::Family, TargetField::Given].map(|t| self.header(t));
        FileProblem::new(
            &self.table.file,
            Severity::LeftOut,
            FileProblemCode::ValueMissing,
            format!("Row {} has no name and was left out.", row.row),
            "Fill it in and read the file again, or go on without this row.",
        )
        .at_row(row.row)
        .in_column(column.into_iter().find(|c| !c.is_empty()).unwrap_or_default())
    }

    fn finish(mut self) -> RosterDraft {
        if self.draft.people.is_empty() && self.draft.students_left_out > 0 {
            self.problems.push(students(&self.table.file, &self.header(TargetField::Role)));
        }
        for (word, count) in self.role_words {
            if let RoleWord::Staff { role, is_certain } = self.mapping.role_mapping.read(&word) {
                self.draft.roles_found.push(RoleFound { source_role: word, count, role, is_certain });
            }
        }
        self.draft.problems = self.problems.finish();
        self.draft
    }
}

/// Text for comparing: case and spacing do not matter.
fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

fn two_names(file: &str, row: &TableRow, id: &ExternalId) -> FileProblem {
    FileProblem::new(
        file,
        Severity::LeftOut,
        FileProblemCode::DuplicateId,
        format!("\"{}\" belongs to another name on an earlier row. Row {} was left out.", shown(id.as_str()), row.row),
        "Correct the id or address of one of the two and read the file again.",
    )
    .at_row(row.row)
}
