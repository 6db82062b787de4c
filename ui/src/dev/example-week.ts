/** A week for unit tests: entries by what matters to the claim, the rest filled in. */
import type { DayView, WeekEntry, WeekView } from "../lib/api/weeks";
import { minuteShown } from "../lib/day";
import { longDate } from "../lib/text/time";

/** Thursday of the example; the week begins on Monday 16 November. */
export const THURSDAY = "2026-11-19";

export function visit(id: string, teacher: string, time: string, rest: Partial<WeekEntry> = {}): WeekEntry {
  return {
    visit: id, observation: null, teacher: { id: `t-${id}`, name: teacher }, team: null, coach: null, time,
    startsMinute: time === "" ? null : minuteShown(time), context: "", detail: "", purpose: "", kind: "observe", state: "planned",
    reason: "", isAway: false, isNow: false, mayBeHeld: false, date: THURSDAY, period: "", minutes: null, section: null, last: null, ...rest,
  };
}

/** What became of a visit: its observation. */
export function observed(id: string, lines: number, isOpen = false): Partial<WeekEntry> {
  const observation = { id, teacher: "", context: "", day: "", started: "", duration: null, isOpen, lines, tagged: 0, isShared: false, from: null, kind: "scripted" as const, entries: 0, isCalibration: false, coach: null };
  return { state: "held", observation };
}

/** The week as Rust orders it: today, what is to come, then what is over, the latest first. */
export function week(now: string, entries: readonly WeekEntry[], rest: Partial<WeekView> = {}): WeekView {
  const dates = ["2026-11-19", "2026-11-20", "2026-11-18", "2026-11-17", "2026-11-16"];
  return {
    monday: "2026-11-16", range: "16–20 November", schoolWeek: 13, isNow: true, now,
    days: dates.map((date) => day(date, entries)), cycles: [], steps: [], lateDebriefs: [], teachers: 6,
    soFar: { held: 0, planned: 0, cancelled: 0, away: 0, observations: 0, lines: 0, tagged: 0 }, ...rest,
  };
}

function day(date: string, entries: readonly WeekEntry[]): DayView {
  const when = date === THURSDAY ? "today" : date === "2026-11-20" ? "tomorrow" : date > THURSDAY ? "later" : "past";
  return { date, heading: longDate(date), label: null, letter: null, when, entries: entries.filter((entry) => entry.date === date) };
}
