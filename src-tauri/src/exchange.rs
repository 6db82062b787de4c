//! The device's side of the exchange: the engine's actions carried out on the store and over the network.

mod answer;
pub mod attachments;
mod background;
mod driver;
mod http;
pub mod join;
mod own;
pub mod own_device;
pub mod probe;
mod told;
pub mod trust;

pub use background::{Exchange, Now, begin};
pub use driver::{Device, Exchanged, rest, run};
pub use http::Service;
pub use told::ask as ask_what_is_told;

/// Runs something that asks the network on a thread of its own: a command's thread belongs to a runtime, in which a
/// client that waits must neither be made nor dropped.
pub fn apart<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| scope.spawn(work).join()).unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}
