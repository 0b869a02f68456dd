//! The sheet of keyboard shortcuts.

pub const SHORTCUTS: &str = "Keyboard shortcuts";

/// A part of the sheet.
pub struct ShortcutGroup {
    /// Where they work.
    pub place: &'static str,
    /// Keys, each of which does it, and what they do. Keys pressed together stand with a plus.
    pub keys: &'static [(&'static [&'static str], &'static str)],
}

/// All there are.
pub const ALL: [ShortcutGroup; 4] = [
    ShortcutGroup {
        place: "Anywhere",
        keys: &[
            (&["/"], "Go to the search"),
            (&["J"], "Go to the rows, from the page"),
            (&["Esc"], "Close what is open"),
            (&["?"], "Show this list"),
        ],
    },
    ShortcutGroup {
        place: "In a row",
        keys: &[
            (&["↓", "J"], "Next row"),
            (&["↑", "K"], "Previous row"),
            (&["Home", "End"], "First row, last row"),
            (&["←", "→"], "Checkbox, token, menu"),
            (&["Enter"], "Open"),
            (&["X", "Space"], "Select"),
            (&["Shift+↓", "Shift+↑", "Shift+X"], "Select a range"),
            (&["Delete", "#"], "Delete, after a question"),
        ],
    },
    ShortcutGroup {
        place: "In an open token",
        keys: &[
            (&["J", "→"], "Next token"),
            (&["K", "←"], "Previous token"),
            (&["Esc"], "Back to its row"),
        ],
    },
    ShortcutGroup {
        place: "Elsewhere",
        keys: &[
            (&["↓", "↑"], "In the search: choose a suggestion"),
            (&["Shift+Enter"], "On a column: order by it as well"),
            (&["←", "→"], "On a column’s edge: its width; Enter fits it"),
            (&["Alt+↑", "Alt+↓"], "In the menu Columns: move a column"),
            (&["←", "→"], "In the timeline: the next bar; with Shift, several"),
        ],
    },
];
