//! Sharing in the real window, by keys alone, and the common work of a team: real processes and a service between them.

use std::time::Duration;

use domain::{
    RowId,
    schema::{content_cycle, team_goal, team_goal_member, team_measure},
};
use serde_json::json;
use store::content_cycle as stored;

use crate::support::{
    driver::Driver,
    profile,
    service::Service,
    wait_for,
    window::{Desk, said},
};

/// Somebody new with a joined computer, and their id.
pub fn joined(service: &Service, desk: Desk, (given, family): (&str, &str), role: &str) -> (Desk, String) {
    let (person, code) = service.invite_as(given, family, role);
    said(&desk, &["join", &service.address, &code]);
    (desk, person)
}

pub fn sync(desks: &[&Desk]) {
    for desk in desks {
        said(desk, &["sync", "--once"]);
    }
}

/// Sets a goal of a team with one person whose goal it is.
fn set_goal(tx: &mut store::Tx<'_>, team: RowId, person: RowId) -> store::Result<RowId> {
    let (goal, member) = (tx.new_id(), tx.new_id());
    let fields = vec![(team_goal::TEAM, team.into()), (team_goal::STATEMENT, "They explain why".into())];
    tx.create(team_goal::ENTITY, goal, fields)?;
    let fields = vec![
        (team_goal_member::TEAM, team.into()),
        (team_goal_member::TEAM_GOAL, goal.into()),
        (team_goal_member::PERSON, person.into()),
    ];
    tx.create(team_goal_member::ENTITY, member, fields)?;
    Ok(goal)
}

#[test]
fn a_team_s_content_cycle_and_goal_that_one_coach_writes_reach_the_other_and_both_work_on_them() {
    let service = Service::start();
    let small = || Desk::new(320, 200);
    let (dana, dana_id) = joined(&service, small(), ("Dana", "Whitfield"), "coach");
    let (eli, eli_id) = joined(&service, small(), ("Eli", "Novak"), "coach");
    let (other, _) = joined(&service, small(), ("Ola", "Berg"), "coach");
    let team = service.organisation.parse().unwrap();
    for person in [&dana_id, &eli_id] {
        service.say_fact(&["team", person, &service.organisation], "");
    }
    sync(&[&dana, &eli]);

    let (cycle, goal) = profile::open(&dana.home())
        .0
        .act(store::workspace(), "plan", |tx| {
            let cycle = tx.new_id();
            let fields =
                vec![(content_cycle::TEAM, domain::Value::Id(team)), (content_cycle::TOPIC, "fractions".into())];
            tx.create(content_cycle::ENTITY, cycle, fields)?;
            let goal = set_goal(tx, team, eli_id.parse().unwrap())?;
            Ok::<_, store::Error>((cycle, goal))
        })
        .unwrap();
    sync(&[&dana, &eli]);
    let edit = |desk: &Desk, field: u16, words: &str| {
        let edit = |tx: &mut store::Tx<'_>| tx.set(content_cycle::ENTITY, cycle, field, words.into());
        profile::open(&desk.home()).0.act(store::workspace(), "edit", edit).unwrap();
    };
    edit(&eli, content_cycle::TOPIC, "ratios");
    edit(&dana, content_cycle::FOCUS, "talk about wholes");
    let measured = |tx: &mut store::Tx<'_>| {
        let fields = vec![
            (team_measure::TEAM, domain::Value::Id(team)),
            (team_measure::TEAM_GOAL, goal.into()),
            (team_measure::DATE, "2026-11-16".into()),
            (team_measure::VALUE, 63.0.into()),
        ];
        let measure = tx.new_id();
        tx.create(team_measure::ENTITY, measure, fields)
    };
    profile::open(&eli.home()).0.act(store::workspace(), "measure", measured).unwrap();
    sync(&[&eli, &dana, &eli, &other]);

    for desk in [&dana, &eli] {
        let cycles = stored::all(&profile::reader(&desk.home())).unwrap();
        let seen: Vec<_> = cycles.iter().map(|cycle| (cycle.topic.as_str(), cycle.focus.as_str())).collect();
        assert_eq!(seen, [("ratios", "talk about wholes")]);
        let goals = store::team_goal::of_team(&profile::reader(&desk.home()), team).unwrap();
        assert_eq!((goals.len(), goals[0].statement.as_str()), (1, "They explain why"));
        assert_eq!((goals[0].members.len(), goals[0].measures[0].value), (1, 63.0));
        assert_eq!(said(desk, &["status"])["inCustody"], 0);
    }
    let beside = profile::reader(&other.home());
    assert!(stored::all(&beside).unwrap().is_empty(), "whoever is not in the team has nothing of it");
    assert!(store::team_goal::of_team(&beside, team).unwrap().is_empty());
}

/// Opens the first observation of the list by keys.
fn open_first(desk: &Desk, driver: &Driver) {
    desk.keyboard.press("g");
    desk.keyboard.press("o");
    driver.wait_for_words("1 observation");
    driver.run("document.querySelector('main [data-row]').focus()", json!([]));
}

#[test]
fn a_finished_observation_is_shared_with_its_teacher_by_keys_and_she_reads_whose_it_is() {
    let service = Service::start();
    let screen = || Desk::new(1366, 768).with("COACHLIGHT_PASSPHRASE", profile::PASSPHRASE);
    let (laptop, dana) = joined(&service, screen(), ("Dana", "Whitfield"), "coach");
    let (hers, amir) = joined(&service, screen(), ("Amir", "Haddad"), "teacher");
    service.say_fact(&["pair", &dana, &amir], "");
    sync(&[&laptop]);
    let driver = laptop.drive();
    let keys = &laptop.keyboard;
    driver.wait_for_words("This week");
    keys.press("Ctrl+n");
    driver.wait_for_words("Whose lesson");
    driver.wait_for_field();
    laptop.write_into_field(&driver, "amir");
    driver.wait_for_words("Amir Haddad");
    keys.press("Enter");
    driver.wait_for_words("Finish");
    driver.wait_for_field();
    laptop.write_into_field(&driver, "What do you notice? // is he bored");
    keys.press("Enter");
    driver.wait_for_words("What do you notice?");
    keys.press("Ctrl+Enter");
    driver.wait_for_words("Reopen");

    keys.press("Ctrl+Shift+s");
    driver.wait_for_words("Share this observation");
    driver.wait_for_words("Amir Haddad will be able to read it");
    driver.wait_for_words("1 private wondering stays");
    driver.wait_for_words("cannot be unseen");
    laptop.picture("share-dialog-light");
    driver.run("document.documentElement.dataset.theme = 'dark'", json!([]));
    laptop.picture("share-dialog-dark");
    laptop.tab_to(&driver, "Share with Amir Haddad");
    keys.press("Enter");
    driver.wait_for_words("not on their computer yet");
    laptop.picture("shared-dark");
    driver.run("document.documentElement.dataset.theme = 'light'", json!([]));
    laptop.picture("shared-light");

    sync(&[&hers]);
    let driver = hers.drive();
    driver.wait_for_words("This week");
    open_first(&hers, &driver);
    driver.wait_for_words("From Dana Whitfield");
    hers.keyboard.press("Enter");
    driver.wait_for_words("Dana Whitfield shared this with you");
    driver.wait_for_words("What do you notice?");
    assert!(!driver.screen().contains("bored") && !driver.screen().contains("Reopen"));
    hers.picture("shared-with-her-light");
    wait_for("the line to have the keys", Duration::from_secs(20), || {
        let at = driver.run("return document.activeElement.dataset.id ?? ''", json!([]));
        (at != json!("")).then_some(())
    });
    hers.keyboard.press("v");
    let by = wait_for("the history of the line", Duration::from_secs(20), || {
        let said = driver.run("return document.querySelector('dialog .by b')?.innerText ?? ''", json!([]));
        (said != json!("")).then_some(said)
    });
    hers.picture("history-by-name");
    assert_eq!(by, "Dana Whitfield");
}
