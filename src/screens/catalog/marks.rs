//! What is risky about a token, as a mark in its row.

use crate::screens::finding_look::look;
use crate::screens::token_list::Draw;
use crate::text;
use crate::ui::dom::{El, Wording, span, svg};
use crate::ui::icon::frame;

/// How many findings there are, in the colour and the picture of the worst; their names for those who do not see it.
/// Shown in `place`, where nothing else stands.
pub fn mark(place: &El) -> Draw {
    let drawn = svg("path");
    let count = span("finding-count").attr("aria-hidden", "true");
    let names = span("visually-hidden");
    let (said_count, said_names) = (Wording::new(&count), Wording::new(&names));
    let mark = span("").child(frame().child(drawn.clone())).child(count).child(names);
    let _ = place.clone().child(mark.clone());
    Box::new(move |found| {
        let titles = found.iter().map(|finding| text::findings::finding(finding).title);
        let titles: Vec<&str> = titles.collect();
        let worst = found.worst().map(look);
        mark.put("hidden", worst.is_none().then_some(""));
        mark.put("title", worst.map(|_| titles.join("\n")).as_deref());
        if let Some((class, icon)) = worst {
            mark.put("class", Some(class));
            drawn.put("d", Some(icon.path()));
        }
        // What is hidden says nothing.
        said_count.say(&worst.map(|_| titles.len().to_string()).unwrap_or_default());
        said_names.say(&titles.join(", "));
    })
}
