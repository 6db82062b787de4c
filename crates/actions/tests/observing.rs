//! Observing, as a coach does it: what is chosen before a line is kept, the head of the lesson, the team's weeks.

#[cfg(test)]
mod tests {
    use actions::{
        Error,
        capture::{self, HeadChange, KeepLine, SaveDraft, Start, Tagged},
        look_for, observation, paste, person, sharing, week,
    };
    use domain::{
        RowId,
        clock::Reading,
        schema::{content_cycle, section},
    };
    use proptest::prelude::*;
    use store::Writer;
    use tempfile::TempDir;

    use crate::support::{self, Profile};

    /// Thursday 19 November 2026, noon in New York.
    const NOON_MS: i64 = 1_795_107_600_000;

    struct Desk {
        writer: Writer,
        teacher: RowId,
        _folder: TempDir,
    }

    fn now(after_ms: i64) -> Reading {
        let boot_ms = 1_000_000 + after_ms;
        Reading { wall_ms: NOON_MS + after_ms, boot_ms, awake_ms: boot_ms, boot: "a boot".into() }
    }

    fn desk() -> Desk {
        let Profile { mut writer, folder, .. } =
            support::begun(1, NOON_MS, "Robin Vale", "Alder County", "Birch Elementary");
        let added = person::AddPerson {
            given: "Amir".into(),
            family: "Haddad".into(),
            email: String::new(),
            code: "teacher".into(),
            school: None,
            coached: true,
        };
        let teacher = person::add(&mut writer, &added).unwrap();
        Desk { writer, teacher, _folder: folder }
    }

    impl Desk {
        fn begin(&mut self) -> RowId {
            let start = Start { visit: None, teacher: Some(self.teacher) };
            capture::start(&mut self.writer, &now(0), &start).unwrap()
        }

        fn class(&mut self, teacher: Option<RowId>, title: &str) -> RowId {
            let fields = vec![(section::TEACHER, teacher.into()), (section::TITLE, title.into())];
            self.writer
                .act(store::workspace(), "class", |tx| {
                    let id = tx.new_id();
                    tx.create(section::ENTITY, id, fields)?;
                    Ok::<_, store::Error>(id)
                })
                .unwrap()
        }

        fn keep(&mut self, observation: RowId, number: f64, age_ms: u32, typed: &str, at: i64) {
            let (typed, speaker) = (typed.into(), "T".into());
            let line = KeepLine { observation, number, typed, speaker, age_ms, tags: Vec::new() };
            capture::keep_line(&mut self.writer, &now(at), &line).unwrap();
        }

        fn seen(&self, id: RowId) -> observation::ObservationView {
            observation::view(self.writer.reader(), id, &now(5_000)).unwrap()
        }
    }

    #[test]
    fn tags_chosen_before_a_kill_are_offered_again_and_stay_when_the_lesson_is_finished() {
        let mut desk = desk();
        let id = desk.begin();
        let set = look_for::save(&mut desk.writer, &look_for::starter()).unwrap();
        look_for::choose(&mut desk.writer, id, set).unwrap();

        let typed = SaveDraft {
            observation: id,
            line: None,
            number: 1.0,
            after: 0.0,
            typed: "Waits four seconds".into(),
            speaker: "T".into(),
            tags: vec![1],
            caret: 18,
            age_ms: 100,
        };
        capture::save_draft(&mut desk.writer, &now(1_000), &typed).unwrap();

        assert_eq!(desk.seen(id).drafts[0].tags, [1]);
        capture::finish(&mut desk.writer, &now(9_000), id).unwrap();
        assert_eq!(desk.seen(id).entries[0].tags, [1]);
    }

    #[test]
    fn m_30_a_line_that_shows_a_look_for_to_be_missing_is_evidence_and_is_not_counted_as_showing_it() {
        let mut desk = desk();
        let id = desk.begin();
        let set = look_for::save(&mut desk.writer, &look_for::starter()).unwrap();
        look_for::choose(&mut desk.writer, id, set).unwrap();
        desk.keep(id, 1.0, 0, "T Waits. What do you notice?", 1_000);
        desk.keep(id, 2.0, 0, "T Ana? Calls at once.", 2_000);
        let [first, second] = [0, 1].map(|at| desk.seen(id).entries[at].id);
        let say = |desk: &mut Desk, line, tagged| capture::tag(&mut desk.writer, &now(3_000), line, 0, tagged).unwrap();
        let counted = |desk: &Desk| {
            let stored = store::observation::tag_counts(desk.writer.reader(), id).unwrap();
            let shown = desk.seen(id).look_fors[0].count;
            assert_eq!(stored.iter().map(|(_, lines)| *lines).sum::<u32>(), shown);
            shown
        };

        say(&mut desk, first, Tagged::Shows);
        say(&mut desk, second, Tagged::Missing);
        let signs = |desk: &Desk| desk.seen(id).entries.iter().map(observation::Entry::signs).collect::<Vec<_>>();
        assert_eq!((signs(&desk), counted(&desk)), (vec!["A".to_owned(), "−A".to_owned()], 1));
        let goes = |with| sharing::preview(desk.writer.reader(), id, with).unwrap().lines;
        let said: Vec<_> = goes(sharing::With::Teacher).into_iter().map(|line| line.tags).collect();
        assert_eq!(said, ["A", "−A"], "whoever shares it sees what goes");
        assert!(goes(sharing::With::Facts).is_empty());

        say(&mut desk, second, Tagged::Shows);
        assert_eq!((signs(&desk), counted(&desk)), (vec!["A".to_owned(), "A".to_owned()], 2));
        assert_eq!(actions::record::undo(&mut desk.writer, Some(id)).unwrap().as_deref(), Some("Tag a line"));
        assert_eq!((signs(&desk), counted(&desk)), (vec!["A".to_owned(), "−A".to_owned()], 1));

        say(&mut desk, second, Tagged::No);
        say(&mut desk, first, Tagged::No);
        assert_eq!((signs(&desk), counted(&desk)), (vec![String::new(), String::new()], 0));
        say(&mut desk, first, Tagged::Missing);
        assert_eq!(
            (signs(&desk)[0].as_str(), counted(&desk)),
            ("−A", 0),
            "what was taken away and comes back says the new"
        );
    }

    #[test]
    fn the_next_line_waits_until_the_line_before_is_kept_and_has_a_time_of_its_own() {
        let mut desk = desk();
        let id = desk.begin();
        let state = |number, after, typed: &str| SaveDraft {
            observation: id,
            line: None,
            number,
            after,
            typed: typed.into(),
            speaker: "T".into(),
            tags: Vec::new(),
            caret: 0,
            age_ms: 0,
        };
        assert!(capture::save_draft(&mut desk.writer, &now(1_000), &state(1.0, 0.0, "first")).unwrap());

        // The next line's first state overtakes the act that keeps the first line.
        assert!(!capture::save_draft(&mut desk.writer, &now(4_000), &state(3.0, 2.0, "sec")).unwrap());
        assert_eq!(desk.seen(id).drafts[0].typed, "first");
        desk.keep(id, 2.0, 3_500, "first", 4_500);
        assert!(capture::save_draft(&mut desk.writer, &now(5_000), &state(4.0, 2.0, "second")).unwrap());
        desk.keep(id, 5.0, 2_000, "second", 6_000);

        let lines = store::observation::lines(desk.writer.reader(), id).unwrap();
        let told: Vec<_> = lines.iter().map(|line| (line.text.as_str(), line.offset_ms)).collect();
        assert_eq!(told, [("first", 1_000), ("second", 5_000)]);
    }

    #[test]
    fn lines_pasted_without_times_keep_their_order_and_follow_the_last_line() {
        let mut desk = desk();
        let id = desk.begin();
        desk.keep(id, 1.0, 0, "before", 4_000);

        let pasted = "It goes up by two // he looks unsure\nsecond\nthird // why?\nfourth\nfifth";
        paste::paste(&mut desk.writer, &now(5_000), id, pasted).unwrap();

        let entries = desk.seen(id).entries;
        let told: Vec<_> = entries.iter().map(|entry| (entry.text.as_str(), entry.offset_ms)).collect();
        let words = ["before", "It goes up by two", "he looks unsure", "second", "third", "why?", "fourth", "fifth"];
        assert_eq!(told, words.map(|text| (text, 4_000)));
    }

    #[test]
    fn a_pasted_line_without_a_time_stands_with_the_timed_line_beside_it() {
        let mut desk = desk();
        let id = desk.begin();
        desk.keep(id, 1.0, 0, "before", 4_000);

        paste::paste(&mut desk.writer, &now(5_000), id, "first\n12:00:02 second\nthird").unwrap();

        let entries = desk.seen(id).entries;
        let told: Vec<_> = entries.iter().map(|entry| (entry.text.as_str(), entry.offset_ms)).collect();
        assert_eq!(told, [("first", 2_000), ("second", 2_000), ("third", 2_000), ("before", 4_000)]);
    }

    #[test]
    fn a_pause_follows_its_gap_through_undo_and_redo() {
        let mut desk = desk();
        let id = desk.begin();
        capture::pause(&mut desk.writer, &now(1_000), id).unwrap();
        capture::resume(&mut desk.writer, &now(3_000), id).unwrap();

        store::undo::undo(&mut desk.writer, id).unwrap();
        assert!(desk.seen(id).is_paused);
        capture::pause(&mut desk.writer, &now(4_000), id).unwrap();
        assert_eq!(store::observation::gaps(desk.writer.reader(), id).unwrap().len(), 1);

        store::undo::redo(&mut desk.writer, id).unwrap();
        assert!(!desk.seen(id).is_paused);
        store::undo::undo(&mut desk.writer, id).unwrap();
        store::undo::undo(&mut desk.writer, id).unwrap();
        assert!(!desk.seen(id).is_paused);
    }

    #[test]
    fn after_an_earlier_script_is_pasted_the_clock_counts_from_its_start_until_the_paste_is_undone() {
        let mut desk = desk();
        let id = desk.begin();
        let offsets = |desk: &Desk| desk.seen(id).entries.iter().map(|one| one.offset_ms).collect::<Vec<_>>();

        paste::paste(&mut desk.writer, &now(2_000), id, "11:50:00 first\n11:59:00 last").unwrap();
        assert_eq!(desk.seen(id).elapsed_ms, 605_000);
        desk.keep(id, 1.0, 0, "typed", 3_000);
        assert_eq!(offsets(&desk), [0, 540_000, 603_000]);

        store::undo::undo(&mut desk.writer, id).unwrap();
        store::undo::undo(&mut desk.writer, id).unwrap();
        assert_eq!(desk.seen(id).elapsed_ms, 5_000);
        desk.keep(id, 2.0, 0, "typed", 4_000);
        assert_eq!(offsets(&desk), [4_000]);
    }

    #[test]
    fn a_gap_and_the_words_in_the_field_keep_their_times_when_an_earlier_script_is_pasted() {
        let mut desk = desk();
        let id = desk.begin();
        capture::pause(&mut desk.writer, &now(1_000), id).unwrap();
        capture::resume(&mut desk.writer, &now(3_000), id).unwrap();
        let typed = SaveDraft {
            observation: id,
            line: None,
            number: 1.0,
            after: 0.0,
            typed: "typing".into(),
            speaker: "T".into(),
            tags: Vec::new(),
            caret: 0,
            age_ms: 0,
        };
        capture::save_draft(&mut desk.writer, &now(4_000), &typed).unwrap();

        paste::paste(&mut desk.writer, &now(4_500), id, "11:50:00 first").unwrap();

        let seen = desk.seen(id);
        assert_eq!((seen.entries[1].time.as_str(), seen.entries[1].text.as_str()), ("12:00:01", "pause 0:02"));
        assert_eq!(seen.drafts[0].time, "12:00:04");
        store::undo::undo(&mut desk.writer, id).unwrap();
        assert_eq!(desk.seen(id).entries[0].offset_ms, 1_000);
        assert_eq!(desk.seen(id).drafts[0].time, "12:00:04");
    }

    #[test]
    fn the_head_names_its_class_by_id_and_takes_only_a_class_of_the_teacher() {
        let mut desk = desk();
        let (own, other) = (desk.class(Some(desk.teacher), "Math 7"), desk.class(None, "Math 8"));
        let id = desk.begin();

        let of_class = |class| HeadChange { section: Some(Some(class)), ..HeadChange::of(id) };
        capture::set_head(&mut desk.writer, &of_class(own)).unwrap();
        let refused = capture::set_head(&mut desk.writer, &of_class(other));

        assert!(matches!(refused, Err(Error::Refused(problem)) if problem.field.as_deref() == Some("section")));
        assert_eq!(desk.seen(id).section, Some(own));
    }

    #[test]
    fn a_change_of_the_head_leaves_what_it_does_not_speak_of_and_empties_what_it_says_is_empty() {
        let mut desk = desk();
        let own = desk.class(Some(desk.teacher), "Math 7");
        let id = desk.begin();
        let mut set = |fields: &str| {
            let change = serde_json::from_str(&format!("{{\"id\":\"{id}\",{fields}}}")).unwrap();
            capture::set_head(&mut desk.writer, &change).unwrap();
            let seen = store::observation::load(desk.writer.reader(), id).unwrap();
            (seen.students, seen.focus, seen.section)
        };
        set(&format!("\"students\":24,\"focus\":\"Wait time\",\"section\":\"{own}\""));

        let fewer = set("\"students\":23");
        let without_class = set("\"section\":null");

        assert_eq!(fewer, (Some(23), "Wait time".into(), Some(own)));
        assert_eq!(without_class, (Some(23), "Wait time".into(), None));
    }

    #[test]
    fn the_week_says_which_week_of_a_content_cycle_it_is_and_nothing_after_the_last() {
        let mut desk = desk();
        let save = person::SaveTeam {
            id: None,
            title: "Math 6–8".into(),
            subject: "Math".into(),
            school: None,
            members: vec![desk.teacher],
        };
        person::save_team(&mut desk.writer, &save).unwrap();
        let team = store::person::teams(desk.writer.reader()).unwrap()[0].id;
        let fields = vec![
            (content_cycle::TEAM, team.into()),
            (content_cycle::TOPIC, "Ratio and rate".into()),
            (content_cycle::STARTS, "2026-11-03".into()),
            (content_cycle::WEEKS, 3_u32.into()),
        ];
        desk.writer
            .act(store::workspace(), "content cycle", |tx| {
                let id = tx.new_id();
                tx.create(content_cycle::ENTITY, id, fields).map(drop)
            })
            .unwrap();

        let of = |day: &str| week::view(desk.writer.reader(), NOON_MS, Some(day)).unwrap().cycles;

        assert_eq!(of("2026-11-19").iter().map(|one| (one.week, one.weeks)).collect::<Vec<_>>(), [(3, 3)]);
        assert!(of("2026-10-30").is_empty() && of("2026-11-23").is_empty());
    }

    /// What the coach, the room and the computer's clock do during a lesson.
    #[derive(Debug, Clone, Copy)]
    enum Done {
        /// A line, so many milliseconds after what came before.
        Keep(i64),
        /// Other words for the line at this place.
        Edit(usize),
        /// Somebody sets the wall clock.
        SetClock(i64),
        /// The lid is closed for so long.
        Sleep(i64),
    }

    fn done() -> impl Strategy<Value = Done> {
        prop_oneof![
            4 => (1..90_000_i64).prop_map(Done::Keep),
            2 => (0..20_usize).prop_map(Done::Edit),
            1 => (-7_200_000..7_200_000_i64).prop_map(Done::SetClock),
            1 => (1_000..600_000_i64).prop_map(Done::Sleep),
        ]
    }

    fn offsets(desk: &Desk, id: RowId) -> Vec<(RowId, i64)> {
        let lines = store::observation::lines(desk.writer.reader(), id).unwrap();
        lines.into_iter().map(|line| (line.id, line.offset_ms)).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

        #[test]
        fn inv_6_no_edit_and_no_wall_clock_moves_a_line_and_lines_stand_in_the_order_in_which_they_were_kept(
            all in prop::collection::vec(done(), 1..24)
        ) {
            let mut desk = desk();
            let id = desk.begin();
            let (mut at, mut wall, mut slept) = (0, 0, 0);
            let mut known: Vec<(RowId, i64)> = Vec::new();
            for (number, done) in all.into_iter().enumerate() {
                let reading = |at: i64| Reading {
                    wall_ms: NOON_MS + at + wall,
                    boot_ms: 1_000_000 + at,
                    awake_ms: 1_000_000 + at - slept,
                    boot: "a boot".into(),
                };
                match done {
                    Done::Keep(after) => {
                        at += after;
                        let typed = format!("T line {number}");
                        let (speaker, tags) = ("T".into(), Vec::new());
                        let number = f64::from(u32::try_from(number).unwrap() + 1);
                        let line = KeepLine { observation: id, number, typed, speaker, age_ms: 0, tags };
                        capture::keep_line(&mut desk.writer, &reading(at), &line).unwrap();
                    }
                    Done::Edit(place) if !known.is_empty() => {
                        let number = f64::from(u32::try_from(number).unwrap() + 1);
                        let (line, typed) = (known[place % known.len()].0, format!("S other words {number}"));
                        let edit = capture::EditLine { id: line, number, typed, speaker: "S".into() };
                        capture::edit_line(&mut desk.writer, &reading(at), &edit).unwrap();
                    }
                    Done::Edit(_) => {}
                    Done::SetClock(by) => wall += by,
                    Done::Sleep(long) => (at, slept) = (at + long, slept + long),
                }
                let stand = offsets(&desk, id);
                for before in &known {
                    prop_assert!(stand.contains(before), "{before:?} moved to {stand:?}");
                }
                prop_assert!(stand.iter().take(known.len()).eq(known.iter()), "a new line stands after those before it");
                known = stand;
            }
        }
    }

    #[test]
    fn inv_11_a_set_in_use_never_changes_and_an_earlier_lesson_keeps_its_version() {
        let mut desk = desk();
        let first = look_for::save(&mut desk.writer, &look_for::starter()).unwrap();
        let id = desk.begin();

        let mut edited = look_for::starter();
        (edited.follows, edited.look_fors[0]) = (Some(first), "Asks why".into());
        let second = look_for::save(&mut desk.writer, &edited).unwrap();

        let words = |desk: &Desk, id: RowId| desk.seen(id).look_fors.into_iter().map(|one| one.text).next().unwrap();
        assert_eq!(words(&desk, id), "Asks for reasons");
        let next = desk.begin();
        assert_eq!((words(&desk, next).as_str(), desk.seen(next).look_for_set.unwrap().version), ("Asks why", 2));
        assert_ne!(first, second);
    }
}
