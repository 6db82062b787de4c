/** What the journals of a lesson's fields need of the real world: Rust, the clock and timers. */
import { saveDraft } from "$lib/api/observations";
import { later } from "$lib/unsaved";
import type { Desk } from "$lib/journal";

/** How long ago a moment of `performance.now()` was, in whole milliseconds. */
export function ageOf(moment: number): number {
  return Math.max(0, Math.round(performance.now() - moment));
}

/** The desk of a field: of the new line, or of a kept line that is being edited. */
export function deskOf(observation: string, line: string | null, told: Pick<Desk, "saved" | "failed">): Desk {
  return {
    ...told,
    later,
    now: () => performance.now(),
    save: ({ typed, speaker, tags = [], caret, firstKey }, number, after) =>
      saveDraft({ observation, line, number, after, typed, speaker, tags: [...tags], caret, ageMs: ageOf(firstKey) }),
  };
}
