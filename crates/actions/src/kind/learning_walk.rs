//! Learning walks: several rooms in one sitting, each by subject and grade only, and in how many of them an item was
//! seen. No teacher, no class and no name of the roster has a place here.

use domain::{
    RowId,
    clock::Reading,
    kind::{Kind, Purpose},
    observation::letter,
    schema::{observation, walk_item, walk_room},
    walk::{ItemValue, LONGEST_ROOM, MOST_ROOMS, pattern},
};
use serde::{Deserialize, Serialize};
use store::{Connection, Tx, Writer, observation::Observation, walk_room as stored};

use super::{CodeShare, open as open_live, walkthrough};
use crate::{
    Error, Result,
    capture::{self, Form},
    person::refuse_names,
};

/// A room as it is entered.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct KeepRoom {
    /// The learning walk.
    pub observation: RowId,
    /// The room that is corrected; nothing for the next one.
    pub room: Option<RowId>,
    /// What is taught there.
    pub subject: String,
    /// To which grade.
    pub grade: String,
}

/// An item's key in one room.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct RoomKey {
    /// The learning walk.
    pub observation: RowId,
    /// The room.
    pub room: RowId,
    /// The look-for: one of the walk's set.
    pub look_for: RowId,
    /// Whether it was seen.
    pub value: ItemValue,
}

/// What a learning walk comes to.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct LearningWalkView {
    /// The rooms, in the order in which they were entered.
    pub rooms: Vec<RoomView>,
    /// Each item over all rooms.
    pub patterns: Vec<PatternView>,
}

/// One room.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct RoomView {
    /// The row.
    pub id: RowId,
    /// What is taught there.
    pub subject: String,
    /// To which grade.
    pub grade: String,
    /// The answers, in the order of the items; nothing where there is none yet.
    pub values: Vec<Option<ItemValue>>,
}

/// One item over all rooms: in how many of those in which it had a place it was seen.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct PatternView {
    /// The look-for.
    pub look_for: RowId,
    /// Its letter, its words, and the share of rooms in which it was seen.
    pub seen: CodeShare,
    /// In how many rooms it was seen in part.
    pub partial: u32,
}

/// Begins a learning walk.
///
/// # Errors
/// When there is no set of look-fors to walk with.
pub fn start_walk(writer: &mut Writer, now: &Reading) -> Result<RowId> {
    let set = crate::look_for::last_used_anywhere(writer.reader())?;
    let set = set.ok_or_else(|| Error::invalid("lookForSet", "Make a set of look-fors in a script first."))?;
    let fields =
        vec![(observation::PURPOSE, Purpose::LearningWalk.code().into()), (observation::LOOK_FOR_SET, set.into())];
    capture::begin_without_teacher(writer, now, Form { kind: Kind::LearningWalk, fields, codes: Vec::new() })
}

/// Returns a walk that goes on, or one that is typed in from paper afterwards.
fn open(reader: &Connection, id: RowId) -> Result<Observation> {
    if store::observation::load(reader, id)?.entered_ms.is_some() {
        return crate::paper::entered(reader, id, Kind::LearningWalk);
    }
    open_live(reader, id, Kind::LearningWalk)
}

/// Of a walk from paper no clock runs, so neither sleep nor a last moment has a place in it.
fn begin_entry(tx: &mut Tx<'_>, observation: &Observation, now: &Reading) -> Result<()> {
    if observation.entered_ms.is_none() {
        capture::note_sleep(tx, observation, now)?;
    }
    Ok(())
}

fn end_entry(tx: &Tx<'_>, observation: &Observation, now: &Reading) -> Result<()> {
    if observation.entered_ms.is_none() { capture::advance(tx, observation, now) } else { Ok(()) }
}

/// Keeps a room, and returns its id. It is known by its subject and its grade only.
///
/// # Errors
/// When neither is there, one is too long or names somebody of the roster, or there are too many rooms.
pub fn keep_room(writer: &mut Writer, now: &Reading, keep: &KeepRoom) -> Result<RowId> {
    let observation = open(writer.reader(), keep.observation)?;
    let (subject, grade) = (keep.subject.trim(), keep.grade.trim());
    check_words(writer.reader(), subject, grade)?;
    let id = observation.id;
    let rooms = stored::rooms(writer.reader(), id)?;
    if let Some(room) = keep.room {
        find(&rooms, room)?;
        writer.act(id, "Correct a room", |tx| {
            tx.set(walk_room::ENTITY, room, walk_room::SUBJECT, subject.into())?;
            tx.set(walk_room::ENTITY, room, walk_room::GRADE, grade.into())
        })?;
        return Ok(room);
    }
    if rooms.len() >= MOST_ROOMS {
        return Err(Error::invalid("subject", "A learning walk has at most forty rooms. Begin another one."));
    }
    let position = rooms.last().map_or(0, |last| last.position.saturating_add(1));
    writer.act(id, "Enter a room", |tx| {
        begin_entry(tx, &observation, now)?;
        let room = tx.new_id();
        let fields = vec![
            (walk_room::OBSERVATION, id.into()),
            (walk_room::POSITION, position.into()),
            (walk_room::SUBJECT, subject.into()),
            (walk_room::GRADE, grade.into()),
        ];
        tx.create(walk_room::ENTITY, room, fields)?;
        end_entry(tx, &observation, now)?;
        Ok(room)
    })
}

fn check_words(reader: &Connection, subject: &str, grade: &str) -> Result<()> {
    if subject.is_empty() && grade.is_empty() {
        return Err(Error::invalid("subject", "Write the subject, the grade, or both."));
    }
    for (field, words) in [("subject", subject), ("grade", grade)] {
        if words.chars().count() > LONGEST_ROOM {
            return Err(Error::invalid(field, "Write at most 60 characters."));
        }
        crate::typed::refuse_private(field, words)?;
        // A subject of a class is none, whoever is called like it.
        let is_known = stored::known_words(reader)?.iter().any(|known| known.eq_ignore_ascii_case(words));
        if !is_known {
            refuse_names(reader, field, words)?;
        }
    }
    Ok(())
}

/// Takes a room out of the walk, with what was answered in it.
///
/// # Errors
/// When the walk is not open, or the room is not one of its.
pub fn remove_room(writer: &mut Writer, observation: RowId, room: RowId) -> Result<()> {
    let observation = open(writer.reader(), observation)?;
    find(&stored::rooms(writer.reader(), observation.id)?, room)?;
    Ok(writer.act(observation.id, "Take a room out", |tx| tx.remove(walk_room::ENTITY, room))?)
}

fn find(rooms: &[stored::Room], room: RowId) -> Result<()> {
    if rooms.iter().any(|one| one.id == room) {
        return Ok(());
    }
    Err(Error::invalid("room", "This room is not one of this learning walk."))
}

/// Answers an item in a room; another answer takes the place of the earlier one.
///
/// # Errors
/// When the walk is not open, or room or look-for are not of it.
pub fn answer_in_room(writer: &mut Writer, now: &Reading, key: &RoomKey) -> Result<()> {
    let observation = open(writer.reader(), key.observation)?;
    let id = observation.id;
    find(&stored::rooms(writer.reader(), id)?, key.room)?;
    walkthrough::check_item(writer.reader(), &observation, key.look_for)?;
    writer.act(id, "Answer an item", |tx| {
        begin_entry(tx, &observation, now)?;
        let row = RowId::derived(&[b"room item", &key.room.bytes(), &key.look_for.bytes()]);
        let fields = vec![
            (walk_item::OBSERVATION, id.into()),
            (walk_item::ROOM, key.room.into()),
            (walk_item::LOOK_FOR, key.look_for.into()),
            (walk_item::VALUE, key.value.code().into()),
        ];
        tx.create_or_restore(walk_item::ENTITY, row, fields)?;
        tx.set(walk_item::ENTITY, row, walk_item::VALUE, key.value.code().into())?;
        end_entry(tx, &observation, now)
    })
}

/// Returns the rooms of a learning walk and what they come to.
pub(super) fn view(reader: &Connection, observation: &Observation) -> Result<LearningWalkView> {
    let items = walkthrough::items_of(reader, observation)?;
    let answers = stored::items(reader, observation.id)?;
    let value = |room: RowId, look_for: RowId| {
        let answer = answers.iter().find(|answer| answer.room == room && answer.look_for == look_for);
        answer.and_then(|answer| ItemValue::from_code(&answer.value))
    };
    let rooms = stored::rooms(reader, observation.id)?;
    let patterns = items.iter().map(|item| {
        let values: Vec<ItemValue> = rooms.iter().filter_map(|room| value(room.id, item.id)).collect();
        let pattern = pattern(&values);
        PatternView {
            look_for: item.id,
            seen: CodeShare::of(letter(item.position).to_string(), item.text.clone(), pattern.seen),
            partial: pattern.partial,
        }
    });
    let patterns = patterns.collect();
    let rooms = rooms.into_iter().map(|room| RoomView {
        values: items.iter().map(|item| value(room.id, item.id)).collect(),
        id: room.id,
        subject: room.subject,
        grade: room.grade,
    });
    Ok(LearningWalkView { rooms: rooms.collect(), patterns })
}
