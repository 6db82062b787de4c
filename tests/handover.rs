//! The end of coaching between three computers: the coach who follows gets facts, and words only by the teacher's consent.

use actions::{
    debrief,
    ending::{self, EndCoaching},
    person,
    typed::{self, SaveTyped},
};
use domain::RowId;
use store::{Connection, Writer};

use crate::{
    sharing::{joined, sync},
    st_6_readers_file::observe,
    support::{profile, service::Service, window::Desk},
};

fn write<T>(desk: &Desk, act: impl FnOnce(&mut Writer, i64) -> T) -> T {
    let (mut writer, _) = profile::open(&desk.home());
    let now_ms = writer.now_ms();
    act(&mut writer, now_ms)
}

fn read<T>(desk: &Desk, look: impl FnOnce(&Connection, i64) -> T) -> T {
    write(desk, |writer, now_ms| look(writer.reader(), now_ms))
}

fn count(desk: &Desk, sql: &str) -> i64 {
    read(desk, |reader, _| reader.query_row(sql, [], |row| row.get(0)).unwrap())
}

/// A lesson with a debrief whose praise is these words, shared with the teacher.
fn debriefed(writer: &mut Writer, ids: (RowId, RowId), praise: &str) -> RowId {
    let (lesson, _) = observe(writer, ids, "quokkascript", "bilbyprivate");
    let row = debrief::prepare(writer, lesson).unwrap();
    let words = SaveTyped { row, column: "praise".into(), number: 1.0, text: praise.into() };
    typed::keep(writer, &words).unwrap();
    debrief::share(writer, row).unwrap();
    row
}

#[test]
fn the_coach_who_follows_gets_facts_and_of_the_words_exactly_what_the_teacher_agreed_to() {
    let service = Service::start();
    let small = || Desk::new(320, 200);
    let (dana, dana_id) = joined(&service, small(), ("Dana", "Whitfield"), "coach");
    let (amir, amir_id) = joined(&service, small(), ("Amir", "Haddad"), "teacher");
    let (eli, eli_id) = joined(&service, small(), ("Eli", "Novak"), "coach");
    service.say_fact(&["pair", &dana_id, &amir_id], "");
    sync(&[&dana, &amir, &eli]);
    let [dana_row, amir_row, eli_row]: [RowId; 3] = [&dana_id, &amir_id, &eli_id].map(|id| id.parse().unwrap());
    let (yes, no) = write(&dana, |writer, _| {
        person::coach(writer, amir_row, true, Some(7)).unwrap();
        let ids = (dana_row, amir_row);
        (debriefed(writer, ids, "wombat praise"), debriefed(writer, ids, "echidna praise"))
    });
    sync(&[&dana, &amir]);

    write(&dana, |writer, now_ms| {
        let shown = ending::view(writer.reader(), now_ms, amir_row).unwrap();
        assert!(shown.is_coached && shown.successors.iter().any(|one| one.id == eli_row), "{shown:?}");
        assert_eq!((shown.observations, shown.texts.len()), (2, 2), "{shown:?}");
        let end = EndCoaching {
            teacher: amir_row,
            date: "2099-02-31".into(),
            reason: "coach_left".into(),
            successor: Some(eli_row),
            category: String::new(),
        };
        assert!(ending::end(writer, &end).is_err(), "the day does not exist");
        let today = actions::session::today(writer.reader(), now_ms).unwrap().to_string();
        ending::end(writer, &EndCoaching { date: today, ..end }).unwrap();
    });
    sync(&[&dana, &amir]);
    let asked = read(&amir, |reader, _| ending::follower(reader, yes).unwrap()).unwrap();
    assert_eq!((asked.successor.name.as_str(), asked.is_agreed), ("Eli Novak", false));
    let lesson = read(&amir, |reader, _| store::debrief::load(reader, yes).unwrap().observation.unwrap());
    assert_eq!(read(&amir, |reader, _| ending::follower(reader, lesson).unwrap()), None, "no script goes further");
    for document in [yes, no] {
        write(&amir, |writer, _| ending::agree(writer, document, true).unwrap());
    }
    write(&amir, |writer, _| ending::agree(writer, no, false).unwrap());
    service.say_fact(&["pair", &eli_id, &amir_id], "");
    sync(&[&amir, &dana, &eli]);
    assert_eq!(count(&eli, "select count(*) from debrief"), 0, "only the coach's own act hands over");

    assert_eq!(write(&dana, |writer, _| ending::hand_over(writer, amir_row).unwrap()), 1);
    sync(&[&dana, &eli]);

    let had = read(&eli, |reader, _| store::debrief::load(reader, yes).unwrap().praise);
    assert_eq!(had, "wombat praise");
    for (table, rows) in [("debrief", 1), ("line", 0), ("wondering", 0), ("handover_item", 0), ("step", 0)] {
        assert_eq!(count(&eli, &format!("select count(*) from {table} where erased = 0")), rows, "{table}");
    }
    let before = read(&eli, |reader, _| ending::before(reader, amir_row).unwrap());
    let [before] = before.as_slice() else { panic!("one coaching before: {before:?}") };
    assert_eq!((before.coach.name.as_str(), before.ended.reason.as_str()), ("Dana Whitfield", "coach_left"));
    assert_eq!(before.observations, 2);
    assert_eq!(count(&eli, "select count(*) from observation where focus is not null"), 0, "facts have no words");

    write(&amir, |writer, _| ending::agree(writer, yes, false).unwrap());
    sync(&[&amir, &eli]);
    assert_eq!(count(&eli, "select count(*) from debrief where removed_ms is null"), 0, "withdrawn, it closes");
}
