//! Search everything on this computer.

use domain::{RowId, schema, time};
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
    /// A coach note.
    CoachNote,
    /// A coaching cycle, by its own words, its goal's or those of a stage.
    CoachingCycle,
    /// A lesson that is planned with a teacher.
    LessonPrep,
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
    /// The day whose week opens, when neither is there: `2026-10-05`.
    pub date: Option<String>,
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
        let view = hit_view(reader, &hit, kind, &words)?;
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
        let all = [
            Self::Person,
            Self::Observation,
            Self::Visit,
            Self::Line,
            Self::Wondering,
            Self::Step,
            Self::CoachNote,
            Self::CoachingCycle,
            Self::CoachingCycle,
            Self::CoachingCycle,
            Self::LessonPrep,
        ];
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

fn hit_view(reader: &Connection, hit: &search::Hit, kind: HitKind, words: &str) -> Result<HitView> {
    let mut view = HitView {
        id: hit.row,
        title: hit.text.clone(),
        detail: String::new(),
        ranges: Vec::new(),
        observation: None,
        person: None,
        date: None,
    };
    match kind {
        HitKind::Person => {
            view.title = store::person::load(reader, hit.row)?.name();
            view.person = Some(hit.row);
        }
        HitKind::Observation => view.in_observation(reader, hit.row)?,
        HitKind::Line => view.in_observation(reader, store::observation::line(reader, hit.row)?.0)?,
        HitKind::Wondering => {
            view.in_observation(reader, store::observation::observation_of_wondering(reader, hit.row)?)?;
        }
        HitKind::Visit => {
            let visit = store::visit::load(reader, hit.row)?;
            match visit.observation {
                Some(observation) => view.in_observation(reader, observation)?,
                None => view.on_the_plan(reader, visit)?,
            }
        }
        HitKind::Step => {
            let teacher = store::step::teacher_of(reader, hit.row)?;
            view.detail = observation::named(reader, teacher)?.name;
            view.person = Some(teacher);
        }
        HitKind::CoachNote => view.of_a_week(reader, hit.row)?,
        HitKind::CoachingCycle => view.of_a_coaching_cycle(reader, hit)?,
        HitKind::LessonPrep => view.of_a_planned_lesson(reader, hit.row)?,
    }
    view.ranges = search::ranges(&view.title, words);
    Ok(view)
}

impl HitView {
    /// A coach note names its week, and somebody else's its coach: it opens in the review list.
    fn of_a_week(&mut self, reader: &Connection, id: RowId) -> Result<()> {
        let Some(note) = store::coach_note::find(reader, id)? else { return Ok(()) };
        let week = note.week.parse().map(time::school_week).unwrap_or_default();
        let me = crate::session::load(reader)?.me;
        self.person = note.coach.filter(|coach| *coach != me);
        let whose = self.person.map(|coach| observation::named(reader, coach)).transpose()?;
        self.detail = whose.map_or_else(|| week.clone(), |coach| format!("{}, {week}", coach.name));
        self.date = Some(note.week);
        Ok(())
    }

    /// What is written in a coaching cycle opens it, and names its teacher.
    fn of_a_coaching_cycle(&mut self, reader: &Connection, hit: &search::Hit) -> Result<()> {
        if let Some(root) = domain::document::root_field(hit.entity)
            && let domain::Value::Id(cycle) = store::field::value(reader, hit.entity, hit.row, root)?
        {
            self.id = cycle;
        }
        let cycle = store::coaching_cycle::load(reader, self.id)?;
        self.detail = observation::named(reader, cycle.teacher)?.name;
        self.person = Some(cycle.teacher);
        Ok(())
    }

    /// A planned lesson opens the person with whom it is planned.
    fn of_a_planned_lesson(&mut self, reader: &Connection, id: RowId) -> Result<()> {
        let prep = store::lesson_prep::load(reader, id)?;
        self.person = prep.teacher;
        let who = prep.teacher.map(|teacher| observation::named(reader, teacher)).transpose()?;
        let day = prep.date.parse().map(time::brief_day).ok();
        self.detail = who.map(|who| who.name).into_iter().chain(day).collect::<Vec<_>>().join(", ");
        Ok(())
    }

    fn in_observation(&mut self, reader: &Connection, id: RowId) -> Result<()> {
        let observation = store::observation::load(reader, id)?;
        let row = observation::row(reader, &observation)?;
        self.detail = format!("{}, {}", row.whose(), row.day);
        self.observation = Some(id);
        Ok(())
    }

    fn on_the_plan(&mut self, reader: &Connection, visit: store::visit::Visit) -> Result<()> {
        let who = match (visit.teacher, visit.team) {
            (Some(teacher), _) => observation::named(reader, teacher)?.name,
            (None, Some(team)) => store::person::team_title(reader, team)?,
            (None, None) => String::new(),
        };
        let day = visit.date.parse().map(time::brief_day).unwrap_or_default();
        self.detail = [who, day].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
        self.date = Some(visit.date);
        Ok(())
    }
}
