/** Reads a key press as a chord ("Ctrl+Shift+Z") and shows a chord to people ("Ctrl Shift Z"). */

const isMac = typeof navigator !== "undefined" && /Mac/.test(navigator.userAgent);

const modifierKeys = ["Control", "Shift", "Alt", "Meta", "AltGraph", "CapsLock", "NumLock"];

/** Returns the chord, or null for a modifier alone, a dead key or a key that belongs to an input method. */
export function chordOf(event: KeyboardEvent): string | null {
  // 229: the input method has taken the key; some web views send it without isComposing.
  if (event.isComposing || event.keyCode === 229) return null;
  if (modifierKeys.includes(event.key) || event.key === "Dead" || event.key === "Process") return null;
  // AltGr types a character on many layouts and looks like Ctrl+Alt on some.
  if (event.getModifierState("AltGraph")) return null;
  const key = named(event);
  const isSymbol = key.length === 1 && !isLetterOrDigit(key);
  const parts: string[] = [];
  if (isMac ? event.metaKey : event.ctrlKey) parts.push("Ctrl");
  if (event.altKey) parts.push("Alt");
  // Shift is part of typing a symbol ("?"), so it says nothing there.
  if (event.shiftKey && !isSymbol) parts.push("Shift");
  return [...parts, key].join("+");
}

/** Returns whether the chord would type a character, so that it must not act inside text. */
export function typesText(chord: string): boolean {
  return chord.split(" ").every((part) => [...part.replace(/^Shift\+/, "")].length === 1);
}

/** A held key must not repeat an act. Moving and undoing may repeat. */
export function mayRepeat(chord: string): boolean {
  return /Arrow|Page|Ctrl\+(Shift\+)?[ZY]$/.test(chord);
}

function named(event: KeyboardEvent): string {
  if (event.key === " ") return "Space";
  if (event.key.length !== 1) return event.key;
  const latin = /^Key([A-Z])$/.exec(event.code)?.[1];
  const isAscii = event.key.charCodeAt(0) < 128;
  // A Greek or Arabic layout has no K; the key where K lies serves for Ctrl K.
  if (!isAscii && latin && (event.ctrlKey || event.metaKey || event.altKey)) return latin;
  return event.key.toUpperCase();
}

function isLetterOrDigit(key: string): boolean {
  return /^[\p{L}\p{N}]$/u.test(key);
}

const shown: Record<string, string> = {
  Ctrl: isMac ? "⌘" : "Ctrl",
  Alt: isMac ? "⌥" : "Alt",
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
  Escape: "Esc",
  PageUp: "PgUp",
  PageDown: "PgDn",
  Enter: "Enter",
};

/** Returns the chord as it stands on a key cap: "Ctrl K", "G then W" is ["G", "W"]. */
export function keyCaps(chord: string): string[] {
  return chord.split(" ").map((part) => {
    const names = part === "+" ? ["+"] : part.split(/\+(?!$)/);
    return names.map((name) => shown[name] ?? name).join(" ");
  });
}

/** The chord as `aria-keyshortcuts` wants it. */
export function ariaKeys(chord: string): string {
  return chord.replaceAll("Ctrl", isMac ? "Meta" : "Control");
}
