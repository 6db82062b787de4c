//! The table of the rules against the product's own, cell by cell.

use domain::{
    access::{Cell, Reader, Record, TABLE},
    scope::Audience,
};

/// The product's table "data and reader", word for word, as far as its kinds of record exist here.
const PRODUCT: &str = "
Data              | author coach    | teacher      | team lead | coaching supervisor    | principal                     | evaluator of teacher | district data lead | partner      | researcher
Script            | ✔               | after share  | –         | only if agreement says | –                             | **never**            | –                  | –            | –
Debrief           | ✔               | after share  | –         | if agreement says      | topic only if teacher agrees  | **never**            | –                  | –            | –
Step              | ✔               | after share  | –         | if agreement says      | topic only if teacher agrees  | **never**            | –                  | –            | –
Activity          | ✔               | own          | own team  | ✔                      | ✔                             | ✔                    | agg                | agg          | coded
SessionPlan       | ✔               | ✔            | ✔         | ✔                      | ✔                             | ✔                    | ✔                  | own sessions | coded
Remark            | that coach      | –            | –         | ✔                      | –                             | –                    | –                  | –            | –
DataReview        | if roster right | own sections | team's    | agg n ≥ 10             | own school (roster right)     | as principal         | per agreement      | –            | de-identified
";

fn reader(column: &str) -> Reader {
    match column {
        "author coach" => Reader::Author,
        "teacher" => Reader::Teacher,
        "team lead" => Reader::Lead,
        "coaching supervisor" => Reader::Supervisor,
        "principal" => Reader::Principal,
        "evaluator of teacher" => Reader::Evaluator,
        "district data lead" => Reader::DataLead,
        "partner" => Reader::Partner,
        "researcher" => Reader::Researcher,
        _ => panic!("no reader {column}"),
    }
}

/// Returns whether a cell gives what the product's words say, or less where nothing can carry it yet.
fn says(words: &str, cell: Cell) -> bool {
    match words {
        "–" => cell == Cell::No,
        "**never**" => cell == Cell::Never,
        "after share" => cell == Cell::Via(Audience::Pair),
        "only if agreement says" | "if agreement says" => cell == Cell::IfAgreed(Audience::Programme),
        "own" | "own team" => cell == Cell::Via(Audience::Activity),
        "team's" => cell == Cell::Via(Audience::Team),
        "if roster right" | "that coach" => cell == Cell::Own,
        "agg" | "agg n ≥ 10" => cell == Cell::AsFigures,
        "✔" => matches!(
            cell,
            Cell::Own
                | Cell::NotYet
                | Cell::Via(Audience::Activity | Audience::Team | Audience::Programme | Audience::Review)
        ),
        "coded"
        | "de-identified"
        | "own sessions"
        | "own sections"
        | "topic only if teacher agrees"
        | "per agreement"
        | "as principal"
        | "own school (roster right)" => cell == Cell::NotYet,
        _ => panic!("no meaning for {words}"),
    }
}

#[test]
fn every_cell_of_the_products_table_says_the_same_here() {
    let mut lines = PRODUCT.trim().lines().map(|line| line.split('|').map(str::trim).collect::<Vec<_>>());
    let columns = lines.next().expect("a line of columns");
    let mut compared = 0;
    for line in lines {
        let row = TABLE.iter().find(|(record, _)| format!("{record:?}") == line[0]).expect("a kind of record");
        for (column, words) in columns.iter().zip(&line).skip(1) {
            let cell = row.1[reader(column) as usize];
            assert!(says(words, cell), "{} {column}: {words} is {cell:?}", line[0]);
            compared += 1;
        }
    }
    assert_eq!(compared, 7 * 9);
}

/// The page for coaches, whose table must say what the rules do.
const PAGE: &str = include_str!("../../../../docs/confidentiality.md");

/// Returns whether a cell does what the page says. What stands in brackets there is meant to come.
fn does(words: &str, cell: Cell) -> bool {
    match words {
        "–" => cell == Cell::No,
        "never" => cell == Cell::Never,
        "if agreed" => cell == Cell::IfAgreed(Audience::Programme),
        "when shared" | "when shared; about a teacher, if agreed" | "the coach, when shared" => {
            matches!(cell, Cell::Via(Audience::Pair | Audience::Programme))
        }
        "her own" | "lead: the team's" | "own school" => cell == Cell::Via(Audience::Activity),
        "figures" => cell == Cell::AsFigures,
        "yes" => matches!(
            cell,
            Cell::Own | Cell::Via(Audience::Activity | Audience::Team | Audience::Aggregate | Audience::Review)
        ),
        _ => words.starts_with('(') && cell == Cell::NotYet,
    }
}

#[test]
fn the_page_for_coaches_says_what_the_table_does() {
    let rows = [
        ("script and evidence", vec![Record::Script]),
        ("debrief, wording of a step, coaching cycle", vec![Record::Debrief, Record::Step, Record::Cycle]),
        ("facts of the work", vec![Record::Activity]),
        ("plans and sessions", vec![Record::SessionPlan]),
        ("coach note", vec![Record::CoachNote]),
        ("what is said of a coach note", vec![Record::Remark]),
        ("sharing agreement", vec![Record::Agreement]),
        ("observation of a coach", vec![Record::CoachObservation]),
        ("that something was read", vec![Record::Acknowledgement]),
        ("data review", vec![Record::DataReview]),
        ("figures over enough people", vec![Record::Figures]),
    ];
    let columns = [
        Reader::Author,
        Reader::Teacher,
        Reader::Lead,
        Reader::Supervisor,
        Reader::Principal,
        Reader::Evaluator,
        Reader::DataLead,
        Reader::Partner,
        Reader::Researcher,
    ];
    for (name, records) in rows {
        let line = PAGE.lines().find(|line| line.starts_with(&format!("| {name} |"))).expect(name);
        let words: Vec<_> = line.trim_matches('|').split('|').skip(1).map(str::trim).collect();
        assert_eq!(words.len(), columns.len(), "{name}");
        for record in records {
            let (_, cells) = TABLE.iter().find(|(row, _)| *row == record).expect("a row of the table");
            for (reader, words) in columns.into_iter().zip(&words) {
                let cell = cells[reader as usize];
                assert!(does(words, cell), "{name}, {reader:?}: the page says {words}, the table {cell:?}");
            }
        }
    }
}

#[test]
fn a_coach_note_is_for_the_author_and_their_supervisor() {
    for reader in Reader::ALL {
        let cell = TABLE.iter().find(|(record, _)| *record == Record::CoachNote).expect("a row").1[reader as usize];
        match reader {
            Reader::Author => assert_eq!(cell, Cell::Own),
            Reader::Supervisor => assert_eq!(cell, Cell::Via(Audience::Programme)),
            _ => assert_eq!(cell, Cell::No),
        }
    }
}
