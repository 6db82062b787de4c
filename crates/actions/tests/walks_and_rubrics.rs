//! Learning walks that name nobody, and rubrics whose levels stand by evidence.

#[cfg(test)]
mod tests {
    use actions::{
        Error,
        capture::{self, EditLine, HeadChange, KeepLine, Start},
        conflict::Settle,
        kind::{self, KeepRoom, LearningWalkView, Recorded, RoomKey},
        look_for, observation,
        person::{self, SaveRole},
        record,
        rubric::{self, EvidenceLine, GiveLevel, IndicatorView, LessonRubricView, RubricIndicator, SaveRubric},
        session,
    };
    use domain::{Problem, RowId, Value, clock::Reading, kind::Purpose, schema::score, walk::ItemValue};
    use store::Writer;
    use tempfile::TempDir;

    use crate::support::{self, Profile};

    /// Thursday 19 November 2026, noon in New York.
    const NOON_MS: i64 = 1_795_107_600_000;

    struct Desk {
        writer: Writer,
        teacher: RowId,
        _folder: TempDir,
    }

    fn now(after_ms: i64) -> Reading {
        let boot_ms = 1_000_000 + after_ms;
        Reading { wall_ms: NOON_MS + after_ms, boot_ms, awake_ms: boot_ms, boot: "a boot".into() }
    }

    fn desk() -> Desk {
        let Profile { mut writer, folder, .. } =
            support::begun(1, NOON_MS, "Dana Whitfield", "Riverbend", "Jefferson Middle");
        let teacher = person::add_teacher(&mut writer, "Amir Haddad").unwrap();
        look_for::save(&mut writer, &look_for::starter()).unwrap();
        Desk { writer, teacher, _folder: folder }
    }

    fn problem<T: std::fmt::Debug>(result: Result<T, Error>) -> Problem {
        match result {
            Err(Error::Refused(problem)) => problem,
            other => panic!("it was not refused: {other:?}"),
        }
    }

    fn field<T: std::fmt::Debug>(result: Result<T, Error>) -> String {
        problem(result).field.expect("the refusal stands at a field")
    }

    impl Desk {
        fn room(&mut self, walk: RowId, subject: &str, grade: &str) -> Result<RowId, Error> {
            let room = KeepRoom { observation: walk, room: None, subject: subject.into(), grade: grade.into() };
            kind::keep_room(&mut self.writer, &now(1), &room)
        }

        fn answer(&mut self, walk: RowId, room: RowId, item: usize, value: ItemValue) -> Result<(), Error> {
            let look_for = self.walk(walk).patterns[item].look_for;
            kind::answer_in_room(&mut self.writer, &now(2), &RoomKey { observation: walk, room, look_for, value })
        }

        fn walk(&self, walk: RowId) -> LearningWalkView {
            match kind::view(self.writer.reader(), walk, &now(3)).unwrap().recorded {
                Recorded::LearningWalk(view) => view,
                other => panic!("no rooms: {other:?}"),
            }
        }

        /// A finished lesson with three lines.
        fn lesson(&mut self) -> (RowId, Vec<RowId>) {
            let start = Start { visit: None, teacher: Some(self.teacher) };
            let lesson = capture::start(&mut self.writer, &now(0), &start).unwrap();
            for number in 1..=3_u8 {
                let line = KeepLine {
                    observation: lesson,
                    number: f64::from(number),
                    typed: format!("T question {number}"),
                    speaker: "T".into(),
                    age_ms: 0,
                    tags: vec![],
                };
                capture::keep_line(&mut self.writer, &now(i64::from(number)), &line).unwrap();
            }
            capture::finish(&mut self.writer, &now(10), lesson).unwrap();
            let view = observation::view(self.writer.reader(), lesson, &now(11)).unwrap();
            (lesson, view.entries.iter().map(|entry| entry.id).collect())
        }

        fn rubric(&self, lesson: RowId) -> LessonRubricView {
            rubric::lesson(self.writer.reader(), NOON_MS, lesson, None).unwrap()
        }

        fn first(&self, lesson: RowId) -> IndicatorView {
            self.rubric(lesson).indicators[0].clone()
        }

        fn mark(&mut self, lesson: RowId, line: RowId, shows: bool) -> Result<(), Error> {
            let indicator = self.first(lesson).id;
            let mark = EvidenceLine { observation: lesson, indicator, line, shows };
            rubric::mark_line(&mut self.writer, NOON_MS, &mark)
        }

        fn give(&mut self, lesson: RowId, level: Option<u32>) -> Result<(), Error> {
            let indicator = self.first(lesson).id;
            rubric::give_level(&mut self.writer, NOON_MS, &GiveLevel { observation: lesson, indicator, level })
        }
    }

    fn new_rubric(follows: Option<RowId>, first_level: &str) -> SaveRubric {
        let levels = [first_level, "Some reasons are asked for", "Students ask each other for reasons"];
        let indicator = |text: &str| RubricIndicator { text: text.into(), levels: levels.map(String::from).into() };
        SaveRubric {
            follows,
            title: "Reasons in the room".into(),
            licence: "own words".into(),
            indicators: vec![indicator("Reasons are asked for"), indicator("Wait time")],
        }
    }

    #[test]
    fn a_learning_walk_is_about_no_teacher_and_comes_to_n_of_n_rooms() {
        let mut desk = desk();
        let walk = kind::start_walk(&mut desk.writer, &now(0)).unwrap();
        assert!(desk.walk(walk).patterns.iter().all(|one| one.seen.percent.is_none() && one.seen.between.is_none()));

        for (number, value) in (1..=10).zip([1, 1, 1, 1, 0, 2, 0, 0, 2, 0]) {
            let room = desk.room(walk, "Math", &format!("Grade {number}")).unwrap();
            let value = [ItemValue::NotSeen, ItemValue::Seen, ItemValue::Partial][value];
            desk.answer(walk, room, 0, value).unwrap();
        }
        let eleventh = desk.room(walk, "Science", "").unwrap();
        desk.answer(walk, eleventh, 0, ItemValue::NotApplicable).unwrap();

        let view = kind::view(desk.writer.reader(), walk, &now(3)).unwrap();
        assert_eq!((view.lesson.teacher, view.purpose), (None, Purpose::LearningWalk));
        let first = desk.walk(walk).patterns[0].clone();
        assert_eq!((first.seen.marks, first.seen.answered, first.partial), (4, 10, 2));
        assert_eq!(first.seen.between, Some(("16.8".into(), "68.7".into())));
        assert_eq!(desk.walk(walk).patterns[1].seen.percent, None, "an item that nobody answered has no number");
    }

    #[test]
    fn a_name_of_the_roster_is_refused_in_a_room_and_beside_the_walk_and_a_subject_called_like_somebody_is_not() {
        let mut desk = desk();
        let class = person::SaveClass {
            id: None,
            teacher: desk.teacher,
            title: "Art 7".into(),
            subject: "Art".into(),
            grade: "7".into(),
            period: String::new(),
            room: String::new(),
        };
        person::save_class(&mut desk.writer, &class).unwrap();
        person::add_teacher(&mut desk.writer, "Art Brown").unwrap();
        let walk = kind::start_walk(&mut desk.writer, &now(0)).unwrap();

        assert_eq!(field(desk.room(walk, "Math with haddad", "7")), "subject");
        assert_eq!(field(desk.room(walk, "Math", "Amir's grade 7")), "grade");
        assert_eq!(field(desk.room(walk, " ", "")), "subject");
        assert_eq!(field(desk.room(walk, &"x".repeat(61), "")), "subject");
        let head = HeadChange { note: Some("calm, but not Amir".into()), ..HeadChange::of(walk) };
        let refused = problem(capture::set_head(&mut desk.writer, &head));
        assert_eq!(refused.field.as_deref(), Some("note"));
        assert!(!refused.message.contains("Amir"), "what is refused is not repeated");

        assert!(desk.walk(walk).rooms.is_empty(), "nothing of it was kept");
        desk.room(walk, "Art", "7").unwrap();
    }

    #[test]
    fn a_room_is_corrected_taken_out_and_brought_back_with_its_answers() {
        let mut desk = desk();
        let walk = kind::start_walk(&mut desk.writer, &now(0)).unwrap();
        let room = desk.room(walk, "Maths", "7").unwrap();
        desk.answer(walk, room, 0, ItemValue::Seen).unwrap();

        let correct = KeepRoom { observation: walk, room: Some(room), subject: "Math".into(), grade: "8".into() };
        kind::keep_room(&mut desk.writer, &now(4), &correct).unwrap();
        assert_eq!((desk.walk(walk).rooms[0].subject.as_str(), desk.walk(walk).rooms[0].grade.as_str()), ("Math", "8"));
        kind::remove_room(&mut desk.writer, walk, room).unwrap();
        assert_eq!((desk.walk(walk).rooms.len(), desk.walk(walk).patterns[0].seen.answered), (0, 0));
        assert_eq!(field(desk.answer(walk, room, 0, ItemValue::Seen)), "room");
        record::undo(&mut desk.writer, Some(walk)).unwrap();
        assert_eq!(desk.walk(walk).patterns[0].seen.marks, 1);
    }

    #[test]
    fn a_walk_that_is_over_takes_no_room_and_no_lesson_of_a_teacher_is_one() {
        let mut desk = desk();
        let walk = kind::start_walk(&mut desk.writer, &now(0)).unwrap();
        capture::finish(&mut desk.writer, &now(10), walk).unwrap();
        assert!(desk.room(walk, "Math", "7").is_err());

        let start = kind::StartKind {
            visit: None,
            teacher: Some(desk.teacher),
            kind: domain::kind::Kind::LearningWalk,
            purpose: Purpose::LearningWalk,
            method: None,
            seconds: None,
            planned_minutes: None,
            codes: vec![],
            look_for_set: None,
        };
        assert_eq!(field(kind::start(&mut desk.writer, &now(0), &start)), "kind");
    }

    #[test]
    fn a_level_needs_a_line_of_the_lesson_and_keeps_its_last_one() {
        let mut desk = desk();
        rubric::save(&mut desk.writer, &new_rubric(None, "No reasons are asked for")).unwrap();
        let (lesson, lines) = desk.lesson();
        let (_, others) = desk.lesson();

        assert_eq!(field(desk.give(lesson, Some(2))), "lines");
        assert_eq!(field(desk.mark(lesson, others[0], true)), "line", "a line of another lesson");
        desk.mark(lesson, lines[0], true).unwrap();
        assert_eq!(field(desk.give(lesson, Some(4))), "level");
        desk.give(lesson, Some(2)).unwrap();
        assert_eq!(field(desk.mark(lesson, lines[0], false)), "line");
        assert_eq!((desk.first(lesson).level, desk.first(lesson).lines.len()), (Some(2), 1));

        desk.mark(lesson, lines[1], true).unwrap();
        desk.mark(lesson, lines[0], false).unwrap();
        desk.give(lesson, None).unwrap();
        desk.mark(lesson, lines[1], false).unwrap();
        assert_eq!((desk.first(lesson).level, desk.first(lesson).lines.len()), (None, 0));
        record::undo(&mut desk.writer, Some(lesson)).unwrap();
        assert_eq!(desk.first(lesson).lines.len(), 1);
    }

    #[test]
    fn a_level_goes_with_its_last_line_and_comes_back_with_it() {
        let mut desk = desk();
        rubric::save(&mut desk.writer, &new_rubric(None, "No reasons are asked for")).unwrap();
        let (lesson, lines) = desk.lesson();
        desk.mark(lesson, lines[0], true).unwrap();
        desk.mark(lesson, lines[1], true).unwrap();
        desk.give(lesson, Some(2)).unwrap();
        let row = store::rubric::scores(desk.writer.reader(), lesson).unwrap()[0].id;
        // What the row itself says: that is what the teacher receives.
        let stored =
            |desk: &Desk| match store::field::value(desk.writer.reader(), score::ENTITY, row, score::LEVEL).unwrap() {
                Value::Integer(level) => Some(level),
                _ => None,
            };

        capture::remove_entry(&mut desk.writer, &now(20), lines[0]).unwrap();
        assert_eq!(stored(&desk), Some(2), "another line shows it");
        let empty = EditLine { id: lines[1], number: 9.0, typed: String::new(), speaker: "T".into() };
        capture::edit_line(&mut desk.writer, &now(21), &empty).unwrap();
        assert_eq!(stored(&desk), None);
        record::undo(&mut desk.writer, Some(lesson)).unwrap();
        assert_eq!(stored(&desk), Some(2));
        capture::remove_entry(&mut desk.writer, &now(22), lines[1]).unwrap();
        assert_eq!(stored(&desk), None);
    }

    #[test]
    fn a_level_whose_lines_two_computers_took_is_none() {
        let mut desk = desk();
        rubric::save(&mut desk.writer, &new_rubric(None, "No reasons are asked for")).unwrap();
        let (lesson, lines) = desk.lesson();
        desk.mark(lesson, lines[0], true).unwrap();
        desk.give(lesson, Some(2)).unwrap();

        let took = |tx: &mut store::Tx<'_>| tx.remove(domain::schema::line::ENTITY, lines[0]);
        desk.writer.act(lesson, "as the other computer did", took).unwrap();

        assert_eq!(desk.first(lesson).level, None);
        let goes = actions::sharing::preview(desk.writer.reader(), lesson, actions::sharing::With::Teacher).unwrap();
        assert!(goes.levels.is_empty());
    }

    #[test]
    fn inv_11_a_version_of_a_rubric_never_changes_and_an_old_lesson_keeps_its_own() {
        let mut desk = desk();
        let first = rubric::save(&mut desk.writer, &new_rubric(None, "No reasons are asked for")).unwrap();
        let (lesson, lines) = desk.lesson();
        desk.mark(lesson, lines[0], true).unwrap();
        desk.give(lesson, Some(1)).unwrap();

        let second = rubric::save(&mut desk.writer, &new_rubric(Some(first), "Reasons are not asked for")).unwrap();

        let (old, (next, _)) = (desk.rubric(lesson), desk.lesson());
        assert_eq!(old.rubric.unwrap().version, 1);
        assert_eq!(old.indicators[0].levels[0], "No reasons are asked for");
        let new = desk.rubric(next).rubric.unwrap();
        assert_eq!((new.id, new.version, new.licence.as_str()), (second, 2, "own words"));
        assert!(old.rubrics.iter().any(|one| one.id == second), "the later version can be chosen");
    }

    #[test]
    fn inv_5_a_rubric_is_closed_to_whoever_evaluates() {
        let mut desk = desk();
        rubric::save(&mut desk.writer, &new_rubric(None, "No reasons are asked for")).unwrap();
        let (lesson, lines) = desk.lesson();
        let indicator = desk.first(lesson).id;
        let me = session::load(desk.writer.reader()).unwrap().me;
        let role = SaveRole {
            id: None,
            person: me,
            school: None,
            code: "evaluator".into(),
            starts: "2026-08-24".into(),
            ends: String::new(),
            // A written consent lets the coaching go on; it makes no evaluator somebody who may give levels.
            settle: vec![Settle { coach: me, teacher: desk.teacher, moves_to: None, signed: "2026-10-01".into() }],
        };
        person::save_role(&mut desk.writer, &role).unwrap();

        let view = desk.rubric(lesson);
        assert!(view.is_closed && view.indicators.is_empty() && view.rubrics.is_empty());
        let mark = EvidenceLine { observation: lesson, indicator, line: lines[0], shows: true };
        assert_eq!(field(rubric::mark_line(&mut desk.writer, NOON_MS, &mark)), "observation");
        let give = GiveLevel { observation: lesson, indicator, level: Some(1) };
        assert_eq!(field(rubric::give_level(&mut desk.writer, NOON_MS, &give)), "observation");
    }

    #[test]
    fn a_rubric_that_cannot_be_used_is_refused_at_its_field() {
        let mut desk = desk();
        let with = |change: fn(&mut SaveRubric)| {
            let mut save = new_rubric(None, "one");
            change(&mut save);
            save
        };
        for (wrong, at) in [
            (with(|one| one.title = " ".into()), "title"),
            (with(|one| one.title = "x".repeat(81)), "title"),
            (with(|one| one.licence = "x".repeat(81)), "licence"),
            (with(|one| one.indicators.clear()), "indicators"),
            (with(|one| one.indicators[0].levels.truncate(1)), "indicators"),
            (with(|one| one.indicators[0].levels[1].clear()), "indicators"),
            (with(|one| one.indicators[1].text = "x".repeat(401)), "indicators"),
            (with(|one| one.indicators = vec![one.indicators[0].clone(); 13]), "indicators"),
        ] {
            assert_eq!(field(rubric::save(&mut desk.writer, &wrong)), at);
        }
        assert!(rubric::list(desk.writer.reader()).unwrap().is_empty());
    }
}
