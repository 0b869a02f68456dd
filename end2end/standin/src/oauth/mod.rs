//! authentik as an OAuth2 provider: just enough of it for a client to get tokens, to use them, and to lose them.
//!
//! Values exist for the tokens that were issued here and for no others: a million rows need none. A value is as good as
//! its row, so whatever ends rows ends what a client holds. Nothing here looks at whether a user is active, as authentik
//! does not either; deactivating ends the rows, in releases that do so.

mod authorize;
mod client;
mod introspect;
mod token;
mod userinfo;
pub mod values;

use crate::api::answer::{Answer, HTML};
use crate::api::ask::Ask;
use crate::data::World;
use crate::data::events::told::{Account, Args, Context, HttpRequest, Record};
use crate::data::time::Micros;
use crate::sessions::Sessions;
use std::collections::HashMap;
use values::Values;

/// A request to `/application/o/…`, and all that bears on its answer.
pub struct Exchange<'a> {
    /// What was asked.
    pub ask: &'a Ask,
    /// Of what.
    pub world: &'a mut World,
    /// Who is signed in.
    pub sessions: &'a Sessions,
    /// What was issued here.
    pub values: &'a mut Values,
    /// When.
    pub now: Micros,
}

impl Exchange<'_> {
    /// The answer; and whom it was about, for the list of requests.
    pub fn answer(&mut self) -> (Answer, Option<String>) {
        let method = self.ask.method.as_str();
        let place = self.ask.path.strip_prefix("/application/o/").unwrap_or("");
        match (method, place) {
            ("GET", "authorize/") => self.authorize(),
            ("POST", "token/") => self.token(),
            ("POST", "introspect/") => (self.introspect(), None),
            ("POST", "revoke/") => (self.revoke(), None),
            ("GET" | "POST", "userinfo/") => self.userinfo(),
            (_, "authorize/" | "token/" | "introspect/" | "revoke/" | "userinfo/") => {
                (Answer::of(405, HTML, Vec::new()), None)
            }
            _ => (Answer::html_404(), None),
        }
    }

    /// What the body says; a field that came twice is as it came last.
    fn form(&self) -> HashMap<String, String> {
        form_urlencoded::parse(&self.ask.body).into_owned().collect()
    }

    /// What an event of this request says of it.
    fn request(&self, args: Args) -> HttpRequest {
        HttpRequest {
            args,
            ..HttpRequest::of(self.ask)
        }
    }

    fn write(&mut self, user: u32, action: &'static str, app: &'static str, context: Context) {
        let told = Record {
            user: Account::of(self.world, user),
            action,
            app,
            context,
            client_ip: self.ask.client_ip(),
        };
        self.world.events.write(self.now, told);
    }

    fn username(&self, user: u32) -> Option<String> {
        self.world.user(user).map(|user| user.username.clone())
    }
}
