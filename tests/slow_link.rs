//! A coach's day over a mobile link of the second generation: 800 ms there and back, 30 kbit/s, and three of a hundred
//! segments that are lost and sent again 1.6 s later.

use std::time::Instant;

use sync::engine::{Engine, Failure, Rest, Standing};

use crate::support::{
    between::Between,
    computer::Computer,
    pace::Pace,
    proxy::{Proxy, Way},
    service::Service,
};

/// Lines of a day: two lessons of three quarters of an hour.
const LINES: usize = 900;
/// No message is larger, in bytes.
const MOST_BYTES: usize = 1 << 20;
/// Where the link is cut once, in bytes on their way up.
const CUT: u64 = 9_000;

#[test]
fn a_day_s_work_goes_over_a_bad_mobile_link_both_ways_in_small_batches() {
    let service = Service::start();
    let (person, code) = service.invite("Dana", "Whitfield");
    let mut laptop = Computer::join(&service.address, &code, 1);
    let mut desktop = Computer::join(&service.address, &service.invite_again(&person), 2);
    laptop.settle(&service.address).unwrap();
    desktop.script(LINES);
    desktop.settle(&service.address).unwrap();
    laptop.script(LINES);
    // As after a start of the program.
    laptop.engine = Engine::default();
    let link = Proxy::paced(&service.address, Some(Pace::second_generation(20_261_122)));
    let mut turns = Vec::new();

    link.cut_after(Way::Up, CUT);
    let (_, cut) = laptop
        .exchange_by(&link.address, |writer| Between::new(writer, |room, standing| note(&mut turns, room, standing)));
    link.heal();
    let began = Instant::now();
    let (moved, rest) = laptop
        .exchange_by(&link.address, |writer| Between::new(writer, |room, standing| note(&mut turns, room, standing)));
    let took = began.elapsed();

    println!(
        "{} operations up and {} rows down in {:.1} s and {} questions: {} bytes up and {} down, on {} connections; \
         room and size of each question: {turns:?}",
        moved.sent,
        moved.received,
        took.as_secs_f64(),
        moved.questions,
        link.passed(Way::Up),
        link.passed(Way::Down),
        link.connections(),
    );
    assert_eq!((cut, rest), (Rest::Failed(Failure::Link), Rest::Done));
    assert!(moved.sent > LINES as u64 && moved.received > LINES as u64 && laptop.waiting() == 0);
    assert!(link.passed(Way::Up) > 20_000 && link.passed(Way::Down) > 15_000, "too little was under way");
    assert!(turns.iter().all(|turn| turn.bytes <= MOST_BYTES), "a message is too large");
    let room: Vec<u32> = turns.iter().map(|turn| turn.room).collect();
    // How much larger the next ones are depends on how long each takes, which the engine's own tests try.
    assert!(room.len() > 2 && room[1] == room[0] / 2, "half after a failure: {room:?}");
    desktop.settle(&service.address).unwrap();
    assert_eq!(laptop.log(), desktop.log());
}

/// The room that the engine gave a question, and the bytes of the batches in it.
#[derive(Debug)]
struct Turn {
    room: u32,
    bytes: usize,
}

/// Notes how much goes into a question.
fn note(turns: &mut Vec<Turn>, room: u32, standing: &Standing) {
    let bytes = standing.brought.iter().map(|brought| brought.batch.len()).sum();
    turns.push(Turn { room, bytes });
}
