/**
 * One tab stop for a long list whose rows come and go: the list itself, until a row has the focus.
 * Rows carry `data-id` and `tabindex="-1"`; nothing is done per row.
 */
export interface Walk {
  /** Puts the focus on a row, and it in sight. Returns whether it is there. */
  to(id: string): boolean;
  toFirst(): void;
  toLast(): void;
  by(step: number): void;
  /** The row that has the focus, or had it last. */
  readonly current: string | null;
}

export class RowWalk implements Walk {
  #list: HTMLElement | null = null;
  #current: string | null = null;

  get current(): string | null {
    return this.#current;
  }

  attach = (list: HTMLElement): (() => void) => {
    this.#list = list;
    list.tabIndex = 0;
    const heard = [
      ["keydown", (event: Event) => this.#press(event as KeyboardEvent)],
      ["focusin", (event: Event) => this.#entered(event)],
      ["focusout", (event: Event) => this.#left(event as FocusEvent)],
    ] as const;
    for (const [name, hear] of heard) list.addEventListener(name, hear);
    return () => {
      for (const [name, hear] of heard) list.removeEventListener(name, hear);
      this.#list = null;
    };
  };

  to(id: string): boolean {
    const row = this.#list?.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`);
    if (!row) return false;
    row.focus({ preventScroll: true });
    row.scrollIntoView?.({ block: "nearest" });
    return true;
  }

  toFirst(): void {
    this.#focus(this.#rows()[0]);
  }

  toLast(): void {
    this.#focus(this.#rows().at(-1));
  }

  by(step: number): void {
    const rows = this.#rows();
    const at = rows.findIndex((row) => row.dataset.id === this.#current);
    this.#focus(rows[Math.min(Math.max((at < 0 ? rows.length : at) + step, 0), rows.length - 1)]);
  }

  #rows(): HTMLElement[] {
    return [...(this.#list?.querySelectorAll<HTMLElement>("[data-id]") ?? [])];
  }

  #focus(row: HTMLElement | undefined): void {
    if (row?.dataset.id !== undefined) this.to(row.dataset.id);
  }

  #press(event: KeyboardEvent): void {
    const isRow = (event.target as HTMLElement).dataset.id !== undefined;
    if (!isRow || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    if (step === Infinity) this.toLast();
    else if (step === -Infinity) this.toFirst();
    else this.by(step);
  }

  #entered(event: Event): void {
    const list = this.#list;
    if (!list) return;
    const row = (event.target as HTMLElement).closest<HTMLElement>("[data-id]");
    if (row) {
      this.#current = row.dataset.id ?? null;
      // While a row has the focus the list is no stop of its own: Shift Tab must leave it.
      list.tabIndex = -1;
    } else if (event.target === list && !(this.#current !== null && this.to(this.#current))) this.toLast();
  }

  #left(event: FocusEvent): void {
    const list = this.#list;
    if (list && !list.contains(event.relatedTarget as Node | null)) list.tabIndex = 0;
  }
}
