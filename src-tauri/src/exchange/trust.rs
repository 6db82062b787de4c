//! Whom this computer believes: the system's certificates, and those that a district gave its people.

use std::path::Path;

use domain::{Code, Problem};
use reqwest::{
    Certificate,
    blocking::{Client, ClientBuilder},
};
use store::exchange::Authority;

use crate::{files, state::Answer};

/// The largest file of certificates that is read, in bytes.
const MOST_BYTES: u64 = 256 << 10;

/// Begins a client that goes through the system's proxy and believes the system's certificates and these.
///
/// # Errors
/// When one of the authorities cannot be read as certificates.
pub fn client(authorities: &[Authority]) -> Result<ClientBuilder, Problem> {
    // The one way to say which cryptography rustls uses; a second call finds it said.
    drop(rustls::crypto::ring::default_provider().install_default());
    let mut all = Vec::new();
    for authority in authorities {
        all.extend(certificates(&authority.pem)?);
    }
    Ok(Client::builder().tls_certs_merge(all))
}

/// Reads a file of certificates that a person chose. Returns its name and its text.
///
/// # Errors
/// When it cannot be read, or holds none.
pub fn read(path: &Path) -> Answer<(String, String)> {
    let pem = files::read_text(path, MOST_BYTES)?;
    check(&pem)?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok((name, pem))
}

/// Checks that a text holds certificates that can be believed.
fn check(pem: &str) -> Answer<()> {
    let authority = Authority { id: 0, name: String::new(), pem: pem.to_owned() };
    super::apart(|| client(&[authority])?.build().map(drop).map_err(|_| not_certificates()))
}

/// Reads certificates.
fn certificates(pem: &str) -> Result<Vec<Certificate>, Problem> {
    match Certificate::from_pem_bundle(pem.as_bytes()) {
        Ok(found) if !found.is_empty() && pem.contains("BEGIN CERTIFICATE") => Ok(found),
        Ok(_) | Err(_) => Err(not_certificates()),
    }
}

fn not_certificates() -> Problem {
    Problem::new(Code::File, "This file holds no certificate that can be read. Nothing was changed.")
        .hint("Ask for the certificate of the authority as a PEM file: it begins with -----BEGIN CERTIFICATE-----.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_holds_no_certificate_is_said_to_hold_none() {
        for wrong in ["", "hello", "-----BEGIN CERTIFICATE-----\nnot base 64 at all\n-----END CERTIFICATE-----\n"] {
            assert_eq!(check(wrong).unwrap_err().code, Code::File, "{wrong}");
        }
    }
}
