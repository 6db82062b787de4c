/**
 * One tab stop for a whole list: elements with `data-row` take the arrows, Home and End.
 *
 *     <ul data-keys="lists" {@attach roving}> <li><button data-row>…
 */
export function roving(list: HTMLElement): () => void {
  const rows = () => [...list.querySelectorAll<HTMLElement>("[data-row]")];

  /** Leaves exactly one row reachable by Tab. */
  function settle(chosen?: HTMLElement): void {
    const all = rows();
    const stop = chosen ?? all.find((row) => row.tabIndex === 0) ?? all[0];
    for (const row of all) row.tabIndex = row === stop ? 0 : -1;
  }

  function press(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    const all = rows();
    const at = all.indexOf(event.target as HTMLElement);
    if (at < 0) return;
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    all[Math.min(Math.max(next, 0), all.length - 1)]?.focus();
  }

  function focused(event: FocusEvent): void {
    const row = (event.target as HTMLElement).closest<HTMLElement>("[data-row]");
    if (row) settle(row);
  }

  const watcher = new MutationObserver(() => settle());
  watcher.observe(list, { childList: true, subtree: true });
  list.addEventListener("keydown", press);
  list.addEventListener("focusin", focused);
  settle();
  return () => {
    watcher.disconnect();
    list.removeEventListener("keydown", press);
    list.removeEventListener("focusin", focused);
  };
}
