//! Applications.

use super::answer::Answer;
use super::call::Call;
use super::lists::{Compare, exact, page, refuse, sort};
use super::search;
use super::shape::{BriefShape, brief};
use super::text::Say;
use crate::data::World;
use crate::data::applications::Application;
use crate::json::Nothing;
use crate::rights::{Model, Right};
use serde::Serialize;

/// An application on the wire.
#[derive(Serialize)]
pub struct ApplicationShape<'a> {
    pk: &'a str,
    name: &'a str,
    slug: &'a str,
    provider: Option<u32>,
    provider_obj: Option<BriefShape<'a>>,
    backchannel_providers: &'a [u32],
    backchannel_providers_obj: Vec<BriefShape<'a>>,
    launch_url: Option<&'a str>,
    open_in_new_tab: bool,
    meta_launch_url: &'a str,
    meta_icon: &'static str,
    /// Null.
    meta_icon_url: (),
    /// Null.
    meta_icon_themed_urls: (),
    meta_description: &'static str,
    meta_publisher: &'static str,
    policy_engine_mode: &'static str,
    group: &'static str,
}

/// An application.
pub fn shape<'a>(world: &'a World, it: &'a Application) -> ApplicationShape<'a> {
    let provider = it.provider.and_then(|pk| world.provider(pk));
    // authentik guesses where it starts from where it sends people back to.
    let guessed = || Some(provider?.redirect_uris.first()?.1);
    ApplicationShape {
        pk: &it.pk,
        name: it.name,
        slug: it.slug,
        provider: it.provider,
        provider_obj: provider.map(|provider| brief(world, provider)),
        backchannel_providers: &it.backchannel,
        backchannel_providers_obj: it
            .backchannel
            .iter()
            .filter_map(|pk| Some(brief(world, world.provider(*pk)?)))
            .collect(),
        launch_url: Some(it.launch_url).filter(|url| !url.is_empty()).or_else(guessed),
        open_in_new_tab: false,
        meta_launch_url: it.launch_url,
        meta_icon: "",
        meta_icon_url: (),
        meta_icon_themed_urls: (),
        meta_description: "",
        meta_publisher: "",
        policy_engine_mode: "any",
        group: it.group,
    }
}

/// A page of applications: everybody sees what they may open, and here nobody is kept from any.
pub fn list(call: &Call<'_>) -> Answer {
    let search = call.ask.last("search").unwrap_or("");
    let mut found: Vec<&Application> = call
        .world
        .applications
        .iter()
        .filter(|it| exact(call, "name").is_none_or(|wanted| it.name == wanted))
        .filter(|it| exact(call, "slug").is_none_or(|wanted| it.slug == wanted))
        .filter(|it| exact(call, "group").is_none_or(|wanted| it.group == wanted))
        .filter(|it| search::all_words(search, &[it.name, it.slug, it.group]))
        .collect();
    sort(&mut found, call.ask.last("ordering"), column);
    page(call, &found, Nothing {}, |it| shape(call.world, it))
}

fn column(name: &str) -> Option<Compare<Application>> {
    Some(match name {
        "" | "name" => |a, b| a.name.cmp(b.name),
        "slug" => |a, b| a.slug.cmp(b.slug),
        "provider" => |a, b| a.provider.cmp(&b.provider),
        "group" => |a, b| a.group.cmp(b.group),
        _ => return None,
    })
}

/// One application; that needs a right, which its list does not.
pub fn one(call: &Call<'_>, slug: &str) -> Answer {
    if let Some(refused) = refuse(call, Right::View(Model::Application)) {
        return refused;
    }
    match call.world.applications.iter().find(|it| it.slug == slug) {
        Some(found) => Answer::json(200, &shape(call.world, found)),
        None => Answer::say(404, &Say::NoMatch("Application"), call.language),
    }
}
