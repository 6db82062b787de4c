//! Sharing agreements: a version never changes, both accept it in a way that is recorded, and either withdraws it.

#[cfg(test)]
mod tests {
    use actions::{
        Error,
        agreement::{self, Accept, AgreementView, ItemChoice, NextAgreement},
        person,
        sharing::{self, With},
        who,
    };
    use domain::{Problem, RowId, access::Record, schema::observation};
    use store::Writer;
    use tempfile::TempDir;

    use crate::support::{self, Profile};

    /// Monday 5 October 2026, 10:30 in New York.
    const NOW_MS: i64 = 1_791_210_600_000;

    struct Desk {
        writer: Writer,
        me: RowId,
        teacher: RowId,
        _folder: TempDir,
    }

    fn desk() -> Desk {
        let Profile { mut writer, me, folder } = support::begun(1, NOW_MS, "Dana Whitfield", "Riverbend", "Juniper");
        let teacher = person::add_teacher(&mut writer, "Amir Haddad").unwrap();
        person::coach(&mut writer, teacher, true, Some(7)).unwrap();
        Desk { writer, me, teacher, _folder: folder }
    }

    impl Desk {
        fn propose(&mut self, choices: &[(&str, &str)], text: &str) -> Result<RowId, Problem> {
            let choice =
                |(code, audience): &(&str, &str)| ItemChoice { code: (*code).into(), audience: (*audience).into() };
            let choices = choices.iter().map(choice).collect();
            let next = NextAgreement { teacher: self.teacher, choices, text: text.into() };
            agreement::propose(&mut self.writer, &next).map_err(Problem::from)
        }

        fn view(&self) -> AgreementView {
            agreement::view(self.writer.reader(), NOW_MS, self.teacher).unwrap()
        }

        fn accept(&mut self, party: &str, way: &str, signed: &str) -> Result<(), Problem> {
            let latest = self.view().versions[0].clone();
            let word = Accept {
                agreement: latest.id,
                party: party.into(),
                way: way.into(),
                signed: signed.into(),
                digest: latest.digest,
            };
            agreement::accept(&mut self.writer, &word).map_err(Problem::from)
        }

        fn standings(&self) -> Vec<String> {
            self.view().versions.into_iter().map(|version| version.standing).collect()
        }

        fn joined(&mut self, facts: &[(&str, RowId, RowId, &str)]) {
            support::join(&mut self.writer, self.me);
            support::tell(&mut self.writer, NOW_MS, facts);
        }
    }

    #[test]
    fn the_first_version_lists_the_default_items_and_goes_to_nobody_beyond_the_pair() {
        let mut desk = desk();

        desk.propose(&[], "").unwrap();

        let version = desk.view().versions[0].clone();
        assert_eq!((version.number, version.standing.as_str(), version.items.len()), (1, "proposed", 11));
        assert_eq!(version.items[1].text, "The script of my lessons and what in it is evidence: only the two of us.");
        assert!(!version.is_wider && version.said.is_empty());
        assert_eq!(version.waits_for, ["coach", "teacher"]);
    }

    #[test]
    fn a_teacher_without_an_account_accepts_on_the_coachs_screen_or_on_signed_paper_and_it_is_recorded_as_such() {
        let mut desk = desk();
        desk.propose(&[], "").unwrap();
        desk.accept("coach", "own_device", "").unwrap();
        assert_eq!(desk.view().versions[0].waits_for, ["teacher"]);

        desk.accept("teacher", "coach_screen", "").unwrap();

        assert_eq!(desk.standings(), ["in_force"]);
        desk.propose(&[("evidence", "supervisors")], "").unwrap();
        desk.accept("teacher", "paper", "2026-10-05").unwrap();
        desk.accept("coach", "own_device", "").unwrap();
        let view = desk.view();
        assert_eq!(desk.standings(), ["in_force", "superseded"]);
        let said = |at: usize| {
            let said = view.versions[at].said.iter();
            said.map(|said| (said.name.clone(), said.way.clone(), said.date.clone())).collect::<Vec<_>>()
        };
        let today = "2026-10-05".to_owned();
        let dana = ("Dana Whitfield".to_owned(), "own_device".to_owned(), today.clone());
        assert_eq!(said(0), [dana.clone(), ("Amir Haddad".into(), "paper".into(), today.clone())]);
        assert_eq!(said(1), [dana, ("Amir Haddad".into(), "coach_screen".into(), today)]);
    }

    #[test]
    fn an_accepted_version_never_changes_and_the_next_one_says_what_it_changes() {
        let mut desk = desk();
        desk.propose(&[], "We look at it each June.").unwrap();
        let first = format!("{:?}", desk.view().versions[0].items);
        desk.accept("coach", "own_device", "").unwrap();
        desk.accept("teacher", "coach_screen", "").unwrap();

        desk.propose(&[("step", "supervisors")], "We look at it each May.").unwrap();

        let view = desk.view();
        assert_eq!(desk.standings(), ["proposed", "in_force"], "the one before counts until both accepted");
        assert_eq!(format!("{:?}", view.versions[1].items), first);
        let changed: Vec<_> = view.versions[0].items.iter().filter(|item| item.before.is_some()).collect();
        assert_eq!((changed.len(), changed[0].code.as_str()), (1, "step"));
        assert_eq!(view.versions[0].text_before.as_deref(), Some("We look at it each June."));
        assert!(view.versions[0].is_wider);
    }

    #[test]
    fn either_withdraws_at_once_and_a_withdrawn_version_is_not_accepted_any_more() {
        for party in ["coach", "teacher"] {
            let mut desk = desk();
            let id = desk.propose(&[("evidence", "supervisors")], "").unwrap();
            desk.accept("coach", "own_device", "").unwrap();
            desk.accept("teacher", "coach_screen", "").unwrap();

            agreement::withdraw(&mut desk.writer, id, party).unwrap();

            assert_eq!(desk.standings(), ["withdrawn"]);
            assert!(desk.accept("coach", "own_device", "").unwrap_err().message.contains("does not wait"));
            assert!(agreement::withdraw(&mut desk.writer, id, party).is_err());
            desk.propose(&[("evidence", "supervisors")], "").unwrap();
            assert_eq!(desk.standings(), ["proposed", "withdrawn"]);
        }
    }

    #[test]
    fn bad_input_is_refused_at_its_field_and_nothing_changes() {
        let mut desk = desk();
        let field = |problem: Problem| problem.field.unwrap();
        assert_eq!(field(desk.propose(&[], &"a".repeat(2_001)).unwrap_err()), "text");
        assert_eq!(field(desk.propose(&[], "All of it // I doubt it").unwrap_err()), "text");
        for choice in [("evidence", "everyone"), ("no_rating", "supervisors"), ("rating", "pair")] {
            assert_eq!(field(desk.propose(&[choice], "").unwrap_err()), "choices");
        }
        assert!(desk.view().versions.is_empty());

        desk.propose(&[], "").unwrap();
        assert_eq!(field(desk.propose(&[], "").unwrap_err()), "choices", "nothing differs");
        for day in ["", "2026-02-30", "2026-10-06", "2026-10-04"] {
            assert_eq!(field(desk.accept("teacher", "paper", day).unwrap_err()), "signed", "{day}");
        }
        assert_eq!(field(desk.accept("teacher", "own_device", "").unwrap_err()), "way", "not the coach's to say");
        assert_eq!(field(desk.accept("coach", "paper", "2026-10-05").unwrap_err()), "way");
        assert_eq!(field(desk.accept("principal", "paper", "2026-10-05").unwrap_err()), "party");
        assert!(desk.view().versions[0].said.is_empty());
    }

    #[test]
    fn an_acceptance_of_a_version_that_was_not_looked_at_is_refused() {
        let mut desk = desk();
        let first = desk.propose(&[], "").unwrap();
        let digest = desk.view().versions[0].digest.clone();
        desk.propose(&[("evidence", "supervisors")], "").unwrap();
        let latest = desk.view().versions[0].id;
        for (agreement, digest) in [(first, digest.clone()), (latest, digest)] {
            let word =
                Accept { agreement, party: "coach".into(), way: "own_device".into(), signed: String::new(), digest };
            let refused = agreement::accept(&mut desk.writer, &word);
            assert!(matches!(refused, Err(Error::Refused(problem)) if problem.code == domain::Code::Changed));
        }
    }

    #[test]
    fn only_the_coach_of_the_teacher_writes_an_agreement() {
        let mut desk = desk();
        person::coach(&mut desk.writer, desk.teacher, false, None).unwrap();
        assert_eq!(desk.propose(&[], "").unwrap_err().field.unwrap(), "teacher");
        assert!(!desk.view().can_propose);
    }

    #[test]
    fn what_was_agreed_before_joining_is_said_once_the_service_knows_the_pair() {
        let mut desk = desk();
        desk.propose(&[], "").unwrap();
        desk.accept("coach", "own_device", "").unwrap();
        assert_eq!(desk.view().telling, "alone");
        let (me, teacher) = (desk.me, desk.teacher);

        desk.joined(&[("active", me, me, "")]);
        assert_eq!(desk.view().telling, "unknown");
        desk.joined(&[("active", me, me, ""), ("pair", me, teacher, "")]);
        assert_eq!(desk.view().telling, "waits");
        agreement::tell(&mut desk.writer, teacher).unwrap();

        let shares = |id| store::sharing::shares(desk.writer.reader(), id).unwrap().len();
        let version = desk.view().versions[0].id;
        assert_eq!(shares(version), 1);
        let words = store::agreement::words(desk.writer.reader(), version).unwrap();
        assert_eq!(words.iter().map(|word| shares(word.id)).collect::<Vec<_>>(), [1]);
    }

    #[test]
    fn a_version_and_what_is_said_of_it_go_to_the_other_in_the_act_that_makes_them() {
        let mut desk = desk();
        let (me, teacher) = (desk.me, desk.teacher);
        desk.joined(&[("active", me, me, ""), ("pair", me, teacher, "")]);

        let version = desk.propose(&[], "").unwrap();
        desk.accept("coach", "own_device", "").unwrap();

        let shares = |id| store::sharing::shares(desk.writer.reader(), id).unwrap().len();
        assert_eq!(shares(version), 1, "the version");
        let words = store::agreement::words(desk.writer.reader(), version).unwrap();
        assert_eq!(words.iter().map(|word| shares(word.id)).collect::<Vec<_>>(), [1], "what was said of it");
    }

    #[test]
    fn a_record_says_each_audience_by_name_and_role_as_far_as_it_was_shared() {
        let mut desk = desk();
        let (me, teacher) = (desk.me, desk.teacher);
        let add = |writer: &mut Writer, given: &str, code: &str| {
            let person = person::AddPerson {
                given: given.into(),
                family: String::new(),
                email: String::new(),
                code: code.into(),
                school: None,
                coached: false,
            };
            person::add(writer, &person).unwrap()
        };
        let monique = add(&mut desk.writer, "Monique", "supervisor");
        add(&mut desk.writer, "Petra", "principal");
        let agreed = Record::Script.number().to_string();
        desk.joined(&[
            ("active", me, me, ""),
            ("pair", me, teacher, ""),
            ("supervises", monique, me, ""),
            ("agreed", me, teacher, &agreed),
        ]);
        let lesson = desk
            .writer
            .act(store::workspace(), "observe", |tx| {
                let root = tx.new_id();
                let fields = vec![
                    (observation::TEACHER, teacher.into()),
                    (observation::STATE, "captured".into()),
                    (observation::STARTED_MS, NOW_MS.into()),
                ];
                tx.create(observation::ENTITY, root, fields)?;
                Ok::<_, store::Error>(root)
            })
            .unwrap();
        let seen = |desk: &Desk| {
            let view = who::view(desk.writer.reader(), NOW_MS, lesson).unwrap();
            let line = |one: who::AudienceView| format!("{} {} {}", one.way, one.reader, one.names.join(", "));
            (view.is_widened, view.audiences.into_iter().map(line).collect::<Vec<_>>())
        };
        assert_eq!(seen(&desk), (true, Vec::new()), "an agreement opens nothing that is not shared");

        sharing::share(&mut desk.writer, lesson, With::Teacher).unwrap();
        assert_eq!(seen(&desk).1, ["pair teacher Amir Haddad"]);
        sharing::share(&mut desk.writer, lesson, With::Supervisors).unwrap();
        assert_eq!(seen(&desk).1, ["pair teacher Amir Haddad", "programme supervisor Monique"], "and no principal");
    }
}
