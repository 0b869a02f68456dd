//! What else the same user holds for the same client: as long as a refresh token lives, deleting an access token alone does
//! little.

use leptos::prelude::*;

use super::facts::ShownToken;
use super::list_link::ListLink;
use crate::authentik::client::TokenPageRequest;
use crate::model::kind::Kind;
use crate::platform::clock::now;
use crate::screens::token_list::list::List;
use crate::state::app::app;
use crate::state::loader::Loader;
use crate::text;
use crate::text::drawer::grant as words;
use crate::text::plan::Renewal;
use crate::tokens::deletion::rest_of_grant::{that_matter, those_that_matter_first};

/// The other tokens of the grant, counted, each kind with the way to it.
#[component]
pub fn GrantSection(token: ShownToken, kind: Kind) -> impl IntoView {
    let list = expect_context::<List>();
    let token = token.get_value();
    let (user, provider) = (token.user.pk, token.provider.pk);
    let loader = counts_of(user, provider);
    // What was deleted before is not among what was just counted.
    Effect::new(move |before: Option<u64>| {
        let ended = list.deleted.get();
        if before.is_some_and(|before| before < ended) {
            untrack(|| loader.again());
        }
        ended
    });
    // This one is counted among its kind.
    let others = move || {
        let answered = loader.current()?;
        let others = answered.answer.counts.iter().map(|&(other, count)| {
            let own = u64::from(other == kind);
            (other, count.saturating_sub(own))
        });
        Some(others.collect::<Vec<_>>())
    };
    let name = text::cut(&token.provider.name);
    let said = move || match others() {
        None if loader.failure().is_some() => ().into_any(),
        None => view! { <p class="quiet">{words::LOOKING}</p> }.into_any(),
        Some(others) if others.iter().all(|(_, count)| *count == 0) => view! { <p>{words::NONE}</p> }.into_any(),
        Some(others) => {
            let refresh = loader.current().map(|answered| answered.answer.refresh);
            let renewed = text::plan::grant(kind, refresh.unwrap_or_default(), &name);
            let links = others.into_iter().filter(|(_, count)| *count > 0);
            let links = links.map(|(kind, count)| view! { <li><ListLink kind user=Some(user) provider=Some(provider)>{text::kinds::counted(kind, count)}</ListLink></li> });
            view! {
                <div>
                    {renewed.map(|renewed| view! { <p class="grant-words">{renewed}</p> })}
                    <ul class="id-list">{links.collect_view()}</ul>
                </div>
            }
            .into_any()
        }
    };
    let failed = move || {
        let title = text::failures::failure(&loader.failure()?).title;
        Some(view! {
            <p role="alert">
                {words::failed(&title)}
                " "
                <button type="button" class="link" on:click=move |_| loader.again()>{text::buttons::TRY_AGAIN}</button>
            </p>
        })
    };
    view! {
        <div class="grant">
            {said}
            {failed}
        </div>
    }
}

/// So many refresh tokens are looked at, to see which of them work.
const LOOKED_AT: u64 = 100;

/// What a user holds for a client.
struct GrantTotals {
    /// How many tokens of each kind.
    counts: Vec<(Kind, u64)>,
    refresh: Renewal,
}

/// How many tokens of each kind this user holds for this client, asked at once.
fn counts_of(user: u64, provider: u64) -> Loader<(u64, u64), GrantTotals> {
    let client = app().client;
    let loader = Loader::new(move |of: &(u64, u64), call| {
        let ((user, provider), call) = (*of, call.clone());
        Box::pin(async move {
            let (mut counts, mut refresh) = (Vec::new(), Renewal::default());
            for kind in Kind::ALL {
                let looked_at = if kind == Kind::RefreshTokens { LOOKED_AT } else { 1 };
                let mut of = TokenPageRequest {
                    kind,
                    user: Some(user),
                    provider: Some(provider),
                    ordering: those_that_matter_first(kind),
                    page: 1,
                    size: looked_at,
                };
                let mut page = client.token_page(&of, &call).await;
                // A row that cannot be rendered takes its page along; the first row alone says enough.
                if looked_at > 1 && page.as_ref().is_err_and(|failure| failure.status == Some(500)) {
                    of.size = 1;
                    page = client.token_page(&of, &call).await;
                }
                let page = page?;
                let total = page.pagination.count;
                if kind == Kind::RefreshTokens {
                    let (live, is_all) = that_matter(kind, &page, now());
                    refresh = Renewal {
                        total,
                        live: live.len() as u64,
                        or_more: !is_all,
                    };
                }
                counts.push((kind, total));
            }
            Ok(GrantTotals { counts, refresh })
        })
    });
    loader.ask((user, provider));
    loader
}
