//! An agreement as its screen shows it: every version, what it changes, and who said what of it.

use domain::{
    RowId,
    agreement::{Item, Party, Said, Standing},
    time,
};
use serde::Serialize;
use store::{Connection, agreement as stored};

use super::{
    Pair,
    pair::{Parties, Written, coaches},
    tell::{Telling, telling},
};
use crate::{
    Result,
    observation::{Named, named, small},
    session,
};

/// The agreement of two people.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct AgreementView {
    /// The coach.
    pub coach: Named,
    /// The teacher.
    pub teacher: Named,
    /// Which of the two this profile is: `coach` or `teacher`; empty for neither.
    pub mine: String,
    /// Whether the next version can be written here: I coach this teacher.
    pub can_propose: bool,
    /// Every version, the latest first.
    pub versions: Vec<VersionOfAgreement>,
    /// What the next version can choose, as the latest one has it.
    pub offers: Vec<OfferView>,
    /// What the next version begins with in the pair's own words.
    pub text: String,
    /// Whether the service has it: `alone`, `told`, `waits` or `unknown`.
    pub telling: String,
    /// Today, `2026-10-05`.
    pub today: String,
    /// The day on which the teacher consented to be coached by somebody who may evaluate them, `2026-10-05`, while that stands.
    pub consent: Option<String>,
}

/// One version.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct VersionOfAgreement {
    /// The row.
    pub id: RowId,
    /// Its number.
    pub number: u32,
    /// The day on which it was written, `2026-10-05`.
    pub made: String,
    /// How it stands: `proposed`, `in_force`, `superseded`, `withdrawn` or `passed`.
    pub standing: String,
    /// Its items.
    pub items: Vec<AgreementItem>,
    /// What the pair added.
    pub text: String,
    /// What the version before had there, where that is different.
    pub text_before: Option<String>,
    /// What was said of it.
    pub said: Vec<SaidView>,
    /// Who has not accepted it, while it waits.
    pub waits_for: Vec<String>,
    /// Whether it opens something to the coach's supervisors.
    pub is_wider: bool,
    /// What accepting it names.
    pub digest: String,
}

/// One item of a version.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct AgreementItem {
    /// What, by its code.
    pub code: String,
    /// For whom, by its code.
    pub audience: String,
    /// The words.
    pub text: String,
    /// The words of the version before, where they are different.
    pub before: Option<String>,
}

/// What can be chosen.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct OfferView {
    /// What, by its code.
    pub code: String,
    /// For whom it is in the latest version, or by default.
    pub audience: String,
    /// For whom it can be, by codes.
    pub choices: Vec<String>,
}

/// What one of the two said.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct SaidView {
    /// Who: `coach` or `teacher`.
    pub party: String,
    /// Their name.
    pub name: String,
    /// What: `accepted` or `withdrawn`.
    pub said: String,
    /// How: `own_device`, `coach_screen` or `paper`.
    pub way: String,
    /// The day, `2026-10-05`.
    pub date: String,
}

/// Returns the agreement with somebody: the one in which I am the coach, or else the teacher.
///
/// # Errors
/// When there is no such person.
pub fn view(reader: &Connection, now_ms: i64, other: RowId) -> Result<AgreementView> {
    store::person::load(reader, other)?;
    let me = session::load(reader)?.me;
    let (mine, theirs) = (Pair::read(reader, me, other)?, Pair::read(reader, other, me)?);
    let can_propose = coaches(reader, me, other)?;
    let is_theirs = !theirs.versions.is_empty() || !stored::consents(reader, other, me)?.is_empty();
    let pair = if mine.versions.is_empty() && !can_propose && is_theirs { theirs } else { mine };
    let parties = pair.parties();
    let consent = stored::consents(reader, parties.coach, parties.teacher)?.pop();
    let last = pair.versions.last();
    Ok(AgreementView {
        coach: named(reader, parties.coach)?,
        teacher: named(reader, parties.teacher)?,
        mine: parties.party(me).map(Party::code).unwrap_or_default().to_owned(),
        can_propose: can_propose && parties.coach == me,
        offers: offers(last),
        text: last.map(|last| last.row.text.clone()).unwrap_or_default(),
        telling: code_of(telling(reader, &parties)?).to_owned(),
        today: session::today(reader, now_ms)?.to_string(),
        versions: versions(reader, &pair)?,
        consent: consent.map(|consent| consent.date),
    })
}

fn versions(reader: &Connection, pair: &Pair) -> Result<Vec<VersionOfAgreement>> {
    let before = std::iter::once(None).chain(pair.versions.iter().map(Some));
    let all = pair.versions.iter().zip(&pair.standings).zip(before);
    let mut views: Vec<_> = all
        .map(|((written, standing), before)| version(reader, &pair.parties(), (written, *standing), before))
        .collect::<Result<_>>()?;
    views.reverse();
    Ok(views)
}

fn version(
    reader: &Connection,
    parties: &Parties,
    (written, standing): (&Written, Standing),
    before: Option<&Written>,
) -> Result<VersionOfAgreement> {
    let zone = session::load(reader)?.zone;
    let waits = |party: &Party| standing == Standing::Proposed && !written.is_accepted_by(*party);
    let mut said = Vec::new();
    for (word, known) in &written.said {
        let who = if known.party == Party::Coach { parties.coach } else { parties.teacher };
        said.push(SaidView {
            party: word.party.clone(),
            name: named(reader, who)?.name,
            said: word.said.clone(),
            way: word.way.clone(),
            date: word.date.clone(),
        });
    }
    said.sort_by_key(|word| (word.said == Said::Withdrawn.code(), word.date.clone(), word.party.clone()));
    let opens = |code: &str, audience: &str| {
        Item::from_code(code).is_some_and(|item| item.record().is_some()) && audience == "supervisors"
    };
    let items: Vec<_> = written.items.iter().map(|item| item_view(item, before)).collect();
    Ok(VersionOfAgreement {
        id: written.row.id,
        number: small(usize::try_from(written.row.version).unwrap_or(0)),
        made: time::local(written.row.created_ms, zone).date_naive().to_string(),
        standing: standing_code(standing).to_owned(),
        is_wider: items.iter().any(|item| opens(&item.code, &item.audience)),
        items,
        text: written.row.text.clone(),
        text_before: before.map(|before| before.row.text.clone()).filter(|text| *text != written.row.text),
        said,
        waits_for: Party::ALL.iter().filter(|party| waits(party)).map(|party| party.code().to_owned()).collect(),
        digest: written.version.digest.clone(),
    })
}

fn item_view(item: &store::agreement::Item, before: Option<&Written>) -> AgreementItem {
    let same = before.and_then(|before| before.items.iter().find(|known| known.code == item.code));
    AgreementItem {
        code: item.code.clone(),
        audience: item.audience.clone(),
        text: item.text.clone(),
        before: same.filter(|known| known.text != item.text).map(|known| known.text.clone()),
    }
}

fn offers(last: Option<&Written>) -> Vec<OfferView> {
    let asked = Item::ALL.into_iter().filter(|item| item.choices().len() > 1);
    let offer = |item: Item| {
        let stands = last.and_then(|last| last.items.iter().find(|known| known.code == item.code()));
        OfferView {
            code: item.code().to_owned(),
            audience: stands.map_or_else(|| item.choices()[0].code().to_owned(), |known| known.audience.clone()),
            choices: item.choices().iter().map(|reach| reach.code().to_owned()).collect(),
        }
    };
    asked.map(offer).collect()
}

fn standing_code(standing: Standing) -> &'static str {
    match standing {
        Standing::Proposed => "proposed",
        Standing::InForce => "in_force",
        Standing::Superseded => "superseded",
        Standing::Withdrawn => "withdrawn",
        Standing::Passed => "passed",
    }
}

fn code_of(telling: Telling) -> &'static str {
    match telling {
        Telling::Alone => "alone",
        Telling::Told => "told",
        Telling::Waits => "waits",
        Telling::NotKnown => "unknown",
    }
}
