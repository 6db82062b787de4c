/** The week, and planning, moving and cancelling its visits. */
import { commands } from "../bindings";

export type { LastStep, LastTime, Repeat, SeriesView } from "../bindings";
export type { CycleView, DayView, Named, ObservationRow, Plan, SoFar, StepView, WeekEntry, WeekView } from "../bindings";

export const { week, planVisit, planVisitSeries, visitSeries, lastTime, changeVisit, holdVisit, cancelVisit, cancelVisitFor, carryVisitOver, planVisitAgain, removeVisit, printWeek } = commands;
