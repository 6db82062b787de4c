//! The device's side of the exchange: the engine's actions carried out on the store and over the network.

mod background;
mod driver;
mod http;

pub use background::{Exchange, Now, begin};
pub use driver::run;
pub use http::Service;
