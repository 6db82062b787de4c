//! Debriefs: prepared from a finished lesson, held by the clock that counts sleep, and nothing that is not so.

#[cfg(test)]
mod tests {
    use actions::{
        Error,
        calendar::{self, CalendarDay, SaveYear},
        capture::{self, KeepLine, Start},
        debrief::{self, DebriefTimes},
        person, record, session, step as steps,
        typed::{self, SaveTyped},
        week,
    };
    use domain::{RowId, clock::Reading, schema::step};
    use store::Writer;
    use tempfile::TempDir;

    use crate::support::{self, Profile};

    /// Monday 5 October 2026, 10:30 in New York.
    const HALF_PAST_TEN_MS: i64 = 1_791_210_600_000;
    const MINUTE_MS: i64 = 60_000;

    struct Desk {
        writer: Writer,
        lesson: RowId,
        lines: Vec<RowId>,
        _folder: TempDir,
    }

    /// The clocks so many minutes after half past ten, after a sleep of so many.
    fn after(minutes: i64, slept: i64) -> Reading {
        let boot_ms = 1_000_000 + minutes * MINUTE_MS;
        let awake_ms = boot_ms - slept * MINUTE_MS;
        Reading { wall_ms: HALF_PAST_TEN_MS + minutes * MINUTE_MS, boot_ms, awake_ms, boot: "a boot".into() }
    }

    fn keep(writer: &mut Writer, lesson: RowId, typed: &str, number: f64) {
        let line = KeepLine {
            observation: lesson,
            number,
            typed: typed.into(),
            speaker: "T".into(),
            tags: Vec::new(),
            age_ms: 0,
        };
        capture::keep_line(writer, &after(-80, 0), &line).unwrap();
    }

    fn desk() -> Desk {
        let Profile { mut writer, folder, .. } =
            support::begun(1, HALF_PAST_TEN_MS, "Dana Whitfield", "Riverbend", "Juniper");
        let teacher = person::add_teacher(&mut writer, "Amir Haddad").unwrap();
        let start = Start { visit: None, teacher: Some(teacher) };
        let lesson = capture::start(&mut writer, &after(-90, 0), &start).unwrap();
        keep(&mut writer, lesson, "What do you notice?", 1.0);
        keep(&mut writer, lesson, "Tell me more // front row only", 2.0);
        let lines = store::observation::lines(writer.reader(), lesson).unwrap().iter().map(|line| line.id).collect();
        Desk { writer, lesson, lines, _folder: folder }
    }

    impl Desk {
        fn finish(&mut self) {
            capture::finish(&mut self.writer, &after(-45, 0), self.lesson).unwrap();
        }

        fn prepared(&mut self) -> RowId {
            self.finish();
            debrief::prepare(&mut self.writer, self.lesson).unwrap()
        }

        fn view(&self, id: RowId, minutes: i64) -> debrief::DebriefView {
            debrief::view(self.writer.reader(), id, &after(minutes, 0)).unwrap()
        }
    }

    fn field_of<T>(refused: actions::Result<T>) -> String {
        match refused {
            Err(Error::Refused(problem)) => problem.field.unwrap_or_default(),
            _ => panic!("it was not refused"),
        }
    }

    #[test]
    fn a_debrief_that_is_not_held_within_five_school_days_is_late_on_this_week_until_it_is() {
        let mut desk = desk();
        let year = SaveYear {
            id: None,
            label: "2026–27".into(),
            starts: "2026-08-24".into(),
            ends: "2027-06-04".into(),
            day_letters: String::new(),
        };
        calendar::save_year(&mut desk.writer, &year).unwrap();
        let day = CalendarDay { date: "2026-10-09".into(), kind: "pd".into(), label: "PD".into() };
        calendar::save_day(&mut desk.writer, &day).unwrap();
        // The lesson is of Monday the fifth, and no lessons are taught on the ninth: five school days end on the thirteenth.
        let late = |desk: &Desk, day: i64| {
            let now_ms = HALF_PAST_TEN_MS + day * 24 * 60 * MINUTE_MS;
            week::view(desk.writer.reader(), now_ms, None).unwrap().late_debriefs
        };
        desk.finish();
        assert_eq!(late(&desk, 20), [], "nobody said that there will be one");

        let id = debrief::prepare(&mut desk.writer, desk.lesson).unwrap();

        assert_eq!(late(&desk, 8), []);
        let named: Vec<_> = late(&desk, 9).into_iter().map(|one| (one.id, one.teacher.name, one.lesson)).collect();
        assert_eq!(named, [(id, "Amir Haddad".to_owned(), "Mon 5 Oct".to_owned())]);
        let next = HALF_PAST_TEN_MS + 9 * 24 * 60 * MINUTE_MS;
        let in_list = |desk: &Desk| {
            let people = person::list(desk.writer.reader(), next).unwrap().people;
            people.into_iter().find(|one| one.name == "Amir Haddad").unwrap().late_debrief
        };
        assert_eq!(in_list(&desk).as_deref(), Some("Mon 5 Oct"));
        assert_eq!(week::view(desk.writer.reader(), next, Some("2026-10-20")).unwrap().late_debriefs, []);
        debrief::begin(&mut desk.writer, id, &after(0, 0)).unwrap();
        debrief::end(&mut desk.writer, id, &after(10, 0)).unwrap();
        assert_eq!((late(&desk, 9), in_list(&desk)), (vec![], None));
    }

    #[test]
    fn a_lesson_that_is_still_written_has_no_debrief_and_a_finished_one_has_one_only() {
        let mut desk = desk();
        assert_eq!(field_of(debrief::prepare(&mut desk.writer, desk.lesson)), "observation");

        let first = desk.prepared();

        assert_eq!(debrief::prepare(&mut desk.writer, desk.lesson).unwrap(), first);
    }

    #[test]
    fn twenty_minutes_with_six_of_practice_are_counted_though_the_lid_was_closed() {
        let mut desk = desk();
        let id = desk.prepared();

        debrief::begin(&mut desk.writer, id, &after(0, 0)).unwrap();
        debrief::practise(&mut desk.writer, id, true, &after(10, 0)).unwrap();
        debrief::practise(&mut desk.writer, id, false, &after(16, 4)).unwrap();
        let before = desk.view(id, 18);
        debrief::end(&mut desk.writer, id, &after(20, 4)).unwrap();

        assert!((before.is_running, before.is_held, before.elapsed_ms) == (true, false, 18 * 60_000));
        let held = desk.view(id, 30);
        assert_eq!(
            (held.is_held, held.is_running, held.minutes, held.practice_ms),
            (true, false, Some(20), 6 * 60_000)
        );
        assert_eq!((held.date.as_str(), held.times.as_str()), ("2026-10-05", "10:30 – 10:50"));
    }

    #[test]
    fn a_held_debrief_is_not_begun_again_and_one_that_was_not_begun_does_not_end() {
        let mut desk = desk();
        let id = desk.prepared();
        assert_eq!(field_of(debrief::end(&mut desk.writer, id, &after(0, 0))), "state");

        debrief::begin(&mut desk.writer, id, &after(0, 0)).unwrap();
        debrief::end(&mut desk.writer, id, &after(20, 0)).unwrap();

        assert_eq!(field_of(debrief::begin(&mut desk.writer, id, &after(30, 0))), "state");
        assert_eq!(desk.view(id, 30).minutes, Some(20));
    }

    #[test]
    fn a_debrief_that_will_not_take_place_is_called_off_and_what_was_prepared_comes_back_with_it() {
        let mut desk = desk();
        let id = desk.prepared();
        let words = SaveTyped { row: id, column: "praise".into(), text: "Pairs began at once".into(), number: 1.0 };
        typed::keep(&mut desk.writer, &words).unwrap();
        debrief::begin(&mut desk.writer, id, &after(0, 0)).unwrap();
        assert_eq!(field_of(debrief::call_off(&mut desk.writer, id)), "state", "the talk is under way");
        record::undo(&mut desk.writer, Some(id)).unwrap();

        let late = |desk: &Desk| {
            let week = week::view(desk.writer.reader(), after(60 * 24 * 14, 0).wall_ms, None).unwrap();
            week.late_debriefs.len()
        };
        assert_eq!(late(&desk), 1);

        debrief::call_off(&mut desk.writer, id).unwrap();
        assert_eq!(store::debrief::of_observation(desk.writer.reader(), desk.lesson).unwrap(), None);
        assert_eq!(late(&desk), 0, "nobody waits for it");
        record::undo(&mut desk.writer, None).unwrap();
        assert_eq!(desk.view(id, 5).praise, "Pairs began at once");

        debrief::call_off(&mut desk.writer, id).unwrap();
        assert_eq!(debrief::prepare(&mut desk.writer, desk.lesson).unwrap(), id);
        assert_eq!(desk.view(id, 5).praise, "Pairs began at once");
        debrief::begin(&mut desk.writer, id, &after(0, 0)).unwrap();
        debrief::end(&mut desk.writer, id, &after(20, 0)).unwrap();
        assert_eq!(field_of(debrief::call_off(&mut desk.writer, id)), "state", "it was held");
        assert!(desk.view(id, 30).is_held);
    }

    #[test]
    fn practice_that_still_runs_at_the_end_is_counted() {
        let mut desk = desk();
        let id = desk.prepared();
        debrief::begin(&mut desk.writer, id, &after(0, 0)).unwrap();
        debrief::practise(&mut desk.writer, id, true, &after(15, 0)).unwrap();

        debrief::end(&mut desk.writer, id, &after(20, 0)).unwrap();

        let held = desk.view(id, 60);
        assert_eq!((held.practice_ms, held.is_practising), (5 * 60_000, false));
    }

    #[test]
    fn times_that_cannot_be_are_refused_at_their_field_and_change_nothing() {
        let mut desk = desk();
        let id = desk.prepared();
        let good = DebriefTimes { date: "2026-10-05".into(), starts_minute: 630, minutes: 20, practice_minutes: 6 };
        let bad = [
            (DebriefTimes { date: "2026-02-30".into(), ..good.clone() }, "date"),
            (DebriefTimes { date: "2026-10-06".into(), ..good.clone() }, "date"),
            (DebriefTimes { starts_minute: 1440, ..good.clone() }, "startsMinute"),
            (DebriefTimes { minutes: 0, ..good.clone() }, "minutes"),
            (DebriefTimes { minutes: 241, ..good.clone() }, "minutes"),
            (DebriefTimes { practice_minutes: 21, ..good.clone() }, "practiceMinutes"),
        ];
        for (times, field) in bad {
            assert_eq!(field_of(debrief::set_times(&mut desk.writer, id, &times)), field);
            assert!(!desk.view(id, 0).is_held);
        }

        debrief::set_times(&mut desk.writer, id, &good).unwrap();

        assert_eq!((desk.view(id, 0).times.as_str(), desk.view(id, 0).practice_ms), ("10:30 – 10:50", 6 * 60_000));
    }

    #[test]
    fn praise_that_is_prepared_with_the_lesson_is_the_praise_of_the_debrief() {
        let mut desk = desk();
        desk.finish();
        let before = steps::prep(desk.writer.reader(), HALF_PAST_TEN_MS, desk.lesson).unwrap().praise;
        assert_eq!((before.debrief, before.lines.len()), (None, 0));

        let id = debrief::prepare(&mut desk.writer, desk.lesson).unwrap();
        let line = desk.lines[1];
        debrief::praise(&mut desk.writer, id, line, true).unwrap();

        let after = steps::prep(desk.writer.reader(), HALF_PAST_TEN_MS, desk.lesson).unwrap().praise;
        assert_eq!(after.debrief, Some(id));
        assert_eq!(
            after.lines.iter().map(|line| (line.line, &*line.text)).collect::<Vec<_>>(),
            [(line, "Tell me more")]
        );
        debrief::praise(&mut desk.writer, id, line, false).unwrap();
        assert!(steps::prep(desk.writer.reader(), HALF_PAST_TEN_MS, desk.lesson).unwrap().praise.lines.is_empty());
    }

    #[test]
    fn only_lines_of_its_lesson_are_praised_and_undo_takes_praise_back() {
        let mut desk = desk();
        let id = desk.prepared();
        let (line, lesson) = (desk.lines[0], desk.lesson);
        assert_eq!(field_of(debrief::praise(&mut desk.writer, id, lesson, true)), "line");

        debrief::praise(&mut desk.writer, id, line, true).unwrap();
        assert_eq!(desk.view(id, 0).lines.iter().filter(|line| line.is_praised).count(), 1);

        store::undo::undo(&mut desk.writer, id).unwrap();
        assert_eq!(desk.view(id, 0).lines.len(), 0);
    }

    #[test]
    fn no_wondering_is_among_the_evidence_or_in_what_goes() {
        let mut desk = desk();
        let id = desk.prepared();
        let lines = desk.lines.clone();
        for line in lines {
            debrief::praise(&mut desk.writer, id, line, true).unwrap();
        }

        let goes = debrief::preview(desk.writer.reader(), id).unwrap();

        assert_eq!((goes.praised.len(), goes.script.wonderings), (2, 1));
        assert!(!format!("{goes:?}").contains("front row"));
    }

    #[test]
    fn every_word_that_goes_is_in_the_preview_and_a_step_without_words_is_not() {
        let mut desk = desk();
        let id = desk.prepared();
        let (lesson, teacher) = (desk.lesson, desk.view(id, 0).teacher.unwrap().id);
        let mut propose = |text: &str, practice: &str| {
            let fields = vec![
                (step::TEACHER, teacher.into()),
                (step::OBSERVATION, lesson.into()),
                (step::STATE, "proposed".into()),
                (step::TEXT, text.into()),
                (step::PRACTICE, practice.into()),
            ];
            desk.writer
                .act(lesson, "step", |tx| {
                    let made = tx.new_id();
                    tx.create(step::ENTITY, made, fields)
                })
                .unwrap();
        };
        propose("Call on another row each time", "say four names aloud");
        propose("", "a practice of a step that is not written yet");

        let goes = debrief::preview(desk.writer.reader(), id).unwrap();

        let said: Vec<_> = goes.words.iter().map(|words| words.text.as_str()).collect();
        assert!(said.contains(&"Call on another row each time") && said.contains(&"say four names aloud"), "{said:?}");
        assert!(!said.iter().any(|said| said.contains("not written yet")), "{said:?}");
    }

    #[test]
    fn stopping_closes_a_step_too_that_lost_its_words_or_was_removed() {
        let mut desk = desk();
        let id = desk.prepared();
        let (lesson, teacher) = (desk.lesson, desk.view(id, 0).teacher.unwrap().id);
        let made = ["Call on another row each time", "Wait three seconds"].map(|text| {
            let fields = vec![
                (step::TEACHER, teacher.into()),
                (step::OBSERVATION, lesson.into()),
                (step::STATE, "proposed".into()),
                (step::TEXT, text.into()),
            ];
            let made = desk.writer.new_id();
            desk.writer.act(lesson, "step", |tx| tx.create(step::ENTITY, made, fields)).unwrap();
            made
        });
        let me = session::load(desk.writer.reader()).unwrap().me;
        support::join(&mut desk.writer, me);
        let told = [("active", me, me, ""), ("pair", me, teacher, "")];
        support::tell(&mut desk.writer, HALF_PAST_TEN_MS, &told);
        debrief::share(&mut desk.writer, id).unwrap();
        let is_open = |desk: &Desk, step: RowId| {
            let shares = store::sharing::shares(desk.writer.reader(), step).unwrap();
            shares.iter().any(|share| share.state != store::sharing::State::Ending)
        };
        assert!(made.iter().all(|step| is_open(&desk, *step)));
        desk.writer.act(lesson, "empty", |tx| tx.set(step::ENTITY, made[0], step::TEXT, "".into())).unwrap();
        steps::remove(&mut desk.writer, None, made[1]).unwrap();

        debrief::stop(&mut desk.writer, id).unwrap();

        assert_eq!(made.map(|step| is_open(&desk, step)), [false, false]);
    }

    #[test]
    fn a_beginning_that_was_taken_back_counts_no_minute() {
        let mut desk = desk();
        let id = desk.prepared();
        debrief::begin(&mut desk.writer, id, &after(0, 0)).unwrap();
        record::undo(&mut desk.writer, Some(id)).unwrap();

        assert!(!desk.view(id, 5).is_running);
        assert_eq!(field_of(debrief::end(&mut desk.writer, id, &after(10, 0))), "state");
        debrief::begin(&mut desk.writer, id, &after(210, 0)).unwrap();
        debrief::end(&mut desk.writer, id, &after(230, 0)).unwrap();

        let held = desk.view(id, 240);
        assert_eq!((held.minutes, held.times.as_str()), (Some(20), "2:00 pm – 2:20 pm"));
    }

    #[test]
    fn a_profile_that_works_alone_shares_nothing() {
        let mut desk = desk();
        let id = desk.prepared();

        assert!(debrief::share(&mut desk.writer, id).is_err());

        assert_eq!(desk.view(id, 0).shares.len(), 0);
        assert!(desk.view(id, 0).barrier.is_some());
    }
}
