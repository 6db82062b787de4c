//! Printed pages as tagged PDF: an observation, a week, and the sheet that carries a recovery code.
//!
//! Every page is a plain struct whose strings are already formatted (times, names, numbers), a fixed typst template in
//! `templates/`, and fonts that are part of this crate. What pages say by themselves is one catalogue, `text/en.json`. What a person wrote is passed as data and shown as text, so it
//! can never act as markup. Nothing here reads a clock, a file, the system's fonts or the network, and nothing is
//! written: the caller gets bytes, the same bytes for the same page.

mod file_name;
mod fonts;
mod observation;
mod plain;
mod recovery_sheet;
mod render;
mod sheet;
mod text;
mod week;
mod world;

pub use file_name::{PageKind, file_name};
pub use observation::{LineKind, LookForCount, ObservationPage, PrintedLine, observation};
pub use recovery_sheet::{RecoverySheet, recovery_sheet};
pub use render::ReportError;
pub use sheet::{Paper, Sheet};
pub use text::title;
pub use week::{WeekDay, WeekEntry, WeekPage, week};
