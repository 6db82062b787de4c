//! Co-plan and model lesson: what is written down, when it can have taken place, and what the log makes of it.

#[cfg(test)]
mod tests {
    use actions::{
        Error,
        lesson_prep::{self, SaveLessonPrep},
        log, person, search,
        typed::{self, SaveTyped},
    };
    use domain::RowId;
    use store::Writer;
    use tempfile::TempDir;

    use crate::support::{self, Profile};

    /// Monday 5 October 2026, 10:30 in New York.
    const HALF_PAST_TEN_MS: i64 = 1_791_210_600_000;

    fn desk() -> (Writer, RowId, TempDir) {
        let Profile { mut writer, folder, .. } =
            support::begun(1, HALF_PAST_TEN_MS, "Dana Whitfield", "Riverbend", "Juniper");
        let teacher = person::add_teacher(&mut writer, "Amir Haddad").unwrap();
        (writer, teacher, folder)
    }

    fn model(teacher: RowId) -> SaveLessonPrep {
        SaveLessonPrep {
            id: None,
            teacher,
            kind: "model".into(),
            section: None,
            date: "2026-10-05".into(),
            starts_minute: Some(480),
            minutes: Some(45),
            coaching_cycle: None,
        }
    }

    fn field_of(error: &Error) -> String {
        let Error::Refused(problem) = error else { panic!("{error:?}") };
        problem.field.clone().unwrap_or_default()
    }

    #[test]
    fn what_cannot_be_is_said_at_its_field_and_nothing_is_written() {
        let (mut writer, teacher, _folder) = desk();
        let wrong = [
            ("kind", SaveLessonPrep { kind: "observe".into(), ..model(teacher) }),
            ("date", SaveLessonPrep { date: "2026-02-30".into(), ..model(teacher) }),
            ("startsMinute", SaveLessonPrep { starts_minute: Some(1_440), ..model(teacher) }),
            ("minutes", SaveLessonPrep { minutes: Some(241), ..model(teacher) }),
            ("section", SaveLessonPrep { section: Some(teacher), ..model(teacher) }),
        ];

        for (field, save) in wrong {
            assert_eq!(field_of(&lesson_prep::save(&mut writer, &save).unwrap_err()), field);
        }

        assert!(lesson_prep::list(writer.reader(), teacher).unwrap().is_empty());
    }

    #[test]
    fn the_log_proposes_a_model_lesson_once_it_took_place() {
        let (mut writer, teacher, _folder) = desk();
        let id = lesson_prep::save(&mut writer, &model(teacher)).unwrap();
        let ahead = SaveLessonPrep { date: "2026-10-06".into(), ..model(teacher) };
        let ahead = lesson_prep::save(&mut writer, &ahead).unwrap();
        let lines = |writer: &Writer| log::day(writer.reader(), HALF_PAST_TEN_MS, None).unwrap().lines;
        assert!(lines(&writer).is_empty(), "planned is not held");

        assert_eq!(field_of(&lesson_prep::hold(&mut writer, ahead, true).unwrap_err()), "date");
        lesson_prep::hold(&mut writer, id, true).unwrap();

        let lines = lines(&writer);
        let [line] = lines.as_slice() else { panic!("one line: {lines:?}") };
        assert_eq!((line.activity.as_str(), line.minutes, line.is_proposed), ("model", Some(45), true));
    }

    #[test]
    fn its_words_are_typed_and_what_is_private_is_refused() {
        let (mut writer, teacher, _folder) = desk();
        let row = lesson_prep::save(&mut writer, &model(teacher)).unwrap();
        let typed = |text: &str| SaveTyped { row, column: "watch".into(), number: 1.0, text: text.into() };

        assert!(typed::keep(&mut writer, &typed("the pause // he talks too much")).is_err());
        typed::keep(&mut writer, &typed("the pause after a question")).unwrap();

        assert_eq!(lesson_prep::list(writer.reader(), teacher).unwrap()[0].watch, "the pause after a question");
    }

    #[test]
    fn search_finds_it_by_its_words_and_opens_the_person_until_it_is_removed() {
        let (mut writer, teacher, _folder) = desk();
        let row = lesson_prep::save(&mut writer, &model(teacher)).unwrap();
        let plan = SaveTyped { row, column: "plan".into(), number: 1.0, text: "Fractions on a number line".into() };
        typed::keep(&mut writer, &plan).unwrap();
        let found = |writer: &Writer| search::search(writer.reader(), "fractions").unwrap().groups;

        let hit = &found(&writer)[0].hits[0];
        assert_eq!((hit.id, hit.person), (row, Some(teacher)));
        assert_eq!(hit.detail, "Amir Haddad, Mon 5 Oct");

        lesson_prep::remove(&mut writer, row).unwrap();
        assert!(found(&writer).is_empty());
    }
}
