/** The entries of a script as rows: kept cheap, because a line is kept every few seconds. */
import type { Entry } from "$lib/api/observations";
import { session } from "$lib/session.svelte";
import { addTo } from "./clock.svelte";
import { parse, split } from "./grammar";
import type { KeptLine } from "./keeping";

/** Takes the new entries, in the order of time, but keeps the object of each that is the same: its row is not touched. */
export function merge(before: readonly Entry[], after: readonly Entry[]): readonly Entry[] {
  const known = new Map(before.map((entry) => [entry.id, entry]));
  const merged = new Map<string, Entry>();
  for (const entry of after) {
    const old = known.get(entry.id);
    merged.set(entry.id, old && isSame(old, entry) ? old : entry);
  }
  // The sort is stable: entries of one moment stay in the order of writing.
  return [...merged.values()].sort((one, other) => one.offsetMs - other.offsetMs);
}

function isSame(one: Entry, other: Entry): boolean {
  return (
    one.text === other.text &&
    one.speaker === other.speaker &&
    one.starred === other.starred &&
    one.time === other.time &&
    one.tags.join() === other.tags.join() &&
    one.missing.join() === other.missing.join()
  );
}

/** Whether a line shows a look-for, or that one was missing. */
export const isTagged = ({ tags, missing }: Pick<Entry, "tags" | "missing">): boolean => tags.length > 0 || missing.length > 0;

/** What a key says of a line and a look-for. */
export type Mark = "shows" | "missing";

/** Returns what a mark's key says of a line now: the same key again takes the mark away. */
export function said(entry: Pick<Entry, "tags" | "missing">, position: number, mark: Mark): Mark | "no" {
  return (mark === "shows" ? entry.tags : entry.missing).includes(position) ? "no" : mark;
}

/** Returns a line as it is once that is said of it; it says one thing of a look-for, or nothing. */
export function marked(entry: Entry, position: number, now: Mark | "no"): Entry {
  const others = (all: readonly number[]) => all.filter((one) => one !== position);
  const one = (mark: Mark) => (now === mark ? [position] : []);
  const inOrder = (all: number[]) => all.sort((left, right) => left - right);
  return { ...entry, tags: inOrder([...others(entry.tags), ...one("shows")]), missing: inOrder([...others(entry.missing), ...one("missing")]) };
}

/** How many lines show each look-for. */
export function countTags(entries: readonly Entry[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const position of entries.flatMap(({ tags }) => tags)) {
    counts.set(position, (counts.get(position) ?? 0) + 1);
  }
  return counts;
}

/** The rows that a line shows until Rust has answered: the line, and its private wondering. */
export function rowsOf(line: KeptLine, time: string, speakerBeforeLast: () => string): Entry[] {
  const { evidence, wondering } = split(line.typed);
  const { speaker, isAlternate, text, isStarred, lookFors } = parse(evidence);
  const said = speaker ?? (isAlternate ? speakerBeforeLast() : line.speaker);
  const base = { time, offsetMs: 0, starred: false, speaker: "", tags: [], missing: [] };
  const rows: Entry[] = [];
  if (text !== "") {
    const tags = [...new Set([...line.tags, ...lookFors])].sort((one, other) => one - other);
    rows.push({ ...base, id: line.id, kind: "line", speaker: said, text, starred: isStarred, tags });
  }
  const words = wondering?.trim() ?? "";
  if (words !== "") rows.push({ ...base, id: `${line.id}-private`, kind: "wondering", text: words });
  return rows;
}

export function isRowOf(line: KeptLine, id: string): boolean {
  return id === line.id || id === `${line.id}-private`;
}

/** Whether an entry is on its way to the disk: it has no id of Rust's yet. */
export function isPending({ id }: Pick<Entry, "id">): boolean {
  return id.startsWith("pending-");
}

/** The speaker that `^` means. */
export function speakerBeforeLast(entries: readonly Entry[]): string {
  return entries.filter(({ kind }) => kind === "line").at(-2)?.speaker ?? "";
}

/** The time of day at an offset, "9:12:20": counted on from an entry, so that no clock change moves it. */
export function timeAt(entries: readonly Entry[], offsetMs: number): string {
  const last = entries.findLast(({ kind }) => kind !== "gap");
  if (last) return addTo(last.time, offsetMs - last.offsetMs);
  const parts = { hour: "numeric", minute: "2-digit", second: "2-digit", timeZone: session.view?.zone } as const;
  return new Intl.DateTimeFormat("en-US", parts).format(new Date()).replace(/\s?[AP]M$/i, "");
}
