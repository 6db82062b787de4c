/** A long piece of work that Rust does: how far it is, in words for the progress line. */
import { onMount } from "svelte";
import { on, type LongStep } from "./api/ipc";
import { text } from "./text/en";

const MEGABYTE = 1_000_000;

export class Long {
  #step = $state.raw<LongStep | null>(null);
  #isUnderWay = $state(false);

  /** Runs it, and hears meanwhile how far it is. */
  run = async <T>(task: () => Promise<T>): Promise<T> => {
    this.#isUnderWay = true;
    try {
      return await task();
    } finally {
      this.#isUnderWay = false;
      this.#step = null;
    }
  };

  hear = (step: LongStep): void => {
    if (this.#isUnderWay) this.#step = step;
  };

  /** What the progress line shows; nothing while nothing is under way. */
  get shown(): { label: string; done?: number; of?: number } | null {
    if (!this.#isUnderWay) return null;
    const { stage, done, total } = this.#step ?? { stage: "beginning" as const, done: 0, total: 0 };
    const label = text.common.stages[stage];
    if (total === 0) return { label };
    const unit = stage === "unpacking" || stage === "copying" ? MEGABYTE : 1;
    return { label, done: Math.round(done / unit), of: Math.max(1, Math.round(total / unit)) };
  }

  /** From here on nothing can be stopped any more. */
  get isOpening(): boolean {
    return this.#step?.stage === "opening";
  }
}

/** Makes one that hears its announcement for as long as the component is there. */
export function longWork(announcement: "restore-progress" | "check-progress" | "stick-progress" | "archive-progress"): Long {
  const long = new Long();
  onMount(() => on(announcement, long.hear));
  return long;
}
