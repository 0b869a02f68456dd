//! One suggestion, and the two searches behind them.

use leptos::prelude::*;

use crate::components::icon::{Icon, Picture};
use crate::model::failure::{Failure, FailureKind};
use crate::model::page::{Page, Row};
use crate::model::provider::Provider;
use crate::model::user::User;
use crate::screens::person::{portrait_of, user_tags};
use crate::screens::token_list::names::Subject;
use crate::state::app::app;
use crate::state::loader::Loader;
use crate::text;
use crate::tokens::query::ListQuery;
use crate::tokens::terms::{Completion, FieldExample};

/// How many users, and how many providers, are suggested.
const SUGGESTIONS: u32 = 5;

/// One suggestion.
#[derive(Clone)]
pub enum Suggestion {
    /// To look for the text.
    Text(String),
    /// To show a user's tokens only.
    User(Box<User>),
    /// To show a provider's tokens only.
    Provider(Box<Provider>),
    /// To go on typing with this.
    Completion(Completion),
    /// To make an earlier search again.
    Recent(String),
    /// To go on with a field, for which there is an example.
    Field(&'static str, FieldExample),
    /// To search for the example of a field.
    Example(FieldExample),
}

impl Suggestion {
    /// The question that it leads to.
    pub fn choose(&self, query: &ListQuery) -> ListQuery {
        match self {
            Self::Text(text) | Self::Recent(text) | Self::Example(FieldExample { text, .. }) => query.with_search(text),
            Self::Completion(_) | Self::Field(..) => query.clone(),
            Self::User(user) => query.with_search("").with_user(Some(user.pk)),
            Self::Provider(provider) => query.with_search("").with_provider(Some(provider.pk)),
        }
    }

    /// What it filters by, with its name.
    pub fn subject(&self) -> Option<(Subject, u64, &str)> {
        match self {
            Self::Text(_) | Self::Completion(_) | Self::Recent(_) | Self::Field(..) | Self::Example(_) => None,
            Self::User(user) => Some((Subject::User, user.pk, &user.username)),
            Self::Provider(provider) => Some((Subject::Provider, provider.pk, &provider.name)),
        }
    }

    /// A word that no other suggestion of the same text has.
    pub fn key(&self) -> String {
        match self {
            Self::Text(text) => format!("text-{text}"),
            Self::Completion(completion) => format!("complete-{}", completion.label),
            Self::User(user) => format!("user-{}", user.pk),
            Self::Provider(provider) => format!("provider-{}", provider.pk),
            Self::Recent(text) => format!("recent-{text}"),
            Self::Field(field, _) => format!("field-{field}"),
            Self::Example(example) => format!("example-{}", example.text),
        }
    }

    /// What is shown of it. `broken` tells when a picture did not load.
    pub fn describe(&self, broken: RwSignal<()>) -> AnyView {
        match self {
            Self::Text(text) => {
                let [before, after] = text::search::SEARCH_FOR;
                view! {
                    <Picture icon=Icon::Search/>
                    <span class="two-lines">
                        <span class="line">{before}<bdi translate="no">{text::cut(text)}</bdi>{after}</span>
                    </span>
                }
                .into_any()
            }
            Self::Completion(completion) => view! {
                <Picture icon=Icon::Search/>
                <span class="two-lines">
                    <code translate="no" class="line">{completion.label.clone()}</code>
                    <span class="line line-quiet">{text::terms::meaning(completion.meaning)}</span>
                </span>
            }
            .into_any(),
            Self::Recent(text) => view! {
                <Picture icon=Icon::Clock/>
                <bdi translate="no" class="line">{text::cut(text)}</bdi>
            }
            .into_any(),
            Self::Field(field, example) => {
                // What can be searched for as it stands is a suggestion of its own, beside this one.
                let shown = example.meaning.is_none().then(|| {
                    view! {
                        <span class="suggestion-kind">
                            <span class="visually-hidden">{text::search::FOR_EXAMPLE}</span>
                            <code translate="no">{example.text.clone()}</code>
                        </span>
                    }
                    .into_any()
                });
                view! {
                    <span class="two-lines">
                        <code translate="no" class="line">{[field, ":"].concat()}</code>
                        <span class="line line-quiet">{text::terms::field(field)}</span>
                    </span>
                    {shown}
                }
                .into_any()
            }
            Self::Example(example) => view! { <code translate="no">{example.text.clone()}</code> }.into_any(),
            Self::User(user) => {
                let (picture, initials) = (user.avatar.picture(), user.initials());
                let portrait = move || {
                    broken.track();
                    portrait_of(picture.clone(), initials.clone())
                };
                view! {
                    {portrait}
                    <span class="two-lines">
                        <span class="line line-marked">
                            <bdi translate="no" class="line-main">{text::cut(user.display_name())}</bdi>
                            {user_tags(user.is_active, user.is_superuser)}
                        </span>
                        <bdi translate="no" class="line line-quiet">{text::cut(&user.username)}</bdi>
                    </span>
                    <span class="suggestion-kind">{text::search::A_USER}</span>
                }
                .into_any()
            }
            Self::Provider(provider) => view! {
                <span class="portrait portrait-square"><Picture icon=Icon::Provider/></span>
                <span class="two-lines">
                    <bdi translate="no" class="line line-main">{text::cut(&provider.name)}</bdi>
                    <bdi translate="no" class="line line-quiet">{text::cut(provider.client_id.as_deref().unwrap_or_default())}</bdi>
                </span>
                <span class="suggestion-kind">{text::search::A_PROVIDER}</span>
            }
            .into_any(),
        }
    }
}

/// The two searches behind the suggestions. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Finder {
    users: Loader<String, Page<User>>,
    providers: Loader<String, Page<Provider>>,
}

impl Finder {
    /// Nothing looked for yet.
    pub fn new() -> Self {
        let client = app().client;
        Self {
            users: Loader::new(move |text: &String, call| client.users_matching(text, SUGGESTIONS, call)),
            providers: Loader::new(move |text: &String, call| client.providers_matching(text, SUGGESTIONS, call)),
        }
    }

    /// Looks for `text`; what is under way for another is called off.
    pub fn look_for(&self, text: &str) {
        self.users.ask(text.to_owned());
        self.providers.ask(text.to_owned());
    }

    /// Stops looking.
    pub fn stop(&self) {
        self.users.clear();
        self.providers.clear();
    }

    /// Whether an answer is still to come, tracked.
    pub fn is_busy(&self) -> bool {
        self.users.is_busy() || self.providers.is_busy()
    }

    /// Whether both searches have answered to this text, tracked.
    pub fn has_answered(&self, text: &str) -> bool {
        let users = self.users.current().is_some_and(|found| *found.question == text);
        let providers = self.providers.current().is_some_and(|found| *found.question == text);
        users && providers && !self.is_busy()
    }

    /// What both searches found for the text, once they are done, and the text itself. Tracked. It is the last: Enter alone
    /// searches for it, and whoever presses the arrow first wants a name.
    pub fn found(&self, text: &str) -> Vec<Suggestion> {
        if text.is_empty() {
            return Vec::new();
        }
        let itself = Suggestion::Text(text.to_owned());
        if self.is_busy() {
            return vec![itself];
        }
        let users = readable(self.users, text)
            .into_iter()
            .map(Box::new)
            .map(Suggestion::User);
        let providers = readable(self.providers, text)
            .into_iter()
            .map(Box::new)
            .map(Suggestion::Provider);
        users.chain(providers).chain([itself]).collect()
    }

    /// Why there are no suggestions, in a sentence, tracked.
    pub fn why_none(&self) -> Option<String> {
        let failure = self.users.failure().or_else(|| self.providers.failure())?;
        Some(sentence(&failure))
    }
}

fn readable<T: Clone>(loader: Loader<String, Page<T>>, text: &str) -> Vec<T> {
    let Some(found) = loader.last().filter(|found| *found.question == text) else {
        return Vec::new();
    };
    found.answer.rows.iter().filter_map(Row::read).cloned().collect()
}

fn sentence(failure: &Failure) -> String {
    match failure.kind {
        FailureKind::MissingRight => text::search::MAY_NOT_LOOK.to_owned(),
        _ => text::search::none_now(&text::failures::failure(failure).title),
    }
}
