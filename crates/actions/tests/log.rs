//! The log: what took place is proposed, confirmed without overlaps, and followed when it changes.

#[cfg(test)]
mod tests {
    use actions::{
        Error, last_time,
        log::{self, LogDayView, LogKey, SaveLogLine, Way},
        person, record, school, session,
    };
    use domain::{
        Problem, RowId, Value,
        schema::{debrief, gap, log_entry, observation, step, visit},
        time,
    };
    use store::Writer;
    use tempfile::TempDir;

    use crate::support::{self, Profile};

    /// Thursday 19 November 2026, noon in New York.
    const NOON_MS: i64 = 1_795_107_600_000;
    const TODAY: &str = "2026-11-19";
    const MINUTE: i64 = 60_000;

    struct Desk {
        writer: Writer,
        amir: RowId,
        schools: [RowId; 2],
        _folder: TempDir,
    }

    fn desk() -> Desk {
        let Profile { mut writer, folder, .. } =
            support::begun(1, NOON_MS, "Dana Whitfield", "Riverbend USD", "Juniper Middle");
        let second =
            school::SaveSchool { id: None, name: "Cedar Elementary".into(), zone: String::new(), periods: Vec::new() };
        let cedar = school::save(&mut writer, &second).unwrap();
        let juniper = school::list(writer.reader()).unwrap();
        let juniper = juniper.into_iter().find(|one| one.name == "Juniper Middle").unwrap().id;
        let added = person::AddPerson {
            given: "Amir".into(),
            family: "Haddad".into(),
            email: String::new(),
            code: "teacher".into(),
            school: Some(juniper),
            coached: true,
        };
        let amir = person::add(&mut writer, &added).unwrap();
        Desk { writer, amir, schools: [juniper, cedar], _folder: folder }
    }

    impl Desk {
        /// An observation of Amir that is finished.
        fn observed(&mut self, hour: u32, minute: u32, minutes: i64, school: usize) -> RowId {
            let date = TODAY.parse().unwrap();
            let zone = time::zone("America/New_York").unwrap();
            let fields = vec![
                (observation::TEACHER, self.amir.into()),
                (observation::STATE, "captured".into()),
                (observation::KIND, "scripted".into()),
                (observation::STARTED_MS, time::instant(date, hour * 60 + minute, zone).into()),
                (observation::ENDED_OFFSET_MS, (minutes * MINUTE).into()),
                (observation::ZONE, zone.name().into()),
                (observation::SCHOOL, self.schools[school].into()),
            ];
            self.create(observation::ENTITY, fields)
        }

        /// A visit to Amir that was held, and became no observation.
        fn held(&mut self, kind: &str, starts_minute: u32, minutes: Option<u32>) -> RowId {
            let fields = vec![
                (visit::TEACHER, self.amir.into()),
                (visit::DATE, TODAY.into()),
                (visit::STARTS_MINUTE, starts_minute.into()),
                (visit::MINUTES, minutes.into()),
                (visit::STATE, "held".into()),
                (visit::KIND, kind.into()),
                (visit::SCHOOL, self.schools[0].into()),
            ];
            self.create(visit::ENTITY, fields)
        }

        fn create(&mut self, entity: &'static domain::schema::Entity, fields: Vec<(u16, Value)>) -> RowId {
            let made = self.writer.transact(|tx| {
                let id = tx.new_id();
                tx.create(entity, id, fields)?;
                Ok::<_, store::Error>(id)
            });
            made.unwrap()
        }

        fn set(&mut self, entity: &'static domain::schema::Entity, id: RowId, field: u16, value: Value) {
            self.writer.transact(|tx| tx.set(entity, id, field, value)).unwrap();
        }

        fn day(&self) -> LogDayView {
            log::day(self.writer.reader(), NOON_MS, None).unwrap()
        }

        /// The day as activity, start, minutes and whether it waits.
        fn lines(&self) -> Vec<(String, Option<u32>, Option<u32>, bool)> {
            let lines = self.day().lines.into_iter();
            lines.map(|line| (line.activity, line.starts_minute, line.minutes, line.is_proposed)).collect()
        }

        fn entries(&self) -> Vec<store::log::Entry> {
            let (me, day) = (session::load(self.writer.reader()).unwrap().me, TODAY.parse().unwrap());
            store::log::between(self.writer.reader(), me, day, day).unwrap()
        }
    }

    fn by_hand(activity: &str, starts_minute: u32, minutes: u32) -> SaveLogLine {
        SaveLogLine {
            key: None,
            date: TODAY.into(),
            starts_minute: Some(starts_minute),
            minutes,
            activity: activity.into(),
            teacher: None,
            school: None,
            travel_from: None,
            note: String::new(),
            grant: String::new(),
            grant_percent: None,
            grant_ends: String::new(),
        }
    }

    fn field_of(error: Error) -> Option<String> {
        Problem::from(error).field
    }

    fn line(activity: &str, starts: u32, minutes: u32, waits: bool) -> (String, Option<u32>, Option<u32>, bool) {
        (activity.to_owned(), Some(starts), Some(minutes), waits)
    }

    #[test]
    fn st_1_a_lesson_of_43_minutes_is_proposed_with_its_gaps_and_nothing_is_stored_until_it_is_confirmed() {
        let mut desk = desk();
        let lesson = desk.observed(8, 7, 43, 0);
        let pause = vec![
            (gap::OBSERVATION, lesson.into()),
            (gap::FROM_MS, (20 * MINUTE).into()),
            (gap::TO_MS, (24 * MINUTE).into()),
            (gap::CAUSE, "sleep".into()),
        ];
        desk.create(gap::ENTITY, pause);

        assert_eq!(desk.lines(), [line("observe", 487, 43, true)]);
        assert_eq!((desk.day().lines[0].gap_minutes, desk.day().to_confirm), (4, 1));
        assert!(desk.entries().is_empty());

        log::confirm(&mut desk.writer, TODAY, LogKey::Proposed(lesson)).unwrap();
        assert_eq!(desk.lines(), [line("observe", 487, 43, false)]);
        assert_eq!((desk.day().to_confirm, desk.entries()[0].origin), (0, Some(lesson)));
        assert_eq!((desk.day().totals.direct, desk.day().totals.direct_share), (43, Some(1_000)));

        assert_eq!(record::undo(&mut desk.writer, None).unwrap().as_deref(), Some("Confirm a line of the log"));
        assert_eq!(desk.lines(), [line("observe", 487, 43, true)]);
    }

    #[test]
    fn debriefs_held_visits_and_ways_are_proposed_and_what_did_not_take_place_is_not() {
        let mut desk = desk();
        desk.observed(8, 7, 43, 0);
        let me = session::load(desk.writer.reader()).unwrap().me;
        for state in ["held", "planned"] {
            let fields = vec![
                (debrief::COACH, me.into()),
                (debrief::TEACHER, desk.amir.into()),
                (debrief::STATE, state.into()),
                (debrief::DATE, TODAY.into()),
                (debrief::STARTS_MINUTE, 630_u32.into()),
                (debrief::MINUTES, 20_u32.into()),
            ];
            desk.create(debrief::ENTITY, fields);
        }
        desk.held("coplan", 660, Some(45));
        desk.observed(13, 0, 30, 1);

        let expected = [
            line("observe", 487, 43, true),
            line("debrief", 630, 20, true),
            line("coplan", 660, 45, true),
            line("travel", 765, 15, true),
            line("observe", 780, 30, true),
        ];
        assert_eq!(desk.lines(), expected);
        let way = desk.day().lines[3].clone();
        assert_eq!(
            (way.travel_from.unwrap().name, way.school.unwrap().name),
            ("Juniper Middle".into(), "Cedar Elementary".into())
        );
    }

    #[test]
    fn everything_is_confirmed_at_once_but_what_overlaps_or_has_no_length() {
        let mut desk = desk();
        desk.observed(8, 7, 43, 0);
        desk.observed(9, 0, 45, 0);
        desk.observed(9, 30, 30, 0);
        desk.held("model", 660, None);

        let done = log::confirm_day(&mut desk.writer, TODAY).unwrap();

        assert_eq!((done.confirmed, done.overlapping, done.without_length), (1, 2, 1));
        assert_eq!((desk.day().to_confirm, desk.day().overlaps.len()), (3, 1));
        assert_eq!(record::undo(&mut desk.writer, None).unwrap().as_deref(), Some("Confirm the day"));
        assert_eq!(desk.day().to_confirm, 4);
    }

    #[test]
    fn inv_9_nothing_is_confirmed_or_written_over_time_that_is_taken() {
        let mut desk = desk();
        let (first, second) = (desk.observed(9, 0, 45, 0), desk.observed(9, 30, 30, 0));
        log::confirm(&mut desk.writer, TODAY, LogKey::Proposed(first)).unwrap();

        let refused = log::confirm(&mut desk.writer, TODAY, LogKey::Proposed(second)).unwrap_err();
        assert_eq!(field_of(refused).as_deref(), Some("overlap"));
        let refused = log::save(&mut desk.writer, &by_hand("prep", 580, 10)).unwrap_err();
        assert_eq!(field_of(refused).as_deref(), Some("startsMinute"));
        assert_eq!(desk.entries().len(), 1);

        log::save(&mut desk.writer, &by_hand("prep", 585, 10)).unwrap();
        assert_eq!(desk.entries().len(), 2);
    }

    #[test]
    fn an_overlap_is_given_to_one_and_the_other_keeps_both_sides_in_one_act() {
        let mut desk = desk();
        let (meeting, lesson) = (desk.held("coplan", 480, Some(120)), desk.observed(8, 30, 30, 0));
        let (one, other) = (LogKey::Proposed(meeting), LogKey::Proposed(lesson));

        log::resolve(&mut desk.writer, TODAY, one, other, Way::Other).unwrap();

        let expected =
            [line("coplan", 480, 30, false), line("observe", 510, 30, false), line("coplan", 540, 60, false)];
        assert_eq!(desk.lines(), expected);
        assert!(desk.day().lines.iter().all(|line| line.changed.is_none()));
        assert_eq!(record::undo(&mut desk.writer, None).unwrap().as_deref(), Some("Resolve an overlap"));
        assert_eq!(desk.day().to_confirm, 2);

        log::resolve(&mut desk.writer, TODAY, one, other, Way::One).unwrap();
        assert_eq!(desk.lines(), [line("coplan", 480, 120, false)]);
        assert_eq!(desk.day().left_out.len(), 1);
    }

    #[test]
    fn an_overlap_of_a_confirmed_line_and_a_proposal_is_split_at_a_time() {
        let mut desk = desk();
        let first = desk.observed(8, 0, 45, 0);
        let entry = log::confirm(&mut desk.writer, TODAY, LogKey::Proposed(first)).unwrap();
        let second = desk.observed(8, 40, 30, 0);
        let (one, other) = (LogKey::Entry(entry), LogKey::Proposed(second));

        let refused = log::resolve(&mut desk.writer, TODAY, one, other, Way::SplitAt(530)).unwrap_err();
        assert_eq!(field_of(refused).as_deref(), Some("at"));
        log::resolve(&mut desk.writer, TODAY, one, other, Way::SplitAt(522)).unwrap();

        assert_eq!(desk.lines(), [line("observe", 480, 42, false), line("observe", 522, 28, false)]);
        assert!(desk.day().overlaps.is_empty());
    }

    #[test]
    fn when_its_origin_changes_a_confirmed_line_says_so_and_takes_the_new_time_or_keeps_its_own() {
        let mut desk = desk();
        let lesson = desk.observed(8, 7, 43, 0);
        let entry = log::confirm(&mut desk.writer, TODAY, LogKey::Proposed(lesson)).unwrap();
        let longer = |desk: &mut Desk, minutes: i64| {
            desk.set(observation::ENTITY, lesson, observation::ENDED_OFFSET_MS, (minutes * MINUTE).into());
        };

        longer(&mut desk, 50);
        let changed = desk.day().lines[0].changed.clone().unwrap();
        assert_eq!((changed.day, changed.time.as_str(), changed.minutes), (None, "8:07", Some(50)));
        log::take_time(&mut desk.writer, entry).unwrap();
        assert_eq!(desk.lines(), [line("observe", 487, 50, false)]);
        assert!(desk.day().lines[0].changed.is_none());

        longer(&mut desk, 55);
        log::keep_time(&mut desk.writer, entry).unwrap();
        assert_eq!(desk.lines(), [line("observe", 487, 50, false)]);
        assert!(desk.day().lines[0].changed.is_none());

        desk.writer.transact(|tx| tx.remove(observation::ENTITY, lesson)).unwrap();
        assert!(desk.day().lines[0].is_orphan);
    }

    #[test]
    fn what_was_left_out_is_not_proposed_again_until_it_is_asked_for() {
        let mut desk = desk();
        let lesson = desk.observed(8, 7, 43, 0);

        log::leave_out(&mut desk.writer, TODAY, LogKey::Proposed(lesson)).unwrap();
        let day = desk.day();
        assert_eq!((day.lines.len(), day.left_out.len(), day.totals.logged), (0, 1, 0));

        log::remove(&mut desk.writer, day.left_out[0].id).unwrap();
        assert_eq!(desk.lines(), [line("observe", 487, 43, true)]);
        log::confirm(&mut desk.writer, TODAY, LogKey::Proposed(lesson)).unwrap();
        assert_eq!(desk.lines(), [line("observe", 487, 43, false)]);
    }

    #[test]
    fn two_computers_that_confirmed_over_each_other_are_shown_and_resolved() {
        let mut desk = desk();
        let me = session::load(desk.writer.reader()).unwrap().me;
        let ids = [(540_u32, 60_u32), (570, 60)].map(|(starts, minutes)| {
            let fields = vec![
                (log_entry::PERSON, me.into()),
                (log_entry::SOURCE, "manual".into()),
                (log_entry::DATE, TODAY.into()),
                (log_entry::STARTS_MINUTE, starts.into()),
                (log_entry::MINUTES, minutes.into()),
                (log_entry::ACTIVITY, "admin".into()),
            ];
            desk.create(log_entry::ENTITY, fields)
        });

        let shared = &desk.day().overlaps[0];
        assert_eq!((shared.from_minute, shared.to_minute), (570, 600));
        let [one, other] = ids.map(LogKey::Entry);
        log::resolve(&mut desk.writer, TODAY, one, other, Way::One).unwrap();
        assert_eq!(desk.lines(), [line("admin", 540, 60, false), line("admin", 600, 30, false)]);
    }

    #[test]
    fn somebody_else_s_log_is_neither_shown_nor_changed() {
        let mut desk = desk();
        let amir = desk.amir;
        let fields = vec![
            (log_entry::PERSON, amir.into()),
            (log_entry::SOURCE, "manual".into()),
            (log_entry::DATE, TODAY.into()),
            (log_entry::STARTS_MINUTE, 540_u32.into()),
            (log_entry::MINUTES, 60_u32.into()),
            (log_entry::ACTIVITY, "admin".into()),
        ];
        let theirs = desk.create(log_entry::ENTITY, fields);

        assert!(desk.day().lines.is_empty());
        assert!(log::remove(&mut desk.writer, theirs).is_err());
        assert!(log::split(&mut desk.writer, theirs, 560).is_err());
        log::save(&mut desk.writer, &by_hand("prep", 550, 10)).unwrap();
    }

    #[test]
    fn a_line_is_split_in_two_that_can_differ() {
        let mut desk = desk();
        let id = log::save(&mut desk.writer, &by_hand("admin", 600, 60)).unwrap().id;

        let refused = log::split(&mut desk.writer, id, 600).unwrap_err();
        assert_eq!(field_of(refused).as_deref(), Some("at"));
        let second = log::split(&mut desk.writer, id, 640).unwrap();
        let prep = SaveLogLine { key: Some(LogKey::Entry(second)), ..by_hand("prep", 640, 20) };
        log::save(&mut desk.writer, &prep).unwrap();

        assert_eq!(desk.lines(), [line("admin", 600, 40, false), line("prep", 640, 20, false)]);
    }

    #[test]
    fn sd_26_after_the_grants_end_a_line_is_kept_without_the_grant_and_it_is_said() {
        let mut desk = desk();
        let paid = SaveLogLine { grant: "G".into(), grant_percent: Some(50), ..by_hand("facilitate", 600, 60) };

        let ended = SaveLogLine { grant_ends: "2026-11-18".into(), ..paid.clone() };
        let saved = log::save(&mut desk.writer, &ended).unwrap();
        assert_eq!(saved.grant_ended.as_deref(), Some("18 November 2026"));
        assert_eq!((desk.entries()[0].grant.as_str(), desk.entries()[0].minutes), ("", 60));

        let lasting = SaveLogLine { starts_minute: Some(660), grant_ends: TODAY.into(), ..paid.clone() };
        assert_eq!(log::save(&mut desk.writer, &lasting).unwrap().grant_ended, None);
        let week = log::week(desk.writer.reader(), NOON_MS, None).unwrap();
        assert_eq!((week.grants[0].grant.as_str(), week.grants[0].minutes), ("G", 30));

        let too_much = SaveLogLine { starts_minute: Some(780), grant_percent: Some(101), ..paid };
        assert_eq!(field_of(log::save(&mut desk.writer, &too_much).unwrap_err()).as_deref(), Some("grantPercent"));
    }

    #[test]
    fn impossible_lines_are_refused_at_their_field() {
        let mut desk = desk();
        let cases = [
            (SaveLogLine { date: "2026-02-30".into(), ..by_hand("prep", 600, 10) }, "date"),
            (by_hand("prep", 600, 0), "minutes"),
            (by_hand("prep", 1_430, 11), "startsMinute"),
            (by_hand("evaluate", 600, 10), "activity"),
            (SaveLogLine { note: "prep // she was late".into(), ..by_hand("prep", 600, 10) }, "note"),
        ];

        for (line, field) in cases {
            assert_eq!(field_of(log::save(&mut desk.writer, &line).unwrap_err()).as_deref(), Some(field));
        }
        let whole = SaveLogLine { starts_minute: None, ..by_hand("prep", 0, 1_400) };
        log::save(&mut desk.writer, &whole).unwrap();
        assert_eq!(
            field_of(log::save(&mut desk.writer, &by_hand("prep", 600, 41)).unwrap_err()).as_deref(),
            Some("minutes")
        );
        assert_eq!(desk.entries().len(), 1);
    }

    #[test]
    fn two_computers_of_one_person_make_the_same_entry() {
        let (mut one, mut other) = (desk(), desk());
        let (first, second) = (one.observed(8, 7, 43, 0), other.observed(8, 7, 43, 0));
        assert_eq!(first, second, "the same seed makes the same rows");

        let made = log::confirm(&mut one.writer, TODAY, LogKey::Proposed(first)).unwrap();

        assert_eq!(log::confirm(&mut other.writer, TODAY, LogKey::Proposed(second)).unwrap(), made);
    }

    #[test]
    fn before_a_visit_it_is_said_what_was_last_time() {
        let mut desk = desk();
        let nothing = last_time::of(desk.writer.reader(), NOON_MS, desk.amir).unwrap();
        assert!(nothing.is_none());

        let lesson = desk.observed(8, 7, 43, 0);
        desk.set(observation::ENTITY, lesson, observation::FOCUS, "Wait time".into());
        let me = session::load(desk.writer.reader()).unwrap().me;
        let agreed = vec![
            (step::TEACHER, desk.amir.into()),
            (step::TEXT, "Wait three seconds".into()),
            (step::STATE, "agreed".into()),
            (step::CHECK_DATE, TODAY.into()),
        ];
        desk.create(step::ENTITY, agreed);
        let talk = vec![
            (debrief::COACH, me.into()),
            (debrief::TEACHER, desk.amir.into()),
            (debrief::STATE, "held".into()),
            (debrief::DATE, "2026-11-18".into()),
            (debrief::TEACHER_WORDS, "I will plan four names".into()),
        ];
        desk.create(debrief::ENTITY, talk);

        let last = last_time::of(desk.writer.reader(), NOON_MS, desk.amir).unwrap().unwrap();
        assert_eq!((last.day.as_deref(), last.focus.as_str()), (Some("Thu 19 Nov"), "Wait time"));
        assert_eq!((last.steps[0].text.as_str(), last.steps[0].check.as_str()), ("Wait three seconds", "today"));
        assert_eq!((last.left_off.as_str(), last.debrief_day.as_str()), ("I will plan four names", "Wed 18 Nov"));
    }

    #[test]
    fn a_removed_line_is_named_by_what_it_was() {
        let mut desk = desk();
        let lesson = desk.observed(8, 7, 43, 0);
        let entry = log::confirm(&mut desk.writer, TODAY, LogKey::Proposed(lesson)).unwrap();

        log::remove(&mut desk.writer, entry).unwrap();

        let removed = record::recently_removed(desk.writer.reader(), NOON_MS).unwrap();
        assert_eq!(removed[0].label, "Line of the log, observe with Amir Haddad, Thu 19 Nov");
    }

    #[test]
    fn from_noon_on_it_is_said_how_many_lines_wait() {
        let mut desk = desk();
        desk.observed(8, 7, 43, 0);

        assert_eq!(log::waiting(desk.writer.reader(), NOON_MS).unwrap().lines, 1);
        assert_eq!(log::waiting(desk.writer.reader(), NOON_MS - MINUTE).unwrap().lines, 0);
    }
}
