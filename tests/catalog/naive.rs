//! What is asked, token by token, the plain way.

use tokenscope::model::kind::Kind;
use tokenscope::model::token::{End, Token};
use tokenscope::tokens::catalog::{CatalogQuery, Chosen, Facet};
use tokenscope::tokens::findings::{Finding, Severity, findings};
use tokenscope::tokens::local_match::fold;
use tokenscope::tokens::local_time::LocalTime;
use tokenscope::tokens::status::status_of;
use tokenscope::tokens::terms::{IdClaim, Term, What};

use super::world::now;

pub fn matches_term(token: &Token, term: &Term, clock: LocalTime) -> bool {
    let user = [
        &*token.user.username,
        &*token.user.name,
        token.user.email.as_deref().unwrap_or(""),
    ];
    let provider = &token.provider;
    let application = provider.application.as_ref();
    let mut in_provider = vec![&*provider.name, provider.client_id.as_deref().unwrap_or("")];
    in_provider.extend(application.map(|one| &*one.name));
    in_provider.extend(application.map(|one| &*one.slug));
    let holds = |texts: &[&str], wanted: &str| texts.iter().any(|text| fold(text).contains(wanted));
    let scopes: Vec<&str> = token.scope.iter().map(String::as_str).collect();
    let holds = match &term.what {
        What::Anywhere(text) => {
            let subject = token.claims.as_ref().and_then(|claims| claims.subject()).unwrap_or("");
            holds(&user, text)
                || holds(&in_provider, text)
                || holds(&scopes, text)
                || holds(&[subject], text)
                || (text.len() >= 16 && IdClaim::ALL.into_iter().any(|claim| is_id(token, claim, text)))
                || (text.bytes().all(|byte| byte.is_ascii_digit()) && token.pk.to_string().contains(text.as_str()))
        }
        What::User(text) => holds(&user, text),
        What::Provider(text) => holds(&in_provider, text),
        What::Scope(text) => holds(&scopes, text),
        What::Status(statuses) => statuses.contains(&status_of(token, now())),
        What::Severity(severity) => worst(token) == Some(*severity),
        What::Finding(wanted) => found(token).iter().any(|finding| wanted.contains(finding)),
        What::Expires(expires) => expires.period(now(), clock).holds(token.expires),
        What::Subject(text) => {
            let subject = token.claims.as_ref().and_then(|claims| claims.subject());
            subject.is_some_and(|subject| fold(subject).contains(text.as_str()))
        }
        What::Id(claim, text) => is_id(token, *claim, text),
    };
    holds != term.without
}

fn is_id(token: &Token, claim: IdClaim, wanted: &str) -> bool {
    let claims = token.claims.as_ref();
    let id = claims.and_then(|claims| claims.get(claim.name())?.as_str().map(fold));
    id.as_deref() == Some(wanted)
}

pub fn found(token: &Token) -> Vec<Finding> {
    findings(token, Kind::AccessTokens, now()).iter().collect()
}

/// The severity of the worst finding; the order of severities begins with the worst.
pub fn worst(token: &Token) -> Option<Severity> {
    found(token).into_iter().map(Finding::severity).min()
}

pub fn is_chosen(token: &Token, chosen: &Chosen, but: Option<Facet>) -> bool {
    Facet::ALL.into_iter().filter(|facet| Some(*facet) != but).all(|facet| {
        chosen.count(facet) == 0
            || match facet {
                Facet::Status => chosen.statuses.contains(status_of(token, now())),
                Facet::Provider => chosen.providers.contains(&token.provider.pk),
                Facet::Scope => {
                    let is_without = token.scope.is_empty() && chosen.scopes.iter().any(String::is_empty);
                    is_without || token.scope.iter().any(|scope| chosen.scopes.contains(scope))
                }
                Facet::UserType => {
                    let word = token.user.kind.as_ref().map_or("", |kind| kind.as_str());
                    chosen.user_types.iter().any(|chosen| chosen == word)
                }
                Facet::ActiveUser => token.user.is_active == chosen.active,
                Facet::Severity => worst(token).is_some_and(|worst| chosen.severities.contains(&worst)),
                Facet::Finding => found(token).iter().any(|finding| chosen.findings.contains(finding)),
            }
    })
}

pub fn is_in_span(token: &Token, asked: &CatalogQuery) -> bool {
    let end = match token.expires {
        End::At(at) => at.timestamp_micros(),
        End::Never | End::NotApplied(_) => i64::MAX,
        End::Unknown => i64::MAX - 1,
    };
    asked.span.is_none_or(|span| span.holds(end))
        && asked
            .expires
            .is_none_or(|expires| expires.period(now(), asked.clock).holds(token.expires))
}

pub fn is_found(token: &Token, asked: &CatalogQuery, but: Option<Facet>) -> bool {
    asked
        .terms
        .all
        .iter()
        .all(|term| matches_term(token, term, asked.clock))
        && is_chosen(token, &asked.chosen, but)
        && asked.only.as_ref().is_none_or(|only| only.contains(&token.pk))
        && is_in_span(token, asked)
}
