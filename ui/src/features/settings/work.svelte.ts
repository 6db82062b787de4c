/** One piece of work of a settings section: busy, then done or failed with words. */
import { Problem } from "$lib/api/problem";
import type { Settings } from "$lib/api/settings";
import { session } from "$lib/session.svelte";

export class Work {
  isBusy = $state(false);
  problem = $state.raw<Problem | null>(null);

  /** Runs it and returns whether it went well. */
  run = async (task: () => Promise<unknown>): Promise<boolean> => {
    this.isBusy = true;
    this.problem = null;
    try {
      await task();
      return true;
    } catch (thrown) {
      this.problem = Problem.from(thrown);
      return false;
    } finally {
      this.isBusy = false;
    }
  };

  /** Changes a setting at once. */
  change = (change: Partial<Settings>): Promise<boolean> => this.run(() => session.change(change));
}
