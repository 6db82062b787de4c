/** How a share is said: with whom, how far it is, and who has it. */
import type { ShareView, SharingView, With } from "$lib/api/sharing";
import { presenting } from "$lib/presenting.svelte";
import { text } from "$lib/text/en";

const words = text.sharing;

export function teacherOf(view: SharingView): string {
  return view.teacher?.name ? presenting.name(view.teacher.name, "teacher") : words.someTeacher;
}

/** With whom, as the end of a sentence. */
export function whom(view: SharingView, one: With): string {
  return one === "teacher" ? teacherOf(view) : one === "supervisors" ? words.offers("").supervisors.toLowerCase() : words.offers("").facts.toLowerCase();
}

export function isHeld(share: ShareView): boolean {
  return share.state === "withheld";
}

/** "since Tue 3 Nov, 14:02 · on Amir’s computer since …" */
export function standing(share: ShareView): string {
  if (share.state !== "open") return words.state[share.state];
  const seen = share.seen.map(({ name, at }) => words.seen(presenting.name(name, "teacher"), at));
  const readers = share.with === "facts" ? [] : seen.length > 0 ? seen : [words.notSeen];
  return [words.state.open(share.since), ...readers].join(" · ");
}
