//! Private lines from a backup of the person's other computer: what comes, what is left, and what stays in the backup.

#[cfg(test)]
mod tests {
    use std::path::Path;

    use actions::{
        bring::{Private, PrivateView, carry_private},
        record,
        session::{self, Begin},
    };
    use domain::{
        RowId,
        schema::{abbreviation, line, observation, wondering},
    };
    use store::{Checkpoint, Seeded, Writer, export, key::Key};
    use tempfile::TempDir;

    const NOON_MS: i64 = 1_795_107_600_000;

    /// The old computer and the new one: alike, down to the lesson and its line, before anything private was written.
    struct Two {
        old: Writer,
        new: Writer,
        lesson: RowId,
        line: RowId,
        _folder: TempDir,
    }

    fn open(path: &Path, seed: u64) -> Writer {
        Writer::open(path, &Key::from_bytes([7; 32]), Box::new(Seeded::new(seed, NOON_MS))).unwrap()
    }

    fn two() -> Two {
        let folder = tempfile::tempdir().unwrap();
        let (old, new) = (folder.path().join("old.db"), folder.path().join("new.db"));
        let clock = Box::new(Seeded::new(1, NOON_MS));
        let mut writer = Writer::create(&old, &Key::from_bytes([7; 32]), clock).unwrap();
        let begin = Begin {
            given: "Dana".into(),
            family: "Whitfield".into(),
            organisation: "Riverbend USD".into(),
            school: String::new(),
            zone: "America/Chicago".into(),
        };
        session::begin(&mut writer, &begin).unwrap();
        let (lesson, line) = lesson(&mut writer);
        writer.checkpoint(Checkpoint::Truncate).unwrap();
        std::fs::copy(&old, &new).unwrap();
        Two { old: writer, new: open(&new, 2), lesson, line, _folder: folder }
    }

    fn lesson(writer: &mut Writer) -> (RowId, RowId) {
        writer
            .act(store::workspace(), "observe", |tx| {
                let (lesson, line) = (tx.new_id(), tx.new_id());
                tx.create(observation::ENTITY, lesson, vec![(observation::STATE, "open".into())])?;
                tx.create(line::ENTITY, line, vec![(line::OBSERVATION, lesson.into()), (line::TEXT, "said".into())])?;
                Ok::<_, store::Error>((lesson, line))
            })
            .unwrap()
    }

    fn wonder(writer: &mut Writer, (lesson, line): (RowId, RowId), words: &str) {
        let id = writer.new_id();
        let fields = vec![
            (wondering::OBSERVATION, lesson.into()),
            (wondering::LINE, line.into()),
            (wondering::TEXT, words.into()),
        ];
        writer.act(lesson, "wonder", |tx| tx.create(wondering::ENTITY, id, fields)).unwrap();
    }

    fn abbreviate(writer: &mut Writer, short: &str) {
        let id = writer.new_id();
        let fields = vec![(abbreviation::SHORT, short.into()), (abbreviation::LONG, "turn and talk".into())];
        writer.act(store::workspace(), "abbreviate", |tx| tx.create(abbreviation::ENTITY, id, fields)).unwrap();
    }

    fn read(two: &Two) -> Private {
        Private::read(two.old.reader(), two.new.reader()).unwrap()
    }

    fn wonderings(writer: &Writer) -> Vec<String> {
        let mut found = Vec::new();
        export::each_to_keep::<store::Error>(writer.reader(), wondering::ENTITY, |row| {
            found.push(row.values[usize::from(wondering::TEXT) - 1].text().unwrap_or_default().to_owned());
            Ok(())
        })
        .unwrap();
        found
    }

    #[test]
    fn what_is_private_comes_in_one_act_that_undo_takes_back_and_what_is_here_is_left() {
        let mut two = two();
        wonder(&mut two.old, (two.lesson, two.line), "is he bored");
        abbreviate(&mut two.old, "tt");
        abbreviate(&mut two.old, "cu");
        abbreviate(&mut two.new, "cu");

        let private = read(&two);
        let counts =
            PrivateView { wonderings: 1, lessons: 1, abbreviations: 1, student_names: 0, here: 1, elsewhere: 0 };
        assert_eq!(private.view(), counts);
        assert_eq!(carry_private(&mut two.new, &private).unwrap(), 2);
        assert_eq!(wonderings(&two.new), ["is he bored"]);
        assert_eq!(carry_private(&mut two.new, &private).unwrap(), 0, "the same again makes nothing twice");

        record::undo(&mut two.new, None).unwrap();
        assert_eq!(wonderings(&two.new), [""; 0]);
        assert_eq!(read(&two).view().here, 3, "what was removed here is not brought again");
        store::check::all(&mut two.new).unwrap();
    }

    #[test]
    fn a_private_line_of_a_lesson_that_is_not_here_stays_in_the_backup() {
        let mut two = two();
        let later = lesson(&mut two.old);
        wonder(&mut two.old, later, "of what never came");
        let line = lesson(&mut two.old).1;
        wonder(&mut two.old, (two.lesson, line), "of a line that never came");

        let private = read(&two);

        assert_eq!(private.view(), PrivateView { elsewhere: 2, ..PrivateView::default() });
        assert_eq!(carry_private(&mut two.new, &private).unwrap(), 0);
    }

    #[test]
    fn a_private_line_of_a_removed_lesson_comes_back_with_it_and_of_an_erased_one_never() {
        let mut two = two();
        let (lesson, line) = (two.lesson, two.line);
        wonder(&mut two.old, (lesson, line), "is he bored");
        two.new.act(store::workspace(), "remove", |tx| tx.remove(observation::ENTITY, lesson)).unwrap();
        assert_eq!(read(&two).view().wonderings, 1);

        record::erase(&mut two.new, lesson).unwrap();

        assert_eq!(read(&two).view(), PrivateView { elsewhere: 1, ..PrivateView::default() });
    }
}
