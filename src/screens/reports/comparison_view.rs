//! What became of the tokens of an earlier export, in numbers, each with the tokens behind it.

use std::sync::Arc;

use js_sys::{Array, JsString};
use leptos::prelude::*;

use crate::components::file;
use crate::components::format;
use crate::components::link::Link;
use crate::components::notice::Warning;
use crate::components::portions::portions;
use crate::components::when::each;
use crate::model::kind::Kind;
use crate::screens::token_list::list::List;
use crate::text;
use crate::text::comparison as words;
use crate::text::numbers::grouped;
use crate::tokens::comparison::{Change, Comparison, EarlierExport, GoneToken, ThenAndNow};
use crate::tokens::status::Status;

/// What was compared.
#[derive(Clone)]
pub struct Compared {
    /// Tokens of this kind.
    pub kind: Kind,
    /// The file.
    pub earlier: Arc<EarlierExport>,
    /// What came of it.
    pub comparison: Arc<Comparison>,
}

/// The answer to the first question, what is new, gone and changed, and the counts.
#[component]
pub fn ComparisonView(
    /// What was compared.
    compared: Compared,
    /// Closes the dialog: a token is opened beneath it.
    close: Callback<()>,
) -> impl IntoView {
    let Compared {
        kind,
        earlier,
        comparison,
    } = compared;
    let then = format::moment(earlier.exported_at);
    let here = window().location().origin().unwrap_or_default();
    let warnings = words::warnings(&earlier, &here);
    let warning = |words: String| view! { <Warning><p>{words}</p></Warning> }.into_any();
    let never = comparison.statuses.iter().flatten();
    let never = never.filter(|(status, _)| *status == Status::NeverExpires);
    let never = never.map(|(_, count)| words::never_expiring(*count, &then)).next();
    let tokens = move |name: &'static str, title: String, pks: &[u64]| {
        let tokens = TokenIds {
            kind,
            name,
            pks: pks.into(),
            gone: None,
        };
        view! { <TokensBehind title tokens close/> }.into_any()
    };
    let gone = TokenIds {
        kind,
        name: "gone",
        pks: comparison.gone.iter().map(|gone| gone.pk).collect(),
        gone: Some(comparison.gone.clone().into()),
    };
    let changes = Change::ALL.map(|change| {
        let pks = comparison.changes.of(change);
        (!pks.is_empty()).then(|| tokens("changed", words::change(change, pks.len()), pks))
    });
    view! {
        {each(warnings, warning)}
        {never.map(|never| view! { <p class="compare-answer">{never}</p> })}
        {tokens("new", words::new_tokens(comparison.new.len()), &comparison.new)}
        <TokensBehind title=words::gone_tokens(comparison.gone.len()) tokens=gone close/>
        {tokens("changed", words::changed_tokens(&comparison), &comparison.changed)}
        <div class="compare-changes">{changes}</div>
        {counts(compared_rows(&comparison), &then)}
    }
}

type CountRow = (&'static str, ThenAndNow);

/// The rows of the table: by status, all, and by finding.
fn compared_rows(comparison: &Comparison) -> [(&'static str, Vec<CountRow>); 2] {
    let statuses = comparison.statuses.iter().flatten();
    let statuses = statuses.map(|(status, count)| (text::status::label(*status), *count));
    let findings = comparison.findings.iter().flatten();
    let findings = findings.map(|(finding, count)| (text::findings::finding(*finding).title, *count));
    let findings = findings.filter(|(_, count)| count.then + count.now > 0);
    [
        (words::STATUS, statuses.chain([(words::ALL, comparison.all)]).collect()),
        (words::FINDING, findings.collect()),
    ]
}

/// How many there were and are.
fn counts(groups: [(&'static str, Vec<CountRow>); 2], then: &str) -> AnyView {
    let row = |(name, count): CountRow| {
        view! {
            <tr>
                <th scope="row">{name}</th>
                <td>{grouped(count.then)}</td>
                <td>{grouped(count.now)}</td>
                <td>{words::difference(count)}</td>
            </tr>
        }
        .into_any()
    };
    let then = then.to_owned();
    let group = move |(name, rows): (&'static str, Vec<CountRow>)| {
        if rows.is_empty() {
            return ().into_any();
        }
        view! {
            <thead>
                <tr>
                    <th scope="col">{name}</th>
                    <th scope="col">{then.clone()}</th>
                    <th scope="col">{words::NOW}</th>
                    <th scope="col">{words::DIFFERENCE}</th>
                </tr>
            </thead>
            <tbody>{each(rows, row)}</tbody>
        }
        .into_any()
    };
    let tables =
        groups.map(|rows| view! { <table class="compare-counts" aria-label=words::COUNTS>{group(rows)}</table> });
    tables.into_any()
}

/// Tokens of a comparison.
#[derive(Clone)]
struct TokenIds {
    kind: Kind,
    /// What a file of them is called.
    name: &'static str,
    pks: Arc<[u64]>,
    /// The same with whose they were, where they are gone.
    gone: Option<Arc<[GoneToken]>>,
}

impl TokenIds {
    /// Saves them, an ID a line.
    fn save(&self) {
        let lines = self.pks.iter().map(|pk| pk.to_string() + "\n").collect::<String>();
        let parts = Array::of1(&JsString::from(lines));
        // A browser that takes no file has told so at the export.
        let _ = file::save(&words::ids_file(self.name, self.kind), "text/plain", &parts);
    }
}

/// A number, and the tokens that it is the number of.
#[component]
fn TokensBehind(
    /// The number, in words.
    title: String,
    /// The tokens.
    tokens: TokenIds,
    /// Closes the dialog.
    close: Callback<()>,
) -> impl IntoView {
    if tokens.pks.is_empty() {
        return view! { <p class="compare-none">{title}</p> }.into_any();
    }
    let open = RwSignal::new(false);
    let list = expect_context::<List>();
    let ids = move || {
        let tokens = tokens.clone();
        let saved = tokens.clone();
        let line = move |at: usize| {
            match (&tokens.gone, tokens.pks.get(at)) {
                (Some(gone), _) => gone
                    .get(at)
                    .map(|gone| view! { <li>{gone.pk}{words::whose(gone)}</li> }.into_any()),
                (None, Some(&pk)) => Some(view! { <li><TokenLink list pk close/></li> }.into_any()),
                (None, None) => None,
            }
            .into_any()
        };
        let (lines, more) = portions(saved.pks.len(), line);
        let is_gone = saved.gone.is_some();
        view! {
            <ul class="compare-ids" class:compare-gone=is_gone>{lines}</ul>
            {more}
            <button type="button" class="button" on:click=move |_| saved.save()>{words::DOWNLOAD_IDS}</button>
        }
    };
    view! {
        <details class="compare-tokens" on:toggle:target=move |event| open.set(event.target().open())>
            <summary>{title}</summary>
            // Nothing is made of a thousand tokens that nobody looks at.
            {move || open.get().then(&ids)}
        </details>
    }
    .into_any()
}

/// Leads to a token, beneath the dialog.
#[component]
fn TokenLink(
    /// Where it is opened.
    list: List,
    /// Its number.
    pk: u64,
    /// Closes the dialog.
    close: Callback<()>,
) -> impl IntoView {
    let go = move |()| {
        close.run(());
        list.open_token(pk);
    };
    view! {
        <Link class="link" href=Signal::derive(move || list.href_of(pk)) go>
            {pk}
        </Link>
    }
}
