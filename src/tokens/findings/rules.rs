//! The rules. To add one: a [`Finding`] with its id, an entry here, its words in `text::findings`, and a section in
//! docs/findings.md; everything else (facet, column, drawer, search, export) follows.

use super::finding::{Finding, FindingGroup, Severity, While};
use super::redirects::may_match_several_hosts;
use crate::model::kind::Kind;
use crate::model::provider::{ClientType, MatchingMode};
use crate::model::token::{End, Token};
use crate::tokens::duration::parse_validity;

/// One rule. What authentik does not say is never held against a token.
pub struct Rule {
    /// What it finds.
    pub finding: Finding,
    /// How much that matters.
    pub severity: Severity,
    /// What it is about.
    pub group: FindingGroup,
    /// The state the token must be in for it to count.
    pub counts_while: While,
    /// Whether it holds, whatever state the token is in.
    pub holds: fn(&Token, Kind) -> bool,
}

/// authentik's scope for its own API. It is honoured even for a revoked access token (docs/authentik.md).
const API_SCOPE: &str = "goauthentik.io/api";

/// "Far above" the provider's own setting: more than twice, and by at least so many seconds.
const FAR_ABOVE: u64 = 3_600;

/// Every rule.
pub const RULES: [Rule; 10] = [
    Rule {
        finding: Finding::InactiveUser,
        severity: Severity::High,
        group: FindingGroup::User,
        counts_while: While::Usable,
        holds: |token, _| token.user.is_active == Some(false),
    },
    Rule {
        finding: Finding::NeverExpires,
        severity: Severity::Medium,
        group: FindingGroup::Lifetime,
        counts_while: While::Usable,
        holds: |token, _| token.expires == End::Never,
    },
    Rule {
        finding: Finding::Superuser,
        severity: Severity::Low,
        group: FindingGroup::User,
        counts_while: While::Usable,
        holds: |token, _| token.user.is_superuser == Some(true),
    },
    Rule {
        finding: Finding::AuthentikApi,
        severity: Severity::Medium,
        group: FindingGroup::Power,
        counts_while: While::Unexpired,
        holds: reaches_authentik,
    },
    Rule {
        finding: Finding::OfflinePublic,
        severity: Severity::Low,
        group: FindingGroup::Power,
        counts_while: While::Usable,
        holds: |token, _| {
            token.provider.client_type == Some(ClientType::Public)
                && token.provider.may_refresh()
                && token.scope.iter().any(|scope| scope == "offline_access")
        },
    },
    Rule {
        finding: Finding::NoApplication,
        severity: Severity::Low,
        group: FindingGroup::Client,
        counts_while: While::Usable,
        holds: |token, _| token.provider.application.is_none() && token.provider.backchannel_application.is_none(),
    },
    Rule {
        finding: Finding::BroadRedirect,
        severity: Severity::Low,
        group: FindingGroup::Client,
        counts_while: While::Usable,
        holds: |token, _| {
            let patterns = token.provider.redirect_uris.iter().flatten();
            patterns
                .filter(|uri| uri.matching_mode == Some(MatchingMode::Regex))
                // No code and no token is sent to where a sign-out ends.
                .filter(|uri| uri.kind.as_deref() != Some("logout"))
                .any(|uri| may_match_several_hosts(&uri.url))
        },
    },
    Rule {
        finding: Finding::LongLived,
        severity: Severity::Low,
        group: FindingGroup::Lifetime,
        counts_while: While::Usable,
        holds: |token, kind| outlives_its_provider(token, kind).unwrap_or(false),
    },
    Rule {
        finding: Finding::Overdue,
        severity: Severity::High,
        group: FindingGroup::Lifetime,
        counts_while: While::Usable,
        holds: |token, _| matches!(token.expires, End::NotApplied(_)),
    },
    Rule {
        finding: Finding::UnlimitedApi,
        severity: Severity::High,
        group: FindingGroup::Power,
        counts_while: While::Unexpired,
        holds: |token, kind| {
            reaches_authentik(token, kind)
                && (token.user.is_superuser == Some(true)
                    || matches!(token.expires, End::Never | End::NotApplied(_))
                    || token.revoked == Some(true))
        },
    },
];

impl Finding {
    /// How much it matters.
    pub fn severity(self) -> Severity {
        self.rule().map_or(Severity::Low, |rule| rule.severity)
    }

    /// What it is about.
    pub fn group(self) -> FindingGroup {
        self.rule().map_or(FindingGroup::Client, |rule| rule.group)
    }

    fn rule(self) -> Option<&'static Rule> {
        RULES.iter().find(|rule| rule.finding == self)
    }
}

/// Revoked tokens still work only at the API itself: a revoked refresh token gets no new access token. And from a
/// deactivated user the API accepts nothing.
fn reaches_authentik(token: &Token, kind: Kind) -> bool {
    let is_spent = kind == Kind::RefreshTokens && token.revoked == Some(true);
    !is_spent && token.user.is_active != Some(false) && token.scope.iter().any(|scope| scope == API_SCOPE)
}

fn outlives_its_provider(token: &Token, kind: Kind) -> Option<bool> {
    let issued = token.claims.as_ref()?.issued_at()?;
    let lasts = u64::try_from((token.expires.date()? - issued).num_seconds()).ok()?;
    let provider = &token.provider;
    let setting = match kind {
        Kind::AccessTokens => &provider.access_token_validity,
        Kind::RefreshTokens => &provider.refresh_token_validity,
        Kind::AuthorizationCodes => &provider.access_code_validity,
    };
    let allowed = parse_validity(setting.as_deref()?)?.seconds;
    Some(lasts > allowed.saturating_mul(2) && lasts - allowed >= FAR_ABOVE)
}
