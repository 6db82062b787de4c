/** The form of a set of look-fors: one row more than is filled, up to eight. */
import type { SaveSet, SetView } from "$lib/api/look-fors";

const LETTERS = ["A", "B", "C", "D", "E", "F", "G", "H"] as const;

export const emptySet = { title: "", lookFors: [] as string[] };

export class SetForm {
  title = $state("");
  rows = $state<{ letter: string; text: string }[]>([]);

  get filled(): string[] {
    return this.rows.map(({ text }) => text.trim()).filter((text) => text !== "");
  }

  fill({ title, lookFors }: Pick<SetView, "title" | "lookFors">): void {
    this.title = title;
    this.rows = lookFors.map((text, at) => ({ letter: LETTERS[at] ?? "", text }));
    this.grow();
  }

  grow = (): void => {
    const letter = LETTERS[this.rows.length];
    if (letter && this.rows.at(-1)?.text !== "") this.rows.push({ letter, text: "" });
  };
}

/** Whether keeping the form would make another version. */
export function isChanged(form: SetForm, set: SetView): boolean {
  return form.title.trim() !== set.title || form.filled.join("\n") !== set.lookFors.join("\n");
}

/** Finds the version that was just kept among the latest versions. */
export function savedSet(sets: readonly SetView[], { title, lookFors }: SaveSet): SetView {
  const same = sets.filter((set) => set.title === title && set.lookFors.join("\n") === lookFors.join("\n"));
  const latest = same.sort((one, other) => other.version - one.version)[0];
  if (!latest) throw new Error("the set that was kept is not among the sets");
  return latest;
}
