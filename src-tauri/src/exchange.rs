//! The device's side of the exchange: the engine's actions carried out on the store and over the network.

mod answer;
mod background;
mod driver;
mod http;
mod told;

pub use background::{Exchange, Now, begin};
pub use driver::{Device, Exchanged, rest, run};
pub use http::Service;
pub use told::ask as ask_what_is_told;
