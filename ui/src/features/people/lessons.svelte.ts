/** The lesson times of a school while they are written: rows of words, until they are read as periods. */
import type { PeriodView } from "$lib/api/schools";
import { minuteOf, timeOfDay } from "$lib/day";

/** Minutes between two lessons when nothing else is known. */
const BREAK = 5;
const USUAL_LENGTH = 45;
const FIRST_BELL = 8 * 60;

export class Lesson {
  code = $state("");
  from = $state("");
  to = $state("");
  readonly id: number;

  constructor(id: number, code: string, starts: number, ends: number) {
    this.id = id;
    this.code = code;
    this.from = timeOfDay(starts);
    this.to = timeOfDay(ends);
  }

  /** The period, or nothing while the row is not whole. */
  get period(): PeriodView | null {
    const startsMinute = minuteOf(this.from);
    const endsMinute = minuteOf(this.to);
    if (this.code.trim() === "" || startsMinute === null || endsMinute === null || endsMinute <= startsMinute) return null;
    return { code: this.code.trim(), startsMinute, endsMinute };
  }
}

export class Lessons {
  rows = $state.raw<readonly Lesson[]>([]);
  #last = 0;

  constructor(periods: readonly PeriodView[]) {
    this.rows = periods.map(({ code, startsMinute, endsMinute }) => new Lesson(++this.#last, code, startsMinute, endsMinute));
  }

  /** Adds the next lesson, as long as the one before it. */
  add(): void {
    const before = this.rows.at(-1);
    const period = before?.period;
    const length = period ? period.endsMinute - period.startsMinute : USUAL_LENGTH;
    const starts = period ? period.endsMinute + BREAK : FIRST_BELL;
    const number = Number(before?.code ?? 0) + 1;
    const code = Number.isNaN(number) ? "" : String(number);
    this.rows = [...this.rows, new Lesson(++this.#last, code, starts, Math.min(starts + length, 24 * 60 - 1))];
  }

  remove(row: Lesson): void {
    this.rows = this.rows.filter((one) => one !== row);
  }

  /** The periods, or nothing while a row is not whole or a code stands twice. */
  read(): PeriodView[] | null {
    const periods = this.rows.map((row) => row.period);
    const codes = new Set(periods.map((period) => period?.code));
    return periods.includes(null) || codes.size < periods.length ? null : (periods as PeriodView[]);
  }
}
