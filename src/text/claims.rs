//! What a claim is called and what it says.

/// A claim's title and meaning. `None` for one that is not known; a property mapping may make any.
pub fn claim(name: &str) -> Option<(&'static str, &'static str)> {
    Some(match name {
        "iss" => ("Issuer", "Who issued the token: an address of authentik."),
        "sub" => (
            "Subject",
            "Who the token is about. What it holds depends on the provider’s subject mode.",
        ),
        "aud" => (
            "Audience",
            "Who the token is meant for, usually the client. Everyone else should reject it.",
        ),
        "azp" => ("Authorized party", "The client that the token was issued to."),
        "client_id" => ("Client ID", "The client that asked for the token."),
        "uid" => ("Unique ID", "A random ID that authentik gives each access token."),
        "iat" => ("Issued at", "When the token was issued."),
        "nbf" => ("Not before", "When the token begins to be valid."),
        "exp" => ("Expires at", "When the token expires, for every service."),
        "jti" => (
            "Token ID",
            "A unique ID, by which a service can notice that a token is used twice.",
        ),
        "scope" => ("Scope", "What the token allows, separated by spaces."),
        "nonce" => (
            "Nonce",
            "A random text that the client sent along; it ties the token to its request.",
        ),
        "auth_time" => ("Signed in at", "When the user last proved who they are."),
        "acr" => ("Authentication context", "The rules by which the user was signed in."),
        "amr" => (
            "Authentication methods",
            "How the user proved who they are: by password (pwd), second factor (mfa) …",
        ),
        "sid" => ("Session ID", "The authentik session it belongs to; used for logout."),
        "act" => ("Actor", "Who acts on behalf of the subject."),
        "cnf" => (
            "Confirmation",
            "The key that a client must prove it holds when it uses the token.",
        ),
        "at_hash" => (
            "Access token hash",
            "Ties the ID token to the access token issued with it.",
        ),
        "c_hash" => (
            "Code hash",
            "Ties the ID token to the authorization code issued with it.",
        ),
        "name" => ("Full name", "The user’s full name, as it is shown."),
        "given_name" => (
            "Given name",
            "The user’s first name or names. authentik’s own mapping puts the full name here.",
        ),
        "middle_name" => ("Middle name", "The user’s middle name or names."),
        "family_name" => ("Family name", "The user’s last name or names."),
        "nickname" => (
            "Nickname",
            "A casual name. authentik’s own mapping puts the username here.",
        ),
        "preferred_username" => (
            "Username",
            "The name that the user goes by. It is not unique and may change.",
        ),
        "email" => (
            "Email address",
            "The user’s email address. It may change, so it should not identify the user.",
        ),
        "email_verified" => ("Email verified", "Whether the address is known to be the user’s."),
        "phone_number" => ("Phone number", "The user’s phone number."),
        "phone_number_verified" => ("Phone verified", "Whether the number is known to be the user’s."),
        "address" => ("Postal address", "The user’s postal address."),
        "profile" => ("Profile page", "The address of a page about the user."),
        "picture" => ("Picture", "The address of a picture of the user."),
        "website" => ("Website", "The address of the user’s own pages."),
        "gender" => ("Gender", "The user’s gender, as they state it."),
        "birthdate" => ("Date of birth", "The user’s birthday; the year may be left out."),
        "zoneinfo" => ("Time zone", "The user’s time zone."),
        "locale" => ("Language", "The user’s language and region."),
        "updated_at" => ("Profile updated at", "When the user’s profile last changed."),
        "groups" => ("Groups", "The groups that the user is a member of."),
        "roles" => ("Roles", "The roles that the user has."),
        "entitlements" => ("Entitlements", "What the user is entitled to in the application."),
        "ak_proxy" => (
            "Proxy settings",
            "What an authentik proxy outpost passes on to the application behind it.",
        ),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::claims::STANDARD;

    #[test]
    fn every_standard_claim_is_explained() {
        for name in STANDARD {
            let (title, meaning) = claim(name).unwrap();
            assert!(!title.is_empty() && meaning.ends_with(['.', '…']), "{name}");
        }
        assert_eq!(claim("department"), None);
    }
}
