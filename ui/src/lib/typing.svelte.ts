/**
 * One field for prose of a record. Every state is on the disk at once; the words are kept as an act,
 * which undo takes back, when the person rests, leaves the field, or goes.
 */
import { keepTyped, saveTyped, typedWords } from "$lib/api/typed";
import { Problem } from "$lib/api/problem";
import { Journal } from "$lib/journal";
import { saving } from "$lib/saving.svelte";
import { later, sayUnsaved } from "$lib/unsaved";

/** How long nothing must be typed before the words are kept, in milliseconds. */
const REST = 1_500;

export class Typing {
  /** What stands in the field. */
  text = $state("");
  /** Why the words could not be kept; they stay in the field and on the disk. */
  problem = $state.raw<Problem | null>(null);
  /** Nothing may be typed before it is known what stands here. */
  isReady = $state(false);
  #row: string;
  #column: string;
  #journal: Journal | null = null;
  #kept: string;
  /** Whether the journal holds words of this field: they are kept even when the record says the same. */
  #isJournaled = false;
  #stopRest: (() => void) | null = null;
  #keeping: Promise<void> = Promise.resolve();

  constructor(row: string, column: string, kept: string) {
    this.#row = row;
    this.#column = column;
    this.#kept = this.text = kept;
  }

  /** Finds what was typed before a crash. */
  begin = async (): Promise<void> => {
    try {
      const { number, text } = await typedWords(this.#row, this.#column);
      this.#journal = new Journal(this.#desk(), number);
      if (text !== null) this.text = text;
      this.#isJournaled = text !== null;
      this.isReady = true;
      await this.settle();
    } catch (thrown) {
      this.problem = Problem.from(thrown);
    }
  };

  /** The record changed: by undo, in the other window, or by an exchange. Words that are being typed stay. */
  follow(kept: string): void {
    if (kept === this.#kept) return;
    const isUntouched = this.text.trim() === this.#kept;
    this.#kept = kept;
    if (isUntouched) this.text = kept;
  }

  /** Called on every input event. */
  input = (text: string): void => {
    this.text = text;
    this.#isJournaled = true;
    this.#journal?.note({ typed: text, speaker: "", caret: 0, firstKey: 0 });
    this.#stopRest?.();
    this.#stopRest = later(REST, () => void this.settle());
  };

  /** Keeps what is typed. Words that cannot be kept stay on the disk as they are. */
  settle = (): Promise<void> => {
    this.#stopRest?.();
    this.#stopRest = null;
    this.#keeping = this.#keeping.then(this.#keep);
    return this.#keeping;
  };

  /** Keeps what is typed before the page is taken away; throws where it is not even on the disk. */
  leave = async (): Promise<void> => {
    await this.settle();
    await this.#journal?.flush();
  };

  #keep = async (): Promise<void> => {
    const journal = this.#journal;
    const { text } = this;
    if (!journal) return;
    if (!this.#isJournaled) {
      // What was wrong with words that were taken back is wrong no more.
      this.problem = null;
      return;
    }
    try {
      await journal.hold(async (number) => {
        await keepTyped({ row: this.#row, column: this.#column, number, text });
        this.#kept = text.trim();
        if (this.text !== text) return;
        journal.take();
        this.#isJournaled = false;
      });
      this.problem = null;
    } catch (thrown) {
      this.problem = Problem.from(thrown);
      await journal.flush().catch(() => undefined);
    }
  };

  #desk() {
    return {
      later,
      now: () => performance.now(),
      save: ({ typed }: { typed: string }, number: number) =>
        saveTyped({ row: this.#row, column: this.#column, number, text: typed }),
      saved: (at: string) => saving.saved(at),
      failed: (problem: Problem) => sayUnsaved(problem, saving.at),
    };
  }
}
