//! The provider that issued the token, and the client that holds it.

use super::facts::{NOT_TOLD, fact, facts, folded, identifier, identifiers, more, text_or, words, yes_no};
use crate::authentik::links;
use crate::authentik::provider::{Application, Provider, RedirectUri};
use crate::text;
use crate::text::durations::{threshold_words, validity_words};
use crate::ui::dom::{El, bdi, el, span};
use crate::ui::icon::{Icon, picture};

/// Everything that authentik tells of the provider.
pub fn provider_section(provider: &Provider) -> Vec<El> {
    let backchannel = provider.backchannel_application.as_ref();
    let secret = if provider.has_client_secret {
        "Has a client secret; Tokenscope drops it unread"
    } else {
        "None"
    };
    let client_type = provider.client_type.as_ref().map_or(NOT_TOLD, text::modes::client_type);
    let sub_mode = provider.sub_mode.as_ref().map_or(NOT_TOLD, text::modes::sub_mode);
    let issuer_mode = provider.issuer_mode.as_ref().map_or(NOT_TOLD, text::modes::issuer_mode);
    let threshold = provider.refresh_token_threshold.as_deref();
    let logout_uri = provider
        .logout_uri
        .as_deref()
        .or(provider.backchannel_logout_uri.as_deref());
    let logout_method = provider.logout_method.as_deref();
    let list = facts()
        .child(fact(
            "Name",
            "name",
            outward(links::provider(provider.pk), &provider.name),
        ))
        .child(fact(
            "Number",
            "pk",
            identifier("provider number", Some(&provider.pk.to_string())),
        ))
        .child(fact(
            "Type",
            "verbose_name",
            text_or(provider.verbose_name.as_deref(), NOT_TOLD),
        ))
        .child(fact(
            "Application",
            "assigned_application_name",
            application(provider.application.as_ref()),
        ))
        .children(backchannel.map(|application_| {
            fact(
                "Back-channel application",
                "assigned_backchannel_application_name",
                application(Some(application_)),
            )
        }))
        .child(fact(
            "Client id",
            "client_id",
            identifier("client id", provider.client_id.as_deref()),
        ))
        .child(fact("Client type", "client_type", words(client_type)))
        .child(fact("Client secret", "client_secret", words(secret)))
        .child(fact(
            "Access tokens live",
            "access_token_validity",
            validity(provider.access_token_validity.as_deref()),
        ))
        .child(fact(
            "Refresh tokens live",
            "refresh_token_validity",
            validity(provider.refresh_token_validity.as_deref()),
        ))
        .children(threshold.map(|threshold| {
            fact(
                "Refresh tokens renewed",
                "refresh_token_threshold",
                words(&threshold_words(threshold)),
            )
        }))
        .child(fact(
            "Codes live",
            "access_code_validity",
            validity(provider.access_code_validity.as_deref()),
        ))
        .child(fact(
            "Redirect URIs",
            "redirect_uris",
            redirect_uris(&provider.redirect_uris),
        ))
        .child(fact("Subject", "sub_mode", words(sub_mode)))
        .child(fact("Issuer", "issuer_mode", words(issuer_mode)))
        .child(fact(
            "User’s claims in the ID token",
            "include_claims_in_id_token",
            yes_no(provider.include_claims_in_id_token),
        ))
        .children(logout_uri.map(|uri| fact("Logout URI", "logout_uri", text_or(Some(uri), "None"))))
        .children(logout_method.map(|method| {
            fact(
                "Told of a logout",
                "logout_method",
                words(text::modes::logout_method(method)),
            )
        }));
    let inner = folded("Flows, keys and mappings", inner_facts(provider));
    [list, inner].into_iter().chain(more(&provider.more)).collect()
}

fn inner_facts(provider: &Provider) -> El {
    let federated: Vec<String> = provider.jwt_federation_providers.iter().map(u64::to_string).collect();
    let id = |name: &str, field: &str, id: &Option<String>| {
        fact(name, field, identifier(&name.to_ascii_lowercase(), id.as_deref()))
    };
    let text = |name: &str, field: &str, text: &Option<String>| fact(name, field, text_or(text.as_deref(), NOT_TOLD));
    let ids = |name: &str, field: &str, ids: &[String]| fact(name, field, identifiers(ids));
    let jwks_sources =
        (!provider.jwks_sources.is_empty()).then(|| ids("JWKS sources", "jwks_sources", &provider.jwks_sources));
    facts()
        .child(id(
            "Authentication flow",
            "authentication_flow",
            &provider.authentication_flow,
        ))
        .child(id(
            "Authorization flow",
            "authorization_flow",
            &provider.authorization_flow,
        ))
        .child(id(
            "Invalidation flow",
            "invalidation_flow",
            &provider.invalidation_flow,
        ))
        .child(id("Signing key", "signing_key", &provider.signing_key))
        .child(id("Encryption key", "encryption_key", &provider.encryption_key))
        .child(ids(
            "Property mappings",
            "property_mappings",
            &provider.property_mappings,
        ))
        .child(ids(
            "Federated sources",
            "jwt_federation_sources",
            &provider.jwt_federation_sources,
        ))
        .child(ids("Federated providers", "jwt_federation_providers", &federated))
        .children(jwks_sources)
        .child(text(
            "Type, in the plural",
            "verbose_name_plural",
            &provider.verbose_name_plural,
        ))
        .child(text("Component", "component", &provider.component))
        .child(text("Model", "meta_model_name", &provider.meta_model_name))
}

/// A link into authentik, in a tab of its own; the name alone where the host wants no link.
pub fn outward(href: Option<String>, name: &str) -> El {
    let Some(href) = href else {
        return bdi(name);
    };
    el("a")
        .class("outward")
        .attr("href", &href)
        .attr("target", "_blank")
        .attr("rel", "noopener external")
        .child(bdi(name))
        .child(picture(Icon::External))
        .child(span("visually-hidden").text(" (in authentik, new tab)"))
}

fn application(application: Option<&Application>) -> El {
    match application {
        Some(application) => el("span")
            .child(outward(links::application(&application.slug), &application.name))
            .text(" ")
            .child(el("code").class("quiet").text(&application.slug)),
        None => text_or(None, "None: this provider serves no application"),
    }
}

fn validity(text: Option<&str>) -> El {
    match text {
        Some(text) => words(&validity_words(text)).attr("title", text),
        None => text_or(None, NOT_TOLD),
    }
}

fn redirect_uris(uris: &[RedirectUri]) -> El {
    if uris.is_empty() {
        return text_or(None, "None");
    }
    let lines = uris.iter().map(|uri| {
        let note = span("quiet").text(text::modes::matching_mode(uri.matching_mode.as_ref()));
        let note = match &uri.kind {
            Some(kind) => note.text(" · ").text(text::modes::redirect_uri_kind(kind)),
            None => note,
        };
        el("li").child(el("code").child(bdi(&uri.url))).child(note)
    });
    el("ul").class("uri-list").children(lines)
}
