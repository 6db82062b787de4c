/** Writes that wait or failed: timers, ages of keys, and the banner. */
import { Problem } from "$lib/api/problem";
import { saving } from "$lib/saving.svelte";
import { text } from "$lib/text/en";

/** Runs something later; returns how to take that back. */
export function later(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
}

/** Shows that words are not on the disk, since when, and what to do. */
export function sayUnsaved(problem: Problem, since: string | null): void {
  const words = text.observe.unsaved;
  const message = `${since === null ? words.never : words.since(since)} ${problem.message}`;
  saving.failed(new Problem({ code: problem.code, message, hint: problem.hint ?? words.hint }));
}
