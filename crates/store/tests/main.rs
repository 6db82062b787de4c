//! What the store promises, shown from outside: one module for each promise.

#[cfg(test)]
mod support;

#[cfg(test)]
mod one_write_path;
#[cfg(test)]
mod power_loss;
#[cfg(test)]
mod rebuilding;
