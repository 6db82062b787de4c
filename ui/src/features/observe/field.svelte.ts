/**
 * One text area in which a line is written: what its signs say, when its first key was pressed, and
 * abbreviations. The words live in the native element; a key touches nothing else on the screen
 * unless what a sign says has changed.
 */
import { session } from "$lib/session.svelte";
import { expand, replace, type Expansion } from "./expansion";
import { parse, speakerSign, split } from "./grammar";
import type { FieldState } from "$lib/journal";

export class LineField {
  /** The speaker chosen by key; a sign in the words goes before it. */
  speaker = $state("");
  /** The speaker that the words name, or "". */
  signed = $state("");
  isAlternate = $state(false);
  isStarred = $state(false);
  /** Whether what follows `//` is private. */
  hasWondering = $state(false);
  isEmpty = $state(true);
  /** When the line's first key was pressed; null while nothing was typed. */
  firstKey: number | null = null;
  #changed: (state: FieldState) => void;
  #left: () => void;
  #text = "";
  #caret = 0;
  #expansion: Expansion | null = null;
  #element: HTMLTextAreaElement | null = null;

  /** `changed` hears every state, `left` that the field lost the focus. */
  constructor(changed: (state: FieldState) => void, left: () => void) {
    this.#changed = changed;
    this.#left = left;
  }

  get typed(): string {
    return this.#text;
  }

  /** The speaker as the column shows it, when the words do not mean the one of two lines ago. */
  get shown(): string {
    return this.signed || this.speaker;
  }

  get state(): FieldState {
    return {
      typed: this.#text,
      speaker: this.speaker,
      caret: this.#element?.selectionStart ?? this.#caret,
      firstKey: this.firstKey ?? performance.now(),
    };
  }

  /** Takes a text area over: `<textarea {@attach field.attach}>`. */
  attach = (element: HTMLTextAreaElement): (() => void) => {
    this.#element = element;
    element.value = this.#text;
    element.setSelectionRange(this.#caret, this.#caret);
    const heard = [
      ["compositionstart", () => this.#stamp()],
      ["input", (event: Event) => this.#input(event as InputEvent)],
      ["keydown", (event: Event) => this.#keydown(event as KeyboardEvent)],
      ["blur", () => this.#left()],
    ] as const;
    for (const [name, hear] of heard) element.addEventListener(name, hear);
    return () => {
      for (const [name, hear] of heard) element.removeEventListener(name, hear);
      this.#caret = element.selectionStart;
      if (this.#element === element) this.#element = null;
    };
  };

  focus(): void {
    this.#element?.focus();
  }

  get hasFocus(): boolean {
    return this.#element !== null && document.activeElement === this.#element;
  }

  /** Puts words into the field that nobody types now: a draft, a line that came back, or none. */
  set(text: string, speaker: string, firstKey: number | null, caret = text.length): void {
    this.#text = text;
    this.#caret = caret;
    this.#expansion = null;
    this.speaker = speaker;
    this.firstKey = firstKey;
    if (this.#element) {
      this.#element.value = text;
      this.#element.setSelectionRange(caret, caret);
      this.#element.rows = 1;
    }
    this.#read();
  }

  /** Types words at the caret: a paste that is one line. */
  insert(words: string): void {
    const element = this.#element;
    if (!element) return;
    element.focus();
    const { selectionStart: from, selectionEnd: to } = element;
    replace(element, { from, to, text: words }, from + words.length);
  }

  /** Chooses the speaker by key. A sign that says otherwise leaves the words. */
  choose(speaker: string): void {
    this.speaker = speaker;
    const begin = this.#text.length - this.#text.trimStart().length;
    const { speaker: signed, rest } = speakerSign(this.#text.slice(begin));
    const element = this.#element;
    if (signed !== null && element) {
      const to = this.#text.length - rest.length;
      const caret = Math.max(begin, element.selectionStart - (to - begin));
      replace(element, { from: begin, to, text: "" }, caret);
    } else if (!this.isEmpty) this.#changed(this.state);
  }

  swap(): void {
    this.speaker = this.speaker === "T" ? "S" : "T";
  }

  #stamp(): void {
    this.firstKey ??= performance.now();
  }

  #input(event: InputEvent): void {
    const element = this.#element;
    if (!element) return;
    this.#text = element.value;
    if (this.#text === "" && !event.isComposing) this.firstKey = null;
    else this.#stamp();
    if (this.#expansion && this.#text !== this.#expansion.after) this.#expansion = null;
    this.#read();
    this.#changed(this.state);
    if (event.inputType === "insertText" && event.data === " " && !event.isComposing) this.#expand(element);
  }

  #expand(element: HTMLTextAreaElement): void {
    const caret = element.selectionStart;
    const expansion = expand(element.value, caret, session.settings.abbreviations);
    if (!expansion) return;
    replace(element, expansion.change, caret + expansion.after.length - element.value.length);
    this.#expansion = expansion;
  }

  #keydown(event: KeyboardEvent): void {
    if (event.isComposing || event.keyCode === 229) return;
    // A held Enter keeps one line; the key table ignores its repeats, the text area must too.
    if (event.key === "Enter" && event.repeat) event.preventDefault();
    const expansion = this.#expansion;
    const element = this.#element;
    if (event.key !== "Backspace" || !expansion || !element || element.value !== expansion.after) return;
    event.preventDefault();
    this.#expansion = null;
    const { back } = expansion;
    replace(element, back, back.from + back.text.length + 1);
  }

  #read(): void {
    const { evidence, wondering } = split(this.#text);
    const parsed = parse(evidence);
    this.isEmpty = this.#text === "";
    this.signed = parsed.speaker ?? "";
    this.isAlternate = parsed.isAlternate && parsed.speaker === null;
    this.isStarred = parsed.isStarred;
    this.hasWondering = wondering !== null;
  }
}
