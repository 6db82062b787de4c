//! The script of one lesson: who says what, when, and where the writing stood still.

use domain::{clock::Cause, script::Speaker};

use crate::{
    random::Random,
    talk::{Exchange, PHASES, Spoken, Talk},
    words::{About, Moment},
};

/// What is written during one lesson.
pub(crate) struct Lesson {
    /// In the order in which it was written; offsets rise.
    pub said: Vec<Said>,
    /// From when to when nothing could be written, and why.
    pub gap: Option<(i64, i64, Cause)>,
    pub students: i64,
}

/// One line of a script, or one wondering.
pub(crate) struct Said {
    pub offset_ms: i64,
    pub speaker: Speaker,
    /// Nothing when it is only a wondering.
    pub text: Option<String>,
    pub look_fors: Vec<u32>,
    pub starred: bool,
    pub wondering: Option<String>,
}

/// Writes a lesson with so many lines, which lasts so long.
pub(crate) fn write(random: &mut Random, talk: &Talk, lines: u32, length_ms: i64) -> Lesson {
    let students = random.between(17, 31);
    let topic = random.pick(&talk.topics);
    let thing = talk.thing(random, topic);
    let about = About { topic, thing: &thing, terms: &talk.terms };
    let mut writing = Writing { random, talk, about, students, said: Vec::new(), lines: 0 };
    let mut share = 0;
    for (phase, (_, percent)) in PHASES.iter().enumerate() {
        share += percent;
        let until = u32::try_from(u64::from(lines) * u64::from(share) / 100).expect("a share is less than the whole");
        writing.phase(phase, until);
    }
    let mut said = writing.said;
    let gap = stamp(random, &mut said, length_ms);
    Lesson { said, gap, students }
}

struct Writing<'a> {
    random: &'a mut Random,
    talk: &'a Talk,
    about: About<'a>,
    students: i64,
    said: Vec<Said>,
    lines: u32,
}

impl Writing<'_> {
    /// Writes exchanges of one phase until the lesson has so many lines. None comes twice before all came once.
    fn phase(&mut self, phase: usize, until: u32) {
        let exchanges = &self.talk.phases[phase];
        let mut order: Vec<usize> = Vec::new();
        while self.lines < until {
            let next = order.pop().unwrap_or_else(|| {
                order = (0..exchanges.len()).collect();
                self.random.shuffle(&mut order);
                order.pop().expect("every phase has exchanges")
            });
            self.exchange(&exchanges[next], until);
        }
    }

    fn exchange(&mut self, exchange: &Exchange, until: u32) {
        let moment = Moment::draw(self.random, &self.about, self.students);
        let students = [self.student(), self.student()];
        for spoken in exchange {
            if self.lines < until {
                self.say(spoken, &moment, students);
            }
        }
    }

    fn say(&mut self, spoken: &Spoken, moment: &Moment<'_>, students: [Speaker; 2]) {
        let speaker = match spoken.speaker {
            Speaker::Seat(one_or_two) => students[usize::from(one_or_two - 1) % 2],
            other => other,
        };
        let is_evidence = spoken.text.is_some();
        let wonders = is_evidence && self.random.chance(2);
        let wondering = match &spoken.wondering {
            None if wonders => Some(self.random.pick(&self.talk.wonderings).fill(moment)),
            own => own.as_ref().map(|text| text.fill(moment)),
        };
        let said = Said {
            offset_ms: 0,
            speaker,
            text: spoken.text.as_ref().map(|text| self.in_own_manner(speaker, text.fill(moment), moment)),
            look_fors: self.tagged(&spoken.look_fors),
            starred: spoken.starred && self.random.chance(60) || is_evidence && self.random.chance(1),
            wondering,
        };
        self.said.push(said);
        self.lines += u32::from(is_evidence);
    }

    /// Lets speakers begin and end in their own way, now and then. What they do stays as it is.
    fn in_own_manner(&mut self, speaker: Speaker, text: String, moment: &Moment<'_>) -> String {
        let manner = match speaker {
            Speaker::Teacher => &self.talk.teacher,
            Speaker::Student | Speaker::Seat(_) => &self.talk.student,
            Speaker::None | Speaker::Students | Speaker::Activity => return text,
        };
        if !text.starts_with(char::is_uppercase) {
            return text;
        }
        let begins = self.random.chance(35).then(|| self.random.pick(&manner.begins).fill(moment));
        let ends =
            (!text.ends_with('?') && self.random.chance(25)).then(|| self.random.pick(&manner.ends).fill(moment));
        [begins, Some(text), ends].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    /// Most coaches tag part of what could be tagged.
    fn tagged(&mut self, look_fors: &[u32]) -> Vec<u32> {
        look_fors.iter().copied().filter(|_| self.random.chance(70)).collect()
    }

    /// A student whose seat the coach sees, or one of whom only the voice is known.
    fn student(&mut self) -> Speaker {
        if self.random.chance(35) {
            return Speaker::Student;
        }
        Speaker::Seat(u8::try_from(self.random.between(1, self.students)).expect("a class has fewer than 99 seats"))
    }
}

/// Gives every line its offset, longer lines more time, and puts a gap somewhere into one lesson of six.
fn stamp(random: &mut Random, said: &mut [Said], length_ms: i64) -> Option<(i64, i64, Cause)> {
    let cause = *random.pick(&[Cause::Sleep, Cause::Sleep, Cause::Pause, Cause::Pause, Cause::Restart]);
    let gap_ms = if random.chance(16) && said.len() > 10 { random.between(40, 240) * 1_000 } else { 0 };
    let weights: Vec<i64> = said
        .iter()
        .map(|line| {
            let letters = line.text.as_ref().map_or(0, |text| text.len().min(120));
            random.between(40, 170) * (15 + i64::try_from(letters).expect("a line is short"))
        })
        .collect();
    let (whole, written_ms) = (weights.iter().sum::<i64>().max(1), length_ms - gap_ms);
    let stands_at = said.len() / 3 + random.position(said.len() / 3 + 1);
    let (mut passed, mut last, mut gap) = (0, -1, None);
    for (position, (line, weight)) in said.iter_mut().zip(weights).enumerate() {
        if gap_ms > 0 && position == stands_at {
            gap = Some((last + 1, last + 1 + gap_ms, cause));
            last += gap_ms;
        }
        let shift = if gap.is_some() { gap_ms } else { 0 };
        let at = i64::try_from(i128::from(passed) * i128::from(written_ms) / i128::from(whole)).expect("it fits");
        line.offset_ms = (at + shift).max(last + 1);
        last = line.offset_ms;
        passed += weight;
    }
    gap
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::district::Subject;

    fn lesson(seed: u64, lines: u32) -> Lesson {
        write(&mut Random::new(seed), &Talk::of(Subject::Mathematics), lines, 40 * 60_000)
    }

    #[test]
    fn a_lesson_has_as_many_lines_as_were_asked_for() {
        for lines in [0, 1, 7, 200, 700] {
            let written = lesson(3, lines).said.iter().filter(|line| line.text.is_some()).count();
            assert_eq!(written, lines as usize);
        }
    }

    #[test]
    fn offsets_rise_within_the_lesson_and_none_lies_in_a_gap() {
        let mut gaps = 0;
        for seed in 0..60 {
            let lesson = lesson(seed, 150);
            assert!(lesson.said.is_sorted_by(|one, next| one.offset_ms < next.offset_ms), "{seed}");
            assert!(lesson.said.iter().all(|line| (0..40 * 60_000).contains(&line.offset_ms)), "{seed}");
            if let Some((from, to, _)) = lesson.gap {
                gaps += 1;
                assert!(lesson.said.iter().all(|line| line.offset_ms < from || line.offset_ms >= to), "{seed}");
            }
        }
        assert!((2..30).contains(&gaps), "{gaps}");
    }
}
