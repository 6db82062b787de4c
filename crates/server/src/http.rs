//! The service on a socket: what may come in, how much of it, and what is said when it may not.
//!
//! A request becomes one or two transactions on a thread of its own, never more of them at once than there are
//! connections to the database. A caller who goes away stops nothing: what was begun is finished or rolled back.

mod answer;
mod attachment;
mod carried;
mod connections;
mod description;
mod doors;
mod limit;
mod metrics;
mod own;
mod pace;
mod tls;

use std::{
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant, SystemTime},
};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::{Request, State},
    http::{HeaderValue, header, request::Parts},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use domain::RowId;
use serde::de::DeserializeOwned;
use sync::{
    enrol::{Enrol, Renew, Renewed},
    exchange::{self, Question},
    told::Ask,
};
use tokio::sync::Semaphore;

use self::{answer::Refusal, connections::Peer, doors::Doors, limit::Limit, metrics::Metrics, pace::Coming};
pub use self::{
    connections::{Bounds, serve},
    tls::Encryption,
};
use crate::{
    error::{Error, Result},
    hub, invite, secret,
    session::{self, Known, Session, Standing},
    sharing,
    storage::{Storage, Tx, transact},
};

/// The largest body of an enrolment.
const MOST_ENROL_BYTES: usize = 4 << 10;
/// How long a request waits for its turn before it is told to come again.
const TURN: Duration = Duration::from_secs(20);
/// How long to rest before coming again, in seconds.
const PAUSE_S: &str = "5";
/// The header in which a device is given its next token.
const NEXT_TOKEN: &str = "coachlight-token";

/// A service that can be asked over HTTP.
pub struct Service {
    storage: Arc<dyn Storage>,
    turns: Arc<Semaphore>,
    bounds: Bounds,
    doors: Arc<Doors>,
    /// Those who ask for something of a device, and are none.
    strangers: Limit,
    /// Those who ask only how the service is: apart, so that nobody who guesses takes a watch's turn.
    watchers: Limit,
    carriers: carried::Carriers,
    metrics: Metrics,
    rotate_after_ms: i64,
    started: Instant,
}

impl Service {
    /// Makes a service that works on so many requests at once, and gives devices a new token at this age.
    #[must_use]
    pub fn new(storage: Arc<dyn Storage>, at_once: usize, rotate_after: Duration, bounds: Bounds) -> Self {
        Self {
            storage,
            turns: Arc::new(Semaphore::new(at_once)),
            bounds,
            doors: Doors::new(bounds.connections, bounds.of_network),
            strangers: Limit::new(),
            watchers: Limit::of_watchers(),
            carriers: carried::Carriers::new(),
            metrics: Metrics::default(),
            rotate_after_ms: i64::try_from(rotate_after.as_millis()).unwrap_or(i64::MAX),
            started: Instant::now(),
        }
    }

    /// Runs a transaction on a thread of its own, when its turn comes.
    async fn transact<T: Send + 'static>(
        &self,
        work: impl FnMut(&mut dyn Tx) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let storage = Arc::clone(&self.storage);
        self.run(move || transact(&*storage, work)).await
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
        let turn = tokio::time::timeout(TURN, Arc::clone(&self.turns).acquire_owned()).await;
        let turn = turn.map_err(|_| Error::Busy)?.map_err(|_| Error::Busy)?;
        let done = tokio::task::spawn_blocking(move || {
            let done = work();
            drop(turn);
            done
        });
        done.await.map_err(|source| Error::Database { doing: "working", source: Box::new(source) })?
    }
}

/// Returns every address that the service answers.
fn router(service: Arc<Service>) -> Router {
    Router::new()
        .route("/v1/exchange", post(exchange))
        .route("/v1/enrol", post(enrol))
        .route("/v1/renew", post(renew))
        .route("/v1/attachments/{address}", get(attachment::held))
        .route("/v1/attachments/{address}/{piece}", get(attachment::give).put(attachment::take))
        .route("/v1/devices", post(own::own))
        .route("/v1/told", post(told))
        .route("/v1/bundle", get(carried::address).post(carried::take))
        .route("/healthz", get(alive))
        .route("/readyz", get(ready))
        .route("/metrics", get(figures))
        .route("/openapi.json", get(described))
        .fallback(nowhere)
        .method_not_allowed_fallback(not_so)
        .layer(middleware::from_fn_with_state(Arc::clone(&service), watch))
        .with_state(service)
}

type Shared = State<Arc<Service>>;

async fn exchange(State(service): Shared, request: Request) -> Response {
    match try_exchange(&service, request).await {
        Ok(response) => response,
        Err(refusal) => refuse(&service, refusal),
    }
}

async fn try_exchange(service: &Arc<Service>, request: Request) -> std::result::Result<Response, Refusal> {
    let (parts, unread) = request.into_parts();
    // Whoever leaves still hands in what they have.
    let Known { session, token_ms, standing } = known(service, &parts).await?;
    let body = body(service, unread, exchange::MOST_BYTES).await?;
    let question: Question = exchange::decode(&body).map_err(|_| Refusal::Malformed)?;
    let (storage, asker) = (Arc::clone(&service.storage), session.clone());
    #[cfg(debug_assertions)]
    if let Some(answer) = planted::early(service, &asker, &question).await {
        return Ok(bytes(exchange::encode(&answer)));
    }
    let answer = service.run(move || hub::exchange(&*storage, &asker, now_ms(), &question)).await?;
    service.metrics.answered(&answer);
    let mut response = bytes(exchange::encode(&answer));
    if standing == Standing::Welcome
        && token_ms < now_ms() - service.rotate_after_ms
        && let Some(next) = next_token(service, session).await?
    {
        response.headers_mut().insert(NEXT_TOKEN, next);
    }
    Ok(response)
}

/// Finds out which welcome device asks, before anything of the body is read.
async fn caller(service: &Arc<Service>, request: &Parts) -> std::result::Result<Session, Refusal> {
    let known = known(service, request).await?;
    if known.standing == Standing::Welcome { Ok(known.session) } else { Err(Refusal::Unknown) }
}

/// Finds out which device asks, also one that was ended.
async fn known(service: &Arc<Service>, request: &Parts) -> std::result::Result<Known, Refusal> {
    let header = request.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = header.and_then(|value| value.strip_prefix("Bearer ")).and_then(secret::token);
    let found = match token {
        Some(token) => service.transact(move |tx| session::identify(tx, &token)).await,
        None => Err(Error::Unknown),
    };
    match found {
        Err(Error::Unknown) if !service.strangers.allows(address(request)) => Err(Refusal::TooMany),
        other => Ok(other?),
    }
}

async fn next_token(service: &Arc<Service>, session: Session) -> std::result::Result<Option<HeaderValue>, Refusal> {
    let (next, older_than_ms) = (secret::random()?, service.rotate_after_ms);
    let rotated = service.transact(move |tx| session::rotate(tx, &session, &next, now_ms(), older_than_ms)).await?;
    let value = HeaderValue::from_str(&secret::hex(&next)).expect("digits may stand in a header");
    Ok(rotated.then_some(value))
}

async fn enrol(State(service): Shared, request: Request) -> Response {
    match try_enrol(&service, request).await {
        Ok(response) => response,
        Err(Refusal::Unknown) => refuse(&service, Refusal::NoInvite),
        Err(refusal) => refuse(&service, refusal),
    }
}

async fn try_enrol(service: &Arc<Service>, request: Request) -> std::result::Result<Response, Refusal> {
    let enrol: Enrol = stranger(service, request).await?;
    if enrol.version != exchange::VERSION {
        return Err(Refusal::Newer);
    }
    let drawn = invite::Drawn { device: RowId::new(now_ms(), secret::random()?), token: secret::random()? };
    let enrolled = service.transact(move |tx| invite::redeem(tx, &enrol, &drawn, now_ms())).await?;
    service.metrics.enrolled();
    Ok(bytes(exchange::encode(&enrolled)))
}

async fn renew(State(service): Shared, request: Request) -> Response {
    match try_renew(&service, request).await {
        Ok(response) => response,
        Err(refusal) => refuse(&service, refusal),
    }
}

async fn try_renew(service: &Arc<Service>, request: Request) -> std::result::Result<Response, Refusal> {
    let renew: Renew = stranger(service, request).await?;
    if renew.version != exchange::VERSION {
        return Err(Refusal::Newer);
    }
    let token = secret::random()?;
    service.transact(move |tx| session::renew(tx, &renew, &token, now_ms())).await?;
    Ok(bytes(exchange::encode(&Renewed { token })))
}

async fn told(State(service): Shared, request: Request) -> Response {
    match try_told(&service, request).await {
        Ok(response) => response,
        Err(refusal) => refuse(&service, refusal),
    }
}

async fn try_told(service: &Arc<Service>, request: Request) -> std::result::Result<Response, Refusal> {
    let (parts, unread) = request.into_parts();
    let session = caller(service, &parts).await?;
    let ask: Ask = exchange::decode(&body(service, unread, MOST_ENROL_BYTES).await?).map_err(|_| Refusal::Malformed)?;
    if ask.version != exchange::VERSION {
        return Err(Refusal::Newer);
    }
    let told =
        service.transact(move |tx| sharing::told(tx, session.org, session.person, ask.since_ms, now_ms())).await?;
    Ok(bytes(exchange::encode(&told)))
}

/// Reads what somebody sends who is not known yet.
async fn stranger<T: DeserializeOwned>(service: &Service, request: Request) -> std::result::Result<T, Refusal> {
    let (parts, unread) = request.into_parts();
    if !service.strangers.allows(address(&parts)) {
        return Err(Refusal::TooMany);
    }
    let body = body(service, unread, MOST_ENROL_BYTES).await?;
    exchange::decode(&body).map_err(|_| Refusal::Malformed)
}

async fn alive(State(service): Shared, request: Request) -> Response {
    watched(&service, &request).map_or_else(|refusal| refuse(&service, refusal), |()| "alive\n".into_response())
}

async fn ready(State(service): Shared, request: Request) -> Response {
    if let Err(refusal) = watched(&service, &request) {
        return refuse(&service, refusal);
    }
    match service.transact(|tx| tx.query("select count(*) from organisation", &[])).await {
        Ok(_) => "ready\n".into_response(),
        Err(error) => refuse(&service, error.into()),
    }
}

async fn figures(State(service): Shared, request: Request) -> Response {
    match watched(&service, &request) {
        Ok(()) => service.metrics.text(service.started.elapsed(), service.doors.taken()).into_response(),
        Err(refusal) => refuse(&service, refusal),
    }
}

async fn described(State(service): Shared, request: Request) -> Response {
    match watched(&service, &request) {
        Ok(()) => ([(header::CONTENT_TYPE, "application/json")], description::TEXT.as_str()).into_response(),
        Err(refusal) => refuse(&service, refusal),
    }
}

async fn nowhere(State(service): Shared, request: Request) -> Response {
    refuse(&service, watched(&service, &request).err().unwrap_or(Refusal::NoSuchAddress))
}

async fn not_so(State(service): Shared, request: Request) -> Response {
    refuse(&service, watched(&service, &request).err().unwrap_or(Refusal::WrongMethod))
}

/// Counts somebody who needs no token.
fn watched(service: &Service, request: &Request) -> std::result::Result<(), Refusal> {
    let from = request.extensions().get::<Peer>().map(|peer| peer.0);
    if service.watchers.allows(from) { Ok(()) } else { Err(Refusal::TooMany) }
}

/// Waits for a whole body. One that says that it is too long, or becomes so, is not taken in.
async fn body(service: &Service, body: Body, most: usize) -> std::result::Result<Bytes, Refusal> {
    let mut coming = Coming::new(body, service.bounds.silence);
    if coming.announced().is_some_and(|length| length > most as u64) {
        return Err(Refusal::TooLarge);
    }
    let mut whole = Vec::new();
    while let Some(piece) = coming.next().await? {
        if whole.len() + piece.len() > most {
            return Err(Refusal::TooLarge);
        }
        whole.extend_from_slice(&piece);
    }
    Ok(whole.into())
}

fn bytes(body: Vec<u8>) -> Response {
    ([(header::CONTENT_TYPE, "application/octet-stream")], body).into_response()
}

fn refuse(service: &Service, refusal: Refusal) -> Response {
    service.metrics.refused(refusal);
    let mut response = refusal.into_response();
    if matches!(refusal, Refusal::Busy | Refusal::TooMany) {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static(PAUSE_S));
    }
    response
}

/// Logs what was asked and how long it took: an address of ours, never one of theirs.
async fn watch(State(service): Shared, request: Request, next: Next) -> Response {
    let (began, method) = (Instant::now(), request.method().clone());
    let is_attachment = request.uri().path().starts_with("/v1/attachments/");
    const KNOWN: [&str; 10] = [
        "/v1/exchange",
        "/v1/enrol",
        "/v1/renew",
        "/v1/bundle",
        "/v1/told",
        "/v1/devices",
        "/healthz",
        "/readyz",
        "/metrics",
        "/openapi.json",
    ];
    let path = KNOWN.into_iter().find(|known| *known == request.uri().path());
    let path = path.or(is_attachment.then_some("/v1/attachments"));
    let response = next.run(request).await;
    let took = began.elapsed();
    service.metrics.took(took);
    let status = response.status().as_u16();
    tracing::info!(%method, path = path.unwrap_or("other"), status, ms = took.as_millis() as u64, "answered");
    response
}

fn address(request: &Parts) -> Option<SocketAddr> {
    request.extensions.get::<Peer>().map(|peer| peer.0)
}

fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// A fault that the kill test must find: the answer goes out, and the commit comes a little later.
#[cfg(debug_assertions)]
mod planted {
    use std::{sync::Arc, thread, time::Duration};

    use sync::exchange::{Answer, Question};

    use super::{Service, hub, now_ms};
    use crate::session::Session;

    const LATE: Duration = Duration::from_millis(200);

    pub(super) async fn early(service: &Arc<Service>, session: &Session, question: &Question) -> Option<Answer> {
        std::env::var_os("COACHLIGHT_TEST_ACKNOWLEDGE_EARLY")?;
        let (storage, asker, asked) = (Arc::clone(&service.storage), session.clone(), question.clone());
        let said = service.run(move || hub::rehearse(&*storage, &asker, now_ms(), &asked)).await.ok();
        let (storage, asker, asked) = (Arc::clone(&service.storage), session.clone(), question.clone());
        thread::spawn(move || {
            thread::sleep(LATE);
            hub::exchange(&*storage, &asker, now_ms(), &asked)
        });
        said
    }
}
