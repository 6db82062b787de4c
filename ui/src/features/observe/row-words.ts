/** What a row of the script says besides its words: who speaks, its signs, and what a gap was. */
import type { Entry } from "$lib/api/observations";
import { text } from "$lib/text/en";

const words = text.observe.script;

/** Signs of a row: for the eye, and in words for the ear. */
export interface Signs {
  /** The letters of its look-fors, each with a tab behind it, which puts it into a chip of its own. */
  shown?: string;
  said?: string;
}

/** The words of a row; a gap has its cause and length instead. */
export function wordsOf({ kind, text }: Entry): string {
  if (kind !== "gap") return text;
  const [cause = "", length = ""] = text.split(" ");
  return words.gaps[cause]?.(length) ?? text;
}

export function speakerWords(code: string): string {
  return words.speakers[code] ?? words.seat(code.slice(1));
}

/** `letters` has the letter of each look-for by its position. */
export function signsOf(entry: Entry, letters: ReadonlyMap<number, string>): Signs {
  if (entry.kind === "wondering") return { shown: words.private, said: words.private };
  const tags = entry.tags.flatMap((position) => letters.get(position) ?? []);
  const missing = entry.missing.flatMap((position) => letters.get(position) ?? []);
  const said = [entry.starred ? words.starred : "", tags.length > 0 ? words.tags(tags.join(", ")) : "", missing.length > 0 ? words.missing(missing.join(", ")) : ""].filter(Boolean);
  if (said.length === 0) return {};
  return { shown: [...tags, ...missing.map((letter) => `−${letter}`)].map((letter) => `${letter}\t`).join(""), said: said.join(", ") };
}
