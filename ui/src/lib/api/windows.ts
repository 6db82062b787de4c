/** The windows of the program: a second one beside the first, and what all of them share. */
import { commands } from "../bindings";

export const { openWindow, setPresenting } = commands;

/** Where a second window was asked to begin: at an observation, or, with an empty answer, at the week. */
export function askedPlace(): string | null {
  return new URLSearchParams(location.search).get("observation");
}
