//! The built console, and the sign-in of a browser that was never here.

use crate::api::ask::cookie;
use crate::api::caller::CSRF;
use crate::app::{self, App};
use crate::people::Person;
use crate::sessions::{SESSION, SIGNED_OUT};
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, Response};
use axum::middleware::{self, Next};
use std::sync::Arc;

/// The policy of the further sites: as strict as the console's own, but they may show a page of this origin in a frame.
const POLICY_OF_OTHERS: &str = concat!(
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: http: https:; ",
    "connect-src 'self'; font-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'self'; ",
    "frame-ancestors 'self'; object-src 'none'; require-trusted-types-for 'script'"
);

/// The static site over the folder that was given, and the further ones below their paths.
pub fn router(app: &Arc<App>) -> Router {
    let console = tokenscope_serve::site(app.options.site.clone());
    let all = app.options.also.iter().fold(console, |all, also| {
        let site = tokenscope_serve::site_with_policy(also.folder.clone(), POLICY_OF_OTHERS);
        all.nest_service(&also.path, site)
    });
    all.layer(middleware::from_fn_with_state(Arc::clone(app), welcome))
}

/// Signs in a fresh browser as the superuser along with the page, so that a demo shows data at
/// once; until somebody signs out, or a session of this run ended.
async fn welcome(State(app): State<Arc<App>>, request: Request, next: Next) -> Response<Body> {
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let query = request.uri().query().unwrap_or("").to_owned();
    let page = (method == Method::GET && wants_html(request.headers())).then(|| request.headers().clone());
    let number = app.state().requests.begin(method.as_str(), &path, &query).0;
    let mut response = next.run(request).await;
    let status = response.status();
    let mut state = app.state();
    state.requests.end(number, Some(status.as_u16()), None);
    let given = status.is_success() || status == axum::http::StatusCode::NOT_MODIFIED;
    if let Some(headers) = page.filter(|_| given) {
        for cookie in sign_in_fresh(&mut state, &headers) {
            if let Ok(cookie) = HeaderValue::from_str(&cookie) {
                response.headers_mut().append("set-cookie", cookie);
            }
        }
    }
    drop(state);
    response
}

/// The cookies of a new superuser's session, for a browser that has none of this run. A superuser whom somebody locked out
/// is not let in like this either.
pub fn sign_in_fresh(state: &mut app::State, headers: &HeaderMap) -> Vec<String> {
    let cookies = [SESSION, CSRF, SIGNED_OUT].map(|name| cookie(headers, name));
    let superuser = state.world.user(Person::Superuser.pk());
    if state.sessions.is_fresh(cookies) && superuser.is_some_and(|user| user.is_active) {
        state.sign_in(Person::Superuser.pk(), headers).cookies.to_vec()
    } else {
        Vec::new()
    }
}

fn wants_html(headers: &HeaderMap) -> bool {
    headers
        .get("accept")
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"))
}
