//! Zone names of calendar programs to IANA zones.

use std::collections::{HashMap, HashSet};
use std::str::FromStr;

use chrono_tz::Tz;

use super::components::{Calendar, Component};
use crate::problem::{FileProblem, FileProblemCode, ProblemList, Severity, shown};

/// The zones of one calendar.
pub(super) struct Zones {
    file: String,
    school_zone: Tz,
    calendar_zone: Option<Tz>,
    /// Zones that the file describes itself, by their id.
    described: HashMap<String, Option<Tz>>,
    reported: HashSet<String>,
}

impl Zones {
    pub(super) fn new(file: &str, calendar: &Calendar, school_zone: Tz) -> Self {
        let mut described = HashMap::new();
        for zone in &calendar.zones {
            if let Some(id) = zone.property("TZID") {
                described.insert(id.value.clone(), from_description(zone));
            }
        }
        let calendar_zone = calendar.zone_name.as_deref().and_then(named);
        Self { file: file.to_owned(), school_zone, calendar_zone, described, reported: HashSet::new() }
    }

    pub(super) fn calendar_zone(&self) -> Option<Tz> {
        self.calendar_zone
    }

    /// The zone of times that name none: the calendar's, else the school's.
    pub(super) fn floating(&self) -> Tz {
        self.calendar_zone.unwrap_or(self.school_zone)
    }

    /// The zone of an id; one that nobody knows is reported once and read as the school's.
    pub(super) fn of(&mut self, id: &str, row: u32, problems: &mut ProblemList) -> Tz {
        let zone = named(id).or_else(|| self.described.get(id).copied().flatten());
        if zone.is_none() && self.reported.insert(id.to_owned()) {
            problems.push(unknown(&self.file, row, id, self.school_zone));
        }
        zone.unwrap_or(self.school_zone)
    }
}

/// A zone by its IANA name, also at the end of a path, or by its Windows name.
fn named(id: &str) -> Option<Tz> {
    let id = id.trim().trim_matches('"');
    if let Ok(zone) = Tz::from_str(id) {
        return Some(zone);
    }
    // `/freeassociation.sourceforge.net/America/Indiana/Knox`: the last two or three parts are the name.
    let slashes = id.rmatch_indices('/').map(|(at, _)| at).take(3);
    if let Some(zone) = slashes.filter_map(|at| Tz::from_str(&id[at + 1..]).ok()).last() {
        return Some(zone);
    }
    WINDOWS.iter().find(|(name, _)| name.eq_ignore_ascii_case(id)).map(|(_, zone)| *zone)
}

/// A zone from its own description: a name it mentions, else the zone of the United States with its two offsets, else
/// one of whole hours without summer time.
fn from_description(zone: &Component) -> Option<Tz> {
    let mentioned = ["X-LIC-LOCATION", "TZID-ALIAS-OF"].into_iter().find_map(|name| zone.property(name));
    if let Some(found) = mentioned.and_then(|p| named(&p.value)) {
        return Some(found);
    }
    let offset = |name| zone.all(name).last().map(|p| p.value.trim().to_owned());
    let (standard, daylight) = (offset("STANDARD")?, offset("DAYLIGHT"));
    let pair = (standard.as_str(), daylight.as_deref().unwrap_or(&standard));
    let american = OFFSETS.iter().find(|(s, d, _)| (*s, *d) == pair).map(|(_, _, zone)| *zone);
    american.or_else(|| if pair.0 == pair.1 { fixed(pair.0) } else { None })
}

/// A zone without summer time. Their names count backwards: `Etc/GMT+3` is three hours behind.
fn fixed(offset: &str) -> Option<Tz> {
    let hours: i8 = offset.strip_suffix("00").filter(|_| offset.len() == 5)?.parse().ok()?;
    Tz::from_str(&format!("Etc/GMT{:+}", -hours)).ok()
}

/// Windows names of the zones of North America and a few others that its calendar programs write.
const WINDOWS: [(&str, Tz); 18] = [
    ("Eastern Standard Time", Tz::America__New_York),
    ("US Eastern Standard Time", Tz::America__Indiana__Indianapolis),
    ("Central Standard Time", Tz::America__Chicago),
    ("Mountain Standard Time", Tz::America__Denver),
    ("US Mountain Standard Time", Tz::America__Phoenix),
    ("Pacific Standard Time", Tz::America__Los_Angeles),
    ("Alaskan Standard Time", Tz::America__Anchorage),
    ("Hawaiian Standard Time", Tz::Pacific__Honolulu),
    ("Atlantic Standard Time", Tz::America__Halifax),
    ("Newfoundland Standard Time", Tz::America__St_Johns),
    ("Canada Central Standard Time", Tz::America__Regina),
    ("SA Western Standard Time", Tz::America__Puerto_Rico),
    ("Central Standard Time (Mexico)", Tz::America__Mexico_City),
    ("West Pacific Standard Time", Tz::Pacific__Guam),
    ("GMT Standard Time", Tz::Europe__London),
    ("W. Europe Standard Time", Tz::Europe__Berlin),
    ("Romance Standard Time", Tz::Europe__Paris),
    ("UTC", Tz::UTC),
];

/// Standard and summer offsets of the zones of the United States.
const OFFSETS: [(&str, &str, Tz); 9] = [
    ("-0500", "-0400", Tz::America__New_York),
    ("-0600", "-0500", Tz::America__Chicago),
    ("-0700", "-0600", Tz::America__Denver),
    ("-0700", "-0700", Tz::America__Phoenix),
    ("-0800", "-0700", Tz::America__Los_Angeles),
    ("-0900", "-0800", Tz::America__Anchorage),
    ("-1000", "-1000", Tz::Pacific__Honolulu),
    ("-0400", "-0400", Tz::America__Puerto_Rico),
    ("+0000", "+0000", Tz::UTC),
];

fn unknown(file: &str, row: u32, id: &str, school_zone: Tz) -> FileProblem {
    FileProblem::new(
        file,
        Severity::Notice,
        FileProblemCode::ZoneUnknown,
        format!("The time zone \"{}\" is unknown. Its times were read as {}.", shown(id), school_zone.name()),
        "Compare one time with the calendar it came from before you confirm.",
    )
    .at_row(row)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_of_whole_hours_is_one_of_the_fixed_ones() {
        assert_eq!(fixed("-0300"), Some(Tz::Etc__GMTPlus3));
        assert_eq!(fixed("+1200"), Some(Tz::Etc__GMTMinus12));
        assert_eq!(fixed("+0530"), None);
        assert_eq!(fixed("00"), None);
    }

    #[test]
    fn zones_are_known_by_the_names_programs_give_them() {
        for (id, expected) in [
            ("America/Chicago", Some(Tz::America__Chicago)),
            ("/freeassociation.sourceforge.net/America/Indiana/Knox", Some(Tz::America__Indiana__Knox)),
            ("/citadel.org/20210210_1/Europe/Berlin", Some(Tz::Europe__Berlin)),
            ("Eastern Standard Time", Some(Tz::America__New_York)),
            ("\"Pacific Standard Time\"", Some(Tz::America__Los_Angeles)),
            ("My own zone", None),
            ("", None),
            ("/", None),
        ] {
            assert_eq!(named(id), expected, "{id}");
        }
    }
}
