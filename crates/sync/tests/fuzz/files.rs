//! Files beside records: their addresses, lists, parts, and what is said of the parts that somebody has.

use sync::attachment::{Address, Held, List, MOST_LIST_BYTES, Named, PART_BYTES, count, open, seal};

use crate::run;

const KEY: [u8; 32] = [7; 32];
const FILE_BYTES: u64 = 3 * PART_BYTES as u64 + 5;

/// A list as that of a file of four parts, and the file that it is of.
fn list() -> (List, Named) {
    let parts: Vec<Vec<u8>> = (0..4_u8).map(|number| vec![number; 40]).collect();
    let list = List::of(parts.iter().map(Vec::as_slice));
    let named = Named { address: list.address(), bytes: FILE_BYTES, key: KEY };
    (list, named)
}

#[test]
fn a_damaged_list_is_refused_unless_it_is_named_so_itself() {
    let (list, named) = list();
    let whole = list.to_bytes();
    run("list", |mutator| {
        let bytes = mutator.damaged(&whole, std::slice::from_ref(&whole));
        assert_eq!(List::of_named(&bytes, &named).is_ok(), bytes == whole);
        // As somebody would who writes a list of their own.
        let address = Address(*blake3::hash(&bytes).as_bytes());
        let own = List::read(&bytes, address);
        assert_eq!(own.is_ok(), !bytes.is_empty() && bytes.len() % 32 == 0 && bytes.len() <= MOST_LIST_BYTES);
        let Ok(own) = own else { return false };
        assert_eq!((own.to_bytes(), own.address()), (bytes, address));
        let as_named = List::of_named(&own.to_bytes(), &Named { address, ..named.clone() });
        assert_eq!(as_named.is_ok(), own.count() == 4);
        true
    });
}

#[test]
fn a_damaged_part_is_refused() {
    let whole = seal(&KEY, 2, b"an exit ticket");
    run("part", |mutator| {
        let bytes = mutator.damaged(&whole, std::slice::from_ref(&whole));
        assert_eq!(open(&KEY, 2, &bytes).is_ok(), bytes == whole);
        bytes == whole
    });
}

#[test]
fn damaged_words_about_parts_are_refused_or_read_as_what_they_say() {
    let mut held = Held::nothing(19);
    [0, 7, 8, 18].into_iter().for_each(|number| held.add(number));
    let whole = held.message();
    let others = [Held::nothing(300).message(), vec![0xff; 12]];
    run("held", |mutator| {
        let bytes = mutator.damaged(&whole, &others);
        let Ok(Some(read)) = Held::of_message(&bytes, 19) else { return false };
        assert_eq!(read.message(), bytes);
        let (there, of) = read.progress();
        assert_eq!((of, read.missing().count() as u32), (19, 19 - there));
        true
    });
}

#[test]
fn a_damaged_address_is_refused_or_has_only_this_spelling() {
    let whole = list().1.address.to_string().into_bytes();
    run("address", |mutator| {
        let bytes = mutator.damaged(&whole, &[b"0123456789abcdefABCDEF ".to_vec()]);
        let Some(address) = std::str::from_utf8(&bytes).ok().and_then(Address::parse) else { return false };
        assert_eq!(address.to_string().into_bytes(), bytes);
        true
    });
}

#[test]
fn no_size_of_a_file_makes_the_count_of_its_parts_wrong() {
    let whole = FILE_BYTES.to_be_bytes();
    run("size", |mutator| {
        let bytes = mutator.damaged(&whole, &[vec![0, 0, 0, 0, 4, 0, 0, 0]]);
        let Some(size) = bytes.first_chunk::<8>().map(|bytes| u64::from_be_bytes(*bytes)) else { return false };
        let Ok(count) = count(size) else { return false };
        let parts = (0..=count).map_while(|number| sync::attachment::part_bytes(size, number));
        let sizes: Vec<u64> = parts.map(|part| part as u64 - 16).collect();
        assert_eq!((sizes.len() as u32, sizes.iter().sum::<u64>()), (count, size));
        true
    });
}
