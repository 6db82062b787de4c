//! What a coach does, in one call each.

use domain::{
    RowId,
    clock::{Anchor, Reading},
    schema::{line, observation, tag, wondering},
};
use store::{
    Writer,
    draft::{self, Draft},
};

pub fn begin_observation(writer: &mut Writer, focus: &str) -> RowId {
    writer
        .act(store::workspace(), "begin", |tx| {
            let id = tx.new_id();
            let fields = vec![(observation::FOCUS, focus.into()), (observation::STATE, "open".into())];
            tx.create(observation::ENTITY, id, fields)?;
            Ok::<_, store::Error>(id)
        })
        .unwrap()
}

pub fn keep_line(writer: &mut Writer, observation: RowId, text: &str) -> RowId {
    try_keep_line(writer, observation, 0, text).unwrap()
}

/// Keeps a line and empties its draft, in one act.
pub fn try_keep_line(writer: &mut Writer, observation: RowId, number: i64, text: &str) -> store::Result<RowId> {
    writer.act(observation, "keep line", |tx| {
        let id = tx.new_id();
        let fields = vec![
            (line::OBSERVATION, observation.into()),
            (line::OFFSET_MS, 61_000_i64.into()),
            (line::SPEAKER, "T".into()),
            (line::TEXT, text.into()),
        ];
        tx.create(line::ENTITY, id, fields)?;
        draft::clear(tx, observation, observation, number)?;
        Ok(id)
    })
}

pub fn edit_line(writer: &mut Writer, observation: RowId, line: RowId, text: &str) {
    writer.act(observation, "edit line", |tx| tx.set(line::ENTITY, line, line::TEXT, text.into())).unwrap();
}

pub fn remove_line(writer: &mut Writer, observation: RowId, line: RowId) {
    writer.act(observation, "remove line", |tx| tx.remove(line::ENTITY, line)).unwrap();
}

pub fn wonder(writer: &mut Writer, observation: RowId, line: RowId, text: &str) -> RowId {
    writer
        .act(observation, "wonder", |tx| {
            let id = tx.new_id();
            let fields = vec![
                (wondering::OBSERVATION, observation.into()),
                (wondering::LINE, line.into()),
                (wondering::TEXT, text.into()),
            ];
            tx.create(wondering::ENTITY, id, fields)?;
            Ok::<_, store::Error>(id)
        })
        .unwrap()
}

pub fn tag_line(writer: &mut Writer, observation: RowId, line: RowId, look_for: RowId) -> RowId {
    let id = RowId::derived(&[b"tag", &line.bytes(), &look_for.bytes()]);
    let fields =
        vec![(tag::LINE, line.into()), (tag::LOOK_FOR, look_for.into()), (tag::OBSERVATION, observation.into())];
    writer.act(observation, "tag", |tx| tx.create_or_restore(tag::ENTITY, id, fields)).unwrap();
    id
}

pub fn draft_of(observation: RowId, number: i64, evidence: &str) -> Draft {
    Draft {
        document: observation,
        target: observation,
        number,
        evidence: evidence.to_owned(),
        wondering: None,
        speaker: "T".to_owned(),
        tags: Vec::new(),
        typed_time: String::new(),
        caret: 0,
        anchor: Anchor {
            offset_ms: 61_000,
            reading: Reading { wall_ms: 1, boot_ms: 2, awake_ms: 2, boot: "a boot".to_owned() },
        },
    }
}
