//! What is erased is nowhere any more, and everything else is as it was.

use domain::{
    RowId,
    schema::{observation, tag},
};
use fault_vfs::decrypted_pages;
use store::{
    Error,
    backup::{self, Erased},
    check, draft, erase, rebuild, undo,
};

use crate::support::{
    Desk,
    acts::{begin_observation, draft_of, edit_line, keep_line, remove_line, tag_line, wonder},
    desk::{Clock, DAY_MS, key},
    look::{count, found, has, names, tables_with, terms},
};

/// A word that stands nowhere else, and the end of it: the index stores words without their common beginnings.
const MARKER: &str = "quizzaciously";
const MARKER_S_END: &str = "aciously";
/// Said in a lesson that stays.
const OTHER: &str = "hexagonal";

/// A lesson full of the marker: focus, lines, an edited, a removed and a tagged one, a wondering, a draft, undo and redo.
fn lesson(desk: &mut Desk) -> RowId {
    let words = format!("They spoke {MARKER} today");
    let seen = begin_observation(desk.writer(), &words);
    let kept = keep_line(desk.writer(), seen, &words);
    edit_line(desk.writer(), seen, kept, &format!("{words} — {MARKER}"));
    edit_line(desk.writer(), seen, kept, "nothing of it");
    let removed = keep_line(desk.writer(), seen, &words);
    remove_line(desk.writer(), seen, removed);
    wonder(desk.writer(), seen, kept, &words);
    tag_line(desk.writer(), seen, kept, RowId::derived(&[b"a look-for"]));
    draft::save(desk.writer(), &draft_of(seen, 1, &words)).unwrap();
    keep_line(desk.writer(), seen, &words);
    undo::undo(desk.writer(), seen).unwrap();
    draft::save(desk.writer(), &draft_of(seen, 2, &words)).unwrap();
    seen
}

fn other_lesson(desk: &mut Desk) -> RowId {
    let seen = begin_observation(desk.writer(), OTHER);
    for number in 0..30 {
        let kept = keep_line(desk.writer(), seen, &format!("quilt quizzed {OTHER} {number}"));
        wonder(desk.writer(), seen, kept, "quick");
    }
    seen
}

/// Everything of the rows that do not belong to a lesson.
fn the_rest(desk: &mut Desk, lesson: RowId) -> Vec<String> {
    let of = format!("x'{}'", lesson.bytes().iter().map(|byte| format!("{byte:02x}")).collect::<String>());
    let mut rest = Vec::new();
    for (table, column) in [("line", "observation"), ("wondering", "observation"), ("observation", "id")] {
        let sql = format!("select hex(id) || coalesce(text, '') from {table} where {column} <> {of} order by id");
        let sql = if table == "observation" { sql.replace("text", "focus") } else { sql };
        rest.extend(names(desk.writer().reader(), &sql));
    }
    rest
}

#[test]
fn the_salt_of_what_is_erased_cannot_be_drawn_again() {
    let mut desk = Desk::new();
    let seen = lesson(&mut desk);
    let seeds = |desk: &mut Desk| names(desk.writer().reader(), "select hex(seed) from local_salt order by 1");
    let before = seeds(&mut desk);
    assert!(!before.is_empty());

    erase::erase(desk.writer(), seen).unwrap();

    // The erasing itself was salted from another seed.
    assert!(seeds(&mut desk).iter().all(|seed| !before.contains(seed)));
}

#[test]
fn an_erased_lesson_is_in_no_table_no_index_and_no_page() {
    let mut desk = Desk::new();
    other_lesson(&mut desk);
    let seen = lesson(&mut desk);
    assert!(tables_with(desk.writer().reader(), MARKER).len() >= 5, "the marker is there before");
    assert!(terms(desk.writer().reader()).contains(&MARKER.to_owned()));
    let rest = the_rest(&mut desk, seen);

    erase::erase(desk.writer(), seen).unwrap();

    assert_eq!(tables_with(desk.writer().reader(), MARKER), [""; 0]);
    assert_eq!(tables_with(desk.writer().reader(), MARKER_S_END), [""; 0]);
    assert!(!terms(desk.writer().reader()).contains(&MARKER.to_owned()));
    assert!(!has(&decrypted_pages(desk.writer().reader()), MARKER_S_END), "a page still holds it");
    assert_eq!(found(desk.writer().reader(), MARKER), []);
    assert_eq!(the_rest(&mut desk, seen), rest);
    assert_eq!(found(desk.writer().reader(), OTHER).len(), 31);
}

#[test]
fn the_log_of_an_erased_lesson_verifies_and_gives_the_same_rows() {
    let mut desk = Desk::new();
    let seen = lesson(&mut desk);
    other_lesson(&mut desk);

    let rows = erase::erase(desk.writer(), seen).unwrap();

    assert_eq!(rows.len(), 6, "observation, three lines, a wondering and a tag");
    check::all(desk.writer()).unwrap();
    let before = rebuild::fingerprint(desk.writer().reader()).unwrap();
    rebuild::rebuild(desk.writer()).unwrap();
    assert_eq!(rebuild::fingerprint(desk.writer().reader()).unwrap(), before);
    let with_words = "select count(*) from op where row in (select row from op where kind = 6)
                      and kind in (1, 2, 3) and (salt is not null or body is not null)";
    assert_eq!(count(desk.writer().reader(), with_words), 0);
    assert_eq!(count(desk.writer().reader(), "select count(*) from op where kind = 6"), 6);
}

#[test]
fn what_is_erased_twice_was_erased_at_the_first_time() {
    let mut desk = Desk::new();
    let seen = lesson(&mut desk);
    erase::erase(desk.writer(), seen).unwrap();
    let erased = "select removed_ms from observation where erased = 1";
    let at = count(desk.writer().reader(), erased);
    desk.clock.pass(DAY_MS);

    erase::erase(desk.writer(), seen).unwrap();

    assert_eq!(count(desk.writer().reader(), erased), at);
    check::all(desk.writer()).unwrap();
}

#[test]
fn the_words_of_an_erased_lesson_can_be_brought_back_by_no_undo_and_no_draft() {
    let mut desk = Desk::new();
    let seen = lesson(&mut desk);

    erase::erase(desk.writer(), seen).unwrap();

    assert_eq!(undo::undo(desk.writer(), seen).unwrap(), None);
    assert_eq!(undo::redo(desk.writer(), seen).unwrap(), None);
    assert_eq!(undo::undo(desk.writer(), store::workspace()).unwrap(), None);
    assert_eq!(draft::of(desk.writer().reader(), seen).unwrap(), []);
    let back = desk.writer().act(seen, "restore", |tx| tx.restore(observation::ENTITY, seen));
    assert!(matches!(back, Err(Error::NotFound { .. })));
    let again =
        desk.writer().act(seen, "focus", |tx| tx.set(observation::ENTITY, seen, observation::FOCUS, MARKER.into()));
    assert!(matches!(again, Err(Error::NotFound { .. })));
}

#[test]
fn several_lessons_are_erased_together_or_not_at_all() {
    let mut desk = Desk::new();
    let (one, other) = (lesson(&mut desk), lesson(&mut desk));
    let before = count_rows(&mut desk);

    let outcome = erase::erase_all(desk.writer(), &[one, RowId::derived(&[b"nobody"])]);
    assert!(matches!(outcome, Err(Error::NotFound { .. })));
    assert_eq!(count_rows(&mut desk), before);

    assert_eq!(erase::erase_all(desk.writer(), &[one, other, one]).unwrap().len(), 12);
    assert_eq!(tables_with(desk.writer().reader(), MARKER_S_END), [""; 0]);
    check::all(desk.writer()).unwrap();
}

fn count_rows(desk: &mut Desk) -> i64 {
    count(desk.writer().reader(), "select count(*) from line where text is not null")
}

#[test]
fn a_tag_that_was_erased_can_be_made_again() {
    let mut desk = Desk::new();
    let seen = begin_observation(desk.writer(), "talk");
    let kept = keep_line(desk.writer(), seen, OTHER);
    let tagged = tag_line(desk.writer(), seen, kept, RowId::derived(&[b"a look-for"]));
    erase::erase(desk.writer(), tagged).unwrap();

    tag_line(desk.writer(), seen, kept, RowId::derived(&[b"a look-for"]));

    assert_eq!(store::observation::tags(desk.writer().reader(), seen).unwrap().len(), 1);
    assert_eq!(
        count(desk.writer().reader(), &format!("select count(*) from {} where erased = 1", tag::ENTITY.table)),
        0
    );
    check::all(desk.writer()).unwrap();
}

#[test]
fn an_erased_lesson_is_in_no_backup_and_every_backup_still_opens() {
    let mut desk = Desk::new();
    other_lesson(&mut desk);
    desk.back_up();
    desk.clock.pass(DAY_MS);
    let seen = lesson(&mut desk);
    for _ in 0..3 {
        desk.clock.pass(DAY_MS);
        desk.back_up();
    }

    erase::erase(desk.writer(), seen).unwrap();
    let erased = go_on_erasing(&mut desk);

    assert_eq!((erased.touched, erased.left), (3, 0));
    let kept = backup::list(&desk.profile).unwrap();
    assert_eq!(kept.len(), 4);
    for backup in kept {
        let (folder, mut writer) = on_a_new_computer(&backup.path, &desk.clock);
        assert_eq!(tables_with(writer.reader(), MARKER_S_END), [""; 0]);
        assert!(!has(&decrypted_pages(writer.reader()), MARKER_S_END));
        assert_eq!(found(writer.reader(), OTHER).len(), 31);
        check::all(&mut writer).unwrap();
        drop((writer, folder));
    }
}

#[test]
fn an_erase_that_was_cut_before_the_backups_goes_on_at_the_next_start() {
    let mut desk = Desk::new();
    let seen = lesson(&mut desk);
    let path = desk.back_up();
    erase::erase(desk.writer(), seen).unwrap();
    assert!(erase::unfinished(desk.writer().reader()).unwrap().contains(&seen));
    desk.reopen();

    assert!(backup::is_erasing_due(&desk.profile.clone(), desk.writer().reader()).unwrap());
    let erased = go_on_erasing(&mut desk);

    assert_eq!(erased.touched, 1);
    let (_folder, writer) = on_a_new_computer(&path, &desk.clock);
    assert_eq!(tables_with(writer.reader(), MARKER_S_END), [""; 0]);
    assert!(erase::unfinished(desk.writer().reader()).unwrap().is_empty());
    assert!(!backup::is_erasing_due(&desk.profile.clone(), desk.writer().reader()).unwrap());
}

#[test]
fn an_erase_that_is_stopped_half_way_says_what_is_left_and_every_backup_is_whole() {
    let mut desk = Desk::new();
    let seen = lesson(&mut desk);
    for _ in 0..3 {
        desk.clock.pass(DAY_MS);
        desk.back_up();
    }
    let rows = erase::erase(desk.writer(), seen).unwrap();

    let erased = backup::erase_while(&desk.profile, key(), &rows, &mut |done, _| done < 1).unwrap();

    assert_eq!((erased.touched, erased.left), (1, 2));
    assert!(erase::unfinished(desk.writer().reader()).unwrap().contains(&seen), "it is not forgotten");
    let holding = backup::list(&desk.profile).unwrap().into_iter().filter(|kept| {
        let (_folder, writer) = on_a_new_computer(&kept.path, &desk.clock);
        !tables_with(writer.reader(), MARKER_S_END).is_empty()
    });
    assert_eq!(holding.count(), 2);
}

#[test]
fn a_damaged_backup_does_not_keep_the_others_from_being_erased_from() {
    let mut desk = Desk::new();
    let seen = lesson(&mut desk);
    let paths: Vec<_> = (0..3)
        .map(|_| {
            desk.clock.pass(DAY_MS);
            desk.back_up()
        })
        .collect();
    std::fs::write(&paths[1], b"not a backup").unwrap();

    erase::erase(desk.writer(), seen).unwrap();
    let erased = go_on_erasing(&mut desk);

    assert_eq!((erased.touched, erased.damaged.len()), (2, 1));
    for path in [&paths[0], &paths[2]] {
        let (folder, writer) = on_a_new_computer(path, &desk.clock);
        assert_eq!(tables_with(writer.reader(), MARKER_S_END), [""; 0]);
        drop((writer, folder));
    }
}

#[test]
fn a_damaged_backup_is_named_and_not_tried_again_until_it_is_removed_or_more_is_erased() {
    let mut desk = Desk::new();
    let (seen, other) = (lesson(&mut desk), lesson(&mut desk));
    let profile = desk.profile.clone();
    let path = desk.back_up();
    std::fs::write(&path, b"not a backup").unwrap();
    erase::erase(desk.writer(), seen).unwrap();
    assert!(backup::is_erasing_due(&profile, desk.writer().reader()).unwrap());

    let erased = go_on_erasing(&mut desk);
    let name = path.file_name().unwrap().to_str().unwrap();
    assert!(erased.damaged.iter().eq([name]));

    assert!(!backup::is_erasing_due(&profile, desk.writer().reader()).unwrap());
    assert!(!erase::unfinished(desk.writer().reader()).unwrap().is_empty(), "it is not forgotten");
    erase::erase(desk.writer(), other).unwrap();
    assert!(backup::is_erasing_due(&profile, desk.writer().reader()).unwrap(), "the other backups hold it");
    go_on_erasing(&mut desk);
    assert!(matches!(backup::remove(&profile, "../key.json"), Err(Error::NotFound { .. })));
    backup::remove(&profile, name).unwrap();
    assert!(backup::is_erasing_due(&profile, desk.writer().reader()).unwrap());
}

#[test]
fn what_was_erased_comes_back_with_no_backup_that_still_held_it() {
    let mut desk = Desk::new();
    other_lesson(&mut desk);
    let seen = lesson(&mut desk);
    let path = desk.back_up();
    erase::erase(desk.writer(), seen).unwrap();
    desk.close();

    let (_, mut writer) = backup::open(&path).unwrap().restore(&desk.home, key(), desk.clock.source(5)).unwrap();

    assert_eq!(tables_with(writer.reader(), MARKER_S_END), [""; 0]);
    assert!(!found(writer.reader(), OTHER).is_empty());
    assert!(erase::unfinished(writer.reader()).unwrap().contains(&seen), "the backups may still hold it");
    check::all(&mut writer).unwrap();
}

/// Erases from the backups what was erased from the database, as the application does behind the work.
fn go_on_erasing(desk: &mut Desk) -> Erased {
    let profile = desk.profile.clone();
    let rows = erase::unfinished(desk.writer().reader()).unwrap();
    let listed: Vec<_> = rows.iter().copied().collect();
    let erased = backup::erase_while(&profile, key(), &listed, &mut |_, _| true).unwrap();
    backup::note_erased(desk.writer(), &rows, &erased).unwrap();
    erased
}

fn on_a_new_computer(path: &std::path::Path, clock: &Clock) -> (tempfile::TempDir, store::Writer) {
    let folder = tempfile::tempdir().unwrap();
    let home = store::profile::Home::hold(folder.path()).unwrap();
    let (_, writer) = backup::open(path).unwrap().restore(&home, key(), clock.source(99)).unwrap();
    (folder, writer)
}

#[test]
fn an_index_of_many_pages_keeps_no_piece_of_an_erased_word() {
    let mut desk = Desk::new();
    let seen = begin_observation(desk.writer(), "talk");
    let mut erased = Vec::new();
    for chunk in 0..60 {
        // Secret words that lie between all the others in the order of the alphabet, and some that lie together: so some
        // stand at the edges of the index's pages.
        let said = (0..40).map(|word| format!("w{:04}common", (word * 60 + chunk * 7) % 2_400));
        let later = (0..40).map(|word| format!("zz{:04}", word * 60 + chunk));
        keep_line(desk.writer(), seen, &said.chain(later).collect::<Vec<_>>().join(" "));
        let between = (0..40).map(|word| format!("w{:04}zyxq{chunk}", (word * 61 + chunk * 11) % 2_400));
        let together = (0..40).map(|word| format!("zyxq{:04}", word * 60 + chunk));
        erased.push(keep_line(desk.writer(), seen, &between.chain(together).collect::<Vec<_>>().join(" ")));
    }
    assert!(count(desk.writer().reader(), "select count(*) from search_data") > 20, "the index has many pages");

    for line in erased {
        erase::erase(desk.writer(), line).unwrap();
    }

    assert_eq!(tables_with(desk.writer().reader(), "zyxq"), [""; 0]);
    assert_eq!(tables_with(desk.writer().reader(), "zyx"), [""; 0]);
    assert!(!has(&decrypted_pages(desk.writer().reader()), "zyx"));
    assert_eq!(terms(desk.writer().reader()).len(), 2_400 + 2_400 + 1, "the words of those lines, and the focus");
}
