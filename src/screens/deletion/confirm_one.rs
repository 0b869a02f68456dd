//! A single token: what it is, what depends on it, and what deleting it does and does not do.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::confirm_form::ConfirmForm;
use super::related::Related;
use crate::authentik::call::Call;
use crate::components::fact::Fact;
use crate::components::format::moment;
use crate::components::full_time::FullTime;
use crate::components::icon::{Icon, Picture};
use crate::components::portions::portions;
use crate::model::token::End;
use crate::platform::clock::now;
use crate::state::app::app;
use crate::text;
use crate::text::deletion::Until;
use crate::tokens::deletion::{Id, Target};

/// What is said of one token.
#[component]
pub fn ConfirmOne(
    /// The token.
    target: Target,
    /// What is taken along with it.
    form: ConfirmForm,
) -> impl IntoView {
    let name = text::kinds::named(target.kind, target.pk);
    let user = text::cut(target.user.display_name());
    let username = text::cut(&target.user.username);
    let provider = text::cut(&target.provider.name);
    let id = target.id();
    let expires = match target.expires {
        End::At(at) | End::NotApplied(at) => view! { <FullTime at now=app().clock.second/> }.into_any(),
        End::Never => view! { <span>{text::deletion::NEVER}</span> }.into_any(),
        End::Unknown => view! { <span>{text::deletion::NOT_KNOWN}</span> }.into_any(),
    };
    let scopes = scopes(&target.scope);
    let date = target.expires.date().map(moment).unwrap_or_default();
    // A service that verifies tokens itself goes by the date, whether authentik applies it or not.
    let until = match target.expires {
        End::At(at) | End::NotApplied(at) if at <= now() => Until::Over(&date),
        End::At(_) | End::NotApplied(_) => Until::At(&date),
        End::Never => Until::Never,
        End::Unknown => Until::Unknown,
    };
    let does = text::deletion::does(target.kind).to_owned();
    let does_not = text::deletion::does_not(target.kind, until);
    view! {
        <div>
            <dl class="facts deletion-facts">
                <Fact name=text::deletion::TOKEN known=view! { <strong>{name}</strong> }.into_any()/>
                <Fact name=text::deletion::USER known=view! { <span><bdi translate="no">{user}</bdi>" "<bdi translate="no" class="quiet">{username}</bdi></span> }.into_any()/>
                <Fact name=text::deletion::PROVIDER known=view! { <bdi translate="no">{provider}</bdi> }.into_any()/>
                <Fact name=text::deletion::SCOPES known=view! { {scopes} }.into_any()/>
                <Fact name=text::deletion::EXPIRES known=view! { {expires} }.into_any()/>
                <Fact name=text::deletion::USED_BY known=view! { <UsedByWords id/> }.into_any()/>
            </dl>
            <ul class="deletion-effects">
                {effect(Icon::Check, does)}
                {effect(Icon::Warning, does_not)}
            </ul>
            <Related target form/>
            <p class="quiet">{text::deletion::NOT_UNDONE}</p>
        </div>
    }
}

fn scopes(names: &[String]) -> AnyView {
    if names.is_empty() {
        return view! { <span class="quiet">{text::deletion::NO_SCOPES}</span> }.into_any();
    }
    let names = names.to_vec();
    let name = |name: &String| view! { <li><bdi translate="no" class="scope">{text::cut(name)}</bdi></li> }.into_any();
    let count = names.len();
    let (names, more) = portions(count, move |at| names.get(at).map(name).into_any());
    view! { <ul class="scopes">{names}</ul>{more} }.into_any()
}

fn effect(icon: Icon, words: String) -> AnyView {
    view! { <li><Picture icon/><span>{words}</span></li> }.into_any()
}

/// What authentik says would go along with it.
#[component]
fn UsedByWords(
    /// Which token.
    id: Id,
) -> impl IntoView {
    let said = RwSignal::new(text::deletion::ASKING.to_owned());
    let asking = app().client.used_by(id.kind, id.pk, &Call::default().until_cleanup());
    spawn_local(async move {
        said.set(match asking.await {
            Err(_) => text::deletion::USES_HIDDEN.to_owned(),
            Ok(uses) if uses.is_empty() => text::deletion::UNUSED.to_owned(),
            Ok(uses) => {
                let names = uses
                    .iter()
                    .map(|one| text::deletion::used_by(&text::cut(&one.name), &one.model));
                let names: Vec<String> = names.collect();
                text::cut_all(names.iter().map(String::as_str), ", ")
            }
        });
    });
    view! { <span role="status">{said}</span> }
}
