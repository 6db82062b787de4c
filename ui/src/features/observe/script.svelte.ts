/**
 * One observation on the screen: its head, its rows, what is being written, and every act on them.
 * Acts go to Rust one after the other; what Rust answers is what the screen shows.
 */
import * as api from "$lib/api/observations";
import type { Entry, Kept, ObservationView } from "$lib/api/observations";
import { Problem } from "$lib/api/problem";
import { redo, undo } from "$lib/api/keeping";
import { saving } from "$lib/saving.svelte";
import { text } from "$lib/text/en";
import { toasts } from "$lib/toasts.svelte";
import { LessonClock } from "./clock.svelte";
import { sayUnsaved } from "$lib/unsaved";
import { Draft, type Owner } from "./draft.svelte";
import { Edit } from "./edit.svelte";
import { isPending, marked, said, timeAt, type Mark } from "./entries";
import { Find } from "./find.svelte";
import type { KeptLine } from "./keeping";
import { Rows } from "./rows.svelte";

export class Script implements Owner {
  readonly id: string;
  view = $state.raw<ObservationView | null>(null);
  readonly rows = new Rows();
  draft = $state.raw<Draft | null>(null);
  edit = $state.raw<Edit | null>(null);
  isReadOnly = $state(false);
  problem = $state.raw<Problem | null>(null);
  readonly clock = new LessonClock();
  readonly find = new Find(() => this.rows.visible);
  #lastSaved: string | null = null;
  /** The marks that Rust has not answered yet, one behind the other. */
  #marks = Promise.resolve();
  /** How many keys have marked a line. */
  #pressed = 0;
  #drafts = new Map<string, api.DraftView>();

  readonly isWritable = $derived(this.view !== null && !this.isReadOnly);
  readonly isOpen = $derived(this.isWritable && this.view?.isOpen === true);

  constructor(id: string) {
    this.id = id;
  }

  /** Reads it, and takes the writer's hold when no other window has it. */
  open = async (): Promise<void> => {
    try {
      const { view, readOnly } = await api.openObservation(this.id);
      this.isReadOnly = readOnly;
      this.problem = null;
      this.show(view);
    } catch (thrown) {
      this.problem = Problem.from(thrown);
    }
  };

  /** Whether words are only in memory. */
  get isUnsaved(): boolean {
    return this.draft?.isUnsaved ?? false;
  }

  /** Waits until every word is on the disk. */
  settle = async (): Promise<void> => {
    await Promise.all([this.draft?.settle(), this.edit?.settle(), this.#marks]);
  };

  /** Shows what Rust says of the whole observation. The field keeps what stands in it. */
  show(view: ObservationView): void {
    this.view = view;
    this.rows.renew(view.entries);
    this.clock.set(view.elapsedMs, view.isOpen);
    this.#drafts = new Map(view.drafts.map((draft) => [draft.line ?? "", draft]));
    if (!view.isOpen || this.isReadOnly) this.draft = null;
    else this.draft ??= new Draft(this, this.#drafts.get(""));
    this.#say();
  }

  // What the draft tells.

  shown(line: KeptLine): void {
    this.rows.show(line, timeAt(this.rows.kept, this.clock.elapsedAt(line.firstKey)));
  }

  kept(line: KeptLine, kept: Kept): void {
    this.rows.unshow(line);
    this.rows.add(kept.entries);
    this.saved(kept.saved);
    // The pause has ended with this line, and its gap has a length now.
    if (this.view?.isPaused) void this.open();
  }

  unshown = (line: KeptLine): void => this.rows.unshow(line);
  speakerBeforeLast = (): string => this.rows.speakerBeforeLast();

  saved(at: string): void {
    this.#lastSaved = at;
    saving.saved(at);
    this.#say();
  }

  failed(problem: Problem): void {
    sayUnsaved(problem, this.#lastSaved);
  }

  /** The clock was refused: the lesson was finished or removed elsewhere. Anything else, the next tick tells. */
  fell(problem: Problem): void {
    if (problem.code === "held" || problem.code === "not-found") void this.open();
  }

  // Acts on the whole observation.

  pause = () => this.#renew(() => api.pauseObservation(this.id));
  resume = () => this.#renew(() => api.resumeObservation(this.id));
  reopen = () => this.#renew(() => api.reopenObservation(this.id));
  choose = (view: ObservationView) => this.show(view);

  finish = () =>
    this.#renew(async () => {
      if (!(await this.closeEdit()) && this.edit?.problem) throw this.edit.problem;
      await this.draft?.finish();
      return api.finishObservation(this.id);
    });

  /** Adds a script that was written elsewhere; returns how many lines it had. */
  paste = async (words: string): Promise<void> => {
    await this.#try(async () => {
      const { added, view } = await api.pasteScript(this.id, words);
      this.show(view);
      toasts.show(text.observe.paste.added(added), { label: text.common.undo, run: () => void this.undo() });
    });
  };

  mark = () =>
    this.#try(async () => {
      const { entries, saved } = await api.markMoment(this.id);
      this.rows.add(entries);
      this.saved(saved);
    });

  /** Takes back the last act here, or on a record that stands beside the script. */
  undo = (document = this.id) => this.#again(undo, document, text.shell.undone, text.shell.nothingToUndo);
  redo = (document = this.id) => this.#again(redo, document, text.shell.redone, text.shell.nothingToRedo);

  // Acts on one entry.

  tag = (entry: Entry, position: number, mark: Mark): Promise<void> => {
    const now = said(entry, position, mark);
    return this.#mark(marked(entry, position, now), () => api.tagLine(entry.id, position, now));
  };

  star = (entry: Entry): Promise<void> => {
    const starred = !entry.starred;
    return this.#mark({ ...entry, starred }, () => api.starLine(entry.id, starred));
  };

  remove = async (entry: Entry): Promise<void> => {
    await this.#change(() => api.removeEntry(entry.id));
    toasts.show(text.observe.removed(entry.kind), { label: text.common.undo, run: () => void this.undo() });
  };

  beginEdit(entry: Entry): void {
    if (!this.isOpen || entry.kind === "gap" || isPending(entry)) return;
    this.edit = new Edit(this.id, entry, this.#drafts.get(entry.id), {
      saved: (at) => this.saved(at),
      failed: (problem) => this.failed(problem),
    });
  }

  /** Begins with an edit that a crash or a reload interrupted. */
  resumeEdit(): void {
    const left = [...this.#drafts.values()].find(({ line, typed }) => line !== null && typed !== "");
    const entry = left && this.rows.kept.find(({ id }) => id === left.line);
    if (entry) this.beginEdit(entry);
  }

  /** Keeps an edit and closes it. Returns whether it is closed; if not, its words stand in the field. */
  async closeEdit(): Promise<boolean> {
    const { edit } = this;
    if (!edit) return true;
    if (edit.isChanged) {
      const kept = await edit.keep();
      if (!kept) return false;
      this.#take(kept);
    }
    this.#forget(edit);
    return true;
  }

  async dropEdit(): Promise<void> {
    const { edit } = this;
    if (!edit) return;
    this.#forget(edit);
    await edit.drop();
  }

  #forget(edit: Edit): void {
    const { entry, number } = edit;
    this.#drafts.set(entry.id, { line: entry.id, typed: "", speaker: "", tags: [], caret: 0, number, typedTime: "", time: "" });
    if (this.edit === edit) this.edit = null;
  }

  async #again(act: typeof undo, document: string, words: (label: string) => string, nothing: string): Promise<void> {
    await this.#try(async () => {
      await this.settle();
      const done = await act(document);
      if (done) await this.open();
      toasts.show(done ? words(done.label) : nothing);
    });
  }

  async #renew(act: () => Promise<ObservationView>): Promise<void> {
    await this.#try(async () => this.show(await act()));
  }

  async #change(act: () => Promise<Kept>): Promise<void> {
    await this.#try(async () => this.#take(await act()));
  }

  /** Shows a mark at the key. It stays as Rust answers, unless a later key has marked something; refused, it goes again. */
  #mark(shown: Entry, act: () => Promise<Kept>): Promise<void> {
    this.rows.add([shown]);
    const press = ++this.#pressed;
    const keep = async () => {
      try {
        const { entries, saved } = await act();
        if (press === this.#pressed) this.rows.add(entries);
        this.saved(saved);
      } catch (thrown) {
        await this.open();
        throw thrown;
      }
    };
    return (this.#marks = this.#marks.then(() => this.#try(keep)));
  }

  /** Takes the whole script over. */
  #take(kept: Kept): void {
    this.rows.renew(kept.entries);
    this.saved(kept.saved);
  }

  async #try(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (thrown) {
      const problem = Problem.from(thrown);
      toasts.show([problem.message, problem.hint].filter(Boolean).join(" "));
    }
  }

  #say(): void {
    if (!this.isWritable) return;
    const last = this.#lastSaved ?? this.rows.kept.at(-1)?.time ?? null;
    saving.words = text.observe.saved(this.rows.savedLines, last);
  }
}
