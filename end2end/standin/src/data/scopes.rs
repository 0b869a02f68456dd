//! The scopes of a row, made from its pk.

use super::World;
use super::random::Dice;
use super::row::Kind;

/// Sets of scopes, the plain ones more often.
const SCOPES: [&[&str]; 12] = [
    &["openid", "profile", "email"],
    &["openid", "profile", "email"],
    &["openid", "email"],
    &["openid"],
    &["openid", "profile", "email", "groups"],
    &["openid", "profile", "email", "offline_access"],
    &["openid", "profile", "email", "entitlements"],
    &["openid", "goauthentik.io/api"],
    &[],
    &["openid", "ak_proxy"],
    &["read:user", "read:org", "user:email"],
    &[
        "openid",
        "profile",
        "email",
        "offline_access",
        "address",
        "phone",
        "groups",
        "entitlements",
        "goauthentik.io/api",
        "grafana:admin",
        "https://example.com/scopes/calendar.readonly",
        "urn:example:archive:read",
        "custom-scope-with-quite-a-long-name-of-its-own",
        "*",
        "scope:<b>bold</b>",
    ],
];

impl World {
    /// The scopes of a row.
    pub fn scopes(&self, kind: Kind, pk: u32) -> Vec<String> {
        if let Some(scope) = self.grants(kind).said.get(&pk).and_then(|said| said.scope.as_ref()) {
            return scope.clone();
        }
        let mut dice = Dice::of(self.seed, 20 + kind.sort(), u64::from(pk));
        let mut scopes: Vec<String> = dice.pick(&SCOPES).iter().map(|&s| s.to_owned()).collect();
        if kind == Kind::Refresh && !scopes.iter().any(|scope| scope == "offline_access") {
            scopes.push("offline_access".to_owned());
        }
        scopes
    }
}
