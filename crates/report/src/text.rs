//! What printed pages say by themselves: one catalogue for each language, `text/en.json` and `text/es.json`, for the
//! templates and for whoever fills a page.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::{Language, PageKind};

/// The catalogues as the templates read them.
pub(crate) const EN: &str = include_str!("text/en.json");
pub(crate) const ES: &str = include_str!("text/es.json");

/// What Rust reads of a catalogue; the templates read all of it.
#[derive(Deserialize)]
pub(crate) struct Catalogue {
    pub(crate) full_day: String,
    pub(crate) weekdays: [String; 7],
    pub(crate) months: [String; 12],
    observation: Titled,
    week: Titled,
    recovery: Titled,
    agreement: Titled,
    coaching_cycle: Named,
    form: Named,
    pub(crate) summary: Summary,
}

/// A page whose title names somebody, or depends on something else.
#[derive(Deserialize)]
struct Named {
    name: String,
}

#[derive(Deserialize)]
struct Titled {
    title: String,
}

/// What a teacher summary says by itself, on paper and in a copy for e-mail.
#[derive(Deserialize)]
pub(crate) struct Summary {
    pub(crate) name: String,
    pub(crate) title: String,
    pub(crate) untitled: String,
    pub(crate) lesson: String,
    pub(crate) talked: String,
    pub(crate) coach: String,
    pub(crate) praise: String,
    pub(crate) question: String,
    pub(crate) teacher_words: String,
    pub(crate) step: String,
    pub(crate) practice: String,
    pub(crate) check: String,
    pub(crate) step_lines: String,
    pub(crate) empty: String,
    pub(crate) shared: String,
}

static CATALOGUES: LazyLock<[Catalogue; 2]> = LazyLock::new(|| Language::ALL.map(read));

fn read(language: Language) -> Catalogue {
    serde_json::from_str(language.catalogue()).expect("the catalogues are part of this crate")
}

pub(crate) fn catalogue(language: Language) -> &'static Catalogue {
    match language {
        Language::English => &CATALOGUES[0],
        Language::Spanish => &CATALOGUES[1],
    }
}

/// Returns what a page of this kind is called on paper.
#[must_use]
pub fn title(kind: PageKind) -> &'static str {
    title_in(kind, Language::English)
}

/// Returns what a page of this kind is called on paper in a language.
#[must_use]
pub fn title_in(kind: PageKind, language: Language) -> &'static str {
    let words = catalogue(language);
    match kind {
        PageKind::Observation => &words.observation.title,
        PageKind::Week => &words.week.title,
        PageKind::RecoverySheet => &words.recovery.title,
        PageKind::Summary => &words.summary.name,
        PageKind::Agreement => &words.agreement.title,
        PageKind::CoachingCycle => &words.coaching_cycle.name,
        PageKind::Form => &words.form.name,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::Value;

    use super::*;

    /// Every path of a catalogue with what stands there.
    fn leaves(at: &str, value: &Value, found: &mut BTreeMap<String, String>) {
        match value {
            Value::Object(fields) => {
                fields.iter().for_each(|(name, value)| leaves(&format!("{at}.{name}"), value, found))
            }
            Value::Array(items) => {
                (0..).zip(items).for_each(|(index, value): (u32, _)| leaves(&format!("{at}.{index}"), value, found));
            }
            Value::String(text) => drop(found.insert(at.to_owned(), text.clone())),
            other => panic!("a catalogue holds words only, and {at} is {other}"),
        }
    }

    fn all(language: Language) -> BTreeMap<String, String> {
        let mut found = BTreeMap::new();
        leaves("", &serde_json::from_str(language.catalogue()).unwrap(), &mut found);
        found
    }

    /// The places that a sentence leaves open: `{page}`.
    fn open_places(text: &str) -> Vec<&str> {
        let mut places: Vec<&str> =
            text.split('{').skip(1).map(|rest| rest.split('}').next().unwrap_or_default()).collect();
        places.sort_unstable();
        places
    }

    #[test]
    fn every_language_says_the_same_things_and_leaves_nothing_empty() {
        let english = all(Language::English);

        for language in Language::ALL {
            let own = all(language);
            assert_eq!(own.keys().collect::<Vec<_>>(), english.keys().collect::<Vec<_>>(), "{language:?}");
            for (key, text) in &own {
                assert!(!text.trim().is_empty(), "{language:?} says nothing at {key}");
                assert_eq!(open_places(text), open_places(&english[key]), "{language:?} at {key}");
            }
        }
    }
}
