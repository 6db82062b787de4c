/** The review list as it is worked through: which note is shown, what is being written, what can be taken back. */
import { markNoteRead, reviews, sayOfNote, takeBackRemark, type RemarkKind, type ReviewNote } from "$lib/api/coach-notes";
import { query, type Query } from "$lib/query.svelte";
import { noteText } from "$lib/text/en/coach-notes";
import { toasts } from "$lib/toasts.svelte";
import { Work } from "$lib/work.svelte";
import type { ReviewsView } from "$lib/api/coach-notes";

const words = noteText.reviews;

/** What is being written of a note. */
export interface Writing {
  kind: "question" | "comment";
  note: string;
  /** The words that were selected when it was begun. */
  selected: string;
  /** What is written so far, and the passage that it is about. */
  said: string;
  passage: string;
}

export class Reading {
  readonly read: Query<ReviewsView> = query(["coach_note", "remark", "exchange", "person"], reviews);
  readonly work = new Work();
  /** What is being written. It is kept here, and not by the form: the form goes while presenting is on. */
  writing = $state<Writing | null>(null);
  /** What was begun of other notes, by note and kind: it is there when the person comes back to it. */
  #begun = new Map<string, Writing>();
  #chosen = $state<string | null>(null);
  /** What was read since the list was asked for. */
  #seen = $state<readonly string[]>([]);

  readonly notes = $derived(this.read.data?.notes ?? []);
  readonly at = $derived(Math.max(0, this.notes.findIndex((note) => note.id === this.#chosen)));
  readonly note = $derived<ReviewNote | undefined>(this.notes[this.at]);

  isRead(note: ReviewNote): boolean {
    return note.isRead || this.#seen.includes(note.id);
  }

  /** Shows a note. The one that was shown before counts as read. */
  choose = (id: string): void => {
    const before = this.note;
    if (before && before.id !== id) this.#mark(before);
    if (before?.id !== id) this.writing = null;
    this.#chosen = id;
  };

  /** Returns the note so many places on, or nothing at the ends. */
  beside(step: number): ReviewNote | undefined {
    return this.notes[this.at + step];
  }

  /** Returns the next note that was not read, from the shown one on and round. */
  unread(): ReviewNote | undefined {
    const round = [...this.notes.slice(this.at + 1), ...this.notes.slice(0, this.at)];
    return round.find((note) => !this.isRead(note));
  }

  begin(kind: Writing["kind"]): void {
    const { note } = this;
    if (!note) return;
    // What comes meanwhile must not put another note in its place.
    this.#chosen = note.id;
    const before = this.#begun.get(`${note.id} ${kind}`);
    if (before) return void (this.writing = before);
    const selected = String(getSelection() ?? "").trim();
    const isIn = selected !== "" && [note.tried, note.willTry, note.question].some((field) => field.includes(selected));
    this.writing = { kind, note: note.id, selected: isIn ? selected : "", passage: isIn ? selected : "", said: "" };
    // As the state has it, so that what is typed is in both.
    this.#begun.set(`${note.id} ${kind}`, this.writing);
  }

  /** Keeps what is typed, or chosen as the passage. */
  edit(changed: Partial<Pick<Writing, "said" | "passage">>): void {
    if (this.writing) Object.assign(this.writing, changed);
  }

  /** Leaves what was begun, for good. */
  drop(): void {
    if (this.writing) this.#begun.delete(`${this.writing.note} ${this.writing.kind}`);
    this.writing = null;
    this.work.problem = null;
  }

  /** Holds a remark on the shown note. Returns whether it is held. */
  async say(kind: RemarkKind, said = "", passage = ""): Promise<boolean> {
    const about = this.writing?.note;
    const note = about === undefined ? this.note : this.notes.find((one) => one.id === about);
    if (!note) return false;
    this.#mark(note);
    // What is done stays where it is in the list: the next note is the next one.
    this.#chosen = note.id;
    const isHeld = await this.work.run(() => sayOfNote({ note: note.id, kind, text: said, passage, answers: null }));
    if (isHeld) {
      this.drop();
      await this.read.reload();
    }
    return isHeld;
  }

  /** Takes a remark back, or the last one that is held; shows the note that it was about. */
  async takeBack(id?: string): Promise<void> {
    const held = this.notes.flatMap((note) => note.remarks.filter((one) => one.goes !== null).map((one) => ({ id: one.id, note: note.id })));
    held.sort((one, other) => (one.id < other.id ? -1 : 1));
    const last = id === undefined ? held.at(-1) : held.find((one) => one.id === id);
    if (!last) return toasts.show(words.nothingHeld);
    if (await this.work.run(() => takeBackRemark(last.id))) toasts.show(words.taken);
    this.#chosen = last.note;
    await this.read.reload();
  }

  #mark(note: ReviewNote): void {
    if (this.isRead(note)) return;
    this.#seen = [...this.#seen, note.id];
    // Only this computer remembers it. What could not be written is not read yet, which costs a second look.
    markNoteRead(note.id).catch(() => (this.#seen = this.#seen.filter((id) => id !== note.id)));
  }
}

/** The sentences of a note, to choose a passage from by key. */
export function sentences(note: ReviewNote): string[] {
  const all = [note.tried, note.willTry, note.question].flatMap((field) => field.match(/[^.!?\n]+[.!?]*/g) ?? []);
  return [...new Set(all.map((sentence) => sentence.trim()).filter((sentence) => sentence !== ""))];
}
