//! What printed pages say by themselves: one catalogue, `text/en.json`, for the templates and for whoever fills a page.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::PageKind;

/// The catalogue as the templates read it.
pub(crate) const EN: &str = include_str!("text/en.json");

#[derive(Deserialize)]
struct Catalogue {
    observation: Titled,
    week: Titled,
    recovery: Titled,
}

#[derive(Deserialize)]
struct Titled {
    title: String,
}

static CATALOGUE: LazyLock<Catalogue> =
    LazyLock::new(|| serde_json::from_str(EN).expect("the catalogue is part of this crate"));

/// Returns what a page of this kind is called on paper.
#[must_use]
pub fn title(kind: PageKind) -> &'static str {
    match kind {
        PageKind::Observation => &CATALOGUE.observation.title,
        PageKind::Week => &CATALOGUE.week.title,
        PageKind::RecoverySheet => &CATALOGUE.recovery.title,
    }
}
