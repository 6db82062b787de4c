/** What keeping one of two sides is called: mine and theirs where it is known whose they are. */
import { text } from "$lib/text/en";

export function keepWords(isMine: boolean, others: readonly boolean[]): string {
  const words = text.sync.attention;
  if (isMine && !others.includes(true)) return words.keepMine;
  if (!isMine && others.includes(true)) return words.keepTheirs;
  return words.keepThis;
}
