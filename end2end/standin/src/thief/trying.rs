//! How the thief tries it all.

use super::asking::{self, ME, api_key, cookies, form};
use super::loot::{From, Thief, Trial, Tried};
use crate::app::State;

impl State {
    /// Tries all that was taken. What was got with one thing helps with the others: a token that a refresh token or an app
    /// password gave is as good as the first one.
    pub fn try_all(&mut self, from: From) -> Trial {
        let Some(at) = self.thieves.iter().position(|thief| thief.from == from) else {
            return Trial::NOTHING;
        };
        let mut thief = self.thieves.swap_remove(at);
        thief.tries += 1;
        let mut found = Trial {
            stolen: true,
            tries: thief.tries,
            session: self.try_session(&thief),
            api_token: self.try_api_token(&thief),
            refresh_token: self.try_refresh_token(&mut thief),
            app_password: self.try_app_password(&mut thief),
            client_secret: self.try_client_secret(&mut thief),
            introspection: self.try_introspection(&thief),
            access_token: self.try_access_tokens(&mut thief),
            ..Trial::NOTHING
        };
        found.access_tokens_held = thief.access_tokens.len();
        let all = [
            found.session,
            found.access_token,
            found.refresh_token,
            found.api_token,
            found.app_password,
            found.client_secret,
            found.introspection,
        ];
        found.r#in = all.into_iter().flatten().any(|tried| tried.r#in);
        self.thieves.push(thief);
        found
    }

    /// Uses the refresh token that was used before, as somebody does who does not know that: authentik writes it down.
    pub fn use_spent(&mut self, from: From) {
        let mut thieves = self.thieves.iter();
        let thief = thieves.find(|thief| thief.from == from);
        let Some((mut thief, value)) = thief.and_then(|thief| Some((thief.clone(), thief.spent.clone()?))) else {
            return;
        };
        let fields = [("grant_type", "refresh_token"), ("refresh_token", &value)];
        self.get_tokens(&mut thief, &fields, true);
    }

    fn try_session(&mut self, thief: &Thief) -> Option<Tried> {
        let cookie = thief.session.as_ref()?;
        let answer = self.ask_as_thief("GET", ME, &[cookies(cookie)], "");
        Some(Tried::by(answer.status))
    }

    fn try_api_token(&mut self, thief: &Thief) -> Option<Tried> {
        let key = thief.api_token.as_ref()?;
        let answer = self.ask_as_thief("GET", ME, &[api_key(key)], "");
        Some(Tried::by(answer.status))
    }

    fn try_refresh_token(&mut self, thief: &mut Thief) -> Option<Tried> {
        let value = thief.refresh_token.clone()?;
        let fields = [("grant_type", "refresh_token"), ("refresh_token", &value)];
        Some(self.get_tokens(thief, &fields, true))
    }

    fn try_app_password(&mut self, thief: &mut Thief) -> Option<Tried> {
        let (username, password) = thief.app_password.clone()?;
        let fields = [
            ("grant_type", "client_credentials"),
            ("username", &username),
            ("password", &password),
            ("scope", "openid email profile"),
        ];
        // Whoever has an app password needs no secret of the client.
        Some(self.get_tokens(thief, &fields, false))
    }

    fn try_client_secret(&mut self, thief: &mut Thief) -> Option<Tried> {
        matches!(thief.from, From::Client(_)).then(|| {
            let fields = [("grant_type", "client_credentials"), ("scope", "openid")];
            self.get_tokens(thief, &fields, true)
        })
    }

    fn try_introspection(&mut self, thief: &Thief) -> Option<Tried> {
        if !matches!(thief.from, From::Client(_)) {
            return None;
        }
        let asked = thief.access_tokens.last().map_or("gone", String::as_str);
        let (id, secret) = &thief.client;
        let body = form(&[("client_id", id), ("client_secret", secret), ("token", asked)]);
        let answer = self.ask_as_thief("POST", "/application/o/introspect/", &[], &body);
        Some(Tried {
            r#in: asking::field(&answer, "active").as_bool() == Some(true),
            status: answer.status,
        })
    }

    /// The newest first; what does not work is thrown away.
    fn try_access_tokens(&mut self, thief: &mut Thief) -> Option<Tried> {
        let mut newest = None;
        let held = std::mem::take(&mut thief.access_tokens);
        for value in held.into_iter().rev() {
            let answer = self.ask_as_thief("GET", "/application/o/userinfo/", &[api_key(&value)], "");
            let tried = Tried::by(answer.status);
            if newest.is_none_or(|newest: Tried| tried.r#in && !newest.r#in) {
                newest = Some(tried);
            }
            if tried.r#in {
                thief.access_tokens.push(value);
            }
        }
        thief.access_tokens.reverse();
        // Whoever had some and has none any more is still told so.
        newest.or(thief.had_any.then_some(Tried::by(401)))
    }

    /// Asks the token endpoint, and keeps what it gives.
    fn get_tokens(&mut self, thief: &mut Thief, fields: &[(&str, &str)], with_secret: bool) -> Tried {
        let (id, secret) = thief.client.clone();
        let mut all = vec![("client_id", id.as_str())];
        if with_secret {
            all.push(("client_secret", &secret));
        }
        all.extend(fields);
        let answer = self.ask_as_thief("POST", "/application/o/token/", &[], &form(&all));
        if let Some(value) = asking::field(&answer, "access_token").as_str() {
            thief.access_tokens.push(value.to_owned());
            thief.had_any = true;
        }
        if let Some(value) = asking::field(&answer, "refresh_token").as_str() {
            thief.spent = thief.refresh_token.replace(value.to_owned());
        }
        Tried::by(answer.status)
    }
}
