//! What a coach shares, on the teacher's side: listed with what changed, read by one key, and everything as one archive.

use std::{
    fs::File,
    io::{Cursor, Read, Seek},
    path::Path,
    time::Duration,
};

use actions::{
    acknowledgement,
    agreement::{self, NextAgreement},
    coaching_cycle::{self, BeginCycle},
    coaching_request::{self, AskCoach},
    debrief,
    shared::{self, SharedKind},
    sharing::{self, With},
    typed::{self, SaveTyped},
};
use domain::{RowId, schema::line};
use store::{Connection, Writer};

use crate::{
    screens::{assert_sound, axe},
    sharing::{joined, sync},
    st_6_readers_file::observe,
    support::{profile, service::Service, wait_for, window::Desk},
};

fn write<T>(desk: &Desk, act: impl FnOnce(&mut Writer, i64) -> T) -> T {
    let (mut writer, _) = profile::open(&desk.home());
    let now_ms = writer.now_ms();
    act(&mut writer, now_ms)
}

fn read<T>(desk: &Desk, look: impl FnOnce(&Connection, i64) -> T) -> T {
    write(desk, |writer, now_ms| look(writer.reader(), now_ms))
}

/// A coach and a teacher who work together, and another teacher of the same coach.
struct Three {
    service: Service,
    dana: Desk,
    amir: Desk,
    bea: Desk,
    ids: [RowId; 3],
}

impl Three {
    fn new(size: (u32, u32)) -> Self {
        let service = Service::start();
        let desk = || Desk::new(size.0, size.1).with("COACHLIGHT_PASSPHRASE", profile::PASSPHRASE);
        let (dana, dana_id) = joined(&service, desk(), ("Dana", "Whitfield"), "coach");
        let (amir, amir_id) = joined(&service, desk(), ("Amir", "Haddad"), "teacher");
        let (bea, bea_id) = joined(&service, Desk::new(320, 200), ("Bea", "Kowalski"), "teacher");
        for teacher in [&amir_id, &bea_id] {
            service.say_fact(&["pair", &dana_id, teacher], "");
        }
        sync(&[&dana, &amir, &bea]);
        let ids = [dana_id, amir_id, bea_id].map(|id| id.parse().unwrap());
        Self { service, dana, amir, bea, ids }
    }

    /// Dana observes a lesson of each, debriefs Amir's, and shares all of it.
    fn share(&self) -> (RowId, RowId, RowId) {
        let [dana, amir, bea] = self.ids;
        write(&self.dana, |writer, _| {
            let (lesson, said) = observe(writer, (dana, amir), "quokkascript", "bilbyprivate");
            let (other, _) = observe(writer, (dana, bea), "numbatscript", "bilbyprivate");
            let debrief = debrief::prepare(writer, lesson).unwrap();
            let words = SaveTyped {
                row: debrief,
                column: "praise".into(),
                number: 1.0,
                text: "Students said the rule themselves.".into(),
            };
            typed::keep(writer, &words).unwrap();
            debrief::share(writer, debrief).unwrap();
            sharing::share(writer, other, With::Teacher).unwrap();
            (lesson, said, debrief)
        })
    }
}

#[test]
fn a_teacher_reads_what_is_shared_with_its_changes_and_the_coach_sees_that_it_was_read() {
    let three = Three::new((320, 200));
    let (lesson, said, debrief) = three.share();
    sync(&[&three.dana, &three.amir, &three.bea]);

    let list = read(&three.amir, |reader, now_ms| shared::list(reader, now_ms).unwrap());
    let mut kinds: Vec<_> = list.records.iter().map(|row| (row.id, row.is_new, row.changed.clone())).collect();
    kinds.sort();
    let mut expected = vec![(lesson, true, None), (debrief, true, None)];
    expected.sort();
    assert_eq!(kinds, expected, "his own lesson and debrief, unread and unchanged");
    assert!(list.records.iter().all(|row| row.coach.name == "Dana Whitfield"));

    write(&three.amir, |writer, _| acknowledgement::acknowledge(writer, lesson).unwrap());
    sync(&[&three.amir, &three.dana]);
    let told = read(&three.dana, |reader, _| acknowledgement::read(reader, lesson).unwrap()).unwrap();
    assert_eq!(told.name, "Amir Haddad");
    assert_eq!(read(&three.dana, |reader, _| acknowledgement::read(reader, debrief).unwrap()), None);

    write(&three.dana, |writer, _| {
        writer.act(lesson, "reword", |tx| tx.set(line::ENTITY, said, line::TEXT, "quokka two".into())).unwrap();
    });
    sync(&[&three.dana, &three.amir]);
    let record = read(&three.amir, |reader, now_ms| shared::record(reader, now_ms, lesson).unwrap());
    assert!(record.row.is_new, "it changed since he read it");
    assert_eq!(record.lines[0].text, "quokka two");
    let [change] = record.changes.as_slice() else { panic!("one change: {:?}", record.changes) };
    assert_eq!((change.before.as_str(), change.after.as_str()), ("quokkascript", "quokka two"));

    let stranger = write(&three.bea, |writer, _| acknowledgement::acknowledge(writer, lesson).is_err());
    assert!(stranger, "what is not shared with her she cannot acknowledge");
    let own = write(&three.dana, |writer, _| acknowledgement::acknowledge(writer, lesson).is_err());
    assert!(own, "nor the coach for him");
    drop(three.service);
}

#[test]
fn the_coaching_cycle_the_agreement_and_the_request_of_a_teacher_are_among_what_she_takes_along() {
    let three = Three::new((320, 200));
    let [dana, amir, _] = three.ids;
    let cycle = write(&three.dana, |writer, _| {
        let new = BeginCycle {
            teacher: amir,
            model: "partnership".into(),
            title: "Wombat tables".into(),
            stages: Vec::new(),
        };
        let cycle = coaching_cycle::begin(writer, &new).unwrap();
        coaching_cycle::share(writer, cycle).unwrap();
        let next = NextAgreement { teacher: amir, choices: Vec::new(), text: "Potoroo stays between us.".into() };
        agreement::propose(writer, &next).unwrap();
        cycle
    });
    write(&three.amir, |writer, now_ms| {
        let ask = AskCoach {
            coach: dana,
            topic: "Bettong starts".into(),
            goal: String::new(),
            ways: Vec::new(),
            slots: "Wombat hours".into(),
        };
        coaching_request::ask(writer, now_ms, &ask).unwrap();
    });
    sync(&[&three.dana, &three.amir]);

    let list = read(&three.amir, |reader, now_ms| shared::list(reader, now_ms).unwrap());
    let [row] = list.records.as_slice() else { panic!("one record: {:?}", list.records) };
    assert_eq!((row.id, row.kind, row.about.as_str()), (cycle, SharedKind::CoachingCycle, "Wombat tables"));

    let telling = read(&three.dana, |reader, now_ms| agreement::view(reader, now_ms, amir).unwrap());
    assert_eq!((telling.telling.as_str(), telling.versions.len()), ("told", 1));
    let bytes = read(&three.amir, |reader, now_ms| shared::archive(reader, now_ms, &mut |_, _| true).unwrap());
    let files = unpacked(Cursor::new(bytes.expect("it was not stopped")));
    for (file, words) in [
        ("records/001-coaching-cycle.html", "Wombat tables"),
        ("agreements.html", "Potoroo stays between us."),
        ("requests.html", "Bettong starts"),
        ("requests.html", "Wombat hours"),
    ] {
        let (_, page) = files.iter().find(|(name, _)| name == file).unwrap_or_else(|| panic!("no {file}"));
        assert!(page.contains(words), "{file}: {page}");
    }
    drop(three.service);
}

fn files(path: &Path) -> Vec<(String, String)> {
    unpacked(File::open(path).unwrap())
}

fn unpacked(file: impl Read + Seek) -> Vec<(String, String)> {
    let mut zip = zip::ZipArchive::new(file).unwrap();
    let mut files = Vec::new();
    for at in 0..zip.len() {
        let mut file = zip.by_index(at).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut words = String::new();
        file.read_to_string(&mut words).unwrap();
        files.push((name, words));
    }
    files
}

/// The file has a page for each record and tables of the facts, and nothing of others or of what is private.
fn holds_what_is_about_her(path: &Path) {
    let files = files(path);
    let names: Vec<_> = files.iter().map(|(name, _)| name.as_str()).collect();
    for name in ["index.html", "agreements.html", "requests.html", "records.csv", "readers.csv", "visits.csv"] {
        assert!(names.contains(&name), "{names:?}");
    }
    let all = files.iter().map(|(_, words)| words.as_str()).collect::<String>();
    for there in ["quokkascript", "quokka two", "Students said the rule themselves.", "Dana Whitfield", "Amir Haddad"] {
        assert!(all.contains(there), "{there}");
    }
    for absent in ["numbatscript", "bilbyprivate", "Kowalski"] {
        assert!(!all.contains(absent), "{absent}");
    }
}

#[test]
fn a_teacher_reads_acknowledges_and_takes_everything_along_by_keys_and_the_coach_sees_it() {
    let three = Three::new((1366, 768));
    let (lesson, said, _) = three.share();
    sync(&[&three.dana, &three.amir]);
    write(&three.dana, |writer, _| {
        writer.act(lesson, "reword", |tx| tx.set(line::ENTITY, said, line::TEXT, "quokka two".into())).unwrap();
    });
    sync(&[&three.dana, &three.amir]);

    let driver = three.amir.drive();
    let keys = &three.amir.keyboard;
    driver.wait_for_words("This week");
    driver.wait_for_words("Shared with me");
    keys.press("g");
    keys.press("e");
    driver.wait_for_words("Who can read this");
    for _ in 0..2 {
        keys.press("j");
        keys.press("k");
    }
    driver.wait_for_words("I have read this");
    assert_sound(&driver, &axe(), "shared with me");
    three.amir.picture("shared-with-me-light");
    keys.press("a");
    driver.wait_for_words("You read it");
    keys.press("j");
    driver.wait_for_words("I have read this");
    keys.press("a");
    driver.wait_for_words("Acknowledged");
    driver.run("document.documentElement.dataset.theme = 'dark'", serde_json::json!([]));
    three.amir.picture("shared-with-me-dark");
    assert_sound(&driver, &axe(), "shared with me in the dark");

    keys.press("e");
    driver.wait_for_words("The file is not protected");
    driver.wait_for_field();
    let path = three.amir.everything().join("everything.zip");
    // The suggestion comes a moment after the dialog.
    wait_for("a suggested name", Duration::from_secs(20), || {
        let name = driver.run("return document.activeElement.value", serde_json::json!([]));
        name.as_str().is_some_and(|name| name.ends_with(".zip")).then_some(())
    });
    keys.press("Ctrl+a");
    three.amir.write_into_field(&driver, path.to_str().unwrap());
    assert_sound(&driver, &axe(), "everything as one archive");
    three.amir.picture("archive-light");
    keys.press("Enter");
    driver.wait_for_words("The file is yours");
    drop(driver);
    holds_what_is_about_her(&path);

    the_coach_sees_it(&three);
}

fn the_coach_sees_it(three: &Three) {
    sync(&[&three.amir, &three.dana]);
    let driver = three.dana.drive();
    driver.wait_for_words("This week");
    three.dana.keyboard.press("g");
    three.dana.keyboard.press("o");
    driver.wait_for_words("2 observations");
    driver.run(
        "[...document.querySelectorAll('main [data-row]')].find((row) => row.innerText.includes('Amir')).focus()",
        serde_json::json!([]),
    );
    three.dana.keyboard.press("Enter");
    driver.wait_for_words("Read by Amir Haddad");
    three.dana.picture("read-by-light");
}
