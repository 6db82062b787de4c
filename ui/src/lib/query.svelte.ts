/**
 * What a screen shows, read from Rust and read again when it changed there.
 *
 *     const week = query(["visit", "person"], () => weeks.week(date));
 *     {#if week.problem} … {:else if week.data} …
 *
 * Call it while a component is being made. State that `load` reads before its first `await` is
 * tracked: when it changes, the query runs again. The last data stays until new data is there, so
 * nothing flickers; an answer that was overtaken is dropped.
 */
import { untrack } from "svelte";
import { on } from "./api/ipc";
import { Problem } from "./api/problem";

/** How many reads are under way in the whole app: at none, the screen is still. */
export const reads = $state({ underWay: 0 });

export class Query<T> {
  data = $state.raw<T>();
  problem = $state.raw<Problem>();
  isWorking = $state(false);
  #asked = 0;
  #load: () => Promise<T>;

  constructor(load: () => Promise<T>) {
    this.#load = load;
  }

  reload = async (): Promise<void> => {
    const turn = ++this.#asked;
    const answer = this.#load();
    untrack(() => {
      this.isWorking = true;
      reads.underWay++;
    });
    try {
      const data = await answer;
      if (turn !== this.#asked) return;
      this.data = data;
      this.problem = undefined;
    } catch (thrown) {
      if (turn !== this.#asked) return;
      this.problem = Problem.from(thrown);
    } finally {
      reads.underWay--;
      if (turn === this.#asked) this.isWorking = false;
    }
  };

  /** Drops the answer that is on its way. */
  abandon(): void {
    this.#asked++;
  }
}

/** "all" is what an undo or a restore announces. */
function concerns(changed: readonly string[], shown: readonly string[]): boolean {
  return changed.some((entity) => entity === "all" || shown.includes(entity));
}

/** `entities` are the kinds of record whose change makes the data stale. */
export function query<T>(entities: readonly string[], load: () => Promise<T>): Query<T> {
  const made = new Query(load);
  $effect(() => {
    void made.reload();
  });
  $effect(() => {
    const stop = on("data-changed", (change) => {
      if (concerns(change.entities, entities)) void made.reload();
    });
    return () => {
      stop();
      made.abandon();
    };
  });
  return made;
}
