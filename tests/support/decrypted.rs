//! What lies in a profile's database file and its journal, decrypted page by page as somebody with the key could: free pages
//! and earlier states of a page too, which no query shows.

use std::{fs, path::Path};

use aes::{
    Aes256,
    cipher::{BlockCipherDecrypt, KeyInit},
};

/// SQLCipher's page, and what it keeps at its end: the block before the first, and a seal.
const PAGE: usize = 4_096;
const KEPT: usize = 80;
const BLOCK: usize = 16;
const JOURNAL_HEAD: usize = 32;
const FRAME_HEAD: usize = 24;

/// Returns the decrypted pages of the one profile of a home folder, the journal's behind the file's.
pub fn everything(home: &Path, key: &[u8; 32]) -> Vec<u8> {
    let mut folders =
        fs::read_dir(home.join("profiles")).expect("profiles").map(|entry| entry.expect("an entry").path());
    let folder = folders.next().expect("a profile");
    let cipher = Aes256::new(&(*key).into());
    let file = fs::read(folder.join("profile.db")).expect("a database");
    let mut all: Vec<u8> =
        file.chunks_exact(PAGE).enumerate().flat_map(|(at, page)| open(&cipher, page, at == 0)).collect();
    assert!(
        all.windows(6).any(|window| window == b"CREATE"),
        "the pages were decrypted: the tables' text stands there"
    );
    // There is no journal after it was emptied and the file closed.
    let journal = fs::read(folder.join("profile.db-wal")).unwrap_or_default();
    let frames = journal.get(JOURNAL_HEAD..).unwrap_or_default().chunks_exact(FRAME_HEAD + PAGE);
    for frame in frames {
        let is_first = frame[..4] == [0, 0, 0, 1];
        all.extend(open(&cipher, &frame[FRAME_HEAD..], is_first));
    }
    all
}

/// Decrypts a page. The first begins with sixteen bytes that are not encrypted.
fn open(cipher: &Aes256, page: &[u8], is_first: bool) -> Vec<u8> {
    let (encrypted, kept) = page.split_at(PAGE - KEPT);
    let encrypted = if is_first { &encrypted[BLOCK..] } else { encrypted };
    let mut before: [u8; BLOCK] = kept[..BLOCK].try_into().expect("sixteen bytes");
    let mut opened = Vec::with_capacity(encrypted.len());
    for chunk in encrypted.as_chunks::<BLOCK>().0 {
        let mut block = (*chunk).into();
        cipher.decrypt_block(&mut block);
        opened.extend(block.iter().zip(&before).map(|(one, other)| one ^ other));
        before = *chunk;
    }
    opened
}
