//! Debriefs of lessons: what was praised, what was asked, and what the teacher said. The words are our own. Nothing is drawn
//! for them, so that all the rest of the district stays as it was.

use chrono::{Datelike, Weekday};
use domain::{
    RowId,
    debrief::{Model, State},
    schema::debrief as entity,
    time,
};
use store::{Result, Tx, observation};

use crate::{district::ZONE, roster::Roster, span::Span};

/// When the two talk, in minutes after midnight, and for how long: after the last lesson, on days without a team.
const STARTS_MINUTE: u32 = 14 * 60 + 30;
const MINUTES: u32 = 20;

/// What was praised, what was asked, and what the teacher said in the end.
const WORDS: [[&str; 3]; 5] = [
    [
        "Two students gave a reason without being asked, right after you wrote the first one on the board.",
        "What did you do just before the answers got longer?",
        "I waited, and I looked at the back table instead of the first hand.",
    ],
    [
        "You went back to the model each time an answer was only a number.",
        "Which question of yours made the most students write?",
        "The one on the card. I will write the next one down before the lesson, too.",
    ],
    [
        "Every partner talk had a question to answer, and everybody knew when it would end.",
        "Whom did you hear today whom you had not heard this week?",
        "Three from the window side. I want to start there tomorrow.",
    ],
    [
        "You read the wrong answer aloud and asked what was right about it.",
        "What would you have to see to know that they have it?",
        "That they can say it about a text that we have not read together.",
    ],
    [
        "Directions took one minute and were on the board while students worked.",
        "Where did the time go that was won?",
        "Into the last task. Half of the tables got to the second part.",
    ],
];

/// Writes one debrief for each Thursday and Friday with a lesson, up to the days whose log is still open.
pub(crate) fn write(tx: &mut Tx<'_>, roster: &Roster, span: &Span) -> Result<()> {
    let [before @ .., _, _] = span.past() else { return Ok(()) };
    let Some(last) = before.last() else { return Ok(()) };
    let mut day_before = None;
    let lessons = observation::latest(tx.reader(), None, 0, u32::MAX)?;
    let held = lessons.into_iter().rev().filter_map(|lesson| {
        let date = time::local(lesson.started_ms, ZONE).date_naive();
        let is_day = matches!(date.weekday(), Weekday::Thu | Weekday::Fri) && date <= *last;
        let is_first = is_day && day_before.replace(date) != Some(date);
        Some((lesson.id, lesson.teacher?, date)).filter(|_| is_first)
    });
    for (found, words) in held.zip(WORDS.iter().cycle()) {
        let (lesson, teacher, date) = found;
        let [praise, question, said] = *words;
        let agreed_ms = time::instant(date, STARTS_MINUTE + MINUTES - 2, ZONE);
        let fields = vec![
            (entity::TEACHER, teacher.into()),
            (entity::COACH, roster.session.me.into()),
            (entity::OBSERVATION, lesson.into()),
            (entity::MODEL, Model::ActionStep.code().into()),
            (entity::STATE, State::Held.code().into()),
            (entity::DATE, date.into()),
            (entity::STARTS_MINUTE, STARTS_MINUTE.into()),
            (entity::MINUTES, MINUTES.into()),
            (entity::PRACTICE_SECONDS, (90 + 10 * date.day()).into()),
            (entity::PRAISE, praise.into()),
            (entity::QUESTION, question.into()),
            (entity::TEACHER_WORDS, said.into()),
            (entity::AGREED_MS, agreed_ms.into()),
        ];
        // The id that the action derives, so that the screen finds it.
        tx.create(entity::ENTITY, RowId::derived(&[b"debrief", &lesson.bytes()]), fields)?;
    }
    Ok(())
}
