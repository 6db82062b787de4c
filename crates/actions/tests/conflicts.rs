//! Nobody comes to coach and to evaluate the same teacher without a choice (SD-17, INV-2).

#[cfg(test)]
mod tests {
    use actions::{
        agreement::{self, NextAgreement},
        capture::{self, Start},
        conflict::{self, Settle},
        person::{self, AddPerson, SaveRole},
        who,
    };
    use domain::{Problem, RowId, clock::Reading};
    use store::Writer;
    use tempfile::TempDir;

    use crate::support::{self, Profile};

    /// Monday 5 October 2026, 10:30 in New York.
    const NOW_MS: i64 = 1_791_210_600_000;

    struct Desk {
        writer: Writer,
        me: RowId,
        amir: RowId,
        eli: RowId,
        school: RowId,
        _folder: TempDir,
    }

    fn added(writer: &mut Writer, given: &str, code: &str, school: RowId) -> RowId {
        let person = AddPerson {
            given: given.into(),
            family: String::new(),
            email: String::new(),
            code: code.into(),
            school: Some(school),
            coached: code == "teacher",
        };
        person::add(writer, &person).unwrap()
    }

    /// Ruth coaches Amir at Juniper, where Eli coaches too.
    fn desk() -> Desk {
        let Profile { mut writer, me, folder } = support::begun(1, NOW_MS, "Ruth Alvarez", "Riverbend", "Juniper");
        let schools = store::organisation::all(writer.reader()).unwrap();
        let school = schools.iter().find(|one| one.kind == "school").unwrap().id;
        let amir = added(&mut writer, "Amir", "teacher", school);
        let eli = added(&mut writer, "Eli", "coach", school);
        Desk { writer, me, amir, eli, school, _folder: folder }
    }

    impl Desk {
        fn role(&mut self, settle: Vec<Settle>) -> Result<(), Problem> {
            let save = SaveRole {
                id: None,
                person: self.me,
                school: Some(self.school),
                code: "assistant_principal".into(),
                starts: String::new(),
                ends: String::new(),
                settle,
            };
            let found = conflict::of_role(self.writer.reader(), NOW_MS, &save).unwrap();
            assert_eq!(found.iter().map(|one| one.teacher.name.as_str()).collect::<Vec<_>>(), ["Amir"]);
            person::save_role(&mut self.writer, &save).map_err(Problem::from)
        }

        fn choice(&self, moves_to: Option<RowId>, signed: &str) -> Vec<Settle> {
            vec![Settle { coach: self.me, teacher: self.amir, moves_to, signed: signed.into() }]
        }

        fn observe(&mut self, teacher: RowId) -> Result<RowId, Problem> {
            let now = Reading { wall_ms: NOW_MS, boot_ms: 1, awake_ms: 1, boot: "a boot".into() };
            let start = Start { visit: None, teacher: Some(teacher) };
            capture::start(&mut self.writer, &now, &start).map_err(Problem::from)
        }

        fn coaches(&self) -> Vec<RowId> {
            let all = store::person::relationships(self.writer.reader()).unwrap();
            let of_amir = all.into_iter().filter(|one| one.teacher == self.amir && one.ends.is_empty());
            of_amir.map(|one| one.coach).collect()
        }

        fn roles(&self) -> usize {
            store::person::roles(self.writer.reader()).unwrap().iter().filter(|role| role.person == self.me).count()
        }
    }

    #[test]
    fn a_role_that_may_evaluate_somebody_whom_i_coach_is_not_stored_before_a_choice() {
        let mut desk = desk();

        let refused = desk.role(Vec::new()).unwrap_err();

        assert_eq!(refused.field.as_deref(), Some("settle"));
        assert!(refused.message.contains("Ruth Alvarez would coach and evaluate Amir"), "{}", refused.message);
        assert_eq!((desk.roles(), desk.coaches()), (1, vec![desk.me]));
    }

    #[test]
    fn the_coaching_moves_to_another_coach_in_the_same_act() {
        let mut desk = desk();
        let choice = desk.choice(Some(desk.eli), "");

        desk.role(choice).unwrap();

        assert_eq!((desk.roles(), desk.coaches()), (2, vec![desk.eli]));
        assert!(
            conflict::of_coaching(desk.writer.reader(), NOW_MS, desk.amir).unwrap().len() == 1,
            "should I begin again"
        );
        assert_eq!(
            person::coach(&mut desk.writer, desk.amir, true, None).map_err(Problem::from).unwrap_err().field.unwrap(),
            "settle"
        );
        assert_eq!(desk.coaches(), [desk.eli]);
    }

    #[test]
    fn with_her_written_consent_the_coaching_goes_on_and_new_content_is_written() {
        let mut desk = desk();
        for day in ["", "2026-10-06", "2026-02-30"] {
            let choice = desk.choice(None, day);
            assert_eq!(desk.role(choice).unwrap_err().field.as_deref(), Some("signed"), "{day}");
        }
        let choice = desk.choice(None, "2026-10-02");

        desk.role(choice).unwrap();

        assert_eq!((desk.roles(), desk.coaches()), (2, vec![desk.me]));
        assert!(desk.observe(desk.amir).is_ok());
    }

    #[test]
    fn a_consent_that_is_withdrawn_stays_readable_and_closes_what_it_had_opened() {
        let mut desk = desk();
        let choice = desk.choice(None, "2026-10-02");
        desk.role(choice).unwrap();
        let lesson = desk.observe(desk.amir).unwrap();
        let consent = |desk: &Desk| agreement::view(desk.writer.reader(), NOW_MS, desk.amir).unwrap().consent;
        assert_eq!(consent(&desk).as_deref(), Some("2026-10-02"));
        assert!(agreement::withdraw_consent(&mut desk.writer, desk.eli).is_err(), "there is none with him");

        agreement::withdraw_consent(&mut desk.writer, desk.amir).unwrap();

        assert_eq!(consent(&desk), None);
        assert!(desk.observe(desk.amir).unwrap_err().message.contains("may evaluate"));
        assert_eq!(conflict::of_coaching(desk.writer.reader(), NOW_MS, desk.amir).unwrap().len(), 1);
        assert!(store::observation::load(desk.writer.reader(), lesson).is_ok(), "what is there stays");
        let rows = store::agreement::consent_rows(desk.writer.reader(), desk.me, desk.amir).unwrap();
        assert_eq!(rows.len(), 2, "what was signed, and that it was withdrawn");
        let again = Problem::from(agreement::withdraw_consent(&mut desk.writer, desk.amir).unwrap_err());
        assert!(again.message.contains("Nothing was changed"), "{}", again.message);
    }

    #[test]
    fn a_consent_that_she_signs_again_counts_again() {
        let mut desk = desk();
        let choice = desk.choice(None, "2026-10-02");
        desk.role(choice).unwrap();
        agreement::withdraw_consent(&mut desk.writer, desk.amir).unwrap();

        let settle = Settle { coach: desk.me, teacher: desk.amir, moves_to: None, signed: "2026-10-05".into() };
        conflict::settle_coaching(&mut desk.writer, &settle).unwrap();

        assert!(desk.observe(desk.amir).is_ok());
        let view = agreement::view(desk.writer.reader(), NOW_MS, desk.amir).unwrap();
        assert_eq!(view.consent.as_deref(), Some("2026-10-05"));
    }

    #[test]
    fn nobody_who_may_evaluate_the_teacher_takes_the_coaching_over() {
        let mut desk = desk();
        let principal = added(&mut desk.writer, "Petra", "principal", desk.school);
        for other in [principal, desk.me, desk.amir] {
            let choice = desk.choice(Some(other), "");
            assert_eq!(desk.role(choice).unwrap_err().field.as_deref(), Some("movesTo"));
        }
        assert_eq!((desk.roles(), desk.coaches()), (1, vec![desk.me]));
    }

    #[test]
    fn until_it_is_settled_no_new_content_of_coaching_is_written_about_that_teacher() {
        // A roster can bring the role without asking.
        let mut desk = desk();
        let (me, school) = (desk.me, desk.school);
        desk.writer
            .act(store::workspace(), "roster", |tx| {
                use domain::schema::role;
                let id = tx.new_id();
                let fields = vec![
                    (role::PERSON, me.into()),
                    (role::ORGANISATION, school.into()),
                    (role::CODE, "principal".into()),
                ];
                tx.create(role::ENTITY, id, fields)
            })
            .map_err(|error: store::Error| error)
            .unwrap();

        assert!(desk.observe(desk.amir).unwrap_err().message.contains("may evaluate"));
        let next = NextAgreement { teacher: desk.amir, choices: Vec::new(), text: String::new() };
        assert!(agreement::propose(&mut desk.writer, &next).is_err());
        assert!(desk.observe(desk.eli).is_ok(), "of others it is");

        let settle = Settle { coach: me, teacher: desk.amir, moves_to: None, signed: "2026-10-05".into() };
        conflict::settle_coaching(&mut desk.writer, &settle).unwrap();
        assert!(desk.observe(desk.amir).is_ok());
    }

    #[test]
    fn whom_i_add_at_a_school_where_i_may_evaluate_i_do_not_coach_unawares() {
        let mut desk = desk();
        let choice = desk.choice(Some(desk.eli), "");
        desk.role(choice).unwrap();
        let lena = added(&mut desk.writer, "Lena", "teacher", desk.school);
        let all = store::person::relationships(desk.writer.reader()).unwrap();
        assert!(!all.iter().any(|one| one.teacher == lena));
    }

    #[test]
    fn a_lesson_that_is_not_shared_is_seen_by_its_author_alone() {
        let mut desk = desk();
        let lesson = desk.observe(desk.amir).unwrap();
        let seen = who::view(desk.writer.reader(), NOW_MS, lesson).unwrap();
        assert!(seen.is_mine && seen.audiences.is_empty() && !seen.is_widened && !seen.is_private);
    }
}
