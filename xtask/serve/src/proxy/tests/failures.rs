use rcgen::{BasicConstraints, CertificateParams, IsCa, KeyPair, date_time_ymd};
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::TlsAcceptor;

use super::*;

/// How every sentence begins that is the proxy's own.
const OWN: &str = "{\"detail\":\"Tokenscope's proxy: ";

#[tokio::test]
async fn an_authentik_that_is_not_there_is_named() {
    let free = listen().await.local_addr().unwrap();
    let (proxy, _dist) = in_front_of(&format!("http://{free}"), None);
    let answer = ask(&proxy, Method::GET, "/api/v3/", &[], Body::empty()).await;
    assert_eq!(answer.status, StatusCode::BAD_GATEWAY);
    let start = format!("{OWN}authentik cannot be reached at http://{free} (");
    assert!(
        answer.text.starts_with(&start) && answer.text.contains("refused"),
        "{}",
        answer.text
    );
}

#[tokio::test]
async fn what_the_proxy_says_itself_cannot_be_taken_for_authentiks_words() {
    let free = listen().await.local_addr().unwrap();
    let (proxy, _dist) = in_front_of(&format!("http://{free}"), Some("token"));
    for (status, method, path, header) in [
        (StatusCode::BAD_GATEWAY, Method::GET, "/api/v3/", ("accept", "*/*")),
        (StatusCode::BAD_GATEWAY, Method::GET, "/if/x/", ("accept", "text/html")),
        (StatusCode::FORBIDDEN, Method::GET, "/", ("host", "evil.example")),
        (
            StatusCode::FORBIDDEN,
            Method::GET,
            "/",
            ("origin", "http://evil.example"),
        ),
        (StatusCode::METHOD_NOT_ALLOWED, Method::TRACE, "/", ("accept", "*/*")),
        (StatusCode::BAD_REQUEST, Method::GET, "/api/../x", ("accept", "*/*")),
        (
            StatusCode::NOT_IMPLEMENTED,
            Method::GET,
            "/ws/",
            ("upgrade", "websocket"),
        ),
    ] {
        let answer = ask(&proxy, method, path, &[header], Body::empty()).await;
        assert_eq!(answer.status, status, "{path} {header:?}");
        assert!(answer.text.starts_with(OWN), "{}", answer.text);
        assert_eq!(answer.header("content-type"), Some("application/json"));
        assert_eq!(answer.header("cache-control"), Some("no-store"));
    }
}

#[tokio::test]
async fn a_broken_body_is_the_callers_fault_and_not_authentiks() {
    let setting = Setting::answering(&[], "").await;
    for body in ["zz\r\n", "3\r\nabcdef\r\n0\r\n\r\n", "1\r\na\r\n-1\r\n"] {
        let request = format!("POST /api/v3/ HTTP/1.1\r\nHost: {HOST}\r\nTransfer-Encoding: chunked\r\n\r\n{body}");
        let answer = say(setting.proxy.clone(), &request).await;
        assert!(answer.starts_with("HTTP/1.1 400 "), "{body:?}: {answer}");
        assert!(answer.contains(OWN), "{answer}");
    }
}

#[tokio::test]
async fn a_body_that_does_not_come_is_the_callers_fault_too() {
    let listener = listen().await;
    let backend = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
    serve(
        listener,
        Router::new().fallback(async |request: Request| {
            let _ = request.into_body().collect().await;
        }),
    );
    let client = Client::trusting(Vec::new(), None).unwrap();
    let (proxy, _dist) = with_client(backend, None, client, Duration::from_millis(100));
    let (mut sends, body) = http_body_util::channel::Channel::<axum::body::Bytes>::new(1);
    sends.send_data("first".into()).await.unwrap();
    let answer = ask(&proxy, Method::POST, "/api/v3/", &[], Body::new(body)).await;
    assert_eq!(answer.status, StatusCode::REQUEST_TIMEOUT);
    assert!(
        answer.text.contains("did not arrive within 0.1 seconds"),
        "{}",
        answer.text
    );
}

#[tokio::test]
async fn a_change_of_protocol_that_nobody_asked_for_is_not_passed_on() {
    let listener = listen().await;
    let backend = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut head = [0; 1024];
            let _ = stream.read(&mut head).await.unwrap();
            let switched = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\nsecret";
            stream.write_all(switched.as_bytes()).await.unwrap();
        }
    });
    let (proxy, _dist) = in_front_of(&backend, None);
    for headers in [&[][..], &[("connection", "upgrade"), ("upgrade", "x")]] {
        let answer = ask(&proxy, Method::GET, "/api/v3/", headers, Body::empty()).await;
        assert_eq!(answer.status, StatusCode::BAD_GATEWAY);
        assert!(answer.text.starts_with(OWN), "{}", answer.text);
    }
}

#[tokio::test]
async fn an_authentik_that_says_nothing_is_not_waited_for_without_end() {
    let listener = listen().await;
    let backend = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
    serve(listener, Router::new().fallback(std::future::pending::<()>));
    let client = Client::trusting(Vec::new(), None).unwrap();
    let (proxy, _dist) = with_client(backend, None, client, Duration::from_millis(100));
    let answer = ask(&proxy, Method::GET, "/api/v3/", &[], Body::empty()).await;
    assert_eq!(answer.status, StatusCode::GATEWAY_TIMEOUT);
    assert!(answer.text.contains("no answer within 0.1 seconds"), "{}", answer.text);
}

#[tokio::test]
async fn web_sockets_are_declined() {
    let setting = Setting::answering(&[], "").await;
    for protocol in ["websocket", "WebSocket", "h2c, websocket"] {
        let answer = setting
            .get("/ws/client/", &[("connection", "upgrade"), ("upgrade", protocol)])
            .await;
        assert_eq!(answer.status, StatusCode::NOT_IMPLEMENTED, "{protocol}");
    }
    assert!(setting.received_nothing());
}

#[tokio::test]
async fn other_protocols_that_a_caller_offers_are_offered_in_vain() {
    for protocol in ["h2c", "TLS/1.2", "HTTP/2.0, TLS/1.0", "x-websocket"] {
        for path in ["/api/v3/", "/if/flow/x/", "/access-tokens"] {
            let setting = Setting::answering(&[], "").await;
            let headers = [
                ("connection", "Upgrade"),
                ("upgrade", protocol),
                ("http2-settings", "AAMAAABkAAQ"),
                ("accept", "text/html"),
            ];
            let answer = setting.get(path, &headers).await;
            assert_eq!(answer.status, StatusCode::OK, "{protocol} {path}");
            for received in setting.received.lock().unwrap().iter() {
                assert_eq!(received.header("upgrade"), None);
                assert_eq!(received.header("http2-settings"), None);
            }
        }
    }
}

/// `Connection` says which headers are about one connection, as a browser or curl says when it offers HTTP/2.
#[tokio::test]
async fn an_offer_of_another_protocol_gets_the_usual_answer_on_a_real_connection() {
    let setting = Setting::answering(&[], "authentik").await;
    let listener = listen().await;
    let address = listener.local_addr().unwrap();
    tokio::spawn(super::super::listen(listener, setting.proxy.clone(), PATIENCE));
    for offer in [
        "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQ",
        "Connection: upgrade\r\nUpgrade: TLS/1.0",
        "Connection: Upgrade\r\nUpgrade: HTTP/2.0, SHTTP/1.3, IRC/6.9, RTA/x11",
        "Upgrade: h2c",
        "Connection: Upgrade",
        "Connection: Upgrade\r\nUpgrade: \u{fc}",
    ] {
        let mut stream = TcpStream::connect(address).await.unwrap();
        // The second request shows that the connection still speaks HTTP/1.1.
        let requests = format!(
            "POST /api/v3/ HTTP/1.1\r\nHost: {HOST}\r\n{offer}\r\nContent-Length: 2\r\n\r\n{{}}\
             GET / HTTP/1.1\r\nHost: {HOST}\r\nAccept: text/html\r\nConnection: close\r\n{offer}\r\n\r\n"
        );
        stream.write_all(requests.as_bytes()).await.unwrap();
        let mut answers = String::new();
        stream.read_to_string(&mut answers).await.unwrap();
        assert!(answers.starts_with("HTTP/1.1 200 "), "{offer}: {answers}");
        assert_eq!(answers.matches("HTTP/1.1 200 ").count(), 2, "{offer}: {answers}");
        assert!(
            answers.contains("authentik") && answers.ends_with("the console"),
            "{answers}"
        );
        let received = setting.received.lock().unwrap().pop().unwrap();
        assert_eq!((received.method.as_str(), received.body.as_str()), ("POST", "{}"));
        for name in ["connection", "upgrade", "http2-settings"] {
            assert_eq!(received.header(name), None, "{offer}: {name}");
        }
    }
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
    assert!(answer.text.contains("--ca-file"));
}

#[tokio::test]
async fn a_certificate_for_another_name_is_not_trusted_either() {
    let (backend, trusted) = over_tls("auth.example.com").await;
    let (proxy, _dist) = with_client(
        backend.parse().unwrap(),
        None,
        Client::trusting(trusted, None).unwrap(),
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
        Client::trusting(trusted, None).unwrap(),
        PATIENCE,
    );
    let answer = ask(&proxy, Method::GET, "/api/v3/", &[("origin", HERE)], Body::empty()).await;
    assert_eq!((answer.status, answer.text), (StatusCode::OK, backend));
}

/// What `openssl req -x509` makes: self-signed, and an authority's.
fn an_authoritys(name: &str) -> CertificateParams {
    let mut made = CertificateParams::new([name.to_owned()]).unwrap();
    made.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    made
}

#[tokio::test]
async fn a_self_signed_certificate_of_an_authority_is_trusted_once_it_is_named() {
    let (backend, named) = over_tls_with(an_authoritys("localhost")).await;
    let client = Client::trusting(named, None).unwrap();
    let (proxy, _dist) = with_client(backend.parse().unwrap(), None, client, PATIENCE);
    let answer = ask(&proxy, Method::GET, "/api/v3/", &[("origin", HERE)], Body::empty()).await;
    assert_eq!((answer.status, answer.text), (StatusCode::OK, backend));
}

#[tokio::test]
async fn what_is_said_about_a_certificate_is_what_helps() {
    let (_, another) = over_tls("localhost").await;
    let mut expired = an_authoritys("localhost");
    expired.not_after = date_time_ymd(2001, 1, 1);
    for (made, is_named, says) in [
        (
            an_authoritys("localhost"),
            false,
            "name the file of this very certificate",
        ),
        (
            an_authoritys("auth.example.com"),
            true,
            "--backend has to call authentik",
        ),
        (expired, true, "Renew it"),
        (plain("auth.example.com"), true, "--backend has to call authentik"),
        (plain("localhost"), false, "is self-signed, or comes from"),
    ] {
        let (backend, own) = over_tls_with(made).await;
        let client = Client::trusting(if is_named { own } else { another.clone() }, None).unwrap();
        let (proxy, _dist) = with_client(backend.parse().unwrap(), None, client, PATIENCE);
        let answer = ask(&proxy, Method::GET, "/api/v3/", &[], Body::empty()).await;
        assert_eq!(answer.status, StatusCode::BAD_GATEWAY);
        assert!(answer.text.contains(says), "{says}: {}", answer.text);
        assert_eq!(answer.text.contains("--ca-file"), !is_named, "{}", answer.text);
    }
}

#[tokio::test]
async fn a_file_of_certificates_is_trusted_besides_what_the_machine_trusts() {
    let folder = tempfile::tempdir().unwrap();
    let (backend, certificates) = over_tls("localhost").await;
    let (_, others) = over_tls("other.example.com").await;
    let pem = |label: &str, der: &[u8]| pem::encode(&pem::Pem::new(label, der));
    let own = pem("CERTIFICATE", &certificates[0]);
    let other = pem("CERTIFICATE", &others[0]);
    let key = pem("PRIVATE KEY", b"canary");
    let write = |text: &str| {
        let file = folder.path().join("ca.pem");
        std::fs::write(&file, text).unwrap();
        Client::new(&backend.parse().unwrap(), Some(&file))
    };
    for text in [own.clone(), format!("a comment\n{key}\n{other}\n{own}")] {
        let client = write(&text).unwrap();
        let (proxy, _dist) = with_client(backend.parse().unwrap(), None, client, PATIENCE);
        let answer = ask(&proxy, Method::GET, "/api/v3/", &[], Body::empty()).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    }
    for (text, says) in [
        ("".to_owned(), "ca.pem holds no certificate in PEM form"),
        (key, "ca.pem holds no certificate in PEM form"),
        ("\u{30}\u{3}".to_owned(), "openssl x509 -inform der"),
        (own.replace("-----END", "x"), "ca.pem holds no certificate in PEM form"),
        (own + &pem("CERTIFICATE", b"canary"), "certificate 2 in "),
    ] {
        let said = write(&text).unwrap_err();
        assert!(said.starts_with("--ca-file: ") && said.contains(says), "{said}");
        assert!(!said.contains("canary"), "{said}");
    }
    let missing = folder.path().join("missing.pem");
    let said = Client::new(&"http://a".parse().unwrap(), Some(&missing)).unwrap_err();
    assert!(said.contains("missing.pem cannot be read: "), "{said}");
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

/// A self-signed certificate for this name.
pub fn plain(name: &str) -> CertificateParams {
    CertificateParams::new([name.to_owned()]).unwrap()
}

/// An upstream with a certificate for this name, which answers with the `Origin` it was sent; its address, and the
/// certificates to trust it by.
pub async fn over_tls(name: &str) -> (String, Vec<CertificateDer<'static>>) {
    over_tls_with(plain(name)).await
}

/// What a server needs to show this certificate, self-signed, and what a client needs to trust it.
pub fn acceptor(made: &CertificateParams) -> (TlsAcceptor, CertificateDer<'static>) {
    let signing_key = KeyPair::generate().unwrap();
    let cert = made.self_signed(&signing_key).unwrap();
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(signing_key.serialize_der()));
    let config = ServerConfig::builder_with_provider(rustls::crypto::ring::default_provider().into())
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![cert.der().clone()], key)
        .unwrap();
    (TlsAcceptor::from(Arc::new(config)), cert.der().clone())
}

async fn over_tls_with(made: CertificateParams) -> (String, Vec<CertificateDer<'static>>) {
    let (acceptor, certificate) = acceptor(&made);
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
    (format!("https://localhost:{port}"), vec![certificate])
}
