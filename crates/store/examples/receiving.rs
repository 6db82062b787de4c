//! How long a new computer takes to receive a year: 29,000 rows in answers of some megabytes.
//!
//! `cargo run --release -p store --example receiving`

use std::{io::Write, time::Instant};

use domain::{
    RowId,
    schema::{SCHEMA, line},
    scope::Scope,
};
use store::{System, Writer, exchange, key::Key};
use sync::{
    batch::Batch,
    body::Body,
    exchange::{Answer, Block, Cursor, Head, News},
    op::{CHAIN_START, Content, Op, OpRef},
};

const ROWS: i64 = 29_000;
const A_BATCH: i64 = 2_000;
const NOW_MS: i64 = 1_791_205_200_000;
const WORDS: [&str; 12] =
    ["what", "do", "you", "notice", "about", "these", "fractions", "Priya", "asked", "first", "then", "wrote"];

fn main() {
    let folder = tempfile::tempdir().expect("a folder for the file");
    let key = Key::draw(&mut System);
    let path = folder.path().join("profile.db");
    let mut writer = Writer::create(&path, &key, Box::new(System)).expect("a new file");
    let id = |name: &[u8]| RowId::derived(&[name]);
    let membership = exchange::Membership {
        service: String::new(),
        organisation: id(b"organisation"),
        person: id(b"person"),
        device: id(b"device"),
        token: [0; 32],
        signing_key: [0; 32],
    };
    exchange::join(&mut writer, &membership).expect("a membership");
    let news = blocks(&Scope::Own { author: membership.person }.bytes());
    let bytes: usize = news.iter().map(|block| block.batch.len()).sum();
    let answer = Answer {
        epoch: 1,
        epoch_began: 0,
        now_ms: NOW_MS,
        head: Head::default(),
        taken: Vec::new(),
        news: news.into_iter().map(News::Block).collect(),
        cursor: Cursor { place: ROWS, seq: ROWS },
        more: false,
    };

    let started = Instant::now();
    let applied = exchange::apply(&mut writer, &answer).expect("the answer fits");
    let took = started.elapsed();
    let again = Instant::now();
    exchange::apply(&mut writer, &answer).expect("the answer fits again");

    let said = writeln!(
        std::io::stdout(),
        "{} rows, {bytes} bytes: {:.2} s; the same answer again: {:.2} s",
        applied.received,
        took.as_secs_f32(),
        again.elapsed().as_secs_f32()
    );
    said.expect("the figures are shown");
}

/// Returns a year of lines as another computer of the same person brought them.
fn blocks(scope: &[u8]) -> Vec<Block> {
    let mut chain = CHAIN_START;
    let starts = (0..ROWS).step_by(usize::try_from(A_BATCH).expect("a small number"));
    starts
        .map(|start| {
            let previous = chain;
            let ops: Vec<Op> = (start..(start + A_BATCH).min(ROWS)).map(line_made).collect();
            for op in &ops {
                chain = op.chained(&chain);
            }
            let batch = Batch { replica: 5, previous, ops }.encode().expect("a batch");
            Block { scope: scope.to_vec(), first_seq: start + 1, received_ms: NOW_MS, batch }
        })
        .collect()
}

fn line_made(number: i64) -> Op {
    let words = (0..14).map(|place| WORDS[usize::try_from((number * 7 + place * place) % 12).expect("one of twelve")]);
    let text = format!("{} {number}", words.collect::<Vec<_>>().join(" "));
    let observation = RowId::derived(&[b"observation", &(number / 60).to_be_bytes()]);
    let fields = vec![
        (line::OBSERVATION, observation.into()),
        (line::OFFSET_MS, (number % 60 * 40_000).into()),
        (line::SPEAKER, "T".into()),
        (line::TEXT, text.into()),
        (line::STARRED, 0_i64.into()),
    ];
    let body = Body::Create(fields);
    let random = blake3::hash(&number.to_be_bytes());
    let (salt, rest) = random.as_bytes().split_first_chunk().expect("32 bytes");
    Op {
        reference: OpRef { replica: 5, ctr: number + 1 },
        txn_len: 1,
        hlc: (NOW_MS + number) << 16,
        schema: SCHEMA.into(),
        entity: line::ENTITY.number,
        row: RowId::new(NOW_MS + number, *rest.first_chunk().expect("16 bytes")),
        kind: body.kind(),
        content: Content::Whole { salt: *salt, body: body.encode() },
    }
}
