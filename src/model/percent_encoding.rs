//! Percent-encoding. Written out here because a general URL parser brings tables that weigh more than this console.

/// Text as it may stand in a query value: everything but letters, digits and `-._~` is encoded, a space as `%20`.
pub fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            encoded.push(hex_digit(byte >> 4));
            encoded.push(hex_digit(byte & 15));
        }
    }
    encoded
}

/// The text behind a query value. `+` and `%20` are spaces; a broken escape stays as it stands, and bytes that are no
/// UTF-8 become U+FFFD.
pub fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => {
                let mut ahead = rest.clone();
                if let (Some(high), Some(low)) = (ahead.next().and_then(hex_value), ahead.next().and_then(hex_value)) {
                    bytes.push(high << 4 | low);
                    rest = ahead;
                } else {
                    bytes.push(b'%');
                }
            }
            other => bytes.push(other),
        }
    }
    match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(broken) => String::from_utf8_lossy(broken.as_bytes()).into_owned(),
    }
}

fn hex_digit(value: u8) -> char {
    char::from(match value {
        0..10 => b'0' + value,
        _ => b'A' - 10 + value,
    })
}

fn hex_value(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodes_what_a_query_gives_a_meaning() {
        assert_eq!(encode("a b&c=d+e%f#g"), "a%20b%26c%3Dd%2Be%25f%23g");
        assert_eq!(encode("Ñandú"), "%C3%91and%C3%BA");
        assert_eq!(encode("A-z_0.9~"), "A-z_0.9~");
    }

    #[test]
    fn broken_escapes_stay() {
        assert_eq!(decode("100%"), "100%");
        assert_eq!(decode("%zz%4"), "%zz%4");
        assert_eq!(decode("%%41"), "%A");
        assert_eq!(decode("%2b+%20"), "+  ");
        assert_eq!(decode("%ff"), "\u{fffd}");
        assert_eq!(decode("%c3%91"), "Ñ");
    }
}
