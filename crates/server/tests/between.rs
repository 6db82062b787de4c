//! What happens between two statements of a transaction. Only PostgreSQL lets anything in; SQLite has one writer.

use std::cell::Cell;

use domain::{Value, schema, scope::Scope};
use server::{
    error::Result,
    facts::Fact,
    hub,
    storage::{self, Row, Storage, Tx},
};
use sync::{body::Body, exchange::Taken};

use crate::{
    sharing,
    support::{Device, Had, World, id},
};

/// A storage in which something happens once, before the first statement that begins with certain words.
struct Between<'a> {
    world: &'a World,
    before: &'static str,
    act: &'a (dyn Fn() + Sync),
    has_acted: std::sync::atomic::AtomicBool,
}

struct Watched<'a, 'b> {
    tx: &'a mut dyn Tx,
    between: &'a Between<'b>,
}

impl Storage for Between<'_> {
    fn once(&self, work: &mut dyn FnMut(&mut dyn Tx) -> Result<()>) -> Result<()> {
        self.world.storage().once(&mut |tx| work(&mut Watched { tx, between: self }))
    }

    fn snapshot(&self, work: &mut dyn FnMut(&mut dyn Tx) -> Result<()>) -> Result<()> {
        self.world.storage().snapshot(work)
    }
}

impl Watched<'_, '_> {
    fn see(&self, sql: &str) {
        let acted = &self.between.has_acted;
        if sql.starts_with(self.between.before) && !acted.swap(true, std::sync::atomic::Ordering::SeqCst) {
            (self.between.act)();
        }
    }
}

impl Tx for Watched<'_, '_> {
    fn query(&mut self, sql: &str, values: &[storage::Value]) -> Result<Vec<Row>> {
        self.see(sql);
        self.tx.query(sql, values)
    }

    fn execute(&mut self, sql: &str, values: &[storage::Value]) -> Result<u64> {
        self.see(sql);
        self.tx.execute(sql, values)
    }

    fn define(&mut self, sql: &str) -> Result<()> {
        self.tx.define(sql)
    }
}

/// Asks while something happens; it must have happened.
fn ask(
    world: &World,
    device: &Device,
    question: &sync::exchange::Question,
    before: &'static str,
    act: &(dyn Fn() + Sync),
) -> sync::exchange::Answer {
    let between = Between { world, before, act, has_acted: false.into() };
    let answer = hub::exchange(&between, &device.session, world.now_ms(), question).unwrap();
    assert!(between.has_acted.into_inner(), "nothing happened in between");
    answer
}

const NUMBERS: &str = "update organisation set head";
const LAST_LOOK: &str = "select facts_version from organisation";

fn is_member() -> Fact {
    Fact::Team(id(1), id(8))
}

#[test]
fn a_right_that_ends_while_a_batch_is_taken_counts() {
    let world = World::postgresql();
    world.say(is_member());
    let mut device = world.device(id(1));
    let brought = device.write_on(Scope::Team { team: id(8) }, 1, schema::content_cycle::ENTITY.number);
    let question = device.question(vec![brought], 0);

    let answer = ask(&world, &device, &question, NUMBERS, &|| world.unsay(is_member()));

    assert!(matches!(&answer.taken[..], [Taken::Custody { .. }]), "{answer:?}");
}

#[test]
fn a_right_that_ends_while_news_are_read_counts() {
    let world = World::postgresql();
    world.say(is_member());
    let (mut writer, mut reader) = (world.device(id(1)), world.device(id(1)));
    let team = Scope::Team { team: id(8) };
    let plan = |writer: &mut Device| {
        let brought = writer.write_on(team, 1, schema::content_cycle::ENTITY.number);
        writer.bring(&world, &[brought]);
    };
    plan(&mut writer);
    reader.drain(&world);
    plan(&mut writer);

    let question = reader.question(Vec::new(), 1 << 20);
    let answer = ask(&world, &reader, &question, LAST_LOOK, &|| world.unsay(is_member()));

    assert!(answer.news.is_empty(), "{answer:?}");
}

#[test]
fn what_the_same_device_brings_on_two_connections_at_once_is_taken_once() {
    let world = World::postgresql();
    let mut device = world.device(id(1));
    let brought = device.write(device.own(), 3);
    let question = device.question(vec![brought.clone()], 0);
    let other = device.clone();
    let first = std::sync::Mutex::new(Cell::new(None));

    let answer = ask(&world, &device, &question, NUMBERS, &|| {
        first.lock().unwrap().set(Some(other.clone().bring(&world, std::slice::from_ref(&brought)).taken));
    });

    assert_eq!(Some(answer.taken), first.into_inner().unwrap().into_inner());
    let blocks = world.act(|tx| tx.query("select first_seq from block", &[]));
    assert_eq!(blocks.len(), 1);
}

/// What a reader has of a shared line that two computers of its author changed, the second while the first's change was
/// taken.
fn changed_at_once() -> Vec<u16> {
    let world = World::postgresql();
    let mut first = sharing::coach(&world);
    let mut second = world.device(id(sharing::COACH));
    let (root, line) = (sharing::row(1), sharing::row(2));
    let pair = sharing::pair(sharing::TEACHER);
    first.says(
        &world,
        &[
            sharing::observed(root, sharing::TEACHER, "wait time"),
            sharing::said(line, root, "said"),
            sharing::share(sharing::OBSERVATION, root, pair),
        ],
    );
    // Nothing is left that a device of the same person would be told: only the share itself can notice the other.
    while first.ask(&world, 1 << 20).more {}
    while second.ask(&world, 1 << 20).more {}
    let set = |field, value: Value| (sharing::LINE, line, Body::Set { field, value, over: Vec::new() });
    let brought = first.put(first.own(), &[set(schema::line::STARRED, 1_i64.into())]);
    let theirs = second.put(second.own(), &[set(schema::line::SPEAKER, "S3".into())]);

    let question = first.question(vec![brought], 0);
    let answer = ask(&world, &first, &question, NUMBERS, &|| {
        let taken = second.clone().bring(&world, std::slice::from_ref(&theirs)).taken;
        assert!(matches!(taken.as_slice(), [Taken::Settled(_)]), "{taken:?}");
    });
    assert!(matches!(answer.taken.as_slice(), [Taken::Settled(_)]), "{answer:?}");

    let (mut reader, mut had) = (world.device(id(sharing::TEACHER)), Had::default());
    reader.receive(&world, &mut had);
    had.rows()[&(sharing::LINE, line)].keys().copied().collect()
}

#[test]
fn what_two_computers_of_an_author_change_at_once_reaches_the_readers_whole() {
    let fields = changed_at_once();
    assert!(fields.contains(&schema::line::STARRED) && fields.contains(&schema::line::SPEAKER), "{fields:?}");
}

#[test]
fn planted_a_share_that_does_not_look_again_loses_what_the_other_computer_wrote() {
    sync::planted::plant(Some(sync::planted::Planted::ShareNotLookedAtAgain));
    let fields = changed_at_once();
    sync::planted::plant(None);
    assert!(fields.contains(&schema::line::STARRED) && !fields.contains(&schema::line::SPEAKER), "{fields:?}");
}
