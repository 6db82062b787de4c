//! Rosters and calendars from files, end to end: a real encrypted database, real files, a clock that stands still.

#[cfg(test)]
mod calendars;
#[cfg(test)]
mod endings;
#[cfg(test)]
mod imports;
#[cfg(test)]
mod joining;
#[cfg(test)]
mod mappings;
#[cfg(test)]
mod support;
#[cfg(test)]
mod terms;
