/** How often a visit is due, as one choice: not coached, coached without a rhythm, or every so many days. */
import type { PersonView } from "$lib/api/people";
import { text } from "$lib/text/en";

type Coached = Pick<PersonView, "isCoached" | "cadenceDays">;

const words = text.people.coaching;
const NOT = "not";
const FREE = "free";
const usual = [7, 14, 21, 28];

export function chosenRhythm({ isCoached, cadenceDays }: Coached): string {
  if (!isCoached) return NOT;
  return cadenceDays === null ? FREE : String(cadenceDays);
}

/** What can be chosen; a rhythm that a file brought stays among it. */
export function rhythms({ cadenceDays }: Coached): { value: string; label: string }[] {
  const days = cadenceDays === null || usual.includes(cadenceDays) ? usual : [...usual, cadenceDays];
  const every = days.map((one) => ({ value: String(one), label: one % 7 === 0 ? words.weeks(one / 7) : words.days(one) }));
  return [{ value: NOT, label: words.not }, { value: FREE, label: words.none }, ...every];
}

export function readRhythm(value: string): Coached {
  return { isCoached: value !== NOT, cadenceDays: value === NOT || value === FREE ? null : Number(value) };
}
