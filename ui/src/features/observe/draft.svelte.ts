/**
 * The line that is being written: its field, its journal, its tags, and the lines that were kept and
 * are on their way to the disk. Enter hands the words from the field to the queue; not one of them is
 * ever in neither.
 */
import { keepLine, type DraftView, type Kept } from "$lib/api/observations";
import type { Problem } from "$lib/api/problem";
import { text } from "$lib/text/en";
import { toasts } from "$lib/toasts.svelte";
import { later } from "$lib/unsaved";
import { ageOf, deskOf } from "./desk";
import { LineField } from "./field.svelte";
import { parse, split } from "./grammar";
import { Journal } from "$lib/journal";
import { KeepQueue, type KeptLine } from "./keeping";

/** Who hears what becomes of the words. */
export interface Owner {
  readonly id: string;
  /** A line was kept on the screen; its row is shown at once. */
  shown(line: KeptLine): void;
  /** It is on the disk. */
  kept(line: KeptLine, kept: Kept): void;
  /** It went back to the field. */
  unshown(line: KeptLine): void;
  saved(at: string): void;
  failed(problem: Problem): void;
  /** The speaker that `^` means; "" when nobody is named there. */
  speakerBeforeLast(): string;
}

export class Draft {
  readonly field: LineField;
  /** The positions of the look-fors chosen for this line. */
  tags = $state.raw<readonly number[]>([]);
  /** Why the last line could not be kept; its words stand in the field. */
  problem = $state.raw<Problem | null>(null);
  /** Pasted text of several lines, until the person has said what it is. */
  pasted = $state.raw<string | null>(null);
  /** When the line that a restart left behind had begun; null for a line of this run. */
  leftAt = $state<string | null>(null);
  #owner: Owner;
  #journal: Journal;
  #queue: KeepQueue;
  #made = 0;
  /** Whether the journal's last write failed. */
  #isFailing = false;

  constructor(owner: Owner, left: DraftView | undefined) {
    this.#owner = owner;
    this.field = new LineField(() => this.#note(), () => void this.#flushQuietly());
    const desk = deskOf(owner.id, null, {
      saved: (at) => this.#saved(at),
      failed: (problem) => this.#failed(problem),
    });
    this.#journal = new Journal(desk, left?.number ?? 0);
    this.#queue = new KeepQueue(this.#journal, {
      keep: (line, number) => this.#keep(line, number),
      kept: (line, kept) => this.#kept(line, kept),
      waits: (_, problem) => this.#waits(problem),
      returned: (line, problem) => this.#returned(line, problem),
      isFieldFree: () => this.field.isEmpty,
      later,
    });
    if (!left || left.typed === "") return;
    this.field.set(left.typed, left.speaker, performance.now(), left.caret);
    this.tags = left.tags;
    this.leftAt = left.time;
  }

  /** Whether words are only in memory. */
  get isUnsaved(): boolean {
    return !this.#journal.isClean || !this.#queue.isEmpty;
  }

  /** Puts the cursor into the field, after the words that were typed before it was there. */
  begin(typed: string): void {
    this.field.focus();
    const lines = typed.split("\n");
    const last = lines.pop() ?? "";
    for (const line of lines) {
      if (line !== "") this.field.insert(line);
      this.keep();
    }
    if (last !== "") this.field.insert(last);
  }

  toggleTag(position: number): void {
    const isChosen = this.tags.includes(position);
    this.tags = isChosen ? this.tags.filter((one) => one !== position) : [...this.tags, position];
    // Tags of a line without words are nothing to bring back.
    if (!this.field.isEmpty) this.#note();
  }

  /** Keeps what stands in the field as a line; `^` alone takes its speaker. Nothing happens when it holds no words. */
  keep(): void {
    const { typed, speaker, firstKey } = this.field.state;
    if (isAlternateAlone(typed)) return this.#alternate();
    if (!holdsWords(typed)) return;
    const id = `pending-${++this.#made}`;
    const line = { id, typed: oneLine(typed), speaker, firstKey, tags: [...this.tags] };
    this.field.set("", "", null);
    this.leftAt = null;
    this.tags = [];
    this.problem = null;
    this.#journal.take();
    this.#owner.shown(line);
    this.#queue.add(line);
  }

  /** The line that is written next is spoken by whoever spoke two lines ago. */
  #alternate(): void {
    const speaker = this.#owner.speakerBeforeLast();
    if (speaker === "") return toasts.show(text.observe.draft.noAlternate);
    this.field.set("", speaker, null);
    this.#note();
  }

  /** Keeps the words of the field, if there are any, and waits until everything is on the disk. */
  async finish(): Promise<void> {
    this.keep();
    await this.settle();
  }

  /** Waits until every word is on the disk; throws the problem when one cannot be. */
  async settle(): Promise<void> {
    await this.#queue.settled();
    await this.#journal.flush();
  }

  #keep(line: KeptLine, number: number): Promise<Kept> {
    const { typed, speaker, tags } = line;
    return keepLine({ observation: this.#owner.id, number, typed, speaker, tags, ageMs: ageOf(line.firstKey) });
  }

  #kept(line: KeptLine, kept: Kept): void {
    this.#owner.kept(line, kept);
    // Keeping has emptied the journal in Rust; what was typed meanwhile goes there once more.
    if (!this.field.isEmpty) this.#note();
  }

  #waits(problem: Problem): void {
    this.#owner.failed(problem);
    this.#note();
  }

  #returned(line: KeptLine, problem: Problem): void {
    const { typed, speaker } = this.field;
    const words = typed === "" ? line.typed : `${line.typed}\n${typed}`;
    this.field.set(words, typed === "" ? line.speaker : speaker, line.firstKey);
    this.tags = [...new Set([...line.tags, ...this.tags])];
    this.#owner.unshown(line);
    this.problem = problem;
    this.#note();
    if (problem.code !== "invalid") this.#owner.failed(problem);
  }

  /** The journal holds what is only in memory: the field, and before it the lines that failed. */
  #note(): void {
    if (this.field.isEmpty) this.leftAt = null;
    const state = this.field.state;
    this.#journal.note({ ...state, tags: this.tags, typed: [...this.#queue.failedWords, state.typed].join("\n") });
  }

  #saved(at: string): void {
    this.#owner.saved(at);
    // The disk has recovered: lines that wait need not wait for their timer.
    if (this.#isFailing && !this.#queue.isEmpty) void this.#queue.run();
    this.#isFailing = false;
  }

  #failed(problem: Problem): void {
    this.#isFailing = true;
    this.#owner.failed(problem);
  }

  async #flushQuietly(): Promise<void> {
    // A failure is already on the screen: the journal tells the owner.
    await this.#journal.flush().catch(() => undefined);
  }
}

/** Whether keeping this would make a line or a wondering. */
function holdsWords(typed: string): boolean {
  const { evidence, wondering } = split(typed);
  return parse(evidence).text !== "" || (wondering ?? "").trim() !== "";
}

/** Whether this is the sign for the speaker of two lines ago, and nothing else. */
function isAlternateAlone(typed: string): boolean {
  return typed.trim() === "^";
}

/** A line is one line, however it came into the field. */
function oneLine(typed: string): string {
  return typed.replace(/\s*\n\s*/g, " ");
}
