//! `admin people`: the command line of people.

use clap::Subcommand;
use domain::RowId;
use server::{
    admin,
    error::Result,
    roster::{self, NotMerged},
    storage::Storage,
};

use super::Said;

#[derive(Subcommand)]
pub(super) enum What {
    /// Lists them.
    List,
    /// Ends one's membership.
    Revoke { id: RowId },
    /// Takes one back whose membership had ended.
    Readmit { id: RowId },
    /// Makes two people one: what stands of the second becomes the first's. `import-roster --undo` takes it back.
    Merge {
        /// Who stays.
        kept: RowId,
        /// Who becomes them: without a device or an invitation.
        gone: RowId,
        /// Says what would change, and changes nothing.
        #[arg(long)]
        dry_run: bool,
    },
}

/// Does what was asked, and returns what to print.
pub(super) fn run(
    storage: &dyn Storage,
    org: RowId,
    what: &What,
    (now_ms, said): (i64, Said),
) -> Result<std::result::Result<String, String>> {
    Ok(match what {
        What::List => said.all(&admin::people(storage, org)?),
        What::Revoke { id } => {
            admin::revoke_person(storage, org, *id, now_ms)?;
            said.one(&serde_json::json!({ "ended": id }))
        }
        What::Readmit { id } => {
            admin::readmit_person(storage, org, *id, now_ms)?;
            said.one(&serde_json::json!({ "readmitted": id }))
        }
        What::Merge { kept, gone, dry_run } => match roster::merge(storage, org, (*kept, *gone), *dry_run, now_ms)? {
            Ok(merged) => said.one(&merged),
            Err(NotMerged::NotTwo) => Err("these are not two people who are here; nothing was changed".into()),
            Err(NotMerged::InUse) => {
                Err("the second has a device or an invitation: name them first; nothing was changed".into())
            }
        },
    })
}
