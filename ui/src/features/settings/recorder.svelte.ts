/** Takes the next key press for an action instead of acting on it, and says why when it cannot be used. */
import { chordOf, typesText } from "$lib/keys/chord";
import { canActTogether, sharedKey } from "$lib/keys/conflicts";
import { keys } from "$lib/keys/keys.svelte";
import { actions, type ActionId, type KeyAction, type Scope } from "$lib/keys/table";
import { text } from "$lib/text/en";

/** Scopes that are on inside text, where a bare letter is a letter. */
const insideText: readonly Scope[] = ["anywhere", "observe", "observe-draft"];
/** Keys that move the focus, open or type: they cannot be taken alone. */
const reserved = /^(Shift\+)?(Tab|Enter|Escape|Space|Backspace|Delete|Arrow\w+|Home|End|Page\w+)$/;

export class Recorder {
  action = $state<ActionId | null>(null);
  refusal = $state<string | null>(null);

  start(action: ActionId): void {
    this.action = action;
    this.refusal = null;
  }

  stop(): void {
    this.action = null;
    this.refusal = null;
  }

  /** Returns the chord when it can be the action's key. */
  take(event: KeyboardEvent): string | null {
    event.preventDefault();
    event.stopImmediatePropagation();
    const chord = chordOf(event);
    const action = actions.find((one) => one.id === this.action);
    if (chord === null || !action) return null;
    this.refusal = refusal(action, chord);
    return this.refusal === null ? chord : null;
  }
}

function refusal(action: KeyAction, chord: string): string | null {
  const isTyped = typesText(chord) && insideText.includes(action.scope);
  if (isTyped || reserved.test(chord)) return text.settings.keys.notUsable;
  const taken = actions.find(
    (other) => other.id !== action.id && canActTogether(action, other) && sharedKey([chord], keys.of(other.id)),
  );
  return taken ? text.settings.keys.taken(text.keys.actions[taken.id]) : null;
}
