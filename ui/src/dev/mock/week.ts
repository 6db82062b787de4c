import type { DayView, Plan, WeekEntry, WeekView } from "../../lib/api/weeks";
import { timeOfDay } from "../../lib/day";
import { say, type Commands } from "../mock";
import { teachers } from "./people";

const blank: WeekEntry = {
  visit: null, observation: null, teacher: null, team: null, coach: null, time: "", startsMinute: null, context: "", detail: "",
  purpose: "", kind: "observe", state: "planned", reason: "", isAway: false, isNow: false, mayBeHeld: false, date: "2026-11-19", period: "", minutes: null, section: null, last: null,
};

function visit(id: string, teacher: string, minute: number | null, rest: Partial<WeekEntry>): WeekEntry {
  const who = { id: teacher.toLowerCase().replaceAll(" ", "-"), name: teacher };
  const time = minute === null ? "" : timeOfDay(minute);
  return { ...blank, visit: id, teacher: who, startsMinute: minute, time, ...rest };
}

function lines(id: string, lines: number, tagged: number, isOpen = false): WeekEntry["observation"] {
  return { id, teacher: "", context: "", day: "19 November", started: "8:10", duration: isOpen ? null : "22:10", isOpen, lines, tagged, isShared: false, from: null, kind: "scripted", entries: 0, isCalibration: false, coach: null };
}

const last = {
  day: "Thu 12 Nov", observation: "o1", focus: "Wait time after questions.", leftOff: "I will plan four names before the lesson.", debriefDay: "Thu 12 Nov",
  steps: [{ id: "s1", text: "Wait three seconds before calling on anyone", check: "today" }],
};

let entries: WeekEntry[] = [
  visit("v1", "Tomás Reyes", 490, { context: "grade 5", detail: "Room 14, 22 minutes", state: "held", observation: lines("o1", 31, 9) }),
  visit("v2", "Adaeze Okafor", 545, { context: "grade 4", detail: "Room 12, 20 minutes", purpose: "She asked you to watch wait time after “how do you know?”", isNow: true, mayBeHeld: true, period: "2", minutes: 20, last }),
  visit("v3", "Grace Liu", 640, { context: "grade 4", detail: "Room 11, 20 minutes", state: "moved", reason: "Assembly on Tuesday." }),
  { ...visit("v4", "", 795, { detail: "Room 9, 45 minutes", purpose: "Agenda for the fractions session." }), teacher: null, team: { id: "t1", name: "Grade 4–5 math team" } },
  visit("v5", "Lena Fischer", 510, { context: "grade 5", detail: "Room 16, 20 minutes", date: "2026-11-20", period: "1", minutes: 20 }),
  visit("v6", "Sam Whitaker", 840, { context: "grade 5", detail: "Room 10", date: "2026-11-20", state: "cancelled", reason: "Testing" }),
  visit("v7", "Grace Liu", 500, { context: "grade 4", date: "2026-11-18", state: "held", observation: lines("o2", 44, 12) }),
  visit("v8", "Adaeze Okafor", 600, { context: "grade 4", date: "2026-11-17", state: "held", observation: lines("o3", 38, 10) }),
  { ...visit("", "Tomás Reyes", 620, { context: "grade 5", date: "2026-11-17", state: "held", observation: lines("o4", 12, 0) }), visit: null },
  visit("v9", "Lena Fischer", 500, { context: "grade 5", date: "2026-11-16" }),
];

const headings: Record<string, string> = {
  "2026-11-16": "Monday 16 November", "2026-11-17": "Tuesday 17 November", "2026-11-18": "Wednesday 18 November",
  "2026-11-19": "Thursday 19 November", "2026-11-20": "Friday 20 November",
};

function day(date: string): DayView {
  const when = date < "2026-11-19" ? "past" : date === "2026-11-19" ? "today" : "tomorrow";
  const own = entries.filter((entry) => entry.date === date).sort((one, other) => (one.startsMinute ?? 1440) - (other.startsMinute ?? 1440));
  return { date, heading: headings[date] ?? date, label: null, letter: null, when, entries: own };
}

function present(): WeekView {
  const order = ["2026-11-19", "2026-11-20", "2026-11-18", "2026-11-17", "2026-11-16"];
  return {
    monday: "2026-11-16", range: "16–20 November", schoolWeek: 13, isNow: true, now: "9:02", days: order.map(day),
    cycles: [
      { id: "c1", team: { id: "math", name: "Grade 4–5 math team" }, topic: "Fractions", focus: "Students explain how they know two fractions are equal, using a model.", week: 3, weeks: 9, held: 2, planned: 4 },
      { id: "c2", team: { id: "ela", name: "Grade 3 ELA team" }, topic: "Talk about texts", focus: "Students answer each other with words from the text.", week: 5, weeks: 12, held: 0, planned: 0 },
    ],
    steps: [
      { id: "s1", text: "Wait three seconds before calling on anyone", teacher: { id: "adaeze-okafor", name: "Adaeze Okafor" }, check: "today" },
      { id: "s2", text: "One model on paper before anyone answers", teacher: { id: "tomás-reyes", name: "Tomás Reyes" }, check: "today" },
      { id: "s3", text: "Post two sentence starters by the board", teacher: { id: "grace-liu", name: "Grace Liu" }, check: "Fri 20 Nov" },
    ],
    lateDebriefs: [{ id: "d1", teacher: { id: "grace-liu", name: "Grace Liu" }, lesson: "Tue 10 Nov" }],
    soFar: { held: 3, planned: 8, cancelled: 1, away: 0, observations: 4, lines: 125, tagged: 31 }, teachers: 6,
  };
}

function other(monday: string, range: string): WeekView {
  return {
    ...present(), monday, range, schoolWeek: 14, isNow: false, cycles: [], steps: [], lateDebriefs: [],
    days: [{ date: monday, heading: "Monday 23 November", label: null, letter: null, when: "later", entries: [] }, { date: "2026-11-26", heading: "Thursday 26 November", label: "Thanksgiving", letter: null, when: "later", entries: [] }],
    soFar: { held: 0, planned: 0, cancelled: 0, away: 0, observations: 0, lines: 0, tagged: 0 },
  };
}

function week({ day: asked }: { day: string | null }, search: URLSearchParams): WeekView {
  if (search.get("week") === "first") return { ...present(), days: [day("2026-11-21")], cycles: [], steps: [], teachers: 0, soFar: other("", "").soFar };
  if (search.get("week") === "empty") return { ...other("2026-11-16", "16–20 November"), isNow: true };
  if (asked !== null && !(asked >= "2026-11-16" && asked < "2026-11-23")) return other("2026-11-23", "23–27 November");
  return present();
}

function changed(): void {
  say("data-changed", { entities: ["visit"] });
}

function change(id: string, change: Partial<WeekEntry>): void {
  entries = entries.map((entry) => (entry.visit === id ? { ...entry, ...change } : entry));
  changed();
}

const times = (plan: Plan) => ({ time: plan.startsMinute === null ? "" : timeOfDay(plan.startsMinute), detail: plan.minutes ? `${plan.minutes} minutes` : "" });

const commands: Commands = {
  week,
  plan_visit: ({ plan }: { plan: Plan }) => {
    const teacher = teachers.find((one) => one.id === plan.teacher);
    entries = [...entries, { ...blank, ...plan, ...times(plan), visit: `v${entries.length + 1}`, team: null, coach: null, teacher: teacher ? { id: teacher.id, name: teacher.name } : null }];
    changed();
    return "v";
  },
  change_visit: ({ id, plan, reason }: { id: string; plan: Plan; reason: string }) => {
    const { date, startsMinute, period, minutes, purpose } = plan;
    change(id, { date, startsMinute, period, minutes, purpose, ...times(plan), state: "moved", reason });
  },
  hold_visit: ({ id }: { id: string }) => change(id, { state: "held" }),
  cancel_visit_for: ({ id, reason }: { id: string; reason: string }) => change(id, { state: "cancelled", reason, isAway: true }),
  carry_visit_over: ({ id }: { id: string }) => change(id, { date: "2026-11-23", state: "moved" }),
  visit_series: () => ({ days: ["Thu 19 Nov", "Thu 3 Dec"], leftOut: ["Thu 26 Nov (Thanksgiving)"] }),
  plan_visit_series: () => ({ days: ["Thu 19 Nov", "Thu 3 Dec"], leftOut: ["Thu 26 Nov (Thanksgiving)"] }),
  last_time: () => last,
  cancel_visit: ({ id, reason }: { id: string; reason: string }) => {
    if (reason.trim() === "") throw { code: "invalid", message: "Say in a few words why: testing, absence, coverage.", field: "reason" };
    change(id, { state: "cancelled", reason });
  },
  plan_visit_again: ({ id }: { id: string }) => change(id, { state: "planned" }),
  remove_visit: ({ id }: { id: string }) => {
    entries = entries.filter((entry) => entry.visit !== id);
    changed();
  },
  print_week: () => null,
};
export default commands;
