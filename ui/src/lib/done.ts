/** Says that an act is done, and offers to take it back. */
import { undo } from "./api/keeping";
import { Problem } from "./api/problem";
import { text } from "./text/en";
import { toasts } from "./toasts.svelte";

export function done(message: string): void {
  toasts.show(message, { label: text.common.undo, run: () => void takeBack() });
}

/** Runs an act that needs no dialog, says what came of it, and returns whether it went well. */
export async function act(run: () => Promise<unknown>, message: string): Promise<boolean> {
  try {
    await run();
    done(message);
    return true;
  } catch (thrown) {
    failed(thrown);
    return false;
  }
}

/** Says that an act is done that has a way back of its own. */
export function doneBut(message: string, back: () => Promise<unknown>, isBack: string): void {
  const run = () => void back().then(() => toasts.show(isBack), failed);
  toasts.show(message, { label: text.common.undo, run });
}

function failed(thrown: unknown): void {
  toasts.show(sentences(Problem.from(thrown)));
}

/** What happened, and what to do where there is something to do. */
export function sentences({ message, hint }: Problem): string {
  return hint ? `${message} ${hint}` : message;
}

async function takeBack(): Promise<void> {
  try {
    const last = await undo();
    toasts.show(last ? text.shell.undone(last.label) : text.shell.nothingToUndo);
  } catch (thrown) {
    failed(thrown);
  }
}
