//! A service without a network, and the people and devices that use it.

mod author;
pub(crate) mod cluster;
mod device;
pub(crate) mod program;
mod world;

pub(crate) use author::{Change, Had, Rows, rewrite};
pub(crate) use device::{Device, Drained, GivenTo, op};
pub(crate) use world::{World, id};
