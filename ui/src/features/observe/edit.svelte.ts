/** A kept line that is being edited in its place. Its time stays; its words have a journal of their own. */
import { editLine, type DraftView, type Entry, type Kept } from "$lib/api/observations";
import { Problem } from "$lib/api/problem";
import { deskOf } from "./desk";
import { LineField } from "./field.svelte";
import { escape } from "./grammar";
import { Journal, type Desk } from "$lib/journal";

export class Edit {
  readonly entry: Entry;
  readonly field: LineField;
  problem = $state.raw<Problem | null>(null);
  #journal: Journal;
  #before: string;

  /** `left` is what an earlier edit of this line left behind. */
  constructor(observation: string, entry: Entry, left: DraftView | undefined, told: Pick<Desk, "saved" | "failed">) {
    this.entry = entry;
    this.#before = entry.kind === "wondering" ? entry.text : escape(entry.text);
    this.field = new LineField((state) => this.#journal.note(state), () => void this.#flushQuietly());
    this.#journal = new Journal(deskOf(observation, entry.id, told), left?.number ?? 0);
    if (left && left.typed !== "") this.field.set(left.typed, left.speaker, performance.now(), left.caret);
    else this.field.set(this.#before, entry.speaker, performance.now());
  }

  get number(): number {
    return this.#journal.number;
  }

  get isChanged(): boolean {
    return this.field.typed !== this.#before || this.field.speaker !== this.entry.speaker;
  }

  /** Keeps the words. Returns the script, or null when they could not be kept and stay in the field. */
  async keep(): Promise<Kept | null> {
    const typed = this.field.typed.replace(/\s*\n\s*/g, " ");
    const { id } = this.entry;
    try {
      const { speaker } = this.field;
      const kept = await this.#journal.hold((number) => editLine({ id, number, typed, speaker }));
      this.#journal.take();
      return kept;
    } catch (thrown) {
      this.problem = Problem.from(thrown);
      return null;
    }
  }

  /** Leaves the line as it was: what was typed goes from the journal too. */
  async drop(): Promise<void> {
    if (this.#journal.state === null && !this.isChanged) return;
    this.#journal.note({ typed: "", speaker: this.entry.speaker, caret: 0, firstKey: performance.now() });
    await this.#flushQuietly();
  }

  async settle(): Promise<void> {
    await this.#journal.flush();
  }

  async #flushQuietly(): Promise<void> {
    // A failure is already on the screen: the journal tells its desk.
    await this.#journal.flush().catch(() => undefined);
  }
}
