//! Who is calling, as `core/users/me` tells.

use serde_json::Value;

use super::decode::{Decode, DecodeError, Fields};
use super::user::{Avatar, initials};

/// What is known of the person whose credentials the requests carry.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Who {
    /// Not answered yet.
    #[default]
    Asking,
    /// authentik named them.
    Known(Caller),
    /// authentik said that nobody is signed in.
    Nobody,
    /// The question itself failed, so nothing can be said.
    Unknown,
}

/// The person whose credentials the requests carry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// Their number.
    pub pk: u64,
    /// The name they sign in with.
    pub username: String,
    /// Their name; may be blank.
    pub name: String,
    /// Whether they may do everything. Everyone else sees only tokens of their own.
    pub is_superuser: bool,
    /// Their picture.
    pub avatar: Avatar,
    /// Their e-mail address.
    pub email: Option<String>,
    /// What they may do beyond single objects.
    pub system_permissions: Vec<String>,
}

impl Caller {
    /// The name to show.
    pub fn display_name(&self) -> &str {
        super::user::display_name(&self.name, &self.username)
    }

    /// Up to two letters that stand for them.
    pub fn initials(&self) -> String {
        initials(self.display_name())
    }
}

impl Decode for Caller {
    fn decode(value: Value) -> Result<Self, DecodeError> {
        let user = Fields::of(value)?.value("user");
        Self::of_user(user).map_err(|error| error.inside("user"))
    }
}

impl Caller {
    fn of_user(user: Value) -> Result<Self, DecodeError> {
        let mut fields = Fields::of(user)?;
        Ok(Self {
            pk: fields.pk()?,
            username: fields.text("username").unwrap_or_default(),
            name: fields.text("name").unwrap_or_default(),
            is_superuser: fields.flag("is_superuser").unwrap_or(false),
            avatar: Avatar::take(&mut fields),
            email: fields.text("email"),
            system_permissions: fields.texts("system_permissions"),
        })
    }
}
