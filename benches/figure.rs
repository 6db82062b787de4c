//! One figure: what was measured, how often, and whether it meets its goal. A figure is printed and stored, never
//! asserted.

use std::{fs, path::Path};

use serde_json::{Value, json};

/// Which of the measured values a goal speaks of.
#[derive(Clone, Copy)]
pub enum Judged {
    Median,
    P95,
}

/// The most that a figure may be. All our figures are better when they are smaller.
#[derive(Clone, Copy)]
pub struct Goal {
    pub at_most: f64,
    pub of: Judged,
}

pub struct Figure {
    /// The name of its file.
    name: &'static str,
    what: &'static str,
    unit: &'static str,
    goal: Option<Goal>,
    /// In the order in which they were measured.
    values: Vec<f64>,
}

impl Figure {
    pub fn new(name: &'static str, what: &'static str, unit: &'static str) -> Self {
        Self { name, what, unit, goal: None, values: Vec::new() }
    }

    pub fn median_at_most(mut self, at_most: f64) -> Self {
        self.goal = Some(Goal { at_most, of: Judged::Median });
        self
    }

    pub fn p95_at_most(mut self, at_most: f64) -> Self {
        self.goal = Some(Goal { at_most, of: Judged::P95 });
        self
    }

    pub fn add(&mut self, value: f64) {
        self.values.push(value);
    }

    pub fn is_measured(&self) -> bool {
        !self.values.is_empty()
    }

    /// The value below which this share of the values lies (nearest rank).
    fn share(&self, share: f64) -> f64 {
        let mut sorted = self.values.clone();
        sorted.sort_by(f64::total_cmp);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a rank among few values")]
        let rank = ((share * sorted.len() as f64).ceil() as usize).clamp(1, sorted.len());
        sorted[rank - 1]
    }

    fn judged(&self, goal: Goal) -> f64 {
        match goal.of {
            Judged::Median => self.share(0.5),
            Judged::P95 => self.share(0.95),
        }
    }

    fn is_met(&self) -> Option<bool> {
        self.goal.map(|goal| self.judged(goal) <= goal.at_most)
    }

    /// Prints the figure as a row and stores it in `folder`.
    pub fn report(&self, folder: &Path) {
        assert!(self.is_measured(), "{} was not measured", self.name);
        println!("{}", self.row());
        let path = folder.join(format!("{}.json", self.name));
        let text = serde_json::to_string_pretty(&self.json()).expect("figures are plain JSON");
        fs::write(&path, text + "\n").unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }

    fn row(&self) -> String {
        let verdict = match (self.goal, self.is_met()) {
            (Some(goal), Some(is_met)) => {
                let of = if matches!(goal.of, Judged::P95) { "p95" } else { "median" };
                format!("{of} <= {:<8} {}", goal.at_most, if is_met { "met" } else { "MISSED" })
            }
            _ => "no goal".into(),
        };
        let [least, median, p95, most] = [0.0, 0.5, 0.95, 1.0].map(|share| self.share(share));
        let (what, unit, runs) = (self.what, self.unit, self.values.len());
        format!("{what:<58} {median:>9.1} {p95:>9.1} {least:>9.1} {most:>9.1} {unit:<5} {runs:>4}  {verdict}")
    }

    fn json(&self) -> Value {
        json!({
            "name": self.name,
            "what": self.what,
            "unit": self.unit,
            "runs": self.values.len(),
            "median": self.share(0.5),
            "p95": self.share(0.95),
            "least": self.share(0.0),
            "most": self.share(1.0),
            "goal": self.goal.map(|goal| json!({
                "atMost": goal.at_most,
                "of": if matches!(goal.of, Judged::P95) { "p95" } else { "median" },
                "met": self.is_met(),
            })),
            "values": self.values,
        })
    }
}

/// Prints what the columns of the rows are.
pub fn heading() {
    println!("{:<58} {:>9} {:>9} {:>9} {:>9} {:<5} {:>4}  goal", "", "median", "p95", "least", "most", "", "runs");
}
