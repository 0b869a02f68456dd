use axum::response::IntoResponse;

use super::*;
use crate::proxy::try_out;

/// What is said about a backend that answers so.
async fn said(status: u16, kind: &'static str, token: Option<&str>) -> Result<(), String> {
    let listener = listen().await;
    let backend = format!("http://{}/auth", listener.local_addr().unwrap())
        .parse()
        .unwrap();
    let answer = async move |request: Request| {
        let (path, headers) = (request.uri().path(), request.headers());
        assert_eq!(path, "/auth/api/v3/core/users/me/");
        let status = match headers.get("authorization").map(|value| value.to_str().unwrap()) {
            Some("Bearer canary-good") => 200,
            _ => status,
        };
        (
            StatusCode::from_u16(status).unwrap(),
            [("content-type", kind)],
            "canary",
        )
            .into_response()
    };
    serve(listener, Router::new().fallback(answer));
    let token = token.map(|token| Token::new(token).unwrap());
    let client = Client::trusting(Vec::new(), None).unwrap();
    try_out(&backend, &client, token.as_ref(), PATIENCE).await
}

#[tokio::test]
async fn what_every_page_would_run_into_is_told_once() {
    const JSON: &str = "application/json";
    for (status, kind, token, says) in [
        (200, JSON, None, None),
        (403, JSON, None, None),
        (403, JSON, Some("canary-good"), None),
        (403, JSON, Some("canary-bad"), Some("does not accept the token (403")),
        (401, JSON, Some("canary-bad"), Some("does not accept the token (401")),
        (200, "text/html", None, Some("does not look like authentik (200")),
        (404, JSON, None, Some("does not look like authentik (404")),
        (301, "text/html", None, Some("leads to another address (301")),
        (503, "text/html", None, Some("is not ready")),
    ] {
        match (said(status, kind, token).await, says) {
            (Ok(()), None) => {}
            (Err(why), Some(says)) => assert!(why.contains(says) && !why.contains("canary"), "{why}"),
            (said, says) => panic!("{status} {kind} {token:?}: {said:?} and not {says:?}"),
        }
    }
}

#[tokio::test]
async fn an_authentik_that_does_not_answer_is_told_too() {
    let client = Client::trusting(Vec::new(), None).unwrap();
    let free = listen().await.local_addr().unwrap();
    let backend = format!("http://{free}").parse().unwrap();
    let why = try_out(&backend, &client, None, PATIENCE).await.unwrap_err();
    assert!(
        why.starts_with("authentik cannot be reached at http://127.0.0.1:"),
        "{why}"
    );
    let listener = listen().await;
    let backend = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
    serve(listener, Router::new().fallback(std::future::pending::<()>));
    let why = try_out(&backend, &client, None, Duration::from_millis(100))
        .await
        .unwrap_err();
    assert!(why.contains("no answer within 0.1 seconds"), "{why}");
}
