//! The claims of the ID token that went with the token.

use serde_json::Value;

use super::facts::{fact, facts, identifier, text_or};
use crate::text;
use crate::tokens::claims::{Claim, ClaimValue, Claims};
use crate::ui::dom::{El, bdi, el};
use crate::ui::json_tree::json_tree;
use crate::ui::time::full_time;

/// Standard claims explained, the others as they are.
pub fn claims_section(claims: Option<&Claims>) -> Vec<El> {
    let note = |text: &str| vec![el("p").class("quiet").text(text)];
    match claims {
        None => note("authentik sent no claims with this token."),
        Some(Claims::Unreadable) => note("The claims that authentik keeps for this token cannot be read."),
        Some(Claims::Read(fields)) if fields.is_empty() => note("The claims are empty."),
        Some(claims) => {
            let list = claims.standard().into_iter().map(claim).fold(facts(), El::child);
            let others = claims.others();
            let others = (!others.is_empty()).then(|| fact("Other claims", "", json_tree(&Value::Object(others))));
            vec![list.children(others)]
        }
    }
}

fn claim(Claim { name, value }: Claim) -> El {
    let (title, meaning) = text::claims::claim(name).unwrap_or((name, ""));
    let shown = match value {
        ClaimValue::Text(text) => identifier(name, Some(&text)),
        ClaimValue::Time(at) => full_time(at),
        ClaimValue::List(items) if items.is_empty() => text_or(None, "None"),
        ClaimValue::List(items) => {
            let lines = items.iter().map(|item| el("li").child(bdi(item)));
            el("ul").class("id-list").children(lines)
        }
        ClaimValue::Json(value) => json_tree(&value),
    };
    let note = el("p")
        .class("quiet")
        .child(el("code").text(name))
        .text(" ")
        .text(meaning);
    fact(title, "", el("div").child(shown).child(note))
}
