//! A text with gaps that are filled in for each use, and what they are filled with.

use std::fmt::Write;

use crate::random::Random;

/// A text with gaps: `They go up by {b}`.
#[derive(Debug, Clone)]
pub(crate) struct Text(Vec<Piece>);

#[derive(Debug, Clone)]
enum Piece {
    Words(String),
    Gap(Gap),
}

#[derive(Debug, Clone, Copy)]
enum Gap {
    Topic,
    Model,
    Idea,
    Thing,
    Term,
    Number(usize),
}

/// The numbers that a text may ask for, in the order in which a [`Moment`] keeps them.
const NUMBERS: [&str; 23] = [
    "a",
    "b",
    "c",
    "d",
    "ab",
    "ab_near",
    "a_plus_b",
    "a_plus_2b",
    "a_plus_3b",
    "few",
    "hands",
    "count",
    "students",
    "seconds",
    "wait",
    "minutes",
    "seat",
    "other_seat",
    "row",
    "table",
    "page",
    "one_to_four",
    "line",
];

/// What a lesson is about.
#[derive(Debug, Clone)]
pub(crate) struct Topic {
    pub name: String,
    pub model: String,
    pub idea: String,
    pub things: Vec<String>,
}

/// What one lesson is about.
#[derive(Clone, Copy)]
pub(crate) struct About<'a> {
    pub topic: &'a Topic,
    /// The text that is read, or what is reckoned with.
    pub thing: &'a str,
    /// The words that are learned.
    pub terms: &'a [String],
}

/// What the gaps of one exchange are filled with.
pub(crate) struct Moment<'a> {
    topic: &'a Topic,
    thing: &'a str,
    term: &'a str,
    numbers: [i64; NUMBERS.len()],
}

impl<'a> Moment<'a> {
    /// Draws the numbers of one exchange of a lesson.
    pub fn draw(random: &mut Random, about: &About<'a>, students: i64) -> Self {
        let (a, b) = (random.between(3, 48), random.between(2, 12));
        let hands = random.between(3, students * 2 / 3);
        let numbers = [
            a,
            b,
            random.between(3, 60),
            random.between(2, 24),
            a * b,
            (a * b + 9) / 10 * 10,
            a + b,
            a + 2 * b,
            a + 3 * b,
            random.between(2, 5),
            hands,
            random.between(hands, students),
            students,
            random.between(3, 9) * 10,
            random.between(3, 6),
            random.between(2, 12),
            random.between(1, students),
            random.between(1, students),
            random.between(1, 5),
            random.between(1, 7),
            random.between(3, 214),
            random.between(1, 4),
            random.between(2, 9),
        ];
        Self { topic: about.topic, thing: about.thing, term: random.pick::<String>(about.terms), numbers }
    }
}

impl Text {
    /// Reads a text with gaps.
    ///
    /// # Panics
    /// When it names a gap that does not exist: the texts are part of the program, and a test reads all of them.
    pub fn parse(text: &str) -> Self {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').expect("every gap is closed");
            pieces.push(Piece::Words(before.to_owned()));
            pieces.push(Piece::Gap(Gap::named(name)));
            rest = after;
        }
        pieces.push(Piece::Words(rest.to_owned()));
        Self(pieces)
    }

    /// Returns the text with its gaps filled.
    pub fn fill(&self, moment: &Moment<'_>) -> String {
        let mut text = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Words(words) => text.push_str(words),
                Piece::Gap(Gap::Topic) => text.push_str(&moment.topic.name),
                Piece::Gap(Gap::Model) => text.push_str(&moment.topic.model),
                Piece::Gap(Gap::Idea) => text.push_str(&moment.topic.idea),
                Piece::Gap(Gap::Thing) => text.push_str(moment.thing),
                Piece::Gap(Gap::Term) => text.push_str(moment.term),
                Piece::Gap(Gap::Number(position)) => {
                    write!(text, "{}", moment.numbers[*position]).expect("writing to memory cannot fail");
                }
            }
        }
        text
    }
}

impl Gap {
    fn named(name: &str) -> Self {
        match name {
            "topic" => Self::Topic,
            "model" => Self::Model,
            "idea" => Self::Idea,
            "thing" => Self::Thing,
            "term" => Self::Term,
            _ => Self::Number(NUMBERS.iter().position(|number| *number == name).expect("the gap has a known name")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_of_one_moment_agree_with_each_other() {
        let topic = Topic {
            name: "unit rates".into(),
            model: "table".into(),
            idea: "the amount for one".into(),
            things: vec!["the trail mix".into()],
        };
        let about = About { topic: &topic, thing: &topic.things[0], terms: &["rate".to_owned()] };
        let moment = Moment::draw(&mut Random::new(5), &about, 24);

        let filled = Text::parse("{thing}: {a} + {b} = {a_plus_b}, {topic}").fill(&moment);

        let numbers: Vec<i64> =
            filled.split(|sign: char| !sign.is_ascii_digit()).filter_map(|n| n.parse().ok()).collect();
        assert_eq!(numbers[0] + numbers[1], numbers[2]);
        assert!(filled.starts_with("the trail mix: ") && filled.ends_with(", unit rates"), "{filled}");
    }
}
