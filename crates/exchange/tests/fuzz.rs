//! Thousands of damaged files, the same ones each time. Whatever is fed in, nothing panics, and each input yields a
//! draft or at least one problem.

mod mutator;

use chrono::NaiveDate;
use chrono_tz::Tz;
use exchange::draft::{ExternalId, RosterDraft};
use exchange::mapping::{self, TargetField};
use exchange::oneroster::{self, Options};
use exchange::problem::FileProblem;
use exchange::source::{self, Limits, Source, SourceFile};
use exchange::{ics, pasted_script, table};

use crate::support::{district, district_1_1, workbook, zip_of, zip_parts};
use mutator::Mutator;

const FLOOR: u32 = 2_000;

/// Five hundred above the floor, or as many as the variable says, for a longer search by hand.
fn case_count() -> u32 {
    std::env::var("EXCHANGE_FUZZ_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(FLOOR + 500)
}

/// Runs the cases, prints how many, and how many of them were still read: a fuzz that only meets refusals tests little.
fn run(name: &str, mut case: impl FnMut(&mut Mutator) -> bool) {
    let mut mutator = Mutator::seeded(0x5EED_C0AC);
    let (mut cases, mut read) = (0_u32, 0_u32);
    while cases < case_count() {
        read += u32::from(case(&mut mutator));
        cases += 1;
    }
    eprintln!("fuzz {name}: {cases} cases, {read} still read");
    assert!(cases >= FLOOR, "{name}: {cases} cases");
    assert!(read > 0, "{name}: nothing was ever read");
}

fn are_told(problems: &[FileProblem]) {
    for problem in problems {
        assert!(!problem.message.is_empty() && !problem.hint.is_empty() && !problem.file.is_empty(), "{problem:?}");
        assert!(problem.message.chars().count() < 400, "a problem quotes shortly: {problem:?}");
    }
}

/// A stopped draft proposes nothing; another one is whole in itself.
fn is_sound(draft: &RosterDraft) -> bool {
    are_told(&draft.problems);
    if draft.is_stopped() {
        assert!(draft.people.is_empty() && draft.roles.is_empty() && draft.sections.is_empty());
        return false;
    }
    let proposes =
        !draft.people.is_empty() || !draft.orgs.is_empty() || !draft.removed.is_empty() || !draft.terms.is_empty();
    assert!(
        proposes || !draft.problems.is_empty() || draft.files.iter().all(|f| f.rows == 0),
        "neither draft nor problem"
    );
    let people: std::collections::HashSet<&ExternalId> = draft.people.iter().map(|p| &p.external_id).collect();
    assert_eq!(people.len(), draft.people.len(), "each person once");
    assert!(draft.roles.iter().all(|r| people.contains(&r.person)), "no role of nobody");
    assert!(draft.teachings.iter().all(|t| people.contains(&t.person)), "no class of nobody");
    true
}

#[test]
fn damaged_one_roster_files_yield_a_draft_or_a_problem() {
    let corpora = [district().0, district_1_1().0];
    let others: Vec<Vec<u8>> = corpora.iter().flat_map(|files| files.values().cloned()).collect();

    run("OneRoster", |mutator| {
        let mut files = mutator.one_of(&corpora).clone();
        for _ in 0..=mutator.below(2) {
            let at = mutator.below(files.len());
            let bytes = files.values_mut().nth(at).expect("within");
            *bytes = mutator.damaged(bytes, &others);
        }
        let files = files.into_iter().map(|(name, bytes)| SourceFile { name, bytes }).collect();
        let source = Source { name: "roster.zip".to_owned(), files, problems: Vec::new() };
        is_sound(&oneroster::read(&source, &Options::default()))
    });
}

#[test]
fn damaged_zips_yield_files_or_a_problem() {
    let corpus = [
        district().zip(),
        district_1_1().zip_under("export/"),
        zip_of(&[("../x.csv".to_owned(), b"a"), ("a.csv".to_owned(), b"Name\nA\n")]),
    ];
    let limits = Limits { entry_bytes: 1 << 20, total_bytes: 4 << 20, ..Limits::default() };

    run("zip", |mutator| {
        let zip = mutator.one_of(&corpus).clone();
        let damaged = mutator.damaged(&zip, &corpus);
        match source::from_bytes("roster.zip", damaged, &limits) {
            Ok(source) => {
                are_told(&source.problems);
                assert!(!source.files.is_empty());
                !source.is_one_roster() || is_sound(&oneroster::read(&source, &Options::default()))
            }
            Err(problems) => {
                are_told(&problems);
                assert!(!problems.is_empty());
                false
            }
        }
    });
}

/// A table, if it is one, goes through a random mapping as well.
fn map_at_random(read: Result<table::Table, Vec<FileProblem>>, mutator: &mut Mutator) -> bool {
    const TARGETS: [TargetField; 6] = [
        TargetField::FullName,
        TargetField::Given,
        TargetField::School,
        TargetField::Role,
        TargetField::Grade,
        TargetField::ExternalId,
    ];
    match read {
        Ok(table) => {
            are_told(&table.problems);
            assert!(table.rows.iter().all(|row| row.cells.len() == table.headers.len()));
            let mut mapping = mapping::suggest(&table.headers);
            if let Some(column) = mapping.columns.first_mut() {
                column.target = *mutator.one_of(&TARGETS);
            }
            is_sound(&mapping::apply(&table, &mapping));
            assert_eq!(mapping::fingerprint(&table.headers).len(), 32);
            true
        }
        Err(problems) => {
            are_told(&problems);
            assert!(!problems.is_empty());
            false
        }
    }
}

#[test]
fn damaged_csv_tables_yield_a_table_or_a_problem() {
    let corpus: Vec<Vec<u8>> = [
        "Name;School;Role\nRoy, Anna;Birch;Teacher\nBen Okafor;Cedar;Coach\n",
        "sep=,\nFirst,Last,Email,Period\n\"An\"\"na\",Roy,a@b.example,\"1,2\"\n",
        "Title\n\nTeacher\tCampus\tPassword\nRoy\tBirch\tS3cret\n",
        "\u{feff}Name,Rating\r\nÅsa Öberg,4\r\n",
    ]
    .map(|text| text.as_bytes().to_vec())
    .into();

    run("CSV table", |mutator| {
        let text = mutator.one_of(&corpus).clone();
        let bytes = mutator.damaged(&text, &corpus);
        map_at_random(table::read(&SourceFile { name: "staff.csv".to_owned(), bytes }), mutator)
    });
}

#[test]
fn damaged_workbooks_yield_a_table_or_a_problem() {
    let whole = workbook(&[&["Name", "School", "Room"], &["Anna Roy", "Birch", "12"], &["Ben Okafor", "Cedar", "7"]]);
    let parts = zip_parts(&whole);
    let others: Vec<Vec<u8>> = parts.iter().map(|(_, bytes)| bytes.clone()).collect();

    run("xlsx", |mutator| {
        // A damaged zip mostly ends at its checksum, so most cases damage the XML inside a sound one.
        let bytes = if mutator.below(4) == 0 {
            mutator.damaged(&whole, &others)
        } else {
            let mut parts = parts.clone();
            let at = mutator.below(parts.len());
            parts[at].1 = mutator.damaged(&parts[at].1, &others);
            zip_of(&parts.iter().map(|(name, bytes)| (name.clone(), bytes.as_slice())).collect::<Vec<_>>())
        };
        map_at_random(table::read(&SourceFile { name: "staff.xlsx".to_owned(), bytes }), mutator)
    });
}

#[test]
fn damaged_calendars_yield_a_draft_or_a_problem() {
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).expect("a day");
    let options = ics::Options { from: day(2026, 8, 1), until: day(2027, 7, 1), school_zone: Tz::America__Chicago };
    let corpus: Vec<Vec<u8>> = [
        "BEGIN:VCALENDAR\r\nX-WR-TIMEZONE:America/Chicago\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20261221\r\nDTEND;VALUE=DATE:20270104\r\nSUMMARY:Winter\r\n  Break\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:2\nDTSTART;TZID=America/New_York:20260901T150000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;UNTIL=20270601\nEXDATE;TZID=America/New_York:20260908T150000\nSUMMARY:PLC\nEND:VEVENT\nEND:VCALENDAR\n",
        "BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nTZID:Ours\nBEGIN:STANDARD\nTZOFFSETTO:-0600\nEND:STANDARD\nEND:VTIMEZONE\nBEGIN:VEVENT\nDTSTART;TZID=Ours:20260901T150000\nRDATE;VALUE=PERIOD:20260904T150000Z/PT1H\nRRULE:FREQ=MONTHLY;BYDAY=-1FR;BYSETPOS=1;COUNT=5\nSUMMARY:a\\, b\nEND:VEVENT\nEND:VCALENDAR\n",
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:3\nDTSTART:20200229T080000Z\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYWEEKNO=9\nSUMMARY:x\nEND:VEVENT\nBEGIN:VEVENT\nUID:3\nRECURRENCE-ID:20240229T080000Z\nDTSTART:20240301T080000Z\nEND:VEVENT\nEND:VCALENDAR\n",
    ]
    .map(|text| text.as_bytes().to_vec())
    .into();

    run("iCalendar", |mutator| {
        let text = mutator.one_of(&corpus).clone();
        let draft = ics::read("school.ics", &mutator.damaged(&text, &corpus), &options);
        are_told(&draft.problems);
        let has_draft = !draft.events.is_empty() || !draft.days.is_empty();
        assert!(
            has_draft || !draft.problems.is_empty(),
            "neither draft nor problem: {:?}",
            String::from_utf8_lossy(&text)
        );
        has_draft
    });
}

#[test]
fn strange_repetition_rules_end_soon() {
    const FREQUENCIES: [&str; 5] = ["DAILY", "WEEKLY", "MONTHLY", "YEARLY", "HOURLY"];
    const KEYS: [&str; 10] =
        ["INTERVAL", "COUNT", "BYDAY", "BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS", "WKST", "BYHOUR"];
    const VALUES: [&str; 18] = [
        "0", "1", "-1", "2", "5", "12", "29", "31", "-31", "53", "-53", "366", "-366", "65535", "MO", "-1FR", "5SU,TU",
        "1,2,3,-1",
    ];
    const STARTS: [&str; 4] = ["20260901T150000Z", "20200229T023000", "19000101", "20260308T023000"];
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).expect("a day");
    let options = ics::Options { from: day(2026, 8, 1), until: day(2031, 7, 1), school_zone: Tz::America__Chicago };

    run("repetition rules", |mutator| {
        let mut rule = format!("FREQ={}", mutator.one_of(&FREQUENCIES));
        for _ in 0..mutator.below(4) {
            rule.push_str(&format!(";{}={}", mutator.one_of(&KEYS), mutator.one_of(&VALUES)));
        }
        let start = mutator.one_of(&STARTS);
        let text = format!("BEGIN:VEVENT\nDTSTART:{start}\nRRULE:{rule}\nSUMMARY:x\nEND:VEVENT\n");
        let draft = ics::read("school.ics", text.as_bytes(), &options);
        are_told(&draft.problems);
        assert!(!draft.events.is_empty() || !draft.problems.is_empty(), "{rule}");
        assert!(draft.events.len() <= 2_001, "{rule}");
        !draft.events.is_empty()
    });
}

#[test]
fn damaged_scripts_keep_every_word() {
    let corpus: Vec<Vec<u8>> = [
        "9:05 T: Why?\n9:06 S3: Because 3:1\nthey write\n[12:30] Ss: yes\n",
        "0:00 start\n1:30 T: go\n12:59 pm S: x\n",
        "T:\nS:\n:::\n[\n]\n[]\n99:99\n",
    ]
    .map(|text| text.as_bytes().to_vec())
    .into();

    run("pasted script", |mutator| {
        let script = mutator.one_of(&corpus).clone();
        let text = String::from_utf8_lossy(&mutator.damaged(&script, &corpus)).into_owned();
        let lines = pasted_script::parse(&text);
        // The last word of a line that has one is never part of a time or a speaker that ends in a colon.
        let kept: String = lines.iter().map(|l| l.text.as_str()).collect::<Vec<_>>().join("\n");
        for word in text.split_whitespace().filter(|w| w.chars().all(char::is_alphabetic) && w.chars().count() > 5) {
            assert!(kept.contains(word), "{word} was lost from {text:?}");
        }
        !lines.is_empty()
    });
}
