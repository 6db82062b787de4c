//! Who receives what, who may write and who may share: deny by default, one answer for a whole block.
//!
//! The central service asks at the moment of sending, with facts of that moment, and again at push. A device asks the
//! same functions, so that it offers nothing that would be refused; the service's answer counts. No row is read here:
//! [`Facts`] are arguments.

mod activity;
mod audience;
mod enter;
mod facts;
mod read;
mod record;
mod refusal;
mod share;
mod table;
mod write;

pub use activity::{ACTIVITY_FACTS, Shape, may_be_a_fact};
pub use audience::{audience, readers};
pub use enter::{may_enter, may_enter_with};
pub use facts::{Consent, Evaluates, Facts, Link, Role, Standing};
pub use read::may_read;
pub use record::Record;
pub use refusal::{Grant, Refusal};
pub use share::{Share, may_share};
pub use table::{Cell, Reader, TABLE};
pub use write::may_write;
