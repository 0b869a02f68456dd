//! The claims of the ID token that went with the token.

use leptos::prelude::*;
use serde_json::Value;

use super::facts::{Fact, ShownToken, identifier, lines, moment, text_or};
use crate::components::copy::copy_whole;
use crate::components::json_tree::json_tree;
use crate::model::claims::{Claim, ClaimValue, Claims};
use crate::text;

/// Standard claims explained, the others as they are.
#[component]
pub fn ClaimsSection(
    /// The token.
    token: ShownToken,
) -> impl IntoView {
    let note = |text: &'static str| view! { <p class="quiet">{text}</p> }.into_any();
    match &token.get_value().claims {
        None => note("authentik sent no claims with this token."),
        Some(Claims::Unreadable) => note("The claims that authentik keeps for this token cannot be read."),
        Some(Claims::Read(fields)) if fields.is_empty() => note("The claims are empty."),
        Some(claims) => {
            let others = claims.others();
            let others = (!others.is_empty()).then_some(Value::Object(others));
            view! {
                <dl class="facts">
                    {claims.standard().into_iter().map(claim).collect_view()}
                    {others.map(|others| view! { <Fact name="Other claims" known=json_tree(&others)/> })}
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
        ClaimValue::List(items) if items.is_empty() => text_or(None, "None"),
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
