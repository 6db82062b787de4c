//! The device's side of the exchange with the central service: what waits, what an answer brings, and what met.
//!
//! Nothing here opens a connection. `sync::engine` says what to do next; a driver carries it out with these functions. Each
//! of them is one transaction, whole or not at all, so that a crash at any moment leaves what was there before.

mod answer;
mod author;
mod authority;
mod carrying;
mod changed;
mod conflict;
mod custody;
mod epoch;
mod history;
mod joining;
mod membership;
mod named;
mod news;
mod own_device;
mod receipt;
mod rename;
mod scope;
mod standing;
mod taken;

pub use answer::{Applied, apply};
pub use author::{Author, author};
pub use authority::{Authority, add_authority, authorities, remove_authority};
pub use carrying::{Carrying, carrying, keep_address, keep_key};
pub use changed::{Changed, Verb, in_custody, owned, waiting};
pub use conflict::{Conflict, Keep, Met, Version, choose, conflicts};
pub use custody::{Custody, custody};
pub use history::{Change, history};
pub use joining::{Joining, begin_joining, joined, joining};
pub use membership::{Counts, Membership, counts, join, membership};
pub(crate) use own_device::want_own_device;
pub use own_device::{OwnDevice, Ticket, become_own_device, forget_code, keep_code, own_device};
pub use receipt::{Receipt, receipt, receipts};
pub use rename::rename;
pub(crate) use scope::{bytes_of as scope_bytes, number as scope_number};
pub use standing::{position, standing};
pub use sync::{
    exchange::Refused,
    op::OpRef,
    text_merge::{Card, Piece, difference},
};
