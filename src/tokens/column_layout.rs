//! What is remembered of the columns of the table, made sense of: which are shown, in which order, and how wide.
//!
//! It may come from an earlier version or from anywhere: unknown columns and repeated ones are left out, and those that are
//! missing stand where they usually do.

/// The narrowest that a column can be, in pixels of the page.
pub const NARROWEST: i32 = 56;
/// The widest.
pub const WIDEST: i32 = 960;

/// What stands before a hidden column.
const HIDDEN: char = '-';

/// A column in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ColumnPlace {
    /// Which one.
    pub id: &'static str,
    /// Whether it is shown.
    pub is_shown: bool,
}

/// Widths by the columns' IDs, in pixels of the page.
pub type ColumnWidths = Vec<(&'static str, i32)>;

/// The columns as they are remembered. The first of the usual ones is always the first, and shown.
pub fn arranged<'a>(remembered: impl Iterator<Item = &'a str>, usual: &[ColumnPlace]) -> Vec<ColumnPlace> {
    let mut places: Vec<ColumnPlace> = usual.first().copied().into_iter().collect();
    for word in remembered {
        let id = word.strip_prefix(HIDDEN).unwrap_or(word);
        if let (Some(known), None) = (usual.iter().find(|place| place.id == id), at(&places, id)) {
            let is_shown = id == word;
            places.push(ColumnPlace { is_shown, ..*known });
        }
    }
    let mut before = None;
    for place in usual {
        if at(&places, place.id).is_none() {
            let at = before.and_then(|before| at(&places, before)).map_or(0, |at| at + 1);
            places.insert(at, *place);
        }
        before = Some(place.id);
    }
    places
}

/// How they are remembered.
pub fn words(places: &[ColumnPlace]) -> Vec<String> {
    let word = |place: &ColumnPlace| match place.is_shown {
        true => place.id.to_owned(),
        false => [&HIDDEN.to_string(), place.id].concat(),
    };
    places.iter().map(word).collect()
}

/// The columns with one of them moved. The first stays where it is.
pub fn moved(places: &[ColumnPlace], from: usize, to: usize) -> Vec<ColumnPlace> {
    let mut places = places.to_vec();
    if from > 0 && from < places.len() {
        let place = places.remove(from);
        places.insert(to.clamp(1, places.len()), place);
    }
    places
}

/// The remembered widths, "user:240px,status:120px", by the columns' IDs, in pixels.
pub fn read_widths(remembered: &str, usual: &[ColumnPlace]) -> ColumnWidths {
    let mut widths = ColumnWidths::new();
    for (id, width) in remembered.split(',').filter_map(|word| word.split_once(':')) {
        let known = usual.iter().find(|place| place.id == id);
        let pixels = width.strip_suffix("px").and_then(|width| width.parse::<i32>().ok());
        if let (Some(place), Some(pixels)) = (known, pixels)
            && !widths.iter().any(|(id, _)| *id == place.id)
        {
            widths.push((place.id, pixels.clamp(NARROWEST, WIDEST)));
        }
    }
    widths
}

/// How they are remembered.
pub fn write_widths(widths: &ColumnWidths) -> String {
    let word = |(id, width): &(&str, i32)| format!("{id}:{width}px");
    widths.iter().map(word).collect::<Vec<_>>().join(",")
}

fn at(places: &[ColumnPlace], id: &str) -> Option<usize> {
    places.iter().position(|place| place.id == id)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const USUAL: [ColumnPlace; 5] = [
        place("token", true),
        place("user", true),
        place("email", false),
        place("status", true),
        place("jti", false),
    ];

    const fn place(id: &'static str, is_shown: bool) -> ColumnPlace {
        ColumnPlace { id, is_shown }
    }

    fn read(remembered: &str) -> String {
        words(&arranged(remembered.split(','), &USUAL)).join(",")
    }

    #[test]
    fn what_makes_no_sense_is_left_out_and_what_is_missing_is_added() {
        for (remembered, meant) in [
            ("", "token,user,-email,status,-jti"),
            ("token,user,status", "token,user,-email,status,-jti"),
            ("token,status,user", "token,status,-jti,user,-email"),
            ("token,-status,email,user,jti", "token,-status,email,user,jti"),
            ("user,user,-user,nobody,--jti,STATUS", "token,user,-email,status,-jti"),
            ("status,-token", "token,user,-email,status,-jti"),
        ] {
            assert_eq!(read(remembered), meant, "{remembered:?}");
        }
    }

    #[test]
    fn the_first_column_stays() {
        let places = arranged("".split(','), &USUAL);
        assert_eq!(words(&moved(&places, 3, 0)).join(","), "token,status,user,-email,-jti");
        assert_eq!(words(&moved(&places, 1, 99)).join(","), "token,-email,status,-jti,user");
        assert_eq!(moved(&places, 0, 3), places);
        assert_eq!(moved(&places, 9, 1), places);
    }

    #[test]
    fn widths_are_numbers_of_pixels_within_bounds() {
        let read = |remembered| read_widths(remembered, &USUAL);
        assert_eq!(
            read("user:240px,status:1px,jti:99999px"),
            [("user", 240), ("status", NARROWEST), ("jti", WIDEST)]
        );
        assert_eq!(read("user:240px,user:300px,table:1000px,tools:auto"), [("user", 240)]);
        assert_eq!(read("user,user:,user:px,user:2e2px,user:url(x),:,,"), []);
    }

    proptest! {
        #[test]
        fn every_column_stands_in_one_place(words in prop::collection::vec("-{0,2}(token|user|email|status|jti|x|)", 0..12)) {
            let places = arranged(words.iter().map(String::as_str), &USUAL);
            prop_assert_eq!(places[0], USUAL[0]);
            let mut ids: Vec<_> = places.iter().map(|place| place.id).collect();
            ids.sort_unstable();
            let mut all: Vec<_> = USUAL.iter().map(|place| place.id).collect();
            all.sort_unstable();
            prop_assert_eq!(ids, all);
        }

        #[test]
        fn what_is_remembered_is_read_as_it_was(from in 0_usize..6, to in 0_usize..6, hidden in 1_usize..5) {
            let mut places = moved(&USUAL, from, to);
            places[hidden].is_shown ^= true;
            let words = words(&places);
            prop_assert_eq!(arranged(words.iter().map(String::as_str), &USUAL), places);
        }

        #[test]
        fn no_text_is_too_odd(text in "\\PC{0,40}") {
            prop_assert_eq!(arranged(text.split(','), &USUAL).len(), USUAL.len());
            prop_assert!(read_widths(&text, &USUAL).iter().all(|(_, width)| (NARROWEST..=WIDEST).contains(width)));
        }

        #[test]
        fn widths_are_read_as_they_were(user in NARROWEST..=WIDEST, jti in NARROWEST..=WIDEST) {
            let widths = vec![("user", user), ("jti", jti)];
            prop_assert_eq!(read_widths(&write_widths(&widths), &USUAL), widths);
        }
    }
}
