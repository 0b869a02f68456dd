//! The console in front of a real authentik, for one person on one machine.
//!
//! The browser sees one origin, `http://127.0.0.1:PORT`: the console's files, and behind [authentik's own
//! paths](crate::BACKEND_PREFIXES) whatever the backend answers. authentik in turn sees a browser that is on authentik's
//! own origin: `Host`, `Origin` and `Referer` change together on the way there, `Location`, `Set-Cookie` and the
//! addresses in HTML pages on the way back.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::ACCEPT_ENCODING;
use axum::http::{Response, StatusCode};
use axum::middleware::from_fn_with_state;
use tower::ServiceExt;

use self::refusal::refusal;
use crate::site::{Site, site};

mod backend;
mod body;
mod client;
mod connect;
mod first;
mod guard;
mod listen;
mod page;
mod refusal;
mod request;
mod response;
mod token;
mod trust;
mod via;

pub use backend::Backend;
pub use client::Client;
pub use first::try_out;
pub use listen::{HEAD_PATIENCE, listen};
pub use token::Token;
pub use via::Via;

/// How long authentik may take to begin an answer, unless told otherwise. Its slowest list pages take seconds.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// What the proxy needs to know.
#[derive(Debug)]
pub struct Options {
    /// The files of the console.
    pub site: Site,
    /// The authentik behind.
    pub backend: Backend,
    /// Acts with this token instead of with the browser's cookies.
    pub token: Option<Token>,
    /// How long authentik may take to begin an answer.
    pub patience: Duration,
}

struct Proxy {
    backend: Backend,
    token: Option<Token>,
    client: Client,
    patience: Duration,
}

/// The router to listen with, on loopback.
pub fn proxy(options: Options, client: Client) -> Router {
    let guard = guard::Guard {
        strict: options.token.is_some(),
    };
    let console = site(options.site);
    let proxy = Proxy {
        backend: options.backend,
        token: options.token,
        client,
        patience: options.patience,
    };
    Router::new()
        .fallback(async move |State(proxy): State<Arc<Proxy>>, request: Request| {
            if proxy.backend.owns(request.uri().path()) {
                proxy.forward(request).await
            } else {
                match console.oneshot(request).await {
                    Ok(answer) => answer,
                    Err(never) => match never {},
                }
            }
        })
        .with_state(Arc::new(proxy))
        .layer(from_fn_with_state(guard, guard::check))
}

impl Proxy {
    async fn forward(&self, request: Request) -> Response<Body> {
        if request::wants_web_socket(request.headers()) {
            return refusal(StatusCode::NOT_IMPLEMENTED, "it forwards no WebSockets");
        }
        let token = self
            .token
            .as_ref()
            .filter(|_| request.uri().path().starts_with("/api/"));
        if token.is_some() && !request::is_plain(request.uri().path()) {
            return refusal(
                StatusCode::BAD_REQUEST,
                "the token does not go where it is unclear what the path means",
            );
        }
        let Some(here) = guard::own_origin(request.headers()) else {
            return refusal(StatusCode::BAD_REQUEST, "the request names no host");
        };
        let wants_page = page::is_wanted(&request);
        let is_api = self.backend.is_api(request.uri().path());
        let sending = body::Sending::default();
        let request = request.map(|body| sending.follow(body));
        let mut outgoing = match request::rewrite(request, &self.backend, &here, token) {
            Ok(outgoing) => outgoing,
            Err(error) => {
                return refusal(
                    StatusCode::BAD_REQUEST,
                    &format!("the address cannot be passed on: {error}"),
                );
            }
        };
        if wants_page {
            outgoing.headers_mut().remove(ACCEPT_ENCODING); // its addresses are to be changed
        }
        let answer = match tokio::time::timeout(self.patience, self.client.send(outgoing)).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(_)) if sending.broke() => {
                return refusal(
                    StatusCode::BAD_REQUEST,
                    "the body of the request broke off, or is not written as HTTP demands",
                );
            }
            Ok(Err(error)) => {
                let why = self.client.in_words(&error, &self.backend);
                eprintln!("{why}");
                return refusal(StatusCode::BAD_GATEWAY, &why);
            }
            Err(_) => return self.too_late(&sending),
        };
        if let Some(why) = self.client.refused_on_the_way(answer.status(), &self.backend) {
            eprintln!("{why}");
            return refusal(StatusCode::BAD_GATEWAY, &why);
        }
        // The request offered no other protocol: that header ends here.
        if answer.status() == StatusCode::SWITCHING_PROTOCOLS {
            return refusal(
                StatusCode::BAD_GATEWAY,
                "authentik changed to another protocol, which it was not asked to",
            );
        }
        let mut answer = answer.map(Body::new);
        response::rewrite(answer.headers_mut(), &self.backend, &here, token.is_some());
        if is_api {
            response::keep_out_of_caches(&mut answer);
        }
        if wants_page {
            page::rewrite(answer, &self.backend, &here).await
        } else {
            answer
        }
    }

    /// There is no answer yet, and patience is at its end.
    fn too_late(&self, sending: &body::Sending) -> Response<Body> {
        let seconds = self.patience.as_secs_f32();
        if sending.is_awaited() {
            return refusal(
                StatusCode::REQUEST_TIMEOUT,
                &format!("the body of the request did not arrive within {seconds} seconds"),
            );
        }
        refusal(
            StatusCode::GATEWAY_TIMEOUT,
            &format!("authentik at {} gave no answer within {seconds} seconds", self.backend),
        )
    }
}

#[cfg(test)]
mod tests;
