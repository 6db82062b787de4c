//! Readers that are wrong on purpose: a hunt that does not find them guilty would find nobody.

use std::panic::{AssertUnwindSafe, catch_unwind};

use sync::{
    Malformed,
    enrol::{Enrol, Renewed},
    exchange::decode,
    told::Told,
};

use crate::{messages::hunt, samples};

/// What the hunt says of a reader, or nothing where it let it go.
fn verdict(hunt: impl FnOnce()) -> Option<String> {
    let panic = catch_unwind(AssertUnwindSafe(hunt)).err()?;
    Some(panic.downcast_ref::<String>().cloned().unwrap_or_default())
}

#[test]
fn a_reader_that_believes_a_length_is_found_guilty() {
    // The code's length stands behind the version.
    let believing = |bytes: &[u8]| {
        let length = usize::from(bytes[1]);
        assert!(bytes[2..2 + length].len() == length);
        decode::<Enrol>(bytes)
    };
    let said = verdict(|| hunt("control: a length", &samples::enrol(), believing)).unwrap();
    assert!(said.contains("range") || said.contains("bounds"), "{said}");
}

#[test]
fn a_reader_that_overlooks_what_follows_is_found_guilty() {
    let overlooking = |bytes: &[u8]| postcard::from_bytes::<Told>(bytes).map_err(|_| Malformed);
    let said = verdict(|| hunt("control: what follows", &samples::told(), overlooking)).unwrap();
    assert!(said.contains("something follows it"), "{said}");
}

#[test]
fn a_reader_that_takes_anything_for_the_same_message_is_found_guilty() {
    let indifferent = |_: &[u8]| Ok::<Renewed, Malformed>(samples::renewed());
    let said = verdict(|| hunt("control: anything", &samples::renewed(), indifferent)).unwrap();
    assert!(said.contains("something follows it"), "{said}");
}
