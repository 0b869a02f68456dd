//! Several tokens, counted.

use leptos::prelude::*;

use crate::components::format::moment;
use crate::model::kind::Kind;
use crate::model::token::End;
use crate::platform::clock::now;
use crate::screens::remaining_access::remaining_access;
use crate::text;
use crate::text::numbers::grouped;
use crate::tokens::deletion::{OwnerCount, Summary, Target};

/// So many users and providers are named before the rest is counted.
const NAMED: usize = 4;

/// What they are, and what deleting them does not do.
pub fn many(targets: &[Target], summary: &Summary) -> AnyView {
    let kinds = summary.kinds.iter().map(|&(kind, count)| {
        let name = view! { <span class="deletion-name">{text::kinds::many(kind)}</span> };
        line(name.into_any(), count)
    });
    let kinds_of_all: Vec<Kind> = summary.kinds.iter().map(|&(kind, _)| kind).collect();
    let notes = kinds_of_all
        .iter()
        .map(|&kind| text::deletion::does_not_to_many(kind, &kinds_of_all));
    let notes = notes.map(|note| view! { <li>{note}</li> });
    let expiry = expiry(targets).map(|words| view! { <p class="quiet">{words}</p> });
    view! {
        <div>
            <p class="deletion-lead">{text::deletion::MANY}</p>
            <div class="deletion-counts">
                {counts(text::deletion::BY_KIND, "ts-deletion-kind", kinds.collect())}
                {counts(text::deletion::BY_USER, "ts-deletion-user", owners(&summary.users))}
                {counts(text::deletion::BY_PROVIDER, "ts-deletion-provider", owners(&summary.providers))}
            </div>
            <ul class="deletion-notes">{notes.collect_view()}</ul>
            {expiry}
            {remaining_access(summary.whom(), summary.only_user(), false)}
        </div>
    }
    .into_any()
}

fn counts(name: &'static str, id: &'static str, lines: Vec<AnyView>) -> AnyView {
    view! {
        <section aria-labelledby=id>
            <h3 id=id>{name}</h3>
            <ul>{lines}</ul>
        </section>
    }
    .into_any()
}

fn owners(owners: &[OwnerCount]) -> Vec<AnyView> {
    // One more is named rather than counted: it takes the same room.
    let named = if owners.len() == NAMED + 1 { NAMED + 1 } else { NAMED };
    let lines = owners.iter().take(named).map(|owner| {
        let name = text::cut(&owner.name);
        let name = view! { <bdi translate="no" class="deletion-name" title=name.clone()>{name.clone()}</bdi> };
        line(name.into_any(), owner.tokens)
    });
    let rest = owners.get(named..).unwrap_or_default();
    let more = (!rest.is_empty()).then(|| {
        let name = view! { <span class="deletion-name">{text::deletion::more(rest.len())}</span> };
        line(name.into_any(), rest.iter().map(|owner| owner.tokens).sum())
    });
    lines.chain(more).collect()
}

fn line(name: AnyView, count: usize) -> AnyView {
    view! { <li>{name}<span class="deletion-count">{grouped(count as u64)}</span></li> }.into_any()
}

/// Until when a service that verifies tokens itself may accept the last of them.
fn expiry(targets: &[Target]) -> Option<String> {
    let access = targets.iter().filter(|target| target.kind == Kind::AccessTokens);
    let ends: Vec<_> = access.map(|target| target.expires).collect();
    if ends.contains(&End::Never) {
        return Some(text::deletion::ONE_NEVER_EXPIRES.to_owned());
    }
    if ends.contains(&End::Unknown) {
        return Some(text::deletion::LAST_UNKNOWN.to_owned());
    }
    let last = ends
        .into_iter()
        .filter_map(End::date)
        .max()
        .filter(|last| *last > now())?;
    Some(text::deletion::last_expires(&moment(last)))
}
