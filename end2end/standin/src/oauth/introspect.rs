//! What a client learns of a token, and how it gives one back.

use super::Exchange;
use super::client;
use crate::api::answer::Answer;
use crate::data::row::{Kind, Row};
use crate::json::Nothing;
use serde_json::json;

impl Exchange<'_> {
    /// All claims of a token that is there, active or not; of any other, and to who is not its client, just that it is not.
    pub(super) fn introspect(&self) -> Answer {
        let Some((kind, row)) = self.theirs() else {
            return Answer::json(200, &json!({"active": false}));
        };
        let said = self.world.grants(kind).said.get(&row.pk);
        let claims = said.and_then(|said| said.claims.as_ref()?.as_object().cloned());
        let provider = self.world.provider(row.provider.into());
        let mut body = claims.unwrap_or_default();
        for (name, value) in [
            ("active", json!(!row.revoked && !row.is_expired(self.now))),
            ("scope", json!(self.world.scopes(kind, row.pk).join(" "))),
            ("client_id", json!(provider.map(|provider| provider.client_id))),
        ] {
            body.insert(name.to_owned(), value);
        }
        Answer::json(200, &body)
    }

    /// As RFC 7009 has it: a token that is gone already is as good as given back.
    pub(super) fn revoke(&mut self) -> Answer {
        if let Some((kind, row)) = self.theirs() {
            self.world.delete_grant(kind, row.pk);
        }
        Answer::json(200, &Nothing {})
    }

    /// The row of the token that was sent, where it is one of this client's.
    fn theirs(&self) -> Option<(Kind, Row)> {
        let form = self.form();
        let (id, secret) = client::sent(self, &form);
        let provider = client::known(self.world, &id, &secret)?;
        let found = self.values.find(self.world, form.get("token")?);
        found.filter(|(kind, row)| *kind != Kind::Code && u32::from(row.provider) == provider)
    }
}
