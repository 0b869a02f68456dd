//! What holds for every export, whatever the names in it: it reads back to what was written, nothing in it begins like
//! a formula, and no secret is in it.

use std::time::Instant;

use chrono::{DateTime, Utc};
use proptest::prelude::*;
use serde_json::{Value, json};
use tokenscope::model::claims::Claims;
use tokenscope::model::kind::Kind;
use tokenscope::model::page::{Decode, Row, decode_one, decode_page};
use tokenscope::model::token::{End, Token};
use tokenscope::tokens::export::{About, ExportWriter, Format, Layout, status_word};
use tokenscope::tokens::findings::{Finding, Severity, findings};
use tokenscope::tokens::status::status_of;

const ANSWERS: [(Kind, &str); 5] = [
    (Kind::AccessTokens, include_str!("answers/access-tokens-2023.10.json")),
    (Kind::AccessTokens, include_str!("answers/access-tokens-2025.8.json")),
    (Kind::RefreshTokens, include_str!("answers/refresh-tokens-2026.5.json")),
    (
        Kind::AuthorizationCodes,
        include_str!("answers/authorization-codes-2026.5.json"),
    ),
    // One token, not a page of them.
    (Kind::AccessTokens, include_str!("answers/access-token-2024.8.json")),
];

/// Records before the one that names the columns.
const ABOUT_RECORDS: usize = 12;

fn now() -> DateTime<Utc> {
    "2026-11-24T10:20:30Z".parse().unwrap()
}

fn about<'a>(kind: Kind, asked: &'a str, source: &'a str, rows: usize) -> About<'a> {
    About {
        kind,
        exported_at: now(),
        source,
        asked,
        rows: rows as u64,
        matching: 40,
        read: 4_300,
        of: 9_995,
        unreadable: 1,
        read_at: Some(now()),
    }
}

fn whole(format: Format) -> Layout<'static> {
    Layout {
        format,
        columns: None,
        about_lines: true,
    }
}

fn export(format: Format, about: &About, tokens: &[Token]) -> String {
    let mut export = ExportWriter::new(whole(format), about.kind);
    let mut whole = String::new();
    let mut piece = String::new();
    export.head(about, &mut piece);
    for token in tokens {
        whole.push_str(&std::mem::take(&mut piece));
        export.row(token, now(), &mut piece);
    }
    export.end(&mut piece);
    whole + &piece
}

/// Text of letters that mean something to spreadsheets, to CSV, to JSON or to those who look at it.
fn a_text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[=+@＝＋－＠'\";,\t\r\n \u{a0}\u{200b}\u{feff}\u{85}\u{2028}\0\\\\#|a1é佐🦀-]{0,8}",
        1 => ".*",
    ]
}

fn an_audience() -> impl Strategy<Value = Value> {
    prop_oneof![
        a_text().prop_map(Value::from),
        proptest::collection::vec(a_text(), 0..3).prop_map(Value::from),
        Just(json!({"no": "audience"})),
    ]
}

fn a_time() -> impl Strategy<Value = Option<DateTime<Utc>>> {
    let seconds = -62_135_596_800_i64..253_402_300_800;
    proptest::option::of(
        (seconds, 0_u32..1_000_000)
            .prop_map(|(seconds, microseconds)| DateTime::from_timestamp(seconds, microseconds * 1_000).unwrap()),
    )
}

fn a_token() -> impl Strategy<Value = Token> {
    let texts = proptest::collection::vec(proptest::option::of(a_text()), 11);
    let flags = any::<[Option<bool>; 4]>();
    let times = (
        a_time(),
        proptest::option::of(any::<i64>()),
        proptest::option::of(0_i64..4_000_000_000),
    );
    let scopes = proptest::collection::vec(a_text(), 0..4);
    let numbers = (any::<u32>(), any::<u32>(), any::<u32>(), any::<bool>());
    (texts, flags, times, scopes, an_audience(), numbers).prop_map(
        |(texts, flags, (expires, issued_at, auth_time), scopes, audience, (pk, user, provider, is_odd))| {
            let claims = json!({
                "sub": texts[0], "iss": texts[1], "aud": audience, "iat": issued_at, "auth_time": auth_time,
                "nonce": "canary-nonce", "groups": ["canary-group"],
            });
            let token = json!({
                "pk": pk, "expires": match (expires, is_odd) {
                    (None, true) => json!("soon"),
                    (expires, _) => json!(expires.map(|at| at.to_rfc3339())),
                }, "is_expired": flags[0], "revoked": flags[1],
                "scope": scopes, "id_token": claims.to_string(), "unknown": "canary-unknown",
                "user": {
                    "pk": user, "username": texts[2], "name": texts[3], "email": texts[4], "type": texts[5],
                    "is_active": flags[2], "is_superuser": flags[3], "attributes": {"note": "canary-note"},
                    "avatar": "https://a.example/canary-avatar", "uid": "canary-uid",
                },
                "provider": {
                    "pk": provider, "name": texts[6], "client_id": texts[7], "client_type": texts[8],
                    "client_secret": "canary-secret", "assigned_application_name": texts[9],
                    "assigned_application_slug": texts[10],
                },
            });
            let mut token: Token = decode_one(&token.to_string()).unwrap();
            token.asked_at(now());
            token
        },
    )
}

/// What an export is to say about a token.
fn expected(kind: Kind, token: &Token) -> Vec<(&'static str, Value)> {
    let time = |at: Option<DateTime<Utc>>| json!(at.map(|at| at.to_rfc3339()));
    let claim = |name: &str| token.claims.as_ref().and_then(|claims| claims.get(name)).cloned();
    let (user, provider) = (&token.user, &token.provider);
    let application = provider.application.as_ref();
    vec![
        ("pk", json!(token.pk)),
        ("status", json!(status_word(status_of(token, now())))),
        (
            "expires",
            match token.expires {
                End::Unknown => json!("unknown"),
                end => time(end.date()),
            },
        ),
        ("is_expired", json!(token.is_expired)),
        ("revoked", json!(token.revoked)),
        ("issued_at", time(token.claims.as_ref().and_then(Claims::issued_at))),
        (
            "auth_time",
            time(claim("auth_time").and_then(|at| DateTime::from_timestamp(at.as_i64()?, 0))),
        ),
        ("subject", claim("sub").unwrap_or_default()),
        ("issuer", claim("iss").unwrap_or_default()),
        (
            "audience",
            json!(token.claims.as_ref().map(Claims::audiences).unwrap_or_default()),
        ),
        ("scopes", json!(token.scope)),
        ("user_pk", json!(user.pk)),
        ("user_username", json!(user.username)),
        ("user_name", json!(user.name)),
        ("user_email", json!(user.email)),
        ("user_type", json!(user.kind.as_ref().map(|kind| kind.as_str()))),
        ("user_is_active", json!(user.is_active)),
        ("user_is_superuser", json!(user.is_superuser)),
        ("provider_pk", json!(provider.pk)),
        ("provider_name", json!(provider.name)),
        ("provider_client_id", json!(provider.client_id)),
        (
            "provider_client_type",
            json!(provider.client_type.as_ref().map(|kind| kind.as_str())),
        ),
        (
            "application_name",
            json!(application.map(|application| &application.name)),
        ),
        (
            "application_slug",
            json!(application.map(|application| &application.slug)),
        ),
        (
            "findings",
            json!(findings(token, kind, now()).iter().map(Finding::id).collect::<Vec<_>>()),
        ),
        (
            "worst_severity",
            json!(findings(token, kind, now()).worst().map(Severity::id)),
        ),
    ]
}

/// A value as it stands in a field of CSV, but for the guard.
fn as_field(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(as_field).collect::<Vec<_>>().join(" "),
        other => other.to_string(),
    }
}

const TIMES: [&str; 3] = ["expires", "issued_at", "auth_time"];

/// Whether a text is this time, in UTC, or says that there is none that is known.
fn is_time(text: &str, expected: &Value) -> bool {
    if expected == "unknown" {
        return text == "unknown";
    }
    let expected = expected.as_str().and_then(|at| at.parse::<DateTime<Utc>>().ok());
    let read = DateTime::parse_from_rfc3339(text).ok().map(|at| at.to_utc());
    read == expected && (text.ends_with('Z') || text.is_empty())
}

/// RFC 4180 to the letter: CRLF behind every record, quotes around a whole field or nowhere.
fn parse_csv(text: &str) -> Result<Vec<Vec<String>>, String> {
    let mut records = Vec::new();
    let mut record = Vec::new();
    let mut letters = text.chars().peekable();
    while letters.peek().is_some() {
        let mut field = String::new();
        if letters.next_if_eq(&'"').is_some() {
            loop {
                match letters.next().ok_or("quotes that do not end")? {
                    '"' if letters.next_if_eq(&'"').is_some() => field.push('"'),
                    '"' => break,
                    letter => field.push(letter),
                }
            }
        } else {
            while let Some(letter) = letters.next_if(|letter| !matches!(letter, ',' | '\r' | '\n' | '"')) {
                field.push(letter);
            }
        }
        record.push(field);
        match (letters.next(), letters.peek()) {
            (Some(','), _) => {}
            (Some('\r'), Some('\n')) => {
                letters.next();
                records.push(std::mem::take(&mut record));
            }
            (found, _) => return Err(format!("{found:?} behind {record:?}")),
        }
    }
    if record.is_empty() {
        Ok(records)
    } else {
        Err("a record that does not end".into())
    }
}

/// Cells as a spreadsheet finds them when it believes in another separator: quotes count where a cell begins, and any
/// line break outside of them ends the record.
fn cells(text: &str, separator: char) -> Vec<String> {
    let mut cells = Vec::new();
    let mut cell = String::new();
    let (mut begins, mut is_quoted) = (true, false);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        if begins && letter == '"' {
            is_quoted = true;
            begins = false;
        } else if is_quoted && letter == '"' && letters.next_if_eq(&'"').is_some() {
            cell.push('"');
        } else if is_quoted && letter == '"' {
            is_quoted = false;
        } else if !is_quoted && (letter == separator || matches!(letter, '\r' | '\n')) {
            cells.push(std::mem::take(&mut cell));
            begins = true;
        } else {
            cell.push(letter);
            begins = false;
        }
    }
    cells.push(cell);
    cells
}

/// Takes the guard away, as the documentation says.
fn unguarded(field: &str) -> String {
    let mut text = String::new();
    let mut begins = true;
    for letter in field.chars() {
        if !(begins && letter == '\'') {
            text.push(letter);
        }
        begins = matches!(letter, ';' | '\t' | '\r' | '\n');
    }
    text
}

/// Whether a spreadsheet that drops blanks and quotes would see a formula.
fn is_formula(cell: &str) -> bool {
    let is_dropped =
        |letter: char| letter.is_whitespace() || letter.is_control() || matches!(letter, '"' | '\u{feff}' | '\u{200b}');
    cell.trim_start_matches(is_dropped)
        .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

/// Checks a CSV file against what it was made of.
fn check_csv(csv: &str, about: &About, tokens: &[Token]) {
    let records = parse_csv(csv.strip_prefix('\u{feff}').unwrap()).unwrap();
    let width = expected(about.kind, &tokens[0]).len();
    assert!(records.iter().all(|record| record.len() == width));
    for field in records.iter().flatten() {
        assert!(
            !is_formula(field) && !field.starts_with(['\t', '\r', '\n']),
            "{field:?}"
        );
    }
    for separator in [',', ';', '\t'] {
        for cell in cells(csv, separator) {
            assert!(!is_formula(&cell), "{cell:?} between {separator:?}");
        }
    }
    let (head, rows) = records.split_at(ABOUT_RECORDS);
    assert!(head.iter().all(|record| record[0].starts_with("# ")));
    assert!(rows.iter().all(|record| !record[0].starts_with('#')));
    let said = |name: &str| {
        let record = head.iter().find(|record| record[0] == ["# ", name].concat());
        unguarded(&record.unwrap()[1])
    };
    let asked = if about.asked.is_empty() {
        "(everything)"
    } else {
        about.asked
    };
    assert_eq!(said("asked"), asked);
    assert_eq!(said("source"), about.source);
    assert_eq!(said("rows"), tokens.len().to_string());
    assert_eq!(rows.len(), tokens.len() + 1);
    for (record, token) in rows[1..].iter().zip(tokens) {
        for ((name, field), (expected_name, value)) in rows[0].iter().zip(record).zip(expected(about.kind, token)) {
            assert_eq!(name, expected_name);
            if TIMES.contains(&name.as_str()) {
                assert!(is_time(field, &value), "{name}: {field} for {value}");
            } else {
                assert_eq!(unguarded(field), as_field(&value), "{name}");
            }
        }
    }
}

/// Checks a JSON file against what it was made of.
fn check_json(json: &str, about: &About, tokens: &[Token]) {
    let read: Value = serde_json::from_str(json).unwrap();
    assert_eq!(read.as_object().unwrap().len(), 2);
    assert_eq!(read["about"]["asked"], about.asked);
    assert_eq!(read["about"]["source"], about.source);
    assert_eq!(read["about"]["kind"], about.kind.path_segment());
    assert_eq!(read["about"]["rows"], tokens.len());
    let rows = read["tokens"].as_array().unwrap();
    assert_eq!(rows.len(), tokens.len());
    for (row, token) in rows.iter().zip(tokens) {
        let expected = expected(about.kind, token);
        assert_eq!(row.as_object().unwrap().len(), expected.len());
        for (name, value) in expected {
            if TIMES.contains(&name) {
                assert!(is_time(row[name].as_str().unwrap_or_default(), &value), "{name}");
                assert_eq!(row[name].is_null(), value.is_null(), "{name}");
            } else {
                assert_eq!(row[name], value, "{name}");
            }
        }
    }
}

fn answered() -> Vec<(Kind, Vec<Token>)> {
    let read = |(kind, answer): (Kind, &str)| {
        if let Ok(token) = decode_one(answer) {
            return (kind, vec![token]);
        }
        let rows = decode_page::<Token>(answer).unwrap().rows.into_iter();
        let tokens = rows.filter_map(|row| match row {
            Row::Read(token) => Some(token),
            Row::Unreadable { .. } => None,
        });
        (kind, tokens.collect())
    };
    ANSWERS.into_iter().map(read).collect()
}

proptest! {
    #[test]
    fn csv_reads_back_and_holds_no_formula(
        tokens in proptest::collection::vec(a_token(), 1..4), asked in a_text(), source in a_text(),
        kind in proptest::sample::select(&Kind::ALL[..]),
    ) {
        let about = about(kind, &asked, &source, tokens.len());
        let csv = export(Format::Csv, &about, &tokens);
        check_csv(&csv, &about, &tokens);
        prop_assert!(!csv.contains("canary"));
    }

    #[test]
    fn json_reads_back(
        tokens in proptest::collection::vec(a_token(), 0..4), asked in a_text(), source in a_text(),
        kind in proptest::sample::select(&Kind::ALL[..]),
    ) {
        let about = about(kind, &asked, &source, tokens.len());
        let json = export(Format::Json, &about, &tokens);
        check_json(&json, &about, &tokens);
        prop_assert!(!json.contains("canary"));
    }
}

#[test]
fn answers_of_every_release_are_exported_without_their_secrets() {
    for (kind, tokens) in answered() {
        let about = about(kind, "search=wiki", "https://auth.example.com", tokens.len());
        for format in [Format::Csv, Format::Json] {
            let file = export(format, &about, &tokens);
            assert!(!file.contains("canary"), "{file}");
            match format {
                Format::Csv => check_csv(&file, &about, &tokens),
                Format::Json => check_json(&file, &about, &tokens),
            }
        }
    }
    assert!(
        ANSWERS.iter().all(|(_, answer)| answer.contains("canary")),
        "or this tried nothing"
    );
}

/// `cargo test --release --test export -- --ignored --nocapture`
#[test]
#[ignore = "a measurement"]
fn how_long_a_hundred_thousand_rows_take() {
    const ROWS: usize = 100_000;
    let tokens: Vec<Token> = answered().into_iter().flat_map(|(_, tokens)| tokens).collect();
    for format in [Format::Csv, Format::Json] {
        let begun = Instant::now();
        let mut export = ExportWriter::new(whole(format), Kind::AccessTokens);
        let mut piece = String::new();
        let mut bytes = 0;
        for token in tokens.iter().cycle().take(ROWS) {
            export.row(token, now(), &mut piece);
            if piece.len() > 65_536 {
                bytes += piece.len();
                piece.clear();
            }
        }
        bytes += piece.len();
        let taken = begun.elapsed();
        println!("{format:?}: {ROWS} rows, {bytes} bytes, {} ms", taken.as_millis());
    }
}
