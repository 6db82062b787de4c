//! Writing to a path: what lies there afterwards, and what does not.

use std::{cell::Cell, fs, path::Path};

use bundle::{
    Limits,
    error::Error,
    key::Key,
    message::ToService,
    progress::{Stage, Step},
    read::End,
    write::{self, Envelope},
};
use domain::{Code, Problem};
use sync::exchange::{Brought, Cursor};

use crate::support::{asked, batch, brought, organisation, read, some_work, standing, write_to_service};

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn write_while(
    path: &Path,
    frames: impl Iterator<Item = Result<Brought, Problem>>,
    go_on: &mut dyn FnMut(Step) -> bool,
) -> Result<write::Written, Error> {
    let (service, device) = (Key::draw(), Key::draw());
    let opening = asked(&device, &standing(5, 100, Cursor::default()));
    let recipient = service.recipient();
    let envelope = Envelope::<ToService> { organisation: organisation(), recipient: &recipient, opening: &opening };
    write::write(path, &envelope, frames, Limits::default(), go_on)
}

#[test]
fn what_is_written_reads_back_and_nothing_else_lies_there() {
    let (folder, service, device) = (tempfile::tempdir().unwrap(), Key::draw(), Key::draw());
    let path = folder.path().join("to-service.coachlight");

    let written = write_to_service(&path, (&service.recipient(), &device), &some_work(5), Limits::default()).unwrap();

    assert_eq!(names(folder.path()), ["to-service.coachlight"]);
    let bytes = fs::read(&path).unwrap();
    assert_eq!((written.frames, written.bytes), (5, bytes.len() as u64));
    assert_eq!(read::<ToService>(&bytes, &service).unwrap(), (some_work(5), End::Complete { part: 1, more: false }));
}

#[test]
fn a_question_without_work_is_a_file_too() {
    let (folder, service, device) = (tempfile::tempdir().unwrap(), Key::draw(), Key::draw());
    let path = folder.path().join("a.coachlight");

    write_to_service(&path, (&service.recipient(), &device), &[], Limits::default()).unwrap();

    let read = read::<ToService>(&fs::read(&path).unwrap(), &service).unwrap();
    assert_eq!(read, (vec![], End::Complete { part: 1, more: false }));
}

#[test]
fn what_is_too_much_for_one_file_goes_into_further_ones_and_each_is_whole() {
    let (folder, service, device) = (tempfile::tempdir().unwrap(), Key::draw(), Key::draw());
    let path = folder.path().join("work.coachlight");
    let limits = Limits { file_bytes: 6_000, ..Limits::default() };
    let work = some_work(12);

    let written = write_to_service(&path, (&service.recipient(), &device), &work, limits).unwrap();

    let count = written.files.len();
    assert!(count > 2, "{written:?}");
    assert_eq!(names(folder.path()).len(), count);
    let mut all = Vec::new();
    for (at, file) in written.files.iter().enumerate() {
        let bytes = fs::read(file).unwrap();
        assert!(bytes.len() as u64 <= limits.file_bytes);
        let (frames, end) = read::<ToService>(&bytes, &service).unwrap();
        assert_eq!(end, End::Complete { part: at as u32 + 1, more: at + 1 < count });
        all.extend(frames);
    }
    assert_eq!(all, work);
}

#[test]
fn a_batch_that_no_file_can_hold_is_refused_and_nothing_is_left() {
    let (folder, service, device) = (tempfile::tempdir().unwrap(), Key::draw(), Key::draw());
    let path = folder.path().join("work.coachlight");
    let limits = Limits { file_bytes: 6_000, ..Limits::default() };
    let work = [brought(&batch(5, 1, 3)), brought(&batch(5, 1, 400))];

    let refused = write_to_service(&path, (&service.recipient(), &device), &work, limits);

    assert!(matches!(refused, Err(Error::TooLarge)), "{refused:?}");
    assert!(names(folder.path()).is_empty());
}

#[test]
fn stopped_at_any_step_it_leaves_nothing_and_an_earlier_file_stays() {
    let (folder, steps) = (tempfile::tempdir().unwrap(), Cell::new(0));
    let path = folder.path().join("work.coachlight");
    let work = || some_work(4).into_iter().map(Ok);
    write_while(&path, work(), &mut |step| {
        assert_eq!(step.total, 4);
        assert!(step.done <= 4);
        steps.set(steps.get() + 1);
        true
    })
    .unwrap();
    let before = fs::read(&path).unwrap();
    assert!(steps.get() > 8);

    for last in 0..steps.get() {
        let mut left = last;
        let stopped = write_while(&path, work(), &mut |_| {
            left -= 1;
            left >= 0
        });
        assert!(matches!(stopped, Err(Error::Stopped)));
        assert_eq!(names(folder.path()), ["work.coachlight"]);
        assert_eq!(fs::read(&path).unwrap(), before);
    }
}

#[test]
fn work_that_cannot_be_had_keeps_its_words_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let broken = Problem::new(Code::Busy, "The database is busy.");
    let frames = some_work(2).into_iter().map(Ok).chain([Err(broken.clone())]);

    let refused = write_while(&folder.path().join("a.coachlight"), frames, &mut |_| true).unwrap_err();

    assert_eq!(Problem::from(refused), broken);
    assert!(names(folder.path()).is_empty());
}

#[test]
fn a_stick_that_is_pulled_while_writing_is_a_problem() {
    let folder = tempfile::tempdir().unwrap();
    let stick = folder.path().join("stick");
    fs::create_dir(&stick).unwrap();

    let pulled = write_while(&stick.join("a.coachlight"), some_work(3).into_iter().map(Ok), &mut |step| {
        if step.done == 2 && stick.exists() {
            fs::remove_dir_all(&stick).unwrap();
        }
        true
    });

    assert!(matches!(pulled, Err(Error::Write(_))), "{pulled:?}");
    assert_eq!(Problem::from(pulled.unwrap_err()).code, Code::File);
    assert!(!stick.exists());
}

#[test]
fn what_the_stick_changes_before_it_is_read_back_is_noticed_and_no_file_is_left() {
    let (folder, is_changed) = (tempfile::tempdir().unwrap(), Cell::new(false));
    let path = folder.path().join("a.coachlight");

    let changed = write_while(&path, some_work(3).into_iter().map(Ok), &mut |step| {
        if step.stage == Stage::Verifying && !is_changed.replace(true) {
            let unfinished = folder.path().join("a.coachlight.partial");
            let mut bytes = fs::read(&unfinished).unwrap();
            let last = bytes.len() - 1;
            bytes[last] ^= 1;
            fs::write(&unfinished, bytes).unwrap();
        }
        true
    });

    assert!(matches!(changed, Err(Error::Unfaithful)), "{changed:?}");
    assert!(names(folder.path()).is_empty());
}

#[test]
fn a_folder_that_is_not_there_is_a_problem_with_a_way_out() {
    let folder = tempfile::tempdir().unwrap();

    let refused = write_while(&folder.path().join("no/a.coachlight"), some_work(1).into_iter().map(Ok), &mut |_| true);

    let problem = Problem::from(refused.unwrap_err());
    assert_eq!(problem.code, Code::File);
    assert!(problem.hint.is_some());
}
