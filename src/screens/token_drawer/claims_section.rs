//! The claims of the ID token that went with the token.

use leptos::prelude::*;
use serde_json::Value;

use super::facts::{ShownToken, identifier, lines, moment, text_or};
use crate::components::copy::copy_whole;
use crate::components::fact::Fact;
use crate::components::json_tree::json_tree;
use crate::model::claims::{Claim, ClaimValue, Claims};
use crate::text;
use crate::text::drawer::{claims as words, fact};

/// Standard claims explained, the others as they are.
#[component]
pub fn ClaimsSection(token: ShownToken) -> impl IntoView {
    let note = |text: &'static str| view! { <p class="quiet">{text}</p> }.into_any();
    match &token.get_value().claims {
        None => note(words::NONE),
        Some(Claims::Unreadable) => note(words::UNREADABLE),
        Some(Claims::Read(fields)) if fields.is_empty() => note(words::EMPTY),
        Some(claims) => {
            let others = claims.others();
            let others = (!others.is_empty()).then_some(Value::Object(others));
            view! {
                <dl class="facts">
                    {claims.standard().into_iter().map(claim).collect_view()}
                    {others.map(|others| view! { <Fact name=words::OTHERS known=json_tree(&others)/> })}
                </dl>
            }
            .into_any()
        }
    }
}

fn claim(Claim { name, value }: Claim) -> AnyView {
    let (title, meaning) = text::claims::claim(name).unwrap_or((name, ""));
    let shown = match value {
        ClaimValue::Text(text) => identifier(name, Some(&text)),
        ClaimValue::Time(at) => moment(at),
        ClaimValue::List(items) if items.is_empty() => text_or(None, fact::NONE),
        ClaimValue::List(items) => lines("id-list", items, |item| {
            view! { <li><bdi translate="no">{text::cut(item)}</bdi>{copy_whole(item)}</li> }.into_any()
        }),
        ClaimValue::Json(value) => json_tree(&value),
    };
    let known = view! {
        <div>
            {shown}
            <p class="quiet"><code translate="no">{name}</code>" "{meaning}</p>
        </div>
    };
    view! { <Fact name=title known=known.into_any()/> }.into_any()
}
