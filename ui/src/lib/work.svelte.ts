/** One piece of work: busy, then done or failed with words. */
import { Problem } from "./api/problem";

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

  /** What is wrong with a field, and nothing when another one is meant. */
  errorOf(field: string): string | null {
    return this.problem?.field === field ? this.problem.message : null;
  }

  /** The problem, unless it belongs to one of these fields and is shown there. */
  besides(...fields: string[]): Problem | null {
    const field = this.problem?.field;
    return field && fields.includes(field) ? null : this.problem;
  }
}
