//! The service on its socket.

use std::{net::TcpStream, sync::Arc};

use rustls::{
    ClientConfig, ClientConnection, RootCertStore, StreamOwned,
    crypto::ring,
    pki_types::{CertificateDer, ServerName, pem::PemObject},
};

use crate::{
    served_on_both,
    support::{
        pem,
        program::{Place, Said, get, guest, hex, post, send, send_over, until},
    },
};

served_on_both! {
    what_cannot_be_read_is_refused_with_a_problem_and_counted
    somebody_unknown_who_knocks_too_often_waits
    asked_to_stop_it_ends_well_and_everything_is_there
    nothing_that_a_person_wrote_is_logged_or_counted
    whoever_watches_finds_it_alive_ready_and_counted
}

fn what_cannot_be_read_is_refused_with_a_problem_and_counted(place: &Place) {
    let code = place.organisation();
    let served = place.serve(&[]);
    let mut guest = guest(&served.address, &code, 1);
    let brought = guest.device.write(guest.device.own(), 3);
    let question = sync::exchange::encode(&guest.device.question(vec![brought], 0));
    let ask = |body: &[u8]| {
        let said = post(&served.address, "/v1/exchange", &guest.token, body).unwrap();
        (said.status, said.code())
    };

    for cut in [0, 1, question.len() / 2, question.len() - 1] {
        assert_eq!(ask(&question[..cut]), (400, "malformed".into()));
    }
    assert_eq!(ask(&[question.clone(), vec![0]].concat()), (400, "malformed".into()));
    assert_eq!(ask(&vec![0; (4 << 20) + 1]), (413, "too-large".into()));
    let later = sync::exchange::Question { version: 9, ..guest.device.question(Vec::new(), 0) };
    assert_eq!(ask(&sync::exchange::encode(&later)), (400, "newer".into()));
    let stranger = post(&served.address, "/v1/exchange", &hex(&[1; 32]), &question).unwrap();
    assert_eq!((stranger.status, stranger.code().as_str()), (401, "unknown-device"));
    let nobody = send(&served.address, "POST /v1/exchange", "", &question).unwrap();
    assert_eq!(nobody.status, 401);
    assert_eq!(get(&served.address, "/v1/elsewhere").code(), "not-found");
    assert_eq!(get(&served.address, "/v1/exchange").status, 405);

    let text = String::from_utf8(get(&served.address, "/metrics").body).unwrap();
    for (kind, count) in [("malformed", 5), ("too-large", 1), ("newer", 1), ("unknown-device", 2)] {
        assert!(text.contains(&format!("coachlight_refused_total{{kind=\"{kind}\"}} {count}\n")), "{kind}: {text}");
    }
    assert!(text.contains("coachlight_operations_settled_total 0\n"), "nothing was changed");
    let whole = post(&served.address, "/v1/exchange", &guest.token, &question).unwrap();
    assert_eq!(whole.status, 200, "and the whole question is answered");
}

fn somebody_unknown_who_knocks_too_often_waits(place: &Place) {
    let code = place.organisation();
    let served = place.serve(&[]);
    let mut known = guest(&served.address, &code, 1);
    let tries = (0..60).map(|_| post(&served.address, "/v1/exchange", &hex(&[1; 32]), b"").unwrap());
    let said: Vec<_> = tries.collect();

    let waits = said.iter().find(|said| said.status == 429).expect("thirty tries, and one in two seconds");
    assert_eq!((waits.code().as_str(), waits.header("retry-after")), ("too-many", Some("5")));
    // Now and then one more is let in; a second never is at once.
    let knocks = (0..10).map(|_| send(&served.address, "POST /v1/enrol", "", b"").unwrap().status);
    assert!(knocks.collect::<Vec<_>>().contains(&429), "the same count for every door");
    known.ask(&served.address, Vec::new());
}

fn asked_to_stop_it_ends_well_and_everything_is_there(place: &Place) {
    let code = place.organisation();
    let mut served = place.serve(&[]);
    let mut guest = guest(&served.address, &code, 1);
    let brought = guest.device.write(guest.device.own(), 3);
    let first = guest.ask(&served.address, vec![brought.clone()]).taken;

    assert!(served.stop());

    let served = place.serve(&[]);
    assert_eq!(guest.ask(&served.address, vec![brought]).taken, first);
}

fn nothing_that_a_person_wrote_is_logged_or_counted(place: &Place) {
    let code = place.organisation();
    let mut served = place.serve_with(&[], &[("COACHLIGHT_LOG", "debug")]);
    let mut guest = guest(&served.address, &code, 1);
    let brought = guest.device.write(guest.device.own(), 3);
    guest.ask(&served.address, vec![brought]);
    let mut said = String::from_utf8(get(&served.address, "/metrics").body).unwrap();
    served.stop();
    said += &std::fs::read_to_string(place.file("log")).unwrap();

    assert!(said.contains("/v1/exchange") && said.contains("answered"), "there is a log: {said}");
    for word in ["Ada", "Quinnworth", "Fictional", &code, &guest.token] {
        assert!(!said.contains(word), "{word}");
    }
}

fn whoever_watches_finds_it_alive_ready_and_counted(place: &Place) {
    let code = place.organisation();
    let served = place.serve(&[]);
    let mut guest = guest(&served.address, &code, 1);
    let brought = guest.device.write(guest.device.own(), 3);
    guest.ask(&served.address, vec![brought]);

    assert_eq!((get(&served.address, "/healthz").status, get(&served.address, "/readyz").status), (200, 200));
    let text = String::from_utf8(get(&served.address, "/metrics").body).unwrap();
    for line in ["exchanges_total 1", "operations_settled_total 3", "devices_enrolled_total 1", "up_seconds "] {
        assert!(text.contains(&format!("\ncoachlight_{line}")), "{line}: {text}");
    }
}

#[test]
fn without_encryption_it_listens_only_where_no_other_computer_reaches() {
    let program = env!("CARGO_BIN_EXE_coachlight-server");
    let folder = tempfile::tempdir().unwrap();
    let refused = std::process::Command::new(program)
        .args(["serve", "--listen", "0.0.0.0:0", "--data"])
        .arg(folder.path().join("data"))
        .output()
        .unwrap();
    assert!(!refused.status.success());
    assert!(String::from_utf8_lossy(&refused.stderr).contains("--allow-plain"));
    assert!(!folder.path().join("data").exists());
}

/// Asks over TLS, as somebody who trusts the certificate.
fn ask_encrypted(address: &str, name: &'static str) -> std::io::Result<Said> {
    ask_trusting("certificate.pem", address, name)
}

fn ask_trusting(certificate: &str, address: &str, name: &'static str) -> std::io::Result<Said> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(pem(certificate)).unwrap()).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from(name).unwrap();
    let connection = ClientConnection::new(Arc::new(config), name).unwrap();
    let stream = StreamOwned::new(connection, TcpStream::connect(address).unwrap());
    send_over(stream, address, "GET /readyz", "", b"")
}

#[test]
fn with_a_certificate_connections_are_encrypted_and_one_that_says_nothing_holds_up_nobody() {
    let place = Place::sqlite();
    let (certificate, key) = (pem("certificate.pem"), pem("key.pem"));
    let options = ["--certificate", certificate.to_str().unwrap(), "--key", key.to_str().unwrap()];
    let mut served = place.serve(&options);

    let silent: Vec<_> = (0..20).map(|_| TcpStream::connect(&served.address).unwrap()).collect();
    assert_eq!(ask_encrypted(&served.address, "localhost").unwrap().status, 200);
    assert!(ask_encrypted(&served.address, "elsewhere.example").is_err(), "a certificate for another name");
    assert!(send(&served.address, "GET /readyz", "", b"").is_err(), "nothing is said without encryption");
    drop(silent);
    assert!(served.stop());
}

#[test]
fn a_renewed_certificate_is_read_again_on_a_signal_and_one_that_cannot_be_used_changes_nothing() {
    let place = Place::sqlite();
    let (certificate, key) = (place.file("certificate.pem"), place.file("key.pem"));
    let put = |from: &str, from_key: &str| {
        std::fs::copy(pem(from), &certificate).unwrap();
        std::fs::copy(pem(from_key), &key).unwrap();
    };
    put("certificate.pem", "key.pem");
    let options = ["--certificate", certificate.to_str().unwrap(), "--key", key.to_str().unwrap()];
    let mut served = place.serve(&options);
    let shows = |certificate: &str| ask_trusting(certificate, &served.address, "localhost").is_ok();
    assert!(shows("certificate.pem") && !shows("other_certificate.pem"));

    put("other_certificate.pem", "other_key.pem");
    served.hang_up();
    until(|| shows("other_certificate.pem"));
    assert!(!shows("certificate.pem"));

    put("certificate.pem", "other_key.pem");
    served.hang_up();
    until(|| std::fs::read_to_string(place.file("log")).unwrap().contains("the one before stays"));
    assert!(shows("other_certificate.pem"));
    assert!(served.stop());
}

#[test]
fn whoever_only_watches_too_often_waits_too() {
    let place = Place::sqlite();
    let served = place.serve(&[]);
    let paths = ["/healthz", "/readyz", "/metrics", "/openapi.json", "/elsewhere"];
    let status = |at: usize| get(&served.address, paths[at % paths.len()]).status;
    let said: Vec<u16> = (0..2_000).map(status).take_while(|status| *status != 429).collect();
    assert!((200..2_000).contains(&said.len()), "{}", said.len());
    for path in paths {
        // One in a fifth of a second gets through in between.
        until(|| get(&served.address, path).status == 429);
    }
    assert_eq!(send(&served.address, "POST /v1/enrol", "", b"").unwrap().status, 400, "who comes in is counted apart");
}

#[test]
fn the_description_names_what_the_service_answers_and_it_answers_so() {
    let place = Place::sqlite();
    let served = place.serve(&[]);
    let described: serde_json::Value = serde_json::from_slice(&get(&served.address, "/openapi.json").body).unwrap();
    let codes = described["components"]["schemas"]["Problem"]["properties"]["code"]["enum"].as_array().unwrap();
    for (path, methods) in described["paths"].as_object().unwrap() {
        for method in ["get", "post", "put", "delete"] {
            let said = send(&served.address, &format!("{} {path}", method.to_uppercase()), "", b"").unwrap();
            let Some(operation) = methods.get(method) else {
                assert_eq!(said.status, 405, "{method} {path}");
                continue;
            };
            let response = &operation["responses"][said.status.to_string()];
            assert!(response.is_object(), "{method} {path} answered {}", said.status);
            if said.status != 200 {
                let code = said.code();
                assert!(response["description"].as_str().unwrap().contains(&code) && codes.contains(&code.into()));
            }
        }
    }
}

#[test]
fn a_key_that_does_not_belong_to_the_certificate_is_refused_at_the_start() {
    let (place, certificate, key) = (Place::sqlite(), pem("certificate.pem"), pem("other_key.pem"));
    let program = env!("CARGO_BIN_EXE_coachlight-server");
    let refused = std::process::Command::new(program)
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(place.file("data"))
        .args(["--certificate", certificate.to_str().unwrap(), "--key", key.to_str().unwrap()])
        .output()
        .unwrap();
    assert!(!refused.status.success());
    assert!(String::from_utf8_lossy(&refused.stderr).contains("certificate"), "{refused:?}");
}
