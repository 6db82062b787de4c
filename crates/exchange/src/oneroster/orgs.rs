//! `orgs.csv`: districts, schools, departments.

use super::reading::Reading;
use crate::draft::{OrgDraft, OrgKind, RecordKind};
use crate::problem::{FileProblemCode, shown};

pub(super) fn read(reading: &mut Reading) {
    reading.each_row("orgs.csv", Some(RecordKind::Org), &["sourcedId", "name", "type"], |reading, row| {
        let external_id = row.id()?;
        let name = row.needed("name")?;
        if !reading.orgs.insert(external_id.clone()) {
            return Err(row.twice(&external_id));
        }
        let kind = kind(&row.value("type"));
        if kind == OrgKind::Other {
            let word = row.value("type");
            reading.problems.push(row.notice(
                FileProblemCode::ValueUnknown,
                "type",
                format!("The kind \"{}\" of organisation is unknown. It was taken as it is.", shown(&word)),
                "Nothing to do unless it is a school: then it should say school.",
            ));
        }
        let identifier = row.filled("identifier");
        let parent = row.reference("parentSourcedId").filter(|parent| *parent != external_id);
        reading.draft.orgs.push(OrgDraft { external_id, name, kind, identifier, parent });
        Ok(())
    });
}

fn kind(word: &str) -> OrgKind {
    match word.to_ascii_lowercase().as_str() {
        "school" => OrgKind::School,
        "district" => OrgKind::District,
        "department" => OrgKind::Department,
        "local" => OrgKind::Local,
        "state" => OrgKind::State,
        "national" => OrgKind::National,
        _ => OrgKind::Other,
    }
}
