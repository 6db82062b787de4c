/** A line of the log in words. */
import type { LogLine } from "$lib/api/log";
import { timeOfDay } from "$lib/day";
import { presenting } from "$lib/presenting.svelte";
import { logText } from "$lib/text/en/log";

const words = logText;

export function activity(code: string): string {
  return words.activities[code] ?? code;
}

/** "Observe, Amir Haddad", or the way from one school to another. */
export function title(line: LogLine): string {
  if (line.activity === "travel" && line.school) return words.line.way(line.travelFrom?.name ?? "", line.school.name);
  return words.line.title(activity(line.activity), who(line));
}

function who(line: LogLine): string {
  if (line.teacher) return presenting.name(line.teacher.name, "teacher");
  return line.team?.name ?? "";
}

/** Until when, where, and what else is known, in one line. */
export function meta(line: LogLine): string {
  const until = line.startsMinute !== null && line.minutes !== null ? words.line.until(timeShown(line.startsMinute + line.minutes)) : "";
  const gaps = line.gapMinutes > 0 ? words.line.gaps(line.gapMinutes) : "";
  const place = line.activity === "travel" ? "" : (line.school?.name ?? "");
  const grant = line.grant !== "" && line.grantPercent !== null ? words.line.grant(line.grant, line.grantPercent) : "";
  // What a person wrote is not for the wall.
  const note = presenting.isOn ? "" : line.note;
  return [until, place, gaps, grant, note].filter((part) => part !== "").join(" · ");
}

/** "8:50", as Rust writes it: without the zero that a field needs. */
export function timeShown(minute: number): string {
  return timeOfDay(minute).replace(/^0/, "");
}
