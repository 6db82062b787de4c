//! The sheet that carries a recovery code: what it opens, where to keep it, and what is lost without it.

use serde::Serialize;

use crate::render::{self, ReportError, Template};
use crate::sheet::Sheet;

/// Everything that stands on the sheet. The code is a secret: this type cannot be shown in a log.
#[derive(Clone, Serialize)]
pub struct RecoverySheet {
    /// Paper, language, footer and date.
    #[serde(flatten)]
    pub sheet: Sheet,
    /// The code in the groups in which a person types it.
    pub code_groups: Vec<String>,
    /// What the person calls the profile that the code opens.
    pub profile_label: String,
}

/// Returns the sheet as a PDF file.
///
/// # Errors
///
/// When the language is not a language tag, or the page could not be laid out or written.
pub fn recovery_sheet(page: &RecoverySheet) -> Result<Vec<u8>, ReportError> {
    render::pdf(Template::RecoverySheet, page, &page.sheet)
}
