/**
 * The lesson's clock. Rust counts, sleep included; between its words the page only adds what passed
 * since. Every ten seconds, and when the window is seen again, Rust is asked.
 */
import { tickObservation } from "$lib/api/observations";
import { Problem } from "$lib/api/problem";
import { stretch } from "$lib/stretch";

const TICK = 10_000;

export class LessonClock {
  /** "12:48" or "1:02:48". */
  shown = $state("0:00");
  #base = 0;
  #at = 0;
  #isRunning = false;

  /** Puts the clock to what Rust said just now. */
  set(elapsedMs: number, isRunning: boolean): void {
    this.#base = elapsedMs;
    this.#at = performance.now();
    this.#isRunning = isRunning;
    this.#show();
  }

  /** Milliseconds since the start, at a moment of `performance.now()`. */
  elapsedAt(moment: number): number {
    return this.#base + (this.#isRunning ? moment - this.#at : 0);
  }

  /** Runs until stopped. `slept` hears of a new gap, `refused` that the observation is not open here any more. */
  run(id: string, slept: () => void, refused: (problem: Problem) => void): () => void {
    let last = performance.now();
    const ask = async () => {
      last = performance.now();
      try {
        const { elapsedMs, hasNewGap } = await tickObservation(id);
        this.set(elapsedMs, this.#isRunning);
        if (hasNewGap) slept();
      } catch (thrown) {
        refused(Problem.from(thrown));
      }
    };
    const look = () => {
      if (document.hidden || !this.#isRunning) return;
      this.#show();
      if (performance.now() - last >= TICK) void ask();
    };
    const seen = () => {
      if (!document.hidden && this.#isRunning) void ask();
    };
    const timer = setInterval(look, 250);
    document.addEventListener("visibilitychange", seen);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", seen);
    };
  }

  #show(): void {
    this.shown = stretch(this.elapsedAt(performance.now()));
  }
}

/** Moves "9:59:58" on by milliseconds, as a wall clock shows it. */
export function addTo(time: string, ms: number): string {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(":").map(Number);
  const all = hours * 3600 + minutes * 60 + seconds + Math.round(ms / 1000);
  const two = (number: number) => String(((number % 60) + 60) % 60).padStart(2, "0");
  const hour = (((Math.floor(all / 3600) - 1) % 12) + 12) % 12;
  return `${hour + 1}:${two(Math.floor(all / 60))}:${two(all)}`;
}
