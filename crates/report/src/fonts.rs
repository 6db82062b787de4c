//! The fonts that are part of this crate, and which characters they can show.

use std::sync::LazyLock;

use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

/// Every embedded font, in the order in which typst looks for a missing character.
static FONTS: LazyLock<Vec<Font>> = LazyLock::new(|| {
    FILES.into_iter().map(|file| Font::new(Bytes::new(file), 0).expect("the embedded fonts are well formed")).collect()
});

/// What typst needs to know to choose among the fonts.
pub(crate) static BOOK: LazyLock<LazyHash<FontBook>> =
    LazyLock::new(|| LazyHash::new(FontBook::from_fonts(FONTS.iter())));

const FILES: [&[u8]; 8] = [
    include_bytes!("../fonts/SourceSans3-Regular.ttf"),
    include_bytes!("../fonts/SourceSans3-SemiBold.ttf"),
    include_bytes!("../fonts/SourceSerif4-Regular.ttf"),
    include_bytes!("../fonts/SourceCodePro-SemiBold.ttf"),
    include_bytes!("../fonts/NotoSansHebrew-Regular.ttf"),
    include_bytes!("../fonts/Vazirmatn-Regular.ttf"),
    include_bytes!("../fonts/NotoSansSymbols2-Subset.ttf"),
    include_bytes!("../fonts/NotoEmoji-Regular.ttf"),
];

/// Returns the font with this place in the [`BOOK`].
pub(crate) fn at(index: usize) -> Option<Font> {
    FONTS.get(index).cloned()
}

/// Whether one single font shows all these characters, as it must for letters that are joined or carry marks.
pub(crate) fn one_shows_all(characters: impl Iterator<Item = char> + Clone) -> bool {
    FONTS.iter().any(|font| {
        let coverage = &font.info().coverage;
        characters.clone().all(|character| coverage.contains(character.into()))
    })
}
