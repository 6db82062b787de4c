//! What the coach and single teachers have with each other: coaching cycles of every model, sharing agreements, requests, and
//! lessons that are prepared together. The words are our own.

use actions::{
    Error,
    agreement::{self, Accept, NextAgreement},
    coaching_cycle::{Planned, plan},
    person,
    session::{self, Session},
};
use chrono::{Datelike, Days, NaiveDate, Weekday};
use domain::{
    RowId, Value,
    agreement::{Party, Way},
    calendar::Calendar,
    coaching_cycle::usual_days,
    debrief::Model,
    lesson_prep::Kind,
    schema::{coaching_cycle as cycle, coaching_request, cycle_stage, goal, goal_measure, lesson_prep, request_answer},
    time::{self, monday},
};
use store::{Result, Writer, coaching_cycle as stored};

use crate::{random::Random, rows::Rows};

/// Adds it to a profile that was filled. Nothing of it can be undone.
///
/// # Errors
/// When the disk refuses.
pub fn together(writer: &mut Writer, seed: u64, today: NaiveDate) -> std::result::Result<(), Error> {
    let session = session::load(writer.reader())?;
    let noon = time::instant(today, 12 * 60, session.zone);
    let teachers = person::teachers(writer.reader(), noon)?;
    let pairs = store::person::relationships(writer.reader())?;
    let is_coached =
        |id: RowId| pairs.iter().any(|one| one.coach == session.me && one.teacher == id && one.ends.is_empty());
    let teachers: Vec<RowId> = teachers.iter().map(|teacher| teacher.id).filter(|id| is_coached(*id)).collect();
    let mut random = Random::new(seed);
    writer.transact(|tx| {
        let calendar = &store::calendar::around(tx.reader(), session.organisation, today)?;
        let rows = &mut Rows { tx, random: &mut random };
        let mut world = World { rows, session, today, calendar, teachers: &teachers };
        let asked = world.requests()?;
        world.coaching_cycles(asked)?;
        world.lesson_preps()
    })?;
    agreements(writer, &teachers)
}

/// One agreement counts, with words of the pair's own; a second waits for the teacher.
fn agreements(writer: &mut Writer, teachers: &[RowId]) -> std::result::Result<(), Error> {
    let own = "Debriefs are on Thursdays after the last lesson. Photographs of the board show no faces.";
    for (teacher, text, said) in [(0, own, &Party::ALL[..]), (1, "", &Party::ALL[..1])] {
        let Some(teacher) = teachers.get(teacher) else { continue };
        let next = NextAgreement { teacher: *teacher, choices: Vec::new(), text: text.to_owned() };
        let id = agreement::propose(writer, &next)?;
        let now_ms = writer.now_ms();
        let view = agreement::view(writer.reader(), now_ms, *teacher)?;
        let digest = view.versions.iter().find(|version| version.id == id).map(|version| version.digest.clone());
        for party in said {
            let way = if *party == Party::Coach { Way::OwnDevice } else { Way::CoachScreen };
            let accept = Accept {
                agreement: id,
                party: party.code().to_owned(),
                way: way.code().to_owned(),
                signed: String::new(),
                digest: digest.clone().unwrap_or_default(),
            };
            agreement::accept(writer, &accept)?;
        }
    }
    Ok(())
}

/// The rows of one transaction, and who is in them.
struct World<'a, 'b, 'tx> {
    rows: &'a mut Rows<'b, 'tx>,
    session: Session,
    today: NaiveDate,
    calendar: &'a Calendar,
    /// Those whom the coach coaches.
    teachers: &'a [RowId],
}

/// A coaching cycle as it is told below.
struct Told<'a> {
    teacher: usize,
    model: Model,
    title: &'a str,
    own: &'a [&'a str],
    /// Whether it came of the request that was accepted.
    is_asked_for: bool,
    /// The subject, the standard and the place in the curriculum.
    place: [&'a str; 3],
    /// The goal, and what is measured of students; empty where there is none yet.
    goal: [&'a str; 2],
    /// What is written in its stages, in their order, and the code of the one that it stands in.
    stages: &'a [&'a str],
    at: &'a str,
    state: &'a str,
    /// How many weeks ago it began, and ended; nothing where it did not.
    began: Option<u64>,
    ended: Option<u64>,
}

const MATHEMATICS: [&str; 3] = ["Math", "Explain a proportional relationship", "Unit 3: percents"];
const LITERACY: [&str; 3] = ["English", "Cite the words of a text that say why", "Unit 2: two stories of one place"];

/// One of each model that the filled profile has none of, in every state.
const TOLD: [Told<'static>; 5] = [
    Told {
        teacher: 2,
        model: Model::StudentCentred,
        title: "Reasons in writing",
        own: &[],
        is_asked_for: false,
        place: MATHEMATICS,
        goal: ["Students write one reason with each answer", "Share of answers with a reason, in percent"],
        stages: &["A reason names what stays the same when both numbers change.", "Most students name the rule."],
        at: "teach",
        state: "active",
        began: Some(4),
        ended: None,
    },
    Told {
        teacher: 6,
        model: Model::Inquiry,
        title: "How long my directions are",
        own: &[],
        is_asked_for: true,
        place: LITERACY,
        goal: ["", ""],
        stages: &["What happens in the minute after I stop talking?", "In two lessons half of the tables asked again."],
        at: "plan",
        state: "paused",
        began: Some(3),
        ended: None,
    },
    Told {
        teacher: 3,
        model: Model::PlanDoStudyAct,
        title: "Cards with sentence starters",
        own: &[],
        is_asked_for: false,
        place: LITERACY,
        goal: ["", ""],
        stages: &[
            "More than half of the students will use a starter without being asked.",
            "Four lessons, with the cards on every table.",
            "In the fourth lesson a third of the students used one.",
            "They are read more than spoken. Fewer cards, and only for the second talk.",
        ],
        at: "act",
        state: "completed",
        began: Some(8),
        ended: Some(2),
    },
    Told {
        teacher: 4,
        model: Model::Blank,
        title: "Settling into a new room",
        own: &["What the room is like", "What we change", "What came of it"],
        is_asked_for: false,
        place: ["", "", ""],
        goal: ["", ""],
        stages: &[],
        at: "own_1",
        state: "draft",
        began: None,
        ended: None,
    },
    Told {
        teacher: 7,
        model: Model::ActionStep,
        title: "The first five minutes",
        own: &[],
        is_asked_for: false,
        place: LITERACY,
        goal: ["", ""],
        stages: &["Who begins, and with what?"],
        at: "observe",
        state: "abandoned",
        began: Some(9),
        ended: Some(7),
    },
];

impl World<'_, '_, '_> {
    /// Two requests wait; a third one was accepted, and is returned.
    fn requests(&mut self) -> Result<Option<RowId>> {
        let asked = [
            (4, "Discussions in which students answer each other", "observe plan_together", 3),
            (5, "A first lesson with the new books", "model co_teach", 1),
            (6, "How long my directions are", "observe look_at_work", 24),
        ];
        let mut last = None;
        for (teacher, topic, ways, days) in asked {
            let Some(teacher) = self.teachers.get(teacher).copied() else { continue };
            let date = self.today - Days::new(days);
            let goal = if days == 3 { "Every student speaks once in a lesson, to somebody who is not me" } else { "" };
            let fields = [
                (coaching_request::TEACHER, teacher.into()),
                (coaching_request::COACH, self.session.me.into()),
                (coaching_request::TOPIC, topic.into()),
                (coaching_request::GOAL, Some(goal).filter(|goal| !goal.is_empty()).into()),
                (coaching_request::WAYS, ways.into()),
                (coaching_request::DATE, date.into()),
            ];
            let at_ms = time::instant(date, 16 * 60, self.session.zone);
            last = Some(self.rows.create(coaching_request::ENTITY, at_ms, fields)?);
        }
        Ok(last)
    }

    /// The coaching cycles of [`TOLD`]; one of them is what a teacher asked for.
    fn coaching_cycles(&mut self, asked: Option<RowId>) -> Result<()> {
        TOLD.iter().try_for_each(|told| self.coaching_cycle(told, asked))
    }

    fn coaching_cycle(&mut self, told: &Told<'_>, asked: Option<RowId>) -> Result<()> {
        let Some(teacher) = self.teachers.get(told.teacher).copied() else { return Ok(()) };
        let began = told.began.map(|weeks| monday(self.today) - Days::new(7 * weeks));
        let planned = Planned {
            coach: self.session.me,
            teacher,
            model: told.model,
            title: told.title,
            own: told.own.to_vec(),
            goal: told.goal[0],
            request: asked.filter(|_| told.is_asked_for),
            days: (began, began.and_then(|began| friday_of(told.model, began))),
        };
        let this_week = monday(self.today);
        let day = |weeks: u64| this_week - Days::new(7 * weeks);
        let tx = &mut *self.rows.tx;
        let id = plan(tx, &planned)?;
        for (field, words) in [cycle::SUBJECT, cycle::STANDARDS, cycle::CURRICULUM].into_iter().zip(told.place) {
            tx.set(cycle::ENTITY, id, field, Some(words).filter(|words| !words.is_empty()).into())?;
        }
        tx.set(cycle::ENTITY, id, cycle::STATE, told.state.into())?;
        tx.set(cycle::ENTITY, id, cycle::STAGE, told.at.into())?;
        tx.set(cycle::ENTITY, id, cycle::STARTED, told.began.map(day).into())?;
        tx.set(cycle::ENTITY, id, cycle::ENDED, told.ended.map(day).into())?;
        if told.state == "abandoned" {
            tx.set(cycle::ENTITY, id, cycle::REASON, "schedule".into())?;
        }
        for (stage, words) in stored::stages(tx.reader(), id)?.iter().zip(told.stages) {
            tx.set(cycle_stage::ENTITY, stage.id, cycle_stage::TEXT, (*words).into())?;
            // What was foreseen is locked when the stage is left; what was decided stands in the last one.
            match stage.code.as_str() {
                "plan" if told.model == Model::PlanDoStudyAct => {
                    tx.set(cycle_stage::ENTITY, stage.id, cycle_stage::LOCKED, (*words).into())?;
                    let tried = "Six starters on cards, for every talk in pairs.";
                    tx.set(cycle_stage::ENTITY, stage.id, cycle_stage::PLAN, tried.into())?;
                }
                "act" if told.model == Model::PlanDoStudyAct => {
                    tx.set(cycle_stage::ENTITY, stage.id, cycle_stage::DECISION, "adapt".into())?;
                }
                _ => {}
            }
        }
        if let Some(request) = asked.filter(|_| told.is_asked_for) {
            self.accepted(request, id, teacher)?;
        }
        if told.model == Model::StudentCentred {
            self.measured(id, told.goal[1], day(4))?;
        }
        Ok(())
    }

    /// What was measured of students before.
    fn measured(&mut self, id: RowId, metric: &str, before: NaiveDate) -> Result<()> {
        let tx = &mut *self.rows.tx;
        let found = stored::goal(tx.reader(), id)?.expect("a goal is made with its coaching cycle").id;
        let fields: [(u16, Value); 6] = [
            (goal::METRIC, metric.into()),
            (goal::BASELINE, Value::Real(36.0)),
            (goal::BASELINE_DATE, before.into()),
            (goal::BASELINE_COUNT, 25_u32.into()),
            (goal::TARGET, Value::Real(70.0)),
            (goal::DUE, (self.today + Days::new(21)).into()),
        ];
        for (field, value) in fields {
            tx.set(goal::ENTITY, found, field, value)?;
        }
        let fields = [
            (goal_measure::COACHING_CYCLE, id.into()),
            (goal_measure::KIND, "before".into()),
            (goal_measure::DATE, before.into()),
            (goal_measure::VALUE, Value::Real(36.0)),
            (goal_measure::COUNT, 25_u32.into()),
            (goal_measure::TASK, "Two recipes, one table".into()),
        ];
        let at_ms = time::instant(before, 15 * 60, self.session.zone);
        self.rows.create(goal_measure::ENTITY, at_ms, fields).map(drop)
    }

    fn accepted(&mut self, request: RowId, id: RowId, teacher: RowId) -> Result<()> {
        let fields = vec![
            (request_answer::TEACHER, teacher.into()),
            (request_answer::COACH, self.session.me.into()),
            (request_answer::REQUEST, request.into()),
            (request_answer::STATE, "accepted".into()),
            (request_answer::COACHING_CYCLE, id.into()),
        ];
        // The id that the action derives: a request is answered once.
        let row = RowId::derived(&[b"request answer", &request.bytes()]);
        self.rows.tx.create(request_answer::ENTITY, row, fields)
    }

    /// A lesson that the two plan, and one that the coach taught for the teacher to watch.
    fn lesson_preps(&mut self) -> std::result::Result<(), Error> {
        let ahead = monday(self.today) + Days::new(8);
        let ahead = (0..60).map(|days| ahead + Days::new(days)).find(|day| self.is_lesson_day(*day)).unwrap_or(ahead);
        // On the days without a team, between the debrief and what the coach writes by hand.
        let back = monday(self.today) - Days::new(3);
        let is_free =
            |day: &NaiveDate| matches!(day.weekday(), Weekday::Thu | Weekday::Fri) && self.is_lesson_day(*day);
        let back = (0..60).map(|days| back - Days::new(days)).find(is_free).unwrap_or(back);
        let all = [
            (
                (Kind::CoPlan, ahead, 15 * 60 + 50_u32, 30_u32, false),
                "One problem with two right answers. Students write first, then compare with a partner.",
                "Who changes an answer after the talk, and what they say about it.",
            ),
            (
                (Kind::Model, back, 14 * 60 + 55, 20, true),
                "The same opening in two minutes, with the question on the board before anybody sits.",
                "Where I stand while students write. Whom I do not answer.",
            ),
        ];
        let Some(teacher) = self.teachers.first().copied() else { return Ok(()) };
        let sections = store::person::sections(self.rows.tx.reader(), Some(teacher))?;
        let cycle = stored::of_teacher(self.rows.tx.reader(), self.session.me, teacher)?.first().copied();
        for ((kind, date, starts_minute, minutes, is_held), words, watch) in all {
            let fields = [
                (lesson_prep::TEACHER, teacher.into()),
                (lesson_prep::COACH, self.session.me.into()),
                (lesson_prep::KIND, kind.code().into()),
                (lesson_prep::SECTION, sections.first().map(|section| section.id).into()),
                (lesson_prep::DATE, date.into()),
                (lesson_prep::STARTS_MINUTE, starts_minute.into()),
                (lesson_prep::MINUTES, minutes.into()),
                (lesson_prep::PLAN, words.into()),
                (lesson_prep::WATCH, watch.into()),
                (lesson_prep::HELD, i64::from(is_held).into()),
                (lesson_prep::COACHING_CYCLE, cycle.into()),
            ];
            let at_ms = time::instant(date - Days::new(7), 16 * 60, self.session.zone);
            self.rows.create(lesson_prep::ENTITY, at_ms, fields)?;
        }
        actions::log::confirm_days(self.rows.tx, &self.session, back, back)
    }

    fn is_lesson_day(&self, date: NaiveDate) -> bool {
        self.calendar.is_instructional(date)
    }
}

/// The Friday of the week in which a coaching cycle that began on a Monday is usually over; holidays are left out of account.
fn friday_of(model: Model, began: NaiveDate) -> Option<NaiveDate> {
    let weeks = u64::from(usual_days(model)?.div_ceil(5));
    began.checked_add_days(Days::new(7 * weeks - 3))
}
