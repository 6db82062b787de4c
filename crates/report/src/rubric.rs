//! The rubric beside a printed script: each indicator with the level that the lines show. No figure stands over them.

use serde::Serialize;

use crate::observation::PrintedLine;

/// A rubric as it was used in one lesson.
#[derive(Clone, Default, Serialize)]
pub struct PrintedRubric {
    /// Its title and version, in words.
    pub name: String,
    /// Under which licence its words may be printed; empty for the pair's own.
    pub licence: String,
    /// The indicators that have a level or lines, in their order.
    pub indicators: Vec<PrintedIndicator>,
}

/// One indicator.
#[derive(Clone, Default, Serialize)]
pub struct PrintedIndicator {
    /// What it is about.
    pub text: String,
    /// The level that the lines show, from 1; nothing while nobody has said.
    pub level: Option<u32>,
    /// The words of that level; may be empty.
    pub words: String,
    /// The lines that show it.
    pub lines: Vec<PrintedLine>,
}
