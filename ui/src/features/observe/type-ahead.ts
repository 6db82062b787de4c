/**
 * What is typed between the Enter that begins a lesson and the moment its field is there: a tenth of a
 * second, in which a fast typist presses two keys. They are held here and go into the field. The same for Ctrl N
 * while the first week is still being read.
 */
let stop: (() => void) | null = null;
let held = "";
/** If no field comes, the keys go back to where they belong. */
const LONGEST = 2_000;

/** Takes every key that types, from now on until `taken`. */
export function hold(): void {
  stop?.();
  held = "";
  window.addEventListener("keydown", take, { capture: true });
  const timer = setTimeout(() => stop?.(), LONGEST);
  stop = () => {
    clearTimeout(timer);
    window.removeEventListener("keydown", take, { capture: true });
  };
}

/** Ends the holding, and returns what was typed meanwhile; Enter is a line break. */
export function taken(): string {
  stop?.();
  stop = null;
  const words = held;
  held = "";
  return words;
}

function take(event: KeyboardEvent): void {
  // A key of an input method, a dead key or a shortcut is none of ours.
  if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "Enter" && !event.repeat) held += "\n";
  else if ([...event.key].length === 1) held += event.key;
  else if (event.key === "Backspace") held = held.slice(0, -1);
  else return;
  event.preventDefault();
  event.stopPropagation();
}
