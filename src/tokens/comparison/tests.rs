#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should end"
)]

use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::model::kind::Kind;
use crate::model::page::decode_one;
use crate::model::token::Token;
use crate::tokens::export::{About, ExportWriter, Format, Layout};
use crate::tokens::findings::Finding;
use crate::tokens::status::Status;

const KIND: Kind = Kind::AccessTokens;

fn now() -> DateTime<Utc> {
    "2026-11-24T10:20:30Z".parse().unwrap()
}

/// A token, made of a few small numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Spec {
    end: Option<i8>,
    scopes: u8,
    user: u8,
    active: bool,
    provider: u8,
    revoked: bool,
}

fn a_spec() -> impl Strategy<Value = Spec> {
    let end = prop::option::of(-2..3_i8);
    (end, 0..3_u8, 0..3_u8, any::<bool>(), 0..3_u8, any::<bool>()).prop_map(
        |(end, scopes, user, active, provider, revoked)| Spec {
            end,
            scopes,
            user,
            active,
            provider,
            revoked,
        },
    )
}

fn token(pk: u64, spec: Spec) -> Token {
    let scopes = ["openid", "email", "profile"];
    let end = spec
        .end
        .map(|hours| now() + TimeDelta::hours(hours.into()) + TimeDelta::microseconds(250));
    let token = json!({
        "pk": pk, "expires": end.map(|end| end.to_rfc3339()), "revoked": spec.revoked,
        "is_expired": end.is_some_and(|end| end < now()), "id_token": "{}",
        "scope": scopes[..usize::from(spec.scopes)],
        "user": {"pk": spec.user, "username": format!("user{}", spec.user), "is_active": spec.active},
        "provider": {"pk": spec.provider, "name": format!("provider{}", spec.provider), "client_id": "a"},
    });
    decode_one(&token.to_string()).unwrap()
}

/// What was written of these tokens, in the columns that the table shows or in all.
fn exported(tokens: &[Token], columns: Option<&[&str]>) -> String {
    let layout = Layout {
        format: Format::Json,
        columns,
        about_lines: false,
    };
    let about = About {
        kind: KIND,
        exported_at: now(),
        source: "https://auth.example.com",
        asked: "",
        rows: tokens.len() as u64,
        matching: tokens.len() as u64,
        read: tokens.len() as u64,
        of: tokens.len() as u64 + 2,
        unreadable: 2,
        read_at: None,
    };
    let (mut export, mut out) = (ExportWriter::new(layout, KIND), String::new());
    export.head(&about, &mut out);
    for token in tokens {
        export.row(token, now(), &mut out);
    }
    export.end(&mut out);
    out
}

fn compared(then: &[Token], now_there: &[Token], columns: Option<&[&str]>) -> Comparison {
    let earlier = EarlierExport::parse(&exported(then, columns), KIND).unwrap();
    assert_eq!(earlier.left_out, 2);
    compare(&earlier, KIND, now_there.iter().cloned(), now())
}

type Specs = std::collections::BTreeMap<u64, Spec>;

fn some() -> impl Strategy<Value = Specs> {
    prop::collection::btree_map(1..24_u64, a_spec(), 0..16)
}

fn tokens(specs: &Specs) -> Vec<Token> {
    specs.iter().map(|(pk, spec)| token(*pk, *spec)).collect()
}

proptest! {
    #[test]
    fn nothing_became_of_what_is_as_it_was(specs in some()) {
        let all = tokens(&specs);
        let comparison = compared(&all, &all, None);
        prop_assert!(comparison.new.is_empty() && comparison.gone.is_empty() && comparison.changed.is_empty());
        for (_, count) in comparison.statuses.unwrap() {
            prop_assert_eq!(count.then, count.now);
        }
        for (_, count) in comparison.findings.unwrap() {
            prop_assert_eq!(count.then, count.now);
        }
    }

    #[test]
    fn new_gone_and_changed_are_what_a_naive_look_says(then in some(), now_there in some()) {
        let comparison = compared(&tokens(&then), &tokens(&now_there), None);
        let without = |these: &Specs, those: &Specs| -> Vec<u64> {
            these.keys().copied().filter(|pk| !those.contains_key(pk)).collect()
        };
        prop_assert_eq!(&comparison.new, &without(&now_there, &then));
        let gone: Vec<u64> = comparison.gone.iter().map(|gone| gone.pk).collect();
        prop_assert_eq!(gone, without(&then, &now_there));
        let differ = |is: fn(Spec, Spec) -> bool| -> Vec<u64> {
            let both = now_there.iter().filter_map(|(pk, now)| Some((*pk, *then.get(pk)?, *now)));
            both.filter(|(_, then, now)| is(*then, *now)).map(|(pk, _, _)| pk).collect()
        };
        let changes = &comparison.changes;
        prop_assert_eq!(changes.of(Change::Scopes), differ(|then, now| then.scopes != now.scopes));
        prop_assert_eq!(changes.of(Change::Expires), differ(|then, now| then.end != now.end));
        prop_assert_eq!(
            changes.of(Change::User),
            differ(|then, now| then.user != now.user || then.active != now.active)
        );
        prop_assert_eq!(changes.of(Change::Provider), differ(|then, now| then.provider != now.provider));
        for pk in changes.of(Change::Status) {
            prop_assert!(comparison.changed.contains(pk));
        }
        prop_assert!(comparison.changed.iter().all(|pk| then.get(pk) != now_there.get(pk)));
        prop_assert_eq!(comparison.all, ThenAndNow { then: then.len() as u64, now: now_there.len() as u64 });
        let never = |specs: &Specs| specs.values().filter(|spec| spec.end.is_none() && !spec.revoked).count() as u64;
        let statuses = comparison.statuses.unwrap();
        let counted = statuses.iter().find(|(status, _)| *status == Status::NeverExpires).unwrap().1;
        prop_assert_eq!(counted, ThenAndNow { then: never(&then), now: never(&now_there) });
        prop_assert_eq!(statuses.iter().map(|(_, count)| count.then).sum::<u64>(), then.len() as u64);
        prop_assert_eq!(statuses.iter().map(|(_, count)| count.now).sum::<u64>(), now_there.len() as u64);
    }
}

fn plain() -> Spec {
    Spec {
        end: None,
        scopes: 1,
        user: 1,
        active: true,
        provider: 1,
        revoked: false,
    }
}

#[test]
fn what_the_file_leaves_out_is_not_compared() {
    let then = [token(1, plain()), token(2, plain())];
    let other = Spec {
        scopes: 2,
        user: 2,
        ..plain()
    };
    let comparison = compared(&then, &[token(1, other)], Some(&["scopes"]));
    assert_eq!(comparison.changed, [1]);
    assert!(comparison.changes.of(Change::User).is_empty());
    assert_eq!((comparison.statuses, comparison.findings), (None, None));
    assert_eq!(comparison.gone[0].user, "");
}

#[test]
fn who_had_a_token_that_is_gone_is_told() {
    let comparison = compared(&[token(7, plain())], &[], None);
    let gone = GoneToken {
        pk: 7,
        user: "user1".into(),
        provider: "provider1".into(),
    };
    assert_eq!(comparison.gone, [gone]);
    let never = (Finding::NeverExpires, ThenAndNow { then: 1, now: 0 });
    assert!(comparison.findings.unwrap().contains(&never));
}

#[test]
fn files_of_the_first_format_are_read_as_well() {
    let text = exported(&[token(1, plain()), token(2, plain())], None)
        .replace("\"tokenscope_export\":2", "\"tokenscope_export\":1")
        .replacen("\"status\":\"never\"", "\"status\":\"Never expires\"", 1)
        .replacen("\"status\":\"never\"", "\"status\":\"Expires soon\"", 1)
        .replacen("\"never-expires\"", "\"inactive-user\"", 1);
    let earlier = EarlierExport::parse(&text, KIND).unwrap();
    let words: Vec<&str> = earlier
        .tokens
        .iter()
        .filter_map(|token| token.status.as_deref())
        .collect();
    assert_eq!(words, ["never", "active"]);
    let findings = earlier.tokens[0].findings.as_deref().unwrap();
    assert!(
        findings.iter().any(|id| id == Finding::InactiveUser.id()),
        "{findings:?}"
    );
}

#[test]
fn what_is_no_such_file_is_told() {
    let text = exported(&[token(1, plain())], None);
    let refused = |text: &str| EarlierExport::parse(text, KIND).unwrap_err();
    for text in [
        "",
        "pk,status",
        "{}",
        "[1, 2]",
        "{\"about\": {\"kind\": \"access-tokens\"}, \"tokens\": []}",
    ] {
        assert_eq!(refused(text), NotComparable::NoExport);
    }
    assert_eq!(refused(text.strip_suffix("]}\n").unwrap()), NotComparable::NoExport);
    assert_eq!(
        refused(&text.replace("\"access-tokens\"", "\"refresh-tokens\"")),
        NotComparable::OtherKind(Kind::RefreshTokens)
    );
    assert_eq!(
        refused(&text.replace("\"tokenscope_export\":2", "\"tokenscope_export\":3")),
        NotComparable::Newer
    );
    let receipt = "{\"about\":{\"tokenscope_receipt\":1},\"tokens\":[]}";
    assert_eq!(refused(receipt), NotComparable::NoExport);
    assert!(EarlierExport::parse(&format!("\u{feff}{text}"), KIND).is_ok());
}

#[test]
fn a_number_that_comes_twice_is_one_token() {
    let twice = exported(&[token(1, plain()), token(1, plain())], None);
    let earlier = EarlierExport::parse(&twice, KIND).unwrap();
    assert_eq!(earlier.tokens.len(), 1);
}
