//! Opening a debrief, a step or a coaching cycle to one person to whom its teacher consented to show it. Only the teacher's
//! own word offers it, and it happens only by an act of its author, who is shown first exactly what goes (INV-3).

use domain::{Code, Problem, RowId, access::Consent, scope::Scope};
use serde::Serialize;
use store::{Connection, Writer, handover, sharing as stored};

use super::{
    Barrier, PreviewWords, Sharable, ShareState, is_open, moment, refused, supervisors::Document, view::how_far,
};
use crate::{
    Error, Result,
    observation::{Named, home_zone, named},
};

/// To whom a record can be opened, one by one, by its teacher's consent.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct ConsentedView {
    /// The teacher of whom it speaks.
    pub teacher: Option<Named>,
    /// The people to whom the teacher consented, and those to whom it was opened before.
    pub people: Vec<ConsentedReader>,
    /// Why it can be opened to nobody now; nothing where only the teacher's word is missing.
    pub barrier: Option<Barrier>,
    /// Exactly what goes, words and figures; nothing while it can go to nobody.
    pub goes: Vec<PreviewWords>,
}

/// One person to whom a record can be opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct ConsentedReader {
    /// Who.
    pub person: Named,
    /// Whether the teacher consents now.
    pub is_consented: bool,
    /// Whether it can be opened to them now.
    pub is_offered: bool,
    /// How far a share is; nothing where there is none.
    pub state: Option<ShareState>,
    /// Why it is held back.
    pub barrier: Option<Barrier>,
    /// When it first reached their computer, in words.
    pub seen: Option<String>,
}

/// Returns to whom a record can be opened by its teacher's consent, and to whom it is.
///
/// # Errors
/// When it is not there, or no record that is shared this way.
pub fn view(reader: &Connection, id: RowId) -> Result<ConsentedView> {
    let document = Document::read(reader, id)?;
    let barrier = sharable(reader, &document)?.err();
    let consented = handover::agreed(reader, id)?;
    let shares = stored::shares(reader, id)?;
    let mut readers = consented.clone();
    readers.extend(shares.iter().filter_map(|share| match share.scope {
        Scope::Consented { reader, .. } => Some(reader),
        _ => None,
    }));
    readers.sort_unstable();
    readers.dedup();
    let (seen, zone) = (stored::seen(reader, id)?, home_zone(reader)?);
    let mut people = Vec::new();
    for person in readers {
        let share =
            shares.iter().find(|share| matches!(share.scope, Scope::Consented { reader, .. } if reader == person));
        let (state, held) = share.map(|share| how_far(share.state)).unzip();
        let is_there = matches!(state, Some(ShareState::Waiting | ShareState::Open));
        let is_consented = consented.contains(&person);
        let seen = seen.iter().find(|seen| Some(seen.scope) == share.map(|share| share.scope) && seen.reader == person);
        people.push(ConsentedReader {
            person: named(reader, person)?,
            is_consented,
            is_offered: is_consented && barrier.is_none() && !is_there,
            state,
            barrier: held.flatten(),
            seen: seen.map(|seen| moment(seen.at_ms, zone)),
        });
    }
    people.sort_by(|one, other| one.person.name.cmp(&other.person.name));
    // For whom the words go says nothing of which go.
    let goes = match (people.first(), document.teacher) {
        (Some(one), Some(teacher)) => document.goes(reader, &scope(teacher, one.person.id, id))?,
        _ => Vec::new(),
    };
    let teacher = document.teacher.map(|teacher| named(reader, teacher)).transpose()?;
    Ok(ConsentedView { teacher, people, barrier, goes })
}

/// Opens a record to one person to whom its teacher consented to show it: one act, that undo takes back until it was sent.
///
/// # Errors
/// When the teacher did not consent, or it may not be shared, as far as this computer knows; nothing is done then.
pub fn share(writer: &mut Writer, id: RowId, person: RowId) -> Result<()> {
    let reader = writer.reader();
    let document = Document::read(reader, id)?;
    let sharable = sharable(reader, &document)?.map_err(refused)?;
    let to = sharable.consented(document.record, person, &handover::agreed(reader, id)?).map_err(refused)?;
    if is_open(reader, id, &to)? {
        return Ok(());
    }
    Ok(writer.act(id, "Show a record to one person", |tx| tx.share(document.entity, id, &to))?)
}

/// Stops showing a record to one person. It leaves their list; what they have read they have read.
///
/// # Errors
/// [`Code::Changed`] when it is not shown to them.
pub fn stop(writer: &mut Writer, id: RowId, person: RowId) -> Result<()> {
    let document = Document::read(writer.reader(), id)?;
    let shares = stored::shares(writer.reader(), id)?.into_iter();
    let standing = shares.filter(|share| share.state != stored::State::Ending).map(|share| share.scope);
    let is_theirs = |scope: &Scope| matches!(scope, Scope::Consented { reader, .. } if *reader == person);
    let open: Vec<Scope> = standing.filter(is_theirs).collect();
    if open.is_empty() {
        return Err(Error::Refused(Problem::new(Code::Changed, "This is not shown to them any more.")));
    }
    Ok(writer.act(id, "Stop showing a record to one person", |tx| {
        open.iter().try_for_each(|scope| tx.unshare(document.entity, id, scope))
    })?)
}

fn scope(teacher: RowId, reader: RowId, root: RowId) -> Scope {
    Scope::Consented { teacher, reader, root }
}

fn sharable(reader: &Connection, document: &Document) -> Result<std::result::Result<Sharable, Barrier>> {
    if store::removed::since(reader, document.entity, document.id)?.is_some() {
        return Ok(Err(Barrier::Removed));
    }
    Sharable::of(reader, document.id, document.teacher)
}

impl Sharable {
    /// Returns the scope of one person, when the teacher's own rows, which are here, say that they may read it. The service
    /// has them from the teacher too, and its answer counts.
    fn consented(
        mut self,
        record: domain::access::Record,
        reader: RowId,
        consented: &[RowId],
    ) -> std::result::Result<Scope, Barrier> {
        let (teacher, root) = (self.teacher, self.root);
        if consented.contains(&reader) {
            self.facts.consents.insert(Consent { teacher, reader, root });
        }
        let to = scope(teacher, reader, root);
        self.may_enter(record, to).map(|()| to)
    }
}
