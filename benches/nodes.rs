//! How many nodes the page of a long lesson has. The one figure that needs a look into the page.

use serde_json::json;

use crate::{Bench, figure::Figure, support::profile, worlds};

pub fn measure(bench: &Bench) {
    let desk = bench.desk();
    worlds::lesson(&desk.home());
    let desk = desk.with("COACHLIGHT_PASSPHRASE", profile::PASSPHRASE);
    let driver = desk.drive();
    driver.wait_for_words("499 pieces");
    let count = driver.run("return document.querySelectorAll('*').length", json!([]));
    let mut nodes = Figure::new("nodes", "elements of the page in a lesson of 500 lines", "").median_at_most(1_500.0);
    nodes.add(count.as_f64().expect("a number"));
    bench.report(&nodes);
}
