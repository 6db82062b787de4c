//! The service, or its database, ended without warning in the middle of work, again and again.
//!
//! Several devices bring operations and write down what was acknowledged. Whoever counts acknowledgements ends the
//! process after a random number of them, so the others are somewhere in a request. At the end everything that was
//! acknowledged must be there, where it was said to be, and nothing twice.
//!
//! `COACHLIGHT_KILLS` is how often; without it the service is killed 200 times on SQLite and 50 on PostgreSQL.

use std::{
    collections::BTreeMap,
    sync::{
        Mutex, RwLock,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    thread,
    time::Duration,
};

use server::storage::transact;
use sync::exchange::{Settled, Taken};

use crate::support::{
    cluster::Cluster,
    program::{Guest, Place, Served, guest},
};

const DEVICES: i64 = 4;
/// How long a device rests when nobody answers.
const PAUSE: Duration = Duration::from_millis(5);
/// Without an acknowledgement for so long, the queue stands still.
const PATIENCE: Duration = Duration::from_secs(60);
const GLANCE: Duration = Duration::from_millis(200);
/// How often a device asks again before it believes that something before its batch is missing.
const MOST_GAPS: u32 = 400;
/// Fewer acknowledged operations for each kill would mean that little was at stake.
const LEAST_A_KILL: i64 = 20;

/// What is ended.
enum Victim<'a> {
    Service,
    Database(&'a Cluster),
}

fn kills(usually: u32) -> u32 {
    std::env::var("COACHLIGHT_KILLS").ok().and_then(|count| count.parse().ok()).unwrap_or(usually)
}

#[test]
fn on_sqlite_nothing_acknowledged_is_lost_when_the_service_is_killed() {
    let ran = run(&Place::sqlite(), &Victim::Service, kills(200), &[]);
    ran.must_be_whole("service on SQLite");
}

#[test]
fn on_postgresql_nothing_acknowledged_is_lost_when_the_service_is_killed() {
    let ran = run(&Place::postgresql(), &Victim::Service, kills(50), &[]);
    ran.must_be_whole("service on PostgreSQL");
}

#[test]
fn nothing_acknowledged_is_lost_when_postgresql_is_stopped_at_once() {
    let cluster = Cluster::start();
    let ran = run(&Place::at(cluster.database()), &Victim::Database(&cluster), kills(5), &[]);
    ran.must_be_whole("PostgreSQL, stopped at once");
}

#[test]
fn a_service_that_acknowledges_before_it_commits_is_found() {
    let ran = run(&Place::sqlite(), &Victim::Service, 30, &[("COACHLIGHT_TEST_ACKNOWLEDGE_EARLY", "1")]);
    println!("control: {} kills, {} acknowledged, {} wrong", ran.kills, ran.acknowledged(), ran.wrong.len());
    let lost = ran.wrong.iter().filter(|wrong| wrong.starts_with("acknowledged and lost")).count();
    assert!(lost > 0, "{:?}", ran.wrong);
}

/// What happened.
struct Ran {
    kills: u32,
    wanted: u32,
    acked: Vec<Settled>,
    wrong: Vec<String>,
}

impl Ran {
    fn acknowledged(&self) -> i64 {
        self.acked.iter().map(|run| run.count).sum()
    }

    fn must_be_whole(&self, what: &str) {
        println!("{what}: {} kills, {} operations acknowledged", self.kills, self.acknowledged());
        assert_eq!(self.wrong, [""; 0]);
        assert_eq!(self.kills, self.wanted);
        assert!(self.acknowledged() >= LEAST_A_KILL * i64::from(self.kills), "too little was at stake");
    }
}

fn run(place: &Place, victim: &Victim<'_>, wanted: u32, environment: &[(&str, &str)]) -> Ran {
    let first = place.organisation();
    let codes = (1..DEVICES).map(|number| place.invite("Ben", &["--expires-days", &number.to_string()]));
    let codes: Vec<String> = std::iter::once(first).chain(codes).collect();
    let mut served = place.serve_with(&[], environment);
    let guests: Vec<Guest> = (1..).zip(&codes).map(|(number, code)| guest(&served.address, code, number)).collect();
    let life =
        Life { address: RwLock::new(served.address.clone()), is_over: AtomicBool::new(false), wrong: Mutex::default() };
    let (acknowledge, acknowledged) = mpsc::channel();
    let (kills, acked) = thread::scope(|scope| {
        let life = &life;
        let writers: Vec<_> = guests
            .into_iter()
            .map(|guest| {
                let acknowledge = acknowledge.clone();
                scope.spawn(move || life.write(guest, &acknowledge))
            })
            .collect();
        let kills = life.kill(&acknowledged, wanted, || match victim {
            Victim::Service => restart(&mut served, place, environment),
            Victim::Database(cluster) => {
                cluster.crash();
                served.address.clone()
            }
        });
        life.is_over.store(true, Ordering::SeqCst);
        (kills, writers.into_iter().flat_map(|writer| writer.join().unwrap()).collect::<Vec<_>>())
    });
    served.kill();
    if let Victim::Database(cluster) = victim {
        cluster.wait();
    }
    let mut wrong = life.wrong.into_inner().unwrap();
    wrong.extend(look(place, &acked));
    Ran { kills, wanted, acked, wrong }
}

fn restart(served: &mut Served, place: &Place, environment: &[(&str, &str)]) -> String {
    served.kill();
    *served = place.serve_with(&[], environment);
    served.address.clone()
}

/// What the devices and their enemy share.
struct Life {
    address: RwLock<String>,
    is_over: AtomicBool,
    wrong: Mutex<Vec<String>>,
}

impl Life {
    /// Ends the victim after a random number of acknowledgements, as often as wanted.
    fn kill(&self, acknowledged: &mpsc::Receiver<()>, wanted: u32, mut end: impl FnMut() -> String) -> u32 {
        let mut random = 0x9e37_79b9_7f4a_7c15_u64;
        for kill in 0..wanted {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            for _ in 0..(10 + (random >> 33) % 30) {
                let mut waited = Duration::ZERO;
                while acknowledged.recv_timeout(GLANCE).is_err() {
                    waited += GLANCE;
                    if waited > PATIENCE {
                        self.wrong.lock().unwrap().push("the queue stood still".into());
                    }
                    if !self.wrong.lock().unwrap().is_empty() {
                        return kill;
                    }
                }
            }
            let address = end();
            *self.address.write().unwrap() = address;
        }
        wanted
    }

    /// Brings one batch after the other, each until it is acknowledged, and returns what was.
    fn write(&self, mut guest: Guest, acknowledge: &mpsc::Sender<()>) -> Vec<Settled> {
        let mut acked: Vec<Settled> = Vec::new();
        while !self.is_over.load(Ordering::SeqCst) {
            let brought = guest.device.write(guest.device.own(), 1 + guest.device.head.ctr % 5);
            let mut gaps = 0;
            while !self.is_over.load(Ordering::SeqCst) {
                let address = self.address.read().unwrap().clone();
                let answer = guest.try_ask(&address, &guest.device.question(vec![brought.clone()], 0));
                let before = acked.last().map_or(0, |run| run.first_ctr + run.count - 1);
                match answer.map(|answer| (answer.head.ctr, answer.taken)) {
                    Some((_, taken)) if matches!(&taken[..], [Taken::Settled(runs)] if runs.len() == 1) => {
                        let [Taken::Settled(runs)] = &taken[..] else { unreachable!() };
                        acked.push(runs[0]);
                        acknowledge.send(()).unwrap();
                        break;
                    }
                    Some((_, taken)) if taken == [Taken::Gap] && gaps < MOST_GAPS => {
                        gaps += 1;
                        thread::sleep(PAUSE);
                    }
                    Some((head, taken)) => {
                        self.wrong.lock().unwrap().push(format!("{taken:?} after {before}, the service has {head}"));
                        return acked;
                    }
                    None => thread::sleep(PAUSE),
                }
            }
        }
        acked
    }
}

/// Looks for everything that was acknowledged, and for anything twice.
fn look(place: &Place, acked: &[Settled]) -> Vec<String> {
    let storage = place.storage();
    let rows = transact(&*storage, |tx| {
        tx.query("select replica, first_ctr, count, first_seq, last_seq from block order by replica, first_ctr", &[])
    });
    let mut wrong = Vec::new();
    let mut places = BTreeMap::new();
    let mut ends = BTreeMap::new();
    for row in rows.unwrap() {
        let number = |column| row.integer(column).unwrap();
        let (replica, first_ctr, count, first_seq) = (number(0), number(1), number(2), number(3));
        let end = ends.entry(replica).or_insert(0);
        if first_ctr != *end + 1 || number(4) != first_seq + count - 1 {
            wrong.push(format!("replica {replica}: {first_ctr} after {end}"));
        }
        *end = first_ctr + count - 1;
        for step in 0..count {
            if places.insert(first_seq + step, (replica, first_ctr + step)).is_some() {
                wrong.push(format!("the number {} was given twice", first_seq + step));
            }
        }
    }
    for run in acked {
        let is_there = |step| places.get(&(run.first_seq + step)) == Some(&(run.replica, run.first_ctr + step));
        if !(0..run.count).all(is_there) {
            wrong.push(format!("acknowledged and lost: {run:?}"));
        }
    }
    wrong
}
