//! How people and devices come in, and go.

use domain::{schema, scope::Scope};
use ed25519_dalek::{Signer, SigningKey};
use sync::{
    batch::Batch,
    body::Body,
    enrol::{Own, OwnAnswer, OwnQuestion, Renew, Renewed, renewal},
    exchange::{News, Taken, VERSION, encode},
};

use crate::{
    served_on_both,
    support::program::{Place, enrol, get, guest, hex, post, send},
};

served_on_both! {
    whoever_comes_in_finds_the_organisation_and_its_people
    a_lost_answer_is_given_again_to_the_same_key_and_to_no_other
    a_code_that_is_wrong_or_over_lets_nobody_in
    a_new_token_replaces_the_old_one_when_it_is_used_and_not_before
    a_device_whose_token_is_lost_gets_another_by_its_key_and_nobody_else_does
    an_ended_device_takes_its_leave_and_an_ended_person_is_told_that_all_is_closed
    a_person_sees_adds_and_retires_their_own_devices_and_nobody_else_s
    what_decides_access_is_said_by_command
}

fn whoever_comes_in_finds_the_organisation_and_its_people(place: &Place) {
    let code = place.organisation();
    let second = place.invite("Ben", &["--role", "coach"]);
    let served = place.serve(&[]);
    let mut first = guest(&served.address, &code, 1);
    assert_eq!(first.enrolled.name, "Fictional Schools");

    let mut rows = Vec::new();
    loop {
        let answer = first.ask(&served.address, Vec::new());
        for news in answer.news {
            let News::Block(block) = news else { panic!("closed") };
            assert_eq!(block.scope, Scope::Organisation.bytes());
            rows.extend(Batch::decode(&block.batch).unwrap().ops);
        }
        if !answer.more {
            break;
        }
    }
    let made = rows.iter().map(|op| (op.entity, op.row, op.body().unwrap().unwrap()));
    let made: Vec<_> = made.collect();
    let entities: Vec<u16> = made.iter().map(|(entity, ..)| *entity).collect();
    let (org, person, role) = (1, schema::person::ENTITY.number, schema::role::ENTITY.number);
    assert_eq!(entities, [org, person, role, person, role]);
    assert_eq!((made[0].1, made[1].1), (first.enrolled.organisation, first.enrolled.person));
    assert!(matches!(&made[1].2, Body::Create(fields) if fields[0] == (schema::person::GIVEN, "Ada".into())));
    assert!(matches!(&made[4].2, Body::Create(fields) if fields[2] == (schema::role::CODE, "coach".into())));
    let second = guest(&served.address, &second, 2);
    assert_eq!(second.enrolled.person, made[3].1);
}

fn a_lost_answer_is_given_again_to_the_same_key_and_to_no_other(place: &Place) {
    let code = place.organisation();
    let served = place.serve(&[]);
    let first = guest(&served.address, &code, 1);
    let again = guest(&served.address, &code.to_lowercase(), 1);

    assert_eq!((again.enrolled.device, again.enrolled.person), (first.enrolled.device, first.enrolled.person));
    assert_ne!(again.token, first.token);
    let question = first.device.question(Vec::new(), 0);
    assert!(first.try_ask(&served.address, &question).is_none(), "the token that was lost is worth nothing");
    assert!(again.try_ask(&served.address, &question).is_some());
    let other = crate::support::Device::new(again.enrolled.organisation, again.enrolled.person, 2);
    assert_eq!(enrol(&served.address, &code, other.key()).code(), "no-invite");
}

fn a_code_that_is_wrong_or_over_lets_nobody_in(place: &Place) {
    let code = place.organisation();
    let person = place.admin(&["people", "list"])[0]["person"].as_str().unwrap().to_owned();
    let served = place.serve(&[]);
    let device = guest(&served.address, &code, 1);
    let unused = place.admin(&["invite", "--person", &person])["code"].as_str().unwrap().to_owned();
    let key = device.device.key();

    for wrong in ["", "nonsense", "00000-00000-00000-00000", "é"] {
        assert_eq!(enrol(&served.address, wrong, key).code(), "no-invite");
    }
    place.admin(&["people", "revoke", &person]);
    assert_eq!(enrol(&served.address, &unused, key).code(), "no-invite");
    assert!(place.try_admin(&["invite", "--person", &person]).is_err());
}

fn a_new_token_replaces_the_old_one_when_it_is_used_and_not_before(place: &Place) {
    let code = place.organisation();
    let served = place.serve(&["--rotate-hours", "0"]);
    let guest = guest(&served.address, &code, 1);
    let question = sync::exchange::encode(&guest.device.question(Vec::new(), 0));
    let ask = |token: &str| post(&served.address, "/v1/exchange", token, &question).unwrap();

    let lost = ask(&guest.token).header("coachlight-token").unwrap().to_owned();
    let next = ask(&guest.token).header("coachlight-token").unwrap().to_owned();
    assert_ne!(lost, next);
    assert_eq!(ask(&lost).status, 401, "one that came later stands in its place");
    assert_eq!(ask(&next).status, 200);
    assert_eq!(ask(&guest.token).status, 401, "the old one is over");
    assert_eq!(ask(&hex(&[7; 32])).status, 401);
}

fn a_device_whose_token_is_lost_gets_another_by_its_key_and_nobody_else_does(place: &Place) {
    let code = place.organisation();
    let served = place.serve(&[]);
    let mut known = guest(&served.address, &code, 1);
    let now_ms = known.ask(&served.address, Vec::new()).now_ms;
    let other = crate::support::Device::new(known.enrolled.organisation, known.enrolled.person, 2);
    let renew = |key: &SigningKey, at_ms| {
        let (organisation, device) = (known.enrolled.organisation, known.enrolled.device);
        let signature = key.sign(&renewal(organisation, device, at_ms)).to_bytes();
        let renew = Renew { version: VERSION, organisation, device, at_ms, signature };
        send(&served.address, "POST /v1/renew", "", &encode(&renew)).unwrap()
    };
    let key = known.device.key();

    assert_eq!(renew(other.key(), now_ms).code(), "unknown-device");
    let off = renew(key, now_ms - 400_000);
    assert_eq!(off.code(), "clock");
    let problem: serde_json::Value = serde_json::from_slice(&off.body).unwrap();
    let said = renew(key, problem["now_ms"].as_i64().unwrap());
    assert_eq!(said.status, 200);
    assert_eq!(renew(key, problem["now_ms"].as_i64().unwrap()).code(), "unknown-device", "each moment counts once");

    let question = encode(&known.device.question(Vec::new(), 0));
    let ask = |token: &str| post(&served.address, "/v1/exchange", token, &question).unwrap().status;
    let renewed: Renewed = sync::exchange::decode(&said.body).unwrap();
    assert_eq!((ask(&known.token), ask(&hex(&renewed.token))), (401, 200));
}

fn an_ended_device_takes_its_leave_and_an_ended_person_is_told_that_all_is_closed(place: &Place) {
    let code = place.organisation();
    let served = place.serve(&[]);
    let mut guest = guest(&served.address, &code, 1);
    while guest.ask(&served.address, Vec::new()).more {}

    place.admin(&["people", "revoke", &guest.enrolled.person.to_string()]);
    let brought = guest.device.write(guest.device.own(), 2);
    let taken = guest.ask(&served.address, vec![brought]).taken;
    assert!(matches!(&taken[..], [Taken::Custody { .. }]));
    let closed = guest.ask(&served.address, Vec::new()).news;
    assert_eq!(closed, [News::Closed { scope: Scope::Organisation.bytes() }]);
    let held = place.admin(&["custody", "list"]);
    assert_eq!(
        (&held[0]["kinds"][0], &held[0]["count"], &held[0]["reason"]),
        (&"observation".into(), &2.into(), &"not-yours".into())
    );

    place.admin(&["devices", "revoke", &guest.enrolled.device.to_string()]);
    let leave = guest.ask(&served.address, Vec::new());
    assert!(leave.news.iter().all(|news| matches!(news, News::Closed { .. })) && leave.more, "{leave:?}");
    let question = sync::exchange::encode(&guest.device.question(Vec::new(), 0));
    let said = post(&served.address, "/v1/exchange", &guest.token, &question).unwrap();
    assert_eq!((said.status, said.code().as_str()), (401, "unknown-device"));
    let asked = encode(&sync::told::Ask { version: VERSION, since_ms: 0 });
    assert_eq!(post(&served.address, "/v1/told", &guest.token, &asked).unwrap().status, 401);
    let text = String::from_utf8(get(&served.address, "/metrics").body).unwrap();
    assert!(text.contains("coachlight_refused_total{kind=\"unknown-device\"} 2\n"), "{text}");
}

fn what_decides_access_is_said_by_command(place: &Place) {
    place.organisation();
    let person = place.admin(&["people", "list"])[0]["person"].as_str().unwrap().to_owned();
    for fact in [["pair", ""], ["role", "coach"], ["supervises", ""], ["agreed", "1"], ["consent", &person]] {
        place.admin(&["fact", fact[0], &person, &person, "--detail", fact[1]]);
        place.admin(&["fact", fact[0], &person, &person, "--detail", fact[1], "--ends"]);
    }
    for wrong in [["friend", ""], ["active", ""], ["role", "king"], ["agreed", "99"], ["consent", "x"]] {
        assert!(place.try_admin(&["fact", wrong[0], &person, &person, "--detail", wrong[1]]).is_err(), "{wrong:?}");
    }
}

fn a_person_sees_adds_and_retires_their_own_devices_and_nobody_else_s(place: &Place) {
    let code = place.organisation();
    let foreign = place.invite("Ben", &["--role", "coach"]);
    let served = place.serve(&[]);
    let (old, stranger) = (guest(&served.address, &code, 1), guest(&served.address, &foreign, 2));
    let ask = |token: &str, ask| {
        post(&served.address, "/v1/devices", token, &encode(&OwnQuestion { version: VERSION, ask })).unwrap()
    };
    let said = |token: &str, asked| sync::exchange::decode::<OwnAnswer>(&ask(token, asked).body).unwrap();

    let invited = said(&old.token, Own::Invite).invitation.unwrap();
    let new = guest(&served.address, &invited.code, 3);
    assert_eq!(new.enrolled.person, old.enrolled.person);
    assert_eq!(enrol(&served.address, &invited.code, stranger.device.key()).code(), "no-invite", "it works once");
    let listed = said(&new.token, Own::List);
    let ids: Vec<_> = listed.devices.iter().map(|device| device.device).collect();
    assert_eq!((listed.this, ids), (new.enrolled.device, vec![old.enrolled.device, new.enrolled.device]));

    for wrong in [new.enrolled.device, stranger.enrolled.device] {
        assert_eq!(ask(&new.token, Own::Retire(wrong)).code(), "unknown-device");
    }
    assert_eq!(said(&stranger.token, Own::List).devices.len(), 1, "nobody else's");
    assert_eq!(said(&new.token, Own::Retire(old.enrolled.device)).devices.len(), 1);
    assert_eq!(ask(&old.token, Own::List).status, 401);
    assert_eq!(ask(&hex(&[7; 32]), Own::Invite).status, 401);
    assert_eq!(post(&served.address, "/v1/devices", &new.token, b"?").unwrap().code(), "malformed");
}
