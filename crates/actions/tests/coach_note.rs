//! Coach notes as a coach and a supervisor work with them: what goes, what is found before it goes, what is held.

#[cfg(test)]
mod tests {
    use actions::{
        coach_note::{self, NoteField, NoteState, ReplaceName},
        person,
        review::{self, NoteStanding, RemarkKind, Say},
        typed::{self, SaveTyped},
    };
    use domain::{Problem, RowId, remark::HELD_MS, schema::coach_note as entity};
    use store::{Seeded, Writer};
    use tempfile::TempDir;

    use crate::support::{self, Profile};

    /// Thursday 19 November 2026.
    const NOON_MS: i64 = 1_795_107_600_000;
    const WEEK: &str = "2026-11-16";

    struct Desk {
        writer: Writer,
        me: RowId,
        folder: TempDir,
    }

    fn id(number: u8) -> RowId {
        RowId::from_bytes([number; 16])
    }

    fn desk() -> Desk {
        let Profile { writer, me, folder } =
            support::begun(1, NOON_MS, "Robin Vale", "Alder County", "Birch Elementary");
        Desk { writer, me, folder }
    }

    impl Desk {
        fn told(mut self, facts: &[(&str, RowId, RowId)]) -> Self {
            support::join(&mut self.writer, self.me);
            let facts: Vec<_> = facts.iter().map(|(kind, subject, object)| (*kind, *subject, *object, "")).collect();
            support::tell(&mut self.writer, NOON_MS, &facts);
            self
        }

        fn coach() -> Self {
            let desk = desk();
            let me = desk.me;
            desk.told(&[("active", me, me), ("supervises", id(9), me)])
        }

        /// Types into a field and does not go on: nothing is kept yet.
        fn type_in(&mut self, column: &str, number: u32, words: &str) {
            coach_note::begin(&mut self.writer, WEEK).unwrap();
            let state = self.typed(column, number, words);
            typed::save(&mut self.writer, &state).unwrap();
        }

        fn typed(&self, column: &str, number: u32, words: &str) -> SaveTyped {
            SaveTyped { row: self.note().note, column: column.into(), number: number.into(), text: words.into() }
        }

        fn note(&self) -> coach_note::CoachNoteView {
            coach_note::view(self.writer.reader(), NOON_MS, Some(WEEK)).unwrap()
        }

        fn say(&mut self, note: RowId, kind: RemarkKind, text: &str) -> actions::Result<RowId> {
            let say = Say { note, kind, text: text.into(), passage: String::new(), answers: None };
            review::say(&mut self.writer, NOON_MS, &say)
        }
    }

    fn field_of<T: std::fmt::Debug>(result: actions::Result<T>) -> Option<String> {
        Problem::from(result.unwrap_err()).field
    }

    #[test]
    fn a_week_has_one_note_whose_words_are_shown_as_they_are_typed() {
        let mut desk = desk();
        assert!(!desk.note().is_begun);
        desk.type_in("tried", 1, "More wait time.");
        coach_note::begin(&mut desk.writer, "2026-11-19").unwrap();

        let note = desk.note();

        assert_eq!((note.tried.as_str(), note.state), ("More wait time.", NoteState::Own));
        assert!(note.is_begun && note.is_now);
        let count = "select count(*) from coach_note";
        assert_eq!(desk.writer.reader().query_row(count, [], |row| row.get::<_, i64>(0)).unwrap(), 1);
    }

    #[test]
    fn a_note_is_shared_with_the_facts_of_that_moment_and_stays_as_it_is_until_sharing_ends() {
        let mut desk = Desk::coach();
        assert_eq!(field_of(coach_note::share(&mut desk.writer, WEEK)).as_deref(), Some("tried"), "nothing is written");
        desk.type_in("tried", 1, "More wait time.");

        coach_note::share(&mut desk.writer, WEEK).unwrap();

        let note = desk.note();
        assert_eq!((note.state, note.tried.as_str()), (NoteState::Waiting, "More wait time."));
        let state = desk.typed("question", 9, "And you?");
        assert!(typed::save(&mut desk.writer, &state).unwrap(), "what is typed is never lost");
        assert!(typed::keep(&mut desk.writer, &state).is_err());
        assert_eq!(desk.note().question, "", "the supervisors do not have it");
        coach_note::stop(&mut desk.writer, WEEK).unwrap();
        desk.type_in("question", 10, "And you?");
        assert_eq!((desk.note().state, desk.note().question.as_str()), (NoteState::Own, "And you?"));
    }

    #[test]
    fn a_week_counts_what_was_done_and_nothing_that_was_left_out_proposed_or_an_exercise() {
        use domain::schema::{log_entry, observation, step};
        let mut desk = desk();
        let (me, teacher) = (desk.me, id(7));
        // A quarter to eight in the evening in New York, when it is the next day in Greenwich.
        let evening_ms = NOON_MS + (7 * 60 + 45) * 60_000;
        desk.writer
            .transact(|tx| {
                for purpose in ["coaching", "calibration", "learning_walk"] {
                    let lesson = vec![
                        (observation::TEACHER, teacher.into()),
                        (observation::STATE, "captured".into()),
                        (observation::STARTED_MS, evening_ms.into()),
                        (observation::ZONE, "America/New_York".into()),
                        (observation::KIND, "scripted".into()),
                        (observation::PURPOSE, purpose.into()),
                    ];
                    let row = tx.new_id();
                    tx.create(observation::ENTITY, row, lesson)?;
                }
                for (state, text) in [("agreed", "Wait"), ("proposed", "Ask"), ("agreed", "")] {
                    let made = vec![
                        (step::TEACHER, teacher.into()),
                        (step::COACH, me.into()),
                        (step::STATE, state.into()),
                        (step::TEXT, text.into()),
                        (step::CHECK_DATE, "2026-11-30".into()),
                        (step::ASSIGNED, "2026-11-19".into()),
                    ];
                    let row = tx.new_id();
                    tx.create(step::ENTITY, row, made)?;
                }
                for (source, minutes) in [("manual", 30_u32), ("left_out", 45)] {
                    let line = vec![
                        (log_entry::PERSON, me.into()),
                        (log_entry::SOURCE, source.into()),
                        (log_entry::DATE, "2026-11-19".into()),
                        (log_entry::ACTIVITY, "prep".into()),
                        (log_entry::MINUTES, minutes.into()),
                    ];
                    let row = tx.new_id();
                    tx.create(log_entry::ENTITY, row, line)?;
                }
                Ok::<_, store::Error>(())
            })
            .unwrap();

        let week = (NOON_MS - 4 * 86_400_000, NOON_MS + 4 * 86_400_000);
        let monday = WEEK.parse().unwrap();
        let facts = store::coach_note::count_week(desk.writer.reader(), me, monday, week).unwrap();
        let ended = store::handover::facts(desk.writer.reader(), teacher, true).unwrap();

        let of = |kind: &str| facts.iter().find(|fact| fact.kind == kind).map(|fact| (fact.count, fact.minutes));
        assert_eq!(of("observations").map(|(count, _)| count), Some(1));
        assert_eq!(of("steps_agreed"), Some((1, None)));
        assert_eq!(of("time"), Some((1, Some(30))));
        assert_eq!((ended.observations, ended.days.0.as_str()), (1, "2026-11-19"));
    }

    #[test]
    fn no_undo_changes_a_note_that_is_shared() {
        let mut desk = Desk::coach();
        desk.type_in("tried", 1, "Amir Haddad waited.");
        desk.type_in("tried", 2, "The teacher waited.");
        coach_note::share(&mut desk.writer, WEEK).unwrap();

        let changed = desk.writer.act(store::workspace(), "by another way", |tx| {
            let row = tx.reader().query_row("select id from coach_note", [], |row| row.get::<_, [u8; 16]>(0)).unwrap();
            tx.set(entity::ENTITY, RowId::from_bytes(row), entity::TRIED, "Amir Haddad waited.".into())
        });

        assert!(matches!(changed, Err(store::Error::Changed)), "{changed:?}");
        assert_eq!(desk.note().tried, "The teacher waited.");
    }

    #[test]
    fn a_day_that_does_not_exist_and_words_without_end_are_refused() {
        let mut desk = Desk::coach();
        assert_eq!(field_of(coach_note::begin(&mut desk.writer, "2026-13-01")).as_deref(), Some("week"));
        desk.type_in("will_try", 1, &"x".repeat(4_001));
        assert_eq!(field_of(coach_note::share(&mut desk.writer, WEEK)).as_deref(), Some("will_try"));
        assert_eq!(desk.note().state, NoteState::Own);
        desk.type_in("will_try", 2, &"é".repeat(4_000));
        coach_note::share(&mut desk.writer, WEEK).unwrap();
    }

    #[test]
    fn names_of_people_are_found_with_their_sentence_and_nothing_is_changed() {
        let mut desk = Desk::coach();
        person::add_teacher(&mut desk.writer, "Amir Haddad").unwrap();
        let words = "I waited. 👩 Then amir haddad smiled! Robin did too.";
        desk.type_in("tried", 1, words);

        let names = coach_note::names(desk.writer.reader(), WEEK).unwrap();

        let [found] = names.as_slice() else { panic!("one name, and not the coach's own: {names:?}") };
        assert_eq!((found.found.name.as_str(), found.found.at, found.field), ("amir haddad", 18, NoteField::Tried));
        assert_eq!((found.found.role.as_str(), found.found.initials.as_str()), ("the teacher", "A. H."));
        assert_eq!(found.found.sentence, "👩 Then amir haddad smiled!");
        assert_eq!(desk.note().tried, words);

        let other = |name: &str, at: u32| ReplaceName {
            field: NoteField::Tried,
            at,
            name: name.into(),
            instead: "the teacher".into(),
        };
        for (name, at) in [("amir haddad", 17), ("Amir", 18), ("", 18), ("amir haddad", 900)] {
            assert!(coach_note::replace_names(&mut desk.writer, WEEK, &[other(name, at)]).is_err(), "{name} {at}");
        }
        coach_note::replace_names(&mut desk.writer, WEEK, &[other("amir haddad", 18)]).unwrap();
        assert_eq!(desk.note().tried, "I waited. 👩 Then the teacher smiled! Robin did too.");
        assert!(coach_note::names(desk.writer.reader(), WEEK).unwrap().is_empty());
    }

    /// A supervisor with a note of a coach, as an exchange would have brought it.
    fn supervisor() -> (Desk, RowId) {
        use domain::schema::coach_note as schema;
        let mut desk = desk();
        let note = desk.writer.transact(|tx| {
            let note = tx.new_id();
            let fields = vec![
                (schema::COACH, id(8).into()),
                (schema::WEEK, WEEK.into()),
                (schema::TRIED, "I waited eight seconds.".into()),
            ];
            tx.create(schema::ENTITY, note, fields)?;
            Ok::<_, store::Error>(note)
        });
        let (me, note) = (desk.me, note.unwrap());
        (desk.told(&[("active", me, me), ("supervises", me, id(8))]), note)
    }

    fn remarks(desk: &Desk) -> i64 {
        desk.writer.reader().query_row("select count(*) from remark", [], |row| row.get(0)).unwrap()
    }

    #[test]
    fn a_remark_is_held_for_ten_minutes_can_be_taken_back_and_then_goes() {
        let (mut desk, note) = supervisor();
        let question = desk.say(note, RemarkKind::Question, "What did you hear?").unwrap();
        let comment = desk.say(note, RemarkKind::Comment, "Thank you.").unwrap();
        let shown = review::list(desk.writer.reader(), NOON_MS).unwrap().notes.remove(0);
        assert_eq!((shown.standing, shown.is_done), (NoteStanding::Asked, false), "what can be taken back is not done");
        assert!(shown.remarks.iter().all(|remark| remark.goes.as_deref() == Some("12:10 pm")), "{:?}", shown.remarks);

        review::take_back(&mut desk.writer, comment).unwrap();
        assert_eq!(store::remark::release(&mut desk.writer, NOON_MS + HELD_MS - 1).unwrap(), 0);
        assert_eq!(store::remark::release(&mut desk.writer, NOON_MS + HELD_MS).unwrap(), 1);

        assert_eq!(remarks(&desk), 1);
        let shown = review::list(desk.writer.reader(), NOON_MS).unwrap().notes.remove(0);
        assert_eq!((shown.remarks.len(), shown.remarks[0].id, shown.is_done), (1, question, true));
        assert!(shown.remarks[0].goes.is_none());
        assert!(review::take_back(&mut desk.writer, question).is_err(), "what was sent cannot be unsaid");
        assert_eq!(remarks(&desk), 1);
    }

    #[test]
    fn what_is_held_and_what_is_typed_is_there_after_the_file_was_closed_and_opened() {
        let (mut desk, note) = supervisor();
        let said = desk.say(note, RemarkKind::Question, "What did you hear?").unwrap();
        desk.type_in("tried", 1, "Half a sen");
        let Desk { writer, me, folder } = desk;
        // Nothing is written on closing: what a kill leaves is the same.
        drop(writer);

        let clock = Box::new(Seeded::new(2, NOON_MS));
        let writer = Writer::open(&folder.path().join("profile.db"), &support::key(), clock).unwrap();
        let mut desk = Desk { writer, me, folder };

        assert_eq!(desk.note().tried, "Half a sen");
        let shown = review::list(desk.writer.reader(), NOON_MS).unwrap().notes.remove(0);
        assert_eq!((shown.remarks[0].id, shown.remarks[0].goes.is_some()), (said, true));
        assert_eq!(store::remark::release(&mut desk.writer, NOON_MS + HELD_MS).unwrap(), 1);
    }

    #[test]
    fn a_coach_note_is_found_by_its_words_and_opens_at_its_week() {
        let mut desk = desk();
        desk.type_in("tried", 1, "Longer silences.");
        let state = desk.typed("tried", 2, "Longer silences.");
        typed::keep(&mut desk.writer, &state).unwrap();

        let found = actions::search::search(desk.writer.reader(), "silences").unwrap();

        let hit = &found.groups[0].hits[0];
        assert_eq!((hit.title.as_str(), hit.detail.as_str()), ("Longer silences.", "16–20 November"));
        assert_eq!((hit.date.as_deref(), hit.person), (Some(WEEK), None));
    }

    #[test]
    fn what_may_not_be_said_any_more_stays_and_can_be_taken_back() {
        let (mut desk, note) = supervisor();
        let said = desk.say(note, RemarkKind::Comment, "Thank you.").unwrap();
        let me = desk.me;
        let mut desk = desk.told(&[("active", me, me)]);

        assert_eq!(store::remark::release(&mut desk.writer, NOON_MS + HELD_MS).unwrap(), 0);

        assert_eq!(remarks(&desk), 0);
        review::take_back(&mut desk.writer, said).unwrap();
    }

    #[test]
    fn a_second_acknowledgement_of_the_same_note_is_the_first() {
        let (mut desk, note) = supervisor();
        let first = desk.say(note, RemarkKind::Acknowledge, "").unwrap();
        assert_eq!(desk.say(note, RemarkKind::Acknowledge, "").unwrap(), first);
    }

    #[test]
    fn what_is_no_readers_to_say_or_has_no_words_is_refused() {
        let (mut desk, note) = supervisor();
        assert_eq!(field_of(desk.say(note, RemarkKind::Question, "  ")).as_deref(), Some("text"));
        assert_eq!(field_of(desk.say(note, RemarkKind::Comment, &"x".repeat(2_001))).as_deref(), Some("text"));
        assert!(desk.say(note, RemarkKind::Answer, "An answer").is_err(), "that is the coach's");
        assert!(desk.say(id(77), RemarkKind::Comment, "To whom?").is_err());
        let elsewhere = Say {
            note,
            kind: RemarkKind::Comment,
            text: "Here?".into(),
            passage: "words of somebody else".into(),
            answers: None,
        };
        assert_eq!(field_of(review::say(&mut desk.writer, NOON_MS, &elsewhere)).as_deref(), Some("passage"));
        let mut stranger = desk.told(&[]);
        assert!(stranger.say(note, RemarkKind::Comment, "Hello").is_err());
        let held: i64 =
            stranger.writer.reader().query_row("select count(*) from local_remark", [], |row| row.get(0)).unwrap();
        assert_eq!((held, remarks(&stranger)), (0, 0));
    }

    #[test]
    fn every_note_that_waits_is_counted_and_the_list_holds_the_first_of_them() {
        use domain::schema::coach_note as schema;
        let (mut desk, _) = supervisor();
        let asks = desk
            .writer
            .transact(|tx| {
                for _ in 0..230 {
                    let fields = vec![(schema::COACH, id(8).into()), (schema::WEEK, WEEK.into())];
                    let row = tx.new_id();
                    tx.create(schema::ENTITY, row, fields)?;
                }
                let asks = tx.new_id();
                let fields = vec![
                    (schema::COACH, id(8).into()),
                    (schema::WEEK, "2026-11-30".into()),
                    (schema::QUESTION, "How?".into()),
                ];
                tx.create(schema::ENTITY, asks, fields)?;
                Ok::<_, store::Error>(asks)
            })
            .unwrap();

        let list = review::list(desk.writer.reader(), NOON_MS).unwrap().notes;

        assert_eq!((list.len(), list[0].id), (200, asks), "the last of all is read for a reason");
        assert_eq!(review::waiting(desk.writer.reader()).unwrap(), Some(232));
    }

    #[test]
    fn a_note_with_a_question_to_the_supervisors_comes_first_then_the_oldest_and_what_is_read_is_remembered() {
        use domain::schema::coach_note as schema;
        let (mut desk, first) = supervisor();
        let (older, asks) = desk
            .writer
            .transact(|tx| {
                let (older, asks) = (tx.new_id(), tx.new_id());
                for (row, week, question) in [(older, "2026-11-09", ""), (asks, "2026-11-23", "How?")] {
                    let fields = vec![
                        (schema::COACH, id(8).into()),
                        (schema::WEEK, week.into()),
                        (schema::QUESTION, question.into()),
                    ];
                    tx.create(schema::ENTITY, row, fields)?;
                }
                Ok::<_, store::Error>((older, asks))
            })
            .unwrap();
        review::mark_read(&mut desk.writer, older).unwrap();

        let list = review::list(desk.writer.reader(), NOON_MS).unwrap().notes;

        assert_eq!(list.iter().map(|note| note.id).collect::<Vec<_>>(), [asks, older, first]);
        assert_eq!(list.iter().map(|note| note.is_read).collect::<Vec<_>>(), [false, true, false]);
        assert_eq!(remarks(&desk), 0, "that it was read is told to nobody");
    }

    #[test]
    fn what_names_another_coach_is_not_said_of_the_note_and_answers_nothing() {
        use domain::schema::remark as schema;
        let (mut desk, note) = supervisor();
        let question = desk.say(note, RemarkKind::Question, "What did you hear?").unwrap();
        store::remark::release(&mut desk.writer, NOON_MS + HELD_MS).unwrap();
        let me = desk.me;
        let mut desk = desk.told(&[("active", me, me), ("supervises", me, id(8)), ("supervises", me, id(5))]);

        let fields = vec![
            (schema::COACH, id(5).into()),
            (schema::AUTHOR, id(5).into()),
            (schema::NOTE, note.into()),
            (schema::KIND, "answer".into()),
            (schema::TEXT, "I answer for somebody else".into()),
            (schema::ANSWERS, question.into()),
        ];
        desk.writer
            .transact(|tx| {
                let row = tx.new_id();
                tx.create(schema::ENTITY, row, fields)
            })
            .unwrap();

        let shown = review::list(desk.writer.reader(), NOON_MS + HELD_MS).unwrap().notes.remove(0);
        assert_eq!((shown.standing, shown.remarks.len()), (NoteStanding::Asked, 1));
    }

    #[test]
    fn what_is_held_of_a_note_that_its_coach_took_back_does_not_go_and_is_not_lost() {
        use domain::schema::coach_note as schema;
        let (mut desk, note) = supervisor();
        desk.say(note, RemarkKind::Comment, "Thank you.").unwrap();
        desk.writer.transact(|tx| tx.remove(schema::ENTITY, note)).unwrap();

        assert_eq!(store::remark::release(&mut desk.writer, NOON_MS + HELD_MS).unwrap(), 0);
        assert_eq!(remarks(&desk), 0);

        desk.writer.transact(|tx| tx.restore(schema::ENTITY, note)).unwrap();
        assert_eq!(store::remark::release(&mut desk.writer, NOON_MS + HELD_MS).unwrap(), 1, "it is there again");
    }

    #[test]
    fn st_8_a_note_says_why_it_is_read_and_the_rest_comes_after() {
        use domain::schema::{coach_note as schema, note_fact, role};
        use review::ReviewReason::{Asks, FirstYear, NoCheckDate, NoEvidence, Sample};
        let (mut desk, _) = supervisor();
        let coach = id(7);
        let write = |tx: &mut store::Tx<'_>, coach: RowId, question: &str, facts: &[(&str, u32)]| {
            let note = tx.new_id();
            let fields =
                vec![(schema::COACH, coach.into()), (schema::WEEK, WEEK.into()), (schema::QUESTION, question.into())];
            tx.create(schema::ENTITY, note, fields)?;
            for (kind, count) in facts {
                let row = tx.new_id();
                let fields = vec![
                    (note_fact::NOTE, note.into()),
                    (note_fact::KIND, (*kind).into()),
                    (note_fact::COUNT, (*count).into()),
                ];
                tx.create(note_fact::ENTITY, row, fields)?;
            }
            Ok::<_, store::Error>(note)
        };
        let (flagged, first_year, asks, rest) = desk
            .writer
            .transact(|tx| {
                let flagged = write(tx, coach, "", &[("evidence_lines", 0), ("steps_without_check_date", 1)])?;
                let asks = write(tx, coach, "How?", &[("evidence_lines", 3)])?;
                let first_year = write(tx, id(6), "", &[])?;
                let row = tx.new_id();
                let fields = vec![
                    (role::PERSON, id(6).into()),
                    (role::CODE, "coach".into()),
                    (role::STARTS, "2026-08-24".into()),
                ];
                tx.create(role::ENTITY, row, fields)?;
                let rest: Vec<RowId> = (0..40).map(|_| write(tx, coach, "", &[])).collect::<Result<_, _>>()?;
                Ok::<_, store::Error>((flagged, first_year, asks, rest))
            })
            .unwrap();

        let list = review::list(desk.writer.reader(), NOON_MS).unwrap().notes;

        let reasons = |note: RowId| list.iter().find(|one| one.id == note).unwrap().reasons.clone();
        assert_eq!(list[0].id, asks, "a question to the supervisors comes first");
        assert_eq!((reasons(asks), reasons(first_year)), (vec![Asks], vec![FirstYear]));
        assert_eq!(reasons(flagged), [NoEvidence, NoCheckDate]);
        let drawn = rest.iter().filter(|note| reasons(**note) == [Sample]).count();
        assert!((2..=16).contains(&drawn), "about one of five: {drawn}");
        assert!(rest.iter().all(|note| reasons(*note) == [Sample] || reasons(*note).is_empty()));
        let last_read = list.iter().rposition(|note| !note.reasons.is_empty()).unwrap();
        assert!(list[..last_read].iter().all(|note| !note.reasons.is_empty()), "the rest comes after");
        assert_eq!(list.len(), 44, "the rest can be read");
    }

    #[test]
    fn that_no_line_is_evidence_is_counted_on_the_coachs_computer_and_goes_without_words() {
        use actions::capture::{self, Start};
        let mut desk = Desk::coach();
        let counted = |desk: &Desk| {
            let facts = desk.note().facts;
            facts.iter().find(|fact| fact.kind == "evidence_lines").map(|fact| (fact.count, fact.label.clone()))
        };
        assert_eq!(counted(&desk), None, "no lesson was scripted");
        let teacher = person::add_teacher(&mut desk.writer, "Amir Haddad").unwrap();
        let now = |after_ms: i64| domain::clock::Reading {
            wall_ms: NOON_MS + after_ms,
            boot_ms: 1_000_000 + after_ms,
            awake_ms: 1_000_000 + after_ms,
            boot: "a boot".into(),
        };
        actions::look_for::save(&mut desk.writer, &actions::look_for::starter()).unwrap();
        let start = Start { visit: None, teacher: Some(teacher) };
        let lesson = capture::start(&mut desk.writer, &now(0), &start).unwrap();
        let line = capture::KeepLine {
            observation: lesson,
            number: 1.0,
            typed: "T why?".into(),
            speaker: "T".into(),
            age_ms: 0,
            tags: vec![],
        };
        capture::keep_line(&mut desk.writer, &now(1), &line).unwrap();
        capture::finish(&mut desk.writer, &now(2), lesson).unwrap();
        assert_eq!(counted(&desk), Some((0, String::new())));

        let line = store::observation::lines(desk.writer.reader(), lesson).unwrap()[0].id;
        capture::tag(&mut desk.writer, &now(3), line, 0, capture::Tagged::Shows).unwrap();
        assert_eq!(counted(&desk), Some((1, String::new())));
    }
}
