//! Words without capitals and accents, as people type names in a hurry.

/// Returns a word in small letters, without the accents of Latin letters: `José` is `jose`.
#[must_use]
pub fn folded(word: &str) -> String {
    word.chars().flat_map(char::to_lowercase).filter(|letter| !is_mark(*letter)).map(plain).collect()
}

/// An accent that stands as a letter of its own, after the letter that it belongs to.
fn is_mark(letter: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&letter)
}

fn plain(letter: char) -> char {
    match letter {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'ď' | 'đ' => 'd',
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ę' | 'ě' => 'e',
        'ğ' => 'g',
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'ı' => 'i',
        'ł' => 'l',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ő' => 'o',
        'ř' => 'r',
        'ś' | 'š' | 'ş' | 'ș' => 's',
        'ť' | 'ţ' | 'ț' => 't',
        'ù' | 'ú' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_and_accents_are_left_out_whether_they_stand_in_the_letter_or_after_it() {
        assert_eq!(folded("JOSÉ"), "jose");
        assert_eq!(folded("Jose\u{301}"), "jose");
        assert_eq!((folded("Nuñez"), folded("Zoë"), folded("Łukasz")), ("nunez".into(), "zoe".into(), "lukasz".into()));
        assert_eq!(folded("مريم"), "مريم");
    }
}
