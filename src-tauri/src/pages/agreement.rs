//! A version of a sharing agreement, as a page in the language that was chosen.

use actions::{
    Error, Result,
    agreement::{self, SaidView, VersionOfAgreement},
};
use domain::{
    RowId,
    agreement::{Party, Said},
};
use report::{Acceptance, AgreementItem, AgreementPage, PageKind};
use store::Connection;

use super::{Language, sheet_in};

/// Returns a version of the agreement with somebody as a page.
pub fn agreement(
    reader: &Connection,
    person: RowId,
    version: RowId,
    now_ms: i64,
    language: Language,
) -> Result<AgreementPage> {
    let language = report::Language::from(language);
    let view = agreement::view(reader, now_ms, person)?;
    let found = view.versions.into_iter().find(|one| one.id == version);
    let found = found.ok_or_else(|| Error::invalid("agreement", "There is no such version of this agreement."))?;
    let acceptance = |party: Party, name: &str| acceptance(&found, party, name, language);
    Ok(AgreementPage {
        sheet: sheet_in(reader, now_ms, PageKind::Agreement, language)?,
        title: String::new(),
        version: found.number.to_string(),
        made: day(&found.made, language),
        organisation: actions::session::who(reader, now_ms)?.organisation,
        coach: acceptance(Party::Coach, &view.coach.name),
        teacher: acceptance(Party::Teacher, &view.teacher.name),
        standing: found.standing,
        // Whom an item is for, its own words say.
        items: found.items.into_iter().map(|item| AgreementItem { text: item.text, readers: String::new() }).collect(),
        own: found.text,
    })
}

fn acceptance(version: &VersionOfAgreement, party: Party, name: &str, language: report::Language) -> Acceptance {
    let said = |what: Said| version.said.iter().find(|one| one.party == party.code() && one.said == what.code());
    let on = |one: Option<&SaidView>| one.map_or_else(String::new, |one| day(&one.date, language));
    let accepted = said(Said::Accepted);
    Acceptance {
        name: name.to_owned(),
        accepted: on(accepted),
        way: accepted.map(|one| one.way.clone()).unwrap_or_default(),
        withdrawn: on(said(Said::Withdrawn)),
    }
}

fn day(date: &str, language: report::Language) -> String {
    date.parse().map_or_else(|_| String::new(), |date| language.day(date))
}
