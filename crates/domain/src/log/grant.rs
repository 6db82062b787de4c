//! Shares of a grant: a part of an entry's minutes that a grant pays, until the day it ends.

use chrono::NaiveDate;

/// The part of an entry that a grant pays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// The grant's code.
    pub code: String,
    /// How much of the entry, 1 to 100.
    pub percent: u32,
    /// The last day of the grant, when known.
    pub ends: Option<NaiveDate>,
}

impl Share {
    /// Returns whether the grant still pays on this day.
    #[must_use]
    pub fn pays_on(&self, date: NaiveDate) -> bool {
        self.ends.is_none_or(|ends| date <= ends)
    }
}

/// Returns how many minutes a grant pays, of entries with their day, minutes and share. Rounded once, over all of them.
#[must_use]
pub fn minutes<'a>(code: &str, entries: impl IntoIterator<Item = (NaiveDate, u32, &'a Share)>) -> u32 {
    let paid = entries.into_iter().filter(|(date, _, share)| share.code == code && share.pays_on(*date));
    let hundredths: u64 = paid.map(|(_, minutes, share)| u64::from(minutes) * u64::from(share.percent)).sum();
    u32::try_from((hundredths + 50) / 100).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(percent: u32) -> Share {
        Share { code: "G".into(), percent, ends: "2027-04-30".parse().ok() }
    }

    #[test]
    fn sd_26_600_minutes_of_which_150_count_half_are_525() {
        let april = "2027-04-12".parse().unwrap();
        let (whole, half) = (share(100), share(50));

        assert_eq!(minutes("G", [(april, 450, &whole), (april, 150, &half)]), 525);
        assert_eq!(minutes("H", [(april, 450, &whole)]), 0);
    }

    #[test]
    fn a_grant_pays_on_its_last_day_and_not_after() {
        let (last, after) = ("2027-04-30".parse().unwrap(), "2027-05-01".parse().unwrap());

        assert!(share(50).pays_on(last) && !share(50).pays_on(after));
        assert_eq!(minutes("G", [(last, 60, &share(50)), (after, 60, &share(50))]), 30);
    }
}
