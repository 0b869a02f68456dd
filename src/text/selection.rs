//! What is said of the selection.

use super::numbers::grouped;

/// What the bar is called.
pub const SELECTION: &str = "Selection";

/// In the bar: "1,240 selected".
pub fn count(selected: u64) -> String {
    format!("{} selected", grouped(selected))
}

/// Behind that: "12 not on this page".
pub fn elsewhere(count: u64) -> String {
    match count {
        0 => String::new(),
        count => format!("{} {NOT_HERE}", grouped(count)),
    }
}

/// The buttons in the bar.
pub const SHOW_SELECTED: &str = "Show selected";
pub const COPY_NUMBERS: &str = "Copy IDs";
pub const CLEAR: &str = "Clear selection";

pub fn select_all(matching: u64) -> String {
    format!("Select all {} that match", grouped(matching))
}

pub fn delete(selected: u64) -> String {
    format!("Delete {}…", grouped(selected))
}

/// In place of selecting all that match, and why.
pub const READ_ALL: &str = "Load all to select all matches";
pub const WHY_READ_ALL: &str = "Which tokens match is known once all are loaded";

/// The same said aloud: "1,240 selected, 12 of them not on this page".
pub fn selected(count: u64, elsewhere: u64) -> String {
    match (count, elsewhere) {
        (0, _) => "None selected".to_owned(),
        (_, 0) => self::count(count),
        _ => format!(
            "{} selected, {} of them {}",
            grouped(count),
            grouped(elsewhere),
            NOT_HERE
        ),
    }
}

/// Where the rows are that are selected and not in sight.
const NOT_HERE: &str = "not on this page";

/// Why nothing can be done with the selection.
pub const NOTHING: &str = "Nothing is selected anymore.";

/// That the selected tokens are looked at by themselves.
pub const SHOWN: &str = "Showing selected tokens only.";

/// The same, where it is written.
pub const SHOWN_ONLY: &str = "Showing selected tokens only; search and filters are ignored.";

/// Selected tokens that turned out not to exist any more.
pub fn gone(count: u64) -> String {
    match count {
        1 => "1 selected token no longer exists and was deselected.".to_owned(),
        many => format!("{} selected tokens no longer exist and were deselected.", grouped(many)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_out_of_sight_is_said() {
        assert_eq!(selected(0, 0), "None selected");
        assert_eq!(selected(1, 0), "1 selected");
        assert_eq!(selected(1_240, 12), "1,240 selected, 12 of them not on this page");
        assert!(gone(2).starts_with("2 selected tokens no longer exist"));
    }
}
