/**
 * A day as a person types it: "13 Oct", "13 10", "Oct 13", "10/13", "tue", "+5", "tomorrow", "2026-10-13". It is read in
 * one way everywhere. What was understood is said beside the field, so nothing has to be guessed twice. No clock: today
 * is given.
 */
import { addDays, isDate, weekday } from "./day";

/** Where a weekday is looked for: a lesson that was held lies behind, a plan ahead. */
export type Lean = "past" | "future";

/** The day, or why there is none: nothing that can be read, or a day that no calendar has. */
export type TypedDay = { date: string } | { fault: "unreadable" } | { fault: "missing"; day: number; month: number; year: number };

const MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const NEAR: Record<string, number> = { today: 0, tomorrow: 1, yesterday: -1 };
const UNREADABLE: TypedDay = { fault: "unreadable" };

export function typedDay(typed: string, today: string, lean: Lean): TypedDay {
  const words = typed.trim().toLowerCase();
  const near = NEAR[words];
  if (near !== undefined) return { date: addDays(today, near) };
  const away = /^([+-])\s*(\d{1,3})\s*(w?)$/.exec(words);
  if (away) return { date: addDays(today, (away[1] === "-" ? -1 : 1) * Number(away[2]) * (away[3] ? 7 : 1)) };
  const named = nameAt(WEEKDAYS, words);
  if (named !== -1) return { date: onWeekday(named + 1, today, lean) };
  const written = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(words);
  if (written) return dayOf(Number(written[3]), Number(written[2]), Number(written[1]));
  return inYear(words, today, lean);
}

/** The place of a name that begins so: "tue", "sept". Two letters tell no month, and "m" no day. */
function nameAt(names: readonly string[], words: string, least = 2): number {
  const bare = words.replace(/\.$/, "");
  const found = names.flatMap((name, at) => (name.startsWith(bare) || (name === "september" && bare === "sept") ? [at] : []));
  return bare.length >= least && found.length === 1 ? found[0]! : -1;
}

/** The nearest such weekday, today among them. */
function onWeekday(wanted: number, today: string, lean: Lean): string {
  const ahead = (wanted - weekday(today) + 7) % 7;
  return addDays(today, lean === "future" || ahead === 0 ? ahead : ahead - 7);
}

/** A day and a month, with a year or in the year that is meant. */
function inYear(words: string, today: string, lean: Lean): TypedDay {
  // "Tue 13 Oct": the weekday says nothing that the date does not.
  const bare = words.replace(/^[a-z]{2,9}\.?,?\s+(?=\d)/, (name) => (nameAt(WEEKDAYS, name.replace(/[\s,]+$/, "")) === -1 ? name : ""));
  const parts = bare.replace(/(\d)(st|nd|rd|th)\b/g, "$1").match(/\d+|[a-z]+/g) ?? [];
  if (!/^[\da-z\s.,/-]+$/.test(bare) || parts.length < 2 || parts.length > 3) return UNREADABLE;
  const pair = pairOf(parts[0]!, parts[1]!, bare.includes("/"));
  if (!pair) return UNREADABLE;
  if (parts[2] === undefined) return usualYear(pair, today, lean);
  if (!/^(\d{2}|\d{4})$/.test(parts[2])) return UNREADABLE;
  return dayOf(pair.day, pair.month, parts[2].length === 2 ? 2000 + Number(parts[2]) : Number(parts[2]));
}

/** Which of two is the month: the one with a name; the one that can be; with strokes the first, otherwise the second. */
function pairOf(first: string, second: string, isStroked: boolean): { day: number; month: number } | null {
  const isNumber = [first, second].map((part) => /^\d{1,2}$/.test(part));
  if (isNumber[0] && isNumber[1]) {
    const [one, two] = [Number(first), Number(second)];
    const isMonthFirst = two > 12 || (isStroked && one <= 12);
    return isMonthFirst ? { day: two, month: one } : { day: one, month: two };
  }
  const [number, name] = isNumber[0] ? [first, second] : [second, first];
  const month = nameAt(MONTHS, name, 3) + 1;
  return /^\d{1,2}$/.test(number) && month > 0 ? { day: Number(number), month } : null;
}

/** The year that is meant where none is written: the nearest day, and for what is over the last one. */
function usualYear({ day, month }: { day: number; month: number }, today: string, lean: Lean): TypedDay {
  const year = Number(today.slice(0, 4));
  const found = [year - 1, year, year + 1].flatMap((one) => {
    const read = dayOf(day, month, one);
    return "date" in read ? [read.date] : [];
  });
  const meant = lean === "past" ? found.filter((date) => date <= today) : found;
  const away = (date: string) => Math.abs(Date.parse(date) - Date.parse(today));
  const nearest = (meant.length > 0 ? meant : found).sort((one, other) => away(one) - away(other))[0];
  return nearest === undefined ? dayOf(day, month, year) : { date: nearest };
}

function dayOf(day: number, month: number, year: number): TypedDay {
  const date = [String(year).padStart(4, "0"), String(month).padStart(2, "0"), String(day).padStart(2, "0")].join("-");
  if (isDate(date)) return { date };
  return month >= 1 && month <= 12 && day >= 1 && day <= 31 ? { fault: "missing", day, month, year } : UNREADABLE;
}
