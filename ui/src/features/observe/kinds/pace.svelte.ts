/**
 * The pace of interval coding: which interval it is by the lesson's clock, what is left of it, and the silent prompt when
 * the next one begins. It looks at the moment in which something changes, and at least four times a second, so that a
 * clock that Rust has put right is followed.
 */
import type { LessonClock } from "../clock.svelte";

/** How long a prompt is seen, in milliseconds. */
const PROMPT = 1_200;
const OFTEN = 250;

export class Pace {
  /** The present interval, from 1. */
  number = $state(1);
  /** Whole seconds until the next one. */
  left = $state(0);
  isPrompting = $state(false);
  #clock: Pick<LessonClock, "elapsedAt">;
  #length: number;
  #prompted: (at: number) => void;

  constructor(clock: Pick<LessonClock, "elapsedAt">, seconds: number, prompted: (at: number) => void = () => undefined) {
    this.#clock = clock;
    this.#length = seconds * 1000;
    this.#prompted = prompted;
    this.#look();
  }

  /** Runs until stopped. */
  run(): () => void {
    let next: ReturnType<typeof setTimeout>;
    let end: ReturnType<typeof setTimeout>;
    const beat = () => {
      const before = this.number;
      const rest = this.#look();
      if (this.number !== before) {
        this.isPrompting = true;
        this.#prompted(performance.now());
        clearTimeout(end);
        end = setTimeout(() => (this.isPrompting = false), PROMPT);
      }
      next = setTimeout(beat, Math.min(OFTEN, rest));
    };
    beat();
    return () => {
      clearTimeout(next);
      clearTimeout(end);
    };
  }

  /** Looks at the clock, and returns how long until the second or the interval changes. */
  #look(): number {
    const elapsed = Math.max(0, this.#clock.elapsedAt(performance.now()));
    this.number = Math.floor(elapsed / this.#length) + 1;
    const rest = this.number * this.#length - elapsed;
    this.left = Math.ceil(rest / 1000);
    return Math.max(1, Math.ceil(rest % 1000) || 1000);
  }
}
