//! What the coach wrote for their supervisor about the last weeks. The words are our own.

use chrono::Days;
use domain::{schema::coach_note, time::monday};
use store::Result;

use crate::{roster::Roster, rows::Rows, span::Span};

/// What the coach tried, what comes next, and a question: the latest week first.
const NOTES: [[&str; 3]; 3] = [
    [
        "In three debriefs I let the teacher name the moment first and wrote it down before I said anything.",
        "I will end each debrief with two minutes of practice, with a timer on the table.",
        "How do you keep the practice short when the teacher wants to go on talking?",
    ],
    [
        "I gave back one line of evidence for each look-for instead of four. The talk was calmer.",
        "I will send the evidence the evening before, so that the debrief begins with the teacher's question.",
        "",
    ],
    [
        "I sat at the side of the room instead of the back and heard what partners said to each other.",
        "I will write down the first question of each task word for word.",
        "Would you sit in on one debrief this month?",
    ],
];

/// Writes the notes of the last weeks before this one; none is shared, for a demo profile belongs to no service.
pub(crate) fn write(rows: &mut Rows<'_, '_>, roster: &Roster, span: &Span) -> Result<()> {
    let me = roster.session.me;
    for (weeks, [tried, will_try, question]) in (1..).zip(NOTES) {
        let week = monday(span.today) - Days::new(7 * weeks);
        let fields = [
            (coach_note::COACH, me.into()),
            (coach_note::WEEK, week.to_string().into()),
            (coach_note::TRIED, tried.into()),
            (coach_note::WILL_TRY, will_try.into()),
            (coach_note::QUESTION, question.into()),
        ];
        rows.tx.create(coach_note::ENTITY, actions::coach_note::row_of(me, week), fields.to_vec())?;
    }
    Ok(())
}
