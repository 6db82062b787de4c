//! Two devices and a service, all three small, where files travel beside the network: any file at any time, again,
//! late, cut, and between exchanges over the network. At the end everybody has everything once, and nothing that was
//! closed or opened since is undone by an old file.

mod device;
mod service;

use proptest::prelude::*;

use device::Device;
use service::{Service, Talk};

/// What happens next.
#[derive(Debug, Clone)]
enum Step {
    /// A person writes so many operations.
    Write(usize, i64),
    /// A device exchanges over the network, once.
    Online(usize),
    /// A device writes a file.
    Ask(usize),
    /// A file reaches the service, as much of it as is said, and the service writes one back.
    Bring(prop::sample::Index, u8),
    /// A file back reaches its device, as much of it as is said.
    Return(prop::sample::Index, u8),
    /// The other's scope is closed to a device, or opened.
    Close(usize),
    Open(usize),
}

fn step() -> impl Strategy<Value = Step> {
    let device = 0..2_usize;
    prop_oneof![
        3 => (device.clone(), 1..4_i64).prop_map(|(device, count)| Step::Write(device, count)),
        1 => device.clone().prop_map(Step::Online),
        2 => device.clone().prop_map(Step::Ask),
        4 => (any::<prop::sample::Index>(), 0..140_u8).prop_map(|(file, part)| Step::Bring(file, part)),
        4 => (any::<prop::sample::Index>(), 0..140_u8).prop_map(|(file, part)| Step::Return(file, part)),
        1 => device.clone().prop_map(Step::Close),
        1 => device.prop_map(Step::Open),
    ]
}

struct World {
    service: Service,
    devices: [Device; 2],
    /// Every file ever written, with whose it is: none is ever gone for good.
    asked: Vec<(usize, Vec<u8>)>,
    answers: Vec<(usize, Vec<u8>)>,
}

impl World {
    fn new() -> Self {
        let service = Service::default();
        Self { devices: [Device::new(11), Device::new(22)], service, asked: Vec::new(), answers: Vec::new() }
    }

    fn take(&mut self, step: &Step) {
        match step {
            Step::Write(device, count) => self.devices[*device].write(*count),
            Step::Online(device) => self.online(*device),
            Step::Ask(device) => {
                let files = self.devices[*device].files(&self.service.recipient());
                self.asked.extend(files.into_iter().map(|file| (*device, file)));
            }
            Step::Bring(file, part) if !self.asked.is_empty() => {
                let (device, bytes) = file.get(&self.asked).clone();
                let answer = self.service.read(device, cut(&bytes, *part));
                self.answers.extend(answer.map(|answer| (device, answer)));
            }
            Step::Return(file, part) if !self.answers.is_empty() => {
                let (device, bytes) = file.get(&self.answers).clone();
                self.devices[device].read(cut(&bytes, *part));
            }
            Step::Bring(..) | Step::Return(..) => {}
            Step::Close(device) => self.service.close(*device),
            Step::Open(device) => self.service.open(*device),
        }
    }

    fn online(&mut self, device: usize) {
        let question = self.devices[device].question();
        let answer = sync::exchange::Hub::exchange(&mut Talk { service: &mut self.service, device }, &question);
        self.devices[device].apply(answer.unwrap());
    }

    /// Exchanges until nothing moves.
    fn settle(&mut self) {
        for _ in 0..200 {
            (0..2).for_each(|device| self.online(device));
        }
    }

    fn check(&self) {
        for (at, device) in self.devices.iter().enumerate() {
            assert!(!device.is_forked, "nobody is taken for a copy");
            assert_eq!(device.waiting(), 0, "nothing waits");
            assert_eq!(device.settled(), self.service.of(device.replica), "each settled once, at its place");
            let other = &self.devices[1 - at];
            let expected = if self.service.is_open(at) { other.settled() } else { Default::default() };
            assert_eq!(device.received(), &expected, "what is open, and nothing else");
        }
        assert!(self.service.is_without_gaps());
    }
}

/// Every other file arrives whole, the others cut somewhere.
fn cut(bytes: &[u8], part: u8) -> &[u8] {
    &bytes[..bytes.len() * usize::from(part.min(70)) / 70]
}

fn run(steps: &[Step]) -> World {
    let mut world = World::new();
    steps.iter().for_each(|step| world.take(step));
    world
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn files_in_any_order_and_the_network_come_to_the_same(steps in prop::collection::vec(step(), 1..60)) {
        let mut world = run(&steps);
        world.settle();
        world.check();
    }

    #[test]
    fn all_files_again_change_nothing(steps in prop::collection::vec(step(), 1..40)) {
        let mut world = run(&steps);
        world.settle();
        let (service, devices) = (world.service.clone(), world.devices.clone());

        for (device, file) in world.asked.clone() {
            let answer = world.service.read(device, &file).unwrap();
            world.devices[device].read(&answer);
        }
        for (device, file) in world.answers.clone() {
            world.devices[device].read(&file);
        }

        assert_eq!(world.service, service);
        assert_eq!(world.devices, devices);
    }
}

#[test]
fn without_any_network_work_arrives_and_is_known_to_have_arrived() {
    let mut world = World::new();
    world.take(&Step::Write(0, 30));
    for device in 0..2 {
        world.take(&Step::Ask(device));
        for (_, file) in std::mem::take(&mut world.asked) {
            let answer = world.service.read(device, &file).unwrap();
            world.devices[device].read(&answer);
        }
    }

    assert_eq!(world.devices[0].waiting(), 0);
    assert_eq!(world.devices[1].received(), &world.service.of(11));
    assert_eq!(world.devices[1].received().len(), 30);
}

#[test]
fn the_second_file_before_the_first_takes_nothing_back() {
    let mut world = World::new();
    world.take(&Step::Write(0, 30));
    world.take(&Step::Ask(0));
    assert!(world.asked.len() > 1);

    let answers: Vec<_> =
        world.asked.clone().iter().rev().map(|(_, file)| world.service.read(0, file).unwrap()).collect();
    answers.iter().rev().for_each(|answer| world.devices[0].read(answer));

    let known = world.service.of(11);
    assert!(!known.is_empty() && known.len() < 30);
    assert_eq!(world.devices[0].settled(), known);
}

#[test]
fn an_old_closing_does_not_close_what_was_opened_since() {
    let mut world = World::new();
    world.take(&Step::Write(0, 3));
    world.online(0);
    world.online(1);
    world.take(&Step::Close(1));
    world.take(&Step::Ask(1));
    let (_, file) = world.asked[0].clone();
    let closing = world.service.read(1, &file).unwrap();
    world.take(&Step::Open(1));
    world.settle();
    assert_eq!(world.devices[1].received().len(), 3);

    world.devices[1].read(&closing);

    assert_eq!(world.devices[1].received().len(), 3);
}

#[test]
fn a_copy_that_reads_an_answer_learns_that_it_is_one() {
    let mut world = World::new();
    let mut copy = world.devices[0].clone();
    world.take(&Step::Write(0, 4));
    world.take(&Step::Ask(0));
    let (_, file) = world.asked[0].clone();
    let answer = world.service.read(0, &file).unwrap();

    copy.read(&answer);

    assert!(copy.is_forked);
    assert_eq!(copy.cursor(), sync::exchange::Cursor::default());
}
