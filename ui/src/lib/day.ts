/** Dates as "2026-11-19" and times of a school day as minutes after midnight. No zone, no clock. */

const DAY = 86_400_000;

export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

/** 1 for Monday to 7 for Sunday. */
export function weekday(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
}

export function mondayOf(date: string): string {
  return addDays(date, 1 - weekday(date));
}

/** Returns whether a text is a day that exists: "2026-02-30" is none. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/** "8:05", "1:15 pm", and "06:45" so that `minuteOf` reads every time as it was meant. */
export function timeOfDay(minute: number): string {
  const hour = Math.floor(minute / 60) % 24;
  const half = hour === 0 ? " am" : hour < 12 ? "" : " pm";
  const shown = hour >= 1 && hour <= 6 ? `0${hour}` : `${hour % 12 || 12}`;
  return `${shown}:${String(minute % 60).padStart(2, "0")}${half}`;
}

/** Reads a time as the week shows it, where a missing "pm" means the morning. */
export function minuteShown(text: string): number {
  const [, hours, minutes, half] = /^(\d+):(\d+)(?: ([ap])m)?$/.exec(text) ?? [];
  const late = half === "p" ? 12 : 0;
  return (half ? (Number(hours ?? 0) % 12) + late : Number(hours ?? 0)) * 60 + Number(minutes ?? 0);
}

/**
 * Reads "8:05", "805", "8", "13:15", "1:15 pm". Without am or pm, 1 to 6 are in the afternoon: no
 * lesson begins before seven. Returns null for what is no time.
 */
export function minuteOf(text: string): number | null {
  const found = /^(\d{1,2})(?:[:.h]?(\d{2}))?\s*([ap])?\.?m?\.?$/i.exec(text.trim());
  if (!found) return null;
  const [, hours = "", minutes = "0", half] = found;
  const hour = inDay(Number(hours), half?.toLowerCase(), hours.startsWith("0"));
  const minute = Number(minutes);
  return hour === null || minute > 59 ? null : hour * 60 + minute;
}

/** A written zero in front ("06:50") means the morning. */
function inDay(hour: number, half: string | undefined, isPadded: boolean): number | null {
  if (half) return hour < 1 || hour > 12 ? null : (hour % 12) + (half === "p" ? 12 : 0);
  if (hour > 23) return null;
  return hour >= 1 && hour <= 6 && !isPadded ? hour + 12 : hour;
}
