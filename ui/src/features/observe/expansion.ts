/** Personal abbreviations: a short word becomes the long one at the space after it. One Backspace takes that back. */
import type { Abbreviation } from "$lib/api/settings";

/** A change of a part of a text. */
export interface Change {
  from: number;
  to: number;
  text: string;
}

/** A change that was made, and what takes it back. */
export interface Expansion {
  change: Change;
  /** The text as it stood right after the change; any other text has moved on. */
  after: string;
  back: Change;
}

/** Returns what a space just typed before `caret` makes of the word in front of it. */
export function expand(text: string, caret: number, list: readonly Abbreviation[]): Expansion | null {
  const end = caret - 1;
  if (list.length === 0 || text[end] !== " ") return null;
  const word = /[\p{L}\p{N}]+$/u.exec(text.slice(0, end))?.[0];
  if (!word) return null;
  const known = list.find((one) => one.short.toLowerCase() === word.toLowerCase());
  if (!known) return null;
  const from = end - word.length;
  const long = startsHigh(word) ? high(known.long) : known.long;
  const after = text.slice(0, from) + long + text.slice(end);
  return {
    change: { from, to: end, text: long },
    after,
    back: { from, to: from + long.length, text: word },
  };
}

function startsHigh(word: string): boolean {
  const first = [...word][0] ?? "";
  return first !== first.toLowerCase() && word !== word.toUpperCase();
}

function high(text: string): string {
  const [first = "", ...rest] = text;
  return first.toUpperCase() + rest.join("");
}

/** Changes a part of a field as if it had been typed, so that the field's own undo knows it. */
export function replace(field: HTMLTextAreaElement, { from, to, text }: Change, caret: number): void {
  field.setSelectionRange(from, to);
  // The only way that keeps a text area's undo history. Where it is missing, the history ends here.
  const isDone = document.execCommand?.(text === "" ? "delete" : "insertText", false, text) ?? false;
  if (!isDone) {
    field.setRangeText(text, from, to, "end");
    field.dispatchEvent(new InputEvent("input", { inputType: "insertReplacementText" }));
  }
  field.setSelectionRange(caret, caret);
}
