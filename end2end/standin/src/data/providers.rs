//! The OAuth2 providers: as an installation that has grown for some years has them.

use super::random::Dice;
use super::time::{DAY, HOUR, MINUTE, Micros, SECOND};

/// The stream of [`Dice`] that providers draw from.
const SORT: u64 = 1;

/// How a redirect URI is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matching {
    /// Letter by letter.
    Strict,
    /// As a regular expression.
    Regex,
    /// Letter by letter, and for the way out instead of the way in.
    StrictLogout,
}

/// One OAuth2 provider.
#[derive(Clone, Debug)]
pub struct Provider {
    /// From 1.
    pub pk: u32,
    /// What an administrator called it.
    pub name: String,
    /// Slug and name of the application it serves.
    pub application: Option<(&'static str, &'static str)>,
    /// Slug and name of the application it serves behind the scenes.
    pub backchannel: Option<(&'static str, &'static str)>,
    /// Whether the client keeps a secret.
    pub confidential: bool,
    /// The ways in which the client may get tokens.
    pub grant_types: &'static [&'static str],
    /// The client's id.
    pub client_id: &'static str,
    /// The client's secret, which must never be seen.
    pub client_secret: String,
    /// Validity of codes, access tokens and refresh tokens, in authentik's notation.
    pub validities: [&'static str; 3],
    /// From when on a refresh token is renewed.
    pub refresh_threshold: &'static str,
    /// How long an access token really lives.
    pub access_lifetime: Micros,
    /// Whether id tokens carry the claims.
    pub claims_in_id_token: bool,
    /// The key that signs.
    pub signing_key: Option<String>,
    /// The key that encrypts.
    pub encryption_key: Option<String>,
    /// Where a browser may be sent back to.
    pub redirect_uris: &'static [(Matching, &'static str)],
    /// Where to tell the client that a session ended.
    pub logout_uri: &'static str,
    /// `backchannel` or `frontchannel`.
    pub logout_method: &'static str,
    /// What `sub` is made of.
    pub sub_mode: &'static str,
    /// Who `iss` is.
    pub issuer_mode: &'static str,
    /// Sources whose tokens are accepted.
    pub federation_sources: Vec<String>,
    /// Providers whose tokens are accepted.
    pub federation_providers: Vec<u32>,
    /// The flow that signs people in, where it is not the default.
    pub authentication_flow: Option<String>,
    /// The flow that asks for consent.
    pub authorization_flow: String,
    /// The flow that signs people out.
    pub invalidation_flow: String,
    /// What adds claims.
    pub property_mappings: Vec<String>,
}

/// What is told about a provider by hand; the rest follows from its place.
struct Spec {
    name: &'static str,
    application: Option<(&'static str, &'static str)>,
    client_id: &'static str,
    confidential: bool,
    validity: &'static str,
    uris: &'static [(Matching, &'static str)],
}

use Matching::{Regex, Strict, StrictLogout};

const fn spec(
    name: &'static str,
    application: Option<(&'static str, &'static str)>,
    client_id: &'static str,
    confidential: bool,
    validity: &'static str,
    uris: &'static [(Matching, &'static str)],
) -> Spec {
    Spec {
        name,
        application,
        client_id,
        confidential,
        validity,
        uris,
    }
}

/// Access tokens live for minutes or an hour, as by authentik's own defaults, and with some providers for hours, days or months.
#[rustfmt::skip]
const SPECS: [Spec; 25] = [
    spec("Grafana", Some(("grafana", "Grafana")), "grafana-client", true, "hours=1", &[(Strict, "https://grafana.example.com/login/generic_oauth")]),
    spec("Mobile App (public)", Some(("mobile-app", "Mobile App")), "mobile-app", false, "minutes=10", &[(Regex, "^com\\.example\\.app://callback/.*$"), (Strict, "http://localhost:8080/cb"), (StrictLogout, "https://app.example.com/logout")]),
    spec("Wiki <b>internal</b> & \"friends\"", Some(("wiki", "Wiki <i>team</i> é")), "wiki", true, "days=7", &[(Regex, "https://wiki\\..*")]),
    spec("CI machine-to-machine", Some(("ci", "CI")), "ci-runner", true, "minutes=30", &[]),
    spec("Орфан 孤児 (no application)", None, "orphan", false, "hours=1", &[(Strict, "https://orphan.example.com/cb")]),
    spec("GitLab", Some(("gitlab", "GitLab")), "Vd8mPq3kTz", true, "hours=1", &[(Strict, "https://gitlab.example.com/users/auth/openid_connect/callback")]),
    spec("Nextcloud", Some(("nextcloud", "Nextcloud Files")), "nextcloud", true, "minutes=15", &[(Strict, "https://cloud.example.com/apps/user_oidc/code"), (Strict, "https://cloud.example.org/apps/user_oidc/code")]),
    spec("Jenkins", Some(("jenkins", "Jenkins")), "jenkins", true, "hours=8", &[(Regex, "https://jenkins[0-9]*\\.example\\.com/securityRealm/finishLogin")]),
    spec("Command line tools", Some(("cli", "Command line tools")), "cli", false, "days=90", &[(Regex, "http://(127\\.0\\.0\\.1|localhost):[0-9]+/.*"), (Strict, "urn:ietf:wg:oauth:2.0:oob")]),
    spec("Vault", Some(("vault", "HashiCorp Vault")), "vault", true, "minutes=30", &[(Strict, "https://vault.example.com/ui/vault/auth/oidc/oidc/callback"), (Strict, "http://localhost:8250/oidc/callback")]),
    spec("Argo CD", Some(("argo-cd", "Argo CD")), "argocd", true, "hours=1", &[(Strict, "https://argocd.example.com/auth/callback"), (Regex, ".*")]),
    spec("Mailbox (webmail & IMAP)", Some(("mail", "Mail")), "mailbox", true, "hours=1", &[(Strict, "https://mail.example.com/oauth/callback")]),
    spec("Matrix", Some(("matrix", "Matrix chat")), "matrix-auth", true, "minutes=20;seconds=30", &[(Strict, "https://matrix.example.com/_synapse/client/oidc/callback")]),
    spec("Kubernetes dashboard", Some(("kubernetes", "Kubernetes")), "kube", true, "minutes=20", &[(Regex, "^https://.*example.com/.*")]),
    spec("Paperless", Some(("paperless", "Paperless-ngx")), "paperless", true, "hours=1", &[(Strict, "https://paperless.example.com/accounts/oidc/authentik/login/callback/")]),
    spec("Home Assistant", Some(("home", "Home Assistant")), "home-assistant", false, "minutes=30", &[(Strict, "https://home.example.com/auth/oidc/callback")]),
    spec("متجر إلكتروني", Some(("store", "متجر إلكتروني")), "arabic-store", true, "hours=1", &[(Strict, "https://store.example.com/رجوع")]),
    spec("社内ポータル", Some(("portal-jp", "社内ポータル")), "portal-jp", true, "minutes=45", &[(Strict, "https://ポータル.example.jp/callback")]),
    spec("A provider whose name goes on for so long that no column has ever been wide enough for it, because somebody pasted the whole description of what it is for, who asked for it, which team pays for it and when it will be turned off (never)", Some(("long", "The application with the long-winded provider, which is rather wordy itself")), "long-name-client-0123456789-0123456789-0123456789-0123456789", true, "days=2;hours=3;minutes=4;seconds=5", &[(Strict, "https://long.example.com/a/path/that/goes/on/and/on/and/on/and/on/and/on/until/the/very/end/of/the/line?with=a&long=query&as=well")]),
    spec("Jellyfin", Some(("jellyfin", "Jellyfin")), "jellyfin", false, "weeks=8", &[(Regex, "(?i)https?://jellyfin.*")]),
    spec("Partner API (federated)", Some(("partner-api", "Partner API")), "partner-api", true, "minutes=5", &[]),
    spec("Proxy for legacy intranet", Some(("intranet", "Intranet")), "ak-proxy-intranet", true, "hours=24", &[(Regex, "https://intranet\\.example\\.com/outpost\\.goauthentik\\.io/callback\\?X-authentik-auth-callback=true"), (Regex, "https://intranet\\.example\\.com\\?X-authentik-auth-callback=true")]),
    spec("Test – please delete", None, "test", false, "seconds=30", &[(Regex, "https?://.*")]),
    spec("Directory sync", None, "directory-sync", true, "hours=1", &[]),
    spec("Archive (never used)", Some(("archive", "Archive")), "archive", true, "hours=1", &[(Strict, "https://archive.example.com/cb")]),
];

const SUB_MODES: [&str; 6] = [
    "hashed_user_id",
    "user_id",
    "user_uuid",
    "user_username",
    "user_email",
    "user_upn",
];

/// Makes all providers, pks from 1. The last one never issued a token.
pub fn make(seed: u64) -> Vec<Provider> {
    let mut shared = Dice::of(seed, SORT, 0);
    let consent = [shared.uuid(), shared.uuid()];
    let (authentication, invalidation) = (shared.uuid(), shared.uuid());
    let keys = [shared.uuid(), shared.uuid()];
    let encryption = shared.uuid();
    let mappings: Vec<String> = (0..7).map(|_| shared.uuid()).collect();
    let sources = [shared.uuid(), shared.uuid()];
    let [consent_asked, consent_implied] = consent;
    let [key_rsa, key_ec] = keys;

    let mut providers = Vec::with_capacity(SPECS.len());
    for (pk, spec) in (1u32..).zip(&SPECS) {
        let mut dice = Dice::of(seed, SORT, u64::from(pk));
        let sub_mode = match pk {
            1 | 2 | 5 => "hashed_user_id",
            3 => "user_email",
            _ => SUB_MODES.get(pk as usize % 6).copied().unwrap_or("hashed_user_id"),
        };
        providers.push(Provider {
            pk,
            name: spec.name.to_owned(),
            application: spec.application,
            backchannel: (pk == 24).then_some(("directory", "Directory")),
            confidential: spec.confidential,
            grant_types: grant_types(pk),
            client_id: spec.client_id,
            client_secret: format!("canary-client-secret-of-provider-{pk}"),
            validities: [
                if pk % 8 == 3 { "minutes=5" } else { "minutes=1" },
                spec.validity,
                if pk % 5 == 4 { "weeks=52" } else { "days=30" },
            ],
            refresh_threshold: if pk % 5 == 2 { "days=7" } else { "seconds=0" },
            access_lifetime: lifetime(spec.validity),
            claims_in_id_token: pk % 4 != 3,
            signing_key: match pk % 6 {
                3 => None,
                4 => Some(key_ec.clone()),
                _ => Some(key_rsa.clone()),
            },
            encryption_key: (pk % 10 == 7).then(|| encryption.clone()),
            redirect_uris: spec.uris,
            logout_uri: match pk {
                4 => "https://ci.example.com/bc-logout",
                7 => "https://cloud.example.com/apps/user_oidc/backchannel-logout",
                13 => "https://matrix.example.com/logout",
                _ => "",
            },
            logout_method: if pk == 13 { "frontchannel" } else { "backchannel" },
            sub_mode,
            issuer_mode: if pk % 3 == 2 { "global" } else { "per_provider" },
            federation_sources: match pk {
                4 => sources.iter().take(1).cloned().collect(),
                21 => sources.to_vec(),
                _ => Vec::new(),
            },
            federation_providers: match pk {
                4 => vec![1],
                21 => vec![4, 6, 24],
                _ => Vec::new(),
            },
            authentication_flow: (pk % 7 == 3).then(|| authentication.clone()),
            authorization_flow: if pk % 4 == 2 {
                consent_asked.clone()
            } else {
                consent_implied.clone()
            },
            invalidation_flow: invalidation.clone(),
            property_mappings: match dice.below(4) as usize {
                0 => mappings.iter().take(1).cloned().collect(),
                more => mappings.iter().take(3 + more).cloned().collect(),
            },
        });
    }
    providers
}

/// Most have two; some more, one all that there are, and the one that is not in use none. A public client, which has refresh
/// tokens from before, may not use them any more.
fn grant_types(pk: u32) -> &'static [&'static str] {
    const DEVICE: &str = "urn:ietf:params:oauth:grant-type:device_code";
    const EXCHANGE: &str = "urn:ietf:params:oauth:grant-type:token-exchange";
    match pk {
        2 | 9 => &["authorization_code", "refresh_token", DEVICE],
        4 => &["authorization_code", "refresh_token", "client_credentials", "password"],
        16 => &["authorization_code"],
        21 => &[
            "authorization_code",
            "implicit",
            "hybrid",
            "refresh_token",
            "client_credentials",
            "password",
            DEVICE,
            EXCHANGE,
        ],
        25 => &[],
        _ => &["authorization_code", "refresh_token"],
    }
}

/// What `hours=1;minutes=30` comes to.
pub fn lifetime(validity: &str) -> Micros {
    validity
        .split(';')
        .filter_map(|part| part.split_once('='))
        .map(|(unit, amount)| {
            let unit = match unit {
                "weeks" => 7 * DAY,
                "days" => DAY,
                "hours" => HOUR,
                "minutes" => MINUTE,
                _ => SECOND,
            };
            unit * amount.parse::<Micros>().unwrap_or(0)
        })
        .sum()
}
