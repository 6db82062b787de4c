//! The figures beside the goals and the other programs.

use std::fmt::Write;

use serde::Serialize;

/// One measured figure.
#[derive(Debug, Clone, Serialize)]
pub struct Figure {
    /// "year up".
    pub case: &'static str,
    pub storage: &'static str,
    /// "bytes".
    pub what: &'static str,
    pub value: f64,
}

/// What is aimed at, and what the best other program came to on the same workload: `bench/figures.md` of the design.
struct Goal {
    case: &'static str,
    what: &'static str,
    most: f64,
    /// Where PostgreSQL has a goal of its own.
    most_postgresql: Option<f64>,
    others: &'static str,
}

const fn goal(case: &'static str, what: &'static str, most: f64, others: &'static str) -> Goal {
    Goal { case, what, most, most_postgresql: None, others }
}

const GOALS: &[Goal] = &[
    Goal {
        most_postgresql: Some(600.0),
        ..goal("year up", "service CPU ms", 300.0, "Anki 1,020, PouchDB 3,600, floor 226")
    },
    goal("year up", "wall ms", 500.0, "Anki 1,570 (file 530), PouchDB 6,800"),
    goal("year up", "bytes", 1_450_000.0, "Anki 3,080,000, Automerge 2,160,000"),
    goal("year up", "turns", 4.0, "Anki 238 (file 2), PouchDB 1,164, Yjs 3, Actual 1"),
    goal("year down", "device CPU ms", 450.0, "Anki 1,090 without index, floor 271"),
    goal("year down", "service CPU ms", 40.0, "Anki 300 (file 80)"),
    goal("year down", "wall ms", f64::INFINITY, "Anki 1,480, PouchDB 6,700, Actual 4,200"),
    goal("year down", "bytes", 1_450_000.0, "Anki 3,040,000"),
    goal("day up", "wall ms", 8.0, "Anki 28, PouchDB 174, Actual 63, floor 1.8"),
    goal("day up", "service CPU ms", 4.0, "Anki 10, PouchDB 54, Actual 42, floor 2"),
    goal("day up", "bytes", 15_500.0, "Anki 33,000, Automerge 63,500, floor 22,000"),
    goal("day up", "turns", 1.0, "Anki 9, PouchDB 19, Actual 1"),
    goal("day up slowly", "wall ms", 4_000.0, "Anki 11,400, Yjs 16,200, Actual 25,000, Automerge never"),
    goal("day down slowly", "wall ms", 4_000.0, "Anki 11,300, Yjs 16,000, Actual 25,100"),
    goal("no-op slowly", "wall ms", 1_300.0, "Anki 1,300, Actual 1,410, Yjs 3,900"),
    goal("no-op", "bytes", 350.0, "Anki 535, Yjs 600, Actual 1,100, PouchDB 5,600"),
    goal("no-op", "service CPU ms", 0.3, "Anki 0.5, Actual 5.9, PouchDB 6.5"),
    goal("no-op", "turns", 1.0, "Anki 1, Yjs 3, PouchDB 9"),
    goal("day cut at half", "bytes again", 16_384.0, "PouchDB 12,000, Anki 16,100 (all), Actual 60,200 (all)"),
    goal("year cut at half", "bytes again", 16_384.0, "PouchDB 18,000, Anki 1,802,000 (all), Yjs 4,000,000 (all)"),
    goal("8 years at once", "service peak MB", 120.0, "Anki 291, PouchDB 322, Actual 453"),
    goal("16 years up", "service peak MB", 64.0, "Anki 347"),
    goal("a year kept", "device disk MB", 13.0, "Anki 13.7 without index, Actual 58.6, floor 11.3"),
    goal("a year kept", "service disk MB", 9.0, "Anki 14.8, PouchDB 10.7, Actual 25.2"),
];

/// Goals that are a least.
const LEAST: &[Goal] = &[Goal {
    most_postgresql: Some(50_000.0),
    ..goal(
        "8 years at once",
        "rows a service CPU s",
        90_000.0,
        "Anki 33,100, Yjs 25,300, PouchDB 10,300, floor 123,000",
    )
}];

/// Writes all figures as a table, each beside its goal and the others.
pub fn write(figures: &[Figure]) -> String {
    let mut text = String::from("| case | figure | SQLite | PostgreSQL | goal | others |\n|---|---|---|---|---|---|\n");
    let mut told: Vec<(&str, &str)> = Vec::new();
    for Figure { case, what, .. } in figures {
        if told.contains(&(case, what)) {
            continue;
        }
        told.push((case, what));
        let of = |storage: &str| {
            let found = figures.iter().filter(|each| each.case == *case && each.what == *what);
            found.filter(|each| each.storage == storage).map(|each| each.value).next_back()
        };
        let goal = |goals: &'static [Goal]| goals.iter().find(|goal| goal.case == *case && goal.what == *what);
        let (most, least) = (goal(GOALS), goal(LEAST));
        let cell = |storage: &str| {
            let Some(value) = of(storage) else { return "–".to_owned() };
            let limit = |goal: &Goal| goal.most_postgresql.filter(|_| storage == "PostgreSQL").unwrap_or(goal.most);
            let missed = most.is_some_and(|goal| value > limit(goal)) || least.is_some_and(|goal| value < limit(goal));
            if missed { format!("**{}** missed", number(value)) } else { number(value) }
        };
        let aim = match (most, least) {
            (Some(goal), _) if goal.most.is_finite() => format!("≤ {}", limits(goal)),
            (_, Some(goal)) => format!("≥ {}", limits(goal)),
            _ => String::new(),
        };
        let others = most.or(least).map_or("", |goal| goal.others);
        let (sqlite, postgresql) = (cell("SQLite"), cell("PostgreSQL"));
        writeln!(text, "| {case} | {what} | {sqlite} | {postgresql} | {aim} | {others} |")
            .expect("memory can be written");
    }
    text
}

fn limits(goal: &Goal) -> String {
    let own = goal.most_postgresql.map(|most| format!(", PostgreSQL {}", number(most)));
    number(goal.most) + &own.unwrap_or_default()
}

/// Writes a number with its thousands apart, and a fraction only where it is small.
fn number(value: f64) -> String {
    if value < 100.0 && value.fract() != 0.0 {
        return format!("{value:.2}");
    }
    let digits = format!("{value:.0}");
    let groups: Vec<_> = digits.as_bytes().rchunks(3).rev().map(|group| String::from_utf8_lossy(group)).collect();
    groups.join(",")
}
