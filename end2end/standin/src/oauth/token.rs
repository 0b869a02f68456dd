//! Where a client gets tokens: for a code, for a refresh token, or for what it knows.

use super::Exchange;
use super::client::{self, Wrong};
use super::values::For;
use crate::api::answer::Answer;
use crate::data::core_tokens::Intent;
use crate::data::events::told::{Args, Context, MethodArgs, REUSED, Subject};
use crate::data::providers::lifetime;
use crate::data::row::{Kind, Row};
use crate::data::time::SECOND;
use serde::Serialize;
use std::collections::HashMap;

/// What writes events here.
const APP: &str = "authentik.providers.oauth2.views.token";

#[derive(Serialize)]
struct Tokens {
    access_token: String,
    token_type: &'static str,
    scope: String,
    expires_in: i64,
    id_token: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token: Option<String>,
}

impl Exchange<'_> {
    pub(super) fn token(&mut self) -> (Answer, Option<String>) {
        let form = self.form();
        let (id, secret) = client::sent(self, &form);
        let given = match form.get("grant_type").map(String::as_str) {
            Some("authorization_code") => self.by_code(&form, &id, &secret),
            Some("refresh_token") => self.by_refresh_token(&form, &id, &secret),
            Some("client_credentials" | "password") => self.by_knowing(&form, &id, &secret),
            Some(_) => Err(Wrong::GrantType),
            None => Err(Wrong::Request),
        };
        match given {
            Ok((what, refresh_too)) => {
                let who = self.username(what.user);
                (self.give(&what, refresh_too), who)
            }
            Err(wrong) => (wrong.answer(&self.ask.id), None),
        }
    }

    /// For a code, once. It went along with its session, where that was deleted.
    fn by_code(&mut self, form: &HashMap<String, String>, id: &str, secret: &str) -> Result<(For, bool), Wrong> {
        let provider = client::known(self.world, id, secret).ok_or(Wrong::Client)?;
        let said = |name: &str| form.get(name).map_or("", String::as_str);
        let row = self.alive(Kind::Code, said("code"), provider)?;
        let mut what = self.values.code_for(row.pk, said("redirect_uri")).ok_or(Wrong::Grant)?;
        what.session = row.session;
        self.world.delete_grant(Kind::Code, row.pk);
        let wants_refresh = what.scope.iter().any(|scope| scope == "offline_access");
        Ok((what, wants_refresh))
    }

    /// For a refresh token, once: the next time is suspicious, and the tokens that came of the first time are left alone.
    /// The user's session may be long gone; what is issued then belongs to none.
    fn by_refresh_token(
        &mut self,
        form: &HashMap<String, String>,
        id: &str,
        secret: &str,
    ) -> Result<(For, bool), Wrong> {
        let provider = client::known(self.world, id, secret).ok_or(Wrong::Client)?;
        let value = form.get("refresh_token").ok_or(Wrong::Request)?;
        let row = self.alive(Kind::Refresh, value, provider)?;
        if row.revoked {
            let context = Context {
                message: Some(REUSED),
                token: Some(Subject::refresh_token(row.pk, provider, row.user)),
                provider: Subject::provider(self.world, provider),
                http_request: Some(self.request(Args::default())),
                ..Context::default()
            };
            self.write(row.user, "suspicious_request", APP, context);
            return Err(Wrong::Grant);
        }
        let threshold = self
            .world
            .provider(provider)
            .map_or("", |provider| provider.refresh_threshold);
        let rotates = !self.world.release.has_logout_method() || threshold == "seconds=0";
        if rotates {
            self.world
                .grants_mut(Kind::Refresh)
                .change(row.pk, |row| row.revoked = true);
        }
        Ok((self.for_refresh_token(&row), rotates))
    }

    /// For an app password of somebody who may sign in; or for the client's secret, as the account of that client.
    fn by_knowing(&mut self, form: &HashMap<String, String>, id: &str, secret: &str) -> Result<(For, bool), Wrong> {
        let provider = client::by_id(self.world, id).ok_or(Wrong::Client)?;
        let (pk, is_right) = (provider.pk, provider.confidential && provider.client_secret == secret);
        let mut scope: Vec<String> = form
            .get("scope")
            .into_iter()
            .flat_map(|scope| scope.split_whitespace())
            .map(str::to_owned)
            .collect();
        scope.sort();
        scope.retain(|scope| scope != "offline_access");
        let (user, auth_method, identifier) = match (form.get("username"), form.get("password")) {
            (Some(username), Some(password)) => {
                let (user, identifier) = self.by_app_password(username, password).ok_or(Wrong::Grant)?;
                (user, "token", Some(identifier))
            }
            _ if is_right => {
                let user = self.world.machine_of(pk).ok_or(Wrong::Grant)?;
                (user, "oauth_client_secret", None)
            }
            _ => return Err(Wrong::Grant),
        };
        let context = Context {
            application: Subject::application(self.world, pk),
            auth_method: Some(auth_method),
            http_request: Some(self.request(Args::default())),
            auth_method_args: Some(MethodArgs {
                identifier,
                ..MethodArgs::default()
            }),
            ..Context::default()
        };
        self.write(user, "login", APP, context);
        let what = For {
            user,
            provider: pk,
            session: 0,
            scope,
            auth_time: self.now,
            nonce: None,
        };
        Ok((what, false))
    }

    fn by_app_password(&self, username: &str, password: &str) -> Option<(u32, String)> {
        let identifier = password.strip_prefix("standin-app-password-")?;
        let mut tokens = self.world.core_tokens.iter();
        let token = tokens.find(|token| token.identifier == identifier)?;
        let user = self.world.user(token.user)?;
        let works = token.intent == Intent::AppPassword && !token.is_expired(self.now);
        (works && user.is_active && user.username == username).then(|| (user.pk, identifier.to_owned()))
    }

    /// The row of a value, where it is of this kind and this client, and has not ended.
    fn alive(&self, kind: Kind, value: &str, provider: u32) -> Result<Row, Wrong> {
        let found = self
            .values
            .find(self.world, value)
            .filter(|(found, row)| *found == kind && u32::from(row.provider) == provider && !row.is_expired(self.now));
        found.map(|(_, row)| row).ok_or(Wrong::Grant)
    }

    /// What came of a refresh token is for the same as it was.
    fn for_refresh_token(&self, row: &Row) -> For {
        let said = self.world.grants(Kind::Refresh).said.get(&row.pk);
        let claims = said.and_then(|said| said.claims.as_ref());
        let claim = |name: &str| claims.and_then(|claims| claims.get(name));
        let auth_time = claim("auth_time").and_then(serde_json::Value::as_i64);
        For {
            user: row.user,
            provider: row.provider.into(),
            session: row.session,
            scope: self.world.scopes(Kind::Refresh, row.pk),
            auth_time: auth_time.map_or(self.now, |at| at * SECOND),
            nonce: claim("nonce").and_then(serde_json::Value::as_str).map(str::to_owned),
        }
    }

    fn give(&mut self, what: &For, refresh_too: bool) -> Answer {
        let Some((access_token, pk)) = self.values.issue(self.world, Kind::Access, what, self.now) else {
            return Answer::html_500();
        };
        let refresh = refresh_too.then(|| self.values.issue(self.world, Kind::Refresh, what, self.now));
        let validity = self
            .world
            .provider(what.provider)
            .map_or("", |provider| provider.validities[1]);
        let tokens = Tokens {
            token_type: "Bearer",
            scope: what.scope.join(" "),
            expires_in: lifetime(validity) / SECOND,
            id_token: format!("canary-id-token-{pk}"),
            refresh_token: refresh.flatten().map(|(value, _)| value),
            access_token,
        };
        Answer::json(200, &tokens).with("cache-control", "no-store")
    }
}
