//! What the people of a roster do, where, and from when to when.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use domain::{RowId, Value, schema::role};
use exchange::{
    draft::RoleDraft,
    problem::{FileProblemCode, Severity},
    role::RosterRole,
};

use crate::{
    plan::{Kind, Planning},
    stored::{Row, Stored},
};

/// Plans the roles of the draft.
pub(crate) fn plan(planning: &mut Planning<'_>) {
    let (stored, draft) = (planning.stored, planning.draft);
    let by_id: HashMap<RowId, &Row> = stored.roles.iter().map(|row| (row.id, row)).collect();
    let mut by_person: HashMap<RowId, Vec<&Row>> = HashMap::new();
    for row in &stored.roles {
        by_person.entry(row.id_in(role::PERSON).unwrap_or(row.id)).or_default().push(row);
    }
    let mut planned: HashSet<RowId> = HashSet::new();
    let whole: Vec<Whole> = draft.roles.iter().filter_map(|drafted| Whole::of(planning, drafted)).collect();
    let named: HashSet<RowId> = whole.iter().map(|role| role.id).collect();
    for role in whole.into_iter().filter(|role| planned.insert(role.id)) {
        let own = by_person.get(&role.person).map_or(&[][..], Vec::as_slice);
        let free = own.iter().filter(|row| !named.contains(&row.id) && !planning.met.contains(&row.id));
        let row = by_id.get(&role.id).copied().or_else(|| role.alike(free));
        let label = format!("{}, {}", planning.name(role.person), role.code.replace('_', " "));
        match row {
            Some(row) => meet(planning, &role, row, label),
            None => {
                let detail = planning.name(role.place).to_owned();
                if role.drafted.to.is_none_or(|to| to > stored.today) {
                    planning.arriving.insert(role.person);
                }
                planning.add(Kind::Role, role.id, role.fields(), label, detail);
            }
        }
    }
}

/// A role whose person and place are known.
struct Whole<'a> {
    drafted: &'a RoleDraft,
    /// The id that every device gives to it.
    id: RowId,
    person: RowId,
    place: RowId,
    code: String,
}

impl<'a> Whole<'a> {
    fn of(planning: &mut Planning<'_>, drafted: &'a RoleDraft) -> Option<Self> {
        let (Some(person), Some(place)) = (planning.person(&drafted.person), planning.place(&drafted.org)) else {
            tell_of_no_place(planning, drafted);
            return None;
        };
        let code = code(&drafted.role);
        let id = match &drafted.external_id {
            Some(id) => named(planning.stored, id.as_str(), person, place),
            None => planning.stored.derived("role", &[b"", &person.bytes(), &place.bytes(), code.as_bytes()]),
        };
        Some(Self { drafted, id, person, place, code })
    }

    /// Finds the same role at the same place, an open one first. One that ended before this one begins is another.
    fn alike<'s>(&self, rows: impl Iterator<Item = &'s &'s Row>) -> Option<&'s Row> {
        let is_before = |row: &Row| {
            let ends: Option<NaiveDate> = row.text(role::ENDS).parse().ok();
            ends.zip(self.drafted.from).is_some_and(|(ends, from)| ends < from)
        };
        rows.copied()
            .filter(|row| row.id_in(role::ORGANISATION) == Some(self.place) && row.text(role::CODE) == self.code)
            .filter(|row| !is_before(row))
            .min_by_key(|row| !row.text(role::ENDS).is_empty())
    }

    fn fields(&self) -> Vec<(u16, Value)> {
        vec![
            (role::PERSON, self.person.into()),
            (role::ORGANISATION, self.place.into()),
            (role::CODE, self.code.as_str().into()),
            (role::STARTS, self.drafted.from.into()),
            (role::ENDS, self.drafted.to.map(last_day).into()),
        ]
    }
}

/// Returns the role's word as it is stored: a code of ours, or the file's own word.
#[must_use]
pub fn code(role: &RosterRole) -> String {
    let ours = match role {
        RosterRole::Coach => "coach",
        RosterRole::TeacherLeader => "teacher_leader",
        RosterRole::Teacher => "teacher",
        RosterRole::Supervisor => "supervisor",
        RosterRole::Principal => "principal",
        RosterRole::AssistantPrincipal => "assistant_principal",
        RosterRole::DataLead => "data_lead",
        RosterRole::Admin => "admin",
        RosterRole::Partner => "partner",
        RosterRole::Other(word) => word.trim().trim_start_matches("ext:"),
    };
    ours.to_owned()
}

/// Returns the id of a role that the sender names: its place is part of it, because a role never moves.
pub(crate) fn named(stored: &Stored, external_id: &str, person: RowId, place: RowId) -> RowId {
    stored.derived("role", &[external_id.as_bytes(), &person.bytes(), &place.bytes()])
}

fn meet(planning: &mut Planning<'_>, role: &Whole<'_>, row: &Row, label: String) {
    let drafted = role.drafted;
    let mut wanted = vec![(role::CODE, role.code.as_str().into())];
    wanted.extend(drafted.from.map(|from| (role::STARTS, from.into())));
    wanted.extend(drafted.to.map(|to| (role::ENDS, last_day(to).into())));
    // Who is in the file again works there again. A last day that is still to come is known better here than there.
    if drafted.to.is_none() && !planning.stored.is_open(row.text(role::ENDS)) {
        wanted.push((role::ENDS, Value::Null));
        planning.arriving.insert(role.person);
    }
    planning.meet(Kind::Role, row, wanted, label);
}

/// The file says the first day without the role, a row its last day.
fn last_day(to: NaiveDate) -> NaiveDate {
    to.pred_opt().unwrap_or(to)
}

fn tell_of_no_place(planning: &mut Planning<'_>, drafted: &RoleDraft) {
    let word = drafted.source_role.chars().take(40).collect::<String>();
    planning.tell(
        Severity::LeftOut,
        FileProblemCode::ReferenceMissing,
        format!(
            "A role \"{word}\" is at a place or of a person that is neither here nor in the file. It was left out."
        ),
        "Import the full file first, or go on without it.",
    );
}
