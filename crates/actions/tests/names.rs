//! Names before something is shared: one way for every kind of record, and a list of students that only this computer has.

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use actions::{
        Error,
        names::{Name, in_texts, students},
        person, record,
        sharing::{self, ReplaceSharedName, SharedName},
    };
    use domain::{
        Code, RowId,
        access::{Record, may_enter_with},
        document::root_field,
        names::folded,
        schema::{
            ENTITIES, Entity, Log, Merge, coaching_cycle, cycle_stage, debrief, line, observation, step, student_name,
        },
        scope::Scope,
    };
    use store::Writer;
    use tempfile::TempDir;

    use crate::support::{self, Profile};

    const NOON_MS: i64 = 1_795_107_600_000;

    struct Desk {
        writer: Writer,
        me: RowId,
        teacher: RowId,
        _folder: TempDir,
    }

    fn desk() -> Desk {
        let Profile { mut writer, me, folder } =
            support::begun(1, NOON_MS, "Robin Vale", "Alder County", "Birch Elementary");
        let teacher = person::add_teacher(&mut writer, "Amir Haddad").unwrap();
        Desk { writer, me, teacher, _folder: folder }
    }

    impl Desk {
        /// A lesson with these lines, its debrief, and a step that came of it.
        fn debriefed(&mut self, lines: &[&str], praise: &str, next: &str) -> [RowId; 3] {
            let (me, teacher) = (self.me, self.teacher);
            let made = self.writer.act(store::workspace(), "debrief", |tx| {
                let [lesson, talk, made] = [(); 3].map(|()| tx.new_id());
                let fields = vec![(observation::TEACHER, teacher.into()), (observation::STATE, "finished".into())];
                tx.create(observation::ENTITY, lesson, fields)?;
                for text in lines {
                    let row = tx.new_id();
                    let fields = vec![(line::OBSERVATION, lesson.into()), (line::TEXT, (*text).into())];
                    tx.create(line::ENTITY, row, fields)?;
                }
                let pair = |coach: u16, of: u16| [(coach, me.into()), (of, teacher.into())];
                let mut fields = pair(debrief::COACH, debrief::TEACHER).to_vec();
                fields.extend([(debrief::OBSERVATION, lesson.into()), (debrief::PRAISE, praise.into())]);
                tx.create(debrief::ENTITY, talk, fields)?;
                let mut fields = pair(step::COACH, step::TEACHER).to_vec();
                fields.extend([(step::OBSERVATION, lesson.into()), (step::TEXT, next.into())]);
                tx.create(step::ENTITY, made, fields)?;
                Ok::<_, store::Error>([lesson, talk, made])
            });
            made.unwrap()
        }

        fn students(&mut self, lines: &str) {
            students::add(&mut self.writer, lines).unwrap();
        }

        fn names(&self, id: RowId) -> Vec<SharedName> {
            sharing::names(self.writer.reader(), id).unwrap()
        }

        fn words(&self, id: RowId) -> Vec<(String, bool)> {
            self.names(id).into_iter().map(|one| (one.found.name, one.found.is_perhaps)).collect()
        }

        fn replace(&mut self, id: RowId, those: &[SharedName], instead: &str) -> actions::Result<()> {
            let other = |one: &SharedName| ReplaceSharedName {
                row: one.row,
                entity: one.entity,
                field: one.field,
                at: one.found.at,
                name: one.found.name.clone(),
                instead: instead.into(),
            };
            sharing::replace_names(&mut self.writer, id, &those.iter().map(other).collect::<Vec<_>>())
        }

        fn lines(&self, lesson: RowId) -> Vec<String> {
            let lines = store::observation::lines(self.writer.reader(), lesson).unwrap();
            lines.into_iter().map(|line| line.text).collect()
        }

        /// One row of each kind that a document of this root can have, with the same words in every field that takes words.
        fn filled(&mut self, root: &'static Entity, words: &str) -> RowId {
            let made = self.writer.act(store::workspace(), "fill", |tx| {
                let id = tx.new_id();
                for entity in entities_of(root) {
                    let row = if entity.number == root.number { id } else { tx.new_id() };
                    let mut fields: Vec<_> = root_field(entity).map(|field| (field, id.into())).into_iter().collect();
                    fields.extend(
                        entity.fields.iter().filter(|field| field.words).map(|field| (field.number, words.into())),
                    );
                    tx.create(entity, row, fields)?;
                }
                Ok::<_, store::Error>(id)
            });
            made.unwrap()
        }
    }

    /// The root and the kinds of rows that can be part of its document.
    fn entities_of(root: &'static Entity) -> impl Iterator<Item = &'static Entity> {
        let parts = ENTITIES.iter().copied().filter(|part| root_field(part).is_some() && belongs(part, root));
        std::iter::once(root).chain(parts)
    }

    fn fields_of_words(root: &'static Entity) -> BTreeSet<(u16, u16)> {
        let words = |entity: &'static Entity| {
            entity.fields.iter().filter(|field| field.words).map(|field| (entity.number, field.number))
        };
        entities_of(root).flat_map(words).collect()
    }

    /// Whether a part hangs on this root: by the field's column, which is called after it.
    fn belongs(part: &Entity, root: &Entity) -> bool {
        let column = root_field(part).and_then(|number| part.field(number)).map(|field| field.column);
        let called = match root.table {
            "coach_note" => "note",
            "look_for_set" => "set_id",
            "sharing_agreement" => "agreement",
            table => table,
        };
        column == Some(called)
    }

    /// Every scope to which a person opens words.
    fn scopes() -> Vec<Scope> {
        let id = |number| RowId::from_bytes([number; 16]);
        let (coach, teacher) = (id(1), id(2));
        let programmes = Record::ALL.map(|record| Scope::Programme { author: coach, about: Some(teacher), record });
        let others = [Scope::Pair { coach, teacher }, Scope::Consented { teacher, reader: id(3), root: id(4) }];
        [&programmes[..], &others].concat()
    }

    #[test]
    fn every_field_of_words_that_a_share_takes_is_searched_whatever_the_kind_of_record() {
        let mut desk = desk();
        desk.students("Zainab Oyelaran");
        let mut searched = 0;
        let goes = |(entity, field): &&(u16, u16)| {
            let enters = |scope: &Scope| may_enter_with(scope, *entity, *field, &"We saw Zainab there.".into()).is_ok();
            scopes().iter().any(enters)
        };
        for root in ENTITIES.iter().copied().filter(|root| root.log == Log::Shared && root_field(root).is_none()) {
            if fields_of_words(root).iter().all(|field| !goes(&field)) {
                continue;
            }
            let id = desk.filled(root, "We saw Zainab there.");

            let found: BTreeSet<_> = desk.names(id).iter().map(|name| (name.entity, name.field)).collect();

            for field in fields_of_words(root).iter().filter(goes) {
                assert!(found.contains(field), "{}: field {field:?} goes and is not searched", root.table);
                searched += 1;
            }
        }
        assert!(searched > 30, "there are many fields of words: {searched}");
    }

    #[test]
    fn what_was_said_once_is_shown_as_such_and_everything_else_can_be_written_again() {
        let mut desk = desk();
        desk.students("Zainab Oyelaran");
        for root in [observation::ENTITY, debrief::ENTITY, step::ENTITY, coaching_cycle::ENTITY] {
            let id = desk.filled(root, "We saw Zainab there.");
            for name in desk.names(id) {
                let entity = domain::schema::entity(name.entity).unwrap();
                let field = entity.field(name.field).unwrap();
                let is_locked =
                    entity.number == cycle_stage::ENTITY.number && ["text", "locked_text"].contains(&field.column);
                assert_eq!(
                    name.is_fixed,
                    field.merge == Merge::Fixed || is_locked,
                    "{}.{}",
                    entity.table,
                    field.column
                );
                let outcome = desk.replace(id, std::slice::from_ref(&name), "a student");
                assert_eq!(outcome.is_ok(), !name.is_fixed, "{}.{}: {outcome:?}", entity.table, field.column);
            }
        }
    }

    #[test]
    fn a_debrief_is_searched_with_its_lesson_and_its_steps_and_leaves_out_the_two() {
        let mut desk = desk();
        desk.students("Haddad, Zainab\nLuis Rey");
        let [lesson, talk, next] =
            desk.debriefed(&["T asks luis", "Robin waits"], "Zainab said the rule to Amir", "Ask Luis first");

        assert_eq!(desk.words(talk), [("luis", false), ("Luis", false), ("Zainab", false)].map(owned));
        assert_eq!(desk.words(lesson), [("luis", false)].map(owned));
        assert_eq!(desk.words(next), [("Luis", false)].map(owned));
        let numbers: Vec<_> = desk.names(talk).into_iter().map(|one| one.found.number.unwrap()).collect();
        assert_eq!(numbers, ["S1", "S1", "S2"], "one number for each student, wherever they are named");
    }

    fn owned((name, is_perhaps): (&str, bool)) -> (String, bool) {
        (name.to_owned(), is_perhaps)
    }

    #[test]
    fn a_number_stands_for_a_student_everywhere_as_one_act_that_undo_takes_back() {
        let mut desk = desk();
        desk.students("Luis Rey");
        let lines = ["Luis and S1 talk; Luis Rey nods", "T praises Luis"];
        let [lesson, talk, _] = desk.debriefed(&lines, "Luis said the rule", "");
        let names = desk.names(talk);
        assert!(names.iter().all(|one| one.found.number.as_deref() == Some("S2")), "S1 stands there for somebody else");

        desk.replace(talk, &names, "S2").unwrap();

        assert_eq!(desk.lines(lesson), ["S2 and S1 talk; S2 nods", "T praises S2"]);
        assert!(desk.names(talk).is_empty());
        record::undo(&mut desk.writer, Some(talk)).unwrap();
        assert_eq!(desk.lines(lesson), lines);
    }

    #[test]
    fn of_several_replacements_one_that_is_not_possible_changes_nothing() {
        let mut desk = desk();
        desk.students("Luis Rey");
        let [lesson, ..] = desk.debriefed(&["Luis talks", "T praises Luis"], "", "");
        let mut names = desk.names(lesson);
        names[1].found.at += 1;

        let outcome = desk.replace(lesson, &names, "S1");

        assert!(matches!(outcome, Err(Error::Refused(problem)) if problem.code == Code::Changed));
        assert_eq!(desk.lines(lesson), ["Luis talks", "T praises Luis"]);
    }

    #[test]
    fn words_that_would_not_fit_their_field_are_refused_and_nothing_is_lost() {
        let mut desk = desk();
        desk.students("Lu Rey");
        let words = format!("Ask Lu {}", "x".repeat(233));
        let [.., next] = desk.debriefed(&[], "", &words);
        let names = desk.names(next);

        let outcome = desk.replace(next, &names, "a student");

        assert!(matches!(outcome, Err(Error::Refused(problem)) if problem.code == Code::Invalid));
        desk.replace(next, &names, "S1").unwrap();
    }

    #[test]
    fn what_looks_like_a_name_is_asked_about_until_a_person_says_that_it_is_none() {
        let mut desk = desk();
        let [lesson, ..] = desk.debriefed(&["T shows a Rembrandt to Jaylen", "Birch Elementary on Monday"], "", "");
        assert_eq!(
            desk.words(lesson),
            [("Rembrandt", true), ("Jaylen", true)].map(owned),
            "the school's words are known"
        );
        assert_eq!(desk.names(lesson)[0].found.role, "a student");

        students::mark_no_name(&mut desk.writer, "Rembrandt", true).unwrap();
        assert_eq!(desk.words(lesson), [("Jaylen", true)].map(owned));

        students::mark_no_name(&mut desk.writer, "rembrandt", false).unwrap();
        assert_eq!(desk.words(lesson).len(), 2, "it can be taken back");
        assert!(students::mark_no_name(&mut desk.writer, "  ", true).is_err());
    }

    #[test]
    fn names_are_added_by_the_line_once_each_and_taken_back() {
        let mut desk = desk();
        let list = |desk: &Desk| -> Vec<String> {
            students::list(desk.writer.reader()).unwrap().into_iter().map(|one| one.name).collect()
        };

        let added =
            students::add(&mut desk.writer, "Rey, Luis\n\n  Zainab   Oyelaran \nzainab oyelaran\r\nJosé").unwrap();
        assert_eq!((added, list(&desk)), (3, ["José", "Luis Rey", "Zainab Oyelaran"].map(str::to_owned).to_vec()));
        assert_eq!(students::add(&mut desk.writer, "LUIS REY\njose").unwrap(), 0, "they are there already");

        for bad in ["Ana\n7", "-", &"x".repeat(101)] {
            let outcome = students::add(&mut desk.writer, bad);
            let Err(Error::Refused(problem)) = outcome else { panic!("{bad}: {outcome:?}") };
            assert_eq!(problem.field.as_deref(), Some("names"));
        }
        assert_eq!(list(&desk).len(), 3, "of a list with a bad line nothing is added");

        let gone = students::list(desk.writer.reader()).unwrap()[1].id;
        students::remove(&mut desk.writer, gone).unwrap();
        assert_eq!(list(&desk), ["José", "Zainab Oyelaran"]);
        record::undo(&mut desk.writer, None).unwrap();
        record::undo(&mut desk.writer, None).unwrap();
        assert_eq!(list(&desk), Vec::<String>::new(), "one act added them all");
    }

    #[test]
    fn the_list_belongs_to_no_kind_of_record_and_enters_no_scope() {
        assert_eq!(Record::of(student_name::ENTITY.number), None);
        for scope in scopes() {
            let value = "Zainab".into();
            assert!(may_enter_with(&scope, student_name::ENTITY.number, student_name::NAME, &value).is_err());
        }
        assert_eq!(folded("Zaïnab"), "zainab");
    }

    #[test]
    fn in_words_that_are_not_kept_yet_everybody_is_found_but_the_two() {
        let mut desk = desk();
        desk.students("Luis Rey");
        person::add_teacher(&mut desk.writer, "Bea Amidala").unwrap();
        let texts = ["Robin and Amir about Bea".to_owned(), "how luis 👩 sat by Luis".to_owned()];

        let found = in_texts(desk.writer.reader(), &texts, &[desk.teacher]).unwrap();

        let shown = |Name { name, role, at, .. }: &Name| (name.clone(), role.clone(), *at);
        let found: Vec<_> = found.iter().map(|one| (one.text, shown(&one.found))).collect();
        let expected = [(0, "Bea", "the teacher", 21), (1, "luis", "a student", 4), (1, "Luis", "a student", 19)];
        assert_eq!(found, expected.map(|(text, name, role, at)| (text, (name.to_owned(), role.to_owned(), at))));
        assert!(in_texts(desk.writer.reader(), &["x".repeat(100_001)], &[]).is_err());
    }
}
