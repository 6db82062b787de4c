//! A sharing agreement on paper: what it says, and how both accepted it. Where one has not, there are lines to sign on.

use serde::Serialize;

use crate::render::{self, ReportError, Template};
use crate::sheet::Sheet;

/// One item of an agreement.
#[derive(Clone, Default, Serialize)]
pub struct AgreementItem {
    /// What it is about and says, in one sentence or two.
    pub text: String,
    /// Who may read it, in words; may be empty.
    pub readers: String,
}

/// How one of the two accepted.
#[derive(Clone, Default, Serialize)]
pub struct Acceptance {
    /// The person's name; may be empty.
    pub name: String,
    /// On which day, in words: `6 October 2026`. Empty prints lines for name, signature and day.
    pub accepted: String,
    /// How, by its code: `own_device`, `coach_screen` or `paper`; may be empty.
    pub way: String,
    /// On which day it was withdrawn, in words; empty where it was not.
    pub withdrawn: String,
}

/// Everything that stands on a printed agreement.
#[derive(Clone, Serialize)]
pub struct AgreementPage {
    /// Paper, language, footer and date.
    #[serde(flatten)]
    pub sheet: Sheet,
    /// What the agreement is called; empty for the usual title.
    pub title: String,
    /// Which version it is, such as `2`.
    pub version: String,
    /// How it stands, by its code: `proposed`, `in_force`, `superseded`, `withdrawn` or `passed`.
    pub standing: String,
    /// The day on which it was written, in words; may be empty.
    pub made: String,
    /// The organisation's name; may be empty.
    pub organisation: String,
    /// Its items in order.
    pub items: Vec<AgreementItem>,
    /// What the two added in their own words; may be empty.
    pub own: String,
    /// How the coach accepted.
    pub coach: Acceptance,
    /// How the teacher accepted.
    pub teacher: Acceptance,
}

/// Returns the agreement as a PDF file.
///
/// # Errors
///
/// When pages do not speak the language, or the page could not be laid out or written.
pub fn agreement(page: &AgreementPage) -> Result<Vec<u8>, ReportError> {
    render::pdf(Template::Agreement, page, &page.sheet)
}
