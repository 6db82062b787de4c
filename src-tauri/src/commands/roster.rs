//! Rosters and calendars from files: read, shown, and only then imported.

/// A file that was read and not yet imported.
pub struct Preview;
