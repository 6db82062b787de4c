/** What journals and queues need of the real world: Rust, the clock, timers, and the banner. */
import { saveDraft } from "$lib/api/observations";
import { Problem } from "$lib/api/problem";
import { saving } from "$lib/saving.svelte";
import { text } from "$lib/text/en";
import type { Desk } from "./journal";

/** Runs something later; returns how to take that back. */
export function later(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
}

/** How long ago a moment of `performance.now()` was, in whole milliseconds. */
export function ageOf(moment: number): number {
  return Math.max(0, Math.round(performance.now() - moment));
}

/** Shows that words are not on the disk, since when, and what to do. */
export function sayUnsaved(problem: Problem, since: string | null): void {
  const words = text.observe.unsaved;
  const message = `${since === null ? words.never : words.since(since)} ${problem.message}`;
  saving.failed(new Problem({ code: problem.code, message, hint: problem.hint ?? words.hint }));
}

/** The desk of a field: of the new line, or of a kept line that is being edited. */
export function deskOf(observation: string, line: string | null, told: Pick<Desk, "saved" | "failed">): Desk {
  return {
    ...told,
    later,
    now: () => performance.now(),
    save: ({ typed, speaker, tags = [], caret, firstKey }, number, after) =>
      saveDraft({ observation, line, number, after, typed, speaker, tags: [...tags], caret, ageMs: ageOf(firstKey) }),
  };
}
