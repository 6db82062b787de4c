//! Making rows whose ids follow from the seed and from the moment at which they would have been made.

use domain::{
    RowId, Value,
    schema::{Entity, calendar_day, period, tag},
};
use store::{Result, Tx};

use crate::random::Random;

/// The inside of one transaction, with the seed's random numbers.
pub(crate) struct Rows<'a, 'tx> {
    pub tx: &'a mut Tx<'tx>,
    pub random: &'a mut Random,
}

impl Rows<'_, '_> {
    /// Draws the id of a row that would have been made at this moment.
    pub fn id(&mut self, at_ms: i64) -> RowId {
        RowId::new(at_ms, self.random.bytes())
    }

    /// Makes a row as if at this moment, so that ids rise with time as those of a real profile do.
    pub fn create(
        &mut self,
        entity: &'static Entity,
        at_ms: i64,
        fields: impl IntoIterator<Item = (u16, Value)>,
    ) -> Result<RowId> {
        let id = self.id(at_ms);
        self.tx.create(entity, id, fields.into_iter().collect())?;
        Ok(id)
    }

    // The three below carry the ids that the actions derive, so that what is done on the screen later finds these rows.

    /// Marks a day of the calendar.
    pub fn day(&mut self, organisation: RowId, date: chrono::NaiveDate, kind: &str, label: &str) -> Result<()> {
        let id = RowId::derived(&[b"day", &organisation.bytes(), date.to_string().as_bytes()]);
        let fields = vec![
            (calendar_day::ORGANISATION, organisation.into()),
            (calendar_day::DATE, date.into()),
            (calendar_day::KIND, kind.into()),
            (calendar_day::LABEL, label.into()),
        ];
        self.tx.create(calendar_day::ENTITY, id, fields)
    }

    /// Makes a lesson time of a school.
    pub fn period(&mut self, school: RowId, (code, starts, ends): (&str, u32, u32)) -> Result<()> {
        let id = RowId::derived(&[b"period", &school.bytes(), code.as_bytes()]);
        let fields = vec![
            (period::ORGANISATION, school.into()),
            (period::CODE, code.into()),
            (period::STARTS_MINUTE, starts.into()),
            (period::ENDS_MINUTE, ends.into()),
        ];
        self.tx.create(period::ENTITY, id, fields)
    }

    /// Tags a line to a look-for.
    pub fn tag(&mut self, observation: RowId, line: RowId, look_for: RowId) -> Result<()> {
        let id = RowId::derived(&[b"tag", &line.bytes(), &look_for.bytes()]);
        let fields =
            vec![(tag::LINE, line.into()), (tag::LOOK_FOR, look_for.into()), (tag::OBSERVATION, observation.into())];
        self.tx.create(tag::ENTITY, id, fields)
    }
}
