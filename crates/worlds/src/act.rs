//! What people do: acts over the store's own functions, with words that occur only once.

use std::fmt;

use domain::{
    RowId, Value,
    schema::{self, Entity, Log, Merge, line, observation, tag, visit, wondering},
};
use store::{Connection, Result, Tx, Writer, erase, undo};

use crate::{people::People, random::Random, tables};

/// What an act came to.
#[derive(Debug, Clone)]
pub enum Did {
    /// It changed this row, or began with it.
    Changed(&'static str, RowId),
    /// It gave a field another value.
    Set {
        /// The row.
        row: RowId,
        /// The field's number.
        field: u16,
        /// What the screen showed.
        before: Value,
        /// What it shows now.
        after: Value,
    },
    /// It took back or did again what somebody else may have built on.
    Undid,
    /// There was nothing to do it to.
    Nothing,
}

impl fmt::Display for Did {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Changed(table, row) => write!(f, "{table} {row}"),
            Self::Set { row, field, before, after } => write!(f, "field {field} of {row} from {before:?} to {after:?}"),
            Self::Undid => write!(f, "undo"),
            Self::Nothing => write!(f, "nothing"),
        }
    }
}

/// Somebody at a device.
pub struct Actor<'a> {
    /// Everybody.
    pub people: &'a People,
    /// Who it is.
    pub person: RowId,
    /// What they choose by.
    pub random: &'a mut Random,
    /// The number of the last word that somebody wrote.
    pub words: &'a mut u64,
}

impl Actor<'_> {
    /// Does one thing.
    ///
    /// # Errors
    /// The store's: then nothing was changed.
    pub fn act(&mut self, writer: &mut Writer) -> Result<Did> {
        let did = match self.random.below(100) {
            0..=8 => self.plan(writer),
            9..=18 => self.observe(writer),
            19..=27 => self.record(writer),
            28..=36 => self.tag(writer),
            37..=73 => self.change(writer),
            74..=81 => self.remove(writer),
            82..=88 => self.restore(writer),
            89..=93 => self.step_back(writer),
            94..=95 => self.erase(writer),
            _ => self.wonder(writer),
        };
        match did {
            // What others shared is only read, and a coach note that its supervisors have stays as it is.
            Err(store::Error::Shared { .. } | store::Error::Changed) => Ok(Did::Nothing),
            did => did,
        }
    }

    /// Returns a word that nobody wrote before.
    pub(crate) fn word(&mut self) -> String {
        *self.words += 1;
        format!("word{}", self.words)
    }

    /// Returns a number that nobody wrote before.
    pub(crate) fn number(&mut self) -> i64 {
        *self.words += 1;
        i64::try_from(*self.words).expect("few")
    }

    fn plan(&mut self, writer: &mut Writer) -> Result<Did> {
        let (purpose, teacher) = (self.word(), self.people.teacher);
        let date = format!("2026-10-{:02}", self.random.between(5, 30));
        let row = writer.act(store::workspace(), "plan a visit", |tx| {
            let row = tx.new_id();
            let fields = vec![
                (visit::TEACHER, teacher.into()),
                (visit::DATE, date.as_str().into()),
                (visit::PURPOSE, purpose.as_str().into()),
                (visit::STATE, "planned".into()),
            ];
            tx.create(visit::ENTITY, row, fields)?;
            Ok::<_, store::Error>(row)
        })?;
        Ok(Did::Changed("visit", row))
    }

    fn observe(&mut self, writer: &mut Writer) -> Result<Did> {
        let words: Vec<String> = (0..self.random.between(1, 6)).map(|_| self.word()).collect();
        let (teacher, observer) = (self.people.teacher, self.person);
        let row = writer.act(store::workspace(), "observe", |tx| {
            let row = tx.new_id();
            let fields = vec![
                (observation::TEACHER, teacher.into()),
                (observation::OBSERVER, observer.into()),
                (observation::KIND, "scripted".into()),
                (observation::STATE, "captured".into()),
            ];
            tx.create(observation::ENTITY, row, fields)?;
            for (number, word) in (0_i64..).zip(&words) {
                let fields = vec![
                    (line::OBSERVATION, row.into()),
                    (line::OFFSET_MS, (number * 1_000).into()),
                    (line::TEXT, word.as_str().into()),
                ];
                let line = tx.new_id();
                tx.create(line::ENTITY, line, fields)?;
            }
            Ok::<_, store::Error>(row)
        })?;
        Ok(Did::Changed("observation", row))
    }

    /// Tags a line for one of few look-fors: two devices make the same tag.
    fn tag(&mut self, writer: &mut Writer) -> Result<Did> {
        let Some(of_line) = self.choose(writer.reader(), line::ENTITY, "removed_ms is null")? else {
            return Ok(Did::Nothing);
        };
        let look_for = RowId::derived(&[b"look-for", &[u8::try_from(self.random.below(3)).expect("below 3")]]);
        let row = RowId::derived(&[b"tag", &of_line.bytes(), &look_for.bytes()]);
        let sql = "select observation from line where id = ?1";
        let of: Option<[u8; 16]> = writer.reader().query_row(sql, [of_line.bytes()], |row| row.get(0)).map_err(read)?;
        let Some(of) = of else { return Ok(Did::Nothing) };
        writer.act(store::workspace(), "tag", |tx| {
            let fields = vec![
                (tag::LINE, of_line.into()),
                (tag::LOOK_FOR, look_for.into()),
                (tag::OBSERVATION, RowId::from_bytes(of).into()),
            ];
            tx.create_or_restore(tag::ENTITY, row, fields)
        })?;
        Ok(Did::Changed("tag", row))
    }

    /// Gives a field of some row another value, or writes on in a long text.
    fn change(&mut self, writer: &mut Writer) -> Result<Did> {
        let entities = self.entities();
        let entity = *self.random.pick(&entities);
        let Some(row) = self.choose(writer.reader(), entity, "removed_ms is null")? else { return Ok(Did::Nothing) };
        let fields: Vec<&schema::Field> = entity
            .fields
            .iter()
            .filter(|field| field.merge != Merge::Fixed && field.kind != schema::Kind::Id)
            .collect();
        if fields.is_empty() {
            return Ok(Did::Nothing);
        }
        let field = *self.random.pick(&fields);
        let before = tables::value(writer.reader(), entity, row, field).map_err(read)?;
        let is_prose = field.merge == Merge::LongText;
        let after: Value = match field.kind {
            schema::Kind::Text if is_prose => self.edited(before.text().unwrap_or_default()).into(),
            schema::Kind::Text => self.word().into(),
            schema::Kind::Real => Value::Real(f64::from(u32::try_from(self.number()).expect("few")) + 0.5),
            schema::Kind::Integer | schema::Kind::Id => self.number().into(),
        };
        let value = after.clone();
        writer.act(store::workspace(), "change", |tx| tx.set(entity, row, field.number, value))?;
        if is_prose {
            return Ok(Did::Changed(entity.table, row));
        }
        Ok(Did::Set { row, field: field.number, before, after })
    }

    /// Writes on in a text: a word more, a sentence more, or one word instead of another.
    fn edited(&mut self, before: &str) -> String {
        let mut words: Vec<String> = before.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect();
        let at = self.random.place(words.len() + 1);
        match self.random.below(4) {
            0 if at < words.len() => words[at] = self.word(),
            1 => {
                let sentence = format!("{} {}.", self.word(), self.word());
                words.insert(at, sentence);
            }
            _ => words.insert(at, self.word()),
        }
        words.join(" ")
    }

    fn remove(&mut self, writer: &mut Writer) -> Result<Did> {
        let entities = self.entities();
        let entity = *self.random.pick(&entities);
        let Some(row) = self.choose(writer.reader(), entity, "removed_ms is null")? else { return Ok(Did::Nothing) };
        writer.act(store::workspace(), "remove", |tx| tx.remove(entity, row))?;
        Ok(Did::Changed(entity.table, row))
    }

    fn restore(&mut self, writer: &mut Writer) -> Result<Did> {
        let entities = self.entities();
        let entity = *self.random.pick(&entities);
        let Some(row) = self.choose(writer.reader(), entity, "removed_ms is not null and erased = 0")? else {
            return Ok(Did::Nothing);
        };
        writer.act(store::workspace(), "restore", |tx: &mut Tx<'_>| tx.restore(entity, row))?;
        Ok(Did::Changed(entity.table, row))
    }

    fn step_back(&mut self, writer: &mut Writer) -> Result<Did> {
        let back = self.random.percent(70);
        let document = store::workspace();
        let done = if back { undo::undo(writer, document) } else { undo::redo(writer, document) };
        match done {
            Ok(Some(_)) => Ok(Did::Undid),
            // What somebody changed since is not taken back.
            Ok(None) | Err(store::Error::Changed | store::Error::ChangedBy { .. } | store::Error::NotFound { .. }) => {
                Ok(Did::Nothing)
            }
            Err(error) => Err(error),
        }
    }

    fn erase(&mut self, writer: &mut Writer) -> Result<Did> {
        let entity = *self.random.pick(&[visit::ENTITY, line::ENTITY]);
        let Some(row) = self.choose(writer.reader(), entity, "erased = 0")? else { return Ok(Did::Nothing) };
        erase::erase(writer, row)?;
        Ok(Did::Changed("erased", row))
    }

    fn wonder(&mut self, writer: &mut Writer) -> Result<Did> {
        let word = self.word();
        let Some(of) = self.choose(writer.reader(), observation::ENTITY, "removed_ms is null")? else {
            return Ok(Did::Nothing);
        };
        let row = writer.act(store::workspace(), "wonder", |tx| {
            let row = tx.new_id();
            let fields = vec![(wondering::OBSERVATION, of.into()), (wondering::TEXT, format!("secret {word}").into())];
            tx.create(wondering::ENTITY, row, fields)?;
            Ok::<_, store::Error>(row)
        })?;
        Ok(Did::Changed("wondering", row))
    }

    /// The kinds of row that people change here; what a team shares is among them, and the roster for some.
    fn entities(&mut self) -> Vec<&'static Entity> {
        let mut entities = vec![
            visit::ENTITY,
            visit::ENTITY,
            line::ENTITY,
            line::ENTITY,
            schema::content_cycle::ENTITY,
            schema::content_cycle::ENTITY,
        ];
        if self.random.percent(20) {
            entities.push(tag::ENTITY);
            entities.push(schema::calendar_day::ENTITY);
        }
        if self.random.percent(40) {
            entities.extend(crate::record::CHANGED);
        }
        debug_assert!(entities.iter().all(|entity| entity.log == Log::Shared));
        entities
    }

    pub(crate) fn choose(&mut self, connection: &Connection, entity: &Entity, which: &str) -> Result<Option<RowId>> {
        // The latest are changed most, so that two people meet in the same rows.
        let sql = format!("select id from {} where {which} order by id desc limit 12", entity.table);
        let mut statement = connection.prepare(&sql).map_err(read)?;
        let ids = statement.query_map([], |row| row.get::<_, [u8; 16]>(0)).map_err(read)?;
        let ids: Vec<[u8; 16]> = ids.collect::<rusqlite::Result<_>>().map_err(read)?;
        Ok((!ids.is_empty()).then(|| RowId::from_bytes(*self.random.pick(&ids))))
    }
}

fn read(source: rusqlite::Error) -> store::Error {
    store::Error::Database { doing: "choosing a row", source }
}
