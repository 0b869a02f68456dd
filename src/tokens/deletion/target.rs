//! A token that is to be deleted.

use std::rc::Rc;

use crate::model::kind::Kind;
use crate::model::provider::Provider;
use crate::model::token::{End, Token};
use crate::model::user::User;

/// Which token: numbers are unique within a kind alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Id {
    /// Of which kind it is.
    pub kind: Kind,
    /// Its number.
    pub pk: u64,
}

/// A token that is to be deleted, with what is said of it before and afterwards. User and provider are shared with the
/// token that it was made from, so it is cheap to clone.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// Of which kind it is.
    pub kind: Kind,
    /// Its number, unique within its kind.
    pub pk: u64,
    /// For whom it was issued.
    pub user: Rc<User>,
    /// Who issued it.
    pub provider: Rc<Provider>,
    /// What it allows.
    pub scope: Vec<String>,
    /// When it ends by itself.
    pub expires: End,
}

impl Target {
    /// `token`, which is of this kind, as something to be deleted.
    pub fn of(kind: Kind, token: &Token) -> Self {
        Self {
            kind,
            pk: token.pk,
            user: Rc::clone(&token.user),
            provider: Rc::clone(&token.provider),
            scope: token.scope.clone(),
            expires: token.expires,
        }
    }

    /// Which token it is.
    pub fn id(&self) -> Id {
        Id {
            kind: self.kind,
            pk: self.pk,
        }
    }
}
