//! People: who is there, in which role, with which classes and teams, and when they were last visited.

mod add;
pub(crate) mod class;
mod coaching;
mod dosage;
mod list;
mod names;
mod role;
mod save;
mod teacher;
mod team;
mod trend;
mod view;

use chrono::NaiveDate;

use crate::{Error, Result};

pub use add::{AddPerson, add};
pub use class::{ClassView, SaveClass, remove_class, save_class};
pub use coaching::{coach, coach_settled, set_kind};
pub use dosage::DosageView;
pub use list::{PeopleView, PersonRow, list};
pub(crate) use names::refuse_names;
pub use role::{RoleView, SaveRole, save_role};
pub use save::{SavePerson, remove, save};
pub use teacher::{TeacherView, add_teacher, school_of, teachers};
pub use team::{MemberView, SaveTeam, TeamView, remove_team, save_team};
pub use trend::{LookForTrend, TrendLesson, TrendPoint, TrendRow, look_for_trend};
pub use view::{PersonView, view};

/// Reads a day that may be left empty.
pub(crate) fn day(field: &str, text: &str) -> Result<Option<NaiveDate>> {
    match text.trim() {
        "" => Ok(None),
        text => text
            .parse()
            .map(Some)
            .map_err(|_| Error::invalid(field, "This day does not exist. Write it as 2026-10-05.")),
    }
}

/// Says whether what ends on a day, or on none, still goes on.
pub(crate) fn lasts(ends: &str, today: NaiveDate) -> bool {
    ends.parse::<NaiveDate>().map_or(true, |ends| ends >= today)
}
