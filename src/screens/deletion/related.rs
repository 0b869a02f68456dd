//! The other tokens of the same grant: of the same user and provider. Deleting an access token alone lets its client get a
//! new one, if it holds a refresh token.

use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::confirm_form::ConfirmForm;
use crate::authentik::call::Call;
use crate::authentik::client::TokenPageRequest;
use crate::model::kind::Kind;
use crate::platform::clock::now;
use crate::state::app::app;
use crate::text;
use crate::tokens::deletion::Target;
use crate::tokens::deletion::rest_of_grant::{that_matter, those_that_matter_first};

/// How many are offered at most; if a user holds more for a client, that is a job for the list.
const MOST: u64 = 100;

const WHY_ID: &str = "ts-deletion-also";

/// What there is besides.
#[derive(Clone)]
struct RelatedTokens {
    kind: Kind,
    /// The first of them that matter.
    targets: Rc<[Target]>,
    /// Whether these are all that matter.
    is_all: bool,
}

/// The kind that matters to `kind`.
fn other(kind: Kind) -> Option<Kind> {
    match kind {
        Kind::AccessTokens => Some(Kind::RefreshTokens),
        Kind::RefreshTokens => Some(Kind::AccessTokens),
        // Whether it was exchanged, and for which, authentik does not tell.
        Kind::AuthorizationCodes => None,
    }
}

/// The offer to take them along, once they are known.
#[component]
pub fn Related(
    /// The token that is asked about.
    target: Target,
    /// Told what is taken along.
    form: ConfirmForm,
) -> impl IntoView {
    let Target {
        kind, user, provider, ..
    } = target;
    let found = RwSignal::new_local(None::<RelatedTokens>);
    if let Some(kind) = other(kind) {
        look(kind, user.pk, provider.pk, found);
    }
    let (user, provider) = (text::cut(&user.username), text::cut(&provider.name));
    let offer = move || {
        let found = found.get().filter(|found| !found.targets.is_empty())?;
        Some(offer(found, &user, &provider, form))
    };
    view! { <div class="deletion-related">{offer}</div> }
}

/// Looks for tokens of this kind, user and provider.
fn look(kind: Kind, user: u64, provider: u64, found: RwSignal<Option<RelatedTokens>, LocalStorage>) {
    let of = TokenPageRequest {
        kind,
        user: Some(user),
        provider: Some(provider),
        ordering: those_that_matter_first(kind),
        page: 1,
        size: MOST,
    };
    let asking = app().client.token_page(&of, &Call::default().until_cleanup());
    spawn_local(async move {
        // Where this fails, nothing is offered: it is an offer, and what is said above is true all the same.
        if let Ok(page) = asking.await {
            let (tokens, is_all) = that_matter(kind, &page, now());
            let targets = tokens.into_iter().map(|token| Target::of(kind, token)).collect();
            found.set(Some(RelatedTokens { kind, targets, is_all }));
        }
    });
}

fn offer(found: RelatedTokens, user: &str, provider: &str, form: ConfirmForm) -> AnyView {
    let RelatedTokens { kind, targets, is_all } = found;
    if !is_all {
        let words = text::deletion::too_many_besides(kind, targets.len() as u64, user, provider);
        return view! { <p>{words}</p> }.into_any();
    }
    let words = text::deletion::also(kind, targets.len(), user, provider);
    let take = move |take: bool| form.also.set(if take { targets.to_vec() } else { Vec::new() });
    view! {
        <div>
            <label class="choice">
                <input
                    type="checkbox"
                    aria-describedby=WHY_ID
                    on:change:target=move |event| take(event.target().checked())
                />
                <span>{words}</span>
            </label>
            <p class="quiet" id=WHY_ID>{text::deletion::why_also(kind)}</p>
        </div>
    }
    .into_any()
}
