//! Columns that name a coach, an evaluator or a supervisor of the row's person.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::words::plain;
use crate::draft::LinkKind;

/// A column whose cells name who has a link to the row's person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LinkColumn {
    /// The header; case and spaces around do not matter.
    pub header: String,
    /// What the link is.
    pub kind: LinkKind,
}

/// Proposes the link columns from the headers alone; each link is given to the first column that seems to have it.
pub fn suggest_links(headers: &[String]) -> Vec<LinkColumn> {
    let mut columns: Vec<LinkColumn> = Vec::new();
    for header in headers {
        let Some(kind) = kind(header) else { continue };
        if !columns.iter().any(|column| column.kind == kind) {
            columns.push(LinkColumn { header: header.clone(), kind });
        }
    }
    columns
}

/// What a header says of a link. A column of addresses or ids of coaches is not one of the row's person.
pub(super) fn kind(header: &str) -> Option<LinkKind> {
    let plain = plain(header);
    let who = ["emailaddress", "email", "number", "id"].iter().find_map(|end| plain.strip_suffix(end));
    match who.unwrap_or(&plain) {
        "coach" | "instructionalcoach" | "coachedby" => Some(LinkKind::Coach),
        "evaluator" | "evaluatedby" | "appraiser" => Some(LinkKind::Evaluator),
        "supervisor" | "coachsupervisor" | "supervisedby" => Some(LinkKind::Supervisor),
        _ => None,
    }
}

/// The people whom a cell names.
pub(super) fn named(cell: &str) -> Vec<String> {
    cell.split([';', '|', '\n']).map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_coaches_and_evaluators_are_known_by_their_headers() {
        let headers = ["Teacher", "Coach E-mail", "Evaluator", "Coach", "Supervisor ID", "Coach Name", "Evaluation"];
        let found = suggest_links(&headers.map(str::to_owned));

        let found: Vec<_> = found.iter().map(|column| (column.header.as_str(), column.kind)).collect();
        let expected = [
            ("Coach E-mail", LinkKind::Coach),
            ("Evaluator", LinkKind::Evaluator),
            ("Supervisor ID", LinkKind::Supervisor),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_cell_can_name_several_people_by_id_address_or_name() {
        assert_eq!(named("Roy, Anna; b@x.example |17;"), ["Roy, Anna", "b@x.example", "17"]);
        assert!(named("  ").is_empty());
    }
}
