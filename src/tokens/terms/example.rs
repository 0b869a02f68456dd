//! An example of each field, for those who do not know what can be written.

use super::complete::{CompletionMeaning, values};
use crate::tokens::findings::{Finding, Severity};

/// An example of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldExample {
    /// The whole term, as `status:never`.
    pub text: String,
    /// What it means, where that is the same everywhere: then it can be searched for as it stands. Names and IDs are made
    /// up, and only show what one looks like.
    pub meaning: Option<CompletionMeaning>,
}

/// An example of one of [`FIELDS`](super::FIELDS).
pub fn example(field: &str) -> FieldExample {
    let wanted = match field {
        "user" | "sub" => "ada",
        "provider" => "grafana",
        "scope" => "offline_access",
        "status" => "never",
        "severity" => Severity::High.id(),
        "finding" => Finding::InactiveUser.id(),
        "expires" => "<1d",
        "jti" => "4e969fcc02e7440f",
        "sid" => "1d3a60c2b59f7e48",
        "uid" => "9b27e4f06a8c5d13",
        "nonce" => "n-0S6_WzA2Mj",
        _ => "",
    };
    let of_field = values(field);
    let known = of_field.iter().find(|(value, _)| *value == wanted);
    // A field of which there is none here, but which has values, is shown by its first.
    let (value, meaning) = match known.or_else(|| of_field.first()) {
        Some(&(value, meaning)) => (value, Some(meaning)),
        None if field == "scope" => (wanted, Some(CompletionMeaning::OfflineAccess)),
        None => (wanted, None),
    };
    FieldExample {
        text: [field, ":", value].concat(),
        meaning,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{FIELDS, parse};
    use super::*;

    #[test]
    fn each_field_has_an_example_that_is_understood() {
        for field in FIELDS {
            let example = example(field);
            assert!(parse(&example.text).is_ok(), "{example:?}");
        }
    }

    #[test]
    fn where_there_are_only_so_many_values_the_example_is_one_that_is_meant() {
        let searched: Vec<String> = FIELDS
            .into_iter()
            .map(example)
            .filter(|example| example.meaning.is_some())
            .map(|example| example.text)
            .collect();
        assert_eq!(
            searched,
            [
                "scope:offline_access",
                "status:never",
                "severity:high",
                "finding:deactivated-user",
                "expires:<1d",
            ]
        );
    }
}
