//! One coach, one teacher, one team and one school, and the scopes that their work can be in.

use std::collections::BTreeMap;

use domain::{
    RowId,
    access::{Consent, Facts, Record, Role, Standing},
    scope::Scope,
};

pub fn id(number: u8) -> RowId {
    RowId::from_bytes([number; 16])
}

pub const SOMEBODY: u8 = 1;
pub const COACH: u8 = 2;
pub const TEACHER: u8 = 3;
pub const TEAM: u8 = 4;
pub const SCHOOL: u8 = 5;
pub const ANOTHER_SCHOOL: u8 = 6;
pub const DOCUMENT: u8 = 7;

/// Somebody who belongs to the organisation, and of whom nothing else is known but where the teacher works.
pub fn somebody(person: u8) -> Facts {
    let mut facts = Facts::unknown(id(person));
    facts.standing = Standing::Active;
    facts.schools.insert(id(TEACHER), [id(SCHOOL)].into());
    facts
}

/// Somebody who has every relation to other people, teams and documents, and none to these.
pub fn related_to_others() -> Facts {
    let mut facts = somebody(SOMEBODY);
    let (one, another) = (id(101), id(102));
    facts.pairs = [(one, id(TEACHER)), (id(COACH), one), (id(SOMEBODY), another)].into();
    facts.teams = [one].into();
    facts.leads = [(another, [one].into())].into();
    facts.supervises = [one].into();
    facts.supervised_by = [another].into();
    facts.agreed = Record::ALL.map(|record| (one, id(TEACHER), record)).into();
    facts.consents = [Consent { root: one, ..consent() }, Consent { teacher: one, ..consent() }].into();
    facts
}

pub fn named(word: &str) -> Role {
    let role = Role::from_code(word);
    assert_ne!(role, Role::Unknown, "{word}");
    role
}

/// The scopes by the names that the texts of the tests give them.
pub fn scope(name: &str) -> Scope {
    let (author, teacher) = (id(COACH), id(TEACHER));
    let programme = |about, record| Scope::Programme { author, about, record };
    match name {
        "own" => Scope::Own { author },
        "pair" => Scope::Pair { coach: author, teacher },
        "team" => Scope::Team { team: id(TEAM) },
        "note" => programme(None, Record::CoachNote),
        "note-agreed" => programme(Some(teacher), Record::CoachNote),
        "script-agreed" => programme(Some(teacher), Record::Script),
        "step-unagreed" => programme(Some(teacher), Record::Step),
        "plan-unagreed" => programme(Some(teacher), Record::SessionPlan),
        "script-of-nobody" => programme(None, Record::Script),
        "roster-programme" => programme(None, Record::Roster),
        "activity" => Scope::Activity { author, teacher },
        "aggregate" => Scope::Aggregate { organisation: id(SCHOOL) },
        "organisation" => Scope::Organisation,
        "review" => Scope::Review { coach: author, about: None },
        "review-about" => Scope::Review { coach: author, about: Some(teacher) },
        "consented" => Scope::Consented { teacher, reader: id(SOMEBODY), root: id(DOCUMENT) },
        _ => panic!("no scope {name}"),
    }
}

/// The consent that opens the scope "consented".
pub fn consent() -> Consent {
    Consent { teacher: id(TEACHER), reader: id(SOMEBODY), root: id(DOCUMENT) }
}

/// A table written as text: the first line names the columns, each further line a row and its cells.
pub fn text_table(text: &'static str) -> BTreeMap<(&'static str, &'static str), &'static str> {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let columns: Vec<_> = lines.next().expect("a line of columns").split_whitespace().collect();
    let mut table = BTreeMap::new();
    for line in lines {
        let mut words = line.split_whitespace();
        let row = words.next().expect("the row's name");
        let cells: Vec<_> = words.collect();
        assert_eq!(cells.len(), columns.len(), "{row}");
        table.extend(columns.iter().zip(cells).map(|(column, cell)| ((row, *column), cell)));
    }
    table
}
