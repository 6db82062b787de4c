/** Reads who can see a record, and reads it again when that could have changed. */
import { whoCanSee, type SeenByView } from "$lib/api/who";
import { query, type Query } from "$lib/query.svelte";

const CONCERNED = [
  "observation", "debrief", "step", "coaching_cycle", "coach_note", "team_goal", "visit", "sharing_agreement", "acceptance", "relationship", "role", "exchange",
];

/** `root` is the first row of the record's document. */
export function readWho(root: string): Query<SeenByView> {
  return query(CONCERNED, () => whoCanSee(root));
}
