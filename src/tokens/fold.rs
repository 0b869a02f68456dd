//! Text as it is compared: without case, and, for Latin letters, without accents. A Unicode library would do more and
//! weigh more than the rest of the console, and the case tables of the standard library alone are 11 kB of brotli; names
//! are found well enough by this.

/// Base letters of U+00C0 to U+024F; `_` where there is none, or more than one.
const LATIN: &str = "\
    aaaaaa_ceeeeiiiidnooooo_ouuuuy__aaaaaa_ceeeeiiiidnooooo_ouuuuy_y\
    aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii__jjkkkllllllll\
    llnnnnnnnnnoooooo__rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs\
    bb_____cc________ff____ikk______oo__pp______tt_uu__yyzz_________\
    _____________aaiioouuuuuuuuuu_aaaa__ggggkkoooo__j___gg__nnaa__oo\
    aaaaeeeeiiiioooorrrruuuusstt__hh____zzaaeeooooooooyy___j___cc__s\
    z__b__eejj__rryy";

/// The same for U+1E00 to U+1EFF, where Vietnamese has its letters.
const LATIN_ADDITIONAL: &str = "\
    aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmm\
    mmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv\
    wwwwwwwwwwxxxxyyzzzzzzhtwy_sss__aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee\
    eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy______";

/// `text` without case, without the accents of Latin letters, and without invisible characters.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars() {
        fold_onto(&mut folded, letter);
    }
    folded
}

/// Appends one letter, folded: nothing, one letter or several.
pub(super) fn fold_onto(folded: &mut String, letter: char) {
    let code = u32::from(letter);
    match letter {
        '\0'..='\u{7f}' => folded.push(letter.to_ascii_lowercase()),
        'ß' | 'ẞ' => folded.push_str("ss"),
        'Æ' | 'æ' | 'Ǽ' | 'ǽ' | 'Ǣ' | 'ǣ' => folded.push_str("ae"),
        'Œ' | 'œ' => folded.push_str("oe"),
        'Þ' | 'þ' => folded.push_str("th"),
        'Ĳ' | 'ĳ' => folded.push_str("ij"),
        // A word's last sigma.
        'ς' => folded.push('σ'),
        // Accents that stand by themselves, behind the letter that they belong to. In other scripts they make letters.
        '\u{300}'..='\u{36f}' if folded.ends_with(|last: char| last.is_ascii_alphabetic()) => {}
        // Soft hyphen, zero width, writing direction, byte order: not to be seen, and often pasted along.
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' => {}
        // Full width, as typed with a Japanese or Chinese input method.
        '\u{ff01}'..='\u{ff5e}' => {
            folded.extend(char::from_u32(code - 0xfee0).map(|plain| plain.to_ascii_lowercase()));
        }
        '\u{c0}'..='\u{24f}' => push_base(folded, letter, LATIN, code - 0xc0),
        '\u{1e00}'..='\u{1eff}' => push_base(folded, letter, LATIN_ADDITIONAL, code - 0x1e00),
        _ => folded.push(lower(letter)),
    }
}

/// The small letter, in the alphabets that have two sizes of letters and people's names in them.
fn lower(letter: char) -> char {
    let code = u32::from(letter);
    let small = match code {
        // Greek, with and without accents
        0x391..=0x3a1 | 0x3a3..=0x3ab => code + 32,
        0x386 => 0x3ac,
        0x388..=0x38a => code + 37,
        0x38c => 0x3cc,
        0x38e | 0x38f => code + 63,
        // Cyrillic
        0x410..=0x42f => code + 32,
        0x400..=0x40f => code + 80,
        0x4c0 => 0x4cf,
        0x4c1..=0x4ce => code + (code & 1),
        0x460..=0x481 | 0x48a..=0x4bf | 0x4d0..=0x52f => code | 1,
        // Armenian, Georgian
        0x531..=0x556 => code + 48,
        0x10a0..=0x10c5 => code + 7264,
        0x1c90..=0x1cba | 0x1cbd..=0x1cbf => code - 3008,
        // Latin letters without a base letter of their own
        0x14a | 0x1b8 | 0x1a6 => code + 1,
        0x18e => 0x1dd,
        0x18f => 0x259,
        0x190 => 0x25b,
        0x186 => 0x254,
        0x194 => 0x263,
        0x1b1 => 0x28a,
        0x1b7 => 0x292,
        _ => code,
    };
    char::from_u32(small).unwrap_or(letter)
}

fn push_base(folded: &mut String, letter: char, table: &str, at: u32) {
    let base = usize::try_from(at).ok().and_then(|at| table.as_bytes().get(at));
    match base {
        Some(base) if *base != b'_' => folded.push(char::from(*base)),
        _ => folded.push(lower(letter)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_cover_their_blocks() {
        assert_eq!(LATIN.len(), 0x250 - 0xc0);
        assert_eq!(LATIN_ADDITIONAL.len(), 0x100);
    }

    #[test]
    fn latin_letters_lose_case_and_accents() {
        for (text, folded) in [
            ("Ñandú", "nandu"),
            ("Łukasz BJØRN Émile", "lukasz bjorn emile"),
            ("Nguyễn Thị Ưu", "nguyen thi uu"),
            ("STRASSE Straße STRAẞE", "strasse strasse strasse"),
            ("Ærøskøbing Œuvre Þór Ĳssel", "aeroskobing oeuvre thor ijssel"),
            ("İstanbul ılık", "istanbul ilik"),
            ("e\u{301}a\u{308}", "ea"),
            ("Șțŀŉſǿ ŽŻ", "stlnso zz"),
            ("ＡＢＣ１２", "abc12"),
            ("Ǝ×÷", "ǝ×÷"),
        ] {
            assert_eq!(fold(text), folded);
        }
    }

    #[test]
    fn the_alphabets_of_names_are_as_the_standard_library_has_them() {
        let alphabets = [
            '\u{370}'..='\u{3cf}',
            '\u{400}'..='\u{52f}',
            '\u{530}'..='\u{58f}',
            '\u{10a0}'..='\u{10c5}',
        ];
        // Letters of other languages than Greek in its block, and the capital kai.
        let left = ['\u{370}', '\u{372}', '\u{376}', '\u{37f}', '\u{3cf}', 'ς'];
        for letter in alphabets.into_iter().flatten().filter(|letter| !left.contains(letter)) {
            let mut folded = String::new();
            fold_onto(&mut folded, letter);
            assert_eq!(folded, letter.to_lowercase().to_string(), "{letter:?}");
        }
    }

    #[test]
    fn other_scripts_lose_case_alone() {
        for (text, folded) in [
            ("Дмитрий", "дмитрий"),
            ("Ωμέγας", "ωμέγασ"),
            ("佐藤 محمد", "佐藤 محمد"),
            ("и\u{306}", "и\u{306}"),
            ("\u{202e}a\u{ad}b\u{200b}", "ab"),
        ] {
            assert_eq!(fold(text), folded);
        }
    }
}
