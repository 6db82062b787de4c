/** Schools with their lesson times, and the school calendar. */
import { call } from "./ipc";

export interface PeriodView {
  code: string;
  /** Minutes after midnight in the school's zone. */
  startsMinute: number;
  endsMinute: number;
}

export interface SchoolView {
  id: string;
  name: string;
  /** "school", "district" and so on. */
  kind: string;
  zone: string;
  periods: PeriodView[];
}

export interface SaveSchool {
  id: string | null;
  name: string;
  zone: string;
  periods: PeriodView[];
}

export interface YearView {
  id: string;
  label: string;
  starts: string;
  ends: string;
}

export type DayKind = "instructional" | "half" | "holiday" | "pd" | "testing" | "closed";

export interface CalendarDay {
  date: string;
  /** A `DayKind`, or the code of a newer version. */
  kind: string;
  label: string;
}

export interface CalendarView {
  years: YearView[];
  /** The days that are not ordinary, by date. */
  days: CalendarDay[];
}

export const schools = () => call<SchoolView[]>("schools");
export const saveSchool = (school: SaveSchool) => call<string>("save_school", { school });

export const calendar = () => call<CalendarView>("calendar");
export const saveSchoolYear = (year: { id: string | null; label: string; starts: string; ends: string }) =>
  call<null>("save_school_year", year);
export const saveCalendarDay = (day: CalendarDay) => call<null>("save_calendar_day", { day });
export const clearCalendarDay = (date: string) => call<null>("clear_calendar_day", { date });
