/** What can be done in the log: which day or week is shown, which dialog asks, and the acts on a line. */
import {
  confirmLogDay, confirmLogLine, keepLogTime, leaveOutLogLine, removeLogLine, resolveLogOverlap, takeLogTime,
  type LogDayView, type LogKey, type LogLine, type Overlap,
} from "$lib/api/log";
import { Problem } from "$lib/api/problem";
import { act, done, sentences } from "$lib/done";
import { presenting } from "$lib/presenting.svelte";
import { logText } from "$lib/text/en/log";
import { toasts } from "$lib/toasts.svelte";
import { title } from "./words";

/** What a new line begins with. */
export interface Draft {
  activity: string;
  startsMinute: number | null;
  minutes: number | null;
  school: string | null;
  travelFrom: string | null;
}

export type Asking =
  | { kind: "add"; draft: Draft }
  | { kind: "change"; line: LogLine }
  | { kind: "split"; line: LogLine }
  | { kind: "split-overlap"; overlap: Overlap };

const words = logText;
const blank: Draft = { activity: "prep", startsMinute: null, minutes: null, school: null, travelFrom: null };

export function isSame(one: LogKey, other: LogKey): boolean {
  return one.kind === other.kind && one.id === other.id;
}

export class DayActs {
  asking = $state.raw<Asking | null>(null);
  #view: () => LogDayView | undefined;

  constructor(view: () => LogDayView | undefined) {
    this.#view = view;
  }

  close = (): void => {
    this.asking = null;
  };

  add = (): void => this.#ask({ kind: "add", draft: blank });
  change = (line: LogLine): void => this.#ask({ kind: "change", line });
  split = (line: LogLine): void => this.#ask({ kind: "split", line });

  /** The way to a line: it ends when that one begins, and leads from where the line before was. */
  travel = (to: LogLine | null): void => {
    const lines = this.#view()?.lines ?? [];
    const before = lines.slice(0, to ? lines.indexOf(to) : 0).findLast(({ school }) => school !== null && school.id !== to?.school?.id);
    const startsMinute = to?.startsMinute ? to.startsMinute - 15 : null;
    this.#ask({ kind: "add", draft: { activity: "travel", startsMinute, minutes: 15, school: to?.school?.id ?? null, travelFrom: before?.school?.id ?? null } });
  };

  /** Confirms a proposal; what is confirmed already is opened. Returns whether it was confirmed. */
  confirm = async (line: LogLine): Promise<boolean> => {
    if (!line.isProposed || line.minutes === null) {
      this.change(line);
      return false;
    }
    return act(() => confirmLogLine(this.#date(), line.key), words.confirmed(title(line)));
  };

  confirmAll = async (): Promise<void> => {
    try {
      const came = await confirmLogDay(this.#date());
      const left = [
        came.overlapping > 0 ? words.overlapping(came.overlapping) : "",
        came.withoutLength > 0 ? words.withoutLength(came.withoutLength) : "",
      ].filter(Boolean);
      if (came.confirmed > 0) done([`${words.confirmedDay(came.confirmed)}${left.length > 0 ? "." : ""}`, ...left].join(" "));
      else toasts.show(left.join(" ") || words.nothingToConfirm);
    } catch (thrown) {
      toasts.show(sentences(Problem.from(thrown)));
    }
  };

  leaveOut = (line: LogLine): void => void act(() => leaveOutLogLine(this.#date(), line.key), words.leftOut.done(title(line)));

  remove = ({ key }: LogLine): void => void (key.kind === "entry" && act(() => removeLogLine(key.id), words.removed));

  proposeAgain = ({ key }: LogLine): void => void (key.kind === "entry" && act(() => removeLogLine(key.id), words.leftOut.back));

  take = ({ key }: LogLine): void => void (key.kind === "entry" && act(() => takeLogTime(key.id), words.took));

  keep = ({ key }: LogLine): void => void (key.kind === "entry" && act(() => keepLogTime(key.id), words.kept));

  /** 1 and 2 give the shared time to one of the two, 3 asks where to split it. */
  resolve = (overlap: Overlap, choice: 1 | 2 | 3): void => {
    if (choice === 3) this.#ask({ kind: "split-overlap", overlap });
    else void act(() => resolveLogOverlap(this.#date(), overlap.one, overlap.other, choice === 1 ? "one" : "other"), words.overlap.done);
  };

  #date(): string {
    return this.#view()?.date ?? "";
  }

  /** The dialogs show names and people's words. */
  #ask(asking: Asking): void {
    presenting.whenOff(() => (this.asking = asking));
  }
}
