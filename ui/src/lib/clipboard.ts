/** Puts words on the clipboard. Throws where the web view refuses. */
export async function copy(words: string): Promise<void> {
  await navigator.clipboard.writeText(words);
}
