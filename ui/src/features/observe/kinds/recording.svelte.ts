/**
 * One observation of another kind on the screen. Each key goes to Rust, one after the other, and what Rust answers is
 * what the screen shows: nothing is counted here.
 */
import { redo, undo } from "$lib/api/keeping";
import { observationOfKind, type KindView } from "$lib/api/kinds";
import * as api from "$lib/api/observations";
import { Problem } from "$lib/api/problem";
import { sentences } from "$lib/done";
import { saving } from "$lib/saving.svelte";
import { text } from "$lib/text/en";
import { toasts } from "$lib/toasts.svelte";
import { LessonClock } from "../clock.svelte";

export class Recording {
  readonly id: string;
  view = $state.raw<KindView | null>(null);
  isReadOnly = $state(false);
  problem = $state.raw<Problem | null>(null);
  readonly clock = new LessonClock();
  #last: Promise<unknown> = Promise.resolve();

  readonly isWritable = $derived(this.view !== null && !this.isReadOnly);
  readonly isOpen = $derived(this.isWritable && this.view?.lesson.isOpen === true);

  /** Whether it is entered from paper here: it is over, and what is on the paper can still be written into it. */
  readonly isPaper = $derived(this.isWritable && this.view?.lesson.entered !== null);

  constructor(id: string) {
    this.id = id;
  }

  /** Reads it, and takes the writer's hold when no other window has it. */
  open = async (): Promise<void> => {
    await this.#try(async () => {
      const { readOnly } = await api.openObservation(this.id);
      this.isReadOnly = readOnly;
      this.show(await observationOfKind(this.id));
    });
  };

  show(view: KindView): void {
    this.view = view;
    this.clock.set(view.lesson.elapsedMs, view.lesson.isOpen);
  }

  /** Does something that answers with the whole observation. Keys keep their order. */
  record = (task: () => Promise<KindView>): Promise<boolean> =>
    this.#try(async () => {
      this.show(await task());
      saving.words = text.kinds.savedHere;
    });

  pause = () => this.#change(() => api.pauseObservation(this.id));
  resume = () => this.#change(() => api.resumeObservation(this.id));
  finish = () => this.#change(() => api.finishObservation(this.id));
  reopen = () => this.#change(() => api.reopenObservation(this.id));
  note = (note: string) => this.#change(() => api.setObservation(this.id, { note }));
  remove = () => this.#try(() => api.removeObservation(this.id));

  /** `document` is what has an undo of its own on the same screen: a step. */
  undo = (document = this.id) => this.#again(document, undo, text.shell.undone, text.shell.nothingToUndo);
  redo = (document = this.id) => this.#again(document, redo, text.shell.redone, text.shell.nothingToRedo);

  /** Gives the hold back when what is under way is kept. */
  leave = async (): Promise<void> => {
    await this.#last;
    // When only the hold could not be given back, it ends with the window.
    await api.closeObservation(this.id).catch(() => undefined);
  };

  #change(task: () => Promise<unknown>): Promise<boolean> {
    return this.#try(async () => {
      await task();
      this.show(await observationOfKind(this.id));
    });
  }

  async #again(document: string, run: typeof undo, words: (label: string) => string, nothing: string): Promise<void> {
    await this.#change(async () => {
      const done = await run(document);
      toasts.show(done ? words(done.label) : nothing);
    });
    if (this.problem) toasts.show(sentences(this.problem));
  }

  #try(task: () => Promise<unknown>): Promise<boolean> {
    const turn = this.#last.then(async () => {
      try {
        await task();
        this.problem = null;
        return true;
      } catch (thrown) {
        this.problem = Problem.from(thrown);
        return false;
      }
    });
    this.#last = turn;
    return turn;
  }
}
