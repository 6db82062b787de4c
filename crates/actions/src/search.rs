//! Search everything on this computer.

use domain::{RowId, schema};
use serde::Serialize;
use store::{Connection, search};

use crate::{Result, observation};

/// What a search found, by kind.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct SearchView {
    /// The kinds that have any, in a fixed order.
    pub groups: Vec<Group>,
}

/// The hits of one kind.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Group {
    /// What they are.
    pub kind: HitKind,
    /// The newest first.
    pub hits: Vec<HitView>,
}

/// What a hit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs)] // each is named after its entity
pub enum HitKind {
    Person,
    Observation,
    Visit,
    Line,
    Wondering,
    Step,
}

/// One hit.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct HitView {
    /// The row.
    pub id: RowId,
    /// The words that were found.
    pub title: String,
    /// Where they stand.
    pub detail: String,
    /// Where the searched words begin in the title, and how long they are, in UTF-16 units.
    pub ranges: Vec<(u32, u32)>,
    /// The observation that opens, when there is one.
    pub observation: Option<RowId>,
    /// The person who opens, when there is one.
    pub person: Option<RowId>,
}

/// How many hits of one kind are shown.
const SHOWN: u32 = 8;

/// Finds what has all of these words; the last one may be begun.
///
/// `in:script` before the words looks at lines only, `who:` with a name only at that person's.
///
/// # Errors
/// When the database fails.
pub fn search(reader: &Connection, query: &str) -> Result<SearchView> {
    let (words, only_script, who) = filters(query);
    let kinds: &[&schema::Entity] = if only_script { &[schema::line::ENTITY] } else { &search::KINDS };
    let limit = if who.is_some() { 400 } else { SHOWN };
    let mut groups: Vec<Group> = Vec::new();
    for hit in search::find(reader, &words, kinds, limit)? {
        let Some(kind) = HitKind::of(hit.entity.table) else { continue };
        let Some(view) = hit_view(reader, &hit, kind, &words)? else { continue };
        if who
            .as_ref()
            .is_some_and(|who| !view.detail.to_lowercase().contains(who) && !view.title.to_lowercase().contains(who))
        {
            continue;
        }
        match groups.iter_mut().find(|group| group.kind == kind) {
            Some(group) if group.hits.iter().any(|other| other.id == view.id) || group.hits.len() >= SHOWN as usize => {
            }
            Some(group) => group.hits.push(view),
            None => groups.push(Group { kind, hits: vec![view] }),
        }
    }
    Ok(SearchView { groups })
}

impl HitKind {
    /// Returns what the rows of a table are.
    fn of(table: &str) -> Option<Self> {
        let all = [Self::Person, Self::Observation, Self::Visit, Self::Line, Self::Wondering, Self::Step];
        search::KINDS.iter().zip(all).find(|(entity, _)| entity.table == table).map(|(_, kind)| kind)
    }
}

fn filters(query: &str) -> (String, bool, Option<String>) {
    let mut words = Vec::new();
    let (mut only_script, mut who) = (false, None);
    for word in query.split_whitespace() {
        if word.eq_ignore_ascii_case("in:script") {
            only_script = true;
        } else if let Some(name) = word.to_lowercase().strip_prefix("who:") {
            who = (!name.is_empty()).then(|| name.to_owned());
        } else {
            words.push(word);
        }
    }
    (words.join(" "), only_script, who)
}

fn hit_view(reader: &Connection, hit: &search::Hit, kind: HitKind, words: &str) -> Result<Option<HitView>> {
    let (title, observation_id, person) = match kind {
        HitKind::Person => (store::person::load(reader, hit.row)?.name(), None, Some(hit.row)),
        HitKind::Observation => (hit.text.clone(), Some(hit.row), None),
        HitKind::Visit => {
            let visit = store::visit::load(reader, hit.row)?;
            (hit.text.clone(), visit.observation, visit.teacher)
        }
        HitKind::Line => (hit.text.clone(), Some(store::observation::line(reader, hit.row)?.0), None),
        HitKind::Wondering => {
            (hit.text.clone(), Some(store::observation::observation_of_wondering(reader, hit.row)?), None)
        }
        HitKind::Step => (hit.text.clone(), None, None),
    };
    let detail = match observation_id {
        Some(id) => {
            let observation = store::observation::load(reader, id)?;
            let row = observation::row(reader, &observation)?;
            format!("{}, {}", row.teacher, row.day)
        }
        None => match person {
            Some(id) if kind != HitKind::Person => observation::named(reader, id)?.name,
            _ => String::new(),
        },
    };
    let ranges = search::ranges(&title, words);
    Ok(Some(HitView { id: hit.row, title, detail, ranges, observation: observation_id, person }))
}
