//! A failure, where the rows would have been.

use crate::app::app;
use crate::authentik::failure::{Failure, FailureKind};
use crate::authentik::links;
use crate::text;
use crate::ui::copy::labelled_copy_button;
use crate::ui::dom::{El, bdi, button, el, span};
use crate::ui::icon::{Icon, picture};

/// Says what happened, what to do, and what the server said. `shown_elsewhere` names the fields of a 400 whose messages
/// stand beside a control already.
pub fn failure_panel(failure: Failure, shown_elsewhere: &[&str], retry: impl Fn() + 'static) -> El {
    let client = app().client;
    let words = text::failures::failure(&failure);
    let (look, icon) = look(&failure.kind);
    let marked_above = matches!(&failure.kind, FailureKind::Invalid(invalid)
        if !invalid.fields.is_empty()
            && invalid.general.is_empty()
            && invalid.fields.iter().all(|(name, _)| shown_elsewhere.contains(&name.as_str())));
    let what_to_do = if marked_above {
        "What is wrong is marked above. Change it, or let go of it."
    } else {
        &words.what_to_do
    };
    let mut panel = el("div")
        .class(look)
        .attr("role", "alert")
        .child(span("panel-icon").child(picture(icon)))
        .child(el("h2").text(&words.title))
        .child(el("p").text(what_to_do));
    if let FailureKind::Invalid(invalid) = &failure.kind {
        for message in &invalid.general {
            panel = panel.child(el("p").class("said").child(bdi(message)));
        }
        for (name, messages) in &invalid.fields {
            if !shown_elsewhere.contains(&name.as_str()) {
                let line = el("p").class("said").child(el("code").text(name)).text(": ");
                panel = panel.child(line.child(bdi(&messages.join(" "))));
            }
        }
    }
    if !failure.details.is_empty() {
        let said = el("q").child(bdi(&failure.details.join(" ")));
        panel = panel.child(el("p").class("said").text("authentik says: ").child(said));
    }
    let mut actions = el("div").class("panel-actions");
    if failure.needs_sign_in()
        && let Some(href) = links::sign_in()
    {
        let sign_in = el("a").class("button button-primary").attr("rel", "external");
        actions = actions.child(sign_in.attr("href", &href).text("Sign in"));
    }
    let details = move || failure.copy_text(client.version().now().as_deref());
    panel.child(
        actions
            .child(button("button", retry).text("Try again"))
            .child(labelled_copy_button("Copy details", details)),
    )
}

fn look(kind: &FailureKind) -> (&'static str, Icon) {
    match kind {
        FailureKind::NotSignedIn | FailureKind::SessionEnded | FailureKind::SignInPage => {
            ("panel panel-signed-out", Icon::User)
        }
        FailureKind::MissingRight | FailureKind::Forbidden | FailureKind::Csrf => ("panel panel-denied", Icon::Lock),
        FailureKind::Network | FailureKind::TimedOut { .. } => ("panel panel-offline", Icon::Offline),
        FailureKind::TooManyRequests { .. } | FailureKind::Starting { .. } => ("panel panel-waiting", Icon::Clock),
        FailureKind::NotFound | FailureKind::PageGone => ("panel panel-empty", Icon::Empty),
        FailureKind::Invalid(_) => ("panel panel-invalid", Icon::Warning),
        _ => ("panel panel-broken", Icon::Alert),
    }
}
