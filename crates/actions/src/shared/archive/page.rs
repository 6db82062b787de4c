//! The pages of an archive: plain HTML that any browser opens, without a script and without anything from elsewhere.

use std::fmt::Write;

use crate::{
    agreement::AgreementView,
    coaching_request::{AnswerState, RequestView},
    step::ResultBeside,
};

use super::{
    super::{
        SharedKind,
        readers::{ReaderKind, ReaderView},
    },
    SharedRecord,
};

const STYLE: &str = "body{font:16px/1.5 sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}\
    table{border-collapse:collapse;width:100%}td,th{text-align:start;vertical-align:top;padding:.25rem .75rem .25rem 0;\
    border-top:1px solid #ccc}p{white-space:pre-wrap}";

/// Returns the first page: whose archive it is, what is in it, and every record with a link.
pub(super) fn index(name: &str, made: &str, records: &[(String, SharedRecord)]) -> String {
    let mut body = format!(
        "<h1>Everything about {}</h1>\n<p>Made {}. These files are not protected: whoever has them can read them.</p>\n",
        escaped(name),
        escaped(made)
    );
    body.push_str(
        "<p><a href=\"agreements.html\">Sharing agreements</a> · <a href=\"requests.html\">What you asked for</a></p>\n",
    );
    if records.is_empty() {
        body.push_str("<p>Nothing is shared with you on this computer.</p>\n");
        return page("Everything about you", &body);
    }
    body.push_str("<table><tr><th>What</th><th>About</th><th>Shared by</th><th>Came</th></tr>\n");
    for (file, whole) in records {
        let row = &whole.row;
        let cells =
            [&row.about, &row.coach.name, &row.since].map(|cell| format!("<td>{}</td>", escaped(cell))).concat();
        let link = format!("<td><a href=\"{}\">{}</a></td>", escaped(file), kind(row.kind));
        body.push_str(&format!("<tr>{link}{cells}</tr>\n"));
    }
    body.push_str(
        "</table>\n<p>records.csv and visits.csv have the facts as tables, readers.csv who can read each record.</p>\n",
    );
    page("Everything about you", &body)
}

/// Returns the page of one record.
pub(super) fn record(whole: &SharedRecord) -> String {
    let row = &whole.row;
    let mut body = format!("<h1>{}: {}</h1>\n", kind(row.kind), escaped(&row.about));
    paragraph(&mut body, &format!("Shared by {} since {}.", row.coach.name, row.since));
    if let Some(read) = &row.read {
        paragraph(&mut body, &format!("You said on {read} that you have read it."));
    }
    for words in &whole.words {
        heading(&mut body, &words.label);
        paragraph(&mut body, &words.text);
    }
    lines(&mut body, whole);
    checks(&mut body, whole);
    changes(&mut body, whole);
    heading(&mut body, "Who can read this");
    body.push_str("<ul>\n");
    for one in &whole.readers {
        body.push_str(&format!("<li>{}: {}</li>\n", escaped(&reader(one)), why(one)));
    }
    body.push_str("</ul>\n");
    page(kind(row.kind), &body)
}

/// Returns the page of what was agreed about who reads what: every version, and who said what of it.
pub(super) fn agreements(all: &[AgreementView]) -> String {
    let mut body = String::from("<h1>Sharing agreements</h1>\n");
    if all.is_empty() {
        paragraph(&mut body, "There is no sharing agreement on this computer.");
    }
    for agreement in all {
        for version in &agreement.versions {
            let (number, standing) = (version.number, standing(&version.standing));
            heading(&mut body, &format!("With {}: version {number}, {standing}", agreement.coach.name));
            paragraph(&mut body, &format!("Written {}.", version.made));
            body.push_str("<ul>\n");
            for item in &version.items {
                body.push_str(&format!("<li>{}</li>\n", escaped(&item.text)));
            }
            body.push_str("</ul>\n");
            if !version.text.is_empty() {
                paragraph(&mut body, &version.text);
            }
            for said in &version.said {
                paragraph(&mut body, &format!("{} {} on {}, {}.", said.name, said.said, said.date, way(&said.way)));
            }
        }
    }
    page("Sharing agreements", &body)
}

/// Returns the page of what this person asked coaches for, and what they answered.
pub(super) fn requests(asked: &[RequestView]) -> String {
    let mut body = String::from("<h1>What you asked for</h1>\n");
    if asked.is_empty() {
        paragraph(&mut body, "You asked for nothing.");
    }
    for request in asked {
        heading(&mut body, &format!("{}, {}", request.other.name, request.day));
        for words in [&request.topic, &request.goal, &request.slots].into_iter().filter(|words| !words.is_empty()) {
            paragraph(&mut body, words);
        }
        let answer = match request.answer {
            AnswerState::Waiting => "Not answered yet.".to_owned(),
            AnswerState::Accepted => "Accepted.".to_owned(),
            AnswerState::Declined => format!("Declined: {}", request.reason),
        };
        paragraph(&mut body, &answer);
    }
    page("What you asked for", &body)
}

fn standing(code: &str) -> &'static str {
    match code {
        "in_force" => "in force",
        "superseded" => "a later version took its place",
        "withdrawn" => "withdrawn",
        "passed" => "never accepted by both",
        _ => "waits to be accepted",
    }
}

fn way(code: &str) -> &'static str {
    match code {
        "coach_screen" => "on the coach's screen",
        "paper" => "on signed paper",
        _ => "on their own device",
    }
}

fn lines(body: &mut String, whole: &SharedRecord) {
    if whole.lines.is_empty() {
        return;
    }
    heading(body, "Script");
    body.push_str("<table>\n");
    for line in &whole.lines {
        let cells = [&line.time, &line.speaker, &line.text].map(|cell| format!("<td>{}</td>", escaped(cell))).concat();
        body.push_str(&format!("<tr>{cells}</tr>\n"));
    }
    body.push_str("</table>\n");
}

fn checks(body: &mut String, whole: &SharedRecord) {
    let Some(step) = &whole.step else { return };
    heading(body, "Where it stands");
    paragraph(body, &step.row.standing_words);
    for check in &step.checks {
        let found = check.found.map_or("unknown", |found| found.word());
        paragraph(body, &format!("Checked {} by {}: {found}. {}", check.day, check.who, check.note));
    }
    for result in &step.results {
        let way = result.beside.map_or("Student result", ResultBeside::words);
        paragraph(body, &format!("{way}: {} {}", result.words, result.day));
    }
}

fn changes(body: &mut String, whole: &SharedRecord) {
    if whole.changes.is_empty() {
        return;
    }
    heading(body, "What it said before");
    for change in &whole.changes {
        paragraph(body, &format!("{}, until {}:", change.label, change.when));
        paragraph(body, &change.before);
    }
}

/// Returns the kind of a record in words.
pub(super) fn kind(kind: SharedKind) -> &'static str {
    match kind {
        SharedKind::Observation => "Observation",
        SharedKind::CoachObservation => "Observation of your coaching",
        SharedKind::Debrief => "Debrief",
        SharedKind::Step => "Action step",
        SharedKind::LessonPrep => "Planned lesson",
        SharedKind::CoachingCycle => "Coaching cycle",
    }
}

/// Returns a reader in words.
pub(super) fn reader(reader: &ReaderView) -> String {
    match reader.kind {
        ReaderKind::You | ReaderKind::Coach | ReaderKind::Successor => reader.name.clone(),
        ReaderKind::Supervisors => format!("The supervisors of {}", reader.name),
    }
}

/// Returns why somebody is a reader.
pub(super) fn why(reader: &ReaderView) -> &'static str {
    match reader.kind {
        ReaderKind::You => "it is about you",
        ReaderKind::Coach => "wrote it and shared it with you",
        ReaderKind::Supervisors => "your sharing agreement lists it",
        ReaderKind::Successor => "you agreed to it",
    }
}

fn heading(body: &mut String, words: &str) {
    body.push_str(&format!("<h2>{}</h2>\n", escaped(words)));
}

fn paragraph(body: &mut String, words: &str) {
    body.push_str(&format!("<p dir=\"auto\">{}</p>\n", escaped(words)));
}

fn page(title: &str, body: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title}</title><style>{STYLE}</style>\
         </head><body>\n{body}</body></html>\n"
    )
}

/// Returns words as they stand between tags and in an attribute.
fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for letter in words.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            letter if letter.is_control() && letter != '\n' && letter != '\t' => {
                write!(out, "&#{};", 0xFFFD).expect("a string takes every letter");
            }
            letter => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn words_cannot_become_tags_or_leave_an_attribute() {
        assert_eq!(escaped("<b onclick=\"x\">R&D</b>"), "&lt;b onclick=&quot;x&quot;&gt;R&amp;D&lt;/b&gt;");
        assert_eq!(escaped("a\u{0}b\n"), "a&#65533;b\n");
    }
}
