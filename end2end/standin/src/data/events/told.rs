//! An event in words, as authentik stores it: the keys of JSON are in PostgreSQL's order, short ones first.

use crate::api::ask::Ask;
use serde::Serialize;

/// The stream of [`Dice`](crate::data::random::Dice) that events draw from.
pub(super) const SORT: u64 = 70;

/// What authentik says where a refresh token comes a second time.
pub const REUSED: &str = "Revoked refresh token was used";

/// What an event says, besides when.
#[derive(Clone, Debug)]
pub struct Record {
    /// Who did it.
    pub user: Account,
    /// What: `login` and so on.
    pub action: &'static str,
    /// The part of authentik that wrote it down.
    pub app: &'static str,
    /// All the rest.
    pub context: Context,
    /// From where.
    pub client_ip: String,
}

/// Who did it.
#[derive(Clone, Debug, Serialize)]
pub struct Account {
    /// Their user's pk.
    pub pk: u32,
    /// Maybe empty.
    pub email: String,
    /// Also of somebody who is deleted by now.
    pub username: String,
}

/// Everything that is known of an event; hardly any has more than three of these.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Context {
    /// The flow that asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flow: Option<String>,
    /// What was changed or deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<Subject>,
    /// The token that was used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<Subject>,
    /// What was allowed, parted by spaces.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scopes: Option<String>,
    /// The key that somebody looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret: Option<Subject>,
    /// What is wrong, in a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<&'static str>,
    /// What was typed, made unreadable.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password: Option<&'static str>,
    /// The provider that was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<Subject>,
    /// Who somebody said to be who could not sign in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// The application that a machine signed in to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub application: Option<Subject>,
    /// `password`, `token`, `oauth_client_secret`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auth_method: Option<&'static str>,
    /// The request that it came of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub http_request: Option<HttpRequest>,
    /// How exactly somebody signed in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auth_method_args: Option<MethodArgs>,
    /// What somebody let act for them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authorized_application: Option<Subject>,
}

/// How exactly somebody signed in.
#[derive(Clone, Debug, Default, Serialize)]
pub struct MethodArgs {
    /// The app password that was used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identifier: Option<String>,
    /// Whether they had signed in from there before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub known_device: Option<bool>,
}

/// A request.
#[derive(Clone, Debug, Default, Serialize)]
pub struct HttpRequest {
    /// What the query says.
    pub args: Args,
    /// Without the query.
    pub path: String,
    /// In capitals.
    pub method: String,
    /// As in `x-authentik-id`.
    pub request_id: String,
    /// The browser or the program.
    pub user_agent: String,
}

impl HttpRequest {
    /// What was asked.
    pub fn of(ask: &Ask) -> Self {
        HttpRequest {
            args: Args::default(),
            path: ask.path.clone(),
            method: ask.method.clone(),
            request_id: ask.id.clone(),
            user_agent: ask.header("user-agent").unwrap_or_default().to_owned(),
        }
    }
}

/// The query of a request to authorize; other events here have none.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Args {
    /// As sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nonce: Option<String>,
    /// As sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// As sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// As sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
    /// As sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redirect_uri: Option<String>,
    /// As sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response_type: Option<String>,
}

/// Something that an event is about.
#[derive(Clone, Debug, Serialize)]
pub struct Subject {
    /// Its pk.
    pub pk: SubjectPk,
    /// The Django app.
    pub app: &'static str,
    /// What it was called then.
    pub name: String,
    /// In small letters.
    pub model_name: &'static str,
}

/// A number, or a UUID without its dashes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum SubjectPk {
    /// Of users, providers and OAuth2 tokens.
    Number(u32),
    /// Of all the rest.
    Hex(String),
}

impl SubjectPk {
    /// Of a UUID.
    pub fn uuid(uuid: &str) -> Self {
        SubjectPk::Hex(uuid.replace('-', ""))
    }

    /// Whether a filter's value means it: dashes count for nothing.
    pub fn is(&self, said: &str) -> bool {
        match self {
            SubjectPk::Number(pk) => said.trim().parse() == Ok(*pk),
            SubjectPk::Hex(pk) => *pk == said.replace('-', "").to_ascii_lowercase(),
        }
    }
}

/// The pk of the account that stands for nobody: no list of users has it.
pub const ANONYMOUS: u32 = 999_999;

impl Subject {
    /// A refresh token.
    pub fn refresh_token(pk: u32, provider: u32, user: u32) -> Self {
        Subject {
            pk: SubjectPk::Number(pk),
            app: "authentik_providers_oauth2",
            name: format!("Refresh Token for {provider} for user {user}"),
            model_name: "refreshtoken",
        }
    }

    /// An API token or an app password.
    pub fn core_token(uuid: &str, identifier: &str) -> Self {
        Subject {
            pk: SubjectPk::uuid(uuid),
            app: "authentik_core",
            name: identifier.to_owned(),
            model_name: "token",
        }
    }
}
