/** The line from paper that is being typed: every state is on the disk at once, as in a script. */
import { enterLine, saveEnteredLine } from "$lib/api/paper";
import type { DraftView } from "$lib/api/observations";
import { Problem } from "$lib/api/problem";
import { Journal } from "$lib/journal";
import { saving } from "$lib/saving.svelte";
import { later, sayUnsaved } from "$lib/unsaved";

export class PaperLine {
  time = $state("");
  typed = $state("");
  #observation: string;
  #journal: Journal;

  /** `left` is what was typed before a crash, or before the screen was left. */
  constructor(observation: string, left: DraftView | undefined) {
    this.#observation = observation;
    this.time = left?.typedTime ?? "";
    this.typed = left?.typed ?? "";
    this.#journal = new Journal(this.#desk(), left?.number ?? 0);
  }

  /** Called on every input event of either field. */
  input = ({ time = this.time, typed = this.typed }: { time?: string; typed?: string }): void => {
    this.time = time;
    this.typed = typed;
    this.#journal.note({ typed, speaker: "", caret: 0, firstKey: 0 });
  };

  /** Keeps the line and empties the fields. What was typed meanwhile belongs to the next line. */
  keep = async (): Promise<void> => {
    const { time, typed } = this;
    try {
      await this.#journal.hold(async (number) => {
        await enterLine({ observation: this.#observation, time, typed, number });
        const next = { time: after(this.time, time), typed: after(this.typed, typed) };
        this.time = this.typed = "";
        this.#journal.take();
        if (next.time !== "" || next.typed !== "") this.input(next);
      });
    } catch (thrown) {
      // What was refused stays in the fields, and on the disk.
      await this.settle().catch(() => undefined);
      throw thrown;
    }
  };

  /** Writes what stands in the fields; throws where it is not on the disk. */
  settle = (): Promise<void> => this.#journal.flush();

  #desk() {
    return {
      later,
      now: () => performance.now(),
      save: ({ typed }: { typed: string }, number: number) =>
        saveEnteredLine({ observation: this.#observation, time: this.time, typed, number }),
      saved: (at: string) => saving.saved(at),
      failed: (problem: Problem) => sayUnsaved(problem, saving.at),
    };
  }
}

/** What stands in a field now, without what was kept of it. */
function after(now: string, kept: string): string {
  return now.startsWith(kept) ? now.slice(kept.length) : now;
}
