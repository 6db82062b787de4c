//! The end of coaching on one computer: what it writes and opens, and that undo takes all of it back.

#[cfg(test)]
mod tests {
    use actions::{
        ending::{self, EndCoaching},
        person::{self, AddPerson},
        record,
        session::{self, Begin},
    };
    use domain::{Problem, RowId, scope::Scope};
    use store::{
        Seeded, Writer,
        exchange::Membership,
        key::Key,
        sharing::{Fact, State, Told},
    };
    use tempfile::TempDir;

    /// Monday 5 October 2026, 10:30 in New York.
    const NOW_MS: i64 = 1_791_210_600_000;

    struct Desk {
        writer: Writer,
        me: RowId,
        amir: RowId,
        eli: RowId,
        _folder: TempDir,
    }

    /// Dana coaches Amir, and Eli could follow.
    fn desk() -> Desk {
        let folder = tempfile::tempdir().unwrap();
        let clock = Box::new(Seeded::new(1, NOW_MS));
        let mut writer = Writer::create(&folder.path().join("profile.db"), &Key::from_bytes([7; 32]), clock).unwrap();
        let begin = Begin {
            given: "Dana".into(),
            family: "Whitfield".into(),
            organisation: "Riverbend".into(),
            school: "Juniper".into(),
            zone: "America/New_York".into(),
        };
        let me = session::begin(&mut writer, &begin).unwrap().me;
        let mut add = |given: &str, code: &str| {
            let person = AddPerson {
                given: given.into(),
                family: String::new(),
                email: String::new(),
                code: code.into(),
                school: None,
                coached: false,
            };
            person::add(&mut writer, &person).unwrap()
        };
        let (amir, eli) = (add("Amir", "teacher"), add("Eli", "coach"));
        person::coach(&mut writer, amir, true, Some(7)).unwrap();
        Desk { writer, me, amir, eli, _folder: folder }
    }

    impl Desk {
        /// Joins an organisation whose service knows the two as a pair.
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
            let fact = |kind: &str, object| Fact { kind: kind.into(), subject: self.me, object, detail: String::new() };
            let facts = vec![fact("active", self.me), fact("pair", self.amir)];
            store::sharing::keep_told(&mut self.writer, &Told { now_ms: NOW_MS, facts, seen: Vec::new() }).unwrap();
            self
        }

        fn end(&mut self) -> actions::Result<()> {
            let end = EndCoaching {
                teacher: self.amir,
                date: "2026-10-05".into(),
                reason: "reassigned".into(),
                successor: Some(self.eli),
                category: "questioning".into(),
            };
            ending::end(&mut self.writer, &end)
        }

        /// What the row of the coaching says of its end.
        fn coaching(&self) -> (RowId, [String; 4]) {
            let sql = "select id, coalesce(ends, ''), coalesce(end_reason, ''), coalesce(hex(successor), ''),
                              coalesce(step_category, '') from relationship where teacher = ?1 and removed_ms is null";
            let row = self.writer.reader().query_row(sql, [self.amir.bytes()], |row| {
                Ok((row.get::<_, [u8; 16]>(0)?, [row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?]))
            });
            row.map(|(id, words)| (RowId::from_bytes(id), words)).unwrap()
        }

        fn is_coached(&self) -> bool {
            ending::view(self.writer.reader(), NOW_MS, self.amir).unwrap().is_coached
        }

        /// The scopes to which the facts of the coaching are open, or will be when what waits is sent.
        fn open(&self) -> Vec<Scope> {
            let shares = store::sharing::shares(self.writer.reader(), self.coaching().0).unwrap();
            shares.into_iter().filter(|share| share.state != State::Ending).map(|share| share.scope).collect()
        }
    }

    const NOT_ENDED: [String; 4] = [const { String::new() }; 4];

    #[test]
    fn undo_takes_the_end_of_coaching_back_whole_and_redo_ends_it_again() {
        let mut desk = desk();
        assert_eq!(desk.coaching().1, NOT_ENDED);
        desk.end().unwrap();
        let ended = desk.coaching();
        assert_eq!(ended.1[0..2], ["2026-10-05", "reassigned"]);
        assert!(!desk.is_coached());

        let undone = record::undo(&mut desk.writer, None).unwrap();

        assert_eq!(undone.as_deref(), Some("End coaching"));
        assert_eq!(desk.coaching(), (ended.0, NOT_ENDED));
        assert!(desk.is_coached());
        let view = ending::view(desk.writer.reader(), NOW_MS, desk.amir).unwrap();
        assert_eq!(view.ended, None, "nothing says that it ended");

        assert_eq!(record::redo(&mut desk.writer, None).unwrap().as_deref(), Some("End coaching"));
        assert_eq!(desk.coaching(), ended);
        assert!(!desk.is_coached());
    }

    #[test]
    fn what_the_end_opened_is_closed_by_undo_and_opened_again_by_redo() {
        let mut desk = desk().joined();
        let facts = Scope::Activity { author: desk.me, teacher: desk.amir };
        assert_eq!(desk.open(), []);

        desk.end().unwrap();
        assert_eq!(desk.open(), [facts]);

        record::undo(&mut desk.writer, None).unwrap();
        assert_eq!(desk.open(), [], "nobody gets facts of coaching that goes on");

        record::redo(&mut desk.writer, None).unwrap();
        assert_eq!(desk.open(), [facts]);
    }

    #[test]
    fn coaching_that_was_taken_up_again_is_ended_again_by_an_act_of_its_own() {
        let mut desk = desk();
        desk.end().unwrap();
        record::undo(&mut desk.writer, None).unwrap();

        desk.end().unwrap();

        assert!(!desk.is_coached());
        let field = Problem::from(desk.end().unwrap_err()).field;
        assert_eq!(field.as_deref(), Some("teacher"), "it ends once");
        record::undo(&mut desk.writer, None).unwrap();
        assert!(desk.is_coached());
    }

    #[test]
    fn what_cannot_be_is_said_at_its_field_and_nothing_is_written() {
        let mut desk = desk();
        let good = EndCoaching {
            teacher: desk.amir,
            date: "2026-10-05".into(),
            reason: "reassigned".into(),
            successor: None,
            category: String::new(),
        };
        let wrong = [
            ("teacher", EndCoaching { teacher: desk.eli, ..good.clone() }),
            ("date", EndCoaching { date: "2026-02-30".into(), ..good.clone() }),
            ("date", EndCoaching { date: "2025-10-05".into(), ..good.clone() }),
            ("date", EndCoaching { date: "2027-12-01".into(), ..good.clone() }),
            ("reason", EndCoaching { reason: "because".into(), ..good.clone() }),
            ("successor", EndCoaching { successor: Some(desk.amir), ..good.clone() }),
            ("category", EndCoaching { category: "her voice".into(), ..good }),
        ];

        for (field, end) in wrong {
            let problem = Problem::from(ending::end(&mut desk.writer, &end).unwrap_err());
            assert_eq!(problem.field.as_deref(), Some(field), "{}", problem.message);
        }

        assert_eq!(desk.coaching().1, NOT_ENDED);
    }
}
