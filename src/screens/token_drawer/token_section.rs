//! The token itself.

use std::rc::Rc;

use super::facts::{fact, facts, identifier, more, text_or, words, yes_no};
use crate::app::app;
use crate::authentik::token::Token;
use crate::screens::status_pill::status_pill;
use crate::screens::token_list::scope;
use crate::text;
use crate::tokens::kind::Kind;
use crate::tokens::status::status_of;
use crate::ui::dom::{El, el, span};
use crate::ui::time::full_time;

/// Number, status, expiry, scopes.
pub fn token_section(token: &Rc<Token>, kind: Kind) -> Vec<El> {
    let expires = match token.expires {
        Some(at) => full_time(at),
        None => words("Never, by the date that authentik keeps"),
    };
    let issued = token.claims.as_ref().and_then(|claims| claims.issued_at());
    let list = facts()
        .child(fact("Number", "pk", identifier("number", Some(&token.pk.to_string()))))
        .child(fact("Status", "", status(token)))
        .child(fact("Expires", "expires", expires))
        .children(issued.map(|at| fact("Issued", "iat", full_time(at))))
        .children(
            kind.has_revoked()
                .then(|| fact("Revoked", "revoked", yes_no(token.revoked))),
        )
        .child(fact("Marked as expired", "is_expired", yes_no(token.is_expired)))
        .child(fact("Scopes", "scope", scopes(&token.scope)));
    [list].into_iter().chain(more(&token.more)).collect()
}

fn status(token: &Rc<Token>) -> El {
    let clock = app().clock;
    let token = Rc::clone(token);
    let status = move || status_of(&token, clock.second.get());
    let meaning = el("p").class("quiet");
    el("div")
        .child(status_pill(status.clone()))
        .child(meaning.text_of(move || text::status::meaning(status()).to_owned()))
}

fn scopes(names: &[String]) -> El {
    if names.is_empty() {
        return text_or(None, "None");
    }
    let lines = names.iter().map(|name| {
        let meaning = text::scopes::scope(name).unwrap_or("A scope of this installation’s own.");
        el("li")
            .child(scope(name).text(name))
            .child(span("quiet").text(meaning))
    });
    el("ul").class("scope-list").children(lines)
}
