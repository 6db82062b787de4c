/** Action steps and their checks. Rust decides which act is possible; the page shows. */
import { commands, type CheckResult } from "../bindings";

export type {
  CheckDay, CheckResult, CheckView, EvidenceView, PrepView, ProposedDay, ResultBeside, Standing, StepDetail, StepRow, StepsView,
  StudentResult,
} from "../bindings";

export const { prep, step, proposeStep, checkDay, checkStep, removeCheck, setCheckLine } = commands;
export const { setStepLine, setStepLookFor, setStepCategory, setStepCheckDate, setStepResult } = commands;
export const { agreeOnStep, practiseStep, dropStep, replaceStep, replaceStepWith, removeStep } = commands;

export const steps = (teacher?: string) => commands.steps(teacher ?? null);

/** What a check can find, in the order of the keys 1 to 4. */
export const found: readonly CheckResult[] = ["seen", "partly", "not-seen", "not-observed"];

/** The longest words of a step, in characters. */
export const LONGEST = 240;
