//! Files in and out: rosters, tables, calendars, scripts written elsewhere.
