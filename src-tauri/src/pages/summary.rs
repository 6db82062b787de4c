//! What a teacher takes along from a debrief, as a page in the language that was chosen.

use actions::{
    Result,
    debrief::{self, DebriefLine},
    step::EvidenceView,
};
use chrono::NaiveDate;
use domain::RowId;
use report::{PageKind, SummaryLine, SummaryPage, SummaryStep};
use serde::Deserialize;
use store::Connection;

use super::sheet_in;

/// The language of a printed page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, specta::Type, clap::ValueEnum)]
#[serde(rename_all = "camelCase")]
pub enum Language {
    /// English.
    English,
    /// Spanish.
    Spanish,
}

impl From<Language> for report::Language {
    fn from(language: Language) -> Self {
        match language {
            Language::English => Self::English,
            Language::Spanish => Self::Spanish,
        }
    }
}

/// Returns what a teacher takes along from a debrief as a page.
pub fn summary(reader: &Connection, id: RowId, now_ms: i64, language: Language) -> Result<SummaryPage> {
    let language = report::Language::from(language);
    let found = debrief::summary(reader, id)?;
    let day = |date: Option<NaiveDate>| date.map_or_else(String::new, |date| language.day(date));
    let (lesson_day, lesson_time) = found.lesson.map_or_else(Default::default, |(date, time)| (Some(date), time));
    Ok(SummaryPage {
        sheet: sheet_in(reader, now_ms, PageKind::Summary, language)?,
        teacher: found.teacher,
        coach: found.coach,
        context: found.context,
        lesson_day: day(lesson_day),
        lesson_time,
        talked_day: day(found.talked),
        praise: found.praise,
        praised: found.praised.into_iter().map(praised).collect(),
        question: found.question,
        teacher_words: found.teacher_words,
        steps: found
            .steps
            .into_iter()
            .map(|step| SummaryStep {
                text: step.text,
                practice: step.practice,
                check: day(step.check),
                lines: step.lines.into_iter().map(evidence).collect(),
            })
            .collect(),
    })
}

fn praised(line: DebriefLine) -> SummaryLine {
    SummaryLine { time: line.time, speaker: line.speaker, text: line.text }
}

fn evidence(line: EvidenceView) -> SummaryLine {
    SummaryLine { time: line.time, speaker: line.speaker, text: line.text }
}
