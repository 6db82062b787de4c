/** Schools with their lesson times, and the school calendar. */
import { commands } from "../bindings";

export type { CalendarDay, CalendarView, PeriodView, SaveSchool, SchoolView, YearView } from "../bindings";

export type DayKind = "instructional" | "half" | "holiday" | "pd" | "testing" | "closed";

export const { schools, saveSchool, calendar, saveSchoolYear, saveCalendarDay, clearCalendarDay } = commands;
