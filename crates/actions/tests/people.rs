//! People, teams and their visits, as a person changes them: each act is one step of undo.

#[cfg(test)]
mod tests {
    use actions::{
        Error, calendar,
        look_for::{self, SaveSet},
        person, record, school, session, visit,
        week::{self, When},
    };
    use domain::{
        Code, Problem, RowId,
        schema::{coaching_cycle, debrief, gap, line, log_entry, observation, tag, team},
    };
    use store::{Seeded, Writer};
    use tempfile::TempDir;

    use crate::support::{self, Profile};

    /// Thursday 19 November 2026, noon in New York.
    const NOON_MS: i64 = 1_795_107_600_000;
    const DAY_MS: i64 = 86_400_000;

    struct Desk {
        writer: Writer,
        folder: TempDir,
    }

    fn desk() -> Desk {
        let Profile { writer, folder, .. } =
            support::begun(1, NOON_MS, "Robin Vale", "Alder County", "Birch Elementary");
        Desk { writer, folder }
    }

    impl Desk {
        fn after_days(self, days: i64) -> Self {
            let Self { writer, folder } = self;
            drop(writer);
            let clock = Box::new(Seeded::new(2, NOON_MS + days * DAY_MS));
            let writer = Writer::open(&folder.path().join("profile.db"), &support::key(), clock).unwrap();
            Self { writer, folder }
        }

        fn school(&self, name: &str) -> RowId {
            let all = school::list(self.writer.reader()).unwrap();
            all.into_iter().find(|one| one.name == name).unwrap().id
        }

        fn add(&mut self, given: &str) -> RowId {
            let added = person::AddPerson {
                given: given.into(),
                family: "Ortega".into(),
                email: String::new(),
                code: "teacher".into(),
                school: Some(self.school("Birch Elementary")),
                coached: true,
            };
            person::add(&mut self.writer, &added).unwrap()
        }

        fn save_team(&mut self, id: Option<RowId>, school: RowId, members: &[RowId]) {
            let (title, subject) = ("Grade 5 team".to_owned(), "Math".to_owned());
            let save = person::SaveTeam { id, title, subject, school: Some(school), members: members.to_vec() };
            person::save_team(&mut self.writer, &save).unwrap();
        }

        fn teams(&self, days: i64) -> Vec<person::TeamView> {
            person::list(self.writer.reader(), NOON_MS + days * DAY_MS).unwrap().teams
        }

        fn undo(&mut self) -> Option<String> {
            record::undo(&mut self.writer, None).unwrap()
        }

        fn plan(&mut self, team: RowId, date: &str) -> RowId {
            let plan = plan_of(team, date);
            visit::plan(&mut self.writer, &plan).unwrap()
        }

        fn entry(&self, id: RowId, day: &str) -> week::WeekEntry {
            let view = week::view(self.writer.reader(), NOON_MS, Some(day)).unwrap();
            view.days.into_iter().flat_map(|day| day.entries).find(|entry| entry.visit == Some(id)).unwrap()
        }
    }

    fn plan_of(team: RowId, date: &str) -> visit::Plan {
        visit::Plan {
            teacher: None,
            team: Some(team),
            coach: None,
            section: None,
            date: date.into(),
            starts_minute: Some(600),
            period: String::new(),
            minutes: Some(45),
            purpose: "look at exit tickets".into(),
            kind: String::new(),
        }
    }

    fn repeat(letter: Option<&str>, last: &str) -> visit::Repeat {
        visit::Repeat { letter: letter.map(str::to_owned), last: last.into() }
    }

    fn school_year(desk: &mut Desk, letters: &str) {
        let year = calendar::SaveYear {
            id: None,
            label: "2026–27".into(),
            starts: "2026-08-24".into(),
            ends: "2027-06-04".into(),
            day_letters: letters.into(),
        };
        calendar::save_year(&mut desk.writer, &year).unwrap();
        let holiday = |date: &str| calendar::CalendarDay {
            date: date.into(),
            kind: "holiday".into(),
            label: "Thanksgiving".into(),
        };
        for date in ["2026-11-26", "2026-11-27"] {
            calendar::save_day(&mut desk.writer, &holiday(date)).unwrap();
        }
    }

    #[test]
    fn a_series_leaves_holidays_out_says_so_and_goes_back_with_one_undo() {
        let mut desk = desk();
        school_year(&mut desk, "A B");
        let school = desk.school("Birch Elementary");
        desk.save_team(None, school, &[]);
        let team = desk.teams(0)[0].id;
        let thursdays = plan_of(team, "2026-11-19");

        let planned = visit::plan_series(&mut desk.writer, &thursdays, &repeat(None, "2026-12-10")).unwrap();

        assert_eq!(planned.days, ["Thu 19 Nov", "Thu 3 Dec", "Thu 10 Dec"]);
        assert_eq!(planned.left_out, ["Thu 26 Nov (Thanksgiving)"]);
        let (first, last) = ("2026-11-16".parse().unwrap(), "2026-12-31".parse().unwrap());
        let count = |desk: &Desk| store::visit::between(desk.writer.reader(), first, last).unwrap().len();
        assert_eq!(count(&desk), 3);
        assert_eq!(desk.undo().as_deref(), Some("Plan 3 visits"));
        assert_eq!(count(&desk), 0);

        let a_days = visit::series(desk.writer.reader(), "2026-11-23", &repeat(Some("A"), "2026-12-04")).unwrap();
        assert_eq!(a_days.days, ["Tue 24 Nov", "Mon 30 Nov", "Wed 2 Dec", "Fri 4 Dec"]);
    }

    #[test]
    fn an_impossible_series_is_refused_at_its_field_and_plans_nothing() {
        let mut desk = desk();
        school_year(&mut desk, "A B");
        let school = desk.school("Birch Elementary");
        desk.save_team(None, school, &[]);
        let plan = plan_of(desk.teams(0)[0].id, "2026-11-19");

        for (wanted, field) in [
            (repeat(None, "2026-11-18"), "last"),
            (repeat(None, "soon"), "last"),
            (repeat(None, "2028-01-01"), "last"),
            (repeat(Some("Q"), "2026-12-01"), "letter"),
        ] {
            let refused = Problem::from(visit::plan_series(&mut desk.writer, &plan, &wanted).unwrap_err());
            assert_eq!(refused.field.as_deref(), Some(field));
        }
        let holidays = plan_of(desk.teams(0)[0].id, "2026-11-26");
        let refused = visit::plan_series(&mut desk.writer, &holidays, &repeat(None, "2026-11-27")).unwrap_err();
        assert_eq!(Problem::from(refused).field.as_deref(), Some("last"));
    }

    #[test]
    fn an_absent_teachers_visit_is_counted_apart_and_a_carried_one_keeps_its_reason() {
        let mut desk = desk();
        school_year(&mut desk, "");
        let amir = desk.add("Amir");
        let to_amir = |date: &str| visit::Plan { teacher: Some(amir), team: None, ..plan_of(amir, date) };
        let absent = visit::plan(&mut desk.writer, &to_amir("2026-11-19")).unwrap();
        let open = visit::plan(&mut desk.writer, &to_amir("2026-11-19")).unwrap();

        visit::cancel_for(&mut desk.writer, absent, "teacher_absent").unwrap();
        let next = visit::carry_over(&mut desk.writer, open, "testing").unwrap();

        // Thursday in a week is Thanksgiving, and so is Friday.
        assert_eq!(next.to_string(), "2026-11-30");
        let week = week::view(desk.writer.reader(), NOON_MS, None).unwrap();
        assert_eq!((week.so_far.planned, week.so_far.cancelled, week.so_far.away), (0, 0, 1));
        let moved = desk.entry(open, "2026-11-30");
        assert_eq!((moved.state.as_str(), moved.reason.as_str(), moved.is_away), ("moved", "Testing", false));
        let refused = visit::cancel_for(&mut desk.writer, open, "she is always late").unwrap_err();
        assert_eq!(Problem::from(refused).field.as_deref(), Some("reason"));
        assert!(visit::carry_over(&mut desk.writer, absent, "testing").is_ok(), "a cancelled one can be moved");
    }

    #[test]
    fn a_usual_reason_in_words_is_counted_like_its_key() {
        let mut desk = desk();
        let amir = desk.add("Amir");
        let plan = visit::Plan { teacher: Some(amir), team: None, ..plan_of(amir, "2026-11-19") };
        let id = visit::plan(&mut desk.writer, &plan).unwrap();

        visit::cancel(&mut desk.writer, id, " teacher absent ").unwrap();

        assert!(desk.entry(id, "2026-11-19").is_away);
    }

    #[test]
    fn a_person_is_added_with_role_and_coaching_in_one_act() {
        let mut desk = desk();

        let id = desk.add("Marisol");

        let view = person::view(desk.writer.reader(), NOON_MS, id).unwrap();
        assert_eq!((view.roles.len(), view.is_coached), (1, true));
        assert_eq!(view.roles[0].school_id, Some(desk.school("Birch Elementary")));
        assert_eq!(desk.undo().as_deref(), Some("Add a person"));
        assert!(person::list(desk.writer.reader(), NOON_MS).unwrap().people.is_empty());
        assert!(store::person::relationships(desk.writer.reader()).unwrap().is_empty());
        assert_eq!(desk.undo(), None);
    }

    #[test]
    fn a_person_without_a_name_or_with_an_unknown_role_is_not_added() {
        let mut desk = desk();
        let added = |given: &str, code: &str| person::AddPerson {
            given: given.into(),
            family: String::new(),
            email: String::new(),
            code: code.into(),
            school: None,
            coached: false,
        };

        for (added, field) in [(added(" ", "teacher"), "given"), (added("Mari", "wizard"), "code")] {
            let refused = Problem::from(person::add(&mut desk.writer, &added).unwrap_err());
            assert_eq!((refused.code, refused.field.as_deref()), (Code::Invalid, Some(field)));
        }
        assert!(person::list(desk.writer.reader(), NOON_MS).unwrap().people.is_empty());
    }

    #[test]
    fn a_team_keeps_from_when_to_when_somebody_belonged_to_it() {
        let mut desk = desk();
        let (mari, ines) = (desk.add("Marisol"), desk.add("Inés"));
        let birch = desk.school("Birch Elementary");
        desk.save_team(None, birch, &[mari, ines]);
        let mut desk = desk.after_days(10);
        let id = desk.teams(10)[0].id;

        desk.save_team(Some(id), birch, &[ines]);

        let team = desk.teams(11).remove(0);
        let days = |members: &[person::MemberView]| -> Vec<(RowId, String, String)> {
            members.iter().map(|one| (one.id, one.starts.clone(), one.ends.clone())).collect()
        };
        assert_eq!(days(&team.members), [(ines, "2026-11-19".into(), String::new())]);
        assert_eq!(days(&team.past_members), [(mari, "2026-11-19".into(), "2026-11-29".into())]);
    }

    #[test]
    fn a_removed_team_comes_back_with_its_members_by_one_undo() {
        let mut desk = desk();
        let (mari, birch) = (desk.add("Marisol"), desk.school("Birch Elementary"));
        desk.save_team(None, birch, &[mari]);
        let id = desk.teams(0)[0].id;

        person::remove_team(&mut desk.writer, id).unwrap();

        assert!(desk.teams(0).is_empty());
        assert_eq!(desk.undo().as_deref(), Some("Remove a team"));
        assert_eq!(desk.teams(0)[0].members.len(), 1);
    }

    #[test]
    fn a_visit_to_a_team_is_moved_held_and_cancelled_like_one_to_a_teacher() {
        let mut desk = desk();
        let (mari, birch) = (desk.add("Marisol"), desk.school("Birch Elementary"));
        desk.save_team(None, birch, &[mari]);
        let team = desk.teams(0)[0].id;
        let (today, friday) = (desk.plan(team, "2026-11-19"), desk.plan(team, "2026-11-20"));

        visit::change(&mut desk.writer, friday, &plan_of(team, "2026-11-23"), "assembly").unwrap();
        visit::hold(&mut desk.writer, today).unwrap();

        let held = desk.entry(today, "2026-11-19");
        assert_eq!((held.state.as_str(), held.detail.as_str()), ("held", "Birch Elementary, 45 minutes"));
        assert_eq!(desk.entry(friday, "2026-11-23").state, "moved");
        visit::cancel(&mut desk.writer, friday, "testing").unwrap();
        let cancelled = desk.entry(friday, "2026-11-23");
        assert_eq!((cancelled.state.as_str(), cancelled.reason.as_str()), ("cancelled", "testing"));
        assert_eq!(desk.undo().as_deref(), Some("Cancel a visit"));
        assert_eq!(desk.undo().as_deref(), Some("Hold a visit"));
        assert_eq!(desk.entry(today, "2026-11-19").state, "planned");
    }

    #[test]
    fn a_visit_is_due_by_the_clock_of_its_school_in_another_zone() {
        let mut desk = desk();
        let save = school::SaveSchool {
            id: None,
            name: "Mesa High".into(),
            zone: "America/Denver".into(),
            periods: vec![school::PeriodView { code: "4".into(), starts_minute: 605, ends_minute: 650 }],
        };
        let mesa = school::save(&mut desk.writer, &save).unwrap();
        desk.save_team(None, mesa, &[]);
        let team = desk.teams(0)[0].id;
        let plan =
            visit::Plan { starts_minute: None, period: "4".into(), minutes: None, ..plan_of(team, "2026-11-19") };

        let id = visit::plan(&mut desk.writer, &plan).unwrap();

        // Noon in New York is ten o'clock in Denver, five minutes before the fourth period.
        let entry = desk.entry(id, "2026-11-19");
        assert_eq!((entry.time.as_str(), entry.minutes, entry.is_now), ("10:05", Some(45), true));
    }

    #[test]
    fn a_sunday_that_is_made_up_is_tomorrow_on_the_saturday_before() {
        let mut desk = desk();
        let (mari, birch) = (desk.add("Marisol"), desk.school("Birch Elementary"));
        desk.save_team(None, birch, &[mari]);
        let team = desk.teams(0)[0].id;
        desk.plan(team, "2026-11-22");
        let noon_of_saturday = "2026-11-21T12:00:00-05:00".parse::<chrono::DateTime<chrono::FixedOffset>>().unwrap();

        let week = week::view(desk.writer.reader(), noon_of_saturday.timestamp_millis(), None).unwrap();

        let ahead: Vec<_> = week.days.iter().filter(|day| !matches!(day.when, When::Past)).collect();
        assert_eq!(
            ahead.iter().map(|day| (&*day.date, day.when)).collect::<Vec<_>>(),
            [("2026-11-22", When::Tomorrow)]
        );
    }

    #[test]
    fn a_planned_visit_is_found_with_whose_it_is_and_opens_its_week() {
        let mut desk = desk();
        let (mari, birch) = (desk.add("Marisol"), desk.school("Birch Elementary"));
        desk.save_team(None, birch, &[mari]);
        let team = desk.teams(0).remove(0);
        desk.plan(team.id, "2026-11-23");

        let found = actions::search::search(desk.writer.reader(), "exit tick").unwrap();

        let hit = &found.groups[0].hits[0];
        assert_eq!(hit.detail, format!("{}, Mon 23 Nov", team.title));
        assert_eq!(hit.date.as_deref(), Some("2026-11-23"));
        assert_eq!((hit.observation, hit.person), (None, None));
    }

    #[test]
    fn a_visit_that_lies_ahead_or_was_cancelled_is_not_held() {
        let mut desk = desk();
        let (mari, birch) = (desk.add("Marisol"), desk.school("Birch Elementary"));
        desk.save_team(None, birch, &[mari]);
        let team = desk.teams(0)[0].id;
        let (ahead, off) = (desk.plan(team, "2026-11-20"), desk.plan(team, "2026-11-19"));
        visit::cancel(&mut desk.writer, off, "testing").unwrap();

        for id in [ahead, off] {
            let refused = Problem::from(visit::hold(&mut desk.writer, id).unwrap_err());
            assert_eq!(refused.code, Code::Invalid);
        }
    }

    #[test]
    fn an_act_that_was_changed_since_does_not_keep_the_older_ones_from_being_undone() {
        let mut desk = desk();
        let first = desk.add("Marisol");
        let (birch, second) = (desk.school("Birch Elementary"), desk.add("Inés"));
        desk.save_team(None, birch, &[second]);
        let team = desk.teams(0)[0].id;
        // Another document's act gives the team another name.
        let elsewhere = RowId::derived(&[b"an import"]);
        desk.writer
            .act(elsewhere, "Import a roster", |tx| tx.set(team::ENTITY, team, team::TITLE, "5".into()))
            .unwrap();

        let refused = record::undo(&mut desk.writer, None).unwrap_err();
        let Error::Refused(problem) = refused else { panic!("{refused:?}") };
        assert_eq!(problem.code, Code::Changed);
        assert!(problem.message.contains("“Change a team”") && problem.hint.is_some(), "{problem:?}");
        assert_eq!(desk.teams(0).len(), 1, "nothing was half undone");

        assert_eq!(desk.undo().as_deref(), Some("Add a person"));
        assert_eq!(desk.undo().as_deref(), Some("Add a person"));
        let left = person::list(desk.writer.reader(), NOON_MS).unwrap().people;
        assert!(left.iter().all(|one| one.id != first && one.id != second));
    }

    /// A line of my log with somebody.
    fn spent(desk: &mut Desk, teacher: RowId, what: (&str, &str), date: &str) {
        spent_on(desk, teacher, what, date, None);
    }

    /// The same, of a lesson or its debrief.
    fn spent_on(desk: &mut Desk, teacher: RowId, (activity, source): (&str, &str), date: &str, origin: Option<RowId>) {
        let me = session::load(desk.writer.reader()).unwrap().me;
        let written: store::Result<()> = desk.writer.transact(|tx| {
            let id = tx.new_id();
            let fields = vec![
                (log_entry::PERSON, me.into()),
                (log_entry::TEACHER, teacher.into()),
                (log_entry::SOURCE, source.into()),
                (log_entry::DATE, date.into()),
                (log_entry::MINUTES, 40_u32.into()),
                (log_entry::ACTIVITY, activity.into()),
                (log_entry::ORIGIN, origin.into()),
            ];
            tx.create(log_entry::ENTITY, id, fields)
        });
        written.unwrap();
    }

    #[test]
    fn sd_11_nine_contacts_of_forty_minutes_are_six_hours_and_nothing_else_counts() {
        let mut desk = desk();
        let (mari, other) = (desk.add("Marisol"), desk.add("Theo"));
        person::coach(&mut desk.writer, other, false, None).unwrap();
        for day in 2..=10 {
            spent(&mut desk, mari, ("debrief", "manual"), &format!("2026-11-{day:02}"));
        }
        spent(&mut desk, mari, ("prep", "manual"), "2026-11-11");
        spent(&mut desk, mari, ("observe", "left_out"), "2026-11-12");
        spent(&mut desk, other, ("observe", "manual"), "2026-11-13");
        spent(&mut desk, mari, ("observe", "manual"), "2026-11-20");

        let dosage = person::view(desk.writer.reader(), NOON_MS, mari).unwrap().dosage.unwrap();

        assert_eq!((dosage.contacts, dosage.minutes), (9, 360), "today is 19 November");
        assert_eq!((dosage.planned_minutes, dosage.held_minutes), (0, 0));
        assert_eq!(person::view(desk.writer.reader(), NOON_MS, other).unwrap().dosage, None, "not coached by me");
    }

    #[test]
    fn sd_46_what_belongs_to_a_coaching_cycle_with_a_standard_is_content_specific() {
        let mut desk = desk();
        let mari = desk.add("Marisol");
        let me = session::load(desk.writer.reader()).unwrap().me;
        let rows: [RowId; 6] = std::array::from_fn(|_| desk.writer.new_id());
        let [with, without, lesson, other, talk, alone] = rows;
        let written: store::Result<()> = desk.writer.transact(|tx| {
            for (cycle, standards) in [(with, "7.RP.A.2, 7.RP.A.3"), (without, "  ")] {
                let fields = vec![
                    (coaching_cycle::COACH, me.into()),
                    (coaching_cycle::TEACHER, mari.into()),
                    (coaching_cycle::STANDARDS, standards.into()),
                ];
                tx.create(coaching_cycle::ENTITY, cycle, fields)?;
            }
            for (lesson, cycle) in [(lesson, Some(with)), (other, Some(without)), (alone, None)] {
                let fields = vec![(observation::TEACHER, mari.into()), (observation::COACHING_CYCLE, cycle.into())];
                tx.create(observation::ENTITY, lesson, fields)?;
            }
            let fields = vec![(debrief::TEACHER, mari.into()), (debrief::OBSERVATION, lesson.into())];
            tx.create(debrief::ENTITY, talk, fields)
        });
        written.unwrap();
        for (activity, origin) in [
            ("observe", Some(lesson)),
            ("debrief", Some(talk)),
            ("observe", Some(other)),
            ("observe", Some(alone)),
            ("coplan", None),
        ] {
            spent_on(&mut desk, mari, (activity, "derived"), "2026-11-04", origin);
        }
        spent_on(&mut desk, mari, ("prep", "derived"), "2026-11-04", Some(lesson));
        spent_on(&mut desk, mari, ("observe", "left_out"), "2026-11-04", Some(lesson));

        let dosage = person::view(desk.writer.reader(), NOON_MS, mari).unwrap().dosage.unwrap();

        assert_eq!((dosage.standard_minutes, dosage.minutes), (80, 200), "a lesson and its debrief, of five contacts");
    }

    /// A scripted lesson of so many minutes with two look-fors, of which the second is tagged so often, after two minutes in
    /// which nothing could be written.
    fn scripted(desk: &mut Desk, teacher: RowId, (day, minutes, tagged): (i64, i64, u32), set: RowId, purpose: &str) {
        let look_fors = store::observation::look_fors(desk.writer.reader(), set).unwrap();
        let written: store::Result<()> = desk.writer.transact(|tx| {
            let lesson = tx.new_id();
            let fields = vec![
                (observation::TEACHER, teacher.into()),
                (observation::KIND, "scripted".into()),
                (observation::PURPOSE, purpose.into()),
                (observation::STATE, "captured".into()),
                (observation::STARTED_MS, (NOON_MS + day * DAY_MS).into()),
                (observation::ENDED_OFFSET_MS, ((minutes + 2) * 60_000).into()),
                (observation::LOOK_FOR_SET, set.into()),
            ];
            tx.create(observation::ENTITY, lesson, fields)?;
            let fields = vec![
                (gap::OBSERVATION, lesson.into()),
                (gap::FROM_MS, 0_i64.into()),
                (gap::TO_MS, 120_000_i64.into()),
                (gap::CAUSE, "pause".into()),
            ];
            let pause = tx.new_id();
            tx.create(gap::ENTITY, pause, fields)?;
            for number in 0..=tagged {
                let row = tx.new_id();
                let fields = vec![
                    (line::OBSERVATION, lesson.into()),
                    (line::OFFSET_MS, i64::from(number).into()),
                    (line::TEXT, "How do you know?".into()),
                ];
                tx.create(line::ENTITY, row, fields)?;
                let fields = vec![
                    (tag::OBSERVATION, lesson.into()),
                    (tag::LINE, row.into()),
                    (tag::LOOK_FOR, look_fors[1].id.into()),
                ];
                let mark = tx.new_id();
                tx.create(tag::ENTITY, mark, fields)?;
                // One line is withdrawn with its tag still standing.
                if number == tagged {
                    tx.remove(line::ENTITY, row)?;
                }
            }
            Ok(())
        });
        written.unwrap();
    }

    #[test]
    fn sd_38_a_look_for_seen_1_then_3_then_6_times_has_its_counts_its_minutes_and_its_rates() {
        let mut desk = desk();
        let (mari, other) = (desk.add("Marisol"), desk.add("Theo"));
        let save = |follows, look_fors: [&str; 2]| SaveSet {
            follows,
            title: "Discussion".into(),
            look_fors: look_fors.map(str::to_owned).to_vec(),
        };
        let first = look_for::save(&mut desk.writer, &save(None, ["Reasons", "Wait time"])).unwrap();
        let second = look_for::save(&mut desk.writer, &save(Some(first), ["Talk", "Wait time"])).unwrap();
        for lesson in [(-30, 20, 1), (-20, 22, 3)] {
            scripted(&mut desk, mari, lesson, first, "coaching");
        }
        scripted(&mut desk, mari, (-10, 43, 6), second, "coaching");
        let reader = desk.writer.reader();
        let talk = store::observation::look_fors(reader, second).unwrap()[0].id;
        let lesson = store::observation::latest(reader, Some(mari), 0, 1).unwrap()[0].id;
        let first_line = store::observation::lines(reader, lesson).unwrap()[0].id;
        let written: store::Result<()> = desk.writer.transact(|tx| {
            let mark = tx.new_id();
            let fields =
                vec![(tag::OBSERVATION, lesson.into()), (tag::LINE, first_line.into()), (tag::LOOK_FOR, talk.into())];
            tx.create(tag::ENTITY, mark, fields)
        });
        written.unwrap();
        scripted(&mut desk, mari, (-9, 43, 5), second, "calibration");
        scripted(&mut desk, other, (-8, 43, 9), second, "coaching");

        let trend = person::look_for_trend(desk.writer.reader(), mari).unwrap();

        let lessons: Vec<_> = trend.lessons.iter().map(|lesson| (lesson.day.as_str(), lesson.minutes)).collect();
        assert_eq!(lessons, [("Tue 20 Oct", 20), ("Fri 30 Oct", 22), ("Mon 9 Nov", 43)]);
        let rows: Vec<_> = trend.look_fors.iter().map(|row| row.text.as_str()).collect();
        assert_eq!(rows, ["Wait time", "Talk"], "what was never tagged has no line of zeros");
        let points = |row: usize| -> Vec<_> {
            let points = trend.look_fors[row].points.iter();
            points.map(|point| point.clone().map(|point| (point.count, point.rate.unwrap()))).collect()
        };
        let point = |count: u32, rate: &str| Some((count, rate.to_owned()));
        assert_eq!(points(0), [point(1, "0.5"), point(3, "1.4"), point(6, "1.4")]);
        assert_eq!(points(1), [None, None, point(1, "0.2")], "it was not looked for before");
        assert_eq!(person::look_for_trend(desk.writer.reader(), RowId::derived(&[b"nobody"])).unwrap().lessons, []);
    }
}
