//! A service without a network, and the people and devices that use it.

mod author;
pub(crate) mod cluster;
mod device;
pub(crate) mod known;
pub(crate) mod program;
pub(crate) mod rows;
mod world;

pub(crate) use author::{Change, Had, Rows, rewrite};
pub(crate) use device::{Device, Drained, GivenTo, op};
pub(crate) use world::{World, id};

/// A file of the certificates that the tests have.
pub(crate) fn pem(name: &str) -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tls").join(name)
}
