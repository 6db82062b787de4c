/** Schools with their lesson times, and the school calendar. */
import { commands } from "../bindings";

export type { CalendarDay, CalendarView, PeriodView, SaveSchool, SchoolView, YearView } from "../bindings";

export type DayKind = "instructional" | "half" | "holiday" | "pd" | "testing" | "closed";

export const { schools, saveSchool, calendar, saveCalendarDay, clearCalendarDay } = commands;

export const saveSchoolYear = (year: { id: string | null; label: string; starts: string; ends: string }) =>
  commands.saveSchoolYear(year.id, year.label, year.starts, year.ends);
