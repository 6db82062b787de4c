//! School calendars: whole days, times and zones, repetitions, and the many ways in which real files are broken.

use std::fs;

use chrono::NaiveDate;
use chrono_tz::Tz;
use exchange::ics::{self, CalendarDraft, DayKind, EventWhen, Options};
use exchange::problem::{FileProblemCode as Code, Severity};

use crate::support::{has, shared_data};

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day")
}

fn options() -> Options {
    Options { from: day(2026, 8, 1), until: day(2027, 7, 1), school_zone: Tz::America__Chicago }
}

/// A calendar around the lines of its events.
fn read(lines: &str) -> CalendarDraft {
    let text = format!("BEGIN:VCALENDAR\nVERSION:2.0\n{lines}\nEND:VCALENDAR\n");
    ics::read("school.ics", text.as_bytes(), &options())
}

fn event(lines: &str) -> CalendarDraft {
    read(&format!("BEGIN:VEVENT\nUID:e1\n{lines}\nEND:VEVENT"))
}

/// The starts of timed events in UTC, or the first and last day of others.
fn times(draft: &CalendarDraft) -> Vec<String> {
    let text = |when: &EventWhen| match when {
        EventWhen::AllDay { first, last } => format!("{first}..{last}"),
        EventWhen::Timed { start, .. } => start.format("%Y-%m-%dT%H:%MZ").to_string(),
    };
    draft.events.iter().map(|e| text(&e.when)).collect()
}

#[test]
fn a_break_of_many_days_ends_the_day_before_its_end() {
    let draft = event("DTSTART;VALUE=DATE:20261221\nDTEND;VALUE=DATE:20270104\nSUMMARY:Winter Break");

    assert_eq!(draft.days.len(), 14);
    assert_eq!((draft.days[0].date, draft.days[13].date), (day(2026, 12, 21), day(2027, 1, 3)));
    assert!(draft.days.iter().all(|d| d.kind_guess == DayKind::Holiday && d.summary == "Winter Break"));
    assert!(draft.events.is_empty() && draft.problems.is_empty(), "{:?}", draft.problems);
}

#[test]
fn a_day_of_which_two_things_are_said_is_the_stronger_and_keeps_both_words() {
    let draft = read(
        "BEGIN:VEVENT\nDTSTART;VALUE=DATE:20261012\nSUMMARY:PD Day\nEND:VEVENT\n\
         BEGIN:VEVENT\nDTSTART;VALUE=DATE:20261012\nSUMMARY:Columbus Day\nEND:VEVENT",
    );

    assert_eq!(draft.days.len(), 1);
    assert_eq!((draft.days[0].kind_guess, draft.days[0].summary.as_str()), (DayKind::Holiday, "PD Day / Columbus Day"));
}

#[test]
fn an_early_release_at_a_time_makes_its_day_a_half_day_and_a_holiday_concert_none() {
    let draft = read(
        "BEGIN:VEVENT\nDTSTART:20261120T123000\nSUMMARY:Early Release\nEND:VEVENT\n\
         BEGIN:VEVENT\nDTSTART:20261217T180000\nSUMMARY:Holiday concert\nLOCATION:Gym\nEND:VEVENT",
    );

    assert_eq!((draft.days[0].date, draft.days[0].kind_guess), (day(2026, 11, 20), DayKind::Half));
    assert_eq!(draft.days.len(), 1);
    assert_eq!(draft.events[0].location.as_deref(), Some("Gym"));
}

#[test]
fn a_time_without_a_zone_is_the_schools_and_one_with_a_zone_is_its_own() {
    for (start, expected, zone) in [
        ("DTSTART:20260817T090000", "2026-08-17T14:00Z", "America/Chicago"),
        ("DTSTART:20260817T090000Z", "2026-08-17T09:00Z", "UTC"),
        ("DTSTART;TZID=America/New_York:20260817T090000", "2026-08-17T13:00Z", "America/New_York"),
        ("DTSTART;TZID=\"Pacific Standard Time\":20260817T090000", "2026-08-17T16:00Z", "America/Los_Angeles"),
        ("DTSTART;TZID=/x/1/Europe/Berlin:20260817T090000", "2026-08-17T07:00Z", "Europe/Berlin"),
    ] {
        let draft = event(&format!("{start}\nSUMMARY:PLC"));

        assert_eq!(times(&draft), [expected], "{start}");
        let EventWhen::Timed { zone: written, .. } = &draft.events[0].when else { panic!("timed") };
        assert_eq!(written, zone);
    }
}

#[test]
fn a_zone_that_the_file_describes_is_known_and_an_unknown_one_is_told_once() {
    let described = "BEGIN:VTIMEZONE\nTZID:Ours\nBEGIN:STANDARD\nTZOFFSETTO:-0700\nEND:STANDARD\nBEGIN:DAYLIGHT\nTZOFFSETTO:-0600\nEND:DAYLIGHT\nEND:VTIMEZONE\n";
    let events =
        "BEGIN:VEVENT\nDTSTART;TZID=Ours:20260817T090000\nDTEND;TZID=Ours:20260817T100000\nSUMMARY:PLC\nEND:VEVENT";

    let known = read(&format!("{described}{events}"));
    let unknown = read(events);

    assert_eq!(times(&known), ["2026-08-17T15:00Z"]);
    assert!(known.problems.is_empty());
    assert_eq!(times(&unknown), ["2026-08-17T14:00Z"]);
    assert_eq!(unknown.problems.iter().filter(|p| p.code == Code::ZoneUnknown).count(), 1);
}

#[test]
fn a_weekly_meeting_keeps_its_local_time_over_the_clock_change() {
    let draft = event("DTSTART;TZID=America/Chicago:20261027T150000\nRRULE:FREQ=WEEKLY;COUNT=3\nSUMMARY:PLC");

    assert_eq!(times(&draft), ["2026-10-27T20:00Z", "2026-11-03T21:00Z", "2026-11-10T21:00Z"]);
}

#[test]
fn called_off_and_moved_meetings_are_not_where_they_were() {
    let draft = read(
        "BEGIN:VEVENT\nUID:plc\nDTSTART;TZID=America/Chicago:20260901T150000\nRRULE:FREQ=WEEKLY;UNTIL=20260930\n\
         EXDATE;TZID=America/Chicago:20260908T150000\nSUMMARY:PLC\nEND:VEVENT\n\
         BEGIN:VEVENT\nUID:plc\nRECURRENCE-ID;TZID=America/Chicago:20260915T150000\nDTSTART;TZID=America/Chicago:20260916T100000\nSUMMARY:PLC\nEND:VEVENT\n\
         BEGIN:VEVENT\nUID:plc\nRECURRENCE-ID;TZID=America/Chicago:20260922T150000\nDTSTART;TZID=America/Chicago:20260922T150000\nSTATUS:CANCELLED\nSUMMARY:PLC\nEND:VEVENT",
    );

    assert_eq!(times(&draft), ["2026-09-01T20:00Z", "2026-09-16T15:00Z", "2026-09-29T20:00Z"]);
}

#[test]
fn a_yearly_holiday_from_long_ago_is_found_in_this_year() {
    let draft = event("DTSTART;VALUE=DATE:20010903\nRRULE:FREQ=YEARLY;BYMONTH=9;BYDAY=1MO\nSUMMARY:Labor Day");

    assert_eq!(draft.days.iter().map(|d| d.date).collect::<Vec<_>>(), [day(2026, 9, 7)]);
}

#[test]
fn added_dates_count_and_their_periods_by_their_start() {
    let draft = event(
        "DTSTART:20260901T150000Z\nRDATE:20260902T150000Z,20260903T150000Z\nRDATE;VALUE=PERIOD:20260904T150000Z/PT1H,nonsense\nSUMMARY:PLC",
    );

    assert_eq!(draft.events.len(), 4);
    assert!(has(&draft.problems, Code::DateUnreadable));
}

#[test]
fn a_rule_that_never_ends_stops_at_the_window_and_a_hasty_one_is_not_followed() {
    let endless = event("DTSTART;VALUE=DATE:20260801\nRRULE:FREQ=DAILY\nSUMMARY:Advisory");
    let hasty = event("DTSTART:20260801T150000Z\nRRULE:FREQ=SECONDLY\nSUMMARY:x");
    let multiplied = event("DTSTART:20260801T150000Z\nRRULE:FREQ=DAILY;BYMINUTE=1,2,3,4,5,6,7,8\nSUMMARY:x");
    let unreadable = event("DTSTART:20260801T150000Z\nRRULE:FREQ=OFTEN;UNTIL=soon\nSUMMARY:x");

    assert_eq!(endless.events.len(), 334);
    for draft in [hasty, multiplied, unreadable] {
        assert_eq!(draft.events.len(), 1, "its first time is taken");
        assert!(has(&draft.problems, Code::Recurrence));
    }
}

#[test]
fn rules_made_to_keep_the_program_busy_are_given_up() {
    let rule = "BEGIN:VEVENT\nDTSTART;VALUE=DATE:19000228\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31\nSUMMARY:Never\nEND:VEVENT\n";

    let draft = read(&rule.repeat(2_000));

    let told = draft.problems.iter().filter(|p| p.code == Code::Recurrence).count();
    assert!(told > 100, "{told}");
}

#[test]
fn one_broken_line_or_event_costs_itself_and_nothing_else() {
    let draft = read(
        "this is no line\nBEGIN:VEVENT\nDTSTART:INVALID-DATE\nSUMMARY:Broken\nEND:VEVENT\n\
         BEGIN:VEVENT\nSUMMARY:No start\nEND:VEVENT\nEND:VTODO\n\
         BEGIN:VEVENT\nDTSTART;;VALUE=DATE:20260907\nSUMMARY:Labor Day\nBEGIN:VALARM\nTRIGGER:-P1D\nEND:VEVENT\n\
         BEGIN:VEVENT\nDTSTART;VALUE=DATE:20260230\nSUMMARY:Never\nEND:VEVENT",
    );

    assert_eq!(draft.days.iter().map(|d| d.date).collect::<Vec<_>>(), [day(2026, 9, 7)]);
    assert_eq!(
        draft.problems.iter().filter(|p| p.severity == Severity::LeftOut).map(|p| p.row).collect::<Vec<_>>(),
        [Some(5), Some(8), Some(19)]
    );
    assert!(has(&draft.problems, Code::CalendarLine));
}

#[test]
fn folded_and_escaped_words_are_read_as_they_were_meant() {
    let draft = event("DTSTART:20260901T150000Z\nSUMMARY:Planning\\, week\r\n  one\\; rooms \\n 1\n\t and 2");

    assert_eq!(draft.events[0].summary, "Planning, week one; rooms 1 and 2");
}

#[test]
fn what_is_no_calendar_says_so() {
    for (text, code) in [
        ("", Code::FormatUnknown),
        ("given,family\nAnna,Roy\n", Code::FormatUnknown),
        ("BEGIN:VCALENDAR\nEND:VCALENDAR\n", Code::NothingToRead),
        ("\u{0}\u{1}\u{2}", Code::FormatUnknown),
    ] {
        let draft = ics::read("x.ics", text.as_bytes(), &options());

        assert_eq!((draft.problems[0].code, draft.problems[0].severity), (code, Severity::Stops), "{text:?}");
    }
}

#[test]
fn a_file_nested_a_million_deep_is_read_without_going_down() {
    let text = "BEGIN:VEVENT\n".repeat(1_000_000);

    let draft = ics::read("deep.ics", text.as_bytes(), &options());

    assert!(draft.events.is_empty() && !draft.problems.is_empty());
}

#[test]
fn every_real_calendar_beside_the_checkout_gives_days_events_or_a_reason() {
    let Some(folder) = shared_data("calendars") else { return };
    let (mut files, mut events, mut days, mut told) = (0, 0, 0, 0);
    for entry in fs::read_dir(folder).expect("readable").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.ends_with(".ics") {
            continue;
        }
        files += 1;
        let bytes = fs::read(entry.path()).expect("readable");
        // These calendars are from many years, and no window is longer than five.
        for year in (1995..2030).step_by(5) {
            let options =
                Options { from: day(year, 1, 1), until: day(year + 5, 1, 1), school_zone: Tz::America__Chicago };
            let draft = ics::read(&name, &bytes, &options);
            assert!(
                !draft.events.is_empty() || !draft.days.is_empty() || !draft.problems.is_empty(),
                "{name} says nothing"
            );
            assert!(draft.problems.iter().all(|p| !p.message.is_empty() && !p.hint.is_empty()), "{name}");
            (events, days, told) = (events + draft.events.len(), days + draft.days.len(), told + draft.problems.len());
        }
    }
    eprintln!("{files} real calendars read: {events} events, {days} days, {told} problems told");
    assert!(files >= 50);
}
