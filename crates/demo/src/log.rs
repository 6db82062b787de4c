//! The coach's log of the last weeks: what took place, and what she wrote by hand.

use actions::{Error, session::Session};
use chrono::{Datelike, Days, NaiveDate};
use domain::{schema::log_entry, time};
use store::Writer;

use crate::{district::ZONE, random::Random, rows::Rows, span::Span};

/// So many days back the log was kept.
const DAYS: u64 = 60;
/// What she writes by hand each day: the activity, when it began, and how long it lasted. No lesson lies there.
const BY_HAND: [(&str, u32, u32); 3] =
    [("communication", 15 * 60 + 20, 20), ("prep", 15 * 60 + 45, 40), ("admin", 16 * 60 + 30, 25)];
/// The grant that pays half of the preparing.
const GRANT: (&str, u32) = ("Title II", 50);

/// Confirms the log of the last weeks, all but today and the school day before: those wait to be closed.
pub(crate) fn keep(writer: &mut Writer, random: &mut Random, session: Session, span: &Span) -> Result<(), Error> {
    let [before @ .., _, _] = span.past() else { return Ok(()) };
    let Some(last) = before.last() else { return Ok(()) };
    let first = *last - Days::new(DAYS);
    writer.transact(|tx| {
        actions::log::confirm_days(tx, &session, first, *last)?;
        for date in before.iter().filter(|date| **date >= first) {
            by_hand(&mut Rows { tx, random }, &session, *date)?;
        }
        Ok(())
    })
}

/// On Fridays she prepares nothing: the week is closed.
fn by_hand(rows: &mut Rows<'_, '_>, session: &Session, date: NaiveDate) -> store::Result<()> {
    let is_friday = date.weekday() == chrono::Weekday::Fri;
    for (activity, starts_minute, minutes) in BY_HAND {
        let is_prep = activity == "prep";
        if is_prep && is_friday {
            continue;
        }
        let mut fields = vec![
            (log_entry::PERSON, session.me.into()),
            (log_entry::SOURCE, "manual".into()),
            (log_entry::DATE, date.into()),
            (log_entry::STARTS_MINUTE, starts_minute.into()),
            (log_entry::MINUTES, minutes.into()),
            (log_entry::ACTIVITY, activity.into()),
        ];
        if is_prep {
            fields.extend([(log_entry::GRANT, GRANT.0.into()), (log_entry::GRANT_PERCENT, GRANT.1.into())]);
        }
        rows.create(log_entry::ENTITY, time::instant(date, starts_minute + minutes, ZONE), fields)?;
    }
    Ok(())
}
