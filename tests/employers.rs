//! A coach of two employers on one computer (SD-24): one home folder, a profile for each, two services. Nothing of one
//! reaches the other: rows are counted, and tables, files, exports and searches are searched.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use actions::person;
use domain::RowId;
use serde_json::Value;
use store::{
    Connection, System, Writer,
    profile::{Home, Profile},
    search,
};

use crate::{
    st_6_readers_file::{observe, tables_with},
    support::{
        profile::PASSPHRASE,
        service::Service,
        wait_for,
        window::{Desk, PROGRAM, said},
    },
};

/// One employer: its service, and Dana's profile for it at the one computer.
struct Employer {
    service: Service,
    desk: Desk,
    dana: RowId,
    teacher: RowId,
    profile: String,
}

impl Employer {
    /// Joins the employer at the computer whose home folder this is, and learns of the teacher whom Dana coaches there.
    fn joined(home: &Path, given: &str, family: &str) -> Self {
        let service = Service::start();
        let (dana, code) = service.invite_as("Dana", "Whitfield", "coach");
        let (teacher, _) = service.invite_as(given, family, "teacher");
        service.say_fact(&["pair", &dana, &teacher], "");
        let joining = at(home);
        let made = said(&joining, &["join", &service.address, &code]);
        let profile = made["profile"].as_str().unwrap().to_owned();
        let desk = joining.with("COACHLIGHT_PROFILE", &profile);
        said(&desk, &["sync", "--once"]);
        Self { service, desk, dana: dana.parse().unwrap(), teacher: teacher.parse().unwrap(), profile }
    }

    fn sync(&self) -> Value {
        said(&self.desk, &["sync", "--once"])
    }

    /// Dana's profile of this employer, as soon as no program has the home folder.
    fn open(&self) -> (Home, Writer) {
        let held =
            wait_for("the program's end", std::time::Duration::from_secs(10), || Home::hold(&self.desk.home()).ok());
        let profile = Profile { folder: self.desk.home().join("profiles").join(&self.profile) };
        let key = profile.key_file().unwrap().open(PASSPHRASE).unwrap();
        let writer = Writer::open(&profile.database(), &key, Box::new(System)).unwrap();
        (held, writer)
    }

    /// Writes a lesson with one word that is said nowhere else, and a private wondering beside it.
    fn observe(&self, word: &str, private: &str) {
        let (_held, mut writer) = self.open();
        person::coach(&mut writer, self.teacher, true, Some(7)).unwrap();
        observe(&mut writer, (self.dana, self.teacher), word, private);
    }

    fn rows(&self) -> BTreeMap<String, i64> {
        counted(self.open().1.reader())
    }
}

/// The computer whose home folder this is.
fn at(home: &Path) -> Desk {
    Desk::new(320, 200).of(Path::new(PROGRAM), home)
}

/// How many rows each table has.
fn counted(connection: &Connection) -> BTreeMap<String, i64> {
    let mut names = connection.prepare("select name from sqlite_master where type = 'table'").unwrap();
    let names: Vec<String> = names.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    let count = |name: &String| {
        connection.query_row(&format!("select count(*) from \"{name}\""), [], |row| row.get(0)).unwrap()
    };
    names.iter().map(|name| (name.clone(), count(name))).collect()
}

/// The files of an export that hold these letters.
fn files_with(folder: &Path, letters: &str) -> Vec<PathBuf> {
    let files = fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path()).filter(|path| path.is_file());
    let holds = |path: &PathBuf| {
        let bytes = fs::read(path).unwrap();
        bytes.windows(letters.len()).any(|window| window.eq_ignore_ascii_case(letters.as_bytes()))
    };
    files.filter(holds).collect()
}

#[test]
fn sd_24_of_two_employers_on_one_computer_nothing_of_one_reaches_the_other() {
    let folder = tempfile::tempdir().unwrap();
    let alder = Employer::joined(folder.path(), "Amir", "Quokkason");
    let birch = Employer::joined(folder.path(), "Bea", "Wombatova");
    assert_ne!(alder.profile, birch.profile);
    assert_eq!(Home::hold(folder.path()).unwrap().profiles().unwrap().len(), 2);
    let refused = at(folder.path()).command(&["sync", "--once"]);
    assert!(refused.0 != 0 && refused.2.contains("COACHLIGHT_PROFILE"), "which employer has to be said: {refused:?}");

    // Work for the first employer, sent to its service.
    let birch_before = (birch.rows(), counted(&birch.service.stored()));
    alder.observe("quokkascript", "quokkaprivate");
    alder.sync();
    let birch_after = (birch.rows(), counted(&birch.service.stored()));
    assert_eq!(birch_before, birch_after, "not one row more, in no table");

    // And for the second.
    let alder_before = (alder.rows(), counted(&alder.service.stored()));
    birch.observe("wombatscript", "wombatprivate");
    birch.sync();
    assert_eq!(alder_before, (alder.rows(), counted(&alder.service.stored())));

    for (own, other, own_letters, others_letters) in
        [(&alder, &birch, "quokka", "wombat"), (&birch, &alder, "wombat", "quokka")]
    {
        let (held, writer) = own.open();
        let reader = writer.reader();
        assert!(!tables_with(reader, own_letters).is_empty());
        assert_eq!(tables_with(reader, others_letters), Vec::<String>::new());
        let of_other = [other.teacher, other.dana];
        let known = store::person::all(reader).unwrap();
        assert!(known.iter().all(|person| !of_other.contains(&person.id)), "nobody of the other is known");
        assert!(known.iter().any(|person| person.id == own.teacher));
        let found = |words: &str| search::find(reader, words, &search::KINDS, 50).unwrap().len();
        assert!(found(own_letters) > 0);
        assert_eq!(found(others_letters), 0, "a search never lists the other's people or lines");
        drop((writer, held));

        let export = folder.path().join(format!("export of {own_letters}"));
        said(&own.desk, &["export", &export.to_string_lossy(), "--with-private"]);
        assert!(!files_with(&export, own_letters).is_empty());
        assert_eq!(files_with(&export, others_letters), Vec::<PathBuf>::new());
    }

    // A new computer for one employer gets that employer's work and nothing else.
    let code = alder.service.invite_again(&alder.dana.to_string());
    let second = Desk::new(320, 200);
    said(&second, &["join", &alder.service.address, &code]);
    let reader = crate::support::profile::reader(&second.home());
    assert!(!tables_with(&reader, "quokkascript").is_empty());
    assert_eq!(tables_with(&reader, "wombat"), Vec::<String>::new());
}
