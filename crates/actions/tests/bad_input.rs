//! Bad input: each refusal stands at its field, and nothing is lost.

#[cfg(test)]
mod tests {
    use actions::{
        Error,
        calendar::{self, CalendarDay},
        capture::{self, HeadChange, KeepLine, Start},
        log::{self, SaveLogLine},
        look_for, observation, person,
        step::{self, CheckResult, CheckStep, Propose},
    };
    use domain::{Problem, RowId, clock::Reading};
    use store::Writer;
    use tempfile::TempDir;

    use crate::support::{self, Profile};

    /// Monday 5 October 2026, noon in New York.
    const NOON_MS: i64 = 1_791_216_000_000;
    /// Days that nobody can mean: they do not exist, or lie where no school year does.
    const NO_DAYS: [&str; 8] =
        ["", "2026-02-30", "2026-13-01", "30.10.2026", "tomorrow", "0000-00-00", "+262142-12-31", "-0044-03-15"];

    struct Desk {
        writer: Writer,
        teacher: RowId,
        lesson: RowId,
        _folder: TempDir,
    }

    fn reading(after_ms: i64) -> Reading {
        let boot_ms = 86_400_000 + after_ms;
        Reading { wall_ms: NOON_MS + after_ms, boot_ms, awake_ms: boot_ms, boot: "a boot".into() }
    }

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
        let teacher = person::add_teacher(&mut writer, "Amir Haddad").unwrap();
        look_for::save(&mut writer, &look_for::starter()).unwrap();
        let start = Start { visit: None, teacher: Some(teacher) };
        let lesson = capture::start(&mut writer, &reading(0), &start).unwrap();
        let line = KeepLine {
            observation: lesson,
            number: 1.0,
            typed: "T why?".into(),
            speaker: "T".into(),
            age_ms: 0,
            tags: vec![],
        };
        capture::keep_line(&mut writer, &reading(1), &line).unwrap();
        Desk { writer, teacher, lesson, _folder: folder }
    }

    fn at<T: std::fmt::Debug>(answer: Result<T, Error>) -> String {
        Problem::from(answer.unwrap_err()).field.expect("the refusal stands at a field")
    }

    impl Desk {
        fn step(&self) -> Propose {
            Propose {
                observation: Some(self.lesson),
                teacher: None,
                text: "wait 3 s".into(),
                look_for: None,
                practice: String::new(),
                check_date: None,
                lines: Vec::new(),
            }
        }

        fn propose(&mut self, change: impl FnOnce(&mut Propose)) -> Result<RowId, Error> {
            let mut new = self.step();
            change(&mut new);
            step::propose(&mut self.writer, NOON_MS, &new)
        }

        fn steps(&self) -> usize {
            store::step::made_in(self.writer.reader(), self.lesson).unwrap().len()
        }
    }

    #[test]
    fn a_line_of_the_log_has_bounded_words_and_names_only_who_and_what_is_here() {
        let mut desk = desk();
        let line = SaveLogLine {
            key: None,
            date: "2026-10-05".into(),
            starts_minute: Some(900),
            minutes: 30,
            activity: "prep".into(),
            teacher: Some(desk.teacher),
            school: None,
            travel_from: None,
            note: String::new(),
            grant: String::new(),
            grant_percent: Some(50),
            grant_ends: String::new(),
        };
        let nobody = Some(RowId::from_bytes([77; 16]));
        let long = SaveLogLine { note: "x".repeat(4_001), ..line.clone() };
        let grant = SaveLogLine { grant: "x".repeat(81), ..line.clone() };
        for (wrong, field) in [(long, Some("note")), (grant, Some("grant"))] {
            let problem = Problem::from(log::save(&mut desk.writer, &wrong).unwrap_err());
            assert_eq!(problem.field.as_deref(), field);
        }
        for wrong in [
            SaveLogLine { teacher: nobody, ..line.clone() },
            SaveLogLine { school: nobody, ..line.clone() },
            SaveLogLine { activity: "travel".into(), travel_from: nobody, ..line.clone() },
        ] {
            let refused = log::save(&mut desk.writer, &wrong);
            assert!(matches!(refused, Err(Error::Store(store::Error::NotFound { .. }))), "{refused:?}");
        }

        let count = |desk: &Desk| {
            let sql = "select count(*) from log_entry";
            desk.writer.reader().query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap()
        };
        assert_eq!(count(&desk), 0, "nothing of it was kept");
        log::save(&mut desk.writer, &line).unwrap();
        assert_eq!(count(&desk), 1);
    }

    #[test]
    fn a_check_on_a_day_that_nobody_can_mean_is_refused_at_its_field() {
        let mut desk = desk();
        let id = desk.propose(|_| ()).unwrap();
        step::agree(&mut desk.writer, None, id).unwrap();
        let before = store::step::load(desk.writer.reader(), id).unwrap();

        for day in NO_DAYS {
            assert_eq!(at(step::set_check_date(&mut desk.writer, NOON_MS, None, id, day)), "checkDate", "{day}");
            assert_eq!(at(desk.propose(|new| new.check_date = Some(day.into()))), "checkDate", "{day}");
            let check = CheckStep {
                step: id,
                observation: None,
                found: CheckResult::Partly,
                date: Some(day.into()),
                lines: vec![],
                note: String::new(),
            };
            assert_eq!(at(step::check(&mut desk.writer, NOON_MS, &check)), "date", "{day}");
        }

        assert_eq!(store::step::load(desk.writer.reader(), id).unwrap(), before);
        assert_eq!(desk.steps(), 1);
    }

    #[test]
    fn a_check_on_a_holiday_is_refused_at_its_field_with_the_nearest_school_day() {
        let mut desk = desk();
        let day = CalendarDay { date: "2026-10-12".into(), kind: "holiday".into(), label: "Holiday".into() };
        calendar::save_day(&mut desk.writer, &day).unwrap();

        let refused = Problem::from(desk.propose(|new| new.check_date = Some("2026-10-12".into())).unwrap_err());

        assert_eq!(refused.field.as_deref(), Some("checkDate"));
        assert!(refused.message.contains("The nearest school day is"), "{}", refused.message);
        assert_eq!(desk.steps(), 0);
    }

    #[test]
    fn words_without_end_or_with_private_ones_are_refused_at_their_field() {
        let mut desk = desk();
        let long = "x".repeat(4_001);
        assert_eq!(at(desk.propose(|new| new.text = "x".repeat(241))), "text");
        assert_eq!(at(desk.propose(|new| new.practice.clone_from(&long))), "practice");
        assert_eq!(at(desk.propose(|new| new.practice = "say it // he never does".into())), "practice");
        let id = desk.propose(|_| ()).unwrap();
        step::agree(&mut desk.writer, None, id).unwrap();
        let check = CheckStep {
            step: id,
            observation: None,
            found: CheckResult::Partly,
            date: None,
            lines: vec![],
            note: long.clone(),
        };
        assert_eq!(at(step::check(&mut desk.writer, NOON_MS, &check)), "note");
        assert_eq!(at(step::retire(&mut desk.writer, None, id, &"x".repeat(501))), "reason");
        let note = HeadChange { note: Some("x".repeat(501)), ..HeadChange::of(desk.lesson) };
        assert_eq!(at(capture::set_head(&mut desk.writer, &note)), "note");
        let focus = HeadChange { focus: Some(long), ..HeadChange::of(desk.lesson) };
        assert_eq!(at(capture::set_head(&mut desk.writer, &focus)), "focus");
        assert_eq!(store::step::load(desk.writer.reader(), id).unwrap().state, "agreed");
    }

    #[test]
    fn a_step_belongs_to_a_look_for_that_is_there() {
        let mut desk = desk();
        let nobody = RowId::from_bytes([9; 16]);
        assert_eq!(at(desk.propose(|new| new.look_for = Some(nobody))), "lookFor");
        let id = desk.propose(|_| ()).unwrap();
        let teacher = desk.teacher;
        assert_eq!(at(step::set_look_for(&mut desk.writer, None, id, Some(nobody))), "lookFor");
        assert_eq!(
            at(step::set_look_for(&mut desk.writer, None, id, Some(teacher))),
            "lookFor",
            "a row of another kind"
        );

        let set = store::observation::look_for_sets(desk.writer.reader()).unwrap()[0].id;
        let first = store::observation::look_fors(desk.writer.reader(), set).unwrap()[0].id;
        step::set_look_for(&mut desk.writer, None, id, Some(first)).unwrap();
        assert!(step::set_look_for(&mut desk.writer, None, nobody, None).is_err(), "no such step");
    }

    #[test]
    fn a_withdrawn_line_takes_no_tag_and_keeps_those_that_it_had() {
        let mut desk = desk();
        let line = store::observation::lines(desk.writer.reader(), desk.lesson).unwrap()[0].id;
        capture::tag(&mut desk.writer, &reading(2), line, 0, capture::Tagged::Shows).unwrap();
        capture::remove_entry(&mut desk.writer, &reading(3), line).unwrap();

        assert_eq!(at(capture::tag(&mut desk.writer, &reading(4), line, 1, capture::Tagged::Shows)), "line");

        actions::record::bring_back(&mut desk.writer, line).unwrap();
        assert_eq!(store::observation::tags(desk.writer.reader(), desk.lesson).unwrap().len(), 1);
        capture::tag(&mut desk.writer, &reading(5), line, 1, capture::Tagged::Shows).unwrap();
    }

    #[test]
    fn a_roster_that_changes_in_the_middle_of_the_work_takes_nothing_of_it_away() {
        let mut desk = desk();
        let class = person::SaveClass {
            id: None,
            teacher: desk.teacher,
            title: "Math 7".into(),
            subject: "Math".into(),
            grade: "7".into(),
            period: "2".into(),
            room: String::new(),
        };
        person::save_class(&mut desk.writer, &class).unwrap();
        let teacher = desk.teacher;
        let section = store::person::sections(desk.writer.reader(), Some(teacher)).unwrap()[0].id;
        let head = HeadChange { section: Some(Some(section)), ..HeadChange::of(desk.lesson) };
        capture::set_head(&mut desk.writer, &head).unwrap();
        let id = desk.propose(|_| ()).unwrap();
        step::agree(&mut desk.writer, None, id).unwrap();

        // The class goes to a colleague, and the teacher leaves the roster.
        let colleague = person::add_teacher(&mut desk.writer, "Bea Amidala").unwrap();
        person::remove_class(&mut desk.writer, section).unwrap();
        person::remove(&mut desk.writer, teacher).unwrap();

        let view = observation::view(desk.writer.reader(), desk.lesson, &reading(6)).unwrap();
        assert_eq!(view.teacher.map(|teacher| teacher.name).as_deref(), Some("Amir Haddad"), "old work names him");
        assert_eq!(store::step::open(desk.writer.reader(), Some(teacher)).unwrap().len(), 1);
        let other = person::SaveClass { teacher: colleague, ..class };
        person::save_class(&mut desk.writer, &other).unwrap();
        let hers = store::person::sections(desk.writer.reader(), Some(colleague)).unwrap()[0].id;
        let head = HeadChange { section: Some(Some(hers)), ..HeadChange::of(desk.lesson) };
        assert_eq!(at(capture::set_head(&mut desk.writer, &head)), "section", "this lesson was not in her class");
        let check = CheckStep {
            step: id,
            observation: Some(desk.lesson),
            found: CheckResult::Partly,
            date: None,
            lines: vec![],
            note: String::new(),
        };
        step::check(&mut desk.writer, NOON_MS, &check).unwrap();
    }
}
