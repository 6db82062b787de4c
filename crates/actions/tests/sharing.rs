//! Sharing, as a coach does it: what is offered, what goes, and what can be taken back.

#[cfg(test)]
mod tests {
    use actions::{
        person, record,
        rubric::{self, EvidenceLine, GiveLevel, RubricIndicator, SaveRubric},
        sharing::{self, Barrier, ReplaceSharedName, ShareState, With, supervisors},
    };
    use domain::{
        RowId,
        access::{Record, may_enter},
        schema::{ENTITIES, Kind, coaching_cycle, debrief, goal, line, observation, step, step_check, wondering},
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
        fn joined(mut self) -> Self {
            support::join(&mut self.writer, self.me);
            self
        }

        fn told(mut self, facts: &[(&str, RowId, RowId, &str)]) -> Self {
            support::tell(&mut self.writer, NOON_MS, facts);
            self
        }

        /// A coach and a teacher who work together, as the service says.
        fn together() -> Self {
            let desk = desk().joined();
            let (me, teacher) = (desk.me, desk.teacher);
            desk.told(&[("active", me, me, ""), ("pair", me, teacher, "")])
        }

        fn observed(&mut self, state: &str) -> RowId {
            self.observed_for(state, "coaching")
        }

        fn observed_for(&mut self, state: &str, purpose: &str) -> RowId {
            let teacher = self.teacher;
            self.writer
                .act(store::workspace(), "observe", |tx| {
                    let (root, first, second, private) = (tx.new_id(), tx.new_id(), tx.new_id(), tx.new_id());
                    let fields = vec![
                        (observation::TEACHER, teacher.into()),
                        (observation::STATE, state.into()),
                        (observation::STARTED_MS, NOON_MS.into()),
                        (observation::FOCUS, "wait time".into()),
                        (observation::PURPOSE, purpose.into()),
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

        /// A coach and a teacher whose agreement lists these kinds for supervisors.
        fn agreed(self, kinds: &[&str]) -> Self {
            let (me, teacher) = (self.me, self.teacher);
            let mut facts = vec![("active", me, me, ""), ("pair", me, teacher, "")];
            facts.extend(kinds.iter().map(|kind| ("agreed", me, teacher, *kind)));
            self.told(&facts)
        }

        /// A debrief, a step with a check, and a coaching cycle with its goal; each with the number of its kind.
        fn written(&mut self) -> [(RowId, &'static str); 3] {
            let (me, teacher) = (self.me, self.teacher);
            self.writer
                .act(store::workspace(), "write", |tx| {
                    let [talk, next, check, cycle, aim] = [(); 5].map(|()| tx.new_id());
                    let fields = vec![
                        (debrief::COACH, me.into()),
                        (debrief::TEACHER, teacher.into()),
                        (debrief::PRAISE, "The rule came from students".into()),
                        (debrief::DATE, "2026-10-05".into()),
                    ];
                    tx.create(debrief::ENTITY, talk, fields)?;
                    let fields = vec![
                        (step::COACH, me.into()),
                        (step::TEACHER, teacher.into()),
                        (step::TEXT, "Wait three seconds".into()),
                        (step::STATE, "agreed".into()),
                    ];
                    tx.create(step::ENTITY, next, fields)?;
                    let fields = vec![(step_check::STEP, next.into()), (step_check::NOTE, "Twice".into())];
                    tx.create(step_check::ENTITY, check, fields)?;
                    let fields = vec![(coaching_cycle::COACH, me.into()), (coaching_cycle::TEACHER, teacher.into())];
                    tx.create(coaching_cycle::ENTITY, cycle, fields)?;
                    let fields =
                        vec![(goal::COACHING_CYCLE, cycle.into()), (goal::STATEMENT, "Everyone explains".into())];
                    tx.create(goal::ENTITY, aim, fields)?;
                    Ok::<_, store::Error>([(talk, "2"), (next, "3"), (cycle, "12")])
                })
                .unwrap()
        }

        fn with_supervisors(&self, id: RowId) -> supervisors::SupervisorsView {
            supervisors::view(self.writer.reader(), id).unwrap()
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

    /// Fields of text among a lesson's records that the preview does not show as they stand, and why that is honest.
    const NOT_SHOWN: [(&str, &str); 17] = [
        ("observation.kind", "a code: the results are those of the kind"),
        ("observation.state", "a code"),
        ("observation.zone", "the times are in it"),
        ("observation.purpose", "a code: nothing but coaching is shared"),
        ("observation.method", "a code"),
        ("line.boot", "a mark of the computer's clock"),
        ("line.speaker", "a code: stands before the line"),
        ("gap.cause", "a code"),
        ("tag.polarity", "a code: a minus before the letter that stands with the line"),
        ("code.letter", "stands with the results"),
        ("interval_mark.letters", "stands with the results"),
        ("talk_span.letter", "stands with the results"),
        ("tally.letter", "stands with the results"),
        ("tally.seat_group", "a code: stands with the results"),
        ("walk_item.value", "a code: stands with the results"),
        ("walk_room.subject", "a learning walk is shared with nobody"),
        ("walk_room.grade", "a learning walk is shared with nobody"),
    ];

    #[test]
    fn every_field_of_text_that_goes_with_a_lesson_is_in_the_preview_or_is_named_here() {
        let mut desk = Desk::together();
        let mut marks = Vec::new();
        let id = desk.observed("captured");
        let pair = Scope::Pair { coach: desk.me, teacher: desk.teacher };
        let scripts = ENTITIES.iter().filter(|entity| Record::of(entity.number) == Some(Record::Script));
        for entity in scripts.filter(|entity| may_enter(&pair, entity.number).is_ok()) {
            let texts = entity.fields.iter().filter(|field| field.kind == Kind::Text);
            let texts: Vec<_> = texts
                .map(|field| (field.number, format!("{}.{}", entity.table, field.column)))
                .filter(|(_, name)| !NOT_SHOWN.iter().any(|(known, _)| known == name))
                .collect();
            let is_root = entity.number == observation::ENTITY.number;
            desk.writer
                .act(id, "write", |tx| {
                    let said = texts.iter().map(|(number, name)| (*number, name.as_str().into()));
                    if is_root {
                        return said.into_iter().try_for_each(|(number, name)| tx.set(entity, id, number, name));
                    }
                    let root = entity.fields.iter().find(|field| field.column == "observation").unwrap();
                    let row = tx.new_id();
                    tx.create(entity, row, std::iter::once((root.number, id.into())).chain(said).collect())
                })
                .unwrap();
            marks.extend(texts.into_iter().map(|(_, name)| name));
        }

        let goes = format!("{:?}", sharing::preview(desk.writer.reader(), id, With::Teacher).unwrap());
        let facts = format!("{:?}", sharing::preview(desk.writer.reader(), id, With::Facts).unwrap());

        assert!(marks.len() >= 5, "{marks:?}");
        for mark in marks {
            assert!(goes.contains(&format!("{mark:?}")), "{mark} goes and is not shown");
            assert!(!facts.contains(&mark), "{mark} is no fact");
        }
    }

    #[test]
    fn a_calibration_and_a_learning_walk_are_shared_with_nobody_and_say_why() {
        let mut desk = Desk::together();
        for (purpose, barrier) in [("calibration", Barrier::Calibration), ("learning_walk", Barrier::LearningWalk)] {
            let id = desk.observed_for("captured", purpose);
            assert_eq!((desk.view(id).barrier, desk.view(id).offers), (Some(barrier), vec![]));
            for with in With::ALL {
                assert!(sharing::share(&mut desk.writer, id, with).is_err());
            }
            assert!(desk.view(id).shares.is_empty(), "nothing was shared");
        }
    }

    #[test]
    fn a_colleagues_name_is_found_before_it_goes_the_teachers_own_is_not_and_only_the_choice_changes_it() {
        let mut desk = Desk::together();
        person::add_teacher(&mut desk.writer, "Bea Amidala").unwrap();
        let id = desk.observed("captured");
        let said = "Amir waits. Über Bea Amidala we spoke.";
        desk.writer.act(id, "note", |tx| tx.set(observation::ENTITY, id, observation::NOTE, said.into())).unwrap();
        let private = desk.writer.act(id, "wonder", |tx| {
            let row = tx.new_id();
            let fields = vec![(wondering::OBSERVATION, id.into()), (wondering::TEXT, "like Bea".into())];
            tx.create(wondering::ENTITY, row, fields).map(|()| row)
        });
        private.unwrap();
        let note = |desk: &Desk| store::observation::load(desk.writer.reader(), id).unwrap().note;

        let names = sharing::names(desk.writer.reader(), id).unwrap();

        let found: Vec<_> = names.iter().map(|name| (name.found.name.as_str(), name.found.initials.as_str())).collect();
        assert_eq!(found, [("Bea Amidala", "B. A.")]);
        assert_eq!(note(&desk), said, "nothing is changed by looking");
        let one = &names[0];
        let mut replace = ReplaceSharedName {
            row: one.row,
            entity: one.entity,
            field: one.field,
            at: one.found.at,
            name: one.found.name.clone(),
            instead: one.found.role.clone(),
        };
        sharing::replace_names(&mut desk.writer, id, &[replace.clone()]).unwrap();
        assert_eq!(note(&desk), format!("Amir waits. Über {} we spoke.", one.found.role));
        assert!(sharing::replace_names(&mut desk.writer, id, &[replace.clone()]).is_err(), "it stands there no more");
        replace.field = observation::KIND;
        assert!(sharing::replace_names(&mut desk.writer, id, &[replace.clone()]).is_err(), "a code is no prose");
        assert!(sharing::names(desk.writer.reader(), id).unwrap().is_empty());
        record::undo(&mut desk.writer, Some(id)).unwrap();
        assert_eq!(note(&desk), said);
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
    fn a_record_goes_to_supervisors_only_where_the_agreement_lists_its_own_kind() {
        let mut desk = Desk::together();
        let records = desk.written();
        for (id, _) in records {
            let view = desk.with_supervisors(id);
            assert_eq!((view.is_offered, view.barrier), (false, Some(Barrier::NotAgreed)));
            assert!(supervisors::share(&mut desk.writer, id).is_err());
            assert!(desk.with_supervisors(id).share.is_none(), "nothing was shared");
        }

        for (id, kind) in records {
            desk = desk.agreed(&[kind]);
            for (other, _) in records {
                assert_eq!(desk.with_supervisors(other).is_offered, other == id);
            }
        }
    }

    #[test]
    fn the_preview_for_supervisors_holds_every_word_of_the_record_and_none_of_another() {
        let mut desk = Desk::together().agreed(&["2", "3", "12"]);
        let [talk, next, cycle] = desk.written().map(|(id, _)| desk.with_supervisors(id).goes);
        let said = |goes: &[sharing::PreviewWords]| goes.iter().map(|one| one.text.clone()).collect::<Vec<_>>();

        assert_eq!(said(&talk), ["5 October 2026", "The rule came from students"]);
        assert_eq!(said(&next), ["Wait three seconds", "Agreed", "Twice"]);
        assert_eq!(next[2].label, "Check: Note");
        assert_eq!(said(&cycle), ["Everyone explains"]);
    }

    #[test]
    fn a_share_with_supervisors_is_one_act_that_undo_takes_back_and_that_is_stopped_once_it_was_sent() {
        let mut desk = Desk::together().agreed(&["2", "3", "12"]);
        for (id, _) in desk.written() {
            supervisors::share(&mut desk.writer, id).unwrap();
            let view = desk.with_supervisors(id);
            assert_eq!((view.share.unwrap().state, view.is_offered), (ShareState::Waiting, false));
            record::undo(&mut desk.writer, Some(id)).unwrap();
            assert!(desk.with_supervisors(id).share.is_none());
            record::redo(&mut desk.writer, Some(id)).unwrap();
            settle(&desk.writer);

            supervisors::stop(&mut desk.writer, id).unwrap();

            assert_eq!(desk.with_supervisors(id).share.unwrap().state, ShareState::Ending);
            settle(&desk.writer);
            assert!(desk.with_supervisors(id).share.is_none());
            assert!(supervisors::stop(&mut desk.writer, id).is_err(), "there is nothing to stop");
        }
    }

    #[test]
    fn what_was_removed_or_is_of_another_kind_is_not_shared_with_supervisors_this_way() {
        let mut desk = Desk::together().agreed(&["1", "2"]);
        let lesson = desk.observed("captured");
        assert!(supervisors::view(desk.writer.reader(), lesson).is_err());
        let [(talk, _), ..] = desk.written();
        desk.writer.act(talk, "remove", |tx| tx.remove(debrief::ENTITY, talk)).map_err(|e: store::Error| e).unwrap();

        assert_eq!(desk.with_supervisors(talk).barrier, Some(Barrier::Removed));
        assert!(supervisors::share(&mut desk.writer, talk).is_err());
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
