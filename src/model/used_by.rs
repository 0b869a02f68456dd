//! What depends on an object, according to `used_by`.

use serde_json::Value;

use super::decode::{DecodeError, Fields, JsonType};
use super::page::{BodyError, parse};

/// Something that depends on what is to be deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsedBy {
    /// What kind of thing it is, in authentik's word.
    pub model: String,
    /// Its name.
    pub name: String,
    /// What becomes of it, in authentik's word: "cascade", "set_null" and so on.
    pub action: String,
}

/// Reads the answer. Items that are not objects say nothing and are left out.
pub fn decode_used_by(body: &str) -> Result<Vec<UsedBy>, BodyError> {
    let Value::Array(uses) = parse(body)? else {
        return Err(BodyError::Shape(DecodeError::new(JsonType::List, &Value::Null)));
    };
    let uses = uses.into_iter().filter_map(|one| Fields::of(one).ok());
    Ok(uses
        .map(|mut fields| UsedBy {
            model: fields.text("model_name").unwrap_or_default(),
            name: fields.text("name").unwrap_or_default(),
            action: fields.text("action").unwrap_or_default(),
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_hangs_on_a_token() {
        assert_eq!(decode_used_by("[]"), Ok(Vec::new()));
    }

    #[test]
    fn should_anything_ever_hang_on_one_it_is_told() {
        let body =
            r#"[{"app":"authentik_core","model_name":"session","pk":"7","name":"A session","action":"cascade"}]"#;
        let told = UsedBy {
            model: "session".into(),
            name: "A session".into(),
            action: "cascade".into(),
        };
        assert_eq!(decode_used_by(body), Ok(vec![told]));
        assert_eq!(decode_used_by("[null, 3, {}]").map(|uses| uses.len()), Ok(1));
        assert_eq!(decode_used_by("[{"), Err(BodyError::Truncated));
        assert!(matches!(decode_used_by("{}"), Err(BodyError::Shape(_))));
    }
}
