/** The log: proposed and confirmed time, by day and week. */
import { commands } from "../bindings";

export type {
  GrantMinutes, LogDayRow, LogDayView, LogKey, LogLine, LogWeekView, OpenVisit, Overlap, SaveLogLine, TotalsView, Visits,
} from "../bindings";

export const { logDay, logWeek, logWaiting, confirmLogLine, confirmLogDay, leaveOutLogLine } = commands;
export const { takeLogTime, keepLogTime, saveLogLine, splitLogLine, removeLogLine, resolveLogOverlap } = commands;
