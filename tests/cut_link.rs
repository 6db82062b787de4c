//! The link is cut at every 64th byte of an exchange, in both directions, and healed.
//!
//! A laptop has a lesson that waits, and the service another one for it, from the same coach's desktop. For each byte
//! the same beginning is copied, service and all, the link is cut there, healed, and used until everything rests. Then
//! both sides must be what they are without a cut: nothing lost, nothing twice, and no more repeated than was under way.

use std::{
    cell::Cell,
    collections::BTreeSet,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    thread,
    time::Instant,
};

use store::Connection;
use sync::{
    batch::Batch,
    engine::{Rest, Standing},
};

use crate::support::{
    between::Between,
    computer::Computer,
    proxy::{Proxy, Way},
    service::Service,
};

/// How far one cut is from the next, in bytes.
const STEP: u64 = 64;
/// Lines of each of the two lessons.
const LINES: usize = 500;
/// The most that may have to be sent again: the first batches of a question.
const CHUNK: u64 = 16 << 10;
/// What one more question and its answer take beside their batches, with their heads.
const BESIDE: u64 = 1 << 10;
const WORKERS: usize = 3;

#[test]
fn an_exchange_that_is_cut_at_any_byte_loses_nothing_and_repeats_at_most_what_was_under_way() {
    let began = Instant::now();
    let scene = Scene::begin();
    let cuts = scene.cuts();
    let costs = run(&scene, &cuts, try_cut);
    let wrong: Vec<&String> = costs.iter().filter_map(|cost| cost.as_ref().err()).collect();
    assert!(wrong.is_empty(), "{} of {} cuts went wrong: {:#?}", wrong.len(), cuts.len(), &wrong[..wrong.len().min(9)]);
    let worst = |way: Way| costs.iter().flatten().map(|cost| cost.repeated[way as usize]).max().unwrap();
    let most_connections = costs.iter().flatten().map(|cost| cost.connections).max().unwrap();
    let reached = costs.iter().flatten().filter(|cost| cost.was_cut).count();
    println!(
        "{} cuts, {reached} of them before the end; {} bytes up and {} down without a cut; repeated at most {} up and {} \
         down; at most {most_connections} connections; {:.0} s",
        cuts.len(),
        scene.bytes[0],
        scene.bytes[1],
        worst(Way::Up),
        worst(Way::Down),
        began.elapsed().as_secs_f64(),
    );
    assert!(scene.bytes.iter().all(|bytes| *bytes >= 10_000), "too little was under way: {:?}", scene.bytes);
    assert!(reached >= 300, "only {reached} cuts");
    assert!(worst(Way::Up) > 4_000 && worst(Way::Down) > 4_000, "nothing was lost on the way: the rig does not cut");
    assert!(worst(Way::Up) <= CHUNK + BESIDE && worst(Way::Down) <= CHUNK + BESIDE);
}

#[test]
fn a_device_that_forgets_what_was_cut_is_found() {
    let scene = Scene::begin();
    let up = |end: &u64| Cut { way: Way::Up, after: *end };
    let cuts: Vec<Cut> = [2_000, 4_000, 8_000].iter().map(up).collect();

    let costs = run(&scene, &cuts, |scene, laptop, cut| {
        let handed = Cell::default();
        try_cut_by(scene, laptop, cut, |laptop, address| {
            laptop.exchange_by(address, |writer| Between::new(writer, |_, standing| forget(standing, &handed))).1
        })
    });

    assert!(costs.iter().all(Result::is_err), "the rig did not notice: {costs:?}");
}

#[derive(Debug, Clone, Copy)]
struct Cut {
    way: Way,
    after: u64,
}

/// What a cut cost.
#[derive(Debug)]
struct Cost {
    was_cut: bool,
    /// Bytes beyond those of an exchange without a cut, up and down.
    repeated: [u64; 2],
    connections: u64,
}

/// Everything that two sides hold when they rest.
#[derive(Debug, PartialEq)]
struct End {
    rows: [u8; 32],
    on_the_laptop: Vec<(i64, i64)>,
    on_the_service: Vec<(i64, i64)>,
}

/// The beginning that every cut has in common, and the end that it must come to.
struct Scene {
    service: Service,
    laptop: Mutex<Computer>,
    end: End,
    bytes: [u64; 2],
}

impl Scene {
    fn begin() -> Self {
        let mut service = Service::start();
        let (person, code) = service.invite("Dana", "Whitfield");
        let mut laptop = Computer::join(&service.address, &code, 1);
        let mut desktop = Computer::join(&service.address, &service.invite_again(&person), 2);
        laptop.settle(&service.address).unwrap();
        desktop.script(LINES);
        desktop.settle(&service.address).unwrap();
        laptop.script(LINES);
        service.kill();

        let mut uncut = laptop.copy();
        let running = service.copy();
        let proxy = Proxy::to(&running.address);
        uncut.settle(&proxy.address).unwrap();
        let end = End::of(&uncut, &running).unwrap();
        let bytes = [Way::Up, Way::Down].map(|way| proxy.passed(way));
        assert!(end.on_the_service.len() > 2 * LINES && end.on_the_laptop == end.on_the_service);
        Self { service, laptop: Mutex::new(laptop), end, bytes }
    }

    /// Every 64th byte, both ways.
    fn cuts(&self) -> Vec<Cut> {
        let ways = [Way::Up, Way::Down].into_iter();
        ways.flat_map(|way| (0..self.bytes[way as usize]).step_by(STEP as usize).map(move |after| Cut { way, after }))
            .collect()
    }
}

impl End {
    fn of(laptop: &Computer, service: &Service) -> Result<Self, String> {
        let on_the_service = in_order(&service.stored())?;
        Ok(Self { rows: laptop.rows(), on_the_laptop: laptop.log(), on_the_service })
    }
}

/// Returns the service's log; an error says that something is there twice, or a number is missing.
fn in_order(service: &Connection) -> Result<Vec<(i64, i64)>, String> {
    let mut statement =
        service.prepare("select replica, first_ctr, count, first_seq, last_seq from block order by first_seq").unwrap();
    let rows = statement.query_map([], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?]));
    let mut log = Vec::new();
    let mut last = 0;
    for row in rows.unwrap() {
        let [replica, first, count, first_seq, last_seq]: [i64; 5] = row.unwrap();
        if first_seq <= last || last_seq != first_seq + count - 1 {
            return Err(format!("numbers {first_seq} to {last_seq} after {last}"));
        }
        last = last_seq;
        log.extend((first..first + count).map(|ctr| (replica, ctr)));
    }
    let names: BTreeSet<_> = log.iter().copied().collect();
    if names.len() < log.len() { Err("an operation is there twice".into()) } else { Ok(names.into_iter().collect()) }
}

/// Tries every cut, several beside one another.
fn run<T: Send>(
    scene: &Scene,
    cuts: &[Cut],
    try_one: impl Fn(&Scene, Computer, Cut) -> Result<T, String> + Sync,
) -> Vec<Result<T, String>> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..WORKERS.min(cuts.len()) {
            scope.spawn(|| {
                while let Some(cut) = cuts.get(next.fetch_add(1, SeqCst)) {
                    let laptop = scene.laptop.lock().unwrap().copy();
                    let tried = try_one(scene, laptop, *cut).map_err(|wrong| format!("{cut:?}: {wrong}"));
                    done.lock().unwrap().push(tried);
                }
            });
        }
    });
    done.into_inner().unwrap()
}

fn try_cut(scene: &Scene, laptop: Computer, cut: Cut) -> Result<Cost, String> {
    try_cut_by(scene, laptop, cut, |laptop, address| laptop.exchange(address).1)
}

/// Cuts, heals, exchanges until everything rests, and compares both sides with what they should be.
fn try_cut_by(
    scene: &Scene,
    mut laptop: Computer,
    cut: Cut,
    exchange: impl Fn(&mut Computer, &str) -> Rest,
) -> Result<Cost, String> {
    let service = scene.service.copy();
    let proxy = Proxy::to(&service.address);
    proxy.cut_after(cut.way, cut.after);
    let rest = exchange(&mut laptop, &proxy.address);
    let was_cut = proxy.is_down();
    if was_cut && rest == Rest::Done && laptop.waiting() > 0 {
        return Err("it says that all is done, and something waits".into());
    }
    proxy.heal();
    let mut rests = 0;
    while exchange(&mut laptop, &proxy.address) != Rest::Done || laptop.waiting() > 0 {
        rests += 1;
        if rests > 3 {
            return Err(format!("the queue stands still with {} operations", laptop.waiting()));
        }
    }
    let end = End::of(&laptop, &service)?;
    if end != scene.end {
        let (here, there) = (end.on_the_laptop.len(), end.on_the_service.len());
        return Err(format!("another end, with {here} operations on the laptop and {there} on the service"));
    }
    store::check::all(&mut laptop.writer).map_err(|error| format!("{error}"))?;
    let more = |way: Way| proxy.passed(way).saturating_sub(scene.bytes[way as usize]);
    Ok(Cost { was_cut, repeated: [more(Way::Up), more(Way::Down)], connections: proxy.connections() })
}

/// Takes out what was handed over once, as if it had arrived. `handed` is the last operation of that.
fn forget(standing: &mut Standing, handed: &Cell<i64>) {
    standing.brought.retain(|brought| {
        let batch = Batch::decode(&brought.batch).expect("its own batch");
        let last = batch.ops.last().expect("never empty").reference.ctr;
        last > handed.replace(last.max(handed.get()))
    });
}
