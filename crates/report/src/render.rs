//! From a page to the bytes of its PDF file: cleans the words, lays the template out, and writes it as PDF/UA-1.

use chrono::{DateTime, Datelike, FixedOffset, Timelike};
use serde::Serialize;
use serde_json::{Value, json};
use thiserror::Error;
use typst::World;
use typst::diag::SourceDiagnostic;
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::language::Language;
use crate::plain;
use crate::sheet::Sheet;
use crate::world::{self, ClosedWorld};

/// Why a page could not be made. None of these carries a word of the page.
#[derive(Debug, Error)]
pub enum ReportError {
    /// The language is not a tag such as `en` or `en-GB`, or there is no catalogue in it.
    #[error("the page's language is not one that pages speak")]
    Language,
    /// The page could not be turned into the data a template reads.
    #[error("could not hand the page to its template")]
    Data(#[source] serde_json::Error),
    /// The template failed.
    #[error("could not lay out the page (at {place})")]
    Layout {
        /// Template and line, for the developer.
        place: String,
    },
    /// The laid out page could not be written as an accessible PDF file.
    #[error("could not write the page as an accessible PDF file (at {place})")]
    Write {
        /// Template and line, for the developer.
        place: String,
    },
}

/// The templates of this crate.
#[derive(Clone, Copy)]
pub(crate) enum Template {
    Observation,
    Week,
    RecoverySheet,
    Summary,
    Agreement,
    CoachingCycle,
    Form,
    Kind,
}

impl Template {
    fn name_and_text(self) -> (&'static str, &'static str) {
        match self {
            Self::Observation => ("observation.typ", include_str!("templates/observation.typ")),
            Self::Week => ("week.typ", include_str!("templates/week.typ")),
            Self::Agreement => ("agreement.typ", include_str!("templates/agreement.typ")),
            Self::CoachingCycle => ("coaching_cycle.typ", include_str!("templates/coaching_cycle.typ")),
            Self::Kind => ("kind.typ", include_str!("templates/kind.typ")),
            Self::Form => ("form.typ", include_str!("templates/form.typ")),
            Self::Summary => ("summary.typ", include_str!("templates/summary.typ")),
            Self::RecoverySheet => ("recovery_sheet.typ", include_str!("templates/recovery_sheet.typ")),
        }
    }
}

/// Returns the page as the bytes of a PDF file.
pub(crate) fn pdf(template: Template, page: &impl Serialize, sheet: &Sheet) -> Result<Vec<u8>, ReportError> {
    let (name, text) = template.name_and_text();
    let data = template_data(page, &sheet.language)?;
    let catalogue = Language::of(&sheet.language).ok_or(ReportError::Language)?.catalogue();
    let world = ClosedWorld::new(world::source(name, text), data.to_string(), catalogue);
    let written = laid_out(&world).and_then(|document| written(&world, &document, sheet.created));
    // typst remembers what it laid out for the next time. We forget it, so that a page does not stay in memory.
    typst::comemo::evict(0);
    written
}

fn template_data(page: &impl Serialize, language: &str) -> Result<Value, ReportError> {
    let (lang, region) = language_parts(language).ok_or(ReportError::Language)?;
    let mut data = serde_json::to_value(page).map_err(ReportError::Data)?;
    let without_shape = plain::make_printable(&mut data);
    data["lang"] = json!(lang);
    data["region"] = json!(region);
    data["without_shape"] = json!(without_shape);
    Ok(data)
}

/// Splits `en-GB` into `en` and `GB`.
fn language_parts(tag: &str) -> Option<(&str, Option<&str>)> {
    let (lang, region) = tag.split_once('-').map_or((tag, None), |(lang, region)| (lang, Some(region)));
    let lang_fits = matches!(lang.len(), 2 | 3) && lang.bytes().all(|b| b.is_ascii_lowercase());
    let region_fits = region.is_none_or(|r| r.len() == 2 && r.bytes().all(|b| b.is_ascii_uppercase()));
    (lang_fits && region_fits).then_some((lang, region))
}

fn laid_out(world: &ClosedWorld) -> Result<PagedDocument, ReportError> {
    typst::compile(world).output.map_err(|faults| ReportError::Layout { place: place(world, faults.first()) })
}

fn written(
    world: &ClosedWorld,
    document: &PagedDocument,
    created: DateTime<FixedOffset>,
) -> Result<Vec<u8>, ReportError> {
    let standards = PdfStandards::new(&[PdfStandard::Ua_1]).expect("one standard does not contradict itself");
    let options = PdfOptions {
        creator: Smart::Custom(Some("Coachlight".to_owned())),
        timestamp: timestamp(created),
        standards,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(document, &options).map_err(|faults| ReportError::Write { place: place(world, faults.first()) })
}

fn timestamp(created: DateTime<FixedOffset>) -> Option<Timestamp> {
    let time = Datetime::from_ymd_hms(
        created.year(),
        u8::try_from(created.month()).ok()?,
        u8::try_from(created.day()).ok()?,
        u8::try_from(created.hour()).ok()?,
        u8::try_from(created.minute()).ok()?,
        u8::try_from(created.second()).ok()?,
    )?;
    Timestamp::new_local(time, created.offset().local_minus_utc() / 60)
}

/// Returns template and line of a fault. Its message is left out: it may quote what a person wrote.
fn place(world: &ClosedWorld, fault: Option<&SourceDiagnostic>) -> String {
    let place = fault.and_then(|fault| {
        let id = fault.span.id()?;
        let start = typst::WorldExt::range(world, fault.span)?.start;
        let line = world.source(id).ok()?.lines().byte_to_line(start)?;
        Some(format!("{}:{}", id.get().vpath().get_without_slash(), line + 1))
    });
    place.unwrap_or_else(|| "no line".to_owned())
}
