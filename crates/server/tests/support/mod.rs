//! A service without a network, and the people and devices that use it.

pub(crate) mod cluster;
mod device;
pub(crate) mod program;
mod world;

pub(crate) use device::{Device, Drained, GivenTo, op};
pub(crate) use world::{World, id};
