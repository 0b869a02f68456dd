use super::*;
use crate::model::secrets::HIDDEN;
use serde_json::json;

fn fields(value: Value) -> Fields {
    Fields::of(value).unwrap()
}

#[test]
fn numbers_may_be_floats_or_text() {
    let mut odd = fields(json!({"a": 1, "b": 1.0, "c": "12", "d": 1.5, "e": -1, "f": "x", "g": 1e300, "h": null}));
    let read = ["a", "b", "c", "d", "e", "f", "g", "h", "i"].map(|name| odd.number(name));
    let one = Some(1);
    assert_eq!(read, [one, one, Some(12), None, None, None, None, None, None]);
    let left: Vec<String> = odd.rest().into_iter().map(|(name, _)| name).collect();
    assert_eq!(left, ["d", "e", "f", "g"]);
}

#[test]
fn a_wrong_type_is_kept_as_it_was() {
    let mut odd = fields(json!({
        "flag": "yes", "time": "soon", "texts": ["a", 1, {"b": 2}, null], "object": [1], "text": ["x"], "empty": "",
    }));
    assert_eq!(odd.flag("flag"), None);
    assert_eq!(odd.time("time"), None);
    assert_eq!(odd.texts("texts"), ["a", "1"]);
    assert!(odd.object("object").is_empty());
    assert_eq!(odd.text("text"), None);
    assert_eq!(odd.text("empty"), None);
    let expected = [
        ("flag", json!("yes")),
        ("object", json!([1])),
        ("text", json!(["x"])),
        ("texts", json!([{"b": 2}, null])),
        ("time", json!("soon")),
    ];
    assert_eq!(odd.rest(), expected.map(|(name, value)| (name.to_owned(), value)));
}

#[test]
fn times_may_lack_an_offset() {
    let mut times = fields(json!({
        "a": "2026-11-23T19:03:50.195243Z", "b": "2026-11-23T20:03:50.195243+01:00", "c": "2026-11-23T19:03:50.195243",
        "d": 1793796920,
    }));
    let a = times.time("a");
    assert_eq!(a.map(|time| time.timestamp_micros()), Some(1_795_460_630_195_243));
    assert_eq!(times.time("b"), a);
    assert_eq!(times.time("c"), a);
    assert_eq!(times.time("d"), None);
}

#[test]
fn what_is_called_a_secret_is_hidden_at_any_depth() {
    let rest = fields(json!({
        "client_secret": ["canary"],
        "Client-Secret": {"a": "canary"},
        "deep": [{"apiPassword": "canary", "private_key": 7, "has_secret": true, "kept": "x"}],
    }))
    .rest();
    assert_eq!(
        rest,
        [
            ("Client-Secret".to_owned(), json!(HIDDEN)),
            ("client_secret".to_owned(), json!(HIDDEN)),
            (
                "deep".to_owned(),
                json!([{"apiPassword": HIDDEN, "private_key": HIDDEN, "has_secret": true, "kept": "x"}])
            ),
        ]
    );
    let object = fields(json!({"attributes": {"ldap": {"userPassword": "canary"}}})).object("attributes");
    assert_eq!(Value::Object(object), json!({"ldap": {"userPassword": HIDDEN}}));
}

#[test]
fn attributes_and_unknown_fields_hide_by_the_same_list() {
    let odd = json!({
        "api_key": "canary", "apiToken": "canary", "totp_seed": "canary", "recovery_codes": ["canary"], "pin": 1234,
        "krb5Key": "canary", "unicodePwd": "canary", "ssn": "canary", "credentials": {"key": "canary"},
        "refresh_hash": "canary", "nested": {"token": "canary"}, "token_endpoint": "kept", "keyboard": "kept",
    });
    let shown = json!({
        "api_key": HIDDEN, "apiToken": HIDDEN, "totp_seed": HIDDEN, "recovery_codes": HIDDEN, "pin": HIDDEN,
        "krb5Key": HIDDEN, "unicodePwd": HIDDEN, "ssn": HIDDEN, "credentials": HIDDEN,
        "refresh_hash": HIDDEN, "nested": {"token": HIDDEN}, "token_endpoint": "kept", "keyboard": "kept",
    });
    let rest: Map<String, Value> = fields(odd.clone()).rest().into_iter().collect();
    assert_eq!(Value::Object(rest), shown);
    let attributes = fields(json!({"attributes": odd})).object("attributes");
    assert_eq!(Value::Object(attributes), shown);
}

#[test]
fn whether_there_is_a_secret() {
    for (value, there) in [
        (json!("x"), true),
        (json!(["x"]), true),
        (json!({"a": 1}), true),
        (json!(0), true),
        (json!(true), true),
        (json!(""), false),
        (json!(null), false),
        (json!([]), false),
        (json!({}), false),
        (json!(false), false),
    ] {
        let mut fields = fields(json!({"client_secret": value}));
        assert_eq!(fields.has_secret("client_secret"), Some(there));
        assert!(fields.rest().is_empty());
    }
}

#[test]
fn errors_name_the_place_and_no_value() {
    let error = |path: &str, expected, found| DecodeError {
        path: path.to_owned(),
        expected,
        found,
    };
    for (value, found) in [
        (json!({"pk": "canary"}), JsonType::Text),
        (json!({}), JsonType::Nothing),
        (json!({"pk": 1.5}), JsonType::Number),
    ] {
        let pk = fields(value).pk().unwrap_err().inside("user");
        assert_eq!(pk, error("user.pk", JsonType::WholeNumber, found));
    }
    let whole = Fields::of(json!([])).err().unwrap();
    assert_eq!(whole, error("", JsonType::Object, JsonType::List));
    assert_eq!(whole.inside("user"), error("user", JsonType::Object, JsonType::List));
}
