/** A line of audiences in words: names with their roles, or the role where no name is known. */
import type { AudienceView, SeenByView } from "$lib/api/who";
import { whoText as words } from "$lib/text/en/who";

/** "Amir Haddad (teacher)", "the coach's supervisors". */
export function said(audience: AudienceView): string {
  const role = words.readers[audience.reader] ?? audience.reader;
  return audience.names.length === 0 ? role : `${audience.names.join(", ")} (${role})`;
}

/** One line for the head of a record. */
export function line(view: SeenByView): string {
  if (view.isPrivate) return words.onlyHere;
  const others = [...new Set(view.audiences.map(said))];
  if (view.isMine && others.length === 0) return words.onlyYou;
  return [view.isMine ? words.you : view.author, ...others].filter((one) => one !== "").join(", ");
}
