import { chooseSave, suggestedFile } from "./api/keeping";
import { printRecovery } from "./api/session";

/** Two different positions of a code of `length` groups, in order. Chance is enough: it only tests a copy. */
export function twoOf(length: number, random: () => number = Math.random): [number, number] {
  const one = Math.floor(random() * length);
  const other = Math.floor(random() * (length - 1));
  return other < one ? [other, one] : [one, other + 1];
}

/** Prints the recovery code where the person says. Returns whether they said a place. */
export async function print(): Promise<boolean> {
  const path = await chooseSave("pdf", await suggestedFile("recovery"));
  if (path !== null) await printRecovery(path);
  return path !== null;
}
