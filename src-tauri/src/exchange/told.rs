//! What the service says beside its news: asked after an exchange, and only shown.

use store::{
    Store, Writer,
    exchange::{self, Membership},
    sharing,
};
use sync::{
    exchange::VERSION,
    told::{Ask, Told},
};

use super::Service;

/// Asks the service what it says of this person's rights and of who received what they shared. Returns whether anything is
/// new. A link that fails is no failure: what was told before stays, and it is asked again after the next exchange.
///
/// # Errors
/// Only when the store fails.
pub fn ask(device: impl Device, service: &Service) -> store::Result<bool> {
    let Some(membership) = device.membership()? else { return Ok(false) };
    let since_ms = device.told_ms()?;
    match service.told(&membership.token, &Ask { version: VERSION, since_ms }) {
        Ok(told) => device.keep(told),
        Err(failure) => {
            tracing::debug!(?failure, "nothing was told");
            Ok(false)
        }
    }
}

/// Where what is told is kept.
pub trait Device {
    /// Returns the membership: its token may be newer than before the exchange.
    fn membership(&self) -> store::Result<Option<Membership>>;
    /// Returns the service's clock when it last told something.
    fn told_ms(&self) -> store::Result<i64>;
    /// Keeps what was told, and returns whether anything is new.
    fn keep(self, told: Told) -> store::Result<bool>;
}

impl Device for &Store {
    fn membership(&self) -> store::Result<Option<Membership>> {
        self.read(exchange::membership)
    }

    fn told_ms(&self) -> store::Result<i64> {
        self.read(sharing::told_ms)
    }

    fn keep(self, told: Told) -> store::Result<bool> {
        self.write(move |writer| sharing::keep_told(writer, &told))
    }
}

impl Device for &mut Writer {
    fn membership(&self) -> store::Result<Option<Membership>> {
        exchange::membership(self.reader())
    }

    fn told_ms(&self) -> store::Result<i64> {
        sharing::told_ms(self.reader())
    }

    fn keep(self, told: Told) -> store::Result<bool> {
        sharing::keep_told(self, &told)
    }
}
