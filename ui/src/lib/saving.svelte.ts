/** What the status bar says about saving. Only Rust's word counts: "saved" means on the disk. */
import type { Problem } from "./api/problem";

class Saving {
  /** The last save of this run, as words of the clock: "9:16:58". */
  at = $state<string | null>(null);
  /** Set while something could not be saved; the banner shows it until a save succeeds. */
  problem = $state.raw<Problem | null>(null);
  /** Words a screen puts in place of the general ones: "41 lines saved on this computer, last 9:16:58". */
  words = $state<string | null>(null);

  saved(at: string): void {
    this.at = at;
    this.problem = null;
  }

  failed(problem: Problem): void {
    this.problem = problem;
  }
}

export const saving = new Saving();
