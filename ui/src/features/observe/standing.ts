/** Observations whose screen is left while words are still on their way to the disk: they go on here. */
import { closeObservation } from "$lib/api/observations";
import { later } from "$lib/unsaved";
import { Script } from "./script.svelte";

const AGAIN = 5_000;
const standing = new Map<string, Script>();
const shown = new Set<Script>();

/** Returns the script of an observation; the one with unsaved words when there is one. */
export function enter(id: string): Script {
  const script = standing.get(id) ?? new Script(id);
  shown.add(script);
  return script;
}

/** Saves what is left and gives the writer's hold back. Words that cannot be saved now stay, and are tried again. */
export async function leave(script: Script): Promise<void> {
  shown.delete(script);
  standing.set(script.id, script);
  try {
    await script.settle();
    if (shown.has(script)) return;
    standing.delete(script.id);
    await closeObservation(script.id);
  } catch {
    // The banner says it already; when only the hold could not be given back, it ends with the window.
    if (script.isUnsaved && !shown.has(script)) later(AGAIN, () => void leave(script));
    else standing.delete(script.id);
  }
}
