//! The provider that issued the token, and the client that holds it.

use leptos::prelude::*;

use super::facts::{Details, MoreFacts, ShownToken, identifier, identifiers, lines, text_or, words, yes_no};
use crate::authentik::links;
use crate::components::copy::copy_whole;
use crate::components::fact::Fact;
use crate::components::icon::{Icon, Picture};
use crate::model::provider::{Application, Provider, RedirectUri};
use crate::text;
use crate::text::drawer::{fact, provider as names};
use crate::text::durations::{threshold_words, validity_words};

/// Everything that authentik tells of the provider.
#[component]
pub fn ProviderSection(token: ShownToken) -> impl IntoView {
    let token = token.get_value();
    let provider = &*token.provider;
    let backchannel = provider.backchannel_application.as_ref().map(|backchannel| {
        view! {
            <Fact
                name=names::BACKCHANNEL_APPLICATION
                field="assigned_backchannel_application_name"
                known=application(Some(backchannel))
            />
        }
    });
    let grant_types = provider.grant_types.as_deref().map(|grants| {
        view! { <Fact name=names::GRANT_TYPES field="grant_types" known=grant_types(grants)/> }
    });
    let secret = match provider.has_client_secret {
        Some(true) => names::HAS_SECRET,
        Some(false) => fact::NONE,
        None => fact::NOT_TOLD,
    };
    let client_type = provider
        .client_type
        .as_ref()
        .map_or(fact::NOT_TOLD, text::modes::client_type);
    let sub_mode = provider.sub_mode.as_ref().map_or(fact::NOT_TOLD, text::modes::sub_mode);
    let issuer_mode = provider
        .issuer_mode
        .as_ref()
        .map_or(fact::NOT_TOLD, text::modes::issuer_mode);
    let threshold = provider.refresh_token_threshold.as_deref().map(|threshold| {
        let known = words(&threshold_words(threshold));
        view! { <Fact name=names::REFRESH_TOKENS_RENEWED field="refresh_token_threshold" known/> }
    });
    let logout_uri = provider
        .logout_uri
        .as_deref()
        .or(provider.backchannel_logout_uri.as_deref());
    let logout_method = provider.logout_method.as_deref().map(|method| {
        let known = words(text::modes::told_of_logout(method, logout_uri));
        view! { <Fact name=names::LOGOUT_NOTIFICATION field="logout_method" known/> }
    });
    // Releases that know a method know a URI as well.
    let logout_uri = (logout_uri.is_some() || logout_method.is_some()).then(|| {
        view! { <Fact name=names::LOGOUT_URI field="logout_uri" known=text_or(logout_uri, fact::NONE)/> }
    });
    let inner = inner_facts(provider);
    view! {
        <dl class="facts">
            <Fact name=names::NAME field="name" known=outward(links::provider(provider.pk), &provider.name)/>
            <Fact name=names::NUMBER field="pk" known=identifier(names::NUMBER_TO_COPY, Some(&provider.pk.to_string()))/>
            <Fact name=names::TYPE field="verbose_name" known=text_or(provider.verbose_name.as_deref(), fact::NOT_TOLD)/>
            <Fact
                name=names::APPLICATION
                field="assigned_application_name"
                known=application(provider.application.as_ref())
            />
            {backchannel}
            <Fact name=names::CLIENT_ID field="client_id" known=identifier(names::CLIENT_ID_TO_COPY, provider.client_id.as_deref())/>
            <Fact name=names::CLIENT_TYPE field="client_type" known=words(client_type)/>
            {grant_types}
            <Fact name=names::CLIENT_SECRET field="client_secret" known=words(secret)/>
            <Fact
                name=names::ACCESS_TOKEN_LIFETIME
                field="access_token_validity"
                known=validity(provider.access_token_validity.as_deref())
            />
            <Fact
                name=names::REFRESH_TOKEN_LIFETIME
                field="refresh_token_validity"
                known=validity(provider.refresh_token_validity.as_deref())
            />
            {threshold}
            <Fact
                name=names::CODE_LIFETIME
                field="access_code_validity"
                known=validity(provider.access_code_validity.as_deref())
            />
            <Fact name=names::REDIRECT_URIS field="redirect_uris" known=redirect_uris(provider.redirect_uris.as_deref())/>
            <Fact name=names::SUBJECT field="sub_mode" known=words(sub_mode)/>
            <Fact name=names::ISSUER field="issuer_mode" known=words(issuer_mode)/>
            <Fact
                name=names::CLAIMS_IN_ID_TOKEN
                field="include_claims_in_id_token"
                known=yes_no(provider.include_claims_in_id_token)
            />
            {logout_uri}
            {logout_method}
        </dl>
        <Details title=names::INNER>{inner}</Details>
        <MoreFacts fields=provider.more.clone()/>
    }
}

fn inner_facts(provider: &Provider) -> AnyView {
    let federated: Vec<String> = provider.jwt_federation_providers.iter().map(u64::to_string).collect();
    let id = |name: &'static str, field: &'static str, id: &Option<String>| {
        let known = identifier(&name.to_ascii_lowercase(), id.as_deref());
        view! { <Fact name field known/> }.into_any()
    };
    let text = |name: &'static str, field: &'static str, text: &Option<String>| {
        view! { <Fact name field known=text_or(text.as_deref(), fact::NOT_TOLD)/> }.into_any()
    };
    let ids = |name: &'static str, field: &'static str, ids: &[String]| {
        view! { <Fact name field known=identifiers(ids)/> }.into_any()
    };
    let jwks_sources =
        (!provider.jwks_sources.is_empty()).then(|| ids(names::JWKS_SOURCES, "jwks_sources", &provider.jwks_sources));
    view! {
        <dl class="facts">
            {id(names::AUTHENTICATION_FLOW, "authentication_flow", &provider.authentication_flow)}
            {id(names::AUTHORIZATION_FLOW, "authorization_flow", &provider.authorization_flow)}
            {id(names::INVALIDATION_FLOW, "invalidation_flow", &provider.invalidation_flow)}
            {id(names::SIGNING_KEY, "signing_key", &provider.signing_key)}
            {id(names::ENCRYPTION_KEY, "encryption_key", &provider.encryption_key)}
            {ids(names::PROPERTY_MAPPINGS, "property_mappings", &provider.property_mappings)}
            {ids(names::FEDERATED_SOURCES, "jwt_federation_sources", &provider.jwt_federation_sources)}
            {ids(names::FEDERATED_PROVIDERS, "jwt_federation_providers", &federated)}
            {jwks_sources}
            {text(names::TYPE_IN_PLURAL, "verbose_name_plural", &provider.verbose_name_plural)}
            {text(names::COMPONENT, "component", &provider.component)}
            {text(names::MODEL, "meta_model_name", &provider.meta_model_name)}
        </dl>
    }
    .into_any()
}

/// A link into authentik, in a tab of its own; the name alone where the host wants no link.
pub fn outward(href: Option<String>, name: &str) -> AnyView {
    let whole = copy_whole(name);
    let name = text::cut(name);
    let Some(href) = href else {
        return view! { <bdi translate="no">{name}</bdi>{whole} }.into_any();
    };
    view! {
        <a class="outward" href=href target="_blank" rel="noopener external">
            <bdi translate="no">{name}</bdi>
            <Picture icon=Icon::External/>
            <span class="visually-hidden">{fact::NEW_TAB}</span>
        </a>
        {whole}
    }
    .into_any()
}

fn application(application: Option<&Application>) -> AnyView {
    let Some(application) = application else {
        return text_or(None, names::NO_APPLICATION);
    };
    view! {
        <span>
            {outward(links::application(&application.slug), &application.name)}
            " "
            <code translate="no" class="quiet">{text::cut(&application.slug)}</code>
        </span>
    }
    .into_any()
}

fn validity(validity: Option<&str>) -> AnyView {
    match validity {
        Some(validity) => {
            let words = text::cut(&validity_words(validity));
            view! { <span title=text::cut(validity)>{words}</span>{copy_whole(validity)} }.into_any()
        }
        None => text_or(None, fact::NOT_TOLD),
    }
}

fn grant_types(grants: &[String]) -> AnyView {
    if grants.is_empty() {
        return text_or(None, fact::NONE);
    }
    lines("id-list", grants.to_vec(), |grant| {
        view! { <li title=text::cut(grant)>{words(text::modes::grant_type(grant))}</li> }.into_any()
    })
}

fn redirect_uris(uris: Option<&[RedirectUri]>) -> AnyView {
    let uris = match uris {
        None => return text_or(None, fact::NOT_TOLD),
        Some([]) => return text_or(None, fact::NONE),
        Some(uris) => uris,
    };
    lines("uri-list", uris.to_vec(), |uri| {
        let mode = text::modes::matching_mode(uri.matching_mode.as_ref()).to_owned();
        let kind = uri.kind.as_deref().map(text::modes::redirect_uri_kind);
        let kind = kind.map(|kind| view! { " · "{text::cut(kind)} });
        view! {
            <li>
                <code translate="no"><bdi translate="no">{text::cut(&uri.url)}</bdi></code>
                {copy_whole(&uri.url)}
                <span class="quiet">{text::cut(&mode)}{kind}</span>
            </li>
        }
        .into_any()
    })
}
