//! `simulate`: runs as many worlds as are wanted, or one of them again.

use crate::{Done, places, process};

#[derive(Debug, Default, PartialEq)]
pub struct Options {
    seeds: Option<u64>,
    seed: Option<u64>,
}

impl Options {
    pub fn parse(words: &[String]) -> Done<Self> {
        let mut options = Self::default();
        for pair in words.chunks(2) {
            match pair {
                [flag, number] if flag == "--seeds" => options.seeds = Some(number.parse()?),
                [flag, number] if flag == "--seed" => options.seed = Some(number.parse()?),
                _ => return Err("simulate takes --seeds and a number, or --seed and a number".into()),
            }
        }
        Ok(options)
    }
}

/// Runs the worlds of `crates/worlds`. Of a single one, every line of its trace is printed where it fails.
pub fn simulate(options: &Options) -> Done {
    let mut worlds = places::cargo(&["test", "--package", "worlds", "--test", "worlds", "--", "--nocapture"]);
    worlds.arg("every_promise_is_kept_in_every_world");
    if let Some(seeds) = options.seeds {
        worlds.env("WORLDS_SEEDS", seeds.to_string());
    }
    if let Some(seed) = options.seed {
        worlds.env("WORLDS_SEED", seed.to_string()).env("WORLDS_TRACE", "whole");
    }
    process::run(&mut worlds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_world_or_many_can_be_asked_for() {
        let parse = |words: &[&str]| Options::parse(&words.iter().map(ToString::to_string).collect::<Vec<_>>());
        assert_eq!(parse(&["--seeds", "9"]).unwrap(), Options { seeds: Some(9), seed: None });
        assert_eq!(parse(&["--seed", "21"]).unwrap(), Options { seeds: None, seed: Some(21) });
        assert!(parse(&["--seed"]).is_err() && parse(&["--sed", "1"]).is_err());
    }
}
