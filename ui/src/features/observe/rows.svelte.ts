/** The entries of a script as the screen shows them: those on the disk, those on their way there, and the choice among them. */
import type { Entry } from "$lib/api/observations";
import { presenting } from "$lib/presenting.svelte";
import { countTags, isRowOf, isTagged, merge, rowsOf, speakerBeforeLast } from "./entries";
import type { KeptLine } from "./keeping";

export type Filter = "all" | "tagged" | "untagged";

export class Rows {
  /** What is on the disk, in the order of time; a mark whose key was just pressed is on its way there. */
  kept = $state.raw<readonly Entry[]>([]);
  /** Lines that were kept and are not on the disk yet. */
  pending = $state.raw<readonly Entry[]>([]);
  filter = $state<Filter>("all");

  readonly visible = $derived.by(() => {
    const all = this.pending.length > 0 ? [...this.kept, ...this.pending] : this.kept;
    const shown = presenting.isOn ? all.filter((entry) => entry.kind !== "wondering") : all;
    if (this.filter === "all") return shown;
    return shown.filter((entry) => entry.kind === "line" && isTagged(entry) === (this.filter === "tagged"));
  });
  readonly counts = $derived.by(() => {
    const lines = [...this.kept, ...this.pending].filter(({ kind }) => kind === "line");
    return { all: lines.length, tagged: lines.filter(isTagged).length };
  });
  /** How many lines show each look-for, by position. */
  readonly tagCounts = $derived(countTags(this.kept));

  /** How many lines are on the disk. */
  get savedLines(): number {
    return this.kept.filter(({ kind }) => kind === "line").length;
  }

  /** Of the lines as they are shown, on the disk or not yet. */
  speakerBeforeLast = (): string => speakerBeforeLast([...this.kept, ...this.pending]);

  /** Takes the whole script over. */
  renew(entries: readonly Entry[]): void {
    this.kept = merge(this.kept, entries);
  }

  /** Takes new entries in, and those that changed. */
  add(entries: readonly Entry[]): void {
    this.renew([...this.kept, ...entries]);
  }

  /** Shows a line at once, before Rust has answered. */
  show(line: KeptLine, time: string): void {
    this.pending = [...this.pending, ...rowsOf(line, time, this.speakerBeforeLast)];
  }

  unshow(line: KeptLine): void {
    this.pending = this.pending.filter(({ id }) => !isRowOf(line, id));
  }
}
