//! Having all tokens read: asking first, watching, pausing, giving up; and what was read when.

use leptos::prelude::*;

use super::facets::facets;
use super::quick::Outcome;
use super::reader::{PAGE, Phase};
use super::timeline::timeline;
use super::{Desk, export};
use crate::app::app;
use crate::screens::failure_panel::failure_panel;
use crate::state::State;
use crate::text;
use crate::text::catalog::{grouped, time_left};
use crate::tokens::catalog::{Asked, Facet};
use crate::ui::dom::{El, bdi, button, el, span};
use crate::ui::format::{clock, relative};
use crate::ui::icon::{FUNNEL, Icon, drawing, picture};
use crate::ui::notice::{info, told, warning};

/// Buttons beside those of the list.
pub fn tools() -> El {
    let desk = expect_context::<Desk>();
    el("div")
        .class("catalog-tools")
        .part_if(
            move || !desk.has_all(),
            move || {
                button("button", move || desk.want_all())
                    .child(picture(Icon::Stack))
                    .text("Read all tokens")
            },
        )
        .child(export::menu())
}

/// What there is to choose from, how far reading is, and what a search covered.
pub fn strip() -> El {
    let desk = expect_context::<Desk>();
    desk.quick.follow(desk);
    // Where there is little room, what there is to choose from waits behind one button.
    let open = State::new(false);
    let chosen = move || {
        let query = desk.list.query();
        let chosen = Asked::read(&query, "").0.chosen;
        let facets: usize = Facet::ALL.iter().map(|facet| chosen.count(*facet)).sum();
        let many = facets + usize::from(!query.wide("expires").is_empty());
        if many > 0 { many.to_string() } else { String::new() }
    };
    let toggle = button("button strip-toggle", move || open.set(!open.now()))
        .state_of("aria-expanded", move || open.get())
        .child(drawing(FUNNEL))
        .text("Filters")
        .child(span("facet-badge").text_of(chosen));
    el("div")
        .class("strip")
        .class_if("strip-open", move || open.get())
        .child(toggle)
        .child(facets())
        .child(timeline())
        .child(
            el("div")
                .class("notices")
                .part_if(move || desk.asked.get() && !desk.has_all(), move || question(desk))
                .part(move || ignored(desk))
                .part(move || quick(desk))
                .part_if(
                    move || desk.has_all() && !matches!(desk.reader().phase(), Phase::Done | Phase::Idle),
                    move || progress(desk),
                )
                .part(move || stopped(desk))
                .part(move || unreadable(desk)),
        )
        .part_if(
            move || desk.has_all() && desk.reader().phase() == Phase::Done,
            move || state(desk),
        )
}

/// Many requests are not made without asking.
fn question(desk: Desk) -> El {
    let said = move || match desk.count() {
        Some(count) => format!(
            "To answer this, Tokenscope reads all {} tokens into this page’s memory: {} requests of {PAGE} rows each. \
             A busy authentik gives about 100 rows a second, so that may take {}. You can go on working meanwhile, and \
             pause it at any time.",
            grouped(count),
            grouped(count.div_ceil(PAGE)),
            time_left(count / 100)
        ),
        None => "To answer this, Tokenscope reads all tokens into this page’s memory. How many there are is not known \
                 yet."
            .to_owned(),
    };
    let not_now = move || {
        desk.asked.set(false);
        // Without them, there is no answer to what only they can tell.
        if untrack(|| desk.list.query().needs_all()) {
            desk.list.change_query(|query| {
                let mut query = query.with_page(1);
                query.wide.clear();
                query
            });
        }
    };
    let body = el("div")
        .child(
            el("h2")
                .class("notice-title")
                .attr("id", "ts-read-all")
                .text("Read all tokens?"),
        )
        .child(el("p").attr("role", "status").text_of(said))
        .child(
            el("div")
                .class("panel-actions")
                .child(button("button button-primary", move || desk.read()).text("Start reading"))
                .child(button("button", not_now).text("Not now")),
        );
    info(body).attr("role", "group").attr("aria-labelledby", "ts-read-all")
}

/// How far it is.
fn progress(desk: Desk) -> El {
    let reader = move || desk.reader();
    let told = move || {
        let reader = reader();
        reader.follow();
        reader.phase();
        reader.told()
    };
    let words = move || {
        let reader = reader();
        if reader.phase() == Phase::Running && reader.is_refresh() {
            return "Looking for what changed…".to_owned();
        }
        let told = told();
        let mut words = text::catalog::so_far(told.read, told.of);
        if reader.phase() == Phase::Paused {
            return words + " · paused";
        }
        if let Some(rate) = told.rate {
            words = format!("{words} · {} rows a second", grouped(rate));
        }
        if let Some(seconds) = told.seconds_left {
            words = format!("{words} · {} left", time_left(seconds));
        }
        words
    };
    let bar = el("div")
        .class("progress")
        .attr("role", "progressbar")
        .attr("aria-label", "Reading tokens")
        .attr("aria-valuemin", "0")
        .attr_of("aria-valuemax", move || Some(told().of.max(1).to_string()))
        .attr_of("aria-valuenow", move || Some(told().read.to_string()))
        .attr_of("aria-valuetext", move || Some(words()))
        .child(el("div").class("progress-done").watch(move |element| {
            let told = told();
            let share = told.read * 100 / told.of.max(1);
            let style = wasm_bindgen::JsCast::unchecked_ref::<web_sys::HtmlElement>(element).style();
            // A property that exists, and a value that is one.
            let _ = style.set_property("inline-size", &format!("{share}%"));
        }));
    let is_running = move || reader().phase() == Phase::Running;
    let is_paused = move || reader().phase() == Phase::Paused;
    el("div")
        .class("reading")
        .attr("role", "region")
        .attr("aria-label", "Catalog")
        .child(bar)
        .child(el("p").class("reading-words").text_of(words))
        .child(
            el("div")
                .class("reading-tools")
                .part_if(is_running, move || {
                    button("button", move || untrack(reader).pause()).text("Pause")
                })
                .part_if(is_paused, move || {
                    button("button", move || untrack(reader).go_on()).text("Resume")
                })
                .child(button("button", move || untrack(reader).cancel()).text("Cancel")),
        )
}

/// It cannot go on by itself; what was read stays.
fn stopped(desk: Desk) -> Option<El> {
    let reader = desk.reader();
    let Phase::Stopped(failure) = reader.phase() else {
        return None;
    };
    desk.has_all()
        .then(|| failure_panel(failure, &[], move || reader.go_on()))
}

/// What was read, when, and what was different.
fn state(desk: Desk) -> El {
    let words = move || {
        let reader = desk.reader();
        reader.follow();
        let now = app().clock.ten_seconds.get();
        let told = reader.told();
        let at = reader.read_at()?;
        let kind = desk.list.kind();
        let changed = reader.changed();
        let what = match told.read {
            0 => format!("There are no {}; read", text::kinds::many(kind).to_ascii_lowercase()),
            1 => format!("The only {} read", text::kinds::one(kind).to_ascii_lowercase()),
            many => format!(
                "All {} {} read",
                grouped(many),
                text::kinds::many(kind).to_ascii_lowercase()
            ),
        };
        let mut words = format!("{what} at {}", clock(at));
        if (now - at).num_seconds() >= 60 {
            words = format!("{words}, {}", relative(at, now));
        }
        let counts = [
            (changed.came, "new"),
            (changed.went, "gone"),
            (changed.revoked, "revoked"),
        ];
        let parts = counts.iter().filter(|(count, _)| *count > 0);
        let parts: Vec<String> = parts
            .map(|(count, word)| format!("{} {word}", grouped(*count)))
            .collect();
        if !parts.is_empty() {
            words = format!("{words} · {}", parts.join(", "));
        } else if reader.is_refresh() {
            words = format!("{words} · no token changed");
        }
        if reader.is_refresh() {
            let requests = reader.requests();
            words = format!(
                "{words}, by {} request{}",
                grouped(requests),
                if requests == 1 { "" } else { "s" }
            );
        }
        if changed.unsettled {
            words = format!("{words} · they changed faster than they could be read, so some may be missing here");
        }
        Some(words)
    };
    el("div")
        .class("catalog-state")
        .attr("role", "region")
        .attr("aria-label", "Catalog")
        .child(picture(Icon::Check))
        .child(
            el("p")
                .attr("role", "status")
                .text_of(move || words().unwrap_or_default()),
        )
}

/// What a search by names covered, and what it did not.
fn quick(desk: Desk) -> Option<El> {
    let read_all = move || {
        let label = match desk.count() {
            Some(count) => format!("Read all {} tokens", grouped(count)),
            None => "Read all tokens".to_owned(),
        };
        button("link", move || desk.want_all()).text(&label)
    };
    let search = desk.list.query().search;
    match desk.quick.outcome() {
        Outcome::Nothing => None,
        Outcome::Looking => Some(info(
            told("Looking for users and providers that match “")
                .child(bdi(&search))
                .text("”…"),
        )),
        Outcome::Found { users, providers } => {
            let whose = format!(
                "These are all tokens of {} and {} that match “",
                counted(users, "user"),
                counted(providers, "provider")
            );
            Some(info(
                told(&whose)
                    .child(bdi(&search))
                    .text("” by name, username, e-mail or provider. Scopes, claims and client ids were not searched. authentik heeds accents. ")
                    .child(read_all())
                    .text(" to search them too."),
            ))
        }
        Outcome::TooMany { users, providers } => {
            let many = format!(
                "{} and {} match “",
                counted(users, "user"),
                counted(providers, "provider")
            );
            Some(warning(
                told(&many)
                    .child(bdi(&search))
                    .text("”: too many to ask for one by one. ")
                    .child(read_all())
                    .text(" to see all that match."),
            ))
        }
        Outcome::NotByNames => Some(warning(
            told("authentik cannot search for “")
                .child(bdi(&search))
                .text("”; only the whole set can tell. ")
                .child(read_all())
                .text("."),
        )),
        Outcome::Failed(failure) => {
            let title = text::failures::failure(&failure).title;
            Some(warning(
                told("Users and providers could not be searched: ")
                    .text(&title)
                    .text(". ")
                    .child(read_all())
                    .text(" to search in them."),
            ))
        }
    }
}

fn counted(count: u64, what: &str) -> String {
    match count {
        0 => format!("no {what}"),
        1 => format!("1 {what}"),
        many => format!("{} {what}s", grouped(many)),
    }
}

/// Nonsense in that part of the address that is understood here.
fn ignored(desk: Desk) -> Option<El> {
    let ignored = desk.ignored.get();
    let parts: Vec<String> = ignored
        .iter()
        .map(|ignored| format!("{}={}", ignored.name, ignored.value))
        .collect();
    (!parts.is_empty() && desk.has_all()).then(|| {
        let said = told("Part of the address makes no sense here and was ignored: ");
        warning(said.child(bdi(&parts.join(", "))))
    })
}

/// Tokens that are there and cannot be read are counted, and named as far as they can be.
fn unreadable(desk: Desk) -> Option<El> {
    if !desk.has_all() {
        return None;
    }
    let reader = desk.reader();
    reader.follow();
    reader.phase();
    let unreadable = desk.with_catalog(reader, |catalog| catalog.unreadable().to_vec());
    if unreadable.is_empty() {
        return None;
    }
    let rows = unreadable.iter().map(|row| {
        let mut line = el("li").child(el("strong").text("authentik cannot read this token"));
        match row.pk {
            Some(pk) => line = line.text(&format!(": number {pk}, {}", row.problem)),
            None => line = line.text(&format!(": it stands {}", row.problem)),
        }
        match &row.request_id {
            Some(id) => line.text(". Request id ").child(el("code").text(id)),
            None => line,
        }
    });
    let count = unreadable.len() as u64;
    let title = match count {
        1 => "1 token cannot be read, and is in no count below.".to_owned(),
        many => format!("{} tokens cannot be read, and are in no count below.", grouped(many)),
    };
    let details = el("details")
        .child(el("summary").text("Which"))
        .child(el("ul").class("unreadable").children(rows));
    Some(warning(el("div").child(told(&title)).child(details)))
}
