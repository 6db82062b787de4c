/** What keeping one of two sides is called: by whose it is, where that is known. */
import type { Writer } from "$lib/api/exchange";
import { text } from "$lib/text/en";

export function keepWords(own: Writer, others: readonly Writer[]): string {
  const words = text.sync.attention;
  if (others.includes(own)) return words.keepThis;
  // Of one person's two computers both versions are theirs.
  if (own === "here") return others.includes("elsewhere") ? words.keepHere : words.keepMine;
  if (!others.includes("here")) return words.keepThis;
  return own === "elsewhere" ? words.keepElsewhere : words.keepTheirs;
}
