/** Opens a row where it is shown: in its observation, with its person, or in its week. */
import type { RowView } from "./api/exchange";
import { router } from "./router/router.svelte";

export function canOpen(row: RowView): boolean {
  return row.observation !== null || row.person !== null || row.date !== null;
}

export function openRow({ id, observation, person, date }: RowView): void {
  if (observation !== null) router.go("observation", { id: observation, ...(id === observation ? {} : { line: id }) });
  else if (person !== null) router.go("person", { id: person });
  else if (date !== null) router.go("week", { date });
}
