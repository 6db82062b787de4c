/** Coaching cycles, their goals and the chain of what belongs to them. Rust decides which act is possible; the page shows. */
import { commands } from "../bindings";

export type {
  AddMeasure, BeginCycle, ChainNode, CoachingCycleRow, CoachingCyclesView, CoachingCycleView, CycleLink, CycleStanding,
  GoalView, MeasureView, NodeKind, SaveDays, SaveGoal, StageView,
} from "../bindings";

export const { coachingCycle, coachingChain, planCoachingCycle, removeCoachingCycle, printCoachingCycle } = commands;
export const { startCoachingCycle, pauseCoachingCycle, resumeCoachingCycle, completeCoachingCycle, abandonCoachingCycle, saveCycleDays } = commands;
export const { nextStage, stageBefore, decideStage, keepLocked, saveGoal, addMeasure, removeMeasure } = commands;
export const { coachingCycleOf, setCoachingCycle } = commands;
export const { previewCoachingCycle, shareCoachingCycle, stopSharingCoachingCycle } = commands;

export const coachingCycles = (teacher?: string) => commands.coachingCycles(teacher ?? null);

/** The ways of a coaching cycle, in the order in which they are offered. */
export const models = ["partnership", "student_centred", "action_step", "inquiry", "plan_do_study_act", "blank"] as const;

/** Why a coaching cycle ends before its last stage. */
export const reasons = ["teacher_left", "coach_left", "schedule", "priority_change", "goal_met_early", "other"] as const;
