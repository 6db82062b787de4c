//! Whole messages, one of everything, to be damaged.

use domain::{RowId, Value, access::Record, schema::line, scope::Scope};
use sync::{
    batch::Batch,
    body::Body,
    enrol::{Enrol, Enrolled, Own, OwnAnswer, OwnDevice, OwnInvitation, OwnQuestion, Renew, Renewed},
    exchange::{Answer, Block, Brought, Cursor, Head, News, Question, Refused, Settled, Taken, VERSION},
    op::{CHAIN_START, Content, Op, OpRef, revision},
    told::{Ask, Fact, Seen, Told},
};

pub fn id(number: u8) -> RowId {
    RowId::from_bytes([number; 16])
}

pub fn scopes() -> Vec<Scope> {
    let (author, teacher) = (id(1), id(2));
    vec![
        Scope::Own { author },
        Scope::Pair { coach: author, teacher },
        Scope::Team { team: id(3) },
        Scope::Programme { author, about: Some(teacher), record: Record::Script },
        Scope::Programme { author, about: None, record: Record::CoachNote },
        Scope::Activity { author, teacher },
        Scope::Aggregate { organisation: id(4) },
        Scope::Organisation,
        Scope::Consented { teacher, reader: id(5), root: id(6) },
    ]
}

/// One of every kind, about one line: so that a fold can take them all.
pub fn bodies() -> Vec<Body> {
    let seen = vec![OpRef { replica: 5, ctr: 1 }, OpRef { replica: i64::MAX, ctr: 9 }];
    let (before, after) = ("Was fällt euch auf?", "Was fällt euch beiden auf?");
    let parents = vec![revision(&[], before)];
    let result = revision(&parents, after);
    let text = Body::Text {
        field: line::TEXT,
        parents,
        at: 16,
        deleted: 0,
        inserted: "beiden ".into(),
        result,
        settles: true,
    };
    let fields = vec![(line::OBSERVATION, id(7).into()), (line::OFFSET_MS, 5_i64.into()), (line::TEXT, before.into())];
    vec![
        Body::Create(fields.clone()),
        Body::Set { field: line::STARRED, value: Value::Real(0.5), over: seen.clone() },
        text,
        Body::Set { field: line::TEXT, value: Value::Null, over: vec![OpRef { replica: 5, ctr: 3 }] },
        Body::Remove { seen: seen.clone() },
        Body::Restore,
        Body::Share { scope: Scope::Team { team: id(3) }.bytes() },
        Body::Withheld { scope: Scope::Organisation.bytes(), reason: 3 },
        Body::Erase { seen },
        Body::Version(fields),
        Body::Unshare { scope: Scope::Organisation.bytes() },
    ]
}

pub fn batch() -> Batch {
    let op = |(ctr, body): (i64, Body)| {
        let content = match ctr {
            6 => Content::Erased { hash: [6; 32] },
            _ => Content::Whole { salt: [ctr as u8; 16], body: body.encode() },
        };
        Op {
            reference: OpRef { replica: 5, ctr },
            txn_len: 1,
            hlc: (1_790_000_000_000 + ctr * 4_000) << 16,
            schema: 2,
            entity: line::ENTITY.number,
            row: id(9),
            kind: body.kind(),
            content,
        }
    };
    Batch { replica: 5, previous: CHAIN_START, ops: (1..).zip(bodies()).map(op).collect() }
}

/// The bodies again and again, about rows that a device made one after the other, as in a day's work.
pub fn long_batch() -> Batch {
    let mut batch = batch();
    let bodies = bodies();
    batch.ops = (1_000..1_060_i64)
        .map(|ctr| {
            let body = &bodies[ctr as usize % bodies.len()];
            let ms = 1_790_000_000_000 + ctr * 4_000;
            Op {
                reference: OpRef { replica: 5, ctr },
                hlc: ms << 16,
                row: RowId::new(ms, [8; 10]),
                kind: body.kind(),
                content: Content::Whole { salt: [0; 16], body: body.encode() },
                ..batch.ops[0].clone()
            }
        })
        .collect();
    batch
}

pub fn question() -> Question {
    let brought = |scope: Scope| Brought { scope: scope.bytes(), batch: batch().encode().unwrap(), signature: [3; 64] };
    Question {
        version: VERSION,
        epoch: 7,
        replica: i64::MAX,
        written: 12,
        cursor: Cursor { place: 9, seq: 4 },
        brought: scopes().into_iter().map(brought).collect(),
        most_bytes: 60_000,
    }
}

pub fn answer() -> Answer {
    let run = Settled { replica: 5, first_ctr: 1, count: 3, first_seq: 7, received_ms: 1 };
    let custody = Taken::Custody { replica: 5, first_ctr: 4, count: 1, reason: Refused::NotYours };
    let block = Block { scope: vec![1; 17], first_seq: 2, received_ms: 3, batch: batch().encode().unwrap() };
    Answer {
        epoch: 7,
        epoch_began: 3,
        now_ms: 1_790_000_000_000,
        head: Head { ctr: 10, chain: [1; 16] },
        taken: vec![Taken::Settled(vec![run, run]), custody, Taken::Gap, Taken::Malformed, Taken::Forked],
        news: vec![News::Block(block), News::Closed { scope: vec![7] }],
        cursor: Cursor { place: 8, seq: 8 },
        more: true,
    }
}

pub fn enrol() -> Enrol {
    Enrol { version: VERSION, code: "K7QF-29WD".into(), public_key: [7; 32], system: "Linux".into() }
}

pub fn renew() -> Renew {
    Renew { version: VERSION, organisation: id(1), device: id(2), at_ms: 1_790_000_000_000, signature: [9; 64] }
}

pub fn renewed() -> Renewed {
    Renewed { token: [5; 32] }
}

pub fn enrolled() -> Enrolled {
    Enrolled { organisation: id(1), name: "Bezirk Süd".into(), person: id(2), device: id(3), token: [4; 32] }
}

pub fn own_question() -> OwnQuestion {
    OwnQuestion { version: VERSION, ask: Own::Retire(id(3)) }
}

pub fn own_answer() -> OwnAnswer {
    let device = |number| OwnDevice {
        device: id(number),
        system: "Linux".into(),
        enrolled_ms: 1_790_000_000_000,
        brought_ms: Some(1_790_000_100_000),
    };
    let invitation = OwnInvitation { code: "K7QF-29WD".into(), expires_ms: 1_790_000_200_000 };
    OwnAnswer { this: id(3), devices: vec![device(3), device(4)], invitation: Some(invitation) }
}

pub fn ask() -> Ask {
    Ask { version: VERSION, since_ms: 1_790_000_000_000 }
}

pub fn told() -> Told {
    let fact = |kind: &str| Fact { kind: kind.into(), subject: id(1), object: id(2), detail: "7".into() };
    let seen = Seen { root: id(6), scope: Scope::Organisation.bytes(), reader: id(5), at_ms: 1_790_000_000_000 };
    Told { now_ms: 1_790_000_000_000, facts: vec![fact("pair"), fact("agreed")], seen: vec![seen.clone(), seen] }
}
