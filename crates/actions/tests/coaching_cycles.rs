//! Coaching cycles, as a coach takes them from a plan to their end.

#[cfg(test)]
mod tests {
    use actions::{
        Error,
        capture::{self, Start},
        coaching_cycle::{self as cycles, AddMeasure, BeginCycle, CycleStanding, NodeKind, SaveDays, SaveGoal},
        coaching_request::{self as requests, AskCoach},
        history,
        lesson_prep::{self, SaveLessonPrep},
        person::{self, SaveRole},
        record,
        school::{self, SaveSchool},
        search,
        step::{self, Propose, ResultBeside},
        typed::{self, SaveTyped},
    };
    use domain::{
        RowId,
        clock::Reading,
        schema::{coaching_cycle as entity, cycle_stage, goal as goal_entity},
    };
    use store::Writer;
    use tempfile::TempDir;

    use crate::support::{self, Profile};

    /// Monday 5 October 2026, noon in New York.
    const NOON_MS: i64 = 1_791_216_000_000;

    struct Desk {
        writer: Writer,
        me: RowId,
        amir: RowId,
        typed: f64,
        _folder: TempDir,
    }

    fn desk() -> Desk {
        let Profile { mut writer, me, folder } = support::begun(1, NOON_MS, "Dana Whitfield", "Riverbend", "Juniper");
        let amir = person::add_teacher(&mut writer, "Amir Haddad").unwrap();
        Desk { writer, me, amir, typed: 0.0, _folder: folder }
    }

    impl Desk {
        fn plan(&mut self, model: &str) -> RowId {
            let new = BeginCycle { teacher: self.amir, model: model.into(), title: String::new(), stages: Vec::new() };
            cycles::begin(&mut self.writer, &new).unwrap()
        }

        fn begun(&mut self, model: &str) -> RowId {
            let id = self.plan(model);
            cycles::start(&mut self.writer, NOON_MS, id).unwrap();
            id
        }

        fn view(&self, id: RowId) -> cycles::CoachingCycleView {
            cycles::view(self.writer.reader(), NOON_MS, id).unwrap()
        }

        fn write(&mut self, row: RowId, column: &str, text: &str) -> actions::Result<&'static str> {
            self.typed += 1.0;
            let words = SaveTyped { row, column: column.into(), number: self.typed, text: text.into() };
            typed::keep(&mut self.writer, &words)
        }

        /// Names subject, standard and place in the curriculum.
        fn place(&mut self, id: RowId) {
            for (column, text) in [("subject", "Math 7"), ("standards", "7.RP.A.2"), ("curriculum", "Unit 2")] {
                self.write(id, column, text).unwrap();
            }
        }

        /// A prediction that is locked: its stage was left.
        fn predicted(&mut self) -> (RowId, RowId) {
            let id = self.begun("plan_do_study_act");
            self.place(id);
            let stage = self.view(id).stages[0].id;
            self.write(stage, "plan", "Cold calls by name sticks").unwrap();
            self.write(stage, "text", "None of them answers").unwrap();
            self.write(stage, "text", "Half of them answer").unwrap();
            cycles::forward(&mut self.writer, id).unwrap();
            (id, stage)
        }

        /// What another computer wrote before it knew that the prediction is locked.
        fn written_elsewhere(&mut self, stage: RowId, text: &str) {
            let set = |tx: &mut store::Tx<'_>| tx.set(cycle_stage::ENTITY, stage, cycle_stage::TEXT, text.into());
            self.writer.transact(set).unwrap();
        }

        fn fields(&self, id: RowId) -> Vec<String> {
            self.view(id).missing.into_iter().map(|missing| missing.field).collect()
        }
    }

    fn goal(id: RowId) -> SaveGoal {
        SaveGoal {
            coaching_cycle: id,
            kind: "student".into(),
            direction: "up".into(),
            baseline: "55 %".into(),
            baseline_date: "2026-10-01".into(),
            baseline_count: "28".into(),
            target: "70".into(),
            due: "2026-12-04".into(),
        }
    }

    fn measure(id: RowId, kind: &str, value: &str, task: &str) -> AddMeasure {
        AddMeasure {
            coaching_cycle: id,
            kind: kind.into(),
            date: "2026-10-05".into(),
            value: value.into(),
            count: "28".into(),
            task: task.into(),
        }
    }

    fn field_of<T>(refused: actions::Result<T>) -> String {
        match refused {
            Err(Error::Refused(problem)) => problem.field.unwrap_or_default(),
            _ => panic!("it was not refused"),
        }
    }

    fn reading() -> Reading {
        Reading { wall_ms: NOON_MS, boot_ms: 1_000_000, awake_ms: 1_000_000, boot: "a boot".into() }
    }

    #[test]
    fn what_goes_with_a_coaching_cycle_is_called_as_its_screen_calls_it() {
        let mut desk = desk();
        let id = desk.begun("partnership");
        desk.write(id, "subject", "math 7").unwrap();

        let goes = cycles::preview(desk.writer.reader(), id).unwrap();

        let said: Vec<_> = goes.iter().map(|one| (one.label.as_str(), one.text.as_str())).collect();
        for shown in [("Way", "Partnership"), ("Subject", "math 7"), ("State", "Under way")] {
            assert!(said.contains(&shown), "{shown:?} in {said:?}");
        }
    }

    #[test]
    fn a_planned_coaching_cycle_is_begun_rests_goes_on_and_ends_with_a_reason() {
        let mut desk = desk();
        let id = desk.plan("partnership");
        assert_eq!(desk.view(id).row.standing, CycleStanding::Draft);
        assert_eq!(field_of(cycles::forward(&mut desk.writer, id)), "state");

        cycles::start(&mut desk.writer, NOON_MS, id).unwrap();
        cycles::pause(&mut desk.writer, NOON_MS, id).unwrap();
        assert_eq!(field_of(cycles::forward(&mut desk.writer, id)), "state");
        cycles::resume(&mut desk.writer, NOON_MS, id).unwrap();
        assert_eq!(field_of(cycles::abandon(&mut desk.writer, NOON_MS, id, "tired")), "reason");
        cycles::abandon(&mut desk.writer, NOON_MS, id, "goal_met_early").unwrap();

        let row = desk.view(id).row;
        assert_eq!(row.standing, CycleStanding::Abandoned);
        assert_eq!(row.standing_words, "Ended before its last stage: the goal was met early");
        assert_eq!(cycles::list(desk.writer.reader(), NOON_MS, Some(desk.amir)).unwrap().over, [row]);
        record::undo(&mut desk.writer, Some(id)).unwrap();
        assert_eq!(desk.view(id).row.standing, CycleStanding::Active);
    }

    #[test]
    fn a_stage_is_not_left_before_everything_that_it_needs_is_there_and_every_sentence_is_said() {
        let mut desk = desk();
        let id = desk.begun("partnership");
        assert_eq!(field_of(cycles::forward(&mut desk.writer, id)), "subject");
        desk.place(id);
        cycles::forward(&mut desk.writer, id).unwrap();
        assert_eq!(desk.fields(id), ["text", "statement", "metric", "plan"]);

        let view = desk.view(id);
        let (stage, goal) = (view.stages[1].id, view.goal.unwrap().id);
        desk.write(stage, "text", "Two students answer").unwrap();
        desk.write(stage, "plan", "Wait five seconds").unwrap();
        desk.write(goal, "statement", "Every student explains once a lesson").unwrap();
        desk.write(goal, "metric", "Share of students who explain").unwrap();

        assert!(desk.fields(id).is_empty());
        cycles::forward(&mut desk.writer, id).unwrap();
        assert_eq!((desk.view(id).row.place, desk.view(id).row.stage), (3, "Learn".to_owned()));
        cycles::back(&mut desk.writer, id).unwrap();
        assert_eq!(desk.view(id).row.place, 2);
    }

    #[test]
    fn words_of_an_earlier_stage_that_are_taken_out_need_attention_until_they_are_back() {
        let mut desk = desk();
        let id = desk.begun("partnership");
        desk.place(id);
        cycles::forward(&mut desk.writer, id).unwrap();

        desk.write(id, "subject", "").unwrap();

        let view = desk.view(id);
        assert_eq!(view.row.standing, CycleStanding::NeedsAttention);
        assert_eq!(view.missing_before, ["Name the subject."]);
        desk.write(id, "subject", "Math").unwrap();
        assert_eq!(desk.view(id).row.standing, CycleStanding::Active);
    }

    #[test]
    fn a_prediction_does_not_change_after_its_stage_was_left_and_undo_opens_it_again() {
        let mut desk = desk();
        let id = desk.begun("plan_do_study_act");
        desk.place(id);
        let stage = desk.view(id).stages[0].id;
        desk.write(stage, "plan", "Cold calls by name sticks").unwrap();
        assert_eq!(field_of(cycles::forward(&mut desk.writer, id)), "text");
        desk.write(stage, "text", "Half of them answer").unwrap();
        cycles::forward(&mut desk.writer, id).unwrap();

        assert_eq!(field_of(desk.write(stage, "text", "All of them answer")), "text");
        cycles::back(&mut desk.writer, id).unwrap();
        assert_eq!(field_of(desk.write(stage, "text", "All of them answer")), "text");

        record::undo(&mut desk.writer, Some(id)).unwrap();
        record::undo(&mut desk.writer, Some(id)).unwrap();
        desk.write(stage, "text", "All of them answer").unwrap();
        assert_eq!(desk.view(id).stages[0].text, "All of them answer");
    }

    #[test]
    fn a_prediction_that_changed_elsewhere_needs_attention_until_it_says_again_what_was_locked() {
        let mut desk = desk();
        let (id, stage) = desk.predicted();
        assert_eq!(field_of(cycles::keep_locked(&mut desk.writer, id, stage)), "stage");
        desk.written_elsewhere(stage, "All of them answer");
        let view = desk.view(id);
        assert_eq!((view.row.standing, view.stands), (CycleStanding::NeedsAttention, CycleStanding::Active));

        cycles::keep_locked(&mut desk.writer, id, stage).unwrap();

        let view = desk.view(id);
        assert_eq!((view.stages[0].text.as_str(), view.row.standing), ("Half of them answer", CycleStanding::Active));
        let past = history::history(desk.writer.reader(), stage, Some(cycle_stage::TEXT), NOON_MS).unwrap();
        assert!(past.versions.iter().any(|past| past.version.words == "All of them answer"), "what was written stays");
        record::undo(&mut desk.writer, Some(id)).unwrap();
        assert_eq!(desk.view(id).stages[0].text, "All of them answer");
    }

    #[test]
    fn history_gives_back_words_and_neither_a_stage_nor_a_locked_prediction_nor_a_figure() {
        let mut desk = desk();
        let (id, stage) = desk.predicted();
        cycles::save_goal(&mut desk.writer, NOON_MS, &goal(id)).unwrap();
        cycles::save_goal(&mut desk.writer, NOON_MS, &SaveGoal { target: "80".into(), ..goal(id) }).unwrap();
        let goal = desk.view(id).goal.unwrap().id;
        let earliest = |desk: &Desk, row, field| {
            let past = history::history(desk.writer.reader(), row, Some(field), NOON_MS).unwrap();
            past.versions.iter().rfind(|past| !past.is_shown).unwrap().clone()
        };
        let ruled = [(id, entity::STAGE), (stage, cycle_stage::TEXT), (goal, goal_entity::TARGET), (id, entity::STATE)];

        for (row, field) in ruled {
            let version = earliest(&desk, row, field).version.id;
            assert!(history::restore(&mut desk.writer, row, field, &version).is_err(), "field {field}");
        }
        assert_eq!(desk.view(id).stages[0].text, "Half of them answer");

        desk.write(id, "subject", "Math 8").unwrap();
        let version = earliest(&desk, id, entity::SUBJECT);
        assert!(version.can_restore);
        history::restore(&mut desk.writer, id, entity::SUBJECT, &version.version.id).unwrap();
        assert_eq!(desk.view(id).subject, version.version.words);
    }

    #[test]
    fn what_is_over_takes_no_decision_no_figures_and_no_measure() {
        let mut desk = desk();
        let id = desk.begun("plan_do_study_act");
        let taken = cycles::add_measure(&mut desk.writer, NOON_MS, &measure(id, "between", "4", "")).unwrap();
        cycles::abandon(&mut desk.writer, NOON_MS, id, "schedule").unwrap();
        let before = desk.view(id);

        assert_eq!(field_of(cycles::decide(&mut desk.writer, id, "adopt")), "state");
        assert_eq!(field_of(cycles::save_goal(&mut desk.writer, NOON_MS, &goal(id))), "state");
        let another = measure(id, "between", "5", "");
        assert_eq!(field_of(cycles::add_measure(&mut desk.writer, NOON_MS, &another)), "state");
        assert_eq!(field_of(cycles::remove_measure(&mut desk.writer, id, taken)), "state");

        let after = desk.view(id);
        assert_eq!(after.stages[0].decision, before.stages[0].decision);
        let goal = after.goal.unwrap();
        assert_eq!((goal.baseline.as_str(), goal.measures.len()), ("", 1));
    }

    #[test]
    fn a_goal_has_figures_that_fit_together_and_says_how_far_a_measure_is() {
        let mut desk = desk();
        let id = desk.begun("partnership");
        let wrong = [
            ("kind", SaveGoal { kind: "school".into(), ..goal(id) }),
            ("baseline", SaveGoal { baseline: "many".into(), ..goal(id) }),
            ("baseline", SaveGoal { baseline: "inf".into(), ..goal(id) }),
            ("target", SaveGoal { target: "50".into(), ..goal(id) }),
            ("baselineDate", SaveGoal { baseline_date: "2026-10-06".into(), ..goal(id) }),
            ("baselineCount", SaveGoal { baseline_count: "0".into(), ..goal(id) }),
            ("due", SaveGoal { due: "2026-09-01".into(), ..goal(id) }),
        ];
        for (field, wrong) in wrong {
            assert_eq!(field_of(cycles::save_goal(&mut desk.writer, NOON_MS, &wrong)), field);
        }

        cycles::save_goal(&mut desk.writer, NOON_MS, &goal(id)).unwrap();
        cycles::add_measure(&mut desk.writer, NOON_MS, &measure(id, "between", "63", "")).unwrap();

        let goal = desk.view(id).goal.unwrap();
        assert_eq!((goal.baseline.as_str(), goal.target.as_str()), ("55", "70"));
        assert_eq!((goal.measures[0].value.as_str(), goal.measures[0].way.as_str()), ("63", "53 % of the way"));
    }

    #[test]
    fn a_measure_has_a_day_that_came_a_number_and_before_and_after_a_task() {
        let mut desk = desk();
        let id = desk.begun("student_centred");
        let ahead = AddMeasure { date: "2026-10-06".into(), ..measure(id, "between", "4", "") };
        assert_eq!(field_of(cycles::add_measure(&mut desk.writer, NOON_MS, &ahead)), "date");
        assert_eq!(field_of(cycles::add_measure(&mut desk.writer, NOON_MS, &measure(id, "before", "4", ""))), "task");
        let private = measure(id, "before", "4", "exit ticket // Amir dislikes it");
        assert_eq!(field_of(cycles::add_measure(&mut desk.writer, NOON_MS, &private)), "task");

        let row = cycles::add_measure(&mut desk.writer, NOON_MS, &measure(id, "before", "4", "exit ticket")).unwrap();
        cycles::remove_measure(&mut desk.writer, id, row).unwrap();
        assert!(desk.view(id).goal.unwrap().measures.is_empty());
        record::undo(&mut desk.writer, Some(id)).unwrap();
        assert_eq!(desk.view(id).goal.unwrap().measures.len(), 1);
    }

    #[test]
    fn a_lesson_belongs_to_the_one_coaching_cycle_that_is_under_way_and_the_chain_says_what_is_missing() {
        let mut desk = desk();
        let id = desk.begun("action_step");
        let start = Start { visit: None, teacher: Some(desk.amir) };
        let lesson = capture::start(&mut desk.writer, &reading(), &start).unwrap();

        let link = cycles::link(desk.writer.reader(), lesson).unwrap();
        let chain = cycles::chain(desk.writer.reader(), id).unwrap();

        assert_eq!(link.chosen.map(|chosen| chosen.id), Some(id));
        let kinds: Vec<_> = chain.iter().map(|node| (node.kind, node.is_missing)).collect();
        let expected = [
            (NodeKind::Observation, false),
            (NodeKind::Debrief, true),
            (NodeKind::Step, true),
            (NodeKind::Measure, true),
        ];
        assert_eq!(kinds, expected);
        assert_eq!(chain[2].words, "No step yet");
        cycles::set_link(&mut desk.writer, lesson, None).unwrap();
        assert!(cycles::chain(desk.writer.reader(), id).unwrap()[0].is_missing);
    }

    /// A lesson, a step of it, and a measure of today and one of last week.
    fn measured(desk: &mut Desk) -> (RowId, RowId, [RowId; 2]) {
        let id = desk.begun("student_centred");
        let goal = desk.view(id).goal.unwrap().id;
        desk.write(goal, "metric", "Students who explain").unwrap();
        let start = Start { visit: None, teacher: Some(desk.amir) };
        let lesson = capture::start(&mut desk.writer, &reading(), &start).unwrap();
        let new = Propose {
            observation: Some(lesson),
            teacher: None,
            text: "Wait 3 s".into(),
            look_for: None,
            practice: String::new(),
            check_date: None,
            lines: Vec::new(),
        };
        let step = step::propose(&mut desk.writer, NOON_MS, &new).unwrap();
        let now = cycles::add_measure(&mut desk.writer, NOON_MS, &measure(id, "between", "17", "")).unwrap();
        let earlier = AddMeasure { date: "2026-09-28".into(), ..measure(id, "before", "9", "Exit ticket") };
        let earlier = cycles::add_measure(&mut desk.writer, NOON_MS, &earlier).unwrap();
        (id, step, [now, earlier])
    }

    #[test]
    fn a_student_result_stands_beside_a_step_and_is_walked_to_in_both_directions() {
        let mut desk = desk();
        let (id, step, [now, earlier]) = measured(&mut desk);
        let offered = step::view(desk.writer.reader(), NOON_MS, step).unwrap().other_results;
        let words: Vec<_> = offered.iter().map(|one| (one.measure, one.words.as_str(), one.day.as_str())).collect();
        let expected = [
            (now, "Students who explain: On the way 17 of 28", "Mon 5 Oct"),
            (earlier, "Students who explain: Before 9 of 28 Exit ticket", "Mon 28 Sep"),
        ];
        assert_eq!(words, expected);

        step::set_result(&mut desk.writer, Some(step), step, now, Some(ResultBeside::Observed)).unwrap();
        step::set_result(&mut desk.writer, Some(step), step, earlier, Some(ResultBeside::Intended)).unwrap();

        let seen = step::view(desk.writer.reader(), NOON_MS, step).unwrap();
        let beside: Vec<_> = seen.results.iter().map(|one| (one.coaching_cycle, one.beside)).collect();
        assert_eq!(beside, [(Some(id), Some(ResultBeside::Observed)), (Some(id), Some(ResultBeside::Intended))]);
        assert_eq!(seen.other_results, []);
        let chain = cycles::chain(desk.writer.reader(), id).unwrap();
        let said: Vec<_> = chain.iter().filter(|node| node.kind == NodeKind::Beside).collect();
        let words: Vec<_> = said.iter().map(|node| (node.row, node.words.as_str())).collect();
        let expected = [
            (Some(step), "The step aims at this: Wait 3 s"),
            (Some(step), "Measured since the step was proposed: Wait 3 s"),
        ];
        assert_eq!(words, expected);
        record::undo(&mut desk.writer, Some(step)).unwrap();
        let seen = step::view(desk.writer.reader(), NOON_MS, step).unwrap();
        let ids = |results: &[step::StudentResult]| results.iter().map(|one| one.measure).collect::<Vec<_>>();
        assert_eq!((ids(&seen.results), ids(&seen.other_results)), (vec![now], vec![earlier]));
    }

    #[test]
    fn a_result_from_before_a_step_or_of_another_teacher_was_not_seen_beside_it() {
        let mut desk = desk();
        let (id, step, [now, earlier]) = measured(&mut desk);
        let observed = Some(ResultBeside::Observed);

        assert_eq!(field_of(step::set_result(&mut desk.writer, None, step, earlier, observed)), "measure");
        desk.amir = person::add_teacher(&mut desk.writer, "Bea Lind").unwrap();
        let (_, hers, _) = measured(&mut desk);
        assert_eq!(field_of(step::set_result(&mut desk.writer, None, hers, now, observed)), "measure");

        step::set_result(&mut desk.writer, None, step, now, observed).unwrap();
        step::set_result(&mut desk.writer, None, step, now, Some(ResultBeside::Intended)).unwrap();
        let beside = |desk: &Desk| step::view(desk.writer.reader(), NOON_MS, step).unwrap().results;
        assert_eq!(beside(&desk)[0].beside, Some(ResultBeside::Intended), "it stands there once");
        step::set_result(&mut desk.writer, None, step, now, None).unwrap();
        assert_eq!(beside(&desk), []);
        step::set_result(&mut desk.writer, None, step, now, observed).unwrap();
        cycles::remove_measure(&mut desk.writer, id, now).unwrap();
        assert_eq!(beside(&desk)[0].words, "A result that is not on this computer, or was removed");
    }

    #[test]
    fn a_blank_way_has_the_stages_that_were_named_and_no_more_than_twelve() {
        let mut desk = desk();
        let named = |stages: Vec<String>| BeginCycle {
            teacher: desk.amir,
            model: "blank".into(),
            title: "Talk".into(),
            stages,
        };
        let (none, many) = (named(vec![" ".into()]), named(vec!["Try".into(); 13]));
        let two = named(vec!["Look".into(), "Try".into()]);
        assert_eq!(field_of(cycles::begin(&mut desk.writer, &none)), "stages");
        assert_eq!(field_of(cycles::begin(&mut desk.writer, &many)), "stages");

        let id = cycles::begin(&mut desk.writer, &two).unwrap();

        let labels: Vec<_> = desk.view(id).stages.into_iter().map(|stage| stage.label).collect();
        assert_eq!(labels, ["Look", "Try"]);
    }

    #[test]
    fn a_lesson_that_is_planned_together_stands_in_the_chain_of_its_coaching_cycle_and_of_no_other_teacher_s() {
        let mut desk = desk();
        let id = desk.begun("student_centred");
        let bea = person::add_teacher(&mut desk.writer, "Bea Amidala").unwrap();
        let lesson = SaveLessonPrep {
            id: None,
            teacher: desk.amir,
            kind: "coplan".into(),
            section: None,
            date: "2026-10-05".into(),
            starts_minute: None,
            minutes: Some(30),
            coaching_cycle: Some(id),
        };
        let other = SaveLessonPrep { teacher: bea, ..lesson.clone() };
        assert_eq!(field_of(lesson_prep::save(&mut desk.writer, &other)), "coachingCycle");

        let prep = lesson_prep::save(&mut desk.writer, &lesson).unwrap();
        desk.write(prep, "plan", "Two right answers").unwrap();

        let chain = cycles::chain(desk.writer.reader(), id).unwrap();
        let found = chain.iter().find(|node| node.kind == NodeKind::LessonPrep).unwrap();
        assert_eq!((found.words.as_str(), found.row), ("Co-plan: Two right answers", Some(desk.amir)));
        let listed = lesson_prep::list(desk.writer.reader(), desk.amir).unwrap();
        assert_eq!(listed[0].coaching_cycle.as_ref().map(|cycle| cycle.id), Some(id));

        cycles::remove(&mut desk.writer, id).unwrap();
        assert_eq!(lesson_prep::list(desk.writer.reader(), desk.amir).unwrap()[0].coaching_cycle, None);
        record::undo(&mut desk.writer, None).unwrap();
        let without = SaveLessonPrep { id: Some(prep), coaching_cycle: None, ..lesson };
        lesson_prep::save(&mut desk.writer, &without).unwrap();
        let chain = cycles::chain(desk.writer.reader(), id).unwrap();
        assert!(chain.iter().all(|node| node.kind != NodeKind::LessonPrep));
    }

    #[test]
    fn it_is_planned_from_today_for_the_usual_school_days_and_says_by_how_many_it_is_past_them() {
        let mut desk = desk();
        let id = desk.plan("action_step");
        let view = desk.view(id);
        // Seven days that are taught on, of a week without a school calendar: Monday 5 to Tuesday 13 October.
        assert_eq!((view.planned.as_str(), view.row.late.as_str()), ("Mon 5 Oct to Tue 13 Oct", ""));
        let own =
            BeginCycle { teacher: desk.amir, model: "blank".into(), title: String::new(), stages: vec!["Look".into()] };
        let own = cycles::begin(&mut desk.writer, &own).unwrap();
        assert_eq!(desk.view(own).planned, "Mon 5 Oct", "how long its own stages take is for the two to say");

        let days = |starts: &str, ends: &str| SaveDays { coaching_cycle: id, starts: starts.into(), ends: ends.into() };
        for (starts, ends, field) in [
            ("2026-02-30", "2026-10-13", "starts"),
            ("2026-10-05", "soon", "ends"),
            ("2026-10-05", "2026-10-05", "ends"),
            ("2026-10-05", "2026-10-02", "ends"),
        ] {
            assert_eq!(field_of(cycles::save_days(&mut desk.writer, &days(starts, ends))), field, "{starts} {ends}");
        }
        assert_eq!(desk.view(id).planned, "Mon 5 Oct to Tue 13 Oct", "nothing was half kept");

        let late = |desk: &Desk, after: i64| {
            let view = cycles::view(desk.writer.reader(), NOON_MS + after * 86_400_000, id).unwrap();
            view.row.late
        };
        assert_eq!(late(&desk, 1), "Planned to begin Mon 5 Oct");
        cycles::start(&mut desk.writer, NOON_MS, id).unwrap();
        assert_eq!(late(&desk, 8), "");
        assert_eq!(late(&desk, 9), "1 school day past its planned end");
        assert_eq!(late(&desk, 14), "4 school days past its planned end");
        cycles::save_days(&mut desk.writer, &days("", "2026-10-16")).unwrap();
        assert_eq!(desk.view(id).planned, "until Fri 16 Oct");
        assert_eq!(late(&desk, 13), "", "a Sunday");
        record::undo(&mut desk.writer, Some(id)).unwrap();
        assert_eq!(desk.view(id).planned, "Mon 5 Oct to Tue 13 Oct");
        cycles::abandon(&mut desk.writer, NOON_MS, id, "schedule").unwrap();
        assert_eq!(late(&desk, 14), "");
        assert_eq!(field_of(cycles::save_days(&mut desk.writer, &days("", ""))), "state", "it is over");
    }

    #[test]
    fn search_finds_the_goal_and_opens_its_coaching_cycle_until_it_is_removed() {
        let mut desk = desk();
        let id = desk.begun("partnership");
        let goal = desk.view(id).goal.unwrap().id;
        desk.write(goal, "statement", "Students explain proportions").unwrap();
        let found = |desk: &Desk| search::search(desk.writer.reader(), "proportions").unwrap().groups;
        assert_eq!(found(&desk)[0].hits[0].id, id);

        cycles::remove(&mut desk.writer, id).unwrap();

        assert!(found(&desk).is_empty());
        let removed = record::recently_removed(desk.writer.reader(), NOON_MS).unwrap();
        assert_eq!(removed.iter().map(|one| one.kind.as_str()).collect::<Vec<_>>(), ["coaching_cycle"]);
    }

    /// A coaching cycle under way in its second stage, with words in it and a lesson that belongs to it.
    fn under_way(desk: &mut Desk) -> (RowId, RowId) {
        let id = desk.begun("partnership");
        desk.place(id);
        cycles::forward(&mut desk.writer, id).unwrap();
        let view = desk.view(id);
        desk.write(view.stages[1].id, "text", "Two students answer").unwrap();
        desk.write(view.goal.unwrap().id, "statement", "Every student explains").unwrap();
        let start = Start { visit: None, teacher: Some(desk.amir) };
        (id, capture::start(&mut desk.writer, &reading(), &start).unwrap())
    }

    /// Every word of a coaching cycle, its place, and its chain.
    fn whole(desk: &Desk, id: RowId) -> String {
        let chain = cycles::chain(desk.writer.reader(), id).unwrap();
        let view = desk.view(id);
        format!("{:?} {:?} {:?} {chain:?}", view.row, view.stages, view.goal)
    }

    #[test]
    fn a_teacher_who_changes_school_in_the_middle_of_a_coaching_cycle_keeps_it_as_it_stands() {
        let mut desk = desk();
        let (id, _) = under_way(&mut desk);
        let before = whole(&desk, id);
        let elm = SaveSchool { id: None, name: "Elm".into(), zone: String::new(), periods: Vec::new() };
        let elm = school::save(&mut desk.writer, &elm).unwrap();
        let roles = store::person::roles(desk.writer.reader()).unwrap();
        let old = roles.into_iter().find(|one| one.person == desk.amir).unwrap();
        let role = |id, school, starts: &str, ends: &str| SaveRole {
            id,
            person: desk.amir,
            school,
            code: "teacher".into(),
            starts: starts.into(),
            ends: ends.into(),
            settle: Vec::new(),
        };
        let ends = role(Some(old.id), old.organisation, "", "2026-10-04");
        let begins = role(None, Some(elm), "2026-10-05", "");

        person::save_role(&mut desk.writer, &ends).unwrap();
        person::save_role(&mut desk.writer, &begins).unwrap();

        let today = chrono::NaiveDate::from_ymd_opt(2026, 10, 5).unwrap();
        assert_eq!(person::school_of(desk.writer.reader(), desk.amir, today).unwrap(), Some(elm));

        assert_eq!(whole(&desk, id), before, "nothing of it moved with the teacher");
        assert_eq!(desk.view(id).row.standing, CycleStanding::Active);
        let goal = desk.view(id).goal.unwrap().id;
        desk.write(goal, "metric", "Share who explain").unwrap();
        assert_eq!(desk.fields(id), ["plan"], "it goes on where it was");
        cycles::abandon(&mut desk.writer, NOON_MS, id, "teacher_left").unwrap();
    }

    #[test]
    fn coaching_that_moves_in_the_middle_of_a_coaching_cycle_leaves_it_with_who_wrote_it_to_be_ended() {
        let mut desk = desk();
        let (id, lesson) = under_way(&mut desk);
        let before = whole(&desk, id);

        person::coach(&mut desk.writer, desk.amir, false, None).unwrap();

        assert_eq!(whole(&desk, id), before, "nothing of it is lost");
        assert!(store::observation::load(desk.writer.reader(), lesson).is_ok());
        let refused = cycles::share(&mut desk.writer, id).map_err(domain::Problem::from).unwrap_err();
        assert!(refused.message.contains("Nothing was sent"), "{}", refused.message);
        cycles::abandon(&mut desk.writer, NOON_MS, id, "coach_left").unwrap();
        let row = desk.view(id).row;
        assert_eq!(row.standing, CycleStanding::Abandoned);
        assert_eq!(desk.view(id).stages[1].text, "Two students answer");
        record::undo(&mut desk.writer, Some(id)).unwrap();
        assert_eq!(whole(&desk, id), before);
    }

    #[test]
    fn a_request_that_cannot_be_sent_stays_and_says_why() {
        let mut desk = desk();
        let ask = AskCoach {
            coach: desk.amir,
            topic: "Talk in pairs".into(),
            goal: String::new(),
            ways: Vec::new(),
            slots: String::new(),
        };
        let own = AskCoach { coach: desk.me, ..ask.clone() };
        let unknown = AskCoach { ways: vec!["by_post".into()], ..ask.clone() };
        let empty = AskCoach { topic: "  ".into(), ..ask.clone() };
        assert_eq!(field_of(requests::ask(&mut desk.writer, NOON_MS, &own)), "coach");
        assert_eq!(field_of(requests::ask(&mut desk.writer, NOON_MS, &unknown)), "ways");
        assert_eq!(field_of(requests::ask(&mut desk.writer, NOON_MS, &empty)), "topic");

        requests::ask(&mut desk.writer, NOON_MS, &ask).unwrap();

        let asked = requests::list(desk.writer.reader()).unwrap().asked;
        assert_eq!((asked.len(), asked[0].barrier.is_some()), (1, true));
        assert_eq!(field_of(requests::decline(&mut desk.writer, asked[0].id, "not now")), "request");
    }
}
