//! What a client gets and loses: the flow, and what kills what, release by release.

use serde_json::{Value, json};

use crate::common::{Got, Standin, recipe};

const ID: &str = "grafana-client";
const SECRET: &str = "canary-client-secret-of-provider-1";
const RETURN: &str = "https://grafana.example.com/login/generic_oauth";
const SCOPE: &str = "openid email profile offline_access";
/// Who owns nothing, so that every row of theirs is the client's.
const USER: &str = "empty";
const PK: u32 = 4;

/// What a client holds.
struct Client {
    standin: Standin,
    cookies: String,
    access: String,
    refresh: String,
}

fn form(fields: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish()
}

async fn post(standin: &Standin, place: &str, fields: &[(&str, &str)]) -> Got {
    let headers = [("content-type", "application/x-www-form-urlencoded")];
    standin
        .send("POST", &format!("/application/o/{place}/"), &headers, &form(fields))
        .await
}

/// A code, by the browser with these cookies.
async fn code(standin: &Standin, cookies: &str) -> String {
    let query = form(&[
        ("response_type", "code"),
        ("client_id", ID),
        ("redirect_uri", RETURN),
        ("scope", SCOPE),
        ("state", "st"),
        ("nonce", "n-1"),
    ]);
    let path = format!("/application/o/authorize/?{query}");
    let got = standin.send("GET", &path, &[("cookie", cookies)], "").await;
    assert_eq!(got.status, 302, "{}", got.text());
    let place = got.header("location").expect("a place").to_owned();
    let query = place.strip_prefix(&format!("{RETURN}?")).expect("the client's");
    let fields: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    assert_eq!(fields[1], ("state".to_owned(), "st".to_owned()));
    fields[0].1.clone()
}

async fn redeem(standin: &Standin, code: &str) -> Got {
    let fields = [
        ("grant_type", "authorization_code"),
        ("client_id", ID),
        ("client_secret", SECRET),
        ("redirect_uri", RETURN),
        ("code", code),
    ];
    post(standin, "token", &fields).await
}

impl Client {
    async fn of(standin: Standin) -> Self {
        let cookies = standin.sign_in(USER).await;
        let got = redeem(&standin, &code(&standin, &cookies).await).await;
        assert_eq!(got.status, 200, "{}", got.text());
        let value = |name: &str| got.json()[name].as_str().expect("a value").to_owned();
        Client {
            cookies,
            access: value("access_token"),
            refresh: value("refresh_token"),
            standin,
        }
    }

    async fn new() -> Self {
        Client::of(Standin::new(1_000)).await
    }

    async fn in_release(release: &str) -> Self {
        Client::of(Standin::of(recipe(1_000, release))).await
    }

    async fn introspect(&self, token: &str, secret: &str) -> Value {
        let got = post(
            &self.standin,
            "introspect",
            &[("client_id", ID), ("client_secret", secret), ("token", token)],
        )
        .await;
        assert_eq!(got.status, 200, "{}", got.text());
        got.json()
    }

    async fn is_alive(&self) -> bool {
        let bearer = format!("Bearer {}", self.access);
        let got = self
            .standin
            .send("GET", "/application/o/userinfo/", &[("authorization", &bearer)], "")
            .await;
        let active = self.introspect(&self.access, SECRET).await["active"] == json!(true);
        assert_eq!(got.status, if active { 200 } else { 401 }, "{}", got.text());
        active
    }

    async fn refresh_with(&self, token: &str, secret: &str) -> Got {
        let fields = [
            ("grant_type", "refresh_token"),
            ("client_id", ID),
            ("client_secret", secret),
            ("refresh_token", token),
        ];
        post(&self.standin, "token", &fields).await
    }

    async fn refresh(&self) -> Got {
        self.refresh_with(&self.refresh, SECRET).await
    }

    async fn session(&self) -> Got {
        self.standin
            .send("GET", "/api/v3/core/users/me/", &[("cookie", &self.cookies)], "")
            .await
    }

    /// The pks of what is the user's.
    async fn rows(&self, kind: &str) -> Vec<u64> {
        let path = format!("oauth2/{kind}/?user={PK}&ordering=pk&page_size=100");
        self.standin.get("superuser", &path).await.pks()
    }

    async fn sessions(&self) -> Vec<String> {
        let path = format!("core/authenticated_sessions/?user__username={USER}&page_size=100");
        let body = self.standin.get("superuser", &path).await.json();
        let rows = body["results"].as_array().expect("rows");
        rows.iter()
            .map(|row| row["uuid"].as_str().expect("a uuid").to_owned())
            .collect()
    }

    async fn delete_sessions(&self) {
        for uuid in self.sessions().await {
            let path = format!("core/authenticated_sessions/{uuid}/");
            assert_eq!(self.standin.delete("superuser", &path).await.status, 204);
        }
    }

    async fn delete(&self, kind: &str) {
        for pk in self.rows(kind).await {
            assert_eq!(
                self.standin
                    .delete("superuser", &format!("oauth2/{kind}/{pk}/"))
                    .await
                    .status,
                204
            );
        }
    }

    async fn write(&self, method: &str, path: &str, body: Value) -> Got {
        let headers = [
            ("authorization", "Bearer standin-superuser"),
            ("content-type", "application/json"),
        ];
        self.standin
            .send(method, &format!("/api/v3/{path}"), &headers, &body.to_string())
            .await
    }

    async fn set_active(&self, is_active: bool) {
        let got = self
            .write("PATCH", &format!("core/users/{PK}/"), json!({"is_active": is_active}))
            .await;
        assert_eq!(got.status, 200, "{}", got.text());
    }

    async fn events(&self, query: &str) -> Vec<Value> {
        let got = self.standin.get("superuser", &format!("events/events/?{query}")).await;
        got.json()["results"].as_array().expect("rows").clone()
    }
}

fn error(got: &Got) -> String {
    assert_eq!(got.status, 400, "{}", got.text());
    let body = got.json();
    assert!(body["request_id"].as_str().is_some_and(|id| id.len() == 32), "{body}");
    body["error"].as_str().expect("an error").to_owned()
}

#[tokio::test]
async fn the_flow_gives_tokens_that_work() {
    let client = Client::new().await;
    assert!(client.is_alive().await);
    let claims = client.introspect(&client.access, SECRET).await;
    assert_eq!(claims["client_id"], ID);
    assert_eq!(claims["preferred_username"], USER);
    assert_eq!(claims["scope"], "email offline_access openid profile");
    assert_eq!(claims["nonce"], "n-1");
    let refresh = client.introspect(&client.refresh, SECRET).await;
    assert_eq!((&refresh["active"], &refresh["sid"]), (&json!(true), &claims["sid"]));
    assert_eq!(
        client.introspect("no-such-token", SECRET).await,
        json!({"active": false})
    );

    // They are rows as any other.
    let rows = client.rows("access_tokens").await;
    assert_eq!((rows.len(), client.rows("refresh_tokens").await.len()), (1, 1));
    let row = client
        .standin
        .get("superuser", &format!("oauth2/access_tokens/{}/", rows[0]))
        .await
        .json();
    assert_eq!(row["scope"], json!(["email", "offline_access", "openid", "profile"]));
    let id_token: Value = serde_json::from_str(row["id_token"].as_str().expect("text")).expect("JSON");
    assert_eq!(id_token["sid"], claims["sid"]);

    // One event, and it says who and what.
    let events = client
        .events(&format!("action=authorize_application&username={USER}"))
        .await;
    assert_eq!(events.len(), 1);
    let context = &events[0]["context"];
    assert_eq!(context["scopes"], "email offline_access openid profile");
    assert_eq!(context["http_request"]["args"]["client_id"], ID);
    assert_eq!(context["authorized_application"]["name"], "Grafana");
    assert_eq!(context["http_request"]["request_id"].as_str().map(str::len), Some(32));
}

#[tokio::test]
async fn the_answers_have_what_the_recorded_ones_have() {
    let recorded: Value = serde_json::from_str(include_str!("recorded/flow.json")).expect("JSON");
    let keys = |of: &Value| of.as_object().expect("an object").keys().cloned().collect::<Vec<_>>();
    let standin = Standin::new(1_000);
    let cookies = standin.sign_in(USER).await;
    let tokens = redeem(&standin, &code(&standin, &cookies).await).await.json();
    assert_eq!(keys(&tokens), keys(&recorded["token answer"]));
    assert_eq!(tokens["token_type"], recorded["token answer"]["token_type"]);
    for (kind, name) in [("access_token", "introspect"), ("refresh_token", "introspect refresh")] {
        let token = tokens[kind].as_str().expect("a token");
        let fields = [("client_id", ID), ("client_secret", SECRET), ("token", token)];
        let ours = post(&standin, "introspect", &fields).await.json();
        assert_eq!(keys(&ours), keys(&recorded[name]), "{name}");
        assert_eq!(
            (&ours["acr"], &ours["amr"]),
            (&recorded[name]["acr"], &recorded[name]["amr"])
        );
    }
    let bearer = format!("Bearer {}", tokens["access_token"].as_str().expect("a token"));
    let headers = [("authorization", bearer.as_str())];
    let info = standin.send("GET", "/application/o/userinfo/", &headers, "").await;
    assert_eq!(keys(&info.json()), keys(&recorded["userinfo"]));
    let gone = standin
        .send("GET", "/application/o/userinfo/", &[("authorization", "Bearer x")], "")
        .await;
    assert_eq!(
        (gone.status, gone.header("www-authenticate")),
        (401, recorded["after session delete"].as_str())
    );
}

#[tokio::test]
async fn a_code_is_redeemed_once_by_its_client() {
    let standin = Standin::new(1_000);
    let cookies = standin.sign_in(USER).await;
    let once = code(&standin, &cookies).await;
    let wrong = [
        ("grant_type", "authorization_code"),
        ("client_id", ID),
        ("client_secret", "guessed"),
        ("redirect_uri", RETURN),
        ("code", once.as_str()),
    ];
    assert_eq!(error(&post(&standin, "token", &wrong).await), "invalid_client");
    let elsewhere = wrong.map(|(name, value)| match name {
        "client_secret" => (name, SECRET),
        "redirect_uri" => (name, "https://evil.example.com/"),
        _ => (name, value),
    });
    assert_eq!(error(&post(&standin, "token", &elsewhere).await), "invalid_grant");
    assert_eq!(redeem(&standin, &once).await.status, 200);
    assert_eq!(error(&redeem(&standin, &once).await), "invalid_grant");

    // By the header as well; and what makes no sense.
    let basic = "Basic Z3JhZmFuYS1jbGllbnQ6Y2FuYXJ5LWNsaWVudC1zZWNyZXQtb2YtcHJvdmlkZXItMQ==";
    let body = form(&[("grant_type", "client_credentials"), ("scope", "openid")]);
    let got = standin
        .send("POST", "/application/o/token/", &[("authorization", basic)], &body)
        .await;
    assert_eq!(got.status, 200, "{}", got.text());
    assert_eq!(
        error(&post(&standin, "token", &[("grant_type", "magic")]).await),
        "unsupported_grant_type"
    );
    assert_eq!(error(&post(&standin, "token", &[]).await), "invalid_request");
    assert_eq!(standin.send("GET", "/application/o/token/", &[], "").await.status, 405);
}

#[tokio::test]
async fn who_is_not_signed_in_is_asked_to() {
    let standin = Standin::new(100);
    let path = format!("/application/o/authorize/?client_id={ID}&response_type=code&redirect_uri={RETURN}");
    let got = standin.send("GET", &path, &[], "").await;
    assert_eq!(got.status, 302);
    assert!(
        got.header("location")
            .is_some_and(|place| place.starts_with("/flows/-/default/authentication/?next="))
    );
    let cookies = standin.sign_in(USER).await;
    let evil = path.replace(RETURN, "https://evil.example.com/");
    assert_eq!(
        standin.send("GET", &evil, &[("cookie", &cookies)], "").await.status,
        400
    );
}

#[tokio::test]
async fn a_deleted_session_takes_access_tokens_along_and_leaves_refresh_tokens() {
    let client = Client::new().await;
    let unredeemed = code(&client.standin, &client.cookies).await;
    client.delete_sessions().await;
    assert!(!client.is_alive().await);
    assert_eq!(
        client.introspect(&client.access, SECRET).await,
        json!({"active": false})
    );
    assert_eq!(error(&redeem(&client.standin, &unredeemed).await), "invalid_grant");
    assert_eq!(client.session().await.status, 403);
    assert!(client.rows("access_tokens").await.is_empty());

    // The survivor, whose tokens no session can end any more.
    let got = client.refresh().await;
    assert_eq!(got.status, 200, "{}", got.text());
    let row = client.rows("access_tokens").await;
    assert_eq!((row.len(), client.rows("refresh_tokens").await.len()), (1, 2));
    let access = got.json()["access_token"].as_str().expect("a token").to_owned();
    client.standin.sign_in(USER).await;
    client.delete_sessions().await;
    assert_eq!(client.introspect(&access, SECRET).await["active"], true);
    assert!(client.introspect(&access, SECRET).await.get("sid").is_none());
}

#[tokio::test]
async fn before_2025_4_a_deleted_session_takes_nothing_along() {
    for (release, survives) in [
        ("2023.10", true),
        ("2025.2", true),
        ("2025.4", false),
        ("2026.8", false),
    ] {
        let client = Client::in_release(release).await;
        client.delete_sessions().await;
        assert_eq!(client.is_alive().await, survives, "{release}");
        assert_eq!(client.session().await.status, 403, "{release}");
        assert_eq!(client.refresh().await.status, 200, "{release}");
    }
}

#[tokio::test]
async fn signing_out_takes_access_tokens_along_since_2024_8() {
    for (release, survives) in [("2024.6", true), ("2024.8", false), ("2026.5", false)] {
        let client = Client::in_release(release).await;
        let headers = [
            ("cookie", client.cookies.as_str()),
            ("content-type", "application/json"),
        ];
        client.standin.send("POST", "/standin/sign-out", &headers, "{}").await;
        assert_eq!(client.is_alive().await, survives, "{release}");
        assert_eq!(
            client.introspect(&client.refresh, SECRET).await["active"],
            true,
            "{release}"
        );
        assert_eq!(client.session().await.status, 403, "{release}");
    }
}

#[tokio::test]
async fn a_deleted_access_token_leaves_the_refresh_token() {
    let client = Client::new().await;
    client.delete("access_tokens").await;
    assert!(!client.is_alive().await);
    assert_eq!(client.session().await.status, 200);
    assert_eq!(client.refresh().await.status, 200);
    assert_eq!(client.rows("access_tokens").await.len(), 1);
}

#[tokio::test]
async fn a_deleted_refresh_token_leaves_the_access_token() {
    let client = Client::new().await;
    client.delete("refresh_tokens").await;
    assert_eq!(error(&client.refresh().await), "invalid_grant");
    assert!(client.is_alive().await);
    assert_eq!(client.session().await.status, 200);
}

#[tokio::test]
async fn a_refresh_token_is_good_once_and_the_second_time_is_written_down() {
    let client = Client::new().await;
    let before = client.rows("refresh_tokens").await;
    let next = client.refresh().await.json();
    assert!(client.is_alive().await, "the old access token");
    let old = client
        .standin
        .get("superuser", &format!("oauth2/refresh_tokens/{}/", before[0]))
        .await
        .json();
    assert_eq!(old["revoked"], true);
    let claims = client.introspect(&client.refresh, SECRET).await;
    assert_eq!(
        (&claims["active"], &claims["preferred_username"]),
        (&json!(false), &json!(USER))
    );
    assert!(
        client
            .events(&format!("action=suspicious_request&username={USER}"))
            .await
            .is_empty()
    );

    assert_eq!(error(&client.refresh().await), "invalid_grant");
    let events = client
        .events(&format!("action=suspicious_request&username={USER}"))
        .await;
    assert_eq!(events.len(), 1);
    assert_eq!(events[0]["context"]["message"], "Revoked refresh token was used");
    assert_eq!(events[0]["context"]["token"]["pk"], before[0]);
    assert_eq!(events[0]["context"]["provider"]["pk"], 1);
    // What came of the first time is left alone.
    let newer = next["refresh_token"].as_str().expect("a token");
    assert_eq!(client.refresh_with(newer, SECRET).await.status, 200);
}

#[tokio::test]
async fn a_token_that_is_given_back_goes_alone() {
    let client = Client::new().await;
    for token in [client.access.as_str(), "no-such-token"] {
        let fields = [("client_id", ID), ("client_secret", SECRET), ("token", token)];
        assert_eq!(post(&client.standin, "revoke", &fields).await.status, 200);
    }
    assert!(!client.is_alive().await);
    assert_eq!(client.introspect(&client.refresh, SECRET).await["active"], true);
    post(
        &client.standin,
        "revoke",
        &[("client_id", ID), ("client_secret", SECRET), ("token", &client.refresh)],
    )
    .await;
    assert!(client.rows("refresh_tokens").await.is_empty());
}

#[tokio::test]
async fn deactivating_ends_tokens_for_good_since_2025_2() {
    for (release, survives) in [("2024.12", true), ("2025.2", false), ("2026.5", false)] {
        let client = Client::in_release(release).await;
        let unredeemed = code(&client.standin, &client.cookies).await;
        client.set_active(false).await;
        assert_eq!(client.is_alive().await, survives, "{release}");
        if survives {
            assert_eq!(client.refresh().await.status, 200, "{release}");
            continue;
        }
        assert_eq!(error(&client.refresh().await), "invalid_grant");
        assert_eq!(error(&redeem(&client.standin, &unredeemed).await), "invalid_grant");
        assert_eq!(client.session().await.status, 403);
        assert!(client.sessions().await.is_empty());
        client.set_active(true).await;
        assert!(!client.is_alive().await, "{release}");
        assert_eq!(client.session().await.status, 403);
    }
}

#[tokio::test]
async fn deactivating_by_put_leaves_the_session_which_is_refused() {
    let client = Client::new().await;
    let body = json!({"username": USER, "name": "Emil Empty", "email": "", "groups": [], "is_active": false});
    assert_eq!(
        client.write("PUT", &format!("core/users/{PK}/"), body).await.status,
        200
    );
    assert!(!client.is_alive().await);
    assert!(!client.sessions().await.is_empty());
    let got = client.session().await;
    assert_eq!((got.status, got.body.len()), (400, 0));
}

#[tokio::test]
async fn a_new_secret_ends_the_old_one_and_no_token() {
    let client = Client::new().await;
    let got = client
        .write("PATCH", "providers/oauth2/1/", json!({"client_secret": "canary-new"}))
        .await;
    assert_eq!(got.status, 200, "{}", got.text());
    let bearer = format!("Bearer {}", client.access);
    let info = client
        .standin
        .send("GET", "/application/o/userinfo/", &[("authorization", &bearer)], "")
        .await;
    assert_eq!(info.status, 200);
    assert_eq!(
        client.introspect(&client.access, SECRET).await,
        json!({"active": false})
    );
    assert_eq!(client.introspect(&client.access, "canary-new").await["active"], true);
    assert_eq!(error(&client.refresh().await), "invalid_client");
    let by_secret = |secret: &'static str| {
        [
            ("grant_type", "client_credentials"),
            ("client_id", ID),
            ("client_secret", secret),
        ]
    };
    assert_eq!(
        error(&post(&client.standin, "token", &by_secret(SECRET)).await),
        "invalid_grant"
    );
    assert_eq!(client.refresh_with(&client.refresh, "canary-new").await.status, 200);
    assert_eq!(
        post(&client.standin, "token", &by_secret("canary-new")).await.status,
        200
    );
    let events = client
        .events("action=login&username=ak-Grafana-client_credentials")
        .await;
    assert_eq!(events.len(), 1);
    assert_eq!(events[0]["context"]["auth_method"], "oauth_client_secret");
    assert_eq!(events[0]["context"]["application"]["name"], "Grafana");
}

#[tokio::test]
async fn writes_leave_the_traces_that_authentiks_leave() {
    let client = Client::new().await;
    let count = || async { client.standin.get("superuser", "events/events/").await.count() };
    let before = count().await;
    client.delete("access_tokens").await;
    client.delete("refresh_tokens").await;
    client.delete_sessions().await;
    let consents = client
        .standin
        .get("superuser", "core/user_consent/?page_size=1")
        .await
        .pks();
    assert_eq!(
        client
            .standin
            .delete("superuser", &format!("core/user_consent/{}/", consents[0]))
            .await
            .status,
        204
    );
    assert_eq!(count().await, before, "deleting these writes nothing");

    client.set_active(false).await;
    client
        .write("PATCH", "providers/oauth2/1/", json!({"client_secret": "canary-new"}))
        .await;
    let tokens = client
        .standin
        .get("superuser", "core/tokens/?user__username=member")
        .await
        .json();
    let (pk, identifier) = (
        &tokens["results"][0]["pk"],
        tokens["results"][0]["identifier"].as_str().expect("text"),
    );
    assert_eq!(
        client
            .standin
            .delete("superuser", &format!("core/tokens/{identifier}/"))
            .await
            .status,
        204
    );
    assert_eq!(count().await, before + 3);
    let newest = client.events("page_size=3").await;
    let told = |event: &Value| (event["action"].clone(), event["context"]["model"]["model_name"].clone());
    assert_eq!(told(&newest[2]), (json!("model_updated"), json!("user")));
    assert_eq!(told(&newest[1]), (json!("model_updated"), json!("oauth2provider")));
    assert_eq!(told(&newest[0]), (json!("model_deleted"), json!("token")));
    assert_eq!(newest[0]["user"]["username"], "akadmin");
    assert_eq!(newest[0]["context"]["http_request"]["method"], "DELETE");
    let hex = pk.as_str().expect("text").replace('-', "");
    assert_eq!(newest[0]["context"]["model"]["pk"], json!(hex));
    let of_it = format!(
        "context_model_app=authentik_core&context_model_name=token&context_model_pk={}",
        pk.as_str().expect("text")
    );
    assert_eq!(client.events(&of_it).await.len(), 1);

    // What is refused writes nothing.
    let refused = client
        .write("PATCH", &format!("core/users/{PK}/"), json!({"is_active": "perhaps"}))
        .await;
    assert_eq!((refused.status, count().await), (400, before + 3));
}

#[tokio::test]
async fn faults_hit_these_addresses_only_when_they_name_them() {
    let client = Client::new().await;
    client.standin.faults(json!({"kind": "html-500"})).await;
    assert!(client.is_alive().await);
    client
        .standin
        .faults(json!({"kind": "html-502", "path": "/application/o/token/"}))
        .await;
    assert_eq!(client.refresh().await.status, 502);
    client.standin.faults(json!([])).await;
    assert_eq!(client.refresh().await.status, 200);
}
