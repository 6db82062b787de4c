/** What the keys of the scopes "anywhere" and "outside text" do. */
import { redo, undo, type Undone } from "$lib/api/keeping";
import { printPage } from "$lib/api/ipc";
import { openWindow } from "$lib/api/windows";
import { Problem } from "$lib/api/problem";
import { sentences } from "$lib/done";
import { isText, useKeys } from "$lib/keys/keys.svelte";
import { presenting } from "$lib/presenting.svelte";
import { enterList, focusRegion } from "$lib/regions";
import { router } from "$lib/router/router.svelte";
import { session } from "$lib/session.svelte";
import { text } from "$lib/text/en";
import { toasts } from "$lib/toasts.svelte";
import { open } from "./layers.svelte";

export function useGlobalKeys(): void {
  useKeys({
    search: () => open(presenting.isOn ? "search-hidden" : "search"),
    help: () => open("help"),
    "help.outside": () => open("help"),
    "observe.new": () => open("new-observation"),
    "observe.new.outside": () => open("new-observation"),
    undo: (event) => !isInText(event) && void undoLast(),
    redo: (event) => !isInText(event) && void redoLast(),
    "region.next": () => focusRegion(1),
    "region.previous": () => focusRegion(-1),
    // A new screen has the focus on its heading, which is read out; the arrows go on from there.
    "list.enter": enterList,
    back: () => router.canGoBack && router.back(),
    print: printPage,
    presenting: presenting.toggle,
    window: () => void openElsewhere(),
    lock: () => void session.lock(),
    "go.week": () => router.go("week"),
    "go.observe": () => router.go("observe"),
    "go.steps": () => router.go("steps"),
    "go.log": () => router.go("log"),
    "go.people": () => router.go("people"),
    "go.coaching": () => router.go("coachingCycles"),
    "go.coachNote": () => router.go("note"),
    "go.reviews": () => router.go("reviews"),
    "go.shared": () => router.go("shared"),
    "go.sync": () => router.go("sync"),
    "go.settings": () => router.go("settings"),
  });
}

/** The observation that is on the screen, or the week, in a second window. */
export async function openElsewhere(): Promise<void> {
  const { route } = router;
  try {
    await openWindow(route.name === "observation" ? route.params.id : null);
  } catch (thrown) {
    toasts.show(Problem.from(thrown).message);
  }
}

/** Inside text the field's own undo rules. */
function isInText(event: KeyboardEvent): boolean {
  return event.target instanceof Element && isText(event.target);
}

async function undoLast(): Promise<void> {
  await tell(undo, text.shell.undone, text.shell.nothingToUndo, { label: text.keys.actions.redo, run: () => void redoLast() });
}

async function redoLast(): Promise<void> {
  await tell(redo, text.shell.redone, text.shell.nothingToRedo, { label: text.common.undo, run: () => void undoLast() });
}

async function tell(
  act: () => Promise<Undone | null>,
  words: (label: string) => string,
  nothing: string,
  other: { label: string; run: () => void },
): Promise<void> {
  try {
    const done = await act();
    if (done) toasts.show(words(done.label), other);
    else toasts.show(nothing);
  } catch (thrown) {
    toasts.show(sentences(Problem.from(thrown)));
  }
}
