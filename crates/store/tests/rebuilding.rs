//! Whatever a person does, the log alone gives the same rows, registers and index again, and search finds what is live.

use std::collections::BTreeSet;

use domain::{
    RowId,
    schema::{ENTITIES, Entity, abbreviation, line, observation, person, tag, visit, wondering},
};
use fault_vfs::Disk;
use proptest::prelude::*;
use store::{Error, Writer, check, draft, erase, rebuild, undo};

use crate::support::{
    acts::draft_of,
    desk::{Clock, MONDAY_MS, key},
    look::{found, names},
};

/// Words of which none begins another, in scripts that are hard in one way or another.
const WORDS: [&str; 8] = ["fraction", "étude", "naïve", "שלום", "مرحبا", "zebra", "ΣΊΣΥΦΟΣ", "x9"];

/// What a random person does. Numbers choose among what is there.
#[derive(Debug, Clone)]
enum Act {
    Create { kind: usize, words: Vec<usize> },
    CreateAndRewrite { kind: usize, words: Vec<usize> },
    Write { row: usize, field: usize, words: Vec<usize> },
    Empty { row: usize, field: usize },
    Remove { row: usize },
    Restore { row: usize },
    Tag { row: usize },
    Undo { document: usize },
    Redo { document: usize },
    Erase { row: usize },
    Draft { words: Vec<usize> },
    SetClock { by_ms: i64 },
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let words = || prop::collection::vec(0..WORDS.len(), 0..6);
    let row = || 0..1_000_usize;
    let act = prop_oneof![
        6 => (0..KINDS.len(), words()).prop_map(|(kind, words)| Act::Create { kind, words }),
        2 => (0..KINDS.len(), words()).prop_map(|(kind, words)| Act::CreateAndRewrite { kind, words }),
        8 => (row(), 0..3_usize, words()).prop_map(|(row, field, words)| Act::Write { row, field, words }),
        1 => (row(), 0..3_usize).prop_map(|(row, field)| Act::Empty { row, field }),
        3 => row().prop_map(|row| Act::Remove { row }),
        2 => row().prop_map(|row| Act::Restore { row }),
        3 => row().prop_map(|row| Act::Tag { row }),
        4 => (0..2_usize).prop_map(|document| Act::Undo { document }),
        3 => (0..2_usize).prop_map(|document| Act::Redo { document }),
        1 => row().prop_map(|row| Act::Erase { row }),
        1 => words().prop_map(|words| Act::Draft { words }),
        1 => (-5_000_000..5_000_000_i64).prop_map(|by_ms| Act::SetClock { by_ms }),
    ];
    prop::collection::vec(act, 1..60)
}

/// The kinds of rows that are made, some of them private, with long texts and with plain ones.
const KINDS: [&Entity; 6] =
    [observation::ENTITY, line::ENTITY, wondering::ENTITY, person::ENTITY, visit::ENTITY, abbreviation::ENTITY];

struct World {
    clock: Clock,
    writer: Writer,
    rows: Vec<(&'static Entity, RowId)>,
    documents: [RowId; 2],
    acts: usize,
    // Last, so that the database is closed before its disk is gone.
    _disk: Disk,
}

impl World {
    fn new() -> Self {
        let (disk, clock) = (Disk::default(), Clock::at(MONDAY_MS));
        let writer = Writer::create(&disk.path("profile.db"), key(), clock.source(11)).unwrap();
        let documents = [RowId::derived(&[b"one"]), RowId::derived(&[b"other"])];
        Self { clock, writer, rows: Vec::new(), documents, acts: 0, _disk: disk }
    }

    fn act(&mut self, act: &Act) {
        self.acts += 1;
        let before = rebuild::fingerprint(self.writer.reader()).unwrap();
        match self.try_act(act) {
            Ok(()) => {}
            // An erased row takes nothing, and undo does nothing over somebody else's change.
            Err(Error::NotFound { .. } | Error::Changed) => {
                assert_eq!(
                    rebuild::fingerprint(self.writer.reader()).unwrap(),
                    before,
                    "a refused act changes nothing"
                );
            }
            Err(error) => panic!("{act:?} failed: {error:?}"),
        }
    }

    fn try_act(&mut self, act: &Act) -> Result<(), Error> {
        let document = self.documents[self.acts % 2];
        match act {
            Act::Create { kind, words } => self.create(document, KINDS[*kind], words, false),
            Act::CreateAndRewrite { kind, words } => self.create(document, KINDS[*kind], words, true),
            Act::Write { row, field, words } => self.write(document, *row, *field, text(words).into()),
            Act::Empty { row, field } => self.write(document, *row, *field, domain::Value::Null),
            Act::Remove { row } => {
                let Some((entity, row)) = self.row(*row) else { return Ok(()) };
                self.writer.act(document, "remove", |tx| tx.remove(entity, row))
            }
            Act::Restore { row } => {
                let Some((entity, row)) = self.row(*row) else { return Ok(()) };
                self.writer.act(document, "restore", |tx| tx.restore(entity, row))
            }
            Act::Tag { row } => self.tag(document, *row),
            Act::Undo { document } => undo::undo(&mut self.writer, self.documents[*document]).map(drop),
            Act::Redo { document } => undo::redo(&mut self.writer, self.documents[*document]).map(drop),
            Act::Erase { row } => {
                let Some((_, row)) = self.row(*row) else { return Ok(()) };
                erase::erase(&mut self.writer, row).map(drop)
            }
            Act::Draft { words } => {
                let number = i64::try_from(self.acts).unwrap();
                draft::save(&mut self.writer, &draft_of(document, number, &text(words))).map(drop)
            }
            Act::SetClock { by_ms } => {
                self.clock.pass(*by_ms);
                Ok(())
            }
        }
    }

    fn create(
        &mut self,
        document: RowId,
        entity: &'static Entity,
        words: &[usize],
        rewrite: bool,
    ) -> Result<(), Error> {
        let parent =
            self.rows.iter().find(|(entity, _)| entity.number == observation::ENTITY.number).map(|(_, row)| *row);
        let row = self.writer.act(document, "create", |tx| {
            let row = tx.new_id();
            let mut fields: Vec<_> = entity
                .fields
                .iter()
                .filter(|field| field.words)
                .map(|field| (field.number, text(words).into()))
                .collect();
            if entity.table == "line" || entity.table == "wondering" {
                fields.push((line::OBSERVATION, parent.into()));
            }
            tx.create(entity, row, fields)?;
            if rewrite {
                let field = words_field(entity, words.len());
                tx.set(entity, row, field, "zebra — first".into())?;
                tx.set(entity, row, field, "zebra — then étude".into())?;
            }
            Ok::<_, Error>(row)
        })?;
        self.rows.push((entity, row));
        Ok(())
    }

    fn write(&mut self, document: RowId, row: usize, field: usize, value: domain::Value) -> Result<(), Error> {
        match self.row(row) {
            Some((entity, row)) if entity.number != tag::ENTITY.number => {
                self.writer.act(document, "write", |tx| tx.set(entity, row, words_field(entity, field), value))
            }
            Some(_) | None => Ok(()),
        }
    }

    fn tag(&mut self, document: RowId, row: usize) -> Result<(), Error> {
        let Some((entity, line)) = self.row(row) else { return Ok(()) };
        if entity.number != line::ENTITY.number {
            return Ok(());
        }
        let id = RowId::derived(&[b"tag", &line.bytes()]);
        self.writer.act(document, "tag", |tx| tx.create_or_restore(tag::ENTITY, id, vec![(tag::LINE, line.into())]))?;
        if self.rows.iter().all(|(_, row)| *row != id) {
            self.rows.push((tag::ENTITY, id));
        }
        Ok(())
    }

    fn row(&self, number: usize) -> Option<(&'static Entity, RowId)> {
        (!self.rows.is_empty()).then(|| self.rows[number % self.rows.len()])
    }

    fn verify(&mut self) {
        check::all(&mut self.writer).unwrap();
        for word in WORDS {
            let found: BTreeSet<RowId> = found(self.writer.reader(), word).into_iter().collect();
            assert_eq!(found, self.live_with(word), "{word}");
        }
    }

    /// Returns the live rows that hold a word, found the slow way.
    fn live_with(&self, word: &str) -> BTreeSet<RowId> {
        let mut rows = BTreeSet::new();
        for entity in ENTITIES {
            for field in entity.fields.iter().filter(|field| field.words) {
                let mut sql = format!(
                    "select hex(id) from {} where removed_ms is null and ' ' || {} || ' ' like '% {word} %'",
                    entity.table, field.column
                );
                if entity.table == "line" || entity.table == "wondering" {
                    sql.push_str(" and (observation is null or observation in (select id from observation where removed_ms is null))");
                }
                rows.extend(names(self.writer.reader(), &sql).iter().map(|id| id.parse::<RowId>().unwrap()));
            }
        }
        rows
    }
}

fn text(words: &[usize]) -> String {
    words.iter().map(|word| WORDS[*word]).collect::<Vec<_>>().join(" ")
}

/// Returns one of the fields that hold words.
fn words_field(entity: &Entity, choice: usize) -> u16 {
    let fields: Vec<u16> = entity.fields.iter().filter(|field| field.words).map(|field| field.number).collect();
    fields[choice % fields.len()]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_rebuild_from_the_log_gives_what_was_there_after_any_acts(acts in acts(), cut in 0..60_usize) {
        let mut world = World::new();

        for (index, act) in acts.iter().enumerate() {
            if index == cut {
                world.verify();
                rebuild::rebuild(&mut world.writer).unwrap();
            }
            world.act(act);
        }
        world.verify();

        let before = rebuild::fingerprint(world.writer.reader()).unwrap();
        rebuild::rebuild(&mut world.writer).unwrap();
        prop_assert_eq!(rebuild::fingerprint(world.writer.reader()).unwrap(), before);
        world.verify();
    }
}
