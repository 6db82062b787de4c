//! A profile as it is after the first start, in a folder of its own, and what a service would have told it.

use actions::session::{self, Begin};
use domain::RowId;
use store::{
    Seeded, Writer,
    exchange::Membership,
    key::Key,
    sharing::{Fact, Told},
};
use tempfile::TempDir;

/// An encrypted profile of one person.
pub struct Profile {
    pub writer: Writer,
    pub me: RowId,
    pub folder: TempDir,
}

/// The key of every profile here.
pub fn key() -> Key {
    Key::from_bytes([7; 32])
}

/// Begins the profile of a person, by given and family name, at one school in New York; its clock stands still.
pub fn begun(seed: u64, now_ms: i64, name: &str, organisation: &str, school: &str) -> Profile {
    let folder = tempfile::tempdir().unwrap();
    let clock = Box::new(Seeded::new(seed, now_ms));
    let mut writer = Writer::create(&folder.path().join("profile.db"), &key(), clock).unwrap();
    let (given, family) = name.split_once(' ').expect("a given and a family name");
    let begin = Begin {
        given: given.into(),
        family: family.into(),
        organisation: organisation.into(),
        school: school.into(),
        zone: "America/New_York".into(),
    };
    let me = session::begin(&mut writer, &begin).unwrap().me;
    Profile { writer, me, folder }
}

/// Lets the profile belong to a service.
pub fn join(writer: &mut Writer, me: RowId) {
    let id = |number| RowId::from_bytes([number; 16]);
    let membership = Membership {
        service: "https://service.example".into(),
        organisation: id(1),
        person: me,
        device: id(2),
        token: [0; 32],
        signing_key: [0; 32],
    };
    store::exchange::join(writer, &membership).unwrap();
}

/// Keeps what the service says: facts as kind, subject, object and detail.
pub fn tell(writer: &mut Writer, now_ms: i64, facts: &[(&str, RowId, RowId, &str)]) {
    let fact = |(kind, subject, object, detail): &(&str, RowId, RowId, &str)| Fact {
        kind: (*kind).into(),
        subject: *subject,
        object: *object,
        detail: (*detail).into(),
    };
    let told = Told { now_ms, facts: facts.iter().map(fact).collect(), seen: Vec::new() };
    store::sharing::keep_told(writer, &told).unwrap();
}
