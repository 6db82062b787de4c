//! What is in custody: listed without a word, and accepted when its author may write there after all.

use domain::{
    RowId,
    access::{Consent, Role},
    ending::consent_row,
    schema::{handover_item, observation},
    scope::Scope,
};
use server::{
    custody::{self, Accepted, Name},
    facts::{self, Fact},
    people,
};
use sync::{
    body::Body,
    exchange::{News, Refused, Taken},
};

use crate::{
    on_both,
    support::{Device, Had, World, id},
};

on_both! {
    what_is_accepted_reaches_everybody_and_the_device_that_wrote_it
    what_its_author_may_still_not_write_stays_and_order_is_kept
    what_is_accepted_is_held_to_the_clock_of_its_coming_and_shares_what_it_shares
    what_somebody_wrote_for_a_team_before_they_left_enters_by_the_right_of_a_member_in_its_author_s_name
    what_its_author_wrote_for_themselves_is_given_to_nobody
    a_consent_counts_from_when_it_is_accepted_and_one_that_was_taken_back_counts_no_more
    a_consent_in_another_s_name_counts_as_little_when_it_is_accepted
}

const TEAM: u8 = 8;

/// A device that wrote twice into a team that its person is not in.
fn refused(world: &World) -> (Device, [Name; 2]) {
    let mut device = world.device(id(1));
    let (team, cycle) = (Scope::Team { team: id(TEAM) }, domain::schema::content_cycle::ENTITY.number);
    let brought = [device.write_on(team, 2, cycle), device.write_on(team, 1, cycle)];
    let own = device.own();
    let taken = device.bring(world, &brought).taken;
    assert!(taken.iter().all(|taken| matches!(taken, Taken::Custody { .. })), "{taken:?}");
    device.settle(world, own, 1);
    let name = |first_ctr| Name { replica: device.replica, first_ctr };
    let names = [name(1), name(3)];
    (device, names)
}

fn accept(world: &World, name: Name) -> Accepted {
    custody::accept(world.storage(), world.org, name, world.now_ms()).unwrap()
}

fn given(device: &mut Device, world: &World) -> Vec<(Vec<u8>, i64)> {
    let mut given = Vec::new();
    loop {
        let answer = device.ask(world, 1 << 20);
        for news in answer.news {
            if let News::Block(block) = news {
                let first = sync::batch::Batch::decode(&block.batch).unwrap().ops[0].reference;
                given.push((block.scope, first.ctr));
            }
        }
        if !answer.more {
            return given;
        }
    }
}

fn what_is_accepted_reaches_everybody_and_the_device_that_wrote_it(world: &World) {
    let (mut device, names) = refused(world);
    world.say(Fact::Team(id(2), id(TEAM)));
    let mut member = world.device(id(2));
    assert!(given(&mut member, world).is_empty() && given(&mut device, world).is_empty());
    let listed = custody::list(world.storage(), world.org).unwrap();
    assert_eq!(listed.iter().map(|held| held.id.clone()).collect::<Vec<_>>(), names.map(|name| name.to_string()));
    assert_eq!(
        (listed[0].kinds.as_slice(), listed[0].count, listed[0].reason),
        (&["content_cycle".to_owned()][..], 2, "not-yours")
    );
    assert_eq!((listed[0].author, listed[0].audience.as_str()), (id(1), "team"));

    world.say(Fact::Team(id(1), id(TEAM)));
    assert_eq!(names.map(|name| accept(world, name)), [Accepted::Entered(2), Accepted::Entered(1)]);

    let team = Scope::Team { team: id(TEAM) }.bytes();
    let expected = vec![(team.clone(), 1), (team, 3)];
    assert_eq!(given(&mut member, world), expected);
    assert_eq!(given(&mut device, world), expected, "it learns that they are in custody no longer");
    assert!(given(&mut device, world).is_empty(), "once");
    assert!(custody::list(world.storage(), world.org).unwrap().is_empty());
    let again = custody::accept(world.storage(), world.org, names[0], world.now_ms());
    assert!(matches!(again, Err(server::error::Error::Unknown)));
    server::verify::organisation(world.storage(), world.org).unwrap();
}

fn what_its_author_may_still_not_write_stays_and_order_is_kept(world: &World) {
    let (_, [first, second]) = refused(world);
    let before = world.contents();
    assert_eq!(accept(world, first), Accepted::Refused(Refused::NotYours));
    world.say(Fact::Team(id(1), id(TEAM)));
    assert_eq!(accept(world, second), Accepted::NotFirst(first));
    world.unsay(Fact::Team(id(1), id(TEAM)));
    assert_eq!(world.contents().lines().skip(1).collect::<Vec<_>>(), before.lines().skip(1).collect::<Vec<_>>());
}

fn what_is_accepted_is_held_to_the_clock_of_its_coming_and_shares_what_it_shares(world: &World) {
    let (teacher, root) = (id(30), RowId::from_bytes([41; 16]));
    let mut device = world.device(id(1));
    world.say(Fact::Pair(id(1), teacher));
    world.say(Fact::Role(id(1), Role::Coach, world.org));
    let pair = Scope::Pair { coach: id(1), teacher };
    let fields = vec![(observation::TEACHER, teacher.into()), (observation::FOCUS, "wait time".into())];
    let number = observation::ENTITY.number;
    let changes = [(number, root, Body::Create(fields)), (number, root, Body::Share { scope: pair.bytes() })];
    world.act(|tx| people::set_active(tx, world.org, id(1), false));
    let brought = device.put(device.own(), &changes);
    assert!(matches!(device.bring(world, &[brought]).taken.as_slice(), [Taken::Custody { .. }]));
    let (mut reader, mut had) = (world.device(teacher), Had::default());

    world.act(|tx| people::set_active(tx, world.org, id(1), true));
    let held = custody::list(world.storage(), world.org).unwrap();
    let name: Name = held[0].id.parse().unwrap();
    assert_eq!(accept(world, name), Accepted::Entered(2));

    reader.receive(world, &mut had);
    assert_eq!(had.rows()[&(number, root)][&observation::FOCUS], "wait time".into());
    assert_eq!(world.stored(device.own()).blocks[0].received_ms, held[0].received_ms);
}

fn what_somebody_wrote_for_a_team_before_they_left_enters_by_the_right_of_a_member_in_its_author_s_name(world: &World) {
    let (mut leaver, [first, second]) = refused(world);
    world.act(|tx| people::set_active(tx, world.org, id(1), false));
    world.say(Fact::Team(id(2), id(TEAM)));
    let (mut member, mut outsider) = (world.device(id(2)), world.device(id(3)));
    let give = |name, to| custody::reassign(world.storage(), world.org, name, to, world.now_ms()).unwrap();
    given(&mut member, world);
    let before = world.contents();

    assert_eq!(accept(world, first), Accepted::Refused(Refused::NotYours), "the author left");
    assert_eq!(give(first, id(3)), Accepted::Refused(Refused::NotYours), "who is not in the team cannot answer for it");
    assert_eq!(give(first, id(9)), Accepted::Refused(Refused::NotYours), "nor nobody");
    assert_eq!(give(second, id(2)), Accepted::NotFirst(first));
    assert_eq!(world.contents(), before);
    assert_eq!([first, second].map(|name| give(name, id(2))), [Accepted::Entered(2), Accepted::Entered(1)]);

    let team = Scope::Team { team: id(TEAM) };
    assert_eq!(given(&mut member, world), [(team.bytes(), 1), (team.bytes(), 3)]);
    assert!(given(&mut outsider, world).is_empty() && given(&mut leaver, world).is_empty());
    let authors = world.act(|tx| tx.query("select author from block where replica = $1", &[leaver.replica.into()]));
    assert!(authors.iter().all(|row| row.id(0).unwrap() == id(1)), "it is its author's");
    assert!(custody::list(world.storage(), world.org).unwrap().is_empty());
    let acts = world.act(|tx| tx.query("select act, subject from audit order by number", &[]));
    let acts: Vec<_> = acts.iter().map(|row| (row.text(0).unwrap(), row.id(1).unwrap())).collect();
    let expected = [("custody-accepted".to_owned(), id(1)), ("custody-reassigned".to_owned(), id(2))];
    assert_eq!(acts[acts.len() - 4..], [&expected[..], &expected].concat());
    server::verify::organisation(world.storage(), world.org).unwrap();
}

fn what_its_author_wrote_for_themselves_is_given_to_nobody(world: &World) {
    let mut device = world.device(id(1));
    world.device(id(2));
    world.act(|tx| people::set_active(tx, world.org, id(1), false));
    let brought = device.write(device.own(), 2);
    assert!(matches!(device.bring(world, &[brought]).taken.as_slice(), [Taken::Custody { .. }]));
    let name = Name { replica: device.replica, first_ctr: 1 };
    let before = world.contents();

    for to in [id(1), id(2)] {
        let said = custody::reassign(world.storage(), world.org, name, to, world.now_ms()).unwrap();
        assert_eq!(said, Accepted::OnlyItsAuthors);
    }

    assert_eq!(world.contents(), before);
    world.act(|tx| people::set_active(tx, world.org, id(1), true));
    assert_eq!(accept(world, name), Accepted::Entered(2), "it enters once they are back");
}

/// The row by which a person says that a teacher agrees to show a document to the coach who follows.
fn consenting(consent: &Consent) -> (u16, RowId, Body) {
    let fields = vec![
        (handover_item::TEACHER, consent.teacher.into()),
        (handover_item::COACH, id(1).into()),
        (handover_item::SUCCESSOR, consent.reader.into()),
        (handover_item::DOCUMENT, consent.root.into()),
    ];
    (handover_item::ENTITY.number, consent_row(consent, 0), Body::Create(fields))
}

/// What a person wrote for themselves while they were not active, and so is in custody.
fn kept(world: &World, device: &mut Device, changes: &[(u16, RowId, Body)]) -> Name {
    let first_ctr = device.head.ctr + 1;
    let brought = device.put(device.own(), changes);
    assert!(matches!(device.bring(world, &[brought]).taken.as_slice(), [Taken::Custody { .. }]));
    Name { replica: device.replica, first_ctr }
}

fn a_consent_counts_from_when_it_is_accepted_and_one_that_was_taken_back_counts_no_more(world: &World) {
    let (teacher, successor) = (id(30), id(2));
    let consent = Consent { teacher, reader: successor, root: RowId::from_bytes([41; 16]) };
    let counts = || world.act(|tx| facts::read(tx, world.org, teacher)).consents.contains(&consent);
    let mut device = world.device(teacher);
    world.act(|tx| people::set_active(tx, world.org, teacher, false));
    let given = kept(world, &mut device, &[consenting(&consent)]);
    let (number, row, _) = consenting(&consent);
    let taken_back = kept(world, &mut device, &[(number, row, Body::Remove { seen: Vec::new() })]);
    assert!(!counts(), "what is in custody says nothing");
    assert_eq!(accept(world, given), Accepted::Refused(Refused::NotYours));
    assert!(!counts());

    world.act(|tx| people::set_active(tx, world.org, teacher, true));

    assert_eq!(accept(world, given), Accepted::Entered(1));
    assert!(counts(), "her word counts once it is hers again");
    assert_eq!(accept(world, taken_back), Accepted::Entered(1));
    assert!(!counts(), "and so does that she took it back");
}

fn a_consent_in_another_s_name_counts_as_little_when_it_is_accepted(world: &World) {
    let (teacher, coach) = (id(30), id(1));
    let consent = Consent { teacher, reader: coach, root: RowId::from_bytes([41; 16]) };
    let mut device = world.device(coach);
    world.device(teacher);
    world.act(|tx| people::set_active(tx, world.org, coach, false));
    let name = kept(world, &mut device, &[consenting(&consent)]);
    world.act(|tx| people::set_active(tx, world.org, coach, true));

    assert_eq!(accept(world, name), Accepted::Entered(1));

    for person in [teacher, coach] {
        assert!(world.act(|tx| facts::read(tx, world.org, person)).consents.is_empty());
    }
}
