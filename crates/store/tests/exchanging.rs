//! Whatever several computers write and in whatever order they ask, all come to the same rows, and nothing is lost.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    RowId, Value,
    schema::{Entity, calendar_day, line, visit},
};
use proptest::prelude::*;
use store::{Error, check, erase, exchange, rebuild, undo};
use sync::exchange::Taken;

use crate::support::service::{Device, Service, settle};

/// What happens. Numbers choose among what is there.
#[derive(Debug, Clone)]
enum Step {
    Create {
        device: usize,
        visit: bool,
    },
    Derive {
        device: usize,
    },
    Write {
        device: usize,
        row: usize,
    },
    Rewrite {
        device: usize,
        row: usize,
        at: usize,
    },
    Remove {
        device: usize,
        row: usize,
    },
    Restore {
        device: usize,
        row: usize,
    },
    Erase {
        device: usize,
        row: usize,
    },
    Undo {
        device: usize,
    },
    Choose {
        device: usize,
        nth: usize,
    },
    SetClock {
        device: usize,
        by_ms: i64,
    },
    Exchange {
        device: usize,
        most_bytes: u32,
        most_blocks: usize,
    },
    /// The service takes what was brought, and its answer is lost.
    Lose {
        device: usize,
    },
    /// The same answer comes twice.
    Repeat {
        device: usize,
    },
    Rebuild {
        device: usize,
    },
}

const TWENTY_YEARS_MS: i64 = 20 * 365 * 86_400_000;

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let device = || 0..3_usize;
    let row = || 0..1_000_usize;
    let step = prop_oneof![
        4 => (device(), any::<bool>()).prop_map(|(device, visit)| Step::Create { device, visit }),
        2 => device().prop_map(|device| Step::Derive { device }),
        6 => (device(), row()).prop_map(|(device, row)| Step::Write { device, row }),
        8 => (device(), row(), 0..9_usize).prop_map(|(device, row, at)| Step::Rewrite { device, row, at }),
        2 => (device(), row()).prop_map(|(device, row)| Step::Remove { device, row }),
        2 => (device(), row()).prop_map(|(device, row)| Step::Restore { device, row }),
        1 => (device(), row()).prop_map(|(device, row)| Step::Erase { device, row }),
        2 => device().prop_map(|device| Step::Undo { device }),
        3 => (device(), 0..9_usize).prop_map(|(device, nth)| Step::Choose { device, nth }),
        1 => (device(), -TWENTY_YEARS_MS..TWENTY_YEARS_MS)
            .prop_map(|(device, by_ms)| Step::SetClock { device, by_ms }),
        8 => (device(), prop_oneof![Just(1_u32), Just(300), Just(1 << 20)], 1..4_usize)
            .prop_map(|(device, most_bytes, most_blocks)| Step::Exchange { device, most_bytes, most_blocks }),
        2 => device().prop_map(|device| Step::Lose { device }),
        2 => device().prop_map(|device| Step::Repeat { device }),
        1 => device().prop_map(|device| Step::Rebuild { device }),
    ];
    prop::collection::vec(step, 1..70)
}

struct World {
    devices: Vec<Device>,
    service: Service,
    rows: Vec<(&'static Entity, RowId)>,
    /// Every value that was ever kept, by row and field.
    saved: BTreeMap<(RowId, u16), BTreeSet<String>>,
    erased: BTreeSet<RowId>,
    steps: usize,
}

impl World {
    fn new() -> Self {
        let wrong = [0, TWENTY_YEARS_MS, -TWENTY_YEARS_MS];
        let devices = (0..).zip(wrong).map(|(number, wrong_ms)| Device::new(number, wrong_ms)).collect();
        let (rows, saved, erased) = (Vec::new(), BTreeMap::new(), BTreeSet::new());
        Self { devices, service: Service::new(), rows, saved, erased, steps: 0 }
    }

    fn step(&mut self, step: &Step) {
        self.steps += 1;
        match self.try_step(step) {
            // Not every device has every row, an erased one takes nothing, and undo stops over others' changes.
            Ok(()) | Err(Error::NotFound { .. } | Error::Changed | Error::ChangedBy { .. }) => {}
            Err(error) => panic!("{step:?} failed: {error:?}"),
        }
    }

    fn try_step(&mut self, step: &Step) -> store::Result<()> {
        let document = store::workspace();
        match *step {
            Step::Create { device, visit } => self.create(device, visit),
            Step::Derive { device } => {
                let row = RowId::derived(&[b"a day", &[u8::try_from(self.steps % 3).unwrap()]]);
                self.erased.insert(row);
                let entity = calendar_day::ENTITY;
                let fields = vec![(calendar_day::LABEL, "holiday".into())];
                if self.rows.iter().all(|(_, known)| *known != row) {
                    self.rows.push((entity, row));
                }
                self.devices[device].writer.act(document, "day", |tx| tx.create_or_restore(entity, row, fields))
            }
            Step::Write { device, row } => {
                let Some((entity, row)) = self.row(row) else { return Ok(()) };
                let field = if entity.number == visit::ENTITY.number { visit::REASON } else { line::SPEAKER };
                let field = if entity.number == calendar_day::ENTITY.number { calendar_day::LABEL } else { field };
                self.save(device, entity, row, field, format!("value {}", self.steps))
            }
            Step::Rewrite { device, row, at } => self.rewrite(device, row, at),
            Step::Remove { device, row } => {
                let Some((entity, row)) = self.row(row) else { return Ok(()) };
                self.devices[device].writer.act(document, "remove", |tx| tx.remove(entity, row))
            }
            Step::Restore { device, row } => {
                let Some((entity, row)) = self.row(row) else { return Ok(()) };
                self.devices[device].writer.act(document, "restore", |tx| tx.restore(entity, row))
            }
            Step::Erase { device, row } => {
                let Some((_, row)) = self.row(row) else { return Ok(()) };
                self.erased.insert(row);
                erase::erase(&mut self.devices[device].writer, row).map(drop)
            }
            Step::Undo { device } => undo::undo(&mut self.devices[device].writer, document).map(drop),
            Step::Choose { device, nth } => self.choose(device, nth),
            Step::SetClock { device, by_ms } => {
                self.devices[device].clock.pass(by_ms);
                Ok(())
            }
            Step::Exchange { device, most_bytes, most_blocks } => {
                self.service.most_blocks = most_blocks;
                let question = self.devices[device].question(most_bytes);
                let answer = self.service.exchange(&question);
                exchange::apply(&mut self.devices[device].writer, &answer).map(drop)
            }
            Step::Lose { device } => {
                let question = self.devices[device].question(1 << 20);
                self.service.exchange(&question);
                Ok(())
            }
            Step::Repeat { device } => self.repeat(device),
            Step::Rebuild { device } => rebuild::rebuild(&mut self.devices[device].writer),
        }
    }

    fn create(&mut self, device: usize, is_visit: bool) -> store::Result<()> {
        let (entity, field) = if is_visit { (visit::ENTITY, visit::PURPOSE) } else { (line::ENTITY, line::TEXT) };
        let text = format!("One {0} here. Two there. Three {0} everywhere.", self.steps);
        let row = self.devices[device].writer.act(store::workspace(), "create", |tx| {
            let row = tx.new_id();
            tx.create(entity, row, vec![(field, text.as_str().into())])?;
            Ok::<_, Error>(row)
        })?;
        self.rows.push((entity, row));
        self.saved.entry((row, field)).or_default().insert(text);
        Ok(())
    }

    fn save(
        &mut self,
        device: usize,
        entity: &'static Entity,
        row: RowId,
        field: u16,
        text: String,
    ) -> store::Result<()> {
        let value = text.as_str().into();
        self.devices[device].writer.act(store::workspace(), "write", |tx| tx.set(entity, row, field, value))?;
        self.saved.entry((row, field)).or_default().insert(text);
        Ok(())
    }

    /// Changes one word of a long text, so that some changes meet and others do not.
    fn rewrite(&mut self, device: usize, row: usize, at: usize) -> store::Result<()> {
        let Some((entity, row)) = self.row(row) else { return Ok(()) };
        let (field, column) = match entity.table {
            "line" => (line::TEXT, "text"),
            "visit" => (visit::PURPOSE, "purpose"),
            _ => return Ok(()),
        };
        let sql = format!("select {column} from {} where id = ?1", entity.table);
        let text = self.devices[device]
            .writer
            .reader()
            .query_row(&sql, [row.bytes()], |row| row.get::<_, Option<String>>(0))
            .map_err(|_| Error::NotFound { entity: "text" })?
            .unwrap_or_default();
        let mut words: Vec<String> = text.split(' ').map(str::to_owned).collect();
        let at = at % words.len();
        words[at] = format!("w{}", self.steps);
        self.save(device, entity, row, field, words.join(" "))
    }

    fn choose(&mut self, device: usize, nth: usize) -> store::Result<()> {
        let writer = &mut self.devices[device].writer;
        let all = exchange::conflicts(writer.reader())?;
        let Some(conflict) = all.get(nth % all.len().max(1)) else { return Ok(()) };
        let entity = self.rows.iter().find(|(_, row)| *row == conflict.row).unwrap().0;
        let keep = match &conflict.met {
            exchange::Met::Values { others, .. } => vec![exchange::Keep::Version(others[0].reference)],
            exchange::Met::Passages(cards) => vec![exchange::Keep::Both; cards.len()],
            exchange::Met::Removal { .. } => vec![exchange::Keep::Standing],
            exchange::Met::Unread(_) | exchange::Met::Elsewhere(_) | exchange::Met::Newer(_) => return Ok(()),
        };
        exchange::choose(writer, store::workspace(), entity, conflict.row, conflict.field, &keep)?;
        let left = exchange::conflicts(writer.reader())?;
        let is_left = |other: &&exchange::Conflict| {
            (other.row, other.field) == (conflict.row, conflict.field)
                && std::mem::discriminant(&other.met) == std::mem::discriminant(&conflict.met)
        };
        assert_eq!(left.iter().find(is_left), None, "a choice settles what met");
        Ok(())
    }

    fn repeat(&mut self, device: usize) -> store::Result<()> {
        let question = self.devices[device].question(1 << 20);
        let answer = self.service.exchange(&question);
        let writer = &mut self.devices[device].writer;
        exchange::apply(writer, &answer)?;
        let before = (rebuild::fingerprint(writer.reader())?, exchange::counts(writer.reader())?);
        let again = exchange::apply(writer, &answer)?;
        assert_eq!(again, exchange::Applied::default(), "the same answer again changes nothing");
        assert_eq!((rebuild::fingerprint(writer.reader())?, exchange::counts(writer.reader())?), before);
        assert!(!answer.taken.contains(&Taken::Forked));
        Ok(())
    }

    fn row(&self, number: usize) -> Option<(&'static Entity, RowId)> {
        (!self.rows.is_empty()).then(|| self.rows[number % self.rows.len()])
    }

    /// Everybody has the same, checks whole, and every value that was ever kept can be found.
    fn verify(&mut self) {
        let of = |device: &Device| {
            let reader = device.writer.reader();
            (rebuild::fingerprint(reader).unwrap(), exchange::conflicts(reader).unwrap())
        };
        let first = of(&self.devices[0]);
        for device in &mut self.devices {
            assert_eq!(of(device), first);
            check::all(&mut device.writer).unwrap();
            rebuild::rebuild(&mut device.writer).unwrap();
            assert_eq!(of(device), first, "a rebuild gives the same");
            assert!(first.1.iter().all(|conflict| !matches!(conflict.met, exchange::Met::Unread(_))));
        }
        for ((row, field), texts) in self.saved.iter().filter(|((row, _), _)| !self.erased.contains(row)) {
            for device in &self.devices {
                let history = exchange::history(device.writer.reader(), *row, *field).unwrap();
                let values: Vec<&Value> = history.iter().map(|change| &change.value).collect();
                for text in texts {
                    assert!(values.contains(&&Value::from(text.as_str())), "{text} is lost");
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn all_devices_come_to_the_same_rows_and_nothing_is_lost(steps in steps()) {
        let mut world = World::new();
        for step in &steps {
            world.step(step);
        }
        settle(&mut world.devices, &mut world.service);
        world.verify();
    }
}

/// Two computers erase one day, and one of them enters it again: what the program shows at once is what the log says.
#[test]
fn a_row_that_two_erased_and_one_made_again_is_the_same_everywhere() {
    let mut world = World::new();
    let day = RowId::derived(&[b"a day", &[0]]);
    let make = |world: &mut World, device: usize| {
        let fields = vec![(calendar_day::LABEL, "holiday".into())];
        let act = |tx: &mut store::Tx<'_>| tx.create_or_restore(calendar_day::ENTITY, day, fields);
        world.devices[device].writer.act(store::workspace(), "day", act).unwrap();
    };
    let send = |world: &mut World, device| {
        world.step(&Step::Exchange { device, most_bytes: 1 << 20, most_blocks: 9 });
    };
    make(&mut world, 2);
    send(&mut world, 2);
    send(&mut world, 0);
    erase::erase(&mut world.devices[0].writer, day).unwrap();
    erase::erase(&mut world.devices[2].writer, day).unwrap();
    make(&mut world, 0);

    settle(&mut world.devices, &mut world.service);
    world.verify();
}
