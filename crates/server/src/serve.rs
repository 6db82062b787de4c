//! `serve`: listens until it is asked to stop, and finishes what it began.

use std::{io::Write, net::SocketAddr, sync::Arc, time::Duration};

use server::http::{self, Bounds, Encryption, Service};
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

use crate::command::ServeOptions;

/// How long a transaction that was begun has, when nobody waits for it any more.
const FAREWELL: Duration = Duration::from_secs(30);

/// Serves until a signal to stop.
pub fn run(options: &ServeOptions) -> Result<(), String> {
    if options.certificate.is_none() && !options.listen.ip().is_loopback() && !options.allow_plain {
        return Err(format!(
            "{} can be reached from other computers, and nothing would be encrypted. Give a \
             --certificate and its --key, listen on 127.0.0.1 behind a proxy, or say --allow-plain.",
            options.listen
        ));
    }
    let filter = EnvFilter::try_from_env("COACHLIGHT_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(false).init();
    let at_once = options.connections.max(1);
    let storage = options.place.open(at_once)?;
    let rotate_after = Duration::from_secs(u64::from(options.rotate_hours) * 3_600);
    let service = Arc::new(Service::new(Arc::from(storage), at_once, rotate_after, bounds(options)));
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| format!("no threads: {error}"))?;
    let served = runtime.block_on(listen(options, Arc::clone(&service)));
    // What was begun is committed or rolled back before the process ends, and only then the connections are closed:
    // a connection must not be closed on a thread that listens.
    runtime.shutdown_timeout(FAREWELL);
    drop(service);
    served
}

async fn listen(options: &ServeOptions, service: Arc<Service>) -> Result<(), String> {
    let address = options.listen;
    let listener = TcpListener::bind(address).await.map_err(|error| format!("cannot listen on {address}: {error}"))?;
    let bound = listener.local_addr().map_err(|error| format!("no address: {error}"))?;
    let encryption = match (&options.certificate, &options.key) {
        (Some(certificate), Some(key)) => {
            let read = Encryption::read(certificate, key);
            Some(read.map_err(|error| format!("the certificate and its key cannot be used: {error}"))?)
        }
        _ => None,
    };
    tell(if encryption.is_some() { "https" } else { "http" }, bound)?;
    http::serve(listener, encryption, service, asked_to_stop()).await;
    tracing::info!("stopped");
    Ok(())
}

fn bounds(options: &ServeOptions) -> Bounds {
    let seconds = |count: u32| Duration::from_secs(u64::from(count.max(1)));
    Bounds {
        connections: options.most_connections,
        of_network: options.most_of_network,
        head: seconds(options.head_seconds),
        silence: seconds(options.silence_seconds),
    }
}

/// Whoever started this may wait for the line, and may have asked for any free port.
fn tell(scheme: &str, bound: SocketAddr) -> Result<(), String> {
    tracing::info!(%bound, "listening");
    writeln!(std::io::stdout(), "listening on {scheme}://{bound}").map_err(|error| error.to_string())
}

#[cfg(unix)]
async fn asked_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate()).expect("signals can be heard");
    let mut interrupt = signal(SignalKind::interrupt()).expect("signals can be heard");
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
}

#[cfg(not(unix))]
async fn asked_to_stop() {
    tokio::signal::ctrl_c().await.expect("signals can be heard");
}
