//! The bridge from SQLite's file system interface to [`crate::disk`]. Paths that lead to no disk of ours are handed on to
//! the operating system's file system.

use std::{
    ffi::{CStr, c_char, c_int, c_void},
    mem, ptr, slice,
    sync::Once,
};

use rusqlite::ffi::{
    self, SQLITE_CANTOPEN, SQLITE_FULL, SQLITE_IOCAP_POWERSAFE_OVERWRITE, SQLITE_IOERR, SQLITE_IOERR_SHORT_READ,
    SQLITE_NOTFOUND, SQLITE_OK, SQLITE_OPEN_CREATE, sqlite3_file, sqlite3_io_methods, sqlite3_vfs,
};

use crate::disk::{Place, Refusal};

/// An open file as SQLite holds it: its own part first, then ours. `file` comes from a box and is freed on close.
#[repr(C)]
struct Handle {
    base: sqlite3_file,
    file: *mut OpenFile,
}

struct OpenFile {
    place: Place,
    /// The shared memory of a write-ahead log's index. Each disk has one connection at a time, so it is not shared.
    regions: Vec<*mut [u64]>,
}

/// Puts the disks under SQLite's default file system, once.
pub(crate) fn register() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // SAFETY: SQLite hands out its default file system after `sqlite3_initialize`, and keeps ours for ever: it is
        // leaked. Every function pointer that we do not replace is the default's own and ignores whose structure it gets.
        unsafe {
            assert_eq!(ffi::sqlite3_initialize(), SQLITE_OK);
            let base = ffi::sqlite3_vfs_find(ptr::null());
            let mut ours = ptr::read(base);
            ours.pNext = ptr::null_mut();
            ours.zName = c"fault".as_ptr();
            ours.pAppData = base.cast();
            ours.szOsFile = ours.szOsFile.max(c_int::try_from(mem::size_of::<Handle>()).expect("a small structure"));
            ours.xOpen = Some(open);
            ours.xDelete = Some(delete);
            ours.xAccess = Some(access);
            ours.xFullPathname = Some(full_pathname);
            assert_eq!(ffi::sqlite3_vfs_register(Box::into_raw(Box::new(ours)), 1), SQLITE_OK);
        }
    });
}

static METHODS: sqlite3_io_methods = sqlite3_io_methods {
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(lock),
    xUnlock: Some(lock),
    xCheckReservedLock: Some(check_reserved_lock),
    xFileControl: Some(file_control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(device_characteristics),
    xShmMap: Some(shm_map),
    xShmLock: Some(shm_lock),
    xShmBarrier: Some(shm_barrier),
    xShmUnmap: Some(shm_unmap),
    xFetch: None,
    xUnfetch: None,
};

impl From<Refusal> for c_int {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::PowerIsOff => SQLITE_IOERR,
            Refusal::IsFull => SQLITE_FULL,
            Refusal::NoSuchFile => SQLITE_CANTOPEN,
        }
    }
}

fn code(result: Result<(), Refusal>) -> c_int {
    result.map_or_else(c_int::from, |()| SQLITE_OK)
}

/// SAFETY: the name is null or a C string, as SQLite passes it.
unsafe fn place(name: *const c_char) -> Option<Place> {
    if name.is_null() {
        return None;
    }
    Place::parse(unsafe { CStr::from_ptr(name) }.to_str().ok()?)
}

/// SAFETY: the handle was opened by [`open`] and is not closed.
unsafe fn opened<'a>(handle: *mut sqlite3_file) -> &'a mut OpenFile {
    unsafe { &mut *(*handle.cast::<Handle>()).file }
}

/// SAFETY: the structure is ours, so its `pAppData` is the default file system.
unsafe fn base(vfs: *mut sqlite3_vfs) -> *mut sqlite3_vfs {
    unsafe { (*vfs).pAppData.cast() }
}

// SAFETY of every function below: SQLite calls them with the pointers that its documentation of `sqlite3_vfs` and
// `sqlite3_io_methods` promises; buffers are as long as the length that comes with them.

unsafe extern "C" fn open(
    vfs: *mut sqlite3_vfs,
    name: ffi::sqlite3_filename,
    file: *mut sqlite3_file,
    flags: c_int,
    out_flags: *mut c_int,
) -> c_int {
    unsafe {
        let Some(place) = place(name) else {
            let base = base(vfs);
            return (*base).xOpen.expect("the default can open")(base, name, file, flags, out_flags);
        };
        (*file).pMethods = ptr::null();
        if let Err(refusal) = place.open(flags & SQLITE_OPEN_CREATE != 0) {
            return refusal.into();
        }
        let handle = file.cast::<Handle>();
        (*handle).file = Box::into_raw(Box::new(OpenFile { place, regions: Vec::new() }));
        (*file).pMethods = &raw const METHODS;
        if !out_flags.is_null() {
            *out_flags = flags;
        }
    }
    SQLITE_OK
}

unsafe extern "C" fn delete(vfs: *mut sqlite3_vfs, name: *const c_char, sync_folder: c_int) -> c_int {
    unsafe {
        match place(name) {
            Some(place) => code(place.remove(sync_folder != 0)),
            None => (*base(vfs)).xDelete.expect("the default can delete")(base(vfs), name, sync_folder),
        }
    }
}

unsafe extern "C" fn access(vfs: *mut sqlite3_vfs, name: *const c_char, flags: c_int, out: *mut c_int) -> c_int {
    unsafe {
        match place(name) {
            Some(place) => {
                *out = place.exists().into();
                SQLITE_OK
            }
            None => (*base(vfs)).xAccess.expect("the default can look")(base(vfs), name, flags, out),
        }
    }
}

unsafe extern "C" fn full_pathname(vfs: *mut sqlite3_vfs, name: *const c_char, room: c_int, out: *mut c_char) -> c_int {
    unsafe {
        if place(name).is_none() {
            return (*base(vfs)).xFullPathname.expect("the default can resolve")(base(vfs), name, room, out);
        }
        let bytes = CStr::from_ptr(name).to_bytes_with_nul();
        if bytes.len() > usize::try_from(room).unwrap_or(0) {
            return SQLITE_CANTOPEN;
        }
        ptr::copy_nonoverlapping(bytes.as_ptr().cast(), out, bytes.len());
    }
    SQLITE_OK
}

unsafe extern "C" fn close(file: *mut sqlite3_file) -> c_int {
    unsafe {
        free_regions(opened(file));
        drop(Box::from_raw((*file.cast::<Handle>()).file));
    }
    SQLITE_OK
}

unsafe extern "C" fn read(file: *mut sqlite3_file, out: *mut c_void, count: c_int, at: i64) -> c_int {
    let (count, at) = (size(count.into()), size(at));
    let buffer = unsafe { slice::from_raw_parts_mut(out.cast::<u8>(), count) };
    match unsafe { opened(file) }.place.read(at, buffer) {
        Ok(there) if there == count => SQLITE_OK,
        Ok(_) => SQLITE_IOERR_SHORT_READ,
        Err(refusal) => refusal.into(),
    }
}

unsafe extern "C" fn write(file: *mut sqlite3_file, bytes: *const c_void, count: c_int, at: i64) -> c_int {
    let bytes = unsafe { slice::from_raw_parts(bytes.cast::<u8>(), size(count.into())) };
    code(unsafe { opened(file) }.place.write(size(at), bytes))
}

unsafe extern "C" fn truncate(file: *mut sqlite3_file, length: i64) -> c_int {
    code(unsafe { opened(file) }.place.truncate(size(length)))
}

unsafe extern "C" fn sync(file: *mut sqlite3_file, _flags: c_int) -> c_int {
    code(unsafe { opened(file) }.place.sync())
}

unsafe extern "C" fn file_size(file: *mut sqlite3_file, out: *mut i64) -> c_int {
    match unsafe { opened(file) }.place.length() {
        Ok(length) => {
            unsafe { *out = i64::try_from(length).expect("memory is smaller than that") };
            SQLITE_OK
        }
        Err(refusal) => refusal.into(),
    }
}

/// Each disk has one connection at a time: every lock is free.
unsafe extern "C" fn lock(_file: *mut sqlite3_file, _level: c_int) -> c_int {
    SQLITE_OK
}

unsafe extern "C" fn check_reserved_lock(_file: *mut sqlite3_file, out: *mut c_int) -> c_int {
    unsafe { *out = 0 };
    SQLITE_OK
}

unsafe extern "C" fn file_control(_file: *mut sqlite3_file, _operation: c_int, _argument: *mut c_void) -> c_int {
    SQLITE_NOTFOUND
}

unsafe extern "C" fn sector_size(_file: *mut sqlite3_file) -> c_int {
    4_096
}

/// What SQLite assumes of ordinary disks: a write that is cut off harms no byte outside it.
unsafe extern "C" fn device_characteristics(_file: *mut sqlite3_file) -> c_int {
    SQLITE_IOCAP_POWERSAFE_OVERWRITE
}

unsafe extern "C" fn shm_map(
    file: *mut sqlite3_file,
    index: c_int,
    length: c_int,
    may_extend: c_int,
    out: *mut *mut c_void,
) -> c_int {
    let (file, index) = (unsafe { opened(file) }, size(index.into()));
    while file.regions.len() <= index && may_extend != 0 {
        file.regions.push(Box::into_raw(vec![0_u64; size(length.into()) / 8].into_boxed_slice()));
    }
    unsafe { *out = file.regions.get(index).map_or(ptr::null_mut(), |region| region.cast()) };
    SQLITE_OK
}

unsafe extern "C" fn shm_lock(_file: *mut sqlite3_file, _at: c_int, _count: c_int, _flags: c_int) -> c_int {
    SQLITE_OK
}

unsafe extern "C" fn shm_barrier(_file: *mut sqlite3_file) {}

unsafe extern "C" fn shm_unmap(file: *mut sqlite3_file, _delete: c_int) -> c_int {
    free_regions(unsafe { opened(file) });
    SQLITE_OK
}

fn free_regions(file: &mut OpenFile) {
    for region in file.regions.drain(..) {
        // SAFETY: every region came from a box, and SQLite no longer uses it.
        drop(unsafe { Box::from_raw(region) });
    }
}

/// A position or length, which SQLite never gives below zero.
fn size(number: i64) -> usize {
    usize::try_from(number).expect("SQLite counts from zero")
}
