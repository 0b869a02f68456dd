//! The other tokens of the same grant: of the same user and provider. Ending an access token alone lets its client get a
//! new one, if it holds a refresh token.

use std::rc::Rc;

use super::question::Choice;
use crate::app::app;
use crate::authentik::call::Call;
use crate::authentik::client::Stretch;
use crate::authentik::page::Row;
use crate::state::State;
use crate::text;
use crate::tokens::ending::Target;
use crate::tokens::kind::Kind;
use crate::ui::dom::{El, el, spawn};

/// So many are offered at most; a person and a client with more of them is a matter for the list.
const MOST: u64 = 100;

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
pub fn related(target: &Target, choice: Choice) -> El {
    let place = el("div").class("end-related");
    let Some(kind) = other(target.kind) else {
        return place;
    };
    let found: State<Option<(Rc<[Target]>, u64)>> = State::new(None);
    let call = Call::default().here();
    let of = Stretch {
        kind,
        user: Some(target.user.pk),
        provider: Some(target.provider.pk),
        ordering: "pk",
        page: 1,
        size: MOST,
    };
    let asking = app().client.stretch(&of, &call);
    spawn(async move {
        // Where this fails, nothing is offered: it is an offer, and what is said above is true all the same.
        if let Ok(page) = asking.await {
            let targets = page.rows.iter().filter_map(|row| match row {
                Row::Read(token) => Some(Target::of(kind, token)),
                Row::Unreadable { .. } => None,
            });
            found.set(Some((targets.collect(), page.pagination.count)));
        }
    });
    let (user, provider) = (target.user.username.clone(), target.provider.name.clone());
    place.part(move || {
        let (others, count) = found.get().filter(|(others, _)| !others.is_empty())?;
        if count > MOST {
            let words = text::ending::too_many_besides(kind, count, &user, &provider);
            return Some(el("p").text(&words));
        }
        let words = text::ending::also(kind, others.len(), &user, &provider);
        let tick = el("input")
            .attr("type", "checkbox")
            .attr("aria-describedby", "ts-ending-also")
            .on_checked(move |take| choice.also.set(if take { others.to_vec() } else { Vec::new() }));
        let label = el("label").class("choice").child(tick).child(el("span").text(&words));
        let why = el("p")
            .class("quiet")
            .attr("id", "ts-ending-also")
            .text(text::ending::why_also(kind));
        Some(el("div").child(label).child(why))
    })
}
