/** A visit that recurs: how often, until when, and which days that would be. */
import { visitSeries, type Repeat, type SeriesView } from "$lib/api/weeks";
import type { CalendarView } from "$lib/api/schools";
import { addDays, isDate } from "$lib/day";
import { text } from "$lib/text/en";

const words = text.week.planning;

export const ONCE = "once";
export const WEEKLY = "weekly";
/** Before a letter: "day A". */
const LETTER = "day ";
const USUAL_WEEKS = "6";

export class SeriesForm {
  often = $state<string>(ONCE);
  weeks = $state(USUAL_WEEKS);
  /** A last day that was written; empty while the weeks say it. */
  last = $state("");
  view = $state.raw<SeriesView | null>(null);
  readonly isSeries = $derived(this.often !== ONCE);
  readonly isWeeksWrong = $derived(this.isSeries && this.last === "" && !(/^\d{1,2}$/.test(this.weeks.trim()) && Number(this.weeks) >= 1 && Number(this.weeks) <= 52));
  #asked = 0;

  /** What can be chosen on a day: letters only where the school year of that day has them. */
  options(calendar: CalendarView, date: string): { value: string; label: string }[] {
    const year = calendar.years.find(({ starts, ends }) => starts <= date && date <= ends);
    const letters = (year?.dayLetters ?? "").split(" ").filter((letter) => letter !== "");
    return [
      { value: ONCE, label: words.once },
      { value: WEEKLY, label: words.everyWeek },
      ...letters.map((letter) => ({ value: `${LETTER}${letter}`, label: words.everyLetter(letter) })),
    ];
  }

  /** The last day, as it is written or as the weeks say it. */
  lastDay(first: string): string {
    if (this.last !== "") return this.last;
    return isDate(first) && !this.isWeeksWrong ? addDays(first, 7 * Number(this.weeks) - 1) : "";
  }

  repeat(first: string): Repeat | null {
    const last = this.lastDay(first);
    if (!this.isSeries || !isDate(last)) return null;
    return { letter: this.often.startsWith(LETTER) ? this.often.slice(LETTER.length) : null, last };
  }

  /** Reads which days it would be. An answer that was overtaken is dropped. */
  look = async (first: string): Promise<void> => {
    const turn = ++this.#asked;
    const repeat = this.repeat(first);
    const view = repeat && isDate(first) ? await visitSeries(first, repeat) : null;
    if (turn === this.#asked) this.view = view;
  };

  /** Weeks that are written count, whatever last day was there before. */
  setWeeks = (weeks: string): void => {
    this.weeks = weeks;
    this.last = "";
  };

  /** What is said under the fields. */
  get hint(): string {
    if (!this.view) return "";
    const { days, leftOut } = this.view;
    return [days.length === 0 ? words.seriesNone : words.series(days), leftOut.length > 0 ? words.leftOut(leftOut) : ""].filter(Boolean).join(" ");
  }
}
