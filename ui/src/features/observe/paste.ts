/** What a pasted text is: a piece of a line, or lines. */

export function pastedLines(words: string): string[] {
  return words.split(/\r\n|\r|\n/).filter((line) => line.trim() !== "");
}

/** Whether it goes into the line as it is. */
export function isPlainEnough(words: string): boolean {
  return pastedLines(words).length <= 1 && !/[\r\n]\s*\S/.test(words);
}
