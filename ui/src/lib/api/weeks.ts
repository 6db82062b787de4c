/** The week, and planning, moving and cancelling its visits. */
import { commands } from "../bindings";

export type { CycleView, DayView, Named, ObservationRow, Plan, SoFar, StepView, WeekEntry, WeekView } from "../bindings";

export const { week, planVisit, changeVisit, holdVisit, cancelVisit, planVisitAgain, removeVisit, printWeek } = commands;
