//! The people of a roster. Who was typed by hand is joined by the name, unless that could be two people.

use std::collections::{HashMap, HashSet};

use domain::{RowId, Value, schema::person};
use exchange::{
    draft::PersonDraft,
    problem::{FileProblemCode, Severity},
};

use crate::{
    matching::{Pair, fold, joined_id, may_join, unique},
    plan::{Kind, Offer, Planning, kept_or_new, words_or_nothing},
    stored::{Joins, Row, Stored},
};

/// Plans the people of the draft.
pub(crate) fn plan(planning: &mut Planning<'_>) {
    let (stored, draft) = (planning.stored, planning.draft);
    let found = Found::of(stored, &draft.people);
    planning.plan.offers = found.offers(&draft.people);
    for (at, person) in draft.people.iter().enumerate() {
        let label = domain::person::name(&person.given, &person.family, person.preferred_given.as_deref());
        let row = found.rows[at];
        let id = row.map_or_else(|| derived(stored, person), |row| row.id);
        planning.people.insert(person.external_id.as_str(), id);
        planning.names.insert(id, label.clone());
        planning.plan.people.insert(person.external_id.as_str().to_owned(), id);
        match row {
            Some(row) => planning.meet(Kind::Person, row, known(person, row), label),
            None => {
                if found.doubtful.contains(&at) {
                    tell_of_doubt(planning, &label);
                }
                let place = person.org_external_ids.first().and_then(|org| planning.place(org));
                let detail = place.map(|place| planning.name(place).to_owned()).unwrap_or_default();
                planning.add(Kind::Person, id, new(person), label, detail);
            }
        }
    }
}

/// Returns the name by which a stored person is called.
pub(crate) fn name_of(row: &Row) -> String {
    domain::person::name(row.text(person::GIVEN), row.text(person::FAMILY), Some(row.text(person::PREFERRED)))
}

fn derived(stored: &Stored, person: &PersonDraft) -> RowId {
    stored.derived("person", &[person.external_id.as_str().as_bytes()])
}

/// The rows of the draft's people, by their places.
struct Found<'s> {
    rows: Vec<Option<&'s Row>>,
    /// People who could be somebody who is here, but not surely.
    doubtful: HashSet<usize>,
    /// The same, where whoever imports is asked.
    offered: Vec<Pair<'s>>,
}

impl<'s> Found<'s> {
    fn of(stored: &'s Stored, people: &[PersonDraft]) -> Self {
        let by_external: HashMap<&str, &Row> =
            stored.people.iter().map(|row| (row.text(person::EXTERNAL_ID), row)).collect();
        let by_row: HashMap<RowId, &Row> = stored.people.iter().map(|row| (row.id, row)).collect();
        let exact = |person: &PersonDraft| {
            by_external.get(person.external_id.as_str()).or_else(|| by_row.get(&derived(stored, person))).copied()
        };
        let mut found =
            Self { rows: people.iter().map(exact).collect(), doubtful: HashSet::new(), offered: Vec::new() };
        if let Joins::Asked(said) = &stored.joins {
            found.ask(stored, people, said);
            return found;
        }
        let pairs = found.pairs_by_name(stored, people);
        let by_email: Vec<Pair> =
            pairs.iter().filter(|(at, row)| emails(&people[*at], row) == Emails::Equal).copied().collect();
        found.take(&by_email);
        found.take(&pairs);
        found.doubtful = pairs.iter().map(|(at, _)| *at).filter(|at| found.rows[*at].is_none()).collect();
        found
    }

    /// Joins what was said, and offers the rest.
    fn ask(&mut self, stored: &'s Stored, people: &[PersonDraft], said: &HashMap<String, Option<RowId>>) {
        let by_row: HashMap<RowId, &'s Row> = stored.people.iter().map(|row| (row.id, row)).collect();
        for (row, drafted) in self.rows.iter_mut().zip(people).filter(|(row, _)| row.is_none()) {
            *row = said.get(drafted.external_id.as_str()).and_then(|row| by_row.get(row.as_ref()?)).copied();
        }
        let is_open = |at: usize| !said.contains_key(people[at].external_id.as_str());
        self.offered = self.pairs_by_name(stored, people).into_iter().filter(|(at, _)| is_open(*at)).collect();
    }

    fn offers(&self, people: &[PersonDraft]) -> Vec<Offer> {
        let offer = |(at, row): &Pair<'s>| {
            let drafted = &people[*at];
            Offer {
                external_id: drafted.external_id.as_str().to_owned(),
                name: domain::person::name(&drafted.given, &drafted.family, drafted.preferred_given.as_deref()),
                person: row.id,
                known_as: name_of(row),
                same_email: emails(drafted, row) == Emails::Equal,
            }
        };
        self.offered.iter().map(offer).collect()
    }

    /// Who has the same name and no other address.
    fn pairs_by_name(&self, stored: &'s Stored, people: &[PersonDraft]) -> Vec<Pair<'s>> {
        let taken: HashSet<RowId> = self.rows.iter().flatten().map(|row| row.id).collect();
        let mut by_name: HashMap<String, Vec<&Row>> = HashMap::new();
        for row in stored.people.iter().filter(|row| !taken.contains(&row.id)) {
            for key in keys(row.text(person::GIVEN), row.text(person::PREFERRED), row.text(person::FAMILY)) {
                by_name.entry(key).or_default().push(row);
            }
        }
        let mut pairs: Vec<Pair> = Vec::new();
        for (at, drafted) in people.iter().enumerate().filter(|(at, _)| self.rows[*at].is_none()) {
            let preferred = drafted.preferred_given.as_deref().unwrap_or_default();
            let named =
                keys(&drafted.given, preferred, &drafted.family).into_iter().filter_map(|key| by_name.get(&key));
            for row in named.flatten() {
                let is_new =
                    !pairs.iter().rev().take_while(|(other, _)| *other == at).any(|(_, known)| known.id == row.id);
                let may = may_join(row.text(person::EXTERNAL_ID), drafted.external_id.as_str());
                if is_new && may && emails(drafted, row) != Emails::Differ {
                    pairs.push((at, *row));
                }
            }
        }
        pairs
    }

    fn take(&mut self, pairs: &[Pair<'s>]) {
        let taken: HashSet<RowId> = self.rows.iter().flatten().map(|row| row.id).collect();
        let free: Vec<Pair> =
            pairs.iter().filter(|(at, row)| self.rows[*at].is_none() && !taken.contains(&row.id)).copied().collect();
        for (at, row) in unique(&free) {
            self.rows[at] = Some(row);
        }
    }
}

/// The names under which somebody can be found: with the given name, and with the one by which they are called.
fn keys(given: &str, preferred: &str, family: &str) -> Vec<String> {
    let mut keys: Vec<String> = [given, preferred]
        .iter()
        .map(|first| fold(first))
        .filter(|first| !first.is_empty())
        .map(|first| format!("{first} {}", fold(family)))
        .collect();
    if keys.is_empty() {
        keys.push(format!(" {}", fold(family)));
    }
    keys.dedup();
    keys
}

/// How two addresses stand to each other.
#[derive(PartialEq)]
enum Emails {
    Equal,
    /// At least one of them is not known.
    Open,
    Differ,
}

fn emails(drafted: &PersonDraft, row: &Row) -> Emails {
    let (one, other) = (drafted.email.as_deref().unwrap_or_default(), row.text(person::EMAIL));
    match (one.is_empty() || other.is_empty(), one.to_lowercase() == other.to_lowercase()) {
        (true, _) => Emails::Open,
        (false, true) => Emails::Equal,
        (false, false) => Emails::Differ,
    }
}

fn new(drafted: &PersonDraft) -> Vec<(u16, Value)> {
    vec![
        (person::GIVEN, words_or_nothing(&drafted.given)),
        (person::FAMILY, words_or_nothing(&drafted.family)),
        (person::PREFERRED, drafted.preferred_given.clone().into()),
        (person::PRONOUNS, drafted.pronouns.clone().into()),
        (person::EMAIL, drafted.email.clone().into()),
        (person::EXTERNAL_ID, drafted.external_id.as_str().into()),
    ]
}

/// What the file says of somebody who is here. What it does not say stays as it is.
fn known(drafted: &PersonDraft, row: &Row) -> Vec<(u16, Value)> {
    let external_id = joined_id(row.text(person::EXTERNAL_ID), drafted.external_id.as_str());
    let mut wanted = vec![(person::EXTERNAL_ID, external_id.into())];
    let said: [(u16, Option<&str>); 5] = [
        (person::GIVEN, Some(drafted.given.as_str())),
        (person::FAMILY, Some(drafted.family.as_str())),
        (person::PREFERRED, drafted.preferred_given.as_deref()),
        (person::PRONOUNS, drafted.pronouns.as_deref()),
        (person::EMAIL, drafted.email.as_deref()),
    ];
    for (field, text) in said {
        let text = text.filter(|text| !text.trim().is_empty());
        wanted.extend(text.map(|text| (field, words_or_nothing(kept_or_new(row.text(field), text)))));
    }
    wanted
}

fn tell_of_doubt(planning: &mut Planning<'_>, name: &str) {
    planning.tell(
        Severity::Notice,
        FileProblemCode::DuplicateId,
        format!("{name} could be more than one person who is here, so the file's one is added beside them."),
        "If it is one of them, write the e-mail address here too and read the file again.",
    );
}
