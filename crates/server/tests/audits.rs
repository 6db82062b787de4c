//! The record of what was done: what is exported, and what tampering with it leaves to be seen.

use server::storage::transact;

use crate::{served_on_both, support::program::Place};

served_on_both! {
    the_audit_is_exported_without_a_word_and_found_again
    what_was_changed_left_out_or_cut_off_is_found
}

fn at<'a>(place: &Place, name: &str, words: &[&'a str]) -> (String, Vec<&'a str>) {
    (place.file(name).display().to_string(), words.to_vec())
}

fn export(place: &Place, name: &str) -> (serde_json::Value, String) {
    let (path, words) = at(place, name, &["audit", "export"]);
    let told = place.admin(&[words.as_slice(), &[&path]].concat());
    (told, std::fs::read_to_string(path).unwrap())
}

fn compare(place: &Place, name: &str) -> Result<serde_json::Value, String> {
    let (path, words) = at(place, name, &["audit", "compare"]);
    place.try_admin(&[words.as_slice(), &[&path]].concat())
}

fn the_audit_is_exported_without_a_word_and_found_again(place: &Place) {
    place.organisation();
    place.invite("Ben", &[]);
    let (told, text) = export(place, "audit");

    assert_eq!((&told["entries"], text.lines().count()), (&3.into(), 4));
    let acts: Vec<String> = text
        .lines()
        .skip(1)
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["act"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(acts, ["created", "invited", "invited"]);
    for word in ["Ada", "Ben", "Quinnworth", "Fictional"] {
        assert!(!text.contains(word), "{word}");
    }
    place.invite("Cleo", &[]);
    assert_eq!(compare(place, "audit").unwrap(), told, "what came after it changes nothing");
}

fn what_was_changed_left_out_or_cut_off_is_found(place: &Place) {
    place.organisation();
    place.invite("Ben", &[]);
    let (_, text) = export(place, "audit");
    let lines: Vec<&str> = text.lines().collect();
    for (what, forged) in [
        ("changed", text.replacen("invited", "enrolled", 1)),
        ("left out", [&lines[..2], &lines[3..]].concat().join("\n")),
        ("another organisation's", text.replacen(&lines[0][lines[0].len() - 6..], "00000\"}", 1)),
        ("no export", "[]".into()),
    ] {
        std::fs::write(place.file("forged"), forged).unwrap();
        assert!(compare(place, "forged").unwrap_err().contains("no whole export"), "{what}");
    }

    let cut = "delete from audit where number = 3";
    transact(&*place.storage(), |tx| tx.execute(cut, &[])).unwrap();
    place.admin(&["verify"]);
    assert!(compare(place, "audit").unwrap_err().contains("does not begin with"), "a chain alone does not tell");
    let changed = "update audit set act = 'enrolled' where number = 2";
    transact(&*place.storage(), |tx| tx.execute(changed, &[])).unwrap();
    for words in [&["verify"][..], &["audit", "export", place.file("other").to_str().unwrap()]] {
        assert!(place.try_admin(words).unwrap_err().contains("the record of what was done"), "{words:?}");
    }
    assert!(!place.file("other").exists());
}
