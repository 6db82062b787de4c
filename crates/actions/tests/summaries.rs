//! What a teacher takes along from a debrief: what is shared, and nothing else.

#[cfg(test)]
mod tests {
    use actions::{
        Error,
        agreement::{self, Accept, NextAgreement},
        capture::{self, KeepLine, Start},
        debrief::{self, Summary},
        person,
        step::{self, Propose},
    };
    use domain::{Code, RowId, clock::Reading, schema::debrief as entity};
    use store::Writer;
    use tempfile::TempDir;

    use crate::support::{self, Profile};

    /// Monday 5 October 2026, 10:30 in New York.
    const HALF_PAST_TEN_MS: i64 = 1_791_210_600_000;

    struct Desk {
        writer: Writer,
        me: RowId,
        teacher: RowId,
        debrief: RowId,
        lesson: RowId,
        _folder: TempDir,
    }

    fn at(minutes: i64) -> Reading {
        let boot_ms = 10_000_000 + minutes * 60_000;
        Reading { wall_ms: HALF_PAST_TEN_MS + minutes * 60_000, boot_ms, awake_ms: boot_ms, boot: "a boot".into() }
    }

    /// A lesson of two lines with a wondering, its debrief with praise and words, and one step that rests on a line.
    fn desk() -> Desk {
        let Profile { mut writer, me, folder } =
            support::begun(1, HALF_PAST_TEN_MS, "Dana Whitfield", "Riverbend", "Juniper");
        let teacher = person::add_teacher(&mut writer, "Amir Haddad").unwrap();
        let start = Start { visit: None, teacher: Some(teacher) };
        let lesson = capture::start(&mut writer, &at(-90), &start).unwrap();
        for (number, typed) in [(1.0, "What do you notice?"), (2.0, "They go up by the same // front row only")] {
            let typed = typed.into();
            let line =
                KeepLine { observation: lesson, number, typed, speaker: "T".into(), tags: Vec::new(), age_ms: 0 };
            capture::keep_line(&mut writer, &at(-80), &line).unwrap();
        }
        let lines = store::observation::lines(writer.reader(), lesson).unwrap();
        capture::finish(&mut writer, &at(-45), lesson).unwrap();
        let debrief = debrief::prepare(&mut writer, lesson).unwrap();
        debrief::praise(&mut writer, debrief, lines[1].id, true).unwrap();
        let mut desk = Desk { writer, me, teacher, debrief, lesson, _folder: folder };
        desk.set(entity::PRAISE, "Students said the rule themselves");
        desk.set(entity::TEACHER_WORDS, "I will wait longer");
        desk.step("Wait five seconds", lines[0].id);
        desk
    }

    impl Desk {
        fn set(&mut self, field: u16, words: &str) {
            let id = self.debrief;
            self.writer.act(id, "write", |tx| tx.set(entity::ENTITY, id, field, words.into())).unwrap();
        }

        fn step(&mut self, text: &str, line: RowId) -> RowId {
            let propose = Propose {
                observation: Some(self.lesson),
                teacher: None,
                text: text.into(),
                look_for: None,
                practice: "Count with a finger".into(),
                check_date: None,
                lines: vec![line],
            };
            step::propose(&mut self.writer, HALF_PAST_TEN_MS, &propose).unwrap()
        }

        /// The coach belongs to an organisation whose service says that the two work together.
        fn joined(mut self) -> Self {
            support::join(&mut self.writer, self.me);
            let (me, teacher) = (self.me, self.teacher);
            let facts = [("active", me, me, ""), ("pair", me, teacher, "")];
            support::tell(&mut self.writer, HALF_PAST_TEN_MS, &facts);
            self
        }

        /// Both accept the agreement: the coach on this device, the teacher in this way.
        fn agreed(&mut self, way: &str) -> RowId {
            person::coach(&mut self.writer, self.teacher, true, Some(7)).unwrap();
            let next = NextAgreement { teacher: self.teacher, choices: Vec::new(), text: String::new() };
            let agreement = agreement::propose(&mut self.writer, &next).unwrap();
            for (party, way) in [("coach", "own_device"), ("teacher", way)] {
                let digest = self.digest();
                let signed = if way == "paper" { "2026-10-05".into() } else { String::new() };
                let accept = Accept { agreement, party: party.into(), way: way.into(), signed, digest };
                agreement::accept(&mut self.writer, &accept).unwrap();
            }
            agreement
        }

        fn digest(&self) -> String {
            let view = agreement::view(self.writer.reader(), HALF_PAST_TEN_MS, self.teacher).unwrap();
            view.versions[0].digest.clone()
        }

        fn summary(&self) -> actions::Result<Summary> {
            debrief::summary(self.writer.reader(), self.debrief)
        }
    }

    fn words(summary: &Summary) -> Vec<String> {
        let mut words = vec![summary.praise.clone(), summary.question.clone(), summary.teacher_words.clone()];
        words.extend(summary.praised.iter().map(|line| line.text.clone()));
        for step in &summary.steps {
            words.extend([step.text.clone(), step.practice.clone()]);
            words.extend(step.lines.iter().map(|line| line.text.clone()));
        }
        words.retain(|words| !words.is_empty());
        words
    }

    #[test]
    fn a_summary_has_praise_its_lines_the_step_and_the_teacher_s_words_and_no_wondering() {
        let desk = desk();

        let summary = desk.summary().unwrap();

        let expected = [
            "Students said the rule themselves",
            "I will wait longer",
            "They go up by the same",
            "Wait five seconds",
            "Count with a finger",
            "What do you notice?",
        ];
        assert_eq!(words(&summary), expected);
        assert_eq!((summary.teacher.as_str(), summary.coach.as_str()), ("Amir Haddad", "Dana Whitfield"));
        assert_eq!(summary.lesson, Some(("2026-10-05".parse().unwrap(), "9:00".to_owned())));
        assert!(summary.steps[0].check.is_some());
        assert_eq!(summary.talked, None);
    }

    #[test]
    fn in_an_organisation_a_summary_waits_for_the_share() {
        let mut desk = desk().joined();

        let refused = desk.summary().unwrap_err();
        debrief::share(&mut desk.writer, desk.debrief).unwrap();

        assert!(matches!(refused, Error::Refused(problem) if problem.code == Code::Changed));
        assert_eq!(words(&desk.summary().unwrap()).len(), 6);
    }

    #[test]
    fn a_step_that_was_written_after_the_share_is_not_in_the_summary() {
        let mut desk = desk().joined();
        debrief::share(&mut desk.writer, desk.debrief).unwrap();
        let line = store::observation::lines(desk.writer.reader(), desk.lesson).unwrap()[0].id;

        desk.step("Something for later", line);

        let summary = desk.summary().unwrap();
        assert_eq!(summary.steps.len(), 1);
        assert!(!words(&summary).contains(&"Something for later".to_owned()));
    }

    #[test]
    fn a_summary_is_refused_again_when_sharing_ended() {
        let mut desk = desk().joined();
        debrief::share(&mut desk.writer, desk.debrief).unwrap();

        debrief::stop(&mut desk.writer, desk.debrief).unwrap();

        assert!(desk.summary().is_err());
    }

    #[test]
    fn a_teacher_who_accepted_on_the_coach_s_screen_or_on_paper_gets_the_summary_without_an_account() {
        for way in ["coach_screen", "paper"] {
            let mut desk = desk();
            support::join(&mut desk.writer, desk.me);
            assert!(desk.summary().is_err(), "nobody accepted yet");

            let agreement = desk.agreed(way);

            assert!(debrief::share(&mut desk.writer, desk.debrief).is_err(), "no service shares it: {way}");
            let summary = desk.summary().unwrap();
            assert_eq!(words(&summary).len(), 6, "{way}");
            assert!(!words(&summary).iter().any(|words| words.contains("front row")), "{way}");
            agreement::withdraw(&mut desk.writer, agreement, "teacher").unwrap();
            assert!(desk.summary().is_err(), "withdrawn: {way}");
        }
    }

    #[test]
    fn what_a_coach_stopped_sharing_is_not_handed_over_by_the_way() {
        let mut desk = desk().joined();
        debrief::share(&mut desk.writer, desk.debrief).unwrap();
        desk.agreed("paper");
        assert!(desk.summary().is_ok());

        debrief::stop(&mut desk.writer, desk.debrief).unwrap();

        assert!(desk.summary().is_err());
    }

    #[test]
    fn every_word_of_a_summary_stands_in_the_preview_of_the_share() {
        let desk = desk();

        let preview = debrief::preview(desk.writer.reader(), desk.debrief).unwrap();

        let mut goes: Vec<String> = preview.words.into_iter().map(|words| words.text).collect();
        goes.extend(preview.script.lines.into_iter().map(|line| line.text));
        let summary = words(&desk.summary().unwrap());
        assert!(summary.iter().all(|words| goes.contains(words)), "{summary:?} in {goes:?}");
    }
}
