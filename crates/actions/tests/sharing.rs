//! Sharing, as a coach does it: what is offered, what goes, and what can be taken back.

#[cfg(test)]
mod tests {
    use actions::{
        person, record,
        rubric::{self, EvidenceLine, GiveLevel, RubricIndicator, SaveRubric},
        session::{self, Begin},
        sharing::{self, Barrier, ShareState, With},
    };
    use domain::{
        RowId,
        schema::{line, observation, wondering},
    };
    use store::{
        Seeded, Writer,
        exchange::Membership,
        key::Key,
        sharing::{Fact, Told},
    };

    use tempfile::TempDir;

    const NOON_MS: i64 = 1_795_107_600_000;

    struct Desk {
        writer: Writer,
        me: RowId,
        teacher: RowId,
        _folder: TempDir,
    }

    fn desk() -> Desk {
        let folder = tempfile::tempdir().unwrap();
        let clock = Box::new(Seeded::new(1, NOON_MS));
        let mut writer = Writer::create(&folder.path().join("profile.db"), &Key::from_bytes([7; 32]), clock).unwrap();
        let begin = Begin {
            given: "Robin".into(),
            family: "Vale".into(),
            organisation: "Alder County".into(),
            school: "Birch Elementary".into(),
            zone: "America/New_York".into(),
        };
        let me = session::begin(&mut writer, &begin).unwrap().me;
        let teacher = person::add_teacher(&mut writer, "Amir Haddad").unwrap();
        Desk { writer, me, teacher, _folder: folder }
    }

    impl Desk {
        fn joined(mut self) -> Self {
            let id = |number| RowId::from_bytes([number; 16]);
            let membership = Membership {
                service: "https://service.example".into(),
                organisation: id(1),
                person: self.me,
                device: id(2),
                token: [0; 32],
                signing_key: [0; 32],
            };
            store::exchange::join(&mut self.writer, &membership).unwrap();
            self
        }

        fn told(mut self, facts: &[(&str, RowId, RowId, &str)]) -> Self {
            let fact = |(kind, subject, object, detail): &(&str, RowId, RowId, &str)| Fact {
                kind: (*kind).into(),
                subject: *subject,
                object: *object,
                detail: (*detail).into(),
            };
            let told = Told { now_ms: NOON_MS, facts: facts.iter().map(fact).collect(), seen: Vec::new() };
            store::sharing::keep_told(&mut self.writer, &told).unwrap();
            self
        }

        /// A coach and a teacher who work together, as the service says.
        fn together() -> Self {
            let desk = desk().joined();
            let (me, teacher) = (desk.me, desk.teacher);
            desk.told(&[("active", me, me, ""), ("pair", me, teacher, "")])
        }

        fn observed(&mut self, state: &str) -> RowId {
            let teacher = self.teacher;
            self.writer
                .act(store::workspace(), "observe", |tx| {
                    let (root, first, second, private) = (tx.new_id(), tx.new_id(), tx.new_id(), tx.new_id());
                    let fields = vec![
                        (observation::TEACHER, teacher.into()),
                        (observation::STATE, state.into()),
                        (observation::STARTED_MS, NOON_MS.into()),
                        (observation::FOCUS, "wait time".into()),
                    ];
                    tx.create(observation::ENTITY, root, fields)?;
                    for (id, words) in [(first, "What do you notice?"), (second, "hasty")] {
                        let fields = vec![(line::OBSERVATION, root.into()), (line::TEXT, words.into())];
                        tx.create(line::ENTITY, id, fields)?;
                    }
                    tx.remove(line::ENTITY, second)?;
                    let fields = vec![(wondering::OBSERVATION, root.into()), (wondering::TEXT, "bored?".into())];
                    tx.create(wondering::ENTITY, private, fields)?;
                    Ok::<_, store::Error>(root)
                })
                .unwrap()
        }

        fn view(&self, id: RowId) -> sharing::SharingView {
            sharing::view(self.writer.reader(), id).unwrap()
        }
    }

    #[test]
    fn what_stands_in_the_way_of_sharing_is_said_one_by_one() {
        let mut alone = desk();
        let finished = alone.observed("captured");
        assert_eq!(alone.view(finished).barrier, Some(Barrier::Alone));
        let joined = alone.joined();
        assert_eq!(joined.view(finished).barrier, Some(Barrier::NotTold));
        let me = joined.me;
        let mut stranger = joined.told(&[("active", me, me, "")]);
        assert_eq!(stranger.view(finished).barrier, Some(Barrier::NotInPair));
        assert_eq!(stranger.view(finished).offers, [With::Facts]);
        let open = stranger.observed("capturing");
        assert_eq!((stranger.view(open).barrier, stranger.view(open).offers), (Some(Barrier::Open), vec![]));

        for id in [finished, open] {
            assert!(sharing::share(&mut stranger.writer, id, With::Teacher).is_err());
            assert!(stranger.view(id).shares.is_empty(), "nothing was shared");
        }
    }

    #[test]
    fn supervisors_are_offered_only_where_the_agreement_lists_scripts() {
        let mut desk = Desk::together();
        let id = desk.observed("captured");
        assert_eq!(desk.view(id).offers, [With::Teacher, With::Facts]);
        let (me, teacher) = (desk.me, desk.teacher);

        let desk = desk.told(&[("active", me, me, ""), ("pair", me, teacher, ""), ("agreed", me, teacher, "1")]);

        assert_eq!(desk.view(id).offers, With::ALL);
    }

    #[test]
    fn the_preview_is_what_stands_without_removed_lines_and_wonderings_and_facts_have_no_words() {
        let mut desk = Desk::together();
        let id = desk.observed("captured");
        let preview = |with| sharing::preview(desk.writer.reader(), id, with).unwrap();

        let (all, facts) = (preview(With::Teacher), preview(With::Facts));

        assert_eq!(all.lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>(), ["What do you notice?"]);
        assert_eq!((all.focus.as_deref(), all.wonderings), (Some("wait time"), 1));
        assert_eq!((facts.focus, facts.lines), (None, vec![]));
    }

    #[test]
    fn a_share_is_undone_until_it_was_sent_and_stopped_afterwards() {
        let mut desk = Desk::together();
        let id = desk.observed("captured");
        sharing::share(&mut desk.writer, id, With::Teacher).unwrap();
        let view = desk.view(id);
        assert_eq!((view.shares[0].with, view.shares[0].state), (With::Teacher, ShareState::Waiting));
        assert_eq!(view.offers, [With::Facts], "it is not offered twice");

        assert_eq!(record::undo(&mut desk.writer, Some(id)).unwrap().as_deref(), Some("Share an observation"));
        assert!(desk.view(id).shares.is_empty());
        record::redo(&mut desk.writer, Some(id)).unwrap();
        assert_eq!(desk.view(id).shares.len(), 1);
        settle(&desk.writer);

        assert_eq!(desk.view(id).shares[0].state, ShareState::Open);
        assert!(record::undo(&mut desk.writer, Some(id)).is_err(), "it was sent");
        sharing::stop(&mut desk.writer, id, With::Teacher).unwrap();
        assert_eq!(desk.view(id).shares[0].state, ShareState::Ending);
        settle(&desk.writer);
        assert!(desk.view(id).shares.is_empty());
        assert!(sharing::stop(&mut desk.writer, id, With::Teacher).is_err(), "there is nothing to stop");
    }

    #[test]
    fn the_words_of_a_rubric_go_with_the_lesson_whose_lines_it_describes_and_come_back_with_it() {
        let mut desk = Desk::together();
        let words = |words: &str| RubricIndicator { text: words.into(), levels: vec!["None".into(), "Some".into()] };
        let indicators = vec![words("Reasons are asked for")];
        let save = SaveRubric { follows: None, title: "Reasons".into(), licence: String::new(), indicators };
        let root = rubric::save(&mut desk.writer, &save).unwrap();
        let (first, second) = (desk.observed("captured"), desk.observed("captured"));
        let shares = |desk: &Desk| store::sharing::shares(desk.writer.reader(), root).unwrap().len();

        show_level(&mut desk.writer, first);
        let goes = |with| sharing::preview(desk.writer.reader(), first, with).unwrap().rubrics;
        assert_eq!((goes(With::Teacher), goes(With::Facts)), (vec!["Reasons".to_owned()], vec![]));
        assert_eq!(shares(&desk), 0, "nothing of this lesson is shared");
        sharing::share(&mut desk.writer, first, With::Facts).unwrap();
        assert_eq!(shares(&desk), 0, "facts have no words");
        sharing::share(&mut desk.writer, first, With::Teacher).unwrap();
        assert_eq!(shares(&desk), 1);
        record::undo(&mut desk.writer, Some(first)).unwrap();
        assert_eq!(shares(&desk), 0);

        sharing::share(&mut desk.writer, second, With::Teacher).unwrap();
        show_level(&mut desk.writer, second);
        assert_eq!(shares(&desk), 1, "the lesson was open already");
        sharing::share(&mut desk.writer, first, With::Teacher).unwrap();
        assert_eq!(shares(&desk), 1, "it is open to the two once");
    }

    /// Says that the lesson's line shows the second level of the first indicator.
    fn show_level(writer: &mut Writer, id: RowId) {
        let kind = |tx: &mut store::Tx<'_>| tx.set(observation::ENTITY, id, observation::KIND, "scripted".into());
        writer.act(id, "kind", kind).unwrap();
        let line = store::observation::lines(writer.reader(), id).unwrap()[0].id;
        let indicator = rubric::lesson(writer.reader(), NOON_MS, id, None).unwrap().indicators[0].id;
        let mark = EvidenceLine { observation: id, indicator, line, shows: true };
        rubric::mark_line(writer, NOON_MS, &mark).unwrap();
        rubric::give_level(writer, NOON_MS, &GiveLevel { observation: id, indicator, level: Some(2) }).unwrap();
    }

    /// As if the service had taken everything.
    fn settle(writer: &Writer) {
        writer.reader().execute("update op set settled = seq where settled is null", []).unwrap();
    }
}
