//! Printed pages as tagged PDF: observations of every kind, a week, what a teacher takes along, a sharing agreement, a
//! coaching cycle, blank forms, and the sheet that carries a recovery code.
//!
//! Every page is a plain struct whose strings are already formatted (times, names, numbers), a fixed typst template in
//! `templates/`, and fonts that are part of this crate. What pages say by themselves stands in one catalogue for each
//! language, `text/en.json` and `text/es.json`. What a person wrote is passed as data and shown as text, so it can never
//! act as markup. Nothing here reads a clock, a file, the system's fonts or the network, and nothing is
//! written: the caller gets bytes, the same bytes for the same page.

mod agreement;
mod coaching_cycle;
mod file_name;
mod fonts;
mod form;
mod kind;
mod language;
mod observation;
mod plain;
mod recovery_sheet;
mod render;
mod rubric;
mod sheet;
mod summary;
mod text;
mod week;
mod world;

pub use agreement::{Acceptance, AgreementItem, AgreementPage, agreement};
pub use coaching_cycle::{
    ChainLink, CoachingCyclePage, CycleGoal, CycleMeasure, CycleStage, StageStanding, coaching_cycle,
};
pub use file_name::{PageKind, file_name};
pub use form::{FormIndicator, FormKind, FormLookFor, FormPage, FormRubric, form};
pub use kind::{
    Counted, KindPage, PrintedItem, PrintedPattern, PrintedRoom, PrintedShare, PrintedSweep, PrintedTalk, Recorded,
    kind,
};
pub use language::Language;
pub use observation::{LineKind, LookForCount, ObservationPage, PrintedLine, observation};
pub use recovery_sheet::{RecoverySheet, recovery_sheet};
pub use render::ReportError;
pub use rubric::{PrintedIndicator, PrintedRubric};
pub use sheet::{Paper, Sheet};
pub use summary::{Copied, SummaryLine, SummaryPage, SummaryStep, summary, summary_copy};
pub use text::{title, title_in};
pub use week::{WeekDay, WeekEntry, WeekPage, week};
