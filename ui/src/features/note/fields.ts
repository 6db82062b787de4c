/** The fields of a coach note, in the order in which they stand, with the columns that hold them. */
import type { NoteField } from "$lib/api/coach-notes";

export const fields = [
  { name: "tried", column: "tried" },
  { name: "willTry", column: "will_try" },
  { name: "question", column: "question" },
] as const satisfies readonly { name: NoteField; column: string }[];
