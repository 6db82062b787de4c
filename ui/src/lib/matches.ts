/** Finding by typing: case and accents do not matter, and words may be begun. */

/** Whether every typed word begins a word of what is written about somebody. */
export function matches(query: string, written: readonly string[]): boolean {
  const words = plain(written.join(" ")).split(/[\s,]+/);
  return plain(query).split(/\s+/).every((wanted) => wanted === "" || words.some((word) => word.startsWith(wanted)));
}

/** The same words without case and accents. */
export function plain(words: string): string {
  return words.trim().normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
