/**
 * The journal of one field: every state of what is typed goes to the disk, the first key at once.
 *
 * A write starts when a state is noted and none is under way; while one is under way the newest
 * state waits for it, but never longer than 150 ms after its oldest key. It hangs on `note`, which an
 * input event calls; the timers only help. Numbers rise, so a write that comes late replaces nothing.
 */
import { Problem } from "$lib/api/problem";
import type { Saved } from "$lib/api/observations";

/** What stands in a field. */
export interface FieldState {
  typed: string;
  speaker: string;
  /** The positions of the look-fors that are chosen for the line. */
  tags?: readonly number[];
  caret: number;
  /** When the line's first key was pressed, on the clock of `Desk.now`. */
  firstKey: number;
}

/** What a journal needs of the world. */
export interface Desk {
  /** `after` is the number of the line before: until that is kept, Rust does not write this state. */
  save(state: FieldState, number: number, after: number): Promise<Saved>;
  /** A write has returned: these words are on the disk. */
  saved(at: string): void;
  /** A write has failed; the words stay in memory and are tried again. */
  failed(problem: Problem): void;
  /** Milliseconds that never go back. */
  now(): number;
  /** Runs something later; returns how to take that back. */
  later(ms: number, run: () => void): () => void;
}

/** How long a key may wait while a write is under way, in milliseconds. */
const LONGEST_WAIT = 150;
/** A disk that hangs must not be given ever more to do. */
const MOST_UNDER_WAY = 4;
/** Waits before a failed write is tried again without a key, in milliseconds. */
const RETRIES = [300, 1_000, 3_000, 10_000] as const;
/** Numbers that another page's life of this field may have used. */
const LEAP = 1_000;

export class Journal {
  /** The number with which the line before was given to be kept; 0 when none was. */
  after = 0;
  #desk: Desk;
  #number: number;
  #state: FieldState | null = null;
  /** Versions count the states: noted, given to Rust, on the disk. */
  #noted = 0;
  #sent = 0;
  #durable = 0;
  #oldestKey = 0;
  #underWay = 0;
  #isPaused = false;
  /** Whether the disk knows this field; then it refuses numbers lower than it has seen. */
  #hasRow: boolean;
  #failures = 0;
  #stopTimer: (() => void) | null = null;
  #waiting: { version: number; done: () => void; failed: (problem: Problem) => void }[] = [];
  #quiet: (() => void)[] = [];

  /** `number` is the highest that this field has used before. */
  constructor(desk: Desk, number: number) {
    this.#desk = desk;
    this.#number = number;
    this.#hasRow = number > 0;
  }

  /** Whether everything noted is on the disk, or handed over with `take`. */
  get isClean(): boolean {
    return this.#durable === this.#noted;
  }

  /** The highest number used. */
  get number(): number {
    return this.#number;
  }

  get state(): FieldState | null {
    return this.#state;
  }

  /** Notes what stands in the field now. Called on every input event. */
  note(state: FieldState): void {
    if (this.#sent === this.#noted) this.#oldestKey = this.#desk.now();
    this.#state = state;
    this.#noted++;
    this.#pump();
  }

  /** The words go to another place (they are kept as a line): nothing of the field is left to write. */
  take(): void {
    this.#state = null;
    this.#noted++;
    this.#sent = this.#durable = this.#noted;
    this.#answer();
  }

  /** Writes what is not written, now. Resolves when it is on the disk, throws the problem when it is not. */
  flush(): Promise<void> {
    if (this.isClean) return Promise.resolve();
    const done = new Promise<void>((resolve, reject) => {
      this.#waiting.push({ version: this.#noted, done: resolve, failed: reject });
    });
    if (!this.#isPaused && this.#sent < this.#noted) this.#send();
    return done;
  }

  /** Lets no write begin until `go`. What is noted meanwhile waits. */
  pause(): void {
    this.#isPaused = true;
  }

  go(): void {
    this.#isPaused = false;
    this.#pump();
  }

  nextNumber(): number {
    return ++this.#number;
  }

  /**
   * Waits until an act may pass the writes that are under way. They carry lower numbers, so once the
   * field has its row on the disk they cannot undo the act; the very first write of a field could.
   */
  async clearance(): Promise<void> {
    if (this.#underWay > 0 && !this.#hasRow) await new Promise<void>((resolve) => this.#quiet.push(resolve));
  }

  /** Runs an act with a number above all before; no write begins meanwhile. */
  async hold<T>(act: (number: number) => Promise<T>): Promise<T> {
    this.pause();
    try {
      await this.clearance();
      return await act(this.nextNumber());
    } finally {
      this.go();
    }
  }

  #pump(): void {
    if (this.#isPaused || this.#sent === this.#noted) return;
    if (this.#underWay === 0) return this.#send();
    const left = this.#oldestKey + LONGEST_WAIT - this.#desk.now();
    if (this.#underWay >= MOST_UNDER_WAY) return;
    if (left <= 0) this.#send();
    else this.#wake(left);
  }

  #send(): void {
    const { state } = this;
    if (!state) return;
    this.#wake(null);
    const version = (this.#sent = this.#noted);
    const number = ++this.#number;
    this.#underWay++;
    this.#desk.save(state, number, this.after).then(
      ({ written, saved }) => this.#returned(version, number, written, saved),
      (thrown: unknown) => this.#refused(version, Problem.from(thrown)),
    );
  }

  #returned(version: number, number: number, written: boolean, saved: string): void {
    this.#underWay--;
    this.#hasRow = true;
    if (!written && number === this.#number) {
      // Nothing of ours overtook it, so the disk knows higher numbers than we do.
      this.#number += LEAP;
      if (this.#sent === version) this.#sent = this.#durable;
    } else {
      this.#failures = 0;
      this.#durable = Math.max(this.#durable, version);
      if (written) this.#desk.saved(saved);
    }
    this.#answer();
    this.#rest();
    this.#pump();
  }

  #refused(version: number, problem: Problem): void {
    this.#underWay--;
    this.#rest();
    if (version <= this.#durable) return this.#pump();
    if (this.#sent === version) this.#sent = this.#durable;
    this.#desk.failed(problem);
    if (this.#underWay > 0) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    waiting.forEach((one) => one.failed(problem));
    // A key that came during the write tries at once; else the next key does, or the timer.
    if (this.#noted > version) return this.#pump();
    const wait = RETRIES[Math.min(this.#failures++, RETRIES.length - 1)]!;
    this.#oldestKey = this.#desk.now() + wait - LONGEST_WAIT;
    this.#wake(wait);
  }

  #wake(ms: number | null): void {
    this.#stopTimer?.();
    this.#stopTimer = ms === null ? null : this.#desk.later(ms, () => this.#pump());
  }

  #answer(): void {
    const answered = this.#waiting.filter((one) => one.version <= this.#durable);
    this.#waiting = this.#waiting.filter((one) => one.version > this.#durable);
    answered.forEach((one) => one.done());
  }

  #rest(): void {
    if (this.#underWay > 0) return;
    const quiet = this.#quiet;
    this.#quiet = [];
    quiet.forEach((go) => go());
  }
}
