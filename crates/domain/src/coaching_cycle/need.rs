//! What is missing before a stage is left, as sentences by field.

use super::{Goal, Kind, Measure, MeasureKind, Need, Stage};
use crate::{debrief::SHORTEST_PRACTICE_SECONDS, step::LONGEST};

/// What is written in a coaching cycle.
#[derive(Debug, Clone, Copy)]
pub struct Written<'a> {
    /// The subject.
    pub subject: &'a str,
    /// The standards.
    pub standards: &'a str,
    /// The place in the curriculum.
    pub curriculum: &'a str,
    /// The words of the stage.
    pub text: &'a str,
    /// Its second words.
    pub plan: &'a str,
    /// The code of what was decided in it.
    pub decision: &'a str,
    /// The goal.
    pub goal: Goal<'a>,
    /// The measures of the goal.
    pub measures: &'a [Measure<'a>],
}

/// What took place in a coaching cycle.
#[derive(Debug, Clone, Copy, Default)]
pub struct Evidence {
    /// How many observations belong to it.
    pub observations: usize,
    /// How many steps that came of them stand: agreed on, not dropped and not replaced, with words and the day of a check.
    pub steps: usize,
    /// How long a step was practised at most in one debrief.
    pub practised_seconds: u32,
    /// How many checks these steps have.
    pub checks: usize,
}

/// Something that is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// The field that it belongs to.
    pub field: &'static str,
    /// What to do, as a sentence.
    pub sentence: String,
    /// Whether it is written in the coaching cycle itself, and not taken from what took place.
    pub is_written: bool,
}

/// Returns what is missing before a stage is left.
#[must_use]
pub fn missing(stage: &Stage, written: &Written<'_>, evidence: &Evidence) -> Vec<Missing> {
    stage.needs.iter().flat_map(|need| of(*need, stage, written, evidence)).collect()
}

fn of(need: Need, stage: &Stage, written: &Written<'_>, evidence: &Evidence) -> Vec<Missing> {
    match need {
        Need::Place => place(written),
        Need::Text => words("text", written.text, stage.text),
        Need::Plan => words("plan", written.plan, stage.plan.unwrap_or_default()),
        Need::StudentGoal => student_goal(&written.goal),
        Need::Measure if written.measures.is_empty() => own("measures", "Add at least one measure of the goal."),
        Need::Before if of_kind(written.measures, MeasureKind::Before).is_empty() => {
            own("measures", "Add what was measured before, with its task.")
        }
        Need::After => after(written.measures),
        Need::Decision if written.decision.is_empty() => {
            own("decision", "Say what was decided: keep it, change it, or drop it.")
        }
        Need::Observation if evidence.observations == 0 => taken("observations", "Observe one lesson."),
        Need::Step => step(evidence),
        Need::Practice if evidence.practised_seconds < SHORTEST_PRACTICE_SECONDS => {
            taken("practice", "Practise the step for a minute or longer, in the debrief.")
        }
        Need::Check if evidence.checks == 0 => taken("checks", "Check the step in a later lesson."),
        Need::Measure | Need::Before | Need::Decision | Need::Observation | Need::Practice | Need::Check => Vec::new(),
    }
}

fn place(written: &Written<'_>) -> Vec<Missing> {
    let named = [
        ("subject", written.subject, "Name the subject."),
        ("standards", written.standards, "Name the standard."),
        ("curriculum", written.curriculum, "Name the place in the curriculum: the unit or the lesson."),
    ];
    let empty = named.into_iter().filter(|(_, said, _)| said.trim().is_empty());
    empty.flat_map(|(field, _, sentence)| own(field, sentence)).collect()
}

fn words(field: &'static str, said: &str, label: &str) -> Vec<Missing> {
    if said.trim().is_empty() { own(field, &format!("Write down: {label}.")) } else { Vec::new() }
}

fn student_goal(goal: &Goal<'_>) -> Vec<Missing> {
    let mut missing = Vec::new();
    if Kind::from_code(goal.kind) != Some(Kind::Student) {
        missing.extend(own("kind", "Make it a goal for students."));
    }
    if goal.statement.trim().is_empty() {
        missing.extend(own("statement", "Write down the goal."));
    }
    if goal.metric.trim().is_empty() {
        missing.extend(own("metric", "Say what is measured of the students."));
    }
    missing
}

fn after(measures: &[Measure<'_>]) -> Vec<Missing> {
    let before = of_kind(measures, MeasureKind::Before);
    let after = of_kind(measures, MeasureKind::After);
    if after.is_empty() {
        return own("measures", "Add what was measured after, on the same task as before.");
    }
    let is_pair = |after: &&Measure<'_>| before.iter().any(|before| is_same_task(before.task, after.task));
    if after.iter().any(is_pair) {
        return Vec::new();
    }
    own("measures", "What was measured before and after has to be on the same task. Add one of the same task.")
}

/// Two tasks are the same when they are called the same, whatever the capital letters and the spaces.
fn is_same_task(one: &str, other: &str) -> bool {
    let plain = |task: &str| task.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    !one.trim().is_empty() && plain(one) == plain(other)
}

fn step(evidence: &Evidence) -> Vec<Missing> {
    match evidence.steps {
        0 => taken(
            "steps",
            &format!(
                "Agree on one step of at most {LONGEST} characters, with the day of its check, after a lesson of this coaching cycle."
            ),
        ),
        1 => Vec::new(),
        _ => taken("steps", "Keep one step: drop the others, or let it take their place."),
    }
}

fn of_kind<'a>(measures: &'a [Measure<'a>], kind: MeasureKind) -> Vec<&'a Measure<'a>> {
    measures.iter().filter(|measure| measure.kind == Some(kind)).collect()
}

fn own(field: &'static str, sentence: &str) -> Vec<Missing> {
    vec![Missing { field, sentence: sentence.to_owned(), is_written: true }]
}

fn taken(field: &'static str, sentence: &str) -> Vec<Missing> {
    vec![Missing { field, sentence: sentence.to_owned(), is_written: false }]
}
