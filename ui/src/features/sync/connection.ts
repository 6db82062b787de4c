/** What a test of the connection means, in words for the person and for the network's people. */
import type { Step } from "$lib/api/connection";
import { text } from "$lib/text/en";

const words = text.connection;

/** Whether a step did not go as it should; one that was not tried only follows another. */
export const isBad = ({ result }: Step): boolean => result === "fails" || result === "notBelieved" || result === "signIn";

/** What to do about the first step that failed. */
export function adviceOf({ step, result }: Step): string {
  if (result === "notBelieved" || result === "signIn") return words.advice[result];
  return words.advice[step];
}

/** The text that a person copies for the network's people. */
export const reportOf = (address: string, steps: readonly Step[]): string =>
  words.report(address, steps.map(({ step, result, found }) => `${words.steps[step]}: ${words.results[result]}${found === "" ? "" : ` (${found})`}`));
