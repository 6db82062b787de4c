//! The command line.

mod custody;
mod people;
mod roster;

use std::{net::SocketAddr, path::PathBuf, time::SystemTime};

use clap::{Args, Parser, Subcommand};
use domain::RowId;
use serde::Serialize;
use server::{
    admin, audit, backup,
    error::Error,
    evaluators,
    storage::{Postgresql, Sqlite, Storage},
    verify,
};
use sync::lease;

const DAY_MS: i64 = 86_400_000;

/// The central service of Coachlight.
#[derive(Parser)]
#[command(name = "coachlight-server", version)]
pub struct Line {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub enum Command {
    /// Listens for devices.
    Serve(ServeOptions),
    /// Administers, on the computer where the data is.
    Admin(AdminLine),
    /// Takes work that was carried here on a stick, on the computer where the data is, while the service runs.
    Bundle(crate::carrying::BundleLine),
}

#[derive(Args)]
pub struct ServeOptions {
    /// Address and port.
    #[arg(long, default_value = "127.0.0.1:7266")]
    pub listen: SocketAddr,
    #[command(flatten)]
    pub place: Place,
    /// A certificate, and what leads from it to its authority, as PEM: connections are encrypted.
    #[arg(long, requires = "key")]
    pub certificate: Option<PathBuf>,
    /// The certificate's key, as PEM.
    #[arg(long, requires = "certificate")]
    pub key: Option<PathBuf>,
    /// Listens without encryption where other computers can reach it.
    #[arg(long)]
    pub allow_plain: bool,
    /// The most transactions at once, and connections to PostgreSQL.
    #[arg(long, default_value_t = 16)]
    pub connections: usize,
    /// How old a device's token may become before it gets another.
    #[arg(long, default_value_t = 24)]
    pub rotate_hours: u32,
    /// The most connections at once. Who comes when there are so many waits for one that ends.
    #[arg(long, default_value_t = 1_000)]
    pub most_connections: u32,
    /// The most connections at once from one network: an address, or what one customer has of the sixth version. One
    /// more is closed at once. Behind a proxy everybody comes from its address: say as many as --most-connections.
    #[arg(long, default_value_t = 200)]
    pub most_of_network: u32,
    /// How long the head of a request may take, and a handshake before it; and how long a connection may rest.
    #[arg(long, default_value_t = 30)]
    pub head_seconds: u32,
    /// How long what is sent or taken may stand still. Over all it must move 400 bytes a second, too.
    #[arg(long, default_value_t = 60)]
    pub silence_seconds: u32,
}

/// Where the data is.
#[derive(Args)]
pub struct Place {
    /// A folder, in which the service keeps a database of its own.
    #[arg(long, global = true)]
    pub data: Option<PathBuf>,
    /// A PostgreSQL database: `postgres://user@host/name`. Where it holds a password, say it in the environment as
    /// COACHLIGHT_DATABASE instead: everybody on the computer sees a command line.
    #[arg(long, global = true, conflicts_with = "data")]
    pub database: Option<String>,
    /// Authorities as PEM, one of which vouches for the PostgreSQL server: then connections to it are encrypted.
    #[arg(long, global = true, value_name = "FILE")]
    pub database_authority: Option<PathBuf>,
}

impl Place {
    pub fn open(&self, connections: usize) -> Result<Box<dyn Storage>, String> {
        let database = self.database.clone().or_else(|| std::env::var("COACHLIGHT_DATABASE").ok());
        let opened: Result<Box<dyn Storage>, Error> = match (&self.data, &database) {
            (Some(folder), _) => Sqlite::open(folder).map(|storage| Box::new(storage) as _),
            (None, Some(address)) => self.postgresql(address, connections).map(|storage| Box::new(storage) as _),
            (None, None) => return Err("say where the data is: --data FOLDER or --database ADDRESS".into()),
        };
        opened.map_err(|error| words(&error))
    }

    fn postgresql(&self, address: &str, connections: usize) -> Result<Postgresql, Error> {
        let said = std::env::var_os("COACHLIGHT_DATABASE_AUTHORITY").map(PathBuf::from);
        match self.database_authority.clone().or(said) {
            Some(authority) => Postgresql::open_encrypted(address, connections, &authority),
            None => Postgresql::open(address, connections),
        }
    }
}

#[derive(Args)]
pub struct AdminLine {
    #[command(flatten)]
    place: Place,
    /// Answers as JSON.
    #[arg(long, global = true)]
    json: bool,
    /// The organisation, where there are several.
    #[arg(long, global = true)]
    org: Option<RowId>,
    #[command(subcommand)]
    act: Act,
}

#[derive(Subcommand)]
enum Act {
    /// Makes an organisation.
    CreateOrg {
        name: String,
        /// Its IANA zone.
        #[arg(long)]
        zone: String,
        /// `district`, `school` or another kind.
        #[arg(long, default_value = "district")]
        kind: String,
    },
    /// Invites a person: prints a code that lets one device in, once.
    Invite(InviteOptions),
    /// Lists the devices, or ends one.
    Devices {
        #[command(subcommand)]
        what: What,
    },
    /// Lists the people, ends one's membership, or makes two of them one.
    People {
        #[command(subcommand)]
        what: people::What,
    },
    /// Says what decides access: `pair COACH TEACHER`, `supervises PERSON OTHER`, `school TEACHER SCHOOL`,
    /// `evaluator PERSON TEACHER`, `not_evaluator PERSON TEACHER`, `team PERSON TEAM`, `lead PERSON TEAM`,
    /// `role PERSON SCHOOL --detail CODE`, `agreed AUTHOR TEACHER --detail KIND`, `consent READER TEACHER --detail ROOT`.
    Fact {
        kind: String,
        subject: RowId,
        object: RowId,
        #[arg(long, default_value = "")]
        detail: String,
        /// It no longer holds.
        #[arg(long)]
        ends: bool,
    },
    /// Lists who evaluates whom: `yes` and `no` where somebody said so, `unknown` where only a role may evaluate the
    /// teacher. What is unknown counts as yes; `fact evaluator` and `fact not_evaluator` say what is so.
    Evaluators {
        /// Of this teacher only.
        #[arg(long)]
        teacher: Option<RowId>,
    },
    /// Imports the organisation's roster: people, schools, classes, roles, and who coaches, evaluates or supervises whom.
    ImportRoster(roster::RosterOptions),
    /// What is in custody: its kind, author, size and reason, never what it says.
    Custody {
        #[command(subcommand)]
        what: custody::What,
    },
    /// The record of what was done to rights and devices.
    Audit {
        #[command(subcommand)]
        what: Audited,
    },
    /// Says for how many days a computer without contact goes on showing what others wrote; 30 where nothing is said. What
    /// its own person wrote is never closed.
    Lease {
        #[arg(value_parser = clap::value_parser!(i64).range(lease::LEAST_DAYS..=lease::MOST_DAYS))]
        days: i64,
    },
    /// Holds the log against itself and against everything that was computed from it.
    Verify,
    /// Writes everything to a file, while the service runs. The file is as confidential as the database.
    Backup { file: PathBuf },
    /// Reads a backup into an empty place. Every organisation begins a new epoch, and devices bring again what is missing.
    Restore { file: PathBuf },
}

#[derive(Args)]
struct InviteOptions {
    /// A person who is there already, for another device.
    #[arg(long, conflicts_with_all = ["given", "family"])]
    person: Option<RowId>,
    #[arg(long, required_unless_present = "person")]
    given: Option<String>,
    #[arg(long, default_value = "")]
    family: String,
    /// A role, by its code; may be said several times.
    #[arg(long)]
    role: Vec<String>,
    /// The school or district where the roles are held; otherwise the organisation.
    #[arg(long)]
    at: Option<RowId>,
    /// The person administers the organisation.
    #[arg(long)]
    admin: bool,
    #[arg(long, default_value_t = 14)]
    expires_days: i64,
    /// Writes an invitation file, too.
    #[arg(long, requires = "address")]
    file: Option<PathBuf>,
    /// The service's address, for the file.
    #[arg(long)]
    address: Option<String>,
}

#[derive(Subcommand)]
enum What {
    /// Lists them.
    List,
    /// Ends one.
    Revoke { id: RowId },
}

#[derive(Subcommand)]
enum Audited {
    /// Writes it to a file: a line for each entry, with ids and times and no word that a person wrote.
    Export { file: PathBuf },
    /// Holds an exported file against it: nothing that the file has may be missing or changed.
    Compare { file: PathBuf },
}

/// Does what an administrator asks, and returns what to print.
pub fn admin(line: &AdminLine) -> Result<String, String> {
    let storage = line.place.open(1)?;
    act(line, &*storage).map_err(|error| words(&error))?
}

fn act(line: &AdminLine, storage: &dyn Storage) -> Result<Result<String, String>, Error> {
    let (now_ms, said) = (now_ms(), Said { json: line.json });
    match &line.act {
        Act::CreateOrg { name, zone, kind } => {
            let id = admin::create_organisation(storage, &admin::NewOrganisation { name, kind, zone }, now_ms)?;
            return Ok(said.one(&serde_json::json!({ "organisation": id })));
        }
        Act::Backup { file } => return Ok(said.one(&backup::write(storage, file)?)),
        Act::Restore { file } => return Ok(said.one(&backup::restore(storage, file, now_ms)?)),
        _ => {}
    }
    let org = admin::organisation(storage, line.org)?;
    let ended = |id: &RowId| said.one(&serde_json::json!({ "ended": id }));
    Ok(match &line.act {
        Act::CreateOrg { .. } | Act::Backup { .. } | Act::Restore { .. } => Err("this was done already".into()),
        Act::ImportRoster(options) => roster::run(storage, org, options, (now_ms, said))?,
        Act::Audit { what: Audited::Export { file } } => said.one(&audit::export(storage, org, file)?),
        Act::Audit { what: Audited::Compare { file } } => said.one(&audit::compare(storage, org, file)?),
        Act::Evaluators { teacher } => said.all(&evaluators::list(storage, org, *teacher)?),
        Act::Verify => said.one(&verify::organisation(storage, org)?),
        Act::Invite(options) => invite(storage, org, options, said)?,
        Act::Devices { what: What::List } => said.all(&admin::devices(storage, org)?),
        Act::Custody { what } => custody::run(storage, org, what, (now_ms, said))?,
        Act::Devices { what: What::Revoke { id } } => {
            admin::revoke_device(storage, org, *id, now_ms)?;
            ended(id)
        }
        Act::People { what } => people::run(storage, org, what, (now_ms, said))?,
        Act::Lease { days } => {
            admin::set_lease(storage, org, *days, now_ms)?;
            said.one(&serde_json::json!({ "days": days }))
        }
        Act::Fact { kind, subject, object, detail, ends } => {
            admin::set_fact(storage, org, (kind, *subject, *object, detail), !ends, now_ms)?;
            said.one(&serde_json::json!({ "fact": kind, "holds": !ends }))
        }
    })
}

fn invite(
    storage: &dyn Storage,
    org: RowId,
    options: &InviteOptions,
    said: Said,
) -> Result<Result<String, String>, Error> {
    let place = options.at.unwrap_or(org);
    let mut roles: Vec<_> = options.role.iter().map(|code| (code.as_str(), place)).collect();
    if options.admin {
        roles.push(("admin", org));
    }
    let given = options.given.as_deref().unwrap_or_default();
    let invited = admin::Invited { person: options.person, given, family: &options.family, roles };
    let now_ms = now_ms();
    let until_ms = now_ms + options.expires_days.clamp(1, 365) * DAY_MS;
    let invitation = admin::invite(storage, org, &invited, (now_ms, until_ms))?;
    if let (Some(file), Some(address)) = (&options.file, &options.address) {
        let text = serde_json::json!({
            "coachlight_invite": 1,
            "address": address,
            "code": invitation.code,
            "expires_ms": invitation.expires_ms,
        });
        if let Err(error) = std::fs::write(file, format!("{text:#}\n")) {
            return Ok(Err(format!("the invitation {} is made, but no file: {error}", invitation.code)));
        }
    }
    Ok(said.one(&invitation))
}

/// How to answer.
#[derive(Clone, Copy)]
struct Said {
    json: bool,
}

impl Said {
    fn one(self, thing: &impl Serialize) -> Result<String, String> {
        let value = serde_json::to_value(thing).map_err(|error| error.to_string())?;
        Ok(if self.json { value.to_string() } else { line(&value) })
    }

    fn all(self, things: &[impl Serialize]) -> Result<String, String> {
        let value = serde_json::to_value(things).map_err(|error| error.to_string())?;
        if self.json {
            return Ok(value.to_string());
        }
        Ok(value.as_array().into_iter().flatten().map(line).collect::<Vec<_>>().join("\n"))
    }
}

/// One thing on one line, each part with its name.
fn line(value: &serde_json::Value) -> String {
    let Some(parts) = value.as_object() else { return value.to_string() };
    let said = parts.iter().filter(|(_, part)| !part.is_null());
    let said = said.map(|(name, part)| match part.as_str() {
        Some(text) => format!("{name}: {text}"),
        None => format!("{name}: {part}"),
    });
    said.collect::<Vec<_>>().join("  ")
}

fn words(error: &Error) -> String {
    match error {
        Error::Unknown | Error::NotFound => "there is no such thing here; nothing was changed".into(),
        Error::Newer => "the data was written by a newer version of this program; nothing was changed".into(),
        Error::Changed | Error::Busy | Error::Clock => "the database is busy; nothing was changed, try again".into(),
        Error::Uncertain => "it is not certain whether the database has this everywhere; look, and try again".into(),
        Error::Damaged { what } => format!("{what} is damaged; restore a backup into a new place"),
        Error::Database { doing, source } => format!("{doing} failed: {source}"),
    }
}

pub fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
