//! What deleting OAuth2 tokens does not end: said in the plan, in the question and in the receipt.

use leptos::prelude::*;

use crate::authentik::links;
use crate::components::notice::Warning;
use crate::text::deletion;
use crate::tokens::deletion::Whom;

/// Says so. `user`: whose tokens they are, by number and name, where they are one user's.
pub fn remaining_access(whom: Whom, user: Option<(u64, String)>, done: bool) -> AnyView {
    let [lead, rest] = deletion::remaining_access(whom, done);
    let user = user
        .filter(|_| whom == Whom::User)
        .map(|(pk, name)| match links::user(pk) {
            Some(href) => {
                view! { <a href=href target="_blank" rel="external noopener"><bdi translate="no">{name}</bdi></a> }
                    .into_any()
            }
            None => view! { <bdi translate="no">{name}</bdi> }.into_any(),
        });
    view! { <Warning><p>{lead}{user}{rest}</p></Warning> }.into_any()
}
