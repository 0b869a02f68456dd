//! Avatars: pictures made of initials, pictures elsewhere, and things that are no pictures.

use crate::data::users::User;

/// The `avatar` of a user.
pub fn of(user: &User, origin: &str) -> String {
    match user.pk {
        // Nothing that a page may follow or load.
        9 => "javascript:alert('avatar')".to_owned(),
        15 => format!("data:text/html;base64,{}", base64(b"<script>alert(1)</script>")),
        18 => String::new(),
        // A path, as of what authentik keeps by itself.
        12 => "/standin/avatar/12.svg".to_owned(),
        21 => format!("{origin}/standin/avatar/broken.svg"),
        pk if pk % 7 == 3 => format!("{origin}/standin/avatar/{pk}.svg"),
        pk => format!(
            "data:image/svg+xml;base64,{}",
            base64(drawn(pk, &initials(user)).as_bytes())
        ),
    }
}

/// What authentik draws for whom it has no picture of.
fn drawn(pk: u32, initials: &str) -> String {
    // Three values from 100 to 200, as its colours have them.
    let [red, green, blue] = [47, 71, 89].map(|step| 100 + pk.wrapping_mul(step) % 101);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"64px\" height=\"64px\" viewBox=\"0 0 64 64\" version=\"1.1\">\
         <rect fill=\"#{red:02x}{green:02x}{blue:02x}\" cx=\"32\" cy=\"32\" width=\"64\" height=\"64\" r=\"32\"/>\
         <text x=\"50%\" y=\"50%\" style=\"color: #fff; line-height: 1; font-family: \
         'RedHatText','Overpass',overpass,helvetica,arial,sans-serif; \" fill=\"#fff\" alignment-baseline=\"middle\" \
         dominant-baseline=\"middle\" text-anchor=\"middle\" font-size=\"28\" font-weight=\"400\" dy=\".1em\">{initials}</text></svg>"
    )
}

/// A disc with initials.
pub fn svg(pk: u32, initials: &str) -> String {
    let hue = pk.wrapping_mul(47) % 360;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"64\" height=\"64\" viewBox=\"0 0 64 64\"><circle cx=\"32\" cy=\"32\" r=\"32\" fill=\"hsl({hue},45%,38%)\"/><text x=\"32\" y=\"42\" text-anchor=\"middle\" font-family=\"sans-serif\" font-size=\"28\" fill=\"#fff\">{initials}</text></svg>"
    )
}

/// Two letters that stand for a user; `?` where there is none.
fn initials(user: &User) -> String {
    let name = if user.name.trim().is_empty() {
        &user.username
    } else {
        &user.name
    };
    let letters: String = name
        .split_whitespace()
        .filter_map(|word| word.chars().find(|c| c.is_alphanumeric()))
        .take(2)
        .flat_map(char::to_uppercase)
        .collect();
    if letters.is_empty() { "?".to_owned() } else { letters }
}

/// Base64, with padding.
pub fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4 {
            if place > chunk.len() {
                out.push('=');
            } else {
                let digit = (bits >> (18 - 6 * place)) & 63;
                out.extend(DIGITS.get(digit as usize).copied().map(char::from));
            }
        }
    }
    out
}
