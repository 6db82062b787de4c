//! Encrypted connections: TLS 1.2 and 1.3 with a certificate that was given.
//!
//! A certificate that was renewed counts for the connections that begin after it was read again.

use std::{
    io,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, SystemTime},
};

use rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};
use tokio::{net::TcpStream, sync::watch};
use tokio_rustls::TlsAcceptor;

/// How often to look whether the certificate was renewed.
const LOOK: Duration = Duration::from_secs(60);

/// The certificate with which connections are encrypted, as it was last read.
#[derive(Clone)]
pub struct Encryption {
    acceptor: watch::Receiver<TlsAcceptor>,
}

impl Encryption {
    /// Reads a certificate, and what leads from it to its authority, and its key, both as PEM; and from then on again
    /// when they were renewed.
    ///
    /// # Errors
    /// When the files are not what they should be, or do not belong together.
    pub fn read(certificate: &Path, key: &Path) -> io::Result<Self> {
        let files = Files { certificate: certificate.to_owned(), key: key.to_owned() };
        let seen = files.stamp();
        let (renewed, acceptor) = watch::channel(files.read()?);
        tokio::spawn(renew(files, seen, renewed));
        Ok(Self { acceptor })
    }

    /// Shakes hands on a connection.
    pub(super) fn accept(&self, stream: TcpStream) -> tokio_rustls::Accept<TcpStream> {
        self.acceptor.borrow().accept(stream)
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
