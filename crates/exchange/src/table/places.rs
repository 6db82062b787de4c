//! Places of cells in the XML of a workbook, looked at before the library does arithmetic with them.

/// Letters and digits of a place at most, as in `XFD1048576`.
const LETTERS: usize = 3;
const DIGITS: usize = 7;

/// Says whether every `r` and `ref` attribute of a part names places that a sheet can have.
pub(super) fn are_possible(part: &[u8]) -> bool {
    // Whatever is no XML has no places: pictures, printer settings. XML in UTF-16 does not begin with `<` here.
    if !part.trim_ascii_start().starts_with(b"<") && !part.starts_with(b"\xEF\xBB\xBF") {
        return !part.starts_with(b"\xFF\xFE") && !part.starts_with(b"\xFE\xFF");
    }
    let attributes = part.iter().enumerate().filter(|(_, byte)| **byte == b'=');
    attributes
        .map(|(at, _)| (name_before(part, at), value_after(part, at)))
        .all(|(name, value)| !matches!(name, b"r" | b"ref") || value.split(|b| *b == b':').all(is_possible))
}

fn is_possible(place: &[u8]) -> bool {
    let letters = place.iter().filter(|b| b.is_ascii_alphabetic()).count();
    let digits = place.iter().filter(|b| b.is_ascii_digit()).count();
    letters <= LETTERS && digits <= DIGITS
}

fn name_before(part: &[u8], equals: usize) -> &[u8] {
    let name = part[..equals].trim_ascii_end();
    let start =
        name.iter().rposition(|b| !b.is_ascii_alphanumeric() && *b != b':' && *b != b'_').map_or(0, |at| at + 1);
    &name[start..]
}

fn value_after(part: &[u8], equals: usize) -> &[u8] {
    match part[equals + 1..].trim_ascii_start() {
        [quote @ (b'"' | b'\''), value @ ..] => value.split(|b| b == quote).next().unwrap_or_default(),
        _ => b"",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_places_of_a_sheet_are_possible() {
        for (xml, expected) in [
            (&br#"<c r="A1"/>"#[..], true),
            (br#"<c r="XFD1048576"/>"#, true),
            (br#"<dimension ref="A1:XFD1048576"/>"#, true),
            (br#"<sheet r:id="rId123456789"/>"#, true),
            (br#"<x foo="A99999999999"/>"#, true),
            (br#"<c r="A99999999999"/>"#, false),
            (br#"<c r = 'ABCDEFG1'/>"#, false),
            (br#"<dimension ref="A1:B99999999"/>"#, false),
            (br#"<c r="#, true),
            (b"=", true),
            (b"\xFF\xFE<\0", false),
        ] {
            assert_eq!(are_possible(xml), expected, "{}", String::from_utf8_lossy(xml));
        }
    }
}
