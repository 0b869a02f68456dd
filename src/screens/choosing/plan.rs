//! A plan to end everything that a user holds, or that was issued to a client: gathered first, shown, and only then handed
//! to where tokens are ended.

use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlDialogElement, HtmlElement};

use super::Choice;
use super::gather::Whose;
use crate::authentik::client::Who;
use crate::screens::failure_panel::failure_panel;
use crate::screens::token_list::filters::Subject;
use crate::text;
use crate::text::catalog::grouped;
use crate::tokens::catalog::{Holding, Holdings};
use crate::tokens::rights;
use crate::ui::barred::barred;
use crate::ui::dom::{El, button, el, span};
use crate::ui::format::relative;
use crate::ui::icon::{BIN, drawing};
use crate::ui::notice::{info, warning};

const TITLE_ID: &str = "ts-plan-title";

/// So many users or providers are named before the rest is counted.
const NAMED: usize = 5;

/// A button that leads to the plan.
pub fn button_for(choice: Choice, id: &str, whose: impl Fn() -> Whose + Copy + 'static) -> El {
    let words = {
        let whose = untrack(whose);
        text::plan::button(whose.user.is_some(), whose.provider.is_some())
    };
    barred(
        "button button-end",
        id,
        move || choice.why_not_any(),
        move || choice.plan(untrack(whose)),
        |button| button.child(drawing(BIN)).text(words),
    )
}

/// Where the plan is shown.
pub fn place(choice: Choice) -> El {
    let gather = choice.gather;
    let dialog = el("dialog")
        .class("end")
        .attr("part", "dialog")
        .attr("aria-labelledby", TITLE_ID)
        .on_key(|event| event.stop_propagation())
        .on("close", move |_| gather.stop())
        .part_if(move || gather.whose.with(Option::is_some), move || frame(choice));
    gather.dialog.set(Some(dialog.clone()));
    dialog
}

/// Brings it up.
pub fn open(choice: Choice) {
    // A moment later, when what it shows is in it.
    let bring_up = move || {
        let Some(dialog) = choice.gather.dialog.now() else {
            return;
        };
        let element = dialog.element().unchecked_ref::<HtmlDialogElement>();
        if !element.open() {
            // Only a dialog that is not on the page refuses.
            let _ = element.show_modal();
        }
        if let Some(title) = dialog.find("h2") {
            title.focus();
        }
    };
    set_timeout(bring_up, Duration::ZERO);
}

fn close(choice: Choice) {
    if let Some(dialog) = choice.gather.dialog.now() {
        dialog.element().unchecked_ref::<HtmlDialogElement>().close();
    }
}

fn frame(choice: Choice) -> El {
    let gather = choice.gather;
    let whose = gather.whose.now().unwrap_or_default();
    let title = text::plan::title(
        whose.user.as_ref().map(|(_, name)| name.as_str()),
        whose.provider.as_ref().map(|(_, name)| name.as_str()),
    );
    let goes_on = move || {
        // The numbers first: closing lets go of them.
        let targets = gather.targets();
        close(choice);
        choice.list.end(targets);
    };
    let has_some = move || gather.is_done() && gather.holdings().total() > 0;
    let next = move || {
        barred(
            "button button-end",
            "ts-why-plan",
            move || choice.why_not_any(),
            goes_on,
            |button| {
                button
                    .child(drawing(BIN))
                    .text(&format!("Go on with {}…", grouped(gather.holdings().total() as u64)))
            },
        )
    };
    el("div")
        .class("end-frame")
        .child(
            el("header").class("end-head").child(
                el("h2")
                    .class("end-title")
                    .attr("id", TITLE_ID)
                    .attr("tabindex", "-1")
                    .text(&title),
            ),
        )
        .child(
            el("div")
                .class("end-body plan")
                .part_if(
                    move || !gather.is_done() && gather.failure().is_none(),
                    move || progress(choice),
                )
                .part(move || Some(failure_panel(gather.failure()?, &[], move || gather.go_on())))
                .part_if(move || gather.is_done(), move || shown(choice, &whose)),
        )
        .child(
            el("footer")
                .class("end-actions")
                .child(button("button", move || close(choice)).text("Cancel"))
                .part_if(has_some, next),
        )
}

/// How far gathering is.
fn progress(choice: Choice) -> El {
    let gather = choice.gather;
    let share = move || {
        let told = gather.told();
        told.map_or((0, 1), |(_, told)| (told.read, told.of.max(1)))
    };
    let words = move || match gather.told() {
        Some((kind, told)) => format!(
            "Looking for {}: {}",
            text::kinds::many(kind).to_ascii_lowercase(),
            text::catalog::so_far(told.read, told.of)
        ),
        None => String::new(),
    };
    let done = span("progress-done").watch(move |element| {
        let (read, of) = share();
        // A property that exists, and a value that is one.
        let _ = element
            .unchecked_ref::<HtmlElement>()
            .style()
            .set_property("inline-size", &format!("{}%", read * 100 / of));
    });
    el("div")
        .class("plan-progress")
        .child(
            el("div")
                .class("progress")
                .attr("role", "progressbar")
                .attr("aria-label", "Gathering tokens")
                .attr("aria-valuemin", "0")
                .attr_of("aria-valuemax", move || Some(share().1.to_string()))
                .attr_of("aria-valuenow", move || Some(share().0.to_string()))
                .attr_of("aria-valuetext", move || Some(words()))
                .child(done),
        )
        .child(el("p").text_of(words))
        .child(el("p").class("quiet").text("Nothing is deleted yet."))
}

fn shown(choice: Choice, whose: &Whose) -> El {
    let holdings = choice.gather.holdings();
    let total = holdings.total() as u64;
    let lead = match total {
        0 => "There is nothing to end.".to_owned(),
        1 => "This is the plan: 1 token. Nothing is deleted yet.".to_owned(),
        many => format!("This is the plan: {} tokens. Nothing is deleted yet.", grouped(many)),
    };
    let is_partial = matches!(choice.app.client.who().now(), Who::Known(caller) if !caller.is_superuser);
    let only_own =
        is_partial.then(|| {
            info(el("p").text(
                "You are not a superuser: authentik shows you only your own tokens. Others may exist all the same.",
            ))
        });
    let unreadable = holdings.unreadable() as u64;
    let unreadable = (unreadable > 0).then(|| warning(el("p").text(&text::plan::unreadable(unreadable))));
    el("div")
        .class("plan-shown")
        .child(el("p").class("end-lead").attr("role", "status").text(&lead))
        .child(
            el("ul")
                .class("plan-kinds")
                .children(holdings.kinds.iter().map(|kind| line(choice, kind))),
        )
        .children(concerned(&holdings, whose))
        .children(unreadable)
        .children(only_own)
}

fn line(choice: Choice, holding: &Holding) -> El {
    let now = choice.app.clock.ten_seconds.now();
    let issued = match (holding.oldest, holding.newest) {
        (Some(oldest), Some(newest)) if oldest != newest => Some(format!(
            "issued between {} and {}",
            relative(oldest, now),
            relative(newest, now)
        )),
        (Some(at), _) => Some(format!("issued {}", relative(at, now))),
        _ if holding.total > 0 => Some("when issued, authentik does not tell".to_owned()),
        _ => None,
    };
    let parts: Vec<String> = [Some(text::plan::states(holding)), issued]
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect();
    el("li")
        .child(el("strong").text(&text::plan::counted(holding.kind, holding.total as u64)))
        .child(span("quiet").text(&parts.join("; ")))
}

/// Whom it concerns besides whom it is about.
fn concerned(holdings: &Holdings, whose: &Whose) -> Vec<El> {
    let named = |title: &str, parties: &[_]| {
        let words = text::plan::parties(parties, NAMED);
        el("p").child(el("strong").text(title)).child(el("bdi").text(&words))
    };
    let users = (whose.user.is_none() && !holdings.users.is_empty()).then(|| {
        let title = format!("Users concerned, {}: ", grouped(holdings.users.len() as u64));
        named(&title, &holdings.users)
    });
    let providers = (whose.provider.is_none() && !holdings.providers.is_empty()).then(|| {
        let title = format!("Clients concerned, {}: ", grouped(holdings.providers.len() as u64));
        named(&title, &holdings.providers)
    });
    users.into_iter().chain(providers).collect()
}

/// What can be done with all of whoever the list is filtered by.
pub fn filters() -> El {
    let choice = expect_context::<Choice>();
    let list = choice.list;
    span("filter-tools").part(move || {
        let query = list.query();
        let (user, provider) = (query.user, query.provider);
        if user.is_none() && provider.is_none() {
            return None;
        }
        let whose = move || Whose {
            user: user.map(|pk| (pk, list.names.named(Subject::User, pk))),
            provider: provider.map(|pk| (pk, list.names.named(Subject::Provider, pk))),
        };
        Some(button_for(choice, "ts-why-filter", whose))
    })
}

impl Choice {
    /// Why nothing of any kind may be ended, in words, tracked.
    pub fn why_not_any(&self) -> Option<String> {
        let who = self.app.client.who().get();
        let bars =
            crate::tokens::kind::Kind::ALL.map(|kind| rights::bar(&who, self.part(), kind, self.list.refused.get()));
        // Where one kind may be tried, it is tried.
        let first = bars.into_iter().collect::<Option<Vec<_>>>()?.first().copied()?;
        Some(text::rights::bar(first))
    }
}
