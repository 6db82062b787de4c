//! What is said in classrooms, read from the texts in `talk/`: exchanges of a few lines, by subject and phase of a lesson.

use domain::script::{self, Speaker};

use crate::{
    district::Subject,
    words::{Text, Topic},
};

const ANY: &str = include_str!("../talk/any.txt");
const MATHEMATICS: &str = include_str!("../talk/mathematics.txt");
const LITERACY: &str = include_str!("../talk/literacy.txt");

/// The phases of a lesson, with the share of its lines in a hundred.
pub(crate) const PHASES: [(&str, u32); 5] = [("opening", 10), ("launch", 18), ("work", 34), ("talk", 29), ("close", 9)];

/// Everything that can be said in lessons of one subject.
#[derive(Debug)]
pub(crate) struct Talk {
    /// The exchanges of each phase.
    pub phases: [Vec<Exchange>; PHASES.len()],
    pub topics: Vec<Topic>,
    /// What the observer wonders, about nothing in particular.
    pub wonderings: Vec<Text>,
}

/// A few lines that belong together.
pub(crate) type Exchange = Vec<Spoken>;

/// One line with gaps. Seats 1 and 2 stand for two students of the exchange.
#[derive(Debug)]
pub(crate) struct Spoken {
    pub speaker: Speaker,
    /// Nothing when the line is only a wondering.
    pub text: Option<Text>,
    pub look_fors: Vec<u32>,
    pub starred: bool,
    pub wondering: Option<Text>,
}

impl Talk {
    /// Reads the texts of a subject.
    pub fn of(subject: Subject) -> Self {
        let own = match subject {
            Subject::Mathematics => MATHEMATICS,
            Subject::Literacy => LITERACY,
        };
        let phases = PHASES.map(|(phase, _)| [own, ANY].iter().flat_map(|source| exchanges(source, phase)).collect());
        let topics = section(own, "topics").map(topic).collect();
        let wonderings = section(ANY, "wonderings").map(Text::parse).collect();
        Self { phases, topics, wonderings }
    }
}

/// Returns the lines under a heading that are not empty.
fn section<'a>(source: &'a str, heading: &str) -> impl Iterator<Item = &'a str> {
    under(source, heading).lines().map(str::trim).filter(|line| !line.is_empty())
}

/// Returns the text under a heading, up to the next one.
fn under<'a>(source: &'a str, heading: &str) -> &'a str {
    let mark = format!("\n# {heading}\n");
    let (_, rest) = source.split_once(&mark).unwrap_or_default();
    rest.split("\n# ").next().unwrap_or_default()
}

fn exchanges(source: &str, heading: &str) -> Vec<Exchange> {
    let paragraphs = under(source, heading).split("\n\n").map(|paragraph| paragraph.trim());
    paragraphs.filter(|paragraph| !paragraph.is_empty()).map(|lines| lines.lines().map(spoken).collect()).collect()
}

/// Reads a line by the grammar of the script itself.
fn spoken(line: &str) -> Spoken {
    let halves = script::split(line);
    let parsed = script::parse(&halves.evidence);
    Spoken {
        speaker: parsed.speaker.unwrap_or_default(),
        text: Some(parsed.text).filter(|text| !text.is_empty()).map(|text| Text::parse(&text)),
        look_fors: parsed.look_fors,
        starred: parsed.starred,
        wondering: halves.wondering.map(|words| Text::parse(words.trim())),
    }
}

/// Reads `name | model | idea | thing; thing`.
fn topic(line: &str) -> Topic {
    let parts: Vec<&str> = line.split('|').map(str::trim).collect();
    let [name, model, idea, things] = parts[..] else { panic!("a topic has four parts") };
    let things = things.split(';').map(|thing| thing.trim().to_owned()).collect();
    Topic { name: name.to_owned(), model: model.to_owned(), idea: idea.to_owned(), things }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_phase_of_both_subjects_has_plenty_to_say() {
        for subject in [Subject::Mathematics, Subject::Literacy] {
            let talk = Talk::of(subject);
            for (phase, (name, _)) in talk.phases.iter().zip(PHASES) {
                assert!(phase.len() >= 8, "{name}: {}", phase.len());
            }
            assert!(talk.topics.len() >= 12);
            assert!(talk.topics.iter().all(|topic| topic.things.len() == 4));
            assert!(talk.wonderings.len() >= 12);
        }
    }

    #[test]
    fn every_exchange_has_evidence_and_names_no_student() {
        for subject in [Subject::Mathematics, Subject::Literacy] {
            for exchange in Talk::of(subject).phases.iter().flatten() {
                assert!(exchange.iter().any(|line| line.text.is_some()), "{exchange:?}");
                for line in exchange {
                    assert!(!matches!(line.speaker, Speaker::Seat(3..)), "{line:?}");
                    assert!(line.look_fors.iter().all(|position| *position < 4), "{line:?}");
                }
            }
        }
    }
}
