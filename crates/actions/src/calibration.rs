//! Calibration: two observers of one lesson compare how they coded its intervals.
//!
//! Nothing is stored of a comparison, and it is a rating of nobody. What the other observer's file held is forgotten when
//! the screen is left.

use domain::{
    Code, Problem, RowId,
    clock::Reading,
    measure::{
        agreement::{self, Coding},
        written,
    },
    time,
};
use serde::Serialize;
use store::{Connection, observation as stored};

use crate::{
    Error, Result,
    kind::coding_of,
    observation::{self, small, zone},
};

/// What a comparison found.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct ComparisonView {
    /// In how many intervals both have the same letters.
    pub alike: u32,
    /// How many intervals both answered.
    pub both: u32,
    /// The agreement, as `85.0`; nothing where there is no data.
    pub percent: Option<String>,
    /// Cohen's kappa, as `0.744`; nothing where there is no data, or where only one answer was used.
    pub kappa: Option<String>,
    /// How many intervals only one of the two answered.
    pub one_sided: u32,
    /// What differs.
    pub disagreements: Vec<DisagreementView>,
    /// When the other observer's clock began, in the time of this observation's school.
    pub theirs_began: String,
    /// How far apart the two clocks began, in seconds.
    pub apart_seconds: u32,
}

/// An interval that was coded differently.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct DisagreementView {
    /// The interval, from 1.
    pub number: u32,
    /// When it began, by this observation's clock: `9:12:20`.
    pub time: String,
    /// This observer's letters.
    pub mine: String,
    /// The other observer's letters.
    pub theirs: String,
}

/// Returns what is carried to the other observer: codes and times, and nothing else of the observation.
///
/// # Errors
/// When it is not interval coding, still runs, or has no answers.
pub fn coding(reader: &Connection, id: RowId, now: &Reading) -> Result<Coding> {
    let view = observation::view(reader, id, now)?;
    if view.is_open {
        return Err(Error::Refused(
            Problem::new(Code::Held, "This observation still runs. Nothing was written.").hint("Finish it first."),
        ));
    }
    let coding = coding_of(reader, &stored::load(reader, id)?, view.elapsed_ms.into())?;
    if coding.answers.is_empty() {
        return Err(Error::invalid("observation", "No interval was answered, so there is nothing to compare."));
    }
    Ok(coding)
}

/// Compares one's own observation with another observer's coding of the same lesson. Nothing is stored.
///
/// # Errors
/// When either is no interval coding, or the two cannot be compared.
pub fn compare(reader: &Connection, id: RowId, theirs: &Coding, now: &Reading) -> Result<ComparisonView> {
    let mine = coding(reader, id, now)?;
    if !theirs.is_possible() {
        return Err(Error::Refused(
            Problem::new(Code::File, "What this file holds is no coding of a lesson. Nothing was stored.")
                .hint("Ask for the file again."),
        ));
    }
    if !mine.is_alike(theirs) {
        return Err(Error::Refused(
            Problem::new(
                Code::Invalid,
                "The two observations use other codes, another method or another length of interval, so they cannot be \
                 compared. Nothing was stored.",
            )
            .hint("Choose the observation of the same lesson, or agree on the codes before the next one."),
        ));
    }
    let own = stored::load(reader, id)?;
    let found = agreement::compare(&mine.answers, &theirs.answers);
    let at = |number: u32| {
        let offset_ms = i64::from(number.saturating_sub(1)) * i64::from(mine.seconds) * 1_000;
        time::with_seconds(own.started_ms + offset_ms, zone(&own))
    };
    let disagreements = found.disagreements.into_iter().map(|one| DisagreementView {
        number: one.number,
        time: at(one.number),
        mine: one.mine,
        theirs: one.theirs,
    });
    Ok(ComparisonView {
        alike: found.alike.of,
        both: found.alike.among,
        percent: found.alike.tenths().map(written),
        kappa: found.kappa.map(|kappa| format!("{kappa:.3}")),
        one_sided: found.one_sided,
        disagreements: disagreements.collect(),
        theirs_began: time::with_seconds(theirs.started_ms, zone(&own)),
        apart_seconds: small((theirs.started_ms - own.started_ms).saturating_abs() / 1_000),
    })
}
