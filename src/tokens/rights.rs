//! Whether the caller may delete tokens, or why not, as far as that can be known before trying.
//!
//! authentik says who is a superuser; superusers may delete any token. About everyone else it says nothing useful: the
//! `system_permissions` of `users/me` are those on authentik's own settings and never name tokens (recorded of a superuser:
//! sixteen of them, none about tokens). The right to delete one's own tokens may come from a role, globally or for a single
//! token, and only the attempt shows it. So the attempt is allowed, and a refusal is remembered: by model, which is how
//! authentik grants such rights, that is by kind of token.

use crate::model::caller::Who;
use crate::model::kind::Kind;

/// Why a token may not be deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DisabledReason {
    /// The part of the program that deletes tokens is on its way.
    Loading,
    /// That part failed to load.
    Missing,
    /// Who is calling is being asked.
    Asking,
    /// Nobody is signed in.
    NotSignedIn,
    /// authentik does not accept the API token that goes along.
    KeyRefused,
    /// Not a superuser, and authentik has refused this kind of token already.
    NoRight(Kind),
    /// This token is no longer there.
    Gone,
    /// This token is still being asked for.
    Awaited,
    /// This token could not be read, so nobody sees what would be deleted.
    NotShown,
}

/// Whether the lazy module that deletes tokens is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DeletionModule {
    /// On its way.
    #[default]
    Loading,
    /// It did not come.
    Missing,
    /// It is there.
    Ready,
}

/// The kinds of token that authentik refused to let the caller delete.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Refused(u8);

impl Refused {
    /// The same with this kind.
    #[must_use]
    pub fn with(self, kind: Kind) -> Self {
        Self(self.0 | bit(kind))
    }

    /// Whether this kind was refused.
    pub fn contains(self, kind: Kind) -> bool {
        self.0 & bit(kind) != 0
    }
}

fn bit(kind: Kind) -> u8 {
    match kind {
        Kind::AccessTokens => 1,
        Kind::RefreshTokens => 2,
        Kind::AuthorizationCodes => 4,
    }
}

/// Why tokens of this kind may not be deleted; `None` where they may, or where only trying can tell.
pub fn disabled_reason(who: &Who, part: DeletionModule, kind: Kind, refused: Refused) -> Option<DisabledReason> {
    match (who, part) {
        (Who::Nobody, _) => Some(DisabledReason::NotSignedIn),
        (Who::KeyRefused, _) => Some(DisabledReason::KeyRefused),
        (_, DeletionModule::Missing) => Some(DisabledReason::Missing),
        (_, DeletionModule::Loading) => Some(DisabledReason::Loading),
        (Who::Asking, _) => Some(DisabledReason::Asking),
        (Who::Known(caller), _) if caller.is_superuser => None,
        // A caller whose identity could not be checked may still be a superuser.
        (Who::Known(_) | Who::Unknown, _) => refused.contains(kind).then_some(DisabledReason::NoRight(kind)),
    }
}

/// The same for a single token, of which there may be a reason of its own.
pub fn disabled_reason_of_one(
    who: &Who,
    part: DeletionModule,
    kind: Kind,
    refused: Refused,
    own: Option<DisabledReason>,
) -> Option<DisabledReason> {
    match own {
        Some(DisabledReason::Gone) => own,
        _ => disabled_reason(who, part, kind, refused).or(own),
    }
}

/// Whether the change from `before` to `now` tokens is a reason to ask who is signed in: authentik shows another person
/// other tokens, and does not say so.
pub fn may_be_of_another(before: u64, now: u64) -> bool {
    before.min(now) * 2 < before.max(now)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::caller::Caller;
    use crate::model::page::decode_one;

    fn known(is_superuser: bool) -> Who {
        let permissions = if is_superuser { r#"["delete_role"]"# } else { "[]" };
        let body = format!(
            r#"{{"user": {{"pk": 3, "username": "a", "is_superuser": {is_superuser}, "system_permissions": {permissions}}}}}"#
        );
        Who::Known(decode_one::<Caller>(&body).unwrap())
    }

    fn access(who: &Who, part: DeletionModule, refused: Refused) -> Option<DisabledReason> {
        disabled_reason(who, part, Kind::AccessTokens, refused)
    }

    #[test]
    fn a_list_that_collapses_or_leaps_may_be_of_another_person() {
        for (before, now) in [(2_000, 48), (48, 2_000), (40, 0), (0, 40), (1, 0)] {
            assert!(may_be_of_another(before, now), "{before} {now}");
        }
        for (before, now) in [(0, 0), (2_000, 1_990), (2_000, 1_000), (3, 2), (48, 60)] {
            assert!(!may_be_of_another(before, now), "{before} {now}");
        }
    }

    #[test]
    fn a_superuser_may_whatever_was_refused_before() {
        let refused = Refused::default().with(Kind::AccessTokens);
        assert_eq!(access(&known(true), DeletionModule::Ready, refused), None);
    }

    #[test]
    fn everyone_else_may_try_until_authentik_refuses_that_kind() {
        let refused = Refused::default().with(Kind::RefreshTokens);
        for who in [known(false), Who::Unknown] {
            assert_eq!(access(&who, DeletionModule::Ready, refused), None);
            assert_eq!(
                disabled_reason(&who, DeletionModule::Ready, Kind::RefreshTokens, refused),
                Some(DisabledReason::NoRight(Kind::RefreshTokens))
            );
        }
    }

    #[test]
    fn the_reason_is_the_one_that_a_person_can_do_something_about() {
        let none = Refused::default();
        assert_eq!(
            access(&Who::Nobody, DeletionModule::Loading, none),
            Some(DisabledReason::NotSignedIn)
        );
        assert_eq!(
            access(&Who::KeyRefused, DeletionModule::Loading, none),
            Some(DisabledReason::KeyRefused)
        );
        assert_eq!(
            access(&Who::Asking, DeletionModule::Missing, none),
            Some(DisabledReason::Missing)
        );
        assert_eq!(
            access(&Who::Asking, DeletionModule::Loading, none),
            Some(DisabledReason::Loading)
        );
        assert_eq!(
            access(&Who::Asking, DeletionModule::Ready, none),
            Some(DisabledReason::Asking)
        );
        assert_eq!(
            access(&known(true), DeletionModule::Loading, none),
            Some(DisabledReason::Loading)
        );
        let of_one = |who, own| disabled_reason_of_one(who, DeletionModule::Ready, Kind::AccessTokens, none, own);
        assert_eq!(
            of_one(&Who::Nobody, Some(DisabledReason::Gone)),
            Some(DisabledReason::Gone)
        );
        assert_eq!(
            of_one(&Who::Nobody, Some(DisabledReason::NotShown)),
            Some(DisabledReason::NotSignedIn)
        );
    }

    #[test]
    fn what_is_not_shown_is_not_offered() {
        for own in [DisabledReason::Awaited, DisabledReason::NotShown] {
            let reason = disabled_reason_of_one(
                &known(true),
                DeletionModule::Ready,
                Kind::AccessTokens,
                Refused::default(),
                Some(own),
            );
            assert_eq!(reason, Some(own));
        }
        let shown = disabled_reason_of_one(
            &known(true),
            DeletionModule::Ready,
            Kind::AccessTokens,
            Refused::default(),
            None,
        );
        assert_eq!(shown, None);
    }
}
