//! Types and rules of coaching: pure, without clock, IO or randomness.
