/**
 * Lines on their way to the disk, in the order they were kept. The page shows a line at once; here it
 * waits for the one before it and for the field's last write. A line that fails stays and is tried
 * again, unless Rust says that it can never be kept: then its words go back to the field.
 */
import type { Kept } from "$lib/api/observations";
import { Problem } from "$lib/api/problem";
import type { Journal } from "$lib/journal";

/** A line as it stood in the field. */
export interface KeptLine {
  /** The id of its row until Rust has given the real one. */
  id: string;
  typed: string;
  speaker: string;
  /** When its first key was pressed, on the clock of the page. */
  firstKey: number;
  tags: number[];
}

export interface Keeper {
  keep(line: KeptLine, number: number): Promise<Kept>;
  kept(line: KeptLine, kept: Kept): void;
  /** It could not be kept now, and waits. */
  waits(line: KeptLine, problem: Problem): void;
  /** It could not be kept, and leaves the queue. */
  returned(line: KeptLine, problem: Problem): void;
  /** Whether a line that failed may go back to the field, which is empty. */
  isFieldFree(): boolean;
  later(ms: number, run: () => void): () => void;
}

const RETRIES = [500, 2_000, 5_000, 10_000] as const;

export class KeepQueue {
  #journal: Journal;
  #keeper: Keeper;
  #lines: KeptLine[] = [];
  #isRunning = false;
  #failures = 0;
  #problem: Problem | null = null;
  #stopTimer: (() => void) | null = null;
  #waiting: { done: () => void; failed: (problem: Problem) => void }[] = [];

  constructor(journal: Journal, keeper: Keeper) {
    this.#journal = journal;
    this.#keeper = keeper;
  }

  get isEmpty(): boolean {
    return this.#lines.length === 0;
  }

  /** The words of lines that failed. They belong in the journal too, until they are kept. */
  get failedWords(): string[] {
    return this.#problem ? this.#lines.map((line) => line.typed) : [];
  }

  add(line: KeptLine): void {
    // A draft written before a line that waits would lend that line its time.
    this.#journal.pause();
    this.#lines.push(line);
    void this.run();
  }

  /** Resolves when every line is kept, throws the problem when the first one cannot be. */
  settled(): Promise<void> {
    if (this.isEmpty) return Promise.resolve();
    const settled = new Promise<void>((resolve, reject) => {
      this.#waiting.push({ done: resolve, failed: reject });
    });
    void this.run();
    return settled;
  }

  /** Keeps what waits, one after the other, until one fails. */
  run = async (): Promise<void> => {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#stopTimer?.();
    this.#journal.pause();
    await this.#journal.clearance();
    for (let line = this.#lines[0]; line; line = this.#lines[0]) {
      if (!(await this.#keepOne(line))) break;
    }
    this.#journal.go();
    this.#isRunning = false;
    this.#tell();
  };

  /** Returns whether the queue may go on. */
  async #keepOne(line: KeptLine): Promise<boolean> {
    const before = this.#journal.after;
    try {
      const number = this.#journal.nextNumber();
      this.#journal.after = number;
      const keeping = this.#keeper.keep(line, number);
      // What is typed next is written without waiting for this line, unless another line waits.
      if (this.#lines.length === 1) this.#journal.go();
      const kept = await keeping;
      this.#lines.shift();
      this.#failures = 0;
      this.#problem = null;
      this.#keeper.kept(line, kept);
      return true;
    } catch (thrown) {
      // This number was never used: what is typed must not wait for it.
      this.#journal.after = before;
      return this.#fail(line, Problem.from(thrown));
    }
  }

  #fail(line: KeptLine, problem: Problem): boolean {
    const isAlone = this.#lines.length === 1 && this.#keeper.isFieldFree();
    if (problem.code === "invalid" || isAlone) {
      this.#lines.shift();
      this.#problem = null;
      this.#keeper.returned(line, problem);
      return true;
    }
    this.#problem = problem;
    this.#keeper.waits(line, problem);
    const wait = RETRIES[Math.min(this.#failures++, RETRIES.length - 1)]!;
    this.#stopTimer = this.#keeper.later(wait, () => void this.run());
    return false;
  }

  #tell(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    const problem = this.#problem;
    for (const one of waiting) {
      if (problem) one.failed(problem);
      else one.done();
    }
  }
}
