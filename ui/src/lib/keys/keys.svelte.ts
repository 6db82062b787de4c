/**
 * Turns key presses into the actions of the table. A screen says what an action does with
 * `useKeys({ "week.plan": plan })` while it is there; the innermost scope around the focus goes first.
 * A handler that returns false has declined, and the next one, or the field itself, gets the key.
 */
import { onDestroy } from "svelte";
import { chordOf, mayRepeat, typesText } from "./chord";
import { actions, type ActionId, type KeyAction, type Scope } from "./table";

export type Handler = (event: KeyboardEvent) => unknown;
export type Handlers = Partial<Record<ActionId, Handler>>;

/** How long after the first key of a pair ("G W") the second may come, in milliseconds. */
const PAIR_WINDOW = 1500;

export class Keys {
  /** The person's own keys by action, from the settings. */
  own = $state.raw<Readonly<Record<string, string>>>({});
  /** Whether keys that are a bare letter or sign act at all. */
  hasLetters = $state(true);
  #handlers = new Map<ActionId, Handler[]>();
  #pending: { key: string; at: number } | null = null;

  /** Adds handlers on top of those there are; returns how to take them away. */
  add(handlers: Handlers): () => void {
    const entries = Object.entries(handlers) as [ActionId, Handler][];
    for (const [id, handler] of entries) {
      this.#handlers.set(id, [...(this.#handlers.get(id) ?? []), handler]);
    }
    return () => {
      for (const [id, handler] of entries) {
        const rest = (this.#handlers.get(id) ?? []).filter((other) => other !== handler);
        this.#handlers.set(id, rest);
      }
    };
  }

  /** The keys of an action as they are now. */
  of(id: ActionId): readonly string[] {
    const action = actions.find((one) => one.id === id);
    return action ? this.#keysOf(action) : [];
  }

  /** Does what an action's key would do, for a button that stands for it. */
  run(id: ActionId): void {
    this.#handlers.get(id)?.at(-1)?.(new KeyboardEvent("keydown"));
  }

  /** Acts on a key press. Returns whether an action took it. */
  dispatch = (event: KeyboardEvent): boolean => {
    if (event.defaultPrevented) return false;
    const chord = chordOf(event);
    if (chord === null || (event.repeat && !mayRepeat(chord))) return false;
    const pair = this.#pairWith(chord, event.timeStamp);
    this.#pending = null;
    const scopes = scopesAround(event.target);
    const isTaken = (pair !== null && this.#act(pair, scopes, event)) || this.#act(chord, scopes, event);
    if (isTaken) event.preventDefault();
    else if (this.#opensPair(chord, scopes)) this.#pending = { key: chord, at: event.timeStamp };
    return isTaken;
  };

  #pairWith(chord: string, at: number): string | null {
    const first = this.#pending;
    return first && at - first.at <= PAIR_WINDOW ? `${first.key} ${chord}` : null;
  }

  #act(chord: string, scopes: readonly Scope[], event: KeyboardEvent): boolean {
    // A letter typed in a field of a screen is the field's, whatever the screen uses it for.
    if (typesText(chord) && event.target instanceof Element && isText(event.target)) return false;
    const isModal = openDialog() !== null;
    const isAlone = document.querySelector("dialog[data-alone]") !== null;
    for (const scope of scopes) {
      for (const action of this.#candidates(scope, chord)) {
        if (isModal && scope === "anywhere" && !action.inDialogs) continue;
        if (isAlone && action.id !== "lock") continue;
        const handler = this.#handlers.get(action.id)?.at(-1);
        if (handler && handler(event) !== false) return true;
      }
    }
    return false;
  }

  #candidates(scope: Scope, chord: string) {
    const isFocusOnly = scope === "observe-tags" || scope === "codes" || scope === "walk";
    return actions.filter(
      (action) =>
        action.scope === scope &&
        this.#keysOf(action).includes(chord) &&
        (this.hasLetters || isFocusOnly || !typesText(chord)),
    );
  }

  #opensPair(chord: string, scopes: readonly Scope[]): boolean {
    if (!this.hasLetters) return false;
    return actions.some(
      (action) =>
        scopes.includes(action.scope) &&
        this.#keysOf(action).some((key) => key.startsWith(`${chord} `)),
    );
  }

  #keysOf(action: KeyAction): readonly string[] {
    const own = action.isFixed ? undefined : this.own[action.id];
    if (own === undefined) return action.keys;
    return own === "" ? [] : [own];
  }
}

export const keys = new Keys();

/**
 * Gives actions their meaning while this component is there. It counts from when the component is
 * made, outer before inner, so that a screen goes before the frame around it.
 */
export function useKeys(handlers: Handlers): void {
  onDestroy(keys.add(handlers));
}

/** Moves the focus to the next of these elements, and after the last to the first. Returns whether there is one. */
export function nextOf(selector: string): boolean {
  const all = [...document.querySelectorAll<HTMLElement>(selector)];
  const at = all.findIndex((one) => one.contains(document.activeElement));
  all[(at + 1) % all.length]?.focus();
  return all.length > 0;
}

/** The scopes in force for a press, innermost first. With nothing focused, those of the screen. */
function scopesAround(target: EventTarget | null): Scope[] {
  const dialog = openDialog();
  const focused = target instanceof Element && target !== document.body ? target : null;
  const start = dialog ? focused : (focused ?? document.querySelector("main [data-keys]"));
  const scopes: Scope[] = [];
  for (let at = start?.closest("[data-keys]"); at; at = at.parentElement?.closest("[data-keys]")) {
    // What lies behind an open dialog hears nothing.
    if (dialog && !dialog.contains(at)) break;
    scopes.push(...((at as HTMLElement).dataset.keys?.split(" ") as Scope[]));
  }
  if (!dialog && !isText(focused)) scopes.push("outside-text");
  return [...scopes, "anywhere"];
}

function openDialog(): Element | null {
  return document.querySelector("dialog[data-modal][open]");
}

const typingInputs = ["text", "search", "password", "email", "tel", "url", "number", "date", "time"];

/** Returns whether what has the focus takes typed text. */
export function isText(element: Element | null): boolean {
  if (element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement) return true;
  if (element instanceof HTMLInputElement) return typingInputs.includes(element.type);
  return element instanceof HTMLElement && element.isContentEditable;
}
