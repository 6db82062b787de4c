//! What device and service say to each other, and what an operation says.

use std::fmt::Debug;

use domain::scope::Scope;
use serde::{Serialize, de::DeserializeOwned};
use sync::{
    Malformed,
    body::Body,
    exchange::{Answer, Question, decode, encode},
};

use crate::{mutator::Mutator, run, samples};

/// Damages a message, reads it, and checks that what was read reads back and that nothing behind it was overlooked.
pub fn hunt<T: Serialize + PartialEq + Debug>(name: &str, whole: &T, read: impl Fn(&[u8]) -> Result<T, Malformed>) {
    let bytes = encode(whole);
    let others = [encode(&samples::question()), encode(&samples::answer())];
    assert_eq!(read(&bytes).as_ref(), Ok(whole), "{name}");
    run(name, |mutator| {
        let damaged = mutator.damaged(&bytes, &others);
        let Ok(message) = read(&damaged) else { return false };
        assert_eq!(read(&encode(&message)), Ok(message), "{name}");
        assert!(read(&[damaged.as_slice(), &[0]].concat()).is_err(), "{name}: something follows it");
        true
    });
}

fn message<T: Serialize + DeserializeOwned + PartialEq + Debug>(name: &str, whole: &T) {
    hunt(name, whole, decode::<T>);
}

#[test]
fn a_damaged_question_or_answer_is_refused_or_read_as_what_it_says() {
    message("question", &Question { brought: Vec::new(), ..samples::question() });
    message("question with batches", &samples::question());
    message("answer", &samples::answer());
    message("answer without news", &Answer { news: Vec::new(), ..samples::answer() });
}

#[test]
fn damaged_words_of_enrolment_are_refused_or_read_as_what_they_say() {
    message("enrol", &samples::enrol());
    message("enrolled", &samples::enrolled());
    message("renew", &samples::renew());
    message("renewed", &samples::renewed());
}

#[test]
fn damaged_words_about_one_s_own_computers_are_refused_or_read_as_what_they_say() {
    message("own question", &samples::own_question());
    message("own answer", &samples::own_answer());
}

#[test]
fn damaged_words_beside_the_news_are_refused_or_read_as_what_they_say() {
    message("ask", &samples::ask());
    message("told", &samples::told());
}

#[test]
fn a_damaged_scope_is_refused_or_is_the_only_one_with_these_bytes() {
    let scopes: Vec<Vec<u8>> = samples::scopes().iter().map(Scope::bytes).collect();
    run("scope", |mutator| {
        let whole = mutator.pick(&scopes).clone();
        let bytes = mutator.damaged(&whole, &scopes);
        let Ok(scope) = Scope::from_bytes(&bytes) else { return false };
        assert_eq!(scope.bytes(), bytes);
        true
    });
}

#[test]
fn a_damaged_body_is_refused_or_reads_back_whatever_kind_it_is_said_to_be() {
    let bodies: Vec<(i64, Vec<u8>)> = samples::bodies().iter().map(|body| (body.kind(), body.encode())).collect();
    let others: Vec<Vec<u8>> = bodies.iter().map(|(_, bytes)| bytes.clone()).collect();
    run("body", |mutator| {
        let (kind, bytes) = mutator.pick(&bodies).clone();
        let kind = if mutator.below(8) == 0 { mutator.below(12) as i64 } else { kind };
        body(mutator, kind, &bytes, &others)
    });
}

fn body(mutator: &mut Mutator, kind: i64, bytes: &[u8], others: &[Vec<u8>]) -> bool {
    let damaged = mutator.damaged(bytes, others);
    let Ok(body) = Body::decode(kind, &damaged) else { return false };
    assert_eq!(body.kind(), kind);
    let again = body.encode();
    // Of two numbers that are none, neither equals the other.
    assert_eq!(Body::decode(kind, &again).unwrap().encode(), again);
    assert!(Body::decode(kind, &[damaged.as_slice(), &[0]].concat()).is_err(), "something follows {body:?}");
    true
}
