/** The form of a rubric: up to twelve indicators, each with places for five levels; empty ones at the end are left out. */
import type { RubricIndicator, RubricView, SaveRubric } from "$lib/api/rubrics";

const MOST = 12;
const LEVELS = 5;

export class RubricForm {
  title = $state("");
  licence = $state("");
  indicators = $state<{ text: string; levels: string[] }[]>([]);

  get mayGrow(): boolean {
    return this.indicators.length < MOST;
  }

  fill(rubric: RubricView | null): void {
    this.title = rubric?.title ?? "";
    this.licence = rubric?.licence ?? "";
    this.indicators = (rubric?.indicators ?? [{ text: "", levels: [] }]).map(places);
  }

  grow = (): void => {
    this.indicators.push(places({ text: "", levels: [] }));
  };

  /** The rubric as it is written: without empty indicators, and without places for levels that are not used. */
  written(): Omit<SaveRubric, "follows"> {
    const used = this.indicators.map(({ text, levels }) => ({ text: text.trim(), levels: without(levels) }));
    return { title: this.title.trim(), licence: this.licence.trim(), indicators: used.filter(({ text, levels }) => text !== "" || levels.length > 0) };
  }

  /** Whether keeping it would make another version. */
  isChanged({ title, licence, indicators }: RubricView): boolean {
    return JSON.stringify(this.written()) !== JSON.stringify({ title, licence, indicators: indicators.map(({ text, levels }) => ({ text, levels })) });
  }
}

const places = ({ text, levels }: RubricIndicator) => ({ text, levels: Array.from({ length: LEVELS }, (_, at) => levels[at] ?? "") });

/** Leaves out the empty places at the end; one between stays, and is refused. */
function without(levels: readonly string[]): string[] {
  const trimmed = levels.map((level) => level.trim());
  return trimmed.slice(0, trimmed.findLastIndex((level) => level !== "") + 1);
}
