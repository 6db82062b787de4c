/** The week, and planning, moving and cancelling its visits. */
import { call } from "./ipc";

export interface Named {
  id: string;
  name: string;
}

/** An observation as a row of a list shows it. */
export interface ObservationRow {
  id: string;
  teacher: string;
  context: string;
  day: string;
  started: string;
  /** Nothing while it is open. */
  duration: string | null;
  isOpen: boolean;
  lines: number;
  tagged: number;
}

export type VisitState = "planned" | "moved" | "held" | "cancelled";

/** An entry of a day: a visit, or an observation that nobody planned. */
export interface WeekEntry {
  visit: string | null;
  observation: ObservationRow | null;
  teacher: Named | null;
  team: Named | null;
  /** "8:10" or "1:15 pm"; empty when no time is planned. */
  time: string;
  /** Minutes after midnight in the school's zone. */
  startsMinute: number | null;
  context: string;
  detail: string;
  purpose: string;
  /** A `VisitState`, or the code of a newer version. */
  state: string;
  reason: string;
  isNow: boolean;
  date: string;
  period: string;
  minutes: number | null;
  section: string | null;
}

export interface DayView {
  date: string;
  heading: string;
  /** What the school calendar says of the day, when it is not ordinary. */
  label: string | null;
  when: "past" | "today" | "later";
  entries: WeekEntry[];
}

export interface StepView {
  id: string;
  text: string;
  teacher: Named;
  check: string;
}

export interface SoFar {
  held: number;
  planned: number;
  cancelled: number;
  observations: number;
  lines: number;
  tagged: number;
}

export interface WeekView {
  monday: string;
  range: string;
  schoolWeek: number | null;
  isNow: boolean;
  now: string;
  days: DayView[];
  steps: StepView[];
  soFar: SoFar;
  teachers: number;
}

/** A visit as it is planned: to a teacher or to a team. */
export interface Plan {
  teacher: string | null;
  team: string | null;
  section: string | null;
  date: string;
  startsMinute: number | null;
  period: string;
  minutes: number | null;
  purpose: string;
}

/** Reads the week that holds a day, or the present one. */
export const week = (day: string | null) => call<WeekView>("week", { day });

export const planVisit = (plan: Plan) => call<string>("plan_visit", { plan });
export const changeVisit = (id: string, plan: Plan, reason: string) =>
  call<null>("change_visit", { id, plan, reason });
export const cancelVisit = (id: string, reason: string) => call<null>("cancel_visit", { id, reason });
export const planVisitAgain = (id: string) => call<null>("plan_visit_again", { id });
export const removeVisit = (id: string) => call<null>("remove_visit", { id });

/** Writes the week as a PDF to where the person chose. */
export const printWeek = (day: string | null, path: string) => call<null>("print_week", { day, path });
