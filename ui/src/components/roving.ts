/** The arrows, Home and End among elements with `data-row`; for a few rows that Tab reaches one by one. */
export function arrows(list: HTMLElement): () => void {
  const press = (event: KeyboardEvent) => move(event, [...list.querySelectorAll<HTMLElement>("[data-row]")]);
  list.addEventListener("keydown", press);
  return () => list.removeEventListener("keydown", press);
}

function move(event: KeyboardEvent, rows: readonly HTMLElement[]): void {
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
  const at = rows.indexOf(event.target as HTMLElement);
  if (at < 0) return;
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  rows[Math.min(Math.max(next, 0), rows.length - 1)]?.focus();
}

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
  const stop = arrows(list);
  list.addEventListener("focusin", focused);
  list.addEventListener("focusout", left);
  settle();
  return () => {
    watcher.disconnect();
    stop();
    list.removeEventListener("focusin", focused);
    list.removeEventListener("focusout", left);
  };
}
