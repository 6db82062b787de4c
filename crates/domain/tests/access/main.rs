//! Who receives what, held against the product's text: every combination, properties, and the evaluator firewall.

mod matrix_read;
mod matrix_share;
mod matrix_write;
mod product_table;
mod properties;
mod st_6;
mod world;
