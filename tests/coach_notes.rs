//! Coach notes between two computers through the service: written, read, questioned and answered, each without a network.

use std::time::Duration;

use actions::{
    coach_note::{self, NoteState},
    review::{self, NoteStanding, RemarkKind, Say},
    typed::{self, SaveTyped},
};
use domain::{RowId, remark::HELD_MS};
use serde_json::json;
use store::{Connection, Writer};

use crate::{
    screens::{assert_sound, axe},
    sharing::{joined, sync},
    st_6_readers_file::{observe, tables_with},
    support::{decrypted, driver::Driver, profile, service::Service, wait_for, window::Desk},
};

fn write<T>(desk: &Desk, act: impl FnOnce(&mut Writer, i64) -> T) -> T {
    let (mut writer, _) = profile::open(&desk.home());
    let now_ms = writer.now_ms();
    act(&mut writer, now_ms)
}

fn read<T>(desk: &Desk, look: impl FnOnce(&Connection, i64) -> T) -> T {
    let (mut writer, _) = profile::open(&desk.home());
    let now_ms = writer.now_ms();
    look(writer.reader(), now_ms)
}

/// Lets the computer's clock be past the time in which a remark can be taken back.
fn let_the_time_pass(desk: &Desk) {
    std::fs::write(desk.clock_file(), json!({ "wall_ms": HELD_MS + 60_000 }).to_string()).unwrap();
}

fn count(desk: &Desk, sql: &str) -> i64 {
    read(desk, |reader, _| reader.query_row(sql, [], |row| row.get(0)).unwrap())
}

/// A coach with a note of this week that is shared, beside a lesson that is not.
fn write_and_share(dana: &Desk, dana_id: &str, amir_id: &str) -> String {
    write(dana, |writer, now_ms| {
        let ids: [RowId; 2] = [dana_id, amir_id].map(|id| id.parse().unwrap());
        observe(writer, (ids[0], ids[1]), "quokkascript", "bilbyprivate");
        let week = coach_note::view(writer.reader(), now_ms, None).unwrap().week;
        coach_note::begin(writer, &week).unwrap();
        let row = coach_note::view(writer.reader(), now_ms, None).unwrap().note;
        for (column, words) in [
            ("tried", "I waited eight seconds after each question."),
            ("will_try", "I will film one debrief."),
            ("question", "How do you end a debrief on time?"),
        ] {
            let state = SaveTyped { row, column: column.into(), number: 1.0, text: words.into() };
            typed::save(writer, &state).unwrap();
        }
        coach_note::share(writer, &week).unwrap();
        week
    })
}

fn say(desk: &Desk, note: RowId, kind: RemarkKind, text: &str, answers: Option<RowId>) -> RowId {
    write(desk, |writer, now_ms| {
        let passage = if kind == RemarkKind::Question { "eight seconds".into() } else { String::new() };
        review::say(writer, now_ms, &Say { note, kind, text: text.into(), passage, answers }).unwrap()
    })
}

#[test]
fn a_note_is_written_read_questioned_and_answered_between_two_computers_and_no_row_of_a_script_goes_with_it() {
    let service = Service::start();
    let small = || Desk::new(320, 200);
    let (dana, dana_id) = joined(&service, small(), ("Dana", "Whitfield"), "coach");
    let (monique, monique_id) = joined(&service, small(), ("Monique", "Tran"), "supervisor");
    let (ola, ola_id) = joined(&service, small(), ("Ola", "Berg"), "coach");
    let (amir, amir_id) = joined(&service, small(), ("Amir", "Haddad"), "teacher");
    service.say_fact(&["supervises", &monique_id, &dana_id], "");
    service.say_fact(&["pair", &dana_id, &amir_id], "");
    sync(&[&dana, &monique]);

    let week = write_and_share(&dana, &dana_id, &amir_id);
    sync(&[&dana, &monique, &ola, &amir]);

    let list = read(&monique, |reader, now_ms| review::list(reader, now_ms).unwrap());
    assert!(list.is_supervisor);
    let [note] = list.notes.as_slice() else { panic!("one note: {:?}", list.notes) };
    assert_eq!((note.coach.name.as_str(), note.standing), ("Dana Whitfield", NoteStanding::New));
    assert_eq!(note.question, "How do you end a debrief on time?");
    for other in [&ola, &amir] {
        assert_eq!(count(other, "select count(*) from coach_note"), 0, "a note is for the supervisors");
    }

    let question = say(&monique, note.id, RemarkKind::Question, "What did you hear in the silence?", None);
    sync(&[&monique, &dana]);
    let returned = || read(&dana, |reader, now_ms| review::returned(reader, now_ms).unwrap());
    assert!(returned().is_empty(), "it can still be taken back, and has not left");
    let_the_time_pass(&monique);
    sync(&[&monique, &dana]);
    let came = returned();
    assert_eq!((came.len(), came[0].question.id, came[0].question.passage.as_str()), (1, question, "eight seconds"));
    assert_eq!(came[0].question.author.name, "Monique Tran");

    say(&dana, note.id, RemarkKind::Answer, "Two students spoke who never do.", Some(question));
    assert!(returned().is_empty());
    let_the_time_pass(&dana);
    sync(&[&dana, &monique, &ola, &amir]);

    let list = read(&monique, |reader, now_ms| review::list(reader, now_ms).unwrap());
    assert_eq!(list.notes[0].standing, NoteStanding::Answered);
    assert_eq!(list.notes[0].remarks[1].text, "Two students spoke who never do.");
    say(&monique, note.id, RemarkKind::Acknowledge, "", None);
    sync(&[&monique, &dana]);
    let hers = read(&dana, |reader, now_ms| coach_note::view(reader, now_ms, Some(&week)).unwrap());
    assert_eq!((hers.standing, hers.state), (NoteStanding::Acknowledged, NoteState::Shared));
    assert_eq!(hers.seen[0].name, "Monique Tran");
    for other in [&ola, &amir] {
        assert_eq!(count(other, "select count(*) from remark"), 0, "what is said is between a coach and supervisors");
    }
    no_script_is_there(&dana, &monique);
    drop((amir_id, ola_id));
}

/// The supervisor's file, opened with its key: no row of a script or of what follows from one, in any table, nor a word
/// of it in any page.
fn no_script_is_there(dana: &Desk, monique: &Desk) {
    for table in ["observation", "line", "tag", "gap", "wondering", "attachment", "debrief", "step", "step_check"] {
        assert_eq!(count(monique, &format!("select count(*) from {table}")), 0, "{table}");
    }
    let (writer, key) = profile::open(&monique.home());
    let pages = decrypted::everything(&monique.home(), key.bytes());
    for word in ["quokkascript", "bilbyprivate"] {
        assert!(tables_with(writer.reader(), word).is_empty(), "{word}");
        assert!(!pages.windows(word.len()).any(|bytes| bytes == word.as_bytes()), "{word}");
    }
    drop(writer);
    let (writer, _) = profile::open(&dana.home());
    assert!(!tables_with(writer.reader(), "quokkascript").is_empty(), "the search finds it where it was written");
}

/// Gives the field or button with this name the keys, and writes into it.
fn write_in(desk: &Desk, driver: &Driver, field: &str, words: &str) {
    desk.tab_to(driver, field);
    desk.write_into_field(driver, words);
}

fn dana_writes_and_shares(dana: &Desk) {
    let driver = dana.drive();
    driver.wait_for_words("This week");
    dana.keyboard.press("g");
    dana.keyboard.press("n");
    driver.wait_for_words("What I tried");
    write_in(dana, &driver, "What I tried", "I waited eight seconds in Amir Haddad's lesson.");
    write_in(dana, &driver, "A question to my supervisors", "How do you end a debrief on time?");
    dana.keyboard.press("Ctrl+Enter");
    driver.wait_for_words("Exactly this text goes");
    driver.wait_for_words("Names in it");
    assert_sound(&driver, &axe(), "names before sharing");
    dana.picture("coach-note-share-light");
    driver.run("document.querySelector('dialog [data-row]').focus()", json!([]));
    dana.keyboard.press("r");
    driver.wait_for_words("eight seconds in the teacher's lesson");
    driver.wait_for_words("No name that this computer knows");
    dana.tab_to(&driver, "Share");
    dana.keyboard.press("Enter");
    driver.wait_for_words("It waits to be sent");
    dana.picture("coach-note-light");
    driver.run("document.documentElement.dataset.theme = 'dark'", json!([]));
    dana.picture("coach-note-dark");
}

fn monique_asks(monique: &Desk) {
    let driver = monique.drive();
    driver.wait_for_words("This week");
    monique.keyboard.press("g");
    monique.keyboard.press("r");
    driver.wait_for_words("Asks you something");
    driver.wait_for_words("in the teacher's lesson");
    assert!(!driver.screen().contains("Amir"), "{}", driver.screen());
    monique.keyboard.press("q");
    driver.wait_for_words("Your question");
    driver.wait_for_field();
    monique.write_into_field(&driver, "What did you hear in the silence?");
    assert_sound(&driver, &axe(), "a question in the review list");
    monique.picture("review-question-light");
    monique.keyboard.press("Ctrl+Enter");
    driver.wait_for_words("Held until");
    assert_sound(&driver, &axe(), "the review list");
    monique.picture("review-held-light");
    monique.keyboard.press("u");
    driver.wait_for_words("Taken back");
    driver.wait_for_words("To review");
    monique.keyboard.press("q");
    driver.wait_for_words("Your question");
    driver.wait_for_field();
    monique.write_into_field(&driver, "What did you hear?");
    monique.keyboard.press("Ctrl+Enter");
    driver.wait_for_words("Held until");
}

fn dana_answers(dana: &Desk) {
    let driver = dana.drive();
    driver.wait_for_words("Returned with a question");
    driver.wait_for_words("What did you hear?");
    assert_sound(&driver, &axe(), "returned with a question");
    dana.picture("returned-light");
    driver.run("document.querySelector('.rail section button').focus()", json!([]));
    dana.keyboard.press("Enter");
    driver.wait_for_words("Your answer");
    write_in(dana, &driver, "Your answer", "Two students spoke who never do.");
    dana.tab_to(&driver, "Answer");
    dana.keyboard.press("Enter");
    driver.wait_for_words("Held until");
    assert_sound(&driver, &axe(), "an answer that is held");
    dana.picture("answered-light");
}

#[test]
fn a_note_is_written_questioned_and_answered_by_keys_alone_in_two_windows() {
    let service = Service::start();
    let screen = || Desk::new(1366, 768).with("COACHLIGHT_PASSPHRASE", profile::PASSPHRASE);
    let (dana, dana_id) = joined(&service, screen(), ("Dana", "Whitfield"), "coach");
    let (monique, monique_id) = joined(&service, screen(), ("Monique", "Tran"), "supervisor");
    let (_amir, _) = joined(&service, Desk::new(320, 200), ("Amir", "Haddad"), "teacher");
    service.say_fact(&["supervises", &monique_id, &dana_id], "");
    sync(&[&dana, &monique]);

    dana_writes_and_shares(&dana);
    sync(&[&dana, &monique]);
    monique_asks(&monique);
    sync(&[&monique, &dana]);
    let returned = read(&dana, |reader, now_ms| review::returned(reader, now_ms).unwrap());
    assert!(returned.is_empty(), "it is held where it was said");
    let_the_time_pass(&monique);
    sync(&[&monique, &dana]);
    dana_answers(&dana);
    let_the_time_pass(&dana);
    sync(&[&dana, &monique]);

    let driver = monique.drive();
    driver.wait_for_words("This week");
    monique.keyboard.press("g");
    monique.keyboard.press("r");
    driver.wait_for_words("Answered your question");
    driver.wait_for_words("Two students spoke who never do.");
    monique.keyboard.press("a");
    driver.wait_for_words("Acknowledged");
    monique.picture("review-acknowledged-light");
    driver.run("document.documentElement.dataset.theme = 'dark'", json!([]));
    assert_sound(&driver, &axe(), "the review list in the dark");
    monique.picture("review-dark");
}

/// Puts thirty notes of seven coaches into a supervisor's file, as exchanges would have brought them.
fn thirty_notes(monique: &Desk) {
    use domain::schema::{coach_note as note, person, role};
    write(monique, |writer, _| {
        writer
            .transact(|tx| {
                let coaches: Vec<RowId> = (0..7).map(|_| tx.new_id()).collect();
                for (number, coach) in coaches.iter().enumerate() {
                    let fields =
                        vec![(person::GIVEN, format!("Coach{number}").into()), (person::FAMILY, "Fictional".into())];
                    tx.create(person::ENTITY, *coach, fields)?;
                }
                // The first of them is in their first year.
                let row = tx.new_id();
                let fields = vec![
                    (role::PERSON, coaches[0].into()),
                    (role::CODE, "coach".into()),
                    (role::STARTS, "2026-01-12".into()),
                ];
                tx.create(role::ENTITY, row, fields)?;
                for number in 0..30_usize {
                    let row = tx.new_id();
                    let fields = vec![
                        (note::COACH, coaches[number % 7].into()),
                        (note::WEEK, format!("2026-{:02}-{:02}", 3 + number / 4, 1 + number % 4 * 7).into()),
                        (
                            note::TRIED,
                            format!("Attempt{number:02}. {}", "I waited longer each time. ".repeat(20)).into(),
                        ),
                        (note::QUESTION, if number % 10 == 9 { "What next?".into() } else { domain::Value::Null }),
                    ];
                    tx.create(note::ENTITY, row, fields)?;
                }
                Ok::<_, store::Error>(())
            })
            .unwrap();
    });
}

/// Presses a key in the page and waits until the shown note has changed; returns for how many milliseconds that took, up
/// to the frame after.
const NEXT: &str = "const done = arguments[arguments.length - 1];
    const title = () => document.querySelector('.sheet .words')?.innerText + document.querySelector('.list [aria-current]')?.dataset.key;
    const before = title(), began = performance.now();
    document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: arguments[0], bubbles: true, cancelable: true }));
    const look = () => title() !== before ? requestAnimationFrame(() => done(performance.now() - began)) : requestAnimationFrame(look);
    look();";

/// Waits until the note at this place of the list is the one that is shown.
fn is_shown(driver: &Driver, at: usize) {
    let script = format!("return document.querySelectorAll('.list [data-row]')[{at}].hasAttribute('aria-current')");
    wait_for("the shown note", Duration::from_secs(20), || {
        (driver.run(&script, json!([])) == json!(true)).then_some(())
    });
}

/// Three notes ask, five are of a coach in their first year, and the rest comes after all that are read for a reason.
fn assert_says_why(driver: &Driver) {
    let rows =
        driver.run("return [...document.querySelectorAll('.list [data-row]')].map((row) => row.innerText)", json!([]));
    let rows: Vec<&str> = rows.as_array().unwrap().iter().map(|row| row.as_str().unwrap()).collect();
    let of = |words: &str| rows.iter().filter(|row| row.contains(words)).count();
    assert_eq!((rows.len(), of("Asks you something"), of("first year as a coach")), (30, 3, 5));
    let first = rows.iter().position(|row| row.contains("The rest")).unwrap();
    assert!(rows[first..].iter().all(|row| row.contains("The rest")), "{rows:?}");
    assert!(!driver.screen().contains("missing"));
}

#[test]
fn thirty_notes_are_gone_through_by_keys_those_with_a_question_first() {
    let service = Service::start();
    let screen = Desk::new(1366, 768).with("COACHLIGHT_PASSPHRASE", profile::PASSPHRASE);
    let (monique, monique_id) = joined(&service, screen, ("Monique", "Tran"), "supervisor");
    let (_dana, dana_id) = joined(&service, Desk::new(320, 200), ("Dana", "Whitfield"), "coach");
    service.say_fact(&["supervises", &monique_id, &dana_id], "");
    sync(&[&monique]);
    thirty_notes(&monique);
    let driver = monique.drive();
    driver.wait_for_words("This week");
    monique.keyboard.press("g");
    monique.keyboard.press("r");
    driver.wait_for_words("Asks you something");
    driver.wait_for_words("Attempt09");
    monique.picture("review-thirty-light");
    driver.run("document.querySelector('.list [data-row]').focus()", json!([]));

    let mut took: Vec<f64> = Vec::new();
    for _ in 0..10 {
        took.push(driver.run_async(NEXT, json!(["j"])).as_f64().unwrap());
    }
    is_shown(&driver, 10);
    driver.run_async(NEXT, json!(["k"]));
    driver.run_async(NEXT, json!(["e"]));
    is_shown(&driver, 11);
    assert_says_why(&driver);

    took.sort_by(f64::total_cmp);
    println!("from one note to the next: median {:.0} ms, worst {:.0} ms of {}", took[5], took[9], took.len());
    let unread = driver.run("return document.querySelectorAll('.list .dot').length", json!([]));
    assert_eq!(unread, json!(19), "what was gone on from is read, and what is shown is not yet");
}
