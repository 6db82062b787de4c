//! Sharing a finished observation: with whom it may be shared, what goes, who has received it, and stopping.
//!
//! The app offers only what [`domain::access::may_share`] allows, by what the service last said of this person. What is
//! asked for is an operation; the service decides, and says so beside it.

pub mod consented;
mod names;
mod preview;
pub mod supervisors;
mod view;

use domain::{
    Code, Problem, RowId,
    access::{Facts, Record, Refusal, Share, may_share},
    kind::{Kind, Purpose},
    observation::State,
    schema::{Entity, look_for_set, observation, rubric},
    scope::{Audience, Scope},
};
use serde::{Deserialize, Serialize};
use store::{Connection, Writer, observation::Observation, sharing as stored};

use crate::{Error, Result};

pub use names::{ReplaceSharedName, SharedName, names, replace_names};
pub(crate) use preview::goes;
pub use preview::{PreviewLevel, PreviewLine, PreviewView, PreviewWords, preview};
pub(crate) use view::moment;
pub use view::{FromView, SeenView, ShareState, ShareView, SharingView, mark, view};
pub(crate) use view::{from, shares};

/// With whom an observation can be shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub enum With {
    /// The teacher: the script and its evidence.
    Teacher,
    /// The coach's supervisors: the script and its evidence, where the agreement lists them.
    Supervisors,
    /// Those who may know that it took place: facts without a word.
    Facts,
}

impl With {
    /// Everybody, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Teacher, Self::Supervisors, Self::Facts];

    fn scope(self, author: RowId, teacher: RowId) -> Scope {
        match self {
            Self::Teacher => Scope::Pair { coach: author, teacher },
            Self::Supervisors => Scope::Programme { author, about: Some(teacher), record: Record::Script },
            Self::Facts => Scope::Activity { author, teacher },
        }
    }

    fn record(self) -> Record {
        match self {
            Self::Teacher | Self::Supervisors => Record::Script,
            Self::Facts => Record::Activity,
        }
    }

    fn of(scope: &Scope) -> Option<Self> {
        match scope.audience() {
            Audience::Pair => Some(Self::Teacher),
            Audience::Programme => Some(Self::Supervisors),
            Audience::Activity => Some(Self::Facts),
            Audience::Private
            | Audience::Author
            | Audience::Team
            | Audience::Aggregate
            | Audience::Organisation
            | Audience::Consented
            | Audience::Review => None,
        }
    }
}

/// Why an observation cannot be shared, as far as this computer knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub enum Barrier {
    /// The profile works alone.
    Alone,
    /// The service has not said yet who works with whom.
    NotTold,
    /// Lines are still being written.
    Open,
    /// It speaks of no teacher.
    NoTeacher,
    /// It was removed.
    Removed,
    /// Somebody else wrote it.
    NotYours,
    /// The person does not belong to the organisation any more.
    Outside,
    /// The service does not know that these two work together.
    NotInPair,
    /// The agreement does not list this.
    NotAgreed,
    /// The teacher did not consent to show it to this person, or does not any more.
    NoConsent,
    /// It compares two observers and tells nothing of a teacher.
    Calibration,
    /// It is about several rooms and no teacher.
    LearningWalk,
    /// For another reason.
    Refused,
}

impl From<Refusal> for Barrier {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Outside => Self::Outside,
            Refusal::NotInPair => Self::NotInPair,
            Refusal::NotAgreed => Self::NotAgreed,
            Refusal::NoConsent => Self::NoConsent,
            Refusal::NotAuthor => Self::NotYours,
            _ => Self::Refused,
        }
    }
}

/// What is true of a document and of this person, when it can be shared at all.
pub(crate) struct Sharable {
    /// Whether it is of a coach: then it is for the two of them and nobody else.
    is_of_coach: bool,
    facts: Facts,
    teacher: RowId,
    root: RowId,
}

impl Sharable {
    pub(crate) fn read(reader: &Connection, found: &Observation) -> Result<std::result::Result<Self, Barrier>> {
        // Neither speaks of one teacher's lesson, wherever its other facts would let it go.
        match Purpose::from_code(&found.purpose) {
            Purpose::Calibration => return Ok(Err(Barrier::Calibration)),
            Purpose::LearningWalk => return Ok(Err(Barrier::LearningWalk)),
            Purpose::Coaching if found.kind == Kind::LearningWalk.code() => return Ok(Err(Barrier::LearningWalk)),
            Purpose::Coaching | Purpose::ObservingCoach => {}
        }
        let sharable = Self::of(reader, found.id, found.teacher.or(found.coach))?;
        let is_of_coach = found.coach.is_some();
        let sharable = sharable.map(|sharable| Self { is_of_coach, ..sharable });
        let is_open = State::from_code(&found.state) == State::Capturing;
        Ok(sharable.and_then(|sharable| if is_open { Err(Barrier::Open) } else { Ok(sharable) }))
    }

    /// Reads what is true of a document, by its root, that speaks of a teacher.
    pub(crate) fn of(
        reader: &Connection,
        root: RowId,
        teacher: Option<RowId>,
    ) -> Result<std::result::Result<Self, Barrier>> {
        if store::exchange::membership(reader)?.is_none() {
            return Ok(Err(Barrier::Alone));
        }
        if !store::sharing::is_own(reader, root)? {
            return Ok(Err(Barrier::NotYours));
        }
        let Some(teacher) = teacher else { return Ok(Err(Barrier::NoTeacher)) };
        let Some(facts) = stored::facts(reader)? else { return Ok(Err(Barrier::NotTold)) };
        Ok(Ok(Self { is_of_coach: false, facts, teacher, root }))
    }

    /// Returns the scope of the pair, when a record of this kind may be opened to it.
    pub(crate) fn pair(&self, record: Record) -> std::result::Result<Scope, Barrier> {
        let scope = self.scope(With::Teacher);
        self.may_enter(record, scope).map(|()| scope)
    }

    /// Returns the scope of the author's supervisors, when a record of this kind may be opened to them.
    pub(crate) fn programme(&self, record: Record) -> std::result::Result<Scope, Barrier> {
        let scope = Scope::Programme { author: self.facts.person, about: Some(self.teacher), record };
        self.may_enter(record, scope).map(|()| scope)
    }

    fn scope(&self, with: With) -> Scope {
        with.scope(self.facts.person, self.teacher)
    }

    fn may(&self, with: With) -> std::result::Result<(), Barrier> {
        let record = if self.is_of_coach { Record::CoachObservation } else { with.record() };
        self.may_enter(record, self.scope(with))
    }

    fn may_enter(&self, record: Record, to: Scope) -> std::result::Result<(), Barrier> {
        let share = Share {
            record,
            root: self.root,
            teacher: Some(self.teacher),
            from: Scope::Own { author: self.facts.person },
            to,
        };
        may_share(&self.facts, &share).map(drop).map_err(Barrier::from)
    }
}

/// Returns the scope of a pair for a document that this person is about to write, as the coach or as the teacher; or why
/// it cannot be opened to it.
pub(crate) fn fresh(
    reader: &Connection,
    record: Record,
    coach: RowId,
    teacher: RowId,
) -> Result<std::result::Result<Scope, Barrier>> {
    if store::exchange::membership(reader)?.is_none() {
        return Ok(Err(Barrier::Alone));
    }
    let Some(facts) = stored::facts(reader)? else { return Ok(Err(Barrier::NotTold)) };
    let to = Scope::Pair { coach, teacher };
    let from = Scope::Own { author: facts.person };
    // Which document it is counts only for a consent, and a pair asks for none.
    let share = Share { record, root: teacher, teacher: Some(teacher), from, to };
    Ok(may_share(&facts, &share).map(|_| to).map_err(Barrier::from))
}

/// Opens a finished observation to somebody: one act, that undo takes back until it was sent. To the teacher go the words
/// of the look-fors too, and those of the rubric where levels go.
///
/// # Errors
/// When it may not be shared, as far as this computer knows; nothing is done then.
pub fn share(writer: &mut Writer, id: RowId, with: With) -> Result<()> {
    let found = store::observation::load(writer.reader(), id)?;
    let sharable = Sharable::read(writer.reader(), &found)?.map_err(refused)?;
    sharable.may(with).map_err(refused)?;
    let scope = sharable.scope(with);
    if is_open(writer.reader(), id, &scope)? {
        return Ok(());
    }
    let along = match with {
        With::Teacher => along_unopened(writer.reader(), id, &scope)?,
        With::Supervisors | With::Facts => Vec::new(),
    };
    Ok(writer.act(id, "Share an observation", |tx| {
        tx.share(observation::ENTITY, id, &scope)?;
        along.iter().try_for_each(|(entity, root)| tx.share(entity, *root, &scope))
    })?)
}

/// Lists what goes along with an observation because it is nothing without their words: the look-fors that it is tagged by and
/// the rubrics of its levels.
pub(crate) fn along(reader: &Connection, id: RowId) -> Result<Vec<(&'static Entity, RowId)>> {
    let sets = crate::look_for::used(reader, id)?.map(|set| (look_for_set::ENTITY, set));
    let rubrics = crate::rubric::used(reader, id)?.into_iter().map(|rubric| (rubric::ENTITY, rubric));
    Ok(sets.into_iter().chain(rubrics).collect())
}

/// Lists what of it is not open to this scope yet.
pub(crate) fn along_unopened(reader: &Connection, id: RowId, scope: &Scope) -> Result<Vec<(&'static Entity, RowId)>> {
    let sets = crate::look_for::unopened(reader, id, scope)?.map(|set| (look_for_set::ENTITY, set));
    let rubrics = crate::rubric::unopened(reader, id, scope)?.into_iter().map(|rubric| (rubric::ENTITY, rubric));
    Ok(sets.into_iter().chain(rubrics).collect())
}

/// Whether a document is open to a scope, or will be when it was sent.
pub(crate) fn is_open(reader: &Connection, root: RowId, scope: &Scope) -> Result<bool> {
    let shares = stored::shares(reader, root)?;
    let stands = |share: &&stored::Share| matches!(share.state, stored::State::Waiting | stored::State::Open);
    Ok(shares.iter().filter(stands).any(|share| share.scope == *scope))
}

/// Stops sharing an observation with somebody. It leaves their list; what they have read they have read.
///
/// # Errors
/// [`Code::Changed`] when it is not shared with them.
pub fn stop(writer: &mut Writer, id: RowId, with: With) -> Result<()> {
    let shares = stored::shares(writer.reader(), id)?;
    let open = shares.iter().filter(|share| share.state != stored::State::Ending);
    let scopes: Vec<_> = open.map(|share| share.scope).filter(|scope| With::of(scope) == Some(with)).collect();
    if scopes.is_empty() {
        return Err(Error::Refused(Problem::new(Code::Changed, "This is not shared with them any more.")));
    }
    Ok(writer.act(id, "Stop sharing an observation", |tx| {
        scopes.iter().try_for_each(|scope| tx.unshare(observation::ENTITY, id, scope))
    })?)
}

/// Says why nothing was shared. The dialog never offers it; another window may have changed something since.
pub(crate) fn refused(barrier: Barrier) -> Error {
    let hint = match barrier {
        Barrier::Alone => "Join your organisation's service first.",
        Barrier::NotTold => "Connect once, so that the service can say who works with whom.",
        Barrier::Open => "Finish the observation first.",
        Barrier::NoTeacher => "Say first whose lesson it was.",
        Barrier::Removed => "Look in Recently removed.",
        Barrier::NotYours => "Only its author shares it.",
        Barrier::Calibration => "A calibration is for the two observers. They compare it by a file.",
        Barrier::LearningWalk => "A learning walk is about no teacher, so it is shared with nobody.",
        Barrier::NoConsent => "Ask the teacher, who says it on their own computer.",
        Barrier::Outside | Barrier::NotInPair | Barrier::NotAgreed | Barrier::Refused => "Ask your administrator.",
    };
    Error::Refused(Problem::new(Code::Changed, "This cannot be shared now. Nothing was sent.").hint(hint))
}
