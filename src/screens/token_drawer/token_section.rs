//! The token itself.

use leptos::prelude::*;

use super::facts::{MoreFacts, ShownToken, identifier, lines, moment, text_or, words, yes_no};
use crate::components::copy::copy_whole;
use crate::components::fact::Fact;
use crate::model::kind::Kind;
use crate::model::token::End;
use crate::screens::status_pill::StatusPill;
use crate::screens::token_list::Scope;
use crate::state::app::app;
use crate::text;
use crate::text::drawer::{fact, token as names};
use crate::tokens::status::status_of;

/// Number, status, expiry, scopes.
#[component]
pub fn TokenSection(token: ShownToken, kind: Kind) -> impl IntoView {
    let status = view! { <TokenStatus token/> };
    let token = token.get_value();
    let expires = match token.expires {
        End::At(at) | End::NotApplied(at) => moment(at),
        End::Never => words(names::EXPIRES_NEVER),
        End::Unknown => words(names::EXPIRES_UNKNOWN),
    };
    let issued = token.claims.as_ref().and_then(|claims| claims.issued_at());
    let issued = issued.map(|at| view! { <Fact name=names::ISSUED field="iat" known=moment(at)/> });
    let revoked = kind.has_revoked().then(|| {
        view! { <Fact name=names::REVOKED field="revoked" known=yes_no(token.revoked)/> }
    });
    view! {
        <dl class="facts">
            <Fact name=names::NUMBER field="pk" known=identifier(names::NUMBER_TO_COPY, Some(&token.pk.to_string()))/>
            <Fact name=names::STATUS known=status.into_any()/>
            <Fact name=names::EXPIRES field="expires" known=expires/>
            {issued}
            {revoked}
            <Fact name=names::EXPIRED_WHEN_READ field="is_expired" known=yes_no(token.is_expired)/>
            <Fact name=names::SCOPES field="scope" known=scopes(&token.scope)/>
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
        return text_or(None, fact::NONE);
    }
    lines("scope-list", names.to_vec(), |name| {
        let meaning = text::scopes::scope(name).unwrap_or(names::OWN_SCOPE);
        view! { <li><Scope name=name.clone()/>{copy_whole(name)}<span class="quiet">{meaning}</span></li> }.into_any()
    })
}
