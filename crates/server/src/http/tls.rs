//! Encrypted connections: TLS 1.2 and 1.3 with a certificate that was given.
//!
//! Handshakes run beside one another, each with its time, so that somebody who begins one and says no more holds up
//! nobody. A certificate that was renewed counts for the connections that begin after it was read again.

use std::{
    io,
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, SystemTime},
};

use axum::{
    extract::connect_info::Connected,
    serve::{IncomingStream, Listener},
};
use rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{Semaphore, mpsc, watch},
    time::timeout,
};
use tokio_rustls::{TlsAcceptor, server::TlsStream};

/// How long a handshake may take, over the slowest link that we know.
const PATIENCE: Duration = Duration::from_secs(30);
/// The most handshakes at once.
const AT_ONCE: usize = 512;
/// How often to look whether the certificate was renewed.
const LOOK: Duration = Duration::from_secs(60);
/// How long to rest when the system has no connection to give.
const PAUSE: Duration = Duration::from_millis(100);

/// Who is at the other end, whether the connection is encrypted or not.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub SocketAddr);

impl Connected<IncomingStream<'_, TcpListener>> for Peer {
    fn connect_info(stream: IncomingStream<'_, TcpListener>) -> Self {
        Self(*stream.remote_addr())
    }
}

impl Connected<IncomingStream<'_, Encrypted>> for Peer {
    fn connect_info(stream: IncomingStream<'_, Encrypted>) -> Self {
        Self(*stream.remote_addr())
    }
}

/// Accepts connections whose handshake succeeded.
pub struct Encrypted {
    address: SocketAddr,
    shaken: mpsc::Receiver<(TlsStream<TcpStream>, SocketAddr)>,
}

impl Encrypted {
    /// Listens with a certificate, and what leads from it to its authority, and its key, both as PEM.
    ///
    /// # Errors
    /// When the files are not what they should be, or do not belong together.
    pub fn listen(listener: TcpListener, certificate: &Path, key: &Path) -> io::Result<Self> {
        let files = Files { certificate: certificate.to_owned(), key: key.to_owned() };
        let seen = files.stamp();
        let (renewed, acceptor) = watch::channel(files.read()?);
        let address = listener.local_addr()?;
        let (shake, shaken) = mpsc::channel(AT_ONCE);
        tokio::spawn(accept(listener, acceptor, shake));
        tokio::spawn(renew(files, seen, renewed));
        Ok(Self { address, shaken })
    }
}

struct Files {
    certificate: PathBuf,
    key: PathBuf,
}

impl Files {
    fn read(&self) -> io::Result<TlsAcceptor> {
        config(&self.certificate, &self.key).map(|config| TlsAcceptor::from(Arc::new(config)))
    }

    /// Says when the files last changed. It differs as well when one of them goes or comes.
    fn stamp(&self) -> [Option<(SystemTime, u64)>; 2] {
        [&self.certificate, &self.key].map(|file| {
            let about = std::fs::metadata(file).ok()?;
            Some((about.modified().ok()?, about.len()))
        })
    }
}

/// Reads the files again when they changed, or when somebody asks for it (SIGHUP). What cannot be used changes nothing.
async fn renew(files: Files, mut seen: [Option<(SystemTime, u64)>; 2], renewed: watch::Sender<TlsAcceptor>) {
    let mut hangups = Hangups::listen();
    loop {
        let is_asked = tokio::select! {
            () = hangups.next() => true,
            () = tokio::time::sleep(LOOK) => false,
            () = renewed.closed() => return,
        };
        let stamp = files.stamp();
        if !is_asked && stamp == seen {
            continue;
        }
        seen = stamp;
        match files.read() {
            Ok(acceptor) => {
                renewed.send_replace(acceptor);
                tracing::info!("the certificate was read again");
            }
            Err(error) => tracing::error!(kind = %error.kind(), "the certificate cannot be used; the one before stays"),
        }
    }
}

/// Signals to read the certificate again, where the system has them.
struct Hangups {
    #[cfg(unix)]
    signal: tokio::signal::unix::Signal,
}

impl Hangups {
    #[cfg(unix)]
    fn listen() -> Self {
        let hangup = tokio::signal::unix::SignalKind::hangup();
        Self { signal: tokio::signal::unix::signal(hangup).expect("signals can be heard") }
    }

    #[cfg(not(unix))]
    fn listen() -> Self {
        Self {}
    }

    #[cfg(unix)]
    async fn next(&mut self) {
        self.signal.recv().await;
    }

    #[cfg(not(unix))]
    async fn next(&mut self) {
        std::future::pending().await
    }
}

fn config(certificate: &Path, key: &Path) -> io::Result<ServerConfig> {
    let chain = CertificateDer::pem_file_iter(certificate).and_then(Iterator::collect).map_err(io::Error::other)?;
    let key = PrivateKeyDer::from_pem_file(key).map_err(io::Error::other)?;
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?
        .with_no_client_auth()
        .with_single_cert(chain, key);
    config.map_err(io::Error::other)
}

/// Accepts until nobody takes what was accepted.
async fn accept(
    listener: TcpListener,
    acceptor: watch::Receiver<TlsAcceptor>,
    shake: mpsc::Sender<(TlsStream<TcpStream>, SocketAddr)>,
) {
    let turns = Arc::new(Semaphore::new(AT_ONCE));
    while let Ok(turn) = Arc::clone(&turns).acquire_owned().await {
        let (stream, peer) = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    tracing::warn!(kind = %error.kind(), "no connection");
                    tokio::time::sleep(PAUSE).await;
                    continue;
                }
            },
            () = shake.closed() => return,
        };
        let (acceptor, shake) = (acceptor.borrow().clone(), shake.clone());
        tokio::spawn(async move {
            // Whoever fails or is late is not told why, and costs nothing more.
            if let Ok(Ok(stream)) = timeout(PATIENCE, acceptor.accept(stream)).await {
                drop(shake.send((stream, peer)).await);
            }
            drop(turn);
        });
    }
}

impl Listener for Encrypted {
    type Addr = SocketAddr;
    type Io = TlsStream<TcpStream>;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        match self.shaken.recv().await {
            Some(shaken) => shaken,
            // The task above ends only after this does.
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.address)
    }
}
