//! A single token: what it is, what hangs on it, and what deleting it does and does not do.

use super::question::Choice;
use super::{fact, related};
use crate::app::app;
use crate::authentik::call::Call;
use crate::authentik::used_by::UsedBy;
use crate::clock::now;
use crate::state::State;
use crate::text;
use crate::tokens::ending::Target;
use crate::tokens::kind::Kind;
use crate::ui::dom::{El, bdi, el, spawn};
use crate::ui::format::moment;
use crate::ui::icon::{Icon, picture};
use crate::ui::time::full_time;

/// What is said of one token.
pub fn one(target: &Target, choice: Choice) -> El {
    let name = format!("{} {}", text::kinds::one(target.kind), target.pk);
    let user = &target.user;
    let person = el("span")
        .child(bdi(user.display_name()))
        .text(" ")
        .child(bdi(&user.username).class("quiet"));
    let expires = match target.expires {
        Some(at) => full_time(at),
        None => el("span").text("Never"),
    };
    let scopes = if target.scope.is_empty() {
        el("span").class("quiet").text("None")
    } else {
        let names = target.scope.iter().map(|name| el("li").child(bdi(name).class("scope")));
        el("ul").class("scopes").children(names)
    };
    let facts = el("dl")
        .class("facts end-facts")
        .child(fact("Token", el("strong").text(&name)))
        .child(fact("User", person))
        .child(fact("Provider", bdi(&target.provider.name)))
        .child(fact("Scopes", scopes))
        .child(fact("Expires", expires))
        .child(fact("Used by", used_by(target)));
    let has_ended = target.expires.is_some_and(|at| at <= now());
    let until = target.expires.map(moment);
    let line = |icon: Icon, text: &str| el("li").child(picture(icon)).child(el("span").text(text));
    let effects = el("ul")
        .class("end-effects")
        .child(line(Icon::Check, text::ending::does(target.kind)))
        .child(line(
            Icon::Warning,
            &text::ending::does_not(target.kind, until.as_deref(), has_ended),
        ));
    el("div")
        .child(facts)
        .child(effects)
        .child(related::related(target, choice))
        .child(el("p").class("quiet").text("This cannot be undone."))
}

/// What authentik says would go along with it.
fn used_by(target: &Target) -> El {
    let client = app().client;
    let call = Call::default().here();
    let said = State::new(None::<Result<Vec<UsedBy>, ()>>);
    let asking = client.used_by(target.kind, target.pk, &call);
    spawn(async move {
        said.set(Some(asking.await.map_err(drop)));
    });
    let nothing = match target.kind {
        Kind::AuthorizationCodes => "Nothing: nothing else in authentik hangs on a code.",
        Kind::AccessTokens | Kind::RefreshTokens => "Nothing: nothing else in authentik hangs on a token.",
    };
    el("span").attr("role", "status").text_of(move || match said.get() {
        None => "Asking authentik…".to_owned(),
        Some(Err(())) => "authentik does not tell you what hangs on it.".to_owned(),
        Some(Ok(uses)) if uses.is_empty() => nothing.to_owned(),
        Some(Ok(uses)) => {
            let names = uses.iter().map(|one| format!("{} ({})", one.name, one.model));
            names.collect::<Vec<_>>().join(", ")
        }
    })
}
