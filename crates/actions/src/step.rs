//! Action steps: proposed from evidence, agreed on, checked in later lessons, dropped or replaced.
//!
//! `place` is what undo of an act belongs to: the observation on whose screen it is done, or the step itself, to which its
//! words belong; nothing elsewhere. A step is begun without words, which are typed into its field (`typed`); until there
//! are some, it is seen only where it is written.

mod check;
mod check_day;
mod edit;
mod list;
mod prep;
mod propose;
mod result;
mod view;
mod words;

pub use check::{CheckStep, check, remove_check, set_check_line};
pub use check_day::{CheckDay, Offer, ProposedDay, check_day, propose_day};
pub use edit::{
    Replacement, agree, practise, remove, replace, retire, set_category, set_check_date, set_line, set_look_for,
    supersede,
};
pub use list::{StepRow, StepsView, list, open};
pub use prep::{PraiseView, PrepView, prep};
pub use propose::{Propose, propose};
pub use result::{ResultBeside, StudentResult, set_result};
pub(crate) use view::evidence;
pub use view::{CheckView, EvidenceView, StepDetail, view};
pub use words::{CheckResult, Standing};
pub(crate) use words::{beside_words, state_words};

use domain::{
    RowId,
    schema::step,
    step::{Act, Check, Found as Seen, LONGEST, Refusal, Rows, State},
};
use store::{Connection, Tx, step as stored};

use crate::{Error, Result};

/// A step with its checks, as the rules need them.
pub(crate) struct Loaded {
    pub step: stored::Step,
    pub checks: Vec<Check>,
}

impl Loaded {
    pub fn of(step: stored::Step, checks: &[stored::Check]) -> Self {
        let checks = checks.iter().filter(|check| check.step == step.id).filter_map(known).collect();
        Self { step, checks }
    }

    pub fn read(reader: &Connection, id: RowId) -> Result<Self> {
        let step = stored::load(reader, id)?;
        Ok(Self::of(step, &stored::checks(reader, Some(id))?))
    }

    /// Reads a step to change it.
    pub fn own(reader: &Connection, id: RowId) -> Result<Self> {
        let step = own(reader, id)?;
        Ok(Self::of(step, &stored::checks(reader, Some(id))?))
    }

    pub fn rows(&self) -> Rows<'_> {
        Rows {
            state: &self.step.state,
            assigned: self.step.assigned.parse().ok(),
            has_reason: !self.step.reason.is_empty(),
            is_followed: self.step.is_followed,
            checks: &self.checks,
        }
    }

    pub fn attempt(&self) -> u32 {
        domain::step::attempt(&self.checks)
    }

    /// Returns whether something is still to be done; what needs attention is.
    pub fn is_open(&self) -> bool {
        self.rows().state().map_or(true, State::is_open)
    }

    fn after(&self, act: Act) -> Result<State> {
        self.rows().after(act).map_err(|refusal| refused(refusal, &self.step.state))
    }
}

/// A check of a newer version, with a result that is not known here, counts for nothing.
fn known(check: &stored::Check) -> Option<Check> {
    Some(Check { date: check.date.parse().ok()?, found: Seen::from_code(&check.found)?, attempt: check.attempt })
}

fn refused(refusal: Refusal, code: &str) -> Error {
    Error::invalid(
        "state",
        match (refusal, State::from_code(code)) {
            (Refusal::Over, None) => "This step was changed by a newer version. Nothing was changed.",
            (Refusal::Over, Some(_)) => "This step is over. It stays as it is; undo takes back what ended it.",
            (Refusal::NotAgreed, _) => "This step is proposed and nobody agreed on it yet. Nothing was changed.",
            (Refusal::Agreed, _) => "This step is agreed on already. Nothing was changed.",
        },
    )
}

/// Returns a step of this person's own. What others shared is only read: the service would refuse a change of it.
fn own(reader: &Connection, id: RowId) -> Result<stored::Step> {
    let step = stored::load(reader, id)?;
    if store::sharing::is_writable(reader, id)? {
        Ok(step)
    } else {
        Err(Error::invalid("id", "Somebody else wrote this step. Only they can change it."))
    }
}

/// What undo belongs to.
fn document(place: Option<RowId>) -> RowId {
    place.unwrap_or_else(store::workspace)
}

/// A step belongs to a look-for that is here, or to none.
fn check_look_for(reader: &Connection, look_for: Option<RowId>) -> Result<()> {
    let found = look_for.map(|id| store::observation::look_for(reader, id)).transpose();
    match found {
        Ok(_) => Ok(()),
        Err(store::Error::NotFound { .. }) => {
            Err(Error::invalid("lookFor", "This look-for is not there. Choose one of the list. Nothing was changed."))
        }
        Err(error) => Err(error.into()),
    }
}

/// Returns a step's words as they are kept; it can be begun without any.
fn checked_text(text: &str) -> Result<&str> {
    let text = text.trim();
    let letters = text.chars().count();
    if letters > LONGEST {
        let message =
            format!("A step has at most {LONGEST} characters, and this one has {letters}. What was kept before stays.");
        return Err(Error::invalid("text", &message));
    }
    Ok(text)
}

/// Says that a line is evidence only where it is there.
fn live_line(reader: &Connection, line: RowId) -> Result<()> {
    let (observation, _) = store::observation::line(reader, line)?;
    let is_here = store::observation::lines(reader, observation)?.iter().any(|one| one.id == line);
    if is_here {
        Ok(())
    } else {
        Err(Error::invalid("line", "This line was removed. Bring it back before it is evidence."))
    }
}

fn set_state(tx: &mut Tx<'_>, id: RowId, state: State) -> store::Result<()> {
    tx.set(step::ENTITY, id, step::STATE, state.code().into())
}
