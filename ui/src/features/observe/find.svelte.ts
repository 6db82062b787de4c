/** Finding words in the script: capitals and accents do not matter. */
import type { Entry } from "$lib/api/observations";

export type Range = readonly [start: number, length: number];

const NOTHING: ReadonlyMap<string, readonly Range[]> = new Map();
const NO_RANGES: readonly Range[] = [];

export class Find {
  isOpen = $state(false);
  query = $state("");
  #wanted = $state(0);
  #entries: () => readonly Entry[];

  /** The entries with the words, and where the words stand in them. */
  readonly found = $derived.by(() => {
    const wanted = plain(this.query.trim()).text;
    if (!this.isOpen || wanted === "") return NOTHING;
    const found = new Map<string, readonly Range[]>();
    for (const entry of this.#entries()) {
      const ranges = rangesOf(entry.text, wanted);
      if (ranges.length > 0) found.set(entry.id, ranges);
    }
    return found;
  });

  readonly ids = $derived([...this.found.keys()]);
  readonly at = $derived(Math.min(this.#wanted, this.ids.length - 1));
  readonly current = $derived(this.ids[this.at] ?? null);

  constructor(entries: () => readonly Entry[]) {
    this.#entries = entries;
  }

  rangesIn(id: string): readonly Range[] {
    return this.found.get(id) ?? NO_RANGES;
  }

  open(): void {
    this.isOpen = true;
  }

  close(): void {
    this.isOpen = false;
    this.query = "";
  }

  /** New words begin at the last place, which is nearest to the writing. */
  begin(): void {
    this.#wanted = Number.MAX_SAFE_INTEGER;
  }

  move(step: 1 | -1): void {
    const { length } = this.ids;
    if (length > 0) this.#wanted = (this.at + step + length) % length;
  }
}

/** Returns where the words stand, in UTF-16 units. `wanted` is plain already. */
export function rangesOf(text: string, wanted: string): Range[] {
  const { text: folded, places } = plain(text);
  const ranges: Range[] = [];
  for (let at = folded.indexOf(wanted); at >= 0; at = folded.indexOf(wanted, at + wanted.length)) {
    const start = places[at] ?? 0;
    ranges.push([start, (places[at + wanted.length] ?? text.length) - start]);
  }
  return ranges;
}

/** Without accents and capitals; `places` gives for each unit the place it came from. */
export function plain(text: string): { text: string; places: number[] } {
  let folded = "";
  const places: number[] = [];
  let at = 0;
  for (const character of text) {
    const bare = character.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
    for (let unit = 0; unit < bare.length; unit++) places.push(at);
    folded += bare;
    at += character.length;
  }
  return { text: folded, places };
}
