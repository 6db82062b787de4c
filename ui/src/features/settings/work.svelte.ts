/** A piece of work of a settings section that can also change a setting, at once. */
import type { Settings } from "$lib/api/settings";
import { session } from "$lib/session.svelte";
import { Work as PlainWork } from "$lib/work.svelte";

export class Work extends PlainWork {
  change = (change: Partial<Settings>): Promise<boolean> => this.run(() => session.change(change));
}
