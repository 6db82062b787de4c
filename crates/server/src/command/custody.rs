//! `admin custody`: the command line of what is in custody.

use clap::Subcommand;
use domain::RowId;
use server::{
    custody::{self, Accepted, Name},
    error::Result,
    storage::Storage,
};

use super::Said;

#[derive(Subcommand)]
pub(super) enum What {
    /// Lists it.
    List,
    /// Takes one out, by its id of the list, or all: into the scope that it was written for, where its author may write
    /// by now. It is refused as long as they may not.
    Accept {
        #[arg(required_unless_present = "all")]
        id: Option<Name>,
        /// Everything whose author may write there by now; the rest stays.
        #[arg(long, conflicts_with = "id")]
        all: bool,
    },
}

/// Does what was asked, and returns what to print.
pub(super) fn run(
    storage: &dyn Storage,
    org: RowId,
    what: &What,
    (now_ms, said): (i64, Said),
) -> Result<std::result::Result<String, String>> {
    match what {
        What::List => Ok(said.all(&custody::list(storage, org)?)),
        What::Accept { id: Some(name), .. } => Ok(match custody::accept(storage, org, *name, now_ms)? {
            Accepted::Entered(count) => {
                said.one(&serde_json::json!({ "accepted": name.to_string(), "operations": count }))
            }
            Accepted::Refused(_) => {
                Err("its author may still not write there; nothing was changed. `people list` and \
                                         `fact` say and change what decides that"
                    .into())
            }
            Accepted::NotFirst(earlier) => Err(format!(
                "{earlier} was written before it and is in custody, too: accept that first. Nothing was changed"
            )),
        }),
        What::Accept { id: None, .. } => all(storage, org, (now_ms, said)),
    }
}

fn all(storage: &dyn Storage, org: RowId, (now_ms, said): (i64, Said)) -> Result<std::result::Result<String, String>> {
    let mut names: Vec<Name> = custody::list(storage, org)?.iter().filter_map(|held| held.id.parse().ok()).collect();
    names.sort();
    let (mut entered, mut stays) = (0, 0);
    for name in names {
        match custody::accept(storage, org, name, now_ms)? {
            Accepted::Entered(_) => entered += 1,
            Accepted::Refused(_) | Accepted::NotFirst(_) => stays += 1,
        }
    }
    Ok(said.one(&serde_json::json!({ "accepted": entered, "stays": stays })))
}
