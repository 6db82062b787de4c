//! A share with its uncertainty, as it is shown.

use domain::measure::{Share, written};
use serde::Serialize;

/// In how many answered intervals a code stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct CodeShare {
    /// The letter.
    pub letter: String,
    /// What it stands for.
    pub label: String,
    /// In how many intervals it stands.
    pub marks: u32,
    /// Of how many answered ones.
    pub answered: u32,
    /// The percentage, as `35.0`; nothing where there is no data.
    pub percent: Option<String>,
    /// Wilson's interval of 95 %, as `24.2` and `47.6`; nothing where there is no data.
    pub between: Option<(String, String)>,
}

impl CodeShare {
    /// Writes down the share of one code.
    pub(super) fn of(letter: String, label: String, share: Share) -> Self {
        let between = share.wilson().map(|(from, to)| (written(from), written(to)));
        Self { letter, label, marks: share.of, answered: share.among, percent: share.tenths().map(written), between }
    }
}
