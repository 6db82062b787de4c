//! What the store promises, shown from outside: one module for each promise.

#[cfg(test)]
mod attachments;
#[cfg(test)]
mod backups;
#[cfg(test)]
mod bad_backups;
#[cfg(test)]
mod confidential;
#[cfg(test)]
mod drafts;
#[cfg(test)]
mod erasing;
#[cfg(test)]
mod exchange_cases;
#[cfg(test)]
mod exchanging;
#[cfg(test)]
mod full_disk;
#[cfg(test)]
mod homes;
#[cfg(test)]
mod kills;
#[cfg(test)]
mod leases;
#[cfg(test)]
mod leaving;
#[cfg(test)]
mod long_work;
#[cfg(test)]
mod one_write_path;
#[cfg(test)]
mod pair_states;
#[cfg(test)]
mod power_loss;
#[cfg(test)]
mod rebuilding;
#[cfg(test)]
mod requests;
mod same_value;
#[cfg(test)]
mod searching;
#[cfg(test)]
mod states;
#[cfg(test)]
mod steps;
#[cfg(test)]
mod students;
#[cfg(test)]
mod support;
#[cfg(test)]
mod sync_centre;
#[cfg(test)]
mod tampering;
#[cfg(test)]
mod threads;
#[cfg(test)]
mod undoing;
