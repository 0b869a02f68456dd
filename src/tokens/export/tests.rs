#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should end"
)]

use chrono::TimeDelta;
use serde_json::json;

use super::columns::COLUMNS;
use super::*;
use crate::model::page::decode_one;
use crate::model::token::End;
use crate::text;
use crate::tokens::deletion::Target;

fn now() -> DateTime<Utc> {
    "2026-11-24T10:20:30Z".parse().unwrap()
}

fn token() -> Token {
    let claims = json!({
        "sub": "=1+2", "iss": "https://id.example/o/wiki/", "aud": ["wiki-client", "api"],
        "iat": 1_793_796_920, "auth_time": "1793796900.5", "nonce": "not to be written",
    });
    let token = json!({
        "pk": 10, "expires": "2026-11-24T20:20:30.000250Z", "is_expired": false, "revoked": false,
        "scope": ["openid", "email"], "id_token": claims.to_string(),
        "user": {
            "pk": 7, "username": "ada", "name": "Lovelace, \"Ada\"", "email": "ada@example.org", "is_active": true,
            "type": "internal", "attributes": {"note": "not to be written"}, "avatar": "https://not.to.be/written",
        },
        "provider": {
            "pk": 3, "name": "Wiki", "client_id": "wiki-client", "client_type": "confidential",
            "client_secret": "not to be written", "assigned_application_slug": "wiki",
            "assigned_application_name": "Team wiki",
        },
    });
    decode_one(&token.to_string()).unwrap()
}

fn bare_token() -> Token {
    decode_one(r#"{"pk": 11, "expires": null, "user": {"pk": 8}, "provider": {"pk": 4}}"#).unwrap()
}

fn about() -> About<'static> {
    About {
        kind: Kind::AccessTokens,
        exported_at: now(),
        source: "https://auth.example.com",
        asked: "",
        rows: 2,
        matching: 40,
        read: 4_300,
        of: 9_995,
        unreadable: 1,
        read_at: None,
    }
}

/// All there is to be said, in a format.
fn whole(format: Format) -> Layout<'static> {
    Layout {
        format,
        columns: None,
        about_lines: true,
    }
}

fn export(format: Format, about: &About) -> String {
    export_in(whole(format), about)
}

fn export_in(layout: Layout, about: &About) -> String {
    let mut export = ExportWriter::new(layout, about.kind);
    let mut out = String::new();
    export.head(about, &mut out);
    export.row(&token(), now(), &mut out);
    export.row(&bare_token(), now(), &mut out);
    export.end(&mut out);
    out
}

#[test]
fn a_csv_file_letter_by_letter() {
    let expected = [
        "\u{feff}# tokenscope_export,2,,,,,,,,,,,,,,,,,,,,,,,,",
        "# kind,access-tokens,,,,,,,,,,,,,,,,,,,,,,,,",
        "# exported_at,2026-11-24T10:20:30Z,,,,,,,,,,,,,,,,,,,,,,,,",
        "# source,https://auth.example.com,,,,,,,,,,,,,,,,,,,,,,,,",
        "# asked,(everything),,,,,,,,,,,,,,,,,,,,,,,,",
        "# rows,2,,,,,,,,,,,,,,,,,,,,,,,,",
        "# rows_matching,40,,,,,,,,,,,,,,,,,,,,,,,,",
        "# tokens_read,4300,,,,,,,,,,,,,,,,,,,,,,,,",
        "# tokens_in_set,9995,,,,,,,,,,,,,,,,,,,,,,,,",
        "# tokens_unreadable,1,,,,,,,,,,,,,,,,,,,,,,,,",
        "# read_at,,,,,,,,,,,,,,,,,,,,,,,,,",
        "# guard,an apostrophe stands before text that a spreadsheet could take for a formula,,,,,,,,,,,,,,,,,,,,,,,,",
        "pk,status,expires,is_expired,revoked,issued_at,auth_time,subject,issuer,audience,scopes,user_pk,user_username,\
         user_name,user_email,user_type,user_is_active,user_is_superuser,provider_pk,provider_name,provider_client_id,\
         provider_client_type,application_name,application_slug,findings,worst_severity",
        "10,active,2026-11-24T20:20:30.000250Z,false,false,2026-11-04T12:55:20Z,2026-11-04T12:55:00Z,'=1+2,\
         https://id.example/o/wiki/,wiki-client api,openid email,7,ada,\"Lovelace, \"\"Ada\"\"\",ada@example.org,\
         internal,true,,3,Wiki,wiki-client,confidential,Team wiki,wiki,,",
        "11,never,,,,,,,,,,8,,,,,,,4,,,,,,never-expires no-application,medium",
        "",
    ];
    assert_eq!(export(Format::Csv, &about()), expected.join("\r\n"));
}

#[test]
fn a_json_file_letter_by_letter() {
    let expected = [
        "{\"about\":{\"tokenscope_export\":2,\"kind\":\"access-tokens\",\"exported_at\":\"2026-11-24T10:20:30Z\",\
         \"source\":\"https://auth.example.com\",\"asked\":\"\",\"rows\":2,\"rows_matching\":40,\"tokens_read\":4300,\
         \"tokens_in_set\":9995,\"tokens_unreadable\":1,\"read_at\":null},",
        "\"tokens\":[",
        "{\"pk\":10,\"status\":\"active\",\"expires\":\"2026-11-24T20:20:30.000250Z\",\"is_expired\":false,\
         \"revoked\":false,\"issued_at\":\"2026-11-04T12:55:20Z\",\"auth_time\":\"2026-11-04T12:55:00Z\",\
         \"subject\":\"=1+2\",\"issuer\":\"https://id.example/o/wiki/\",\"audience\":[\"wiki-client\",\"api\"],\
         \"scopes\":[\"openid\",\"email\"],\"user_pk\":7,\"user_username\":\"ada\",\
         \"user_name\":\"Lovelace, \\\"Ada\\\"\",\"user_email\":\"ada@example.org\",\"user_type\":\"internal\",\
         \"user_is_active\":true,\"user_is_superuser\":null,\"provider_pk\":3,\"provider_name\":\"Wiki\",\
         \"provider_client_id\":\"wiki-client\",\"provider_client_type\":\"confidential\",\
         \"application_name\":\"Team wiki\",\"application_slug\":\"wiki\",\"findings\":[],\"worst_severity\":null},",
        "{\"pk\":11,\"status\":\"never\",\"expires\":null,\"is_expired\":null,\"revoked\":null,\
         \"issued_at\":null,\"auth_time\":null,\"subject\":null,\"issuer\":null,\"audience\":[],\"scopes\":[],\
         \"user_pk\":8,\"user_username\":\"\",\"user_name\":\"\",\"user_email\":null,\"user_type\":null,\
         \"user_is_active\":null,\"user_is_superuser\":null,\"provider_pk\":4,\"provider_name\":\"\",\
         \"provider_client_id\":null,\"provider_client_type\":null,\"application_name\":null,\
         \"application_slug\":null,\"findings\":[\"never-expires\",\"no-application\"],\"worst_severity\":\"medium\"}",
        "]}",
        "",
    ];
    assert_eq!(export(Format::Json, &about()), expected.join("\n"));
}

#[test]
fn a_csv_file_for_importers_begins_with_the_names_of_its_columns() {
    let plain = Layout {
        about_lines: false,
        columns: Some(&["status", "provider"]),
        ..whole(Format::Csv)
    };
    let expected = [
        "\u{feff}pk,status,provider_pk,provider_name,application_name",
        "10,active,3,Wiki,Team wiki",
        "11,never,4,,",
        "",
    ];
    assert_eq!(export_in(plain, &about()), expected.join("\r\n"));
    let json = Layout {
        format: Format::Json,
        ..plain
    };
    let read: serde_json::Value = serde_json::from_str(&export_in(json, &about())).unwrap();
    assert_eq!(read["about"]["rows_matching"], 40, "JSON always says what it holds");
    assert_eq!(
        read["tokens"][1],
        json!({"pk": 11, "status": "never", "provider_pk": 4, "provider_name": "", "application_name": null})
    );
}

#[test]
fn findings_are_those_of_the_kind_and_the_time() {
    let token: Token = decode_one(
        r#"{
            "pk": 12, "expires": "2026-11-25T00:00:00Z", "is_expired": false, "id_token": "{\"iat\":1793796920}",
            "user": {"pk": 8, "is_active": false},
            "provider": {
                "pk": 4, "assigned_application_slug": "wiki",
                "access_token_validity": "hours=1", "refresh_token_validity": "days=30"
            }
        }"#,
    )
    .unwrap();
    let found = |kind, now| {
        let mut out = String::new();
        ExportWriter::new(whole(Format::Csv), kind).row(&token, now, &mut out);
        let fields: Vec<&str> = out.trim_end().rsplitn(3, ',').collect();
        [fields[1], fields[0]].join(",")
    };
    assert_eq!(found(Kind::AccessTokens, now()), "deactivated-user long-lived,high");
    assert_eq!(found(Kind::RefreshTokens, now()), "deactivated-user,high");
    // What ends after it was read is no finding of its own.
    assert_eq!(found(Kind::RefreshTokens, now() + TimeDelta::days(1)), ",");
}

#[test]
fn what_was_asked_is_guarded_as_well() {
    let asked = About {
        asked: "=cmd, \"x\"",
        read_at: Some(now()),
        ..about()
    };
    let csv = export(Format::Csv, &asked);
    assert!(csv.contains("\r\n# asked,\"'=cmd, \"\"x\"\"\",,,"));
    assert!(csv.contains("\r\n# read_at,2026-11-24T10:20:30Z,,,"));
}

#[test]
fn an_export_of_nothing_is_whole() {
    let mut out = String::new();
    let export = ExportWriter::new(whole(Format::Json), Kind::RefreshTokens);
    export.head(&about(), &mut out);
    export.end(&mut out);
    let read: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(read.get("tokens"), Some(&json!([])));
}

#[test]
fn the_guard() {
    for (text, cell) in [
        ("", ""),
        ("Ada", "Ada"),
        ("a=b+c-d@e", "a=b+c-d@e"),
        ("佐藤", "佐藤"),
        ("=1", "'=1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM", "'@SUM"),
        ("＝1", "'＝1"),
        ("＋1", "'＋1"),
        ("－1", "'－1"),
        ("＠1", "'＠1"),
        ("\ta", "\"'\ta\""),
        ("\ra", "\"'\ra\""),
        ("\na", "\"'\na\""),
        (" \ta", "\"' \ta\""),
        ("  =1", "\"'  =1\""),
        ("\u{a0}=1", "\"'\u{a0}=1\""),
        ("\u{3000}＝1", "\"'\u{3000}＝1\""),
        ("\u{feff}=1", "'\u{feff}=1"),
        ("\u{202e}\0=1", "'\u{202e}\0=1"),
        ("\"=1", "\"'\"\"=1\""),
        (" \"' =1", "\"' \"\"' =1\""),
        // What was there before the guard is told apart from it.
        ("'=1", "''=1"),
        ("'t Hooft", "''t Hooft"),
        ("O'Neill", "O'Neill"),
        // Where a spreadsheet splits at semicolons.
        ("a;b", "\"a;b\""),
        ("a;=1", "\"a;'=1\""),
        (";=1;'x;", "\";'=1;''x;\""),
        ("a; \"@x", "\"a;' \"\"@x\""),
        ("a\t=1", "\"a\t'=1\""),
        ("a\r\n=1", "\"a\r\n'=1\""),
        ("a\r\nb", "\"a\r\nb\""),
        // Quotes
        ("a,b", "\"a,b\""),
        ("a\"b", "\"a\"\"b\""),
        (" a ", "\" a \""),
    ] {
        let mut out = String::new();
        csv::write_text(text, &mut out);
        assert_eq!(out, cell, "{text:?}");
    }
}

#[test]
fn a_year_with_a_sign_is_guarded() {
    let end_of_years: DateTime<Utc> = "9999-12-31T23:59:59Z".parse().unwrap();
    let token = Token {
        expires: End::At(end_of_years + TimeDelta::seconds(1)),
        ..token()
    };
    let mut out = String::new();
    ExportWriter::new(whole(Format::Csv), Kind::AccessTokens).row(&token, now(), &mut out);
    assert!(out.starts_with("10,active,'+10000-01-01T00:00:00Z,false,"), "{out}");
}

#[test]
fn scripts_may_count_on_the_records_before_the_tokens() {
    assert_eq!(about().fields().len() + 1, 12, "or the documentation is wrong");
    let mut names: Vec<&str> = COLUMNS.iter().map(|column| column.name).collect();
    names.extend(about().fields().map(|(name, _)| name));
    let is_plain = |name: &&str| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    assert!(names.iter().all(is_plain), "a name that needs quotes or escapes");
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count, "a name that comes twice");
}

#[test]
fn what_a_file_is_called() {
    let whole = About { rows: 9_995, ..about() };
    assert_eq!(
        file_name(Format::Csv, &whole),
        "tokenscope-access-tokens-2026-11-24T1020Z.csv"
    );
    let codes = About {
        kind: Kind::AuthorizationCodes,
        ..about()
    };
    assert_eq!(
        file_name(Format::Json, &codes),
        "tokenscope-authorization-codes-2026-11-24T1020Z-2-of-9995.json"
    );
    assert_eq!(Format::Csv.media_type(), "text/csv;charset=utf-8");
    assert_eq!(Format::Json.media_type(), "application/json");
}

#[test]
fn an_end_that_is_not_known_is_told_from_none() {
    let mut unknown = bare_token();
    unknown.expires = End::Unknown;
    for (format, said) in [
        (Format::Csv, "11,unknown,unknown,,"),
        (Format::Json, "\"status\":\"unknown\",\"expires\":\"unknown\""),
    ] {
        let mut out = String::new();
        ExportWriter::new(whole(format), Kind::AccessTokens).row(&unknown, now(), &mut out);
        assert!(out.contains(said), "{out}");
        let (mut receipt, mut out) = (ReceiptWriter::new(format, text::deletion::reason), String::new());
        receipt.line(&Target::of(Kind::AccessTokens, &unknown), None, &mut out);
        assert!(out.contains("unknown"), "{out}");
    }
}
