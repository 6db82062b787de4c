//! What a teacher asks a coach for before the service knows the two as a pair: it goes when it may, once.

use actions::{
    coaching_request::{self as requests, AskCoach},
    person::{self, AddPerson},
    sharing::Barrier,
};
use domain::{RowId, schema::coaching_request as entity, scope::Scope};
use store::sharing::State;

use crate::support::{Profile, begun, join, tell};

/// Monday 5 October 2026, 10:30 in New York.
const NOW_MS: i64 = 1_791_210_600_000;

fn amir() -> (Profile, RowId) {
    let mut profile = begun(1, NOW_MS, "Amir Haddad", "Riverbend", "Juniper");
    let coach = add(&mut profile, "Dana", "coach");
    (profile, coach)
}

fn add(profile: &mut Profile, given: &str, code: &str) -> RowId {
    let person = AddPerson {
        given: given.into(),
        family: String::new(),
        email: String::new(),
        code: code.into(),
        school: None,
        coached: false,
    };
    person::add(&mut profile.writer, &person).unwrap()
}

fn ask(profile: &mut Profile, coach: RowId) -> RowId {
    let ask =
        AskCoach { coach, topic: "Talk in pairs".into(), goal: String::new(), ways: Vec::new(), slots: String::new() };
    requests::ask(&mut profile.writer, NOW_MS, &ask).unwrap()
}

fn barrier(profile: &Profile) -> Option<Barrier> {
    requests::list(profile.writer.reader()).unwrap().asked[0].barrier
}

fn shares(profile: &Profile, row: RowId) -> Vec<(Scope, State)> {
    let shares = store::sharing::shares(profile.writer.reader(), row).unwrap();
    shares.into_iter().map(|share| (share.scope, share.state)).collect()
}

#[test]
fn a_request_from_before_the_two_were_known_goes_once_when_they_are() {
    let (mut amir, dana) = amir();
    let me = amir.me;
    let request = ask(&mut amir, dana);
    assert_eq!(barrier(&amir), Some(Barrier::Alone));
    assert!(!requests::send(&mut amir.writer).unwrap(), "there is nobody to send it to");
    join(&mut amir.writer, me);
    tell(&mut amir.writer, NOW_MS, &[("active", me, me, "")]);
    assert_eq!(barrier(&amir), Some(Barrier::NotInPair));
    assert!(!requests::send(&mut amir.writer).unwrap());

    tell(&mut amir.writer, NOW_MS, &[("active", me, me, ""), ("pair", dana, me, "")]);
    assert!(requests::send(&mut amir.writer).unwrap());

    let pair = Scope::Pair { coach: dana, teacher: me };
    assert_eq!(shares(&amir, request), [(pair, State::Waiting)]);
    assert_eq!(barrier(&amir), None);
    assert!(!requests::send(&mut amir.writer).unwrap(), "once");
    assert_eq!(shares(&amir, request).len(), 1);
}

#[test]
fn rights_that_ended_later_say_nothing_of_what_is_on_its_way() {
    let (mut amir, dana) = amir();
    let me = amir.me;
    join(&mut amir.writer, me);
    tell(&mut amir.writer, NOW_MS, &[("active", me, me, ""), ("pair", dana, me, "")]);
    ask(&mut amir, dana);

    tell(&mut amir.writer, NOW_MS, &[("active", me, me, "")]);

    assert_eq!(barrier(&amir), None, "it went when it was asked");
}

#[test]
fn an_answer_from_before_the_two_were_known_goes_when_they_are_and_a_request_of_others_never() {
    let mut dana = begun(1, NOW_MS, "Dana Whitfield", "Riverbend", "Juniper");
    let (me, teacher) = (dana.me, add(&mut dana, "Amir", "teacher"));
    let other = add(&mut dana, "Eli", "coach");
    let [mine, anothers] = [me, other].map(|coach| {
        let row = dana.writer.new_id();
        let fields =
            vec![(entity::TEACHER, teacher.into()), (entity::COACH, coach.into()), (entity::TOPIC, "Talk".into())];
        dana.writer.transact(|tx| tx.create(entity::ENTITY, row, fields)).unwrap();
        row
    });
    requests::decline(&mut dana.writer, mine, "After the holidays").unwrap();
    join(&mut dana.writer, me);
    tell(&mut dana.writer, NOW_MS, &[("active", me, me, ""), ("pair", me, teacher, "")]);

    assert!(requests::send(&mut dana.writer).unwrap());

    let answers = store::coaching_cycle::answers(dana.writer.reader()).unwrap();
    assert_eq!(shares(&dana, answers[0].id), [(Scope::Pair { coach: me, teacher }, State::Waiting)]);
    assert!(shares(&dana, mine).is_empty() && shares(&dana, anothers).is_empty(), "nobody sends what others asked");
}
