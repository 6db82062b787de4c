//! Builders: devices with keys, batches of plausible size, and files in a temporary folder.

use std::path::Path;

use bundle::{
    Limits,
    error::Error,
    key::{Key, Proof, Recipient},
    message::{Answered, Asked, Asking, Direction, ToDevice, ToService},
    progress,
    read::{End, Reader},
    write::{self, Envelope, Written},
};
use domain::RowId;
use sync::{
    batch::Batch,
    engine::Standing,
    exchange::{Answer, Brought, Cursor, Head},
    op::{CHAIN_START, Content, Op, OpRef},
};

pub fn organisation() -> RowId {
    id(7)
}

pub fn id(number: u8) -> RowId {
    RowId::from_bytes([number; 16])
}

/// A key that can be copied with the device that has it. A failing test prints the device, not the key.
#[derive(Clone, PartialEq)]
pub struct Kept(String);

impl Kept {
    pub fn draw() -> Self {
        Self(Key::draw().secret().to_string())
    }

    pub fn key(&self) -> Key {
        Key::parse(&self.0).unwrap()
    }
}

impl std::fmt::Debug for Kept {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Kept(…)")
    }
}

pub fn standing(replica: i64, written: i64, cursor: Cursor) -> Standing {
    Standing { epoch: 1, replica, written, cursor, brought: Vec::new(), more: false }
}

pub fn asked(key: &Key, standing: &Standing) -> Asked {
    Asked { asking: Asking::new(id(1), standing, key), signature: [5; 64] }
}

/// An operation whose body is a few words, different for each number.
pub fn op(replica: i64, ctr: i64) -> Op {
    let words = blake3::hash(&ctr.to_be_bytes()).to_hex();
    let body = format!("{{\"text\":\"Students explain {} to a partner before {}\"}}", &words[..9], &words[9..16]);
    let mut salt = [0; 16];
    salt.copy_from_slice(&blake3::hash(body.as_bytes()).as_bytes()[..16]);
    Op {
        reference: OpRef { replica, ctr },
        txn_len: 1,
        hlc: (1_790_000_000_000 + ctr * 4_000) << 16,
        schema: 9,
        entity: 12,
        row: RowId::new(1_790_000_000_000 + ctr * 4_000, salt[..10].try_into().unwrap()),
        kind: 1,
        content: Content::Whole { salt, body: body.into_bytes() },
    }
}

/// Operations of one replica with the chain value before the first.
pub fn batch(replica: i64, first: i64, count: i64) -> Batch {
    following(replica, first, count, (1..first).fold(CHAIN_START, |chain, ctr| op(replica, ctr).chained(&chain)))
}

/// The same, where the chain value before the first is known.
pub fn following(replica: i64, first: i64, count: i64, previous: [u8; 16]) -> Batch {
    Batch { replica, previous, ops: (first..first + count).map(|ctr| op(replica, ctr)).collect() }
}

pub fn brought(batch: &Batch) -> Brought {
    Brought { scope: vec![1; 17], batch: batch.encode().unwrap(), signature: [3; 64] }
}

pub fn answered(replica: i64, cursor: Cursor, next: Cursor) -> Answered {
    let answer = Answer {
        epoch: 1,
        epoch_began: 0,
        now_ms: 0,
        head: Head::default(),
        taken: Vec::new(),
        news: Vec::new(),
        cursor: next,
        more: false,
    };
    Answered { replica, epoch: 1, cursor, answer }
}

/// A few batches of 20 operations.
pub fn some_work(batches: i64) -> Vec<Brought> {
    let next = |chain: &mut [u8; 16], at: i64| {
        let batch = following(5, 1 + at * 20, 20, *chain);
        *chain = *batch.chain().last().unwrap();
        Some(brought(&batch))
    };
    (0..batches).scan(CHAIN_START, next).collect()
}

pub fn write_to_service(
    path: &Path,
    (service, device): (&Recipient, &Key),
    frames: &[Brought],
    limits: Limits,
) -> Result<Written, Error> {
    write_to_service_from(path, (service, device), &standing(5, 100, Cursor::default()), frames, limits)
}

pub fn write_to_service_from(
    path: &Path,
    (service, device): (&Recipient, &Key),
    standing: &Standing,
    frames: &[Brought],
    limits: Limits,
) -> Result<Written, Error> {
    let opening = asked(device, standing);
    let envelope = Envelope::<ToService> { organisation: organisation(), recipient: service, opening: &opening };
    write::write(path, &envelope, frames.iter().cloned().map(Ok), limits, &mut progress::always)
}

pub fn write_to_device(path: &Path, (device, proof): (&Recipient, &Proof), frames: &[Answered]) -> Written {
    let envelope = Envelope::<ToDevice> { organisation: organisation(), recipient: device, opening: proof };
    write::write(path, &envelope, frames.iter().cloned().map(Ok), Limits::default(), &mut progress::always).unwrap()
}

/// Everything that a file gives, and how it ended.
pub fn read<D: Direction>(bytes: &[u8], key: &Key) -> Result<(Vec<D::Frame>, End), Error> {
    let mut reader = Reader::<D, _>::open(bytes, organisation(), key, Limits::default())?;
    let frames = reader.by_ref().collect::<Result<Vec<_>, _>>()?;
    assert_eq!(reader.frames(), frames.len() as u64);
    Ok((frames, reader.end().expect("it has ended")))
}
