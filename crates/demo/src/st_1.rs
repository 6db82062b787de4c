//! The world of story ST-1: Monday 5 October 2026, in the moment before Dana presses Ctrl N.

use actions::{Error, session::Session};
use chrono::NaiveDate;
use domain::RowId;
use store::Writer;

use crate::{
    Size, begin,
    random::Random,
    record::Record,
    roster::Roster,
    rows::Rows,
    span::Span,
    step::{Step, WAIT},
};

/// What a journey needs to know of the story's world.
#[derive(Debug, Clone, Copy)]
pub struct St1 {
    /// Who works, and where.
    pub session: Session,
    /// Amir Haddad.
    pub amir: RowId,
    /// His Math 7 in period 2, room B04.
    pub section: RowId,
    /// His open step, to be checked on 6 October.
    pub step: RowId,
}

/// Fills an empty profile with the district of the story, without any visit or observation.
///
/// # Errors
/// As [`crate::fill`].
pub fn st_1(writer: &mut Writer) -> Result<St1, Error> {
    let today = date(2026, 10, 5);
    let mut random = Random::new(1);
    let span = Span::of(&Size { observations: 0, lines_each: 0, years: 1 }, today);
    let session = begin(writer)?;
    let roster = writer.transact(|tx| Roster::make(&mut Rows { tx, random: &mut random }, session, &span))?;
    let steps = vec![Step {
        teacher: 0,
        text: WAIT,
        state: "practising",
        assigned: date(2026, 9, 29),
        check: date(2026, 10, 6),
        reason: None,
        checks: Vec::new(),
    }];
    let record = writer.transact(|tx| Record::begin(&mut Rows { tx, random: &mut random }, &roster, &span, steps))?;
    let step = record.latest_step(0).expect("the step was made just now");
    let teaching = roster.teaching(0, span.present_year());
    Ok(St1 { session, amir: teaching.person, section: teaching.sections[0], step })
}

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("the story's days exist")
}
