import type { LogDayView, LogKey, LogLine, LogWeekView, TotalsView } from "../../lib/api/log";
import { timeOfDay } from "../../lib/day";
import { say, type Commands } from "../mock";

const school = { id: "s1", name: "Juniper Middle" };

function line(id: string, activity: string, startsMinute: number, minutes: number, rest: Partial<LogLine> = {}): LogLine {
  return {
    id, key: { kind: "proposed", id }, isProposed: true, activity, class: "direct", time: timeOfDay(startsMinute), startsMinute,
    minutes, gapMinutes: 0, teacher: { id: "amir", name: "Amir Haddad" }, team: null, school, travelFrom: null, note: "",
    grant: "", grantPercent: null, grantEnds: "", changed: null, isOrphan: false, ...rest,
  };
}

let lines: LogLine[] = [
  line("l1", "observe", 487, 43, { gapMinutes: 4 }),
  line("l2", "observe", 545, 45, { teacher: { id: "bea", name: "Bea Okafor" } }),
  line("l3", "debrief", 580, 20),
  line("l4", "prep", 660, 40, { key: { kind: "entry", id: "l4" }, isProposed: false, class: "indirect", teacher: null }),
];

function totals(): TotalsView {
  const own = lines.filter((one) => !one.isProposed);
  const sum = (code: string) => own.filter((one) => one.class === code).reduce((all, one) => all + (one.minutes ?? 0), 0);
  const [direct, indirect, nonCoaching] = ["direct", "indirect", "non_coaching"].map(sum) as [number, number, number];
  const logged = direct + indirect + nonCoaching;
  return { direct, indirect, nonCoaching, logged, directShare: logged === 0 ? null : Math.round((direct * 1000) / logged), activities: [] };
}

function day(): LogDayView {
  const [one, other] = [lines.find(({ id }) => id === "l2"), lines.find(({ id }) => id === "l3")];
  const isShared = one?.minutes === 45 && other?.startsMinute === 580;
  return {
    date: "2026-11-19", heading: "Thursday 19 November", today: "2026-11-19", lines, leftOut: [], totals: totals(),
    overlaps: isShared ? [{ one: one.key, other: other.key, fromMinute: 580, toMinute: 590 }] : [],
    toConfirm: lines.filter((one) => one.isProposed).length,
  };
}

const week = (): LogWeekView => ({
  monday: "2026-11-16", range: "16–20 November", isNow: true, totals: totals(), grants: [],
  days: ["Monday 16", "Tuesday 17", "Wednesday 18", "Thursday 19", "Friday 20"].map((name, at) => ({
    date: `2026-11-${16 + at}`, heading: `${name} November`, label: null, minutes: at < 3 ? 240 : 0, toConfirm: at === 3 ? 3 : 0, overlaps: 0, isAhead: at > 3,
  })),
  visits: { planned: 8, held: 4, away: 1, cancelled: 1, missed: 1, open: 1 },
  openVisits: [{ id: "v9", who: "Lena Fischer", day: "Mon 16 Nov, 8:20", next: "Mon 23 Nov" }],
});

function confirmed(is: (one: LogLine) => boolean): void {
  lines = lines.map((one) => (is(one) ? { ...one, isProposed: false, key: { kind: "entry", id: one.id } } : one));
  say("data-changed", { entities: ["log_entry"] });
}

const commands: Commands = {
  log_day: day,
  log_week: week,
  log_waiting: () => ({ lines: day().toConfirm }),
  confirm_log_line: ({ key }: { key: LogKey }) => confirmed((one) => one.key.id === key.id),
  confirm_log_day: () => {
    const before = day().toConfirm;
    confirmed(({ id }) => id === "l1");
    return { confirmed: before - day().toConfirm, overlapping: day().toConfirm, withoutLength: 0 };
  },
  leave_out_log_line: () => null,
  take_log_time: () => null,
  keep_log_time: () => null,
  save_log_line: () => ({ id: "l5", grantEnded: null }),
  split_log_line: () => "l6",
  remove_log_line: () => null,
  resolve_log_overlap: () => {
    lines = lines.map((one) => (one.id === "l2" ? { ...one, minutes: 35 } : one));
    confirmed(({ id }) => id === "l2" || id === "l3");
  },
};
export default commands;
