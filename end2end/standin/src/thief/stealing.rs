//! How the thief gets it all: the cookie off somebody's disk, and tokens by the flow as that somebody.

use super::asking::{browser, cookies, field, form};
use super::loot::{From, Thief};
use crate::app::State;
use crate::data::core_tokens::{CoreToken, Intent, token};
use crate::data::random::Dice;
use crate::data::time::now;
use crate::data::users::UserKind;
use crate::sessions::SESSION;

/// Whose client the tokens of a user are for: one with a secret, whose refresh tokens are replaced each time.
const CLIENT: u32 = 1;
/// All that can be had.
const SCOPE: &str = "openid email profile offline_access";

impl State {
    /// Takes a session, an access token, a refresh token, an API token and an app password of a user; or from a client its
    /// secret. What was taken from them before is forgotten.
    ///
    /// # Errors
    /// Where nothing can be taken from them.
    pub fn steal(&mut self, from: From) -> Result<(), String> {
        let thief = match from {
            From::User(pk) => self.steal_from_user(pk)?,
            From::Client(pk) => self.steal_secret(pk)?,
        };
        self.thieves.retain(|thief| thief.from != from);
        self.thieves.push(thief);
        Ok(())
    }

    fn steal_from_user(&mut self, pk: u32) -> Result<Thief, String> {
        let user = self.world.user(pk).ok_or("there is no such user")?;
        if !user.is_active {
            return Err("this user is deactivated: there is nothing to take that works".to_owned());
        }
        let (username, kind) = (user.username.clone(), user.kind);
        let mut thief = self.empty_handed(From::User(pk), CLIENT)?;
        thief.api_token = Some(format!("standin-api-{}", self.core_token_of(pk, Intent::Api)));
        // authentik makes those itself, and no password is of any use with them.
        if kind == UserKind::InternalServiceAccount {
            return Ok(thief);
        }
        let password = self.core_token_of(pk, Intent::AppPassword);
        thief.app_password = Some((username, format!("standin-app-password-{password}")));
        // Machines have no browser.
        if kind == UserKind::ServiceAccount {
            return Ok(thief);
        }
        let started = self.sign_in(pk, &browser(&[]));
        let prefix = format!("{SESSION}=");
        let cookie = started
            .cookies
            .iter()
            .find_map(|cookie| cookie.strip_prefix(&prefix)?.split(';').next());
        thief.session = cookie.map(str::to_owned);
        self.walk_through(&mut thief)?;
        Ok(thief)
    }

    /// The flow, from the browser that is signed in.
    fn walk_through(&mut self, thief: &mut Thief) -> Result<(), String> {
        let provider = self.world.provider(CLIENT).ok_or("there is no such provider")?;
        let redirect_uri = provider.redirect_uris.first().map_or("", |(_, uri)| uri);
        let (id, secret) = thief.client.clone();
        let query = form(&[
            ("response_type", "code"),
            ("client_id", &id),
            ("redirect_uri", redirect_uri),
            ("scope", SCOPE),
            ("state", "st"),
        ]);
        let session = thief.session.clone().unwrap_or_default();
        let answer = self.ask_as_thief(
            "GET",
            &format!("/application/o/authorize/?{query}"),
            &[cookies(&session)],
            "",
        );
        let place = answer
            .headers
            .iter()
            .find(|(name, _)| *name == "location")
            .map(|(_, place)| place.clone());
        let place = place.unwrap_or_default();
        let query = place.split_once('?').map_or("", |(_, query)| query);
        let code = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "code");
        let code = code.ok_or("no code was given")?.1;
        let body = form(&[
            ("grant_type", "authorization_code"),
            ("client_id", &id),
            ("client_secret", &secret),
            ("redirect_uri", redirect_uri),
            ("code", &code),
        ]);
        let answer = self.ask_as_thief("POST", "/application/o/token/", &[], &body);
        let value = |name: &str| field(&answer, name).as_str().map(str::to_owned);
        thief.access_tokens.extend(value("access_token"));
        thief.had_any = true;
        thief.refresh_token = value("refresh_token");
        Ok(())
    }

    fn steal_secret(&mut self, pk: u32) -> Result<Thief, String> {
        let thief = self.empty_handed(From::Client(pk), pk)?;
        if self.world.provider(pk).is_some_and(|provider| !provider.confidential) {
            return Err("a public client has no secret".to_owned());
        }
        Ok(thief)
    }

    fn empty_handed(&self, from: From, client: u32) -> Result<Thief, String> {
        let provider = self.world.provider(client).ok_or("there is no such client")?;
        Ok(Thief {
            from,
            client: (provider.client_id.to_owned(), provider.client_secret.clone()),
            session: None,
            access_tokens: Vec::new(),
            had_any: false,
            refresh_token: None,
            spent: None,
            api_token: None,
            app_password: None,
            tries: 0,
        })
    }

    /// The identifier of one of the user's that works; one that is made for the purpose where there is none.
    fn core_token_of(&mut self, user: u32, intent: Intent) -> String {
        let works = |it: &&CoreToken| it.user == user && it.intent == intent && !it.is_expired(now());
        if let Some(found) = self.world.core_tokens.iter().find(works) {
            return found.identifier.clone();
        }
        let word = if intent == Intent::Api { "api" } else { "app-password" };
        let identifier = format!("{word}-{user}-laptop");
        let mut dice = Dice::of(self.world.seed, 77 + intent as u64, u64::from(user));
        let made = token(&mut dice, user, intent, identifier.clone());
        self.world.core_tokens.push(made);
        identifier
    }
}
