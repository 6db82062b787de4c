/** What the ledger shows of a week: its sections in order, where now lies, and what comes next. */
import type { DayView, WeekEntry, WeekView } from "$lib/api/weeks";
import { minuteShown } from "$lib/day";
import { text } from "$lib/text/en";
import { shortWeekday } from "$lib/text/time";

export interface Row {
  key: string;
  entry: WeekEntry;
  /** What stands in the margin: a time, or the weekday of a day that is over. */
  margin: string;
  isPast: boolean;
}

export interface Section {
  id: string;
  heading: string;
  note: string;
  rows: Row[];
  /** Before which row the now line stands; only today has one. */
  nowBefore: number | null;
  isToday: boolean;
}

export function agenda(week: WeekView): Section[] {
  if (!week.isNow) return week.days.map((day) => section(week, day, day.heading));
  const ahead = week.days.filter((day) => day.when !== "past");
  const over = week.days.filter((day) => day.when === "past" && day.entries.length > 0);
  const sections = ahead.map((day) => section(week, day, headingOf(day)));
  return over.length > 0 ? [...sections, earlier(over)] : sections;
}

function headingOf(day: DayView): string {
  if (day.when === "today") return text.week.days.today(day.heading);
  return day.when === "tomorrow" ? text.week.days.tomorrow(day.heading) : day.heading;
}

function section(week: WeekView, day: DayView, heading: string): Section {
  const rows = day.entries.map((entry) => row(entry, entry.time || text.week.entry.noTime, false));
  const isToday = day.when === "today";
  const note = [day.letter === null ? "" : text.week.days.letter(day.letter), day.label ?? ""].filter((part) => part !== "").join(", ");
  return { id: day.date, heading, note, rows, nowBefore: isToday ? nowAt(week, day) : null, isToday };
}

/** The days that are over, one line an entry. */
function earlier(days: readonly DayView[]): Section {
  // A day is written from morning to evening; read backwards from now, its last entry comes first.
  const rows = days.flatMap((day) => day.entries.toReversed().map((entry) => row(entry, shortWeekday(day.date), true)));
  const planned = rows.filter(({ entry }) => entry.visit !== null && entry.state !== "cancelled");
  const held = planned.filter(({ entry }) => entry.state === "held").length;
  const note = planned.length === 0 ? "" : text.week.days.earlierHeld(held, planned.length);
  return { id: "earlier", heading: text.week.days.earlier, note, rows, nowBefore: null, isToday: false };
}

function row(entry: WeekEntry, margin: string, isPast: boolean): Row {
  return { key: keyOf(entry), entry, margin, isPast };
}

/** What tells an entry apart from the others. */
export function keyOf(entry: WeekEntry): string {
  return entry.visit ?? entry.observation?.id ?? `${entry.date} ${entry.time}`;
}

/** Entries without a time stand below the line: they can still take place. */
function nowAt(week: WeekView, day: DayView): number {
  const now = minuteShown(week.now);
  const at = day.entries.findIndex((entry) => entry.startsMinute === null || entry.startsMinute > now);
  return at < 0 ? day.entries.length : at;
}

/** The school's date, when it lies in this week. */
export function today(week: WeekView): string | null {
  return week.days.find((day) => day.when === "today")?.date ?? null;
}

/** What to start now: the observation that is open, the visit that is due, or the next one of today. */
export function nextThing(week: WeekView): WeekEntry | null {
  const entries = week.days.find((day) => day.when === "today")?.entries ?? [];
  const now = minuteShown(week.now);
  const isAhead = (entry: WeekEntry) => entry.startsMinute === null || entry.startsMinute >= now;
  return (
    entries.find((entry) => entry.observation?.isOpen) ??
    entries.find((entry) => canStart(entry) && entry.isNow) ??
    entries.find((entry) => canStart(entry) && isAhead(entry)) ??
    null
  );
}

/** Whether a visit can become an observation: it is not over, and it is to a teacher or a coach. */
export function canStart(entry: WeekEntry): boolean {
  return isPlanned(entry) && (entry.teacher !== null || entry.coach !== null) && entry.observation === null;
}

/** Whether a visit can be moved and cancelled. */
export function isPlanned(entry: WeekEntry): boolean {
  return entry.visit !== null && (entry.state === "planned" || entry.state === "moved");
}

/** Whether a visit can be taken out of the week; one with lines stays with them. */
export function canRemove(entry: WeekEntry): boolean {
  return entry.visit !== null && entry.observation === null;
}

/** Whether there is anything to show at all. */
export function isEmpty(week: WeekView): boolean {
  return week.days.every((day) => day.entries.length === 0);
}
