/** Into a field that an act brings: what is typed on the way goes into it. */
import { hold, taken } from "./type-ahead";

/** About two seconds, after which the keys go back to where they belong. */
const MOST_FRAMES = 120;

/** Does what brings a field, and goes to the first one within `part` as soon as it can be written in. */
export async function intoField(bring: () => Promise<void>, part: () => HTMLElement | undefined): Promise<void> {
  hold();
  await bring();
  const field = await ready(part);
  const typed = taken();
  field?.focus();
  if (!field || typed === "") return;
  field.setRangeText(typed, field.value.length, field.value.length, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Returns the field for the words as soon as it can be written in; nothing where none comes. */
async function ready(part: () => HTMLElement | undefined): Promise<HTMLTextAreaElement | undefined> {
  for (let frame = 0; frame < MOST_FRAMES; frame++) {
    const field = part()?.querySelector("textarea");
    if (field && !field.readOnly) return field;
    await new Promise(requestAnimationFrame);
  }
}
