//! Fields without a Save button: what is typed is on the disk, and is kept as an act.

#[cfg(test)]
mod tests {
    use actions::{
        Error,
        typed::{self, SaveTyped},
    };
    use domain::{
        RowId, Value,
        schema::{line, step},
    };
    use store::{Seeded, Writer, key::Key};
    use tempfile::TempDir;

    const NOON_MS: i64 = 1_795_107_600_000;

    struct Desk {
        writer: Writer,
        step: RowId,
        folder: TempDir,
    }

    fn open(folder: &TempDir) -> Writer {
        let (path, clock) = (folder.path().join("profile.db"), Box::new(Seeded::new(1, NOON_MS)));
        let key = Key::from_bytes([7; 32]);
        if path.exists() { Writer::open(&path, &key, clock) } else { Writer::create(&path, &key, clock) }.unwrap()
    }

    fn desk() -> Desk {
        let folder = tempfile::tempdir().unwrap();
        let mut writer = open(&folder);
        let step = writer
            .act(store::workspace(), "step", |tx| {
                let id = tx.new_id();
                tx.create(step::ENTITY, id, vec![(step::TEXT, "Wait".into())])?;
                Ok::<_, store::Error>(id)
            })
            .unwrap();
        Desk { writer, step, folder }
    }

    impl Desk {
        fn state(&self, number: u32, text: &str) -> SaveTyped {
            SaveTyped { row: self.step, column: "text".into(), number: number.into(), text: text.into() }
        }

        fn save(&mut self, number: u32, text: &str) -> bool {
            let state = self.state(number, text);
            typed::save(&mut self.writer, &state).unwrap()
        }

        fn keep(&mut self, number: u32, text: &str) -> actions::Result<&'static str> {
            let state = self.state(number, text);
            typed::keep(&mut self.writer, &state)
        }

        fn says(&self) -> Value {
            store::field::value(self.writer.reader(), step::ENTITY, self.step, step::TEXT).unwrap()
        }

        fn stands(&self) -> Option<String> {
            typed::of(self.writer.reader(), self.step, "text").unwrap().text
        }
    }

    #[test]
    fn what_was_typed_is_there_after_a_kill_and_a_late_state_replaces_nothing() {
        let mut desk = desk();
        assert!(desk.save(2, "Wait 3 s"));
        assert!(!desk.save(1, "Wait 3"));

        drop(desk.writer);
        desk.writer = open(&desk.folder);

        assert_eq!(desk.stands().as_deref(), Some("Wait 3 s"));
        assert_eq!(desk.says(), "Wait".into());
    }

    #[test]
    fn what_is_kept_is_the_records_and_can_be_taken_back() {
        let mut desk = desk();
        desk.save(1, "Wait 3 s ");

        assert_eq!(desk.keep(2, "Wait 3 s ").unwrap(), "step");
        assert!(!desk.save(1, "Wait 3"));
        assert_eq!((desk.says(), desk.stands()), ("Wait 3 s".into(), None));

        store::undo::undo(&mut desk.writer, desk.step).unwrap();
        assert_eq!(desk.says(), "Wait".into());
    }

    #[test]
    fn a_step_of_241_characters_is_refused_at_its_field_and_stays_as_it_was_typed() {
        let mut desk = desk();
        let long = "ä".repeat(241);
        desk.save(1, &long);

        let Err(Error::Refused(problem)) = desk.keep(2, &long) else { panic!("it was kept") };

        assert_eq!(problem.field.as_deref(), Some("text"));
        assert!(problem.message.contains("1 character"), "{}", problem.message);
        assert_eq!((desk.says(), desk.stands()), ("Wait".into(), Some(long)));
        assert!(desk.keep(3, &"ä".repeat(240)).is_ok());
    }

    #[test]
    fn what_is_written_after_two_strokes_is_not_kept_in_a_record_that_can_be_shared() {
        let mut desk = desk();
        desk.save(1, "Wait // she seems tired");

        let Err(Error::Refused(problem)) = desk.keep(2, "Wait // she seems tired") else { panic!("it was kept") };

        assert_eq!(problem.field.as_deref(), Some("text"));
        assert_eq!((desk.says(), desk.stands().as_deref()), ("Wait".into(), Some("Wait // she seems tired")));
    }

    #[test]
    fn a_line_of_a_script_is_not_written_past_its_journal() {
        let mut desk = desk();
        let line = desk
            .writer
            .act(store::workspace(), "line", |tx| {
                let id = tx.new_id();
                tx.create(line::ENTITY, id, vec![(line::TEXT, "What do you notice?".into())])?;
                Ok::<_, store::Error>(id)
            })
            .unwrap();

        let state = SaveTyped { row: line, ..desk.state(1, "What // is he bored") };

        assert!(typed::save(&mut desk.writer, &state).is_err());
        assert!(typed::keep(&mut desk.writer, &state).is_err());
    }

    #[test]
    fn an_erased_record_takes_no_words_any_more() {
        let mut desk = desk();
        store::erase::erase(&mut desk.writer, desk.step).unwrap();

        let late = desk.state(5, "Wait 3 s");
        assert!(typed::save(&mut desk.writer, &late).is_err());
    }

    #[test]
    fn no_field_but_one_for_prose_can_be_written_this_way() {
        let mut desk = desk();
        for column in ["state", "teacher", "check_date", "removed_ms", "text from step; --", ""] {
            let state = SaveTyped { column: column.into(), ..desk.state(1, "mastered") };
            assert!(typed::save(&mut desk.writer, &state).is_err(), "{column}");
            assert!(typed::keep(&mut desk.writer, &state).is_err(), "{column}");
        }
        let nowhere = SaveTyped { row: RowId::from_bytes([9; 16]), ..desk.state(1, "Wait") };
        assert!(typed::save(&mut desk.writer, &nowhere).is_err());
    }

    #[test]
    fn an_erased_record_leaves_nothing_of_what_was_typed() {
        let mut desk = desk();
        desk.save(1, "Wait 3 s");

        store::erase::erase(&mut desk.writer, desk.step).unwrap();

        let field = step::ENTITY.field(step::TEXT).unwrap();
        let found = store::typed::of(desk.writer.reader(), desk.step, field).unwrap();
        assert_eq!((found.number, found.text), (0, None));
    }
}
