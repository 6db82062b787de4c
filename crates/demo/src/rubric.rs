//! A rubric in our own words, and the level that a few lines of the latest finished script show.

use actions::{Error, session};
use chrono::NaiveDate;
use domain::{
    RowId,
    kind::Kind,
    observation::State,
    schema::{indicator, rubric, score, score_line},
    time,
};
use store::{Writer, observation};

use crate::{random::Random, rows::Rows};

const INDICATORS: [(&str, [&str; 3]); 2] = [
    (
        "Students give reasons",
        [
            "Answers stand without reasons",
            "Some reasons, when they are asked for",
            "Students ask each other for reasons",
        ],
    ),
    (
        "Time to think",
        ["Names are called at once", "Three seconds after some questions", "Three seconds after most questions"],
    ),
];

/// Adds the rubric, with two lines that show a level of its first indicator. Nothing of it can be undone.
///
/// # Errors
/// When the disk refuses.
pub fn rubric(writer: &mut Writer, seed: u64, today: NaiveDate) -> Result<(), Error> {
    let session = session::load(writer.reader())?;
    let at_ms = time::instant(today, 7 * 60, session.zone);
    let lessons = observation::latest(writer.reader(), None, 0, 20)?;
    let is_script = |one: &&observation::Observation| {
        Kind::from_code(&one.kind) == Some(Kind::Scripted) && State::from_code(&one.state) == State::Captured
    };
    let lesson = lessons.iter().find(is_script).map(|found| found.id);
    let mut random = Random::new(seed);
    writer.transact(|tx| {
        let mut rows = Rows { tx, random: &mut random };
        let title = "Talk about thinking, in levels";
        let fields =
            [(rubric::TITLE, title.into()), (rubric::VERSION, 1_u32.into()), (rubric::LICENCE, "Own words".into())];
        let id = rows.create(rubric::ENTITY, at_ms, fields)?;
        let mut first = None;
        for (position, (text, levels)) in (0_u32..).zip(INDICATORS) {
            let [one, two, three] = levels;
            let fields = [
                (indicator::RUBRIC, id.into()),
                (indicator::POSITION, position.into()),
                (indicator::TEXT, text.into()),
                (indicator::LEVEL_1, one.into()),
                (indicator::LEVEL_2, two.into()),
                (indicator::LEVEL_3, three.into()),
            ];
            let row = rows.create(indicator::ENTITY, at_ms, fields)?;
            first.get_or_insert(row);
        }
        match (lesson, first) {
            (Some(lesson), Some(first)) => level(&mut rows, lesson, first),
            _ => Ok(()),
        }
    })
}

/// With the ids that the action derives, so that the screen finds the rows.
fn level(rows: &mut Rows<'_, '_>, lesson: RowId, indicator: RowId) -> Result<(), Error> {
    let row = RowId::derived(&[b"score", &lesson.bytes(), &indicator.bytes()]);
    let fields =
        vec![(score::OBSERVATION, lesson.into()), (score::INDICATOR, indicator.into()), (score::LEVEL, 2_u32.into())];
    rows.tx.create(score::ENTITY, row, fields)?;
    for line in observation::lines(rows.tx.reader(), lesson)?.into_iter().filter(|line| !line.marker).take(2) {
        let id = RowId::derived(&[b"score line", &row.bytes(), &line.id.bytes()]);
        let fields = vec![
            (score_line::OBSERVATION, lesson.into()),
            (score_line::SCORE, row.into()),
            (score_line::LINE, line.id.into()),
        ];
        rows.tx.create(score_line::ENTITY, id, fields)?;
    }
    Ok(())
}
