//! Beginning an observation of another kind: its scheme is fixed from then on.

use domain::{
    RowId,
    clock::Reading,
    interval::{Method, SECONDS},
    kind::{CodeLetter, Kind, Purpose, checked_codes},
    schema::observation,
};
use serde::{Deserialize, Serialize};
use store::{Connection, Writer, kind as stored};

use crate::{
    Error, Result,
    capture::{self, Form, Start},
};

/// A lesson to be observed in one of the other kinds.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct StartKind {
    /// The planned visit.
    pub visit: Option<RowId>,
    /// The teacher, when there is no visit.
    pub teacher: Option<RowId>,
    /// What is recorded.
    pub kind: Kind,
    /// What it is for.
    pub purpose: Purpose,
    /// How intervals are coded; of other kinds nothing.
    pub method: Option<Method>,
    /// How long an interval is; of other kinds nothing.
    pub seconds: Option<u32>,
    /// How long it is planned to last.
    pub planned_minutes: Option<u32>,
    /// The letters; of kinds without letters none.
    pub codes: Vec<CodeLetter>,
    /// The look-fors of a walkthrough; the set that was used last when it is nothing.
    pub look_for_set: Option<RowId>,
}

/// What the next observation of a kind is offered to begin with: the codes that were used last.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct StartingView {
    /// The letters.
    pub codes: Vec<CodeLetter>,
}

/// Returns what an observation of this kind is offered to begin with.
///
/// # Errors
/// When the database fails.
pub fn starting(reader: &Connection, kind: Kind) -> Result<StartingView> {
    let last = stored::last_codes(reader, kind.code())?;
    Ok(StartingView { codes: if last.is_empty() { usual(kind) } else { last } })
}

/// The letters that a first observation is offered, in our own words; each can be changed.
fn usual(kind: Kind) -> Vec<CodeLetter> {
    let codes: &[(&str, &str)] = match kind {
        Kind::Interval => {
            &[("T", "Teacher talks"), ("S", "Student talks"), ("I", "Independent work"), ("G", "Group work")]
        }
        Kind::TalkTimer => &[
            ("T", "Teacher talks"),
            ("S", "Student to teacher"),
            ("P", "Students to each other"),
            ("N", "Nobody talks"),
        ],
        Kind::Tally => &[("Q", "Question"), ("R", "Reason asked for"), ("H", "Hand raised"), ("A", "Answer")],
        Kind::Scripted | Kind::Walkthrough | Kind::Scan | Kind::LearningWalk => &[],
    };
    let code = |(letter, label): &(&str, &str)| CodeLetter { letter: (*letter).into(), label: (*label).into() };
    codes.iter().map(code).collect()
}

/// Begins an observation of one of the other kinds, or opens the one that this visit already has.
///
/// # Errors
/// When neither visit nor teacher is there, or the scheme is not possible.
pub fn start(writer: &mut Writer, now: &Reading, start: &StartKind) -> Result<RowId> {
    if matches!(start.kind, Kind::Scripted | Kind::LearningWalk) {
        return Err(Error::invalid("kind", "Choose another kind of observation."));
    }
    if matches!(start.purpose, Purpose::LearningWalk | Purpose::ObservingCoach) {
        return Err(Error::invalid(
            "purpose",
            "This observation is of one teacher's lesson. Choose another purpose for it.",
        ));
    }
    if start.planned_minutes.is_some_and(|minutes| minutes == 0 || minutes > 600) {
        return Err(Error::invalid("plannedMinutes", "An observation lasts 1 to 600 minutes."));
    }
    if start.purpose == Purpose::Calibration && start.kind != Kind::Interval {
        return Err(Error::invalid("purpose", "Calibration compares interval coding."));
    }
    let mut fields = vec![(observation::PURPOSE, start.purpose.code().into())];
    if let Some(minutes) = start.planned_minutes {
        fields.push((observation::PLANNED_MINUTES, minutes.into()));
    }
    if let Some(set) = start.look_for_set {
        store::observation::look_for_set(writer.reader(), set)?;
        fields.push((observation::LOOK_FOR_SET, set.into()));
    }
    if start.kind == Kind::Interval {
        let method = start.method.ok_or_else(|| Error::invalid("method", "Choose how intervals are coded."))?;
        let seconds = start.seconds.filter(|seconds| SECONDS.contains(seconds));
        let seconds = seconds.ok_or_else(|| Error::invalid("seconds", "An interval lasts 5 to 300 seconds."))?;
        fields.push((observation::METHOD, method.code().into()));
        fields.push((observation::INTERVAL_SECONDS, seconds.into()));
    }
    let codes = if start.kind.has_codes() {
        checked_codes(&start.codes).map_err(|words| Error::invalid("codes", words))?
    } else {
        Vec::new()
    };
    let whose = Start { visit: start.visit, teacher: start.teacher };
    capture::begin(writer, now, &whose, Form { kind: start.kind, fields, codes })
}
