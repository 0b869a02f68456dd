//! What the console asks first, for addresses as odd as people make them. public/first_questions.js asks the same before
//! the program is there; end2end/tests/first-questions.spec.ts holds it to the same table.

use serde::Deserialize;
use tokenscope::tokens::query::{Address, PageSize};

/// An address, and the question for it.
#[derive(Deserialize)]
struct Row {
    /// Below the console's base.
    path: String,
    /// With the `?`.
    query: String,
    /// The number of rows a page that the browser remembers.
    remembered: Option<String>,
    /// What is asked, without what every question of the list ends in.
    asks: String,
}

#[test]
fn the_console_asks_first_what_the_table_says() {
    let rows: Vec<Row> = serde_json::from_str(include_str!("first_questions.json")).unwrap();
    for row in rows {
        let query = row.query.trim_start_matches('?');
        // A path that leads nowhere shows the plain list.
        let mut address = Address::parse(&row.path, query).unwrap_or_default().0;
        let remembered = row.remembered.and_then(|size| PageSize::new(size.parse().ok()?));
        if let Some(size) = address.query.page_size.replaced_by(remembered, query) {
            address.query.page_size = size;
        }
        let question = address.query.server_part().api_query(address.kind);
        let asks = [address.kind.api_segment(), "/?", &question].concat();
        assert_eq!(asks, row.asks, "{}{}", row.path, row.query);
    }
}
