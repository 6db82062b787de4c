/** Whether every typed word begins a word of what is written about somebody. Case and accents do not matter. */
export function matches(query: string, written: readonly string[]): boolean {
  const words = plain(written.join(" ")).split(/[\s,]+/);
  return plain(query).split(/\s+/).every((wanted) => wanted === "" || words.some((word) => word.startsWith(wanted)));
}

function plain(words: string): string {
  return words.trim().normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
