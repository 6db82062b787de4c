//! Encrypted connections to PostgreSQL: a relay before the tests' own server shows a certificate, as a server elsewhere
//! would.

use std::{io, path::PathBuf, process::Command, sync::Arc, thread};

use rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional},
    net::{TcpListener, TcpStream, UnixStream},
};
use tokio_rustls::TlsAcceptor;

use crate::support::{cluster, pem};

/// What PostgreSQL's clients send first where they want encryption.
const ASKS_FOR_ENCRYPTION: [u8; 8] = [0, 0, 0, 8, 4, 210, 22, 47];

/// Listens where a server would, on a free port that it returns, until the tests end. Without an acceptor it says that it
/// does not encrypt.
fn relay(acceptor: Option<TlsAcceptor>) -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let server = cluster::shared().socket();
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            listener.set_nonblocking(true).unwrap();
            let listener = TcpListener::from_std(listener).unwrap();
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(pass_on(client, server.clone(), acceptor.clone()));
            }
        });
    });
    port
}

async fn pass_on(mut client: TcpStream, server: PathBuf, acceptor: Option<TlsAcceptor>) -> io::Result<()> {
    let mut asked = [0; 8];
    client.read_exact(&mut asked).await?;
    if asked != ASKS_FOR_ENCRYPTION {
        return Err(io::Error::other("not encrypted"));
    }
    let Some(acceptor) = acceptor else { return client.write_all(b"N").await };
    client.write_all(b"S").await?;
    let mut client = acceptor.accept(client).await?;
    let mut server = UnixStream::connect(server).await?;
    copy_bidirectional(&mut client, &mut server).await.map(drop)
}

fn acceptor() -> TlsAcceptor {
    let certificate = CertificateDer::from_pem_file(pem("certificate.pem")).unwrap();
    let key = PrivateKeyDer::from_pem_file(pem("key.pem")).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key);
    TlsAcceptor::from(Arc::new(config.unwrap()))
}

/// Makes an organisation in a database behind the relay, whose server is asked for by a name.
fn create(port: u16, name: &str, authority: Option<&str>) -> Result<(), String> {
    let database = cluster::shared().database();
    let (_, rest) = database.split_once(' ').unwrap();
    let mut admin = Command::new(env!("CARGO_BIN_EXE_coachlight-server"));
    admin.arg("admin").arg("--database").arg(format!("host={name} hostaddr=127.0.0.1 port={port} {rest}"));
    if let Some(authority) = authority {
        admin.arg("--database-authority").arg(pem(authority));
    }
    let done = admin.args(["create-org", "Fictional Schools", "--zone", "America/Chicago"]).output().unwrap();
    if done.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&done.stderr).into_owned()) }
}

#[test]
fn a_database_elsewhere_is_reached_over_an_encrypted_connection_when_an_authority_vouches_for_it() {
    let port = relay(Some(acceptor()));
    create(port, "localhost", Some("certificate.pem")).unwrap();
}

#[test]
fn a_database_for_which_nobody_vouches_or_that_does_not_encrypt_is_not_used() {
    let (encrypting, plain) = (relay(Some(acceptor())), relay(None));
    for (what, port, name, authority) in [
        ("another authority", encrypting, "localhost", "other_certificate.pem"),
        ("another name", encrypting, "elsewhere.example", "certificate.pem"),
        ("no encryption", plain, "localhost", "certificate.pem"),
        ("no authority", encrypting, "localhost", "key.pem"),
    ] {
        let said = create(port, name, Some(authority)).unwrap_err();
        assert!(said.contains("failed"), "{what}: {said}");
    }
}
