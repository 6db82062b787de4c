//! Action steps, as a coach moves them from a lesson to a part of practice.

#[cfg(test)]
mod tests {
    use actions::{
        Error,
        calendar::{self, CalendarDay},
        capture::{self, KeepLine, Start},
        observation, person, record,
        step::{self, CheckResult, CheckStep, Propose, Standing},
        typed::{self, SaveTyped},
    };
    use domain::{Problem, RowId, clock::Reading};
    use store::{Seeded, Writer};
    use tempfile::TempDir;

    use crate::support::{self, Profile};

    /// Monday 5 October 2026, noon in New York.
    const NOON_MS: i64 = 1_791_216_000_000;
    const DAY_MS: i64 = 86_400_000;
    const NEXT: &str = "Call on a different row each time; plan 4 names before the lesson";

    struct Desk {
        writer: Writer,
        now_ms: i64,
        teacher: RowId,
        lesson: RowId,
        folder: TempDir,
    }

    fn reading(wall_ms: i64) -> Reading {
        let boot_ms = wall_ms - NOON_MS + DAY_MS;
        Reading { wall_ms, boot_ms, awake_ms: boot_ms, boot: "a boot".into() }
    }

    /// A coach, a teacher, the school year with its PD day on Friday 9 October, and a lesson of today with four lines.
    fn desk() -> Desk {
        let Profile { mut writer, folder, .. } =
            support::begun(1, NOON_MS, "Dana Whitfield", "Riverbend", "Jefferson Middle");
        let year = calendar::SaveYear {
            id: None,
            label: "2026–27".into(),
            starts: "2026-08-24".into(),
            ends: "2027-06-04".into(),
            day_letters: String::new(),
        };
        calendar::save_year(&mut writer, &year).unwrap();
        let day = CalendarDay { date: "2026-10-09".into(), kind: "pd".into(), label: "PD".into() };
        calendar::save_day(&mut writer, &day).unwrap();
        let teacher = person::add_teacher(&mut writer, "Amir Haddad").unwrap();
        let start = Start { visit: None, teacher: Some(teacher) };
        let lesson = capture::start(&mut writer, &reading(NOON_MS), &start).unwrap();
        for number in 1..=4 {
            let typed = format!("T question {number}");
            let line = KeepLine {
                observation: lesson,
                number: f64::from(number),
                typed,
                speaker: "T".into(),
                age_ms: 0,
                tags: vec![],
            };
            capture::keep_line(&mut writer, &reading(NOON_MS + i64::from(number)), &line).unwrap();
        }
        Desk { writer, now_ms: NOON_MS, teacher, lesson, folder }
    }

    impl Desk {
        fn after_days(self, days: i64) -> Self {
            let Self { writer, now_ms, folder, teacher, lesson } = self;
            drop(writer);
            let now_ms = now_ms + days * DAY_MS;
            let clock = Box::new(Seeded::new(2, now_ms));
            let writer = Writer::open(&folder.path().join("profile.db"), &support::key(), clock).unwrap();
            Self { writer, now_ms, teacher, lesson, folder }
        }

        fn lines(&self) -> Vec<RowId> {
            let view = observation::view(self.writer.reader(), self.lesson, &reading(self.now_ms)).unwrap();
            view.entries.iter().map(|entry| entry.id).collect()
        }

        fn step(&self, text: &str) -> Propose {
            Propose {
                observation: Some(self.lesson),
                teacher: None,
                text: text.into(),
                look_for: None,
                practice: String::new(),
                check_date: None,
                lines: Vec::new(),
            }
        }

        fn propose(&mut self, text: &str) -> RowId {
            let new = self.step(text);
            step::propose(&mut self.writer, self.now_ms, &new).unwrap()
        }

        fn agreed(&mut self) -> RowId {
            let id = self.propose("after each question, wait 3 s before calling a name");
            step::agree(&mut self.writer, None, id).unwrap();
            id
        }

        fn check(&mut self, step: RowId, found: CheckResult) -> Result<RowId, Error> {
            let new = CheckStep { step, observation: None, found, date: None, lines: vec![], note: String::new() };
            step::check(&mut self.writer, self.now_ms, &new)
        }

        fn seen(&self, id: RowId) -> step::StepDetail {
            step::view(self.writer.reader(), self.now_ms, id).unwrap()
        }

        fn stands(&self, id: RowId) -> (Standing, u32) {
            let row = self.seen(id).row;
            (row.standing, row.attempt)
        }

        fn undo(&mut self, place: Option<RowId>) {
            assert!(record::undo(&mut self.writer, place).unwrap().is_some());
        }
    }

    fn problem<T>(answer: Result<T, Error>) -> (Option<String>, String) {
        let problem = Problem::from(answer.err().expect("this is refused"));
        (problem.field, problem.message)
    }

    fn at<T>(answer: Result<T, Error>) -> Option<String> {
        problem(answer).0
    }

    #[test]
    fn st_2_a_step_of_monday_5_october_is_proposed_with_its_evidence_and_checked_on_tuesday_13_october() {
        let mut desk = desk();
        let lines = desk.lines()[..2].to_vec();
        let proposed = step::propose_day(desk.writer.reader(), desk.now_ms).unwrap();

        let new = Propose { lines: lines.clone(), ..desk.step(NEXT) };
        let id = step::propose(&mut desk.writer, desk.now_ms, &new).unwrap();

        let whole = desk.seen(id);
        assert_eq!(proposed.date.as_deref(), Some("2026-10-13"));
        assert_eq!(proposed.words, "5 school days; Fri 9 Oct is a PD day");
        assert_eq!((whole.row.check_date.as_str(), whole.row.check.as_str()), ("2026-10-13", "Tue 13 Oct"));
        assert_eq!((whole.row.text.as_str(), whole.row.standing), (NEXT, Standing::Proposed));
        assert_eq!(whole.lines.iter().map(|line| line.line).collect::<Vec<_>>(), lines);
    }

    #[test]
    fn st_2_a_step_that_is_seen_partly_with_two_lines_is_practised_again_in_attempt_2() {
        let mut desk = desk();
        let id = desk.agreed();
        let lines = desk.lines()[1..3].to_vec();
        let found = CheckResult::Partly;
        let observation = Some(desk.lesson);

        let new = CheckStep { step: id, observation, found, date: None, lines: lines.clone(), note: String::new() };
        step::check(&mut desk.writer, desk.now_ms, &new).unwrap();

        let whole = desk.seen(id);
        assert_eq!(desk.stands(id), (Standing::Practising, 2));
        assert_eq!(whole.row.standing_words, "Being practised");
        assert_eq!(whole.checks[0].lines.iter().map(|line| line.line).collect::<Vec<_>>(), lines);
    }

    #[test]
    fn a_second_check_in_the_same_lesson_takes_the_place_of_the_first_and_keeps_its_lines() {
        let mut desk = desk();
        let id = desk.agreed();
        let (lesson, lines) = (desk.lesson, desk.lines());
        let check = |found, lines| CheckStep {
            step: id,
            observation: Some(lesson),
            found,
            date: Some("2026-10-06".into()),
            lines,
            note: String::new(),
        };
        let mut desk = desk.after_days(1);
        step::check(&mut desk.writer, desk.now_ms, &check(CheckResult::Seen, vec![lines[0]])).unwrap();
        assert_eq!(desk.stands(id), (Standing::Mastered, 1));

        step::check(&mut desk.writer, desk.now_ms, &check(CheckResult::NotSeen, vec![lines[1]])).unwrap();

        let checks = desk.seen(id).checks;
        assert_eq!(desk.stands(id), (Standing::Practising, 2));
        assert_eq!((checks.len(), checks[0].found, checks[0].lines.len()), (1, Some(CheckResult::NotSeen), 2));
    }

    #[test]
    fn inv_7_a_step_is_part_of_practice_only_when_it_was_seen_on_a_later_day() {
        let mut desk = desk();
        let id = desk.agreed();
        assert_eq!(at(desk.check(id, CheckResult::Seen)).as_deref(), Some("date"));

        let mut desk = desk.after_days(1);
        let check = desk.check(id, CheckResult::Seen).unwrap();
        assert_eq!((desk.stands(id), desk.seen(id).row.is_open), ((Standing::Mastered, 1), false));

        step::remove_check(&mut desk.writer, None, id, check).unwrap();
        assert_eq!(desk.stands(id), (Standing::Practising, 1));
    }

    #[test]
    fn a_step_whose_only_check_was_removed_elsewhere_needs_attention_and_can_be_checked_again() {
        let mut desk = desk();
        let id = desk.agreed();
        let mut desk = desk.after_days(1);
        let check = desk.check(id, CheckResult::Seen).unwrap();
        desk.writer
            .act(store::workspace(), "elsewhere", |tx| tx.remove(domain::schema::step_check::ENTITY, check))
            .unwrap();

        assert_eq!(desk.stands(id).0, Standing::NeedsAttention);
        let listed = step::list(desk.writer.reader(), desk.now_ms, None).unwrap();
        assert_eq!(listed.open[0].standing, Standing::NeedsAttention);

        desk.check(id, CheckResult::Seen).unwrap();
        assert_eq!(desk.stands(id).0, Standing::Mastered);
    }

    #[test]
    fn a_step_of_241_characters_is_refused_at_its_field_and_stays_there() {
        let mut desk = desk();
        let id = desk.propose(&"ä".repeat(240));
        let state = |number: f64, text: &str| SaveTyped { row: id, column: "text".into(), number, text: text.into() };
        typed::save(&mut desk.writer, &state(1.0, &"ä".repeat(241))).unwrap();

        let (field, message) = problem(typed::keep(&mut desk.writer, &state(2.0, &"ä".repeat(241))));

        assert_eq!((field.as_deref(), message.contains("at most 240")), (Some("text"), true));
        assert_eq!(desk.seen(id).row.text, "ä".repeat(240));
        assert_eq!(typed::of(desk.writer.reader(), id, "text").unwrap().text, Some("ä".repeat(241)));
        let new = desk.step(&"ä".repeat(241));
        assert_eq!(at(step::propose(&mut desk.writer, desk.now_ms, &new)).as_deref(), Some("text"));
    }

    #[test]
    fn a_step_without_words_yet_is_seen_only_where_it_is_written_and_nobody_agrees_on_it() {
        let mut desk = desk();
        let id = desk.propose("");

        assert!(step::list(desk.writer.reader(), desk.now_ms, None).unwrap().open.is_empty());
        assert_eq!(at(step::agree(&mut desk.writer, None, id)).as_deref(), Some("text"));
        let prep = step::prep(desk.writer.reader(), desk.now_ms, desk.lesson).unwrap();
        assert_eq!(prep.next.map(|next| next.row.id), Some(id));
    }

    #[test]
    fn a_check_on_a_day_without_school_in_the_past_or_on_no_day_is_refused_with_the_nearest_school_day() {
        let mut desk = desk();
        let id = desk.propose(NEXT);
        let mut put = |day: &str| problem(step::set_check_date(&mut desk.writer, desk.now_ms, None, id, day));

        let (field, message) = put("2026-10-09");
        assert_eq!(field.as_deref(), Some("checkDate"));
        assert_eq!(message, "Fri 9 Oct is a PD day. The nearest school day is Thu 8 Oct.");
        assert!(put("2026-10-10").1.contains("Sat 10 Oct is no school day. The nearest school day is Mon 12 Oct."));
        assert!(put("2026-10-02").1.contains("lies ahead"));
        assert!(put("2026-02-30").1.contains("does not exist"));
        assert_eq!(desk.seen(id).row.check_date, "2026-10-13");
    }

    #[test]
    fn a_day_says_what_is_wrong_or_unusual_with_it_before_it_is_kept() {
        let desk = desk();
        let day = |day: &str| step::check_day(desk.writer.reader(), desk.now_ms, None, day).unwrap();
        assert_eq!(day("2026-10-13"), step::CheckDay { problem: None, offer: None, warning: None });
        assert_eq!(day("2026-10-09").offer.unwrap().words, "Thu 8 Oct");
        assert_eq!(day("2026-10-44").offer.unwrap().date, "2026-10-13");
        assert!(day("2026-10-06").warning.unwrap().contains("Fewer than 3 days"));
        assert!(day("2026-11-02").warning.unwrap().contains("More than 15 days"));
    }

    #[test]
    fn a_step_that_nobody_agreed_on_is_not_checked_and_one_that_is_over_stays_over() {
        let mut desk = desk();
        let id = desk.propose(NEXT);
        assert_eq!(at(desk.check(id, CheckResult::Partly)).as_deref(), Some("state"));
        assert_eq!(at(step::retire(&mut desk.writer, None, id, " ")).as_deref(), Some("reason"));

        step::retire(&mut desk.writer, None, id, "the unit is over").unwrap();

        assert_eq!(desk.seen(id).row.standing_words, "Dropped: the unit is over");
        assert_eq!(at(step::agree(&mut desk.writer, None, id)).as_deref(), Some("state"));
        assert_eq!(
            at(step::set_check_date(&mut desk.writer, desk.now_ms, None, id, "2026-10-14")).as_deref(),
            Some("checkDate")
        );
    }

    #[test]
    fn a_new_step_takes_the_place_of_the_last_one_of_the_same_teacher() {
        let mut desk = desk();
        let (last, next) = (desk.agreed(), desk.propose(NEXT));
        let bea = person::add_teacher(&mut desk.writer, "Bea Ortega").unwrap();
        let of_bea = Propose { observation: None, teacher: Some(bea), ..desk.step("Ask why") };
        let of_bea = step::propose(&mut desk.writer, desk.now_ms, &of_bea).unwrap();

        for other in [last, of_bea] {
            assert_eq!(at(step::supersede(&mut desk.writer, None, last, other)).as_deref(), Some("by"));
        }
        step::supersede(&mut desk.writer, None, last, next).unwrap();

        assert_eq!(desk.stands(last).0, Standing::Superseded);
        assert_eq!(desk.seen(last).followed_by.unwrap().name, NEXT);
        step::remove(&mut desk.writer, None, next).unwrap();
        assert_eq!(desk.stands(last).0, Standing::NeedsAttention);
    }

    #[test]
    fn a_third_open_step_is_kept_and_said_to_be_one_too_many() {
        let mut desk = desk();
        let is_full = |desk: &Desk| step::prep(desk.writer.reader(), desk.now_ms, desk.lesson).unwrap().is_full;
        let new = Propose { observation: None, teacher: Some(desk.teacher), ..desk.step("One") };
        step::propose(&mut desk.writer, desk.now_ms, &new).unwrap();
        assert!(!is_full(&desk));

        step::propose(&mut desk.writer, desk.now_ms, &Propose { text: "Two".into(), ..new }).unwrap();

        assert!(is_full(&desk));
        desk.propose("Three");
        assert_eq!(step::list(desk.writer.reader(), desk.now_ms, None).unwrap().open.len(), 3);
    }

    #[test]
    fn the_prep_of_a_lesson_has_its_last_step_with_its_check_and_the_one_step_from_it() {
        let mut desk = desk();
        let new = Propose { observation: None, teacher: Some(desk.teacher), ..desk.step("Wait 3 s") };
        let last = step::propose(&mut desk.writer, desk.now_ms, &new).unwrap();
        step::agree(&mut desk.writer, None, last).unwrap();
        let next = desk.propose(NEXT);
        let (found, observation) = (CheckResult::NotObserved, Some(desk.lesson));
        let new = CheckStep { step: last, observation, found, date: None, lines: vec![], note: "a quiz".into() };
        step::check(&mut desk.writer, desk.now_ms, &new).unwrap();

        let prep = step::prep(desk.writer.reader(), desk.now_ms, desk.lesson).unwrap();

        assert_eq!((prep.last.unwrap().id, prep.next.unwrap().row.id), (last, next));
        assert_eq!((prep.others_open, prep.check.unwrap().note.as_str()), (1, "a quiz"));
    }

    #[test]
    fn a_line_that_was_removed_is_no_evidence() {
        let mut desk = desk();
        let id = desk.agreed();
        let line = desk.lines()[0];
        step::set_line(&mut desk.writer, None, id, line, true).unwrap();
        capture::remove_entry(&mut desk.writer, &reading(desk.now_ms), line).unwrap();

        assert!(desk.seen(id).lines.is_empty());
        assert_eq!(at(step::set_line(&mut desk.writer, None, id, line, true)).as_deref(), Some("line"));
        let new = Propose { lines: vec![line], ..desk.step(NEXT) };
        assert_eq!(at(step::propose(&mut desk.writer, desk.now_ms, &new)).as_deref(), Some("line"));
    }

    #[test]
    fn what_a_step_is_about_is_one_of_the_codes_and_undo_takes_it_back() {
        let mut desk = desk();
        let id = desk.agreed();
        let category = |desk: &Desk| step::view(desk.writer.reader(), desk.now_ms, id).unwrap().category;
        assert_eq!(category(&desk), "");

        step::set_category(&mut desk.writer, Some(id), id, "questioning").unwrap();
        assert_eq!(category(&desk), "questioning");
        let wrong = step::set_category(&mut desk.writer, Some(id), id, "wait 3 s before calling a name").unwrap_err();
        assert_eq!(Problem::from(wrong).field.as_deref(), Some("category"));
        assert_eq!(category(&desk), "questioning");
        let ending = actions::ending::view(desk.writer.reader(), desk.now_ms, desk.teacher).unwrap();
        assert_eq!(ending.category, "questioning", "what the coach who follows would get");

        record::undo(&mut desk.writer, Some(id)).unwrap();
        assert_eq!(category(&desk), "");
        step::set_category(&mut desk.writer, Some(id), id, "tasks").unwrap();
        step::set_category(&mut desk.writer, Some(id), id, "").unwrap();
        assert_eq!(category(&desk), "");
    }

    #[test]
    fn every_act_is_taken_back_where_it_was_done() {
        let mut desk = desk();
        let place = Some(desk.lesson);
        let line = desk.lines()[0];
        let id = desk.propose(NEXT);
        step::agree(&mut desk.writer, place, id).unwrap();
        step::set_line(&mut desk.writer, place, id, line, true).unwrap();
        step::set_check_date(&mut desk.writer, desk.now_ms, place, id, "2026-10-14").unwrap();
        let (found, note) = (CheckResult::Partly, String::new());
        let new = CheckStep { step: id, observation: place, found, date: None, lines: vec![line], note };
        step::check(&mut desk.writer, desk.now_ms, &new).unwrap();
        step::retire(&mut desk.writer, place, id, "enough").unwrap();

        desk.undo(place);
        assert_eq!(desk.stands(id), (Standing::Practising, 2));
        desk.undo(place);
        assert_eq!((desk.stands(id), desk.seen(id).checks.len()), ((Standing::Agreed, 1), 0));
        (0..3).for_each(|_| desk.undo(place));
        let whole = desk.seen(id);
        assert_eq!((whole.row.standing, whole.row.text.as_str()), (Standing::Proposed, NEXT));
        assert_eq!((whole.row.check_date.as_str(), whole.lines.len()), ("2026-10-13", 0));
        desk.undo(place);
        assert!(step::view(desk.writer.reader(), desk.now_ms, id).is_err());
    }

    #[test]
    fn a_step_is_replaced_in_one_act_that_leaves_as_many_open_and_is_taken_back_whole() {
        let mut desk = desk();
        let (first, second) = (desk.agreed(), desk.propose("plan four names"));
        step::set_category(&mut desk.writer, None, first, "questioning").unwrap();
        let with = |text: &str, check_date: Option<&str>| step::Replacement {
            text: text.into(),
            check_date: check_date.map(Into::into),
        };
        let open = |desk: &Desk| step::open(desk.writer.reader(), desk.now_ms, desk.teacher).unwrap().len();
        assert_eq!(open(&desk), 2);

        // What is refused changes nothing and says where.
        for (bad, field) in [
            (with("  ", None), "text"),
            (with(&"x".repeat(241), None), "text"),
            (with(NEXT, Some("2026-02-31")), "checkDate"),
            (with("wait // she is slow", None), "text"),
        ] {
            assert_eq!(at(step::replace(&mut desk.writer, desk.now_ms, first, &bad)).as_deref(), Some(field));
        }
        assert_eq!((open(&desk), desk.stands(first).0), (2, Standing::Agreed));

        let next = step::replace(&mut desk.writer, desk.now_ms, first, &with(NEXT, None)).unwrap();
        assert_eq!((open(&desk), desk.stands(first).0), (2, Standing::Superseded));
        let (before, after) = (desk.seen(first), desk.seen(next));
        assert_eq!((before.followed_by.unwrap().id, after.follows.unwrap().id), (next, first));
        assert_eq!((after.row.text.as_str(), after.category.as_str()), (NEXT, "questioning"));
        assert_eq!(Some(after.row.check_date), desk.seen(second).proposed.date);
        assert_eq!(
            at(step::replace(&mut desk.writer, desk.now_ms, first, &with(NEXT, None))).as_deref(),
            Some("state")
        );

        desk.undo(None);
        assert_eq!((open(&desk), desk.stands(first).0), (2, Standing::Agreed));
        assert!(step::view(desk.writer.reader(), desk.now_ms, next).is_err());
    }
}
