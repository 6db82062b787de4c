//! Lessons that were written down on paper: entered with their own times, marked, and never with a time that went back.

#[cfg(test)]
mod tests {
    use actions::kind::{KeepRoom, Recorded, RoomKey, TalkView};
    use actions::{
        Error, Result, capture,
        observation::{self, EntryKind},
        paper::{
            self, EnteredInterval, EnteredItem, EnteredLine, EnteredStretch, EnteredSweep, EnteredTally, FromPaper,
            SaveEnteredLine,
        },
        person,
    };
    use domain::{
        RowId,
        clock::Reading,
        interval::Method,
        kind::{CodeLetter, Kind, Purpose},
        walk::{ItemValue, SeatGroup},
    };
    use store::Writer;
    use tempfile::TempDir;

    use crate::support::{self, Profile};

    /// Monday 5 October 2026, 16:00 in New York.
    const FOUR_MS: i64 = 1_791_230_400_000;

    struct Desk {
        writer: Writer,
        teacher: RowId,
        _folder: TempDir,
    }

    fn desk() -> Desk {
        let Profile { mut writer, folder, .. } = support::begun(1, FOUR_MS, "Dana Whitfield", "Riverbend", "Juniper");
        let teacher = person::add_teacher(&mut writer, "Amir Haddad").unwrap();
        Desk { writer, teacher, _folder: folder }
    }

    fn now() -> Reading {
        Reading { wall_ms: FOUR_MS, boot_ms: 9_000_000, awake_ms: 9_000_000, boot: "a boot".into() }
    }

    impl Desk {
        /// A lesson of that morning, from 10:00 to 10:45.
        fn paper(&self, kind: Kind) -> FromPaper {
            let code = |letter: &str| CodeLetter { letter: letter.into(), label: format!("Code {letter}") };
            let codes = if kind.has_codes() { vec![code("Q"), code("W")] } else { Vec::new() };
            let (method, seconds) = (Some(Method::Momentary), Some(60));
            let date = "2026-10-05".into();
            FromPaper {
                teacher: Some(self.teacher),
                look_for_set: None,
                kind,
                date,
                began: 600,
                ended: 645,
                students: Some(24),
                codes,
                method,
                seconds,
            }
        }

        fn begun(&mut self, kind: Kind) -> RowId {
            let paper = self.paper(kind);
            paper::begin(&mut self.writer, FOUR_MS, &paper).unwrap()
        }

        fn line(&mut self, observation: RowId, time: &str, typed: &str) -> Result<()> {
            let line = EnteredLine { observation, time: time.into(), typed: typed.into(), number: 100.0 };
            paper::enter_line(&mut self.writer, &line)
        }

        fn view(&self, id: RowId) -> observation::ObservationView {
            observation::view(self.writer.reader(), id, &now()).unwrap()
        }

        fn lines(&self, id: RowId) -> Vec<(String, String)> {
            let is_line = |entry: &observation::Entry| entry.kind == EntryKind::Line;
            let entries = self.view(id).entries.into_iter().filter(is_line);
            entries.map(|entry| (entry.time, entry.text)).collect()
        }
    }

    fn field(refused: Result<impl std::fmt::Debug>) -> String {
        match refused.unwrap_err() {
            Error::Refused(problem) => problem.field.unwrap_or_default(),
            other => panic!("{other}"),
        }
    }

    #[test]
    fn a_half_typed_line_from_paper_stands_in_its_fields_again_and_is_gone_when_it_is_kept() {
        let mut desk = desk();
        let id = desk.begun(Kind::Scripted);
        let state = |number, time: &str, typed: &str| SaveEnteredLine {
            observation: id,
            time: time.into(),
            typed: typed.into(),
            number,
        };

        assert!(paper::save_line(&mut desk.writer, &state(2.0, "10:0", "t What do // front")).unwrap());
        assert!(!paper::save_line(&mut desk.writer, &state(1.0, "1", "t")).unwrap(), "an earlier state comes late");

        let left = desk.view(id).drafts.remove(0);
        assert_eq!((left.typed_time.as_str(), left.typed.as_str()), ("10:0", "t What do // front"));
        let stored = store::draft::of(desk.writer.reader(), id).unwrap().remove(0);
        assert_eq!((stored.evidence.trim(), stored.wondering.as_deref().map(str::trim)), ("t What do", Some("front")));

        assert_eq!(field(desk.line(id, "later", "t What do you notice?")), "time");
        assert_eq!(desk.view(id).drafts[0].typed, "t What do // front", "what was refused stays");
        desk.line(id, "10:05", "t What do you notice?").unwrap();
        assert!(!paper::save_line(&mut desk.writer, &state(99.0, "10:05", "t What do you notice?")).unwrap());

        let left = desk.view(id).drafts.remove(0);
        assert_eq!((left.typed_time.as_str(), left.typed.as_str()), ("", ""));
    }

    #[test]
    fn fields_of_a_line_from_paper_are_written_for_a_script_from_paper_only() {
        let mut desk = desk();
        let tally = desk.begun(Kind::Tally);
        let script = desk.begun(Kind::Scripted);
        let state = |observation, time: String| SaveEnteredLine { observation, time, typed: "t".into(), number: 1.0 };

        assert!(paper::save_line(&mut desk.writer, &state(tally, String::new())).is_err());
        assert_eq!(field(paper::save_line(&mut desk.writer, &state(script, "1".repeat(41)))), "time");
    }

    #[test]
    fn a_script_from_paper_has_the_times_of_the_paper_and_says_that_it_was_entered_afterwards() {
        let mut desk = desk();
        let id = desk.begun(Kind::Scripted);

        desk.line(id, "10:05", "t What do you notice? // front row only").unwrap();
        desk.line(id, "+7:30", "s They go up by the same").unwrap();
        desk.line(id, "", "s By four").unwrap();

        let view = desk.view(id);
        assert_eq!((view.started.as_str(), view.ended.as_deref(), view.is_open), ("10:00", Some("10:45"), false));
        assert_eq!(view.entered.as_deref(), Some("5 October 2026"));
        assert_eq!(view.students, Some(24));
        let expected =
            [("10:05:00", "What do you notice?"), ("10:07:30", "They go up by the same"), ("10:07:30", "By four")];
        assert_eq!(desk.lines(id), expected.map(|(time, text)| (time.to_owned(), text.to_owned())));
        let private = store::observation::wonderings(desk.writer.reader(), id).unwrap();
        assert_eq!(private.len(), 1);
        assert!(!desk.lines(id).iter().any(|(_, text)| text.contains("front row")));
    }

    #[test]
    fn a_time_that_goes_back_or_lies_outside_the_lesson_is_a_problem_at_its_field_and_nothing_is_kept() {
        let mut desk = desk();
        let id = desk.begun(Kind::Scripted);
        desk.line(id, "10:10", "t Begin").unwrap();

        for time in ["10:09", "+9", "9:59", "10:46", "half past ten"] {
            assert_eq!(field(desk.line(id, time, "s Later")), "time", "{time}");
        }
        assert_eq!(field(desk.line(id, "10:11", "  ")), "typed");
        assert_eq!(field(desk.line(id, "10:11", &"x".repeat(4_001))), "typed");

        assert_eq!(desk.lines(id).len(), 1);
    }

    #[test]
    fn a_lesson_from_paper_is_bounded_at_every_field() {
        let mut desk = desk();
        type Spoil = fn(&mut FromPaper);
        let cases: [(&str, Spoil); 8] = [
            ("date", |paper| paper.date = "2026-02-30".into()),
            ("date", |paper| paper.date = "2026-10-06".into()),
            ("began", |paper| paper.began = 1_440),
            ("ended", |paper| paper.ended = 1_441),
            ("ended", |paper| paper.ended = paper.began),
            ("ended", |paper| (paper.began, paper.ended) = (0, 601)),
            ("students", |paper| paper.students = Some(501)),
            ("codes", |paper| paper.kind = Kind::TalkTimer),
        ];

        for (named, spoil) in cases {
            let mut paper = desk.paper(Kind::Scripted);
            spoil(&mut paper);
            assert_eq!(field(paper::begin(&mut desk.writer, FOUR_MS, &paper)), named);
        }
        let mut nobody = desk.paper(Kind::Scripted);
        nobody.teacher = Some(RowId::from_bytes([9; 16]));
        assert!(paper::begin(&mut desk.writer, FOUR_MS, &nobody).is_err());
        nobody.teacher = None;
        assert_eq!(field(paper::begin(&mut desk.writer, FOUR_MS, &nobody)), "teacher");
    }

    #[test]
    fn a_lesson_that_is_not_over_yet_is_not_entered_from_paper() {
        let mut desk = desk();
        let mut later = desk.paper(Kind::Scripted);
        (later.began, later.ended) = (15 * 60 + 30, 16 * 60 + 15);

        assert_eq!(field(paper::begin(&mut desk.writer, FOUR_MS, &later)), "date");
    }

    #[test]
    fn sweeps_strokes_and_answers_are_entered_as_they_stand_on_paper() {
        let mut desk = desk();
        let (scan, tally, walk) = (desk.begun(Kind::Scan), desk.begun(Kind::Tally), desk.begun(Kind::Walkthrough));
        let sweep = |time: &str, seen, on_task| EnteredSweep { observation: scan, time: time.into(), seen, on_task };

        paper::enter_sweep(&mut desk.writer, &sweep("10:05", 24, 20)).unwrap();
        let back = field(paper::enter_sweep(&mut desk.writer, &sweep("10:04", 24, 20)));
        let many = field(paper::enter_sweep(&mut desk.writer, &sweep("10:10", 24, 25)));
        let strokes = |letter: &str, count| EnteredTally {
            observation: tally,
            letter: letter.into(),
            seat_group: Some(SeatGroup::BackLeft),
            count,
        };
        paper::enter_tally(&mut desk.writer, &strokes("q", 7)).unwrap();
        let none = field(paper::enter_tally(&mut desk.writer, &strokes("q", 0)));
        let unknown = field(paper::enter_tally(&mut desk.writer, &strokes("z", 1)));
        let item = EnteredItem {
            observation: walk,
            look_for: RowId::from_bytes([9; 16]),
            value: domain::walk::ItemValue::Seen,
        };
        let stranger = field(paper::enter_item(&mut desk.writer, &item));

        assert_eq!([back, many, none, unknown, stranger], ["time", "onTask", "count", "letter", "lookFor"]);
        assert_eq!(store::kind::sweeps(desk.writer.reader(), scan).unwrap().len(), 1);
        let counts = store::kind::counts(desk.writer.reader(), tally).unwrap();
        assert_eq!(counts.iter().map(|one| one.count).sum::<u32>(), 7);
    }

    impl Desk {
        fn stretch(&mut self, observation: RowId, letter: &str, from: &str, to: &str) -> Result<()> {
            let stretch = EnteredStretch { observation, letter: letter.into(), from: from.into(), to: to.into() };
            paper::enter_stretch(&mut self.writer, &stretch)
        }

        fn talk(&self, id: RowId) -> TalkView {
            match actions::kind::view(self.writer.reader(), id, &now()).unwrap().recorded {
                Recorded::TalkTimer(view) => view,
                other => panic!("{other:?}"),
            }
        }

        /// A learning walk of that morning.
        fn walked(&mut self) -> RowId {
            let paper = FromPaper { teacher: None, ..self.paper(Kind::LearningWalk) };
            paper::begin(&mut self.writer, FOUR_MS, &paper).unwrap()
        }

        /// Makes a set of look-fors in a script, and gives its row.
        fn set(&mut self, title: &str) -> RowId {
            let set = actions::look_for::SaveSet {
                follows: None,
                title: title.into(),
                look_fors: vec!["Asks for reasons".into(), "Waits".into()],
            };
            actions::look_for::save(&mut self.writer, &set).unwrap()
        }
    }

    #[test]
    fn stretches_of_talk_are_entered_with_both_times_and_what_ran_at_once_is_said() {
        let mut desk = desk();
        let id = desk.begun(Kind::TalkTimer);

        desk.stretch(id, "q", "10:00", "10:09").unwrap();
        desk.stretch(id, "w", "", "+18").unwrap();
        desk.stretch(id, "q", "10:06", "10:08").unwrap();

        let view = desk.talk(id);
        let shown: Vec<_> = view
            .stretches
            .iter()
            .map(|one| (one.from.as_str(), one.to.as_str(), one.lasted.as_str(), one.is_overlapped))
            .collect();
        let expected = [
            ("10:00:00", "10:09:00", "9:00", true),
            ("10:06:00", "10:08:00", "2:00", true),
            ("10:09:00", "10:18:00", "9:00", false),
        ];
        assert_eq!(shown, expected);
        assert_eq!(view.overlap.as_deref(), Some("2:00"));
        let percents: Vec<_> = view.totals.iter().map(|total| total.percent.as_deref()).collect();
        assert_eq!(percents, [Some("24.4"), Some("20.0")], "11 and 9 of 45 minutes");
        assert_eq!(desk.view(id).entered.as_deref(), Some("5 October 2026"));

        actions::record::undo(&mut desk.writer, Some(id)).unwrap();

        assert_eq!((desk.talk(id).stretches.len(), desk.talk(id).overlap), (2, None));
    }

    #[test]
    fn a_stretch_outside_the_lesson_or_without_a_length_is_a_problem_at_its_field_and_nothing_is_kept() {
        let mut desk = desk();
        let id = desk.begun(Kind::TalkTimer);
        let scan = desk.begun(Kind::Scan);
        let cases = [
            ("q", "9:59", "10:05", "from"),
            ("q", "soon", "10:05", "from"),
            ("q", "10:40", "10:46", "to"),
            ("q", "10:05", "10:05", "to"),
            ("q", "10:05", "", "to"),
            ("z", "10:05", "10:06", "letter"),
        ];

        for (letter, from, to, named) in cases {
            assert_eq!(field(desk.stretch(id, letter, from, to)), named, "{letter} {from} {to}");
        }
        assert!(desk.stretch(scan, "q", "10:05", "10:06").is_err(), "a scan has no stretches");

        assert!(desk.talk(id).stretches.is_empty());
    }

    #[test]
    fn a_learning_walk_from_paper_is_about_nobody_and_its_rooms_come_to_a_pattern() {
        let mut desk = desk();
        let set = desk.set("Reasons");
        let id = desk.walked();
        let room = |subject: &str, room| KeepRoom { observation: id, room, subject: subject.into(), grade: "7".into() };

        let first = actions::kind::keep_room(&mut desk.writer, &now(), &room("Math", None)).unwrap();
        let second = actions::kind::keep_room(&mut desk.writer, &now(), &room("Science", None)).unwrap();
        let named = field(actions::kind::keep_room(&mut desk.writer, &now(), &room("Amir Haddad", None)));
        let look_for = store::observation::look_fors(desk.writer.reader(), set).unwrap().remove(0).id;
        for (room, value) in [(first, ItemValue::Seen), (second, ItemValue::NotSeen)] {
            let key = RoomKey { observation: id, room, look_for, value };
            actions::kind::answer_in_room(&mut desk.writer, &now(), &key).unwrap();
        }

        assert_eq!(named, "subject");
        let view = actions::kind::view(desk.writer.reader(), id, &now()).unwrap();
        assert_eq!(
            (view.purpose, view.lesson.teacher.is_none(), view.lesson.entered.is_some()),
            (Purpose::LearningWalk, true, true)
        );
        assert_eq!((view.lesson.started.as_str(), view.lesson.ended.as_deref()), ("10:00", Some("10:45")));
        let Recorded::LearningWalk(walk) = view.recorded else { panic!("no walk") };
        assert_eq!((walk.rooms.len(), walk.patterns[0].seen.marks, walk.patterns[0].seen.answered), (2, 1, 2));
        assert!(store::draft::standing(desk.writer.reader(), id).unwrap().is_none(), "no clock runs in it");

        actions::record::undo(&mut desk.writer, Some(id)).unwrap();
        actions::kind::remove_room(&mut desk.writer, id, second).unwrap();

        assert_eq!(store::walk_room::rooms(desk.writer.reader(), id).unwrap().len(), 1);
    }

    #[test]
    fn a_learning_walk_from_paper_needs_look_fors_and_names_nobody() {
        let mut desk = desk();
        let mut paper = desk.paper(Kind::LearningWalk);

        assert_eq!(field(paper::begin(&mut desk.writer, FOUR_MS, &paper)), "teacher");
        paper.teacher = None;
        assert_eq!(field(paper::begin(&mut desk.writer, FOUR_MS, &paper)), "lookForSet");
    }

    #[test]
    fn the_look_fors_that_are_on_the_paper_can_be_others_than_the_last_ones() {
        let mut desk = desk();
        let printed = desk.set("Printed");
        let mut paper = desk.paper(Kind::Walkthrough);
        paper.look_for_set = Some(printed);
        let first = paper::begin(&mut desk.writer, FOUR_MS, &paper).unwrap();
        let other = desk.set("Others");
        paper.look_for_set = Some(other);
        let second = paper::begin(&mut desk.writer, FOUR_MS, &paper).unwrap();
        paper.look_for_set = Some(RowId::from_bytes([9; 16]));

        let set = |id| store::observation::load(desk.writer.reader(), id).unwrap().look_for_set;
        assert_eq!([set(first), set(second)], [Some(printed), Some(other)]);
        assert!(paper::begin(&mut desk.writer, FOUR_MS, &paper).is_err());
    }

    #[test]
    fn intervals_are_entered_from_paper_by_number_and_the_last_answer_counts() {
        let mut desk = desk();
        let id = desk.begun(Kind::Interval);
        let marks = |number, letters: &str| EnteredInterval { observation: id, number, letters: letters.into() };

        for (number, letters) in [(1, "q"), (3, "W"), (45, "q"), (1, "w")] {
            paper::enter_interval(&mut desk.writer, &marks(number, letters)).unwrap();
        }
        let refused = [(0, "q"), (46, "q"), (2, "z"), (2, " "), (2, "qw")]
            .map(|(number, letters)| field(paper::enter_interval(&mut desk.writer, &marks(number, letters))));

        assert_eq!(refused, ["number", "number", "letters", "letters", "letters"]);
        let answers = store::kind::answers(desk.writer.reader(), id).unwrap();
        let expected = [(1, "W"), (3, "W"), (45, "Q")].map(|(number, letters)| (number, letters.to_owned()));
        assert_eq!(answers.into_iter().collect::<Vec<_>>(), expected);
        assert_eq!(desk.view(id).entered.as_deref(), Some("5 October 2026"));
    }

    #[test]
    fn by_a_method_with_several_letters_an_interval_from_paper_has_each_once() {
        let mut desk = desk();
        let mut paper = desk.paper(Kind::Interval);
        (paper.method, paper.seconds) = (Some(Method::Partial), Some(30));
        let id = paper::begin(&mut desk.writer, FOUR_MS, &paper).unwrap();

        let entry = EnteredInterval { observation: id, number: 90, letters: "w q w".into() };
        paper::enter_interval(&mut desk.writer, &entry).unwrap();

        assert_eq!(store::kind::answers(desk.writer.reader(), id).unwrap()[&90], "QW");
        for (named, method, seconds) in [("method", None, Some(30)), ("seconds", Some(Method::Whole), Some(4))] {
            (paper.method, paper.seconds) = (method, seconds);
            assert_eq!(field(paper::begin(&mut desk.writer, FOUR_MS, &paper)), named);
        }
    }

    #[test]
    fn only_what_was_entered_from_paper_takes_typed_times_and_it_is_never_opened_again() {
        let mut desk = desk();
        let start = capture::Start { visit: None, teacher: Some(desk.teacher) };
        let live = capture::start(&mut desk.writer, &now(), &start).unwrap();
        let id = desk.begun(Kind::Scripted);

        assert!(desk.line(live, "10:05", "t No").is_err());
        assert!(capture::reopen(&mut desk.writer, &now(), id).is_err());
        assert!(desk.line(id, "10:05", "t Yes").is_ok());
    }

    #[test]
    fn an_entered_line_is_taken_back_by_undo() {
        let mut desk = desk();
        let id = desk.begun(Kind::Scripted);
        desk.line(id, "10:05", "t Once").unwrap();

        actions::record::undo(&mut desk.writer, Some(id)).unwrap();

        assert!(desk.lines(id).is_empty());
    }
}
