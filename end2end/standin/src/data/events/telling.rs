//! An event in words: what of it is known only to the world that it happened in.

use super::past::Past;
use super::store::{Event, What};
use super::told::{
    ANONYMOUS, Account, Args, Context, HttpRequest, MethodArgs, REUSED, Record, SORT, Subject, SubjectPk,
};
use crate::data::World;
use crate::data::providers::Matching;
use crate::data::random::Dice;
use crate::data::row::Kind;

const BROWSERS: [&str; 4] = [
    "Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1",
];

/// Where the one who should not have been there came from.
const ELSEWHERE: &str = "192.0.2.66";

impl Account {
    /// The user with this pk; who is none of them is nobody.
    pub fn of(world: &World, pk: u32) -> Self {
        match world.user(pk) {
            Some(user) => Account {
                pk,
                email: user.email.clone(),
                username: user.username.clone(),
            },
            None => Account {
                pk: ANONYMOUS,
                email: String::new(),
                username: "AnonymousUser".to_owned(),
            },
        }
    }
}

impl Subject {
    /// A user.
    pub fn user(world: &World, pk: u32) -> Option<Self> {
        world.user(pk).map(|user| Subject {
            pk: SubjectPk::Number(pk),
            app: "authentik_core",
            name: user.name.clone(),
            model_name: "user",
        })
    }

    /// A provider.
    pub fn provider(world: &World, pk: u32) -> Option<Self> {
        world.provider(pk).map(|provider| Subject {
            pk: SubjectPk::Number(pk),
            app: "authentik_providers_oauth2",
            name: provider.name.clone(),
            model_name: "oauth2provider",
        })
    }

    /// The application of a provider.
    pub fn application(world: &World, provider: u32) -> Option<Self> {
        let mut all = world.applications.iter();
        let found = all.find(|application| application.provider == Some(provider));
        found.map(|application| Subject {
            pk: SubjectPk::uuid(&application.pk),
            app: "authentik_core",
            name: application.name.to_owned(),
            model_name: "application",
        })
    }
}

impl World {
    /// What an event says.
    pub fn told(&self, event: &Event) -> Record {
        match &event.what {
            What::Past(past) => self.told_of_the_past(event.number, past),
            What::Live(told) => (**told).clone(),
        }
    }

    /// Whether an event can be of this action: cheaper than to have it told.
    pub fn action(&self, event: &Event) -> &'static str {
        match &event.what {
            What::Past(past) => past.action(),
            What::Live(told) => told.action,
        }
    }

    /// Whether somebody of this name did it, or was said to.
    pub fn is_by(&self, event: &Event, username: &str) -> bool {
        match &event.what {
            What::Past(past) => self.user(past.whose()).is_some_and(|user| user.username == username),
            What::Live(told) => told.user.username == username || told.context.username.as_deref() == Some(username),
        }
    }

    fn told_of_the_past(&self, number: u64, past: &Past) -> Record {
        let mut dice = Dice::of(self.seed, SORT + 2, number);
        let whose = past.whose();
        let home = format!("198.51.100.{}", 1 + whose % 254);
        let mut request = HttpRequest {
            args: Args::default(),
            path: String::new(),
            method: "GET".to_owned(),
            request_id: dice.uuid().replace('-', ""),
            user_agent: BROWSERS
                .get(whose as usize % BROWSERS.len())
                .copied()
                .unwrap_or_default()
                .to_owned(),
        };
        let mut context = Context::default();
        let mut actor = Account::of(self, whose);
        let mut client_ip = home;
        let app = match *past {
            Past::Authorized { provider, token, .. } => {
                let (provider, scopes) = (u32::from(provider), self.scopes(Kind::Access, token).join(" "));
                "/application/o/authorize/".clone_into(&mut request.path);
                context.authorized_application = Subject::application(self, provider);
                if let Some(provider) = self.provider(provider) {
                    context.flow = Some(provider.authorization_flow.replace('-', ""));
                    let strict = provider.redirect_uris.iter().find(|(how, _)| *how == Matching::Strict);
                    request.args = Args {
                        nonce: dice.percent(50).then(|| dice.word(13)),
                        scope: Some(scopes.clone()),
                        state: Some(dice.word(10)),
                        client_id: Some(provider.client_id.to_owned()),
                        redirect_uri: Some(
                            strict
                                .map_or("https://app.example.com/callback", |(_, uri)| uri)
                                .to_owned(),
                        ),
                        response_type: Some("code".to_owned()),
                    };
                }
                context.scopes = Some(scopes);
                "authentik.providers.oauth2.views.authorize"
            }
            Past::Login { .. } => {
                "/api/v3/flows/executor/default-authentication-flow/".clone_into(&mut request.path);
                context.auth_method = Some("password");
                context.auth_method_args = Some(MethodArgs {
                    known_device: Some(dice.percent(80)),
                    ..MethodArgs::default()
                });
                "authentik.events.signals"
            }
            Past::LoginFailed { .. } => {
                "/api/v3/flows/executor/default-authentication-flow/".clone_into(&mut request.path);
                "POST".clone_into(&mut request.method);
                context.username = Some(std::mem::take(&mut actor.username));
                context.password = Some("********************");
                actor = Account::of(self, ANONYMOUS);
                if dice.percent(50) {
                    ELSEWHERE.clone_into(&mut client_ip);
                }
                "authentik.events.signals"
            }
            Past::Reused { user, provider, token } => {
                "/application/o/token/".clone_into(&mut request.path);
                "POST".clone_into(&mut request.method);
                "python-requests/2.32.4".clone_into(&mut request.user_agent);
                ELSEWHERE.clone_into(&mut client_ip);
                context.message = Some(REUSED);
                context.token = Some(Subject::refresh_token(token, provider.into(), user));
                context.provider = Subject::provider(self, provider.into());
                "authentik.providers.oauth2.views.token"
            }
            Past::Updated { user } => {
                request.path = format!("/api/v3/core/users/{user}/");
                "PATCH".clone_into(&mut request.method);
                context.model = Subject::user(self, user);
                "authentik.events.middleware"
            }
            Past::SecretView { which } => {
                context.secret = self.events.viewed.get(which).cloned();
                let name = context.secret.as_ref().map_or("", |secret| &secret.name);
                request.path = format!("/api/v3/core/tokens/{name}/view_key/");
                "authentik.core.api.tokens"
            }
        };
        context.http_request = Some(request);
        Record {
            user: actor,
            action: past.action(),
            app,
            context,
            client_ip,
        }
    }
}
