/** Reads to which coaching cycle a lesson belongs. */
import { coachingCycleOf, type CycleLink } from "$lib/api/coaching-cycles";
import { query, type Query } from "$lib/query.svelte";

export function readCycleOf(observation: string): Query<CycleLink> {
  return query(["coaching_cycle", "observation", "exchange"], () => coachingCycleOf(observation));
}
