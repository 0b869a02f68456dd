use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{RootCertStore, ServerConfig};
use tokio_rustls::TlsAcceptor;

use super::*;

#[tokio::test]
async fn an_authentik_that_is_not_there_is_told_as_authentiks_own_router_would() {
    let free = listen().await.local_addr().unwrap();
    let (proxy, _dist) = in_front_of(&format!("http://{free}"), None);
    let answer = ask(&proxy, Method::GET, "/api/v3/", &[], Body::empty()).await;
    assert_eq!(
        (answer.status, answer.header("content-type")),
        (StatusCode::BAD_GATEWAY, Some("application/json"))
    );
    let start = format!("{{\"error\":\"failed to connect to authentik backend: http://{free} (");
    assert!(
        answer.text.starts_with(&start) && answer.text.contains("refused"),
        "{}",
        answer.text
    );
}

#[tokio::test]
async fn an_authentik_that_says_nothing_is_not_waited_for_without_end() {
    let listener = listen().await;
    let backend = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
    serve(listener, Router::new().fallback(std::future::pending::<()>));
    let client = Client::trusting(RootCertStore::empty()).unwrap();
    let (proxy, _dist) = with_client(backend, None, client, Duration::from_millis(100));
    let answer = ask(&proxy, Method::GET, "/api/v3/", &[], Body::empty()).await;
    assert_eq!(answer.status, StatusCode::GATEWAY_TIMEOUT);
    assert!(answer.text.contains("no answer within 0.1 seconds"), "{}", answer.text);
}

#[tokio::test]
async fn web_sockets_are_declined() {
    let setting = Setting::answering(&[], "").await;
    let answer = setting
        .get("/ws/client/", &[("connection", "upgrade"), ("upgrade", "websocket")])
        .await;
    assert_eq!(answer.status, StatusCode::NOT_IMPLEMENTED);
    assert!(setting.received_nothing());
}

#[tokio::test]
async fn a_certificate_that_nobody_trusts_says_what_to_do() {
    let (backend, _) = over_tls("localhost").await;
    let (proxy, _dist) = in_front_of(&backend, None);
    let answer = ask(&proxy, Method::GET, "/api/v3/", &[], Body::empty()).await;
    assert_eq!(answer.status, StatusCode::BAD_GATEWAY);
    assert!(
        answer.text.contains("the certificate of localhost is not trusted"),
        "{}",
        answer.text
    );
    assert!(answer.text.contains("SSL_CERT_FILE"));
}

#[tokio::test]
async fn a_certificate_for_another_name_is_not_trusted_either() {
    let (backend, trusted) = over_tls("auth.example.com").await;
    let (proxy, _dist) = with_client(
        backend.parse().unwrap(),
        None,
        Client::trusting(trusted).unwrap(),
        PATIENCE,
    );
    let answer = ask(&proxy, Method::GET, "/api/v3/", &[], Body::empty()).await;
    assert_eq!(answer.status, StatusCode::BAD_GATEWAY);
    assert!(
        answer.text.contains("the certificate of localhost is not trusted"),
        "{}",
        answer.text
    );
}

#[tokio::test]
async fn a_trusted_certificate_is_all_that_tls_needs() {
    let (backend, trusted) = over_tls("localhost").await;
    let (proxy, _dist) = with_client(
        backend.parse().unwrap(),
        None,
        Client::trusting(trusted).unwrap(),
        PATIENCE,
    );
    let answer = ask(&proxy, Method::GET, "/api/v3/", &[("origin", HERE)], Body::empty()).await;
    assert_eq!((answer.status, answer.text), (StatusCode::OK, backend));
}

#[tokio::test]
async fn plain_http_where_tls_was_meant_is_told() {
    let setting = Setting::answering(&[], "").await;
    let (proxy, _dist) = in_front_of(&format!("https://{}", setting.upstream), None);
    let answer = ask(&proxy, Method::GET, "/api/v3/", &[], Body::empty()).await;
    assert_eq!(answer.status, StatusCode::BAD_GATEWAY);
    assert!(
        answer.text.contains("no TLS connection to 127.0.0.1"),
        "{}",
        answer.text
    );
}

/// An upstream with a certificate for this name, which answers with the `Origin` it was sent; its address, and the
/// certificates to trust it by.
async fn over_tls(name: &str) -> (String, RootCertStore) {
    let CertifiedKey { cert, signing_key } = generate_simple_self_signed([name.to_owned()]).unwrap();
    let mut trusted = RootCertStore::empty();
    trusted.add(cert.der().clone()).unwrap();
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(signing_key.serialize_der()));
    let config = ServerConfig::builder_with_provider(rustls::crypto::ring::default_provider().into())
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![cert.der().clone()], key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = listen().await;
    let port = listener.local_addr().unwrap().port();
    let router = Router::new().fallback(async |headers: HeaderMap| {
        headers
            .get("origin")
            .map(|origin| origin.to_str().unwrap().to_owned())
            .unwrap_or_default()
    });
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (acceptor, router) = (acceptor.clone(), router.clone());
            tokio::spawn(async move {
                // A client that refuses the certificate ends the handshake.
                let Ok(stream) = acceptor.accept(stream).await else {
                    return;
                };
                let service = hyper_util::service::TowerToHyperService::new(router);
                let io = hyper_util::rt::TokioIo::new(stream);
                let _ = hyper::server::conn::http1::Builder::new()
                    .serve_connection(io, service)
                    .await;
            });
        }
    });
    (format!("https://localhost:{port}"), trusted)
}
