//! Looking at a database's pages as they are inside the cipher.

use rusqlite::{Connection, ffi};

/// Returns every page of an open database, decrypted, free pages included: what somebody with the key could find.
///
/// # Panics
/// When SQLite has not enough memory.
#[must_use]
pub fn decrypted_pages(connection: &Connection) -> Vec<u8> {
    let mut length = 0;
    // SAFETY: the handle is open for as long as the connection is borrowed; SQLite returns its own allocation of
    // `length` bytes, which is copied and then given back.
    unsafe {
        let pages = ffi::sqlite3_serialize(connection.handle(), c"main".as_ptr(), &raw mut length, 0);
        assert!(!pages.is_null(), "not enough memory for the pages");
        let bytes = std::slice::from_raw_parts(pages, usize::try_from(length).expect("a length")).to_vec();
        ffi::sqlite3_free(pages.cast());
        bytes
    }
}
