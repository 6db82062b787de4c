//! A coach's day over a mobile link of the second generation: 800 ms there and back, 30 kbit/s, and three of a hundred
//! segments that are lost and sent again 1.6 s later.

use std::time::Instant;

use coachlight_app::exchange::Device;
use store::{
    Writer,
    exchange::{self as stored, Applied, Membership},
};
use sync::{
    engine::{Engine, Failure, Rest, Standing},
    exchange::Answer,
};

use crate::support::{
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
    let (_, cut) = laptop.exchange_by(&link.address, |writer| Watched { writer, turns: &mut turns });
    link.heal();
    let began = Instant::now();
    let (moved, rest) = laptop.exchange_by(&link.address, |writer| Watched { writer, turns: &mut turns });
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

/// A device of which somebody notes how much it brings.
struct Watched<'a> {
    writer: &'a mut Writer,
    turns: &'a mut Vec<Turn>,
}

impl Device for Watched<'_> {
    fn standing(&mut self, most_bytes: u32, sign: &dyn Fn(&[u8]) -> [u8; 64]) -> store::Result<Standing> {
        let standing = stored::standing(self.writer.reader(), most_bytes, sign)?;
        let bytes = standing.brought.iter().map(|brought| brought.batch.len()).sum();
        self.turns.push(Turn { room: most_bytes, bytes });
        Ok(standing)
    }

    fn apply(&mut self, answer: Answer) -> store::Result<Applied> {
        stored::apply(self.writer, &answer)
    }

    fn rename(&mut self) -> store::Result<()> {
        stored::rename(self.writer)
    }

    fn renew(&mut self, membership: Membership) -> store::Result<()> {
        stored::join(self.writer, &membership)
    }

    fn is_to_ask(&mut self) -> store::Result<bool> {
        Ok(false)
    }

    fn keep_address(&mut self, _: String) -> store::Result<()> {
        Ok(())
    }
}
