//! The kinds of observation besides the script, as a coach records them: by the lesson's clock, one key at a time.

#[cfg(test)]
mod tests {
    use actions::{
        Error, calibration, capture, debrief,
        kind::{self, IntervalKey, IntervalView, ItemKey, KeepSweep, KindView, Recorded, StartKind, TalkKey, TallyKey},
        look_for, observation, person, record, week,
    };
    use domain::{
        RowId,
        clock::Reading,
        interval::Method,
        kind::{CodeLetter, Kind, Purpose},
        walk::{ItemValue, SeatGroup},
    };
    use store::{Writer, coding, key::CodeWord};
    use tempfile::TempDir;

    use crate::support::{self, Profile};

    /// Thursday 19 November 2026, noon in New York.
    const NOON_MS: i64 = 1_795_107_600_000;
    const MINUTE: i64 = 60_000;
    const DANA: &str = "TTTTSSTTISSTTTGGTTSI";
    const MARISOL: &str = "TTTTSSTTISTTTTGSTTSS";

    struct Desk {
        writer: Writer,
        teacher: RowId,
        _folder: TempDir,
    }

    fn now(after_ms: i64) -> Reading {
        let boot_ms = 1_000_000 + after_ms;
        Reading { wall_ms: NOON_MS + after_ms, boot_ms, awake_ms: boot_ms, boot: "a boot".into() }
    }

    fn desk(seed: u64) -> Desk {
        let Profile { mut writer, folder, .. } =
            support::begun(seed, NOON_MS, "Robin Vale", "Alder County", "Birch Elementary");
        let added = person::AddPerson {
            given: "Bea".into(),
            family: "Amidala".into(),
            email: String::new(),
            code: "teacher".into(),
            school: None,
            coached: true,
        };
        let teacher = person::add(&mut writer, &added).unwrap();
        look_for::save(&mut writer, &look_for::starter()).unwrap();
        Desk { writer, teacher, _folder: folder }
    }

    impl Desk {
        fn form(&self, kind: Kind) -> StartKind {
            let codes = kind::starting(self.writer.reader(), kind).unwrap().codes;
            StartKind {
                visit: None,
                teacher: Some(self.teacher),
                kind,
                purpose: Purpose::Coaching,
                method: (kind == Kind::Interval).then_some(Method::Momentary),
                seconds: (kind == Kind::Interval).then_some(60),
                planned_minutes: Some(20),
                codes,
                look_for_set: None,
            }
        }

        fn begin(&mut self, kind: Kind) -> RowId {
            let form = self.form(kind);
            kind::start(&mut self.writer, &now(0), &form).unwrap()
        }

        fn code(&mut self, id: RowId, letter: &str, at_ms: i64) -> Result<(), Error> {
            self.code_at(id, letter, &now(at_ms))
        }

        fn code_at(&mut self, observation: RowId, letter: &str, at: &Reading) -> Result<(), Error> {
            let key = IntervalKey { observation, letter: letter.into(), age_ms: 0 };
            kind::code_interval(&mut self.writer, at, &key)
        }

        fn view(&self, id: RowId, at_ms: i64) -> KindView {
            kind::view(self.writer.reader(), id, &now(at_ms)).unwrap()
        }

        fn intervals(&self, id: RowId, at_ms: i64) -> IntervalView {
            match self.view(id, at_ms).recorded {
                Recorded::Interval(view) => view,
                other => panic!("no intervals: {other:?}"),
            }
        }

        /// Which letters stand in which interval: `1T 3S`.
        fn marks(&self, id: RowId) -> String {
            let marks = self.intervals(id, 0).marks;
            marks.iter().map(|mark| format!("{}{}", mark.number, mark.letters)).collect::<Vec<_>>().join(" ")
        }

        /// Codes a whole lesson for calibration, and finishes it.
        fn calibrate(&mut self, letters: &str) -> RowId {
            let form = StartKind { purpose: Purpose::Calibration, ..self.form(Kind::Interval) };
            let id = kind::start(&mut self.writer, &now(0), &form).unwrap();
            for (number, letter) in (0..).zip(letters.chars()) {
                self.code(id, &letter.to_string(), number * MINUTE + 1).unwrap();
            }
            capture::finish(&mut self.writer, &now(20 * MINUTE), id).unwrap();
            id
        }
    }

    fn message(result: Result<(), Error>) -> String {
        match result {
            Err(Error::Refused(problem)) => problem.message,
            other => panic!("it was not refused: {other:?}"),
        }
    }

    #[test]
    fn a_letter_codes_the_interval_in_which_its_key_was_pressed_and_a_missed_one_stays_blank() {
        let mut desk = desk(1);
        let id = desk.begin(Kind::Interval);

        desk.code(id, "t", 10).unwrap();
        desk.code(id, "S", 2 * MINUTE + 1).unwrap();
        let late = IntervalKey { observation: id, letter: "I".into(), age_ms: 20 };
        kind::code_interval(&mut desk.writer, &now(4 * MINUTE + 10), &late).unwrap();

        assert_eq!(desk.marks(id), "1T 3S 4I");
        let view = desk.intervals(id, 4 * MINUTE + 10);
        assert_eq!((view.held, view.answered, view.missed), (4, 3, 1));
        assert_eq!(view.shares[0].percent.as_deref(), Some("33.3"));
    }

    #[test]
    fn without_an_answer_there_is_no_percentage() {
        let mut desk = desk(1);
        let id = desk.begin(Kind::Interval);

        let view = desk.intervals(id, 3 * MINUTE);

        assert_eq!((view.held, view.answered, view.missed), (3, 0, 3));
        assert!(view.shares.iter().all(|share| share.percent.is_none() && share.between.is_none()));
    }

    #[test]
    fn at_a_moment_a_letter_replaces_and_over_a_stretch_several_stand() {
        for (method, expected) in [(Method::Momentary, "1S"), (Method::Partial, "1ST"), (Method::Whole, "1ST")] {
            let mut desk = desk(1);
            let form = StartKind { method: Some(method), ..desk.form(Kind::Interval) };
            let id = kind::start(&mut desk.writer, &now(0), &form).unwrap();

            desk.code(id, "T", 10).unwrap();
            desk.code(id, "S", 20).unwrap();

            assert_eq!(desk.marks(id), expected);
        }
    }

    #[test]
    fn undo_and_redo_go_letter_by_letter() {
        let mut desk = desk(1);
        let id = desk.begin(Kind::Interval);
        desk.code(id, "T", 10).unwrap();
        desk.code(id, "S", 20).unwrap();

        record::undo(&mut desk.writer, Some(id)).unwrap();
        assert_eq!(desk.marks(id), "1T");
        record::undo(&mut desk.writer, Some(id)).unwrap();
        assert_eq!(desk.marks(id), "");
        record::redo(&mut desk.writer, Some(id)).unwrap();
        assert_eq!(desk.marks(id), "1T");
        desk.code(id, "G", 30).unwrap();
        assert_eq!(desk.marks(id), "1G");
        assert!(record::recently_removed(desk.writer.reader(), NOON_MS).unwrap().is_empty());
    }

    #[test]
    fn sleep_is_a_gap_and_the_interval_follows_the_lesson_s_clock() {
        let mut desk = desk(1);
        let id = desk.begin(Kind::Interval);
        desk.code(id, "T", 10).unwrap();

        // The lid was closed for four minutes: the clock that stands still in sleep fell behind.
        let awake = Reading { awake_ms: 1_000_000 + MINUTE, ..now(5 * MINUTE) };
        desk.code_at(id, "S", &awake).unwrap();

        assert_eq!(desk.marks(id), "1T 6S");
        assert_eq!(store::observation::gaps(desk.writer.reader(), id).unwrap()[0].cause, "sleep");
    }

    #[test]
    fn after_a_kill_and_a_restart_the_next_letter_codes_the_interval_that_it_is_then() {
        let mut desk = desk(1);
        let id = desk.begin(Kind::Interval);
        desk.code(id, "T", 10).unwrap();

        let restarted = Reading { boot: "another boot".into(), boot_ms: 5, awake_ms: 5, ..now(7 * MINUTE + 5) };
        capture::resume_after_restart(&mut desk.writer, &restarted, id).unwrap();
        desk.code_at(id, "S", &restarted).unwrap();

        assert_eq!(desk.marks(id), "1T 8S");
        assert_eq!(store::observation::gaps(desk.writer.reader(), id).unwrap()[0].cause, "restart");
    }

    #[test]
    fn a_wall_clock_that_is_set_back_moves_no_interval() {
        let mut desk = desk(1);
        let id = desk.begin(Kind::Interval);

        desk.code_at(id, "T", &Reading { wall_ms: NOON_MS - 60 * MINUTE, ..now(3 * MINUTE) }).unwrap();

        assert_eq!(desk.marks(id), "4T");
    }

    #[test]
    fn what_cannot_be_coded_is_refused_and_nothing_is_kept() {
        let mut desk = desk(1);
        let id = desk.begin(Kind::Interval);
        assert!(message(desk.code(id, "X", 10)).contains("no code with this letter"));
        assert!(message(desk.code(id, "T", 20 * MINUTE)).contains("Every planned interval is over"));
        capture::pause(&mut desk.writer, &now(MINUTE), id).unwrap();
        assert!(message(desk.code(id, "T", MINUTE + 5)).contains("paused"));
        capture::finish(&mut desk.writer, &now(2 * MINUTE), id).unwrap();
        assert!(message(desk.code(id, "T", 2 * MINUTE)).contains("finished"));
        assert_eq!(desk.marks(id), "");
        let tally = desk.begin(Kind::Tally);
        assert!(message(desk.code(tally, "Q", 10)).contains("another kind"));
    }

    #[test]
    fn a_scheme_that_is_not_possible_begins_nothing_and_names_its_field() {
        let mut desk = desk(1);
        let good = desk.form(Kind::Interval);
        let twice = vec![CodeLetter { letter: "T".into(), label: "x".into() }; 2];
        for (form, field) in [
            (StartKind { seconds: Some(4), ..good.clone() }, "seconds"),
            (StartKind { seconds: Some(301), ..good.clone() }, "seconds"),
            (StartKind { seconds: None, ..good.clone() }, "seconds"),
            (StartKind { method: None, ..good.clone() }, "method"),
            (StartKind { codes: twice, ..good.clone() }, "codes"),
            (StartKind { codes: Vec::new(), ..good.clone() }, "codes"),
            (StartKind { planned_minutes: Some(0), ..good.clone() }, "plannedMinutes"),
            (StartKind { kind: Kind::Scripted, ..good.clone() }, "kind"),
            (StartKind { kind: Kind::Tally, purpose: Purpose::Calibration, ..good.clone() }, "purpose"),
            (StartKind { teacher: None, ..good }, "teacher"),
        ] {
            match kind::start(&mut desk.writer, &now(0), &form) {
                Err(Error::Refused(problem)) => assert_eq!(problem.field.as_deref(), Some(field)),
                other => panic!("{form:?} was not refused: {other:?}"),
            }
        }
        assert_eq!(store::observation::count(desk.writer.reader()).unwrap(), 0);
    }

    #[test]
    fn the_next_observation_of_a_kind_is_offered_the_codes_of_the_last() {
        let mut desk = desk(1);
        let own = vec![CodeLetter { letter: "w".into(), label: " Writing ".into() }];
        let form = StartKind { codes: own, ..desk.form(Kind::Interval) };
        kind::start(&mut desk.writer, &now(0), &form).unwrap();

        let offered = kind::starting(desk.writer.reader(), Kind::Interval).unwrap().codes;

        assert_eq!(offered, [CodeLetter { letter: "W".into(), label: "Writing".into() }]);
    }

    #[test]
    fn st_3_two_observers_compare_by_a_file_and_find_11_16_and_20() {
        let (mut dana, mut marisol) = (desk(1), desk(2));
        let (mine, theirs) = (dana.calibrate(DANA), marisol.calibrate(MARISOL));
        let end = now(30 * MINUTE);

        let found = calibration::coding(marisol.writer.reader(), theirs, &end).unwrap();
        let word = CodeWord::draw(marisol.writer.source());
        let file = coding::write(&found, &word, marisol.writer.source()).unwrap();
        let read = coding::read(&file, &word).unwrap();
        let view = calibration::compare(dana.writer.reader(), mine, &read, &end).unwrap();

        assert_eq!((view.alike, view.both, view.percent.as_deref()), (17, 20, Some("85.0")));
        assert_eq!(view.kappa.as_deref(), Some("0.744"));
        let differ: Vec<_> = view.disagreements.iter().map(|one| (one.number, &*one.mine, &*one.theirs)).collect();
        assert_eq!(differ, [(11, "S", "T"), (16, "G", "S"), (20, "I", "S")]);
    }

    #[test]
    fn a_debrief_shows_what_another_kind_recorded_and_an_exercise_of_two_observers_has_none() {
        let mut desk = desk(1);
        let exercise = desk.calibrate(DANA);
        let lesson = desk.begin(Kind::Interval);
        desk.code(lesson, "T", 1).unwrap();
        desk.code(lesson, "S", 2 * MINUTE + 1).unwrap();
        capture::finish(&mut desk.writer, &now(4 * MINUTE), lesson).unwrap();

        let refused = message(debrief::prepare(&mut desk.writer, exercise).map(|_| ()));
        let id = debrief::prepare(&mut desk.writer, lesson).unwrap();
        // Much later: what was recorded is what was recorded until its end.
        let view = debrief::view(desk.writer.reader(), id, &now(90 * MINUTE)).unwrap();

        assert!(refused.contains("exercise of two observers"), "{refused}");
        let Recorded::Interval(intervals) = view.recorded else { panic!("no intervals") };
        assert_eq!((intervals.held, intervals.answered, intervals.missed), (4, 2, 2));
    }

    #[test]
    fn a_calibration_is_listed_and_counts_as_no_observation() {
        let mut desk = desk(1);
        desk.calibrate(DANA);
        let plain = desk.begin(Kind::Scan);
        capture::finish(&mut desk.writer, &now(MINUTE), plain).unwrap();

        let rows = observation::list(desk.writer.reader(), None, 0).unwrap().rows;
        let week = week::view(desk.writer.reader(), NOON_MS, None).unwrap();

        let mut listed: Vec<_> = rows.iter().map(|row| (row.kind, row.is_calibration, row.entries)).collect();
        listed.sort_by_key(|row| row.2);
        assert_eq!(listed, [(Some(Kind::Scan), false, 0), (Some(Kind::Interval), true, 20)]);
        assert_eq!(week.so_far.observations, 1);
    }

    #[test]
    fn codings_that_do_not_fit_each_other_are_not_compared() {
        let mut desk = desk(1);
        let id = desk.calibrate(DANA);
        let end = now(30 * MINUTE);
        let mut other = calibration::coding(desk.writer.reader(), id, &end).unwrap();
        other.seconds = 30;
        assert!(matches!(calibration::compare(desk.writer.reader(), id, &other, &end), Err(Error::Refused(_))));
        let scan = desk.begin(Kind::Scan);
        capture::finish(&mut desk.writer, &now(MINUTE), scan).unwrap();
        assert!(matches!(calibration::coding(desk.writer.reader(), scan, &end), Err(Error::Refused(_))));
        let open = desk.begin(Kind::Interval);
        assert!(matches!(calibration::coding(desk.writer.reader(), open, &end), Err(Error::Refused(_))));
    }

    #[test]
    fn a_letter_begins_and_ends_talk_and_what_runs_at_once_is_flagged() {
        let mut desk = desk(1);
        let id = desk.begin(Kind::TalkTimer);
        let mut press = |letter: &str, at_ms: i64| {
            let key = TalkKey { observation: id, letter: letter.into(), age_ms: 0 };
            kind::switch_talk(&mut desk.writer, &now(at_ms), &key).unwrap();
        };

        press("T", 0);
        press("S", 3 * MINUTE);
        press("T", 4 * MINUTE);
        capture::pause(&mut desk.writer, &now(5 * MINUTE), id).unwrap();
        capture::finish(&mut desk.writer, &now(10 * MINUTE), id).unwrap();

        let Recorded::TalkTimer(view) = desk.view(id, 20 * MINUTE).recorded else { panic!("no talk") };
        let said: Vec<_> =
            view.totals.iter().map(|one| (&*one.letter, one.lasted_ms, one.percent.as_deref())).collect();
        assert_eq!(said[..2], [("T", 240_000, Some("40.0")), ("S", 120_000, Some("20.0"))]);
        assert_eq!(view.overlap.as_deref(), Some("1:00"));
        assert!(view.totals.iter().all(|one| !one.is_running));
    }

    #[test]
    fn talk_ends_where_the_computer_fell_asleep_or_was_started_again() {
        let mut desk = desk(1);
        let id = desk.begin(Kind::TalkTimer);
        let press = |desk: &mut Desk, at: &Reading| {
            let key = TalkKey { observation: id, letter: "T".into(), age_ms: 0 };
            kind::switch_talk(&mut desk.writer, at, &key).unwrap();
        };
        let asleep = |at_ms: i64| Reading { awake_ms: now(at_ms).awake_ms - 10 * MINUTE, ..now(at_ms) };
        let restarted = Reading { boot: "another boot".into(), ..now(30 * MINUTE) };
        let talked = |desk: &Desk| {
            let Recorded::TalkTimer(view) = desk.view(id, 40 * MINUTE).recorded else { panic!("no talk") };
            (view.totals[0].lasted_ms, view.totals[0].is_running)
        };

        press(&mut desk, &now(0));
        capture::tick(&mut desk.writer, &now(2 * MINUTE), id).unwrap();
        press(&mut desk, &asleep(13 * MINUTE));
        capture::tick(&mut desk.writer, &asleep(14 * MINUTE), id).unwrap();
        capture::resume_after_restart(&mut desk.writer, &restarted, id).unwrap();

        assert_eq!(talked(&desk), (180_000, false), "two minutes before the sleep, one before the restart");
    }

    #[test]
    fn m_32_sweeps_come_to_on_task_over_seen() {
        let mut desk = desk(1);
        let id = desk.begin(Kind::Scan);
        for (number, on_task) in (0..).zip([20, 18, 19, 17, 21]) {
            let sweep = KeepSweep { observation: id, seen: 24, on_task };
            kind::keep_sweep(&mut desk.writer, &now(number * 4 * MINUTE), &sweep).unwrap();
        }
        for wrong in [(0, 0), (24, 25), (501, 3)] {
            let sweep = KeepSweep { observation: id, seen: wrong.0, on_task: wrong.1 };
            assert!(kind::keep_sweep(&mut desk.writer, &now(0), &sweep).is_err(), "{wrong:?}");
        }

        let Recorded::Scan(view) = desk.view(id, 20 * MINUTE).recorded else { panic!("no sweeps") };

        assert_eq!((view.on_task, view.seen, view.percent.as_deref()), (95, 120, Some("79.2")));
        assert_eq!(view.sweeps.len(), 5);
    }

    #[test]
    fn events_are_counted_by_group_of_seats_with_their_rate() {
        let mut desk = desk(1);
        let id = desk.begin(Kind::Tally);
        for seat_group in [Some(SeatGroup::FrontLeft), Some(SeatGroup::FrontLeft), Some(SeatGroup::BackRight), None] {
            let key = TallyKey { observation: id, letter: "Q".into(), seat_group, age_ms: 0 };
            kind::count_event(&mut desk.writer, &now(MINUTE), &key).unwrap();
        }
        capture::finish(&mut desk.writer, &now(20 * MINUTE), id).unwrap();

        let Recorded::Tally(view) = desk.view(id, 20 * MINUTE).recorded else { panic!("no counts") };

        assert_eq!((view.count, view.by_seat.as_slice()), (4, [2, 0, 0, 1, 1].as_slice()));
        assert_eq!((view.totals[0].count, view.totals[0].rate.as_deref()), (4, Some("2.0")));
    }

    #[test]
    fn a_walkthrough_comes_to_the_share_seen_of_the_applicable_items() {
        let mut desk = desk(1);
        let id = desk.begin(Kind::Walkthrough);
        let items = |desk: &Desk| match desk.view(id, MINUTE).recorded {
            Recorded::Walkthrough(view) => view,
            other => panic!("no items: {other:?}"),
        };
        let values = [ItemValue::Seen, ItemValue::NotSeen, ItemValue::Seen, ItemValue::NotApplicable];
        assert_eq!((items(&desk).percent, items(&desk).open), (None, 4));

        for (item, value) in items(&desk).items.iter().zip(values) {
            let key = ItemKey { observation: id, look_for: item.look_for, value };
            kind::answer_item(&mut desk.writer, &now(MINUTE), &key).unwrap();
        }

        let view = items(&desk);
        assert_eq!((view.seen, view.applicable, view.percent.as_deref(), view.open), (2, 3, Some("66.7"), 0));
        record::undo(&mut desk.writer, Some(id)).unwrap();
        assert_eq!(items(&desk).open, 1);
    }
}
