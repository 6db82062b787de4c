//! The list of invariants: each test that it names is there. A test that was renamed would leave a row that proves nothing.

use std::{collections::BTreeSet, fs, path::Path};

use crate::places;

const LIST: &str = "docs/confidentiality.md";

/// Returns the tests that the list names and that nobody wrote.
pub fn findings() -> Result<Vec<String>, String> {
    let list = fs::read_to_string(places::root().join(LIST)).map_err(|source| format!("reading {LIST}: {source}"))?;
    let mut missing = named(&list);
    if missing.is_empty() {
        return Ok(vec![format!("{LIST} names no test beside an invariant")]);
    }
    for folder in ["crates", "src-tauri", "tests"] {
        let folder = places::root().join(folder);
        leave_out_written(&folder, &mut missing).map_err(|source| format!("reading {}: {source}", folder.display()))?;
    }
    Ok(missing.into_iter().map(|test| format!("{LIST} names the test {test}, which is not there")).collect())
}

/// The names of tests in the rows of invariants. A name that ends in an ellipsis is the beginning of several.
fn named(list: &str) -> BTreeSet<String> {
    let rows = list.lines().filter(|line| line.starts_with("| INV-"));
    let quoted = rows.flat_map(|row| row.split('`').skip(1).step_by(2));
    quoted.filter(|name| is_test(name)).map(str::to_owned).collect()
}

/// Files have a dot, modules two colons; a test says a sentence.
fn is_test(name: &str) -> bool {
    name.matches('_').count() > 2 && name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
}

fn leave_out_written(folder: &Path, missing: &mut BTreeSet<String>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            leave_out_written(&path, missing)?;
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            let text = fs::read_to_string(&path)?;
            missing.retain(|test| {
                !text.contains(&format!("fn {test}("))
                    && !text.contains(&format!("fn {test}\n"))
                    && !text.contains(&format!("    {test}\n"))
            });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_tests_of_the_rows_are_looked_for() {
        let list = "`not_in_a_row_at_all`\n| INV-3 only by an act | `actions/tests/consents.rs`: `the_author_s_act_only`, `domain::step` |";

        assert_eq!(named(list), ["the_author_s_act_only".to_owned()].into());
    }
}
