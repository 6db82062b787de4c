//! The languages that pages speak: each is one catalogue with the same keys, and the way it writes a day.

use chrono::{Datelike, NaiveDate};

use crate::text::{self, Catalogue};

/// A language of printed pages. What a person wrote is printed as it is, whatever the page speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Spanish.
    Spanish,
}

impl Language {
    /// Every language, the usual one first.
    pub const ALL: [Self; 2] = [Self::English, Self::Spanish];

    /// The tag that a page in this language carries.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en-GB",
            Self::Spanish => "es",
        }
    }

    /// Returns the language of a tag such as `es` or `es-MX`; nothing where pages do not speak it.
    #[must_use]
    pub fn of(tag: &str) -> Option<Self> {
        let language = tag.split_once('-').map_or(tag, |(language, _)| language);
        Self::ALL.into_iter().find(|known| known.tag().split('-').next() == Some(language))
    }

    /// Returns a day in words: `Monday 5 October 2026`, `lunes 5 de octubre de 2026`.
    #[must_use]
    pub fn day(self, date: NaiveDate) -> String {
        let words = self.words();
        let weekday = &words.weekdays[date.weekday().num_days_from_monday() as usize];
        let pattern =
            words.full_day.replace("{weekday}", weekday).replace("{month}", &words.months[date.month0() as usize]);
        pattern.replace("{day}", &date.day().to_string()).replace("{year}", &date.year().to_string())
    }

    pub(crate) fn words(self) -> &'static Catalogue {
        text::catalogue(self)
    }

    /// The catalogue as the templates read it.
    pub(crate) fn catalogue(self) -> &'static str {
        match self {
            Self::English => text::EN,
            Self::Spanish => text::ES,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_written_as_its_language_writes_it() {
        let day = NaiveDate::from_ymd_opt(2026, 10, 5).unwrap();

        assert_eq!(Language::English.day(day), "Monday 5 October 2026");
        assert_eq!(Language::Spanish.day(day), "lunes 5 de octubre de 2026");
    }

    #[test]
    fn a_tag_names_its_language_with_or_without_a_region() {
        let of = ["en-GB", "en", "es", "es-MX", "fr", "", "est"].map(Language::of);

        let (english, spanish) = (Some(Language::English), Some(Language::Spanish));
        assert_eq!(of, [english, english, spanish, spanish, None, None, None]);
    }
}
