//! A database with copies, of which none answers.

use std::{thread, time::Duration};

use server::error::Error;
use sync::exchange::Taken;

use crate::support::{World, cluster::Cluster, id};

/// How often to look for the waiting commit, and how long to rest between.
const TRIES: (u32, Duration) = (6_000, Duration::from_millis(20));

#[test]
fn a_commit_that_its_copies_may_not_have_is_not_acknowledged() {
    let cluster = Cluster::start();
    let world = World::at(cluster.database());
    let mut device = world.device(id(1));
    let mut control = cluster.client();
    let mut copies = |names: &str| {
        control.batch_execute(&format!("alter system set synchronous_standby_names = '{names}'")).unwrap();
        control.batch_execute("select pg_reload_conf()").unwrap();
    };
    copies("nobody");
    let own = device.own();

    let (first, brought, answer) = thread::scope(|scope| {
        // The server takes a moment to read its settings again: until then it waits for nobody, and settles.
        let asking = scope.spawn(|| {
            loop {
                let (first, brought) = (device.head.ctr + 1, device.write(own, 3));
                let answer = device.clone().try_bring(&world, std::slice::from_ref(&brought));
                if answer.is_err() {
                    return (first, brought, answer);
                }
            }
        });
        cancel_the_waiting_commit(&cluster);
        asking.join().unwrap()
    });
    assert!(matches!(answer, Err(Error::Uncertain)), "{answer:?}");

    copies("");
    let again = device.bring(&world, &[brought]);
    assert!(matches!(&again.taken[..], [Taken::Settled(runs)] if (runs[0].first_seq, runs[0].count) == (first, 3)));
}

fn cancel_the_waiting_commit(cluster: &Cluster) {
    let mut control = cluster.client();
    for _ in 0..TRIES.0 {
        let sql = "select pg_cancel_backend(pid) from pg_stat_activity where wait_event = 'SyncRep'";
        if !control.query(sql, &[]).unwrap().is_empty() {
            return;
        }
        thread::sleep(TRIES.1);
    }
    panic!("no commit waited for a copy");
}
