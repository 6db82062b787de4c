//! A seeded, fictional district for onboarding, tests and benchmarks.
