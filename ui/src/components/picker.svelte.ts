/**
 * The keyboard of a list of options under a text field: which one is active, and what the arrows,
 * Enter and Esc do. The focus stays in the field (WAI-ARIA combobox with `aria-activedescendant`).
 */
export interface Option {
  id: string;
  title: string;
  detail?: string;
  ranges?: readonly (readonly [number, number])[];
}

export interface OptionGroup<Item extends Option> {
  id: string;
  label?: string;
  options: readonly Item[];
}

export class Picker<Item extends Option> {
  #groups: () => readonly OptionGroup<Item>[];
  #wanted = $state<string | null>(null);
  readonly all = $derived.by(() => this.#groups().flatMap((group) => group.options));
  /** The option Enter picks: the one moved to, or the first. */
  readonly active = $derived.by(
    () => this.all.find((option) => option.id === this.#wanted) ?? this.all[0] ?? null,
  );

  constructor(groups: () => readonly OptionGroup<Item>[]) {
    this.#groups = groups;
  }

  moveTo(id: string | null): void {
    this.#wanted = id;
  }

  /** Returns whether the key moved the active option. */
  move(key: string): boolean {
    const last = this.all.length - 1;
    if (last < 0) return false;
    const at = this.all.findIndex((option) => option.id === this.active?.id);
    const next = { ArrowDown: at === last ? 0 : at + 1, ArrowUp: at <= 0 ? last : at - 1, PageDown: Math.min(last, at + 8), PageUp: Math.max(0, at - 8) }[key];
    if (next === undefined) return false;
    this.#wanted = this.all[next]?.id ?? null;
    return true;
  }
}
