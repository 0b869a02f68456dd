//! What authentik writes down of writes. It keeps quiet about what it thinks of as its own: OAuth2 tokens and codes, sessions
//! and consents come and go without a word.

use super::call::Call;
use super::route::Route;
use crate::data::events::told::{Account, Context, HttpRequest, Record, Subject};

/// What there is to write down, should the request succeed. Asked before, as what is deleted cannot be named afterwards.
pub fn of(call: &Call<'_>, route: Route<'_>) -> Option<Record> {
    let by_pk = |pk: &str| pk.parse().ok();
    let (action, model) = match (call.ask.method.as_str(), route) {
        ("DELETE", Route::CoreToken(identifier)) => {
            let mut tokens = call.world.core_tokens.iter();
            let token = tokens.find(|token| token.identifier == identifier)?;
            ("model_deleted", Subject::core_token(&token.pk, &token.identifier))
        }
        ("PATCH" | "PUT", Route::User(pk)) => ("model_updated", Subject::user(call.world, by_pk(pk)?)?),
        ("PATCH", Route::Provider(pk)) => ("model_updated", Subject::provider(call.world, by_pk(pk)?)?),
        _ => return None,
    };
    Some(Record {
        user: Account::of(call.world, call.caller.pk()?),
        action,
        app: "authentik.events.middleware",
        context: Context {
            model: Some(model),
            http_request: Some(HttpRequest::of(call.ask)),
            ..Context::default()
        },
        client_ip: call.ask.client_ip(),
    })
}
