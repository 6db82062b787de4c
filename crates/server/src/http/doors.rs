//! How many connections there may be, in all and from one network, so that whoever opens hundreds shuts nobody out.

use std::{
    collections::HashMap,
    net::{IpAddr, SocketAddr},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::limit::network;

/// The places for connections.
pub(super) struct Doors {
    places: Arc<Semaphore>,
    most: u32,
    most_of_network: u32,
    networks: Mutex<HashMap<IpAddr, u32>>,
}

impl Doors {
    pub(super) fn new(most: u32, most_of_network: u32) -> Arc<Self> {
        let (most, most_of_network) = (most.max(1), most_of_network.max(1));
        let places = Arc::new(Semaphore::new(most as usize));
        Arc::new(Self { places, most, most_of_network, networks: Mutex::default() })
    }

    /// Waits until there is a place at all. Who comes meanwhile waits with the system, in the order of coming.
    pub(super) async fn place(&self) -> OwnedSemaphorePermit {
        Arc::clone(&self.places).acquire_owned().await.expect("it is never closed")
    }

    /// Gives the place to somebody, unless their network has as many as it may.
    pub(super) fn seat(self: &Arc<Self>, place: OwnedSemaphorePermit, from: SocketAddr) -> Option<Seat> {
        let network = network(from.ip());
        let mut networks = self.networks();
        let taken = networks.entry(network).or_default();
        if *taken >= self.most_of_network {
            return None;
        }
        *taken += 1;
        drop(networks);
        Some(Seat { doors: Arc::clone(self), network, _place: place })
    }

    /// Returns how many connections there are.
    pub(super) fn taken(&self) -> u32 {
        // One more place is held by whoever waits for the next connection.
        self.networks().values().sum()
    }

    /// Waits until nobody has a place.
    pub(super) async fn empty(&self) {
        drop(self.places.acquire_many(self.most).await);
    }

    fn networks(&self) -> MutexGuard<'_, HashMap<IpAddr, u32>> {
        // Numbers are whole whatever happened to the thread that held them.
        self.networks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A connection's place; dropped, it is free again.
pub(super) struct Seat {
    doors: Arc<Doors>,
    network: IpAddr,
    _place: OwnedSemaphorePermit,
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut networks = self.doors.networks();
        if let Some(taken) = networks.get_mut(&self.network) {
            *taken -= 1;
            if *taken == 0 {
                networks.remove(&self.network);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{future::Future, pin::pin, task::Context};

    use super::*;

    fn from(address: &str) -> SocketAddr {
        SocketAddr::new(address.parse().unwrap(), 1)
    }

    /// The place, if there is one without waiting.
    fn place(doors: &Doors) -> Option<OwnedSemaphorePermit> {
        match pin!(doors.place()).poll(&mut Context::from_waker(std::task::Waker::noop())) {
            std::task::Poll::Ready(place) => Some(place),
            std::task::Poll::Pending => None,
        }
    }

    #[test]
    fn one_network_gets_no_more_than_its_share_and_what_is_left_is_for_others() {
        let doors = Doors::new(9, 2);
        let seat = |address| doors.seat(place(&doors).unwrap(), from(address));
        let (first, second) = (seat("2001:db8::1").unwrap(), seat("2001:db8::2").unwrap());

        assert!(seat("2001:db8::3").is_none());
        assert!(seat("192.0.2.1").is_some());

        drop(first);
        assert!(seat("2001:db8::3").is_some());
        drop(second);
        assert_eq!((doors.taken(), doors.networks().len()), (0, 0), "nobody who left is remembered");
    }

    #[test]
    fn when_all_places_are_taken_the_next_waits_for_one() {
        let doors = Doors::new(2, 2);
        let seats = ["192.0.2.1", "192.0.2.2"].map(|address| doors.seat(place(&doors).unwrap(), from(address)));
        assert_eq!((doors.taken(), place(&doors).is_none()), (2, true));

        drop(seats);

        assert!(place(&doors).is_some());
    }
}
