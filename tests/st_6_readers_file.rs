//! Story ST-6 at the readers' own files: real processes exchange, and then each reader's database is opened with its key and
//! searched: every table, and every byte of the file and its journal once they are decrypted.

use actions::sharing::{self, With};
use domain::{
    RowId,
    schema::{line, observation, wondering},
};
use store::{Connection, Writer};

use crate::support::{decrypted, profile, service::Service, window::Desk};

/// A person with a computer.
struct Member {
    id: RowId,
    desk: Desk,
}

impl Member {
    fn joined(service: &Service, given: &str, family: &str, role: &str) -> Self {
        let (desk, (person, code)) = (Desk::new(320, 200), service.invite_as(given, family, role));
        let (exit, _, complaint) = desk.command(&["join", &service.address, &code, "--json"]);
        assert_eq!(exit, 0, "{complaint}");
        Self { id: person.parse().unwrap(), desk }
    }

    fn sync(&self) {
        let (exit, _, complaint) = self.desk.command(&["sync", "--once", "--json"]);
        assert_eq!(exit, 0, "{complaint}");
    }

    fn write<T>(&self, act: impl FnOnce(&mut Writer) -> T) -> T {
        act(&mut profile::open(&self.desk.home()).0)
    }

    fn read<T>(&self, look: impl FnOnce(&Connection) -> T) -> T {
        look(&profile::reader(&self.desk.home()))
    }

    /// Which of these words are somewhere in what this person's file holds.
    fn holds(&self, words: &[&str]) -> Vec<String> {
        let (writer, key) = profile::open(&self.desk.home());
        let in_tables = words.iter().filter(|word| !tables_with(writer.reader(), word).is_empty());
        let mut found: Vec<String> = in_tables.map(|word| (*word).to_owned()).collect();
        let pages = decrypted::everything(&self.desk.home(), key.bytes());
        found.extend(words.iter().filter(|word| has(&pages, word)).map(|word| (*word).to_owned()));
        found.sort();
        found.dedup();
        found
    }

    fn count(&self, sql: &str) -> i64 {
        self.read(|reader| reader.query_row(sql, [], |row| row.get(0)).unwrap())
    }

    /// How many operations are here that a pair's or a programme's scope brought about this person.
    fn of_coaching_about(&self, teacher: RowId) -> i64 {
        let sql = "select count(*) from op join local_scope on local_scope.number = op.scope
                   where substr(bytes, 1, 1) in (x'02', x'04') and instr(bytes, ?1) > 0";
        self.read(|reader| reader.query_row(sql, [teacher.bytes()], |row| row.get(0)).unwrap())
    }
}

/// The tables, those of the index and the log among them, that have these letters in any column.
pub fn tables_with(connection: &Connection, letters: &str) -> Vec<String> {
    let mut names = connection.prepare("select name from sqlite_master where type = 'table'").unwrap();
    let names: Vec<String> = names.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    let holds = |name: &String| {
        let mut statement = connection.prepare(&format!("select * from \"{name}\"")).unwrap();
        let columns = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let bytes = |column| row.get_ref(column).unwrap().as_bytes_or_null().ok().flatten().unwrap_or_default();
            if (0..columns).any(|column| has(bytes(column), letters)) {
                return true;
            }
        }
        false
    };
    names.into_iter().filter(holds).collect()
}

fn has(bytes: &[u8], letters: &str) -> bool {
    bytes.windows(letters.len()).any(|window| window.eq_ignore_ascii_case(letters.as_bytes()))
}

/// Writes a finished observation: one line, and a wondering beside it.
pub fn observe(writer: &mut Writer, (coach, teacher): (RowId, RowId), words: &str, private: &str) -> (RowId, RowId) {
    writer
        .act(store::workspace(), "observe", |tx| {
            let (root, said, wondered) = (tx.new_id(), tx.new_id(), tx.new_id());
            let fields = vec![
                (observation::TEACHER, teacher.into()),
                (observation::OBSERVER, coach.into()),
                (observation::KIND, "scripted".into()),
                (observation::STATE, "captured".into()),
                (observation::STARTED_MS, 1_795_107_600_000_i64.into()),
                (observation::ENDED_OFFSET_MS, 2_580_000_i64.into()),
                (observation::ZONE, "America/Chicago".into()),
                (observation::FOCUS, format!("focus {words}").into()),
            ];
            tx.create(observation::ENTITY, root, fields)?;
            let fields =
                vec![(line::OBSERVATION, root.into()), (line::OFFSET_MS, 5_000_i64.into()), (line::TEXT, words.into())];
            tx.create(line::ENTITY, said, fields)?;
            let fields = vec![
                (wondering::OBSERVATION, root.into()),
                (wondering::OFFSET_MS, 5_000_i64.into()),
                (wondering::TEXT, private.into()),
            ];
            tx.create(wondering::ENTITY, wondered, fields)?;
            Ok::<_, store::Error>((root, said))
        })
        .unwrap()
}

fn reword(writer: &mut Writer, root: RowId, said: RowId, focus: &str, words: &str) {
    writer
        .act(root, "reword", |tx| {
            tx.set(line::ENTITY, said, line::TEXT, words.into())?;
            tx.set(observation::ENTITY, root, observation::FOCUS, focus.into())
        })
        .unwrap();
}

/// A coach, two teachers, the coach's supervisor, and a principal who evaluates the first teacher and also supervises.
struct District {
    service: Service,
    dana: Member,
    amir: Member,
    bea: Member,
    monique: Member,
    ruth: Member,
}

fn district() -> District {
    let service = Service::start();
    let join = |given: &str, family: &str, role: &str| Member::joined(&service, given, family, role);
    let (dana, amir, bea) =
        (join("Dana", "Whitfield", "coach"), join("Amir", "Haddad", "teacher"), join("Bea", "Ode", "teacher"));
    let (monique, ruth) = (join("Monique", "Tran", "supervisor"), join("Ruth", "Alvarez", "principal"));
    for (kind, one, other, detail) in [
        ("pair", &dana, &amir, ""),
        ("pair", &dana, &bea, ""),
        ("supervises", &monique, &dana, ""),
        ("supervises", &ruth, &dana, ""),
        ("evaluator", &ruth, &amir, ""),
        ("not_evaluator", &ruth, &bea, ""),
        ("agreed", &dana, &bea, "1"),
    ] {
        service.say_fact(&[kind, &one.id.to_string(), &other.id.to_string()], detail);
    }
    service.say_fact(&["school", &amir.id.to_string(), &service.organisation], "");
    service.say_fact(&["school", &bea.id.to_string(), &service.organisation], "");
    dana.sync();
    District { service, dana, amir, bea, monique, ruth }
}

#[test]
fn st_6_each_readers_file_holds_what_is_theirs_and_no_word_from_before_or_of_others() {
    let District { service, dana, amir, bea, monique, ruth } = district();
    let (shared, unshared, of_bea) = dana.write(|writer| {
        let (shared, said) = observe(writer, (dana.id, amir.id), "quokkapast", "bilbyprivate");
        reword(writer, shared, said, "wombatfocus", "wombatstands");
        let (unshared, _) = observe(writer, (dana.id, amir.id), "dingounshared", "bilbyother");
        let (of_bea, _) = observe(writer, (dana.id, bea.id), "koalaagreed", "bilbybea");
        (shared, unshared, of_bea)
    });
    dana.sync();
    dana.write(|writer| {
        for (root, with) in [
            (shared, With::Teacher),
            (shared, With::Facts),
            (unshared, With::Facts),
            (of_bea, With::Teacher),
            (of_bea, With::Supervisors),
            (of_bea, With::Facts),
        ] {
            sharing::share(writer, root, with).unwrap();
        }
        let refused = sharing::share(writer, shared, With::Supervisors);
        assert!(refused.is_err(), "no agreement lists Amir's scripts: the app does not even offer it");
    });
    dana.sync();
    [&amir, &bea, &monique, &ruth].into_iter().for_each(Member::sync);

    let all = [
        "quokkapast",
        "bilbyprivate",
        "bilbyother",
        "bilbybea",
        "dingounshared",
        "wombatstands",
        "wombatfocus",
        "koalaagreed",
    ];
    assert_eq!(dana.holds(&all).len(), all.len(), "the search finds every word where it was written");
    assert_eq!(amir.holds(&all), ["wombatfocus", "wombatstands"]);
    assert_eq!(bea.holds(&all), ["koalaagreed"]);
    assert_eq!(monique.holds(&all), ["koalaagreed"]);
    assert_eq!(ruth.holds(&all), ["koalaagreed"], "of whom she evaluates she has no word");

    let lines = "select count(*) from line";
    assert_eq!([&amir, &bea, &monique, &ruth].map(|member| member.count(lines)), [1, 1, 1, 1]);
    let observations = "select count(*) from observation";
    assert_eq!([&amir, &bea, &monique, &ruth].map(|member| member.count(observations)), [2, 1, 3, 3]);
    assert_eq!(ruth.of_coaching_about(amir.id), 0, "no row of a pair or a programme about Amir");
    assert_eq!(monique.of_coaching_about(amir.id), 0);
    assert!(ruth.of_coaching_about(bea.id) > 0 && monique.of_coaching_about(bea.id) > 0);
    assert_eq!([&amir, &bea, &monique, &ruth].map(|member| member.count("select count(*) from wondering")), [0; 4]);

    service.end_fact(&["agreed", &dana.id.to_string(), &bea.id.to_string()], "1");
    [&monique, &ruth].into_iter().for_each(Member::sync);
    for supervisor in [&monique, &ruth] {
        assert_eq!(
            supervisor.holds(&all),
            Vec::<String>::new(),
            "what closed leaves the file, its journal and its free pages"
        );
        assert_eq!((supervisor.count(lines), supervisor.count(observations)), (0, 3), "the facts stay");
    }
    assert_eq!(bea.holds(&["koalaagreed"]), ["koalaagreed"]);
}

#[test]
fn a_reader_has_the_current_text_sees_whose_it_is_and_cannot_write_on_it_and_a_stop_takes_it_away() {
    let District { service: _service, dana, amir, .. } = district();
    let (root, said) = dana.write(|writer| {
        let (root, said) = observe(writer, (dana.id, amir.id), "first words", "private");
        sharing::share(writer, root, With::Teacher).unwrap();
        (root, said)
    });
    let waiting = dana.read(|reader| sharing::view(reader, root).unwrap());
    assert_eq!(waiting.shares[0].state, sharing::ShareState::Waiting);
    dana.sync();
    amir.sync();
    dana.write(|writer| reword(writer, root, said, "calm focus", "second words"));
    dana.sync();
    amir.sync();

    let seen = dana.read(|reader| sharing::view(reader, root).unwrap());
    assert_eq!(
        (seen.shares[0].state, seen.shares[0].seen[0].name.as_str()),
        (sharing::ShareState::Open, "Amir Haddad")
    );
    let theirs = amir.read(|reader| sharing::view(reader, root).unwrap());
    assert_eq!(theirs.from.unwrap().author, "Dana Whitfield");
    assert!(theirs.offers.is_empty());
    assert_eq!(amir.count("select count(*) from line where text = 'second words'"), 1);
    let written =
        amir.write(|writer| writer.act(root, "write", |tx| tx.set(line::ENTITY, said, line::TEXT, "mine".into())));
    assert!(matches!(written, Err(store::Error::Shared { .. })), "{written:?}");

    dana.write(|writer| sharing::stop(writer, root, With::Teacher).unwrap());
    dana.sync();
    amir.sync();
    assert_eq!(amir.count("select count(*) from observation where removed_ms is null"), 0);
    assert!(amir.read(|reader| store::removed::list(reader, i64::MAX / 2).unwrap()).is_empty());
    assert!(dana.read(|reader| sharing::view(reader, root).unwrap()).shares.is_empty());
}
