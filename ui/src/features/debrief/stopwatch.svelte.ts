/** A time that Rust counts, sleep included; between its words the page only adds what passed since. */
import { stretch } from "$lib/stretch";

export class Stopwatch {
  /** "12:48" or "1:02:48". */
  shown = $state("0:00");
  #base = 0;
  #at = 0;
  #isRunning = false;

  /** Puts it to what Rust said just now. */
  set(elapsedMs: number, isRunning: boolean): void {
    this.#base = elapsedMs;
    this.#at = performance.now();
    this.#isRunning = isRunning;
    this.#show();
  }

  /** Goes on until stopped. */
  run(): () => void {
    const timer = setInterval(() => !document.hidden && this.#isRunning && this.#show(), 250);
    return () => clearInterval(timer);
  }

  #show(): void {
    this.shown = stretch(this.#base + (this.#isRunning ? performance.now() - this.#at : 0));
  }
}
