//! The same summary for an e-mail: formatted as HTML, and plain for a program that shows no formatting.

use super::{SummaryLine, SummaryPage, SummaryStep};
use crate::{language::Language, render::ReportError, text};

/// A copy in two forms that say the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copied {
    /// Formatted. What a person wrote is escaped, and can never act as markup.
    pub html: String,
    /// Plain, with lines that end in a line feed.
    pub plain: String,
}

/// Returns a summary as a copy for e-mail.
///
/// # Errors
///
/// When pages do not speak the language.
pub fn summary_copy(page: &SummaryPage) -> Result<Copied, ReportError> {
    let language = Language::of(&page.sheet.language).ok_or(ReportError::Language)?;
    let blocks = blocks(page, &language.words().summary);
    let html: String = blocks.iter().map(Block::html).collect();
    let plain = blocks.iter().map(Block::plain).collect::<Vec<_>>().join("\n");
    Ok(Copied { html: format!("<div lang=\"{}\">{html}</div>", language.tag()), plain })
}

/// A part of the copy.
enum Block<'a> {
    Title(String),
    Heading(&'a str),
    Fact(String),
    Words(&'a str),
    Line(&'a SummaryLine),
}

fn blocks<'a>(page: &'a SummaryPage, say: &'a text::Summary) -> Vec<Block<'a>> {
    let title = match page.teacher.as_str() {
        "" => say.untitled.clone(),
        teacher => say.title.replace("{teacher}", teacher),
    };
    let mut blocks = vec![Block::Title(title)];
    blocks.extend(facts(page, say).into_iter().map(Block::Fact));
    let begun = blocks.len();
    part(&mut blocks, &say.praise, &page.praise, &page.praised);
    part(&mut blocks, &say.question, &page.question, &[]);
    page.steps.iter().for_each(|step| step_blocks(&mut blocks, step, say));
    part(&mut blocks, &say.teacher_words, &page.teacher_words, &[]);
    if blocks.len() == begun {
        blocks.push(Block::Fact(say.empty.clone()));
    }
    blocks.push(Block::Fact(say.shared.clone()));
    blocks
}

/// Says which lesson it was, who talked, and when; what is not known is left out.
fn facts(page: &SummaryPage, say: &text::Summary) -> Vec<String> {
    let lesson = say.lesson.replace("{day}", &page.lesson_day).replace("{time}", &page.lesson_time);
    let all = [
        (&page.context, page.context.clone()),
        (&page.lesson_day, lesson),
        (&page.coach, say.coach.replace("{coach}", &page.coach)),
        (&page.talked_day, say.talked.replace("{day}", &page.talked_day)),
    ];
    all.into_iter().filter(|(known, _)| !known.is_empty()).map(|(_, fact)| fact).collect()
}

fn part<'a>(blocks: &mut Vec<Block<'a>>, heading: &'a str, words: &'a str, lines: &'a [SummaryLine]) {
    if words.is_empty() && lines.is_empty() {
        return;
    }
    blocks.push(Block::Heading(heading));
    blocks.extend((!words.is_empty()).then_some(Block::Words(words)));
    blocks.extend(lines.iter().map(Block::Line));
}

fn step_blocks<'a>(blocks: &mut Vec<Block<'a>>, step: &'a SummaryStep, say: &'a text::Summary) {
    part(blocks, &say.step, &step.text, &[]);
    part(blocks, &say.practice, &step.practice, &[]);
    if !step.check.is_empty() {
        blocks.push(Block::Fact(say.check.replace("{day}", &step.check)));
    }
    part(blocks, &say.step_lines, "", &step.lines);
}

impl Block<'_> {
    fn html(&self) -> String {
        match self {
            Self::Title(title) => format!("<h1 dir=\"auto\">{}</h1>", escaped(title)),
            Self::Heading(heading) => format!("<h2>{}</h2>", escaped(heading)),
            Self::Fact(fact) => format!("<p>{}</p>", escaped(fact)),
            Self::Words(words) => format!("<p dir=\"auto\">{}</p>", escaped(words)),
            Self::Line(line) => format!("<p dir=\"auto\">{}</p>", escaped(&in_a_row(line))),
        }
    }

    fn plain(&self) -> String {
        match self {
            Self::Title(title) => format!("{title}\n"),
            Self::Heading(heading) => format!("\n{heading}"),
            Self::Fact(fact) => fact.clone(),
            Self::Words(words) => (*words).to_owned(),
            Self::Line(line) => format!("  {}", in_a_row(line)),
        }
    }
}

fn in_a_row(line: &SummaryLine) -> String {
    [&line.time, &line.speaker, &line.text]
        .into_iter()
        .filter(|part| !part.is_empty())
        .cloned()
        .collect::<Vec<_>>()
        .join("  ")
}

/// Takes every sign of its meaning that HTML has for it.
fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for sign in words.chars() {
        match sign {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' => out.push_str("<br>"),
            other => out.push(other),
        }
    }
    out
}
