//! The models of coaching cycles as data: their stages, and what is needed before one leaves each. The ideas are common
//! ones; the words are ours.

use crate::debrief::Model;

/// What is needed before a stage is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Subject, standard and place in the curriculum are named.
    Place,
    /// The stage's own words are written.
    Text,
    /// Its second words are written.
    Plan,
    /// A goal for students with what is measured of them.
    StudentGoal,
    /// At least one measure of the goal.
    Measure,
    /// A measure from before.
    Before,
    /// A measure from after, on the same task as the one from before.
    After,
    /// One observation.
    Observation,
    /// One step, agreed on, with the day of its check.
    Step,
    /// The step was practised for a minute or longer.
    Practice,
    /// The step was checked.
    Check,
    /// What was decided.
    Decision,
}

/// One stage of a model.
#[derive(Debug, Clone, Copy)]
pub struct Stage {
    /// The stored code.
    pub code: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// How many visits are usual.
    pub visits: u32,
    /// How many school days are usual; 0 where it is done within the day of the stage before.
    pub days: u32,
    /// What its words are called.
    pub text: &'static str,
    /// What its second words are called, where it has any.
    pub plan: Option<&'static str>,
    /// What is needed before it is left.
    pub needs: &'static [Need],
    /// Whether its words may not change after it was left.
    pub locks: bool,
}

/// What can be decided at the end of trying something out.
pub const DECISIONS: [&str; 3] = ["adopt", "adapt", "abandon"];

const fn usual(
    code: &'static str,
    label: &'static str,
    (visits, days): (u32, u32),
    text: &'static str,
    needs: &'static [Need],
) -> Stage {
    Stage { code, label, visits, days, text, plan: None, needs, locks: false }
}

const PARTNERSHIP: [Stage; 5] = [
    usual("enrol", "Begin together", (1, 3), "What we agreed to work on together", &[Need::Place]),
    Stage {
        plan: Some("The strategy we chose"),
        ..usual("identify", "Identify", (2, 5), "How things are now", &[Need::Text, Need::StudentGoal, Need::Plan])
    },
    usual("learn", "Learn", (2, 5), "The checklist or the model that we looked at", &[Need::Text]),
    usual("improve", "Improve", (4, 15), "What we changed on the way", &[Need::Measure]),
    usual("reflect", "Look back", (1, 2), "What we learned", &[Need::Text]),
];

const STUDENT_CENTRED: [Stage; 5] = [
    usual("set_goal", "Set a goal", (1, 3), "What the standard asks of students", &[Need::Place, Need::StudentGoal]),
    usual("pre_assess", "Assess before", (1, 2), "What students can do now", &[Need::Before]),
    usual("teach", "Plan and teach together", (6, 15), "What we planned and taught together", &[Need::Text]),
    usual("post_assess", "Assess after", (1, 2), "What students can do after", &[Need::After]),
    usual("reflect", "Look back", (1, 2), "What came of it for students", &[Need::Text]),
];

const ACTION_STEP: [Stage; 5] = [
    usual("observe", "Observe", (1, 1), "What to look at", &[Need::Place, Need::Observation]),
    usual("prep", "Prepare", (0, 0), "What we will look at together", &[]),
    usual("debrief", "Debrief", (1, 1), "What was seen, and what it is called", &[Need::Step]),
    usual("practise", "Practise", (0, 0), "How it was practised", &[Need::Practice]),
    usual("follow_up", "Follow up", (1, 5), "What the check showed", &[Need::Check]),
];

const INQUIRY: [Stage; 6] = [
    usual("question", "Question", (1, 2), "The question", &[Need::Place, Need::Text]),
    usual("evidence", "Evidence", (1, 3), "What the evidence says", &[Need::Text]),
    usual("plan", "Plan", (1, 2), "What we will do", &[Need::Text]),
    usual("act", "Act", (2, 5), "What was done", &[Need::Text]),
    usual("check", "Check", (1, 2), "What came of it", &[Need::Text]),
    usual("decide", "Decide", (1, 1), "What we decided", &[Need::Text]),
];

const PLAN_DO_STUDY_ACT: [Stage; 4] = [
    Stage {
        plan: Some("What will be tried"),
        locks: true,
        ..usual("plan", "Plan", (1, 2), "Prediction", &[Need::Place, Need::Text, Need::Plan])
    },
    usual("do", "Do", (2, 5), "What was done", &[Need::Text]),
    usual("study", "Study", (1, 2), "What came of it, beside the prediction", &[Need::Text]),
    usual("act", "Act", (1, 1), "Why", &[Need::Decision]),
];

/// What a stage of somebody's own needs: the first one, that the place of the work is named.
const OWN: [Stage; 2] = [usual("", "", (0, 0), "Words", &[Need::Place]), usual("", "", (0, 0), "Words", &[])];

/// Returns the stages of a model; of a blank one none, since they are named when it is made.
#[must_use]
pub fn stages(model: Model) -> &'static [Stage] {
    match model {
        Model::Partnership => &PARTNERSHIP,
        Model::StudentCentred => &STUDENT_CENTRED,
        Model::ActionStep => &ACTION_STEP,
        Model::Inquiry => &INQUIRY,
        Model::PlanDoStudyAct => &PLAN_DO_STUDY_ACT,
        Model::Blank => &[],
    }
}

/// Returns how many school days the stages of a model usually take together; nothing for one whose stages are its own.
#[must_use]
pub fn usual_days(model: Model) -> Option<u32> {
    Some(stages(model).iter().map(|stage| stage.days).sum()).filter(|days| *days > 0)
}

/// Returns the stage of a model at a place, from 0; nothing for a place that the model does not have.
#[must_use]
pub fn stage(model: Model, place: usize) -> Option<&'static Stage> {
    match model {
        Model::Blank => OWN.get(place.min(1)),
        _ => stages(model).get(place),
    }
}
