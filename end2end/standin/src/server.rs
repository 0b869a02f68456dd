//! The HTTP server.
//!
//! axum's own always answers. A stand-in must also be able not to, so connections are served
//! here, and one whose answer is marked [`Dropped`] is closed instead.

use crate::app::App;
use crate::connection::{Dropped, Reused};
use crate::{control, endpoint, site};
use axum::Router;
use axum::body::Body;
use axum::routing::any;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::net::TcpListener;
use tower::ServiceExt;

/// Everything the stand-in serves.
pub fn router(app: Arc<App>) -> Router {
    Router::new()
        .route("/api/{*path}", any(endpoint::api))
        .route("/application/o/{*path}", any(endpoint::api))
        .merge(control::router())
        .fallback_service(site::router(&app))
        .with_state(app)
}

/// Serves until the listener fails.
///
/// # Errors
/// When no connection can be accepted any more.
pub async fn serve(listener: TcpListener, app: Arc<App>) -> io::Result<()> {
    let router = router(app);
    loop {
        let (stream, _) = listener.accept().await?;
        // Small answers leave at once; nobody should measure Nagle's pauses here.
        stream.set_nodelay(true)?;
        let router = router.clone();
        tokio::spawn(async move {
            let answered = AtomicBool::new(false);
            let service = service_fn(move |request: hyper::Request<Incoming>| {
                let router = router.clone();
                let reused = Reused(answered.swap(true, Ordering::Relaxed));
                async move {
                    let mut request = request.map(Body::new);
                    request.extensions_mut().insert(reused);
                    let Ok(response) = router.oneshot(request).await;
                    if response.extensions().get::<Dropped>().is_some() {
                        return Err(io::Error::other("dropped, as asked"));
                    }
                    Ok(response)
                }
            });
            // A connection that ends badly is the caller's affair, or a fault at work.
            let _ = http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
}
