//! A page of a list, and the reading of whole answers.

use chrono::{DateTime, Utc};
use serde_json::Value;

pub use super::decode::Decode;
use super::decode::{DecodeError, Fields, JsonType};
use super::lenient_json;

/// Where a page stands in its list. Rows and pages count from 1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pagination {
    /// Rows in the list.
    pub count: u64,
    /// This page.
    pub current: u64,
    /// Pages in the list; 1 when it is empty.
    pub total_pages: u64,
    /// The first row of this page; 0 when the list is empty.
    pub start_index: u64,
    /// The last row of this page; 0 when the list is empty.
    pub end_index: u64,
    /// The next page, if there is one.
    pub next: Option<u64>,
    /// The previous page, if there is one.
    pub previous: Option<u64>,
}

/// A row of a page.
#[derive(Clone, Debug, PartialEq)]
pub enum Row<T> {
    /// As it should be.
    Read(T),
    /// Something required is missing from it. The other rows of the page are not affected.
    Unreadable {
        /// Its number, if that much can be read.
        pk: Option<u64>,
        /// What is missing.
        problem: DecodeError,
    },
}

impl<T> Row<T> {
    /// What it holds, if it can be read.
    pub fn into_read(self) -> Option<T> {
        match self {
            Self::Read(row) => Some(row),
            Self::Unreadable { .. } => None,
        }
    }

    /// The same, to look at.
    pub fn read(&self) -> Option<&T> {
        match self {
            Self::Read(row) => Some(row),
            Self::Unreadable { .. } => None,
        }
    }
}

/// A page of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Page<T> {
    /// Where it stands.
    pub pagination: Pagination,
    /// What it holds, in authentik's order.
    pub rows: Vec<Row<T>>,
}

impl<T: Decode> Page<T> {
    /// The same, with what follows from the time at which it was asked for.
    #[must_use]
    pub fn asked_at(mut self, time: DateTime<Utc>) -> Self {
        for row in &mut self.rows {
            if let Row::Read(read) = row {
                read.asked_at(time);
            }
        }
        self
    }
}

/// Why an answer's body cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BodyError {
    /// It is no JSON at all, an HTML page for example.
    NotJson,
    /// It is the beginning of JSON.
    Truncated,
    /// It is JSON, but not what was asked for.
    Shape(DecodeError),
    /// It is another page than the one that was asked for.
    OtherPage {
        /// The page asked for.
        asked: u64,
        /// The page that came, by its own word.
        got: u64,
    },
}

/// Reads the page `asked` of a list, where it was asked for by number. A cache that ignores the query
/// returns another page, which must not be mistaken for it.
pub fn decode_page_at<T: Decode>(body: &str, asked: Option<u64>) -> Result<Page<T>, BodyError> {
    let page = decode_page(body)?;
    let got = page.pagination.current;
    match asked.filter(|asked| *asked != got) {
        Some(asked) => Err(BodyError::OtherPage { asked, got }),
        None => Ok(page),
    }
}

/// Reads a page. A bad row is one [`Row::Unreadable`]; a missing or odd `pagination` is made up for, and a value that
/// serde_json refuses is replaced by a text: see [`mend`].
pub fn decode_page<T: Decode>(body: &str) -> Result<Page<T>, BodyError> {
    let mut fields = Fields::of(parse(body)?).map_err(BodyError::Shape)?;
    let rows = match fields.value("results") {
        Value::Array(rows) => rows,
        other => {
            let error = DecodeError::new(JsonType::List, &other).inside("results");
            return Err(BodyError::Shape(error));
        }
    };
    Ok(Page {
        pagination: pagination(fields.value("pagination"), rows.len()),
        rows: rows.into_iter().map(row).collect(),
    })
}

/// Reads a single thing.
pub fn decode_one<T: Decode>(body: &str) -> Result<T, BodyError> {
    T::decode(parse(body)?).map_err(BodyError::Shape)
}

pub(super) fn parse(body: &str) -> Result<Value, BodyError> {
    let body = body.trim_start_matches('\u{feff}');
    lenient_json::read(body).map_err(|error| {
        if error.is_eof() {
            BodyError::Truncated
        } else {
            BodyError::NotJson
        }
    })
}

fn row<T: Decode>(value: Value) -> Row<T> {
    let pk = value.get("pk").cloned();
    match T::decode(value) {
        Ok(read) => Row::Read(read),
        Err(problem) => Row::Unreadable {
            pk: pk.and_then(|pk| super::decode::as_number(pk).ok()),
            problem,
        },
    }
}

fn pagination(value: Value, rows: usize) -> Pagination {
    let Ok(mut fields) = Fields::of(value) else {
        return Fields::of(Value::Object(serde_json::Map::new()))
            .map(|mut fields| read_pagination(&mut fields, rows))
            .unwrap_or_default();
    };
    read_pagination(&mut fields, rows)
}

/// Missing values are derived from the number of rows, as if the page were the whole list.
fn read_pagination(fields: &mut Fields, rows: usize) -> Pagination {
    let rows = u64::try_from(rows).unwrap_or(u64::MAX);
    let start_index = fields.number("start_index").unwrap_or(rows.min(1));
    Pagination {
        count: fields.number("count").unwrap_or(rows),
        current: fields.number("current").unwrap_or(1).max(1),
        total_pages: fields.number("total_pages").unwrap_or(1).max(1),
        start_index,
        end_index: fields
            .number("end_index")
            .unwrap_or_else(|| (start_index.saturating_add(rows)).saturating_sub(1)),
        next: fields.number("next").filter(|page| *page > 0),
        previous: fields.number("previous").filter(|page| *page > 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::token::Token;
    use crate::model::user::{Role, User};

    fn page(body: &str) -> Page<Role> {
        decode_page(body).unwrap()
    }

    #[test]
    fn numbers_may_be_floats_and_zero_is_no_page() {
        let page = page(
            r#"{"pagination": {"next": 3.0, "previous": 0, "count": 45.0, "current": 2, "total_pages": 3,
                "start_index": 21, "end_index": 40}, "results": [], "autocomplete": {}}"#,
        );
        let expected = Pagination {
            count: 45,
            current: 2,
            total_pages: 3,
            start_index: 21,
            end_index: 40,
            next: Some(3),
            previous: None,
        };
        assert_eq!(page.pagination, expected);
    }

    #[test]
    fn an_odd_pagination_is_made_up_for() {
        let expected = Pagination {
            count: 2,
            current: 1,
            total_pages: 1,
            start_index: 1,
            end_index: 2,
            next: None,
            previous: None,
        };
        for pagination in ["null", "[]", "\"x\"", "{}", r#"{"count": "many", "next": null}"#] {
            let body = [
                r#"{"pagination": "#,
                pagination,
                r#", "results": [{"pk": "a"}, {"pk": "b"}]}"#,
            ];
            assert_eq!(page(&body.concat()).pagination, expected, "{pagination}");
        }
        let empty = page(r#"{"results": []}"#).pagination;
        assert_eq!((empty.count, empty.start_index, empty.end_index), (0, 0, 0));
        assert_eq!((empty.current, empty.total_pages), (1, 1));
    }

    #[test]
    fn another_page_is_not_the_one_that_was_asked_for() {
        let body = r#"{"pagination": {"current": 1, "count": 40, "next": 2}, "results": []}"#;
        let read = |asked| decode_page_at::<Role>(body, asked).map(|page| page.pagination.count);
        assert_eq!(read(None), Ok(40));
        assert_eq!(read(Some(1)), Ok(40));
        assert_eq!(read(Some(2)), Err(BodyError::OtherPage { asked: 2, got: 1 }));
    }

    #[test]
    fn one_bad_row_is_one_bad_row() {
        let page = page(r#"{"results": [{"pk": "a"}, 7, {"name": "b"}, {"pk": "c"}]}"#);
        let good: Vec<bool> = page.rows.iter().map(|row| matches!(row, Row::Read(_))).collect();
        assert_eq!(good, [true, false, false, true]);
    }

    #[test]
    fn what_json_readers_refuse_in_one_row_costs_no_row_and_no_page() {
        let nested = |levels| [r#"{"a":"#.repeat(levels), "1".to_owned(), "}".repeat(levels)].concat();
        for odd in [
            nested(130),
            nested(254),
            "9".repeat(400),
            "1e400".to_owned(),
            "NaN".to_owned(),
            r#""Ada \ud83d""#.to_owned(),
        ] {
            let row = |pk: u64, odd: &str| {
                let user = format!(r#"{{"pk": 5, "name": "Ada", "attributes": {{"odd": {odd}, "kept": 1}}}}"#);
                format!(r#"{{"pk": {pk}, "provider": {{"pk": 7}}, "user": {user}}}"#)
            };
            let rows = [row(1, "0"), row(2, &odd), row(3, "0")].join(",");
            let body = format!(r#"{{"pagination": {{"count": 3, "next": 2}}, "results": [{rows}]}}"#);
            let page: Page<Token> = decode_page(&body).unwrap();
            assert_eq!((page.pagination.count, page.pagination.next), (3, Some(2)));
            let read = page.rows.iter().map(|row| match row {
                Row::Read(token) => (token.pk, token.user.name.clone(), token.user.attributes["kept"].clone()),
                Row::Unreadable { problem, .. } => panic!("{problem:?}"),
            });
            let expected = [1, 2, 3].map(|pk| (pk, "Ada".to_owned(), Value::from(1)));
            assert_eq!(read.collect::<Vec<_>>(), expected);
            let one: Token = decode_one(&row(2, &odd)).unwrap();
            assert_eq!(one.user.attributes["kept"], Value::from(1));
            let user = format!(r#"{{"pk": 5, "attributes": {{"odd": {odd}}}}}"#);
            let users = format!(r#"{{"results": [{user}, {{"pk": 6}}]}}"#);
            assert_eq!(decode_page::<User>(&users).unwrap().rows.len(), 2);
        }
    }

    #[test]
    fn a_number_of_a_token_that_fits_nowhere_is_one_bad_row() {
        let body = format!(
            r#"{{"results": [{{"pk": {}}}, {{"pk": "a", "name": NaN}}]}}"#,
            "9".repeat(400)
        );
        let page: Page<Token> = decode_page(&body).unwrap();
        assert!(matches!(
            page.rows[..],
            [Row::Unreadable { pk: None, .. }, Row::Unreadable { .. }]
        ));
    }

    #[test]
    fn bodies_that_are_none() {
        let error = |body| decode_page::<Role>(body).unwrap_err();
        for body in ["", "  ", "{", r#"{"results": [{"pk": "a"#, r#"{"results": [tru"#, "["] {
            assert_eq!(error(body), BodyError::Truncated, "{body}");
        }
        for body in ["<!DOCTYPE html>", "x", "{]", "{} {}"] {
            assert_eq!(error(body), BodyError::NotJson, "{body}");
        }
        for body in ["[]", "null", "7", "{}", r#"{"results": {}}"#] {
            assert!(matches!(error(body), BodyError::Shape(_)), "{body}");
        }
        assert!(decode_page::<Role>("\u{feff}{\"results\": []}").is_ok());
    }
}
