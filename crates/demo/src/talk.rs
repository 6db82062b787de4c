//! What is said in classrooms, read from the texts in `talk/`: exchanges of a few lines, by subject and phase of a lesson.

use domain::script::{self, Speaker};

use crate::{
    district::Subject,
    random::Random,
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
    /// The two halves of the names of things.
    firsts: Vec<String>,
    seconds: Vec<String>,
    /// Words that are learned.
    pub terms: Vec<String>,
    /// What the observer wonders, about nothing in particular.
    pub wonderings: Vec<Text>,
    subject: Subject,
    pub teacher: Manner,
    pub student: Manner,
}

/// How somebody begins and ends what they say, now and then.
#[derive(Debug)]
pub(crate) struct Manner {
    pub begins: Vec<Text>,
    pub ends: Vec<Text>,
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
        let texts = |heading| section(ANY, heading).map(Text::parse).collect();
        Self {
            phases,
            topics,
            firsts: list(own, "firsts"),
            seconds: list(own, "seconds"),
            terms: list(own, "terms"),
            wonderings: texts("wonderings"),
            subject,
            teacher: Manner { begins: texts("teacher begins"), ends: texts("teacher ends") },
            student: Manner { begins: texts("student begins"), ends: texts("student ends") },
        }
    }
}

impl Talk {
    /// Names what a lesson of this topic reckons with, or the text that it reads.
    pub fn thing(&self, random: &mut Random, topic: &Topic) -> String {
        if random.chance(40) {
            return random.pick(&topic.things).clone();
        }
        let (first, second) = (random.pick(&self.firsts), random.pick(&self.seconds));
        match self.subject {
            Subject::Mathematics => format!("the {first} {second}"),
            Subject::Literacy => format!("\"The {first} {second}\""),
        }
    }
}

/// Returns the parts of a list under a heading: `one; another`.
fn list(source: &str, heading: &str) -> Vec<String> {
    parts_of(under(source, heading))
}

fn parts_of(text: &str) -> Vec<String> {
    text.split(';').map(|part| part.trim().to_owned()).collect()
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
    let things = parts_of(things);
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
