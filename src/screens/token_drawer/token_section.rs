//! The token itself.

use leptos::prelude::*;

use super::facts::{Fact, MoreFacts, ShownToken, identifier, lines, moment, text_or, words, yes_no};
use crate::components::copy::copy_whole;
use crate::model::kind::Kind;
use crate::model::token::End;
use crate::screens::status_pill::StatusPill;
use crate::screens::token_list::Scope;
use crate::state::app::app;
use crate::text;
use crate::tokens::status::status_of;

/// Number, status, expiry, scopes.
#[component]
pub fn TokenSection(
    /// The token.
    token: ShownToken,
    /// Its kind.
    kind: Kind,
) -> impl IntoView {
    let status = view! { <TokenStatus token/> };
    let token = token.get_value();
    let expires = match token.expires {
        End::At(at) | End::NotApplied(at) => moment(at),
        End::Never => words("Never, by the date that authentik keeps"),
        End::Unknown => words("Not known: authentik sent no date that can be read"),
    };
    let issued = token.claims.as_ref().and_then(|claims| claims.issued_at());
    let issued = issued.map(|at| view! { <Fact name="Issued" field="iat" known=moment(at)/> });
    let revoked = kind.has_revoked().then(|| {
        view! { <Fact name="Revoked" field="revoked" known=yes_no(token.revoked)/> }
    });
    view! {
        <dl class="facts">
            <Fact name="Number" field="pk" known=identifier("number", Some(&token.pk.to_string()))/>
            <Fact name="Status" known=status.into_any()/>
            <Fact name="Expires" field="expires" known=expires/>
            {issued}
            {revoked}
            <Fact name="Expired when read" field="is_expired" known=yes_no(token.is_expired)/>
            <Fact name="Scopes" field="scope" known=scopes(&token.scope)/>
        </dl>
        <MoreFacts fields=token.more.clone()/>
    }
}

/// The status, which time may change, and what it means.
#[component]
fn TokenStatus(token: ShownToken) -> impl IntoView {
    let clock = app().clock;
    let status = move || {
        let now = clock.second.get();
        token.with_value(|token| status_of(token, now))
    };
    view! {
        <div>
            <StatusPill status/>
            <p class="quiet">{move || token.with_value(|token| text::status::meaning(status(), token))}</p>
        </div>
    }
}

fn scopes(names: &[String]) -> AnyView {
    if names.is_empty() {
        return text_or(None, "None");
    }
    lines("scope-list", names.to_vec(), |name| {
        let meaning = text::scopes::scope(name).unwrap_or("A scope of this installation’s own.");
        view! { <li><Scope name=name.clone()/>{copy_whole(name)}<span class="quiet">{meaning}</span></li> }.into_any()
    })
}
