//! A failure, where the rows would have been.

use leptos::prelude::*;

use crate::authentik::links;
use crate::components::icon::{Icon, Picture};
use crate::components::lazy::{LazySlot, LazyView};
use crate::components::when::each;
use crate::model::failure::{Failure, FailureKind};
use crate::state::app::app;
use crate::text;

/// Says what happened, what to do, and what the server said.
#[component]
pub fn FailurePanel(
    /// What happened.
    failure: Failure,
    /// The fields of a 400 whose messages stand beside a control already.
    shown_elsewhere: &'static [&'static str],
    /// Tries again.
    #[prop(into)]
    retry: Callback<()>,
    /// What else can be done, once that part of the program is there.
    #[prop(optional)]
    more: Signal<Option<LazyView>>,
) -> impl IntoView {
    let tools = app().modules.tools;
    let words = text::failures::failure(&failure);
    let (look, icon) = look(&failure.kind);
    let marked_above = matches!(&failure.kind, FailureKind::Invalid(invalid)
        if !invalid.fields.is_empty()
            && invalid.general.is_empty()
            && invalid.fields.iter().all(|(name, _)| shown_elsewhere.contains(&name.as_str())));
    let what_to_do = if marked_above {
        text::failures::MARKED_ABOVE.to_owned()
    } else {
        words.what_to_do.to_string()
    };
    let (general, fields) = match &failure.kind {
        FailureKind::Invalid(invalid) => (invalid.general.clone(), invalid.fields.clone()),
        _ => Default::default(),
    };
    let general = each(general, |message| {
        view! { <p class="said"><bdi>{message}</bdi></p> }.into_any()
    });
    let fields = fields
        .into_iter()
        .filter(|(name, _)| !shown_elsewhere.contains(&name.as_str()))
        .collect();
    let fields = each(fields, |(name, messages): (String, Vec<String>)| {
        view! { <p class="said"><code translate="no">{name}</code>": "<bdi>{text::cut(&messages.join(" "))}</bdi></p> }
            .into_any()
    });
    let details = (!failure.details.is_empty()).then(|| text::cut(&failure.details.join(" ")));
    let who_says = text::failure_report::who_says(&failure);
    let details = details.map(|said| view! { <p class="said">{who_says}": "<q><bdi>{said}</bdi></q></p> }.into_any());
    let sign_in = failure.needs_sign_in().then(links::sign_in).flatten();
    let sign_in = sign_in.map(|href| {
        view! { <a class="button button-primary" rel="external" href=href>{text::failures::SIGN_IN}</a> }.into_any()
    });
    view! {
        <div class=look role="alert">
            <span class="panel-icon"><Picture icon/></span>
            <h2>{words.title.to_string()}</h2>
            <p>{what_to_do}</p>
            {general}
            {fields}
            {details}
            <div class="panel-actions">
                {sign_in}
                <button type="button" class="button" on:click=move |_| retry.run(())>{text::buttons::TRY_AGAIN}</button>
                <LazySlot view=more/>
                {move || tools.get().map(|tools| untrack(|| (tools.copy_details)(failure.clone())))}
            </div>
        </div>
    }
}

fn look(kind: &FailureKind) -> (&'static str, Icon) {
    match kind {
        FailureKind::NotSignedIn | FailureKind::SessionEnded | FailureKind::SignInPage | FailureKind::SignInInFront => {
            ("panel panel-signed-out", Icon::User)
        }
        FailureKind::MissingRight
        | FailureKind::Forbidden
        | FailureKind::Blocked
        | FailureKind::KeyRefused
        | FailureKind::Csrf
        | FailureKind::CsrfHidden
        | FailureKind::ReadOnly => ("panel panel-denied", Icon::Lock),
        FailureKind::Network | FailureKind::TimedOut { .. } => ("panel panel-offline", Icon::Offline),
        FailureKind::TooManyRequests { .. } | FailureKind::Starting { .. } => ("panel panel-waiting", Icon::Clock),
        FailureKind::NotFound | FailureKind::PageGone => ("panel panel-empty", Icon::Empty),
        FailureKind::Invalid(_) => ("panel panel-invalid", Icon::Warning),
        _ => ("panel panel-broken", Icon::Alert),
    }
}
