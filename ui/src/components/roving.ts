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

  /** The row that has the focus, and where it stands. */
  let held: { row: HTMLElement; at: number } | null = null;

  function focused(event: FocusEvent): void {
    const row = (event.target as HTMLElement).closest<HTMLElement>("[data-row]");
    held = row && { row, at: rows().indexOf(row) };
    if (row) settle(row);
  }

  function left(event: FocusEvent): void {
    if (event.relatedTarget) held = null;
  }

  /** A row that was taken away leaves the focus to its like (by `data-key`), else to the one in its place. */
  function follow(): void {
    if (!held || held.row.isConnected || document.activeElement !== document.body) return;
    const all = rows();
    const { row, at } = held;
    const like = row.dataset.key && all.find((one) => one.dataset.key === row.dataset.key);
    (like || all[Math.min(at, all.length - 1)])?.focus();
  }

  const watcher = new MutationObserver(() => {
    settle();
    follow();
  });
  watcher.observe(list, { childList: true, subtree: true });
  list.addEventListener("keydown", press);
  list.addEventListener("focusin", focused);
  list.addEventListener("focusout", left);
  settle();
  return () => {
    watcher.disconnect();
    list.removeEventListener("keydown", press);
    list.removeEventListener("focusin", focused);
    list.removeEventListener("focusout", left);
  };
}
