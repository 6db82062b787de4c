//! How often somebody unknown may knock.

use std::{
    net::{IpAddr, Ipv6Addr, SocketAddr},
    num::NonZeroU32,
};

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

/// Tries at once, and then one in two seconds, from one network.
const BURST: NonZeroU32 = NonZeroU32::new(30).expect("30 is not 0");
const A_MINUTE: NonZeroU32 = NonZeroU32::new(30).expect("30 is not 0");
/// The same of those who watch the service, and then five in a second: a proxy asks for many.
const WATCH_BURST: NonZeroU32 = NonZeroU32::new(200).expect("200 is not 0");
const WATCH_A_SECOND: NonZeroU32 = NonZeroU32::new(5).expect("5 is not 0");
/// How many networks to remember before those that rest are forgotten.
const MANY: usize = 10_000;

/// Counts the tries of each network.
pub(super) struct Limit {
    tries: DefaultKeyedRateLimiter<IpAddr>,
}

impl Limit {
    pub(super) fn new() -> Self {
        Self { tries: RateLimiter::dashmap(Quota::per_minute(A_MINUTE).allow_burst(BURST)) }
    }

    pub(super) fn of_watchers() -> Self {
        Self { tries: RateLimiter::dashmap(Quota::per_second(WATCH_A_SECOND).allow_burst(WATCH_BURST)) }
    }

    /// Counts a try, and returns whether it is allowed. Without an address it is never: nobody knocks from nowhere.
    pub(super) fn allows(&self, from: Option<SocketAddr>) -> bool {
        if self.tries.len() > MANY {
            self.tries.retain_recent();
        }
        from.is_some_and(|address| self.tries.check_key(&network(address.ip())).is_ok())
    }
}

/// Whoever has one address of the sixth version has 2⁶⁴ of them.
pub(super) fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(address: &str) -> Option<SocketAddr> {
        Some(SocketAddr::new(address.parse().unwrap(), 1))
    }

    #[test]
    fn after_thirty_tries_a_network_waits_and_another_does_not() {
        let limit = Limit::new();
        let allowed = (0..40).filter(|at| limit.allows(from(&format!("2001:db8::{at}")))).count();
        assert!((30..35).contains(&allowed), "{allowed}");
        assert!(limit.allows(from("2001:db8:0:1::")));
        assert!(limit.allows(from("192.0.2.1")));
        assert!(!limit.allows(None));
    }
}
