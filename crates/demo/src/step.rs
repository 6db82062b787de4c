//! What teachers and the coach agree to try, and why a visit takes place. The words are our own.

use chrono::NaiveDate;
use domain::visit::Reason;

use crate::{
    diary::{Entry, Whom},
    district::TEACHERS,
    random::Random,
    span::Span,
};

/// The step of the stories: Amir's, open from the first day.
pub(crate) const WAIT: &str = "after each question, wait 3 s before calling a name";

/// Steps that are tried and mastered in turn.
pub(crate) const STEPS: [&str; 16] = [
    "Ask “how do you know?” after a right answer as well as after a wrong one",
    "Call on a different row each time; plan 4 names before the lesson",
    "Let a second student restate an answer before you say whether it is right",
    "Draw the model on the board before anyone answers",
    "Post two sentence starters by the board and point to them once in each discussion",
    "Give one minute of silent writing before partners talk",
    "Say the direction once, show it on the board, then stop talking",
    "Collect three answers on the board before discussing any of them",
    "Send students back to the page: “read us the words that made you think so”",
    "Stand beside the quietest table during partner talk and listen for one minute",
    "End two minutes early with one question on paper",
    "Name what was done well in one sentence that says why it helped",
    "Ask who agrees and who sees it another way before moving on",
    "Keep the first example on the board while students try the second",
    "Have partners swap papers and mark one reason they find",
    "Begin with a problem that has two right answers",
];

/// What a teacher asked the coach to look at.
pub(crate) const PURPOSES: [&str; 14] = [
    "Watch wait time after “how do you know?”",
    "Who answers, and who is not asked?",
    "What do students say to each other during partner talk?",
    "How long do directions take before work begins?",
    "Do students use the model when they explain?",
    "Which questions ask for more than a number?",
    "Do students return to the text without being told?",
    "What happens in the first five minutes?",
    "How do I answer a wrong answer?",
    "Transitions between whole class and pairs",
    "Listen to tables 3 and 5 during the task",
    "The last ten minutes: does the question on paper fit the goal?",
    "Count how often students answer each other",
    "A look at the step we agreed on",
];

/// What a content team meets for.
pub(crate) const TEAM_PURPOSES: [&str; 3] =
    ["Shared learning: the idea of the next three weeks", "Plan and practise one lesson", "Look at student work"];

/// Why a visit did not take place.
pub(crate) const CANCELLED: [&str; 7] = [
    "Testing",
    "Teacher absent, no coverage",
    "Assembly in this period",
    "Fire drill took most of the period",
    "Coach called to another school",
    "Field trip",
    "Teacher asked for another week",
];

/// Why a visit was put on another time.
pub(crate) const MOVED: [&str; 5] = [
    "Picture day in this period",
    "Quiz that day",
    "Substitute that day",
    "Team meeting was moved",
    "The teacher asked for the next lesson of this unit",
];

/// Returns the code by which such a reason is counted; nothing for those that are words alone.
pub(crate) fn reason_of(words: &str) -> Option<Reason> {
    let known = [
        ("Testing", Reason::Testing),
        ("Teacher absent", Reason::TeacherAbsent),
        ("Substitute", Reason::Substitute),
        ("Assembly", Reason::Assembly),
        ("Coach called", Reason::CalledAway),
    ];
    known.into_iter().find(|(begins, _)| words.starts_with(begins)).map(|(_, reason)| reason)
}

/// A step of one teacher.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    pub teacher: usize,
    pub text: &'static str,
    pub state: &'static str,
    pub assigned: NaiveDate,
    pub check: NaiveDate,
    /// Why it was dropped.
    pub reason: Option<&'static str>,
    /// What was seen of it: the day, the result's code, the attempt.
    pub checks: Vec<(NaiveDate, &'static str, u32)>,
}

/// Why a step was dropped. Of so many steps that are over, one was.
const REASONS: [&str; 3] = ["The unit is over", "Another step matters more", "The teacher asked for another"];
const DROPPED_OF: usize = 7;

/// After so many observations of a teacher comes the next step.
const OBSERVATIONS_OF_A_STEP: usize = 3;

/// Decides which steps were agreed on when: each is part of practice, or now and then dropped, when the next one follows,
/// and the last one is open.
///
/// The checks of open steps begin tomorrow and go on through the days to come.
pub(crate) fn agree(random: &mut Random, span: &Span, entries: &[Entry]) -> Vec<Step> {
    let mut steps = Vec::new();
    for teacher in 0..TEACHERS.len() {
        let dates: Vec<NaiveDate> =
            entries.iter().filter(|entry| is_observation_of(entry, teacher)).map(|entry| entry.date).collect();
        let assigned: Vec<NaiveDate> = dates.iter().step_by(OBSERVATIONS_OF_A_STEP).copied().collect();
        for (position, date) in assigned.iter().enumerate() {
            let is_open = position + 1 == assigned.len();
            let text = if is_open && teacher == 0 { WAIT } else { *random.pick(&STEPS) };
            let was_tried = dates.last().is_some_and(|last| last > date);
            let is_dropped = (position + teacher) % DROPPED_OF == 3;
            let state = match (is_open, was_tried) {
                (false, _) if is_dropped => "retired",
                (false, _) => "mastered",
                (true, true) => "practising",
                (true, false) => "agreed",
            };
            let check = if is_open { span.after(span.today, 1 + teacher / 2) } else { span.after(*date, 5) };
            let reason = (state == "retired").then(|| REASONS[position % REASONS.len()]);
            let seen_on = assigned.get(position + 1).copied().filter(|next| next > date).unwrap_or(check);
            let later = dates.iter().copied().find(|later| later > date && *later < seen_on);
            let checks = checks(state, later.filter(|_| (position + teacher) % 3 != 1), seen_on);
            steps.push(Step { teacher, text, state, assigned: *date, check, reason, checks });
        }
    }
    steps
}

/// A lesson in between found the step not yet; the one that led to the next step saw it.
fn checks(state: &str, between: Option<NaiveDate>, seen_on: NaiveDate) -> Vec<(NaiveDate, &'static str, u32)> {
    let mut checks: Vec<_> = between.map(|date| (date, "partly", 1)).into_iter().collect();
    let attempt = if checks.is_empty() { 1 } else { 2 };
    match state {
        "mastered" => checks.push((seen_on, "seen", attempt)),
        "retired" => checks.push((seen_on, "not_observed", attempt)),
        "agreed" => checks.clear(),
        _ => {}
    }
    checks
}

fn is_observation_of(entry: &Entry, teacher: usize) -> bool {
    entry.lines.is_some() && matches!(entry.whom, Whom::Lesson { teacher: own, .. } if own == teacher)
}
