//! From views to printed pages.

mod agreement;
mod coaching_cycle;
mod form;
mod kind;
mod summary;

use actions::{
    Result,
    observation::{self, Entry, EntryKind},
    rubric::{self, IndicatorView},
    setting, week as week_view,
};
use domain::{Code, Problem, RowId, clock::Reading, time};
use report::{
    LineKind, LookForCount, ObservationPage, PageKind, Paper, PrintedIndicator, PrintedLine, PrintedRubric,
    RecoverySheet, Sheet, WeekDay, WeekEntry, WeekPage,
};
use store::Connection;

pub use agreement::agreement;
pub use coaching_cycle::coaching_cycle;
pub use form::{Form, FormWords, form, latest_look_fors};
pub use kind::kind;
pub use summary::{Language, summary};

/// Returns an observation with a script as a page.
pub fn observation(reader: &Connection, id: RowId, now: &Reading, with_private: bool) -> Result<ObservationPage> {
    let view = observation::view(reader, id, now)?;
    let letters: Vec<String> = view.look_fors.iter().map(|look_for| look_for.letter.clone()).collect();
    let is_private = |entry: &&Entry| entry.kind == EntryKind::Wondering;
    let printed = |entry: &Entry| printed_line(entry, &letters);
    let gaps = view.entries.iter().filter(|entry| entry.kind == EntryKind::Gap);
    Ok(ObservationPage {
        sheet: sheet(reader, now.wall_ms, PageKind::Observation)?,
        title: view
            .teacher
            .or(view.coach)
            .map_or_else(|| report::title(PageKind::Observation).to_owned(), |teacher| teacher.name),
        subtitle: joined([view.context, view.focus]),
        school: view.school,
        date_long: view.day,
        started: view.started,
        ended: view.ended.unwrap_or_default(),
        duration: time::stretch(view.elapsed_ms.into()),
        entered: view.entered.unwrap_or_default(),
        look_fors: view
            .look_fors
            .iter()
            .map(|look_for| LookForCount {
                code: look_for.letter.clone(),
                text: look_for.text.clone(),
                count: look_for.count as usize,
            })
            .collect(),
        gaps: gaps.map(|gap| format!("{}: {}", gap.time, gap.text)).collect(),
        lines: view.entries.iter().filter(|entry| !is_private(entry)).map(printed).collect(),
        rubric: used_rubric(reader, id, now.wall_ms)?,
        private_lines: view.entries.iter().filter(|entry| with_private && is_private(entry)).map(printed).collect(),
    })
}

/// Returns the rubric with the indicators that have a level or lines in this lesson; nothing where none has.
fn used_rubric(reader: &Connection, id: RowId, now_ms: i64) -> Result<Option<PrintedRubric>> {
    let found = rubric::lesson(reader, now_ms, id, None)?;
    let used = found.indicators.into_iter().filter(|one| one.level.is_some() || !one.lines.is_empty());
    let indicators: Vec<PrintedIndicator> = used.map(indicator).collect();
    Ok(found.rubric.filter(|_| !indicators.is_empty()).map(|rubric| PrintedRubric {
        name: format!("{}, version {}", rubric.title, rubric.version),
        licence: rubric.licence,
        indicators,
    }))
}

fn indicator(one: IndicatorView) -> PrintedIndicator {
    let words = one.level.and_then(|level| one.levels.get(level.checked_sub(1)? as usize).cloned());
    let line = |line: actions::step::EvidenceView| PrintedLine {
        time: line.time,
        speaker: line.speaker,
        text: line.text,
        ..PrintedLine::default()
    };
    PrintedIndicator {
        text: one.text,
        level: one.level,
        words: words.unwrap_or_default(),
        lines: one.lines.into_iter().map(line).collect(),
    }
}

/// Brings what is said into one line, without what is empty.
fn joined<const N: usize>(parts: [String; N]) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(". ")
}

fn printed_line(entry: &Entry, letters: &[String]) -> PrintedLine {
    let code = |position: &u32| letters.get(*position as usize).cloned();
    let shows = entry.tags.iter().filter_map(code);
    let missing = entry.missing.iter().filter_map(code).map(|code| format!("−{code}"));
    PrintedLine {
        time: entry.time.clone(),
        speaker: entry.speaker.clone(),
        text: entry.text.clone(),
        tags: shows.chain(missing).collect(),
        starred: entry.starred,
        kind: match entry.kind {
            EntryKind::Line | EntryKind::Wondering => LineKind::Evidence,
            EntryKind::Gap => LineKind::Gap,
            EntryKind::Marker => LineKind::Marker,
        },
    }
}

/// Returns a week as a page.
pub fn week(reader: &Connection, now_ms: i64, day: Option<&str>) -> Result<WeekPage> {
    let mut view = week_view::view(reader, now_ms, day)?;
    view.days.sort_by(|one, other| one.date.cmp(&other.date));
    Ok(WeekPage {
        sheet: sheet(reader, now_ms, PageKind::Week)?,
        title: report::title(PageKind::Week).to_owned(),
        range: view.range,
        school: actions::session::who(reader, now_ms)?.organisation,
        days: view.days.into_iter().map(week_day).collect(),
    })
}

fn week_day(day: week_view::DayView) -> WeekDay {
    let heading = match day.label {
        Some(label) => format!("{}: {label}", day.heading),
        None => day.heading,
    };
    let entries = day.entries.into_iter().map(|entry| {
        let whom = entry.teacher.or(entry.team).or(entry.coach).map(|named| named.name).unwrap_or_default();
        let title = if entry.context.is_empty() { whom } else { format!("{whom}, {}", entry.context) };
        let detail =
            [entry.detail, entry.purpose].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(". ");
        WeekEntry { time: entry.time, title, detail, state: domain::person::role_label(&entry.state) }
    });
    WeekDay { heading, entries: entries.collect() }
}

/// Returns the sheet for a recovery code.
pub fn recovery_sheet(reader: &Connection, now_ms: i64, groups: &[String], label: &str) -> Result<RecoverySheet> {
    Ok(RecoverySheet {
        sheet: sheet(reader, now_ms, PageKind::RecoverySheet)?,
        code_groups: groups.to_vec(),
        profile_label: label.to_owned(),
    })
}

fn sheet(reader: &Connection, now_ms: i64, kind: PageKind) -> Result<Sheet> {
    sheet_in(reader, now_ms, kind, report::Language::English)
}

fn sheet_in(reader: &Connection, now_ms: i64, kind: PageKind, language: report::Language) -> Result<Sheet> {
    let zone = actions::session::load(reader)?.zone;
    let now = time::local(now_ms, zone);
    let paper = match setting::load(reader)?.paper {
        setting::Paper::A4 => Paper::A4,
        setting::Paper::Letter => Paper::Letter,
    };
    Ok(Sheet {
        paper,
        language: language.tag().to_owned(),
        footer: format!("Coachlight. {}", report::title_in(kind, language)),
        made_on: match language {
            report::Language::English => time::full_day(now.date_naive()),
            report::Language::Spanish => language.day(now.date_naive()),
        },
        created: now.fixed_offset(),
    })
}

/// Brings a failure of printing into words for people.
pub fn problem(error: report::ReportError) -> Problem {
    tracing::error!(%error, "a page could not be made");
    Problem::new(Code::Internal, "The page could not be made. Nothing was changed, and everything is still saved.")
        .hint("Try again. If it happens again, export everything instead.")
}
