/** Dates and times in words, in the school's zone. */

/** "9:02": the time of day as the margin column shows it. */
export function clock(instant: string | Date, zone: string): string {
  const parts = new Intl.DateTimeFormat("en-US", { timeZone: zone, hour: "numeric", minute: "2-digit" });
  return parts.format(new Date(instant)).replace(/\s?[AP]M$/i, "");
}

/** "4:12 pm", where morning and afternoon could be mixed up. */
export function clockOfDay(instant: string | Date, zone: string): string {
  const parts = new Intl.DateTimeFormat("en-US", { timeZone: zone, hour: "numeric", minute: "2-digit" });
  return parts.format(new Date(instant)).replace(/\s?([AP])M$/i, (_, half: string) => ` ${half.toLowerCase()}m`);
}

/** "Thursday 19 November": a date without a time, YYYY-MM-DD. */
export function longDate(date: string): string {
  return day(date, { weekday: "long", day: "numeric", month: "long" });
}

/** "19 November 2026". */
export function dateWithYear(date: string): string {
  return day(date, { day: "numeric", month: "long", year: "numeric" });
}

/** "Wed". */
export function shortWeekday(date: string): string {
  return day(date, { weekday: "short" });
}

/** "19 Nov, 4:12 pm" for an instant. */
export function moment(instant: string, zone: string): string {
  const date = new Intl.DateTimeFormat("en-GB", { timeZone: zone, day: "numeric", month: "short" });
  return `${date.format(new Date(instant))}, ${clockOfDay(instant, zone)}`;
}

function day(date: string, format: Intl.DateTimeFormatOptions): string {
  // A date has no zone; noon UTC keeps it the same day in the format's own zone.
  const noon = new Date(`${date}T12:00:00Z`);
  return new Intl.DateTimeFormat("en-GB", { ...format, timeZone: "UTC" }).format(noon).replace(",", "");
}
