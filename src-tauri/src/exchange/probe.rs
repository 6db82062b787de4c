//! Testing the connection step by step, so that a person can tell the network's people what does not work: the name, the
//! proxy, the protected connection, the service, and whether it knows this computer.

use std::{
    error::Error,
    net::{TcpStream, ToSocketAddrs},
    time::Duration,
};

use reqwest::{StatusCode, Url, header};
use serde::Serialize;
use store::exchange::Membership;
use sync::enrol::Own;

use super::Service;

/// How long one step may take.
const PATIENCE: Duration = Duration::from_secs(15);

/// One step of the test.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Step {
    /// Which.
    pub step: StepName,
    /// How it went.
    pub result: StepResult,
    /// What was found, in technical words for the network's people: addresses and names of machines, never of people.
    pub found: String,
}

/// The steps, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub enum StepName {
    /// The service's name is found.
    Name,
    /// The way out: a proxy, or none.
    Proxy,
    /// A protected connection stands, with a certificate that this computer believes.
    Protection,
    /// The service itself answers, and nothing in its place.
    Service,
    /// It knows this computer.
    Device,
}

/// How a step went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub enum StepResult {
    /// As it should.
    Works,
    /// It was not needed.
    NotNeeded,
    /// It does not work.
    Fails,
    /// The certificate is from nobody whom this computer believes.
    NotBelieved,
    /// A page of the network answered in the service's place.
    SignIn,
    /// A step before it failed.
    NotTried,
}

/// Tests the connection to the service of a membership.
pub fn test(service: &Service, membership: &Membership) -> Vec<Step> {
    let Ok(url) = Url::parse(&membership.service) else { return Vec::new() };
    let proxy = proxy(&url, |name| std::env::var(name).ok());
    let name = name(&url, proxy.as_deref());
    let way = way(&url, proxy.as_deref());
    let mut steps = vec![name, way];
    let reached = reach(service);
    let fails = |result: StepResult| !matches!(result, StepResult::Works | StepResult::NotNeeded);
    steps.extend(reached);
    let is_there = !fails(steps[steps.len() - 1].result);
    steps.push(if is_there { known(service, membership) } else { step(StepName::Device, StepResult::NotTried, "") });
    steps
}

fn step(step: StepName, result: StepResult, found: impl Into<String>) -> Step {
    Step { step, result, found: found.into() }
}

fn port(url: &Url) -> u16 {
    url.port_or_known_default().unwrap_or(443)
}

/// Looks the service's name up. Behind a proxy it is the proxy that does.
fn name(url: &Url, proxy: Option<&str>) -> Step {
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    match (host, port(url)).to_socket_addrs() {
        Ok(found) => {
            let all: Vec<String> = found.map(|address| address.ip().to_string()).collect();
            step(StepName::Name, StepResult::Works, format!("{host}: {}", all.join(", ")))
        }
        Err(_) if proxy.is_some() => {
            step(StepName::Name, StepResult::NotNeeded, format!("{host}: the proxy looks it up"))
        }
        Err(error) => step(StepName::Name, StepResult::Fails, format!("{host}: {error}")),
    }
}

/// Tries the proxy, or the way without one.
fn way(url: &Url, proxy: Option<&str>) -> Step {
    let (shown, target) = match proxy {
        Some(proxy) => {
            let parsed = Url::parse(proxy).or_else(|_| Url::parse(&format!("http://{proxy}"))).ok();
            let host = parsed.as_ref().and_then(Url::host_str).unwrap_or_default().to_owned();
            let port = parsed.as_ref().and_then(Url::port_or_known_default).unwrap_or(8080);
            (format!("proxy {host}:{port}"), (host, port))
        }
        None => {
            let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']).to_owned();
            (format!("no proxy, {host}:{}", port(url)), (host, port(url)))
        }
    };
    let found = (target.0.as_str(), target.1).to_socket_addrs().map(Iterator::collect::<Vec<_>>).unwrap_or_default();
    let connected = found.iter().any(|address| TcpStream::connect_timeout(address, PATIENCE).is_ok());
    step(StepName::Proxy, if connected { StepResult::Works } else { StepResult::Fails }, shown)
}

/// Asks the service whether it is alive: the protected connection, and who answers.
fn reach(service: &Service) -> [Step; 2] {
    let not_tried = step(StepName::Service, StepResult::NotTried, "");
    let Ok(url) = service.url("healthz") else {
        return [step(StepName::Protection, StepResult::Fails, "not an address"), not_tried];
    };
    let is_plain = url.scheme() == "http";
    let sent = service.client.get(url).timeout(PATIENCE).send();
    let response = match sent {
        Ok(response) => response,
        Err(error) => {
            let why = chain(&error);
            let result = if why.contains("certificate") { StepResult::NotBelieved } else { StepResult::Fails };
            return [step(StepName::Protection, result, why), not_tried];
        }
    };
    let protection = if is_plain {
        step(StepName::Protection, StepResult::NotNeeded, "this computer itself")
    } else {
        step(StepName::Protection, StepResult::Works, "TLS, certificate believed")
    };
    let status = response.status();
    let is_page =
        response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let said = service.words(response).is_ok_and(|bytes| bytes.len() < 64 && bytes.starts_with(b"alive"));
    let answered = match status {
        StatusCode::OK if said => step(StepName::Service, StepResult::Works, "alive"),
        _ if is_page || status.is_redirection() => {
            step(StepName::Service, StepResult::SignIn, format!("HTTP {} with a web page", status.as_u16()))
        }
        _ => step(StepName::Service, StepResult::Fails, format!("HTTP {}", status.as_u16())),
    };
    [protection, answered]
}

fn known(service: &Service, membership: &Membership) -> Step {
    match service.own(&membership.token, Own::List) {
        Ok(_) => step(StepName::Device, StepResult::Works, "known"),
        Err(problem) => step(StepName::Device, StepResult::Fails, problem.message),
    }
}

/// Returns what an error goes back to.
fn chain(error: &dyn Error) -> String {
    let mut last = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        last = cause.to_string();
        next = cause.source();
    }
    last
}

/// Returns the proxy that the environment names for an address. What the system's own settings name is used too, but
/// only the system knows it.
fn proxy(url: &Url, variable: impl Fn(&str) -> Option<String>) -> Option<String> {
    let host = url.host_str()?;
    let named =
        |name: &str| variable(name).or_else(|| variable(&name.to_uppercase())).filter(|value| !value.is_empty());
    let excluded = named("no_proxy").unwrap_or_default();
    let is_excluded = excluded
        .split(',')
        .map(|part| part.trim().trim_start_matches('.'))
        .any(|part| part == "*" || (!part.is_empty() && (host == part || host.ends_with(&format!(".{part}")))));
    if is_excluded {
        return None;
    }
    named(&format!("{}_proxy", url.scheme())).or_else(|| named("all_proxy"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_proxy_of_the_environment_is_named_unless_the_address_is_excluded() {
        let url = Url::parse("https://coachlight.riverbend.example").unwrap();
        let with = |excluded: &'static str| {
            move |name: &str| match name {
                "HTTPS_PROXY" => Some("http://proxy.riverbend.example:3128".to_owned()),
                "no_proxy" => Some(excluded.to_owned()),
                _ => None,
            }
        };
        assert_eq!(proxy(&url, with("")).as_deref(), Some("http://proxy.riverbend.example:3128"));
        assert_eq!(proxy(&url, with("localhost, .riverbend.example")), None);
        assert_eq!(proxy(&url, |_: &str| None), None);
    }

    #[test]
    fn where_nobody_answers_the_steps_behind_are_not_tried() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        drop(listener);
        let service = Service::at(&address).unwrap();

        let [protection, answered] = reach(&service);

        assert_eq!((protection.result, answered.result), (StepResult::Fails, StepResult::NotTried));
    }
}
