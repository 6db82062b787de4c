//! A person who writes documents, and what another person then has of them.

use std::collections::BTreeMap;

use domain::{RowId, Value, schema, scope::Scope};
use server::hub;
use sync::{
    batch::{Batch, unpacked},
    body::Body,
    exchange::{Block, Brought, News, Taken},
    fold::{Placed, Row},
    op::{Content, Op, revision},
    register::ord,
};

use super::{Device, World, op};

/// The number of an entity, a row of it, and what happens to it.
pub(crate) type Change = (u16, RowId, Body);

impl Device {
    /// Writes changes as one batch.
    pub(crate) fn put(&mut self, scope: Scope, changes: &[Change]) -> Brought {
        let (first, replica) = (self.head.ctr + 1, self.replica);
        self.write_with(scope, changes.len() as i64, |ctr| {
            let (entity, row, body) = &changes[usize::try_from(ctr - first).unwrap()];
            let salt = blake3::hash(format!("{replica} {ctr}").as_bytes()).as_bytes()[..16].try_into().unwrap();
            let content = Content::Whole { salt, body: body.encode() };
            Op { row: *row, content, ..op(ctr, *entity, body.kind(), Vec::new()) }
        })
    }

    /// Writes changes of the person's own work, and brings them.
    pub(crate) fn says(&mut self, world: &World, changes: &[Change]) {
        let brought = self.put(self.own(), changes);
        let taken = self.bring(world, &[brought]).taken;
        assert!(matches!(taken.as_slice(), [Taken::Settled(_)]), "{taken:?}");
    }

    /// Asks until nothing is left, and changes what the person has.
    pub(crate) fn receive(&mut self, world: &World, had: &mut Had) {
        loop {
            let question = self.question(Vec::new(), 1 << 20);
            let answer = hub::exchange(world.storage(), &self.session, world.now_ms(), &question).unwrap();
            (self.epoch, self.cursor) = (answer.epoch, answer.cursor);
            for news in answer.news {
                match news {
                    News::Block(block) => had.blocks.push(block),
                    News::Closed { scope } => had.blocks.retain(|block| block.scope != scope),
                    News::Only { scopes } => had.blocks.retain(|block| scopes.contains(&block.scope)),
                }
            }
            if !answer.more {
                return;
            }
        }
    }
}

/// What a person has from others.
#[derive(Default)]
pub(crate) struct Had {
    pub(crate) blocks: Vec<Block>,
}

/// The living rows, each with its values.
pub(crate) type Rows = BTreeMap<(u16, RowId), BTreeMap<u16, Value>>;

impl Had {
    /// The scopes, each once.
    pub(crate) fn scopes(&self) -> Vec<Scope> {
        let mut scopes: Vec<_> = self.blocks.iter().map(|block| Scope::from_bytes(&block.scope).unwrap()).collect();
        scopes.sort();
        scopes.dedup();
        scopes
    }

    /// Whether the words are anywhere in what was received, in whatever form but compressed.
    pub(crate) fn holds(&self, words: &str) -> bool {
        self.blocks.iter().any(|block| {
            let bytes = unpacked(&block.batch).unwrap();
            bytes.windows(words.len()).any(|window| window == words.as_bytes())
        })
    }

    pub(crate) fn of(&self, scope: Scope) -> Self {
        let blocks = self.blocks.iter().filter(|block| block.scope == scope.bytes());
        Self { blocks: blocks.cloned().collect() }
    }

    /// Every operation with the moment at which the service received it.
    pub(crate) fn ops(&self) -> Vec<(Op, i64)> {
        let batches = self.blocks.iter().map(|block| (Batch::decode(&block.batch).unwrap(), block.received_ms));
        batches.flat_map(|(batch, received_ms)| batch.ops.into_iter().map(move |op| (op, received_ms))).collect()
    }

    pub(crate) fn folded(&self) -> BTreeMap<(u16, RowId), Row> {
        let mut rows = BTreeMap::<_, Row>::new();
        for (op, received_ms) in self.ops() {
            let body = op.body().unwrap();
            let placed =
                Placed { reference: op.reference, hlc: op.hlc, ord: ord(op.hlc, received_ms), body: body.as_ref() };
            rows.entry((op.entity, op.row)).or_default().take(schema::entity(op.entity).unwrap(), &placed);
        }
        rows
    }

    /// What a person who has only this sees.
    pub(crate) fn rows(&self) -> Rows {
        let living = self.folded().into_iter().filter(|(_, row)| row.is_live());
        living.map(|(key, row)| (key, values(key.0, &row))).collect()
    }
}

/// The values of a row that are there.
fn values(entity: u16, row: &Row) -> BTreeMap<u16, Value> {
    let fields = schema::entity(entity).unwrap().fields.iter().map(|field| (field.number, row.value(field.number)));
    fields.filter(|(_, value)| *value != Value::Null).collect()
}

/// What makes a text another text, for somebody who has the row before them.
pub(crate) fn rewrite(row: &Row, field: u16, text: &str) -> Body {
    let words = row.value(field);
    let words = words.text().unwrap_or_default();
    let prose = row.texts.get(&field);
    let parents = prose.map_or_else(|| vec![revision(&[], words)], |prose| prose.tips());
    let of_parent = prose.and_then(|prose| prose.words(parents[0])).unwrap_or(words);
    let (deleted, result) = (of_parent.len(), revision(&parents, text));
    Body::Text { field, parents, at: 0, deleted, inserted: text.to_owned(), result, settles: false }
}
