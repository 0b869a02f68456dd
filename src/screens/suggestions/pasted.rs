//! What a token in the search box says about itself, read in this page and nowhere else.

use leptos::prelude::*;
use serde_json::Value;

use crate::components::format::moment;
use crate::model::claims::Claims;
use crate::text;
use crate::tokens::pasted::jwt_claims;

/// What a typed or pasted token says about itself, with a button that finds it.
#[component]
pub fn PastedToken(
    /// What stands in the box.
    typed: RwSignal<String>,
    /// Searches for a text instead.
    look_for: Callback<String>,
) -> impl IntoView {
    let about = move || match typed.with(|typed| jwt_claims(typed)) {
        Some(claims) => described(&claims, look_for),
        None => view! { <p class="suggestion-note">{text::search::TOKEN_WITHOUT_CLAIMS}</p> }.into_any(),
    };
    view! { <div class="suggestions" role="status">{about}</div> }
}

fn described(claims: &Claims, look_for: Callback<String>) -> AnyView {
    let text_of = |name: &str| claims.get(name).and_then(Value::as_str).map(ToOwned::to_owned);
    let time_of = |name: &str| claims.time(name).map(moment);
    let person = ["preferred_username", "name", "email", "sub"]
        .into_iter()
        .find_map(text_of);
    let facts = [
        (text::search::TOKEN_USER, person),
        (
            text::search::TOKEN_CLIENT,
            Some(claims.audiences().join(", ")).filter(|names| !names.is_empty()),
        ),
        (text::search::TOKEN_ISSUER, text_of("iss")),
        (text::search::TOKEN_ISSUED, time_of("iat")),
        (text::search::TOKEN_EXPIRES, time_of("exp")),
    ];
    let facts = facts.into_iter().filter_map(|(name, value)| {
        let value = value?;
        Some(view! { <dt>{name}</dt><dd><bdi translate="no">{value}</bdi></dd> })
    });
    let find = search_for(claims).map(|search| {
        let go = move |_| look_for.run(search.clone());
        view! { <button class="button" type="button" on:click=go>{text::search::FIND_TOKEN}</button> }
    });
    view! {
        <p class="suggestion-note">{text::search::TOKEN_READ}</p>
        <dl class="suggestion-facts">{facts.collect::<Vec<_>>()}</dl>
        {find}
    }
    .into_any()
}

/// The search that finds a token with these claims: by its id, or else all tokens of the same subject.
fn search_for(claims: &Claims) -> Option<String> {
    ["jti", "uid", "sub"].into_iter().find_map(|name| {
        let id = claims.get(name)?.as_str()?;
        (!id.is_empty() && !id.contains('"')).then(|| format!("{name}:\"{id}\""))
    })
}
