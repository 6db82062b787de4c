//! Observing a coach, as a supervisor and the coach work with it: whom one may observe, with whom it is shared, what is
//! found before it goes, and what does not count it.

#[cfg(test)]
mod tests {
    use actions::{
        Error, capture, coach_note, look_for, observation, observing_coach, person,
        session::{self, Begin},
        sharing::{self, Barrier, ReplaceSharedName, With},
        visit, week, who,
    };
    use domain::{
        Code, RowId,
        clock::Reading,
        kind::Purpose,
        schema::{line, observation as rows},
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
        coach: RowId,
        teacher: RowId,
        _folder: TempDir,
    }

    /// A supervisor with a coach and a teacher in the roster; the service has said nothing yet.
    fn desk() -> Desk {
        let folder = tempfile::tempdir().unwrap();
        let clock = Box::new(Seeded::new(1, NOON_MS));
        let mut writer = Writer::create(&folder.path().join("profile.db"), &Key::from_bytes([7; 32]), clock).unwrap();
        let begin = Begin {
            given: "Monique".into(),
            family: "Tran".into(),
            organisation: "Alder County".into(),
            school: "Birch Elementary".into(),
            zone: "America/New_York".into(),
        };
        let me = session::begin(&mut writer, &begin).unwrap().me;
        let coach = person::add_teacher(&mut writer, "Dana Whitfield").unwrap();
        let teacher = person::add_teacher(&mut writer, "Amir Haddad").unwrap();
        let id = |number| RowId::from_bytes([number; 16]);
        let membership = Membership {
            service: "https://service.example".into(),
            organisation: id(1),
            person: me,
            device: id(2),
            token: [0; 32],
            signing_key: [0; 32],
        };
        store::exchange::join(&mut writer, &membership).unwrap();
        Desk { writer, me, coach, teacher, _folder: folder }
    }

    impl Desk {
        fn told(&mut self, facts: &[(&str, RowId, RowId)]) {
            let fact = |(kind, subject, object): &(&str, RowId, RowId)| Fact {
                kind: (*kind).into(),
                subject: *subject,
                object: *object,
                detail: String::new(),
            };
            let told = Told { now_ms: NOON_MS, facts: facts.iter().map(fact).collect(), seen: Vec::new() };
            store::sharing::keep_told(&mut self.writer, &told).unwrap();
        }

        /// The supervisor of the coach, who coaches the teacher themselves.
        fn supervising() -> Self {
            let mut desk = desk();
            let (me, coach, teacher) = (desk.me, desk.coach, desk.teacher);
            desk.told(&[("active", me, me), ("supervises", me, coach), ("pair", me, teacher)]);
            desk
        }

        fn begin(&mut self) -> RowId {
            observing_coach::start(&mut self.writer, &at(0), self.coach).unwrap()
        }

        /// An observation of the coach with these lines, finished after twenty minutes.
        fn observed(&mut self, lines: &[&str]) -> RowId {
            let id = self.begin();
            self.writer
                .act(id, "write", |tx| {
                    for (number, words) in (0_i64..).zip(lines) {
                        let row = tx.new_id();
                        let fields = vec![
                            (line::OBSERVATION, id.into()),
                            (line::OFFSET_MS, (number * 1000).into()),
                            (line::TEXT, (*words).into()),
                        ];
                        tx.create(line::ENTITY, row, fields)?;
                    }
                    Ok::<_, store::Error>(())
                })
                .unwrap();
            capture::finish(&mut self.writer, &at(20 * 60_000), id).unwrap();
            id
        }
    }

    fn at(ms: i64) -> Reading {
        Reading { wall_ms: NOON_MS + ms, boot_ms: 1_000 + ms, awake_ms: 1_000 + ms, boot: "a boot".into() }
    }

    #[test]
    fn only_a_coach_whom_the_service_says_one_supervises_can_be_observed() {
        let mut desk = desk();
        assert!(observing_coach::coaches(desk.writer.reader()).unwrap().is_empty());
        let (me, coach, teacher) = (desk.me, desk.coach, desk.teacher);
        // The other way round, and somebody else's supervision, are no supervision of hers.
        desk.told(&[("active", me, me), ("supervises", coach, me), ("pair", me, teacher)]);
        for whom in [coach, teacher, me] {
            let refused = observing_coach::start(&mut desk.writer, &at(0), whom).unwrap_err();
            assert!(matches!(refused, Error::Refused(problem) if problem.code == Code::Invalid));
        }
        assert_eq!(store::observation::count(desk.writer.reader()).unwrap(), 0, "nothing was begun");

        desk.told(&[("active", me, me), ("supervises", me, coach)]);
        let names: Vec<_> = observing_coach::coaches(desk.writer.reader()).unwrap();
        assert_eq!(names.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["Dana Whitfield"]);
        assert!(person::view(desk.writer.reader(), NOON_MS, coach).unwrap().is_supervised);
        assert!(!person::view(desk.writer.reader(), NOON_MS, teacher).unwrap().is_supervised);
    }

    #[test]
    fn it_names_the_coach_and_no_teacher_and_begins_with_look_fors_of_its_own() {
        let mut desk = Desk::supervising();
        let first = desk.begin();

        let found = store::observation::load(desk.writer.reader(), first).unwrap();
        assert_eq!((found.coach, found.teacher), (Some(desk.coach), None));
        assert_eq!(Purpose::from_code(&found.purpose), Purpose::ObservingCoach);
        let view = observation::view(desk.writer.reader(), first, &at(1000)).unwrap();
        assert_eq!(view.coach.unwrap().name, "Dana Whitfield");
        assert_eq!(view.look_for_set.unwrap().title, "A coaching conversation");
        assert_eq!(view.look_fors[0].text, "Asks before telling");

        let set = found.look_for_set.unwrap();
        let edited =
            look_for::SaveSet { follows: Some(set), title: "How Dana coaches".into(), look_fors: vec!["Waits".into()] };
        let edited = look_for::save(&mut desk.writer, &edited).unwrap();
        look_for::choose(&mut desk.writer, first, edited).unwrap();
        capture::finish(&mut desk.writer, &at(60_000), first).unwrap();
        let second = desk.begin();
        let found = store::observation::load(desk.writer.reader(), second).unwrap();
        assert_eq!(found.look_for_set, Some(edited), "the set that was used last with a coach");

        let (writer, teacher) = (&mut desk.writer, desk.teacher);
        let lesson = capture::start(writer, &at(90_000), &capture::Start { visit: None, teacher: Some(teacher) });
        let lesson = store::observation::load(desk.writer.reader(), lesson.unwrap()).unwrap();
        assert_ne!(lesson.look_for_set, Some(edited), "and it is not proposed for a lesson");
        assert_eq!((lesson.coach, lesson.teacher), (None, Some(desk.teacher)));
    }

    #[test]
    fn it_is_offered_to_that_coach_and_to_nobody_else() {
        let mut desk = Desk::supervising();
        let id = desk.observed(&["asks before telling"]);

        let view = sharing::view(desk.writer.reader(), id).unwrap();
        assert_eq!((view.offers, view.barrier, view.is_of_coach), (vec![With::Teacher], None, true));
        assert_eq!(view.teacher.unwrap().name, "Dana Whitfield");
        for with in [With::Supervisors, With::Facts] {
            assert!(sharing::share(&mut desk.writer, id, with).is_err(), "{with:?}");
        }
        assert!(sharing::view(desk.writer.reader(), id).unwrap().shares.is_empty(), "nothing was shared");

        sharing::share(&mut desk.writer, id, With::Teacher).unwrap();
        let shares = store::sharing::shares(desk.writer.reader(), id).unwrap();
        let pair = domain::scope::Scope::Pair { coach: desk.me, teacher: desk.coach };
        assert_eq!(shares.iter().map(|share| share.scope).collect::<Vec<_>>(), [pair]);
        let seen = who::view(desk.writer.reader(), NOON_MS, id).unwrap();
        let audiences: Vec<_> =
            seen.audiences.iter().map(|one| (one.reader.as_str(), one.way.as_str(), one.names.clone())).collect();
        assert_eq!(audiences, [("coach", "supervision", vec!["Dana Whitfield".to_owned()])]);
        assert!(!seen.is_widened);
    }

    #[test]
    fn when_the_supervision_has_ended_it_is_offered_to_nobody() {
        let mut desk = Desk::supervising();
        let id = desk.observed(&["asks before telling"]);
        let (me, coach) = (desk.me, desk.coach);
        desk.told(&[("active", me, me), ("pair", me, coach)]);

        let view = sharing::view(desk.writer.reader(), id).unwrap();

        assert_eq!((view.offers, view.barrier), (vec![], Some(Barrier::NotInPair)), "coaching the coach is not it");
        assert!(sharing::share(&mut desk.writer, id, With::Teacher).is_err());
    }

    #[test]
    fn names_are_found_except_those_of_the_two_and_a_role_takes_the_place_of_one() {
        let mut desk = Desk::supervising();
        let id = desk.observed(&["Dana asks. Amir waits.", "Monique nods"]);

        let found = sharing::names(desk.writer.reader(), id).unwrap();
        let [name] = found.as_slice() else { panic!("one name: {found:?}") };
        assert_eq!(
            (name.found.name.as_str(), name.found.sentence.as_str(), name.found.at),
            ("Amir", "Amir waits.", 11)
        );
        assert_eq!((name.found.role.as_str(), name.found.initials.as_str()), ("the teacher", "A."));

        let mut replace = ReplaceSharedName {
            row: name.row,
            entity: name.entity,
            field: name.field,
            at: 3,
            name: name.found.name.clone(),
            instead: name.found.role.clone(),
        };
        assert!(sharing::replace_names(&mut desk.writer, id, &[replace.clone()]).is_err(), "it does not stand there");
        replace.at = name.found.at;
        replace.instead = "him // slow".into();
        assert!(sharing::replace_names(&mut desk.writer, id, &[replace.clone()]).is_err(), "private words go nowhere");
        replace.instead = "the teacher".into();
        sharing::replace_names(&mut desk.writer, id, &[replace.clone()]).unwrap();
        let lines = store::observation::lines(desk.writer.reader(), id).unwrap();
        assert_eq!(lines[0].text, "Dana asks. the teacher waits.");
        assert!(sharing::names(desk.writer.reader(), id).unwrap().is_empty());
    }

    fn planned(desk: &mut Desk, coach: RowId) -> Result<RowId, Error> {
        let plan = visit::Plan {
            teacher: None,
            team: None,
            coach: Some(coach),
            section: None,
            date: "2026-11-19".into(),
            starts_minute: Some(700),
            period: String::new(),
            minutes: Some(40),
            purpose: "who talks first".into(),
            kind: String::new(),
        };
        visit::plan(&mut desk.writer, &plan)
    }

    #[test]
    fn it_is_planned_as_a_visit_to_that_coach_and_begins_from_it() {
        let mut desk = Desk::supervising();
        let (me, coach, teacher) = (desk.me, desk.coach, desk.teacher);
        for stranger in [teacher, me] {
            let refused = planned(&mut desk, stranger).unwrap_err();
            assert!(matches!(refused, Error::Refused(problem) if problem.field.as_deref() == Some("teacher")));
        }
        let id = planned(&mut desk, coach).unwrap();

        let week = week::view(desk.writer.reader(), NOON_MS, None).unwrap();
        let entry = week.days.iter().flat_map(|day| &day.entries).find(|entry| entry.visit == Some(id)).unwrap();
        assert_eq!(entry.coach.as_ref().map(|coach| coach.name.as_str()), Some("Dana Whitfield"));
        assert!(entry.teacher.is_none() && entry.last.is_none(), "it is no visit to a teacher");
        assert_eq!((week.so_far.planned, week.so_far.held), (0, 0), "nor counted as one");
        let log = actions::log::week(desk.writer.reader(), NOON_MS, None).unwrap();
        assert_eq!(log.visits.planned, 0);

        let start = capture::Start { visit: Some(id), teacher: None };
        let begun = capture::start(&mut desk.writer, &at(0), &start).unwrap();
        assert_eq!(capture::start(&mut desk.writer, &at(10), &start).unwrap(), begun, "once");
        let found = store::observation::load(desk.writer.reader(), begun).unwrap();
        assert_eq!((found.coach, found.teacher, found.visit), (Some(coach), None, Some(id)));
        assert_eq!(Purpose::from_code(&found.purpose), Purpose::ObservingCoach);
        assert_eq!((found.focus.as_str(), found.planned_minutes), ("who talks first", Some(40)));
        let visit = store::visit::load(desk.writer.reader(), id).unwrap();
        assert_eq!((visit.state.as_str(), visit.observation), ("held", Some(begun)));
        let facts = coach_note::view(desk.writer.reader(), NOON_MS, None).unwrap().facts;
        assert!(facts.iter().all(|fact| !fact.kind.starts_with("visits") || fact.count == 0), "{facts:?}");
    }

    #[test]
    fn what_was_planned_does_not_begin_when_the_supervision_has_ended_and_nothing_is_lost() {
        let mut desk = Desk::supervising();
        let (me, coach) = (desk.me, desk.coach);
        let id = planned(&mut desk, coach).unwrap();
        desk.told(&[("active", me, me)]);

        let start = capture::Start { visit: Some(id), teacher: None };
        assert!(capture::start(&mut desk.writer, &at(0), &start).is_err());

        let visit = store::visit::load(desk.writer.reader(), id).unwrap();
        assert_eq!((visit.state.as_str(), visit.observation), ("planned", None));
    }

    #[test]
    fn its_look_fors_go_with_it_are_shown_before_and_are_not_offered_where_they_came() {
        let mut desk = Desk::supervising();
        let id = desk.observed(&["asks before telling"]);
        let set = store::observation::load(desk.writer.reader(), id).unwrap().look_for_set.unwrap();

        let shown = sharing::preview(desk.writer.reader(), id, With::Teacher).unwrap().look_fors;
        sharing::share(&mut desk.writer, id, With::Teacher).unwrap();

        assert_eq!(shown.len(), 7);
        let pair = domain::scope::Scope::Pair { coach: desk.me, teacher: desk.coach };
        let scopes = |desk: &Desk, root| {
            let shares = store::sharing::shares(desk.writer.reader(), root).unwrap();
            shares.into_iter().map(|share| share.scope).collect::<Vec<_>>()
        };
        assert_eq!(scopes(&desk, set), [pair], "a tag says nothing without the words of its look-for");

        // Another set, chosen after it was shared, follows.
        let other =
            look_for::SaveSet { follows: None, title: "How Dana coaches".into(), look_fors: vec!["Waits".into()] };
        let other = look_for::save(&mut desk.writer, &other).unwrap();
        look_for::choose(&mut desk.writer, id, other).unwrap();
        assert_eq!(scopes(&desk, other), [pair]);
    }

    #[test]
    fn it_counts_as_no_lesson_and_its_time_is_no_coaching() {
        let mut desk = Desk::supervising();
        let (me, coach) = (desk.me, desk.coach);
        desk.told(&[("active", me, me), ("supervises", me, coach), ("supervises", RowId::from_bytes([9; 16]), me)]);
        let id = desk.observed(&["asks before telling"]);
        let reader = desk.writer.reader();

        assert_eq!(week::view(reader, NOON_MS, None).unwrap().so_far.observations, 0);
        let note = coach_note::view(reader, NOON_MS, None).unwrap();
        assert!(note.facts.iter().all(|fact| fact.kind != "observations"), "{:?}", note.facts);
        assert!(person::view(reader, NOON_MS, coach).unwrap().observations.is_empty(), "no lesson of theirs");
        assert!(actions::last_time::of(reader, NOON_MS, coach).unwrap().is_none());
        let day = actions::log::day(reader, NOON_MS, None).unwrap();
        let activities: Vec<_> = day.lines.iter().map(|line| line.activity.as_str()).collect();
        assert_eq!(activities, ["own_learning"]);
        let listed = observation::list(reader, None, 0).unwrap().rows;
        assert_eq!(listed[0].coach.as_ref().map(|coach| coach.name.as_str()), Some("Dana Whitfield"));
        assert_eq!(listed[0].id, id);
        assert_eq!(rows::COACH, 22, "a field's number never changes");
    }
}
