//! Questions to authentik, over HTTP. The only place that knows an endpoint's URL.

use std::pin::Pin;
use std::rc::Rc;

use chrono::{DateTime, Utc};
use gloo_net::http::{Request, Response};
use js_sys::Reflect;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{RequestCache, RequestRedirect, ResponseType};

use super::call::{Call, Early, PATIENCE};
use super::csrf;
use crate::model::caller::Caller;
use crate::model::failure::{Answer, Asker, Failure, FailureKind, Method, RequestInfo, WrongPages, read_failure};
use crate::model::kind::Kind;
use crate::model::page::{BodyError, Decode, Page, decode_one, decode_page_at};
use crate::model::percent_encoding::encode;
use crate::model::provider::Provider;
use crate::model::token::Token;
use crate::model::used_by::{UsedBy, decode_used_by};
use crate::model::user::User;
use crate::platform::clock::{self, now};
use crate::platform::host;

/// The header by which `tokenscope serve` says that it sent a token along.
const BY_TOKEN: &str = "x-tokenscope-by-token";

/// An answer on its way.
pub type Asking<A> = Pin<Box<dyn Future<Output = Result<A, Failure>>>>;

/// Reads a body: of which page, and of what time, was asked for.
type DecodeBody<A> = fn(&str, Option<u64>, DateTime<Utc>) -> Result<A, BodyError>;

/// An answer's body, or why there is none.
type RawAnswer = Result<(String, AnswerMeta), Failure>;

/// A page of a whole set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenPageRequest {
    /// Of which kind of token.
    pub kind: Kind,
    /// Only this user's.
    pub user: Option<u64>,
    /// Only this provider's.
    pub provider: Option<u64>,
    /// authentik's word for the order.
    pub ordering: &'static str,
    /// Which page, from 1.
    pub page: u64,
    /// How many rows a page has.
    pub size: u64,
}

impl TokenPageRequest {
    fn path(&self) -> String {
        let mut query = format!("ordering={}&page={}&page_size={}", self.ordering, self.page, self.size);
        for (name, pk) in [("user", self.user), ("provider", self.provider)] {
            if let Some(pk) = pk {
                query.push_str(&format!("&{name}={pk}"));
            }
        }
        list_path(self.kind, &query)
    }
}

/// Finds out who is calling.
type AskWho = Rc<dyn Fn() -> Pin<Box<dyn Future<Output = Asker>>>>;

struct Shared {
    /// Questions that were asked while the wasm was still loading, not taken yet.
    early: Vec<Early>,
    ask_who: Option<AskWho>,
}

/// The way to authentik. Cheap to copy; holds no answer.
#[derive(Clone, Copy)]
pub struct Client {
    shared: StoredValue<Shared, LocalStorage>,
    /// Whether authentik's answers arrive without the header that identifies them.
    is_unmarked: StoredValue<bool>,
}

impl Client {
    /// `early` are questions that were asked already.
    pub fn new(early: Vec<Early>) -> Self {
        Self {
            shared: StoredValue::new_local(Shared { early, ask_who: None }),
            is_unmarked: StoredValue::new(false),
        }
    }

    /// From here on `ask_who` finds out who is calling, where a failure's reason depends on that.
    pub fn ask_who_by(self, ask_who: AskWho) {
        self.shared.update_value(|shared| shared.ask_who = Some(ask_who));
    }

    /// Drops the early questions: they were asked for somebody else.
    pub fn forget_early(self) {
        self.shared.update_value(|shared| shared.early.clear());
    }

    /// One page of tokens. Groups and roles are left out: the list shows none, and authentik answers a fifth sooner.
    /// `query` says which, in what order.
    pub fn tokens(self, kind: Kind, query: &str, call: &Call) -> Asking<Page<Token>> {
        self.page(list_path(kind, query), call)
    }

    /// A page of the whole set, in an order of its own.
    pub fn token_page(self, of: &TokenPageRequest, call: &Call) -> Asking<Page<Token>> {
        self.page(of.path(), call)
    }

    /// How many tokens of a kind there are; `None`, without an error, where authentik does not say: nobody asked for the
    /// number, so nobody is told why it is not there.
    pub async fn count(self, kind: Kind, call: &Call) -> Option<u64> {
        let path = list_path(kind, "page=1&page_size=1");
        let (body, _) = self.get(path, call.clone()).await.ok()?;
        let answer: serde_json::Value = serde_json::from_str(&body).ok()?;
        answer.get("pagination")?.get("count")?.as_u64()
    }

    /// Describes such a request, for a failure that only shows after its answer.
    pub fn request_info(self, of: &TokenPageRequest) -> RequestInfo {
        RequestInfo {
            method: Method::Get,
            path: format!("{}api/v3/{}", host::base(), of.path()),
            csrf_sent: false,
        }
    }

    /// One token, afresh and whole.
    pub fn token(self, kind: Kind, pk: u64, call: &Call) -> Asking<Token> {
        self.one(format!("oauth2/{}/{pk}/", kind.api_segment()), call)
    }

    /// What deleting a token would also delete or orphan. authentik lists nothing for these kinds.
    pub fn used_by(self, kind: Kind, pk: u64, call: &Call) -> Asking<Vec<UsedBy>> {
        let path = format!("oauth2/{}/{pk}/used_by/", kind.api_segment());
        self.ask(path, call, |body, _, _| decode_used_by(body))
    }

    /// Deletes a token; gives the request's number in authentik's log.
    ///
    /// A failure's meaning depends on who is calling: [`FailureKind::NotFound`] was said to somebody who is signed in.
    /// A failed request is not retried here: the deletion may have been carried out.
    pub fn delete(self, kind: Kind, pk: u64, call: &Call) -> Asking<Option<String>> {
        let path = format!("oauth2/{}/{pk}/", kind.api_segment());
        let call = call.clone();
        Box::pin(async move {
            let answer = self.send(Method::Delete, path, csrf::token(), call).await;
            self.told_apart(answer).await.map(|(_, answered)| answered.request_id)
        })
    }

    /// The first `most` users whose username, name or e-mail holds `text`.
    pub fn users_matching(self, text: &str, most: u32, call: &Call) -> Asking<Page<User>> {
        let path = format!(
            "core/users/?search={}&page_size={most}&ordering=username&include_groups=false&include_roles=false",
            encode(text)
        );
        self.page(path, call)
    }

    /// The first `most` providers whose name holds `text`.
    pub fn providers_matching(self, text: &str, most: u32, call: &Call) -> Asking<Page<Provider>> {
        let path = format!(
            "providers/oauth2/?search={}&page_size={most}&ordering=name",
            encode(text)
        );
        self.page(path, call)
    }

    /// A page of the users who may not sign in; a release that does not know that filter sends everybody.
    pub fn inactive_users(self, page: u64, call: &Call) -> Asking<Page<User>> {
        let path = format!(
            "core/users/?is_active=false&ordering=pk&page={page}&page_size=100&include_groups=false&include_roles=false"
        );
        self.page(path, call)
    }

    /// A page of the providers.
    pub fn providers(self, page: u64, call: &Call) -> Asking<Page<Provider>> {
        self.page(format!("providers/oauth2/?ordering=pk&page={page}&page_size=100"), call)
    }

    /// One user, for the name behind a filter.
    pub fn user(self, pk: u64, call: &Call) -> Asking<User> {
        self.one(format!("core/users/{pk}/"), call)
    }

    /// One provider, for the name behind a filter.
    pub fn provider(self, pk: u64, call: &Call) -> Asking<Provider> {
        self.one(format!("providers/oauth2/{pk}/"), call)
    }

    /// Who is calling, and whether the answer is numbered, as each of authentik's is.
    pub async fn caller(self) -> Result<(Caller, bool), Failure> {
        let (body, answered) = self.get("core/users/me/".into(), Call::default()).await?;
        let is_numbered = answered.is_numbered();
        match decode_one(&body) {
            Ok(caller) => Ok((caller, is_numbered)),
            Err(error) => Err(unreadable(&error, answered)),
        }
    }

    /// authentik's release; `None`, without an error, for a caller who may not know it.
    pub async fn version(self) -> Option<String> {
        let (body, _) = self.get("admin/version/".into(), Call::default()).await.ok()?;
        let answer: serde_json::Value = serde_json::from_str(&body).ok()?;
        Some(answer.get("version_current")?.as_str()?.to_owned())
    }

    fn page<T: Decode + 'static>(self, path: String, call: &Call) -> Asking<Page<T>> {
        self.ask(path, call, |body, page, time| {
            decode_page_at(body, page).map(|page| page.asked_at(time))
        })
    }

    fn one<T: Decode + 'static>(self, path: String, call: &Call) -> Asking<T> {
        self.ask(path, call, |body, _, time| {
            let mut one: T = decode_one(body)?;
            one.asked_at(time);
            Ok(one)
        })
    }

    fn ask<A: 'static>(self, path: String, call: &Call, decode: DecodeBody<A>) -> Asking<A> {
        let call = call.clone();
        Box::pin(async move {
            let got = self.get(path, call).await;
            let (body, answered) = self.told_apart(got).await?;
            let is_marked = answered.is_marked;
            let answer = decode(&body, answered.asked.page(), answered.asked_at)
                .map_err(|error| unreadable(&error, answered))?;
            // Only authentik itself could have given this answer.
            self.is_unmarked.set_value(!is_marked);
            Ok(answer)
        })
    }

    /// A refusal says little by itself, and a single token is "not found" if nobody is signed in; asking who is calling
    /// tells the reasons apart.
    async fn told_apart(self, outcome: RawAnswer) -> RawAnswer {
        match outcome {
            Err(failure) if matches!(failure.kind, FailureKind::Forbidden | FailureKind::NotFound) => {
                let who = match self.shared.try_with_value(|shared| shared.ask_who.clone()).flatten() {
                    Some(ask_who) => ask_who().await,
                    None => Asker::Unknown,
                };
                Err(failure.told_apart(&who))
            }
            outcome => outcome,
        }
    }

    async fn get(self, path: String, call: Call) -> RawAnswer {
        self.send(Method::Get, path, None, call).await
    }

    /// Every request goes through here. `csrf` proves to authentik that a write under a session comes from its own site.
    async fn send(self, method: Method, path: String, csrf: Option<String>, call: Call) -> RawAnswer {
        let url = format!("{}api/v3/{path}", host::base());
        let mut asked = RequestInfo {
            method,
            path: url.clone(),
            csrf_sent: csrf.is_some(),
        };
        let _patience = call.patience();
        let Ok((response, body, by_token, asked_at)) = self.fetch(method, &url, csrf, &call).await else {
            let kind = if call.is_out_of_patience() {
                FailureKind::TimedOut { after: PATIENCE }
            } else {
                FailureKind::Network
            };
            return Err(Failure::new(kind, asked, now()));
        };
        let header = |name: &str| response.headers().get(name);
        asked.csrf_sent |= by_token || header(BY_TOKEN).is_some();
        let content_type = header("content-type");
        let request_id = header("x-authentik-id");
        let retry_after = header("retry-after");
        let is_json = content_type
            .as_deref()
            .is_some_and(|kind| kind.starts_with("application/json"));
        let status = response.status();
        let is_answer = match method {
            Method::Get => status == 200 && is_json,
            Method::Delete => status == 204,
        };
        // Only a response of the page's own origin shows all its headers, and a proxy may take some away for good.
        let is_marked = request_id.is_some();
        let may_lack_mark = response.type_() != ResponseType::Basic || self.is_unmarked.try_get_value() == Some(true);
        // An answer that is not from authentik is no proof of a deletion, whatever it says.
        if is_answer && (is_marked || may_lack_mark || method == Method::Get) {
            return Ok((
                body,
                AnswerMeta {
                    asked,
                    status,
                    request_id,
                    asked_at,
                    is_marked,
                    at: now(),
                },
            ));
        }
        let answer = Answer {
            status,
            content_type: content_type.as_deref(),
            request_id: request_id.as_deref().or(may_lack_mark.then_some("")),
            retry_after: retry_after.as_deref(),
            body: &body,
        };
        Err(read_failure(asked, &answer, now()))
    }

    /// The answer, its body, whether the host gave a token for it, and when it was asked for.
    async fn fetch(
        self,
        method: Method,
        url: &str,
        csrf: Option<String>,
        call: &Call,
    ) -> Result<(Response, String, bool, DateTime<Utc>), JsValue> {
        let mut asked = js_sys::Date::now();
        let early = self.shared.try_update_value(|shared| {
            let early = &mut shared.early;
            let at = early.iter().position(|early| early.url == url)?;
            Some(early.swap_remove(at))
        });
        let response: JsValue = if let Some(early) = early.flatten() {
            call.watch(early.controller);
            asked = early.asked;
            JsFuture::from(early.answer).await?
        } else {
            let request = match method {
                Method::Get => Request::get(url),
                Method::Delete => Request::delete(url),
            };
            // authentik's API never redirects. A redirect is not an answer, is mostly unreadable, and deletes
            // nothing.
            let request = request.redirect(RequestRedirect::Manual);
            let request = match csrf {
                Some(csrf) => request.header(csrf::HEADER, &csrf),
                None => request,
            };
            let request = request
                .header("Accept", "application/json")
                // A proxy in front may allow caching, but an answer from a minute ago is not one.
                .cache(RequestCache::NoStore)
                .abort_signal(call.signal().as_ref())
                .build()
                .map_err(|_| JsValue::NULL)?;
            JsFuture::from(host::send(&request.into())).await?
        };
        let by_token = Reflect::get(&response, &"byToken".into()).is_ok_and(|by_token| by_token.is_truthy());
        let response = Response::from(response.unchecked_into::<web_sys::Response>());
        if let Some(date) = response.headers().get("date") {
            clock::heard(&date, asked);
        }
        let body = response.text().await.map_err(|_| JsValue::NULL)?;
        Ok((response, body, by_token, clock::at(asked)))
    }
}

fn list_path(kind: Kind, query: &str) -> String {
    format!(
        "oauth2/{}/?{query}&include_groups=false&include_roles=false",
        kind.api_segment()
    )
}

/// What is left to say of an answer when its body turns out to be unreadable.
struct AnswerMeta {
    asked: RequestInfo,
    status: u16,
    request_id: Option<String>,
    asked_at: DateTime<Utc>,
    is_marked: bool,
    at: DateTime<Utc>,
}

impl AnswerMeta {
    /// Whether it is in authentik's log.
    fn is_numbered(&self) -> bool {
        self.request_id.as_ref().is_some_and(|id| !id.is_empty())
    }
}

fn unreadable(error: &BodyError, answered: AnswerMeta) -> Failure {
    let kind = match error {
        BodyError::NotJson => FailureKind::NotJson,
        BodyError::Truncated => FailureKind::Truncated,
        BodyError::Shape(problem) => FailureKind::Shape(problem.clone()),
        BodyError::OtherPage { asked, got } => FailureKind::OtherPage(WrongPages::Page {
            asked: *asked,
            got: *got,
        }),
    };
    Failure {
        status: Some(answered.status),
        request_id: answered.request_id,
        ..Failure::new(kind, answered.asked, answered.at)
    }
}
