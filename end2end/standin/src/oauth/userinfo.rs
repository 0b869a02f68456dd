//! What the bearer of an access token learns of its owner.

use super::Exchange;
use super::values::about;
use crate::api::answer::{Answer, HTML};
use crate::data::row::Kind;
use serde_json::{Map, Value, json};

impl Exchange<'_> {
    pub(super) fn userinfo(&self) -> (Answer, Option<String>) {
        let header = self
            .ask
            .header("authorization")
            .and_then(|header| header.split_once(' '));
        let value = header
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
            .map_or("", |(_, value)| value.trim());
        let row = self.values.find(self.world, value);
        let row = row.filter(|(kind, row)| *kind == Kind::Access && !row.revoked && !row.is_expired(self.now));
        let Some((row, user)) = row.and_then(|(_, row)| Some((row.clone(), self.world.user(row.user)?))) else {
            let why = "error=\"invalid_token\", error_description=\"The access token provided is expired, revoked, malformed, or invalid for other reasons\"";
            return (Answer::of(401, HTML, Vec::new()).with("www-authenticate", why), None);
        };
        let mut body = Map::new();
        body.insert("sub".to_owned(), json!(user.uid));
        for (name, value) in about(user, &self.world.scopes(Kind::Access, row.pk)) {
            body.insert(name.to_owned(), value);
        }
        let said = self.world.grants(Kind::Access).said.get(&row.pk);
        let nonce = said.and_then(|said| said.claims.as_ref()?.get("nonce").cloned());
        body.extend(nonce.map(|nonce| ("nonce".to_owned(), nonce)));
        (Answer::json(200, &Value::Object(body)), Some(user.username.clone()))
    }
}
