/** The seven stations of a team's week, and what is known of each. */
import type { CycleView } from "$lib/api/weeks";
import { text } from "$lib/text/en";

type Name = keyof typeof text.week.cycle.stations;

export interface Station {
  name: Name;
  state: "done" | "now" | "rest";
  detail: string;
}

const ORDER: readonly Name[] = ["focus", "plan", "facilitate", "observe", "debrief", "data", "reflect"];

/** Stations of which nothing is known say nothing: they are neither done nor missing. */
export function stationsOf({ focus, held, planned }: CycleView): Station[] {
  return ORDER.map((name) => {
    if (name === "focus") return { name, state: focus === "" ? "rest" : "done", detail: "" };
    if (name !== "observe") return { name, state: "rest", detail: "" };
    const state = planned === 0 ? "rest" : held >= planned ? "done" : "now";
    return { name, state, detail: text.week.cycle.visits(held, planned) };
  });
}
