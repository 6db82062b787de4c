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
    /// Gives one that was written for a team or for the organisation to a person who may write there: it enters by their
    /// right, in its author's name. What was written for anybody else stays its author's.
    Reassign {
        /// Its id of the list.
        id: Name,
        /// Who answers for it.
        to: RowId,
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
        What::Accept { id: Some(name), .. } => Ok(words(custody::accept(storage, org, *name, now_ms)?, *name, said)),
        What::Reassign { id, to } => Ok(words(custody::reassign(storage, org, *id, *to, now_ms)?, *id, said)),
        What::Accept { id: None, .. } => all(storage, org, (now_ms, said)),
    }
}

/// Says what became of one.
fn words(accepted: Accepted, name: Name, said: Said) -> std::result::Result<String, String> {
    match accepted {
        Accepted::Entered(count) => said.one(&serde_json::json!({ "accepted": name.to_string(), "operations": count })),
        Accepted::Refused(_) => Err("who should answer for it may not write there; nothing was changed. \
                                     `people list` and `fact` say and change what decides that"
            .into()),
        Accepted::NotFirst(earlier) => {
            Err(format!("{earlier} was written before it and is in custody, too: that goes first. Nothing was changed"))
        }
        Accepted::OnlyItsAuthors => Err("this was not written for a team or for the organisation: it stays its \
                                         author's, and enters once they may write there. Nothing was changed"
            .into()),
    }
}

fn all(storage: &dyn Storage, org: RowId, (now_ms, said): (i64, Said)) -> Result<std::result::Result<String, String>> {
    let mut names: Vec<Name> = custody::list(storage, org)?.iter().filter_map(|held| held.id.parse().ok()).collect();
    names.sort();
    let (mut entered, mut stays) = (0, 0);
    for name in names {
        match custody::accept(storage, org, name, now_ms)? {
            Accepted::Entered(_) => entered += 1,
            Accepted::Refused(_) | Accepted::NotFirst(_) | Accepted::OnlyItsAuthors => stays += 1,
        }
    }
    Ok(said.one(&serde_json::json!({ "accepted": entered, "stays": stays })))
}
