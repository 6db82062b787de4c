/**
 * Keeps the focus in a place whose controls come and go: when the one that had it is taken away or
 * switched off, the first one that is there now has it, else the main button of the dialog around it, else the place
 * itself.
 */
const CONTROLS = "button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled)";

export function follow(place: HTMLElement): () => void {
  let held: HTMLElement | null = null;

  const entered = (event: FocusEvent) => void (held = event.target as HTMLElement);
  const left = (event: FocusEvent) => event.relatedTarget && (held = null);

  function changed(): void {
    if (!held || (held.isConnected && !held.matches(":disabled"))) return;
    const at = document.activeElement;
    if (at !== held && at !== document.body) return;
    const main = () => place.closest("dialog")?.querySelector<HTMLElement>("footer button[type=submit]:not(:disabled)");
    const next = place.querySelector<HTMLElement>(CONTROLS) ?? main() ?? place;
    if (next === place) place.tabIndex = -1;
    next.focus();
  }

  const watcher = new MutationObserver(changed);
  watcher.observe(place, { childList: true, subtree: true, attributeFilter: ["disabled"] });
  place.addEventListener("focusin", entered);
  place.addEventListener("focusout", left);
  return () => {
    watcher.disconnect();
    place.removeEventListener("focusin", entered);
    place.removeEventListener("focusout", left);
  };
}
