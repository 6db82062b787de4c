//! Connections: who gets one, how long a request may take to be said, and how all of them end.

use std::{
    convert::Infallible,
    error::Error,
    io,
    net::SocketAddr,
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    time::Duration,
};

use axum::{Router, body::Body};
use hyper::{Request, body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
    sync::watch,
    time::timeout,
};

use super::{Encryption, Service, answer::Refusal, doors::Seat, pace::Paced, router};

/// The longest head of a request, in bytes. A device's own takes a few hundred; a proxy adds some.
const MOST_HEAD_BYTES: usize = 16 << 10;
/// How long to rest when the system has no connection to give.
const PAUSE: Duration = Duration::from_millis(100);
/// How long unfinished requests have after the signal to stop.
const FAREWELL: Duration = Duration::from_secs(30);

/// What a connection may cost.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// Connections at once.
    pub connections: u32,
    /// Connections at once from one network.
    pub of_network: u32,
    /// How long a handshake may take, and then the head of a request; and how long to keep a connection that rests.
    pub head: Duration,
    /// How long a body or an answer may stand still. Over all it must move, too.
    pub silence: Duration,
}

/// Who is at the other end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Peer(pub SocketAddr);

/// Answers whoever connects, until the signal to stop; then lets what was begun come to its end.
pub async fn serve(
    listener: TcpListener,
    encryption: Option<Encryption>,
    service: Arc<Service>,
    stop: impl Future<Output = ()>,
) {
    let app = TowerToHyperService::new(router(Arc::clone(&service)));
    let (stopping, stopped) = watch::channel(false);
    let mut stop = pin!(stop);
    loop {
        let (stream, peer, seat) = tokio::select! {
            next = next(&listener, &service) => next,
            () = &mut stop => break,
        };
        let line = Line { peer, service: Arc::clone(&service), app: app.clone(), stopped: stopped.clone() };
        let encryption = encryption.clone();
        tokio::spawn(async move {
            line.answer(stream, encryption).await;
            drop(seat);
        });
    }
    drop(listener);
    stopping.send_replace(true);
    if timeout(FAREWELL, service.doors.empty()).await.is_err() {
        tracing::warn!(connections = service.doors.taken(), "not all were finished");
    }
}

/// Waits for a connection that may be. One too many of a network is closed at once.
async fn next(listener: &TcpListener, service: &Service) -> (TcpStream, Peer, Seat) {
    loop {
        let place = service.doors.place().await;
        match listener.accept().await {
            Ok((stream, from)) => match service.doors.seat(place, from) {
                Some(seat) => return (stream, Peer(from), seat),
                None => service.metrics.turned_away(),
            },
            Err(error) => {
                tracing::warn!(kind = %error.kind(), "no connection");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}

/// One connection, and what it needs.
struct Line {
    peer: Peer,
    service: Arc<Service>,
    app: TowerToHyperService<Router>,
    stopped: watch::Receiver<bool>,
}

impl Line {
    async fn answer(mut self, stream: TcpStream, encryption: Option<Encryption>) {
        let Some(encryption) = encryption else { return self.speak(stream).await };
        let shaken = tokio::select! {
            shaken = timeout(self.service.bounds.head, encryption.accept(stream)) => shaken,
            () = over(&mut self.stopped) => return,
        };
        // Whoever fails or is late is not told why, and costs nothing more.
        if let Ok(Ok(stream)) = shaken {
            self.speak(stream).await;
        }
    }

    async fn speak(mut self, stream: impl AsyncRead + AsyncWrite + Unpin + Send) {
        let Bounds { head, silence, .. } = self.service.bounds;
        let unanswered = Arc::new(AtomicBool::new(false));
        let stream = TokioIo::new(Paced::new(stream, silence, Arc::clone(&unanswered)));
        let (app, peer) = (self.app, self.peer);
        let answer = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(peer);
            called(&app, request)
        });
        let mut builder = http1::Builder::new();
        builder.timer(TokioTimer::new()).header_read_timeout(head).max_header_size(MOST_HEAD_BYTES);
        let mut connection = pin!(builder.serve_connection(stream, answer));
        let done = tokio::select! {
            done = connection.as_mut() => done,
            () = over(&mut self.stopped) => {
                connection.as_mut().graceful_shutdown();
                connection.await
            }
        };
        if let Some(refusal) = done.err().and_then(|error| refused(&error, unanswered.load(Relaxed))) {
            self.service.metrics.refused(refusal);
        }
    }
}

/// Waits for the signal to stop.
async fn over(stopped: &mut watch::Receiver<bool>) {
    drop(stopped.wait_for(|is_over| *is_over).await);
}

fn called(
    app: &TowerToHyperService<Router>,
    request: Request<Incoming>,
) -> impl Future<Output = Result<axum::response::Response, Infallible>> + use<> {
    hyper::service::Service::call(app, request.map(Body::new))
}

/// Returns as what a connection counts that ended before a request was one. Who goes away, or rests for long, is no
/// matter.
fn refused(error: &hyper::Error, is_unanswered: bool) -> Option<Refusal> {
    let cause = error.source().and_then(|cause| cause.downcast_ref::<io::Error>());
    let stands_still = cause.is_some_and(|cause| cause.kind() == io::ErrorKind::TimedOut);
    match () {
        () if error.is_parse_too_large() => Some(Refusal::TooLarge),
        () if error.is_parse() => Some(Refusal::Malformed),
        () if stands_still || (error.is_timeout() && is_unanswered) => Some(Refusal::TooSlow),
        () => None,
    }
}
