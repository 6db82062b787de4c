//! What an administrator does on the service's own computer. Each act is one transaction and one entry of the audit.

use domain::{RowId, schema, scope::Scope};
use serde::Serialize;
use sync::body::Body;

use crate::{
    audit::{self, Act},
    carried,
    error::{Error, Result},
    facts::{self, Fact},
    invite, organisation, people, secret,
    storage::{Row, Storage, Tx, transact},
    writing::{self, Change},
};

/// A new organisation, in an administrator's words.
pub struct NewOrganisation<'a> {
    /// Its name.
    pub name: &'a str,
    /// `district`, `school` or another kind.
    pub kind: &'a str,
    /// Its IANA zone.
    pub zone: &'a str,
}

/// Makes an organisation, with its row in the log.
///
/// # Errors
/// The database's.
pub fn create_organisation(storage: &dyn Storage, new: &NewOrganisation<'_>, now_ms: i64) -> Result<RowId> {
    let id = RowId::new(now_ms, secret::random()?);
    let (epoch, replica, salt) = (secret::random_number()?, secret::random_number()?, secret::random()?);
    let fields = vec![
        (schema::organisation::NAME, new.name.into()),
        (schema::organisation::KIND, new.kind.into()),
        (schema::organisation::ZONE, new.zone.into()),
    ];
    let row = Change { entity: schema::organisation::ENTITY.number, row: id, body: Body::Create(fields) };
    transact(storage, |tx| {
        organisation::create(tx, &organisation::New { id, name: new.name, epoch, replica }, now_ms)?;
        writing::write(tx, id, &Scope::Organisation, &[(row.clone(), salt)], now_ms)?;
        carried::key(tx, id)?;
        audit::add(tx, id, Act::Created, id, now_ms)
    })?;
    Ok(id)
}

/// Returns the organisation that is meant: the one named, or the only one.
///
/// # Errors
/// [`Error::Unknown`] when there is none, or there are several and none is named.
pub fn organisation(storage: &dyn Storage, named: Option<RowId>) -> Result<RowId> {
    let rows = transact(storage, |tx| tx.query("select org_id from organisation order by org_id", &[]))?;
    let all: Vec<RowId> = rows.iter().map(|row| row.id(0)).collect::<Result<_>>()?;
    match (named, all.as_slice()) {
        (Some(named), all) if all.contains(&named) => Ok(named),
        (None, [only]) => Ok(*only),
        _ => Err(Error::Unknown),
    }
}

/// Who is invited.
pub struct Invited<'a> {
    /// A person who is there already, for another device; or nobody, for a new person.
    pub person: Option<RowId>,
    /// A new person's given name.
    pub given: &'a str,
    /// And their family name.
    pub family: &'a str,
    /// The roles that they get, each by its code, with the school or district where they hold it.
    pub roles: Vec<(&'a str, RowId)>,
}

/// An invitation, of which the code is shown once and kept nowhere.
#[derive(Debug, Serialize)]
pub struct Invitation {
    /// The person.
    pub person: RowId,
    /// What they type.
    pub code: String,
    /// Until when, in milliseconds since 1970.
    pub expires_ms: i64,
}

/// Invites a person, and puts a new one into the log so that everybody finds them.
///
/// # Errors
/// [`Error::Unknown`] when the person, or a role, is not known.
pub fn invite(
    storage: &dyn Storage,
    org: RowId,
    invited: &Invited<'_>,
    (now_ms, expires_ms): (i64, i64),
) -> Result<Invitation> {
    let code = secret::code(secret::random()?);
    let hash = secret::of_code(&code).expect("a code was just made");
    let person = invited.person.map_or_else(|| Ok(RowId::new(now_ms, secret::random()?)), Ok)?;
    let changes = rows_of(person, invited, now_ms)?;
    transact(storage, |tx| {
        if invited.person.is_none() {
            people::add(tx, org, person, &domain::person::name(invited.given, invited.family, None))?;
        }
        if !changes.is_empty() {
            writing::write(tx, org, &Scope::Organisation, &changes, now_ms)?;
        }
        for (code, place) in &invited.roles {
            let role = domain::access::Role::from_code(code);
            facts::write(tx, org, Fact::Role(person, role, *place), true)?;
        }
        invite::add(tx, org, person, &hash, (now_ms, expires_ms))
    })?;
    Ok(Invitation { person, code, expires_ms })
}

/// Returns the rows of a new person and of the roles that they get.
fn rows_of(person: RowId, invited: &Invited<'_>, now_ms: i64) -> Result<Vec<(Change, [u8; 16])>> {
    let mut changes = Vec::new();
    if invited.person.is_none() {
        let fields =
            vec![(schema::person::GIVEN, invited.given.into()), (schema::person::FAMILY, invited.family.into())];
        let row = Change { entity: schema::person::ENTITY.number, row: person, body: Body::Create(fields) };
        changes.push((row, secret::random()?));
    }
    for (code, place) in &invited.roles {
        if domain::access::Role::from_code(code) == domain::access::Role::Unknown {
            return Err(Error::Unknown);
        }
        let fields = vec![
            (schema::role::PERSON, person.into()),
            (schema::role::ORGANISATION, (*place).into()),
            (schema::role::CODE, (*code).into()),
        ];
        let row = RowId::new(now_ms, secret::random()?);
        let body = Body::Create(fields);
        changes.push((Change { entity: schema::role::ENTITY.number, row, body }, secret::random()?));
    }
    Ok(changes)
}

/// A device, as it is listed.
#[derive(Debug, Serialize)]
pub struct Device {
    /// Its id.
    pub device: RowId,
    /// Whose it is.
    pub person: RowId,
    /// Their name.
    pub name: String,
    /// What kind of computer it is.
    pub system: String,
    /// When it came in, in milliseconds since 1970.
    pub enrolled_ms: i64,
    /// When it last brought something.
    pub brought_ms: Option<i64>,
    /// When it was ended.
    pub revoked_ms: Option<i64>,
}

/// Lists the devices of an organisation.
///
/// # Errors
/// The database's.
pub fn devices(storage: &dyn Storage, org: RowId) -> Result<Vec<Device>> {
    let read = |row: &Row| {
        Ok(Device {
            device: row.id(0)?,
            person: row.id(1)?,
            name: row.text(2)?,
            system: row.text(3)?,
            enrolled_ms: row.integer(4)?,
            revoked_ms: row.maybe_integer(5)?,
            brought_ms: row.maybe_integer(6)?,
        })
    };
    list(
        storage,
        "select d.device, d.person, p.name, d.name, d.enrolled_ms, d.revoked_ms,
                (select max(r.brought_ms) from replica r where r.org_id = d.org_id and r.device = d.device)
         from device d join person p on p.org_id = d.org_id and p.person = d.person
         where d.org_id = $1 order by d.enrolled_ms, d.device",
        org,
        read,
    )
}

/// A person, as they are listed.
#[derive(Debug, Serialize)]
pub struct Person {
    /// Their id.
    pub person: RowId,
    /// Their name.
    pub name: String,
    /// Whether they belong to the organisation.
    pub is_active: bool,
}

/// Lists the people of an organisation.
///
/// # Errors
/// The database's.
pub fn people(storage: &dyn Storage, org: RowId) -> Result<Vec<Person>> {
    let read = |row: &Row| Ok(Person { person: row.id(0)?, name: row.text(1)?, is_active: row.integer(2)? == 1 });
    list(storage, "select person, name, is_active from person where org_id = $1 order by name, person", org, read)
}

fn list<T>(storage: &dyn Storage, sql: &'static str, org: RowId, read: impl Fn(&Row) -> Result<T>) -> Result<Vec<T>> {
    transact(storage, |tx| tx.query(sql, &[org.into()]))?.iter().map(read).collect()
}

/// Ends a device.
///
/// # Errors
/// [`Error::Unknown`] when there is no such device, or it was ended before.
pub fn revoke_device(storage: &dyn Storage, org: RowId, device: RowId, now_ms: i64) -> Result<()> {
    transact(storage, |tx| {
        if !people::revoke(tx, org, device, now_ms)? {
            return Err(Error::Unknown);
        }
        audit::add(tx, org, Act::DeviceRevoked, device, now_ms)
    })
}

/// Ends a person's membership. Their devices still bring what they have, into custody, and then everything closes.
///
/// # Errors
/// [`Error::Unknown`] when there is no such person.
pub fn revoke_person(storage: &dyn Storage, org: RowId, person: RowId, now_ms: i64) -> Result<()> {
    transact(storage, |tx| {
        people::set_active(tx, org, person, false)?;
        audit::add(tx, org, Act::PersonRevoked, person, now_ms)
    })
}

/// Takes a person whose membership had ended back. What they wrote since then can leave custody.
///
/// # Errors
/// [`Error::Unknown`] when there is no such person.
pub fn readmit_person(storage: &dyn Storage, org: RowId, person: RowId, now_ms: i64) -> Result<()> {
    transact(storage, |tx| {
        people::set_active(tx, org, person, true)?;
        audit::add(tx, org, Act::PersonReadmitted, person, now_ms)
    })
}

/// Says for how many days a computer without contact goes on showing what others wrote.
///
/// # Errors
/// The database's.
pub fn set_lease(storage: &dyn Storage, org: RowId, days: i64, now_ms: i64) -> Result<()> {
    transact(storage, |tx: &mut dyn Tx| {
        organisation::set_lease(tx, org, days)?;
        audit::add(tx, org, Act::LeaseSet, org, now_ms)
    })
}

/// Says that something holds that decides access, or no longer: see [`facts::write_named`].
///
/// # Errors
/// [`Error::Unknown`] when it is no fact.
pub fn set_fact(
    storage: &dyn Storage,
    org: RowId,
    fact: (&str, RowId, RowId, &str),
    holds: bool,
    now_ms: i64,
) -> Result<()> {
    transact(storage, |tx: &mut dyn Tx| {
        facts::write_named(tx, org, fact, holds)?;
        audit::add(tx, org, Act::FactChanged, fact.1, now_ms)
    })
}
