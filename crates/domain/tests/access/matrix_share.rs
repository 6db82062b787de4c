//! Sharing: every kind of record from both scopes to every other, with and without each thing it can need.

use std::collections::HashSet;

use domain::{
    access::{Facts, Record, Refusal, Share, may_share},
    scope::Scope,
};

use crate::world::{COACH, DOCUMENT, SCHOOL, SOMEBODY, TEACHER, TEAM, consent, id, named, somebody, text_table};

/// What each kind of record needs to be shared there: `p` a pair that works together, `t` that the author is in the
/// team, `y` nothing, `a` a sharing agreement of the two, `c` the teacher's consent, `d` an administrator, `s` that the
/// author supervises the one whom it is about, `-` never. Of two letters one is enough: an agreement that still counts can be taken back after the two stopped working together,
/// and the words of look-fors go to an observed coach too.
const NEEDS: &str = "
                own pair team programme programme-about activity aggregate organisation consented review
    Script      -   p    -    -         a               -        -         -            - -
    Debrief     -   p    -    -         a               -        -         -            c -
    Step        -   p    -    -         a               -        -         -            c -
    Activity    -   -    -    -         -               y        -         -            - -
    SessionPlan -   -    t    y         a               -        -         -            - -
    CoachNote   -   -    -    y         a               -        -         -            - -
    DataReview  -   -    t    -         -               -        -         -            - -
    LookFors    -   ps   -    -         -               -        -         d            - -
    Roster      -   -    -    -         -               -        -         d            - -
    Figures     -   -    -    -         -               -        -         -            - -
    Remark      -   -    -    -         -               -        -         -            - -
    Cycle       -   p    -    -         a               -        -         -            c -
    Agreement   -   pa   -    -         -               -        -         -            - -
    CoachObservation - s -    -         -               -        -         -            - -
    Acknowledgement - p  -    -         -               -        -         -            - -
";

/// The kinds that can lie in a pair's scope, and so be shared from there.
const IN_THE_PAIR: [&str; 8] =
    ["Script", "Debrief", "Step", "LookFors", "Cycle", "Agreement", "CoachObservation", "Acknowledgement"];

fn destination(name: &str, record: Record) -> Scope {
    let (author, teacher) = (id(COACH), id(TEACHER));
    match name {
        "own" => Scope::Own { author },
        "pair" => Scope::Pair { coach: author, teacher },
        "team" => Scope::Team { team: id(TEAM) },
        "programme" => Scope::Programme { author, about: None, record },
        "programme-about" => Scope::Programme { author, about: Some(teacher), record },
        "activity" => Scope::Activity { author, teacher },
        "aggregate" => Scope::Aggregate { organisation: id(SCHOOL) },
        "organisation" => Scope::Organisation,
        "review" => Scope::Review { coach: author, about: Some(teacher) },
        "consented" => Scope::Consented { teacher, reader: id(SOMEBODY), root: id(DOCUMENT) },
        _ => panic!("no scope {name}"),
    }
}

/// The coach, with exactly these of the six things that a share can need.
fn coach_with(has: &str, record: Record) -> Facts {
    let mut facts = somebody(COACH);
    for thing in has.chars() {
        match thing {
            'p' => facts.pairs = [(id(COACH), id(TEACHER))].into(),
            't' => facts.teams = [id(TEAM)].into(),
            'a' => facts.agreed = [(id(COACH), id(TEACHER), record)].into(),
            'c' => facts.consents = [consent()].into(),
            's' => facts.supervises = [id(TEACHER)].into(),
            'd' => facts.roles = [(named("admin"), id(SCHOOL))].into(),
            _ => panic!("nothing called {thing}"),
        }
    }
    facts
}

fn every_set_of_things() -> Vec<String> {
    (0..64)
        .map(|set| {
            "ptacds".chars().enumerate().filter(|(bit, _)| set >> bit & 1 == 1).map(|(_, thing)| thing).collect()
        })
        .collect()
}

fn record(name: &str) -> Record {
    Record::ALL.into_iter().find(|record| format!("{record:?}") == name).expect("a kind of record")
}

fn share(kind: &str, from: &str, to: &str) -> Share {
    let record = record(kind);
    let to = destination(to, record);
    // What is for nobody's programme speaks of nobody; everything else here is about the teacher.
    let about_nobody = matches!(to, Scope::Programme { about: None, .. }) && from == "own";
    let teacher = if about_nobody { None } else { Some(id(TEACHER)) };
    Share { record, root: id(DOCUMENT), teacher, from: destination(from, record), to }
}

#[test]
fn every_kind_of_record_stands_in_the_table() {
    let named: HashSet<_> = text_table(NEEDS).into_iter().map(|((kind, _), _)| kind).collect();
    let all: HashSet<_> = Record::ALL.map(|record| format!("{record:?}")).into();
    assert_eq!(all.iter().map(String::as_str).collect::<HashSet<_>>(), named);
}

#[test]
fn every_kind_is_shared_with_what_the_text_says_it_needs_and_never_without() {
    let mut granted = 0;
    for ((kind, to), need) in text_table(NEEDS) {
        for from in ["own", "pair"] {
            for has in every_set_of_things() {
                let share = share(kind, from, to);
                // From the pair everything speaks of its teacher, and nothing leaves for where it would not.
                let possible = from == "own" || (IN_THE_PAIR.contains(&kind) && to != "programme");
                let expected = possible && (need == "y" || need.chars().any(|thing| has.contains(thing)));
                let answer = may_share(&coach_with(&has, share.record), &share);
                assert_eq!(answer.is_ok(), expected, "{kind} {from} {to} with {has:?}: {answer:?}");
                granted += usize::from(answer.is_ok());
            }
        }
    }
    // Half of the 64 sets hold the one thing that is needed: 19 needs from one's own scope, 14 from the pair. Of two
    // things, either of which is enough, 48 sets hold one: the agreement and look-fors, from both. Three need none.
    assert_eq!(granted, (19 + 14) * 32 + 4 * 48 + 3 * 64);
}

#[test]
fn nobody_shares_what_another_wrote() {
    for ((kind, to), _) in text_table(NEEDS) {
        for from in ["own", "pair"] {
            for person in [SOMEBODY, TEACHER] {
                let share = share(kind, from, to);
                let mut facts = coach_with("ptacds", share.record);
                facts.person = id(person);
                assert_eq!(may_share(&facts, &share), Err(Refusal::NotAuthor));
            }
        }
    }
}

#[test]
fn a_teacher_shares_her_own_words_with_her_coach_while_they_work_together() {
    let mut teacher = somebody(TEACHER);
    let own = Share { from: Scope::Own { author: id(TEACHER) }, ..share("Debrief", "own", "pair") };
    assert_eq!(may_share(&teacher, &own), Err(Refusal::NotInPair));

    teacher.pairs.insert((id(COACH), id(TEACHER)));
    assert!(may_share(&teacher, &own).is_ok());
}

#[test]
fn a_coach_says_to_who_supervises_them_that_they_read_it_and_shares_nothing_else_that_way() {
    let mut coach = somebody(TEACHER);
    coach.supervised_by = [id(COACH)].into();
    for record in Record::ALL {
        let from = Scope::Own { author: id(TEACHER) };
        let own = Share { record, from, ..share("Debrief", "own", "pair") };
        assert_eq!(may_share(&coach, &own).is_ok(), record == Record::Acknowledgement, "{record:?}");
    }
    coach.supervised_by = [id(SOMEBODY)].into();
    let own = Share { from: Scope::Own { author: id(TEACHER) }, ..share("Acknowledgement", "own", "pair") };
    assert_eq!(may_share(&coach, &own), Err(Refusal::NotInPair));
}

#[test]
fn whoever_coaches_a_coach_does_not_observe_them_as_a_supervisor() {
    let observed = share("CoachObservation", "own", "pair");
    assert_eq!(may_share(&coach_with("p", Record::CoachObservation), &observed), Err(Refusal::NotInPair));
    assert!(may_share(&coach_with("s", Record::CoachObservation), &observed).is_ok());
    let facts = Share { to: destination("activity", Record::Activity), ..observed };
    assert_eq!(may_share(&coach_with("ptacds", Record::CoachObservation), &facts), Err(Refusal::WrongAudience));
}

#[test]
fn a_share_begins_in_ones_own_scope_or_in_the_pair() {
    for from in ["team", "programme", "programme-about", "activity", "aggregate", "organisation", "consented"] {
        let share = Share { from: destination(from, Record::Step), ..share("Step", "own", "pair") };
        assert_eq!(may_share(&coach_with("ptacds", Record::Step), &share), Err(Refusal::NotAuthor), "{from}");
    }
}

#[test]
fn a_document_does_not_pass_for_one_about_somebody_else_or_nobody() {
    let of = |teacher, to| Share { teacher, ..share("CoachNote", "own", to) };
    let facts = coach_with("ptacds", Record::CoachNote);
    assert_eq!(may_share(&facts, &of(Some(id(TEACHER)), "programme")), Err(Refusal::WrongTeacher));
    assert_eq!(may_share(&facts, &of(Some(id(SOMEBODY)), "programme-about")), Err(Refusal::WrongTeacher));
    assert_eq!(may_share(&facts, &of(None, "programme-about")), Err(Refusal::WrongTeacher));

    let script = Share { teacher: Some(id(SOMEBODY)), ..share("Script", "own", "pair") };
    assert_eq!(may_share(&coach_with("ptacds", Record::Script), &script), Err(Refusal::WrongTeacher));
    let nobody = |record| Share { record, teacher: None, to: destination("pair", record), ..script };
    for record in Record::ALL.into_iter().filter(|record| IN_THE_PAIR.contains(&format!("{record:?}").as_str())) {
        let expected = if record == Record::LookFors { Ok(()) } else { Err(Refusal::WrongTeacher) };
        let decided = may_share(&coach_with("p", record), &nobody(record)).map(drop);
        assert_eq!(decided, expected, "{record:?} that speaks of nobody");
    }
    let without = may_share(&coach_with("tacd", Record::LookFors), &nobody(Record::LookFors));
    assert_eq!(without, Err(Refusal::NotInPair), "of nobody, and still only to one's own pair");
}

#[test]
fn nothing_is_shared_into_the_programme_of_another_kind_or_of_another_author() {
    let facts = coach_with("ptacds", Record::Script);
    let to = Scope::Programme { author: id(COACH), about: Some(id(TEACHER)), record: Record::CoachNote };
    assert_eq!(may_share(&facts, &Share { to, ..share("Script", "own", "pair") }), Err(Refusal::WrongAudience));

    let mut facts = coach_with("ptacds", Record::Script);
    facts.agreed.insert((id(SOMEBODY), id(TEACHER), Record::Script));
    let to = Scope::Programme { author: id(SOMEBODY), about: Some(id(TEACHER)), record: Record::Script };
    assert_eq!(may_share(&facts, &Share { to, ..share("Script", "own", "pair") }), Err(Refusal::NotAuthor));
}

#[test]
fn consent_to_one_document_is_no_consent_to_another() {
    let another = Share { root: id(99), ..share("Step", "own", "consented") };
    assert_eq!(may_share(&coach_with("ptacds", Record::Step), &another), Err(Refusal::NoConsent));
}
