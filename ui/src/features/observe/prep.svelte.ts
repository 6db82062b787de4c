/**
 * What is prepared after a lesson: the check of the last step with its evidence, praise, and one new step.
 * Lines that are marked before there is a check, or a step, wait here for it.
 */
import { praiseLine, prepareDebrief } from "$lib/api/debriefs";
import { checkStep, prep, proposeStep, setCheckLine, setStepLine, type CheckResult } from "$lib/api/steps";
import type { LessonRubric } from "$features/rubric/lesson-rubric.svelte";
import { Problem } from "$lib/api/problem";
import { sentences } from "$lib/done";
import { query, type Query } from "$lib/query.svelte";
import type { PrepView } from "$lib/api/steps";
import { toasts } from "$lib/toasts.svelte";

/** Marked lines of observations whose screen was left. */
const left = new Map<string, { check: string[]; step: string[] }>();

export class Prep {
  readonly observation: string;
  readonly read: Query<PrepView>;
  /** The rubric beside a script; the other kinds have none. */
  readonly rubric: LessonRubric | null;
  /** Lines that wait for a result. */
  forCheck = $state<string[]>([]);
  /** Lines that wait for a step. */
  forStep = $state<string[]>([]);

  constructor(observation: string, rubric: LessonRubric | null = null) {
    this.observation = observation;
    this.rubric = rubric;
    const before = left.get(observation);
    this.forCheck = before?.check ?? [];
    this.forStep = before?.step ?? [];
    this.read = query(["step", "line", "observation", "debrief", "calendar_day", "school_year"], () => prep(observation));
  }

  get view(): PrepView | undefined {
    return this.read.data;
  }

  /** Keeps a result; the marked lines are its evidence. */
  check = (found: CheckResult): Promise<void> =>
    this.#try(async () => {
      const { last } = this.view ?? {};
      if (!last) return;
      await checkStep({ step: last.id, observation: this.observation, found, date: null, lines: this.forCheck, note: "" });
      this.forCheck = [];
    });

  /** Takes a line as evidence of the check, or leaves it out. */
  markForCheck = (line: string): Promise<void> =>
    this.#try(async () => {
      const { last, check } = this.view ?? {};
      if (!last) return;
      if (!check) this.forCheck = toggled(this.forCheck, line);
      else await setCheckLine(last.id, check.id, line, !check.lines.some((one) => one.line === line), this.observation);
    });

  /** Takes a line as a reason for the new step, or leaves it out. */
  markForStep = (line: string): Promise<void> =>
    this.#try(async () => {
      const { next } = this.view ?? {};
      if (!next) this.forStep = toggled(this.forStep, line);
      else await setStepLine(next.row.id, line, !next.lines.some((one) => one.line === line), next.row.id);
    });

  /** Praises a line, or does not any more. It is kept with the debrief, which is prepared by the first one. */
  markForPraise = (line: string): Promise<void> =>
    this.#try(async () => {
      const { debrief, lines } = this.view?.praise ?? { debrief: null, lines: [] };
      await praiseLine(debrief ?? (await prepareDebrief(this.observation)), line, !lines.some((one) => one.line === line));
    });

  /** Prepares the debrief, in which words of praise are kept. */
  beginPraise = (): Promise<void> =>
    this.#try(async () => {
      if (this.view?.praise.debrief) return;
      await prepareDebrief(this.observation);
      await this.read.reload();
    });

  /** Begins the one step; its words are typed then. */
  write = (): Promise<void> =>
    this.#try(async () => {
      if (this.view?.next) return;
      const { observation, forStep: lines } = this;
      await proposeStep({ observation, teacher: null, text: "", lookFor: null, practice: "", checkDate: null, lines });
      this.forStep = [];
      await this.read.reload();
    });

  /** Does something and says why it could not be done. */
  run = (act: () => Promise<unknown>): Promise<void> => this.#try(async () => void (await act()));

  async #try(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (thrown) {
      toasts.show(sentences(Problem.from(thrown)));
    } finally {
      left.set(this.observation, { check: this.forCheck, step: this.forStep });
    }
  }
}

function toggled(lines: readonly string[], line: string): string[] {
  return lines.includes(line) ? lines.filter((one) => one !== line) : [...lines, line];
}
